//! The record of what was told, and when.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{ClockKind, Threshold};

use crate::command;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List;
command!(List => "notice_list" -> Vec<Notice>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    pub id: i64,
    pub complaint: ComplaintId,
    pub tracking_id: TrackingId,
    pub clock: ClockKind,
    pub threshold: Threshold,
    pub due_at: DateTime<Utc>,
    pub told_at: DateTime<Utc>,
    pub read: bool,
}

/// Empty: all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarkRead {
    pub ids: Vec<i64>,
}
command!(MarkRead => "notice_read" -> ());
