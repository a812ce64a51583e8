//! What surrounds every page: sync pill, counts, clock.

use std::sync::Weak;

use tanggap_ipc::Event;
use tanggap_ipc::frame::{CopyOf, FrameStatus, GetFrameStatus, SyncNow};
use tanggap_ipc::inbox::GetCounts;

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::inbox::{self, whole};
use crate::own::copy;
use crate::place;

/// A clock that is off by more than this is mentioned, in milliseconds.
const CLOCK_OFF_MS: i64 = 120_000;

pub async fn status(desk: &Desk, _request: GetFrameStatus) -> Result<FrameStatus> {
    of(desk).await
}

/// Ends the current wait and talks to the hub at once.
pub async fn sync_now(desk: &Desk, _request: SyncNow) -> Result<()> {
    desk.link.sync_now().await;
    Ok(())
}

pub(crate) async fn of(desk: &Desk) -> Result<FrameStatus> {
    let stats = desk.store.journal().stats().await.map_err(of_store)?;
    let connection = desk.other_hub();
    let copy_of = copy::copy_of(desk).await?;
    let offset_ms = desk.clock_offset_ms();
    let scopes = connection
        .as_ref()
        .map_or(&[][..], |connection| &connection.scopes);
    Ok(FrameStatus {
        sync: desk.link.state(desk.stands_alone(), offset_ms),
        synced_at: desk.link.synced_at(offset_ms),
        waiting: whole(stats.queued),
        attention: whole(stats.attention),
        others: whole(stats.others),
        practice: connection.as_ref().is_some_and(|hub| hub.practice),
        counts: inbox::counts(desk, GetCounts).await?,
        unread_notices: whole(stats.unread_notices),
        scope_names: place::scopes(scopes),
        officer: connection
            .as_ref()
            .map(|connection| connection.officer_name.clone()),
        hub: connection.map(|connection| connection.hub_url),
        copy_of: copy_of.map(|copy| CopyOf {
            hub: copy.hub_url,
            at: copy.at,
        }),
        now: desk.now(),
        clock_off_s: (offset_ms.abs() > CLOCK_OFF_MS).then_some(offset_ms / 1_000),
        breakdowns: desk.breakdowns.count() + desk.link.breakdowns(),
    })
}

impl Desk {
    /// Tells the window how things stand.
    pub(crate) async fn tell_frame(&self) {
        match of(self).await {
            Ok(frame) => self.tell(Event::Frame(Box::new(frame))),
            Err(error) => tracing::warn!(code = ?error.code, "The frame could not be told"),
        }
    }
}

/// Counts a breakdown of a desk that may be gone.
pub(crate) fn broke_down(desk: &Weak<Desk>) {
    if let Some(desk) = desk.upgrade() {
        desk.breakdowns.one_more();
        tokio::spawn(async move { desk.tell_frame().await });
    }
}
