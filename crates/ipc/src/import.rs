//! Importing the national Excel export.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::command;
use crate::files::FileId;

/// Imports a file that was handed over with [`crate::files`]. Progress comes as
/// [`crate::Event::ImportProgress`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub file: FileId,
}
command!(Run => "import_run" -> ImportReport);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub read: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub unreadable: Vec<UnreadableRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadableRow {
    /// As the spreadsheet program counts it, from 1.
    pub row: u64,
    pub reason: UnreadableReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnreadableReason {
    NoTrackingId,
    BadTrackingId,
    /// An earlier row has the same number and other contents; that one was taken.
    DuplicateTrackingId,
    NoDate,
    BadDate,
    BadTime,
    /// Received after today, by the clock of this computer.
    FutureDate,
    NoText,
    TextTooLong,
    NotNational,
}

/// Rows and pages that could not be read, kept with the reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problems;
command!(Problems => "import_problems" -> Vec<Problem>);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub source: String,
    pub place: String,
    pub reason: String,
    /// The row as it came.
    pub raw: String,
    /// When its file was imported; none for what came from a hub.
    pub at: Option<DateTime<Utc>>,
}
