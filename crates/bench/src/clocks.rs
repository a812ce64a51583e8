//! `sla`: the deadlines of many complaints with full pause histories.

use std::time::Instant;

use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{ClockFacts, Milestone, Pause, PauseReason, Policies, Rules, deadlines};

use crate::SLA;
use crate::feed::NOW;
use crate::row::{Limit, Row};

const COMPLAINTS: usize = 1_000_000;

pub fn measure(rounds: u32) -> Result<Vec<Row>> {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let calendar = CompiledCalendar::new(calendar).context("The bundled calendar")?;
    let rules = Rules::new(Policies::bundled(), calendar);
    let now: DateTime<Utc> = NOW.parse().context("The moment of all measurements")?;
    let complaints: Vec<ClockFacts> = (0..COMPLAINTS)
        .map(|number| complaint(number, now))
        .collect();
    let pauses: usize = complaints.iter().map(|facts| facts.pauses.len()).sum();

    let mut figures = Vec::new();
    let mut found = 0_usize;
    for _ in 0..rounds {
        found = 0;
        let start = Instant::now();
        for facts in &complaints {
            let policy = rules
                .policy_for(facts)
                .context("A policy for every class")?;
            deadlines(facts, policy, &rules.calendar, now, |deadline| {
                found += usize::from(deadline.due_at > facts.received_at);
            })
            .context("A deadline")?;
        }
        figures.push(start.elapsed().as_secs_f64() * 1e9 / COMPLAINTS as f64);
    }
    let workload =
        format!("deadlines of {COMPLAINTS} complaints with {pauses} pauses, per complaint");
    let row = Row::new(SLA, workload, "ns", &figures, None, Limit::AtMost(1000.0));
    Ok(vec![row.with_detail(format!("{found} deadlines a round"))])
}

/// Spread over five years, of all classes, most of them held once or more, a third of them done.
fn complaint(number: usize, now: DateTime<Utc>) -> ClockFacts {
    let mut random = number as u64;
    // SplitMix64: the same complaints in every run.
    let mut next = |below: u64| {
        random = random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = random;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below).cast_signed()
    };
    let received_at = now - TimeDelta::minutes(next(5 * 365 * 1440));
    let classification = match next(4) {
        0 => Classification::PengaduanBerkadar,
        1 => Classification::PermintaanInformasi,
        2 => Classification::Aspirasi,
        _ => Classification::PengaduanTidakBerkadar,
    };
    let mut facts = ClockFacts::received(classification, received_at);
    let mut at = received_at;
    for _ in 0..next(4) {
        let from = at + TimeDelta::minutes(next(8_000));
        at = from + TimeDelta::minutes(next(10_000));
        facts.pauses.push(Pause {
            from,
            until: Some(at),
            reason: PauseReason::OnHold,
        });
    }
    if next(3) == 0 {
        facts.completed = Milestone::At(at + TimeDelta::minutes(next(20_000)));
    }
    facts
}
