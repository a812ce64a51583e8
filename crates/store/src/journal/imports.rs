//! Tables `import` and `import_part`: spreadsheets that were read here, kept so that a lost mirror
//! can be rebuilt without any hub.
//!
//! Parts are sealed on the disk first, then named in the journal all at once, then written to the mirror
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
use tokio::sync::mpsc;

use super::Journal;
use crate::error::StoreError;
use crate::mirror::{MirrorRow, PageWrite, Unreadable, json_of, page, quarantine, time_of_ms};

/// A part of an import: some thousand rows at most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImportPart {
    pub rows: Vec<MirrorRow>,
    pub unreadable: Vec<Unreadable>,
}

/// A part that lies on the disk, and is no import's yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPart {
    sha256: String,
    rows: u64,
}

impl SealedPart {
    /// Rows in it, unreadable ones included.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    #[cfg(test)]
    pub(crate) fn name(&self) -> &str {
        &self.sha256
    }
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
    /// Seals a part on the disk. It belongs to nothing until [`Journal::take_in_import`] names it.
    ///
    /// Rows carry the versions they shall have (see [`crate::Mirror::apply_page`]).
    /// What was erased is struck out: an older file does not bring it back.
    pub async fn seal_import_part(&self, mut part: ImportPart) -> Result<SealedPart, StoreError> {
        self.store.erased.strike(&mut part);
        let rows = part.rows.len() as u64 + part.unreadable.len() as u64;
        let sha256 = self.store.imports.put(pack(&part)?).await?;
        Ok(SealedPart { sha256, rows })
    }

    /// Takes away parts that will not be taken in, unless an earlier import holds the same.
    pub async fn drop_sealed(&self, parts: Vec<SealedPart>) -> Result<(), StoreError> {
        for part in parts {
            let sha256 = hash_of(&part.sha256)?;
            let is_named = self
                .store
                .journal
                .read(move |connection| {
                    Box::pin(async move {
                        let sql = "SELECT EXISTS (SELECT 1 FROM import_part WHERE sha256 = ?1)";
                        let named: bool = sqlx::query_scalar(sql)
                            .bind(sha256)
                            .fetch_one(connection)
                            .await?;
                        Ok(named)
                    })
                })
                .await?;
            if !is_named {
                self.store.imports.delete(&part.sha256).await?;
            }
        }
        Ok(())
    }

    /// Takes a whole file in: names its parts in the journal and writes them to the mirror in one
    /// transaction. Tells how many rows are written, part by part.
    ///
    /// # Errors
    /// On any error nothing of the file is taken in.
    pub async fn take_in_import(
        &self,
        name: &str,
        at: DateTime<Utc>,
        parts: Vec<SealedPart>,
        counts: ImportCounts,
        tell: mpsc::UnboundedSender<u64>,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let counts = json_of(&counts, "import counts")?;
        let import = match self.name_import(name, at, &parts).await {
            Ok(import) => import,
            Err(error) => {
                self.drop_sealed(parts).await?;
                return Err(error);
            }
        };
        match self.write_parts(name, parts.clone(), tell).await {
            Ok(changed) => {
                self.end_import(import, at, Some(counts)).await?;
                Ok(changed)
            }
            Err(error) => {
                self.unname_import(import).await?;
                self.drop_sealed(parts).await?;
                Err(error)
            }
        }
    }

    async fn name_import(
        &self,
        name: &str,
        at: DateTime<Utc>,
        parts: &[SealedPart],
    ) -> Result<i64, StoreError> {
        let name = name.to_owned();
        let hashes = parts
            .iter()
            .map(|part| hash_of(&part.sha256))
            .collect::<Result<Vec<_>, _>>()?;
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let done = sqlx::query("INSERT INTO import (name, begun_ms) VALUES (?1, ?2)")
                        .bind(name)
                        .bind(at.timestamp_millis())
                        .execute(&mut *tx)
                        .await?;
                    let import = done.last_insert_rowid();
                    for (part, sha256) in (1i64..).zip(hashes) {
                        let sql =
                            "INSERT INTO import_part (import, part, sha256) VALUES (?1, ?2, ?3)";
                        sqlx::query(sql)
                            .bind(import)
                            .bind(part)
                            .bind(sha256)
                            .execute(&mut *tx)
                            .await?;
                    }
                    Ok(import)
                })
            })
            .await
    }

    async fn unname_import(&self, import: i64) -> Result<(), StoreError> {
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    for sql in [
                        "DELETE FROM import_part WHERE import = ?1",
                        "DELETE FROM import WHERE no = ?1",
                    ] {
                        sqlx::query(sql).bind(import).execute(&mut *tx).await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    async fn end_import(
        &self,
        import: i64,
        at: DateTime<Utc>,
        counts: Option<String>,
    ) -> Result<(), StoreError> {
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
            self.end_import(import, time_of_ms(begun_ms), None).await?;
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

    /// All parts in one transaction, one of them in memory at a time.
    async fn write_parts(
        &self,
        name: &str,
        parts: Vec<SealedPart>,
        tell: mpsc::UnboundedSender<u64>,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let pending = self.store.pending.clone();
        let imports = self.store.imports.clone();
        let erased = self.store.erased.clone();
        let name = name.to_owned();
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    let mut changed = Vec::new();
                    let mut written = 0;
                    for sealed in parts {
                        let mut part = unpack(&imports.get(&sealed.sha256).await?)?;
                        // Erased since it was sealed.
                        erased.strike(&mut part);
                        quarantine::write(tx, &name, &part.unreadable).await?;
                        let page = PageWrite {
                            upserts: part.rows,
                            ..PageWrite::default()
                        };
                        changed.extend(page::apply(tx, page, pending.clone()).await?);
                        written += sealed.rows;
                        // Whoever watched may have left.
                        let _ = tell.send(written);
                    }
                    Ok(changed)
                })
            })
            .await
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

fn hash_of(sha256: &str) -> Result<Vec<u8>, StoreError> {
    hex::decode(sha256).map_err(|_| StoreError::unreadable("part hash"))
}

pub(crate) fn pack(part: &ImportPart) -> Result<Vec<u8>, StoreError> {
    let json = json_of(part, "import part")?;
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(json.as_bytes())?;
    Ok(packed.finish()?)
}

pub(crate) fn unpack(packed: &[u8]) -> Result<ImportPart, StoreError> {
    let mut json = String::new();
    GzDecoder::new(packed).read_to_string(&mut json)?;
    serde_json::from_str(&json).map_err(|error| StoreError::of_json("import part", &error))
}
