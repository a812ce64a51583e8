//! A started program with everything it starts in turn, in one process group. Dropping it ends them
//! all; should the test itself be killed, the program dies with it.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::poll::{until, until_every};

/// How long killed processes may take to be gone.
const KILL_LIMIT: Duration = Duration::from_secs(20);

/// How much of a log an error shows.
const TAIL_LINES: usize = 30;

/// A program and its process group. What it writes goes to files: a full pipe would stop it.
pub struct Group {
    name: String,
    child: Child,
    log: PathBuf,
    stdout: PathBuf,
}

impl Group {
    /// Starts `program` with exactly the environment given (and `PATH`).
    pub fn start(
        name: &str,
        program: &Path,
        arguments: &[&str],
        environment: &[(String, String)],
        logs: &Path,
    ) -> Result<Self> {
        fs::create_dir_all(logs).context("Making the folder of logs")?;
        let log = logs.join(format!("{name}.log"));
        let stdout = logs.join(format!("{name}.out"));
        let append = |file: &Path| {
            File::options()
                .create(true)
                .append(true)
                .open(file)
                .with_context(|| format!("Opening {}", file.display()))
        };
        // A restarted program must not be taken for ready because of what it said before.
        fs::write(&stdout, "").context("Emptying the program's output")?;
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "--"])
            .arg(program)
            .args(arguments)
            .env_clear()
            .envs(kept_environment())
            .envs(environment.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::null())
            .stdout(append(&stdout)?)
            .stderr(append(&log)?)
            .process_group(0)
            .spawn()
            .with_context(|| format!("Starting {name}"))?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log,
            stdout,
        })
    }

    /// The first whole line the program writes to standard output.
    pub async fn first_line(&mut self, limit: Duration) -> Result<String> {
        let what = format!("The first line from {}", self.name);
        let outcome = until(&what, limit, async || {
            let text = fs::read_to_string(&self.stdout).context("Reading a program's output")?;
            Ok(text.split_once('\n').map(|(line, _)| line.to_owned()))
        });
        outcome.await.with_context(|| self.tail())
    }

    /// The group's number: also the process id of its first member.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The end of what the program wrote, for an error.
    pub fn tail(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        let from = lines.len().saturating_sub(TAIL_LINES);
        format!("{} said last:\n{}", self.name, lines[from..].join("\n"))
    }

    /// Asks the program to end, as a service supervisor would, and waits for it.
    pub async fn terminate(mut self, limit: Duration) -> Result<ExitStatus> {
        self.signal(Signal::TERM)?;
        let what = format!("The end of {}", self.name);
        until(&what, limit, async || {
            self.child.try_wait().context("Waiting for a program")
        })
        .await
    }

    /// Gives the program `time` to end by itself, then kills it; its status, none where it was
    /// killed, and all it wrote to standard output.
    pub async fn end_or_kill(mut self, time: Duration) -> Result<(Option<ExitStatus>, String)> {
        let ended = until_every(Duration::from_millis(2), "The end", time, async || {
            self.child.try_wait().context("Waiting for a program")
        })
        .await;
        self.signal(Signal::KILL).ok();
        self.child.wait().context("Waiting for a killed program")?;
        let said = fs::read_to_string(&self.stdout).context("Reading a program's output")?;
        Ok((ended.ok(), said))
    }

    /// `kill -9` to the whole group: what a power cut looks like to it. Waits until all of it is gone:
    /// whoever is dying still holds its locks and its names.
    pub async fn kill(mut self) -> Result<()> {
        self.signal(Signal::KILL)?;
        self.child.wait().context("Waiting for a killed program")?;
        let what = format!("The end of all that {} started", self.name);
        until(&what, KILL_LIMIT, async || {
            Ok(living(self.id())?.is_empty().then_some(()))
        })
        .await
    }

    fn signal(&self, signal: Signal) -> Result<()> {
        let group = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw);
        let group = group.context("A process group without a number")?;
        kill_process_group(group, signal).with_context(|| format!("Signalling {}", self.name))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The group may be gone already, which is what is wanted.
        let _gone = self.signal(Signal::KILL);
        let _reaped = self.child.wait();
    }
}

/// Of our own environment, what a program needs to start and to be debugged.
pub fn kept_environment() -> Vec<(String, String)> {
    [
        "PATH",
        "LD_LIBRARY_PATH",
        "RUST_LOG",
        "RUST_BACKTRACE",
        "TANGGAP_TEST_DATA",
    ]
    .into_iter()
    .filter_map(|key| Some((key.to_owned(), std::env::var(key).ok()?)))
    .collect()
}

/// The living processes of a group whose program has this name, lowest number first.
pub fn members(group: u32, program: &str) -> Result<Vec<u32>> {
    let mut found: Vec<u32> = living(group)?
        .into_iter()
        .filter_map(|(id, name)| (name == program).then_some(id))
        .collect();
    found.sort_unstable();
    Ok(found)
}

/// The processes of a group with their programs' names. What ended and only waits to be collected by
/// its parent holds nothing any more and does not count.
fn living(group: u32) -> Result<Vec<(u32, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc").context("Listing processes")? {
        let entry = entry.context("Listing processes")?;
        let Some(id) = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok())
        else {
            continue;
        };
        // A process may end while we look.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else {
            continue;
        };
        // `pid (name) state ppid pgrp … num_threads …` (proc_pid_stat(5)); the name may hold spaces and
        // brackets.
        let Some((head, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        let Some((_, name)) = head.split_once('(') else {
            continue;
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let [state, _, pgrp, ..] = words[..] else {
            continue;
        };
        // A first thread that ended waits for the others.
        let alone = words
            .get(17)
            .is_none_or(|threads| matches!(*threads, "0" | "1"));
        let ended = matches!(state, "Z" | "X") && alone;
        if pgrp.parse() == Ok(group) && !ended {
            found.push((id, name.to_owned()));
        }
    }
    Ok(found)
}
