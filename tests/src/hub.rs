//! The real hub as a process, and its command line.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;

use crate::process::{Group, kept_environment};
use crate::programs;

/// A practice hub writes its complaints before it listens.
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_LIMIT: Duration = Duration::from_secs(20);

/// A running hub. Dropping it is `kill -9`.
pub struct Hub {
    /// Where it listens, for instance `http://127.0.0.1:40123`.
    pub url: String,
    data: PathBuf,
    process: Group,
}

/// What `officer add` prints.
#[derive(Clone, Debug, Deserialize)]
pub struct Officer {
    /// Who it is, as the hub describes them.
    pub officer: Value,
    /// What their desk shows to the hub.
    pub token: String,
}

#[derive(Deserialize)]
struct Listening {
    listening: String,
}

impl Hub {
    /// An empty hub, or the one this folder held before, on a port of its choice.
    pub async fn serve(data: &Path, logs: &Path) -> Result<Self> {
        Self::start("serve", data, "127.0.0.1:0", logs).await
    }

    /// A hub full of practice complaints, new ones arriving.
    pub async fn practice(data: &Path, listen: &str, logs: &Path) -> Result<Self> {
        Self::start("practice", data, listen, logs).await
    }

    /// Starts on a given address: how a hub comes back where its desks look for it.
    pub async fn start(verb: &str, data: &Path, listen: &str, logs: &Path) -> Result<Self> {
        let folder = data.display().to_string();
        let mut process = Group::start(
            "hub",
            &programs::find("tanggap-hub")?,
            &[verb, "--data", &folder, "--listen", listen],
            &[],
            logs,
        )?;
        let line = process.first_line(START_LIMIT).await?;
        let Listening { listening } = serde_json::from_str(&line)
            .with_context(|| format!("The hub's first line is not what it promises: {line}"))?;
        Ok(Self {
            url: listening,
            data: data.to_owned(),
            process,
        })
    }

    /// `HOST:PORT`, to start it again in the same place.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://").trim_end_matches('/')
    }

    /// Its folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Stops it as a supervisor would: it finishes what it began.
    pub async fn stop(self) -> Result<()> {
        let status = self.process.terminate(STOP_LIMIT).await?;
        if !status.success() {
            bail!("The hub ended with {status} when asked to stop");
        }
        Ok(())
    }

    /// `kill -9`.
    pub fn kill(self) -> Result<()> {
        self.process.kill()
    }
}

/// Adds an officer who sees `scopes` (region or agency codes).
pub fn add_officer(data: &Path, name: &str, scopes: &[&str]) -> Result<Officer> {
    let mut arguments = vec!["officer", "add", name, "--json"];
    for scope in scopes {
        arguments.extend(["--scope", scope]);
    }
    let answer = command(data, &arguments)?;
    serde_json::from_value(answer).context("Reading what `officer add` printed")
}

/// Imports a file into the hub in this folder; what `import --json` prints.
pub fn import(data: &Path, file: &Path) -> Result<Value> {
    let file = file.display().to_string();
    command(data, &["import", &file, "--json"])
}

/// Runs `tanggap-hub … --data DIR` to its end and reads its JSON document.
pub fn command(data: &Path, arguments: &[&str]) -> Result<Value> {
    let output = Command::new(programs::find("tanggap-hub")?)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env_clear()
        .envs(kept_environment())
        .output()
        .context("Starting tanggap-hub")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!(
            "tanggap-hub {} failed: {}",
            arguments.join(" "),
            reason.trim()
        );
    }
    serde_json::from_slice(&output.stdout).context("Reading what tanggap-hub printed")
}
