//! A copy of the database while the hub runs: one state of it, checked, on disk when it is said to be.
//! Never writes over a file that is there.

use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::open::options;
use crate::db::DbError;

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Copied {
    pub complaints: u64,
    pub size_bytes: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no hub in this folder")]
    NoHub,
    #[error("the file is there already; a copy never writes over another")]
    Exists,
    #[error("the copy did not read back as it should: {0}")]
    Unsound(String),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("writing the copy")]
    Io(#[from] io::Error),
}

impl From<sqlx::Error> for BackupError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Copies the database of the hub in `dir` to the file `to`, which only its owner may read.
///
/// # Errors
/// [`BackupError`]; there is no file `to` then.
pub async fn backup(dir: &Path, to: &Path) -> Result<Copied, BackupError> {
    let database = dir.join("hub.db");
    if !database.try_exists()? {
        return Err(BackupError::NoHub);
    }
    if to.try_exists()? {
        return Err(BackupError::Exists);
    }
    let part = suffixed(to, ".part");
    let copied = copy(&database, &part).await;
    let copied = match copied {
        Ok(copied) => std::fs::hard_link(&part, to)
            .or_else(|_| match to.try_exists()? {
                true => Err(io::ErrorKind::AlreadyExists.into()),
                // Some file systems know no second names.
                false => std::fs::rename(&part, to),
            })
            .map(|()| copied)
            .map_err(BackupError::from),
        Err(error) => Err(error),
    };
    let _moved = std::fs::remove_file(&part);
    if copied.is_ok() {
        sync_folder(to)?;
    }
    copied
}

async fn copy(database: &Path, part: &Path) -> Result<Copied, BackupError> {
    match std::fs::remove_file(part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    // Empty, and for nobody else to read; SQLite fills it.
    let mut file = std::fs::OpenOptions::new();
    file.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    let file = file.open(part)?;
    let target = part
        .to_str()
        .ok_or_else(|| io::Error::other("the path is not Unicode"))?;
    let mut source = options(database, None).read_only(true).connect().await?;
    sqlx::query("VACUUM INTO ?")
        .bind(target)
        .execute(&mut source)
        .await?;
    source.close().await?;
    file.sync_all()?;
    let mut copy = SqliteConnectOptions::new()
        .filename(part)
        .read_only(true)
        .immutable(true)
        .connect()
        .await?;
    let sound = check(&mut copy).await;
    copy.close().await?;
    Ok(Copied {
        complaints: sound?,
        size_bytes: std::fs::metadata(part)?.len(),
    })
}

/// Reads all of it; the number of complaints.
async fn check(copy: &mut SqliteConnection) -> Result<u64, BackupError> {
    let said: String = sqlx::query_scalar("PRAGMA integrity_check(1)")
        .fetch_one(&mut *copy)
        .await?;
    if said != "ok" {
        return Err(BackupError::Unsound(said));
    }
    let complaints: i64 = sqlx::query_scalar("SELECT count(*) FROM complaint")
        .fetch_one(copy)
        .await?;
    Ok(complaints.cast_unsigned())
}

fn suffixed(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn sync_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{Role, SqliteDb};
    use super::*;
    use crate::db::{Db, Kind};
    use crate::testing::{at, complaint};

    #[tokio::test]
    async fn a_copy_of_a_running_hub_opens_and_holds_the_same() {
        let dir = tempfile::tempdir().unwrap();
        let (data, to) = (dir.path().join("hub"), dir.path().join("salinan.db"));
        let db = SqliteDb::init(&data, Kind::Real, Role::Server)
            .await
            .unwrap();
        let rows = (1..=30).map(|n| complaint(&n.to_string(), None)).collect();
        db.take_in(rows, at(1)).await.unwrap();
        let copied = backup(&data, &to).await.unwrap();
        assert_eq!(copied.complaints, 30);
        assert_eq!(copied.size_bytes, std::fs::metadata(&to).unwrap().len());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&to).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        // What happens afterwards is not in it, and it is never written over.
        db.take_in(vec![complaint("31", None)], at(2))
            .await
            .unwrap();
        let again = backup(&data, &to).await;
        assert!(matches!(again, Err(BackupError::Exists)), "{again:?}");
        db.close().await;

        let put_back = dir.path().join("kembali");
        std::fs::create_dir(&put_back).unwrap();
        std::fs::copy(&to, put_back.join("hub.db")).unwrap();
        let restored = SqliteDb::open(&put_back, Role::Server).await.unwrap();
        assert_eq!(restored.identity().hub_id, db.identity().hub_id);
        assert_eq!(restored.slice(Vec::new(), 0).await.unwrap().n, 30);
        restored.close().await;
        let left: Vec<_> = std::fs::read_dir(dir.path()).unwrap().collect();
        assert_eq!(left.len(), 3, "no half copies lie about: {left:?}");
    }

    #[tokio::test]
    async fn where_there_is_no_hub_none_is_made() {
        let dir = tempfile::tempdir().unwrap();
        let nothing = backup(dir.path(), &dir.path().join("salinan.db")).await;
        assert!(matches!(nothing, Err(BackupError::NoHub)), "{nothing:?}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
