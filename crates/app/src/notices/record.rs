//! What the record keeps of a notice beside its complaint and clock: which kind it is, and what it said.

use serde::{Deserialize, Serialize};
use tanggap_domain::sla::{ClockKind, Threshold};

/// What stands in place of a clock's code for notices of another kind.
pub(crate) const DIGEST: &str = "ringkasan";
pub(crate) const DAILY: &str = "harian";
pub(crate) const REMINDER: &str = "pengingat";

/// What the record keeps of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DigestSaid {
    pub passed: u32,
    pub near: u32,
}

/// What the record keeps of a daily digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DailySaid {
    pub overdue: u32,
    /// Those among them that are overdue for so long that their unit should be reminded.
    #[serde(default)]
    pub escalated: u32,
}

/// What the record keeps of a reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReminderSaid {
    pub clock: ClockKind,
    pub by: String,
    pub overdue_days: u32,
}

/// The inverse of [`Threshold::key`].
pub(crate) fn threshold_of(key: &str) -> Option<Threshold> {
    match key {
        "h-1" => Some(Threshold::DayBefore),
        "lewat" => Some(Threshold::Breach),
        percent => percent.parse().ok().map(Threshold::Used),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_thresholds_are_read_back() {
        for threshold in [Threshold::Used(75), Threshold::DayBefore, Threshold::Breach] {
            assert_eq!(threshold_of(&threshold.key()), Some(threshold));
        }
    }

    #[test]
    fn other_kinds_are_no_clocks() {
        for kind in [DIGEST, DAILY, REMINDER] {
            assert_eq!(ClockKind::of_code(kind), None);
        }
    }
}
