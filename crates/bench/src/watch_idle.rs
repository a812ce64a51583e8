//! `watch-idle`: what it costs to watch the clocks of many open complaints for ten days, most of which
//! nothing happens in. The real watch of a real desk, woken when it asked to be woken.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result, anyhow, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use tanggap_app::clock::HandClock;
use tanggap_app::desk::{Desk, Key, Surroundings};
use tanggap_app::notifier::{Notification, Notifier, Slot};
use tanggap_app::watch::{self, Told};
use tanggap_store::KeySource;
use tempfile::TempDir;

use crate::WATCH_IDLE;
use crate::feed::Feed;
use crate::first_sync::{fill, runtime};
use crate::processor::process_s;
use crate::row::{Limit, Row};

const PASSPHRASE: &str = "sandi-jaga";
const DAYS: i64 = 10;
/// The watch looks this often whatever it was told, in case the computer slept or its clock was set.
const LONGEST_SLEEP: TimeDelta = TimeDelta::seconds(600);
const SHORTEST_SLEEP: TimeDelta = TimeDelta::milliseconds(200);

/// What the ticks of one day took.
#[derive(Clone, Copy, Default)]
struct Day {
    ticks: u32,
    cpu_s: f64,
    idle_ticks: u32,
    idle_cpu_s: f64,
    notices: usize,
}

pub fn measure(feed: &Feed) -> Result<Vec<Row>> {
    let folder = TempDir::new().context("Making a folder")?;
    let profile = folder.path().join("profile");
    let runtime = runtime()?;
    runtime.block_on(async {
        fill(&profile, &KeySource::passphrase(PASSPHRASE), feed).await?;
        let clock = Arc::new(HandClock::at(feed.now()));
        let shown = Arc::new(Shown::default());
        let around = Surroundings::new(clock.clone(), shown.clone(), "bench");
        let key = Key::of(Some(PASSPHRASE));
        let desk = Desk::open(&profile, &key, &around)
            .await
            .map_err(|error| anyhow!("Opening the desk: {error:?}"))?;
        let rows = watched(&desk, &clock, feed).await;
        desk.close().await;
        let mut rows = rows?;
        if let Some(row) = rows.first_mut() {
            let shown = shown.0.load(Ordering::Relaxed);
            row.detail.push_str(&format!("; {shown} notifications"));
        }
        Ok(rows)
    })
}

async fn watched(desk: &Desk, clock: &HandClock, feed: &Feed) -> Result<Vec<Row>> {
    let start = feed.now();
    // Everything that came due before the desk was opened.
    let (first_cpu_s, first) = tick(desk, start).await?;
    let days = ten_days(desk, clock, start).await?;

    let complaints = feed.len();
    let all = |of: fn(&Day) -> f64| days.iter().map(of).collect::<Vec<f64>>();
    let total = |of: fn(&Day) -> f64| all(of).iter().sum::<f64>();
    let idle_ticks = total(|day| f64::from(day.idle_ticks));
    ensure!(idle_ticks > 0.0, "Something was due at every look");
    let cpu_s = total(|day| day.cpu_s);
    let idle_cpu_s = total(|day| day.idle_cpu_s);
    let detail = format!(
        "{:.0} looks, {idle_ticks:.0} of them at nothing due; {:.0} notices; the first look, at all that \
         came due before: {first_cpu_s:.2} s, {} notices",
        total(|day| f64::from(day.ticks)),
        total(|day| day.notices as f64),
        first.notices,
    );
    let of = |what: &str| format!("{what}, {complaints} open complaints, processor time");
    let row = |workload: String, unit, figures: &[f64]| {
        Row::new(WATCH_IDLE, workload, unit, figures, None, Limit::None)
    };
    let share = 100.0 * cpu_s / TimeDelta::days(DAYS).as_seconds_f64();
    let total_row = row(of("watching for ten days"), "s", &[cpu_s]);
    let an_hour = all(|day| {
        let each_s = day.idle_cpu_s / f64::from(day.idle_ticks.max(1));
        each_s * 1e3 * TimeDelta::hours(1).as_seconds_f64() / LONGEST_SLEEP.as_seconds_f64()
    });
    let hour_row = row(of("an hour in which nothing is due"), "ms", &an_hour);
    let a_look = all(|day| day.idle_cpu_s * 1e3 / f64::from(day.idle_ticks.max(1)));
    let look_row = row(of("a look at nothing due"), "ms", &a_look);
    Ok(vec![
        total_row.with_detail(format!("{share:.4} % of one processor; {detail}")),
        hour_row.with_detail("ten days, each its own figure".to_owned()),
        look_row.with_detail(format!("{idle_cpu_s:.2} s in ten days")),
    ])
}

async fn ten_days(desk: &Desk, clock: &HandClock, start: DateTime<Utc>) -> Result<Vec<Day>> {
    let mut days = Vec::new();
    let mut now = start;
    for number in 1..=DAYS {
        let end = start + TimeDelta::days(number);
        let mut day = Day::default();
        while now < end {
            let before_s = process_s();
            let next = watch::next_look(desk, now).await.map_err(of_desk)?;
            let asking_s = process_s() - before_s;
            // As the watch sleeps.
            let sleep = next.map_or(LONGEST_SLEEP, |next| next - now);
            now += sleep.clamp(SHORTEST_SLEEP, LONGEST_SLEEP);
            clock.set(now);
            let (cpu_s, told) = tick(desk, now).await?;
            let cpu_s = cpu_s + asking_s;
            day.ticks += 1;
            day.cpu_s += cpu_s;
            day.notices += told.notices;
            if told == Told::default() {
                day.idle_ticks += 1;
                day.idle_cpu_s += cpu_s;
            }
        }
        eprintln!(
            "  day {number}: {} looks, {:.2} s, {} notices",
            day.ticks, day.cpu_s, day.notices
        );
        days.push(day);
    }
    Ok(days)
}

async fn tick(desk: &Desk, now: DateTime<Utc>) -> Result<(f64, Told)> {
    let start = process_s();
    let told = watch::tick(desk, now).await.map_err(of_desk)?;
    Ok((process_s() - start, told))
}

fn of_desk(error: impl std::fmt::Debug) -> anyhow::Error {
    anyhow!("The watch: {error:?}")
}

/// Counts what would be shown.
#[derive(Default)]
struct Shown(AtomicU64);

impl Notifier for Shown {
    fn show(&self, _: Notification) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn withdraw(&self, _: Slot) {}
}
