//! Table `quarantine`: what could not be read. Kept with the reason and shown, never dropped.

use serde::{Deserialize, Serialize};
use sqlx::{Row, SqliteConnection};

use super::Mirror;
use crate::error::StoreError;

/// A row of a file or feed that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Row number of the file, or position in the feed.
    pub place: String,
    /// A code, worded by the screen.
    pub reason: String,
    /// The row as it came.
    pub raw: String,
}

/// An [`Unreadable`] row with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// File name or feed.
    pub source: String,
    pub row: Unreadable,
}

impl Mirror {
    /// Keeps rows that could not be read. The same place of the same source is kept once.
    pub async fn quarantine(&self, source: &str, rows: Vec<Unreadable>) -> Result<(), StoreError> {
        let source = source.to_owned();
        self.store
            .mirror_write(move |tx| Box::pin(async move { write(tx, &source, &rows).await }))
            .await
    }

    /// Newest first.
    pub async fn quarantined(&self, limit: u32) -> Result<Vec<Quarantined>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT source, place, reason, raw FROM quarantine ORDER BY no DESC LIMIT ?1",
                    )
                    .bind(limit)
                    .fetch_all(connection)
                    .await?;
                    rows.iter()
                        .map(|row| {
                            Ok(Quarantined {
                                source: row.try_get(0)?,
                                row: Unreadable {
                                    place: row.try_get(1)?,
                                    reason: row.try_get(2)?,
                                    raw: row.try_get(3)?,
                                },
                            })
                        })
                        .collect()
                })
            })
            .await
    }

    /// Takes everything of a source out of quarantine: the source is not ours any more.
    pub async fn release_all(&self, source: &str) -> Result<(), StoreError> {
        let source = source.to_owned();
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM quarantine WHERE source = ?1")
                        .bind(source)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Takes a place out of quarantine: it was read after all.
    pub async fn release(&self, source: &str, place: &str) -> Result<(), StoreError> {
        let (source, place) = (source.to_owned(), place.to_owned());
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM quarantine WHERE source = ?1 AND place = ?2")
                        .bind(source)
                        .bind(place)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }
}

pub(crate) async fn write(
    tx: &mut SqliteConnection,
    source: &str,
    rows: &[Unreadable],
) -> Result<(), StoreError> {
    for row in rows {
        sqlx::query(
            "INSERT INTO quarantine (source, place, reason, raw) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (source, place) DO UPDATE
             SET reason = excluded.reason, raw = excluded.raw",
        )
        .bind(source.to_owned())
        .bind(row.place.clone())
        .bind(row.reason.clone())
        .bind(row.raw.clone())
        .execute(&mut *tx)
        .await?;
    }
    Ok(())
}
