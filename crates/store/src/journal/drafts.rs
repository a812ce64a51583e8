//! Table `draft`: what stands in an editor, saved at every pause in typing.
//!
//! What came back (undone, returned, reopened) is a draft of its own beside the one being written:
//! none ever takes another's place, and nobody's is taken for another officer's. What lies on the disk
//! ([`StoredDraft`]) is the journal's own, whatever the editor of today looks like.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::change::{Base, Then};
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::{ComplaintId, OpId};

use super::Journal;
use super::worlds::here::{self, Here, WORLD_COLUMNS, Whose};
use crate::columns::{id_bytes, id_of_bytes, json_of, op_bytes, time_of_ms};
use crate::error::StoreError;

/// Which editor a draft belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DraftKey {
    /// None for a complaint that is being recorded.
    pub complaint: Option<ComplaintId>,
    pub kind: DraftKind,
    /// The change that came back as this draft; none for what is being written.
    pub source: Option<OpId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftKind {
    Reply,
    Note,
    Disposition,
    Record,
    Hold,
    NotOurAuthority,
    Archive,
    Close,
    Reopen,
    Amend,
}

impl DraftKind {
    pub const ALL: [Self; 10] = [
        Self::Reply,
        Self::Note,
        Self::Disposition,
        Self::Record,
        Self::Hold,
        Self::NotOurAuthority,
        Self::Archive,
        Self::Close,
        Self::Reopen,
        Self::Amend,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Disposition => "disposition",
            Self::Record => "record",
            Self::Hold => "hold",
            Self::NotOurAuthority => "not-our-authority",
            Self::Archive => "archive",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Amend => "amend",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub key: DraftKey,
    pub body: StoredDraft,
    pub saved_at: DateTime<Utc>,
}

/// What an editor holds, as JSON in `draft.body`. Whose it is, of which form and when it was saved stand
/// in columns; older bodies name them too, and are read without.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredDraft {
    /// The officer's words.
    pub text: String,
    pub then: Then,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// What else the form holds (`unit`, `target`, `amendment`, a recording): the form's own members,
    /// kept as they are.
    #[serde(skip_serializing_if = "serde_json::Value::is_null")]
    pub fields: serde_json::Value,
    /// What the officer saw when they began to write.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Base>,
}

const DRAFT_COLUMNS: &str = "d.complaint, d.kind, d.source, d.body, d.saved_ms";

/// A draft that waits for somebody who is not at the desk now.
#[derive(Clone, Debug, PartialEq)]
pub struct OthersDraft {
    pub draft: Draft,
    pub whose: Whose,
}

impl Journal {
    /// Saves a draft over the one before it with the same key. On the disk when this returns `Ok`.
    pub async fn save_draft(
        &self,
        key: DraftKey,
        draft: &StoredDraft,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let body = json_of(draft, "draft")?;
        match self.write_draft(key, &body, at).await {
            Err(StoreError::DiskFull) if self.store.free_reserve() => {
                self.write_draft(key, &body, at).await
            }
            other => other,
        }
    }

    async fn write_draft(
        &self,
        key: DraftKey,
        body: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let body = body.to_owned();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let world = here::current(tx).await?;
                    sqlx::query(
                        "INSERT INTO draft (world, complaint, kind, source, body, saved_ms)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                         ON CONFLICT (complaint, kind, world, source) DO UPDATE
                         SET body = excluded.body, saved_ms = excluded.saved_ms",
                    )
                    .bind(world)
                    .bind(complaint_bytes(key))
                    .bind(key.kind.code())
                    .bind(source_bytes(key))
                    .bind(body)
                    .bind(at.timestamp_millis())
                    .execute(tx)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    pub async fn draft(&self, key: DraftKey) -> Result<Option<Draft>, StoreError> {
        let own = self.drafts().await?;
        Ok(own.into_iter().find(|draft| draft.key == key))
    }

    /// The own ones, newest first.
    pub async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        let all = self.all_drafts().await?;
        let own = all.into_iter().filter(|(_, whose)| whose.is_ours());
        Ok(own.map(|(draft, _)| draft).collect())
    }

    /// What others wrote here and did not send, newest first.
    pub async fn others_drafts(&self) -> Result<Vec<OthersDraft>, StoreError> {
        let all = self.all_drafts().await?;
        let others = all.into_iter().filter(|(_, whose)| !whose.is_ours());
        Ok(others
            .map(|(draft, whose)| OthersDraft { draft, whose })
            .collect())
    }

    async fn all_drafts(&self) -> Result<Vec<(Draft, Whose)>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let here = Here::read(connection).await?;
                    let sql = format!(
                        "SELECT {DRAFT_COLUMNS}, {WORLD_COLUMNS}
                         FROM draft d LEFT JOIN world w ON w.no = d.world
                         ORDER BY saved_ms DESC"
                    );
                    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
                        .fetch_all(connection)
                        .await?;
                    rows.iter()
                        .map(|row| Ok((draft_of_row(row)?, here.whose(row, None)?)))
                        .collect()
                })
            })
            .await
    }

    pub async fn delete_draft(&self, key: DraftKey) -> Result<(), StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let world = here::current(tx).await?;
                    delete(tx, key, world).await
                })
            })
            .await
    }
}

pub(super) async fn delete(
    tx: &mut SqliteConnection,
    key: DraftKey,
    world: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM draft WHERE complaint = ?1 AND kind = ?2 AND world = ?3 AND source = ?4",
    )
    .bind(complaint_bytes(key))
    .bind(key.kind.code())
    .bind(world)
    .bind(source_bytes(key))
    .execute(tx)
    .await?;
    Ok(())
}

/// Moves a draft between worlds, under the source `beside` so that it takes nothing's place; whether
/// there was one.
pub(super) async fn change_world(
    tx: &mut SqliteConnection,
    key: DraftKey,
    (from, to): (i64, i64),
    beside: OpId,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE draft SET world = ?5, source = ?6
         WHERE complaint = ?1 AND kind = ?2 AND world = ?3 AND source = ?4",
    )
    .bind(complaint_bytes(key))
    .bind(key.kind.code())
    .bind(from)
    .bind(source_bytes(key))
    .bind(to)
    .bind(op_bytes(beside))
    .execute(tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

fn complaint_bytes(key: DraftKey) -> Vec<u8> {
    key.complaint.map(id_bytes).unwrap_or_default()
}

fn source_bytes(key: DraftKey) -> Vec<u8> {
    key.source.map(op_bytes).unwrap_or_default()
}

fn draft_of_row(row: &SqliteRow) -> Result<Draft, StoreError> {
    let complaint: Vec<u8> = row.try_get(0)?;
    let kind: String = row.try_get(1)?;
    let source: Vec<u8> = row.try_get(2)?;
    let body: String = row.try_get(3)?;
    Ok(Draft {
        key: DraftKey {
            complaint: match complaint.as_slice() {
                [] => None,
                bytes => Some(id_of_bytes(bytes)?),
            },
            kind: DraftKind::of_code(&kind)
                .ok_or_else(|| StoreError::unreadable("kind of draft"))?,
            source: match source.as_slice() {
                [] => None,
                bytes => Some(OpId(
                    uuid::Uuid::from_slice(bytes)
                        .map_err(|_| StoreError::unreadable("source of a draft"))?,
                )),
            },
        },
        body: serde_json::from_str(&body).map_err(|error| StoreError::of_json("draft", &error))?,
        saved_at: time_of_ms(row.try_get(4)?),
    })
}
