//! Why a clock is due when it is: every day between start and due, and what it counted for.
//!
//! Structured, without sentences: screens, command line and exports put it into words. The days are
//! derived by asking again, date by date, so that an explanation which disagrees with the judgment
//! is an error and never shown.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::judge::{self, Judged};
use super::policy::PauseCount;
use super::zone;
use super::{
    ClockFacts, DayOne, Deadline, DueAt, End, InEnglish, Judgment, Milestone, NoRule, OfficeSource,
    PauseReason, Policy, Rules, Start, Unit,
};
use crate::calendar::{CompiledCalendar, DaysOff, LaidPause, SkippedKind};
use crate::classification::Classification;
use crate::ids::TrackingId;

/// The whole reasoning behind one clock.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    pub deadline: Deadline,
    /// What the office calls it, where it is its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub classification: Option<Classification>,
    pub received_at: DateTime<Utc>,
    /// The recording that was received then, before the report it is joined with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_as: Option<TrackingId>,
    /// IANA name of the office's zone; every date here is a date there.
    pub zone: String,
    pub starts: Start,
    pub ends: End,
    pub day_one: DayOne,
    pub due: DueAt,
    /// The regulation the limit comes from.
    pub citation: String,
    pub policy: PolicyVersion,
    pub calendar: CalendarVersion,
    /// From the date of the start through the due date.
    pub days: Vec<ExplainedDay>,
    pub pauses: Vec<ExplainedPause>,
    /// Years on the way whose holidays are not decreed: "kalender belum ditetapkan".
    pub undecreed_years: Vec<i32>,
    /// The day on which it would be due, were the file of the report written in another zone than the
    /// one it was read in; none where that changes nothing, or the zone is sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_due_on: Option<NaiveDate>,
    /// Met after the first and not after the second of these instants; only where two exports tell of it
    /// and none says when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_between: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    pub id: String,
    pub version: u32,
    pub name: String,
    pub effective_from: NaiveDate,
    pub citation: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub english: Option<InEnglish>,
    /// What the office changed about it, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeSource>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarVersion {
    pub label: String,
    pub version: u32,
    pub adopted_at: DateTime<Utc>,
    /// Why it was adopted; empty for the first.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    pub days_off: DaysOff,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedDay {
    pub date: NaiveDate,
    #[serde(flatten)]
    pub what: DayMeaning,
}

/// What one date meant for a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum DayMeaning {
    /// The clock started; day 1 comes later.
    Started,
    /// The `number`-th working day of the limit (of limits in calendar days: day).
    Counted { number: u32 },
    /// Of a limit in hours, or in days with pauses by working time: this much of it was worked.
    Worked { minutes: i64 },
    /// The weekly hours leave it out.
    Weekend,
    /// A named day off, or a closure of the office.
    Skipped {
        name: String,
        source: String,
        kind: SkippedKind,
    },
    /// A working day that a pause takes out.
    Paused { reason: PauseReason },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedPause {
    pub reason: PauseReason,
    pub from: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    /// Whether the policy lets this reason pause the clock.
    pub counts: bool,
    /// Working time between its start and end (or what ended the clock), in milliseconds.
    pub working_ms: i64,
}

/// See [`Rules::explain`].
pub(super) fn explain(
    facts: &ClockFacts,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Judgment<Explanation> {
    let mut explanations = Vec::new();
    let others = zone::other_dues(facts, rules, now);
    let without_rule = judge::judge(facts, rules, now, |judged| {
        explanations.push(explanation(facts, judged, &others, now)?);
        Ok(())
    });
    Judgment {
        clocks: explanations,
        without_rule,
    }
}

/// As [`explain`], of one clock.
pub(super) fn explanation(
    facts: &ClockFacts,
    judged: &Judged,
    others: &zone::OtherDues,
    now: DateTime<Utc>,
) -> Result<Explanation, NoRule> {
    let (deadline, rule, policy) = (judged.deadline, judged.rule, judged.policy);
    let calendar = judged.calendar();
    let in_calendar_days = deadline.limit.unit == Unit::CalendarDays;
    let days = days(facts, policy, calendar, judged)?;
    let mut undecreed_years: Vec<i32> = days
        .iter()
        .filter(|day| !in_calendar_days && !calendar.calendar().is_decreed(day.date))
        .map(|day| day.date.year())
        .collect();
    undecreed_years.dedup();
    let milestone = facts.milestone(rule.end());
    let stop = milestone.done_by().unwrap_or(now);
    let pauses = facts.pauses.iter().filter(|pause| pause.from <= stop);
    let pauses = pauses.map(|pause| {
        let until = pause.until.map_or(stop, |until| until.min(stop));
        ExplainedPause {
            reason: pause.reason,
            from: pause.from,
            until: pause.until,
            counts: rule.pauses
                && !in_calendar_days
                && policy.pauses.reasons.contains(&pause.reason),
            working_ms: calendar.worked_between_ms(
                calendar.ms_within(pause.from),
                calendar.ms_within(until),
                &[],
            ),
        }
    });
    Ok(Explanation {
        deadline,
        name: rule.name.clone(),
        classification: facts.classification.clone(),
        received_at: facts.received_at,
        received_as: facts.received_as.clone(),
        zone: calendar.zone().name().to_owned(),
        starts: rule.starts,
        ends: rule.end(),
        day_one: policy.day_one,
        due: policy.due,
        citation: rule.citation.clone(),
        policy: PolicyVersion {
            id: policy.id.clone(),
            version: policy.version,
            name: policy.name.clone(),
            effective_from: policy.effective_from,
            citation: policy.citation.clone(),
            note: policy.note.clone(),
            english: policy.english.clone(),
            office: policy.office.clone(),
        },
        calendar: CalendarVersion {
            label: calendar.calendar().label.clone(),
            version: calendar.calendar().version,
            adopted_at: judged.in_force.adopted_at,
            reason: judged.in_force.reason.clone(),
            days_off: calendar.calendar().days_off,
        },
        days,
        pauses: pauses.collect(),
        undecreed_years,
        other_due_on: others.other_day(judged),
        met_between: match milestone {
            Milestone::Between { after, until } => Some((after, until)),
            Milestone::NotYet | Milestone::TimeUnknown | Milestone::At(_) => None,
        },
    })
}

/// Walks from start to due. Asks only whether a date is worked and whether a pause covers it, not
/// the sums the judgment used.
fn days(
    facts: &ClockFacts,
    policy: &Policy,
    calendar: &CompiledCalendar,
    judged: &Judged,
) -> Result<Vec<ExplainedDay>, NoRule> {
    let deadline = &judged.deadline;
    let start = calendar.local_date(deadline.started_at);
    let due_on = deadline.due_on(calendar);
    // Pauses by exact working time leave parts of days, which only hours can tell.
    let in_days = deadline.limit.unit == Unit::WorkingDays
        && (policy.pauses.count == PauseCount::WholeDays || judged.excluded.is_empty());
    let first = calendar.local_date(deadline.counts_from);
    let mut days = Vec::new();
    let mut number = 0;
    if deadline.limit.unit == Unit::CalendarDays {
        return Ok(calendar_days(start, due_on));
    }
    for date in start.iter_days().take_while(|date| *date <= due_on) {
        let what = if let Some(reason) = off_reason(date, calendar)? {
            reason
        } else if let Some(reason) = paused(date, facts, policy, calendar, judged.excluded)
            && in_days
        {
            DayMeaning::Paused { reason }
        } else if date < first {
            DayMeaning::Started
        } else if in_days {
            number += 1;
            DayMeaning::Counted { number }
        } else {
            let day = calendar.day_of(calendar.ms(calendar.midnight(date))?);
            let from_ms = calendar
                .midnight_ms(day)
                .max(calendar.ms(deadline.counts_from)?);
            let until_ms = calendar
                .midnight_ms(day + 1)
                .min(calendar.ms(deadline.due_at)?);
            let worked_ms = calendar.worked_between_ms(from_ms, until_ms, judged.excluded);
            DayMeaning::Worked {
                minutes: worked_ms / 60_000,
            }
        };
        days.push(ExplainedDay { date, what });
    }
    if in_days && number != deadline.limit.amount {
        return Err(NoRule::Unexplained {
            counted: number,
            limit: deadline.limit.amount,
        });
    }
    Ok(days)
}

/// Every day after the first counts, whatever it is.
fn calendar_days(start: NaiveDate, due_on: NaiveDate) -> Vec<ExplainedDay> {
    let counted = start.iter_days().take_while(|date| *date <= due_on);
    (0..)
        .zip(counted)
        .map(|(number, date)| ExplainedDay {
            date,
            what: match number {
                0 => DayMeaning::Started,
                number => DayMeaning::Counted { number },
            },
        })
        .collect()
}

/// Why nobody works on a date, if nobody does.
fn off_reason(date: NaiveDate, calendar: &CompiledCalendar) -> Result<Option<DayMeaning>, NoRule> {
    if calendar.is_working_day(date)? {
        return Ok(None);
    }
    let (before, after) = (date - chrono::Days::new(1), date + chrono::Days::new(1));
    let named = calendar.skipped(before, after).first();
    Ok(Some(named.map_or(DayMeaning::Weekend, |skipped| {
        DayMeaning::Skipped {
            name: skipped.name.clone(),
            source: skipped.source.clone(),
            kind: skipped.kind,
        }
    })))
}

/// The reason for which this whole date is taken out, where one is.
fn paused(
    date: NaiveDate,
    facts: &ClockFacts,
    policy: &Policy,
    calendar: &CompiledCalendar,
    excluded: &[LaidPause],
) -> Option<PauseReason> {
    let midnight = calendar.midnight(date);
    let midnight_ms = midnight.timestamp_millis();
    let within = |pause: &LaidPause| pause.from_ms <= midnight_ms && midnight_ms < pause.until_ms;
    if policy.pauses.count != PauseCount::WholeDays || !excluded.iter().any(within) {
        return None;
    }
    let end = midnight + TimeDelta::days(1);
    facts
        .pauses
        .iter()
        .filter(|pause| policy.pauses.reasons.contains(&pause.reason))
        .filter(|pause| pause.from < end)
        .max_by_key(|pause| pause.from)
        .map(|pause| pause.reason)
}
