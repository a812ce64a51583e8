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

/// How a hub is to serve.
#[derive(Clone, Copy)]
pub struct Serving<'a> {
    /// `HOST:PORT`; port 0 lets the hub choose.
    pub listen: &'a str,
    /// The province of which new practice complaints keep arriving; none: nothing arrives by itself.
    pub practice: Option<&'a str>,
    /// For instance `TANGGAP_NOW`.
    pub environment: &'a [(&'a str, &'a str)],
}

impl Default for Serving<'_> {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:0",
            practice: None,
            environment: &[],
        }
    }
}

impl Hub {
    /// The hub whose data are in this folder, or a new empty one.
    pub async fn start(data: &Path, serving: Serving<'_>, logs: &Path) -> Result<Self> {
        let folder = data.display().to_string();
        let mut arguments = vec![
            "serve",
            "--init",
            "--data",
            &folder,
            "--listen",
            serving.listen,
        ];
        if let Some(province) = serving.practice {
            arguments.extend(["--practice", "--province", province]);
        }
        let owned = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        let environment: Vec<_> = serving.environment.iter().map(owned).collect();
        let program = programs::find("tanggap-hub")?;
        let mut process = Group::start("hub", &program, &arguments, &environment, logs)?;
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

    /// `kill -9` when this much time has passed.
    pub async fn kill_after(self, time: Duration) -> Result<()> {
        let (ended, _) = self.process.end_or_kill(time).await?;
        match ended {
            Some(status) => bail!("The hub ended by itself with {status}"),
            None => Ok(()),
        }
    }

    /// `kill -9`.
    pub async fn kill(self) -> Result<()> {
        self.process.kill().await
    }
}

/// Adds an officer who sees `scopes` (region or agency codes).
pub fn add_officer(data: &Path, name: &str, scopes: &[&str]) -> Result<Officer> {
    let mut arguments = vec!["officer", "add", name, "--json"];
    for scope in scopes {
        arguments.extend(["--scope", scope]);
    }
    make(data, Kind::Real)?;
    let answer = command(data, &arguments)?;
    serde_json::from_value(answer).context("Reading what `officer add` printed")
}

/// Fills the hub in this folder with practice complaints of one province.
pub fn fill_with_practice(data: &Path, province: &str) -> Result<Value> {
    make(data, Kind::Practice)?;
    command(data, &["practice", "--province", province, "--json"])
}

/// What a hub is made for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Real,
    Practice,
}

/// A hub in this folder, unless there is one.
fn make(data: &Path, kind: Kind) -> Result<()> {
    if data.join("hub.db").exists() {
        return Ok(());
    }
    let mut arguments = vec!["init", "--json"];
    if kind == Kind::Practice {
        arguments.push("--practice");
    }
    command(data, &arguments).map(|_| ())
}

/// Imports a file into the hub in this folder; what `import --json` prints.
pub fn import(data: &Path, file: &Path) -> Result<Value> {
    import_at(data, file, None)
}

/// The same when it is `now` (RFC 3339).
pub fn import_at(data: &Path, file: &Path, now: Option<&str>) -> Result<Value> {
    let file = file.display().to_string();
    make(data, Kind::Real)?;
    command_at(data, &["import", &file, "--json"], now)
}

/// Runs `tanggap-hub … --data DIR` to its end and reads its JSON document.
pub fn command(data: &Path, arguments: &[&str]) -> Result<Value> {
    command_at(data, arguments, None)
}

fn command_at(data: &Path, arguments: &[&str], now: Option<&str>) -> Result<Value> {
    let output = Command::new(programs::find("tanggap-hub")?)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .env_clear()
        .envs(kept_environment())
        .envs(now.map(|now| ("TANGGAP_NOW", now)))
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
