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
pub(super) struct Judged<'a> {
    pub deadline: Deadline,
    pub excluded: &'a [Span],
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
    let counted = Counted::new(started_at, rule.limit, policy, calendar, pauses)?;
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
    let worked = |until, excluded: &[Span]| calendar.elapsed_apart(counts_from, until, excluded);
    let used = match (milestone, paused_since) {
        (Milestone::TimeUnknown, _) => TimeDelta::zero(),
        (Milestone::At(at), _) => worked(at, counted.excluded)?,
        (Milestone::NotYet, None) => worked(now, counted.excluded)?,
        // The day on which the lasting pause began is given back only once it has taken it.
        (Milestone::NotYet, Some(since)) => {
            let today = calendar.midnight(calendar.local_date(since));
            let earlier = counted.excluded.partition_point(|span| span.0 < today);
            worked(since, &counted.excluded[..earlier])?
        }
    };
    Ok(Judged {
        deadline: Deadline {
            kind: rule.clock,
            limit: rule.limit,
            started_at,
            counts_from,
            due_at,
            met_at: milestone.at(),
            paused_since,
            state,
            used_ms: used.num_milliseconds(),
            total_ms: worked(due_at, counted.excluded)?.num_milliseconds(),
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

/// The pauses that count, cut at the instant after which nothing moves the clock.
struct Pauses {
    /// Exact times, ordered and apart.
    spans: Vec<Span>,
    /// Dates, from (included) until (excluded), that the policy takes out whole; and the same as
    /// instants. Empty where it counts pauses by working time.
    dates: Vec<(NaiveDate, NaiveDate)>,
    date_spans: Vec<Span>,
    /// Start of the one that still lasts.
    lasting: Option<DateTime<Utc>>,
    /// Cut here; none where every pause had ended by then and is here.
    cut_at: Option<DateTime<Utc>>,
    last_end: DateTime<Utc>,
}

impl Pauses {
    fn read(
        facts: &ClockFacts,
        policy: &Policy,
        calendar: &CompiledCalendar,
        stop: DateTime<Utc>,
    ) -> Result<Self, SlaError> {
        let mut read = Self {
            spans: Vec::new(),
            dates: Vec::new(),
            date_spans: Vec::new(),
            lasting: None,
            cut_at: None,
            last_end: DateTime::UNIX_EPOCH,
        };
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
            if !policy.pauses.reasons.contains(&pause.reason) {
                continue;
            }
            let until = pause.until.filter(|until| *until <= stop);
            if until.is_none() {
                read.cut_at = Some(stop);
            }
            if pause.from > stop {
                continue;
            }
            if until.is_none() {
                let since = read
                    .lasting
                    .map_or(pause.from, |since| since.min(pause.from));
                read.lasting = Some(since);
            }
            let until = until.unwrap_or(stop);
            read.last_end = read.last_end.max(until);
            read.spans.push((pause.from, until));
        }
        read.spans = union(read.spans);
        if policy.pauses.count == PauseCount::WholeDays {
            for (from, until) in &read.spans {
                let from = calendar.local_date(calendar.next_open(*from)?);
                let until = calendar.local_date(calendar.next_open(*until)?);
                if from < until {
                    let span = (calendar.midnight(from), calendar.midnight(until));
                    read.dates.push((from, until));
                    read.date_spans.push(span);
                }
            }
        }
        Ok(read)
    }

    /// Whether reading again for this instant would give the same.
    fn holds_at(&self, stop: DateTime<Utc>) -> bool {
        match self.cut_at {
            Some(cut_at) => cut_at == stop,
            None => self.last_end <= stop,
        }
    }
}

/// A limit laid onto the calendar.
struct Counted<'a> {
    from: DateTime<Utc>,
    due_at: DateTime<Utc>,
    /// Time that uses nothing of the limit.
    excluded: &'a [Span],
}

impl<'a> Counted<'a> {
    fn new(
        started_at: DateTime<Utc>,
        limit: Limit,
        policy: &Policy,
        calendar: &CompiledCalendar,
        pauses: &'a Pauses,
    ) -> Result<Self, SlaError> {
        let end_of_period = Boundary::EndOfPeriod;
        match (limit.unit, policy.pauses.count) {
            (Unit::WorkingHours, _) => {
                let hours = TimeDelta::hours(i64::from(limit.amount));
                let spans = &pauses.spans;
                Ok(Self {
                    from: calendar.next_open(started_at)?,
                    due_at: calendar.add_without(started_at, hours, spans, end_of_period)?,
                    excluded: spans,
                })
            }
            (Unit::WorkingDays, PauseCount::WholeDays) => {
                let (first, last) =
                    first_and_last(started_at, limit.amount, policy, calendar, &pauses.dates)?;
                Ok(Self {
                    from: opening(first, calendar)?,
                    due_at: due_on(last, policy, calendar)?,
                    excluded: &pauses.date_spans,
                })
            }
            (Unit::WorkingDays, PauseCount::WorkingTime) => {
                let (first, last) =
                    first_and_last(started_at, limit.amount, policy, calendar, &[])?;
                let from = opening(first, calendar)?;
                let unpaused = due_on(last, policy, calendar)?;
                let total = calendar.elapsed(from, unpaused, Reversed::Zero)?;
                let due_at = calendar.add_without(from, total, &pauses.spans, end_of_period)?;
                Ok(Self {
                    from,
                    due_at: match policy.due {
                        DueAt::Closing => due_at,
                        DueAt::EndOfDay => due_on(calendar.local_date(due_at), policy, calendar)?,
                    },
                    excluded: &pauses.spans,
                })
            }
        }
    }
}

/// The first and the last counted date of a limit in working days.
fn first_and_last(
    started_at: DateTime<Utc>,
    amount: u32,
    policy: &Policy,
    calendar: &CompiledCalendar,
    not_counted: &[(NaiveDate, NaiveDate)],
) -> Result<(NaiveDate, NaiveDate), SlaError> {
    let day_zero = day_zero(started_at, policy.day_one, calendar)?;
    Ok((
        nth_counted(day_zero, 1, not_counted, calendar)?,
        nth_counted(day_zero, amount, not_counted, calendar)?,
    ))
}

fn opening(date: NaiveDate, calendar: &CompiledCalendar) -> Result<DateTime<Utc>, SlaError> {
    let hours = calendar.opening_and_closing(date)?;
    Ok(hours.map_or_else(|| calendar.midnight(date), |(opening, _)| opening))
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
