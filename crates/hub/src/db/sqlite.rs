//! The hub's database in one SQLite file, mode 0600.
//!
//! One writer connection per process, in WAL, synced at every commit; readers are read-only. Only the
//! process that serves checkpoints: the SQLite in use is older than the fix of the WAL-reset bug.

pub mod backup;
mod erase;
mod feed;
mod identity;
mod officer;
mod push;
mod reserve;
mod savepoint;
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
use tanggap_protocol::outcome::WireOutcome;
use tanggap_protocol::scope::Scope;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use uuid::Uuid;

use self::reserve::Reserve;
use self::wal::Wal;
use self::writer::Writer;
use super::{
    Access, Batch, Blob, Db, DbError, FilePart, Identity, Kind, NewOfficer, NewUpload, OfficerRow,
    Slice, Sweep, Swept, TakenIn, Traces, Upload, Wanted,
};
use crate::grant::Grant;
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
    pub async fn init(dir: &Path, kind: Kind, role: Role) -> Result<Self, DbError> {
        if Self::exists(dir) {
            return Err(DbError::HubExists(dir.to_owned()));
        }
        create_private(dir, &dir.join(FILE))?;
        Self::open_once(dir, role, Some(kind)).await
    }

    /// Opens the hub in `dir`. Makes nothing where there is none.
    ///
    /// # Errors
    /// [`DbError::NoHub`]; [`DbError::NewerSchema`] leaves the file as it is; [`DbError::Io`],
    /// [`DbError::DiskFull`], [`DbError::Busy`].
    ///
    /// On a full disk the room put aside is used.
    pub async fn open(dir: &Path, role: Role) -> Result<Self, DbError> {
        if !Self::exists(dir) {
            return Err(DbError::NoHub(dir.to_owned()));
        }
        let reserve = Reserve::of(dir);
        match Self::open_once(dir, role, None).await {
            // Not every step of opening calls a full disk by its name.
            Err(DbError::DiskFull | DbError::Sql(_) | DbError::Io(_) | DbError::Migrate(_))
                if reserve.is_needed() && reserve.free() =>
            {
                Self::open_once(dir, role, None).await
            }
            opened => opened,
        }
    }

    /// Whether there is a hub in `dir`.
    pub fn exists(dir: &Path) -> bool {
        // An empty file is what a broken `init` leaves behind.
        std::fs::metadata(dir.join(FILE)).is_ok_and(|file| file.len() > 0)
    }

    async fn open_once(dir: &Path, role: Role, new: Option<Kind>) -> Result<Self, DbError> {
        let path = dir.join(FILE);
        let lock_path = dir.join("migrate.lock");
        let lock = tokio::task::spawn_blocking(move || lock_file(&lock_path))
            .await
            .map_err(|_| DbError::Closed)??;
        let mut connection = options(&path)
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
            .run(&mut connection)
            .await
            .map_err(migrate_error)?;
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
            .connect_with(options(&path).read_only(true))
            .await?;
        let (news, _) = watch::channel(0);
        let listener = listen(options(&path).read_only(true), news.clone()).await?;
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

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
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
            let office = office.clone();
            let taken = self
                .writer
                .write(move |connection| Box::pin(feed::take_in(connection, chunk, office, now)))
                .await?;
            total.add(taken);
        }
        Ok(total)
    }

    async fn take_in_file(
        &self,
        mut parts: mpsc::Receiver<FilePart>,
        office: Option<Scope>,
        now: DateTime<Utc>,
    ) -> Result<TakenIn, DbError> {
        self.writer
            .write(move |connection| {
                Box::pin(async move {
                    let mut total = TakenIn::default();
                    while let Some(part) = parts.recv().await {
                        match part {
                            FilePart::Rows(rows) => {
                                let office = office.clone();
                                total.add(feed::take_in(connection, rows, office, now).await?);
                            }
                            FilePart::Whole => return Ok(total),
                        }
                    }
                    // Reading broke off: what came so far goes again.
                    Err(DbError::Closed)
                })
            })
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

    async fn erase(
        &self,
        id: ComplaintId,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<String>>, DbError> {
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
mod tests {
    use super::*;

    struct Fixture {
        _dir: tempfile::TempDir,
        db: SqliteDb,
    }

    impl std::ops::Deref for Fixture {
        type Target = SqliteDb;
        fn deref(&self) -> &SqliteDb {
            &self.db
        }
    }

    async fn made(dir: &Path) -> SqliteDb {
        SqliteDb::init(dir, Kind::Real, Role::Server).await.unwrap()
    }

    async fn open() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let db = made(dir.path()).await;
        Fixture { _dir: dir, db }
    }

    crate::db::suite::over!(open);

    #[tokio::test]
    async fn a_newer_database_is_refused_untouched() {
        let dir = tempfile::tempdir().unwrap();
        let db = made(dir.path()).await;
        db.writer
            .write(|connection| {
                Box::pin(async move {
                    let sql = "INSERT INTO _sqlx_migrations
                        (version, description, success, checksum, execution_time)
                        VALUES (99990101000000, 'newer', 1, x'00', 0)";
                    sqlx::query(sql).execute(connection).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        db.close().await;
        drop(db);
        let before = std::fs::read(dir.path().join("hub.db")).unwrap();
        let error = SqliteDb::open(dir.path(), Role::Server).await.err();
        assert!(matches!(error, Some(DbError::NewerSchema)), "{error:?}");
        assert_eq!(std::fs::read(dir.path().join("hub.db")).unwrap(), before);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn nobody_else_can_read_the_file() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("hub");
        let db = made(&data).await;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&data), 0o700);
        assert_eq!(mode(&data.join("hub.db")), 0o600);
        assert_eq!(mode(&data.join("hub.db-wal")), 0o600);
        db.close().await;
    }

    #[tokio::test]
    async fn the_file_is_kept_as_the_design_asks() {
        let fixture = open().await;
        let mut reader = fixture.readers.acquire().await.unwrap();
        for (pragma, expected) in [
            ("journal_mode", "wal"),
            ("synchronous", "2"),
            ("foreign_keys", "1"),
            ("secure_delete", "1"),
            ("trusted_schema", "0"),
        ] {
            let sql = sqlx::AssertSqlSafe(format!(
                "SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"
            ));
            let value: String = sqlx::query_scalar(sql)
                .fetch_one(&mut *reader)
                .await
                .unwrap();
            assert_eq!(value, expected, "{pragma}");
        }
        let write = sqlx::query("DELETE FROM complaint")
            .execute(&mut *reader)
            .await;
        assert!(write.is_err(), "readers must not write");
    }

    #[tokio::test]
    async fn a_full_disk_takes_nothing_half() {
        let fixture = open().await;
        let room = async |pages: &'static str| {
            fixture
                .writer
                .write(move |connection| {
                    Box::pin(async move {
                        sqlx::query(pages).execute(connection).await?;
                        Ok(())
                    })
                })
                .await
                .unwrap();
        };
        let rows = |from: u32| -> Vec<_> {
            let numbers = from..from + 400;
            let rows = numbers.map(|n| crate::testing::complaint(&n.to_string(), None));
            rows.collect()
        };
        fixture
            .take_in(rows(1), crate::testing::at(1))
            .await
            .unwrap();
        room("PRAGMA max_page_count = 1").await; // as many as there are now
        let full = fixture.take_in(rows(1000), crate::testing::at(2)).await;
        assert!(matches!(full, Err(DbError::DiskFull)), "{full:?}");
        let nation = Wanted {
            scope: Scope::Nation,
            after: crate::db::Place::START,
        };
        let slice = fixture.slice(vec![nation], usize::MAX).await.unwrap();
        assert_eq!((slice.rows.len(), slice.n), (400, 400));
        room("PRAGMA max_page_count = 1073741823").await;
        let taken = fixture.take_in(rows(1000), crate::testing::at(3)).await;
        assert_eq!(taken.unwrap().new, 400);
    }

    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_file() {
                std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }

    async fn place(db: &SqliteDb, after: crate::db::Place) -> Slice {
        let scope = Scope::Nation;
        let wanted = vec![Wanted { scope, after }];
        db.slice(wanted, usize::MAX).await.unwrap()
    }

    /// A copy goes on another way than what it was copied from: as far behind, as far, or further.
    #[tokio::test]
    async fn a_place_of_another_history_is_recognised() {
        use crate::db::Place;
        use crate::testing::{at, complaint};
        for written_after in [0, 1, 2, 5] {
            let dir = tempfile::tempdir().unwrap();
            let backup = tempfile::tempdir().unwrap();
            let db = made(dir.path()).await;
            db.take_in(vec![complaint("1", None)], at(1)).await.unwrap();
            let shared = place(&db, Place::START).await.reached[0];
            db.close().await;
            copy(dir.path(), backup.path());
            let db = SqliteDb::open(dir.path(), Role::Server).await.unwrap();
            assert!(!place(&db, shared).await.foreign);
            db.take_in(vec![complaint("2", None)], at(2)).await.unwrap();
            let lost = place(&db, shared).await.reached[0];
            assert_eq!(lost.seq, 2);
            db.close().await;

            let db = SqliteDb::open(backup.path(), Role::Server).await.unwrap();
            for n in 0..written_after {
                let row = complaint(&(10 + n).to_string(), None);
                db.take_in(vec![row], at(3)).await.unwrap();
            }
            assert!(place(&db, lost).await.foreign, "{written_after}");
            let known = place(&db, shared).await;
            assert!(!known.foreign);
            assert_eq!(known.rows.len(), written_after);
            // The same process goes on in its own history, and so does the next one.
            let own = known.reached[0];
            db.take_in(vec![complaint("99", None)], at(4))
                .await
                .unwrap();
            assert!(!place(&db, own).await.foreign);
            db.close().await;
            let db = SqliteDb::open(backup.path(), Role::Server).await.unwrap();
            assert!(!place(&db, own).await.foreign);
            db.close().await;
        }
    }

    #[tokio::test]
    async fn a_hub_is_made_once_and_only_on_purpose() {
        let around = tempfile::tempdir().unwrap();
        let dir = around.path().join("hub");
        let wrong = SqliteDb::open(&dir, Role::Server).await.err();
        assert!(matches!(wrong, Some(DbError::NoHub(_))), "{wrong:?}");
        assert!(!dir.exists());
        let db = SqliteDb::init(&dir, Kind::Practice, Role::Tool)
            .await
            .unwrap();
        let made = db.identity().clone();
        db.close().await;
        let again = SqliteDb::init(&dir, Kind::Real, Role::Tool).await.err();
        assert!(matches!(again, Some(DbError::HubExists(_))), "{again:?}");
        let db = SqliteDb::open(&dir, Role::Server).await.unwrap();
        assert_eq!(db.identity().kind, Kind::Practice);
        assert_eq!(db.identity().hub_id, made.hub_id);
        db.close().await;
        // What an `init` that was cut off leaves behind is no hub, and the next one finishes it.
        std::fs::write(dir.join("hub.db"), "").unwrap();
        assert!(!SqliteDb::exists(&dir));
    }

    #[tokio::test]
    async fn complaints_placed_by_older_rules_are_placed_anew() {
        use crate::testing::{at, complaint};
        let dir = tempfile::tempdir().unwrap();
        let db = made(dir.path()).await;
        db.take_in(vec![complaint("1", Some("16"))], at(1))
            .await
            .unwrap();
        db.writer
            .write(|connection| {
                Box::pin(async move {
                    for sql in [
                        "UPDATE change_scope SET scope = 'tanpa-lokasi' WHERE scope LIKE 'tanpa%'",
                        "DELETE FROM hub WHERE key = 'placing'",
                    ] {
                        sqlx::query(sql).execute(&mut *connection).await?;
                    }
                    Ok(())
                })
            })
            .await
            .unwrap();
        db.close().await;
        let db = SqliteDb::open(dir.path(), Role::Server).await.unwrap();
        let mut reader = db.readers.acquire().await.unwrap();
        let id = complaint("1", None).id;
        let feeds = feed::feeds_holding(&mut reader, id).await.unwrap();
        let texts: Vec<String> = feeds.iter().map(Scope::to_string).collect();
        assert_eq!(texts, ["nat", "16", "tanpa-lokasi:16"]);
    }

    #[tokio::test]
    async fn another_process_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let server = made(dir.path()).await;
        let tool = SqliteDb::open(dir.path(), Role::Tool).await.unwrap();
        let mut news = server.news();
        let row = crate::testing::complaint("1", None);
        tool.take_in(vec![row], crate::testing::at(1))
            .await
            .unwrap();
        tokio::time::timeout(Duration::from_secs(10), news.changed())
            .await
            .expect("news within the poll interval")
            .unwrap();
    }
}
