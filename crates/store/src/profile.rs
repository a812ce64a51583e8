//! The profile folder: its description in the clear, its lock, and where its files are.
//!
//! profile.json never holds personal data or anything that opens the files.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::error::{OpenError, UnsafeFolder};
use crate::files;
use crate::key::KeyRecord;

/// Format of the folder as a whole.
const FORMAT: u32 = 1;

/// Content of profile.json.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub format: u32,
    /// Names the keychain entry.
    pub id: Uuid,
    pub key: KeyRecord,
}

impl Profile {
    pub fn new(id: Uuid, key: KeyRecord) -> Self {
        Self {
            format: FORMAT,
            id,
            key,
        }
    }

    /// Reads the description, or its second copy where the first is lost: with it, the parameters
    /// that a passphrase is turned into a key with would be lost.
    pub fn read(folder: &Folder) -> Result<Self, OpenError> {
        match Self::read_copy(folder.profile()) {
            Err(error @ (OpenError::NoProfile | OpenError::ProfileDamaged { .. })) => {
                Self::read_copy(folder.profile_copy()).map_err(|_| error)
            }
            other => other,
        }
    }

    fn read_copy(path: PathBuf) -> Result<Self, OpenError> {
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(OpenError::NoProfile);
            }
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(OpenError::ProfileDamaged { path });
            }
            Err(error) => return Err(error.into()),
        };
        #[derive(Deserialize)]
        struct FormatOnly {
            format: u32,
        }
        // The format first: a newer one may not have the rest in the shape known here.
        let damaged = |_| OpenError::ProfileDamaged { path: path.clone() };
        let FormatOnly { format } = serde_json::from_str(&text).map_err(damaged)?;
        if format > FORMAT {
            return Err(OpenError::NewerSchema {
                found: i64::from(format),
                known: i64::from(FORMAT),
            });
        }
        serde_json::from_str(&text).map_err(damaged)
    }

    pub fn write(&self, folder: &Folder) -> Result<(), OpenError> {
        let mut text =
            serde_json::to_string_pretty(self).map_err(|error| OpenError::Io(error.into()))?;
        text.push('\n');
        files::write_durably(&folder.profile_copy(), text.as_bytes())?;
        files::write_durably(&folder.profile(), text.as_bytes())?;
        Ok(())
    }
}

/// Paths inside a profile folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub fn new(path: &Path) -> Self {
        Self(path.to_owned())
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn profile(&self) -> PathBuf {
        self.0.join("profile.json")
    }

    pub fn profile_copy(&self) -> PathBuf {
        self.0.join("profile.bak")
    }

    pub fn journal(&self) -> PathBuf {
        self.0.join("journal.db")
    }

    pub fn journal_backup(&self) -> PathBuf {
        self.0.join("journal.bak")
    }

    pub fn mirror(&self) -> PathBuf {
        self.0.join("mirror.db")
    }

    /// Present where the mirror failed to read back: it is made anew at the next start.
    pub fn mirror_suspect(&self) -> PathBuf {
        self.0.join("mirror.suspect")
    }

    pub fn blobs(&self) -> PathBuf {
        self.0.join("blobs")
    }

    pub fn imports(&self) -> PathBuf {
        self.0.join("imports")
    }

    /// Room that is given back when the disk is full, so that an officer's work still fits.
    pub fn reserve(&self) -> PathBuf {
        self.0.join("reserve")
    }

    /// What tells this folder from a copy of it: where it lies, on which computer, and which file its
    /// lock is. Not from a copy of the whole computer; there the hub's answer is what is left.
    pub fn home(&self) -> String {
        let path = self.0.canonicalize().unwrap_or_else(|_| self.0.clone());
        let machine = std::fs::read_to_string("/etc/machine-id")
            .ok()
            .or_else(|| std::env::var("COMPUTERNAME").ok())
            .unwrap_or_default();
        let lock = std::fs::metadata(self.0.join("lock"))
            .map(|lock| file_mark(&lock))
            .unwrap_or_default();
        let mark = format!("{}\n{}\n{lock}", path.display(), machine.trim());
        hex::encode(Sha256::digest(mark))
    }

    /// Takes the folder for this process until the lock is dropped.
    pub fn lock(&self) -> Result<Lock, OpenError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.0.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(TryLockError::WouldBlock) => Err(OpenError::AlreadyRunning),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// Refuses folders whose files another machine or program may change underneath.
    pub fn check_safe(&self) -> Result<(), OpenError> {
        let unsafe_because = |why| Err(OpenError::UnsafeFolder { why });
        let text = self.0.to_string_lossy();
        if (text.starts_with(r"\\") && !text.starts_with(r"\\?\")) || text.starts_with("//") {
            return unsafe_because(UnsafeFolder::NetworkShare);
        }
        let synchronised = |part: &str| {
            let part = part.to_lowercase();
            part.starts_with("onedrive")
                || matches!(
                    part.as_str(),
                    "dropbox" | "google drive" | "googledrive" | "icloud drive" | "nextcloud"
                )
                || (cfg!(windows) && part == "roaming")
        };
        if text.split(['/', '\\']).any(synchronised) {
            return unsafe_because(UnsafeFolder::Synchronised);
        }
        Ok(())
    }
}

/// A copy of a file is another file.
#[cfg(unix)]
fn file_mark(file: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    file.ino()
}

/// A copy of a file is made later.
#[cfg(windows)]
fn file_mark(file: &std::fs::Metadata) -> u64 {
    use std::os::windows::fs::MetadataExt;
    file.creation_time()
}

/// Held while a profile is open.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "held, never read")] File);

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<UnsafeFolder>) {
        let found = match Folder::new(Path::new(path)).check_safe() {
            Err(OpenError::UnsafeFolder { why }) => Some(why),
            _ => None,
        };
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn shared_folders_are_refused() {
        check(r"\\server\share\tanggap", Some(UnsafeFolder::NetworkShare));
        check("//server/share/tanggap", Some(UnsafeFolder::NetworkShare));
        check(
            "/home/a/OneDrive - Dinas/tanggap",
            Some(UnsafeFolder::Synchronised),
        );
        check("/home/a/Dropbox/tanggap", Some(UnsafeFolder::Synchronised));
        check("/home/a/.local/share/tanggap", None);
        check(r"C:\Users\a\AppData\Local\tanggap", None);
    }
}
