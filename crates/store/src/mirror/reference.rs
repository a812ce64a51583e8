//! Table `reference`: agencies, categories, templates, calendar … as the hub sent them, in words of
//! the disk's own. What cannot be read counts as never fetched, so that it is fetched again.

use serde::{Deserialize, Serialize};
use sqlx::Row;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::complaint::Category;
use tanggap_domain::region::RegionCode;

use super::Mirror;
use crate::columns::json_of;
use crate::error::StoreError;

const KEY: &str = "reference";

/// What forms and replies are filled from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredReference {
    /// Of all of it together, as the hub counts (its ETag).
    pub version: String,
    pub agencies: Vec<StoredAgency>,
    pub categories: Vec<Category>,
    pub templates: Vec<StoredTemplate>,
    pub regions: Vec<RegionCode>,
    pub calendar_version: String,
    pub policy_version: String,
}

/// An agency or unit that a complaint may be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAgency {
    pub agency: AgencyRef,
    #[serde(default)]
    pub region: Option<RegionCode>,
}

/// A ready text for a reply. Variables stand in double braces: `{{pelapor}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredTemplate {
    pub id: String,
    pub name: String,
    pub text: String,
}

impl Mirror {
    /// None where nothing was fetched, or where it cannot be read.
    pub async fn reference(&self) -> Result<Option<StoredReference>, StoreError> {
        let found: Option<(String, String)> = self
            .store
            .mirror_read(|connection| {
                Box::pin(async move {
                    let row = sqlx::query("SELECT version, value FROM reference WHERE key = ?1")
                        .bind(KEY)
                        .fetch_optional(connection)
                        .await?;
                    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
                        .transpose()
                })
            })
            .await?;
        let Some((version, value)) = found else {
            return Ok(None);
        };
        match serde_json::from_str::<StoredReference>(&value) {
            Ok(reference) => Ok(Some(StoredReference {
                version,
                ..reference
            })),
            Err(cause) => {
                let (line, column) = (cause.line(), cause.column());
                tracing::warn!(
                    line,
                    column,
                    "the hub's lists cannot be read; they are fetched again"
                );
                Ok(None)
            }
        }
    }

    pub async fn set_reference(&self, reference: &StoredReference) -> Result<(), StoreError> {
        let version = reference.version.clone();
        let value = json_of(reference, "reference")?;
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO reference (key, version, value) VALUES (?1, ?2, ?3)
                         ON CONFLICT (key) DO UPDATE
                         SET version = excluded.version, value = excluded.value",
                    )
                    .bind(KEY)
                    .bind(version)
                    .bind(value)
                    .execute(tx)
                    .await?;
                    Ok(())
                })
            })
            .await
    }
}
