//! `cold-start` and `memory`: the real program in its real window, with many complaints and with none.
//!
//! Start-up is the time from the start of the process until the list (or its empty state) is painted,
//! with the files in the page cache. Memory is the proportional set size of the program and WebKit's
//! processes once they have come to rest. The two profiles take turns.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tanggap_store::{KeySource, Store};
use tanggap_tests::{Desk, Stage, id};

use crate::feed::{Feed, NOW};
use crate::first_sync::{fill, runtime};
use crate::process::{busy_s, family, pss_mib, started_at_ms};
use crate::row::{Limit, Row, median};
use crate::{COLD_START, MEMORY, Size};

const FULL: &str = "penuh";
const EMPTY: &str = "kosong";

/// How long the window may take.
const PAINT_LIMIT: Duration = Duration::from_secs(30);
/// At rest: this share of one processor at most, over this long.
const REST_SHARE: f64 = 0.02;
const REST_TIME: Duration = Duration::from_secs(2);
const REST_LIMIT: Duration = Duration::from_secs(60);

/// One opening of the window.
struct Opening {
    painted_ms: f64,
    /// Processor seconds of all its processes until then.
    painted_cpu_s: f64,
    /// It was painted before it could be watched: the figure is too high.
    at_once: bool,
    /// MiB by process, the program first.
    memory: Vec<(String, f64)>,
    /// Share of one processor at rest.
    rest_share: f64,
}

pub fn measure(size: Size) -> Result<Vec<Row>> {
    let feed = Feed::invent(size.complaints)?;
    // The stage belongs to this thread.
    let local = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("Starting a runtime")?;
    let stage = local.block_on(Stage::start())?;
    runtime()?.block_on(async {
        let key = |profile: &str| KeySource::passphrase(format!("sandi-{profile}"));
        fill(&stage.profile(FULL), &key(FULL), &feed).await?;
        let empty = Store::create(&stage.profile(EMPTY), &key(EMPTY)).await?;
        empty.store.close().await;
        anyhow::Ok(())
    })?;
    local.block_on(rounds(&stage, size))
}

async fn rounds(stage: &Stage, size: Size) -> Result<Vec<Row>> {
    open(stage, EMPTY).await?;
    open(stage, FULL).await?;
    let (mut full, mut empty) = (Vec::new(), Vec::new());
    for round in 0..size.rounds {
        let order = if round % 2 == 0 {
            [FULL, EMPTY]
        } else {
            [EMPTY, FULL]
        };
        for profile in order {
            let opening = open(stage, profile).await?;
            if profile == FULL {
                full.push(opening);
            } else {
                empty.push(opening);
            }
        }
    }
    let painted =
        |openings: &[Opening]| openings.iter().map(|it| it.painted_ms).collect::<Vec<_>>();
    let total = |opening: &Opening| opening.memory.iter().map(|(_, mib)| mib).sum();
    let totals = |openings: &[Opening]| openings.iter().map(total).collect::<Vec<f64>>();
    let cpu = |openings: &[Opening]| {
        let seconds: Vec<f64> = openings.iter().map(|it| it.painted_cpu_s).collect();
        median(&seconds)
    };
    let late = full.iter().chain(&empty).filter(|it| it.at_once).count();
    let start = Row::new(
        COLD_START,
        format!(
            "start to the first painted list, {} complaints",
            size.complaints
        ),
        "ms",
        &painted(&full),
        Some(("the same program, empty store", &painted(&empty))),
        Limit::RatioAtMost(1.3),
    );
    let memory = Row::new(
        MEMORY,
        format!("PSS at rest, {} complaints", size.complaints),
        "MiB",
        &totals(&full),
        Some(("the same program, empty store", &totals(&empty))),
        Limit::None,
    );
    Ok(vec![
        start.with_detail(format!(
            "processor seconds until then: full {:.2}, empty {:.2}; painted before it could be watched: {late} of {}",
            cpu(&full),
            cpu(&empty),
            full.len() + empty.len()
        )),
        memory.with_detail(format!("full: {}; empty: {}", parts(&full), parts(&empty))),
    ])
}

/// The last opening, process by process.
fn parts(openings: &[Opening]) -> String {
    let Some(last) = openings.last() else {
        return String::new();
    };
    let parts = last
        .memory
        .iter()
        .map(|(name, mib)| format!("{name} {mib:.0}"));
    let share = last.rest_share * 100.0;
    format!(
        "{} MiB, {share:.1} % of a processor",
        parts.collect::<Vec<_>>().join(" + ")
    )
}

async fn open(stage: &Stage, profile: &str) -> Result<Opening> {
    let desk = stage.open_desk(profile, &[("TANGGAP_NOW", NOW)]).await?;
    let shown = if profile == FULL {
        "inbox-row"
    } else {
        "empty"
    };
    let (painted_at_ms, at_once) = painted(&desk, &id(shown)).await?;
    let process = desk.process_id().await?;
    let painted_cpu_s = busy_s(process)?;
    let painted_ms = painted_at_ms - started_at_ms(process)?;
    let rest_share = rest(process).await?;
    let mut memory = Vec::new();
    for member in family(process)? {
        memory.push((member.name.clone(), pss_mib(member.id)?));
    }
    desk.close().await?;
    Ok(Opening {
        painted_ms,
        painted_cpu_s,
        at_once,
        memory,
        rest_share,
    })
}

/// When the element was painted (milliseconds since 1970), and whether it was there at the first look.
async fn painted(desk: &Desk, css: &str) -> Result<(f64, bool)> {
    let script = "const [css, done] = arguments;
        const at_once = document.querySelector(css) !== null;
        const look = () => requestAnimationFrame(() => {
            if (document.querySelector(css) === null) return look();
            requestAnimationFrame(() => done([Date.now(), at_once]));
        });
        look()";
    let start = Instant::now();
    loop {
        // The first page of a window goes away under the script that watches it.
        match desk.run_script_async(script, vec![css.into()]).await {
            Ok(answer) => {
                return serde_json::from_value(answer).context("When the list was painted");
            }
            Err(error) if start.elapsed() > PAINT_LIMIT => {
                return Err(error.context(format!("{css} was not painted")));
            }
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

/// Waits until the program has come to rest; the share of a processor it still takes.
async fn rest(process: u32) -> Result<f64> {
    let start = Instant::now();
    loop {
        let before_s = busy_s(process)?;
        let from = Instant::now();
        tokio::time::sleep(REST_TIME).await;
        let share = (busy_s(process)? - before_s) / from.elapsed().as_secs_f64();
        if share <= REST_SHARE {
            return Ok(share);
        }
        if start.elapsed() > REST_LIMIT {
            bail!("The desk does not come to rest: {share:.3} of a processor");
        }
    }
}
