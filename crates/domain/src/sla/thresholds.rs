//! The instants at which somebody should be told about a clock.
//!
//! Computed from the same counting as the due time, so a pause moves them together.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ClockFacts, ClockKind, NoRule, Rules, Threshold, judge};

/// A threshold of one clock and when it is crossed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Crossing {
    pub clock: ClockKind,
    pub threshold: Threshold,
    pub at: DateTime<Utc>,
    /// When the clock itself is due.
    pub due_at: DateTime<Utc>,
}

/// See [`Rules::crossings`].
pub(super) fn crossings(facts: &ClockFacts, rules: &Rules, now: DateTime<Utc>) -> Vec<Crossing> {
    let mut crossings = Vec::new();
    // Said beside the clocks; here there is nothing to tell about those without a rule.
    let _without_rule = judge::judge(facts, rules, now, |judged| of(judged, &mut crossings));
    sort(&mut crossings);
    crossings
}

/// In order of time.
pub(super) fn sort(crossings: &mut [Crossing]) {
    crossings.sort_by_key(|crossing| (crossing.at, crossing.clock));
}

/// Adds those of one clock; a clock that is met or paused crosses nothing.
pub(super) fn of(judged: &judge::Judged, crossings: &mut Vec<Crossing>) -> Result<(), NoRule> {
    let deadline = judged.deadline;
    if !deadline.state.is_open() || deadline.paused_since.is_some() {
        return Ok(());
    }
    let thresholds = judged.rule.thresholds.as_ref();
    for threshold in thresholds.unwrap_or(&judged.policy.thresholds) {
        let at = match threshold {
            Threshold::Used(percent) => judged.at_percent(*percent)?,
            Threshold::DayBefore => match day_before(judged)? {
                Some(at) => at,
                None => continue,
            },
            Threshold::Breach => deadline.due_at,
        };
        crossings.push(Crossing {
            clock: deadline.kind,
            threshold: *threshold,
            at,
            due_at: deadline.due_at,
        });
    }
    Ok(())
}

/// Opening of the working day before the due date; none where the clock had not started by then.
fn day_before(judged: &judge::Judged) -> Result<Option<DateTime<Utc>>, NoRule> {
    let (deadline, calendar) = (&judged.deadline, judged.calendar());
    let before = calendar.move_working_days(deadline.due_on(calendar), -1)?;
    let opening = calendar.opening_and_closing(before)?;
    Ok(opening
        .map(|(opening, _)| opening)
        .filter(|opening| *opening >= deadline.started_at))
}
