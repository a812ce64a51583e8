//! Clocks: what is due when, what has been used, and whether it is late.
//!
//! Facts in, clocks out. The same facts, policy and calendar give the same answer years later: limits
//! are [`Policy`] data with citation and effective date, pauses come from the complaint's own history,
//! and `now` decides only how far a clock has run, never when it is due (except while it is paused,
//! when the due time shown is what it would be if work resumed now).
//!
//! Never reads a clock, never shows "met" for what nobody did, and never fails: a clock that no rule
//! judges is said to be one ([`Unjudged`]), beside those that are.

mod calendars;
mod clock_kind;
pub mod explain;
mod facts;
mod history;
mod judge;
mod judgment;
mod kept;
pub mod office_rules;
mod pauses;
mod policies;
pub mod policy;
mod remaining;
mod shift;
#[cfg(test)]
mod tests;
mod thresholds;
mod zone;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{CompiledCalendar, Skipped};

pub use calendars::{AdoptedCalendar, CalendarInForce, Calendars, Reach};
pub use clock_kind::{ClockKind, NoSuchClock, OwnClock};
pub use explain::Explanation;
pub use facts::{ClockFacts, FactsError, Milestone, Pause, PauseReason};
pub use judge::Deadline;
pub use judgment::{Judgment, NoRule, Unjudged};
pub use kept::{Kept, KeptClock};
pub use office_rules::{OfficeRules, OfficeSource};
pub use policies::{Policies, Rules};
pub use policy::{
    ClockRule, DayOne, DueAt, End, InEnglish, Limit, Policy, PolicyError, Start, Threshold, Unit,
};
pub use remaining::Remaining;
pub use shift::{Shift, Shifts};
pub use thresholds::Crossing;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClockState {
    Running,
    /// Held, waiting or bounced: used time stands still.
    Paused,
    /// Done in time, or done at a time no source tells (`met_at` is then empty).
    Met,
    /// Done late; `met_at` is empty where it is only known to have been open when it ran out.
    MetLate,
    Overdue,
}

impl ClockState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Met => "met",
            Self::MetLate => "met-late",
            Self::Overdue => "overdue",
        }
    }

    /// The inverse of [`ClockState::code`].
    pub fn of_code(code: &str) -> Option<Self> {
        [
            Self::Running,
            Self::Paused,
            Self::Met,
            Self::MetLate,
            Self::Overdue,
        ]
        .into_iter()
        .find(|state| state.code() == code)
    }

    /// Somebody still has to act.
    pub fn is_open(self) -> bool {
        match self {
            Self::Running | Self::Paused | Self::Overdue => true,
            Self::Met | Self::MetLate => false,
        }
    }
}

/// One clock of one complaint, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub kind: ClockKind,
    /// What the office calls it, where it is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub limit: Limit,
    pub started_at: DateTime<Utc>,
    /// The first instant that uses time: the opening of day 1.
    pub counts_from: DateTime<Utc>,
    /// In time until and including this instant. While paused: if work resumed now.
    pub due_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_at: Option<DateTime<Utc>>,
    /// Since when it stands still, where it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_since: Option<DateTime<Utc>>,
    pub state: ClockState,
    /// Working time used, in milliseconds (of limits in calendar days: time); more than `total_ms`
    /// where late.
    pub used_ms: i64,
    /// Working time from `counts_from` until due, in milliseconds.
    pub total_ms: i64,
    /// Named days between start and due that would otherwise have been worked.
    pub skipped: Vec<Skipped>,
    /// Days that the weekly hours leave out, as ranges (both ends included).
    pub weekends: Vec<(NaiveDate, NaiveDate)>,
    pub citation: String,
    /// The clock touches a year whose holidays are not decreed yet: "kalender belum ditetapkan".
    pub undecreed: bool,
    /// Read in another zone that its file may be written in, it would be due on another day.
    #[serde(default)]
    pub hangs_on_zone: bool,
}

/// See [`Rules::clocks`].
fn clocks(facts: &ClockFacts, rules: &Rules, now: DateTime<Utc>) -> Judgment<Clock> {
    let mut clocks = Vec::new();
    let others = zone::other_dues(facts, rules, now);
    let without_rule = judge::judge(facts, rules, now, |judged| {
        clocks.push(clock(judged, &others)?);
        Ok(())
    });
    Judgment {
        clocks,
        without_rule,
    }
}

/// See [`Rules::explained`].
fn explained(
    facts: &ClockFacts,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Judgment<(Clock, Explanation)> {
    let mut clocks = Vec::new();
    let others = zone::other_dues(facts, rules, now);
    let without_rule = judge::judge(facts, rules, now, |judged| {
        let explanation = explain::explanation(facts, judged, &others, now)?;
        clocks.push((clock(judged, &others)?, explanation));
        Ok(())
    });
    Judgment {
        clocks,
        without_rule,
    }
}

/// See [`Rules::deadlines`].
fn deadlines(
    facts: &ClockFacts,
    rules: &Rules,
    now: DateTime<Utc>,
    mut each: impl FnMut(Deadline),
) -> Vec<Unjudged> {
    judge::judge(facts, rules, now, |judged| {
        each(judged.deadline);
        Ok(())
    })
}

fn clock(judged: &judge::Judged, others: &zone::OtherDues) -> Result<Clock, NoRule> {
    let (deadline, calendar) = (judged.deadline, judged.calendar());
    let start = calendar.local_date(deadline.started_at);
    let end = deadline.due_on(calendar);
    let undecreed =
        (start.year()..=end.year()).any(|year| !calendar.calendar().decreed_years.contains(&year));
    // Calendar days leave nothing out.
    let in_calendar_days = deadline.limit.unit == Unit::CalendarDays;
    let (skipped, weekends) = if in_calendar_days {
        (Vec::new(), Vec::new())
    } else {
        (
            calendar.skipped(start, end).to_vec(),
            weekends(start, end, calendar)?,
        )
    };
    Ok(Clock {
        kind: deadline.kind,
        name: judged.rule.name.clone(),
        limit: deadline.limit,
        started_at: deadline.started_at,
        counts_from: deadline.counts_from,
        due_at: deadline.due_at,
        met_at: deadline.met_at,
        paused_since: deadline.paused_since,
        state: deadline.state,
        used_ms: deadline.used_ms,
        total_ms: deadline.total_ms,
        skipped,
        weekends,
        citation: judged.rule.citation.clone(),
        undecreed: undecreed && !in_calendar_days,
        hangs_on_zone: others.other_day(judged).is_some(),
    })
}

/// Days strictly between two dates that nothing but the week itself leaves out.
fn weekends(
    start: NaiveDate,
    end: NaiveDate,
    calendar: &CompiledCalendar,
) -> Result<Vec<(NaiveDate, NaiveDate)>, NoRule> {
    let named = calendar.skipped(start, end);
    let mut ranges: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for date in start.iter_days().skip(1).take_while(|date| *date < end) {
        let is_named = || {
            named
                .binary_search_by_key(&date, |skipped| skipped.date)
                .is_ok()
        };
        if calendar.is_working_day(date)? || is_named() {
            continue;
        }
        match ranges.last_mut() {
            Some(last) if last.1.succ_opt() == Some(date) => last.1 = date,
            _ => ranges.push((date, date)),
        }
    }
    Ok(ranges)
}
