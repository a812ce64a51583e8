//! What a decree does to a calendar: the new calendar, and every difference for the person who
//! decides. Works on a copy; nobody's calendar is changed here.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use tanggap_domain::calendar::{Calendar, Holiday};

use super::{Decree, Place};

/// With this many days a year is whole. No decree since 2018 named fewer than 16 days; a change within
/// a year names a few.
pub const WHOLE_YEAR_DAYS: usize = 10;

/// What the days of a decree are beside those that a calendar has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Everything there is: days of its years that it does not name are days off no more, and its
    /// years count as decreed.
    ReplaceYears,
    /// A change within a year: days are added or renamed, and only those removed that the file takes
    /// back. Only years of which the decree names [`WHOLE_YEAR_DAYS`] or more count as decreed from
    /// now on.
    AddDays,
}

/// A date that both have, under another name or as another kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub before: Holiday,
    pub after: Holiday,
}

/// The calendar with the decree, and what is different in it, by date.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// Label and version are the old ones: naming an edit is up to whoever makes it.
    pub calendar: Calendar,
    pub added: Vec<Holiday>,
    pub removed: Vec<Holiday>,
    pub changed: Vec<Changed>,
    /// Days that differ in nothing, or in the decree they are from only.
    pub unchanged: usize,
    /// Years that count as decreed now and did not before. None of which the file only estimates days.
    pub newly_decreed: BTreeSet<i32>,
    /// Entries that take back a day which the calendar had.
    pub taken_back: BTreeSet<Place>,
}

impl Decree {
    /// How to merge where nobody says: a decree that names [`WHOLE_YEAR_DAYS`] or more days of each
    /// of its years replaces them, any other adds, so that nothing is lost by mistake.
    pub fn suggested(&self) -> Merge {
        match self.years.iter().all(|year| self.is_whole(*year)) {
            true => Merge::ReplaceYears,
            false => Merge::AddDays,
        }
    }

    /// The calendar with this decree in it. Holidays of years that the decree does not touch,
    /// weekly hours and overrides stay as they are.
    pub fn merged_into(&self, calendar: &Calendar, merge: Merge) -> Merged {
        let mut before: BTreeMap<NaiveDate, Holiday> = BTreeMap::new();
        for holiday in &calendar.holidays {
            // A calendar that names a date twice keeps what it looks up: the first.
            before
                .entry(holiday.date)
                .or_insert_with(|| holiday.clone());
        }
        let mut merged = Merged {
            calendar: calendar.clone(),
            added: Vec::new(),
            removed: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            newly_decreed: BTreeSet::new(),
            taken_back: BTreeSet::new(),
        };
        let mut after = before.clone();
        if merge == Merge::ReplaceYears {
            let named: BTreeSet<NaiveDate> = self.days.iter().map(|day| day.date).collect();
            for (date, holiday) in &before {
                if self.years.contains(&date.year()) && !named.contains(date) {
                    merged.removed.push(holiday.clone());
                    after.remove(date);
                }
            }
        }
        for back in &self.taken_back {
            let known = before.get(&back.date);
            let Some(day) = known.filter(|day| day.kind == back.kind) else {
                continue;
            };
            merged.taken_back.insert(back.place);
            // Otherwise it went with its whole year.
            if after.remove(&back.date).is_some() {
                merged.removed.push(day.clone());
            }
        }
        merged.removed.sort_by_key(|day| day.date);
        for day in &self.days {
            match before.get(&day.date) {
                None => merged.added.push(day.clone()),
                Some(old) if old.name == day.name && old.kind == day.kind => merged.unchanged += 1,
                Some(old) => merged.changed.push(Changed {
                    before: old.clone(),
                    after: day.clone(),
                }),
            }
            after.insert(day.date, day.clone());
        }
        merged.calendar.holidays = after.into_values().collect();
        let decrees = |year: &&i32| {
            !self.estimated_years.contains(*year)
                && (merge == Merge::ReplaceYears || self.is_whole(**year))
        };
        for year in self.years.iter().filter(decrees) {
            if merged.calendar.decreed_years.insert(*year) {
                merged.newly_decreed.insert(*year);
            }
        }
        merged
    }

    fn is_whole(&self, year: i32) -> bool {
        let days = self.days.iter().filter(|day| day.date.year() == year);
        !self.estimated_years.contains(&year) && days.count() >= WHOLE_YEAR_DAYS
    }
}
