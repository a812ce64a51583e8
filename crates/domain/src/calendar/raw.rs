//! The arithmetic itself, in milliseconds of UTC and positions of dates. Everything public is a
//! conversion around it; clocks call it directly, a million times a second.
//!
//! Instants given here have passed [`CompiledCalendar::ms`]; positions come from
//! [`CompiledCalendar::day_of`] or a look-up.

use super::compiled::{Segment, WORK_MARK_MS};
use super::{BeyondYears, CompiledCalendar};

/// A stretch of time in milliseconds, from (included) until (excluded).
pub(crate) type SpanMs = (i64, i64);

/// One of several pauses, ordered and apart, laid onto a calendar, so that limits need not look them
/// up again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LaidPause {
    pub from_ms: i64,
    pub until_ms: i64,
    /// Open time from the start of the calendar until it begins, outside earlier pauses.
    counted_ms: i64,
    /// Open time of it and of all earlier pauses.
    taken_ms: i64,
}

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
    pub(crate) fn days_later(&self, position: usize, days: u32) -> Result<usize, BeyondYears> {
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
        match self.segments.get(self.first_closing_after(ms)) {
            Some(open) => open.before_ms + (ms - open.from_ms).max(0),
            None => self.segments.last().map_or(0, Segment::after_ms),
        }
    }

    /// The same outside the pauses.
    fn counted_ms(&self, ms: i64, pauses: &[LaidPause]) -> i64 {
        match pauses.iter().rfind(|pause| pause.from_ms <= ms) {
            Some(lasting) if ms < lasting.until_ms => lasting.counted_ms,
            Some(ended) => self.worked_ms(ms) - ended.taken_ms,
            None => self.worked_ms(ms),
        }
    }

    /// Open time between two instants outside the pauses; zero where they are reversed.
    pub(crate) fn worked_between_ms(&self, from: i64, to: i64, pauses: &[LaidPause]) -> i64 {
        if to <= from {
            return 0;
        }
        self.counted_ms(to, pauses) - self.counted_ms(from, pauses)
    }

    /// The same instant if open, otherwise the next opening.
    pub(crate) fn next_open_ms(&self, ms: i64) -> Result<i64, BeyondYears> {
        let open = self.segment(self.first_closing_after(ms), ms)?;
        Ok(open.from_ms.max(ms))
    }

    /// Position of the date of that opening or instant.
    pub(crate) fn next_open_day(&self, ms: i64) -> Result<usize, BeyondYears> {
        let day = self.day_of(ms);
        match self.hours_ms(day) {
            Some((_, closing_ms)) if ms < closing_ms => Ok(day),
            _ => self
                .working
                .get(self.days[day + 1].working as usize)
                .map(|next| *next as usize)
                .ok_or_else(|| self.beyond_ms(ms)),
        }
    }

    /// The earliest instant by which `time_ms`, not negative, has been worked since `ms` outside the
    /// pauses.
    pub(crate) fn add_ms(
        &self,
        ms: i64,
        time_ms: i64,
        pauses: &[LaidPause],
    ) -> Result<i64, BeyondYears> {
        if time_ms == 0 {
            return Ok(ms);
        }
        let target = self.counted_ms(ms, pauses).saturating_add(time_ms);
        // Time used up where a pause begins ends there.
        let begun = pauses.iter().rfind(|pause| pause.counted_ms < target);
        let worked_ms = target.saturating_add(begun.map_or(0, |pause| pause.taken_ms));
        let open = self.segment(self.first_worked_until(worked_ms), ms)?;
        Ok(open.from_ms + (worked_ms - open.before_ms))
    }

    /// Spans, ordered and apart, laid onto this calendar.
    pub(crate) fn lay(&self, pauses: &[SpanMs]) -> Vec<LaidPause> {
        let mut taken_ms = 0;
        pauses
            .iter()
            .map(|&(from_ms, until_ms)| {
                let worked_ms = self.worked_ms(from_ms);
                let counted_ms = worked_ms - taken_ms;
                taken_ms += self.worked_ms(until_ms) - worked_ms;
                LaidPause {
                    from_ms,
                    until_ms,
                    counted_ms,
                    taken_ms,
                }
            })
            .collect()
    }

    /// First opening and last closing of a date.
    pub(crate) fn hours_ms(&self, position: usize) -> Option<SpanMs> {
        let hours = self.segments_at(position);
        Some((hours.first()?.from_ms, hours.last()?.until_ms))
    }

    /// The `count`-th working date after a date, back where negative; zero is the date itself.
    pub(crate) fn move_position(&self, position: usize, count: i64) -> Result<usize, BeyondYears> {
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

    /// Index of the first segment by whose end so much has been worked since the calendar began.
    fn first_worked_until(&self, worked_ms: i64) -> usize {
        let mark = usize::try_from(worked_ms / WORK_MARK_MS).unwrap_or(0);
        let at_mark = |mark: usize| {
            let index = self.work_marks.get(mark);
            index.map_or(self.segments.len(), |index| *index as usize)
        };
        let (first, end) = (at_mark(mark), at_mark(mark + 1));
        let near = &self.segments[first..end];
        first + near.partition_point(|open| open.after_ms() < worked_ms)
    }

    pub(super) fn segment(&self, index: usize, ms: i64) -> Result<Segment, BeyondYears> {
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
