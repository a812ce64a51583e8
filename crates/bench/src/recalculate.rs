//! `recalculate`: every open complaint is judged anew after the calendar changed, in the real encrypted
//! store; the peer reads the same documents through SQLite's C API and judges nothing.

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use tanggap_app::office::Office;
use tanggap_domain::calendar::{Holiday, HolidayKind};
use tanggap_domain::sla::{AdoptedCalendar, Reach};
use tanggap_store::{KeySource, Store, Which};
use tempfile::TempDir;

use crate::RECALCULATE;
use crate::feed::Feed;
use crate::first_sync::{KEY, Stopwatch, Took, fill, mirror_key, runtime};
use crate::raw::{Connection, Value};
use crate::row::{Limit, Row, median};

/// What the store reads to judge anew, in one go.
const DOCUMENTS_SQL: &str = "SELECT h.rid, coalesce(d.doc, o.doc) AS doc,
        h.due_ms, h.due_clock, h.due_state, h.due_started_ms, h.wake_ms
    FROM head h
    LEFT JOIN document d ON d.rid = h.rid
    LEFT JOIN overlay o ON o.rid = h.rid
    WHERE h.open = 1 OR h.due_ms IS NOT NULL
    ORDER BY h.rid";

pub fn measure(feed: &Feed, rounds: u32) -> Result<Vec<Row>> {
    let folder = TempDir::new().context("Making a folder")?;
    let profile = folder.path().join("profile");
    let (complaints, now) = (feed.len(), feed.now());
    let runtime = runtime()?;
    runtime.block_on(fill(&profile, &KeySource::raw(KEY), feed))?;
    let store = runtime
        .block_on(Store::open(&profile, &KeySource::raw(KEY)))?
        .store;
    let peer = Connection::open(&profile.join("mirror.db"), &mirror_key()?)?;
    peer.run("PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON")?;

    let mut office = Office::standard(Default::default()).context("The standard office")?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut unmoved, mut moved) = (Vec::new(), Vec::new());
    // Both once for nothing: pages come into the caches.
    scan(&peer, complaints)?;
    for round in 0..=rounds {
        let next = with_another_day_off(&office, now)?;
        let by_us = Stopwatch::start();
        let found =
            runtime.block_on(store.mirror().judge_anew(Which::Open, |complaint, known| {
                next.kept_again(&office, complaint, known, now)
            }))?;
        let by_us = by_us.stop();
        office = next;
        ensure!(!found.is_empty(), "A day off moved nothing");
        // Once more by the same rules: read and judged, nothing to write.
        let again = Stopwatch::start();
        let found_again =
            runtime.block_on(store.mirror().judge_anew(Which::Open, |complaint, known| {
                office.kept_again(&office, complaint, known, now)
            }))?;
        let again = again.stop();
        ensure!(found_again.is_empty(), "The same rules moved something");
        let by_peer = scan(&peer, complaints)?;
        if round > 0 {
            ours.push(by_us);
            unmoved.push(again);
            theirs.push(by_peer);
            moved.push(found.len() as f64);
        }
    }
    drop(peer);
    runtime.block_on(store.close());

    let cpu = |took: &[Took]| took.iter().map(|it| it.cpu_s).collect::<Vec<f64>>();
    let wall = |took: &[Took]| took.iter().map(|it| it.seconds).collect::<Vec<f64>>();
    let workload = format!(
        "every deadline of {complaints} open complaints anew, after a day off was adopted, processor time"
    );
    let theirs_cpu = cpu(&theirs);
    let peer = ("SQLite C API reading the same documents", &theirs_cpu[..]);
    let reading = Row::new(
        RECALCULATE,
        format!(
            "the same {complaints} judged by the rules they were judged by: nothing is written"
        ),
        "s",
        &cpu(&unmoved),
        Some(peer),
        Limit::None,
    )
    .with_detail(format!(
        "{:.1} µs each; on the wall {:.2} s",
        median(&cpu(&unmoved)) * 1e6 / complaints as f64,
        median(&wall(&unmoved)),
    ));
    let row = Row::new(
        RECALCULATE,
        workload,
        "s",
        &cpu(&ours),
        Some(peer),
        Limit::None,
    );
    let detail = format!(
        "{:.1} µs each; {:.0} complaints moved; on the wall {:.2} s, the peer {:.2} s",
        median(&cpu(&ours)) * 1e6 / complaints as f64,
        median(&moved),
        median(&wall(&ours)),
        median(&wall(&theirs)),
    );
    Ok(vec![row.with_detail(detail), reading])
}

/// The office after it has adopted a calendar with one more working day off, which reaches open
/// clocks.
fn with_another_day_off(office: &Office, now: DateTime<Utc>) -> Result<Office> {
    let current = office.rules.calendar();
    let mut calendar = office.calendar().clone();
    let tomorrow = current.local_date(now) + chrono::Days::new(1);
    calendar.version += 1;
    calendar.holidays.push(Holiday {
        date: current
            .working_day_from(tomorrow)
            .context("A working day")?,
        name: "Cuti bersama tambahan".to_owned(),
        kind: HolidayKind::CollectiveLeave,
        source: "bench".to_owned(),
    });
    let adopted = AdoptedCalendar {
        version: calendar.version,
        adopted_at: now,
        author: "bench".to_owned(),
        reason: "bench".to_owned(),
        reach: Reach::OpenClocks,
        calendar,
    };
    let mut rules = office.rules.clone();
    rules.calendars = rules.calendars.with(adopted).context("The new calendar")?;
    Ok(Office::with_rules(office.settings.clone(), rules))
}

fn scan(connection: &Connection, expected: usize) -> Result<Took> {
    let start = Stopwatch::start();
    let mut rows = 0;
    let mut bytes = 0;
    connection.prepare(DOCUMENTS_SQL)?.each(&[], |row| {
        rows += 1;
        if let Value::Text(document) = row.value(1)? {
            bytes += document.len();
        }
        Ok(())
    })?;
    let took = start.stop();
    ensure!(
        rows >= expected && bytes > rows,
        "The peer read {rows} rows"
    );
    Ok(took)
}
