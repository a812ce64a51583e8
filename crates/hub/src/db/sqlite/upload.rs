//! What is known of files. Their content lies beside the database, see [`crate::files`].

use chrono::{DateTime, Utc};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tanggap_domain::ids::{ComplaintId, OfficerId};
use uuid::Uuid;

use super::{feed, ms, uuid as read_uuid};
use crate::db::{Blob, DbError, NewUpload, Sweep, Swept, Upload};
use crate::grant::Grant;

pub async fn begin(connection: &mut SqliteConnection, new: NewUpload) -> Result<Upload, DbError> {
    let officer = new.officer.0.as_bytes().as_slice();
    let sql = "INSERT INTO upload (id, officer, sha256, size, mime, created_ms)
               VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (officer, sha256) DO NOTHING";
    sqlx::query(sql)
        .bind(new.id.as_bytes().as_slice())
        .bind(officer)
        .bind(&new.sha256)
        .bind(new.size as i64)
        .bind(&new.mime)
        .bind(ms(new.now))
        .execute(&mut *connection)
        .await?;
    let row = sqlx::query("SELECT * FROM upload WHERE officer = ? AND sha256 = ?")
        .bind(officer)
        .bind(&new.sha256)
        .fetch_one(connection)
        .await?;
    read(&row)
}

pub async fn find(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    id: Uuid,
) -> Result<Option<Upload>, DbError> {
    let row = sqlx::query("SELECT * FROM upload WHERE id = ? AND officer = ?")
        .bind(id.as_bytes().as_slice())
        .bind(officer.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    row.as_ref().map(read).transpose()
}

pub async fn finish(
    connection: &mut SqliteConnection,
    upload: Upload,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    // The bytes were counted and their hash checked: an older word on their size was wrong.
    let sql = "INSERT INTO blob (sha256, size, mime, created_ms) VALUES (?, ?, ?, ?)
               ON CONFLICT (sha256) DO UPDATE SET size = excluded.size";
    sqlx::query(sql)
        .bind(&upload.sha256)
        .bind(upload.size as i64)
        .bind(&upload.mime)
        .bind(ms(now))
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE upload SET complete = 1 WHERE id = ?")
        .bind(upload.id.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn lose(connection: &mut SqliteConnection, sha256: String) -> Result<bool, DbError> {
    let lost = sqlx::query("DELETE FROM upload WHERE sha256 = ? AND complete = 1")
        .bind(sha256)
        .execute(connection)
        .await?;
    Ok(lost.rows_affected() > 0)
}

/// Whether nothing needs the content any more.
pub async fn forget(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    sha256: String,
) -> Result<bool, DbError> {
    sqlx::query("DELETE FROM upload WHERE sha256 = ? AND officer = ?")
        .bind(&sha256)
        .bind(officer.0.as_bytes().as_slice())
        .execute(&mut *connection)
        .await?;
    let sql = "DELETE FROM blob WHERE sha256 = ?1
               AND sha256 NOT IN (SELECT sha256 FROM blob_use)
               AND sha256 NOT IN (SELECT sha256 FROM upload)";
    let removed = sqlx::query(sql).bind(sha256).execute(connection).await?;
    Ok(removed.rows_affected() > 0)
}

pub async fn sweep(connection: &mut SqliteConnection, sweep: Sweep) -> Result<Swept, DbError> {
    let begun: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT id FROM upload WHERE complete = 0 AND created_ms < ?")
            .bind(ms(sweep.unfinished_before))
            .fetch_all(&mut *connection)
            .await?;
    let mut uploads = 0;
    for id in begun {
        if sweep.arriving.contains(&read_uuid(&id)?) {
            continue;
        }
        let removed = sqlx::query("DELETE FROM upload WHERE id = ?")
            .bind(id)
            .execute(&mut *connection)
            .await?;
        uploads += removed.rows_affected();
    }
    let removed = sqlx::query(
        "DELETE FROM upload WHERE complete = 1 AND created_ms < ?
         AND sha256 NOT IN (SELECT sha256 FROM blob_use)",
    )
    .bind(ms(sweep.unnamed_before))
    .execute(&mut *connection)
    .await?;
    uploads += removed.rows_affected();
    let files = sqlx::query_scalar(
        "DELETE FROM blob WHERE created_ms < ?
         AND sha256 NOT IN (SELECT sha256 FROM blob_use)
         AND sha256 NOT IN (SELECT sha256 FROM upload)
         RETURNING sha256",
    )
    .bind(ms(sweep.unnamed_before))
    .fetch_all(connection)
    .await?;
    Ok(Swept { uploads, files })
}

pub async fn blob(
    connection: &mut SqliteConnection,
    grant: &Grant,
    sha256: &str,
) -> Result<Option<Blob>, DbError> {
    let found: Option<(i64, String)> =
        sqlx::query_as("SELECT size, mime FROM blob WHERE sha256 = ?")
            .bind(sha256)
            .fetch_optional(&mut *connection)
            .await?;
    let Some((size, mime)) = found else {
        return Ok(None);
    };
    let own = is_theirs(connection, grant.officer, sha256).await?;
    if !own && !in_scope(connection, grant, sha256).await? {
        return Ok(None);
    }
    Ok(Some(Blob {
        sha256: sha256.to_owned(),
        size: size as u64,
        mime,
    }))
}

/// Whether the officer sent this content, all of it.
pub async fn is_theirs(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    sha256: &str,
) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM upload
               WHERE sha256 = ? AND officer = ? AND complete = 1)";
    Ok(sqlx::query_scalar(sql)
        .bind(sha256)
        .bind(officer.0.as_bytes().as_slice())
        .fetch_one(connection)
        .await?)
}

async fn in_scope(
    connection: &mut SqliteConnection,
    grant: &Grant,
    sha256: &str,
) -> Result<bool, DbError> {
    let sql = "SELECT complaint FROM blob_use WHERE sha256 = ?";
    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
        .bind(sha256)
        .fetch_all(&mut *connection)
        .await?;
    for id in ids {
        let id = ComplaintId(read_uuid(&id)?);
        let feeds = feed::feeds_holding(connection, id).await?;
        let Some(complaint) = feed::complaint(connection, id).await? else {
            continue;
        };
        // As they see it: a file that the agency is not shown is not theirs to fetch.
        let seen = grant.view(complaint, &feeds);
        if seen.is_some_and(|seen| feed::files_of(&seen).iter().any(|it| it == sha256)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn read(row: &SqliteRow) -> Result<Upload, DbError> {
    Ok(Upload {
        id: read_uuid(row.try_get("id")?)?,
        officer: OfficerId(read_uuid(row.try_get("officer")?)?),
        sha256: row.try_get("sha256")?,
        size: row.try_get::<i64, _>("size")? as u64,
        mime: row.try_get("mime")?,
        complete: row.try_get("complete")?,
    })
}
