//! Who may do what. One matrix, asked by [`Complaint::apply`](crate::complaint::Complaint::apply), so
//! that buttons, preview and the hub's verdict never differ.

use serde::{Deserialize, Serialize};

use super::{ChangeKind, Then};

/// What an officer's grant allows on complaints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mandate {
    /// An officer of a region, a province or the nation: everything.
    #[default]
    Full,
    /// Sees complaints only because they are about the own agency or unit (`ins:` scopes): answers,
    /// asks, notes and reminds. Whether the complaint about it is closed, moved or put aside is decided
    /// by others, also when the unit itself says that the work is done.
    OwnUnit,
}

impl Mandate {
    pub const ALL: [Self; 2] = [Self::Full, Self::OwnUnit];

    pub fn is_full(&self) -> bool {
        *self == Self::Full
    }
}

/// Whether an officer with this mandate may do that at all, on whatever complaint.
pub fn may(mandate: Mandate, kind: &ChangeKind) -> bool {
    match (mandate, kind) {
        (Mandate::Full, _) => true,
        (Mandate::OwnUnit, ChangeKind::Reply { then, .. }) => match then {
            Then::Keep | Then::Proses | Then::AskReporter => true,
            Then::Selesai => false,
        },
        (Mandate::OwnUnit, ChangeKind::Note { .. } | ChangeKind::Remind(_)) => true,
        (
            Mandate::OwnUnit,
            ChangeKind::Record(_)
            | ChangeKind::Verify
            | ChangeKind::Dispose { .. }
            | ChangeKind::Hold { .. }
            | ChangeKind::Resume
            | ChangeKind::NotOurAuthority { .. }
            | ChangeKind::Archive { .. }
            | ChangeKind::Close { .. }
            | ChangeKind::Reopen { .. }
            | ChangeKind::Amend(_),
        ) => false,
    }
}
