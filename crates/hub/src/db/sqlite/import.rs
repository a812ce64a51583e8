//! Who brought which file, and what became of it.

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tanggap_domain::ids::OfficerId;
use tanggap_protocol::import::ImportState;
use uuid::Uuid;

use super::{ms, time, uuid as read_uuid};
use crate::db::{DbError, ImportEnd, ImportRow, NewImport};

const FIND: &str = "SELECT import.*, officer.name AS officer_name
                    FROM import JOIN officer ON officer.id = import.officer";

pub async fn begin(connection: &mut SqliteConnection, new: NewImport) -> Result<(), DbError> {
    let sql = "INSERT INTO import (id, officer, name, sha256, begun_ms, state)
               VALUES (?, ?, ?, ?, ?, ?)";
    sqlx::query(sql)
        .bind(new.id.as_bytes().as_slice())
        .bind(new.officer.0.as_bytes().as_slice())
        .bind(new.name)
        .bind(new.sha256)
        .bind(ms(new.now))
        .bind(json(&ImportState::Waiting)?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps the record of an import that another hub took in; one that is here already stays as it is.
pub async fn keep(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    done: ImportRow,
) -> Result<(), DbError> {
    let report = done.report.as_ref().map(json).transpose()?;
    let ended = done.ended_at.unwrap_or(done.begun_at);
    let sql = "INSERT INTO import (id, officer, name, sha256, begun_ms, ended_ms, state, report)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    sqlx::query(sql)
        .bind(done.id.as_bytes().as_slice())
        .bind(officer.0.as_bytes().as_slice())
        .bind(done.name)
        .bind(done.sha256)
        .bind(ms(done.begun_at))
        .bind(ms(ended))
        .bind(json(&done.state)?)
        .bind(report)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn end(
    connection: &mut SqliteConnection,
    id: Uuid,
    end: ImportEnd,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let report = end.report.as_ref().map(json).transpose()?;
    sqlx::query("UPDATE import SET state = ?, report = ?, ended_ms = ? WHERE id = ?")
        .bind(json(&end.state)?)
        .bind(report)
        .bind(ms(now))
        .bind(id.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn interrupt(
    connection: &mut SqliteConnection,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    let interrupted = ImportState::Failed("interrupted".to_owned());
    let done = sqlx::query("UPDATE import SET state = ?, ended_ms = ? WHERE ended_ms IS NULL")
        .bind(json(&interrupted)?)
        .bind(ms(now))
        .execute(connection)
        .await?;
    Ok(done.rows_affected())
}

pub async fn find(
    connection: &mut SqliteConnection,
    id: Uuid,
) -> Result<Option<ImportRow>, DbError> {
    let sql = sqlx::AssertSqlSafe(format!("{FIND} WHERE import.id = ?"));
    let row = sqlx::query(sql)
        .bind(id.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn newest(
    connection: &mut SqliteConnection,
    most: u32,
) -> Result<Vec<ImportRow>, DbError> {
    let sql = format!("{FIND} ORDER BY import.begun_ms DESC, import.rowid DESC LIMIT ?");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<ImportRow, DbError> {
    let damaged = |_| DbError::Damaged { what: "an import" };
    let state: String = row.try_get("state")?;
    let report: Option<String> = row.try_get("report")?;
    let report = report.map(|report| serde_json::from_str(&report).map_err(damaged));
    let ended: Option<i64> = row.try_get("ended_ms")?;
    Ok(ImportRow {
        id: read_uuid(row.try_get("id")?)?,
        officer: OfficerId(read_uuid(row.try_get("officer")?)?),
        officer_name: row.try_get("officer_name")?,
        name: row.try_get("name")?,
        sha256: row.try_get("sha256")?,
        begun_at: time(row.try_get("begun_ms")?)?,
        ended_at: ended.map(time).transpose()?,
        state: serde_json::from_str(&state).map_err(damaged)?,
        report: report.transpose()?,
    })
}

fn json(value: &impl serde::Serialize) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|_| DbError::Damaged { what: "an import" })
}
