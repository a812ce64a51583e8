//! Making and opening the file, and listening to other processes that write to it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};
use tokio::sync::{Mutex, oneshot, watch};

use super::reserve::Reserve;
use super::wal::Wal;
use super::writer::Writer;
use super::{FILE, Listener, Role, SqliteDb, execute, feed, identity, put_setting, setting};
use crate::db::{DbError, Kind};
use crate::home::{Home, Seal};

pub(super) static MIGRATIONS: sqlx::migrate::Migrator =
    sqlx::migrate!("../../migrations/hub/sqlite");

/// How often another process's commits are looked for. A `PRAGMA data_version` costs microseconds.
const FOREIGN_NEWS_EVERY: Duration = Duration::from_millis(200);

/// The rules by which complaints were put into feeds, see [`crate::feeds`]. Another value here puts
/// them anew.
pub(super) const PLACING: &[u8] = &[2];

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

    pub(super) async fn open_once(
        home: &Home,
        role: Role,
        new: Option<Kind>,
    ) -> Result<Self, DbError> {
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

pub(super) fn options(path: &Path, seal: Option<&Seal>) -> SqliteConnectOptions {
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
