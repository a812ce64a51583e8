//! Table `draft`: what stands in an editor, saved at every pause in typing.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use tanggap_domain::ids::ComplaintId;

use super::Journal;
use crate::error::StoreError;
use crate::mirror::{id_bytes, id_of_bytes, time_of_ms};

/// Which editor a draft belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DraftKey {
    /// None for a complaint that is being recorded.
    pub complaint: Option<ComplaintId>,
    pub kind: DraftKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DraftKind {
    Reply,
    Note,
    Disposition,
    Record,
}

impl DraftKind {
    pub const ALL: [Self; 4] = [Self::Reply, Self::Note, Self::Disposition, Self::Record];

    pub fn code(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Disposition => "disposition",
            Self::Record => "record",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub key: DraftKey,
    /// What the editor holds, as JSON.
    pub body: String,
    pub saved_at: DateTime<Utc>,
}

impl Journal {
    /// Saves a draft over the one before. On the disk when this returns `Ok`.
    pub async fn save_draft(
        &self,
        key: DraftKey,
        body: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        match self.write_draft(key, body, at).await {
            Err(StoreError::DiskFull) if self.store.free_reserve() => {
                self.write_draft(key, body, at).await
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
                    sqlx::query(
                        "INSERT INTO draft (complaint, kind, body, saved_ms) VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT (complaint, kind) DO UPDATE
                         SET body = excluded.body, saved_ms = excluded.saved_ms",
                    )
                    .bind(complaint_bytes(key))
                    .bind(key.kind.code())
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
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let row = sqlx::query(
                        "SELECT complaint, kind, body, saved_ms FROM draft
                         WHERE complaint = ?1 AND kind = ?2",
                    )
                    .bind(complaint_bytes(key))
                    .bind(key.kind.code())
                    .fetch_optional(connection)
                    .await?;
                    row.as_ref().map(draft_of_row).transpose()
                })
            })
            .await
    }

    /// Newest first.
    pub async fn drafts(&self) -> Result<Vec<Draft>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT complaint, kind, body, saved_ms FROM draft ORDER BY saved_ms DESC",
                    )
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(draft_of_row).collect()
                })
            })
            .await
    }

    pub async fn delete_draft(&self, key: DraftKey) -> Result<(), StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM draft WHERE complaint = ?1 AND kind = ?2")
                        .bind(complaint_bytes(key))
                        .bind(key.kind.code())
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

fn complaint_bytes(key: DraftKey) -> Vec<u8> {
    key.complaint.map(id_bytes).unwrap_or_default()
}

fn draft_of_row(row: &SqliteRow) -> Result<Draft, StoreError> {
    let complaint: Vec<u8> = row.try_get(0)?;
    let kind: String = row.try_get(1)?;
    Ok(Draft {
        key: DraftKey {
            complaint: match complaint.as_slice() {
                [] => None,
                bytes => Some(id_of_bytes(bytes)?),
            },
            kind: DraftKind::of_code(&kind)
                .ok_or_else(|| StoreError::unreadable("kind of draft"))?,
        },
        body: row.try_get(2)?,
        saved_at: time_of_ms(row.try_get(3)?),
    })
}
