//! Table `reference`: agencies, categories, templates, calendar … as the hub sent them. The store
//! does not look inside.

use sqlx::Row;

use super::Mirror;
use crate::error::StoreError;

/// A reference document and its version (the hub's ETag).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub version: String,
    /// JSON.
    pub value: String,
}

impl Mirror {
    pub async fn reference(&self, key: &str) -> Result<Option<Reference>, StoreError> {
        let key = key.to_owned();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let row = sqlx::query("SELECT version, value FROM reference WHERE key = ?1")
                        .bind(key)
                        .fetch_optional(connection)
                        .await?;
                    let Some(row) = row else {
                        return Ok(None);
                    };
                    Ok(Some(Reference {
                        version: row.try_get(0)?,
                        value: row.try_get(1)?,
                    }))
                })
            })
            .await
    }

    pub async fn set_reference(&self, key: &str, reference: Reference) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO reference (key, version, value) VALUES (?1, ?2, ?3)
                         ON CONFLICT (key) DO UPDATE
                         SET version = excluded.version, value = excluded.value",
                    )
                    .bind(key)
                    .bind(reference.version)
                    .bind(reference.value)
                    .execute(tx)
                    .await?;
                    Ok(())
                })
            })
            .await
    }
}
