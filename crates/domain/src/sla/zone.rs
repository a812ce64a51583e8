//! Deadlines that hang on the zone in which a file's local times were read.
//!
//! Exports write the time of receipt without saying in which zone. Near midnight and near closing
//! another zone gives another due day, and whoever shows the deadline says so. Decides nothing: the
//! assumed zone judges.

use chrono::{DateTime, NaiveDate, Utc};

use super::judge::{self, Judged};
use super::{ClockFacts, ClockKind, Rules};

/// The days on which clocks that run from receipt would be due, for each other time of receipt.
#[derive(Default)]
pub(super) struct OtherDues(Vec<(ClockKind, NaiveDate)>);

/// Nothing where the time of receipt is sure, as it mostly is.
pub(super) fn other_dues(facts: &ClockFacts, rules: &Rules, now: DateTime<Utc>) -> OtherDues {
    let mut others = OtherDues::default();
    for received_at in &facts.other_receipts {
        let other = ClockFacts {
            received_at: *received_at,
            ..facts.clone()
        };
        // A clock that has no rule then is judged by none now.
        let _without_rule = judge::judge(&other, rules, now, |judged| {
            if judged.deadline.started_at == *received_at {
                let due_on = judged.deadline.due_on(judged.calendar());
                others.0.push((judged.deadline.kind, due_on));
            }
            Ok(())
        });
    }
    others
}

impl OtherDues {
    /// Another day than the one on which this clock is due.
    pub(super) fn other_day(&self, judged: &Judged) -> Option<NaiveDate> {
        let due_on = judged.deadline.due_on(judged.calendar());
        let others = self.0.iter();
        others
            .filter(|(kind, _)| *kind == judged.deadline.kind)
            .map(|(_, other)| *other)
            .find(|other| *other != due_on)
    }
}
