//! Importing the national Excel export.

mod changes;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::source_zone::{WrittenIn, ZonePeriod};

use crate::command;
use crate::files::FileId;

pub use changes::{
    BackCounts, Changed, Changes, ChangesPage, Count, Field, LookBack, Stays, TakeBack, TakenBack,
    TakesBack, What,
};

/// Imports a file that was handed over with [`crate::files`]. Progress comes as
/// [`crate::Event::ImportProgress`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    pub file: FileId,
    /// The zones that the officer confirmed for the file's times. They hold from then on.
    #[serde(default)]
    pub zones: Option<Vec<ZonePeriod>>,
}
command!(Run => "import_run" -> ImportReport);

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    pub read: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub unreadable: Vec<UnreadableRow>,
    /// Rows that were taken in with a word of privacy that nobody knows: protected until a word says
    /// otherwise. As the spreadsheet program counts them, from 1.
    #[serde(default)]
    pub unclear_privacy: Vec<u64>,
    /// New complaints that are protected only because nothing in the file says that they need not be.
    #[serde(default)]
    pub protected: u64,
    /// Rows about complaints of other offices, which a file does not change. Only at a hub.
    #[serde(default)]
    pub out_of_reach: u64,
    /// Columns that officers expect of an export and that were not found, by their name in it.
    #[serde(default)]
    pub missing_columns: Vec<String>,
    /// What the hours of the reports say of the zone they are written in, period by period; empty where
    /// there are too few to say anything.
    #[serde(default)]
    pub zones: Vec<ZoneHint>,
    /// The zone in which the times are read as long as nobody confirmed one; none once somebody did.
    #[serde(default)]
    pub assumed_zone: Option<WrittenIn>,
}

/// A period of a file, and the zone that the hours of its reports show. A proposal: what holds is `used`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneHint {
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    pub shown: WrittenIn,
    /// Reports it was read from.
    pub reports: u32,
    /// In which its times were read now.
    pub used: WrittenIn,
    /// Whether somebody confirmed that zone; otherwise it is assumed.
    pub confirmed: bool,
}

impl ImportReport {
    /// The zones to confirm where the hours of the file show another zone than its times were read in
    /// and nobody decided that yet; empty where nothing is open.
    pub fn proposed_zones(&self) -> Vec<ZonePeriod> {
        let open = |hint: &&ZoneHint| hint.shown != hint.used && !hint.confirmed;
        if !self.zones.iter().any(|hint| open(&hint)) {
            return Vec::new();
        }
        self.zones
            .iter()
            .enumerate()
            .map(|(index, hint)| ZonePeriod {
                from: (index > 0).then_some(hint.from),
                zone: hint.shown,
            })
            .collect()
    }
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
    /// It goes on with the report of the row before; what it adds (a second unit) has no field.
    ContinuesRow,
    /// For a reason that this version does not know.
    Other,
}

impl UnreadableReason {
    /// The reason with this word of the wire.
    pub fn of_code(code: &str) -> Self {
        match code {
            // Of before 1990, as far from the truth as of the future.
            "implausible-date" => Self::BadDate,
            code => serde_json::from_value(code.into()).unwrap_or(Self::Other),
        }
    }
}

/// Calls the import off that runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallOff;
command!(CallOff => "import_call_off" -> ());

/// Who imported what, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History;
command!(History => "import_history" -> Vec<Imported>);

/// A file that was imported, or was to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    pub id: String,
    pub file: String,
    /// Of its content, lower-case hex; none where it was not written down.
    pub sha256: Option<String>,
    /// None for this desk itself.
    pub by: Option<String>,
    /// By the command of the hub, and by no desk.
    pub at_hub: bool,
    pub begun_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub state: ImportedState,
    pub read: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub unreadable: u64,
    pub out_of_reach: u64,
    /// Whether what it did to each complaint can be looked at.
    pub kept: bool,
    /// Whether it is the work of another hub, carried over.
    pub carried: bool,
    pub takes_back: Option<TakesBack>,
    pub taken_back: Option<TakenBack>,
}

impl Imported {
    /// Whether it may be asked to be taken back.
    pub fn can_be_taken_back(&self) -> bool {
        self.state == ImportedState::Done
            && self.kept
            && !self.carried
            && self.takes_back.is_none()
            && self.taken_back.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ImportedState {
    Running,
    Done,
    Cancelled,
    /// Nothing of it was taken in.
    Failed {
        code: crate::Code,
    },
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
