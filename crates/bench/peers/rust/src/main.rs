//! Deadlines in working hours by Rust libraries, for `cargo xtask bench sla`:
//!
//! ```text
//! tanggap-bench-peers FACTS NAME COUNT
//! ```
//!
//! Speaks as `python/peers.py` does. Never shares code with the desk: it is what the desk is compared
//! against.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{BufRead, stdin};

use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;

#[derive(Deserialize)]
struct Facts {
    zone: String,
    weekly: BTreeMap<String, Vec<[String; 2]>>,
    holidays: Vec<Date>,
    limits_h: Vec<i64>,
    complaints: Vec<Complaint>,
}

#[derive(Deserialize)]
struct Complaint {
    received_s: i64,
    pauses_s: Vec<[i64; 2]>,
}

const DAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Monday),
    ("tue", Weekday::Tuesday),
    ("wed", Weekday::Wednesday),
    ("thu", Weekday::Thursday),
    ("fri", Weekday::Friday),
    ("sat", Weekday::Saturday),
    ("sun", Weekday::Sunday),
];

type Result<T> = std::result::Result<T, Box<dyn Error>>;
/// Due instants of each complaint, in the order of the limits.
type Dues = Vec<Vec<Timestamp>>;

fn main() -> Result<()> {
    let [_, facts, name, count] = <[String; 4]>::try_from(std::env::args().collect::<Vec<_>>())
        .map_err(|_| "usage: FACTS NAME COUNT")?;
    let mut facts: Facts = serde_json::from_slice(&std::fs::read(facts)?)?;
    facts.complaints.truncate(count.parse()?);
    match name.as_str() {
        "ule-hours" => answer(ule_hours(&facts)?),
        "workclock" => answer(workclock(&facts)?),
        _ => Err(format!("there is no {name} here").into()),
    }
}

fn answer(round: impl Fn() -> Result<Dues>) -> Result<()> {
    println!("ready");
    for line in stdin().lock().lines() {
        match line?.as_str() {
            "round" => {
                let start = processor_s();
                let dues = round()?;
                let seconds = processor_s() - start;
                drop(dues);
                println!("{seconds}");
            }
            "dues" => {
                let seconds: Vec<Vec<i64>> = round()?
                    .iter()
                    .map(|dues| dues.iter().map(|due| due.as_second()).collect())
                    .collect();
                println!("{}", serde_json::to_string(&seconds)?);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Of this thread, the only one.
fn processor_s() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

fn limits(facts: &Facts) -> Vec<SignedDuration> {
    let hours = facts.limits_h.iter();
    hours
        .map(|hours| SignedDuration::from_hours(*hours))
        .collect()
}

/// Knows paused clocks itself.
fn ule_hours(facts: &Facts) -> Result<impl Fn() -> Result<Dues> + use<>> {
    let mut builder = ule_hours::Schedule::builder(&facts.zone)?;
    for (name, day) in DAYS {
        let windows: Vec<String> = facts.weekly[name]
            .iter()
            .map(|[opening, closing]| format!("{opening}-{closing}"))
            .collect();
        if !windows.is_empty() {
            builder = builder.open([day], &windows.join(", "))?;
        }
    }
    for holiday in &facts.holidays {
        builder = builder.closed_on(*holiday);
    }
    let schedule = builder.build();
    let limits = limits(facts);
    let mut complaints = Vec::new();
    for complaint in &facts.complaints {
        let mut pauses = ule_hours::Pauses::new();
        for [from, until] in &complaint.pauses_s {
            pauses.add(
                Timestamp::from_second(*from)?,
                Timestamp::from_second(*until)?,
            );
        }
        complaints.push((Timestamp::from_second(complaint.received_s)?, pauses));
    }
    Ok(move || {
        let mut dues = Vec::with_capacity(complaints.len());
        for (received, pauses) in &complaints {
            let mut found = Vec::with_capacity(limits.len());
            for limit in &limits {
                found.push(schedule.add_with(*received, *limit, pauses)?);
            }
            dues.push(found);
        }
        Ok(dues)
    })
}

/// Knows no pauses: the working time until each is taken off, and the rest added after the last.
fn workclock(facts: &Facts) -> Result<impl Fn() -> Result<Dues> + use<>> {
    let mut builder = workclock::Schedule::builder().time_zone(&facts.zone);
    // Fewer rules are faster: one for all days that share an interval.
    let mut shared: BTreeMap<&[String; 2], Vec<Weekday>> = BTreeMap::new();
    for (name, day) in DAYS {
        for interval in &facts.weekly[name] {
            shared.entry(interval).or_default().push(day);
        }
    }
    for ([opening, closing], days) in shared {
        let (opening, closing): (Time, Time) = (opening.parse()?, closing.parse()?);
        let days = days.into_iter().collect();
        builder = builder.rule(workclock::WorkDay::new(opening, closing, days));
    }
    let holidays = workclock::Holidays::new(facts.holidays.iter().copied());
    let schedule = builder.rule(holidays).build()?;
    let limits = limits(facts);
    let mut complaints = Vec::new();
    for complaint in &facts.complaints {
        let mut pauses = Vec::new();
        for [from, until] in &complaint.pauses_s {
            pauses.push((
                Timestamp::from_second(*from)?,
                Timestamp::from_second(*until)?,
            ));
        }
        complaints.push((Timestamp::from_second(complaint.received_s)?, pauses));
    }
    Ok(move || {
        let mut dues = Vec::with_capacity(complaints.len());
        let mut worked = Vec::new();
        for (received, pauses) in &complaints {
            worked.clear();
            let mut at = *received;
            for (from, until) in pauses {
                worked.push((at, schedule.between(at, *from)));
                at = *until;
            }
            let mut found = Vec::with_capacity(limits.len());
            for limit in &limits {
                let mut left = *limit;
                let mut origin = at;
                for (since, time) in &worked {
                    if *time >= left {
                        origin = *since;
                        break;
                    }
                    left -= *time;
                }
                found.push(schedule.add(origin, left)?);
            }
            dues.push(found);
        }
        Ok(dues)
    })
}
