//! The choices on which libraries and help desks differ, each as a value, and ours named.
//!
//! Never decides anything: functions take these values, the SLA policy picks them.

use serde::{Deserialize, Serialize};

/// What `at + n` returns when `n` is used up exactly at closing.
///
/// Ours is [`Boundary::EndOfPeriod`]: a deadline is a promise for the day on which the time runs out,
/// and "due at closing" must not read as due the next morning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Boundary {
    /// The closing instant: the earliest instant by which `n` has been worked.
    #[default]
    EndOfPeriod,
    /// The next opening: the earliest open instant by which `n` has been worked.
    NextPeriodStart,
}

/// What `at - n` returns when `n` is used up exactly at opening. Ours mirrors [`Boundary`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubBoundary {
    /// The opening instant: the latest instant from which `n` is worked until `at`.
    #[default]
    StartOfPeriod,
    /// The closing instant before it.
    #[serde(alias = "prev_period_end")]
    PreviousPeriodEnd,
}

/// Whether the closing instant is in business time.
///
/// Ours is [`Closing::IsClosed`]: half-open intervals neither overlap nor leave gaps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    #[default]
    IsClosed,
    IsOpen,
}

/// What moving `n` working days means for an instant.
///
/// Ours is [`DaySemantics::CountNext`]: "the working day after receipt is day 1" says exactly this,
/// and a report that arrives on a Sunday is not counted as if it had arrived on Monday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DaySemantics {
    /// Date by date, counting only working dates; the clock time is kept. A start that is not
    /// worked is not moved first.
    #[default]
    CountNext,
    /// First to the next (back: previous) open instant, then `n` working dates, clock time kept.
    RollThenAdd,
    /// First to a working date, clock time kept, then `n` working dates; zero days change nothing.
    RollDateThenAdd,
    /// The `n`-th working date, same clock time, then the next (back: previous) open instant.
    Biz,
    /// A start on a date that is not worked moves to the first opening of the next working date;
    /// then `n` working dates keeping the clock time, cut to closing.
    Glpi,
}

/// Which ends of a range of dates are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DayInterval {
    /// Ours: the day after `from` is the first, as for deadlines.
    #[default]
    #[serde(rename = "(from,to]")]
    AfterFrom,
    #[serde(rename = "[from,to]")]
    Both,
    #[serde(rename = "[from,to)")]
    UntilTo,
    #[serde(rename = "(from,to)")]
    Between,
}

/// What a range returns whose end lies before its start. Ours keeps the sign: a negative remainder is
/// how late something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reversed {
    #[default]
    Negative,
    Zero,
    Absolute,
}

impl Reversed {
    /// The answer for a reversed range of this absolute size.
    pub(super) fn of(self, size: i64) -> i64 {
        match self {
            Self::Negative => -size,
            Self::Zero => 0,
            Self::Absolute => size,
        }
    }
}
