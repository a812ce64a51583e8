//! What other rules would do to open clocks: the figures of a preview, before anybody adopts them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ClockFacts, ClockKind, Deadline, Rules};
use crate::calendar::{DayInterval, Reversed};

/// One open clock that other rules would move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub clock: ClockKind,
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
    /// By so many working days of the new calendar; negative: earlier. 0: only the hour.
    pub working_days: i64,
}

/// What other rules would do to all complaints, in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shifts {
    /// Complaints with a clock that is still open.
    pub open: u32,
    /// Those among them whose due time moves.
    pub moved: u32,
    /// How many complaints move by how many working days, each by the clock that moves most.
    pub by_working_days: BTreeMap<i64, u32>,
    /// Overdue now, and no longer then.
    pub no_longer_overdue: u32,
    /// Not overdue now, and overdue then.
    pub newly_overdue: u32,
}

impl Shifts {
    /// Counts one complaint, and answers the clocks that move. Clocks that one of the two has no rule
    /// for do not move.
    pub fn count(
        &mut self,
        facts: &ClockFacts,
        before: &Rules,
        after: &Rules,
        now: DateTime<Utc>,
    ) -> Vec<Shift> {
        let (old, new) = (open(facts, before, now), open(facts, after, now));
        if old.is_empty() && new.is_empty() {
            return Vec::new();
        }
        let mut shifts = Vec::new();
        for old in &old {
            let is_same =
                |new: &&Deadline| new.kind == old.kind && new.started_at == old.started_at;
            if let Some(new) = new.iter().find(is_same)
                && new.due_at != old.due_at
            {
                shifts.push(Shift {
                    clock: old.kind,
                    from: old.due_at,
                    to: new.due_at,
                    working_days: working_days(old, new, after),
                });
            }
        }
        self.open += 1;
        if let Some(most) = shifts.iter().max_by_key(|shift| shift.working_days.abs()) {
            self.moved += 1;
            *self.by_working_days.entry(most.working_days).or_default() += 1;
        }
        match (is_overdue(&old), is_overdue(&new)) {
            (true, false) => self.no_longer_overdue += 1,
            (false, true) => self.newly_overdue += 1,
            _ => {}
        }
        shifts
    }
}

fn open(facts: &ClockFacts, rules: &Rules, now: DateTime<Utc>) -> Vec<Deadline> {
    let mut open = Vec::new();
    // Nothing can be said of those without a rule, by either.
    let _without_rule = rules.deadlines(facts, now, |deadline| {
        if deadline.state.is_open() {
            open.push(deadline);
        }
    });
    open
}

fn is_overdue(deadlines: &[Deadline]) -> bool {
    deadlines.iter().any(Deadline::is_overdue_duty)
}

/// Both were judged, so both lie within the years of the calendars, which are the same for all.
fn working_days(old: &Deadline, new: &Deadline, rules: &Rules) -> i64 {
    let calendar = rules.calendar();
    let moved = calendar.working_days_between(
        old.due_on(calendar),
        new.due_on(calendar),
        DayInterval::AfterFrom,
        Reversed::Negative,
    );
    moved.unwrap_or_default()
}
