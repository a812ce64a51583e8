//! Hours as they are typed: `07.30` to `12.00`, several a day, for each day of a week.

use chrono::Weekday;
use tanggap_domain::calendar::{Interval, TimeOfDay, WeeklyHours};

use super::{Field, Key};
use crate::labels::Say;
use crate::pages::settings::reading::Wrong;
use crate::shared::when::read_time;

/// One interval in two fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    pub key: Key,
    pub from: String,
    pub until: String,
}

/// The intervals of seven days, Monday first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week([Vec<Hours>; 7]);

/// Whose intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoursAt {
    /// A day of the office's week.
    Office(usize),
    /// A day of an override's own week.
    Week(Key, usize),
    /// An override's hours or breaks.
    Intervals(Key),
}

pub const WEEKDAYS: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

impl Hours {
    pub fn of(key: Key, interval: Interval, say: Say) -> Self {
        Self {
            key,
            from: say.words().time_of_day(interval.from),
            until: say.words().time_of_day(interval.until),
        }
    }

    /// From `HH:MM`, as the code writes times.
    pub fn typed(key: Key, from: &str, until: &str, say: Say) -> Self {
        let mark = say.pick(".", ":");
        Self {
            key,
            from: from.replace(':', mark),
            until: until.replace(':', mark),
        }
    }
}

impl Week {
    pub fn of(hours: &WeeklyHours, say: Say, next: &mut Key) -> Self {
        Self(WEEKDAYS.map(|weekday| {
            hours
                .on(weekday)
                .iter()
                .map(|interval| {
                    *next += 1;
                    Hours::of(*next, *interval, say)
                })
                .collect()
        }))
    }

    /// The same hours under keys of their own.
    pub fn copied(&self, next: &mut Key) -> Self {
        let mut copy = self.clone();
        for hours in copy.0.iter_mut().flatten() {
            *next += 1;
            hours.key = *next;
        }
        copy
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    pub fn on(&self, day: usize) -> &[Hours] {
        self.0.get(day).map_or(&[], Vec::as_slice)
    }

    pub fn on_mut(&mut self, day: usize) -> Option<&mut Vec<Hours>> {
        self.0.get_mut(day)
    }

    pub fn read(
        &self,
        field: impl Fn(usize) -> Field,
        wrong: &mut Vec<(Field, Wrong)>,
    ) -> WeeklyHours {
        let mut days = self
            .0
            .iter()
            .enumerate()
            .map(|(day, hours)| read_all(hours, field(day), wrong));
        let mut next = || days.next().unwrap_or_default();
        WeeklyHours {
            mon: next(),
            tue: next(),
            wed: next(),
            thu: next(),
            fri: next(),
            sat: next(),
            sun: next(),
        }
    }
}

/// Those that can be read; what cannot is reported.
pub fn read_all(hours: &[Hours], field: Field, wrong: &mut Vec<(Field, Wrong)>) -> Vec<Interval> {
    let mut intervals = Vec::with_capacity(hours.len());
    for one in hours {
        match (time(&one.from), time(&one.until)) {
            (Some(from), Some(until)) => intervals.push(Interval::new(from, until)),
            (None, _) => wrong.push((field, Wrong::NotATime(one.from.clone()))),
            (_, None) => wrong.push((field, Wrong::NotATime(one.until.clone()))),
        }
    }
    intervals
}

/// As [`read_time`], and `24.00`, the end of the day.
pub fn time(text: &str) -> Option<TimeOfDay> {
    if matches!(text.trim(), "24.00" | "24:00" | "2400" | "24") {
        return Some(TimeOfDay::END);
    }
    let minutes = u32::from(read_time(text)?);
    TimeOfDay::hm(minutes / 60, minutes % 60)
}
