//! What the program is started with: its arguments, and which profile folder it serves.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::Context;
use xxhash_rust::xxh3::xxh3_64;

/// Stay in the tray instead of opening the window; see [`crate::presence`].
pub const HIDDEN: &str = "--hidden";
/// The profile folder, as `tanggapctl` takes it.
pub const DATA: &str = "--data";

/// The command line. What else stands there is left to whoever put it there: desktops add words of
/// their own.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub hidden: bool,
    pub data: Option<PathBuf>,
}

impl Arguments {
    /// Reads what follows the program's name.
    pub fn read(words: impl IntoIterator<Item = OsString>) -> Self {
        let mut arguments = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            if word == HIDDEN {
                arguments.hidden = true;
            } else if word == DATA {
                arguments.data = words.next().map(PathBuf::from);
            }
        }
        arguments
    }
}

/// The profile folder of this program. There may be several on one computer, each with a desk of its
/// own running.
pub struct Profile {
    pub folder: PathBuf,
    /// Tells this profile from others of the same user; none for the usual one.
    tag: Option<String>,
}

impl Profile {
    /// What was given, else `TANGGAP_DATA`, else the usual place for a user's local data. The folder
    /// exists afterwards.
    pub fn find(given: Option<PathBuf>) -> anyhow::Result<Self> {
        let set = || std::env::var_os("TANGGAP_DATA").map(PathBuf::from);
        let usual = dirs::data_local_dir().map(|folder| folder.join("tanggap"));
        let folder = given
            .or_else(set)
            .filter(|folder| !folder.as_os_str().is_empty())
            .or_else(|| usual.clone())
            .context("Finding the folder for local data; set TANGGAP_DATA")?;
        std::fs::create_dir_all(&folder).context("Making the profile folder")?;
        Self::of(&folder, usual.as_deref()).context("Finding the profile folder")
    }

    fn of(folder: &Path, usual: Option<&Path>) -> std::io::Result<Self> {
        // However it is written, the same folder is the same profile.
        let real = folder.canonicalize()?;
        let usual = usual.and_then(|usual| usual.canonicalize().ok());
        let other = usual.as_deref() != Some(&real);
        let tag = other.then(|| format!("{:016x}", xxh3_64(real.as_os_str().as_encoded_bytes())));
        Ok(Self {
            folder: std::path::absolute(folder)?,
            tag,
        })
    }

    /// `base` for the usual profile; for another one a name of its own, told apart after `mark`.
    pub fn name(&self, base: &str, mark: &str) -> String {
        match &self.tag {
            None => base.to_owned(),
            Some(tag) => format!("{base}{mark}{tag}"),
        }
    }

    /// What leads a start of the program to this profile without its environment.
    pub fn arguments(&self) -> Vec<OsString> {
        match &self.tag {
            None => Vec::new(),
            Some(_) => vec![DATA.into(), self.folder.clone().into()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Arguments {
        Arguments::read(words.iter().map(OsString::from))
    }

    #[test]
    fn reads_its_own_arguments_and_leaves_others_alone() {
        assert_eq!(read(&[]), Arguments::default());
        let both = Arguments {
            hidden: true,
            data: Some("/tmp/satu".into()),
        };
        assert_eq!(read(&["-psn_0_1", "--data", "/tmp/satu", "--hidden"]), both);
        assert_eq!(read(&["--data"]), Arguments::default());
    }

    #[test]
    fn a_folder_has_one_name_however_it_is_written() -> std::io::Result<()> {
        let home = tempfile::tempdir()?;
        let (usual, other) = (home.path().join("tanggap"), home.path().join("latihan"));
        std::fs::create_dir_all(&usual)?;
        std::fs::create_dir_all(&other)?;
        let name = |folder: &Path| -> std::io::Result<String> {
            Ok(Profile::of(folder, Some(&usual))?.name("tanggap", "-"))
        };
        assert_eq!(name(&usual)?, "tanggap");
        assert_eq!(name(&other.join("../tanggap"))?, "tanggap");
        assert_ne!(name(&other)?, "tanggap");
        assert_eq!(name(&other)?, name(&usual.join("../latihan/"))?);
        assert_ne!(name(&other)?, name(home.path())?);
        Ok(())
    }

    #[test]
    fn only_an_unusual_profile_is_named_when_starting_it() -> std::io::Result<()> {
        let home = tempfile::tempdir()?;
        let usual = Profile::of(home.path(), Some(home.path()))?;
        assert_eq!(usual.arguments(), Vec::<OsString>::new());
        let other = Profile::of(home.path(), None)?;
        let arguments = Arguments::read(other.arguments());
        assert_eq!(arguments.data.as_deref(), Some(home.path()));
        Ok(())
    }
}
