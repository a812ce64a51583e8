//! What judging one complaint gives: the clocks that rules were found for, and the others by name.
//!
//! Never an error: a list, a board or an export of thousands must not fail by one complaint that is
//! older than every regulation.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ClockKind;
use crate::calendar::BeyondYears;

/// The clocks of one complaint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judgment<Clock> {
    /// In the policy's order.
    pub clocks: Vec<Clock>,
    /// Those that have started and that no rule judges: "belum ada aturan".
    pub without_rule: Vec<Unjudged>,
}

/// A clock that has started and cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unjudged {
    pub clock: ClockKind,
    pub why: NoRule,
}

/// Why a clock has no answer. Its state is "belum ada aturan", neither late nor in time.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum NoRule {
    /// It started on this local date, before the first policy took effect.
    #[error("no policy is in force on {on}")]
    NoPolicy { on: NaiveDate },
    /// "Kalender tidak tersedia": it leads out of the years that calendars are laid out for.
    #[error("the calendar is laid out for {first_year} to {last_year} only")]
    NoCalendar { first_year: i32, last_year: i32 },
    /// A fault of ours: the two ways of counting disagree, so neither is shown.
    #[error("counted {counted} days of {limit}")]
    Unexplained { counted: u32, limit: u32 },
}

impl NoRule {
    /// What a clock without a rule is called where others have a state.
    pub const STATE: &str = "no-rule";
}

impl From<BeyondYears> for NoRule {
    fn from(beyond: BeyondYears) -> Self {
        Self::NoCalendar {
            first_year: beyond.first_year,
            last_year: beyond.last_year,
        }
    }
}
