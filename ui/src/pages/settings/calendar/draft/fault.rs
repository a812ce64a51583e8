//! What is wrong in a working copy, and at which field.

use chrono::{Datelike, NaiveDate};
use tanggap_domain::calendar::CalendarError;
use tanggap_wording::Spot;

use super::{Draft, Key};
use crate::shared::when::read_date;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// A day of the office's week.
    Office(usize),
    OverrideFrom(Key),
    OverrideTo(Key),
    OverrideName(Key),
    OverrideHours(Key),
    OverrideDay(Key, usize),
    HolidayDate(Key),
    HolidayName(Key),
    /// No field of its own.
    Whole,
}

impl Field {
    /// The override it belongs to.
    pub fn of_override(self) -> Option<Key> {
        match self {
            Self::OverrideFrom(key)
            | Self::OverrideTo(key)
            | Self::OverrideName(key)
            | Self::OverrideHours(key)
            | Self::OverrideDay(key, _) => Some(key),
            Self::Office(_) | Self::HolidayDate(_) | Self::HolidayName(_) | Self::Whole => None,
        }
    }

    /// The holiday it belongs to.
    pub fn of_holiday(self) -> Option<Key> {
        match self {
            Self::HolidayDate(key) | Self::HolidayName(key) => Some(key),
            _ => None,
        }
    }
}

/// Where the domain's fault stands in the working copy.
pub fn field_of(draft: &Draft, error: &CalendarError) -> Field {
    let by_name = |name: &str| {
        draft
            .overrides
            .iter()
            .find(|entry| entry.name.trim() == name)
            .map(|entry| entry.key)
    };
    match error {
        CalendarError::Reversed { place, .. } | CalendarError::Overlapping { place, .. } => {
            match Spot::of(place) {
                Spot::Weekly(weekday) => Field::Office(weekday.num_days_from_monday() as usize),
                Spot::Override(name, None) => {
                    by_name(&name).map_or(Field::Whole, Field::OverrideHours)
                }
                Spot::Override(name, Some(weekday)) => by_name(&name).map_or(Field::Whole, |key| {
                    Field::OverrideDay(key, weekday.num_days_from_monday() as usize)
                }),
                Spot::Other(_) => Field::Whole,
            }
        }
        CalendarError::OverrideReversed { name, .. } => {
            by_name(name).map_or(Field::Whole, Field::OverrideTo)
        }
        CalendarError::HolidayTwice { date, .. } => second(draft, *date),
        CalendarError::Name { .. }
        | CalendarError::NeverOpen
        | CalendarError::BeyondYears { .. } => Field::Whole,
    }
}

/// The last of the holidays on one date: most often the one just entered.
fn second(draft: &Draft, date: NaiveDate) -> Field {
    let on_date = |text: &str| read_date(text).is_some_and(|read| read == date);
    draft
        .holidays
        .iter()
        .rfind(|holiday| holiday.year() == Some(date.year()) && on_date(&holiday.date))
        .map_or(Field::Whole, |holiday| Field::HolidayDate(holiday.key))
}
