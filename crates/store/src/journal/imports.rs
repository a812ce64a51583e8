//! Tables `import` and `import_part`: spreadsheets that a desk read into its own mirror before every profile
//! had a hub. Nothing is added here any more. What is left is read until the desk's own hub has taken it
//! over, and goes then.
//!
//! Parts were sealed on the disk first, then named in the journal all at once, then written to the mirror
//! in one transaction. After a crash before the naming nothing was taken in; after it, the next start
//! writes what the mirror lacks.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use tanggap_domain::ids::ComplaintId;

use super::Journal;
use crate::columns::{json_of, time_of_ms};
use crate::error::StoreError;
use crate::mirror::{MirrorRow, PageWrite, Unreadable};

/// A part of an import: some thousand rows at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportPart {
    pub rows: Vec<MirrorRow>,
    pub unreadable: Vec<Unreadable>,
}

/// What came of an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    pub read: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub unreadable: u64,
}

/// One spreadsheet that was read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    pub no: i64,
    /// File name without its folder.
    pub name: String,
    pub begun_at: DateTime<Utc>,
    /// None where it was interrupted.
    pub counts: Option<ImportCounts>,
}

impl Journal {
    /// Writes what a crash left named and perhaps unwritten.
    pub(crate) async fn finish_imports(&self) -> Result<(), StoreError> {
        let begun: Vec<(i64, String, i64)> = self
            .store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let sql = "SELECT no, name, begun_ms FROM import WHERE ended_ms IS NULL
                               ORDER BY no";
                    Ok(sqlx::query_as(sql).fetch_all(connection).await?)
                })
            })
            .await?;
        for (import, name, begun_ms) in begun {
            let hashes: Vec<Vec<u8>> = self
                .store
                .journal
                .read(move |connection| {
                    Box::pin(async move {
                        let sql = "SELECT sha256 FROM import_part WHERE import = ?1 ORDER BY part";
                        let hashes = sqlx::query_scalar(sql).bind(import).fetch_all(connection);
                        Ok(hashes.await?)
                    })
                })
                .await?;
            for sha256 in hashes {
                match self.store.imports.get(&hex::encode(sha256)).await {
                    Ok(sealed) => {
                        self.write_part(&name, unpack(&sealed)?).await?;
                    }
                    Err(StoreError::NoBlob | StoreError::Damaged(_)) => {
                        tracing::error!("a part of an import could not be read back");
                    }
                    Err(error) => return Err(error),
                }
            }
            self.end_import(import, begun_ms).await?;
        }
        Ok(())
    }

    async fn end_import(&self, import: i64, ended_ms: i64) -> Result<(), StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("UPDATE import SET ended_ms = ?2 WHERE no = ?1")
                        .bind(import)
                        .bind(ended_ms)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The desk's own hub has all of it: takes the record and the sealed parts away.
    pub async fn forget_imports(&self) -> Result<(), StoreError> {
        let parts: Vec<Vec<u8>> = self
            .store
            .journal
            .write(|tx| {
                Box::pin(async move {
                    let sql = "DELETE FROM import_part RETURNING sha256";
                    let parts = sqlx::query_scalar(sql).fetch_all(&mut *tx).await?;
                    sqlx::query("DELETE FROM import").execute(tx).await?;
                    Ok(parts)
                })
            })
            .await?;
        for sha256 in parts {
            self.store.imports.delete(&hex::encode(sha256)).await?;
        }
        Ok(())
    }

    /// Newest first.
    pub async fn imports(&self) -> Result<Vec<Import>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT no, name, begun_ms, counts FROM import ORDER BY no DESC",
                    )
                    .fetch_all(connection)
                    .await?;
                    rows.iter()
                        .map(|row| {
                            let counts: Option<String> = row.try_get(3)?;
                            let counts = counts.as_deref().map(serde_json::from_str).transpose();
                            Ok(Import {
                                no: row.try_get(0)?,
                                name: row.try_get(1)?,
                                begun_at: time_of_ms(row.try_get(2)?),
                                counts: counts.map_err(|error| {
                                    StoreError::of_json("import counts", &error)
                                })?,
                            })
                        })
                        .collect()
                })
            })
            .await
    }

    /// Writes everything that was ever imported here to the mirror again, in its order. Gives back
    /// how many parts could not be read any more.
    pub(crate) async fn replay_imports(&self) -> Result<u64, StoreError> {
        let parts: Vec<(String, Vec<u8>)> = self
            .store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let parts = sqlx::query_as(
                        "SELECT i.name, p.sha256 FROM import_part p JOIN import i ON i.no = p.import
                         ORDER BY p.import, p.part",
                    )
                    .fetch_all(connection)
                    .await?;
                    Ok(parts)
                })
            })
            .await?;
        let mut lost = 0;
        for (name, sha256) in parts {
            let sealed = match self.store.imports.get(&hex::encode(sha256)).await {
                Ok(sealed) => sealed,
                Err(StoreError::NoBlob | StoreError::Damaged(_)) => {
                    lost += 1;
                    continue;
                }
                Err(error) => return Err(error),
            };
            self.write_part(&name, unpack(&sealed)?).await?;
        }
        if lost > 0 {
            tracing::error!(lost, "parts of imports could not be read back");
        }
        Ok(lost)
    }

    async fn write_part(
        &self,
        name: &str,
        part: ImportPart,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let mirror = crate::Mirror {
            store: self.store.clone(),
        };
        if !part.unreadable.is_empty() {
            mirror.quarantine(name, part.unreadable).await?;
        }
        let page = PageWrite {
            upserts: part.rows,
            ..PageWrite::default()
        };
        mirror.apply_page(page).await
    }
}

pub(crate) fn unpack(packed: &[u8]) -> Result<ImportPart, StoreError> {
    let mut json = String::new();
    GzDecoder::new(packed).read_to_string(&mut json)?;
    serde_json::from_str(&json).map_err(|error| StoreError::of_json("import part", &error))
}

pub(crate) fn pack(part: &ImportPart) -> Result<Vec<u8>, StoreError> {
    let json = json_of(part, "import part")?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(json.as_bytes())?;
    Ok(packed.finish()?)
}
