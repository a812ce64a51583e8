//! What a restored backup must not bring back: erasures and withdrawn access, in a file that only grows
//! and that no backup of the database contains.
//!
//! It stands in the hub's folder and, where that may be written, beside the folder too, for those who
//! put back all of it. Holds ids and nothing else of anybody.

use std::collections::BTreeSet;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tanggap_domain::ids::{ComplaintId, HubId, OfficerId};

use crate::db::{Identity, Kind};

/// The register of one hub.
pub struct Register {
    hub: HubId,
    own: PathBuf,
    beside: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    Erased(ComplaintId),
    Revoked(OfficerId),
}

/// One line: `{"hub":"…","erased":"…"}`. A folder may have held another hub before.
#[derive(Serialize, Deserialize)]
struct Line {
    hub: HubId,
    #[serde(flatten)]
    entry: Entry,
}

impl Register {
    /// Of the hub in `dir`. A hub for practice has one in its folder only: it goes with the folder.
    pub fn of(dir: &Path, hub: &Identity) -> Self {
        let whole = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let real = whole.file_name().filter(|_| hub.kind == Kind::Real);
        let beside = real.map(|name| {
            let mut name = name.to_owned();
            name.push(".register");
            whole.with_file_name(name)
        });
        Self {
            hub: hub.hub_id,
            own: dir.join("hub.register"),
            beside,
        }
    }

    /// Everything that was ever written. Lines that cannot be read are passed over: the last one may be
    /// cut.
    ///
    /// # Errors
    /// Reading the file in the hub's folder.
    pub fn read(&self) -> io::Result<BTreeSet<Entry>> {
        let mut entries = self.read_one(&self.own)?;
        if let Some(beside) = &self.beside {
            match self.read_one(beside) {
                Ok(more) => entries.extend(more),
                Err(error) => tracing::warn!(%error, "the register beside the folder"),
            }
        }
        Ok(entries)
    }

    fn read_one(&self, path: &Path) -> io::Result<BTreeSet<Entry>> {
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let lines = text.lines();
        let read = lines.filter_map(|line| serde_json::from_str::<Line>(line).ok());
        Ok(read
            .filter(|line| line.hub == self.hub)
            .map(|line| line.entry)
            .collect())
    }

    /// Writes what is not there yet, on disk when this returns.
    ///
    /// # Errors
    /// Writing the file in the hub's folder. The one beside it may be out of reach.
    pub fn add(&self, entries: &BTreeSet<Entry>) -> io::Result<()> {
        if let Some(beside) = &self.beside
            && let Err(error) = self.add_to(beside, entries)
        {
            tracing::debug!(%error, "the register beside the folder");
        }
        self.add_to(&self.own, entries)
    }

    fn add_to(&self, path: &Path, entries: &BTreeSet<Entry>) -> io::Result<()> {
        let known = self.read_one(path)?;
        let mut lines = Vec::new();
        for entry in entries.difference(&known) {
            let (hub, entry) = (self.hub, *entry);
            serde_json::to_writer(&mut lines, &Line { hub, entry })?;
            lines.push(b'\n');
        }
        if lines.is_empty() {
            return Ok(());
        }
        let mut options = std::fs::OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.lock()?;
        if !ends_a_line(&mut file)? {
            lines.insert(0, b'\n');
        }
        file.write_all(&lines)?;
        file.sync_all()?;
        sync_folder(path)
    }
}

fn ends_a_line(file: &mut std::fs::File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0];
    file.read_exact(&mut last)?;
    Ok(last == [b'\n'])
}

/// A new file is on disk only when its folder is. Windows has no such call and needs none.
fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        std::fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn hub(number: u128) -> Identity {
        Identity {
            hub_id: HubId(Uuid::from_u128(number)),
            kind: Kind::Real,
            secret: Vec::new(),
        }
    }

    fn entries(numbers: &[u128]) -> BTreeSet<Entry> {
        let ids = numbers.iter().map(|n| Uuid::from_u128(*n));
        ids.map(|id| Entry::Erased(ComplaintId(id))).collect()
    }

    #[test]
    fn what_was_written_is_read_also_after_the_folder_was_put_back() {
        let around = tempfile::tempdir().unwrap();
        let dir = around.path().join("hub");
        std::fs::create_dir(&dir).unwrap();
        let register = Register::of(&dir, &hub(7));
        assert_eq!(register.read().unwrap(), BTreeSet::new());
        register.add(&entries(&[1, 2])).unwrap();
        register.add(&entries(&[2, 3])).unwrap();
        assert_eq!(register.read().unwrap(), entries(&[1, 2, 3]));
        let text = std::fs::read_to_string(dir.join("hub.register")).unwrap();
        assert_eq!(text.lines().count(), 3, "nothing is written twice");
        std::fs::remove_file(dir.join("hub.register")).unwrap();
        assert_eq!(register.read().unwrap(), entries(&[1, 2, 3]));
        let another = Register::of(&dir, &hub(8));
        assert_eq!(another.read().unwrap(), BTreeSet::new());
    }

    #[test]
    fn a_line_that_was_cut_costs_only_itself() {
        let dir = tempfile::tempdir().unwrap();
        let register = Register {
            hub: HubId(Uuid::from_u128(7)),
            own: dir.path().join("hub.register"),
            beside: None,
        };
        register.add(&entries(&[1])).unwrap();
        let mut text = std::fs::read_to_string(&register.own).unwrap();
        text.push_str("{\"hub\":\"0000");
        std::fs::write(&register.own, text).unwrap();
        register.add(&entries(&[2])).unwrap();
        assert_eq!(register.read().unwrap(), entries(&[1, 2]));
    }
}
