//! A whole copy of an open database, beside it or elsewhere.

use std::path::{Path, PathBuf};

use sqlx::SqliteConnection;

use crate::error::StoreError;
use crate::files;

/// Copies an open database to `target`, durably: the old copy stays until the new one is complete.
pub(crate) async fn copy_into(
    connection: &mut SqliteConnection,
    target: &Path,
) -> Result<(), StoreError> {
    let beside = suffixed(target, "new");
    remove_if_there(&beside)?;
    let name = beside
        .to_str()
        .ok_or_else(|| StoreError::Io(std::io::Error::other("the folder's name is not Unicode")))?;
    let copied = sqlx::query("VACUUM INTO ?1")
        .bind(name)
        .execute(connection)
        .await;
    if let Err(error) = copied {
        remove_if_there(&beside)?;
        return Err(error.into());
    }
    std::fs::File::options()
        .write(true)
        .open(&beside)?
        .sync_all()?;
    files::replace_durably(&beside, target)?;
    Ok(())
}

/// `journal.db` and `new`: `journal.db.new`.
pub(crate) fn suffixed(path: &Path, word: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(word);
    PathBuf::from(name)
}

pub(crate) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
