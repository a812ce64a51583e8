//! Laws of business time on random calendars, and equality with a model that looks at every minute.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;
use tanggap_domain::calendar::{
    Boundary, Calendar, Closing, CompiledCalendar, DayInterval, DaySemantics, Exception, Holiday,
    HolidayKind, Interval, OfficeHours, Override, Reversed, SubBoundary, TimeOfDay, WeeklyHours,
};

const YEAR: i32 = 2026;
const ZONES: [Tz; 6] = [
    chrono_tz::UTC,
    chrono_tz::Asia::Jakarta,
    chrono_tz::Asia::Jayapura,
    chrono_tz::Europe::Berlin,
    chrono_tz::America::New_York,
    chrono_tz::Australia::Lord_Howe,
];

fn time(minutes: u32) -> TimeOfDay {
    TimeOfDay::of_seconds(minutes * 60).unwrap()
}

/// Up to three intervals of a day, in order and apart (or touching).
fn hours() -> impl Strategy<Value = Vec<Interval>> {
    prop::collection::btree_set(0_u32..=1440, 0..=6).prop_map(|marks| {
        let marks: Vec<u32> = marks.into_iter().collect();
        marks
            .chunks_exact(2)
            .map(|pair| Interval::new(time(pair[0]), time(pair[1])))
            .collect()
    })
}

fn weekly() -> impl Strategy<Value = WeeklyHours> {
    prop::collection::vec(hours(), 7).prop_map(|mut days| WeeklyHours {
        sun: days.remove(6),
        sat: days.remove(5),
        fri: days.remove(4),
        thu: days.remove(3),
        wed: days.remove(2),
        tue: days.remove(1),
        mon: days.remove(0),
    })
}

fn date(day_of_year: u32) -> NaiveDate {
    NaiveDate::from_yo_opt(YEAR, day_of_year).unwrap()
}

fn exception() -> impl Strategy<Value = Exception> {
    prop_oneof![
        Just(Exception::Closed),
        hours().prop_map(|intervals| Exception::Hours { intervals }),
        hours().prop_map(|intervals| Exception::Break { intervals }),
        weekly().prop_map(|hours| Exception::Weekly { hours }),
    ]
}

/// A year's calendar that is open at least on Wednesdays from 10 to 11.
fn calendar() -> impl Strategy<Value = CompiledCalendar> {
    let holidays = prop::collection::btree_set(1_u32..=365, 0..20);
    let overrides = prop::collection::vec((1_u32..=350, 0_u32..15, exception()), 0..5);
    (
        prop::sample::select(&ZONES[..]),
        weekly(),
        holidays,
        overrides,
    )
        .prop_map(|(zone, mut weekly, holidays, overrides)| {
            weekly.wed = vec![Interval::new(time(600), time(660))];
            let holidays = holidays.into_iter().map(|day| Holiday {
                date: date(day),
                name: "Libur".into(),
                kind: HolidayKind::National,
                source: String::new(),
            });
            let overrides = overrides
                .into_iter()
                .map(|(from, length, exception)| Override {
                    from: date(from),
                    to: date(from + length),
                    name: "Lain".into(),
                    source: String::new(),
                    exception,
                });
            let calendar = Calendar {
                holidays: holidays.collect(),
                overrides: overrides.collect(),
                ..Calendar::new(zone, weekly)
            };
            CompiledCalendar::for_years(calendar, YEAR - 1..=YEAR + 1).unwrap()
        })
}

/// A minute of the year.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (0_i64..365 * 1440).prop_map(|minute| {
        Utc.with_ymd_and_hms(YEAR, 1, 1, 0, 0, 0).unwrap() + TimeDelta::minutes(minute)
    })
}

/// The model: is the wall, at the first time it shows this minute, within the hours of its date?
/// Built from [`Calendar::hours_on`] and the zone alone; knows no sums and no segments.
fn model_open(calendar: &Calendar, at: DateTime<Utc>) -> bool {
    let shown = |from: TimeOfDay, date: NaiveDate| first_shown(calendar.zone, date, from);
    let local = at.with_timezone(&calendar.zone).date_naive();
    [local.pred_opt().unwrap(), local].into_iter().any(|date| {
        calendar
            .hours_on(date)
            .iter()
            .any(|open| shown(open.from, date) <= at && at < shown(open.until, date))
    })
}

/// The first instant at which the wall shows this time or a later one of the date, found by looking
/// at minute after minute.
fn first_shown(zone: Tz, date: NaiveDate, time: TimeOfDay) -> DateTime<Utc> {
    let target = date.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::seconds(time.seconds().into());
    let mut at = target.and_utc() - TimeDelta::hours(15);
    loop {
        if at.with_timezone(&zone).naive_local() >= target {
            return at;
        }
        at += TimeDelta::minutes(1);
    }
}

fn model_minutes(calendar: &Calendar, from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
    // The hours of every date touched, as instants, then minute by minute.
    let mut open = Vec::new();
    let mut date = from.date_naive().pred_opt().unwrap();
    while date <= to.date_naive() + Days::new(1) {
        for hours in calendar.hours_on(date) {
            let edge = |time| first_shown(calendar.zone, date, time);
            open.push((edge(hours.from), edge(hours.until)));
        }
        date = date.succ_opt().unwrap();
    }
    let mut minutes = 0;
    let mut at = from;
    while at < to {
        minutes += i64::from(open.iter().any(|(from, until)| *from <= at && at < *until));
        at += TimeDelta::minutes(1);
    }
    minutes
}

fn elapsed(calendar: &CompiledCalendar, from: DateTime<Utc>, to: DateTime<Utc>) -> TimeDelta {
    calendar.elapsed(from, to, Reversed::Negative).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn elapsed_equals_the_minutes_counted(
        calendar in calendar(),
        from in instant(),
        length in 0_i64..4 * 1440,
    ) {
        let to = from + TimeDelta::minutes(length);
        let counted = model_minutes(calendar.calendar(), from, to);
        prop_assert_eq!(elapsed(&calendar, from, to), TimeDelta::minutes(counted));
    }

    #[test]
    fn open_equals_the_model(calendar in calendar(), at in instant()) {
        let open = calendar.is_open(at, Closing::IsClosed).unwrap();
        prop_assert_eq!(open, model_open(calendar.calendar(), at));
    }

    #[test]
    fn next_and_previous_openings_are_the_nearest(calendar in calendar(), at in instant()) {
        let next = calendar.next_open(at).unwrap();
        prop_assert!(next >= at);
        prop_assert!(calendar.is_open(next, Closing::IsClosed).unwrap());
        prop_assert_eq!(elapsed(&calendar, at, next), TimeDelta::zero());
        let before = calendar.prev_open(at).unwrap();
        prop_assert!(before <= at);
        prop_assert!(calendar.is_open(before, Closing::IsOpen).unwrap());
        prop_assert_eq!(elapsed(&calendar, before, at), TimeDelta::zero());
        let close = calendar.next_close(at).unwrap();
        prop_assert!(close > at);
        prop_assert!(!calendar.is_open(close, Closing::IsClosed).unwrap());
        prop_assert_eq!(elapsed(&calendar, next, close), close - next - gaps(&calendar, next, close));
    }

    #[test]
    fn adding_is_monotone_and_undone_by_elapsed(
        calendar in calendar(),
        at in instant(),
        minutes in 0_i64..600,
        more in 0_i64..600,
        later in 0_i64..3000,
    ) {
        let time = TimeDelta::minutes(minutes);
        let reached = calendar.add(at, time, Boundary::EndOfPeriod).unwrap();
        prop_assert!(reached >= at);
        prop_assert_eq!(elapsed(&calendar, at, reached), time);
        let open = calendar.add(at, time, Boundary::NextPeriodStart).unwrap();
        prop_assert_eq!(calendar.next_open(reached).unwrap(), open);
        let longer = calendar.add(at, time + TimeDelta::minutes(more), Boundary::EndOfPeriod);
        prop_assert!(longer.unwrap() >= reached);
        let from_later = calendar.add(at + TimeDelta::minutes(later), time, Boundary::EndOfPeriod);
        prop_assert!(from_later.unwrap() >= reached);
        let back = calendar.sub(reached, time, SubBoundary::StartOfPeriod).unwrap();
        prop_assert_eq!(elapsed(&calendar, back, reached), time);
        prop_assert!(back >= at);
        let closed = calendar.sub(reached, time, SubBoundary::PreviousPeriodEnd).unwrap();
        prop_assert_eq!(elapsed(&calendar, closed, reached), time);
        prop_assert!(closed <= back);
        let none = TimeDelta::zero();
        prop_assert_eq!(calendar.add(at, none, Boundary::EndOfPeriod).unwrap(), at);
        prop_assert_eq!(calendar.sub(at, none, SubBoundary::StartOfPeriod).unwrap(), at);
    }

    #[test]
    fn elapsed_adds_up_over_any_split(
        calendar in calendar(),
        at in instant(),
        first in 0_i64..20_000,
        second in 0_i64..20_000,
    ) {
        let middle = at + TimeDelta::minutes(first);
        let end = middle + TimeDelta::minutes(second);
        let parts = elapsed(&calendar, at, middle) + elapsed(&calendar, middle, end);
        prop_assert_eq!(parts, elapsed(&calendar, at, end));
        prop_assert_eq!(elapsed(&calendar, end, at), -parts);
        let segments: TimeDelta = calendar
            .segments(at)
            .unwrap()
            .take_while(|(from, _)| *from < end)
            .map(|(from, until)| until.min(end) - from)
            .sum();
        prop_assert_eq!(segments, parts);
    }

    #[test]
    fn pauses_are_closed_time(
        calendar in calendar(),
        at in instant(),
        minutes in 1_i64..900,
        pauses in prop::collection::vec((0_i64..6000, 0_i64..3000), 0..4),
    ) {
        let pauses: Vec<_> = pauses
            .into_iter()
            .map(|(start, length)| {
                let from = at + TimeDelta::minutes(start);
                (from, from + TimeDelta::minutes(length))
            })
            .collect();
        let time = TimeDelta::minutes(minutes);
        for boundary in [Boundary::EndOfPeriod, Boundary::NextPeriodStart] {
            let reached = calendar.add_without(at, time, &pauses, boundary).unwrap();
            let used = calendar.elapsed_without(at, reached, &pauses).unwrap();
            prop_assert_eq!(used, time);
            prop_assert!(reached >= calendar.add(at, time, boundary).unwrap());
            if boundary == Boundary::EndOfPeriod {
                let before = reached - TimeDelta::milliseconds(1);
                prop_assert!(calendar.elapsed_without(at, before, &pauses).unwrap() < time);
            }
        }
    }

    #[test]
    fn the_zone_an_instant_is_written_in_changes_nothing(
        calendar in calendar(),
        at in instant(),
        minutes in 0_i64..3000,
        zone in prop::sample::select(&ZONES[..]),
    ) {
        let rewritten: DateTime<Utc> = at
            .with_timezone(&zone)
            .to_rfc3339()
            .parse()
            .unwrap();
        let time = TimeDelta::minutes(minutes);
        prop_assert_eq!(
            calendar.add(at, time, Boundary::EndOfPeriod).unwrap(),
            calendar.add(rewritten, time, Boundary::EndOfPeriod).unwrap()
        );
    }

    #[test]
    fn working_days_equal_dates_with_hours(
        calendar in calendar(),
        day in 1_u32..=300,
        length in 0_u32..60,
        count in 1_i32..20,
    ) {
        let (from, to) = (date(day), date(day + length));
        let hours = |date: &NaiveDate| {
            calendar.calendar().hours_on(*date).iter().any(|open| {
                let edge = |time| first_shown(calendar.zone(), *date, time);
                edge(open.from) < edge(open.until)
            })
        };
        let days = |from: NaiveDate, to: NaiveDate| {
            from.iter_days().take_while(|date| *date <= to).filter(hours).count() as i64
        };
        let between = |interval| {
            calendar.working_days_between(from, to, interval, Reversed::Negative).unwrap()
        };
        let ends = (i64::from(hours(&from)), i64::from(hours(&to)));
        let both = days(from, to);
        prop_assert_eq!(between(DayInterval::Both), both);
        prop_assert_eq!(between(DayInterval::AfterFrom), both - ends.0);
        prop_assert_eq!(between(DayInterval::UntilTo), both - ends.1);
        if from < to {
            prop_assert_eq!(between(DayInterval::Between), both - ends.0 - ends.1);
        }
        let moved = calendar.move_working_days(from, count).unwrap();
        prop_assert_eq!(days(from, moved) - ends.0, i64::from(count));
        prop_assert!(hours(&moved));
        let back = calendar.move_working_days(moved, -count).unwrap();
        prop_assert_eq!(days(back, moved) - 1, i64::from(count));
    }

    #[test]
    fn moving_by_days_keeps_the_clock_where_it_says_so(
        calendar in calendar(),
        at in instant(),
        count in 1_i32..15,
    ) {
        let local = calendar.local(at);
        let moved = calendar.add_days(at, count, DaySemantics::CountNext, false).unwrap();
        let wall = calendar.local(moved);
        let skipped_by_a_clock_change = calendar.instant(wall.date().and_time(local.time()));
        prop_assert_eq!(moved, skipped_by_a_clock_change);
        let rolled = calendar.add_days(at, count, DaySemantics::Biz, false).unwrap();
        prop_assert_eq!(rolled, calendar.next_open(moved).unwrap());
        let end = calendar.add_days(at, count, DaySemantics::CountNext, true).unwrap();
        let (_, closing) = calendar.opening_and_closing(wall.date()).unwrap().unwrap();
        prop_assert_eq!(end, closing);
    }

    #[test]
    fn a_calendar_survives_json(calendar in calendar()) {
        let json = serde_json::to_string(calendar.calendar()).unwrap();
        let read: Calendar = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&read, calendar.calendar());
    }
}

/// Closed time between an opening and the closing that ends it: touching stretches have none.
fn gaps(calendar: &CompiledCalendar, open: DateTime<Utc>, close: DateTime<Utc>) -> TimeDelta {
    let stretches: Vec<_> = calendar
        .segments(open)
        .unwrap()
        .take_while(|(from, _)| *from < close)
        .collect();
    stretches.windows(2).map(|pair| pair[1].0 - pair[0].1).sum()
}

#[test]
fn clock_changes_are_counted_as_they_happen() {
    // Lord Howe moves by half an hour; a 24-hour office works 23.5 and 24.5 hours on those days.
    let all_day = vec![Interval::new(TimeOfDay::MIDNIGHT, TimeOfDay::END)];
    let weekly = WeeklyHours {
        sun: all_day,
        ..WeeklyHours::default()
    };
    let calendar = Calendar::new(chrono_tz::Australia::Lord_Howe, weekly);
    let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
    let worked = |month, day| {
        let date = NaiveDate::from_ymd_opt(YEAR, month, day).unwrap();
        assert_eq!(date.weekday(), chrono::Weekday::Sun);
        calendar.worked_on(date).unwrap().num_minutes()
    };
    assert_eq!(worked(4, 5), 24 * 60 + 30);
    assert_eq!(worked(10, 4), 23 * 60 + 30);
    assert_eq!(worked(6, 7), 24 * 60);
}

#[test]
fn a_date_begins_at_its_midnight() {
    for zone in ZONES {
        let calendar = Calendar::new(zone, OfficeHours::FiveDays.weekly());
        let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
        for day in 2..=365 {
            let midnight = calendar.midnight(date(day));
            assert_eq!(calendar.local_date(midnight), date(day), "{zone}");
            let before = midnight - TimeDelta::milliseconds(1);
            assert_eq!(calendar.local_date(before), date(day - 1), "{zone}");
            assert_eq!(calendar.local(midnight).date(), date(day), "{zone}");
        }
    }
}

#[test]
fn hours_begin_when_the_wall_first_shows_them() {
    let night = |from, until| {
        let weekly = WeeklyHours {
            sun: vec![Interval::new(time(from), time(until))],
            ..WeeklyHours::default()
        };
        let calendar = Calendar::new(chrono_tz::Europe::Berlin, weekly);
        CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap()
    };
    let spring = NaiveDate::from_ymd_opt(YEAR, 3, 29).unwrap();
    let autumn = NaiveDate::from_ymd_opt(YEAR, 10, 25).unwrap();
    // 02:30–04:00: the wall shows 02:30 twice in autumn, and counts from the first.
    let late = night(150, 240);
    assert_eq!(late.worked_on(autumn).unwrap(), TimeDelta::minutes(150));
    assert_eq!(late.worked_on(spring).unwrap(), TimeDelta::minutes(60));
    // 02:15–02:45 does not exist in spring: nobody works that day.
    let gone = night(135, 165);
    assert!(!gone.is_working_day(spring).unwrap());
    assert_eq!(gone.worked_on(autumn).unwrap(), TimeDelta::minutes(30));
}

#[test]
fn no_days_move_nothing_where_only_the_date_rolls() {
    let calendar = Calendar::new(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays.weekly());
    let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
    let saturday: DateTime<Utc> = "2026-01-10T03:00:00Z".parse().unwrap();
    let moved = |semantics| calendar.add_days(saturday, 0, semantics, false).unwrap();
    assert_eq!(moved(DaySemantics::RollDateThenAdd), saturday);
    assert_eq!(moved(DaySemantics::CountNext), saturday);
    let monday = calendar.next_open(saturday).unwrap();
    assert_eq!(moved(DaySemantics::RollThenAdd), monday);
    let friday = calendar.prev_open(saturday).unwrap();
    let back = calendar.sub_days(saturday, 0, DaySemantics::RollThenAdd, false);
    assert_eq!(back.unwrap(), friday);
}

#[test]
fn time_used_up_where_a_pause_begins_ends_there_or_after_it() {
    let calendar = Calendar::new(chrono_tz::UTC, OfficeHours::FiveDays.weekly());
    let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let pause = [(at("2026-01-06T10:00:00Z"), at("2026-01-06T11:00:00Z"))];
    let reached = |boundary| {
        let start = at("2026-01-06T08:00:00Z");
        calendar.add_without(start, TimeDelta::hours(2), &pause, boundary)
    };
    assert_eq!(reached(Boundary::EndOfPeriod).unwrap(), pause[0].0);
    assert_eq!(reached(Boundary::NextPeriodStart).unwrap(), pause[0].1);
}

#[test]
fn questions_outside_the_years_are_refused() {
    let weekly = WeeklyHours {
        mon: vec![Interval::new(time(480), time(960))],
        ..WeeklyHours::default()
    };
    let calendar = Calendar::new(chrono_tz::Asia::Jakarta, weekly);
    let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let inside = at("2026-12-31T10:00:00Z");
    assert_eq!(inside.hour(), 10);
    for result in [
        calendar.next_open(at("2025-12-31T00:00:00Z")),
        calendar.next_open(at("2027-01-01T00:00:00Z")),
        calendar.next_open(inside),
        calendar.prev_open(at("2026-01-01T10:00:00Z")),
        calendar.add(inside, TimeDelta::hours(1), Boundary::EndOfPeriod),
        calendar.sub(
            at("2026-01-02T10:00:00Z"),
            TimeDelta::hours(1),
            SubBoundary::StartOfPeriod,
        ),
    ] {
        let error = result.unwrap_err().to_string();
        assert!(error.contains("2026 to 2026"), "{error}");
    }
}

#[test]
fn faulty_calendars_name_the_place() {
    let office = |from, until| WeeklyHours {
        fri: vec![
            Interval::new(time(480), time(690)),
            Interval::new(time(from), time(until)),
        ],
        ..WeeklyHours::default()
    };
    let refuse = |calendar: Calendar| CompiledCalendar::new(calendar).unwrap_err().to_string();
    let zone = chrono_tz::Asia::Jakarta;
    assert_eq!(
        refuse(Calendar::new(zone, office(660, 960))),
        "weekly hours, Friday: 11:00–16:00 begins before 08:00–11:30 has ended"
    );
    assert_eq!(
        refuse(Calendar::new(zone, office(960, 780))),
        "weekly hours, Friday: 16:00–13:00 ends before it starts"
    );
    assert_eq!(
        refuse(Calendar::new(zone, WeeklyHours::default())),
        "no day of the calendar is open"
    );
    let good = || Calendar::new(zone, office(780, 960));
    let twice = Calendar {
        holidays: vec![holiday("Satu"), holiday("Dua")],
        ..good()
    };
    assert_eq!(
        refuse(twice),
        "2026-01-10 is named twice: \"Satu\" and \"Dua\""
    );
    let reversed = Calendar {
        overrides: vec![Override {
            from: date(10),
            to: date(9),
            name: "Banjir".into(),
            source: String::new(),
            exception: Exception::Closed,
        }],
        ..good()
    };
    assert_eq!(
        refuse(reversed),
        "override \"Banjir\" ends on 2026-01-09, before it starts on 2026-01-10"
    );
}

fn holiday(name: &str) -> Holiday {
    Holiday {
        date: date(10),
        name: name.into(),
        kind: HolidayKind::National,
        source: String::new(),
    }
}

#[test]
fn a_flood_day_is_skipped_by_name_and_a_holiday_wins_over_hours() {
    let every_day = vec![Interval::new(time(480), time(960))];
    let weekly = WeeklyHours {
        mon: every_day.clone(),
        tue: every_day.clone(),
        ..WeeklyHours::default()
    };
    let entry = |day: u32, name: &str, exception| Override {
        from: date(day),
        to: date(day),
        name: name.into(),
        source: "Surat edaran".into(),
        exception,
    };
    // 5 January 2026 is a Monday.
    let calendar = Calendar {
        overrides: vec![
            entry(5, "Banjir", Exception::Closed),
            entry(
                10,
                "Lembur",
                Exception::Hours {
                    intervals: every_day,
                },
            ),
        ],
        holidays: vec![holiday("Libur")],
        ..Calendar::new(chrono_tz::Asia::Jakarta, weekly)
    };
    let calendar = CompiledCalendar::for_years(calendar, YEAR..=YEAR).unwrap();
    assert!(!calendar.is_working_day(date(5)).unwrap());
    assert!(!calendar.is_working_day(date(10)).unwrap());
    assert!(calendar.is_working_day(date(6)).unwrap());
    let names: Vec<_> = calendar
        .skipped(date(1), date(12))
        .iter()
        .map(|skipped| (skipped.name.as_str(), skipped.source.as_str()))
        .collect();
    assert_eq!(names, [("Banjir", "Surat edaran"), ("Libur", "")]);
}
