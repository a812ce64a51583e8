//! Files that were brought, as the hub has them on record.

use chrono::{DateTime, Utc};
use tanggap_domain::ids::OfficerId;
use tanggap_domain::provenance::AsOf;
use tanggap_protocol::about::Officer;
use tanggap_protocol::import::{
    Import, ImportKind, ImportReport, ImportState, TakeBackCounts, TakesBack,
};
use tanggap_protocol::scope::Scope;
use uuid::Uuid;

/// An entry of the history of imports that begins.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub id: Uuid,
    /// None: the hub's own command.
    pub officer: Option<OfficerId>,
    pub name: String,
    pub sha256: String,
    pub what: EntryKind,
    /// Whose export it is.
    pub office: Option<Scope>,
    pub now: DateTime<Utc>,
}

/// What an entry of the history of imports is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Brought(ImportKind),
    TakesBack { import: Uuid, reason: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportEnd {
    pub state: ImportState,
    pub report: Option<ImportReport>,
}

/// What is known of a file once it was read to its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileRead {
    /// Without what becomes of its rows.
    pub report: ImportReport,
    /// When the file was made.
    pub as_of: Option<AsOf>,
}

/// A row that gave no complaint, as the file has it. Personal data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableRaw {
    pub row: u32,
    pub reason: String,
    /// Column name to words, as JSON text.
    pub raw: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    pub id: Uuid,
    /// None: the hub's own command.
    pub officer: Option<OfficerId>,
    pub officer_name: String,
    pub name: String,
    pub sha256: String,
    pub begun_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
    pub state: ImportState,
    pub report: Option<ImportReport>,
    pub what: EntryKind,
    pub office: Option<Scope>,
    /// Whether what it did to each complaint is kept.
    pub kept: bool,
    /// Of an entry that takes another back, once it is done.
    pub counts: Option<TakeBackCounts>,
    /// The entry that took this one back.
    pub taken_back_by: Option<Uuid>,
}

/// As desks and other hubs read it.
impl From<ImportRow> for Import {
    fn from(row: ImportRow) -> Self {
        let ImportRow {
            id,
            officer,
            officer_name,
            name,
            sha256,
            begun_at,
            ended_at,
            state,
            report,
            what,
            office: _,
            kept,
            counts,
            taken_back_by,
        } = row;
        let (kind, takes_back) = match what {
            EntryKind::Brought(kind) => (kind, None),
            EntryKind::TakesBack { import, reason } => {
                let id = import.to_string();
                let back = TakesBack { id, reason, counts };
                (ImportKind::Export, Some(back))
            }
        };
        Self {
            id: id.to_string(),
            name,
            sha256,
            at_hub: officer.is_none(),
            by: Officer {
                id: officer.unwrap_or(OfficerId(Uuid::nil())),
                name: officer_name,
            },
            begun_at,
            ended_at,
            state,
            read: 0,
            expected: 0,
            report,
            kind,
            kept,
            takes_back,
            taken_back_by: taken_back_by.map(|id| id.to_string()),
        }
    }
}

/// A page of what an import did.
#[derive(Clone, Debug)]
pub struct ChangesWanted {
    pub import: Uuid,
    /// Scopes of which the officer sees complaints in whole; none: the hub's administrator, who sees all.
    pub scopes: Option<Vec<Scope>>,
    /// Only these, by the words of the protocol; all of them where it is empty.
    pub what: Vec<String>,
    pub after: u64,
    pub most: u32,
}
