//! How much is left, or how late it is, for a badge that ticks: "sisa 2 hk 3 j", "lewat 1 hk 3 j".
//!
//! Only look-ups in the compiled calendar, so fifty rows a second cost nothing in the browser.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::Clock;
use crate::calendar::{BeyondYears, CompiledCalendar, DayInterval, Reversed};

/// Working time between now and due, in whole working days and the hours of the days at both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remaining {
    /// The due instant has passed; the rest says by how much.
    pub late: bool,
    pub working_days: u32,
    /// Below the length of a working day.
    pub hours: u32,
    pub minutes: u32,
}

impl Clock {
    /// What is left of this clock. While paused: what would be left if work resumed now.
    ///
    /// # Errors
    /// [`BeyondYears`] where `now` lies outside the calendar's years.
    pub fn remaining(
        &self,
        now: DateTime<Utc>,
        calendar: &CompiledCalendar,
    ) -> Result<Remaining, BeyondYears> {
        Remaining::between(now, self.due_at, calendar)
    }
}

impl Remaining {
    /// Working time from `now` until `due_at`.
    ///
    /// Each date strictly between the two counts as one working day. Hours are what is left of the
    /// first date and used of the last one; a full first day of them counts as a day. Time that passes never
    /// makes less of it, nor does a due instant that lies further away.
    ///
    /// # Errors
    /// [`BeyondYears`] where one of them lies outside the calendar's years.
    pub fn between(
        now: DateTime<Utc>,
        due_at: DateTime<Utc>,
        calendar: &CompiledCalendar,
    ) -> Result<Self, BeyondYears> {
        let late = now > due_at;
        let (from, to) = if late { (due_at, now) } else { (now, due_at) };
        let (first, last) = (calendar.local_date(from), calendar.local_date(to));
        let mut days = 0;
        let rest;
        if first == last {
            rest = calendar.elapsed(from, to, Reversed::Zero)?;
            if rest > TimeDelta::zero() && rest == calendar.worked_on(first)? {
                return Ok(Self::of(late, 1, TimeDelta::zero()));
            }
        } else {
            days +=
                calendar.working_days_between(first, last, DayInterval::Between, Reversed::Zero)?;
            let midnight = |date| calendar.midnight(date);
            let end_of_first = midnight(first + chrono::Days::new(1));
            let mut part = TimeDelta::zero();
            let mut whole = 0;
            for (from, to, date) in [(from, end_of_first, first), (midnight(last), to, last)] {
                let worked = calendar.elapsed(from, to, Reversed::Zero)?;
                if worked > TimeDelta::zero() && worked == calendar.worked_on(date)? {
                    whole += 1;
                } else {
                    part += worked;
                }
            }
            // By the length of the first date: by that of the last, lateness would shrink where a
            // short day has passed.
            let day = calendar.worked_on(first)?;
            if whole == 0 && part >= day && day > TimeDelta::zero() {
                whole += 1;
                part -= day;
            }
            days += whole;
            rest = part;
        }
        Ok(Self::of(late, days, rest))
    }

    /// Whatever was due before this instant is late by at least so many whole working days at `now`, and
    /// nothing else is.
    ///
    /// # Errors
    /// [`BeyondYears`] where one of them lies outside the calendar's years.
    pub fn late_by(
        working_days: u32,
        now: DateTime<Utc>,
        calendar: &CompiledCalendar,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        if working_days == 0 {
            return Ok(now);
        }
        let is_late_enough = |due_ms: i64| {
            let due_at = DateTime::from_timestamp_millis(due_ms).unwrap_or(now);
            Self::between(now, due_at, calendar).map(|left| left.working_days >= working_days)
        };
        // All of these days lie between the two.
        let days = i32::try_from(working_days).unwrap_or(i32::MAX);
        let long_ago = calendar.move_working_days(
            calendar.local_date(now),
            days.saturating_add(1).saturating_neg(),
        )?;
        let mut late = calendar.midnight(long_ago).timestamp_millis();
        let mut not_late = now.timestamp_millis();
        while not_late - late > 1 {
            let middle = i64::midpoint(late, not_late);
            match is_late_enough(middle)? {
                true => late = middle,
                false => not_late = middle,
            }
        }
        Ok(DateTime::from_timestamp_millis(not_late).unwrap_or(now))
    }

    fn of(late: bool, days: i64, rest: TimeDelta) -> Self {
        let minutes = rest.num_minutes();
        let whole = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            late,
            working_days: whole(days),
            hours: whole(minutes / 60),
            minutes: whole(minutes % 60),
        }
    }
}
