//! What the hub does not have yet, and what came back.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::change::{Change, ChangeKind};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_ipc::compose::{Draft, Submitted};
use tanggap_ipc::outbox::{Discard, List, OutboxRow, OutboxState, Reopen, Resend};
use tanggap_ipc::{Code, Error};
use tanggap_store::{OpState, PendingOp};

use crate::compose;
use crate::desk::Desk;
use crate::error::{Result, of_store};

pub async fn list(desk: &Desk, _request: List) -> Result<Vec<OutboxRow>> {
    let pending = desk.store.journal().pending().await.map_err(of_store)?;
    let (now, offset) = (
        desk.clock.now(),
        TimeDelta::milliseconds(desk.clock_offset_ms()),
    );
    let mut heads: HashMap<ComplaintId, Head> = HashMap::new();
    let mut rows = Vec::with_capacity(pending.len());
    for op in &pending {
        let id = op.change.complaint;
        let head = match heads.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(head(desk, &op.change).await?).clone(),
        };
        rows.push(row(op, head, now, offset));
    }
    Ok(rows)
}

/// Rows of one complaint that came back and wait for the officer.
pub(crate) async fn attention_of(desk: &Desk, id: ComplaintId) -> Result<Vec<OutboxRow>> {
    let rows = list(desk, List).await?;
    let came_back = |row: &OutboxRow| matches!(row.state, OutboxState::Attention { .. });
    Ok(rows
        .into_iter()
        .filter(|row| row.complaint == id && came_back(row))
        .collect())
}

/// Gives a returned change up, knowingly. It stays in the log.
pub async fn discard(desk: &Desk, request: Discard) -> Result<()> {
    let change = desk
        .store
        .journal()
        .discard(request.op, desk.now())
        .await
        .map_err(of_store)?;
    desk.acted(change.complaint).await;
    Ok(())
}

/// Turns a returned change into an editable draft again; it is saved before the change goes.
pub async fn reopen(desk: &Desk, request: Reopen) -> Result<Draft> {
    let change = returned(desk, request.op).await?;
    let draft = compose::of_change(&change)
        .ok_or_else(|| Error::with(Code::BadInput, "the change holds no text"))?;
    let draft = compose::keep_draft(desk, draft, desk.now()).await?;
    discard(desk, Discard { op: request.op }).await?;
    Ok(draft)
}

/// Sends a returned change once more, on top of what the officer sees now.
pub async fn resend(desk: &Desk, request: Resend) -> Result<Submitted> {
    let old = returned(desk, request.op).await?;
    let now = desk.now();
    let op = desk.new_op();
    let (change, already) = compose::judge(desk, op, old.complaint, old.kind, now).await?;
    if already {
        discard(desk, Discard { op: request.op }).await?;
    } else {
        desk.store
            .journal()
            .requeue(request.op, &change, now)
            .await
            .map_err(of_store)?;
        desk.acted(change.complaint).await;
    }
    Ok(Submitted {
        op,
        withdraw_until: None,
        already,
    })
}

async fn returned(desk: &Desk, op: tanggap_domain::ids::OpId) -> Result<Change> {
    let pending = desk
        .store
        .journal()
        .pending_op(op)
        .await
        .map_err(of_store)?;
    match pending {
        Some(PendingOp {
            change,
            state: OpState::Attention(_),
            ..
        }) => Ok(change),
        Some(_) => Err(Error::with(Code::BadInput, "the change has not come back")),
        None => Err(Error::new(Code::NotFound)),
    }
}

/// What a row says of its complaint.
#[derive(Clone)]
struct Head {
    tracking_id: TrackingId,
    title: String,
}

/// From what people see; a recording that was refused is only in its own change.
async fn head(desk: &Desk, change: &Change) -> Result<Head> {
    if let Some(visible) = desk.find(change.complaint).await? {
        return Ok(Head {
            tracking_id: visible.complaint.tracking_id,
            title: visible.complaint.title,
        });
    }
    Ok(Head {
        tracking_id: TrackingId::of_recording(change.op),
        title: match &change.kind {
            ChangeKind::Record(new) => new.title.clone(),
            _ => String::new(),
        },
    })
}

/// `now` is this computer's clock, by which changes are held back; `offset` leads to the hub's.
fn row(op: &PendingOp, head: Head, now: DateTime<Utc>, offset: TimeDelta) -> OutboxRow {
    let Head { tracking_id, title } = head;
    OutboxRow {
        op: op.change.op,
        complaint: op.change.complaint,
        tracking_id,
        title,
        kind: op.change.kind.code().to_owned(),
        text: words_of(&op.change.kind).map(str::to_owned),
        created_at: op.created_at,
        state: match (&op.state, op.not_before) {
            (OpState::Attention(attention), _) => OutboxState::Attention {
                refused: attention.why(),
                theirs: attention.events.clone(),
            },
            (OpState::Queued, Some(until)) if until > now => OutboxState::Held {
                until: until.checked_add_signed(offset).unwrap_or(until),
            },
            (OpState::Queued, _) => OutboxState::Queued,
        },
    }
}

/// The officer's own words, where there are any.
fn words_of(kind: &ChangeKind) -> Option<&str> {
    let words = match kind {
        ChangeKind::Reply { text, .. } | ChangeKind::Note { text, .. } => text,
        ChangeKind::Dispose { note, .. } => note,
        ChangeKind::Hold { reason }
        | ChangeKind::NotOurAuthority { reason, .. }
        | ChangeKind::Archive { reason }
        | ChangeKind::Close { reason }
        | ChangeKind::Reopen { reason } => reason,
        ChangeKind::Record(new) => &new.body,
        ChangeKind::Verify | ChangeKind::Resume | ChangeKind::Amend(_) | ChangeKind::Remind(_) => {
            return None;
        }
    };
    Some(words.as_str()).filter(|words| !words.is_empty())
}
