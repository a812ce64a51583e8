//! `import`: a national export of many rows through the hub inside the desk, until the list is complete; the
//! peer reads the same file with calamine alone and inserts the finished rows through SQLite's C API.
//!
//! Ours runs in a process of its own, this program started again, so that its memory is its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use calamine::{Reader, open_workbook_auto};
use serde::{Deserialize, Serialize};
use tanggap_app::clock::HandClock;
use tanggap_app::desk::{Desk, Key, Surroundings};
use tanggap_app::notifier::{Notification, Notifier, Slot};
use tanggap_app::{import, inbox};
use tanggap_ipc::Event;
use tanggap_ipc::inbox::{Filter, List, Sort, Tab};
use tanggap_ipc::settings::Settings;
use tanggap_tests::Complaints;
use tempfile::TempDir;
use tokio::sync::broadcast::error::RecvError;

use crate::IMPORT;
use crate::feed::{Feed, NOW};
use crate::first_sync::{Prepared, insert_all, runtime};
use crate::process::most_memory_mb;
use crate::processor::process_s;
use crate::row::{Limit, Row, median};

/// Rows of the file, as the issue of speed names them.
const ROWS: usize = 100_000;
const PASSPHRASE: &str = "sandi-impor";
/// How often it is asked whether there is something to work on.
const LOOKING: Duration = Duration::from_millis(50);

/// What one import came to, from the child to its parent.
#[derive(Serialize, Deserialize)]
struct Once {
    seconds: f64,
    /// Until the list of what is to do had its first rows.
    first_rows_s: f64,
    cpu_s: f64,
    most_memory_mb: f64,
    told: u32,
    longest_silence_s: f64,
}

pub fn measure(rounds: u32) -> Result<Vec<Row>> {
    let folder = TempDir::new().context("Making a folder")?;
    let file = Complaints::invented(ROWS)?.write(folder.path())?;
    let feed = Feed::invent(ROWS)?;
    let prepared = Prepared::make(&feed).context("Rows to insert")?;
    let (mut ours, mut read, mut peer) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        ours.push(in_a_child(&file)?);
        let begun = Instant::now();
        let rows = rows_by_calamine(&file)?;
        let took = begun.elapsed().as_secs_f64();
        ensure!(rows > ROWS, "calamine read {rows} rows");
        read.push(took);
        peer.push(took + insert_all(&prepared)?.seconds);
    }
    let of = |what: fn(&Once) -> f64| ours.iter().map(what).collect::<Vec<f64>>();
    let whole = Row::new(
        IMPORT,
        format!("an export of {ROWS} rows through the own hub, until the list is complete"),
        "s",
        &of(|it| it.seconds),
        Some((
            "calamine alone and SQLite's C API with the finished rows",
            &peer[..],
        )),
        Limit::RatioAtMost(3.0),
    )
    .with_detail(format!(
        "calamine alone {:.1} s; ours {:.1} s of processor; told of its progress {:.0} times, at most {:.1} s apart",
        median(&read),
        median(&of(|it| it.cpu_s)),
        median(&of(|it| f64::from(it.told))),
        median(&of(|it| it.longest_silence_s)),
    ));
    let memory = Row::new(
        IMPORT,
        "most memory meanwhile, desk and its hub".to_owned(),
        "MB",
        &of(|it| it.most_memory_mb),
        None,
        Limit::AtMost(400.0),
    );
    let first = Row::new(
        IMPORT,
        "until there are complaints to work on".to_owned(),
        "s",
        &of(|it| it.first_rows_s),
        None,
        Limit::AtMost(5.0),
    );
    Ok(vec![whole, memory, first])
}

fn in_a_child(file: &Path) -> Result<Once> {
    let this = std::env::current_exe().context("Where this program is")?;
    let output = Command::new(this)
        .arg("--import-once")
        .arg(file)
        .output()
        .context("Starting this program again")?;
    ensure!(
        output.status.success(),
        "Importing failed: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).context("Reading what one import came to")
}

/// Imports once and prints what it came to, for the parent.
pub fn once(file: &Path) -> Result<()> {
    let folder = TempDir::new().context("Making a folder")?;
    let profile = folder.path().join("profile");
    let once = runtime()?.block_on(imported(profile, file))?;
    println!("{}", serde_json::to_string(&once)?);
    Ok(())
}

async fn imported(profile: PathBuf, file: &Path) -> Result<Once> {
    let now = NOW.parse().context("The moment of all measurements")?;
    let around = Surroundings::new(Arc::new(HandClock::at(now)), Arc::new(Nobody), "bench");
    let key = Key::of(Some(PASSPHRASE));
    let said = |error: tanggap_ipc::Error| anyhow!("{error:?}");
    let desk = Desk::create(&profile, &key, Settings::default(), &around)
        .await
        .map_err(said)?;

    let mut events = around.events.subscribe();
    let (begun, cpu_s) = (Instant::now(), process_s());
    let looking = tokio::spawn({
        let desk = Arc::clone(&desk);
        async move {
            while !has_rows(&desk).await {
                tokio::time::sleep(LOOKING).await;
            }
            begun.elapsed().as_secs_f64()
        }
    });
    let listening = tokio::spawn(async move {
        let (mut told, mut last, mut longest) = (0, begun, Duration::ZERO);
        loop {
            match events.recv().await {
                Ok(Event::ImportProgress { .. }) => {
                    told += 1;
                    longest = longest.max(last.elapsed());
                    last = Instant::now();
                }
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return (told, longest),
            }
        }
    });
    let report = import::run_path(&desk, file).await.map_err(said)?;
    let (seconds, cpu_s) = (begun.elapsed().as_secs_f64(), process_s() - cpu_s);
    ensure!(report.new == ROWS as u64, "{} are new", report.new);
    let first_rows_s = looking.await.context("Looking at the list")?;
    desk.close().await;
    drop((desk, around));
    let (told, longest) = listening.await.context("Listening")?;
    Ok(Once {
        seconds,
        first_rows_s,
        cpu_s,
        most_memory_mb: most_memory_mb()?,
        told,
        longest_silence_s: longest.as_secs_f64(),
    })
}

async fn has_rows(desk: &Desk) -> bool {
    let question = List {
        filter: Filter {
            tab: Tab::ToDo,
            ..Filter::default()
        },
        sort: Sort::default(),
        offset: 0,
        limit: 50,
    };
    inbox::list(desk, question)
        .await
        .is_ok_and(|page| !page.rows.is_empty())
}

fn rows_by_calamine(file: &Path) -> Result<usize> {
    let mut workbook = open_workbook_auto(file).context("Opening the file")?;
    let mut rows = 0;
    for sheet in workbook.sheet_names() {
        rows += workbook.worksheet_range(&sheet)?.rows().count();
    }
    Ok(rows)
}

/// Nobody is told anything.
struct Nobody;

impl Notifier for Nobody {
    fn show(&self, _: Notification) {}

    fn withdraw(&self, _: Slot) {}
}
