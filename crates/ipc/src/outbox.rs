//! What the hub does not have yet, and what came back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::Refused;
use tanggap_domain::event::Event;
use tanggap_domain::ids::{ComplaintId, OpId, TrackingId};

use crate::command;
use crate::compose::Draft;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct List;
command!(List => "outbox_list" -> Vec<OutboxRow>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutboxRow {
    pub op: OpId,
    pub complaint: ComplaintId,
    pub tracking_id: TrackingId,
    pub title: String,
    /// [`tanggap_domain::change::ChangeKind::code`].
    pub kind: String,
    /// The officer's own words, where there are any.
    pub text: Option<String>,
    pub created_at: DateTime<Utc>,
    pub state: OutboxState,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum OutboxState {
    /// Still within the time in which it can be withdrawn.
    Held { until: DateTime<Utc> },
    /// Waits for the hub ("menunggu konfirmasi"); its attachments go first.
    Queued,
    /// Came back. `theirs`: what somebody else did in the meantime.
    Attention {
        refused: Refused,
        theirs: Vec<Event>,
    },
}

/// Gives a returned change up, knowingly.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discard {
    pub op: OpId,
}
command!(Discard => "outbox_discard" -> ());

/// Turns a returned change into an editable draft again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reopen {
    pub op: OpId,
}
command!(Reopen => "outbox_reopen" -> Draft);

/// Sends a returned change once more, on top of what the officer has seen now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resend {
    pub op: OpId,
}
command!(Resend => "outbox_resend" -> crate::compose::Submitted);
