//! One table of lengths: what every text, list and history of a complaint may hold.
//!
//! What an officer writes beyond it is refused, what a file brings beyond it is cut with a mark, so a
//! complaint always fits a page of the feed ([`COMPLAINT_BYTES`]) and never keeps a desk from the
//! others. Nothing is ever cut without its mark.

mod cut;
mod measure;
#[cfg(test)]
pub(crate) mod tests;

use serde::{Deserialize, Serialize};

use crate::change::Refused;
use crate::event::Event;
use crate::ids::MAX_TEXT_ID_BYTES;

pub use measure::{encoded_bytes, history_bytes};

const KIB: usize = 1024;

/// A text of a complaint or of an operation.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// One line of a list. Forms that have no text column write whole sentences here.
    Title,
    /// Also the first body. A cell of a spreadsheet holds 32,767 characters; letters typed in at the
    /// counter may be longer, and people paste.
    Body,
    /// A public reply or a question. The default of answers from before limits had names.
    #[default]
    Reply,
    Note,
    /// Of hold, archive, close, reopen, not our authority.
    Reason,
    /// What goes along to the unit.
    Instruction,
    /// The longest official names are about 150 characters.
    Agency,
    /// One word of a path.
    Category,
    /// A word of a source that we keep as it came.
    Classification,
    Channel,
    /// Of the reporter.
    Name,
    /// Telephone, e-mail.
    Contact,
    /// A region's name in the source's words.
    Place,
    Address,
    /// Code and name of the national status.
    Status,
    /// `Alasan Tunda/Arsip`.
    StatusText,
    FileName,
    FileType,
    /// Name of a column without a field of its own.
    Column,
    /// What stands in it.
    ColumnValue,
}

impl TextKind {
    pub const ALL: [Self; 20] = [
        Self::Title,
        Self::Body,
        Self::Reply,
        Self::Note,
        Self::Reason,
        Self::Instruction,
        Self::Agency,
        Self::Category,
        Self::Classification,
        Self::Channel,
        Self::Name,
        Self::Contact,
        Self::Place,
        Self::Address,
        Self::Status,
        Self::StatusText,
        Self::FileName,
        Self::FileType,
        Self::Column,
        Self::ColumnValue,
    ];

    /// Longest, in bytes as [`encoded_bytes`] counts them.
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Body => 2048 * KIB,
            Self::Reply | Self::Note | Self::Reason | Self::Instruction => 64 * KIB,
            Self::ColumnValue => 16 * KIB,
            Self::StatusText => 8 * KIB,
            Self::Title | Self::Address => 4 * KIB,
            // 120 characters, of at most 4 bytes: `Attachment::safe_name`.
            Self::FileName => 480,
            Self::Agency | Self::Category | Self::Place | Self::Column => KIB,
            Self::Name | Self::Contact | Self::Status => 512,
            Self::Classification | Self::Channel | Self::FileType => 256,
        }
    }

    /// The word of wire, JSON answers and command lines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Reason => "reason",
            Self::Instruction => "instruction",
            Self::Agency => "agency",
            Self::Category => "category",
            Self::Classification => "classification",
            Self::Channel => "channel",
            Self::Name => "name",
            Self::Contact => "contact",
            Self::Place => "place",
            Self::Address => "address",
            Self::Status => "status",
            Self::StatusText => "status-text",
            Self::FileName => "file-name",
            Self::FileType => "file-type",
            Self::Column => "column",
            Self::ColumnValue => "column-value",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// # Errors
    /// [`Refused::TextTooLong`] names this kind and its limit.
    pub fn check(self, text: &str) -> Result<(), Refused> {
        let max_bytes = self.max_bytes();
        if encoded_bytes(text) > max_bytes {
            return Err(Refused::TextTooLong {
                text: self,
                max_bytes,
            });
        }
        Ok(())
    }
}

/// A list of a complaint or of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Words of a category path. The national tree is three deep.
    CategoryPath,
    /// Files of one reply, note or recording.
    Files,
    /// Files of a complaint itself.
    ComplaintFiles,
    /// Columns without a field of their own. The widest export known has 26 columns in all.
    Columns,
}

impl ListKind {
    pub const ALL: [Self; 4] = [
        Self::CategoryPath,
        Self::Files,
        Self::ComplaintFiles,
        Self::Columns,
    ];

    /// Most entries.
    pub const fn most(self) -> usize {
        match self {
            Self::CategoryPath => 8,
            Self::Files => 20,
            Self::ComplaintFiles => 100,
            Self::Columns => 64,
        }
    }

    /// The word of wire, JSON answers and command lines.
    pub fn code(self) -> &'static str {
        match self {
            Self::CategoryPath => "category-path",
            Self::Files => "files",
            Self::ComplaintFiles => "complaint-files",
            Self::Columns => "columns",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// # Errors
    /// [`Refused::TooMany`] names this kind and its limit.
    pub fn check(self, len: usize) -> Result<(), Refused> {
        let most = self.most();
        if len > most {
            return Err(Refused::TooMany { list: self, most });
        }
        Ok(())
    }
}

/// Who may still write when a history grows long. Each leaves room for those after it, so that a full
/// history still takes the answer that ends it, and what the source has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Room {
    /// Notes, reminders, steps of the work.
    Work,
    /// Replies and questions, and taking up again what was closed.
    Answer,
    /// What ends a complaint, and the reporter's own words.
    End,
    /// The national system.
    Source,
}

impl Room {
    pub const ALL: [Self; 4] = [Self::Work, Self::Answer, Self::End, Self::Source];

    /// How long the history may become, in bytes as [`history_bytes`] counts them. A usual entry has
    /// 300 to 1,000; the room of `End` holds two replies of full length with all their files.
    pub const fn max_bytes(self) -> usize {
        match self {
            Self::Work => 3072 * KIB,
            Self::Answer => 3328 * KIB,
            Self::End => 3584 * KIB,
            Self::Source => HISTORY_BYTES,
        }
    }

    /// How many entries the history may have: the window draws them all.
    pub const fn most_events(self) -> usize {
        match self {
            Self::Work => 1800,
            Self::Answer => 1900,
            Self::End => 1920,
            Self::Source => 2000,
        }
    }

    /// Whether this history is short enough.
    pub fn holds(self, history: &[Event]) -> bool {
        history.len() <= self.most_events() && history_bytes(history) <= self.max_bytes()
    }
}

/// Longest history of a complaint, in bytes as [`history_bytes`] counts them.
pub const HISTORY_BYTES: usize = 3840 * KIB;

/// Longest complaint, in bytes of JSON on one line: every field at its limit, and the history.
pub const COMPLAINT_BYTES: usize = facts_bytes() + HISTORY_BYTES;

const fn facts_bytes() -> usize {
    // Names of members, ids, times, numbers and their punctuation: about 1,300 bytes; which file told
    // which field: about 3,000.
    let fixed = 6 * KIB;
    let agency = TextKind::Agency.max_bytes() + MAX_TEXT_ID_BYTES + 24;
    let category = ListKind::CategoryPath.most() * (TextKind::Category.max_bytes() + 3);
    let reporter = TextKind::Name.max_bytes() + 2 * TextKind::Contact.max_bytes();
    let location = 4 * TextKind::Place.max_bytes() + TextKind::Address.max_bytes();
    let national = 2 * TextKind::Status.max_bytes() + TextKind::StatusText.max_bytes();
    let file = 64 + TextKind::FileName.max_bytes() + TextKind::FileType.max_bytes() + 80;
    let files = ListKind::ComplaintFiles.most() * file;
    let column = TextKind::Column.max_bytes() + TextKind::ColumnValue.max_bytes() + 6;
    let columns = ListKind::Columns.most() * column;
    let words = TextKind::Classification.max_bytes() + TextKind::Channel.max_bytes();
    let texts = TextKind::Title.max_bytes() + 2 * TextKind::Body.max_bytes();
    let named = words + category + MAX_TEXT_ID_BYTES + reporter + location + 2 * agency + national;
    fixed + texts + named + files + columns
}
