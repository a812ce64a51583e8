//! One clock, judged: due when, used how much, in which state.
//!
//! Day limits are counted on dates, hour limits on business time. Facts after a clock was met never
//! move it. Allocates only where a complaint has pauses.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::policy::PauseCount;
use super::{
    ClockFacts, ClockKind, ClockRule, ClockState, DayOne, DueAt, Limit, Milestone, Policy,
    SlaError, Start, Unit,
};
use crate::calendar::{Boundary, CompiledCalendar, DayInterval, Reversed, Span, union};

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
pub(super) struct Judged {
    pub deadline: Deadline,
    pub excluded: Vec<Span>,
}

/// The clock of `rule`, or none where it has not started.
pub(super) fn judge(
    facts: &ClockFacts,
    rule: &ClockRule,
    policy: &Policy,
    calendar: &CompiledCalendar,
    now: DateTime<Utc>,
) -> Result<Option<Judged>, SlaError> {
    let Some(started_at) = start(facts, rule) else {
        return Ok(None);
    };
    let milestone = facts.milestone(rule.clock);
    let stop = milestone.at().unwrap_or(now).max(started_at);
    let pauses = Pauses::read(facts, policy, stop)?;
    let counted = Counted::new(started_at, rule.limit, policy, calendar, &pauses)?;
    let (counts_from, due_at) = (counted.from, counted.due_at);

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
    let worked = |until, excluded: &[Span]| calendar.elapsed_without(counts_from, until, excluded);
    let used = match (milestone, paused_since) {
        (Milestone::TimeUnknown, _) => TimeDelta::zero(),
        (_, None) => worked(stop, &counted.excluded)?,
        // The day on which the lasting pause began is given back only once it has taken it.
        (_, Some(since)) => {
            let today = calendar.midnight(calendar.local_date(since));
            let earlier = counted.excluded.partition_point(|span| span.0 < today);
            worked(since, &counted.excluded[..earlier])?
        }
    };
    let deadline = Deadline {
        kind: rule.clock,
        limit: rule.limit,
        started_at,
        counts_from,
        due_at,
        met_at: milestone.at(),
        paused_since,
        state,
        used_ms: used.num_milliseconds(),
        total_ms: worked(due_at, &counted.excluded)?.num_milliseconds(),
    };
    Ok(Some(Judged {
        deadline,
        excluded: counted.excluded,
    }))
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

/// The pauses that count, cut at the instant after which nothing moves the clock.
struct Pauses {
    spans: Vec<Span>,
    /// Start of the one that still lasts.
    lasting: Option<DateTime<Utc>>,
}

impl Pauses {
    fn read(facts: &ClockFacts, policy: &Policy, stop: DateTime<Utc>) -> Result<Self, SlaError> {
        let mut spans = Vec::new();
        let mut lasting: Option<DateTime<Utc>> = None;
        for (number, pause) in (1_usize..).zip(&facts.pauses) {
            if let Some(until) = pause.until
                && until < pause.from
            {
                return Err(SlaError::PauseReversed {
                    number,
                    from: pause.from,
                    until,
                });
            }
            if pause.from > stop || !policy.pauses.reasons.contains(&pause.reason) {
                continue;
            }
            let until = pause.until.filter(|until| *until <= stop);
            if until.is_none() {
                lasting = Some(lasting.map_or(pause.from, |since| since.min(pause.from)));
            }
            spans.push((pause.from, until.unwrap_or(stop)));
        }
        Ok(Self {
            spans: union(&spans),
            lasting,
        })
    }
}

/// A limit laid onto the calendar.
struct Counted {
    from: DateTime<Utc>,
    due_at: DateTime<Utc>,
    /// Time that uses nothing of the limit.
    excluded: Vec<Span>,
}

impl Counted {
    fn new(
        started_at: DateTime<Utc>,
        limit: Limit,
        policy: &Policy,
        calendar: &CompiledCalendar,
        pauses: &Pauses,
    ) -> Result<Self, SlaError> {
        match (limit.unit, policy.pauses.count) {
            (Unit::WorkingHours, _) => {
                let hours = TimeDelta::hours(i64::from(limit.amount));
                Ok(Self {
                    from: calendar.next_open(started_at)?,
                    due_at: calendar.add_without(
                        started_at,
                        hours,
                        &pauses.spans,
                        Boundary::EndOfPeriod,
                    )?,
                    excluded: pauses.spans.clone(),
                })
            }
            (Unit::WorkingDays, PauseCount::WholeDays) => {
                Self::whole_days(started_at, limit.amount, policy, calendar, &pauses.spans)
            }
            (Unit::WorkingDays, PauseCount::WorkingTime) => {
                let plain = Self::whole_days(started_at, limit.amount, policy, calendar, &[])?;
                let total = calendar.elapsed(plain.from, plain.due_at, Reversed::Zero)?;
                let due_at = calendar.add_without(
                    plain.from,
                    total,
                    &pauses.spans,
                    Boundary::EndOfPeriod,
                )?;
                Ok(Self {
                    from: plain.from,
                    due_at: match policy.due {
                        DueAt::Closing => due_at,
                        DueAt::EndOfDay => due_on(calendar.local_date(due_at), policy, calendar)?,
                    },
                    excluded: pauses.spans.clone(),
                })
            }
        }
    }

    fn whole_days(
        started_at: DateTime<Utc>,
        amount: u32,
        policy: &Policy,
        calendar: &CompiledCalendar,
        pauses: &[Span],
    ) -> Result<Self, SlaError> {
        let not_counted = whole_days(pauses, calendar)?;
        let day_zero = day_zero(started_at, policy.day_one, calendar)?;
        let first = nth_counted(day_zero, 1, &not_counted, calendar)?;
        let last = nth_counted(day_zero, amount, &not_counted, calendar)?;
        let opening = calendar.opening_and_closing(first)?;
        Ok(Self {
            from: opening.map_or_else(|| calendar.midnight(first), |(opening, _)| opening),
            due_at: due_on(last, policy, calendar)?,
            excluded: not_counted
                .iter()
                .map(|(from, until)| (calendar.midnight(*from), calendar.midnight(*until)))
                .collect(),
        })
    }
}

/// The date after which day 1 is looked for.
fn day_zero(
    started_at: DateTime<Utc>,
    day_one: DayOne,
    calendar: &CompiledCalendar,
) -> Result<NaiveDate, SlaError> {
    let date = calendar.local_date(started_at);
    let still_to_close = || -> Result<bool, SlaError> {
        let hours = calendar.opening_and_closing(date)?;
        Ok(hours.is_some_and(|(_, closing)| started_at < closing))
    };
    match day_one {
        DayOne::OnReceipt if still_to_close()? => Ok(calendar.move_working_days(date, -1)?),
        DayOne::AfterReceipt | DayOne::OnReceipt => Ok(date),
    }
}

/// Ranges of dates, from (included) until (excluded), that the pauses take out.
fn whole_days(
    pauses: &[Span],
    calendar: &CompiledCalendar,
) -> Result<Vec<(NaiveDate, NaiveDate)>, SlaError> {
    let mut ranges: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (from, until) in pauses {
        let from = calendar.local_date(calendar.next_open(*from)?);
        let until = calendar.local_date(calendar.next_open(*until)?);
        if from < until {
            ranges.push((from, until));
        }
    }
    Ok(ranges)
}

/// The `count`-th working date after `day_zero` that no range takes out. Ranges are ordered and
/// apart, since pauses are.
fn nth_counted(
    day_zero: NaiveDate,
    count: u32,
    not_counted: &[(NaiveDate, NaiveDate)],
    calendar: &CompiledCalendar,
) -> Result<NaiveDate, SlaError> {
    let mut left = i64::from(count);
    let mut counted_until = day_zero;
    for (from, until) in not_counted {
        let (Some(before), Some(last)) = (from.pred_opt(), until.pred_opt()) else {
            continue;
        };
        if last <= counted_until {
            continue;
        }
        if before > counted_until {
            let between = calendar.working_days_between(
                counted_until,
                before,
                DayInterval::AfterFrom,
                Reversed::Zero,
            )?;
            if left <= between {
                break;
            }
            left -= between;
        }
        counted_until = last;
    }
    let left = i32::try_from(left).unwrap_or(i32::MAX);
    Ok(calendar.move_working_days(counted_until, left)?)
}

fn due_on(
    date: NaiveDate,
    policy: &Policy,
    calendar: &CompiledCalendar,
) -> Result<DateTime<Utc>, SlaError> {
    let end_of_day = || calendar.midnight(date + chrono::Days::new(1));
    match policy.due {
        DueAt::EndOfDay => Ok(end_of_day()),
        DueAt::Closing => {
            let hours = calendar.opening_and_closing(date)?;
            Ok(hours.map_or_else(end_of_day, |(_, closing)| closing))
        }
    }
}
