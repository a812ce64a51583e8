//! After an erasure: files without a byte of what was erased.
//!
//! SQLite leaves copies of rows behind in its log and in the unused parts of pages. Only the process
//! that serves rewrites them, through its one writing connection; others ask it to.

use sqlx::sqlite::SqliteConnection;

use super::{feed, put_setting, setting};
use crate::db::DbError;

const KEY: &str = "wipe";

/// Asks for it, together with whatever else is in the transaction.
pub async fn ask(connection: &mut SqliteConnection) -> Result<(), DbError> {
    put_setting(connection, KEY, vec![1]).await
}

pub async fn is_due(connection: &mut SqliteConnection) -> Result<bool, DbError> {
    Ok(setting(connection, KEY).await?.is_some())
}

/// Does it where somebody asked; true where it did. What stands in the way (a full disk, a long reader) delays it: it
/// stays asked for.
pub async fn if_due(connection: &mut SqliteConnection) -> bool {
    let done = match is_due(connection).await {
        Ok(false) => return false,
        Ok(true) => wipe(connection).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, "traces of an erasure could not be removed yet");
            false
        }
    }
}

async fn wipe(connection: &mut SqliteConnection) -> Result<(), DbError> {
    // The copy that VACUUM makes may be larger than memory. Temporary tables go with the switch.
    let vacuumed = execute(connection, "PRAGMA temp_store = FILE; VACUUM").await;
    execute(connection, "PRAGMA temp_store = MEMORY").await?;
    feed::begin_breath(connection).await?;
    let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut *connection)
        .await?;
    vacuumed?;
    if busy != 0 {
        return Err(DbError::Busy);
    }
    sqlx::query("DELETE FROM hub WHERE key = ?")
        .bind(KEY)
        .execute(connection)
        .await?;
    Ok(())
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), DbError> {
    sqlx::raw_sql(sql).execute(connection).await?;
    Ok(())
}
