//! One complaint: detail and facts.

use serde::{Deserialize, Serialize};

use tanggap_domain::change::{ChangeCode, Mandate};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::sla::{Clock, Explanation, Unjudged};
use tanggap_domain::status::Stage;

use crate::command;
use crate::compose::Draft;
use crate::joining::Likely;
use crate::outbox::OutboxRow;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Get {
    pub id: ComplaintId,
}
command!(Get => "complaint_get" -> Detail);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detail {
    /// As the officer should see it: confirmed facts with the pending changes applied.
    pub complaint: Complaint,
    /// Events of `complaint.history` that the hub does not have yet.
    pub pending: Vec<OpId>,
    /// The stage upstream has, where it differs from the one shown.
    pub confirmed_stage: Option<Stage>,
    /// Names from province to the deepest known region.
    pub place: Vec<String>,
    pub clocks: Vec<ClockView>,
    /// Clocks that have started and that no rule judges: "belum ada aturan".
    #[serde(default)]
    pub without_rule: Vec<Unjudged>,
    pub drafts: Vec<Draft>,
    /// Changes that came back and wait for the officer.
    pub attention: Vec<OutboxRow>,
    /// What may be done now, for enabling buttons. The shell checks again.
    pub allowed: Vec<Action>,
    /// What the officer's grant allows on any complaint.
    #[serde(default)]
    pub mandate: Mandate,
    /// What may be the same report, the likeliest first.
    #[serde(default)]
    pub likely: Vec<Likely>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClockView {
    pub clock: Clock,
    pub explanation: Explanation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    Verify,
    Dispose,
    Hold,
    Resume,
    NotOurAuthority,
    Archive,
    Reply,
    Note,
    Close,
    Reopen,
    Amend,
}

impl Action {
    /// The kind of change that it makes.
    pub fn code(self) -> ChangeCode {
        match self {
            Self::Verify => ChangeCode::Verify,
            Self::Dispose => ChangeCode::Dispose,
            Self::Hold => ChangeCode::Hold,
            Self::Resume => ChangeCode::Resume,
            Self::NotOurAuthority => ChangeCode::NotOurAuthority,
            Self::Archive => ChangeCode::Archive,
            Self::Reply => ChangeCode::Reply,
            Self::Note => ChangeCode::Note,
            Self::Close => ChangeCode::Close,
            Self::Reopen => ChangeCode::Reopen,
            Self::Amend => ChangeCode::Amend,
        }
    }
}
