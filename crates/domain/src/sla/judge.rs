//! One clock, judged: due when, used how much, in which state.
//!
//! Day limits are counted on dates, hour limits on business time, both in the calendar's own
//! milliseconds. Facts after a clock was met never move it. Allocates only where there are pauses.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::pauses::Pauses;
use super::policy::PauseCount;
use super::{
    ClockFacts, ClockKind, ClockRule, ClockState, DayOne, DueAt, Limit, Milestone, Policy,
    SlaError, Start, Unit,
};
use crate::calendar::{CompiledCalendar, SpanMs, utc};

/// A clock without its reasons. See [`super::Clock`] for the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub kind: ClockKind,
    pub limit: Limit,
    pub started_at: DateTime<Utc>,
    pub counts_from: DateTime<Utc>,
    pub due_at: DateTime<Utc>,
    pub met_at: Option<DateTime<Utc>>,
    pub paused_since: Option<DateTime<Utc>>,
    pub state: ClockState,
    pub used_ms: i64,
    pub total_ms: i64,
}

impl Deadline {
    /// The local date on which it is due. The end of a day is the midnight after it, and belongs to
    /// the day it ends.
    pub fn due_on(&self, calendar: &CompiledCalendar) -> NaiveDate {
        calendar.local_date(self.due_at - TimeDelta::milliseconds(1))
    }
}

/// A deadline, and what does not count towards it.
pub(super) struct Judged<'a> {
    pub deadline: Deadline,
    pub excluded: &'a [SpanMs],
}

/// Every clock that has started, in the policy's order.
pub(super) fn judge(
    facts: &ClockFacts,
    policy: &Policy,
    calendar: &CompiledCalendar,
    now: DateTime<Utc>,
    mut each: impl FnMut(&ClockRule, &Judged) -> Result<(), SlaError>,
) -> Result<(), SlaError> {
    let mut pauses: Option<Pauses> = None;
    for rule in policy.rules_for(facts.classification.as_ref()) {
        let Some(started_at) = start(facts, rule) else {
            continue;
        };
        let milestone = facts.milestone(rule.clock);
        let stop = milestone.at().unwrap_or(now).max(started_at);
        let pauses = match &mut pauses {
            Some(read) if read.holds_at(stop) => read,
            stale => stale.insert(Pauses::read(facts, policy, calendar, stop)?),
        };
        let judged = one(rule, policy, calendar, pauses, started_at, milestone, now)?;
        each(rule, &judged)?;
    }
    Ok(())
}

fn one<'a>(
    rule: &ClockRule,
    policy: &Policy,
    calendar: &CompiledCalendar,
    pauses: &'a Pauses,
    started_at: DateTime<Utc>,
    milestone: Milestone,
    now: DateTime<Utc>,
) -> Result<Judged<'a>, SlaError> {
    let counted = Counted::new(
        calendar.ms(started_at)?,
        rule.limit,
        policy,
        calendar,
        pauses,
    )?;
    let due_at = utc(counted.due_ms);

    let paused_since = match milestone {
        Milestone::NotYet if now <= due_at => pauses.lasting,
        _ => None,
    };
    let state = match milestone {
        Milestone::TimeUnknown => ClockState::Met,
        Milestone::At(at) if at <= due_at => ClockState::Met,
        Milestone::At(_) => ClockState::MetLate,
        Milestone::NotYet if now > due_at => ClockState::Overdue,
        Milestone::NotYet if paused_since.is_some() => ClockState::Paused,
        Milestone::NotYet => ClockState::Running,
    };
    let worked = |until_ms, excluded: &[SpanMs]| {
        calendar.worked_between_ms(counted.from_ms, until_ms, excluded)
    };
    let used_ms = match (milestone, paused_since) {
        (Milestone::TimeUnknown, _) => 0,
        (Milestone::At(at), _) => worked(calendar.ms(at)?, counted.excluded),
        (Milestone::NotYet, None) => worked(calendar.ms(now)?, counted.excluded),
        // The day on which the lasting pause began is given back only once it has taken it.
        (Milestone::NotYet, Some(since)) => {
            let since_ms = calendar.ms(since)?;
            let today = calendar.midnight_ms(calendar.day_of(since_ms));
            let earlier = counted.excluded.partition_point(|span| span.0 < today);
            worked(since_ms, &counted.excluded[..earlier])
        }
    };
    Ok(Judged {
        deadline: Deadline {
            kind: rule.clock,
            limit: rule.limit,
            started_at,
            counts_from: utc(counted.from_ms),
            due_at,
            met_at: milestone.at(),
            paused_since,
            state,
            used_ms,
            total_ms: worked(counted.due_ms, counted.excluded),
        },
        excluded: counted.excluded,
    })
}

fn start(facts: &ClockFacts, rule: &ClockRule) -> Option<DateTime<Utc>> {
    match (rule.starts, facts.forwarded) {
        (Start::Received, _) | (Start::Forwarded, Milestone::TimeUnknown) => {
            Some(facts.received_at)
        }
        (Start::Forwarded, Milestone::At(at)) => Some(at),
        (Start::Forwarded, Milestone::NotYet) => None,
    }
}

/// A limit laid onto the calendar.
struct Counted<'a> {
    from_ms: i64,
    due_ms: i64,
    /// Time that uses nothing of the limit.
    excluded: &'a [SpanMs],
}

impl<'a> Counted<'a> {
    fn new(
        started_ms: i64,
        limit: Limit,
        policy: &Policy,
        calendar: &CompiledCalendar,
        pauses: &'a Pauses,
    ) -> Result<Self, SlaError> {
        let amount = i64::from(limit.amount);
        if limit.unit == Unit::WorkingHours {
            return Ok(Self {
                from_ms: calendar.next_open_ms(started_ms)?,
                due_ms: calendar.add_apart_ms(started_ms, amount * HOUR_MS, &pauses.spans)?,
                excluded: &pauses.spans,
            });
        }
        let day_zero = day_zero(started_ms, policy.day_one, calendar)?;
        match policy.pauses.count {
            PauseCount::WholeDays => {
                let nth = |count| nth_counted(day_zero, count, &pauses.days, calendar);
                Ok(Self {
                    from_ms: opening(nth(1)?, calendar),
                    due_ms: due_on(nth(amount)?, policy, calendar),
                    excluded: &pauses.day_spans,
                })
            }
            PauseCount::WorkingTime => {
                let nth = |count| nth_counted(day_zero, count, &[], calendar);
                let from_ms = opening(nth(1)?, calendar);
                let unpaused_ms = due_on(nth(amount)?, policy, calendar);
                let total_ms = calendar.worked_between_ms(from_ms, unpaused_ms, &[]);
                let due_ms = calendar.add_apart_ms(from_ms, total_ms, &pauses.spans)?;
                Ok(Self {
                    from_ms,
                    due_ms: match policy.due {
                        DueAt::Closing => due_ms,
                        DueAt::EndOfDay => due_on(calendar.day_of(due_ms), policy, calendar),
                    },
                    excluded: &pauses.spans,
                })
            }
        }
    }
}

const HOUR_MS: i64 = 3_600_000;

/// The date after which day 1 is looked for.
fn day_zero(
    started_ms: i64,
    day_one: DayOne,
    calendar: &CompiledCalendar,
) -> Result<usize, SlaError> {
    let day = calendar.day_of(started_ms);
    let still_to_close = || {
        let hours = calendar.hours_ms(day);
        hours.is_some_and(|(_, closing_ms)| started_ms < closing_ms)
    };
    match day_one {
        DayOne::OnReceipt if still_to_close() => Ok(calendar.move_position(day, -1)?),
        DayOne::AfterReceipt | DayOne::OnReceipt => Ok(day),
    }
}

/// The `count`-th working date after `day_zero` that no range, from (included) until (excluded),
/// takes out. Ranges are ordered and apart, since pauses are.
fn nth_counted(
    day_zero: usize,
    count: i64,
    not_counted: &[(usize, usize)],
    calendar: &CompiledCalendar,
) -> Result<usize, SlaError> {
    let mut left = count;
    let mut counted_until = day_zero;
    for (from, until) in not_counted {
        if *until <= counted_until + 1 {
            continue;
        }
        if *from > counted_until + 1 {
            let between = calendar.working_until(counted_until, from - 1);
            if left <= between {
                break;
            }
            left -= between;
        }
        counted_until = until - 1;
    }
    Ok(calendar.move_position(counted_until, left)?)
}

fn opening(day: usize, calendar: &CompiledCalendar) -> i64 {
    let hours = calendar.hours_ms(day);
    hours.map_or_else(|| calendar.midnight_ms(day), |(opening_ms, _)| opening_ms)
}

fn due_on(day: usize, policy: &Policy, calendar: &CompiledCalendar) -> i64 {
    let end_of_day = calendar.midnight_ms(day + 1);
    match policy.due {
        DueAt::EndOfDay => end_of_day,
        DueAt::Closing => calendar
            .hours_ms(day)
            .map_or(end_of_day, |(_, closing_ms)| closing_ms),
    }
}
