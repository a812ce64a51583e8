//! The record of what was told to whom, and when.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{ClockKind, Threshold};

use crate::command;

/// A part of the record, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List {
    pub filter: NoticeFilter,
    /// Only notices older than this one: the next part.
    pub before: Option<i64>,
    /// At most 200.
    pub limit: u32,
}
command!(List => "notice_list" -> NoticePage);

/// Everything must hold. An empty filter matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NoticeFilter {
    pub show: NoticeShow,
    /// Only of this complaint.
    pub complaint: Option<ComplaintId>,
    /// Only breaches.
    pub breaches: bool,
    /// Only of this clock.
    pub clock: Option<ClockKind>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeShow {
    #[default]
    All,
    Unread,
    /// Those whose clock still runs as told.
    Standing,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticePage {
    pub notices: Vec<Notice>,
    /// All that match the filter.
    pub total: u32,
    /// Unread ones, whatever the filter.
    pub unread: u32,
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub id: i64,
    pub about: About,
    /// The last time it was told.
    pub told_at: DateTime<Utc>,
    pub read: bool,
    pub standing: Standing,
    /// Oldest first.
    pub history: Vec<Happened>,
}

/// What it speaks of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum About {
    Threshold {
        complaint: ComplaintId,
        /// None where the complaint has left this desk.
        tracking_id: Option<TrackingId>,
        clock: ClockKind,
        /// What the office calls it, where it is its own.
        name: Option<String>,
        threshold: Threshold,
        due_at: DateTime<Utc>,
    },
    /// A colleague reminded of it through the hub.
    Reminder {
        complaint: ComplaintId,
        tracking_id: Option<TrackingId>,
        clock: ClockKind,
        by: String,
        overdue_days: u32,
    },
    /// Many at once, because they came together.
    Digest { passed: u32, near: u32 },
    /// Still overdue on the morning of a working day.
    Daily { date: NaiveDate, overdue: u32 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// As told.
    Current,
    /// The deadline moved, and what was told does not hold any more.
    Withdrawn,
    /// Somebody acted: the clock was met.
    Settled,
}

/// One line of a notice's history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happened {
    pub at: DateTime<Utc>,
    pub what: What,
    /// The officer signed in then; empty where the desk had no hub and no office name.
    pub who: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// On the desktop, alone.
    Shown,
    /// On the desktop, together with others in one.
    ShownInDigest,
    /// Only in the list: desktop notifications are off.
    Listed,
    /// The deadline moved and the threshold was crossed again, or is due at another time now.
    Renewed {
        due_at: DateTime<Utc>,
    },
    Withdrawn,
    Settled,
    Opened,
    Read,
    Snoozed {
        until: DateTime<Utc>,
    },
    /// Shown again after a snooze.
    ShownAgain,
}

/// Marks notices as read. Empty: all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkRead {
    pub ids: Vec<i64>,
}
command!(MarkRead => "notice_read" -> ());

/// Tells it again in one hour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snooze {
    pub id: i64,
}
command!(Snooze => "notice_snooze" -> DateTime<Utc>);
