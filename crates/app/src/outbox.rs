//! What the hub does not have yet, and what came back. Whoever is at the desk decides about their own
//! work; about what waits for others, only knowingly and piece by piece.

mod others;
mod piece;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, ChangeKind};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId, TrackingId};
use tanggap_ipc::compose::{Draft, Submitted};
use tanggap_ipc::outbox::{Discard, List, OutboxRow, OutboxState, Reopen, Resend};
use tanggap_ipc::{Code, Error};
use tanggap_store::{Named, OpState, PendingOp};

use crate::compose;
use crate::desk::Desk;
use crate::error::{Result, of_store};

use piece::{found, give_up, replace};

pub(crate) use others::work as others_work;
pub use others::{drafts as others_drafts, settle_draft, take_over};

pub async fn list(desk: &Desk, _request: List) -> Result<Vec<OutboxRow>> {
    let pending = desk.store.journal().pending().await.map_err(of_store)?;
    let now = desk.now();
    // What came back, by complaint: later changes of the same one wait for the decision.
    let mut came_back: HashMap<ComplaintId, OpId> = HashMap::new();
    let named = desk
        .named(pending.iter().map(|op| op.change.complaint))
        .await?;
    let mut rows = Vec::with_capacity(pending.len());
    for op in &pending {
        let id = op.change.complaint;
        let head = head(named.get(&id), &op.change);
        let left = desk
            .store
            .journal()
            .hold_left(op.change.op, desk.clock.steady());
        let mut row = row(op, head, left.map(|left| now + left));
        row.of = others::of(desk, op);
        if op.whose.is_ours() {
            match op.state {
                OpState::Queued => row.behind = came_back.get(&id).copied(),
                OpState::Attention(_) => {
                    came_back.entry(id).or_insert(op.change.op);
                }
            }
        }
        rows.push(row);
    }
    Ok(rows)
}

/// Rows of one complaint that came back and wait for the officer.
pub(crate) async fn attention_of(desk: &Desk, complaint: &Complaint) -> Result<Vec<OutboxRow>> {
    // What was done on a recording before this desk heard that it was joined came back: it is said here.
    let recording = complaint.joined.as_ref().map(|it| it.recording);
    let is_of_it = |id| id == complaint.id || Some(id) == recording;
    let rows = list(desk, List).await?;
    let came_back = |row: &OutboxRow| matches!(row.state, OutboxState::Attention { .. });
    Ok(rows
        .into_iter()
        .filter(|row| is_of_it(row.complaint) && row.of.is_none() && came_back(row))
        .collect())
}

/// One row of the list.
pub async fn row_of(desk: &Desk, op: OpId) -> Result<OutboxRow> {
    let rows = list(desk, List).await?;
    let found = rows.into_iter().find(|row| row.op == op);
    found.ok_or_else(|| Error::new(Code::NotFound))
}

/// The change itself, as it waits.
pub async fn change_of(desk: &Desk, op: OpId) -> Result<ChangeKind> {
    Ok(found(desk, op).await?.change.kind)
}

/// What came back and stands before `op` in its complaint.
pub async fn stands_before(desk: &Desk, op: OpId) -> Result<Option<OpId>> {
    Ok(row_of(desk, op).await?.behind)
}

/// Gives a change up, knowingly: one that came back, one that never left, or another's. It stays in
/// the log.
///
/// # Errors
/// [`Code::OnItsWay`] where the hub may have it already.
pub async fn discard(desk: &Desk, request: Discard) -> Result<()> {
    let pending = found(desk, request.op).await?;
    if pending.whose.is_ours() && pending.state == OpState::Queued && may_leave(desk).await {
        let undone = desk
            .store
            .journal()
            .withdraw(request.op, desk.clock.steady(), desk.now())
            .await
            .map_err(of_store)?;
        let change = undone.ok_or_else(|| Error::new(Code::OnItsWay))?;
        desk.acted(change.complaint).await;
        return Ok(());
    }
    give_up(desk, request.op).await
}

/// Whether what waits may be on its way: there is another hub, or an engine that talks to the own one.
async fn may_leave(desk: &Desk) -> bool {
    desk.other_hub().is_some() || desk.link.runs().await
}

/// Turns a returned change into an editable draft again, beside what is being written; it is saved
/// before the change goes.
pub async fn reopen(desk: &Desk, request: Reopen) -> Result<Draft> {
    let change = returned(desk, request.op).await?;
    let mut draft = compose::of_change(&change)
        .ok_or_else(|| Error::with(Code::BadInput, "the change holds no text"))?;
    // The officer has what happened before their eyes now.
    if let Some(visible) = desk.find(change.complaint).await? {
        draft.seen = Some(visible.complaint.base());
    }
    let draft = compose::keep_draft(desk, draft, desk.now()).await?;
    give_up(desk, request.op).await?;
    Ok(draft)
}

/// Sends a returned change once more, on top of what the officer sees now.
pub async fn resend(desk: &Desk, request: Resend) -> Result<Submitted> {
    let old = returned(desk, request.op).await?;
    let kind = old.kind.clone();
    replace(desk, &old, kind).await
}

/// Puts other words into a change that came back, or has not left: sent anew, under a new id.
///
/// # Errors
/// [`Code::OnItsWay`] where the hub may have it already, [`Code::OthersWork`] where it is somebody
/// else's, [`Code::BadInput`] where it holds no words; the change stays as it was then.
pub async fn edit(desk: &Desk, op: OpId, text: String) -> Result<Submitted> {
    let pending = found(desk, op).await?;
    if !pending.whose.is_ours() {
        return Err(Error::new(Code::OthersWork));
    }
    let (journal, steady) = (desk.store.journal(), desk.clock.steady());
    let may_be_sent = pending.state == OpState::Queued && may_leave(desk).await;
    if may_be_sent && journal.hold_left(op, steady).is_none() {
        return Err(Error::new(Code::OnItsWay));
    }
    let kind = with_words(pending.change.kind.clone(), text)
        .ok_or_else(|| Error::with(Code::BadInput, "the change holds no text"))?;
    replace(desk, &pending.change, kind).await
}

/// The change with other words of the officer; none where it holds no words.
fn with_words(mut kind: ChangeKind, words: String) -> Option<ChangeKind> {
    match &mut kind {
        ChangeKind::Reply { text, .. } | ChangeKind::Note { text, .. } => *text = words,
        ChangeKind::Dispose { note, .. } => *note = words,
        ChangeKind::Hold { reason }
        | ChangeKind::NotOurAuthority { reason, .. }
        | ChangeKind::Archive { reason }
        | ChangeKind::Close { reason }
        | ChangeKind::Reopen { reason } => *reason = words,
        ChangeKind::Record(new) => new.body = words,
        ChangeKind::Verify
        | ChangeKind::Resume
        | ChangeKind::Amend(_)
        | ChangeKind::Remind(_)
        | ChangeKind::Join { .. }
        | ChangeKind::Split { .. }
        | ChangeKind::TellApart { .. } => {
            return None;
        }
    }
    Some(kind)
}

/// An own change that came back.
async fn returned(desk: &Desk, op: OpId) -> Result<Change> {
    match found(desk, op).await? {
        pending if !pending.whose.is_ours() => Err(Error::new(Code::OthersWork)),
        PendingOp {
            change,
            state: OpState::Attention(_),
            ..
        } => Ok(change),
        _ => Err(Error::with(Code::BadInput, "the change has not come back")),
    }
}

/// What a row says of its complaint.
struct Head {
    tracking_id: Option<TrackingId>,
    title: String,
}

/// From what people see; a recording that was refused is only in its own change.
fn head(named: Option<&Named>, change: &Change) -> Head {
    if let Some(named) = named {
        return Head {
            tracking_id: Some(named.tracking_id.clone()),
            title: named.title.clone(),
        };
    }
    match &change.kind {
        ChangeKind::Record(new) => Head {
            tracking_id: Some(TrackingId::of_recording(change.op)),
            title: new.title.clone(),
        },
        _ => Head {
            tracking_id: None,
            title: String::new(),
        },
    }
}

fn row(op: &PendingOp, head: Head, held: Option<DateTime<Utc>>) -> OutboxRow {
    let Head { tracking_id, title } = head;
    OutboxRow {
        op: op.change.op,
        complaint: op.change.complaint,
        tracking_id,
        title,
        kind: op.change.kind.code(),
        text: words_of(&op.change.kind).map(str::to_owned),
        created_at: op.created_at,
        of: None,
        behind: None,
        state: match (&op.state, held) {
            (OpState::Attention(attention), _) => OutboxState::Attention {
                refused: attention.why(),
                theirs: attention.events.clone(),
            },
            (OpState::Queued, Some(until)) => OutboxState::Held { until },
            (OpState::Queued, None) => OutboxState::Queued,
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
        ChangeKind::Verify
        | ChangeKind::Resume
        | ChangeKind::Amend(_)
        | ChangeKind::Remind(_)
        | ChangeKind::Join { .. }
        | ChangeKind::Split { .. }
        | ChangeKind::TellApart { .. } => {
            return None;
        }
    };
    Some(words.as_str()).filter(|words| !words.is_empty())
}
