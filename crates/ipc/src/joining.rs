//! A recording of this desk and a report of the national system that may be one: what is offered, and both
//! side by side. Joining, separating and telling apart are changes like any other (`change_submit`).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::complaint::{Channel, Reporter};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::likeness::Likeness;
use tanggap_domain::status::Stage;

use crate::command;

/// Every pair that may be one, the likeliest first, among what this desk sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListLikely {}
command!(ListLikely => "likely_list" -> Vec<Likely>);

/// Two that may be one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Likely {
    pub recording: Side,
    pub report: Side,
    pub likeness: Likeness,
}

/// What is looked at, of either.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    pub id: ComplaintId,
    pub number: TrackingId,
    pub title: String,
    pub body: String,
    pub received_at: DateTime<Utc>,
    pub channel: Channel,
    pub stage: Stage,
    pub unit: Option<String>,
    /// Names from province to the deepest known region.
    pub place: Vec<String>,
    pub address: Option<String>,
    pub reporter: Reporter,
}
