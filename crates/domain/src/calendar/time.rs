//! Business time: is it open, when next, how much has passed, when has enough passed.
//!
//! All intervals are half-open. Pauses count as closed time.

use chrono::{DateTime, TimeDelta, Utc};

use super::compiled::Segment;
use super::{Boundary, CalendarError, Closing, CompiledCalendar, Reversed, SubBoundary};

/// A stretch of time, from (included) until (excluded).
pub type Span = (DateTime<Utc>, DateTime<Utc>);

impl CompiledCalendar {
    /// Whether the office is open at this instant.
    ///
    /// # Errors
    /// [`CalendarError::BeyondYears`], as for every question below.
    pub fn is_open(&self, at: DateTime<Utc>, closing: Closing) -> Result<bool, CalendarError> {
        let ms = self.ms(at)?;
        let index = self.first_closing_after(ms);
        if self
            .segments
            .get(index)
            .is_some_and(|open| open.from_ms <= ms)
        {
            return Ok(true);
        }
        Ok(closing == Closing::IsOpen && index > 0 && self.segments[index - 1].until_ms == ms)
    }

    /// `at` if open then, otherwise the next opening.
    pub fn next_open(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        let ms = self.ms(at)?;
        let open = self.segment(self.first_closing_after(ms), at)?;
        self.utc(open.from_ms.max(ms))
    }

    /// `at` if open then or closing just then, otherwise the latest closing before it.
    pub fn prev_open(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        let ms = self.ms(at)?;
        let begun = self.segments.partition_point(|open| open.from_ms <= ms);
        let open = self.segment(begun.wrapping_sub(1), at)?;
        self.utc(open.until_ms.min(ms))
    }

    /// The first instant after `at` from which the office is closed. Open stretches that touch
    /// (`24:00` and `00:00`) close only once.
    pub fn next_close(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, CalendarError> {
        let mut index = self.first_closing_after(self.ms(at)?);
        let mut open = self.segment(index, at)?;
        while let Some(next) = self.segments.get(index + 1) {
            if next.from_ms != open.until_ms {
                return self.utc(open.until_ms);
            }
            (index, open) = (index + 1, *next);
        }
        Err(self.beyond(at.to_rfc3339()))
    }

    /// Open stretches from `at` on, the first one cut to begin at `at`. One or more a day, so a
    /// stretch that runs over midnight comes in two parts.
    pub fn segments(
        &self,
        at: DateTime<Utc>,
    ) -> Result<impl Iterator<Item = Span> + '_, CalendarError> {
        let ms = self.ms(at)?;
        let ahead = &self.segments[self.first_closing_after(ms)..];
        Ok(ahead.iter().filter_map(move |open| {
            Some((
                DateTime::from_timestamp_millis(open.from_ms.max(ms))?,
                DateTime::from_timestamp_millis(open.until_ms)?,
            ))
        }))
    }

    /// Business time between two instants; `reversed` says what `to < from` gives.
    pub fn elapsed(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        reversed: Reversed,
    ) -> Result<TimeDelta, CalendarError> {
        let worked = self.worked_ms(self.ms(to)?) - self.worked_ms(self.ms(from)?);
        let worked = if worked < 0 {
            reversed.of(-worked)
        } else {
            worked
        };
        Ok(TimeDelta::milliseconds(worked))
    }

    /// Business time between two instants less the business time of the pauses; zero where `to` is
    /// not after `from`. Pauses may overlap and come in any order.
    pub fn elapsed_without(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        pauses: &[Span],
    ) -> Result<TimeDelta, CalendarError> {
        self.elapsed_apart(from, to, &union(pauses.to_vec()))
    }

    /// As [`CompiledCalendar::elapsed_without`], for pauses that come from [`union`].
    pub(crate) fn elapsed_apart(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        pauses: &[Span],
    ) -> Result<TimeDelta, CalendarError> {
        let mut worked = self.elapsed(from, to, Reversed::Zero)?;
        for (start, end) in pauses {
            let (start, end) = (from.max(*start), to.min(*end));
            if start < end {
                worked -= self.elapsed(start, end, Reversed::Zero)?;
            }
        }
        Ok(worked)
    }

    /// The earliest instant, not before `at`, by which `time` has been worked since `at`;
    /// with [`Boundary::NextPeriodStart`] the earliest open one. Negative time goes back.
    pub fn add(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, CalendarError> {
        if time < TimeDelta::zero() {
            return self.sub(at, -time, SubBoundary::default());
        }
        let reached = if time.is_zero() {
            at
        } else {
            let target = self.worked_ms(self.ms(at)?) + time.num_milliseconds();
            let index = self
                .segments
                .partition_point(|open| open.after_ms() < target);
            let open = self.segment(index, at)?;
            self.utc(open.from_ms + (target - open.before_ms))?
        };
        match boundary {
            Boundary::EndOfPeriod => Ok(reached),
            Boundary::NextPeriodStart => self.next_open(reached),
        }
    }

    /// As [`CompiledCalendar::add`], with the pauses as closed time.
    pub fn add_without(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        pauses: &[Span],
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, CalendarError> {
        let (mut at, mut left) = (at, time);
        for (start, end) in union(pauses.to_vec()) {
            if end <= at {
                continue;
            }
            if start > at {
                let until_pause = self.elapsed(at, start, Reversed::Zero)?;
                let enough = match boundary {
                    Boundary::EndOfPeriod => left <= until_pause,
                    Boundary::NextPeriodStart => left < until_pause,
                };
                if enough {
                    return self.add(at, left, boundary);
                }
                left -= until_pause;
            }
            at = end;
        }
        self.add(at, left, boundary)
    }

    /// The latest instant, not after `at`, from which `time` is worked until `at`; with
    /// [`SubBoundary::PreviousPeriodEnd`] an opening becomes the closing before it.
    pub fn sub(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        boundary: SubBoundary,
    ) -> Result<DateTime<Utc>, CalendarError> {
        if time < TimeDelta::zero() {
            return self.add(at, -time, Boundary::default());
        }
        let ms = self.ms(at)?;
        if time.is_zero() {
            return match boundary {
                SubBoundary::StartOfPeriod => Ok(at),
                SubBoundary::PreviousPeriodEnd => self.prev_open(at),
            };
        }
        let target = self.worked_ms(ms) - time.num_milliseconds();
        let begun = self
            .segments
            .partition_point(|open| open.before_ms <= target);
        let open = self.segment(begun.wrapping_sub(1), at)?;
        if boundary == SubBoundary::PreviousPeriodEnd && open.before_ms == target {
            return self.utc(self.segment(begun.wrapping_sub(2), at)?.until_ms);
        }
        self.utc(open.from_ms + (target - open.before_ms))
    }

    /// Open time from the start of the calendar until this instant.
    pub(super) fn worked_ms(&self, ms: i64) -> i64 {
        match self.segments.get(self.first_closing_after(ms)) {
            Some(open) => open.before_ms + (ms - open.from_ms).max(0),
            None => self.segments.last().map_or(0, Segment::after_ms),
        }
    }

    /// Index of the first segment that ends after `ms`: a few steps from the first of its date, since
    /// everything before that ended by midnight.
    fn first_closing_after(&self, ms: i64) -> usize {
        let mut index = self.days[self.day_of(ms)].segments as usize;
        while self
            .segments
            .get(index)
            .is_some_and(|open| open.until_ms <= ms)
        {
            index += 1;
        }
        index
    }

    fn segment(&self, index: usize, at: DateTime<Utc>) -> Result<Segment, CalendarError> {
        self.segments
            .get(index)
            .copied()
            .ok_or_else(|| self.beyond(at.to_rfc3339()))
    }
}

/// The same time as ordered stretches that neither touch nor overlap. Empty ones vanish.
pub fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|(from, until)| from < until);
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let joins = next.0 <= last.1;
        if joins {
            last.1 = last.1.max(next.1);
        }
        joins
    });
    spans
}
