//! What is kept of a complaint's clocks beside it, so that lists, boards and figures need not judge it
//! again: one line per clock, in the order of its policy.
//!
//! A cache of [`super::Rules`]: computed from the same facts, never a source. It does not know the time:
//! whether a running clock has passed its due instant is asked of [`crate::indicator`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::judge::{self, Judged};
use super::{ClockFacts, ClockKind, ClockState, Crossing, Rules, thresholds, zone};

/// One clock of one complaint, as it is kept. Instants in milliseconds since 1970, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptClock {
    pub kind: ClockKind,
    pub started_ms: i64,
    /// In time until and including this instant. While paused: if work had resumed when it was judged.
    pub due_ms: i64,
    /// None where it is not met, or nobody knows when it was.
    pub met_ms: Option<i64>,
    /// Never [`ClockState::Overdue`]: that depends on the time of asking.
    pub state: ClockState,
    /// What judged it: `policy/version`, with `+version` of the office's own rules where they hold.
    pub rule: String,
    /// Read in another zone that its file may be written in, it would be due on another day.
    #[serde(default)]
    pub hangs_on_zone: bool,
}

/// The clocks of one complaint that a rule judges, and when somebody is to be told next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// In the policy's order.
    pub clocks: Vec<KeptClock>,
    /// Next instant at which any of them crosses a threshold, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_ms: Option<i64>,
}

/// See [`Rules::kept`].
pub(super) fn kept(facts: &ClockFacts, rules: &Rules, now: DateTime<Utc>) -> (Kept, Vec<Crossing>) {
    let mut clocks = Vec::with_capacity(4);
    let mut crossings = Vec::new();
    let others = zone::other_dues(facts, rules, now);
    // Said beside the clocks; nothing is kept of those without a rule.
    let _without_rule = judge::judge(facts, rules, now, |judged| {
        clocks.push(of(judged, &others));
        thresholds::of(judged, &mut crossings)
    });
    thresholds::sort(&mut crossings);
    let wake = crossings.first();
    let kept = Kept {
        clocks,
        wake_ms: wake.map(|crossing| crossing.at.timestamp_millis()),
    };
    (kept, crossings)
}

fn of(judged: &Judged, others: &zone::OtherDues) -> KeptClock {
    let (deadline, policy) = (judged.deadline, judged.policy);
    let rule = match &policy.office {
        Some(office) => format!("{}/{}+{}", policy.id, policy.version, office.version),
        None => format!("{}/{}", policy.id, policy.version),
    };
    KeptClock {
        kind: deadline.kind,
        started_ms: deadline.started_at.timestamp_millis(),
        due_ms: deadline.due_at.timestamp_millis(),
        met_ms: deadline.met_at.map(|at| at.timestamp_millis()),
        state: match deadline.state {
            ClockState::Overdue => ClockState::Running,
            state => state,
        },
        rule,
        hangs_on_zone: others.other_day(judged).is_some(),
    }
}
