//! The business calendar: when an office works, and arithmetic on that time.
//!
//! [`Calendar`] is what people edit: zone, weekly hours, overrides, holidays. [`CompiledCalendar`] is
//! the same calendar laid out day by day, and answers every question about time. Neither reads a
//! clock or a file, and neither guesses: a year without a decree is reported, not filled in.
//!
//! Where libraries and help desks differ, the choice is a value of [`rules`]; our defaults are named
//! and justified there.

mod compiled;
mod days;
pub mod due_day;
mod hours;
mod indonesia;
mod paused;
mod raw;
pub mod rules;
mod time;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::text::{NameFault, check_name};

pub(crate) use compiled::utc;
pub use compiled::{CompiledCalendar, DEFAULT_YEARS, Skipped, SkippedKind};
pub use hours::{Interval, OfficeHours, TimeOfDay, WeeklyHours};
pub use paused::PausedCalendar;
pub use raw::union;
pub(crate) use raw::{LaidPause, SpanMs};
pub use rules::{Boundary, Closing, DayInterval, DaySemantics, Reversed, SubBoundary};
pub use time::Span;

/// When one office works. Serialised as it is edited; version and label make two of them tell apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calendar {
    /// What an operator calls it (`Kota Surabaya 2026`).
    #[serde(default)]
    pub label: String,
    /// Rises with every edit.
    #[serde(default)]
    pub version: u32,
    /// IANA name, for example `Asia/Jakarta`.
    pub zone: Tz,
    pub weekly: WeeklyHours,
    /// Later entries win over earlier ones; breaks add up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    #[serde(default)]
    pub days_off: DaysOff,
    /// Years whose holidays are decreed and complete here. Any other year is marked
    /// "kalender belum ditetapkan" on every deadline that touches it.
    #[serde(default)]
    pub decreed_years: BTreeSet<i32>,
}

/// One day without work for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub date: NaiveDate,
    pub name: String,
    pub kind: HolidayKind,
    /// The decree that says so, or where the date is from.
    pub source: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HolidayKind {
    /// Libur nasional.
    National,
    /// Cuti bersama.
    CollectiveLeave,
}

/// Which named days are not worked. The default skips both, as government offices do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DaysOff {
    #[default]
    HolidaysAndCollectiveLeave,
    HolidaysOnly,
    /// Named days are worked; only the weekly hours and overrides count.
    WeekendsOnly,
}

impl DaysOff {
    /// Whether a day of this kind is not worked.
    pub fn skips(self, kind: HolidayKind) -> bool {
        match (self, kind) {
            (Self::HolidaysAndCollectiveLeave, _) | (Self::HolidaysOnly, HolidayKind::National) => {
                true
            }
            (Self::HolidaysOnly, HolidayKind::CollectiveLeave) | (Self::WeekendsOnly, _) => false,
        }
    }
}

/// Other hours than the weekly ones, from one date through another (both included).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Shown wherever it moves a deadline (`Banjir`, `Jam kerja Ramadan`).
    pub name: String,
    /// Who ordered it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(flatten)]
    pub exception: Exception,
}

/// What an override does. Holidays win over every one of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "exception", rename_all = "kebab-case")]
pub enum Exception {
    /// Nobody works (a flood day).
    Closed,
    /// These hours on every date of the range, weekends included.
    Hours { intervals: Vec<Interval> },
    /// Another week (Ramadan hours).
    Weekly { hours: WeeklyHours },
    /// Taken out of whatever hours the date has.
    Break { intervals: Vec<Interval> },
}

/// A question that leads out of the years a calendar is laid out for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("the calendar is laid out for {first_year} to {last_year}; {at} is outside")]
pub struct BeyondYears {
    pub at: String,
    pub first_year: i32,
    pub last_year: i32,
}

/// Why a calendar is not one, with the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case")]
pub enum CalendarError {
    #[error("{place}: {interval} ends before it starts")]
    Reversed { place: String, interval: Interval },
    #[error("{place}: {interval} begins before {before} has ended")]
    Overlapping {
        place: String,
        before: Interval,
        interval: Interval,
    },
    #[error("override \"{name}\" ends on {to}, before it starts on {from}")]
    OverrideReversed {
        name: String,
        from: NaiveDate,
        to: NaiveDate,
    },
    #[error("{date} is named twice: \"{first}\" and \"{second}\"")]
    HolidayTwice {
        date: NaiveDate,
        first: String,
        second: String,
    },
    /// A name that could not stand in a list; the place as the document has it, `holidays[0].name`.
    #[error("{place} {what}")]
    Name { place: String, what: NameFault },
    #[error("no day of the calendar is open")]
    NeverOpen,
    /// It cannot be laid out for these years.
    #[error("the calendar is laid out for {first_year} to {last_year}; {at} is outside")]
    BeyondYears {
        at: String,
        first_year: i32,
        last_year: i32,
    },
}

impl Calendar {
    /// A calendar with these hours and nothing else.
    pub fn new(zone: Tz, weekly: WeeklyHours) -> Self {
        Self {
            label: String::new(),
            version: 0,
            zone,
            weekly,
            overrides: Vec::new(),
            holidays: Vec::new(),
            days_off: DaysOff::default(),
            decreed_years: BTreeSet::new(),
        }
    }

    /// The hours of one date, in order, without overlaps; empty where nobody works.
    pub fn hours_on(&self, date: NaiveDate) -> Vec<Interval> {
        if self.day_off(date).is_some() {
            return Vec::new();
        }
        self.hours_without_holidays(date)
    }

    /// The hours the date would have if no holiday fell on it.
    pub fn hours_without_holidays(&self, date: NaiveDate) -> Vec<Interval> {
        let mut hours = self.weekly.on(date.weekday()).to_vec();
        for entry in self.overrides_on(date) {
            match &entry.exception {
                Exception::Closed => hours.clear(),
                Exception::Hours { intervals } => hours.clone_from(intervals),
                Exception::Weekly { hours: week } => hours = week.on(date.weekday()).to_vec(),
                Exception::Break { .. } => {}
            }
        }
        for entry in self.overrides_on(date) {
            if let Exception::Break { intervals } = &entry.exception {
                hours = hours::without(&hours, intervals);
            }
        }
        hours
    }

    /// The holiday for which the date is not worked, given what this calendar skips.
    pub fn day_off(&self, date: NaiveDate) -> Option<&Holiday> {
        self.holidays
            .iter()
            .find(|holiday| holiday.date == date && self.days_off.skips(holiday.kind))
    }

    /// The override that closes a date which its weekly hours would open.
    pub fn closure(&self, date: NaiveDate) -> Option<&Override> {
        let closes = |entry: &&Override| match &entry.exception {
            Exception::Closed => true,
            Exception::Hours { intervals } => intervals.is_empty(),
            Exception::Weekly { hours } => hours.on(date.weekday()).is_empty(),
            Exception::Break { .. } => true,
        };
        if self.weekly.on(date.weekday()).is_empty()
            || !self.hours_without_holidays(date).is_empty()
        {
            return None;
        }
        self.overrides_on(date).rfind(closes)
    }

    /// Whether the decree of this date's year is known.
    pub fn is_decreed(&self, date: NaiveDate) -> bool {
        self.decreed_years.contains(&date.year())
    }

    /// Everything that would make answers wrong, with its place.
    ///
    /// # Errors
    /// The first fault found; [`CalendarError::NeverOpen`] where no weekly hour exists.
    pub fn check(&self) -> Result<(), CalendarError> {
        self.weekly.check("weekly hours")?;
        for entry in &self.overrides {
            if entry.to < entry.from {
                return Err(CalendarError::OverrideReversed {
                    name: entry.name.clone(),
                    from: entry.from,
                    to: entry.to,
                });
            }
            let place = format!("override \"{}\"", entry.name);
            match &entry.exception {
                Exception::Closed => {}
                Exception::Weekly { hours } => hours.check(&place)?,
                Exception::Hours { intervals } | Exception::Break { intervals } => {
                    hours::check_intervals(&place, intervals)?;
                }
            }
        }
        let mut by_date: Vec<&Holiday> = self.holidays.iter().collect();
        by_date.sort_by_key(|holiday| holiday.date);
        for pair in by_date.windows(2) {
            if pair[0].date == pair[1].date {
                return Err(CalendarError::HolidayTwice {
                    date: pair[0].date,
                    first: pair[0].name.clone(),
                    second: pair[1].name.clone(),
                });
            }
        }
        if self.weekly.is_empty() && !self.overrides.iter().any(Override::opens) {
            return Err(CalendarError::NeverOpen);
        }
        Ok(())
    }

    /// Whether every name may stand in lists and notifications. For adoption only: what is in force
    /// stays in force.
    ///
    /// # Errors
    /// [`CalendarError::Name`] with the first place.
    pub fn check_names(&self) -> Result<(), CalendarError> {
        let overrides = self.overrides.iter().map(|entry| &entry.name);
        let holidays = self.holidays.iter().map(|holiday| &holiday.name);
        let named = |list: &'static str| move |(at, name)| (format!("{list}[{at}].name"), name);
        let all = overrides.enumerate().map(named("overrides"));
        for (place, name) in all.chain(holidays.enumerate().map(named("holidays"))) {
            check_name(name).map_err(|what| CalendarError::Name { place, what })?;
        }
        Ok(())
    }

    fn overrides_on(&self, date: NaiveDate) -> impl DoubleEndedIterator<Item = &Override> {
        self.overrides
            .iter()
            .filter(move |entry| entry.from <= date && date <= entry.to)
    }
}

impl Override {
    fn opens(&self) -> bool {
        match &self.exception {
            Exception::Closed | Exception::Break { .. } => false,
            Exception::Hours { intervals } => !intervals.is_empty(),
            Exception::Weekly { hours } => !hours.is_empty(),
        }
    }
}
