//! Writing whole files so that a power cut leaves either the old content or the new, never a mixture.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes beside the target, flushes to the disk, then takes the target's place.
///
/// # Errors
/// Whatever the file system says; the old content stays.
pub(crate) fn write_durably(path: &Path, content: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let written = (|| {
        let mut file = File::create(&beside)?;
        file.write_all(content)?;
        file.sync_all()
    })();
    if let Err(error) = written {
        // What is left of a failed attempt only takes room that somebody may need.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    replace_durably(&beside, path)
}

/// Renames over the target and flushes the folder.
pub(crate) fn replace_durably(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder(to)
}

/// Flushes the folder that holds `path`, so that a new name survives a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// Windows flushes names with the file; folders cannot be opened for it.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a folder that only this user can read.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}
