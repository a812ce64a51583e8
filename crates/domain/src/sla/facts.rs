//! What a clock needs to know of a complaint, and nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{ClockKind, End};
use crate::classification::Classification;
use crate::ids::TrackingId;

/// The facts of one complaint's clocks. [`ClockFacts::of`] reads them from its history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockFacts {
    /// None where nobody classified the report yet: only clocks of all classes run.
    pub classification: Option<Classification>,
    pub received_at: DateTime<Utc>,
    /// When it may have been received instead, where the zone of its file is only assumed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_receipts: Vec<DateTime<Utc>>,
    /// The recording that was received earlier, where the report is joined with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_as: Option<TrackingId>,
    /// When it first went to a unit: the start of clocks that run from forwarding.
    #[serde(default)]
    pub forwarded: Milestone,
    #[serde(default)]
    pub verified: Milestone,
    /// The first public answer.
    #[serde(default)]
    pub followed_up: Milestone,
    #[serde(default)]
    pub completed: Milestone,
    /// The agency's newest public answer, and whether the reporter answered since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_answer_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub reporter_answered: Milestone,
    /// The newest Tunda, and what ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub data_completed: Milestone,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
}

/// Whether and when something was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Milestone {
    #[default]
    NotYet,
    At(DateTime<Utc>),
    /// Done, but no source says when (an export tells the status, not its date).
    TimeUnknown,
    /// Done between two exports: the earlier one still told otherwise, the later one tells it.
    Between {
        after: DateTime<Utc>,
        until: DateTime<Utc>,
    },
}

impl Milestone {
    pub fn at(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) => Some(at),
            Self::NotYet | Self::TimeUnknown | Self::Between { .. } => None,
        }
    }

    /// The instant by which it was surely done, where one is known.
    pub fn done_by(self) -> Option<DateTime<Utc>> {
        match self {
            Self::At(at) | Self::Between { until: at, .. } => Some(at),
            Self::NotYet | Self::TimeUnknown => None,
        }
    }

    pub fn is_done(self) -> bool {
        self != Self::NotYet
    }

    /// This one, or the other where this was not reached.
    fn or(self, other: Self) -> Self {
        if self.is_done() { self } else { other }
    }
}

/// A time in which the desk could not work on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: DateTime<Utc>,
    /// None while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    pub reason: PauseReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseReason {
    /// Tunda.
    OnHold,
    WaitingForReporter,
    /// Bukan wewenang: with another agency.
    Bounced,
    /// Closed, and opened again later.
    Closed,
}

impl ClockFacts {
    /// A report that just came in.
    pub fn received(classification: Classification, received_at: DateTime<Utc>) -> Self {
        Self {
            classification: Some(classification),
            received_at,
            other_receipts: Vec::new(),
            received_as: None,
            forwarded: Milestone::NotYet,
            verified: Milestone::NotYet,
            followed_up: Milestone::NotYet,
            completed: Milestone::NotYet,
            last_answer_at: None,
            reporter_answered: Milestone::NotYet,
            held_at: None,
            data_completed: Milestone::NotYet,
            pauses: Vec::new(),
        }
    }

    /// Whether and when this was reached.
    pub fn milestone(&self, end: End) -> Milestone {
        match end {
            End::Verified => self.verified,
            End::Forwarded => self.forwarded,
            End::FollowedUp => self.followed_up,
            End::Completed => self.completed,
            End::ReporterAnswered => self.reporter_answered.or(self.completed),
            End::DataCompleted => self.data_completed.or(self.completed),
        }
    }

    /// Whether the facts can be true at all. Clocks are computed from what stands there either way;
    /// forms and imports ask here first.
    ///
    /// # Errors
    /// The first contradiction, with its place.
    pub fn check(&self, now: DateTime<Utc>) -> Result<(), FactsError> {
        let latest = now.checked_add_signed(CLOCK_TOLERANCE);
        if latest.is_some_and(|latest| self.received_at > latest) {
            return Err(FactsError::ReceivedInFuture {
                received_at: self.received_at,
            });
        }
        for (kind, milestone) in [
            (ClockKind::Verification, self.verified),
            (ClockKind::FollowUp, self.followed_up),
            (ClockKind::Completion, self.completed),
        ] {
            if let Milestone::At(at) = milestone
                && at < self.received_at
            {
                return Err(FactsError::MetBeforeReceipt { kind, at });
            }
        }
        let mut before: Option<&Pause> = None;
        for (number, pause) in (1_usize..).zip(&self.pauses) {
            let starts_late = |earlier: &&Pause| pause.from < earlier.from;
            if pause.until.is_some_and(|until| until < pause.from)
                || before.is_some_and(|earlier| starts_late(&earlier))
            {
                return Err(FactsError::PausesOutOfOrder { number });
            }
            before = Some(pause);
        }
        Ok(())
    }
}

/// Two clocks may differ by this much before a receipt time counts as being in the future.
const CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(5);

/// Facts that contradict themselves.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    #[error("received at {received_at}, which is in the future")]
    ReceivedInFuture { received_at: DateTime<Utc> },
    #[error("{} was met at {at}, before the report was received", kind.code())]
    MetBeforeReceipt { kind: ClockKind, at: DateTime<Utc> },
    /// 1 for the first pause.
    #[error("pause {number} is out of order")]
    PausesOutOfOrder { number: usize },
}
