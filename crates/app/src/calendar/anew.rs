//! Judging every open clock anew after another calendar came into force.

use tanggap_ipc::Event;

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::office::Office;

/// Judges every complaint anew, after the calendar changed.
pub(super) async fn judge(desk: &Desk, before: &Office) -> Result<()> {
    let (office, now) = (desk.office(), desk.now());
    let moved = desk
        .store
        .mirror()
        .recompute_due(|complaint, known| office.due_again(before, complaint, known, now))
        .await
        .map_err(of_store)?;
    tracing::info!(moved = moved.len(), "Deadlines were judged anew");
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell_frame().await;
    desk.watch_again();
    Ok(())
}
