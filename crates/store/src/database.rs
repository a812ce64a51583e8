//! One SQLCipher file: a single writer that alone writes and checkpoints, and readers that cannot.
//!
//! SQLite up to 3.51.2 can corrupt a write-ahead log that two connections write and checkpoint at
//! once; with one writer it cannot happen. Nobody opens a second writing connection.

pub(crate) mod copy;
mod readers;
mod writer;

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::error::{StoreError, StoreFile};
use crate::key::FileKey;
use crate::profile::Lock;

pub(crate) use readers::Readers;
pub(crate) use writer::Writer;

/// Work on a connection: what the closures given to [`Database::read`] and [`Database::write`] return.
pub(crate) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

/// How a file is opened.
#[derive(Clone)]
pub(crate) struct Plan {
    pub path: PathBuf,
    pub file: StoreFile,
    pub key: FileKey,
}

impl Plan {
    /// Options of the one writing connection. A file that exists is not written to by opening it.
    pub fn writing(&self, new: bool) -> SqliteConnectOptions {
        let synchronous = match self.file {
            // An acknowledged action survives a power cut.
            StoreFile::Journal => SqliteSynchronous::Full,
            // A lost suffix is pulled again: its cursor is lost with it.
            StoreFile::Mirror | StoreFile::Blob => SqliteSynchronous::Normal,
        };
        let options = if new {
            self.common()
                .create_if_missing(true)
                .pragma("auto_vacuum", "INCREMENTAL")
        } else {
            self.common()
        };
        options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .pragma("cache_size", "-16384")
            .pragma("secure_delete", "FAST")
            .pragma("journal_size_limit", "67108864")
            .pragma("wal_autocheckpoint", "4000")
    }

    /// Options of a reading connection: it can neither write nor checkpoint.
    pub fn reading(&self) -> SqliteConnectOptions {
        self.common()
            .read_only(true)
            .pragma("cache_size", "-8192")
            .pragma("wal_autocheckpoint", "0")
            .pragma("query_only", "ON")
    }

    fn common(&self) -> SqliteConnectOptions {
        let mut options = SqliteConnectOptions::new()
            .filename(&self.path)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .statement_cache_capacity(128)
            // An I/O error becomes an error, not a signal; Windows can shorten the file.
            .pragma("mmap_size", "0")
            .pragma("temp_store", "MEMORY")
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            // Damage is reported as an error, not on standard error.
            .pragma("cipher_log_level", "NONE")
            // The pragmas hold the key.
            .disable_statement_logging();
        if let Some(key) = self.key.pragma() {
            options = options.pragma("key", key);
        }
        options
    }

    /// The file itself and its companions in WAL mode.
    pub fn paths(&self) -> [PathBuf; 3] {
        companions(&self.path)
    }
}

/// A database file with the two files SQLite keeps beside it.
pub(crate) fn companions(path: &Path) -> [PathBuf; 3] {
    let with = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    [path.to_owned(), with("-wal"), with("-shm")]
}

/// An open file. Cheap to clone; closes when [`Database::close`] is called or the last clone goes.
#[derive(Clone)]
pub(crate) struct Database {
    plan: Arc<Plan>,
    writer: Writer,
    readers: Arc<Readers>,
}

impl Database {
    /// Takes an open writing connection, prepared by the caller (checked, migrated).
    ///
    /// `backup` is kept fresh while there is quiet; `lock` is held until the file is closed.
    pub fn start(
        plan: Plan,
        connection: SqliteConnection,
        backup: Option<PathBuf>,
        lock: Option<Arc<Lock>>,
    ) -> Self {
        let readers = Readers::new(plan.reading(), plan.file);
        Self {
            writer: Writer::start(connection, plan.file, backup, lock),
            readers: Arc::new(readers),
            plan: Arc::new(plan),
        }
    }

    /// Reads on a connection of its own, beside the writer.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
    {
        self.readers.read(work).await
    }

    /// Writes in one transaction: all of it or, on an error, nothing. It completes even if the
    /// caller stops waiting.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.writer.transaction(work).await
    }

    /// Runs on the writing connection outside any transaction (backup, checkpoint).
    pub async fn maintain<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.writer.run(work).await
    }

    /// Lets `swap` exchange the file while nobody reads or writes it, then goes on with the
    /// connection that it returns.
    pub async fn exchange<F, Fut>(&self, swap: F) -> Result<(), StoreError>
    where
        F: FnOnce(Plan) -> Fut + Send + 'static,
        Fut: Future<Output = Result<SqliteConnection, StoreError>> + Send + 'static,
    {
        let quiet = self.readers.drain().await?;
        let plan = Plan::clone(&self.plan);
        let done = self.writer.exchange(move || swap(plan)).await;
        drop(quiet);
        done
    }

    /// Checkpoints, closes readers, then the writer.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Opens the writing connection and makes sure that it is what the rules ask for.
pub(crate) async fn connect(plan: &Plan) -> Result<SqliteConnection, StoreError> {
    let of = |error| StoreError::of_sql(error, plan.file);
    let new = !plan.path.try_exists()?;
    let mut connection = plan.writing(new).connect().await.map_err(of)?;
    // Reads page 1: only now is it known that the key fits and the file is one of ours.
    sqlx::query("SELECT count(*) FROM sqlite_schema")
        .execute(&mut connection)
        .await
        .map_err(of)?;
    Ok(connection)
}

/// Closes a connection that never became a [`Database`].
pub(crate) async fn disconnect(connection: SqliteConnection) {
    if let Err(error) = connection.close().await {
        tracing::warn!(error = %error, "closing a database file failed");
    }
}
