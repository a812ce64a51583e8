//! A part of a transaction that can fail alone: what it did is undone, what stood before remains.
//!
//! A panic inside counts as a failure of that part; the writer goes on.

use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use sqlx::sqlite::SqliteConnection;

use super::execute;
use crate::db::DbError;

pub async fn begin(connection: &mut SqliteConnection) -> Result<(), DbError> {
    execute(connection, "SAVEPOINT part").await
}

/// The work's result, also where it panicked.
pub async fn caught<T>(work: impl Future<Output = Result<T, DbError>>) -> Result<T, DbError> {
    // Whatever the work left half done in the database is undone by `end`.
    let result = AssertUnwindSafe(work).catch_unwind().await;
    result.unwrap_or(Err(DbError::Panicked))
}

/// Keeps what the part did, or undoes it where `result` is an error. Gives the result back.
///
/// # Errors
/// The whole transaction is gone, as it is when the disk is full: with the cause.
pub async fn end<T>(
    connection: &mut SqliteConnection,
    result: Result<T, DbError>,
) -> Result<Result<T, DbError>, DbError> {
    if let Err(cause) = &result
        && execute(connection, "ROLLBACK TO part").await.is_err()
    {
        return Err(cause.clone());
    }
    execute(connection, "RELEASE part").await?;
    Ok(result)
}
