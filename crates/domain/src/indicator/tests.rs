//! A table for every indicator.

use chrono::{NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, OfficeHours};
use crate::sla::{ClockKind, OwnClock};
use crate::status::Stage;

fn wib(text: &str) -> DateTime<Utc> {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    local.and_utc() - TimeDelta::hours(7)
}

fn jakarta() -> CompiledCalendar {
    let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
    CompiledCalendar::for_years(calendar, 2025..=2027).unwrap()
}

fn clock(kind: ClockKind, state: ClockState, due_ms: i64) -> KeptClock {
    KeptClock {
        kind,
        started_ms: 0,
        due_ms,
        met_ms: None,
        state,
        rule: "uji/1".to_owned(),
        hangs_on_zone: false,
    }
}

const VERIFICATION: ClockKind = ClockKind::Verification;
const COMPLETION: ClockKind = ClockKind::Completion;
const SILENCE: ClockKind = ClockKind::ReporterSilence;
use ClockState::{Met, MetLate, Overdue, Paused, Running};

/// Clocks, and which of them is next, as a duty or not.
type NextRow<'a> = (&'a [(ClockKind, ClockState, i64)], Option<(usize, bool)>);

#[test]
fn next_is_the_earliest_duty_that_runs() {
    let own = ClockKind::Own(OwnClock::new(1).unwrap());
    let table: [NextRow; 10] = [
        (&[], None),
        (&[(VERIFICATION, Met, 5), (COMPLETION, MetLate, 9)], None),
        (
            &[(VERIFICATION, Running, 5), (COMPLETION, Running, 9)],
            Some((0, true)),
        ),
        (
            &[(COMPLETION, Running, 9), (own, Running, 2)],
            Some((1, true)),
        ),
        // What stands still comes behind whatever runs.
        (
            &[(VERIFICATION, Paused, 5), (COMPLETION, Running, 9)],
            Some((1, true)),
        ),
        (
            &[(COMPLETION, Paused, 9), (VERIFICATION, Paused, 5)],
            Some((1, true)),
        ),
        (
            &[(VERIFICATION, Met, 1), (COMPLETION, Running, 9)],
            Some((1, true)),
        ),
        // The reporter's silence is next only where no duty is open, and nobody is late by it.
        (
            &[(SILENCE, Running, 1), (COMPLETION, Running, 9)],
            Some((1, true)),
        ),
        (
            &[(SILENCE, Running, 9), (ClockKind::Ombudsman, Running, 1)],
            Some((0, false)),
        ),
        // Of two that are due together the policy's first.
        (
            &[(COMPLETION, Running, 5), (VERIFICATION, Running, 5)],
            Some((0, true)),
        ),
    ];
    for (clocks, expected) in table {
        let clocks: Vec<KeptClock> = clocks
            .iter()
            .map(|(kind, state, due_ms)| clock(*kind, *state, *due_ms))
            .collect();
        let expected = expected.map(|(position, is_duty)| Next {
            clock: &clocks[position],
            is_duty,
        });
        assert_eq!(next(&clocks), expected);
    }
}

#[test]
fn the_due_instant_is_in_time() {
    let due_at = wib("2026-11-19 16:00");
    let ms = TimeDelta::milliseconds;
    for (now, late) in [
        (due_at - ms(1), false),
        (due_at, false),
        (due_at + ms(1), true),
    ] {
        assert_eq!(is_late(due_at, now), late);
        assert_eq!(late_before(0, now, &jakarta()).unwrap() > due_at, late);
        for (kept, expected) in [
            (Running, if late { Overdue } else { Running }),
            (Overdue, if late { Overdue } else { Running }),
            (Paused, Paused),
            (Met, Met),
            (MetLate, MetLate),
        ] {
            assert_eq!(state_at(kept, due_at, now), expected, "{kept:?}");
        }
    }
}

#[test]
fn only_whole_working_days_count_as_late() {
    let (due_at, calendar) = (wib("2026-11-19 16:00"), jakarta());
    for (now, days) in [
        ("2026-11-18 10:00", 0),
        ("2026-11-19 16:00", 0),
        ("2026-11-20 16:29", 0),
        ("2026-11-20 16:30", 1),
        ("2026-11-22 12:00", 1),
        ("2026-11-23 15:59", 1),
        ("2026-11-23 16:00", 2),
        ("2026-11-24 07:30", 2),
        // Christmas and its joint leave are no working days.
        ("2026-12-23 16:00", 24),
        ("2026-12-27 12:00", 24),
        ("2026-12-28 16:00", 25),
    ] {
        let now = wib(now);
        assert_eq!(days_late(due_at, now, &calendar), Some(days), "{now}");
        let after = late_before(days, now, &calendar).unwrap();
        assert!(days == 0 || due_at < after, "{after}");
        let more = late_before(days + 1, now, &calendar).unwrap();
        assert!(due_at >= more, "{more}");
    }
    // Outside the years of the calendar nothing is said.
    assert_eq!(days_late(due_at, wib("2040-01-01 10:00"), &calendar), None);
    assert_eq!(late_before(2, wib("2040-01-01 10:00"), &calendar), None);
}

#[test]
fn used_time_is_working_time() {
    let calendar = jakarta();
    // Thursday morning until Friday's closing: 7.5 and 7.5 hours of work in a five-day office.
    let (start, due) = (wib("2026-11-19 07:30"), wib("2026-11-20 16:30"));
    for (now, used) in [
        ("2026-11-18 10:00", 0),
        ("2026-11-19 07:30", 0),
        ("2026-11-19 16:00", 500),
        ("2026-11-20 07:30", 500),
        ("2026-11-20 16:30", 1_000),
        ("2026-11-22 12:00", 1_000),
        ("2026-11-23 16:00", 1_500),
    ] {
        assert_eq!(
            used_permille(start, due, wib(now), &calendar),
            used,
            "{now}"
        );
    }
    let night = (wib("2026-11-19 20:00"), wib("2026-11-19 22:00"));
    assert_eq!(used_permille(night.0, night.1, night.1, &calendar), 0);
}

#[test]
fn the_end_of_a_day_belongs_to_it() {
    let calendar = jakarta();
    let date = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
    for (due_at, day) in [
        ("2026-11-19 00:00", 18),
        ("2026-11-19 00:01", 19),
        ("2026-11-19 16:00", 19),
        ("2026-11-20 00:00", 19),
    ] {
        let due_at = wib(due_at);
        assert_eq!(due_on(due_at, &calendar), date(day), "{due_at}");
        for other in 17..=21 {
            let within = due_within(date(other), date(other + 1), &calendar);
            assert_eq!(
                within.contains(&due_at),
                other == day,
                "{due_at} on {other}"
            );
        }
    }
}

#[test]
fn every_stage_counts_where_it_belongs() {
    // Open, to do, in progress, followed up.
    let of = |stage| match stage {
        Stage::BelumTerverifikasi
        | Stage::BelumTerdisposisi
        | Stage::BelumDitindaklanjuti
        | Stage::TidakDikenal => (1, 1, 0, 0),
        Stage::Proses => (1, 0, 1, 1),
        Stage::Tertunda => (1, 0, 1, 0),
        Stage::Selesai => (0, 0, 0, 1),
        Stage::Diarsipkan | Stage::BukanWewenang | Stage::Dihapus => (0, 0, 0, 0),
    };
    for stage in Stage::ALL {
        let mut tally = Tally::default();
        tally.add(&Group {
            stage,
            received: 1,
            overdue: 0,
        });
        let counted = (
            tally.open,
            tally.to_do,
            tally.in_progress,
            tally.followed_up,
        );
        assert_eq!(counted, of(stage), "{stage:?}");
        assert_eq!(tally.received, 1);
    }
}

#[test]
fn shares_divide_by_what_was_received() {
    let tally = Tally {
        received: 935,
        overdue: 187,
        followed_up: 503,
        ..Tally::default()
    };
    let answers = Answers {
        answered: 2,
        sum_ms: 3 * 86_400_000,
    };
    assert_eq!(tally.followed_up_permille(), Some(538));
    assert_eq!(tally.overdue_percent(), Some(20.0));
    assert_eq!(answers.mean_days(), Some(1.5));
    let nothing = Tally::default();
    assert_eq!(nothing.followed_up_permille(), None);
    assert_eq!(nothing.followed_up_percent(), None);
    assert_eq!(nothing.overdue_percent(), None);
    assert_eq!(Answers::default().mean_days(), None);
}

#[test]
fn shares_are_rounded_half_up() {
    for (part, whole, expected) in [
        (503, 935, Some(538)),
        (1, 2_000, Some(1)),
        (1, 2_001, Some(0)),
        (3, 3, Some(1_000)),
        (0, 7, Some(0)),
        (0, 0, None),
        (u64::MAX, u64::MAX, Some(1_000)),
    ] {
        assert_eq!(permille(part, whole), expected, "{part} of {whole}");
    }
    assert_eq!(percent(1, 8), Some(12.5));
    assert_eq!(percent(0, 0), None);
}

#[test]
fn on_time_counts_duties_that_are_decided() {
    let met_at_5 = |state| KeptClock {
        met_ms: Some(5),
        ..clock(VERIFICATION, state, 10)
    };
    let now = DateTime::from_timestamp_millis(20).unwrap();
    let one = |in_time, late, unknown| OnTime {
        in_time,
        late,
        unknown,
    };
    for (clock, expected) in [
        (met_at_5(Met), one(1, 0, 0)),
        (met_at_5(MetLate), one(0, 1, 0)),
        // Known to be done, and not when.
        (clock(VERIFICATION, Met, 10), one(0, 0, 1)),
        (clock(VERIFICATION, MetLate, 10), one(0, 1, 0)),
        (clock(VERIFICATION, Running, 10), one(0, 1, 0)),
        (clock(VERIFICATION, Running, 20), one(0, 0, 0)),
        (clock(VERIFICATION, Paused, 10), one(0, 0, 0)),
        (clock(SILENCE, Running, 10), one(0, 0, 0)),
        (clock(ClockKind::Ombudsman, MetLate, 10), one(0, 0, 0)),
    ] {
        assert_eq!(on_time(&clock, now), expected, "{clock:?}");
    }
    assert_eq!(one(3, 1, 9).permille(), Some(750));
    assert_eq!(one(0, 0, 9).permille(), None);
}

proptest! {
    /// What lies before the bound is late by so many days, and nothing else is.
    #[test]
    fn the_bound_and_the_days_agree(due_min in 0_i64..500_000, late_min in -3_000_i64..60_000, days in 0_u32..12) {
        let calendar = jakarta();
        let due_at = wib("2026-01-01 00:00") + TimeDelta::minutes(due_min);
        let now = due_at + TimeDelta::minutes(late_min);
        let bound = late_before(days, now, &calendar).unwrap();
        let late = days_late(due_at, now, &calendar).unwrap();
        prop_assert_eq!(due_at < bound, is_late(due_at, now) && late >= days);
    }

    /// Counting in any parts gives the whole.
    #[test]
    fn tallies_add_up(groups in prop::collection::vec((0_usize..10, 0_u64..50), 0..12), cut in 0_usize..12) {
        let groups: Vec<Group> = groups.iter().map(|(stage, received)| Group {
            stage: Stage::ALL[*stage],
            received: *received,
            overdue: received / 2,
        }).collect();
        let count = |groups: &[Group]| {
            let mut tally = Tally::default();
            groups.iter().for_each(|group| tally.add(group));
            tally
        };
        let (first, rest) = groups.split_at(cut.min(groups.len()));
        let mut both = count(first);
        both += count(rest);
        prop_assert_eq!(both, count(&groups));
    }
}
