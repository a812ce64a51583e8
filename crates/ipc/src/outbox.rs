//! What the hub does not have yet, and what came back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::{ChangeCode, Refused};
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
    /// None where this desk does not have the complaint (any more): no number is made up for it.
    pub tracking_id: Option<TrackingId>,
    pub title: String,
    pub kind: ChangeCode,
    /// The officer's own words, where there are any.
    pub text: Option<String>,
    pub created_at: DateTime<Utc>,
    pub state: OutboxState,
    /// Whom it waits for, where that is not whoever is at the desk now. It is never sent for them.
    #[serde(default)]
    pub of: Option<Of>,
    /// Something of the same complaint that came back and that this one waits behind.
    #[serde(default)]
    pub behind: Option<OpId>,
}

impl OutboxRow {
    /// `#9165816`, or the complaint's id where its number is not known.
    pub fn number(&self) -> String {
        match &self.tracking_id {
            Some(number) => format!("#{number}"),
            None => self.complaint.to_string(),
        }
    }
}

/// For whom something was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Of {
    pub why: OfWhy,
    /// Name of the officer, where it is known.
    pub officer: Option<String>,
    /// Address of the hub, where there was one.
    pub hub: Option<String>,
    /// Whoever is at the desk may make it their own.
    pub may_take: bool,
}

/// Why something is not offered to the hub of now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfWhy {
    /// The same hub, another officer.
    OtherOfficer,
    OtherHub,
    /// Written in practice: it never leaves.
    Practice,
    /// Written while the desk had no hub.
    NoHub,
    /// Written before this was kept.
    Unknown,
}

impl OfWhy {
    /// The word of command lines.
    pub fn code(self) -> &'static str {
        match self {
            Self::OtherOfficer => "other-officer",
            Self::OtherHub => "other-hub",
            Self::Practice => "practice",
            Self::NoHub => "no-hub",
            Self::Unknown => "unknown-officer",
        }
    }
}

/// Changes that wait for somebody else, as they are told when the hub or the officer changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OthersWork {
    pub of: Of,
    pub changes: u32,
    pub drafts: u32,
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

/// Makes a change that waits for somebody else the own one: prepared anew, under the own name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeOver {
    pub op: OpId,
    /// The officer was told that somebody replied since, or that the same was sent before.
    #[serde(default)]
    pub anyway: bool,
}
command!(TakeOver => "outbox_take_over" -> crate::compose::Submitted);

/// Drafts that somebody else left here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OthersDrafts;
command!(OthersDrafts => "outbox_drafts" -> Vec<OthersDraft>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OthersDraft {
    pub of: Of,
    pub draft: Draft,
    /// None for a complaint that was being recorded.
    pub tracking_id: Option<TrackingId>,
    pub title: String,
}

/// What shall become of another's draft. `draft` is the whole of it as it was shown: where it changed
/// since, nothing happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettleDraft {
    pub of: Of,
    pub draft: Draft,
    /// Becomes an own one; else it is given up.
    pub take: bool,
}
command!(SettleDraft => "outbox_draft_settle" -> ());

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
