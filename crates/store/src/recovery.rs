//! Bringing the two files up: check, copy, migrate, and the ladder for what is damaged.
//!
//! Nothing that was once good is deleted: damaged files are renamed. A newer schema is never touched.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::SqliteConnection;
use sqlx::migrate::Migrator;

use crate::database::copy::{copy_into, remove_if_there, suffixed};
use crate::database::{Plan, companions, connect, disconnect};
use crate::error::{OpenError, StoreError, StoreFile, UnsafeFolder};
use crate::files;
use crate::journal;
use crate::profile::Folder;

pub(crate) static JOURNAL: Migrator = sqlx::migrate!("../../migrations/journal");
pub(crate) static MIRROR: Migrator = sqlx::migrate!("../../migrations/mirror");

/// Mirrors up to this size are checked wholly at start (some 0.1 s). A larger one shows its damage
/// when it is read: every page carries an authentication code.
const CHECKED_MIRROR_BYTES: u64 = 8 * 1024 * 1024;

/// How the journal was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalState {
    Intact,
    /// It was damaged: what was done after the last backup may be missing. The damaged file was kept,
    /// and the desk has a new replica id.
    RestoredFromBackup,
}

/// How the mirror was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MirrorState {
    Intact,
    /// Made anew: imports are back, what a hub confirmed comes with the next pull.
    Rebuilt {
        reason: RebuildReason,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RebuildReason {
    Missing,
    Damaged,
    /// Its schema could not be brought up to date.
    NotMigrated,
}

/// Opens the journal, checked and migrated.
pub(crate) async fn open_journal(
    plan: &Plan,
    folder: &Folder,
    new: bool,
) -> Result<(SqliteConnection, JournalState), OpenError> {
    if new {
        let mut connection = connect_new(plan).await?;
        migrate(&mut connection, &JOURNAL).await?;
        journal::rotate_replica(&mut connection).await?;
        return Ok((connection, JournalState::Intact));
    }
    let opened = match plan.path.try_exists()? {
        true => open_checked_journal(plan, &JOURNAL).await,
        false => Err(StoreError::Damaged(StoreFile::Journal).into()),
    };
    match opened {
        Ok(connection) => Ok((connection, JournalState::Intact)),
        Err(OpenError::Store(StoreError::Damaged(_))) => {
            tracing::error!("the journal is damaged; trying the backup");
            restore_journal(plan, folder).await?;
            let connection = open_checked_journal(plan, &JOURNAL).await?;
            Ok((connection, JournalState::RestoredFromBackup))
        }
        Err(error) => Err(error),
    }
}

/// Opens the mirror; one that cannot be used is set aside and made anew.
pub(crate) async fn open_mirror(
    plan: &Plan,
    folder: &Folder,
    new: bool,
) -> Result<(SqliteConnection, MirrorState), OpenError> {
    if new {
        let mut connection = connect_new(plan).await?;
        migrate(&mut connection, &MIRROR).await?;
        return Ok((connection, MirrorState::Intact));
    }
    let suspect = folder.mirror_suspect();
    let reason = if !plan.path.try_exists()? {
        RebuildReason::Missing
    } else if suspect.try_exists()? {
        RebuildReason::Damaged
    } else {
        match open_checked_mirror(plan).await {
            Ok(connection) => return Ok((connection, MirrorState::Intact)),
            Err(OpenError::Store(StoreError::Damaged(_))) => RebuildReason::Damaged,
            Err(OpenError::Store(StoreError::Sql(sqlx::Error::Migrate(_)))) => {
                RebuildReason::NotMigrated
            }
            // A disk that fails or is full says nothing about what stands on it.
            Err(error) => return Err(error),
        }
    };
    let connection = remake_mirror(plan).await?;
    if suspect.try_exists()? {
        std::fs::remove_file(suspect)?;
    }
    Ok((connection, reason.into()))
}

/// Sets the mirror aside and makes an empty one. Nobody may have it open.
pub(crate) async fn remake_mirror(plan: &Plan) -> Result<SqliteConnection, StoreError> {
    // One damaged mirror is kept to be looked at; it can be large.
    for (from, to) in companions(&plan.path)
        .iter()
        .zip(companions(&suffixed(&plan.path, "damaged")))
    {
        remove_if_there(&to)?;
        if from.try_exists()? {
            std::fs::rename(from, to)?;
        }
    }
    let mut connection = connect(plan).await?;
    migrate(&mut connection, &MIRROR).await?;
    Ok(connection)
}

/// Renames a database file and its companions, where they exist: `journal.db` becomes
/// `journal.db.<word>-<seconds>`. Gives back the new name.
pub(crate) fn set_aside(path: &Path, word: &str) -> Result<PathBuf, StoreError> {
    let seconds = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let mut target = suffixed(path, &format!("{word}-{seconds}"));
    while target.try_exists()? {
        target = suffixed(&target, "1");
    }
    for (from, to) in companions(path).iter().zip(companions(&target)) {
        if from.try_exists()? {
            std::fs::rename(from, to)?;
        }
    }
    files::sync_folder(path)?;
    Ok(target)
}

/// Takes away copies that were set aside: of before a migration, damaged, orphaned. They hold what was
/// erased since, and nobody can take it out of them.
pub(crate) fn remove_old_copies(folder: &Folder) -> Result<(), StoreError> {
    let names = [folder.journal(), folder.mirror(), folder.journal_backup()];
    let prefixes: Vec<String> = names
        .iter()
        .filter_map(|path| path.file_name())
        .map(|name| format!("{}.", name.to_string_lossy()))
        .collect();
    for entry in std::fs::read_dir(folder.path())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if prefixes.iter().any(|prefix| name.starts_with(prefix)) {
            remove_if_there(&entry.path())?;
        }
    }
    Ok(())
}

/// Newest version in the file against the newest known here.
async fn check_version(
    connection: &mut SqliteConnection,
    migrator: &Migrator,
) -> Result<Versions, OpenError> {
    let known = migrator
        .iter()
        .map(|migration| migration.version)
        .max()
        .unwrap_or_default();
    let of = StoreError::from;
    let table: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await
            .map_err(of)?;
    let found: i64 = if table == 0 {
        0
    } else {
        sqlx::query_scalar("SELECT coalesce(max(version), 0) FROM _sqlx_migrations")
            .fetch_one(connection)
            .await
            .map_err(of)?
    };
    if found > known {
        return Err(OpenError::NewerSchema { found, known });
    }
    Ok(Versions { found, known })
}

struct Versions {
    found: i64,
    known: i64,
}

/// A new file in a folder that cannot keep a write-ahead log is refused.
async fn connect_new(plan: &Plan) -> Result<SqliteConnection, OpenError> {
    let mut connection = connect(plan).await?;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode")
        .fetch_one(&mut connection)
        .await
        .map_err(StoreError::from)?;
    if mode.eq_ignore_ascii_case("wal") {
        Ok(connection)
    } else {
        disconnect(connection).await;
        Err(OpenError::UnsafeFolder {
            why: UnsafeFolder::NoWriteAheadLog,
        })
    }
}

async fn open_checked_journal(
    plan: &Plan,
    migrator: &Migrator,
) -> Result<SqliteConnection, OpenError> {
    let mut connection = connect(plan).await?;
    match check_journal(&mut connection, plan, migrator).await {
        Ok(()) => Ok(connection),
        Err(error) => {
            disconnect(connection).await;
            Err(error)
        }
    }
}

async fn check_journal(
    connection: &mut SqliteConnection,
    plan: &Plan,
    migrator: &Migrator,
) -> Result<(), OpenError> {
    let versions = check_version(connection, migrator)
        .await
        .map_err(|error| in_file(error, plan.file))?;
    check_whole(connection, "PRAGMA integrity_check", plan.file).await?;
    if versions.found < versions.known {
        let before = suffixed(&plan.path, &format!("before-{}", versions.known));
        copy_into(connection, &before).await?;
        migrate(connection, migrator).await?;
        check_whole(connection, "PRAGMA integrity_check", plan.file).await?;
    }
    let replica = journal::replica(connection)
        .await
        .map_err(|error| error.in_file(plan.file))?;
    if replica.is_none() {
        return Err(StoreError::Damaged(plan.file).into());
    }
    Ok(())
}

async fn open_checked_mirror(plan: &Plan) -> Result<SqliteConnection, OpenError> {
    let size = std::fs::metadata(&plan.path)?.len();
    let mut connection = connect(plan).await?;
    let checked = async {
        check_version(&mut connection, &MIRROR)
            .await
            .map_err(|error| in_file(error, plan.file))?;
        if size <= CHECKED_MIRROR_BYTES {
            check_whole(&mut connection, "PRAGMA quick_check", plan.file).await?;
        }
        migrate(&mut connection, &MIRROR).await?;
        Ok::<_, OpenError>(())
    }
    .await;
    match checked {
        Ok(()) => Ok(connection),
        Err(error) => {
            disconnect(connection).await;
            Err(error)
        }
    }
}

async fn check_whole(
    connection: &mut SqliteConnection,
    pragma: &'static str,
    file: StoreFile,
) -> Result<(), OpenError> {
    let findings: Vec<String> = sqlx::query_scalar(pragma)
        .fetch_all(connection)
        .await
        .map_err(|error| StoreError::of_sql(error, file))?;
    if findings == ["ok"] {
        Ok(())
    } else {
        Err(StoreError::Damaged(file).into())
    }
}

async fn migrate(connection: &mut SqliteConnection, migrator: &Migrator) -> Result<(), StoreError> {
    use sqlx::migrate::MigrateError;
    // `run` cannot be awaited inside a spawned task (its `Acquire` bound is not general enough).
    let run = migrator.run_direct(None, connection, false).await;
    run.map_err(|error| match error {
        MigrateError::Execute(error) => error.into(),
        MigrateError::ExecuteMigration(error, version) => match error.into() {
            StoreError::Sql(error) => {
                let error = MigrateError::ExecuteMigration(error, version);
                StoreError::Sql(sqlx::Error::Migrate(Box::new(error)))
            }
            other => other,
        },
        other => StoreError::Sql(sqlx::Error::Migrate(Box::new(other))),
    })
}

/// Puts the backup in the journal's place, under a new identity. The damaged files are renamed.
async fn restore_journal(plan: &Plan, folder: &Folder) -> Result<(), OpenError> {
    let damaged = || OpenError::JournalDamaged {
        kept: plan.path.clone(),
    };
    let backup = folder.journal_backup();
    if !backup.try_exists()? {
        return Err(damaged());
    }
    let trial = Plan {
        path: suffixed(&plan.path, "restoring"),
        ..plan.clone()
    };
    for leftover in trial.paths() {
        remove_if_there(&leftover)?;
    }
    std::fs::copy(&backup, &trial.path)?;
    let mut connection = match open_checked_journal(&trial, &JOURNAL).await {
        Ok(connection) => connection,
        Err(OpenError::Store(StoreError::Damaged(_))) => {
            remove_if_there(&trial.path)?;
            return Err(damaged());
        }
        Err(error) => return Err(error),
    };
    // Two copies must never use one identity: the hub knows operations that this copy forgot.
    journal::rotate_replica(&mut connection).await?;
    disconnect(connection).await;
    std::fs::File::options()
        .write(true)
        .open(&trial.path)?
        .sync_all()?;
    let kept = set_aside(&plan.path, "damaged")?;
    tracing::warn!(file = ?kept.file_name(), "the damaged journal was kept");
    files::replace_durably(&trial.path, &plan.path)?;
    Ok(())
}

fn in_file(error: OpenError, file: StoreFile) -> OpenError {
    match error {
        OpenError::Store(error) => error.in_file(file).into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use sqlx::migrate::{Migration, MigrationType};
    use sqlx::{Row, SqlSafeStr};

    use super::*;
    use crate::key::FileKey;

    const LATER: i64 = 20990101000000;

    fn later(sql: &'static str) -> Migrator {
        let mut migrations: Vec<Migration> = JOURNAL.iter().cloned().collect();
        let kind = MigrationType::Simple;
        let sql = sql.into_sql_str();
        migrations.push(Migration::new(LATER, "later".into(), kind, sql, false));
        Migrator::with_migrations(migrations)
    }

    async fn journal_in(folder: &Path) -> Plan {
        let plan = Plan {
            path: folder.join("journal.db"),
            file: StoreFile::Journal,
            key: FileKey::Plain,
        };
        let mut connection = connect_new(&plan).await.unwrap();
        migrate(&mut connection, &JOURNAL).await.unwrap();
        journal::rotate_replica(&mut connection).await.unwrap();
        disconnect(connection).await;
        plan
    }

    async fn columns_of_draft(path: &Path) -> usize {
        let plan = Plan {
            path: path.to_owned(),
            file: StoreFile::Journal,
            key: FileKey::Plain,
        };
        let mut connection = connect(&plan).await.unwrap();
        let row = sqlx::query("SELECT count(*) FROM pragma_table_info('draft')")
            .fetch_one(&mut connection)
            .await
            .unwrap();
        disconnect(connection).await;
        row.get::<i64, _>(0) as usize
    }

    #[tokio::test]
    async fn a_migration_is_preceded_by_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let plan = journal_in(folder.path()).await;
        let migrator = later("ALTER TABLE draft ADD COLUMN unit TEXT");
        let connection = open_checked_journal(&plan, &migrator).await.unwrap();
        disconnect(connection).await;
        assert_eq!(columns_of_draft(&plan.path).await, 7);
        let copy = folder.path().join(format!("journal.db.before-{LATER}"));
        assert_eq!(columns_of_draft(&copy).await, 6);
        // The older program then keeps its hands off.
        let refused = open_checked_journal(&plan, &JOURNAL).await;
        assert!(matches!(
            refused,
            Err(OpenError::NewerSchema { found: LATER, .. })
        ));
    }

    #[tokio::test]
    async fn a_migration_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let plan = journal_in(folder.path()).await;
        let migrator = later("ALTER TABLE draft ADD COLUMN unit TEXT; SELECT no_such_function();");
        let refused = open_checked_journal(&plan, &migrator).await;
        assert!(matches!(refused, Err(OpenError::Store(_))), "{refused:?}");
        assert_eq!(columns_of_draft(&plan.path).await, 6);
        let connection = open_checked_journal(&plan, &JOURNAL).await.unwrap();
        disconnect(connection).await;
    }
}
