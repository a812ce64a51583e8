//! Clocks on times that no report has: whatever is asked, an answer comes and nothing panics.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::policy::PauseCount;
use tanggap_domain::sla::{
    AdoptedCalendar, Calendars, ClockFacts, Milestone, Pause, PauseReason, Policies, Reach,
    Remaining, Rules, Shifts, Unit,
};

fn calendar() -> Calendar {
    Calendar::indonesia(chrono_tz::Asia::Jayapura, OfficeHours::FiveDays)
}

static CALENDAR: LazyLock<CompiledCalendar> =
    LazyLock::new(|| CompiledCalendar::new(calendar()).unwrap());

/// By whole days, by working time and in hours.
static RULES: LazyLock<Vec<Rules>> = LazyLock::new(|| {
    let versions = [2_u32, 3].map(|version| AdoptedCalendar {
        version,
        adopted_at: "2026-05-01T00:00:00Z".parse().unwrap(),
        author: String::new(),
        reason: String::new(),
        reach: Reach::OpenClocks,
        calendar: calendar(),
    });
    let [first, second] = versions;
    let calendars = Calendars::new(first, [second]).unwrap();
    let bundled = Policies::bundled();
    let mut exact = bundled.versions().to_vec();
    for policy in &mut exact {
        policy.pauses.count = PauseCount::WorkingTime;
    }
    let mut hours = bundled.versions().to_vec();
    for rule in hours.iter_mut().flat_map(|policy| &mut policy.clocks) {
        rule.limit.unit = Unit::WorkingHours;
    }
    [bundled, Policies::new(exact), Policies::new(hours)]
        .map(|policies| Rules::new(policies, calendars.clone()))
        .into()
});

/// Ordinary times, the edges of calendars and policies, and the ends of what chrono knows.
fn instant() -> BoxedStrategy<DateTime<Utc>> {
    let near = |text: &'static str| {
        let at: DateTime<Utc> = text.parse().unwrap();
        (-3_000_i64..3_000).prop_map(move |minutes| at + TimeDelta::minutes(minutes))
    };
    prop_oneof![
        near("2026-06-01T00:00:00Z"),
        near("2010-01-01T00:00:00Z"),
        near("2013-01-01T00:00:00Z"),
        near("2041-01-01T00:00:00Z"),
        Just(DateTime::<Utc>::MIN_UTC),
        Just(DateTime::<Utc>::MAX_UTC),
        (DateTime::<Utc>::MIN_UTC.timestamp_millis()..DateTime::<Utc>::MAX_UTC.timestamp_millis())
            .prop_map(|ms| DateTime::from_timestamp_millis(ms).unwrap()),
        any::<i32>().prop_map(|seconds| DateTime::from_timestamp(seconds.into(), 0).unwrap()),
    ]
    .boxed()
}

fn milestone() -> BoxedStrategy<Milestone> {
    prop_oneof![
        Just(Milestone::NotYet),
        Just(Milestone::TimeUnknown),
        instant().prop_map(Milestone::At),
        (instant(), instant()).prop_map(|(after, until)| Milestone::Between { after, until }),
    ]
    .boxed()
}

fn facts() -> impl Strategy<Value = ClockFacts> {
    let reason = prop_oneof![
        Just(PauseReason::OnHold),
        Just(PauseReason::WaitingForReporter),
        Just(PauseReason::Closed)
    ];
    let pause =
        (instant(), prop::option::of(instant()), reason).prop_map(|(from, until, reason)| Pause {
            from,
            until,
            reason,
        });
    let milestones = prop::array::uniform6(milestone());
    let starts = prop::array::uniform2(prop::option::of(instant()));
    let pauses = prop::collection::vec(pause, 0..4);
    (instant(), milestones, starts, pauses).prop_map(|(received_at, done, starts, pauses)| {
        let [
            forwarded,
            verified,
            followed_up,
            completed,
            reporter_answered,
            data_completed,
        ] = done;
        ClockFacts {
            forwarded,
            verified,
            followed_up,
            completed,
            reporter_answered,
            data_completed,
            last_answer_at: starts[0],
            held_at: starts[1],
            pauses,
            ..ClockFacts::received(Classification::PengaduanTidakBerkadar, received_at)
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_clock_is_judged_or_said_to_have_no_rule(facts in facts(), now in instant()) {
        for rules in RULES.iter() {
            let found = rules.clocks(&facts, now);
            let explained = rules.explained(&facts, now);
            let clocks: Vec<_> = explained.clocks.iter().map(|it| it.0.clone()).collect();
            prop_assert_eq!(&clocks, &found.clocks);
            prop_assert!(!found.clocks.is_empty() || !found.without_rule.is_empty());
            for crossing in rules.crossings(&facts, now) {
                prop_assert!(found.clocks.iter().any(|it| it.kind == crossing.clock));
            }
            for clock in &found.clocks {
                prop_assert!(clock.used_ms >= 0 && clock.counts_from <= clock.due_at);
                let _left = clock.remaining(now, &CALENDAR);
            }
            let mut shifts = Shifts::default();
            for shift in shifts.count(&facts, rules, &RULES[0], now) {
                prop_assert_ne!(shift.from, shift.to);
            }
            let _checked = facts.check(now);
        }
    }

    #[test]
    fn what_is_left_is_told_or_refused(now in instant(), due in instant(), days in any::<u32>()) {
        let inside = |at: DateTime<Utc>| CALENDAR.next_open(at).is_ok();
        let left = Remaining::between(now, due, &CALENDAR);
        prop_assert!(left.is_ok() || !inside(now) || !inside(due));
        let _late = Remaining::late_by(days, now, &CALENDAR);
        let date = CALENDAR.local_date(now);
        let _midnight = CALENDAR.midnight(date);
        let _wall = CALENDAR.local(now);
    }
}
