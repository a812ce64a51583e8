//! Measures what the desk promises, against what the same work costs elsewhere, in one run: a table
//! to read and a JSON file to keep. `cargo xtask bench [NAME…] [--json FILE]`.
//!
//! Works on invented complaints only, in temporary folders. It never judges by a single measurement:
//! rounds of ours and of the peer take turns, and a row is a median with its spread.

mod processor;
mod row;

mod clocks;
mod feed;
mod first_sync;
mod import;
mod process;
mod raw;
mod recalculate;
mod search;
mod source_rows;
mod watch_idle;
mod window;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Parser;

use row::{Report, Row};

/// Measure the desk.
#[derive(Parser)]
#[command(name = "cargo xtask bench")]
struct Arguments {
    /// Which measurements: first-sync, search, import, cold-start, memory, sla,
    /// recalculate, watch-idle; none means all.
    names: Vec<String>,
    /// Also write the rows to this file.
    #[arg(long)]
    json: Option<PathBuf>,
    /// How often ours and the peer take turns.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// How many complaints a desk holds.
    #[arg(long, default_value_t = 50_000)]
    complaints: usize,
    /// How many open complaints are judged anew and watched.
    #[arg(long, default_value_t = 200_000)]
    open: usize,
    /// Import this file once and print what it came to: a measurement in a process of its own.
    #[arg(long, hide = true)]
    import_once: Option<PathBuf>,
}

/// How much is measured, how often.
#[derive(Clone, Copy)]
struct Size {
    complaints: usize,
    rounds: u32,
}

const FIRST_SYNC: &str = "first-sync";
const SEARCH: &str = "search";
const IMPORT: &str = "import";
const COLD_START: &str = "cold-start";
const MEMORY: &str = "memory";
const SLA: &str = "sla";
const RECALCULATE: &str = "recalculate";
const WATCH_IDLE: &str = "watch-idle";
const ALL: [&str; 8] = [
    FIRST_SYNC,
    SEARCH,
    IMPORT,
    COLD_START,
    MEMORY,
    SLA,
    RECALCULATE,
    WATCH_IDLE,
];

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    if let Some(file) = &arguments.import_once {
        return import::once(file);
    }
    if let Some(unknown) = arguments
        .names
        .iter()
        .find(|name| !ALL.contains(&name.as_str()))
    {
        bail!("Nothing is called {unknown}; there is {}", ALL.join(", "));
    }
    if cfg!(debug_assertions) {
        eprintln!("Not a release build: these figures say nothing");
    }
    let size = Size {
        complaints: arguments.complaints,
        rounds: arguments.rounds,
    };
    let wanted =
        |name: &str| arguments.names.is_empty() || arguments.names.iter().any(|it| it == name);

    let mut report = Report::begin()?;
    let mut keep = |rows: Vec<Row>| -> Result<()> {
        for row in rows {
            eprintln!("{row}");
            report.rows.push(row);
        }
        report.end()?;
        match &arguments.json {
            Some(file) => report.write(file),
            None => Ok(()),
        }
    };
    if wanted(SLA) {
        keep(clocks::measure(size.rounds)?)?;
    }
    if wanted(FIRST_SYNC) || wanted(SEARCH) {
        let feed = feed::Feed::invent(size.complaints)?;
        let mirror = first_sync::Prepared::make(&feed).context("A first sync to learn from")?;
        if wanted(FIRST_SYNC) {
            keep(first_sync::measure(&mirror, size)?)?;
        }
        if wanted(SEARCH) {
            keep(search::measure(&mirror, size)?)?;
        }
    }
    if wanted(IMPORT) {
        keep(import::measure(size.rounds)?)?;
    }
    if wanted(RECALCULATE) || wanted(WATCH_IDLE) {
        let feed = feed::Feed::invent_open(arguments.open)?;
        if wanted(RECALCULATE) {
            keep(recalculate::measure(&feed, size.rounds)?)?;
        }
        if wanted(WATCH_IDLE) {
            keep(watch_idle::measure(&feed)?)?;
        }
    }
    if wanted(COLD_START) || wanted(MEMORY) {
        let mut rows = window::measure(size)?;
        rows.retain(|row| wanted(row.name));
        keep(rows)?;
    }
    println!("{report}");
    Ok(())
}
