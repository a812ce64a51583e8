//! Erasing a complaint for good: every table, every copy, every file of the profile. What was erased is
//! remembered by its id alone, and never taken in again.
//!
//! It is written down first what shall go; what is cut off in the middle is finished at the next start.

use std::collections::HashSet;

use sqlx::SqliteConnection;
use tanggap_domain::ids::ComplaintId;

use crate::columns::{id_of_bytes, json_of, json_of_ids};
use crate::erased::tells_of;
use crate::error::StoreError;
use crate::inner::Inner;
use crate::journal::{self, ImportPart};
use crate::mirror;

/// Takes these out of a part of an import. Gives back whether there was any.
fn strike(part: &mut ImportPart, ids: &HashSet<ComplaintId>) -> bool {
    let before = part.rows.len() + part.unreadable.len();
    part.rows.retain(|row| !ids.contains(&row.complaint.id));
    part.unreadable.retain(|row| !tells_of(&row.raw, ids));
    part.rows.len() + part.unreadable.len() < before
}

impl Inner {
    /// Reads what was erased before.
    pub async fn load_erased(&self) -> Result<(), StoreError> {
        let ids: Vec<Vec<u8>> = self
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let ids = sqlx::query_scalar("SELECT complaint FROM erased")
                        .fetch_all(connection)
                        .await?;
                    Ok(ids)
                })
            })
            .await?;
        let ids: Result<Vec<_>, _> = ids.iter().map(|id| id_of_bytes(id)).collect();
        self.erased.add(ids?);
        Ok(())
    }

    /// Writes down that these shall be gone, and takes what the officer did and was told about them
    /// out of the journal. What the mirror holds of them goes next, by the caller; then
    /// [`Inner::finish_erasing`].
    pub async fn begin_erasing(&self, ids: &[ComplaintId]) -> Result<(), StoreError> {
        // From here on nothing brings them back, whatever comes in meanwhile.
        self.erased.add(ids.iter().copied());
        let list = json_of_ids(ids);
        let docs = {
            let list = list.clone();
            self.mirror_read(move |connection| {
                Box::pin(async move {
                    let docs: Vec<String> = sqlx::query_scalar(
                        "SELECT d.doc FROM head h JOIN document d ON d.rid = h.rid
                         WHERE h.id IN (SELECT unhex(value) FROM json_each(?1))",
                    )
                    .bind(list)
                    .fetch_all(connection)
                    .await?;
                    Ok(docs)
                })
            })
            .await?
        };
        self.journal
            .write(move |tx| Box::pin(async move { out_of_journal(tx, &list, docs).await }))
            .await?;
        self.reload_pending().await
    }

    /// Clears away what is left elsewhere of what was erased: rows set aside, copies of imports, files,
    /// old copies of the databases, freed pages and logs. Does nothing where nothing is left.
    pub async fn finish_erasing(&self) -> Result<(), StoreError> {
        let due: Vec<(Vec<u8>, String)> = self
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let due = sqlx::query_as(
                        "SELECT complaint, left_files FROM erased WHERE left_files IS NOT NULL",
                    )
                    .fetch_all(connection)
                    .await?;
                    Ok(due)
                })
            })
            .await?;
        if due.is_empty() {
            return Ok(());
        }
        let mut ids = HashSet::new();
        let mut files: HashSet<String> = HashSet::new();
        for (id, left) in &due {
            ids.insert(id_of_bytes(id)?);
            let left: Vec<String> = serde_json::from_str(left)
                .map_err(|error| StoreError::of_json("files of an erased complaint", &error))?;
            files.extend(left);
        }
        self.out_of_quarantine(&ids).await?;
        self.out_of_imports(&ids).await?;
        for file in files {
            if !self.is_attached_elsewhere(&file).await? {
                self.blobs.delete(&file).await?;
            }
        }
        crate::recovery::remove_old_copies(&self.folder)?;
        self.mirror_maintain(|connection| {
            Box::pin(async move {
                sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES ('erase_due', '1')")
                    .execute(&mut *connection)
                    .await?;
                mirror::finish_erasing(connection).await
            })
        })
        .await?;
        let backup = self.folder.journal_backup();
        self.journal
            .maintain(move |connection| {
                Box::pin(async move {
                    sqlx::raw_sql(
                        "PRAGMA secure_delete = ON;
                         VACUUM;
                         PRAGMA wal_checkpoint(TRUNCATE);
                         PRAGMA secure_delete = FAST;",
                    )
                    .execute(&mut *connection)
                    .await?;
                    crate::database::copy::copy_into(connection, &backup).await?;
                    // Last: what is cut off before is done once more.
                    sqlx::query("UPDATE erased SET left_files = NULL")
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            })
            .await?;
        tracing::info!(complaints = ids.len(), "Nothing is left of what was erased");
        Ok(())
    }

    async fn out_of_quarantine(&self, ids: &HashSet<ComplaintId>) -> Result<(), StoreError> {
        let ids = ids.clone();
        self.mirror_write(move |tx| {
            Box::pin(async move {
                let rows: Vec<(i64, String)> = sqlx::query_as("SELECT no, raw FROM quarantine")
                    .fetch_all(&mut *tx)
                    .await?;
                for (no, raw) in rows {
                    if tells_of(&raw, &ids) {
                        sqlx::query("DELETE FROM quarantine WHERE no = ?1")
                            .bind(no)
                            .execute(&mut *tx)
                            .await?;
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// The copies that a lost mirror is rebuilt from are written anew without them.
    async fn out_of_imports(&self, ids: &HashSet<ComplaintId>) -> Result<(), StoreError> {
        let parts: Vec<(i64, i64, Vec<u8>)> = self
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let parts = sqlx::query_as("SELECT import, part, sha256 FROM import_part")
                        .fetch_all(connection)
                        .await?;
                    Ok(parts)
                })
            })
            .await?;
        for (import, no, sha256) in parts {
            let old = hex::encode(sha256);
            let mut part = match self.imports.get(&old).await {
                Ok(sealed) => journal::unpack(&sealed)?,
                // What does not open any more tells nothing either.
                Err(StoreError::NoBlob) => continue,
                Err(StoreError::Damaged(_)) => {
                    self.imports.delete(&old).await?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            if !strike(&mut part, ids) {
                continue;
            }
            let new = self.imports.put(journal::pack(&part)?).await?;
            let bytes = hex::decode(&new).map_err(|_| StoreError::unreadable("part hash"))?;
            self.journal
                .write(move |tx| {
                    Box::pin(async move {
                        sqlx::query(
                            "UPDATE import_part SET sha256 = ?3 WHERE import = ?1 AND part = ?2",
                        )
                        .bind(import)
                        .bind(no)
                        .bind(bytes)
                        .execute(tx)
                        .await?;
                        Ok(())
                    })
                })
                .await?;
            if old != new && !self.is_part(&old).await? {
                self.imports.delete(&old).await?;
            }
        }
        Ok(())
    }

    async fn is_part(&self, sha256: &str) -> Result<bool, StoreError> {
        let bytes = hex::decode(sha256).map_err(|_| StoreError::unreadable("part hash"))?;
        self.journal
            .read(move |connection| {
                Box::pin(async move {
                    let found: i64 =
                        sqlx::query_scalar("SELECT count(*) FROM import_part WHERE sha256 = ?1")
                            .bind(bytes)
                            .fetch_one(connection)
                            .await?;
                    Ok(found > 0)
                })
            })
            .await
    }

    /// The same file may hang on another complaint, and is kept once.
    async fn is_attached_elsewhere(&self, sha256: &str) -> Result<bool, StoreError> {
        let (file, same) = (sha256.to_owned(), sha256.to_owned());
        let confirmed: i64 = self
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let found = sqlx::query_scalar(
                        "SELECT count(*) FROM document WHERE instr(doc, ?1) > 0",
                    )
                    .bind(file)
                    .fetch_one(connection)
                    .await?;
                    Ok(found)
                })
            })
            .await?;
        let written: i64 = self
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let found = sqlx::query_scalar(
                        "SELECT (SELECT count(*) FROM outbox WHERE instr(change, ?1) > 0)
                              + (SELECT count(*) FROM op_log WHERE instr(change, ?1) > 0)
                              + (SELECT count(*) FROM draft WHERE instr(body, ?1) > 0)",
                    )
                    .bind(same)
                    .fetch_one(connection)
                    .await?;
                    Ok(found)
                })
            })
            .await?;
        Ok(confirmed + written > 0)
    }
}

/// `list` as [`json_of_ids`] writes it; `docs` is what the mirror holds of them.
async fn out_of_journal(
    tx: &mut SqliteConnection,
    list: &str,
    mut docs: Vec<String>,
) -> Result<(), StoreError> {
    for sql in [
        "SELECT change FROM outbox WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
        "SELECT change FROM op_log WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
        "SELECT body FROM draft WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
    ] {
        let found: Vec<String> = sqlx::query_scalar(sql)
            .bind(list.to_owned())
            .fetch_all(&mut *tx)
            .await?;
        docs.extend(found);
    }
    let files: HashSet<String> = docs.iter().flat_map(|doc| files_of(doc)).collect();
    let files = json_of(&files, "files of an erased complaint")?;
    sqlx::query(
        "INSERT INTO erased (complaint, left_files)
         SELECT unhex(value), ?2 FROM json_each(?1) WHERE true
         ON CONFLICT (complaint) DO UPDATE SET left_files = excluded.left_files",
    )
    .bind(list.to_owned())
    .bind(files)
    .execute(&mut *tx)
    .await?;
    for sql in [
        "DELETE FROM outbox WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
        "DELETE FROM op_log WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
        "DELETE FROM draft WHERE complaint IN (SELECT unhex(value) FROM json_each(?1))",
    ] {
        sqlx::query(sql)
            .bind(list.to_owned())
            .execute(&mut *tx)
            .await?;
    }
    journal::forget_notices(tx, list).await
}

/// Every SHA-256 that a document names.
fn files_of(doc: &str) -> Vec<String> {
    fn look(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(members) => {
                if let Some(serde_json::Value::String(sha256)) = members.get("sha256") {
                    found.push(sha256.clone());
                }
                members.values().for_each(|member| look(member, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| look(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str(doc) {
        look(&value, &mut found);
    }
    found.retain(|sha256| sha256.len() == 64);
    found
}

impl crate::Journal {
    /// Whether a complaint was erased: it is not taken in again.
    pub fn is_erased(&self, id: ComplaintId) -> bool {
        self.store.erased.contains(id)
    }

    /// Whether a row of a source tells of something that was erased.
    pub fn tells_of_erased(&self, raw: &str) -> bool {
        self.store.erased.is_told_in(raw)
    }
}
