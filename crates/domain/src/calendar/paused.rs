//! A calendar in which the pauses of one complaint are closed time too: each pause is looked up once,
//! however many limits are asked about.

use chrono::{DateTime, TimeDelta, Utc};

use super::raw::{LaidPause, union};
use super::{BeyondYears, Boundary, CompiledCalendar, Span};

/// See [`CompiledCalendar::with_pauses`].
#[derive(Clone, Debug)]
pub struct PausedCalendar<'a> {
    calendar: &'a CompiledCalendar,
    pauses: Vec<LaidPause>,
}

impl<'a> PausedCalendar<'a> {
    pub(super) fn new(
        calendar: &'a CompiledCalendar,
        pauses: &[Span],
    ) -> Result<Self, BeyondYears> {
        let mut spans = Vec::with_capacity(pauses.len());
        for (from, until) in pauses {
            spans.push((calendar.ms(*from)?, calendar.ms(*until)?));
        }
        Ok(Self {
            calendar,
            pauses: calendar.lay(&union(spans)),
        })
    }

    /// As [`CompiledCalendar::elapsed_without`].
    pub fn elapsed(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<TimeDelta, BeyondYears> {
        let (from, to) = (self.calendar.ms(from)?, self.calendar.ms(to)?);
        let worked = self.calendar.worked_between_ms(from, to, &self.pauses);
        Ok(TimeDelta::milliseconds(worked))
    }

    /// As [`CompiledCalendar::add_without`].
    pub fn add(
        &self,
        at: DateTime<Utc>,
        time: TimeDelta,
        boundary: Boundary,
    ) -> Result<DateTime<Utc>, BeyondYears> {
        let from = self.calendar.ms(at)?;
        let time_ms = time.num_milliseconds();
        let mut reached = self.calendar.add_ms(from, time_ms, &self.pauses)?;
        if boundary == Boundary::NextPeriodStart {
            for pause in &self.pauses {
                let open = self.calendar.next_open_ms(reached)?;
                if pause.from_ms <= open && open < pause.until_ms {
                    reached = pause.until_ms;
                }
            }
        }
        self.calendar.at_boundary(reached, boundary)
    }
}
