//! Rows of the outbox, inside a reading or writing of the caller.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::change::{Change, Refused};
use tanggap_domain::event::Event;
use tanggap_domain::ids::OpId;

use crate::columns::{change_of_json, id_bytes, op_bytes, time_of_ms};
use crate::error::StoreError;
use crate::journal::pending::{Pending, Waiting};
use crate::journal::worlds::here::{Here, WORLD_COLUMNS, Whose};

/// An operation that is not settled yet.
#[derive(Clone, Debug, PartialEq)]
pub struct PendingOp {
    pub change: Change,
    /// Order of acting on this desk.
    pub mut_no: u64,
    pub state: OpState,
    pub created_at: DateTime<Utc>,
    pub whose: Whose,
}

#[derive(Clone, Debug, PartialEq)]
pub enum OpState {
    /// Waits to be sent.
    Queued,
    /// The hub refused; the officer decides. Later operations on the same complaint wait for that.
    Attention(Attention),
}

/// Why an operation needs a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attention {
    /// The rule that refused it, where the hub named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
    /// A code, worded by the screen.
    pub reason: String,
    /// What others did in the meantime, to be shown beside the officer's text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

impl Attention {
    /// The reason in the domain's words. What no rule of the hub refused has only its word here.
    pub fn why(&self) -> Refused {
        match (&self.refused, self.reason.as_str()) {
            (Some(refused), _) => refused.clone(),
            // Gone, or not what it was when it was attached.
            (None, "file-missing" | "hash-mismatch" | "empty-file") => Refused::FileMissing,
            (None, "too-large") => Refused::TooLarge,
            (None, "key-reused") => Refused::KeyReused,
            (None, "hub-failed") => Refused::HubFailed,
            (None, "stopped-on-the-way") => Refused::StoppedOnTheWay,
            // A code of another version is exactly that.
            (None, _) => Refused::NotUnderstood,
        }
    }
}

/// Reads into memory what waits for the hub and the officer of this moment: only that is shown as done.
pub(crate) async fn load_pending(
    connection: &mut SqliteConnection,
    into: &Pending,
) -> Result<(), StoreError> {
    for op in all(connection).await? {
        if op.whose.is_ours() {
            into.push(Waiting {
                mut_no: op.mut_no.cast_signed(),
                attention: matches!(op.state, OpState::Attention(_)),
                change: Arc::new(op.change),
            });
        }
    }
    Ok(())
}

/// The whole outbox, in order of acting.
pub(crate) async fn all(connection: &mut SqliteConnection) -> Result<Vec<PendingOp>, StoreError> {
    let here = Here::read(connection).await?;
    let sql = format!(
        "SELECT o.mut_no, o.change, o.state, o.attention, o.created_ms, {WORLD_COLUMNS} FROM outbox o LEFT JOIN world w ON w.no = o.world ORDER BY mut_no"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| pending_of_row(row, &here)).collect()
}

pub(crate) async fn write_row(
    tx: &mut SqliteConnection,
    mut_no: Option<i64>,
    change: &Change,
    json: String,
    window: Option<Duration>,
    world: i64,
) -> Result<i64, StoreError> {
    let created_ms = change.at.timestamp_millis();
    let window_ms = window.map(|window| i64::try_from(window.as_millis()).unwrap_or(i64::MAX));
    let written = sqlx::query(
        "INSERT INTO outbox
             (mut_no, op, complaint, kind, change, state, created_ms, not_before_ms, world)
         VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, ?7, ?8)",
    )
    .bind(mut_no)
    .bind(op_bytes(change.op))
    .bind(id_bytes(change.complaint))
    .bind(change.kind.code().to_string())
    .bind(json)
    .bind(created_ms)
    .bind(window_ms.map(|window_ms| created_ms.saturating_add(window_ms)))
    .bind(world)
    .execute(tx)
    .await?;
    Ok(written.last_insert_rowid())
}

pub(crate) async fn find(
    connection: &mut SqliteConnection,
    op: OpId,
) -> Result<Option<PendingOp>, StoreError> {
    let here = Here::read(connection).await?;
    let sql = format!(
        "SELECT o.mut_no, o.change, o.state, o.attention, o.created_ms, {WORLD_COLUMNS} FROM outbox o LEFT JOIN world w ON w.no = o.world WHERE o.op = ?1"
    );
    let row = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(op_bytes(op))
        .fetch_optional(connection)
        .await?;
    row.as_ref()
        .map(|row| pending_of_row(row, &here))
        .transpose()
}

pub(crate) fn pending_of_row(row: &SqliteRow, here: &Here) -> Result<PendingOp, StoreError> {
    let json: String = row.try_get("change")?;
    let attention: Option<String> = row.try_get("attention")?;
    let state = match attention {
        None => OpState::Queued,
        Some(json) => OpState::Attention(
            serde_json::from_str(&json)
                .map_err(|error| StoreError::of_json("attention", &error))?,
        ),
    };
    let change = change_of_json(&json)?;
    Ok(PendingOp {
        mut_no: row.try_get::<i64, _>("mut_no")?.unsigned_abs(),
        state,
        created_at: time_of_ms(row.try_get("created_ms")?),
        whose: here.whose(row, Some(change.by.id))?,
        change,
    })
}
