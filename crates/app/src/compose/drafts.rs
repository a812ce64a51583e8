//! Drafts: what stands in an editor, saved into the journal at every pause in typing.

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, ChangeKind, Then};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::compose::{DiscardDraft, Draft, DraftKind, GetDraft, SaveDraft};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{DraftKey, DraftKind as Kind};

use crate::desk::Desk;
use crate::error::{Result, internal, of_store};

/// Saves a draft; it is on the disk when the answer comes.
pub async fn save(desk: &Desk, request: SaveDraft) -> Result<DateTime<Utc>> {
    let draft = request.draft;
    if draft.complaint.is_none() != (draft.kind == DraftKind::Record) {
        return Err(Error::with(
            Code::BadInput,
            "a draft belongs to a complaint",
        ));
    }
    let now = desk.now();
    let known = draft.complaint;
    keep(desk, draft, now).await?;
    if let Some(id) = known {
        desk.tell(Event::ComplaintsChanged { ids: vec![id] });
    }
    Ok(now)
}

pub async fn get(desk: &Desk, request: GetDraft) -> Result<Option<Draft>> {
    let key = key(request.complaint, request.kind);
    let stored = desk.store.journal().draft(key).await.map_err(of_store)?;
    stored.map(|stored| read(&stored)).transpose()
}

pub async fn discard(desk: &Desk, request: DiscardDraft) -> Result<()> {
    forget(desk, request.complaint, request.kind).await?;
    if let Some(id) = request.complaint {
        desk.tell(Event::ComplaintsChanged { ids: vec![id] });
    }
    Ok(())
}

/// Every draft of one complaint.
pub(crate) async fn all_of(desk: &Desk, complaint: ComplaintId) -> Result<Vec<Draft>> {
    let stored = desk.store.journal().drafts().await.map_err(of_store)?;
    stored
        .iter()
        .filter(|stored| stored.key.complaint == Some(complaint))
        .map(read)
        .collect()
}

/// Saves and gives back what was saved.
pub(crate) async fn keep(desk: &Desk, mut draft: Draft, now: DateTime<Utc>) -> Result<Draft> {
    draft.saved_at = Some(now);
    let body = serde_json::to_string(&draft).map_err(internal)?;
    desk.store
        .journal()
        .save_draft(key(draft.complaint, draft.kind), &body, now)
        .await
        .map_err(of_store)?;
    Ok(draft)
}

pub(crate) async fn forget(
    desk: &Desk,
    complaint: Option<ComplaintId>,
    kind: DraftKind,
) -> Result<()> {
    desk.store
        .journal()
        .delete_draft(key(complaint, kind))
        .await
        .map_err(of_store)
}

/// The draft that became this change has done its work.
pub(crate) async fn forget_of(desk: &Desk, change: &Change) -> Result<()> {
    match of_change(change) {
        Some(draft) => forget(desk, draft.complaint, draft.kind).await,
        None => Ok(()),
    }
}

/// The change as an editable draft; none where it holds no words of the officer.
pub(crate) fn of_change(change: &Change) -> Option<Draft> {
    let empty = Draft {
        complaint: Some(change.complaint),
        kind: DraftKind::Note,
        text: String::new(),
        then: Then::Keep,
        attachments: Vec::new(),
        fields: serde_json::Value::Null,
        saved_at: None,
    };
    match &change.kind {
        ChangeKind::Reply {
            text,
            then,
            attachments,
        } => Some(Draft {
            kind: DraftKind::Reply,
            text: text.clone(),
            then: *then,
            attachments: attachments.clone(),
            ..empty
        }),
        ChangeKind::Note { text, attachments } => Some(Draft {
            kind: DraftKind::Note,
            text: text.clone(),
            attachments: attachments.clone(),
            ..empty
        }),
        ChangeKind::Dispose { to, note } => Some(Draft {
            kind: DraftKind::Disposition,
            text: note.clone(),
            fields: serde_json::json!({ "to": to }),
            ..empty
        }),
        ChangeKind::Record(new) => Some(Draft {
            complaint: None,
            kind: DraftKind::Record,
            text: new.body.clone(),
            attachments: new.attachments.clone(),
            fields: serde_json::to_value(new).unwrap_or_default(),
            ..empty
        }),
        ChangeKind::Verify
        | ChangeKind::Hold { .. }
        | ChangeKind::Resume
        | ChangeKind::NotOurAuthority { .. }
        | ChangeKind::Archive { .. }
        | ChangeKind::Close { .. }
        | ChangeKind::Reopen { .. }
        | ChangeKind::Amend(_)
        | ChangeKind::Remind(_) => None,
    }
}

fn store_kind(kind: DraftKind) -> Kind {
    match kind {
        DraftKind::Reply => Kind::Reply,
        DraftKind::Note => Kind::Note,
        DraftKind::Disposition => Kind::Disposition,
        DraftKind::Record => Kind::Record,
    }
}

fn key(complaint: Option<ComplaintId>, kind: DraftKind) -> DraftKey {
    DraftKey {
        complaint,
        kind: store_kind(kind),
    }
}

fn read(stored: &tanggap_store::Draft) -> Result<Draft> {
    serde_json::from_str(&stored.body).map_err(|cause| {
        // Only the place of the fault: the text itself is nobody's business here.
        internal(format!("a draft at {}:{}", cause.line(), cause.column()))
    })
}
