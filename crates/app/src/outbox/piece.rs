//! One change that waits, and what ends its waiting: it is given up, or another takes its place.

use tanggap_domain::change::{Change, ChangeKind};
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_ipc::compose::Submitted;
use tanggap_ipc::{Code, Error};
use tanggap_store::PendingOp;

use crate::compose;
use crate::desk::Desk;
use crate::error::{Result, of_store};

pub(super) async fn found(desk: &Desk, op: OpId) -> Result<PendingOp> {
    let pending = desk.store.journal().pending_op(op).await;
    pending
        .map_err(of_store)?
        .ok_or_else(|| Error::new(Code::NotFound))
}

/// It stays in the log.
pub(super) async fn give_up(desk: &Desk, op: OpId) -> Result<()> {
    let change = desk
        .store
        .journal()
        .discard(op, desk.now())
        .await
        .map_err(of_store)?;
    desk.acted(change.complaint).await;
    Ok(())
}

/// Prepares `kind` on what the officer sees now, and puts it in the place of `old`.
pub(super) async fn replace(desk: &Desk, old: &Change, kind: ChangeKind) -> Result<Submitted> {
    let (now, op) = (desk.now(), desk.new_op());
    let complaint = match &kind {
        ChangeKind::Record(_) => ComplaintId::of_recording(op),
        _ => old.complaint,
    };
    let (change, already) = compose::prepare(desk, op, complaint, kind, now).await?;
    if already {
        give_up(desk, old.op).await?;
    } else {
        desk.store
            .journal()
            .requeue(old.op, &change, now)
            .await
            .map_err(of_store)?;
        desk.acted(old.complaint).await;
        if change.complaint != old.complaint {
            desk.acted(change.complaint).await;
        }
    }
    Ok(Submitted {
        op,
        withdraw_until: None,
        already,
    })
}
