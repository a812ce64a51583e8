//! Business time: is it open, when next, how much has passed, when has enough passed.
//!
//! All intervals are half-open. Pauses count as closed time.

use chrono::{DateTime, TimeDelta, Utc};

use super::compiled::utc;
use super::{
    BeyondYears, Boundary, Closing, CompiledCalendar, PausedCalendar, Reversed, SubBoundary,
};

/// A stretch of time, from (included) until (excluded).
pub type Span = (DateTime<Utc>, DateTime<Utc>);

impl CompiledCalendar {
    /// Whether the office is open at this instant.
    ///
    /// # Errors
    /// [`BeyondYears`], as for every question below.
    pub fn is_open(&self, at: DateTime<Utc>, closing: Closing) -> Result<bool, BeyondYears> {
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
    pub fn next_open(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, BeyondYears> {
        Ok(utc(self.next_open_ms(self.ms(at)?)?))
    }

    /// `at` if open then or closing just then, otherwise the latest closing before it.
    pub fn prev_open(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, BeyondYears> {
        let ms = self.ms(at)?;
        let begun = self.segments.partition_point(|open| open.from_ms <= ms);
        let open = self.segment(begun.wrapping_sub(1), ms)?;
        Ok(utc(open.until_ms.min(ms)))
    }

    /// The first instant after `at` from which the office is closed. Open stretches that touch
    /// (`24:00` and `00:00`) close only once.
    pub fn next_close(&self, at: DateTime<Utc>) -> Result<DateTime<Utc>, BeyondYears> {
        let ms = self.ms(at)?;
        let mut index = self.first_closing_after(ms);
        let mut open = self.segment(index, ms)?;
        while let Some(next) = self.segments.get(index + 1) {
            if next.from_ms != open.until_ms {
                return Ok(utc(open.until_ms));
            }
            (index, open) = (index + 1, *next);
        }
        Err(self.beyond_ms(ms))
    }

    /// Open stretches from `at` on, the first one cut to begin at `at`. One or more a day, so a
    /// stretch that runs over midnight comes in two parts.
    pub fn segments(
        &self,
        at: DateTime<Utc>,
    ) -> Result<impl Iterator<Item = Span> + '_, BeyondYears> {
        let ms = self.ms(at)?;
        let ahead = &self.segments[self.first_closing_after(ms)..];
        Ok(ahead
            .iter()
            .map(move |open| (utc(open.from_ms.max(ms)), utc(open.until_ms))))
    }

    /// Business time between two instants; `reversed` says what `to < from` gives.
    pub fn elapsed(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        reversed: Reversed,
    ) -> Result<TimeDelta, BeyondYears> {
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
    ) -> Result<TimeDelta, BeyondYears> {
        self.with_pauses(pauses)?.elapsed(from, to)
    }

    /// The earliest instant, not before `at`, by which `time` has been worked since `at`;
    /// with [`Boundary::NextPeriodStart`] the earliest open one. Negative time goes back.
    pub fn add(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        if time < TimeDelta::zero() {
            return self.sub(at, -time, SubBoundary::default());
        }
        let reached = self.add_ms(self.ms(at)?, time.num_milliseconds(), &[])?;
        self.at_boundary(reached, boundary)
    }

    /// As [`CompiledCalendar::add`], with the pauses as closed time. The boundary of a pause is one
    /// like any other: time used up where a pause begins ends there, or goes on after it.
    pub fn add_without(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        pauses: &[Span],
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        self.with_pauses(pauses)?.add(at, time, boundary)
    }

    /// For several questions about the same pauses, which may overlap and come in any order.
    pub fn with_pauses(&self, pauses: &[Span]) -> Result<PausedCalendar<'_>, BeyondYears> {
        PausedCalendar::new(self, pauses)
    }

    pub(super) fn at_boundary(
        &self,
        ms: i64,
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        match boundary {
            Boundary::EndOfPeriod => Ok(utc(ms)),
            Boundary::NextPeriodStart => Ok(utc(self.next_open_ms(ms)?)),
        }
    }

    /// The latest instant, not after `at`, from which `time` is worked until `at`; with
    /// [`SubBoundary::PreviousPeriodEnd`] an opening becomes the closing before it.
    pub fn sub(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        boundary: SubBoundary,
    ) -> Result<DateTime<Utc>, BeyondYears> {
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
        let target = self.worked_ms(ms).saturating_sub(time.num_milliseconds());
        let begun = self
            .segments
            .partition_point(|open| open.before_ms <= target);
        let open = self.segment(begun.wrapping_sub(1), ms)?;
        if boundary == SubBoundary::PreviousPeriodEnd && open.before_ms == target {
            return Ok(utc(self.segment(begun.wrapping_sub(2), ms)?.until_ms));
        }
        Ok(utc(open.from_ms + (target - open.before_ms)))
    }
}
