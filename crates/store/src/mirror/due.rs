//! What the kept clocks of a complaint come to.

use serde::{Deserialize, Serialize};
use tanggap_domain::indicator;
use tanggap_domain::sla::{ClockKind, ClockState, KeptClock};

use crate::error::StoreError;

/// What the kept clocks of a confirmed complaint come to, for sorting and showing: who needs a judgement
/// computes it from the complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueCache {
    /// The deadline that is next ([`indicator::next`]).
    pub due_ms: i64,
    pub clock: ClockKind,
    pub state: DueState,
    /// When that clock started.
    pub started_ms: i64,
    /// Read in another zone that its file may be written in, it would be due on another day.
    pub hangs_on_zone: bool,
}

impl DueCache {
    /// From the columns of a row.
    ///
    /// # Errors
    /// A code that nothing has.
    pub(crate) fn of_codes(
        due_ms: i64,
        clock: &str,
        state: &str,
        started_ms: i64,
        hangs_on_zone: bool,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            due_ms,
            clock: ClockKind::of_code(clock).ok_or_else(|| StoreError::unreadable("clock"))?,
            state: DueState::of_code(state).ok_or_else(|| StoreError::unreadable("due state"))?,
            started_ms,
            hangs_on_zone,
        })
    }

    /// None where no clock is open.
    pub fn of(clocks: &[KeptClock]) -> Option<Self> {
        let next = indicator::next(clocks)?;
        let clock = next.clock;
        Some(Self {
            due_ms: clock.due_ms,
            clock: clock.kind,
            state: match clock.state {
                _ if !next.is_duty => DueState::Met,
                ClockState::Running | ClockState::Overdue => DueState::Running,
                ClockState::Paused => DueState::Paused,
                ClockState::Met | ClockState::MetLate => DueState::Met,
            },
            started_ms: clock.started_ms,
            hangs_on_zone: clock.hangs_on_zone,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DueState {
    Running,
    /// Held: shown, sorted behind the running ones, never late.
    Paused,
    /// No duty is open; what still runs, if anything does, makes nobody late.
    Met,
}

impl DueState {
    pub fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Met => "met",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Running, Self::Paused, Self::Met]
            .into_iter()
            .find(|state| state.code() == code)
    }
}
