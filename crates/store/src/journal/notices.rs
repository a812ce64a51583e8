//! Table `notice`: who was told what and when. One row per complaint, clock and threshold, for ever.

use chrono::{DateTime, Utc};
use sqlx::{Row, SqliteConnection};
use tanggap_domain::ids::ComplaintId;

use super::Journal;
use crate::error::StoreError;
use crate::mirror::{id_bytes, id_of_bytes, time_of_ms};

/// What a notice is about. There is at most one notice for each.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NoticeKey {
    pub complaint: ComplaintId,
    /// Code of the clock.
    pub clock: String,
    /// Code of the threshold (`50`, `75`, `90`, `h-1`, `lewat` …).
    pub threshold: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub no: i64,
    pub key: NoticeKey,
    /// The deadline as it stood when told.
    pub due_at: DateTime<Utc>,
    pub told_at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

impl Journal {
    /// Writes a notice down unless there is one: `true` means tell it now. Also across restarts and
    /// two windows only one caller ever gets `true`.
    pub async fn insert_notice_once(
        &self,
        key: &NoticeKey,
        due_at: DateTime<Utc>,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let key = key.clone();
        self.store
            .journal
            .write(move |tx| Box::pin(async move { insert_once(tx, key, due_at, at).await }))
            .await
    }

    /// As [`Journal::insert_notice_once`] for many, in one transaction; each with its deadline. `true`
    /// for those to tell, in the order given.
    pub async fn insert_notices_once(
        &self,
        notices: Vec<(NoticeKey, DateTime<Utc>)>,
        at: DateTime<Utc>,
    ) -> Result<Vec<bool>, StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let mut new = Vec::with_capacity(notices.len());
                    for (key, due_at) in notices {
                        new.push(insert_once(tx, key, due_at, at).await?);
                    }
                    Ok(new)
                })
            })
            .await
    }

    /// Newest first.
    pub async fn notices(&self, limit: u32) -> Result<Vec<Notice>, StoreError> {
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT no, complaint, clock, threshold, due_ms, told_ms, read_ms
                         FROM notice ORDER BY no DESC LIMIT ?1",
                    )
                    .bind(limit)
                    .fetch_all(connection)
                    .await?;
                    rows.iter()
                        .map(|row| {
                            Ok(Notice {
                                no: row.try_get(0)?,
                                key: NoticeKey {
                                    complaint: id_of_bytes(row.try_get(1)?)?,
                                    clock: row.try_get(2)?,
                                    threshold: row.try_get(3)?,
                                },
                                due_at: time_of_ms(row.try_get(4)?),
                                told_at: time_of_ms(row.try_get(5)?),
                                read_at: row.try_get::<Option<i64>, _>(6)?.map(time_of_ms),
                            })
                        })
                        .collect()
                })
            })
            .await
    }

    /// Marks notices as read: one, or all up to now with `None`.
    pub async fn mark_notices_read(
        &self,
        no: Option<i64>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE notice SET read_ms = ?2
                         WHERE read_ms IS NULL AND (?1 IS NULL OR no = ?1)",
                    )
                    .bind(no)
                    .bind(at.timestamp_millis())
                    .execute(tx)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    pub async fn unread_notices(&self) -> Result<u64, StoreError> {
        Ok(self.stats().await?.unread_notices)
    }
}

async fn insert_once(
    tx: &mut SqliteConnection,
    key: NoticeKey,
    due_at: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO notice (complaint, clock, threshold, due_ms, told_ms)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (complaint, clock, threshold) DO NOTHING",
    )
    .bind(id_bytes(key.complaint))
    .bind(key.clock)
    .bind(key.threshold)
    .bind(due_at.timestamp_millis())
    .bind(at.timestamp_millis())
    .execute(tx)
    .await?;
    Ok(done.rows_affected() == 1)
}
