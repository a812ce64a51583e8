//! Who brought which file, and what became of it; who took which one back.

pub mod back;
pub mod changes;
pub mod members;

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tanggap_domain::ids::OfficerId;
use tanggap_domain::provenance::AsOf;
use tanggap_protocol::import::{ImportKind, ImportReport, ImportState, TakeBackCounts};
use uuid::Uuid;

use super::{ms, time, uuid as read_uuid};
use crate::db::{DbError, EntryKind, FileRead, ImportEnd, ImportRow, NewImport, TakenIn};

const FIND: &str = "SELECT import.*, officer.name AS officer_name,
                        (SELECT t.id FROM import t
                         WHERE t.takes_back = import.id AND t.state = '\"done\"') AS taken_back_by
                    FROM import LEFT JOIN officer ON officer.id = import.officer";

/// The words of `import.kind`.
const EXPORT: &str = "export";
const CARRIED: &str = "carried";
const TAKE_BACK: &str = "take-back";

/// Under which the hub's own command appears.
const OWN_COMMAND: &str = "tanggap-hub import";

pub async fn begin(connection: &mut SqliteConnection, new: NewImport) -> Result<(), DbError> {
    let NewImport {
        id,
        officer,
        name,
        sha256,
        what,
        office,
        now,
    } = new;
    let row = ImportRow {
        id,
        officer,
        officer_name: String::new(),
        name,
        sha256,
        begun_at: now,
        ended_at: None,
        state: ImportState::Waiting,
        report: None,
        what,
        office,
        kept: false,
        counts: None,
        taken_back_by: None,
    };
    if officer.is_none() {
        // A command that was killed had nobody to say so; one that still runs says so itself when it ends.
        interrupt_where(connection, "officer IS NULL", now).await?;
    }
    write(connection, officer, &row).await
}

/// Keeps the record of an import that another hub took in; one that is here already stays as it is. What it did
/// to each complaint stays there.
pub async fn keep(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    done: ImportRow,
) -> Result<(), DbError> {
    let done = ImportRow {
        ended_at: done.ended_at.or(Some(done.begun_at)),
        kept: false,
        ..done
    };
    write(connection, Some(officer), &done).await
}

async fn write(
    connection: &mut SqliteConnection,
    officer: Option<OfficerId>,
    row: &ImportRow,
) -> Result<(), DbError> {
    let (kind, takes_back, reason) = match &row.what {
        EntryKind::Brought(ImportKind::Export) => (EXPORT, None, None),
        EntryKind::Brought(ImportKind::Carried) => (CARRIED, None, None),
        EntryKind::TakesBack { import, reason } => (TAKE_BACK, Some(import), Some(reason)),
    };
    let sql =
        "INSERT INTO import (id, officer, name, sha256, begun_ms, ended_ms, state, report, kind,
                   office, kept, takes_back, reason, counts)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    sqlx::query(sql)
        .bind(row.id.as_bytes().as_slice())
        .bind(officer.map(|officer| officer.0.as_bytes().to_vec()))
        .bind(&row.name)
        .bind(&row.sha256)
        .bind(ms(row.begun_at))
        .bind(row.ended_at.map(ms))
        .bind(json(&row.state)?)
        .bind(row.report.as_ref().map(json).transpose()?)
        .bind(kind)
        .bind(row.office.as_ref().map(ToString::to_string))
        .bind(row.kept)
        .bind(takes_back.map(|id| id.as_bytes().to_vec()))
        .bind(reason)
        .bind(row.counts.as_ref().map(json).transpose()?)
        .execute(connection)
        .await?;
    Ok(())
}

/// Nothing where it was written down before, as with the file itself.
pub async fn end(
    connection: &mut SqliteConnection,
    id: Uuid,
    end: ImportEnd,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let report = end.report.as_ref().map(json).transpose()?;
    let sql =
        "UPDATE import SET state = ?, report = ?, ended_ms = ? WHERE id = ? AND ended_ms IS NULL";
    sqlx::query(sql)
        .bind(json(&end.state)?)
        .bind(report)
        .bind(ms(now))
        .bind(id.as_bytes().as_slice())
        .execute(&mut *connection)
        .await?;
    if end.state != ImportState::Done {
        sqlx::query("DELETE FROM import_unreadable WHERE import = ?")
            .bind(id.as_bytes().as_slice())
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Written in the transaction that takes the file in: it is done, or nothing of it is there.
pub async fn end_taking_in(
    connection: &mut SqliteConnection,
    id: Uuid,
    read: FileRead,
    taken: &TakenIn,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let FileRead { mut report, as_of } = read;
    let count = |rows: usize| rows as u64;
    report.new += count(taken.new);
    report.updated += count(taken.updated);
    report.unchanged += count(taken.unchanged);
    report.out_of_reach += count(taken.out_of_reach);
    report.protected += count(taken.protected);
    report.differs.clone_from(&taken.differs);
    let sql = "UPDATE import SET state = ?, report = ?, ended_ms = ?, as_of = ?, kept = 1
               WHERE id = ?";
    sqlx::query(sql)
        .bind(json(&ImportState::Done)?)
        .bind(json::<ImportReport>(&report)?)
        .bind(ms(now))
        .bind(as_of.as_ref().map(json).transpose()?)
        .bind(id.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

async fn end_taking_back(
    connection: &mut SqliteConnection,
    entry: Uuid,
    counts: TakeBackCounts,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let sql = "UPDATE import SET state = ?, counts = ?, ended_ms = ?, kept = 1 WHERE id = ?";
    sqlx::query(sql)
        .bind(json(&ImportState::Done)?)
        .bind(json(&counts)?)
        .bind(ms(now))
        .bind(entry.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// When the file was made.
async fn as_of(connection: &mut SqliteConnection, id: Uuid) -> Result<Option<AsOf>, DbError> {
    let as_of: Option<String> = sqlx::query_scalar("SELECT as_of FROM import WHERE id = ?")
        .bind(id.as_bytes().as_slice())
        .fetch_one(connection)
        .await?;
    let read = |it: String| serde_json::from_str(&it).map_err(|_| damaged());
    as_of.map(read).transpose()
}

pub async fn interrupt(
    connection: &mut SqliteConnection,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    interrupt_where(connection, "1", now).await
}

async fn interrupt_where(
    connection: &mut SqliteConnection,
    which: &'static str,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    let interrupted = ImportState::Failed("interrupted".to_owned());
    let sql =
        format!("UPDATE import SET state = ?, ended_ms = ? WHERE ended_ms IS NULL AND {which}");
    let done = sqlx::query(sqlx::AssertSqlSafe(sql))
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
    let state: String = row.try_get("state")?;
    let ended: Option<i64> = row.try_get("ended_ms")?;
    let officer: Option<Vec<u8>> = row.try_get("officer")?;
    let office: Option<String> = row.try_get("office")?;
    let name: Option<String> = row.try_get("officer_name")?;
    let what = match row.try_get("kind")? {
        EXPORT => EntryKind::Brought(ImportKind::Export),
        CARRIED => EntryKind::Brought(ImportKind::Carried),
        TAKE_BACK => EntryKind::TakesBack {
            import: read_uuid(row.try_get("takes_back")?)?,
            reason: row.try_get("reason")?,
        },
        _ => return Err(damaged()),
    };
    let taken_back_by: Option<Vec<u8>> = row.try_get("taken_back_by")?;
    Ok(ImportRow {
        id: read_uuid(row.try_get("id")?)?,
        officer: officer
            .map(|id| read_uuid(&id).map(OfficerId))
            .transpose()?,
        officer_name: name.unwrap_or_else(|| OWN_COMMAND.to_owned()),
        name: row.try_get("name")?,
        sha256: row.try_get("sha256")?,
        begun_at: time(row.try_get("begun_ms")?)?,
        ended_at: ended.map(time).transpose()?,
        state: serde_json::from_str(&state).map_err(|_| damaged())?,
        report: read_json(row, "report")?,
        what,
        office: office.and_then(|office| office.parse().ok()),
        kept: row.try_get("kept")?,
        counts: read_json(row, "counts")?,
        taken_back_by: taken_back_by.map(|id| read_uuid(&id)).transpose()?,
    })
}

fn read_json<T: serde::de::DeserializeOwned>(
    row: &SqliteRow,
    column: &'static str,
) -> Result<Option<T>, DbError> {
    let json: Option<String> = row.try_get(column)?;
    json.map(|json| serde_json::from_str(&json).map_err(|_| damaged()))
        .transpose()
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|_| damaged())
}

fn damaged() -> DbError {
    DbError::Damaged { what: "an import" }
}
