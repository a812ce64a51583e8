//! What one hub kept, on its way to another: complaints with their histories, what became of operations, and
//! who imported what. A gzip of JSON lines, brought like a file of the national system: `/v1/imports` with
//! [`crate::import::ImportKind::Carried`].
//!
//! The last line is [`CarriedLine::End`]: what broke off before it is not taken in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::ids::{ComplaintId, HubId, OpId, ReplicaId};

use crate::complaint::WireComplaint;
use crate::import::Import;
use crate::outcome::WireOutcome;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarriedLine {
    /// The first one: whose it is, and when it was written; none where it is a desk's copy of what a hub had.
    Hub {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<HubId>,
        at: DateTime<Utc>,
    },
    Complaint(Box<WireComplaint>),
    /// A report of the national system and a recording, both of which came before, are one.
    Joined {
        report: ComplaintId,
        recording: ComplaintId,
    },
    Operation(Box<CarriedOperation>),
    Import(Box<Import>),
    /// How many complaints there were.
    End {
        complaints: u64,
    },
}

/// What became of an operation: the new hub answers the same when it comes again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CarriedOperation {
    pub op_id: OpId,
    pub replica_id: ReplicaId,
    pub complaint: ComplaintId,
    /// SHA-256 of the operation's body, lower-case hex.
    pub body_hash: String,
    /// Without the complaint.
    pub outcome: WireOutcome,
    pub at: DateTime<Utc>,
}
