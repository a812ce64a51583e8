//! The kind of a change by its name: where a list, a log or a column tells kinds apart without holding
//! the change itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ChangeKind;

/// Names are those of the wire, of columns and of JSON answers. One of another version is kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeCode {
    Record,
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
    Remind,
    Join,
    Split,
    TellApart,
    #[serde(untagged)]
    Other(String),
}

impl ChangeCode {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Record => "record",
            Self::Verify => "verify",
            Self::Dispose => "dispose",
            Self::Hold => "hold",
            Self::Resume => "resume",
            Self::NotOurAuthority => "not-our-authority",
            Self::Archive => "archive",
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Amend => "amend",
            Self::Remind => "remind",
            Self::Join => "join",
            Self::Split => "split",
            Self::TellApart => "tell-apart",
            Self::Other(name) => name,
        }
    }

    /// Whether such a change holds anything that could be written otherwise.
    pub fn is_editable(&self) -> bool {
        match self {
            Self::Record
            | Self::Dispose
            | Self::Hold
            | Self::NotOurAuthority
            | Self::Archive
            | Self::Reply
            | Self::Note
            | Self::Close
            | Self::Reopen
            | Self::Amend => true,
            // Of another version: nobody here knows what it holds.
            Self::Verify
            | Self::Resume
            | Self::Remind
            | Self::Join
            | Self::Split
            | Self::TellApart
            | Self::Other(_) => false,
        }
    }
}

impl fmt::Display for ChangeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl ChangeKind {
    pub fn code(&self) -> ChangeCode {
        match self {
            Self::Record(_) => ChangeCode::Record,
            Self::Verify => ChangeCode::Verify,
            Self::Dispose { .. } => ChangeCode::Dispose,
            Self::Hold { .. } => ChangeCode::Hold,
            Self::Resume => ChangeCode::Resume,
            Self::NotOurAuthority { .. } => ChangeCode::NotOurAuthority,
            Self::Archive { .. } => ChangeCode::Archive,
            Self::Reply { .. } => ChangeCode::Reply,
            Self::Note { .. } => ChangeCode::Note,
            Self::Close { .. } => ChangeCode::Close,
            Self::Reopen { .. } => ChangeCode::Reopen,
            Self::Amend(_) => ChangeCode::Amend,
            Self::Remind(_) => ChangeCode::Remind,
            Self::Join { .. } => ChangeCode::Join,
            Self::Split { .. } => ChangeCode::Split,
            Self::TellApart { .. } => ChangeCode::TellApart,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_named_as_their_json_and_unknown_ones_survive() {
        for (code, name) in [
            (ChangeCode::Record, "record"),
            (ChangeCode::NotOurAuthority, "not-our-authority"),
            (ChangeCode::Remind, "remind"),
            (ChangeCode::Other("merge".to_owned()), "merge"),
        ] {
            let json = serde_json::to_string(&code).unwrap();
            assert_eq!(json, format!("\"{name}\""));
            assert_eq!(code.as_str(), name);
            assert_eq!(serde_json::from_str::<ChangeCode>(&json).unwrap(), code);
        }
    }

    #[test]
    fn a_kind_is_named_as_its_json_is_tagged() {
        for kind in [
            ChangeKind::Verify,
            ChangeKind::Resume,
            ChangeKind::Hold {
                reason: String::new(),
            },
            ChangeKind::Amend(Default::default()),
        ] {
            let json = serde_json::to_value(&kind).unwrap();
            assert_eq!(json["kind"], kind.code().as_str());
        }
    }
}
