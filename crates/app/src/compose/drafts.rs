//! Drafts: what stands in an editor, saved into the journal at every pause in typing.

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, ChangeKind, Then};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::compose::{
    DiscardDraft, Draft, DraftKind, DraftOf, GetDraft, ListDrafts, SaveDraft,
};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{DraftKey, DraftKind as Kind, StoredDraft};

use crate::desk::Desk;
use crate::error::{Result, of_store};

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
    let key = key(request.complaint, request.draft);
    let stored = desk.store.journal().draft(key).await.map_err(of_store)?;
    Ok(stored.map(read))
}

pub async fn list(desk: &Desk, request: ListDrafts) -> Result<Vec<Draft>> {
    all_of(desk, request.complaint).await
}

pub async fn discard(desk: &Desk, request: DiscardDraft) -> Result<()> {
    forget(desk, request.complaint, request.draft).await?;
    if let Some(id) = request.complaint {
        desk.tell(Event::ComplaintsChanged { ids: vec![id] });
    }
    Ok(())
}

/// Every own draft of one complaint, or of those being recorded; newest first.
pub(crate) async fn all_of(desk: &Desk, complaint: Option<ComplaintId>) -> Result<Vec<Draft>> {
    let stored = desk.store.journal().drafts().await.map_err(of_store)?;
    let of_it = stored
        .into_iter()
        .filter(|stored| stored.key.complaint == complaint);
    Ok(of_it.map(read).collect())
}

/// Saves and gives back what was saved.
pub(crate) async fn keep(desk: &Desk, mut draft: Draft, now: DateTime<Utc>) -> Result<Draft> {
    draft.saved_at = Some(now);
    let (key, stored) = to_disk(draft.clone());
    desk.store
        .journal()
        .save_draft(key, &stored, now)
        .await
        .map_err(of_store)?;
    Ok(draft)
}

/// What was being written on a recording goes on at the report it was joined with. Where something of the same
/// kind is written there already, it waits at the recording.
pub(crate) async fn follow(desk: &Desk, recording: ComplaintId, report: ComplaintId) -> Result<()> {
    let there = all_of(desk, Some(report)).await?;
    for draft in all_of(desk, Some(recording)).await? {
        let of = draft.of();
        if there.iter().any(|it| it.of() == of) {
            continue;
        }
        let saved_at = draft.saved_at.unwrap_or_else(|| desk.now());
        let moved = Draft {
            complaint: Some(report),
            ..draft
        };
        // Written there before it goes here: cut off in between, it stands at both.
        keep(desk, moved, saved_at).await?;
        forget(desk, Some(recording), of).await?;
    }
    Ok(())
}

pub(crate) async fn forget(
    desk: &Desk,
    complaint: Option<ComplaintId>,
    draft: DraftOf,
) -> Result<()> {
    desk.store
        .journal()
        .delete_draft(key(complaint, draft))
        .await
        .map_err(of_store)
}

/// The change as an editable draft of its own, beside whatever is being written; none where there is
/// nothing to edit.
pub(crate) fn of_change(change: &Change) -> Option<Draft> {
    let draft = |kind, text: &str| Draft {
        complaint: Some(change.complaint),
        kind,
        source: Some(change.op),
        text: text.to_owned(),
        then: Then::Keep,
        attachments: Vec::new(),
        fields: serde_json::Value::Null,
        seen: Some(change.base),
        saved_at: None,
    };
    Some(match &change.kind {
        ChangeKind::Reply {
            text,
            then,
            attachments,
        } => Draft {
            then: *then,
            attachments: attachments.clone(),
            ..draft(DraftKind::Reply, text)
        },
        ChangeKind::Note { text, attachments } => Draft {
            attachments: attachments.clone(),
            ..draft(DraftKind::Note, text)
        },
        ChangeKind::Dispose { to, note } => Draft {
            fields: serde_json::json!({ "unit": to }),
            ..draft(DraftKind::Disposition, note)
        },
        ChangeKind::Record(new) => Draft {
            complaint: None,
            attachments: new.attachments.clone(),
            fields: serde_json::to_value(new).unwrap_or_default(),
            seen: None,
            ..draft(DraftKind::Record, &new.body)
        },
        ChangeKind::Hold { reason } => draft(DraftKind::Hold, reason),
        ChangeKind::NotOurAuthority { target, reason } => Draft {
            fields: serde_json::json!({ "target": target }),
            ..draft(DraftKind::NotOurAuthority, reason)
        },
        ChangeKind::Archive { reason } => draft(DraftKind::Archive, reason),
        ChangeKind::Close { reason } => draft(DraftKind::Close, reason),
        ChangeKind::Reopen { reason } => draft(DraftKind::Reopen, reason),
        ChangeKind::Amend(amendment) => Draft {
            fields: serde_json::json!({ "amendment": amendment }),
            ..draft(DraftKind::Amend, "")
        },
        ChangeKind::Verify
        | ChangeKind::Resume
        | ChangeKind::Remind(_)
        | ChangeKind::Join { .. }
        | ChangeKind::Split { .. }
        | ChangeKind::TellApart { .. } => return None,
    })
}

fn store_kind(kind: DraftKind) -> Kind {
    match kind {
        DraftKind::Reply => Kind::Reply,
        DraftKind::Note => Kind::Note,
        DraftKind::Disposition => Kind::Disposition,
        DraftKind::Record => Kind::Record,
        DraftKind::Hold => Kind::Hold,
        DraftKind::NotOurAuthority => Kind::NotOurAuthority,
        DraftKind::Archive => Kind::Archive,
        DraftKind::Close => Kind::Close,
        DraftKind::Reopen => Kind::Reopen,
        DraftKind::Amend => Kind::Amend,
    }
}

fn editor_kind(kind: Kind) -> DraftKind {
    match kind {
        Kind::Reply => DraftKind::Reply,
        Kind::Note => DraftKind::Note,
        Kind::Disposition => DraftKind::Disposition,
        Kind::Record => DraftKind::Record,
        Kind::Hold => DraftKind::Hold,
        Kind::NotOurAuthority => DraftKind::NotOurAuthority,
        Kind::Archive => DraftKind::Archive,
        Kind::Close => DraftKind::Close,
        Kind::Reopen => DraftKind::Reopen,
        Kind::Amend => DraftKind::Amend,
    }
}

pub(crate) fn key(complaint: Option<ComplaintId>, draft: DraftOf) -> DraftKey {
    DraftKey {
        complaint,
        kind: store_kind(draft.kind),
        source: draft.source,
    }
}

/// Where the editor's draft lies, and what is written there.
fn to_disk(draft: Draft) -> (DraftKey, StoredDraft) {
    let Draft {
        complaint,
        kind,
        source,
        text,
        then,
        attachments,
        fields,
        seen,
        // Given with the writing.
        saved_at: _,
    } = draft;
    let stored = StoredDraft {
        text,
        then,
        attachments,
        fields,
        seen,
    };
    (key(complaint, DraftOf { kind, source }), stored)
}

/// The draft as the editor has it. What was taken over from somebody stands under another source than
/// it was written with.
pub(crate) fn read(stored: tanggap_store::Draft) -> Draft {
    let tanggap_store::Draft {
        key: DraftKey {
            complaint,
            kind,
            source,
        },
        body:
            StoredDraft {
                text,
                then,
                attachments,
                fields,
                seen,
            },
        saved_at,
    } = stored;
    Draft {
        complaint,
        kind: editor_kind(kind),
        source,
        text,
        then,
        attachments,
        fields,
        seen,
        saved_at: Some(saved_at),
    }
}
