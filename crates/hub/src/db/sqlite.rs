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
mod push;
mod reserve;
mod savepoint;
mod taking;
mod upload;
mod wal;
mod wipe;
mod writer;

use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
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
use self::wal::Wal;
use self::writer::Writer;
use super::{
    Access, Batch, Blob, Bringer, Carried, ChangesWanted, Db, DbError, Erased, FilePart, Identity,
    ImportEnd, ImportRow, Kind, NewImport, NewOfficer, NewUpload, OfficerRow, Slice, Sweep, Swept,
    TakenIn, Traces, UnreadableRaw, Upload, Wanted,
};
use crate::grant::Grant;
use crate::home::{Home, Seal};
use crate::token::TokenHash;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations/hub/sqlite");

/// How often another process's commits are looked for. A `PRAGMA data_version` costs microseconds.
const FOREIGN_NEWS_EVERY: Duration = Duration::from_millis(200);

const FILE: &str = "hub.db";

/// The rules by which complaints were put into feeds, see [`crate::feeds`]. Another value here puts
/// them anew.
const PLACING: &[u8] = &[2];

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

impl SqliteDb {
    /// Makes a hub in `dir`, the folder too where it is missing, and opens it.
    ///
    /// # Errors
    /// [`DbError::HubExists`]; [`DbError::Io`], [`DbError::DiskFull`], [`DbError::Busy`].
    pub async fn init(home: impl Into<Home>, kind: Kind, role: Role) -> Result<Self, DbError> {
        let home = home.into();
        if Self::exists(&home.dir) {
            return Err(DbError::HubExists(home.dir));
        }
        create_private(&home.dir, &home.dir.join(FILE))?;
        Self::open_once(&home, role, Some(kind)).await
    }

    /// Opens the hub in `dir`. Makes nothing where there is none.
    ///
    /// # Errors
    /// [`DbError::NoHub`]; [`DbError::NewerSchema`] leaves the file as it is; [`DbError::Io`],
    /// [`DbError::DiskFull`], [`DbError::Busy`].
    ///
    /// On a full disk the room put aside is used.
    pub async fn open(home: impl Into<Home>, role: Role) -> Result<Self, DbError> {
        let home = home.into();
        if !Self::exists(&home.dir) {
            return Err(DbError::NoHub(home.dir));
        }
        let reserve = Reserve::of(&home.dir);
        match Self::open_once(&home, role, None).await {
            // Not every step of opening calls a full disk by its name.
            Err(DbError::DiskFull | DbError::Sql(_) | DbError::Io(_) | DbError::Migrate(_))
                if reserve.is_needed() && reserve.free() =>
            {
                Self::open_once(&home, role, None).await
            }
            opened => opened,
        }
    }

    /// Whether there is a hub in `dir`.
    pub fn exists(dir: &Path) -> bool {
        // An empty file is what a broken `init` leaves behind.
        std::fs::metadata(dir.join(FILE)).is_ok_and(|file| file.len() > 0)
    }

    async fn open_once(home: &Home, role: Role, new: Option<Kind>) -> Result<Self, DbError> {
        let dir = home.dir.as_path();
        let path = dir.join(FILE);
        let options = || options(&path, home.seal.as_ref());
        let lock_path = dir.join("migrate.lock");
        let lock = tokio::task::spawn_blocking(move || lock_file(&lock_path))
            .await
            .map_err(|_| DbError::Closed)??;
        let mut connection = options()
            .pragma(
                "wal_autocheckpoint",
                match role {
                    Role::Server => "1000",
                    Role::Tool => "0",
                },
            )
            .connect()
            .await?;
        MIGRATIONS
            .run_direct(None, &mut connection, false)
            .await
            .map_err(migrate_error)?;
        if home.seal.is_some() {
            check_whole(&mut connection, &path).await?;
        }
        if let Some(kind) = new {
            identity::make(&mut connection, kind).await?;
        }
        let identity = identity::read(&mut connection)
            .await?
            .ok_or_else(|| DbError::NoHub(dir.to_owned()))?;
        let reserve = Reserve::of(dir);
        let wal = match role {
            Role::Server => {
                shrink(&mut connection).await;
                reserve.keep();
                Some(Wal::of(&path))
            }
            Role::Tool => None,
        };
        feed::begin_breath(&mut connection).await?;
        if setting(&mut connection, "placing").await?.as_deref() != Some(PLACING) {
            feed::place_anew(&mut connection).await?;
            put_setting(&mut connection, "placing", PLACING.to_vec()).await?;
        }
        drop(lock);

        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .test_before_acquire(false)
            .idle_timeout(None)
            .max_lifetime(None)
            .connect_with(options().read_only(true))
            .await?;
        let (news, _) = watch::channel(0);
        let listener = listen(options().read_only(true), news.clone()).await?;
        Ok(Self {
            identity,
            writer: Writer::start(connection, news.clone(), wal),
            readers,
            news,
            reserve,
            listener: Mutex::new(Some(listener)),
        })
    }
}

/// Whether every page of a file inside a desk reads back: nobody looks after it but its program. Of a large
/// one that would take too long at every start.
async fn check_whole(connection: &mut SqliteConnection, path: &Path) -> Result<(), DbError> {
    const CHECKED_BYTES: u64 = 64 * 1024 * 1024;
    if std::fs::metadata(path)?.len() > CHECKED_BYTES {
        return Ok(());
    }
    let found: Vec<String> = sqlx::query_scalar("PRAGMA quick_check")
        .fetch_all(connection)
        .await?;
    match found.as_slice() {
        [only] if only == "ok" => Ok(()),
        _ => Err(DbError::Damaged {
            what: "the database",
        }),
    }
}

/// Gives much unused room inside the file back to the disk, as after a migration that took things out.
/// Where that does not work, the room is used again over time.
async fn shrink(connection: &mut SqliteConnection) {
    const MUCH_BYTES: i64 = 32 * 1024 * 1024;
    let sql = "SELECT freelist_count * page_size FROM pragma_freelist_count, pragma_page_size";
    let unused: Result<i64, _> = sqlx::query_scalar(sql).fetch_one(&mut *connection).await;
    if !unused.is_ok_and(|unused| unused > MUCH_BYTES) {
        return;
    }
    if let Err(error) = execute(connection, "VACUUM").await {
        tracing::warn!(%error, "unused room could not be given back");
    }
}

fn options(path: &Path, seal: Option<&Seal>) -> SqliteConnectOptions {
    let options = match seal {
        // The pragmas hold the key.
        Some(seal) => SqliteConnectOptions::new()
            .pragma("key", seal.pragma())
            .pragma("cipher_log_level", "NONE")
            .disable_statement_logging(),
        None => SqliteConnectOptions::new(),
    };
    options
        .filename(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .pragma("temp_store", "MEMORY")
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON")
        .pragma("journal_size_limit", "67108864")
}

fn create_private(dir: &Path, path: &Path) -> Result<(), DbError> {
    let mut folder = std::fs::DirBuilder::new();
    folder.recursive(true);
    let mut file = std::fs::OpenOptions::new();
    file.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folder.mode(0o700);
        file.mode(0o600);
    }
    folder.create(dir)?;
    file.open(path)?;
    Ok(())
}

/// sqlx's own migration lock does nothing on SQLite.
fn lock_file(path: &PathBuf) -> Result<std::fs::File, DbError> {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    file.lock()?;
    Ok(file)
}

fn migrate_error(error: sqlx::migrate::MigrateError) -> DbError {
    match error {
        sqlx::migrate::MigrateError::VersionMissing(_) => DbError::NewerSchema,
        sqlx::migrate::MigrateError::Execute(error) => error.into(),
        other => DbError::Migrate(other.into()),
    }
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

/// Ticks `news` when another connection, of whatever process, has committed.
async fn listen(
    options: SqliteConnectOptions,
    news: watch::Sender<u64>,
) -> Result<Listener, DbError> {
    async fn version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
        sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(connection)
            .await
    }
    let mut connection = options.connect().await?;
    let mut seen = version(&mut connection).await?;
    let (stop, mut stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        let mut ticks = tokio::time::interval(FOREIGN_NEWS_EVERY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = &mut stopped => break,
            }
            match version(&mut connection).await {
                Ok(now) if now != seen => {
                    seen = now;
                    news.send_modify(|ticks| *ticks += 1);
                }
                Ok(_) => {}
                Err(error) => tracing::warn!(%error, "looking for news of other processes"),
            }
        }
        if let Err(error) = connection.close().await {
            tracing::warn!(%error, "closing the database");
        }
    });
    Ok(Listener { stop, task })
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
