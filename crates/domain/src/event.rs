//! What happened to a complaint. History is append-only; its order is the hub's.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::change::{Amendment, Mandate, Reminder, Then};
use crate::complaint::Attachment;
use crate::ids::{ComplaintId, OfficerId, OpId, TrackingId};
use crate::status::NationalStatus;

/// One entry of the history. `id` is the operation that caused it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: OpId,
    /// When it took effect: the hub's time of acceptance, or the source's time.
    pub at: DateTime<Utc>,
    /// When the officer acted, where that differs (offline).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acted_at: Option<DateTime<Utc>>,
    pub by: Actor,
    pub what: EventKind,
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub role: ActorRole,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<OfficerId>,
    #[serde(default)]
    pub name: String,
    /// What an officer may do. Of the grant of today, so a history never holds it.
    #[serde(default, skip_serializing_if = "Mandate::is_full")]
    pub mandate: Mandate,
}

impl Actor {
    /// An officer of a hub.
    pub fn officer(id: OfficerId, name: impl Into<String>) -> Self {
        Self {
            id: Some(id),
            ..Self::office(name)
        }
    }

    /// Whoever is at a desk without an account.
    pub fn office(name: impl Into<String>) -> Self {
        Self {
            role: ActorRole::Officer,
            id: None,
            name: name.into(),
            mandate: Mandate::Full,
        }
    }

    pub fn with_mandate(self, mandate: Mandate) -> Self {
        Self { mandate, ..self }
    }

    /// The national system or the hub itself.
    pub fn system(name: impl Into<String>) -> Self {
        Self {
            role: ActorRole::System,
            ..Self::office(name)
        }
    }

    pub fn agency(name: impl Into<String>) -> Self {
        Self {
            role: ActorRole::Agency,
            ..Self::office(name)
        }
    }

    pub fn reporter() -> Self {
        Self {
            role: ActorRole::Reporter,
            ..Self::office(String::new())
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActorRole {
    /// An officer of this region's desks.
    Officer,
    /// An agency, known only by name.
    Agency,
    Reporter,
    System,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventKind {
    /// Recorded at the desk (phone, WhatsApp, counter).
    Recorded,
    Verified,
    Disposed {
        to: AgencyRef,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    /// Tunda: waiting for data.
    Held {
        reason: String,
    },
    Resumed,
    NotOurAuthority {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<AgencyRef>,
        reason: String,
    },
    Archived {
        reason: String,
    },
    /// A public answer: meant for the reporter and the public, so nothing in it may be personal.
    Replied {
        text: String,
        #[serde(default)]
        then: Then,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    /// An internal note: only desks read it.
    Noted {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    ReporterAnswered {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    Rated {
        stars: u8,
    },
    Closed {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    Reopened {
        reason: String,
    },
    Amended(Amendment),
    /// A unit was reminded of a clock. Internal like a note, and never a follow-up.
    Reminded(Reminder),
    /// The national system said something new about the status.
    NationalStatusChanged {
        from: NationalStatus,
        to: NationalStatus,
        /// By when the newest file that still told the former status was made, where one says so: the
        /// change came after it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        still_at: Option<DateTime<Utc>>,
    },
    /// This and another one are one from now on ([`crate::merge::joined`]). Stands in both histories, each
    /// naming the other.
    Joined {
        other: ComplaintId,
        number: TrackingId,
    },
    /// They are two again.
    Split {
        other: ComplaintId,
        number: TrackingId,
    },
    /// They look like one and are not.
    ToldApart {
        other: ComplaintId,
        number: TrackingId,
    },
    /// Something this version does not know: kept and shown as it came.
    #[serde(untagged)]
    Other(serde_json::Value),
}
