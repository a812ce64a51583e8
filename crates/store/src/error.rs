//! What can go wrong with the files. No error text ever holds what the files hold: a path at most.

use std::path::PathBuf;

/// Why a profile could not be opened or made. Nothing was changed, unless a variant says so.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the folder holds no profile")]
    NoProfile,
    #[error("the folder holds a profile already")]
    AlreadyExists,
    #[error("another program has the profile open")]
    AlreadyRunning,
    /// The passphrase or keychain entry is not the one the profile was made with.
    #[error("the key does not fit the profile")]
    WrongKey,
    /// The profile needs another kind of key than the one offered.
    #[error("the profile is kept with another kind of key")]
    OtherKeySource,
    /// There is no keychain here, or it refused; a passphrase works everywhere.
    #[error("the keychain of the operating system cannot be used")]
    NoKeychain(#[source] Option<keyring::Error>),
    /// Neither the journal nor its backup can be read. Both files were left where they are.
    #[error("the journal is damaged and there is no usable backup")]
    JournalDamaged { kept: PathBuf },
    /// profile.json cannot be read, so no key can be derived.
    #[error("the profile's description is damaged")]
    ProfileDamaged { path: PathBuf },
    /// A newer version of the program made it. Nothing was touched.
    #[error("the profile was made by a newer version (schema {found}, known {known})")]
    NewerSchema { found: i64, known: i64 },
    #[error("the disk is full")]
    DiskFull,
    /// Network shares and synchronised folders break the write-ahead log.
    #[error("the folder cannot hold a profile safely")]
    UnsafeFolder { why: UnsafeFolder },
    #[error("the folder could not be used")]
    Io(#[source] std::io::Error),
    #[error("the store could not be used")]
    Store(#[source] StoreError),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnsafeFolder {
    NetworkShare,
    /// OneDrive, Dropbox, Google Drive, roaming profiles.
    Synchronised,
    /// The file system cannot keep a write-ahead log.
    NoWriteAheadLog,
}

/// Which file an error speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreFile {
    Journal,
    Mirror,
    Blob,
}

/// Why a reading or writing failed. A failed writing left everything as it was.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the disk is full")]
    DiskFull,
    /// The file does not read back as it was written. A damaged mirror is made anew with
    /// [`crate::Store::rebuild_mirror`], or by itself at the next start.
    #[error("a file of the store is damaged ({0:?})")]
    Damaged(StoreFile),
    /// No such operation in the outbox (any more).
    #[error("the operation is not in the outbox")]
    UnknownOp,
    /// The same operation id with another content.
    #[error("the operation id is taken by another change")]
    OpTaken,
    #[error("no such file is kept")]
    NoBlob,
    /// A value in the file is not of the shape this version writes. Line and column, never the text.
    #[error("a stored value could not be read ({what}, at {line}:{column})")]
    Unreadable {
        what: &'static str,
        line: usize,
        column: usize,
    },
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A fault of the program, told instead of passed on. Nothing of the work was kept.
    #[error("the work broke down")]
    BrokeDown,
    #[error("the database refused")]
    Sql(#[source] sqlx::Error),
    #[error("a file could not be used")]
    Io(#[source] std::io::Error),
}

/// Extended SQLite result code, where the database answered at all.
fn extended_code(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error()?.code()?.parse().ok()
}

/// Primary SQLite result code.
fn sqlite_code(error: &sqlx::Error) -> Option<i32> {
    extended_code(error).map(|code| code & 0xff)
}

/// Whether there was no room, for the file or for the index of its log.
fn is_full(error: &sqlx::Error) -> bool {
    sqlite_code(error) == Some(SQLITE_FULL) || extended_code(error) == Some(SQLITE_IOERR_SHMSIZE)
}

/// Whether the file did not read back as it was written.
fn is_damage(error: &sqlx::Error) -> bool {
    match sqlite_code(error) {
        Some(SQLITE_CORRUPT | SQLITE_NOTADB) => true,
        // SQLCipher's answer to a page whose authentication code is wrong. Mistakes in a statement
        // have this code as well, but always a text of their own.
        Some(SQLITE_ERROR) => error
            .as_database_error()
            .is_some_and(|error| error.message() == "SQL logic error"),
        _ => false,
    }
}

const SQLITE_ERROR: i32 = 1;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_NOTADB: i32 = 26;
const SQLITE_IOERR_SHMSIZE: i32 = 4874;

impl StoreError {
    /// Reads a database error as one about `file`.
    pub(crate) fn of_sql(error: sqlx::Error, file: StoreFile) -> Self {
        if is_damage(&error) {
            Self::Damaged(file)
        } else {
            error.into()
        }
    }

    /// A stored JSON value that this version cannot read.
    pub(crate) fn of_json(what: &'static str, error: &serde_json::Error) -> Self {
        Self::Unreadable {
            what,
            line: error.line(),
            column: error.column(),
        }
    }

    pub(crate) fn unreadable(what: &'static str) -> Self {
        Self::Unreadable {
            what,
            line: 0,
            column: 0,
        }
    }

    /// Names the file, where the work inside did not know it.
    pub(crate) fn in_file(self, file: StoreFile) -> Self {
        match self {
            Self::Sql(error) => Self::of_sql(error, file),
            other => other,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        if is_full(&error) {
            Self::DiskFull
        } else {
            Self::Sql(error)
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::DiskFull => Self::DiskFull,
            StoreError::Io(error) => Self::Io(error),
            other => Self::Store(other),
        }
    }
}

impl From<std::io::Error> for OpenError {
    fn from(error: std::io::Error) -> Self {
        StoreError::from(error).into()
    }
}
