//! What an officer did, on its way to the hub: `POST /v1/ops`.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::{Base, Change, ChangeKind, NewComplaint};
use tanggap_domain::complaint::Category;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, OpId, ReplicaId, TrackingId};
use tanggap_domain::privacy::Privacy;

use crate::complaint::parts::{
    Unreadable, WireAgency, WireAttachment, WireLocation, WireReporter, channel_of,
    classification_of, unreadable,
};
use crate::event::{WireAmendment, WireReminder, keep, listed, then_of, then_word};

/// At most [`crate::MAX_OPS`] operations, in the order of the desk's journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpsRequest {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub replica_id: ReplicaId,
    pub ops: Vec<WireOp>,
}

/// One operation. Who did it is told by the token, never by the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireOp {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub op_id: OpId,
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub complaint_id: ComplaintId,
    /// When the officer acted, by the desk's corrected clock. Shown, never used to decide.
    pub at: DateTime<Utc>,
    #[serde(default)]
    pub base: WireBase,
    pub change: WireChange,
}

/// The versions the officer saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireBase {
    #[serde(default)]
    pub status: u32,
    #[serde(default)]
    pub assign: u32,
    #[serde(default)]
    pub meta: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub last_public_reply: Option<OpId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum WireChange {
    Record(Box<WireNewComplaint>),
    Verify,
    Dispose {
        to: WireAgency,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    Hold {
        reason: String,
    },
    Resume,
    NotOurAuthority {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<WireAgency>,
        reason: String,
    },
    Archive {
        reason: String,
    },
    Reply {
        text: String,
        #[serde(default = "keep")]
        then: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<WireAttachment>,
    },
    Note {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<WireAttachment>,
    },
    Close {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Amend(WireAmendment),
    Remind(WireReminder),
    /// The complaint of the operation is the report of the national system.
    Join(WireOther),
    Split(WireOther),
    TellApart(WireOther),
}

/// The recording that an operation on a report of the national system is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireOther {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub recording: ComplaintId,
    /// `C-…`
    pub number: String,
}

impl WireChange {
    /// Files that must be on the hub before the change may be.
    pub fn attachments(&self) -> &[WireAttachment] {
        match self {
            Self::Reply { attachments, .. } | Self::Note { attachments, .. } => attachments,
            Self::Record(new) => &new.attachments,
            Self::Verify
            | Self::Dispose { .. }
            | Self::Hold { .. }
            | Self::Resume
            | Self::NotOurAuthority { .. }
            | Self::Archive { .. }
            | Self::Close { .. }
            | Self::Reopen { .. }
            | Self::Amend(_)
            | Self::Remind(_)
            | Self::Join(_)
            | Self::Split(_)
            | Self::TellApart(_) => &[],
        }
    }
}

/// A complaint that arrived by phone, WhatsApp or at the counter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireNewComplaint {
    pub title: String,
    pub body: String,
    pub classification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    pub channel: String,
    #[serde(default)]
    pub anonymous: bool,
    #[serde(default)]
    pub secret: bool,
    #[serde(default)]
    pub reporter: WireReporter,
    pub received_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_on: Option<NaiveDate>,
    #[serde(default)]
    pub location: WireLocation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<WireAgency>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<WireAttachment>,
}

impl WireOp {
    /// The change this operation asks for, done by the officer whose token came with it.
    ///
    /// # Errors
    /// [`Unreadable`] names the member that makes no sense; a recording must carry the complaint id
    /// that follows from its operation, so that nobody can take another complaint's place.
    pub fn into_change(self, by: Actor) -> Result<Change, Unreadable> {
        let Self {
            op_id,
            complaint_id,
            at,
            base,
            change,
        } = self;
        let kind = ChangeKind::try_from(change)?;
        let recording = matches!(kind, ChangeKind::Record(_));
        if recording && complaint_id != ComplaintId::of_recording(op_id) {
            return Err(unreadable("complaint_id"));
        }
        Ok(Change {
            op: op_id,
            complaint: complaint_id,
            by,
            at,
            base: base.into(),
            kind,
        })
    }
}

impl From<Change> for WireOp {
    fn from(change: Change) -> Self {
        let Change {
            op,
            complaint,
            // Told by the token.
            by: _,
            at,
            base,
            kind,
        } = change;
        Self {
            op_id: op,
            complaint_id: complaint,
            at,
            base: base.into(),
            change: kind.into(),
        }
    }
}

impl From<Base> for WireBase {
    fn from(base: Base) -> Self {
        let Base {
            status,
            assign,
            meta,
            last_public_reply,
        } = base;
        Self {
            status,
            assign,
            meta,
            last_public_reply,
        }
    }
}

impl From<WireBase> for Base {
    fn from(wire: WireBase) -> Self {
        let WireBase {
            status,
            assign,
            meta,
            last_public_reply,
        } = wire;
        Self {
            status,
            assign,
            meta,
            last_public_reply,
        }
    }
}

impl From<ChangeKind> for WireChange {
    fn from(kind: ChangeKind) -> Self {
        match kind {
            ChangeKind::Record(new) => Self::Record(Box::new((*new).into())),
            ChangeKind::Verify => Self::Verify,
            ChangeKind::Dispose { to, note } => Self::Dispose {
                to: to.into(),
                note,
            },
            ChangeKind::Hold { reason } => Self::Hold { reason },
            ChangeKind::Resume => Self::Resume,
            ChangeKind::NotOurAuthority { target, reason } => Self::NotOurAuthority {
                target: target.map(Into::into),
                reason,
            },
            ChangeKind::Archive { reason } => Self::Archive { reason },
            ChangeKind::Reply {
                text,
                then,
                attachments,
            } => Self::Reply {
                text,
                then: then_word(then).to_owned(),
                attachments: listed(attachments),
            },
            ChangeKind::Note { text, attachments } => Self::Note {
                text,
                attachments: listed(attachments),
            },
            ChangeKind::Close { reason } => Self::Close { reason },
            ChangeKind::Reopen { reason } => Self::Reopen { reason },
            ChangeKind::Amend(amendment) => Self::Amend(amendment.into()),
            ChangeKind::Remind(reminder) => Self::Remind(reminder.into()),
            ChangeKind::Join { recording, number } => Self::Join(other(recording, number)),
            ChangeKind::Split { recording, number } => Self::Split(other(recording, number)),
            ChangeKind::TellApart { recording, number } => {
                Self::TellApart(other(recording, number))
            }
        }
    }
}

impl TryFrom<WireChange> for ChangeKind {
    type Error = Unreadable;

    fn try_from(wire: WireChange) -> Result<Self, Unreadable> {
        Ok(match wire {
            WireChange::Record(new) => Self::Record(Box::new((*new).try_into()?)),
            WireChange::Verify => Self::Verify,
            WireChange::Dispose { to, note } => Self::Dispose {
                to: to.into(),
                note,
            },
            WireChange::Hold { reason } => Self::Hold { reason },
            WireChange::Resume => Self::Resume,
            WireChange::NotOurAuthority { target, reason } => Self::NotOurAuthority {
                target: target.map(Into::into),
                reason,
            },
            WireChange::Archive { reason } => Self::Archive { reason },
            WireChange::Reply {
                text,
                then,
                attachments,
            } => Self::Reply {
                text,
                then: then_of(&then)?,
                attachments: listed(attachments),
            },
            WireChange::Note { text, attachments } => Self::Note {
                text,
                attachments: listed(attachments),
            },
            WireChange::Close { reason } => Self::Close { reason },
            WireChange::Reopen { reason } => Self::Reopen { reason },
            WireChange::Amend(amendment) => Self::Amend(amendment.try_into()?),
            WireChange::Remind(reminder) => Self::Remind(reminder.try_into()?),
            WireChange::Join(other) => {
                let (recording, number) = other_of(other)?;
                Self::Join { recording, number }
            }
            WireChange::Split(other) => {
                let (recording, number) = other_of(other)?;
                Self::Split { recording, number }
            }
            WireChange::TellApart(other) => {
                let (recording, number) = other_of(other)?;
                Self::TellApart { recording, number }
            }
        })
    }
}

fn other(recording: ComplaintId, number: TrackingId) -> WireOther {
    WireOther {
        recording,
        number: number.into(),
    }
}

fn other_of(wire: WireOther) -> Result<(ComplaintId, TrackingId), Unreadable> {
    let WireOther { recording, number } = wire;
    let number = TrackingId::parse(&number).map_err(|_| unreadable("number"))?;
    Ok((recording, number))
}

impl From<NewComplaint> for WireNewComplaint {
    fn from(new: NewComplaint) -> Self {
        let NewComplaint {
            title,
            body,
            classification,
            category,
            channel,
            privacy,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            attachments,
        } = new;
        Self {
            title,
            body,
            classification: classification.code().to_owned(),
            category_id: category.id.map(Into::into),
            category: category.path,
            channel: channel.code().to_owned(),
            anonymous: privacy.anonymous,
            secret: privacy.secret,
            reporter: reporter.into(),
            received_at,
            incident_on,
            location: location.into(),
            agency: agency.map(Into::into),
            attachments: listed(attachments),
        }
    }
}

impl TryFrom<WireNewComplaint> for NewComplaint {
    type Error = Unreadable;

    fn try_from(wire: WireNewComplaint) -> Result<Self, Unreadable> {
        let WireNewComplaint {
            title,
            body,
            classification,
            category_id,
            category,
            channel,
            anonymous,
            secret,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            attachments,
        } = wire;
        Ok(Self {
            title,
            body,
            classification: classification_of(classification),
            category: Category::new(category_id.as_deref(), category),
            channel: channel_of(channel),
            privacy: Privacy { anonymous, secret },
            reporter: reporter.into(),
            received_at,
            incident_on,
            location: location.try_into()?,
            agency: agency.map(Into::into),
            attachments: listed(attachments),
        })
    }
}

#[cfg(test)]
mod tests;
