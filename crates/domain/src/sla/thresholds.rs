//! The instants at which somebody should be told about a clock.
//!
//! Computed from the same counting as the due time, so a pause moves them together.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ClockFacts, ClockKind, Policy, SlaError, Threshold, judge};
use crate::calendar::{CompiledCalendar, utc};

/// A threshold of one clock and when it is crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    pub clock: ClockKind,
    pub threshold: Threshold,
    pub at: DateTime<Utc>,
}

/// Every threshold of every clock that somebody still has to meet, in order of time.
///
/// A paused clock crosses nothing until it resumes, so it has none. `Breach` is at the due instant:
/// late is whoever acts after it.
///
/// # Errors
/// [`SlaError`].
pub fn crossings(
    facts: &ClockFacts,
    policy: &Policy,
    calendar: &CompiledCalendar,
    now: DateTime<Utc>,
) -> Result<Vec<Crossing>, SlaError> {
    let mut crossings = Vec::new();
    judge::judge(facts, policy, calendar, now, |rule, judged| {
        let deadline = judged.deadline;
        if !deadline.state.is_open() || deadline.paused_since.is_some() {
            return Ok(());
        }
        for threshold in &policy.thresholds {
            let at = match threshold {
                Threshold::Used(percent) => {
                    let used_ms = deadline.total_ms * i64::from(*percent) / 100;
                    let from_ms = calendar.ms(deadline.counts_from)?;
                    utc(calendar.add_apart_ms(from_ms, used_ms, judged.excluded)?)
                }
                Threshold::DayBefore => match day_before(judged, calendar)? {
                    Some(at) => at,
                    None => continue,
                },
                Threshold::Breach => deadline.due_at,
            };
            crossings.push(Crossing {
                clock: rule.clock,
                threshold: *threshold,
                at,
            });
        }
        Ok(())
    })?;
    crossings.sort_by_key(|crossing| (crossing.at, crossing.clock));
    Ok(crossings)
}

/// Opening of the working day before the due date; none where the clock had not started by then.
fn day_before(
    judged: &judge::Judged,
    calendar: &CompiledCalendar,
) -> Result<Option<DateTime<Utc>>, SlaError> {
    let deadline = &judged.deadline;
    let due_on = deadline.due_on(calendar);
    let before = calendar.move_working_days(due_on, -1)?;
    let opening = calendar.opening_and_closing(before)?;
    Ok(opening
        .map(|(opening, _)| opening)
        .filter(|opening| *opening >= deadline.started_at))
}
