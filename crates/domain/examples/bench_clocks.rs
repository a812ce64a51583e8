//! Times the clocks of many complaints with full pause histories.
//!
//! `cargo run --release -p tanggap-domain --example bench_clocks [COUNT]` prints one JSON document:
//! nanoseconds per complaint, best of five rounds, of due computation alone (`deadlines`), with
//! reasons (`clocks`), of a badge (`remaining`), and the milliseconds a calendar takes to lay out.

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{
    Calendars, ClockFacts, Milestone, Pause, PauseReason, Policies, Remaining, Rules,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count: usize = std::env::args()
        .nth(1)
        .map_or(Ok(1_000_000), |count| count.parse())?;
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let compile = best(5, || {
        black_box(CompiledCalendar::new(calendar.clone()).is_ok());
    });
    let rules = Rules::new(
        Policies::bundled(),
        Calendars::only(CompiledCalendar::new(calendar)?),
    );
    let now: DateTime<Utc> = "2026-11-22T02:00:00Z"
        .parse()
        .map_err(|error: chrono::ParseError| error.to_string())?;
    let complaints: Vec<ClockFacts> = (0..count).map(|number| complaint(number, now)).collect();

    let per = |elapsed: f64| elapsed * 1e9 / count as f64;
    let mut sum = 0_i64;
    let deadlines_s = best(5, || {
        for facts in &complaints {
            let judged = rules.deadlines(facts, now, |deadline| {
                sum ^= deadline.due_at.timestamp_millis();
            });
            assert!(judged.is_empty());
        }
    });
    let clocks_s = best(5, || {
        for facts in &complaints {
            black_box(rules.clocks(facts, now));
        }
    });
    let remaining_s = best(5, || {
        for facts in &complaints {
            let left = Remaining::between(now, facts.received_at, rules.calendar());
            black_box(left.is_ok());
        }
    });
    let pauses: usize = complaints.iter().map(|facts| facts.pauses.len()).sum();
    println!(
        "{{\"complaints\": {count}, \"pauses\": {pauses}, \"deadlines_ns\": {:.0}, \"clocks_ns\": {:.0}, \"remaining_ns\": {:.0}, \"compile_ms\": {:.2}, \"check\": {sum}}}",
        per(deadlines_s),
        per(clocks_s),
        per(remaining_s),
        compile * 1e3,
    );
    Ok(())
}

/// Seconds of the fastest of `rounds`.
fn best(rounds: usize, mut work: impl FnMut()) -> f64 {
    (0..rounds)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        })
        .fold(f64::INFINITY, f64::min)
}

/// Spread over five years, of all classes, most of them held once or twice, a third of them done.
fn complaint(number: usize, now: DateTime<Utc>) -> ClockFacts {
    let mut random = number as u64;
    let mut next = |below: u64| {
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    };
    let received_at = now - TimeDelta::minutes(next(5 * 365 * 1440) as i64);
    let classification = match next(4) {
        0 => Classification::PengaduanBerkadar,
        1 => Classification::PermintaanInformasi,
        2 => Classification::Aspirasi,
        _ => Classification::PengaduanTidakBerkadar,
    };
    let mut facts = ClockFacts::received(classification, received_at);
    let mut at = received_at;
    for _ in 0..next(4) {
        let from = at + TimeDelta::minutes(next(8000) as i64);
        at = from + TimeDelta::minutes(next(10_000) as i64);
        facts.pauses.push(Pause {
            from,
            until: Some(at),
            reason: PauseReason::OnHold,
        });
    }
    if next(3) == 0 {
        facts.completed = Milestone::At(at + TimeDelta::minutes(next(20_000) as i64));
    }
    facts
}
