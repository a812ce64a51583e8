//! The practice hub: a `tanggap-hub` beside this program, run as a child on loopback with invented
//! complaints. No hub code is in the desk, and nothing here reaches beyond this computer.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use tanggap_domain::region::{RegionCode, RegionLevel};
use tanggap_ipc::{Code, Error};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Longest time the hub may take to say that it listens; a new one fills itself with complaints first.
const START_LIMIT: Duration = Duration::from_secs(180);

/// Where the office's own province is not known: Sumatera Selatan.
const PROVINCE: &str = "16";
const OFFICER: &str = "Petugas Latihan";

/// A practice hub that runs until this is dropped.
pub struct PracticeHub {
    pub url: String,
    child: Child,
}

impl PracticeHub {
    /// Ends it, and waits until it has.
    pub async fn end(mut self) {
        if let Err(cause) = self.child.kill().await {
            tracing::warn!(%cause, "The practice hub did not end");
        }
    }
}

/// The hub program that stands beside the running one, if it is there.
pub fn program() -> Option<PathBuf> {
    let name = format!("tanggap-hub{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok()?.parent()?.join(name);
    beside.is_file().then_some(beside)
}

/// The province in which this office practises: its own.
pub fn province(region: Option<&RegionCode>) -> String {
    let own = region.and_then(|region| region.at(RegionLevel::Province));
    own.map_or_else(|| PROVINCE.to_owned(), |own| own.as_str().to_owned())
}

/// Starts the hub on `data`, with complaints of `province`. It ends with this process, however this
/// process ends: the pipe to its standard input closes.
///
/// # Errors
/// [`Code::PracticeUnavailable`] where there is no hub program or it does not start.
pub async fn start(program: &Path, data: &Path, province: &str) -> Result<PracticeHub> {
    let mut child = Command::new(program)
        .args(["serve", "--practice", "--until-stdin-ends"])
        .args(["--listen", "127.0.0.1:0", "--province", province, "--data"])
        .arg(data)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(unavailable)?;
    let Some(stdout) = child.stdout.take() else {
        return Err(unavailable("no standard output"));
    };
    let mut line = String::new();
    let mut lines = BufReader::new(stdout);
    within(START_LIMIT, lines.read_line(&mut line)).await?;
    let Listening { listening } = serde_json::from_str(&line).map_err(unavailable)?;
    // Whatever else it prints is drained, so that it never blocks on a full pipe.
    tokio::spawn(async move {
        let mut rest = String::new();
        while lines.read_line(&mut rest).await.is_ok_and(|read| read > 0) {
            rest.clear();
        }
    });
    Ok(PracticeHub {
        url: listening,
        child,
    })
}

/// A token for an officer of the practice hub.
///
/// # Errors
/// [`Code::PracticeUnavailable`].
pub async fn add_officer(program: &Path, data: &Path, province: &str) -> Result<String> {
    // Two cannot share a name: whoever practised here before has left.
    let run = Command::new(program)
        .args(["officer", "revoke", OFFICER, "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let _nobody_before = within(START_LIMIT, run).await?;
    let run = Command::new(program)
        .args([
            "officer", "add", OFFICER, "--scope", province, "--json", "--data",
        ])
        .arg(data)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = within(START_LIMIT, run).await?;
    let Added { token } = serde_json::from_slice(&output.stdout).map_err(unavailable)?;
    Ok(token)
}

#[derive(Deserialize)]
struct Listening {
    listening: String,
}

#[derive(Deserialize)]
struct Added {
    token: String,
}

async fn within<T>(limit: Duration, work: impl Future<Output = std::io::Result<T>>) -> Result<T> {
    match tokio::time::timeout(limit, work).await {
        Ok(done) => done.map_err(unavailable),
        Err(late) => Err(unavailable(late)),
    }
}

fn unavailable(cause: impl std::fmt::Display) -> Error {
    tracing::warn!(%cause, "The practice hub did not start");
    Error::with(Code::PracticeUnavailable, cause)
}

/// Where the journal keeps that this desk practises.
const KEY: &str = "practice";
const SINCE: &str = "practice-since";

/// The practice hub's own data, beside the desk's.
pub(crate) fn folder(desk: &Desk) -> PathBuf {
    desk.folder().join("practice-hub")
}

/// The hub starts again with the desk.
pub(crate) async fn remember(desk: &Desk) -> Result<()> {
    let journal = desk.store.journal();
    if since(desk).await?.is_none() {
        let now = desk.now();
        journal.set_setting(SINCE, &now).await.map_err(of_store)?;
    }
    journal.set_setting(KEY, &true).await.map_err(of_store)
}

pub(crate) async fn forget(desk: &Desk) -> Result<()> {
    let journal = desk.store.journal();
    journal.delete_setting(SINCE).await.map_err(of_store)?;
    journal.delete_setting(KEY).await.map_err(of_store)
}

/// When practice began.
pub(crate) async fn since(desk: &Desk) -> Result<Option<DateTime<Utc>>> {
    desk.store.journal().setting(SINCE).await.map_err(of_store)
}

/// Whether this desk practises.
pub(crate) async fn is_remembered(desk: &Desk) -> Result<bool> {
    let stored: Option<bool> = desk.store.journal().setting(KEY).await.map_err(of_store)?;
    Ok(stored.unwrap_or(false))
}
