//! Table `op_log`: how every operation ended that left the outbox.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::change::{Change, How, Refused};
use tanggap_domain::ids::OpId;

use super::Journal;
use super::outbox::rows::write_row;
use super::worlds::here::Here;
use crate::columns::{change_of_json, op_bytes, time_of_ms};
use crate::error::StoreError;

/// How an operation left the outbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The hub took it.
    Settled,
    /// The officer gave it up.
    Discarded,
    /// Undone before it left the desk.
    Withdrawn,
    /// Sent anew, or edited, under another id.
    Replaced,
}

impl Ended {
    const ALL: [Self; 4] = [
        Self::Settled,
        Self::Discarded,
        Self::Withdrawn,
        Self::Replaced,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Discarded => "discarded",
            Self::Withdrawn => "withdrawn",
            Self::Replaced => "replaced",
        }
    }
}

/// What the hub made of an operation that is settled, as it lies on the disk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum StoredOutcome {
    /// With where the complaint then stood in the hub's feed, as in the two that follow.
    Applied {
        seq: u64,
    },
    Merged {
        seq: u64,
    },
    AlreadySatisfied {
        seq: u64,
    },
    /// Refused, and nothing is left to decide: a colleague was faster.
    Moot {
        refused: Refused,
    },
    /// Its answer was lost; the feed brought it as done.
    Landed,
}

impl StoredOutcome {
    pub fn done(how: How, seq: u64) -> Self {
        match how {
            How::Applied => Self::Applied { seq },
            How::Merged => Self::Merged { seq },
            How::AlreadySatisfied => Self::AlreadySatisfied { seq },
        }
    }
}

/// An operation that left the outbox, as the log keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedOp {
    pub change: Change,
    pub mut_no: u64,
    pub ended: Ended,
    /// What the hub made of it, where it settled; none where an earlier version kept it in another form.
    pub outcome: Option<StoredOutcome>,
    pub ended_at: DateTime<Utc>,
}

impl Journal {
    /// The newest entries of the log.
    pub async fn logged(&self, limit: u32) -> Result<Vec<LoggedOp>, StoreError> {
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT mut_no, change, ended, outcome, ended_ms
                         FROM op_log ORDER BY mut_no DESC LIMIT ?1",
                    )
                    .bind(limit)
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(logged_of_row).collect()
                })
            })
            .await
    }

    /// Operations that the hub of this moment took from its officer of this moment, oldest first: all
    /// are offered again where the hub's epoch changed, and to no other hub.
    pub async fn settled(&self) -> Result<Vec<LoggedOp>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let here = Here::read(connection).await?;
                    if !here.offers() {
                        return Ok(Vec::new());
                    }
                    let rows = sqlx::query(
                        "SELECT mut_no, change, ended, outcome, ended_ms
                         FROM op_log WHERE ended = 'settled' AND world = ?1 ORDER BY mut_no",
                    )
                    .bind(here.no)
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(logged_of_row).collect()
                })
            })
            .await
    }

    /// Puts a settled operation back into the outbox, for a hub restored from an older backup.
    pub async fn reoffer(&self, op: OpId) -> Result<(), StoreError> {
        let change = self
            .store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let row = sqlx::query(
                        "DELETE FROM op_log WHERE op = ?1 AND ended = 'settled'
                         RETURNING mut_no, change, world",
                    )
                    .bind(op_bytes(op))
                    .fetch_optional(&mut *tx)
                    .await?
                    .ok_or(StoreError::UnknownOp)?;
                    let json: String = row.try_get(1)?;
                    let change = change_of_json(&json)?;
                    // Its old number keeps it in its old place.
                    let (mut_no, world) = (row.try_get(0)?, row.try_get(2)?);
                    write_row(tx, Some(mut_no), &change, json, None, world).await?;
                    Ok(change)
                })
            })
            .await?;
        let complaint = change.complaint;
        self.store.reload_pending().await?;
        self.store.refresh_view(&[complaint]).await;
        Ok(())
    }

    /// Drops log entries that ended before `before`: 30 days are kept, so that a hub restored from
    /// an older backup can be healed.
    pub async fn forget_ended(&self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let done = sqlx::query("DELETE FROM op_log WHERE ended_ms < ?1")
                        .bind(before.timestamp_millis())
                        .execute(tx)
                        .await?;
                    Ok(done.rows_affected())
                })
            })
            .await
    }
}

/// Moves an operation to the log; none where it is not in the outbox.
pub(super) async fn append(
    tx: &mut SqliteConnection,
    op: OpId,
    ended: Ended,
    outcome: Option<String>,
    at: DateTime<Utc>,
) -> Result<Option<Change>, StoreError> {
    let row = sqlx::query(
        "DELETE FROM outbox WHERE op = ?1 RETURNING mut_no, complaint, kind, change, world",
    )
    .bind(op_bytes(op))
    .fetch_optional(&mut *tx)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let json: String = row.try_get(3)?;
    let change = change_of_json(&json)?;
    sqlx::query(
        "INSERT INTO op_log (op, mut_no, complaint, kind, change, ended, outcome, ended_ms, world)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )
    .bind(op_bytes(op))
    .bind(row.try_get::<i64, _>(0)?)
    .bind(row.try_get::<Vec<u8>, _>(1)?)
    .bind(row.try_get::<String, _>(2)?)
    .bind(json)
    .bind(ended.code())
    .bind(outcome)
    .bind(at.timestamp_millis())
    .bind(row.try_get::<i64, _>(4)?)
    .execute(tx)
    .await?;
    Ok(Some(change))
}

fn logged_of_row(row: &SqliteRow) -> Result<LoggedOp, StoreError> {
    let json: String = row.try_get("change")?;
    let ended: String = row.try_get("ended")?;
    let outcome: Option<String> = row.try_get("outcome")?;
    Ok(LoggedOp {
        change: change_of_json(&json)?,
        mut_no: row.try_get::<i64, _>("mut_no")?.unsigned_abs(),
        ended: Ended::ALL
            .into_iter()
            .find(|known| known.code() == ended)
            .ok_or_else(|| StoreError::unreadable("end of an operation"))?,
        outcome: outcome.and_then(|json| serde_json::from_str(&json).ok()),
        ended_at: time_of_ms(row.try_get("ended_ms")?),
    })
}
