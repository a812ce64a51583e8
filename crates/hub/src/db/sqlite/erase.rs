//! Erasing a complaint: every row that holds something of it, and the tombstone that keeps it away.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::ids::ComplaintId;

use super::{feed, joined, ms, time, uuid};
use crate::db::{DbError, Erased, Traces};

/// Erases a complaint, and the other one where two are one: both tell of the same citizen.
pub async fn erase(
    connection: &mut SqliteConnection,
    id: ComplaintId,
    now: DateTime<Utc>,
) -> Result<Option<Erased>, DbError> {
    let ids = match joined::forget(connection, id).await? {
        Some((report, recording)) => vec![report, recording],
        None => vec![id],
    };
    let was_joined = ids.len() > 1;
    let mut files = Vec::new();
    let mut was_here = was_joined;
    for id in &ids {
        let removed = mark(connection, *id, now).await?;
        was_here |= removed;
        if removed || was_joined {
            files.extend(empty(connection, *id).await?);
        }
    }
    Ok(was_here.then_some(Erased { ids, files }))
}

/// It never comes back; whether it was here.
async fn mark(
    connection: &mut SqliteConnection,
    id: ComplaintId,
    now: DateTime<Utc>,
) -> Result<bool, DbError> {
    let key = id.0.as_bytes().as_slice();
    sqlx::query("INSERT INTO erased (complaint, at_ms) VALUES (?, ?) ON CONFLICT DO NOTHING")
        .bind(key)
        .bind(ms(now))
        .execute(&mut *connection)
        .await?;
    forget_imported(connection, key).await?;
    let removed = sqlx::query("DELETE FROM complaint WHERE id = ?")
        .bind(key)
        .execute(connection)
        .await?;
    Ok(removed.rows_affected() > 0)
}

/// Empties every row that holds something of it. Gives the files that nothing names any more.
async fn empty(connection: &mut SqliteConnection, id: ComplaintId) -> Result<Vec<String>, DbError> {
    let key = id.0.as_bytes().as_slice();
    let seq = feed::next_seq(connection).await?;
    sqlx::query("UPDATE change_scope SET seq = ?, kind = ? WHERE entity = ?")
        .bind(seq as i64)
        .bind(feed::ERASE)
        .bind(key)
        .execute(&mut *connection)
        .await?;
    // What was decided stays; a complaint inside it, as older versions kept it, goes.
    let sql = "UPDATE op_ledger SET outcome = json_remove(outcome, '$.complaint')
               WHERE complaint = ? AND json_type(outcome, '$.complaint') IS NOT NULL";
    sqlx::query(sql).bind(key).execute(&mut *connection).await?;
    let sql = "DELETE FROM blob WHERE sha256 IN (SELECT sha256 FROM blob_use WHERE complaint = ?)
               AND sha256 NOT IN (SELECT sha256 FROM blob_use WHERE complaint <> ?)
               RETURNING sha256";
    let orphans: Vec<String> = sqlx::query_scalar(sql)
        .bind(key)
        .bind(key)
        .fetch_all(&mut *connection)
        .await?;
    for sha256 in &orphans {
        sqlx::query("DELETE FROM upload WHERE sha256 = ?")
            .bind(sha256)
            .execute(&mut *connection)
            .await?;
    }
    for sql in [
        "DELETE FROM blob_use WHERE complaint = ?",
        "DELETE FROM brought_by WHERE complaint = ?",
    ] {
        sqlx::query(sql).bind(key).execute(&mut *connection).await?;
    }
    Ok(orphans)
}

/// What files said of it: what each changed, and rows that could not be read and name its number.
async fn forget_imported(connection: &mut SqliteConnection, key: &[u8]) -> Result<(), DbError> {
    let sql = "SELECT tracking_id FROM complaint WHERE id = ?1
               UNION SELECT tracking_id FROM import_change WHERE complaint = ?1";
    let numbers: Vec<String> = sqlx::query_scalar(sql)
        .bind(key)
        .fetch_all(&mut *connection)
        .await?;
    for number in numbers {
        sqlx::query("DELETE FROM import_unreadable WHERE instr(upper(raw), upper(?)) > 0")
            .bind(number)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("DELETE FROM import_change WHERE complaint = ?")
        .bind(key)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn traces(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<Traces>, DbError> {
    // A recording that is joined: what there is, is of both.
    let id = match joined::report_with(connection, id).await? {
        Some((report, _)) => report,
        None => id,
    };
    let Some(complaint) = feed::complaint(connection, id).await? else {
        return Ok(None);
    };
    let key = id.0.as_bytes().as_slice();
    let mut count = async |sql: &'static str| -> Result<u64, DbError> {
        let n: i64 = sqlx::query_scalar(sql)
            .bind(key)
            .fetch_one(&mut *connection)
            .await?;
        Ok(n.unsigned_abs())
    };
    Ok(Some(Traces {
        events: complaint.history.len() as u64,
        files: count(
            "SELECT count(*) FROM blob_use u JOIN blob b ON b.sha256 = u.sha256
             WHERE u.complaint = ?",
        )
        .await?,
        files_of_its_own: count(
            "SELECT count(*) FROM blob_use u JOIN blob b ON b.sha256 = u.sha256
             WHERE u.complaint = ?1 AND u.sha256 NOT IN
                 (SELECT sha256 FROM blob_use WHERE complaint <> ?1)",
        )
        .await?,
        operations: count("SELECT count(*) FROM op_ledger WHERE complaint = ?").await?,
        feeds: count("SELECT count(*) FROM change_scope WHERE entity = ? AND kind = 0").await?,
    }))
}

pub async fn erased(
    connection: &mut SqliteConnection,
) -> Result<Vec<(ComplaintId, DateTime<Utc>)>, DbError> {
    let rows: Vec<(Vec<u8>, i64)> =
        sqlx::query_as("SELECT complaint, at_ms FROM erased ORDER BY at_ms, complaint")
            .fetch_all(connection)
            .await?;
    rows.into_iter()
        .map(|(id, at_ms)| Ok((ComplaintId(uuid(&id)?), time(at_ms)?)))
        .collect()
}
