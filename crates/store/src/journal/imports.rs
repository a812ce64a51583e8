//! Tables `import` and `import_part`: spreadsheets that were read here, kept so that a lost mirror
//! can be rebuilt without any hub.
//!
//! A part is sealed on the disk first, then named in the journal, then written to the mirror: after a
//! crash in between, reading the same file again goes on where it stopped.

use std::io::{Read, Write};

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use sqlx::Row;
use tanggap_domain::ids::ComplaintId;

use super::Journal;
use crate::error::StoreError;
use crate::mirror::{MirrorRow, PageWrite, Unreadable, json_of, time_of_ms};

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
    /// Begins an import; its number goes to the other two calls.
    pub async fn begin_import(&self, name: &str, at: DateTime<Utc>) -> Result<i64, StoreError> {
        let name = name.to_owned();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let done = sqlx::query("INSERT INTO import (name, begun_ms) VALUES (?1, ?2)")
                        .bind(name)
                        .bind(at.timestamp_millis())
                        .execute(tx)
                        .await?;
                    Ok(done.last_insert_rowid())
                })
            })
            .await
    }

    /// Keeps a part durably and writes it to the mirror. Gives back the complaints that changed.
    ///
    /// Rows carry the versions they shall have (see [`crate::Mirror::apply_page`]).
    pub async fn import_part(
        &self,
        import: i64,
        part: ImportPart,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        if part.rows.is_empty() && part.unreadable.is_empty() {
            return Ok(Vec::new());
        }
        let sealed = pack(&part)?;
        let sha256 = self.store.imports.put(sealed).await?;
        let name = self
            .store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "INSERT INTO import_part (import, part, sha256)
                         SELECT ?1, coalesce(max(part), 0) + 1, ?2 FROM import_part WHERE import = ?1",
                    )
                    .bind(import)
                    .bind(hex::decode(sha256).map_err(|_| StoreError::unreadable("part hash"))?)
                    .execute(&mut *tx)
                    .await?;
                    let name: String = sqlx::query_scalar("SELECT name FROM import WHERE no = ?1")
                        .bind(import)
                        .fetch_one(tx)
                        .await?;
                    Ok(name)
                })
            })
            .await?;
        self.write_part(&name, part).await
    }

    pub async fn finish_import(
        &self,
        import: i64,
        counts: ImportCounts,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let counts = json_of(&counts, "import counts")?;
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("UPDATE import SET ended_ms = ?2, counts = ?3 WHERE no = ?1")
                        .bind(import)
                        .bind(at.timestamp_millis())
                        .bind(counts)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
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

fn pack(part: &ImportPart) -> Result<Vec<u8>, StoreError> {
    let json = json_of(part, "import part")?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(json.as_bytes())?;
    Ok(packed.finish()?)
}

fn unpack(packed: &[u8]) -> Result<ImportPart, StoreError> {
    let mut json = String::new();
    GzDecoder::new(packed).read_to_string(&mut json)?;
    serde_json::from_str(&json).map_err(|error| StoreError::of_json("import part", &error))
}
