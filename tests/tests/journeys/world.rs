//! A folder with a hub and desks in it, for one journey.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use tanggap_tests::hub::{Serving, add_officer};
use tanggap_tests::{Ctl, Hub, hub};
use tempfile::TempDir;

pub struct World {
    folder: TempDir,
}

impl World {
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("tanggap-journey-")
            .tempdir()
            .context("Making the journey's folder")?;
        std::fs::create_dir(folder.path().join("hub")).context("Making the hub's folder")?;
        Ok(Self { folder })
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Where the hub keeps its data.
    pub fn hub_data(&self) -> PathBuf {
        self.folder.path().join("hub")
    }

    pub fn logs(&self) -> PathBuf {
        self.folder.path().join("logs")
    }

    /// Imports a file into the hub; what it reports.
    pub fn import(&self, file: &Path) -> Result<Value> {
        hub::import(&self.hub_data(), file)
    }

    /// A hub that tests stop and start again in the same place: `address` as [`Hub::address`] gave it.
    pub async fn serve(&self, address: Option<&str>) -> Result<Hub> {
        let serving = Serving {
            listen: address.unwrap_or("127.0.0.1:0"),
            ..Serving::default()
        };
        Hub::start(&self.hub_data(), serving, &self.logs()).await
    }

    /// A token for a new officer of the hub.
    pub fn officer(&self, name: &str, scope: &str) -> Result<String> {
        Ok(add_officer(&self.hub_data(), name, &[scope])?.token)
    }

    /// The desk of that name; the same name later means the same profile.
    pub fn desk(&self, name: &str) -> Ctl {
        Ctl::new(&self.folder.path().join(name).join("profile"), name)
    }

    /// A file with this text, for `--text-file`.
    pub fn text(&self, text: &str) -> Result<String> {
        let file = self.folder.path().join("teks.txt");
        std::fs::write(&file, text).context("Writing a text")?;
        Ok(file.display().to_string())
    }
}

/// How often a public reply or note with exactly this text stands in a complaint's thread or history.
pub fn occurrences(complaint: &Value, text: &str) -> usize {
    let history = complaint["history"].as_array();
    let said = |event: &&Value| event["text"] == text || event["what"]["text"] == text;
    history.map_or(0, |events| events.iter().filter(said).count())
}
