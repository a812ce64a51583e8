//! `sla explain`: every clock with its reasons.

use chrono_tz::Tz;
use serde::Serialize;
use tanggap_domain::calendar::Skipped;
use tanggap_domain::sla::explain::ExplainedPause;
use tanggap_domain::sla::{Clock, Explanation, Limit, PauseReason};
use tanggap_wording::Why;

use super::{Time, WithoutRuleJson, time};

/// `sla explain`.
#[derive(Serialize)]
pub struct ExplainedJson {
    pub clocks: Vec<ExplainedClockJson>,
    /// Clocks that no rule judges.
    pub without_rule: Vec<WithoutRuleJson>,
}

/// `sla explain ID`: the clocks of one complaint as they stand.
#[derive(Serialize)]
pub struct ExplainedComplaintJson {
    pub tracking_id: String,
    pub clocks: Vec<JudgedClockJson>,
    /// Clocks that have started and that no rule judges.
    pub without_rule: Vec<WithoutRuleJson>,
}

#[derive(Serialize)]
pub struct JudgedClockJson {
    #[serde(flatten)]
    pub explained: ExplainedClockJson,
    /// What the office calls it, where it is its own.
    pub name: Option<String>,
    pub state: &'static str,
    /// Null where it was not met, or nobody knows when.
    pub met_at: Option<Time>,
    pub pauses: Vec<PauseJson>,
    pub policy: PolicyJson,
    pub calendar: CalendarVersionJson,
}

#[derive(Serialize)]
pub struct PauseJson {
    pub reason: PauseReason,
    pub from: Time,
    /// Null while it lasts.
    pub until: Option<Time>,
    /// Whether it stops this clock.
    pub counts: bool,
}

/// The policy that judges a clock.
#[derive(Serialize)]
pub struct PolicyJson {
    pub id: String,
    pub version: u32,
    pub effective_from: chrono::NaiveDate,
    /// Version of the office's own rules, where they changed it.
    pub office_version: Option<u32>,
}

/// The calendar that judges a clock.
#[derive(Serialize)]
pub struct CalendarVersionJson {
    pub label: String,
    pub version: u32,
    /// Why it was adopted; empty for the first.
    pub reason: String,
}

#[derive(Serialize)]
pub struct ExplainedClockJson {
    pub clock: &'static str,
    pub limit: Limit,
    pub started_at: Time,
    pub due_at: Time,
    pub skipped: Vec<SkippedJson>,
    pub citation: String,
    /// A year on the way has no decree yet.
    pub undecreed: bool,
    /// Read in another zone that its file may be written in, it would be due on another day.
    pub hangs_on_zone: bool,
    /// In one line.
    pub why: String,
    /// How it was counted, and what it rests on.
    pub steps: Vec<String>,
    pub basis: Vec<String>,
}

#[derive(Serialize)]
pub struct SkippedJson {
    pub date: chrono::NaiveDate,
    pub name: String,
    pub source: String,
}

impl ExplainedClockJson {
    pub fn of(clock: Clock, why: Why, zone: Tz) -> Self {
        Self {
            clock: clock.kind.code(),
            limit: clock.limit,
            started_at: time(clock.started_at, zone),
            due_at: time(clock.due_at, zone),
            skipped: clock.skipped.into_iter().map(SkippedJson::of).collect(),
            citation: clock.citation,
            undecreed: clock.undecreed,
            hangs_on_zone: clock.hangs_on_zone,
            why: why.one_line,
            steps: why.steps,
            basis: why.basis,
        }
    }
}

impl JudgedClockJson {
    pub fn of(clock: Clock, explanation: &Explanation, why: Why, zone: Tz) -> Self {
        let (policy, calendar) = (&explanation.policy, &explanation.calendar);
        let pauses = explanation.pauses.iter();
        Self {
            name: clock.name.clone(),
            state: clock.state.code(),
            met_at: clock.met_at.map(|at| time(at, zone)),
            pauses: pauses.map(|pause| PauseJson::of(pause, zone)).collect(),
            policy: PolicyJson {
                id: policy.id.clone(),
                version: policy.version,
                effective_from: policy.effective_from,
                office_version: policy.office.as_ref().map(|office| office.version),
            },
            calendar: CalendarVersionJson {
                label: calendar.label.clone(),
                version: calendar.version,
                reason: calendar.reason.clone(),
            },
            explained: ExplainedClockJson::of(clock, why, zone),
        }
    }
}

impl PauseJson {
    fn of(pause: &ExplainedPause, zone: Tz) -> Self {
        Self {
            reason: pause.reason,
            from: time(pause.from, zone),
            until: pause.until.map(|until| time(until, zone)),
            counts: pause.counts,
        }
    }
}

impl SkippedJson {
    fn of(skipped: Skipped) -> Self {
        Self {
            date: skipped.date,
            name: skipped.name,
            source: skipped.source,
        }
    }
}
