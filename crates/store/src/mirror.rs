//! The mirror: what upstream or an import confirmed, and the projection that people see.
//!
//! A cache: nothing may live only here. Every change of a complaint goes through [`Mirror::apply_page`]
//! or the projection of what waits in the journal.

mod anew;
pub(crate) mod clock;
mod due;
mod head;
mod index;
mod joined;
pub(crate) mod overlay;
pub(crate) mod page;
pub(crate) mod quarantine;
mod reference;
mod row;
mod wakes;

use std::sync::Arc;

use sqlx::{Row, SqliteConnection};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::Kept;

use crate::columns::{complaint_of_json, id_bytes, json_of_ids};
use crate::error::StoreError;
use crate::inner::Inner;

pub use anew::Which;
pub use due::{DueCache, DueState};
pub(crate) use head::{due_of_row, rid_range};
pub use quarantine::{Quarantined, Unreadable};
pub use reference::{StoredAgency, StoredReference, StoredTemplate};
pub use row::{MirrorRow, PageWrite};
pub use wakes::{AnyHour, Woken};

/// Where a scope's feed stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeCursor {
    pub scope: String,
    pub cursor: Option<String>,
}

/// Access to the mirror. Cheap to clone.
#[derive(Clone)]
pub struct Mirror {
    pub(crate) store: Arc<Inner>,
}

impl Mirror {
    /// Writes a page; gives back the complaints that changed or went.
    ///
    /// A row is written if it is newer than the one held: a higher `versions.head`, or the same with a
    /// higher `seq`. Older and repeated rows are skipped, so pages may come twice.
    ///
    /// # Errors
    /// On any error nothing of the page is written, the cursor included.
    ///
    /// What is erased goes from everywhere in the profile, for good; no row brings it back.
    pub async fn apply_page(&self, mut page: PageWrite) -> Result<Vec<ComplaintId>, StoreError> {
        if !page.erased.is_empty() {
            self.store.begin_erasing(&page.erased).await?;
        }
        page.upserts
            .retain(|row| !self.store.erased.contains(row.complaint.id));
        if page.upserts.is_empty()
            && page.exited.is_empty()
            && page.erased.is_empty()
            && page.cursor.is_none()
        {
            return Ok(Vec::new());
        }
        let pending = self.store.pending.clone();
        let (erases, exits) = (!page.erased.is_empty(), !page.exited.is_empty());
        let changed = self
            .store
            .mirror_write(move |tx| Box::pin(page::apply(tx, page, pending)))
            .await?;
        if erases {
            self.store.finish_erasing().await?;
        } else if exits {
            self.finish_erasing().await?;
        }
        Ok(changed)
    }

    /// Takes in complaints as a settled operation left them, before the feed brings them. Which scopes
    /// hold them is the feed's to say; otherwise like [`Mirror::apply_page`].
    pub async fn confirm(&self, mut rows: Vec<MirrorRow>) -> Result<Vec<ComplaintId>, StoreError> {
        rows.retain(|row| !self.store.erased.contains(row.complaint.id));
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let pending = self.store.pending.clone();
        self.store
            .mirror_write(move |tx| Box::pin(page::confirm(tx, rows, pending)))
            .await
    }

    /// Where the feed of a scope goes on; none before its first page.
    pub async fn cursor(&self, scope: &str) -> Result<Option<String>, StoreError> {
        let all = self.scopes().await?;
        let found = all.into_iter().find(|known| known.scope == scope);
        Ok(found.and_then(|known| known.cursor))
    }

    /// All scopes with a feed, in the order they were added.
    pub async fn scopes(&self) -> Result<Vec<ScopeCursor>, StoreError> {
        self.store
            .mirror_read(|connection| {
                Box::pin(async move {
                    let rows = sqlx::query("SELECT name, cursor FROM scope ORDER BY no")
                        .fetch_all(connection)
                        .await?;
                    rows.iter()
                        .map(|row| {
                            Ok(ScopeCursor {
                                scope: row.try_get(0)?,
                                cursor: row.try_get(1)?,
                            })
                        })
                        .collect()
                })
            })
            .await
    }

    /// Forgets where all feeds stand, so that they are read again from the start. Meanwhile everything
    /// stays on screen; what the hub has wins, whichever version is held, and what it has no more goes
    /// with [`Self::drop_unconfirmed`]. For a hub whose history is not the one that was read. What a profile
    /// of before imported by itself stays.
    pub async fn reset_cursors(&self) -> Result<(), StoreError> {
        self.read_anew(page::IMPORTED).await
    }

    /// As [`Self::reset_cursors`], for a desk that moves: its new hub has all that is held here, and what it
    /// does not confirm goes.
    pub async fn move_over(&self) -> Result<(), StoreError> {
        self.read_anew(0).await
    }

    async fn read_anew(&self, kept: i64) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query("UPDATE scope SET cursor = NULL")
                        .execute(&mut *tx)
                        .await?;
                    // A hub restored from a backup may be behind what is held: let it win once.
                    sqlx::query("UPDATE document SET version = 0, seq = 0, scopes = scopes & ?1")
                        .bind(kept)
                        .execute(&mut *tx)
                        .await?;
                    sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, '1')")
                        .bind(page::READING_ANEW)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// After all feeds were read from the start: drops what none of them brought again. Does nothing
    /// where they were not. Gives back what went.
    pub async fn drop_unconfirmed(&self) -> Result<Vec<ComplaintId>, StoreError> {
        let pending = self.store.pending.clone();
        let gone = self
            .store
            .mirror_write(move |tx| Box::pin(page::drop_unconfirmed(tx, pending)))
            .await?;
        if !gone.is_empty() {
            self.finish_erasing().await?;
        }
        Ok(gone)
    }

    /// Forgets a scope that the officer may no longer see, with every complaint only it held.
    pub async fn drop_scope(&self, scope: &str) -> Result<Vec<ComplaintId>, StoreError> {
        let scope = scope.to_owned();
        let pending = self.store.pending.clone();
        let gone = self
            .store
            .mirror_write(move |tx| Box::pin(page::drop_scope(tx, scope, pending)))
            .await?;
        self.finish_erasing().await?;
        Ok(gone)
    }

    /// The complaint as upstream last confirmed it.
    pub async fn confirmed(&self, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let doc: Option<String> = sqlx::query_scalar(
                        "SELECT d.doc FROM head h JOIN document d ON d.rid = h.rid WHERE h.id = ?1",
                    )
                    .bind(id_bytes(id))
                    .fetch_optional(connection)
                    .await?;
                    doc.as_deref().map(complaint_of_json).transpose()
                })
            })
            .await
    }

    /// The confirmed complaints of `ids` that are held, in no particular order.
    pub async fn confirmed_many(&self, ids: &[ComplaintId]) -> Result<Vec<Complaint>, StoreError> {
        let ids = json_of_ids(ids);
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let docs: Vec<String> = sqlx::query_scalar(
                        "SELECT d.doc FROM head h JOIN document d ON d.rid = h.rid
                         WHERE h.id IN (SELECT unhex(value) FROM json_each(?1))",
                    )
                    .bind(ids)
                    .fetch_all(connection)
                    .await?;
                    docs.iter().map(|doc| complaint_of_json(doc)).collect()
                })
            })
            .await
    }

    /// Confirmed complaints after the place `after` (from [`i64::MIN`] on) and where they end, for a hub that
    /// takes them over. Empty at the end.
    pub async fn confirmed_after(
        &self,
        after: i64,
        most: u32,
    ) -> Result<(i64, Vec<Complaint>), StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT rid, doc FROM document WHERE rid > ?1 ORDER BY rid LIMIT ?2";
                    let rows: Vec<(i64, String)> = sqlx::query_as(sql)
                        .bind(after)
                        .bind(most)
                        .fetch_all(connection)
                        .await?;
                    let last = rows.last().map_or(after, |(rid, _)| *rid);
                    let docs = rows.iter().map(|(_, doc)| complaint_of_json(doc));
                    Ok((last, docs.collect::<Result<_, _>>()?))
                })
            })
            .await
    }

    /// The source's own row of a complaint, where it gave one.
    pub async fn raw(&self, id: ComplaintId) -> Result<Option<String>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let raw: Option<Option<String>> = sqlx::query_scalar(
                        "SELECT d.raw FROM head h JOIN document d ON d.rid = h.rid WHERE h.id = ?1",
                    )
                    .bind(id_bytes(id))
                    .fetch_optional(connection)
                    .await?;
                    Ok(raw.flatten())
                })
            })
            .await
    }

    /// Keeps the source's own rows of complaints that are held; of others nothing is kept.
    pub async fn keep_raw(&self, rows: Vec<(ComplaintId, String)>) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    for (id, raw) in rows {
                        sqlx::query(
                            "UPDATE document SET raw = ?2
                             WHERE rid = (SELECT rid FROM head WHERE id = ?1)",
                        )
                        .bind(id_bytes(id))
                        .bind(raw)
                        .execute(&mut *tx)
                        .await?;
                    }
                    Ok(())
                })
            })
            .await
    }

    /// How many complaints are confirmed.
    pub async fn count(&self) -> Result<u64, StoreError> {
        self.store
            .mirror_read(|connection| {
                Box::pin(async move {
                    let n: i64 = sqlx::query_scalar("SELECT count(*) FROM document")
                        .fetch_one(connection)
                        .await?;
                    Ok(n.unsigned_abs())
                })
            })
            .await
    }

    /// Keeps the clocks of one complaint (one recorded here, not confirmed yet).
    pub async fn keep_clocks(&self, id: ComplaintId, kept: Kept) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    let rid: Option<i64> = sqlx::query_scalar("SELECT rid FROM head WHERE id = ?1")
                        .bind(id_bytes(id))
                        .fetch_optional(&mut *tx)
                        .await?;
                    match rid {
                        Some(rid) => head::write_kept(tx, rid, &kept).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    /// Makes erased words unreadable on the disk as well: the search index is merged, free pages are
    /// given back and the write-ahead log is emptied.
    async fn finish_erasing(&self) -> Result<(), StoreError> {
        self.store
            .mirror_maintain(|connection| Box::pin(finish_erasing(connection)))
            .await
    }
}

/// See [`Mirror::finish_erasing`]. Does nothing unless something was erased since the last time.
pub(crate) async fn finish_erasing(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let due: Option<String> = sqlx::query_scalar("SELECT value FROM meta WHERE key = 'erase_due'")
        .fetch_optional(&mut *connection)
        .await?;
    if due.is_none() {
        return Ok(());
    }
    sqlx::raw_sql(
        "PRAGMA secure_delete = ON;
         INSERT INTO fts (fts) VALUES ('optimize');
         PRAGMA incremental_vacuum;
         DELETE FROM meta WHERE key = 'erase_due';
         PRAGMA wal_checkpoint(TRUNCATE);
         PRAGMA secure_delete = FAST;",
    )
    .execute(connection)
    .await?;
    Ok(())
}
