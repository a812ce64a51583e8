//! What went wrong, as the window needs to know it. The sentences live in the window's catalogue.

use serde::{Deserialize, Serialize};
use tanggap_domain::change::Refused;

use crate::calendar::Fault;

/// A refusal or failure. `detail` is for the log view and holds no personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub code: Code,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Why a change was refused, where `code` is [`Code::Refused`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refused>,
    /// What is wrong with a calendar, a decree or rules, where `code` is [`Code::BadCalendar`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Box<Fault>>,
}

impl Error {
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            refused: None,
            fault: None,
        }
    }

    pub fn with(code: Code, detail: impl ToString) -> Self {
        Self {
            code,
            detail: Some(detail.to_string()),
            refused: None,
            fault: None,
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self {
            code: Code::Refused,
            detail: None,
            refused: Some(refused),
            fault: None,
        }
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self {
            code: Code::BadCalendar,
            detail: None,
            refused: None,
            fault: Some(Box::new(fault)),
        }
    }
}

/// Each code has its own sentence in the window: what happened, what is safe, what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    // Opening the profile
    NoProfile,
    ProfileExists,
    AlreadyRunning,
    WrongKey,
    NoKeychain,
    PassphraseTooShort,
    JournalDamaged,
    NewerSchema,
    UnsafeFolder,
    DiskFull,
    // Doing something with a complaint
    NotFound,
    /// Several complaints have the number; the detail holds their ids.
    NumberNotUnique,
    Refused,
    EmptyVariable,
    TooLateToWithdraw,
    /// A colleague replied since, or the same text was sent before: said before sending.
    LookFirst,
    /// It is on its way: only what came back, or never left, can be changed.
    OnItsWay,
    /// It waits for somebody else: take it over first.
    OthersWork,
    /// It was written in practice, and never leaves it.
    PracticeWork,
    // Talking to a hub
    BadAddress,
    Offline,
    NotAHub,
    TokenRejected,
    HubTooNew,
    HubFailed,
    PracticeUnavailable,
    /// The desk's own hub was written by a newer version.
    OwnHubNewer,
    /// The desk's own hub does not open.
    OwnHubClosed,
    /// The hub keeps the complaints: files are read there.
    ImportWhileConnected,
    /// Nothing real is imported into practice.
    ImportPractising,
    /// Only whoever answers for a region brings files.
    ImportNotYours,
    /// The hub could not be reached: nothing was begun.
    ImportHubAway,
    /// The hub took the file, and its answer did not come.
    ImportGoesOn,
    ImportCancelled,
    /// The hub was started anew meanwhile: nothing was taken in.
    ImportInterrupted,
    /// The history of imports is the hub's, which cannot be reached.
    ImportHistoryAway,
    /// What the file did to each complaint is not kept.
    ImportNotKept,
    /// The file was taken back before.
    ImportTakenBack,
    /// The account may not take this file back.
    TakeBackNotYours,
    /// The hub does not say whether the file was taken back.
    TakeBackGoesOn,
    // Files
    FileEmpty,
    FileTooLarge,
    FileMissing,
    NotASpreadsheet,
    /// A workbook that opens with a password only.
    SpreadsheetPassword,
    SpreadsheetDamaged,
    OtherSpreadsheet,
    EmptySpreadsheet,
    /// Nothing of it is late, so there is nothing to remind of.
    NotOverdue,
    /// A report cannot have been received after now.
    ReceivedInFuture,
    // Calendar and rules
    /// See `fault`.
    BadCalendar,
    /// Another version was adopted in the meantime.
    Moved,
    /// Autostart could not be set.
    AutostartFailed,
    // Anything else; the log says more
    BadInput,
    Internal,
}
