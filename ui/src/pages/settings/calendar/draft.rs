//! The working copy of a calendar while it is being edited: texts as they are typed, which may not be
//! times or dates yet. Nothing of it is in force. Pure; the domain checks what it reads.

mod fault;
mod hours;

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use tanggap_domain::calendar::{
    Calendar, DaysOff, Exception, Holiday, HolidayKind, OfficeHours, Override,
};
use tanggap_ipc::calendar::{DecreeReply, Merge};
use tanggap_ipc::settings::Zone;

use crate::labels::Say;
use crate::pages::settings::reading::{Outcome, Wrong};
use crate::shared::when::read_date;
pub use fault::Field;
pub use hours::{Hours, HoursAt, Week};

/// Tells the parts of a list apart while they are edited.
pub type Key = u32;

#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    pub label: String,
    pub zone: Zone,
    pub weekly: Week,
    pub days_off: DaysOff,
    pub overrides: Vec<OverrideDraft>,
    pub holidays: Vec<HolidayDraft>,
    pub decreed_years: BTreeSet<i32>,
    /// The version that was in force when editing began.
    pub based_on: u32,
    next: Key,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OverrideDraft {
    pub key: Key,
    pub from: String,
    pub to: String,
    pub name: String,
    pub source: String,
    pub kind: ExceptionKind,
    /// Of [`ExceptionKind::Hours`] and [`ExceptionKind::Break`].
    pub intervals: Vec<Hours>,
    /// Of [`ExceptionKind::Weekly`].
    pub week: Week,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExceptionKind {
    Closed,
    Hours,
    Weekly,
    Break,
}

impl ExceptionKind {
    pub const ALL: [Self; 4] = [Self::Closed, Self::Hours, Self::Weekly, Self::Break];

    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Hours => "hours",
            Self::Weekly => "weekly",
            Self::Break => "break",
        }
    }

    pub fn words(self, say: Say) -> &'static str {
        match self {
            Self::Closed => say.exception_closed(),
            Self::Hours => say.exception_hours(),
            Self::Weekly => say.exception_weekly(),
            Self::Break => say.exception_break(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct HolidayDraft {
    pub key: Key,
    pub date: String,
    pub name: String,
    pub kind: HolidayKind,
    pub source: String,
}

impl HolidayDraft {
    /// The year it belongs to, once its date can be read.
    pub fn year(&self) -> Option<i32> {
        read_date(&self.date).map(|date| date.year())
    }
}

impl Draft {
    pub fn of(calendar: &Calendar, say: Say) -> Self {
        let mut draft = Self {
            label: calendar.label.clone(),
            zone: Zone::of_iana(calendar.zone.name()).unwrap_or(say.zone),
            weekly: Week::default(),
            days_off: calendar.days_off,
            overrides: Vec::new(),
            holidays: Vec::new(),
            decreed_years: calendar.decreed_years.clone(),
            based_on: calendar.version,
            next: 0,
        };
        draft.weekly = Week::of(&calendar.weekly, say, &mut draft.next);
        for entry in &calendar.overrides {
            draft.push_override(entry, say);
        }
        for holiday in &calendar.holidays {
            draft.push_holiday(holiday, say);
        }
        draft
    }

    /// The calendar that stands here now. `version` stays the one it is based on: the shell counts.
    ///
    /// # Errors
    /// What cannot be read, each with its field; else the domain's first fault.
    pub fn read(&self, say: Say) -> Outcome<Calendar, Field> {
        let mut wrong = Vec::new();
        let weekly = self.weekly.read(Field::Office, &mut wrong);
        let overrides: Vec<Override> = self
            .overrides
            .iter()
            .filter_map(|entry| entry.read(&mut wrong))
            .collect();
        let holidays: Vec<Holiday> = self
            .holidays
            .iter()
            .filter_map(|holiday| holiday.read(&mut wrong))
            .collect();
        let Ok(zone) = self.zone.iana().parse() else {
            return Err(wrong);
        };
        let calendar = Calendar {
            label: self.label.trim().to_owned(),
            version: self.based_on,
            zone,
            weekly,
            overrides,
            holidays,
            days_off: self.days_off,
            decreed_years: self.decreed_years.clone(),
        };
        if wrong.is_empty()
            && let Err(error) = calendar.check()
        {
            let said = say.words().calendar_fault(&error);
            wrong.push((fault::field_of(self, &error), Wrong::Said(said)));
        }
        if wrong.is_empty() {
            Ok(calendar)
        } else {
            Err(wrong)
        }
    }

    pub fn new_key(&mut self) -> Key {
        self.next += 1;
        self.next
    }

    /// An override of this kind to fill in; its key.
    pub fn add_override(&mut self, kind: ExceptionKind, today: NaiveDate, say: Say) -> Key {
        let (name, intervals) = match kind {
            ExceptionKind::Closed => (say.override_closed_name(), Vec::new()),
            ExceptionKind::Hours => ("", vec![("08:00", "15:00")]),
            ExceptionKind::Weekly => ("", Vec::new()),
            ExceptionKind::Break => ("", vec![("12:00", "13:00")]),
        };
        let key = self.new_key();
        let intervals = intervals
            .into_iter()
            .map(|(from, until)| Hours::typed(self.new_key(), from, until, say))
            .collect();
        let week = match kind {
            ExceptionKind::Weekly => self.weekly.copied(&mut self.next),
            _ => Week::default(),
        };
        self.overrides.push(OverrideDraft {
            key,
            from: say.typed_date(today),
            to: say.typed_date(today),
            name: name.to_owned(),
            source: String::new(),
            kind,
            intervals,
            week,
        });
        key
    }

    /// Another kind for an override; a week to edit begins as the office's own.
    pub fn set_kind(&mut self, key: Key, kind: ExceptionKind) {
        let week = self.weekly.copied(&mut self.next);
        if let Some(entry) = self.over_mut(key) {
            entry.kind = kind;
            if kind == ExceptionKind::Weekly && entry.week.is_empty() {
                entry.week = week;
            }
        }
    }

    /// Ramadan's hours; both dates are the operator's to set.
    pub fn add_ramadan(&mut self, today: NaiveDate, say: Say) -> Key {
        self.push_override(&OfficeHours::ramadan(today, today), say)
    }

    /// A holiday to fill in; its key.
    pub fn add_holiday(&mut self, source: &str) -> Key {
        let key = self.new_key();
        self.holidays.push(HolidayDraft {
            key,
            date: String::new(),
            name: String::new(),
            kind: HolidayKind::National,
            source: source.to_owned(),
        });
        key
    }

    /// Takes in what a decree says, over what was edited here so far.
    pub fn take_decree(&mut self, decree: &DecreeReply, say: Say) {
        let of_decree = |year: Option<i32>| year.is_some_and(|year| decree.years.contains(&year));
        if decree.merge == Merge::ReplaceYears {
            self.holidays.retain(|holiday| !of_decree(holiday.year()));
        }
        let here: BTreeSet<NaiveDate> = self
            .holidays
            .iter()
            .filter_map(|holiday| read_date(&holiday.date))
            .collect();
        for holiday in &decree.calendar.holidays {
            if of_decree(Some(holiday.date.year())) && !here.contains(&holiday.date) {
                self.push_holiday(holiday, say);
            }
        }
        let decreed = decree.calendar.decreed_years.iter().copied();
        self.decreed_years
            .extend(decreed.filter(|year| of_decree(Some(*year))));
    }

    pub fn set_week(&mut self, hours: OfficeHours, say: Say) {
        self.weekly = Week::of(&hours.weekly(), say, &mut self.next);
    }

    pub fn over(&self, key: Key) -> Option<&OverrideDraft> {
        self.overrides.iter().find(|entry| entry.key == key)
    }

    pub fn over_mut(&mut self, key: Key) -> Option<&mut OverrideDraft> {
        self.overrides.iter_mut().find(|entry| entry.key == key)
    }

    pub fn holiday(&self, key: Key) -> Option<&HolidayDraft> {
        self.holidays.iter().find(|holiday| holiday.key == key)
    }

    pub fn holiday_mut(&mut self, key: Key) -> Option<&mut HolidayDraft> {
        self.holidays.iter_mut().find(|holiday| holiday.key == key)
    }

    pub fn hours(&self, at: HoursAt) -> &[Hours] {
        match at {
            HoursAt::Office(day) => self.weekly.on(day),
            HoursAt::Week(key, day) => self.over(key).map_or(&[], |entry| entry.week.on(day)),
            HoursAt::Intervals(key) => self.over(key).map_or(&[], |entry| &entry.intervals),
        }
    }

    pub fn hours_mut(&mut self, at: HoursAt) -> Option<&mut Vec<Hours>> {
        match at {
            HoursAt::Office(day) => self.weekly.on_mut(day),
            HoursAt::Week(key, day) => self.over_mut(key)?.week.on_mut(day),
            HoursAt::Intervals(key) => Some(&mut self.over_mut(key)?.intervals),
        }
    }

    fn push_override(&mut self, entry: &Override, say: Say) -> Key {
        let key = self.new_key();
        let mut draft = OverrideDraft {
            key,
            from: say.typed_date(entry.from),
            to: say.typed_date(entry.to),
            name: entry.name.clone(),
            source: entry.source.clone(),
            kind: ExceptionKind::Closed,
            intervals: Vec::new(),
            week: Week::default(),
        };
        let mut listed = |intervals: &[_]| {
            intervals
                .iter()
                .map(|interval| Hours::of(self.new_key(), *interval, say))
                .collect()
        };
        match &entry.exception {
            Exception::Closed => {}
            Exception::Hours { intervals } => {
                draft.kind = ExceptionKind::Hours;
                draft.intervals = listed(intervals);
            }
            Exception::Break { intervals } => {
                draft.kind = ExceptionKind::Break;
                draft.intervals = listed(intervals);
            }
            Exception::Weekly { hours } => {
                draft.kind = ExceptionKind::Weekly;
                draft.week = Week::of(hours, say, &mut self.next);
            }
        }
        self.overrides.push(draft);
        key
    }

    fn push_holiday(&mut self, holiday: &Holiday, say: Say) {
        let key = self.new_key();
        self.holidays.push(HolidayDraft {
            key,
            date: say.typed_date(holiday.date),
            name: holiday.name.clone(),
            kind: holiday.kind,
            source: holiday.source.clone(),
        });
    }
}

impl OverrideDraft {
    fn read(&self, wrong: &mut Vec<(Field, Wrong)>) -> Option<Override> {
        let before = wrong.len();
        let from = read_day(&self.from, Field::OverrideFrom(self.key), wrong);
        let to = read_day(&self.to, Field::OverrideTo(self.key), wrong);
        let name = self.name.trim();
        if name.is_empty() {
            wrong.push((Field::OverrideName(self.key), Wrong::Missing));
        }
        let field = |day: Option<usize>| match day {
            Some(day) => Field::OverrideDay(self.key, day),
            None => Field::OverrideHours(self.key),
        };
        let exception = match self.kind {
            ExceptionKind::Closed => Exception::Closed,
            ExceptionKind::Hours => Exception::Hours {
                intervals: hours::read_all(&self.intervals, field(None), wrong),
            },
            ExceptionKind::Break => Exception::Break {
                intervals: hours::read_all(&self.intervals, field(None), wrong),
            },
            ExceptionKind::Weekly => Exception::Weekly {
                hours: self.week.read(|day| field(Some(day)), wrong),
            },
        };
        if wrong.len() > before {
            return None;
        }
        Some(Override {
            from: from?,
            to: to?,
            name: name.to_owned(),
            source: self.source.trim().to_owned(),
            exception,
        })
    }
}

impl HolidayDraft {
    fn read(&self, wrong: &mut Vec<(Field, Wrong)>) -> Option<Holiday> {
        let date = read_day(&self.date, Field::HolidayDate(self.key), wrong);
        let name = self.name.trim();
        if name.is_empty() {
            wrong.push((Field::HolidayName(self.key), Wrong::Missing));
            return None;
        }
        Some(Holiday {
            date: date?,
            name: name.to_owned(),
            kind: self.kind,
            source: self.source.trim().to_owned(),
        })
    }
}

fn read_day(text: &str, field: Field, wrong: &mut Vec<(Field, Wrong)>) -> Option<NaiveDate> {
    let date = read_date(text);
    if date.is_none() {
        let why = if text.trim().is_empty() {
            Wrong::Missing
        } else {
            Wrong::NotADate
        };
        wrong.push((field, why));
    }
    date
}

#[cfg(test)]
mod tests;
