//! Laws of versions: whatever an office adopts later, what was settled keeps its judgment.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use tanggap_domain::calendar::{Calendar, Holiday, HolidayKind, OfficeHours};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{
    AdoptedCalendar, Calendars, ClockFacts, ClockKind, Milestone, Policies, Reach, Rules, Shifts,
};

fn first_day() -> DateTime<Utc> {
    "2026-01-05T00:00:00Z".parse().unwrap()
}

/// A version adopted so many minutes after the first, with days off around then.
type Version = (i64, bool, Vec<u64>);

fn versions() -> impl Strategy<Value = Vec<Version>> {
    let version = (
        1_i64..80_000,
        any::<bool>(),
        prop::collection::vec(0_u64..90, 0..6),
    );
    prop::collection::vec(version, 0..4)
}

fn adopted(number: u32, minutes: i64, reaches_open: bool, days_off: &[u64]) -> AdoptedCalendar {
    let mut calendar = Calendar::indonesia(chrono_tz::Asia::Jayapura, OfficeHours::SixDays);
    let start = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    for days in days_off {
        let date = start + Days::new(*days);
        if calendar.holidays.iter().all(|day| day.date != date) {
            calendar.holidays.push(Holiday {
                date,
                name: format!("Libur {days}"),
                kind: HolidayKind::National,
                source: String::new(),
            });
        }
    }
    AdoptedCalendar {
        version: number,
        adopted_at: first_day() + TimeDelta::minutes(minutes),
        author: String::new(),
        reason: String::new(),
        reach: if reaches_open {
            Reach::OpenClocks
        } else {
            Reach::NewClocks
        },
        calendar,
    }
}

fn rules(mut versions: Vec<Version>) -> Rules {
    versions.sort_by_key(|version| version.0);
    let first = adopted(1, 0, true, &[]);
    let later = (2..)
        .zip(&versions)
        .map(|(number, (minutes, reach, days))| adopted(number, *minutes, *reach, days));
    Rules::new(Policies::bundled(), Calendars::new(first, later).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn what_was_settled_never_moves(
        versions in versions(),
        later in (80_001_i64..120_000, prop::collection::vec(0_u64..90, 1..6)),
        received in 0_i64..40_000,
        settled_after in 1_i64..40_000,
    ) {
        let before = rules(versions.clone());
        let mut versions = versions;
        versions.push((later.0, true, later.1));
        let after = rules(versions);
        let received_at = first_day() + TimeDelta::minutes(received);
        let facts = ClockFacts {
            verified: Milestone::At(received_at + TimeDelta::minutes(settled_after)),
            followed_up: Milestone::TimeUnknown,
            completed: Milestone::At(received_at + TimeDelta::minutes(settled_after)),
            ..ClockFacts::received(Classification::PengaduanTidakBerkadar, received_at)
        };
        let now = first_day() + TimeDelta::minutes(150_000);
        prop_assert_eq!(before.clocks(&facts, now).clocks, after.clocks(&facts, now).clocks);
        let mut shifts = Shifts::default();
        shifts.count(&facts, &before, &after, now);
        prop_assert_eq!(shifts, Shifts::default());
    }

    #[test]
    fn a_version_for_new_clocks_moves_no_clock_that_runs(
        versions in versions(),
        days in prop::collection::vec(0_u64..90, 1..6),
        received in 0_i64..80_000,
    ) {
        let before = rules(versions.clone());
        let mut versions = versions;
        versions.push((80_001, false, days));
        let after = rules(versions);
        let received_at = first_day() + TimeDelta::minutes(received);
        let facts = ClockFacts::received(Classification::PengaduanBerkadar, received_at);
        let now = first_day() + TimeDelta::minutes(90_000);
        prop_assert_eq!(before.clocks(&facts, now).clocks, after.clocks(&facts, now).clocks);
    }

    #[test]
    fn a_preview_counts_what_really_moves(
        versions in versions(),
        days in prop::collection::vec(0_u64..90, 1..6),
        received in prop::collection::vec(0_i64..80_000, 1..8),
    ) {
        let before = rules(versions.clone());
        let mut versions = versions;
        versions.push((80_001, true, days));
        let after = rules(versions);
        let now = first_day() + TimeDelta::minutes(85_000);
        let mut shifts = Shifts::default();
        let mut moved = 0;
        for minutes in received {
            let received_at = first_day() + TimeDelta::minutes(minutes);
            let facts = ClockFacts::received(Classification::PengaduanBerkadar, received_at);
            let told = shifts.count(&facts, &before, &after, now);
            let old = before.clocks(&facts, now).clocks;
            let new = after.clocks(&facts, now).clocks;
            let really: Vec<ClockKind> = old
                .iter()
                .zip(&new)
                .filter(|(old, new)| old.due_at != new.due_at)
                .map(|(old, _)| old.kind)
                .collect();
            let told: Vec<ClockKind> = told.iter().map(|shift| shift.clock).collect();
            prop_assert_eq!(&told, &really);
            moved += u32::from(!really.is_empty());
        }
        prop_assert_eq!(shifts.moved, moved);
        prop_assert_eq!(shifts.by_working_days.values().sum::<u32>(), moved);
    }
}
