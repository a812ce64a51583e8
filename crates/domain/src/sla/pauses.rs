//! The pauses of one complaint, as its clocks count them. Never guesses one: see [`super::history`].

use std::cell::OnceCell;

use chrono::{DateTime, Utc};

use super::policy::PauseCount;
use super::{ClockFacts, Policy};
use crate::calendar::{CompiledCalendar, LaidPause, SpanMs, union};

/// The pauses that count, cut at the instant after which nothing moves the clock.
pub(super) struct Pauses {
    /// Exact times, ordered and apart.
    spans: Vec<SpanMs>,
    /// The same laid onto the calendar, once a clock counts them by working time.
    laid: OnceCell<Vec<LaidPause>>,
    /// Positions of dates, from (included) until (excluded), that the policy takes out whole; and
    /// the same as instants. Empty where it counts pauses by working time.
    pub days: Vec<(usize, usize)>,
    pub day_spans: Vec<LaidPause>,
    /// Start of the one that still lasts.
    pub lasting: Option<DateTime<Utc>>,
    /// Cut here; none where every pause had ended by then and is here.
    cut_at: Option<DateTime<Utc>>,
    last_end: DateTime<Utc>,
}

impl Pauses {
    /// Of a clock that nothing pauses.
    pub(super) fn none() -> Self {
        Self {
            spans: Vec::new(),
            laid: OnceCell::new(),
            days: Vec::new(),
            day_spans: Vec::new(),
            lasting: None,
            cut_at: None,
            last_end: DateTime::UNIX_EPOCH,
        }
    }

    pub(super) fn read(
        facts: &ClockFacts,
        policy: &Policy,
        calendar: &CompiledCalendar,
        stop: DateTime<Utc>,
    ) -> Self {
        let mut read = Self::none();
        for pause in &facts.pauses {
            if !policy.pauses.reasons.contains(&pause.reason) {
                continue;
            }
            let ended = pause.until.filter(|until| *until <= stop);
            if ended.is_none() {
                read.cut_at = Some(stop);
            }
            if pause.from > stop {
                continue;
            }
            if ended.is_none() {
                let earlier = read.lasting.unwrap_or(pause.from);
                read.lasting = Some(earlier.min(pause.from));
            }
            let until = ended.unwrap_or(stop);
            read.last_end = read.last_end.max(until);
            read.spans
                .push((calendar.ms_within(pause.from), calendar.ms_within(until)));
        }
        // One that ends before it starts takes nothing.
        read.spans = union(read.spans);
        if policy.pauses.count == PauseCount::WholeDays {
            read.take_whole_days(calendar);
        }
        read
    }

    /// By working time, on the calendar they were read for.
    pub(super) fn exact(&self, calendar: &CompiledCalendar) -> &[LaidPause] {
        self.laid.get_or_init(|| calendar.lay(&self.spans))
    }

    /// Whether reading again for this instant would give the same.
    pub(super) fn holds_at(&self, stop: DateTime<Utc>) -> bool {
        match self.cut_at {
            Some(cut_at) => cut_at == stop,
            None => self.last_end <= stop,
        }
    }

    /// From the date of the first open instant of a pause until the date of the first one after it.
    fn take_whole_days(&mut self, calendar: &CompiledCalendar) {
        let mut day_spans = Vec::new();
        for (from_ms, until_ms) in &self.spans {
            let from = calendar.next_open_day(*from_ms);
            let until = calendar.next_open_day(*until_ms);
            // After the last working day that is laid out there is nothing to take.
            let last = calendar.day_of(*until_ms);
            if let (Ok(from), until) = (from, until.unwrap_or(last))
                && from < until
            {
                day_spans.push((calendar.midnight_ms(from), calendar.midnight_ms(until)));
                self.days.push((from, until));
            }
        }
        self.day_spans = calendar.lay(&day_spans);
    }
}
