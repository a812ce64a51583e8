//! One clock, judged: due when, used how much, in which state.
//!
//! Day limits are counted on dates, hour limits on business time, both in the calendar's own
//! milliseconds. Facts after a clock was met never move it. Allocates only where there are pauses.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::pauses::Pauses;
use super::policy::PauseCount;
use super::{
    CalendarInForce, ClockFacts, ClockKind, ClockRule, ClockState, DayOne, DueAt, Limit, Milestone,
    NoRule, Policy, Rules, Start, Unit, Unjudged,
};
use crate::calendar::{CompiledCalendar, LaidPause, due_day, utc};

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
        due_day::due_on(self.due_at, calendar)
    }

    /// Whether somebody is late by it. Clocks that are no duty run out without that.
    pub fn is_overdue_duty(&self) -> bool {
        self.kind.is_duty() && self.state == ClockState::Overdue
    }
}

/// A deadline, and what it was judged by.
pub(super) struct Judged<'a> {
    pub deadline: Deadline,
    pub rule: &'a ClockRule,
    pub policy: &'a Policy,
    pub in_force: &'a CalendarInForce,
    /// What does not count towards it.
    pub excluded: &'a [LaidPause],
}

impl Judged<'_> {
    pub fn calendar(&self) -> &CompiledCalendar {
        &self.in_force.calendar
    }

    /// The instant at which this share of the time is used.
    pub fn at_percent(&self, percent: u8) -> Result<DateTime<Utc>, NoRule> {
        let part_ms = self.deadline.total_ms * i64::from(percent) / 100;
        let calendar = self.calendar();
        let from_ms = calendar.ms(self.deadline.counts_from)?;
        if self.deadline.limit.unit == Unit::CalendarDays {
            return Ok(utc(from_ms + part_ms));
        }
        Ok(utc(calendar.add_ms(from_ms, part_ms, self.excluded)?))
    }
}

/// Every clock that has started, in the order of its policy; returned are those that have no rule.
/// What `each` refuses is one of them, and stops no other.
pub(super) fn judge(
    facts: &ClockFacts,
    rules: &Rules,
    now: DateTime<Utc>,
    mut each: impl FnMut(&Judged) -> Result<(), NoRule>,
) -> Vec<Unjudged> {
    let wall = rules.calendars.current();
    let in_force = |started_at| rules.policies.position(wall.local_date(started_at));
    let of_receipt = in_force(facts.received_at);
    let mut without_rule = Vec::new();
    if let Err(why) = &of_receipt {
        without_rule.extend(before_any_policy(facts, rules, why));
    }
    let first = *of_receipt.as_ref().unwrap_or(&0);
    // Read for one calendar and one policy; most complaints have one of each.
    let mut pauses: Option<(Pauses, usize, *const CompiledCalendar)> = None;
    for (position, policy) in rules.policies.versions().iter().enumerate().skip(first) {
        for rule in policy.rules_for(facts.classification.as_ref()) {
            let Some(started_at) = start(facts, rule) else {
                continue;
            };
            // Receipt lies in the first of these policies; whatever starts later may lie in another.
            let is_judge = if started_at == facts.received_at {
                of_receipt == Ok(position)
            } else {
                in_force(started_at) == Ok(position)
            };
            if !is_judge {
                continue;
            }
            let milestone = facts.milestone(rule.end());
            let in_force = rules.calendars.judging(started_at, milestone);
            let calendar: &CompiledCalendar = &in_force.calendar;
            let stop = milestone.done_by().unwrap_or(now).max(started_at);
            let still_holds = |(read, of_policy, of_calendar): &(Pauses, usize, _)| {
                *of_policy == position
                    && std::ptr::eq(*of_calendar, calendar)
                    && read.holds_at(stop)
            };
            if !pauses.as_ref().is_some_and(still_holds) {
                let read = Pauses::read(facts, policy, calendar, stop);
                pauses = Some((read, position, calendar));
            }
            let none = Pauses::none();
            let counting = match &pauses {
                Some((read, ..)) if rule.pauses => read,
                _ => &none,
            };
            let judged = one(rule, policy, in_force, counting, started_at, milestone, now);
            if let Err(why) = judged.and_then(|judged| each(&judged)) {
                let clock = rule.clock;
                without_rule.push(Unjudged { clock, why });
            }
        }
    }
    without_rule
}

/// The clocks that the oldest policy would have, of a complaint that is older than it.
fn before_any_policy<'a>(
    facts: &'a ClockFacts,
    rules: &'a Rules,
    why: &'a NoRule,
) -> impl Iterator<Item = Unjudged> + 'a {
    let oldest = rules.policies.versions().first().into_iter();
    let of_class = oldest.flat_map(|policy| policy.rules_for(facts.classification.as_ref()));
    let at_receipt = of_class.filter(|rule| start(facts, rule) == Some(facts.received_at));
    at_receipt.map(|rule| Unjudged {
        clock: rule.clock,
        why: why.clone(),
    })
}

fn one<'a>(
    rule: &'a ClockRule,
    policy: &'a Policy,
    in_force: &'a CalendarInForce,
    pauses: &'a Pauses,
    started_at: DateTime<Utc>,
    milestone: Milestone,
    now: DateTime<Utc>,
) -> Result<Judged<'a>, NoRule> {
    let calendar: &CompiledCalendar = &in_force.calendar;
    let counted = Counted::new(
        calendar.ms(started_at)?,
        rule.limit,
        policy,
        calendar,
        pauses,
    )?;
    let due_at = utc(counted.due_ms);
    let in_calendar_days = rule.limit.unit == Unit::CalendarDays;

    let paused_since = match milestone {
        Milestone::NotYet if now <= due_at && !in_calendar_days => pauses.lasting,
        _ => None,
    };
    let state = match milestone {
        Milestone::TimeUnknown => ClockState::Met,
        Milestone::At(at) if at <= due_at => ClockState::Met,
        Milestone::At(_) => ClockState::MetLate,
        // Still open after it had run out; met since then. What may have been in time is not late.
        Milestone::Between { after, .. } if due_at <= after => ClockState::MetLate,
        Milestone::Between { .. } => ClockState::Met,
        Milestone::NotYet if now > due_at => ClockState::Overdue,
        Milestone::NotYet if paused_since.is_some() => ClockState::Paused,
        Milestone::NotYet => ClockState::Running,
    };
    let used = |until_ms: i64, excluded: &[LaidPause]| {
        if in_calendar_days {
            (until_ms - counted.from_ms).max(0)
        } else {
            calendar.worked_between_ms(counted.from_ms, until_ms, excluded)
        }
    };
    let used_ms = match (milestone, paused_since) {
        (Milestone::Between { after, .. }, _) if state == ClockState::MetLate => {
            used(calendar.ms_within(after), counted.excluded)
        }
        (Milestone::TimeUnknown | Milestone::Between { .. }, _) => 0,
        (Milestone::At(at), _) => used(calendar.ms_within(at), counted.excluded),
        (Milestone::NotYet, None) => used(calendar.ms_within(now), counted.excluded),
        // The day on which the lasting pause began is given back only once it has taken it.
        (Milestone::NotYet, Some(since)) => {
            let since_ms = calendar.ms_within(since);
            let today = calendar.midnight_ms(calendar.day_of(since_ms));
            let earlier = counted
                .excluded
                .partition_point(|pause| pause.from_ms < today);
            used(since_ms, &counted.excluded[..earlier])
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
            total_ms: used(counted.due_ms, counted.excluded),
        },
        rule,
        policy,
        in_force,
        excluded: counted.excluded,
    })
}

fn start(facts: &ClockFacts, rule: &ClockRule) -> Option<DateTime<Utc>> {
    let since = |milestone: Milestone| match milestone {
        Milestone::TimeUnknown => Some(facts.received_at),
        Milestone::At(at) => Some(at.max(facts.received_at)),
        // The earliest that it can have been, as receipt is where nothing is known.
        Milestone::Between { after, .. } => Some(after.max(facts.received_at)),
        Milestone::NotYet => None,
    };
    match rule.starts {
        Start::Received => Some(facts.received_at),
        Start::Forwarded => since(facts.forwarded),
        Start::Verified => since(facts.verified),
        Start::Answered => facts.last_answer_at.map(|at| at.max(facts.received_at)),
        Start::Held => facts.held_at.map(|at| at.max(facts.received_at)),
        Start::FileComplete => {
            let complete_at = facts.data_completed.at().unwrap_or(facts.received_at);
            Some(complete_at.max(facts.received_at))
        }
    }
}

/// A limit laid onto the calendar.
struct Counted<'a> {
    from_ms: i64,
    due_ms: i64,
    /// Time that uses nothing of the limit.
    excluded: &'a [LaidPause],
}

impl<'a> Counted<'a> {
    fn new(
        started_ms: i64,
        limit: Limit,
        policy: &Policy,
        calendar: &CompiledCalendar,
        pauses: &'a Pauses,
    ) -> Result<Self, NoRule> {
        let amount = i64::from(limit.amount);
        if limit.unit == Unit::CalendarDays {
            // The day after is day 1, and the last day counts whole whether it is worked or not.
            let day_zero = calendar.day_of(started_ms);
            let last = calendar.days_later(day_zero, limit.amount)?;
            return Ok(Self {
                from_ms: started_ms,
                due_ms: calendar.midnight_ms(last + 1),
                excluded: &[],
            });
        }
        if limit.unit == Unit::WorkingHours {
            let excluded = pauses.exact(calendar);
            return Ok(Self {
                from_ms: calendar.next_open_ms(started_ms)?,
                due_ms: calendar.add_ms(started_ms, amount * HOUR_MS, excluded)?,
                excluded,
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
                let excluded = pauses.exact(calendar);
                let nth = |count| nth_counted(day_zero, count, &[], calendar);
                let from_ms = opening(nth(1)?, calendar);
                let unpaused_ms = due_on(nth(amount)?, policy, calendar);
                let total_ms = calendar.worked_between_ms(from_ms, unpaused_ms, &[]);
                let due_ms = calendar.add_ms(from_ms, total_ms, excluded)?;
                Ok(Self {
                    from_ms,
                    due_ms: match policy.due {
                        DueAt::Closing => due_ms,
                        DueAt::EndOfDay => due_on(calendar.day_of(due_ms), policy, calendar),
                    },
                    excluded,
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
) -> Result<usize, NoRule> {
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
) -> Result<usize, NoRule> {
    let mut left = count;
    let mut counted_until = day_zero;
    for (from, until) in not_counted {
        let before = from.saturating_sub(1).max(counted_until);
        let between = calendar.working_until(counted_until, before);
        if left <= between {
            break;
        }
        left -= between;
        counted_until = counted_until.max(until - 1);
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
