//! `sla`: the deadlines of many complaints with full pause histories; by the regulation's rules in
//! working days, and in working hours, which other programs can compute too.

mod peers;
mod programs;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::calendar::{Boundary, Calendar, CompiledCalendar, OfficeHours, Span};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{
    Calendars, ClockFacts, Milestone, Pause, PauseReason, Policies, Policy, Rules,
};

use crate::SLA;
use crate::feed::NOW;
use crate::processor::thread_s;
use crate::row::{Limit, Row, median};

const COMPLAINTS: usize = 1_000_000;

/// What is asked of everybody: three limits that end within days, within a week, and after a month
/// with its holidays.
const LIMITS_H: [u32; 3] = [22, 37, 105];

/// What we promise beside the fastest of them.
const AT_LEAST_TIMES_A_PEER: f64 = 20.0;

pub fn measure(rounds: u32) -> Result<Vec<Row>> {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    let compiled = CompiledCalendar::new(calendar).context("The bundled calendar")?;
    let now: DateTime<Utc> = NOW.parse().context("The moment of all measurements")?;
    let complaints: Vec<ClockFacts> = (0..COMPLAINTS)
        .map(|number| complaint(number, now))
        .collect();
    let pauses: usize = complaints.iter().map(|facts| facts.pauses.len()).sum();

    let by_regulation = Rules::new(Policies::bundled(), Calendars::only(compiled.clone()));
    let mut figures = Vec::new();
    let mut found = 0;
    for _ in 0..rounds {
        let start = thread_s();
        found = judge(&by_regulation, &complaints, now)?;
        figures.push((thread_s() - start) * 1e9 / COMPLAINTS as f64);
    }
    let workload = format!(
        "deadlines in working days of {COMPLAINTS} complaints with {pauses} pauses, per complaint"
    );
    let row = Row::new(SLA, workload, "ns", &figures, None, Limit::AtMost(1000.0));
    let mut rows = vec![row.with_detail(format!("{found} deadlines a round"))];

    let by_hours = Rules::only(policy_in_hours()?, compiled.clone());
    let mut figures = Vec::new();
    for _ in 0..rounds {
        let start = thread_s();
        found = judge(&by_hours, &complaints, now)?;
        figures.push((thread_s() - start) * 1e9 / COMPLAINTS as f64);
    }
    let workload = format!(
        "the same in working hours, {} deadlines each",
        LIMITS_H.len()
    );
    let row = Row::new(SLA, workload, "ns", &figures, None, Limit::AtMost(1000.0));
    rows.push(row.with_detail(format!("{found} deadlines a round")));

    rows.extend(against_peers(
        &compiled, &by_hours, complaints, now, rounds,
    )?);
    Ok(rows)
}

/// When each limit is due, and nothing else: nobody else judges clocks.
fn against_peers(
    calendar: &CompiledCalendar,
    rules: &Rules,
    complaints: Vec<ClockFacts>,
    now: DateTime<Utc>,
    rounds: u32,
) -> Result<Vec<Row>> {
    let histories: Vec<History> = complaints
        .iter()
        .map(|facts| History::of(facts, now))
        .collect();
    // Not met by anything, so that nothing but pauses moves them.
    let open: Vec<ClockFacts> = complaints
        .into_iter()
        .map(|facts| ClockFacts {
            completed: Milestone::NotYet,
            ..facts
        })
        .collect();
    check_that_clocks_say_the_same(calendar, rules, &open, &histories, now)?;

    let pauses: usize = histories.iter().map(|history| history.pauses.len()).sum();
    let mut peers = peers::Peers::ready(&peers::Question {
        calendar,
        limits_h: &LIMITS_H,
        histories: &histories,
    })?;
    let mut ours = Vec::new();
    for _ in 0..rounds {
        let start = thread_s();
        let mut latest = now;
        for history in &histories {
            for due_at in history.dues(calendar)? {
                latest = latest.max(due_at);
            }
        }
        ours.push(histories.len() as f64 / (thread_s() - start));
        ensure!(latest > now, "Nothing is due");
        peers.round()?;
    }

    let workload = format!(
        "due instants alone, {} limits in working hours, {COMPLAINTS} complaints, {pauses} pauses",
        LIMITS_H.len()
    );
    let each_ns = 1e9 / median(&ours);
    let limit = Limit::RatioAtLeast(AT_LEAST_TIMES_A_PEER);
    let mut rows = Vec::new();
    for peer in peers.measured() {
        let figures = Some((peer.name.as_str(), peer.figures.as_slice()));
        let workload = format!("{workload}; the peer {} of them", peer.complaints);
        let row = Row::new(SLA, workload, "complaints/s", &ours, figures, limit);
        rows.push(row.with_detail(format!("ours {each_ns:.0} ns each; {}", peer.agreement)));
    }
    for missing in peers.missing() {
        let row = Row::new(SLA, workload.clone(), "complaints/s", &ours, None, limit);
        rows.push(row.with_detail(format!("ours {each_ns:.0} ns each; no peer: {missing}")));
    }
    Ok(rows)
}

/// What everybody is told of one complaint. A pause that still lasts ends now, as our clocks have it:
/// due if work resumed now.
struct History {
    received_at: DateTime<Utc>,
    pauses: Vec<Span>,
}

impl History {
    fn of(facts: &ClockFacts, now: DateTime<Utc>) -> Self {
        let begun = facts.pauses.iter().filter(|pause| pause.from < now);
        Self {
            received_at: facts.received_at,
            pauses: begun
                .map(|pause| (pause.from, pause.until.unwrap_or(now).min(now)))
                .collect(),
        }
    }

    /// One for each of [`LIMITS_H`].
    fn dues(&self, calendar: &CompiledCalendar) -> Result<[DateTime<Utc>; LIMITS_H.len()]> {
        let calendar = calendar.with_pauses(&self.pauses).context("The pauses")?;
        let mut dues = [self.received_at; LIMITS_H.len()];
        for (due_at, hours) in dues.iter_mut().zip(LIMITS_H) {
            let limit = TimeDelta::hours(hours.into());
            *due_at = calendar
                .add(self.received_at, limit, Boundary::default())
                .context("A due instant")?;
        }
        Ok(dues)
    }
}

/// What is compared with peers is what clocks show.
fn check_that_clocks_say_the_same(
    calendar: &CompiledCalendar,
    rules: &Rules,
    open: &[ClockFacts],
    histories: &[History],
    now: DateTime<Utc>,
) -> Result<()> {
    for (facts, history) in open.iter().zip(histories).take(20_000) {
        let mut judged = Vec::new();
        let without_rule = rules.deadlines(facts, now, |deadline| judged.push(deadline.due_at));
        ensure!(without_rule.is_empty(), "No rule: {without_rule:?}");
        let dues = history.dues(calendar)?;
        ensure!(
            judged == dues,
            "Clocks say {judged:?}, the calendar {dues:?}"
        );
    }
    Ok(())
}

/// Every deadline of every complaint; says how many were found.
fn judge(rules: &Rules, complaints: &[ClockFacts], now: DateTime<Utc>) -> Result<usize> {
    let mut found = 0_usize;
    for facts in complaints {
        let without_rule = rules.deadlines(facts, now, |deadline| {
            found += usize::from(deadline.due_at > facts.received_at);
        });
        ensure!(without_rule.is_empty(), "No rule: {without_rule:?}");
    }
    Ok(found)
}

/// The limits of the question, for every class, from receipt; pauses cost exactly their working time.
fn policy_in_hours() -> Result<Policy> {
    let clocks: Vec<serde_json::Value> = ["verifikasi", "tindak-lanjut", "penyelesaian"]
        .iter()
        .zip(LIMITS_H)
        .map(|(clock, hours)| {
            serde_json::json!({
                "clock": clock,
                "limit": { "amount": hours, "unit": "working-hours" },
                "citation": "bench",
            })
        })
        .collect();
    let policy = serde_json::json!({
        "schema": "tanggap-policy/1",
        "id": "bench",
        "version": 1,
        "name": "bench",
        "effective_from": "2013-01-01",
        "citation": "bench",
        "pauses": { "count": "working-time", "reasons": ["on-hold"] },
        "thresholds": ["breach"],
        "clocks": clocks,
    });
    Policy::read(&policy.to_string()).context("The policy in hours")
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
