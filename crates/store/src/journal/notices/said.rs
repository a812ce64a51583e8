//! Column `notice.detail`: what a notice said beside its complaint, clock and threshold, as it lies on the disk.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tanggap_domain::sla::ClockKind;

use super::Notice;

/// What the record keeps of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDigest {
    pub passed: u32,
    pub near: u32,
}

/// What the record keeps of a daily digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredDaily {
    pub overdue: u32,
    /// Those among them that are overdue for so long that their unit should be reminded.
    #[serde(default)]
    pub escalated: u32,
}

/// What the record keeps of a reminder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReminder {
    pub clock: ClockKind,
    pub by: String,
    pub overdue_days: u32,
}

impl Notice {
    /// What it said; none where it said nothing, or in a way that this version cannot read.
    pub fn said<Said: DeserializeOwned>(&self) -> Option<Said> {
        serde_json::from_str(self.detail.as_deref()?).ok()
    }
}
