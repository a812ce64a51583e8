//! Laws of clocks on random receipts, pauses and policies.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours, Reversed};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::policy::PauseCount;
use tanggap_domain::sla::{
    Clock, ClockFacts, ClockState, DayOne, DueAt, Milestone, Pause, PauseReason, Policies, Policy,
    Rules, Unit,
};

fn calendar() -> CompiledCalendar {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Makassar, OfficeHours::FiveDays);
    CompiledCalendar::for_years(calendar, 2024..=2028).unwrap()
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    let first: DateTime<Utc> = "2025-01-01T00:00:00Z".parse().unwrap();
    (0_i64..600 * 1440).prop_map(move |minute| first + TimeDelta::minutes(minute))
}

fn policy() -> impl Strategy<Value = Policy> {
    let choices = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    choices.prop_map(|(on_receipt, end_of_day, exact, hours)| {
        let mut policy = Policies::bundled().versions()[1].clone();
        if on_receipt {
            policy.day_one = DayOne::OnReceipt;
        }
        if end_of_day {
            policy.due = DueAt::EndOfDay;
        }
        if exact {
            policy.pauses.count = PauseCount::WorkingTime;
        }
        if hours {
            policy.clocks[0].limit.unit = Unit::WorkingHours;
        }
        policy
    })
}

/// A report and pauses after it, in order, the last of them perhaps lasting.
fn facts() -> impl Strategy<Value = ClockFacts> {
    let pauses = prop::collection::vec((0_i64..20_000, 0_i64..15_000), 0..4);
    (instant(), pauses, any::<bool>()).prop_map(|(received, steps, lasting)| {
        let mut at = received;
        let mut pauses: Vec<Pause> = steps
            .into_iter()
            .map(|(wait, length)| {
                let from = at + TimeDelta::minutes(wait);
                at = from + TimeDelta::minutes(length);
                Pause {
                    from,
                    until: Some(at),
                    reason: PauseReason::OnHold,
                }
            })
            .collect();
        if let Some(last) = pauses.last_mut().filter(|_| lasting) {
            last.until = None;
        }
        ClockFacts {
            pauses,
            ..ClockFacts::received(Classification::PengaduanTidakBerkadar, received)
        }
    })
}

fn rules(policy: &Policy) -> Rules {
    Rules::only(policy.clone(), calendar())
}

fn judged(facts: &ClockFacts, policy: &Policy, now: DateTime<Utc>) -> Vec<Clock> {
    rules(policy).clocks(facts, now).clocks
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_later_receipt_is_never_due_earlier(
        received in instant(),
        later in 0_i64..10_000,
        policy in policy(),
    ) {
        let due = |received| {
            let facts = ClockFacts::received(Classification::PengaduanBerkadar, received);
            judged(&facts, &policy, received)
        };
        let (first, second) = (due(received), due(received + TimeDelta::minutes(later)));
        for (first, second) in first.iter().zip(&second) {
            prop_assert!(first.due_at <= second.due_at);
        }
    }

    #[test]
    fn pauses_never_bring_a_due_time_forward(
        facts in facts(),
        policy in policy(),
        after in 0_i64..60_000,
    ) {
        let now = facts.received_at + TimeDelta::minutes(after);
        let unpaused = ClockFacts { pauses: vec![], ..facts.clone() };
        let plain = judged(&unpaused, &policy, now);
        for (paused, plain) in judged(&facts, &policy, now).iter().zip(&plain) {
            prop_assert!(paused.due_at >= plain.due_at);
            prop_assert!(paused.used_ms <= plain.used_ms);
            prop_assert_eq!(paused.total_ms >= 0, true);
        }
    }

    #[test]
    fn every_judgment_can_be_explained(
        facts in facts(),
        policy in policy(),
        after in 0_i64..60_000,
    ) {
        let now = facts.received_at + TimeDelta::minutes(after);
        let explained = rules(&policy).explain(&facts, now).clocks;
        let clocks = judged(&facts, &policy, now);
        prop_assert_eq!(explained.len(), clocks.len());
        for (explained, clock) in explained.iter().zip(&clocks) {
            prop_assert_eq!(explained.deadline.due_at, clock.due_at);
            let last = explained.days.last().unwrap().date;
            prop_assert_eq!(last, explained.deadline.due_on(&calendar()));
        }
    }

    #[test]
    fn time_alone_never_moves_what_is_not_paused(
        facts in facts(),
        policy in policy(),
        after in 0_i64..60_000,
        later in 0_i64..60_000,
    ) {
        let mut facts = facts;
        facts.pauses.retain(|pause| pause.until.is_some());
        // Only what has ended by now: later pauses are not known yet.
        let now = facts.received_at + TimeDelta::minutes(after);
        facts.pauses.retain(|pause| pause.until.is_some_and(|until| until <= now));
        let first = judged(&facts, &policy, now);
        let second = judged(&facts, &policy, now + TimeDelta::minutes(later));
        for (first, second) in first.iter().zip(&second) {
            prop_assert_eq!(first.due_at, second.due_at);
            prop_assert!(first.used_ms <= second.used_ms);
        }
    }

    #[test]
    fn being_met_is_judged_against_the_due_time(
        facts in facts(),
        policy in policy(),
        met_after in 0_i64..60_000,
        later in 0_i64..60_000,
    ) {
        let met = facts.received_at + TimeDelta::minutes(met_after);
        let facts = ClockFacts { completed: Milestone::At(met), ..facts };
        let first = judged(&facts, &policy, met);
        let second = judged(&facts, &policy, met + TimeDelta::minutes(later));
        let (first, second) = (&first[2], &second[2]);
        prop_assert_eq!(first, second);
        let late = first.state == ClockState::MetLate;
        prop_assert_eq!(late, met > first.due_at);
    }

    #[test]
    fn thresholds_stand_in_order_and_use_their_share(
        facts in facts(),
        policy in policy(),
        after in 0_i64..30_000,
    ) {
        let now = facts.received_at + TimeDelta::minutes(after);
        let found = rules(&policy).crossings(&facts, now);
        prop_assert!(found.is_sorted_by_key(|crossing| crossing.at));
        let clocks = judged(&facts, &policy, now);
        for crossing in &found {
            let clock = clocks.iter().find(|clock| clock.kind == crossing.clock).unwrap();
            prop_assert!(crossing.at <= clock.due_at);
            prop_assert!(crossing.at >= clock.started_at);
        }
    }
}

#[test]
fn one_more_holiday_never_brings_a_due_time_forward() {
    let plain = calendar();
    let policy = Policies::bundled().versions()[1].clone();
    let received: DateTime<Utc> = "2026-07-01T02:00:00Z".parse().unwrap();
    let facts = ClockFacts::received(Classification::PengaduanBerkadar, received);
    let due = |calendar: &CompiledCalendar| {
        let rules = Rules::only(policy.clone(), calendar.clone());
        let mut clocks = rules.clocks(&facts, received).clocks;
        // The Ombudsman counts every day.
        clocks.retain(|clock| clock.kind.is_duty());
        clocks
    };
    let before = due(&plain);
    let mut date = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
    let mut moved = 0;
    while date < NaiveDate::from_ymd_opt(2026, 10, 15).unwrap() {
        if plain.is_working_day(date).unwrap() {
            let mut calendar = plain.calendar().clone();
            let mut holiday = calendar.holidays[0].clone();
            holiday.date = date;
            calendar.holidays.push(holiday);
            let calendar = CompiledCalendar::for_years(calendar, 2026..=2027).unwrap();
            for (before, after) in before.iter().zip(&due(&calendar)) {
                assert!(after.due_at >= before.due_at, "{date}");
                let counts =
                    date > calendar.local_date(received) && date <= plain.local_date(before.due_at);
                assert_eq!(
                    after.due_at > before.due_at,
                    counts,
                    "{date} {:?}",
                    before.kind
                );
                moved += i32::from(counts);
            }
        }
        date = date.succ_opt().unwrap();
    }
    // Each of the 3 + 5 + 60 counted days moves its clock.
    assert_eq!(moved, 68);
    let total: TimeDelta = plain
        .elapsed(before[2].counts_from, before[2].due_at, Reversed::Negative)
        .unwrap();
    assert_eq!(total, TimeDelta::minutes(60 * 450));
}
