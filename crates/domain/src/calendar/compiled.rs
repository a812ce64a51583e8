//! A calendar laid out day by day: prefix sums make every question a look-up.
//!
//! Instants are whole milliseconds of UTC; finer parts are dropped. Never answers for a date outside
//! the years it was laid out for: that is an error, not a guess.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use chrono::{
    DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc,
};
use chrono_tz::{GapInfo, Tz};
use serde::{Deserialize, Serialize};

use super::{
    BeyondYears, Calendar, CalendarError, Holiday, HolidayKind, Interval, Override, TimeOfDay,
};

/// The years [`CompiledCalendar::new`] lays out: from the oldest reports of the national system to
/// well past the longest limit.
pub const DEFAULT_YEARS: RangeInclusive<i32> = 2010..=2040;

/// A checked [`Calendar`] that answers questions about time.
///
/// ```
/// use tanggap_domain::calendar::{Calendar, CompiledCalendar, OfficeHours};
/// let calendar = Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays);
/// let calendar = CompiledCalendar::new(calendar)?;
/// let friday_evening = "2026-03-13T18:00:00+07:00".parse().unwrap();
/// let opening = calendar.next_open(friday_evening)?;
/// assert_eq!(opening.to_rfc3339(), "2026-03-16T00:30:00+00:00"); // Monday 07:30 WIB
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CompiledCalendar {
    pub(super) calendar: Calendar,
    pub(super) first: NaiveDate,
    /// One per date, and one more that closes the sums.
    pub(super) days: Vec<Day>,
    /// Every stretch of open time, in order. Stretches of neighbouring dates may touch.
    pub(super) segments: Vec<Segment>,
    /// For every [`WORK_MARK_MS`] of open time, the first segment by whose end it has been worked.
    pub(super) work_marks: Vec<u32>,
    /// Positions in `days` of the working dates, in order.
    pub(super) working: Vec<u32>,
    /// Dates that the weekly hours would open and something named closes, in order.
    pub(super) skipped: Vec<Skipped>,
}

/// Where one date begins, and sums over everything before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub midnight_ms: i64,
    pub segments: u32,
    pub working: u32,
}

/// Open from (included) until (excluded), with the open time of everything before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub from_ms: i64,
    pub until_ms: i64,
    pub before_ms: i64,
}

/// About as long as a stretch between opening, lunch and closing: one or two lie between two marks.
pub(super) const WORK_MARK_MS: i64 = 4 * 3_600_000;

/// A date that is not worked although its weekday would be, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    pub date: NaiveDate,
    pub name: String,
    /// The decree or order.
    pub source: String,
    pub kind: SkippedKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SkippedKind {
    National,
    CollectiveLeave,
    /// An override of this office (a flood day).
    Closure,
}

impl Skipped {
    fn of_holiday(holiday: &Holiday) -> Self {
        Self {
            date: holiday.date,
            name: holiday.name.clone(),
            source: holiday.source.clone(),
            kind: match holiday.kind {
                HolidayKind::National => SkippedKind::National,
                HolidayKind::CollectiveLeave => SkippedKind::CollectiveLeave,
            },
        }
    }

    fn of_closure(date: NaiveDate, closure: &Override) -> Self {
        Self {
            date,
            name: closure.name.clone(),
            source: closure.source.clone(),
            kind: SkippedKind::Closure,
        }
    }
}

impl Segment {
    pub(super) fn len_ms(&self) -> i64 {
        self.until_ms - self.from_ms
    }

    pub(super) fn after_ms(&self) -> i64 {
        self.before_ms + self.len_ms()
    }
}

impl CompiledCalendar {
    /// Lays the calendar out for [`DEFAULT_YEARS`].
    ///
    /// # Errors
    /// Whatever [`Calendar::check`] finds; [`CalendarError::NeverOpen`].
    pub fn new(calendar: Calendar) -> Result<Self, CalendarError> {
        Self::for_years(calendar, DEFAULT_YEARS)
    }

    /// Lays the calendar out for other years.
    ///
    /// # Errors
    /// As [`CompiledCalendar::new`]; [`CalendarError::BeyondYears`] where chrono has no such year.
    pub fn for_years(
        calendar: Calendar,
        years: RangeInclusive<i32>,
    ) -> Result<Self, CalendarError> {
        calendar.check()?;
        let beyond = || CalendarError::BeyondYears {
            at: "the calendar itself".to_owned(),
            first_year: *years.start(),
            last_year: *years.end(),
        };
        let first = NaiveDate::from_ymd_opt(*years.start(), 1, 1).ok_or_else(beyond)?;
        let end = years
            .end()
            .checked_add(1)
            .and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1))
            .ok_or_else(beyond)?;
        let off: BTreeMap<NaiveDate, &Holiday> = calendar
            .holidays
            .iter()
            .filter(|holiday| calendar.days_off.skips(holiday.kind))
            .map(|holiday| (holiday.date, holiday))
            .collect();

        let mut days = Vec::new();
        let mut segments: Vec<Segment> = Vec::new();
        let mut working = Vec::new();
        let mut skipped = Vec::new();
        let mut before_ms = 0;
        for (position, date) in (0_u32..).zip(first.iter_days().take_while(|date| *date < end)) {
            days.push(Day {
                midnight_ms: instant_ms(calendar.zone, date, TimeOfDay::MIDNIGHT),
                segments: segments.len() as u32,
                working: working.len() as u32,
            });
            let hours = calendar.hours_without_holidays(date);
            if let Some(holiday) = off.get(&date) {
                if !hours.is_empty() {
                    skipped.push(Skipped::of_holiday(holiday));
                }
                continue;
            }
            if let Some(closure) = calendar.closure(date) {
                skipped.push(Skipped::of_closure(date, closure));
            }
            let opened = segments.len();
            for Interval { from, until } in hours {
                let from_ms = instant_ms(calendar.zone, date, from);
                let until_ms = instant_ms(calendar.zone, date, until);
                // Hours that a clock change swallows whole do not exist.
                if from_ms < until_ms {
                    segments.push(Segment {
                        from_ms,
                        until_ms,
                        before_ms,
                    });
                    before_ms += until_ms - from_ms;
                }
            }
            if segments.len() > opened {
                working.push(position);
            }
        }
        days.push(Day {
            midnight_ms: instant_ms(calendar.zone, end, TimeOfDay::MIDNIGHT),
            segments: segments.len() as u32,
            working: working.len() as u32,
        });
        if segments.is_empty() {
            return Err(CalendarError::NeverOpen);
        }
        Ok(Self {
            calendar,
            first,
            days,
            work_marks: work_marks(&segments),
            segments,
            working,
            skipped,
        })
    }

    /// The named dates after `from` and before `to` that would otherwise have been worked.
    pub fn skipped(&self, from: NaiveDate, to: NaiveDate) -> &[Skipped] {
        let start = self.skipped.partition_point(|skipped| skipped.date <= from);
        let end = self.skipped.partition_point(|skipped| skipped.date < to);
        self.skipped.get(start..end).unwrap_or_default()
    }

    /// The calendar this was laid out from.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub fn zone(&self) -> Tz {
        self.calendar.zone
    }

    /// The date on the office's wall at this instant. A date begins when the wall first shows its
    /// midnight, and ends where the next begins.
    pub fn local_date(&self, at: DateTime<Utc>) -> NaiveDate {
        let ms = at.timestamp_millis();
        if self.contains(ms) {
            self.date_at(self.day_of(ms))
        } else {
            self.local(at).date()
        }
    }

    /// Date and time on the office's wall at this instant.
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let utc = at.naive_utc();
        let offset = self.calendar.zone.offset_from_utc_datetime(&utc).fix();
        // Only the last hours that chrono knows have no time on the wall.
        utc.checked_add_offset(offset).unwrap_or(utc)
    }

    /// The instant at which the office's wall first shows this date and time; where a clock change
    /// leaves it out, the instant of the change.
    pub fn instant(&self, local: NaiveDateTime) -> DateTime<Utc> {
        first_instant(self.calendar.zone, local)
    }

    /// Local midnight at the start of the date.
    pub fn midnight(&self, date: NaiveDate) -> DateTime<Utc> {
        usize::try_from((date - self.first).num_days())
            .ok()
            .and_then(|position| self.days.get(position))
            .map(|day| utc(day.midnight_ms))
            .unwrap_or_else(|| self.instant(date.and_time(NaiveTime::MIN)))
    }

    pub(super) fn beyond(&self, at: impl ToString) -> BeyondYears {
        let last = self.date_at(self.days.len().saturating_sub(2));
        BeyondYears {
            at: at.to_string(),
            first_year: self.first.year(),
            last_year: last.year(),
        }
    }

    /// Position of a date in `days`.
    pub(super) fn position(&self, date: NaiveDate) -> Result<usize, BeyondYears> {
        let offset = (date - self.first).num_days();
        usize::try_from(offset)
            .ok()
            .filter(|position| position + 1 < self.days.len())
            .ok_or_else(|| self.beyond(date))
    }

    pub(super) fn date_at(&self, position: usize) -> NaiveDate {
        self.first + Days::new(position as u64)
    }

    /// Milliseconds of an instant within the years laid out.
    pub(crate) fn ms(&self, at: DateTime<Utc>) -> Result<i64, BeyondYears> {
        let ms = at.timestamp_millis();
        if self.contains(ms) {
            Ok(ms)
        } else {
            Err(self.beyond(at.to_rfc3339()))
        }
    }

    /// The same for what only bounds a span: nothing is worked outside the years laid out, so such an
    /// instant is as good as their first or last one.
    pub(crate) fn ms_within(&self, at: DateTime<Utc>) -> i64 {
        let (first_ms, end_ms) = self.edges();
        at.timestamp_millis().clamp(first_ms, end_ms - 1)
    }

    fn contains(&self, ms: i64) -> bool {
        let (first_ms, end_ms) = self.edges();
        first_ms <= ms && ms < end_ms
    }

    /// From (included) until (excluded).
    fn edges(&self) -> (i64, i64) {
        (
            self.days[0].midnight_ms,
            self.days[self.days.len() - 1].midnight_ms,
        )
    }

    pub(super) fn beyond_ms(&self, ms: i64) -> BeyondYears {
        self.beyond(utc(ms).to_rfc3339())
    }
}

/// The instant of milliseconds that came from an instant or a segment.
pub(crate) fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).expect("it came from chrono, so it is in chrono's range")
}

/// See [`CompiledCalendar::work_marks`].
fn work_marks(segments: &[Segment]) -> Vec<u32> {
    let mut marks = Vec::new();
    for (index, open) in (0_u32..).zip(segments) {
        let passed = open.after_ms() / WORK_MARK_MS;
        marks.resize(passed as usize + 1, index);
    }
    marks
}

fn instant_ms(zone: Tz, date: NaiveDate, time: TimeOfDay) -> i64 {
    let midnight = date.and_time(NaiveTime::MIN);
    let local = midnight + chrono::TimeDelta::seconds(i64::from(time.seconds()));
    first_instant(zone, local).timestamp_millis()
}

/// One rule for both edges: the first instant at which the wall shows `local`. So `24:00` of one date
/// is `00:00` of the next, nothing overlaps, and hours keep their length on the wall except where the
/// clock change lies inside them.
fn first_instant(zone: Tz, local: NaiveDateTime) -> DateTime<Utc> {
    if let Some(found) = zone.from_local_datetime(&local).earliest() {
        return found.with_timezone(&Utc);
    }
    let gap_end = GapInfo::new(&local, &zone).and_then(|gap| gap.end);
    match gap_end {
        Some(end) => end.with_timezone(&Utc),
        // Only a gap without an end has none, and time zones have no such gap.
        None => local.and_utc(),
    }
}
