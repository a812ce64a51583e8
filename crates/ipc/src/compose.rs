//! Writing: drafts, templates, checks, submitting, withdrawing.

use std::ops::Range;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::change::{Base, ChangeKind, Refused, Then};
use tanggap_domain::complaint::Attachment;
use tanggap_domain::event::Event;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::privacy::PersonalData;

use crate::command;

/// Puts a change into the journal. The answer comes after it is on disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submit {
    pub complaint: ComplaintId,
    pub change: ChangeKind,
    /// The draft that it was written as; it has done its work then, and no other one is touched.
    #[serde(default)]
    pub draft: Option<DraftOf>,
    /// What the officer saw when they began to write; none where nobody was looking.
    #[serde(default)]
    pub seen: Option<Base>,
    /// The officer was told what [`look_before`](LookBefore) found, and sends it all the same.
    #[serde(default)]
    pub anyway: bool,
}
command!(Submit => "change_submit" -> Submitted);

impl Submit {
    /// Of nobody's draft, seen by nobody: for scripts, bulk actions and buttons.
    pub fn new(complaint: ComplaintId, change: ChangeKind) -> Self {
        Self {
            complaint,
            change,
            draft: None,
            seen: None,
            anyway: false,
        }
    }
}

/// Most complaints of one request that acts on many.
pub const MOST_AT_ONCE: usize = 200;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmitMany {
    /// At most [`MOST_AT_ONCE`].
    pub complaints: Vec<ComplaintId>,
    pub change: ChangeKind,
}
command!(SubmitMany => "change_submit_many" -> Vec<Outcome>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submitted {
    pub op: OpId,
    /// Until then it stays on this desk and can be withdrawn.
    pub withdraw_until: Option<DateTime<Utc>>,
    /// Nothing had to be done.
    pub already: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub complaint: ComplaintId,
    pub refused: Option<Refused>,
}

/// Takes a change back while it has not left. Its text returns as a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Withdraw {
    pub op: OpId,
}
command!(Withdraw => "change_withdraw" -> Option<Draft>);

/// The form that a draft opens in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DraftKind {
    Reply,
    Note,
    Disposition,
    /// A complaint being recorded; its complaint id is made at the first save.
    Record,
    Hold,
    NotOurAuthority,
    Archive,
    Close,
    Reopen,
    Amend,
}

/// Which draft of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DraftOf {
    pub kind: DraftKind,
    /// The change that came back as this draft; none for what is being written.
    #[serde(default)]
    pub source: Option<OpId>,
}

/// What stands in an editor. `text` is the officer's words; `fields` what else the form holds, as
/// JSON: `unit` of a disposition, `target` where it is somebody else's, `amendment`, or the form of a
/// recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// None only for a complaint being recorded.
    pub complaint: Option<ComplaintId>,
    pub kind: DraftKind,
    /// The change that came back as this draft (undone, or returned by the hub); none for what is
    /// being written. Each is a draft of its own: none takes another's place.
    #[serde(default)]
    pub source: Option<OpId>,
    pub text: String,
    pub then: Then,
    pub attachments: Vec<Attachment>,
    #[serde(default)]
    pub fields: serde_json::Value,
    /// What the officer saw when they began to write.
    #[serde(default)]
    pub seen: Option<Base>,
    pub saved_at: Option<DateTime<Utc>>,
}

impl Draft {
    pub fn of(&self) -> DraftOf {
        DraftOf {
            kind: self.kind,
            source: self.source,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveDraft {
    pub draft: Draft,
}
command!(SaveDraft => "draft_save" -> DateTime<Utc>);

/// The own drafts of a complaint, newest first; of the complaints being recorded where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListDrafts {
    pub complaint: Option<ComplaintId>,
}
command!(ListDrafts => "draft_list" -> Vec<Draft>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetDraft {
    pub complaint: Option<ComplaintId>,
    #[serde(flatten)]
    pub draft: DraftOf,
}
command!(GetDraft => "draft_get" -> Option<Draft>);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiscardDraft {
    pub complaint: Option<ComplaintId>,
    #[serde(flatten)]
    pub draft: DraftOf,
}
command!(DiscardDraft => "draft_discard" -> ());

/// Templates that fit the complaint first, the rest after.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ListTemplates {
    pub complaint: ComplaintId,
}
command!(ListTemplates => "template_list" -> Vec<Template>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub id: String,
    pub name: String,
    /// Text with variables `{{nama_variabel}}`.
    pub text: String,
    /// First word of the category path it is meant for.
    #[serde(default)]
    pub category: Option<String>,
}

/// Fills in what the complaint knows; what it does not stays `{{…}}` and blocks sending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FillTemplate {
    pub complaint: ComplaintId,
    pub template: String,
}
command!(FillTemplate => "template_fill" -> Filled);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filled {
    pub text: String,
    /// Byte ranges of values filled in and of variables still empty.
    pub marks: Vec<Mark>,
}

/// What to say before a public reply leaves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckReply {
    pub complaint: ComplaintId,
    pub text: String,
}
command!(CheckReply => "reply_check" -> Vec<Mark>);

/// What to say about a public reply before it is sent, beside the text itself: what others did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookBefore {
    pub complaint: ComplaintId,
    pub text: String,
    /// As in [`Submit`].
    pub seen: Option<Base>,
}
command!(LookBefore => "reply_look" -> Before);

/// Nothing where both are empty; else sending waits until the officer was told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Before {
    /// Public replies that others wrote since the officer began, oldest first.
    pub replies: Vec<Event>,
    /// The same text, sent before: the newest one.
    pub same: Option<Event>,
}

impl Before {
    pub fn is_nothing(&self) -> bool {
        self.replies.is_empty() && self.same.is_none()
    }
}

/// A place in a text. The range counts UTF-16 code units, as text areas do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub range: Range<u32>,
    pub kind: MarkKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum MarkKind {
    /// A value a template put in.
    Filled,
    /// A variable without a value: sending is refused.
    EmptyVariable {
        name: String,
    },
    PersonalData {
        what: PersonalData,
    },
    /// "akan kami sampaikan…" and the like: an answer that answers nothing.
    Placeholder,
    /// No day, date or time is named.
    NoDate,
}
