//! The arithmetic itself, in milliseconds of UTC and positions of dates. Everything public is a
//! conversion around it; clocks call it directly, a million times a second.
//!
//! Instants given here have passed [`CompiledCalendar::ms`]; positions come from
//! [`CompiledCalendar::day_of`] or a look-up.

use super::compiled::Segment;
use super::{CalendarError, CompiledCalendar};

/// A stretch of time in milliseconds, from (included) until (excluded).
pub(crate) type SpanMs = (i64, i64);

impl CompiledCalendar {
    /// Position of the date of an instant. Dates are about 24 hours long, so the guess is off by one
    /// at most, or by the dates a zone left out.
    pub(crate) fn day_of(&self, ms: i64) -> usize {
        const DAY_MS: i64 = 86_400_000;
        let last = self.days.len() - 2;
        let guess = (ms - self.days[0].midnight_ms) / DAY_MS;
        let mut position = usize::try_from(guess).unwrap_or(0).min(last);
        while position > 0 && self.days[position].midnight_ms > ms {
            position -= 1;
        }
        while position < last && self.days[position + 1].midnight_ms <= ms {
            position += 1;
        }
        position
    }

    /// The date so many calendar days on.
    pub(crate) fn days_later(&self, position: usize, days: u32) -> Result<usize, CalendarError> {
        let later = position + days as usize;
        if later + 1 < self.days.len() {
            Ok(later)
        } else {
            Err(self.beyond(format!("{days} days later")))
        }
    }

    pub(crate) fn midnight_ms(&self, position: usize) -> i64 {
        self.days[position].midnight_ms
    }

    /// Open time from the start of the calendar until this instant.
    pub(crate) fn worked_ms(&self, ms: i64) -> i64 {
        self.worked_and_next(ms).0
    }

    /// Besides, the position of the first stretch of open time that ends after it.
    fn worked_and_next(&self, ms: i64) -> (i64, usize) {
        let next = self.first_closing_after(ms);
        let worked_ms = match self.segments.get(next) {
            Some(open) => open.before_ms + (ms - open.from_ms).max(0),
            None => self.segments.last().map_or(0, Segment::after_ms),
        };
        (worked_ms, next)
    }

    /// Open time between two instants outside the pauses, which are ordered and apart; zero where
    /// they are reversed.
    pub(crate) fn worked_between_ms(&self, from: i64, to: i64, pauses: &[SpanMs]) -> i64 {
        if to <= from {
            return 0;
        }
        let mut worked = self.worked_ms(to) - self.worked_ms(from);
        for (start, end) in pauses {
            let (start, end) = (from.max(*start), to.min(*end));
            if start < end {
                worked -= self.worked_ms(end) - self.worked_ms(start);
            }
        }
        worked
    }

    /// The same instant if open, otherwise the next opening.
    pub(crate) fn next_open_ms(&self, ms: i64) -> Result<i64, CalendarError> {
        let open = self.segment(self.first_closing_after(ms), ms)?;
        Ok(open.from_ms.max(ms))
    }

    /// The earliest instant by which `time_ms`, not negative, has been worked since `ms`.
    pub(crate) fn add_ms(&self, ms: i64, time_ms: i64) -> Result<i64, CalendarError> {
        self.add_apart_ms(ms, time_ms, &[])
    }

    /// As [`CompiledCalendar::add_ms`], with pauses, ordered and apart, as closed time.
    pub(crate) fn add_apart_ms(
        &self,
        ms: i64,
        time_ms: i64,
        pauses: &[SpanMs],
    ) -> Result<i64, CalendarError> {
        let (mut at, mut left) = (ms, time_ms);
        let (mut worked_ms, mut next) = self.worked_and_next(at);
        for (start, end) in pauses {
            if *end <= at {
                continue;
            }
            let until_pause = if *start <= at {
                0
            } else {
                self.worked_ms(*start) - worked_ms
            };
            if left <= until_pause {
                break;
            }
            left -= until_pause;
            at = *end;
            (worked_ms, next) = self.worked_and_next(at);
        }
        if left == 0 {
            return Ok(at);
        }
        let target = worked_ms.saturating_add(left);
        // Limits end some dozen stretches on: near ones are looked at first.
        let ahead = &self.segments[next..];
        let mut near = 8;
        while ahead.get(near).is_some_and(|open| open.after_ms() < target) {
            near *= 2;
        }
        let near = &ahead[..ahead.len().min(near + 1)];
        let index = next + near.partition_point(|open| open.after_ms() < target);
        let open = self.segment(index, ms)?;
        Ok(open.from_ms + (target - open.before_ms))
    }

    /// First opening and last closing of a date.
    pub(crate) fn hours_ms(&self, position: usize) -> Option<SpanMs> {
        let hours = self.segments_at(position);
        Some((hours.first()?.from_ms, hours.last()?.until_ms))
    }

    /// The `count`-th working date after a date, back where negative; zero is the date itself.
    pub(crate) fn move_position(
        &self,
        position: usize,
        count: i64,
    ) -> Result<usize, CalendarError> {
        let index = match count {
            0 => return Ok(position),
            1.. => i64::from(self.days[position + 1].working) + count - 1,
            _ => i64::from(self.days[position].working) + count,
        };
        usize::try_from(index)
            .ok()
            .and_then(|index| self.working.get(index))
            .map(|position| *position as usize)
            .ok_or_else(|| self.beyond(self.date_at(position)))
    }

    /// Working dates after `from` through `to`, which is not before it.
    pub(crate) fn working_until(&self, from: usize, to: usize) -> i64 {
        i64::from(self.days[to + 1].working) - i64::from(self.days[from + 1].working)
    }

    pub(super) fn segments_at(&self, position: usize) -> &[Segment] {
        let (from, until) = (self.days[position], self.days[position + 1]);
        &self.segments[from.segments as usize..until.segments as usize]
    }

    /// Index of the first segment that ends after an instant: a few steps from the first of its
    /// date, since everything before that ended by midnight.
    pub(super) fn first_closing_after(&self, ms: i64) -> usize {
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

    pub(super) fn segment(&self, index: usize, ms: i64) -> Result<Segment, CalendarError> {
        self.segments
            .get(index)
            .copied()
            .ok_or_else(|| self.beyond_ms(ms))
    }
}

/// The same time as ordered stretches that neither touch nor overlap. Empty ones vanish.
pub fn union<T: Ord + Copy>(mut spans: Vec<(T, T)>) -> Vec<(T, T)> {
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
