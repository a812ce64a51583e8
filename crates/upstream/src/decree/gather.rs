//! Collects days and faults while a file is read. A date is taken once; what comes again is a fault.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};
use tanggap_domain::calendar::{Holiday, HolidayKind};

use super::amend;
use super::text::{shown, tidy};
use super::{Decree, DecreeError, DecreeFault, Place, TakenBack, UnreadableEntry};

/// Two weeks around a feast are the longest that was ever decreed.
const LONGEST_RANGE_DAYS: i64 = 31;

pub(super) struct Gathered {
    /// Of the whole file.
    pub source: String,
    /// Of days that name no decree of their own.
    pub day_source: String,
    /// Named by the file, apart from its days.
    pub years: BTreeSet<i32>,
    days: BTreeMap<NaiveDate, Holiday>,
    taken_back: Vec<TakenBack>,
    estimated_years: BTreeSet<i32>,
    unreadable: Vec<UnreadableEntry>,
}

/// One entry as it was read.
pub(super) struct Entry<'a> {
    pub dates: Vec<NaiveDate>,
    pub name: &'a str,
    pub kind: HolidayKind,
    /// Where the entry names its own decree.
    pub source: Option<&'a str>,
}

impl Gathered {
    /// Nothing yet, from a file without a title.
    pub(super) fn of(file_name: &str) -> Self {
        let source = tidy(file_name);
        Self {
            day_source: source.clone(),
            source,
            years: BTreeSet::new(),
            days: BTreeMap::new(),
            taken_back: Vec::new(),
            estimated_years: BTreeSet::new(),
            unreadable: Vec::new(),
        }
    }

    /// Days of this kind that the entry says are off no more.
    pub(super) fn take_back(&mut self, place: Place, dates: &[NaiveDate], kind: HolidayKind) {
        let days = dates.iter().map(|date| TakenBack {
            place,
            date: *date,
            kind,
        });
        self.taken_back.extend(days);
    }

    /// An entry that no decree has fixed. Its years are not whole by this file.
    pub(super) fn estimate(&mut self, place: Place, dates: &[NaiveDate], text: &str) {
        self.estimated_years
            .extend(dates.iter().map(NaiveDate::year));
        let text = shown(text);
        self.fault(place, DecreeFault::Estimated { text });
    }

    pub(super) fn take(&mut self, place: Place, entry: Entry<'_>) {
        let name = tidy(entry.name);
        if name.is_empty() {
            return self.fault(place, DecreeFault::NoName);
        }
        let source = entry.source.map(tidy).filter(|source| !source.is_empty());
        for date in entry.dates {
            if self.days.contains_key(&date) {
                self.fault(place, DecreeFault::Twice { date });
                continue;
            }
            let holiday = Holiday {
                date,
                name: name.clone(),
                kind: entry.kind,
                source: source.clone().unwrap_or_else(|| self.day_source.clone()),
            };
            self.days.insert(date, holiday);
        }
    }

    pub(super) fn fault(&mut self, place: Place, what: DecreeFault) {
        self.unreadable.push(UnreadableEntry { place, what });
    }

    pub(super) fn finish(mut self) -> Result<Decree, DecreeError> {
        // What the file has as a day off is not taken back by an earlier version of the same entry.
        let days = &self.days;
        self.taken_back
            .retain(|back| !days.contains_key(&back.date));
        if self.days.is_empty() && self.taken_back.is_empty() {
            return Err(DecreeError::NothingReadable {
                unreadable: self.unreadable,
            });
        }
        self.years.extend(self.days.keys().map(NaiveDate::year));
        self.years
            .extend(self.taken_back.iter().map(|back| back.date.year()));
        // A list that calls itself an estimate is no decree for any of its years.
        if amend::estimates(&self.source) {
            self.estimated_years.extend(&self.years);
        }
        Ok(Decree {
            source: self.source,
            years: self.years,
            days: self.days.into_values().collect(),
            taken_back: self.taken_back,
            estimated_years: self.estimated_years,
            unreadable: self.unreadable,
        })
    }
}

/// Every date from the first through the last.
pub(super) fn range(from: NaiveDate, until: NaiveDate) -> Result<Vec<NaiveDate>, DecreeFault> {
    if until < from {
        return Err(DecreeFault::ReversedRange { from, until });
    }
    let days = (until - from).num_days() + 1;
    if days > LONGEST_RANGE_DAYS {
        return Err(DecreeFault::RangeTooLong { days });
    }
    let date = |day| from.checked_add_signed(TimeDelta::days(day));
    Ok((0..days).filter_map(date).collect())
}
