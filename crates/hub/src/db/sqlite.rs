//! The hub's database in one SQLite file, mode 0600.
//!
//! One writer connection per process, in WAL, synced at every commit; readers are read-only. Only the
//! process that serves checkpoints: the SQLite in use is older than the fix of the WAL-reset bug.

pub mod backup;
mod carried;
mod erase;
mod feed;
mod identity;
mod import;
mod joined;
mod officer;
mod open;
mod push;
mod reserve;
mod savepoint;
mod taking;
mod upload;
mod wal;
mod wipe;
mod writer;

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::sqlite::{SqliteConnection, SqlitePool};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId};
use tanggap_domain::merge::NationalRow;
use tanggap_protocol::about::Reference;
use tanggap_protocol::import::{ImportChanges, TakeBackCounts};
use tanggap_protocol::outcome::WireOutcome;
use tanggap_protocol::scope::Scope;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use self::reserve::Reserve;
use self::writer::Writer;
use super::{
    Access, Batch, Blob, Bringer, Carried, ChangesWanted, Db, DbError, Erased, FilePart, Identity,
    ImportEnd, ImportRow, NewImport, NewOfficer, NewUpload, OfficerRow, Slice, Sweep, Swept,
    TakenIn, Traces, UnreadableRaw, Upload, Wanted,
};
use crate::grant::Grant;
use crate::token::TokenHash;

const FILE: &str = "hub.db";

/// Rows of an import in one transaction, so that officers' operations get their turn in between.
const TAKE_IN_ROWS: usize = 500;

/// Who opens the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one process that serves, and checkpoints.
    Server,
    /// The command line, possibly beside a server.
    Tool,
}

pub struct SqliteDb {
    identity: Identity,
    writer: Writer,
    readers: SqlitePool,
    news: watch::Sender<u64>,
    reserve: Reserve,
    listener: Mutex<Option<Listener>>,
}

/// Looks for news of other processes until it is dropped.
struct Listener {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

async fn setting(
    connection: &mut SqliteConnection,
    key: &'static str,
) -> Result<Option<Vec<u8>>, DbError> {
    Ok(sqlx::query_scalar("SELECT value FROM hub WHERE key = ?")
        .bind(key)
        .fetch_optional(connection)
        .await?)
}

async fn put_setting(
    connection: &mut SqliteConnection,
    key: &'static str,
    value: Vec<u8>,
) -> Result<(), DbError> {
    let sql = "INSERT INTO hub (key, value) VALUES (?, ?)
               ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    sqlx::query(sql)
        .bind(key)
        .bind(value)
        .execute(connection)
        .await?;
    Ok(())
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), DbError> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}

fn ms(at: DateTime<Utc>) -> i64 {
    at.timestamp_millis()
}

fn time(ms: i64) -> Result<DateTime<Utc>, DbError> {
    DateTime::from_timestamp_millis(ms).ok_or(DbError::Damaged { what: "a time" })
}

fn uuid(bytes: &[u8]) -> Result<Uuid, DbError> {
    Uuid::from_slice(bytes).map_err(|_| DbError::Damaged { what: "an id" })
}

#[async_trait]
impl Db for SqliteDb {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    async fn slice(&self, wanted: Vec<Wanted>, max_bytes: usize) -> Result<Slice, DbError> {
        let mut reader = self.readers.begin().await?;
        feed::slice(&mut reader, &wanted, max_bytes).await
    }

    async fn push(&self, batch: Batch) -> Result<Vec<(OpId, WireOutcome)>, DbError> {
        self.writer
            .write(move |connection| Box::pin(push::push(connection, batch)))
            .await
    }

    async fn take_in_for(
        &self,
        rows: Vec<Complaint>,
        office: Option<Scope>,
        now: DateTime<Utc>,
    ) -> Result<TakenIn, DbError> {
        let mut total = TakenIn::default();
        let mut rows = rows.into_iter().map(NationalRow::from).peekable();
        while rows.peek().is_some() {
            let chunk: Vec<_> = rows.by_ref().take(TAKE_IN_ROWS).collect();
            let bringer = Bringer {
                office: office.clone(),
                ..Bringer::default()
            };
            let taken = self
                .writer
                .write(move |connection| {
                    Box::pin(async move { taking::take_in(connection, chunk, &bringer, now).await })
                })
                .await?;
            total.add(taken);
        }
        Ok(total)
    }

    async fn take_in_file(
        &self,
        parts: mpsc::Receiver<FilePart>,
        bringer: Bringer,
        now: DateTime<Utc>,
    ) -> Result<TakenIn, DbError> {
        self.writer
            .write(move |connection| Box::pin(taking::file(connection, parts, bringer, now)))
            .await
    }

    async fn carry_out(&self, lines: mpsc::Sender<Carried>) -> Result<(), DbError> {
        let mut reader = self.readers.begin().await?;
        carried::out(&mut reader, lines).await
    }

    async fn begin_import(&self, new: NewImport) -> Result<(), DbError> {
        self.writer
            .write(move |connection| Box::pin(import::begin(connection, new)))
            .await
    }

    async fn end_import(
        &self,
        id: Uuid,
        end: ImportEnd,
        now: DateTime<Utc>,
    ) -> Result<(), DbError> {
        self.writer
            .write(move |connection| Box::pin(import::end(connection, id, end, now)))
            .await
    }

    async fn import(&self, id: Uuid) -> Result<Option<ImportRow>, DbError> {
        let mut reader = self.readers.acquire().await?;
        import::find(&mut reader, id).await
    }

    async fn imports(&self, most: u32) -> Result<Vec<ImportRow>, DbError> {
        let mut reader = self.readers.acquire().await?;
        import::newest(&mut reader, most).await
    }

    async fn interrupt_imports(&self, now: DateTime<Utc>) -> Result<u64, DbError> {
        self.writer
            .write(move |connection| Box::pin(import::interrupt(connection, now)))
            .await
    }

    async fn import_changes(&self, wanted: ChangesWanted) -> Result<ImportChanges, DbError> {
        let mut reader = self.readers.begin().await?;
        import::changes::page(&mut reader, &wanted).await
    }

    async fn import_unreadable(
        &self,
        import: Uuid,
        after: u32,
        most: u32,
    ) -> Result<Vec<UnreadableRaw>, DbError> {
        let mut reader = self.readers.acquire().await?;
        import::changes::unreadable(&mut reader, import, after, most).await
    }

    async fn look_back(
        &self,
        import: Uuid,
        reach: Option<Grant>,
    ) -> Result<TakeBackCounts, DbError> {
        let mut reader = self.readers.begin().await?;
        import::back::look(&mut reader, import, reach.as_ref()).await
    }

    async fn take_back(
        &self,
        import: Uuid,
        entry: Uuid,
        reach: Option<Grant>,
        now: DateTime<Utc>,
    ) -> Result<Option<TakeBackCounts>, DbError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    import::back::take(connection, import, entry, reach.as_ref(), now).await
                })
            })
            .await
    }

    async fn forget_changes(&self, before: DateTime<Utc>) -> Result<(), DbError> {
        self.writer
            .write(move |connection| Box::pin(import::changes::forget(connection, ms(before))))
            .await
    }

    async fn has_upload(&self, officer: OfficerId, sha256: &str) -> Result<bool, DbError> {
        let mut reader = self.readers.acquire().await?;
        upload::is_theirs(&mut reader, officer, sha256).await
    }

    async fn forget_upload(&self, officer: OfficerId, sha256: String) -> Result<bool, DbError> {
        self.writer
            .write(move |connection| Box::pin(upload::forget(connection, officer, sha256)))
            .await
    }

    async fn complaint(&self, id: ComplaintId) -> Result<Option<Complaint>, DbError> {
        let mut reader = self.readers.acquire().await?;
        feed::complaint(&mut reader, id).await
    }

    async fn unseen(&self) -> Result<u64, DbError> {
        let mut reader = self.readers.acquire().await?;
        feed::unseen(&mut reader).await
    }

    async fn complaints_with(&self, tracking_id: &str) -> Result<Vec<ComplaintId>, DbError> {
        let mut reader = self.readers.acquire().await?;
        feed::complaints_with(&mut reader, tracking_id).await
    }

    async fn erase(&self, id: ComplaintId, now: DateTime<Utc>) -> Result<Option<Erased>, DbError> {
        let erase = || {
            self.writer
                .write(move |connection| Box::pin(erase::erase(connection, id, now)))
        };
        match erase().await {
            Err(DbError::DiskFull) if self.reserve.free() => erase().await,
            erased => erased,
        }
    }

    async fn traces(&self, id: ComplaintId) -> Result<Option<Traces>, DbError> {
        let mut reader = self.readers.begin().await?;
        erase::traces(&mut reader, id).await
    }

    async fn erased(&self) -> Result<Vec<(ComplaintId, DateTime<Utc>)>, DbError> {
        let mut reader = self.readers.acquire().await?;
        erase::erased(&mut reader).await
    }

    async fn wipe(&self, within: Duration) -> Result<bool, DbError> {
        self.writer
            .write(|connection| Box::pin(wipe::ask(connection)))
            .await?;
        let mut news = self.news.subscribe();
        let done = async {
            loop {
                let mut reader = self.readers.acquire().await?;
                if !wipe::is_due(&mut reader).await? {
                    return Ok(());
                }
                drop(reader);
                news.changed().await.map_err(|_| DbError::Closed)?;
            }
        };
        match tokio::time::timeout(within, done).await {
            Ok(done) => done.map(|()| true),
            Err(_) => Ok(false),
        }
    }

    async fn add_officer(&self, new: NewOfficer) -> Result<(), DbError> {
        self.writer
            .write(move |connection| Box::pin(officer::add(connection, new)))
            .await
    }

    async fn officers(&self) -> Result<Vec<OfficerRow>, DbError> {
        let mut reader = self.readers.begin().await?;
        officer::list(&mut reader).await
    }

    async fn revoke(&self, officer: OfficerId, now: DateTime<Utc>) -> Result<bool, DbError> {
        self.writer
            .write(move |connection| Box::pin(officer::revoke(connection, officer, now)))
            .await
    }

    async fn access(&self, token: TokenHash) -> Result<Access, DbError> {
        let mut reader = self.readers.begin().await?;
        officer::access(&mut reader, token).await
    }

    async fn reference(&self) -> Result<Reference, DbError> {
        let json: Option<String> =
            sqlx::query_scalar("SELECT json FROM reference WHERE key = 'shared'")
                .fetch_optional(&self.readers)
                .await?;
        let Some(json) = json else {
            return Ok(Reference::default());
        };
        serde_json::from_str(&json).map_err(|_| DbError::Damaged { what: "reference" })
    }

    async fn set_reference(&self, reference: Reference, now: DateTime<Utc>) -> Result<(), DbError> {
        let json = serde_json::to_string(&reference)
            .map_err(|_| DbError::Damaged { what: "reference" })?;
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    let sql = "INSERT INTO reference (key, json, changed_ms)
                               VALUES ('shared', ?, ?)
                               ON CONFLICT (key) DO UPDATE
                               SET json = excluded.json, changed_ms = excluded.changed_ms";
                    sqlx::query(sql)
                        .bind(json)
                        .bind(ms(now))
                        .execute(connection)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    async fn begin_upload(&self, new: NewUpload) -> Result<Upload, DbError> {
        self.writer
            .write(move |connection| Box::pin(upload::begin(connection, new)))
            .await
    }

    async fn upload(&self, officer: OfficerId, id: Uuid) -> Result<Option<Upload>, DbError> {
        let mut reader = self.readers.acquire().await?;
        upload::find(&mut reader, officer, id).await
    }

    async fn finish_upload(&self, upload: Upload, now: DateTime<Utc>) -> Result<(), DbError> {
        self.writer
            .write(move |connection| Box::pin(upload::finish(connection, upload, now)))
            .await
    }

    async fn blob(&self, grant: &Grant, sha256: String) -> Result<Option<Blob>, DbError> {
        let mut reader = self.readers.begin().await?;
        upload::blob(&mut reader, grant, &sha256).await
    }

    async fn lose_file(&self, sha256: String) -> Result<bool, DbError> {
        self.writer
            .write(move |connection| Box::pin(upload::lose(connection, sha256)))
            .await
    }

    async fn sweep_uploads(&self, sweep: Sweep) -> Result<Swept, DbError> {
        self.writer
            .write(move |connection| Box::pin(upload::sweep(connection, sweep)))
            .await
    }

    async fn new_epoch(&self) -> Result<(), DbError> {
        self.writer
            .write(|connection| {
                let epoch = identity::random_epoch().to_be_bytes().to_vec();
                Box::pin(put_setting(connection, "epoch", epoch))
            })
            .await
    }

    async fn close(&self) {
        // The writer last: the connection that goes last brings everything into the one file.
        if let Some(Listener { stop, task }) = self.listener.lock().await.take() {
            drop(stop);
            if let Err(error) = task.await {
                tracing::error!(%error, "the search for news broke down");
            }
        }
        self.readers.close().await;
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
