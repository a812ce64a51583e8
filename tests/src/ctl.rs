//! `tanggapctl` as a script uses it: one profile, one JSON document an answer, an exit code.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::process::Command;

use crate::process::{Group, kept_environment};
use crate::programs;

/// A debug build on a busy machine, syncing thousands of complaints for the first time.
const LIMIT: Duration = Duration::from_secs(180);

/// One profile, driven from the command line.
pub struct Ctl {
    data: PathBuf,
    environment: Vec<(String, String)>,
}

/// What a command ended with.
#[derive(Debug)]
pub struct Answer {
    /// 0 done, 1 refused or failed with a reason, 2 wrong usage.
    pub exit: i32,
    /// The JSON document on standard output; null where there was none.
    pub document: Value,
    /// What it said to people.
    pub said: String,
}

impl Answer {
    /// `error.code` of the document.
    pub fn code(&self) -> &str {
        self.document["error"]["code"].as_str().unwrap_or("")
    }
}

impl Ctl {
    /// The profile in `data`, opened with the passphrase of [`crate::Stage::open_desk`].
    pub fn new(data: &Path, name: &str) -> Self {
        Self {
            data: data.to_owned(),
            environment: vec![
                ("TANGGAP_KEY".to_owned(), format!("sandi-{name}")),
                // Nothing outside the test's folder is read or written.
                (
                    "HOME".to_owned(),
                    data.join("../home").display().to_string(),
                ),
            ],
        }
    }

    /// With one more variable, for instance `TANGGAP_NOW`.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.environment.push((key.to_owned(), value.to_owned()));
        self
    }

    /// The profile folder.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// A new profile, connected, with everything the hub has: what an officer's first day begins with.
    pub async fn first_day(&self, hub: &str, token: &str) -> Result<Value> {
        self.done(&["init", "--office", "Kantor Uji", "--zone", "WIB"])
            .await?;
        self.done(&["connect", "--hub", hub, "--token", token])
            .await?;
        self.done(&["sync"]).await
    }

    /// Runs a command that must succeed; its document.
    pub async fn done(&self, arguments: &[&str]) -> Result<Value> {
        let answer = self.run(arguments).await?;
        if answer.exit != 0 {
            bail!(
                "tanggapctl {} ended with {}: {} {}",
                arguments.join(" "),
                answer.exit,
                answer.document,
                answer.said
            );
        }
        Ok(answer.document)
    }

    /// Runs a command to its end, whatever that is.
    pub async fn run(&self, arguments: &[&str]) -> Result<Answer> {
        let run = Command::new(programs::find("tanggapctl")?)
            .args(arguments)
            .arg("--data")
            .arg(&self.data)
            .arg("--json")
            .env_clear()
            .envs(kept_environment())
            .envs(self.environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(LIMIT, run)
            .await
            .with_context(|| format!("tanggapctl {} did not end", arguments.join(" ")))?
            .context("Starting tanggapctl")?;
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        let document = match output.stdout.as_slice() {
            [] => Value::Null,
            text => serde_json::from_slice(text).with_context(|| {
                let text = String::from_utf8_lossy(text);
                format!("tanggapctl did not print one JSON document: {text}")
            })?,
        };
        let exit = output.status.code().context("tanggapctl was killed")?;
        Ok(Answer {
            exit,
            document,
            said,
        })
    }

    /// Starts a command that is to be killed, or not.
    pub fn start(&self, arguments: &[&str], logs: &Path) -> Result<Group> {
        let data = self.data.display().to_string();
        let mut all = arguments.to_vec();
        all.extend(["--data", &data, "--json"]);
        let program = programs::find("tanggapctl")?;
        Group::start("tanggapctl", &program, &all, &self.environment, logs)
    }
}
