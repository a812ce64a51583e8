//! What keeps a database from doing what it is asked.

use std::path::PathBuf;
use std::sync::Arc;

/// Why the database could not do it. Never holds what was to be kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    #[error("the disk is full")]
    DiskFull,
    #[error("another process holds the database too long")]
    Busy,
    #[error("the database is being closed")]
    Closed,
    #[error(
        "there is no hub in {}: check --data, or make one with `tanggap-hub init --data {}`",
        .0.display(), .0.display()
    )]
    NoHub(PathBuf),
    #[error("there is a hub in {} already", .0.display())]
    HubExists(PathBuf),
    #[error("the database was written by a newer version")]
    NewerSchema,
    #[error("the database is sealed with another key, or the file is none")]
    NotOurs,
    #[error("the database cannot be prepared")]
    Migrate(#[source] Arc<sqlx::migrate::MigrateError>),
    #[error("{what} in the database cannot be read")]
    Damaged { what: &'static str },
    #[error("opening the database")]
    Io(#[source] Arc<std::io::Error>),
    #[error("the database failed")]
    Sql(#[source] Arc<sqlx::Error>),
    #[error("the program failed")]
    Panicked,
    #[error("an active officer has this name already; two must be told apart")]
    NameTaken,
}

impl DbError {
    /// Whether what was asked for is to blame, and not the state of disk or database: anything else may
    /// go on.
    pub fn is_of_the_job(&self) -> bool {
        match self {
            Self::Damaged { .. } | Self::Panicked | Self::NameTaken => true,
            Self::Sql(error) => match primary_code(error) {
                // SQLITE_ERROR, TOOBIG, CONSTRAINT, MISMATCH, RANGE: this statement with these values.
                Some(1 | 18 | 19 | 20 | 25) => true,
                Some(_) => false,
                None => matches!(
                    **error,
                    sqlx::Error::ColumnDecode { .. }
                        | sqlx::Error::Decode(_)
                        | sqlx::Error::Encode(_)
                ),
            },
            Self::DiskFull
            | Self::Busy
            | Self::Closed
            | Self::NoHub(_)
            | Self::HubExists(_)
            | Self::NewerSchema
            | Self::NotOurs
            | Self::Migrate(_)
            | Self::Io(_) => false,
        }
    }
}

impl DbError {
    /// Whether the file itself is damaged, or sealed with another key.
    pub fn is_corrupt(&self) -> bool {
        use sqlx::migrate::MigrateError::{Execute, ExecuteMigration};
        match self {
            Self::NotOurs | Self::Damaged { .. } => true,
            Self::Sql(error) => is_damage(error),
            Self::Migrate(error) => match &**error {
                Execute(error) | ExecuteMigration(error, _) => is_damage(error),
                _ => false,
            },
            _ => false,
        }
    }
}

fn is_damage(error: &sqlx::Error) -> bool {
    match primary_code(error) {
        // SQLITE_CORRUPT, SQLITE_NOTADB
        Some(11 | 26) => true,
        // SQLCipher's answer to a page whose authentication code is wrong. Mistakes in a statement have this
        // code as well, but always a text of their own.
        Some(1) => error
            .as_database_error()
            .is_some_and(|error| error.message() == "SQL logic error"),
        _ => false,
    }
}

/// What SQLite says, with the kind of an I/O error.
fn extended_code(error: &sqlx::Error) -> Option<u32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// SQLite's primary result code: the lowest byte of what it says.
fn primary_code(error: &sqlx::Error) -> Option<u32> {
    extended_code(error).map(|code| code & 0xff)
}

/// No room for the index of the log.
const SQLITE_IOERR_SHMSIZE: u32 = 4874;

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if extended_code(&error) == Some(SQLITE_IOERR_SHMSIZE) {
            return Self::DiskFull;
        }
        match (primary_code(&error), &error) {
            // SQLITE_FULL
            (Some(13), _) => Self::DiskFull,
            // SQLITE_NOTADB
            (Some(26), _) => Self::NotOurs,
            // SQLITE_BUSY
            (Some(5), _) | (_, sqlx::Error::PoolTimedOut) => Self::Busy,
            (_, sqlx::Error::PoolClosed) => Self::Closed,
            _ => Self::Sql(Arc::new(error)),
        }
    }
}

impl From<std::io::Error> for DbError {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            Self::DiskFull
        } else {
            Self::Io(Arc::new(error))
        }
    }
}
