//! What an imported file changed, and taking a wrong one back. The hub is asked each time: a desk keeps none of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::ids::ComplaintId;

use crate::command;

/// A page of what an import did to each complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// See [`super::Imported::id`].
    pub id: String,
    /// Only these; everything where it is none.
    #[serde(default)]
    pub what: Option<What>,
    /// 0, or [`ChangesPage::next`] of the page before.
    #[serde(default)]
    pub after: u64,
}
command!(Changes => "import_changes" -> ChangesPage);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesPage {
    pub counts: Vec<Count>,
    pub changes: Vec<Changed>,
    pub next: Option<u64>,
}

/// What an import did to a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    New,
    Changed,
    /// The file says what was known, and is newer.
    Confirmed,
    Same,
    /// Put back to what stood before a file that was taken back.
    Back,
    /// Left the lists, since only that file knew of it.
    Gone,
    /// Stays, see [`Stays`].
    Stays,
    /// For a reason that this version does not know.
    Other,
}

impl What {
    pub const ALL: [Self; 8] = [
        Self::Changed,
        Self::New,
        Self::Confirmed,
        Self::Same,
        Self::Back,
        Self::Gone,
        Self::Stays,
        Self::Other,
    ];

    /// The word of the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Confirmed => "confirmed",
            Self::Same => "same",
            Self::Back => "back",
            Self::Gone => "gone",
            Self::Stays => "stays",
            Self::Other => "other",
        }
    }

    pub fn of_code(code: &str) -> Self {
        let found = Self::ALL.into_iter().find(|it| it.code() == code);
        found.unwrap_or(Self::Other)
    }
}

/// Why something of a file that was taken back stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stays {
    /// An officer worked on it.
    Worked,
    /// A newer file, or another hub, told it since.
    Newer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub what: What,
    pub complaints: u64,
    /// Of these, those that the officer does not see.
    pub hidden: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    pub complaint: ComplaintId,
    pub tracking_id: String,
    pub what: What,
    pub stays: Option<Stays>,
    /// Whether it can be opened.
    pub is_here: bool,
    pub fields: Vec<Field>,
}

/// A field that was changed; without its words where those may be personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// `title`, `status`, `stage`, …, in the words of the hub.
    pub field: String,
    pub old: Option<String>,
    pub new: Option<String>,
}

/// What taking an import back would do now; nothing is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookBack {
    pub id: String,
}
command!(LookBack => "import_look_back" -> BackCounts);

/// Takes an import back, as one more entry of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakeBack {
    pub id: String,
    /// Why, in the officer's words; never empty.
    pub reason: String,
}
command!(TakeBack => "import_take_back" -> BackCounts);

/// Complaints, each in one of these but `partly`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackCounts {
    /// Put back to what stood before.
    pub back: u64,
    /// Of these, the ones in which something newer stays.
    pub partly: u64,
    /// Leave the lists: only this file knew of them.
    pub gone: u64,
    /// Stay, since an officer worked on them.
    pub worked: u64,
    /// Stay, since a newer file or another hub told them.
    pub newer: u64,
    /// The file had changed nothing that anybody sees.
    pub untouched: u64,
    /// Stay, since they are not the officer's to touch.
    pub out_of_reach: u64,
}

/// That an entry takes another one back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakesBack {
    /// Of the other entry.
    pub id: String,
    pub reason: String,
    /// Once it is done.
    pub counts: Option<BackCounts>,
}

/// That an entry was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Of the entry that did.
    pub id: String,
    /// None for this desk itself, or where it is not told.
    pub by: Option<String>,
    pub at: Option<DateTime<Utc>>,
}
