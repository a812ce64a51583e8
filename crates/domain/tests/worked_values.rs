//! The worked values of the domain notes, all three columns: due dates of 3, 5, 14 and 60 working
//! days under each choice of days off.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use chrono::{DateTime, NaiveDate, Utc};
use tanggap_domain::calendar::{
    Calendar, CompiledCalendar, DayInterval, DaysOff, OfficeHours, Reversed,
};
use tanggap_domain::classification::Classification;
use tanggap_domain::sla::{Calendars, ClockFacts, ClockKind, Policies, Rules};

const DAYS_OFF: [DaysOff; 3] = [
    DaysOff::HolidaysAndCollectiveLeave,
    DaysOff::HolidaysOnly,
    DaysOff::WeekendsOnly,
];

fn rules(days_off: DaysOff) -> Rules {
    let calendar = Calendar {
        days_off,
        ..Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays)
    };
    Rules::new(
        Policies::bundled(),
        Calendars::only(CompiledCalendar::new(calendar).unwrap()),
    )
}

fn due(rules: &Rules, class: Classification, clock: ClockKind, received: &str) -> NaiveDate {
    let received: DateTime<Utc> = format!("{received}T10:00:00+07:00").parse().unwrap();
    let facts = ClockFacts::received(class, received);
    let clocks = rules.clocks(&facts, received).clocks;
    let clock = clocks.iter().find(|found| found.kind == clock).unwrap();
    rules.calendar().local_date(clock.due_at)
}

#[track_caller]
fn check(received: &str, expected: [[&str; 3]; 4]) {
    let limits = [
        (Classification::Aspirasi, ClockKind::Verification),
        (Classification::PermintaanInformasi, ClockKind::Completion),
        (
            Classification::PengaduanTidakBerkadar,
            ClockKind::Completion,
        ),
        (Classification::PengaduanBerkadar, ClockKind::Completion),
    ];
    for (column, days_off) in DAYS_OFF.into_iter().enumerate() {
        let rules = rules(days_off);
        for ((class, clock), row) in limits.iter().zip(expected) {
            let expected: NaiveDate = format!("2026-{}", row[column]).parse().unwrap();
            let due = due(&rules, class.clone(), *clock, received);
            assert_eq!(due, expected, "{received} {class:?} {days_off:?}");
            let received = received.parse().unwrap();
            let counted = rules.calendar().working_days_between(
                received,
                due,
                DayInterval::AfterFrom,
                Reversed::Negative,
            );
            assert!([3, 5, 14, 60].contains(&counted.unwrap()));
        }
    }
}

#[test]
fn friday_13_march() {
    check(
        "2026-03-13",
        [
            ["03-25", "03-18", "03-18"],
            ["03-27", "03-23", "03-20"],
            ["04-10", "04-06", "04-02"],
            ["06-24", "06-15", "06-05"],
        ],
    );
}

#[test]
fn friday_13_february() {
    check(
        "2026-02-13",
        [
            ["02-20", "02-19", "02-18"],
            ["02-24", "02-23", "02-20"],
            ["03-09", "03-06", "03-05"],
            ["05-25", "05-15", "05-08"],
        ],
    );
}

#[test]
fn wednesday_13_may() {
    check(
        "2026-05-13",
        [
            ["05-20", "05-19", "05-18"],
            ["05-22", "05-21", "05-20"],
            ["06-09", "06-05", "06-02"],
            ["08-13", "08-11", "08-05"],
        ],
    );
}

#[test]
fn monday_5_january() {
    check(
        "2026-01-05",
        [
            ["01-08", "01-08", "01-08"],
            ["01-12", "01-12", "01-12"],
            ["01-26", "01-26", "01-23"],
            ["04-10", "04-02", "03-30"],
        ],
    );
}
