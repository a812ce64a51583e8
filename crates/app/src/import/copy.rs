//! A file from the window as the reader of spreadsheets wants it: on the disk, in the profile folder, for this
//! user only, and no longer than it is read.

use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::error::{Result, internal, of_store};

const PREFIX: &str = ".import-";

/// The copy; it goes with what this gives back.
pub(super) async fn of(folder: &Path, content: Vec<u8>) -> Result<NamedTempFile> {
    let folder = folder.to_owned();
    tokio::task::spawn_blocking(move || -> std::io::Result<NamedTempFile> {
        let mut copy = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempfile_in(folder)?;
        copy.write_all(&content)?;
        Ok(copy)
    })
    .await
    .map_err(internal)?
    .map_err(|cause| of_store(cause.into()))
}

/// Takes away copies that a crash left behind.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let left = entry.file_name().to_string_lossy().starts_with(PREFIX);
        if left && let Err(cause) = std::fs::remove_file(entry.path()) {
            tracing::warn!(%cause, "A copy of an import is left");
        }
    }
}
