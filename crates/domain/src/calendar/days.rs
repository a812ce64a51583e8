//! Working days: dates on which the office is open at all, and moving by them.
//!
//! A date is never half a working day: one open minute makes it one, as hari kerja are counted.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::compiled::{Segment, utc};
use super::{BeyondYears, CompiledCalendar, DayInterval, DaySemantics, Reversed, Span};

/// Which way a start that is not worked moves; with zero days the count alone does not say.
#[derive(Clone, Copy)]
enum Way {
    Forward,
    Back,
}

impl CompiledCalendar {
    /// Whether any hour of this date is worked.
    ///
    /// # Errors
    /// [`BeyondYears`], as for every question below.
    pub fn is_working_day(&self, date: NaiveDate) -> Result<bool, BeyondYears> {
        let position = self.position(date)?;
        Ok(self.days[position].working < self.days[position + 1].working)
    }

    /// The first opening and the last closing of a date; none where nobody works.
    pub fn opening_and_closing(&self, date: NaiveDate) -> Result<Option<Span>, BeyondYears> {
        let hours = self.hours_ms(self.position(date)?);
        Ok(hours.map(|(opening, closing)| (utc(opening), utc(closing))))
    }

    /// Open time of one date.
    pub fn worked_on(&self, date: NaiveDate) -> Result<TimeDelta, BeyondYears> {
        let hours = self.segments_at(self.position(date)?);
        let ms = hours.iter().map(Segment::len_ms).sum();
        Ok(TimeDelta::milliseconds(ms))
    }

    /// The first working date not before this one.
    pub fn working_day_from(&self, date: NaiveDate) -> Result<NaiveDate, BeyondYears> {
        if self.is_working_day(date)? {
            return Ok(date);
        }
        self.move_working_days(date, 1)
    }

    /// The last working date not after this one.
    pub fn working_day_until(&self, date: NaiveDate) -> Result<NaiveDate, BeyondYears> {
        if self.is_working_day(date)? {
            return Ok(date);
        }
        self.move_working_days(date, -1)
    }

    /// The `count`-th working date after this one, back where negative; zero is the date itself.
    pub fn move_working_days(&self, date: NaiveDate, count: i32) -> Result<NaiveDate, BeyondYears> {
        let moved = self.move_position(self.position(date)?, i64::from(count))?;
        Ok(self.date_at(moved))
    }

    /// Working dates between two dates, by `interval`; `reversed` says what `to < from` gives.
    pub fn working_days_between(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        interval: DayInterval,
        reversed: Reversed,
    ) -> Result<i64, BeyondYears> {
        if to < from {
            let size = self.working_days_between(to, from, interval, reversed)?;
            return Ok(reversed.of(size));
        }
        let (from, to) = (self.position(from)?, self.position(to)?);
        let (start, end) = match interval {
            DayInterval::AfterFrom => (from + 1, to + 1),
            DayInterval::Both => (from, to + 1),
            DayInterval::UntilTo => (from, to),
            DayInterval::Between => (from + 1, to),
        };
        let worked =
            i64::from(self.days[end.max(start)].working) - i64::from(self.days[start].working);
        Ok(worked)
    }

    /// `count` working days after `at`. With `end_of_working_day` the answer is the closing of the
    /// date reached.
    pub fn add_days(
        &self,
        at: DateTime<Utc>,
        count: i32,
        semantics: DaySemantics,
        end_of_working_day: bool,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        self.shift(at, count, Way::Forward, semantics, end_of_working_day)
    }

    /// `count` working days before `at`, as [`CompiledCalendar::add_days`].
    pub fn sub_days(
        &self,
        at: DateTime<Utc>,
        count: i32,
        semantics: DaySemantics,
        end_of_working_day: bool,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        self.shift(
            at,
            count.saturating_neg(),
            Way::Back,
            semantics,
            end_of_working_day,
        )
    }

    /// `count` working days after a date, which has no clock time to keep.
    pub fn add_days_to_date(
        &self,
        date: NaiveDate,
        count: i32,
        semantics: DaySemantics,
    ) -> Result<NaiveDate, BeyondYears> {
        self.shift_date(date, count, Way::Forward, semantics)
    }

    /// `count` working days before a date.
    pub fn sub_days_from_date(
        &self,
        date: NaiveDate,
        count: i32,
        semantics: DaySemantics,
    ) -> Result<NaiveDate, BeyondYears> {
        self.shift_date(date, count.saturating_neg(), Way::Back, semantics)
    }

    fn shift(
        &self,
        at: DateTime<Utc>,
        count: i32,
        way: Way,
        semantics: DaySemantics,
        end_of_working_day: bool,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        let reached = match semantics {
            DaySemantics::CountNext => self.move_clock(at, count)?,
            DaySemantics::RollThenAdd => self.move_clock(self.roll(at, way)?, count)?,
            DaySemantics::RollDateThenAdd if count == 0 => at,
            DaySemantics::RollDateThenAdd => {
                let local = self.local(at);
                let date = self.roll_date(local.date(), way)?;
                let date = self.move_working_days(date, count)?;
                self.instant(date.and_time(local.time()))
            }
            DaySemantics::Biz => self.roll(self.move_clock(at, count)?, way)?,
            DaySemantics::Glpi => {
                let start = if self.is_working_day(self.local_date(at))? {
                    at
                } else {
                    self.roll(at, way)?
                };
                let moved = self.move_clock(start, count)?;
                match self.opening_and_closing(self.local_date(moved))? {
                    Some((_, closing)) => moved.min(closing),
                    None => moved,
                }
            }
        };
        if !end_of_working_day {
            return Ok(reached);
        }
        let date = self.roll_date(self.local_date(reached), way)?;
        let hours = self.opening_and_closing(date)?;
        Ok(hours.map_or(reached, |(_, closing)| closing))
    }

    fn shift_date(
        &self,
        date: NaiveDate,
        count: i32,
        way: Way,
        semantics: DaySemantics,
    ) -> Result<NaiveDate, BeyondYears> {
        match semantics {
            DaySemantics::CountNext => self.move_working_days(date, count),
            DaySemantics::RollDateThenAdd if count == 0 => Ok(date),
            DaySemantics::RollDateThenAdd | DaySemantics::RollThenAdd | DaySemantics::Glpi => {
                self.move_working_days(self.roll_date(date, way)?, count)
            }
            DaySemantics::Biz => self.roll_date(self.move_working_days(date, count)?, way),
        }
    }

    /// The same time on the wall, `count` working dates on.
    fn move_clock(&self, at: DateTime<Utc>, count: i32) -> Result<DateTime<Utc>, BeyondYears> {
        if count == 0 {
            return Ok(at);
        }
        let local = self.local(at);
        let date = self.move_working_days(local.date(), count)?;
        Ok(self.instant(date.and_time(local.time())))
    }

    fn roll(&self, at: DateTime<Utc>, way: Way) -> Result<DateTime<Utc>, BeyondYears> {
        match way {
            Way::Forward => self.next_open(at),
            Way::Back => self.prev_open(at),
        }
    }

    fn roll_date(&self, date: NaiveDate, way: Way) -> Result<NaiveDate, BeyondYears> {
        match way {
            Way::Forward => self.working_day_from(date),
            Way::Back => self.working_day_until(date),
        }
    }
}
