//! Some room on the disk that belongs to the hub, given back when the disk is full: a citizen's erasure
//! must not wait for an administrator to clear up.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Enough for the log of an erasure and for opening the database.
const BYTES: u64 = 8 * 1024 * 1024;
/// Nothing is put aside while the disk is nearly full.
const ONLY_ABOVE: u64 = 4 * BYTES;

#[derive(Clone, Debug)]
pub struct Reserve(PathBuf);

impl Reserve {
    pub fn of(dir: &Path) -> Self {
        Self(dir.join("reserve"))
    }

    /// Puts the room aside, where it is not yet and there is enough.
    pub fn keep(&self) {
        if std::fs::metadata(&self.0).is_ok_and(|it| it.len() >= BYTES) {
            return;
        }
        let room = self.0.parent().map(fs4::available_space);
        if !matches!(room, Some(Ok(room)) if room >= ONLY_ABOVE) {
            return;
        }
        if let Err(error) = self.fill() {
            tracing::warn!(%error, "no room could be put aside for a full disk");
            let _gone_already = std::fs::remove_file(&self.0);
        }
    }

    fn fill(&self) -> io::Result<()> {
        let mut file = std::fs::File::create(&self.0)?;
        // Not zeros: some file systems keep no room for those.
        let block = [0x5a; 64 * 1024];
        for _ in 0..BYTES / block.len() as u64 {
            file.write_all(&block)?;
        }
        file.sync_all()
    }

    /// Gives the room back; false where there was none.
    pub fn free(&self) -> bool {
        let freed = std::fs::remove_file(&self.0).is_ok();
        if freed {
            tracing::warn!("the disk is full: the reserve was given back");
        }
        freed
    }

    /// Whether the disk is so full that the reserve is meant for now.
    pub fn is_needed(&self) -> bool {
        let room = self.0.parent().map(fs4::available_space);
        matches!(room, Some(Ok(room)) if room < BYTES / 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_once_and_given_back_once() {
        let dir = tempfile::tempdir().unwrap();
        let reserve = Reserve::of(dir.path());
        assert!(!reserve.free());
        reserve.keep();
        assert_eq!(
            std::fs::metadata(dir.path().join("reserve")).unwrap().len(),
            BYTES
        );
        reserve.keep();
        assert!(reserve.free());
        assert!(!reserve.free());
    }
}
