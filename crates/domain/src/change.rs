//! What an officer may do, and whether it may be done now.
//!
//! [`Complaint::apply`] is the one decision: it makes the preview on screen, the optimistic view of what
//! is still waiting to be sent, and the hub's own decision. Wall clocks never decide.

mod apply;
mod code;
mod lengths;
mod mandate;
#[cfg(test)]
pub(crate) mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::classification::Classification;
use crate::complaint::{Attachment, Category, Channel, Complaint, Location, Priority, Reporter};
use crate::event::Actor;
use crate::ids::{ComplaintId, OpId, TrackingId};
use crate::limits::{ListKind, TextKind};
use crate::privacy::Privacy;
use crate::region::RegionCode;
use crate::sla::ClockKind;
use crate::status::Stage;

pub use apply::REMINDER_PAUSE;
pub use code::ChangeCode;
pub use mandate::{Mandate, covers, may};

/// Longest text of a reply or note, in bytes.
pub const MAX_TEXT_BYTES: usize = TextKind::Reply.max_bytes();
/// Longest text of a complaint, in bytes.
pub const MAX_BODY_BYTES: usize = TextKind::Body.max_bytes();

/// One operation of one officer on one complaint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub op: OpId,
    pub complaint: ComplaintId,
    pub by: Actor,
    /// When the officer acted, by the desk's corrected clock. Shown, never used to decide.
    pub at: DateTime<Utc>,
    /// What the officer saw.
    pub base: Base,
    pub kind: ChangeKind,
}

/// The versions an officer saw when acting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub status: u32,
    pub assign: u32,
    pub meta: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_public_reply: Option<OpId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ChangeKind {
    /// A complaint that arrived by phone, WhatsApp or at the counter.
    Record(Box<NewComplaint>),
    Verify,
    Dispose {
        to: AgencyRef,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
    },
    Hold {
        reason: String,
    },
    Resume,
    NotOurAuthority {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<AgencyRef>,
        reason: String,
    },
    Archive {
        reason: String,
    },
    Reply {
        text: String,
        #[serde(default)]
        then: Then,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    Note {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attachments: Vec<Attachment>,
    },
    Close {
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    Reopen {
        reason: String,
    },
    Amend(Amendment),
    /// Reminds the unit that a clock has run out. Only desks ever see it.
    Remind(Reminder),
    /// This report of the national system and that recording are one ([`crate::merge::joined`]).
    Join {
        recording: ComplaintId,
        number: TrackingId,
    },
    /// They are two after all.
    Split {
        recording: ComplaintId,
        number: TrackingId,
    },
    /// They look like one ([`crate::likeness`]) and are not.
    TellApart {
        recording: ComplaintId,
        number: TrackingId,
    },
}

impl ChangeKind {
    /// The recording that a change of a report of the national system is also about.
    pub fn recording(&self) -> Option<ComplaintId> {
        match self {
            Self::Join { recording, .. }
            | Self::Split { recording, .. }
            | Self::TellApart { recording, .. } => Some(*recording),
            _ => None,
        }
    }

    /// Files that must be on the hub before the change may be.
    pub fn attachments(&self) -> &[Attachment] {
        match self {
            Self::Reply { attachments, .. } | Self::Note { attachments, .. } => attachments,
            Self::Record(new) => &new.attachments,
            _ => &[],
        }
    }
}

/// What a public reply does to the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Then {
    #[default]
    Keep,
    Proses,
    Selesai,
    /// Asks the reporter for what is missing. The stage is Proses, and the clocks wait for the answer.
    #[serde(rename = "ask-reporter")]
    AskReporter,
}

/// That a unit was told how late it is. A trace of escalation, never a follow-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    pub clock: ClockKind,
    /// Whole working days late, as the reminding desk judged it.
    pub overdue_days: u32,
    pub via: ReminderChannel,
    /// The unit reminded; none where it is whichever unit has the complaint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<AgencyRef>,
}

/// How a reminder reaches the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReminderChannel {
    /// The complaint itself carries it to the desk of the unit.
    InApp,
    Whatsapp,
    Email,
}

impl ReminderChannel {
    pub const ALL: [Self; 3] = [Self::InApp, Self::Whatsapp, Self::Email];

    /// The word of files, wire and command lines.
    pub fn code(self) -> &'static str {
        match self {
            Self::InApp => "in-app",
            Self::Whatsapp => "whatsapp",
            Self::Email => "email",
        }
    }
}

/// A correction of facts. Only what is `Some` changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<Classification>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// The fields an officer fills in when recording a complaint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewComplaint {
    pub title: String,
    pub body: String,
    pub classification: Classification,
    #[serde(default)]
    pub category: Category,
    pub channel: Channel,
    #[serde(default)]
    pub privacy: Privacy,
    #[serde(default)]
    pub reporter: Reporter,
    pub received_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_on: Option<NaiveDate>,
    #[serde(default)]
    pub location: Location,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A change that was allowed, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    pub complaint: Complaint,
    pub how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    Applied,
    /// Others moved in the meantime, and both fit together.
    Merged,
    /// It was so already; nothing changed.
    AlreadySatisfied,
}

/// Why a change may not be done. An expected outcome, not a fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Refused {
    #[error("the complaint is not known")]
    UnknownComplaint,
    #[error("the complaint exists already")]
    AlreadyExists,
    #[error("the complaint is closed")]
    Closed,
    #[error("the stage does not allow it")]
    NotAllowed { stage: Stage },
    #[error("the text is empty")]
    EmptyText,
    #[error("{} is longer than {max_bytes} bytes", text.code())]
    TextTooLong {
        #[serde(default)]
        text: TextKind,
        max_bytes: usize,
    },
    #[error("{} has more than {most} entries", list.code())]
    TooMany { list: ListKind, most: usize },
    /// The history has no room for it ([`crate::limits::Room`]). What ends a complaint still fits.
    #[error("the history of the complaint is full")]
    HistoryFull,
    #[error("a reason is missing")]
    MissingReason,
    #[error("the complaint is outside the officer's scope")]
    OutOfScope,
    /// See [`Mandate`].
    #[error("officers of the reported unit may not do this")]
    NotYourRole,
    /// No gazetteer has it: the complaint would be in nobody's feed.
    #[error("there is no such region")]
    UnknownRegion,
    /// The complaint would leave what the officer sees, and perhaps everybody's sight.
    #[error("the region is outside the officer's scope")]
    RegionOutOfScope,
    /// Another recording has the number already. A new operation gets another one.
    #[error("the number of the recording is taken")]
    NumberTaken,
    /// A reminder on the unit's own desk needs a unit.
    #[error("no unit has the complaint")]
    NoUnit,
    /// The unit was reminded of this clock, this way, less than [`REMINDER_PAUSE`] ago.
    #[error("the unit was reminded already; again from {again_at}")]
    TooSoon { again_at: DateTime<Utc> },
    /// A reminder of a complaint of which nothing is overdue, or no longer. [`Complaint::apply`] knows no
    /// rules and never says so; whoever asks for the reminder does.
    #[error("nothing is overdue")]
    NotOverdue,
    /// Somebody replied since; their reply is the newest in the history.
    #[error("another reply was written in the meantime")]
    ReplyRace,
    /// Somebody moved the status since, and both cannot hold.
    #[error("the status changed in the meantime")]
    StatusMoved { stage: Stage },
    /// Somebody sent it to another unit since.
    #[error("the unit changed in the meantime")]
    UnitMoved,
    #[error("the facts were corrected in the meantime")]
    FactsMoved,
    /// Not a report of the national system and a recording of a desk, or one of them is joined with another.
    #[error("the two cannot be joined")]
    CannotJoin,
    /// The recording became one with this report meanwhile: work goes on there.
    #[error("the recording was joined with {number}")]
    JoinedInto { number: TrackingId },
    /// It was received before 1990 or after tomorrow, by the clock of whoever decides
    /// ([`crate::moment`]).
    #[error("the time of receipt cannot be true")]
    ImplausibleTime,
    /// Never reached the hub: a file of the operation is not on this computer any more.
    #[error("a file of the operation is missing")]
    FileMissing,
    /// The hub takes nothing as large as this.
    #[error("the operation or one of its files is too large for the hub")]
    TooLarge,
    /// The operation's id belongs to another one. Sent again, it gets its own.
    #[error("the id of the operation is taken")]
    KeyReused,
    /// The hub cannot read the operation: one of the two programs is older.
    #[error("the hub does not understand the operation")]
    NotUnderstood,
    /// The hub itself fails at the operation, while it takes others.
    #[error("the hub failed at the operation")]
    HubFailed,
    /// Something between desk and hub lets others through and not this one.
    #[error("the operation was stopped on its way")]
    StoppedOnTheWay,
}

impl Refused {
    /// Another officer was faster: the change returns as a draft with the other side shown.
    pub fn is_conflict(&self) -> bool {
        match self {
            Self::ReplyRace | Self::StatusMoved { .. } | Self::UnitMoved | Self::FactsMoved => true,
            Self::UnknownComplaint
            | Self::AlreadyExists
            | Self::Closed
            | Self::NotAllowed { .. }
            | Self::EmptyText
            | Self::TextTooLong { .. }
            | Self::TooMany { .. }
            | Self::HistoryFull
            | Self::MissingReason
            | Self::OutOfScope
            | Self::NotYourRole
            | Self::UnknownRegion
            | Self::RegionOutOfScope
            | Self::NumberTaken
            | Self::CannotJoin
            | Self::JoinedInto { .. }
            | Self::ImplausibleTime
            | Self::NoUnit
            | Self::TooSoon { .. }
            | Self::NotOverdue
            | Self::FileMissing
            | Self::TooLarge
            | Self::KeyReused
            | Self::NotUnderstood
            | Self::HubFailed
            | Self::StoppedOnTheWay => false,
        }
    }

    /// The word of wire, JSON answers, logs and command lines.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownComplaint => "unknown-complaint",
            Self::AlreadyExists => "already-exists",
            Self::Closed => "closed",
            Self::NotAllowed { .. } => "not-allowed",
            Self::EmptyText => "empty-text",
            Self::TextTooLong { .. } => "text-too-long",
            Self::TooMany { .. } => "too-many",
            Self::HistoryFull => "history-full",
            Self::MissingReason => "missing-reason",
            Self::OutOfScope => "out-of-scope",
            Self::NotYourRole => "not-your-role",
            Self::UnknownRegion => "unknown-region",
            Self::RegionOutOfScope => "region-out-of-scope",
            Self::NumberTaken => "number-taken",
            Self::CannotJoin => "cannot-join",
            Self::JoinedInto { .. } => "joined-into",
            Self::ImplausibleTime => "implausible-time",
            Self::NoUnit => "no-unit",
            Self::TooSoon { .. } => "too-soon",
            Self::NotOverdue => "not-overdue",
            Self::ReplyRace => "reply-race",
            Self::StatusMoved { .. } => "status-moved",
            Self::UnitMoved => "unit-moved",
            Self::FactsMoved => "facts-moved",
            Self::FileMissing => "file-missing",
            Self::TooLarge => "too-large",
            Self::KeyReused => "key-reused",
            Self::NotUnderstood => "not-understood",
            Self::HubFailed => "hub-failed",
            Self::StoppedOnTheWay => "stopped-on-the-way",
        }
    }
}
