//! Files of the national system on their way into the hub: `/v1/imports`. The content comes first, as any
//! other file (see [`crate::upload`]), announced with [`crate::upload::Purpose::Import`].

mod changes;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::source_zone::{ZonePeriod, ZoneProposal};

use crate::about::Officer;

pub use changes::{
    ChangeCount, FieldChange, ImportChange, ImportChanges, TakeBackCounts, TakeBackRequest,
    TakesBack, UnreadableContent, UnreadableList, what,
};

/// `POST /v1/imports`: take this file in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportRequest {
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// As the officer knows the file.
    pub name: String,
    /// The zones that its times are written in; empty where nobody decided that.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub zones: Vec<ZonePeriod>,
    /// Whose export it is, among the officer's scopes: `16.71`. None where they have only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<String>,
    #[serde(default, skip_serializing_if = "ImportKind::is_export")]
    pub kind: ImportKind,
}

/// What the file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImportKind {
    /// A spreadsheet of the national system.
    #[default]
    Export,
    /// What another hub kept, see [`crate::carried`].
    Carried,
}

impl ImportKind {
    fn is_export(&self) -> bool {
        *self == Self::Export
    }
}

/// One import: who brought what, and what it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Import {
    pub id: String,
    /// Of the file; of the file that is taken back.
    pub name: String,
    pub sha256: String,
    /// Of the hub's own command, nobody: the nil id, and [`Self::at_hub`].
    pub by: Officer,
    pub begun_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    pub state: ImportState,
    /// Rows read, and rows to read; both 0 before anything was counted.
    #[serde(default)]
    pub read: u64,
    #[serde(default)]
    pub expected: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<ImportReport>,
    #[serde(default, skip_serializing_if = "ImportKind::is_export")]
    pub kind: ImportKind,
    /// Brought by the command of the hub itself, and by no desk.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_hub: bool,
    /// Whether the hub keeps what it did to each complaint: it can be looked at, and taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub kept: bool,
    /// Where this entry takes another one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_back: Option<TakesBack>,
    /// The entry that took this one back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_back_by: Option<String>,
}

/// A file is taken in as a whole or not at all: only `done` changed anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImportState {
    /// Another file goes first.
    Waiting,
    Reading,
    Done,
    /// The officer called it off.
    Cancelled,
    /// For this reason: a code of the spreadsheet reader, `interrupted`, `disk-full`, `internal`.
    Failed(String),
}

impl ImportState {
    pub fn is_over(&self) -> bool {
        !matches!(self, Self::Waiting | Self::Reading)
    }
}

/// What an import did. `read` is the sum of new, updated, unchanged, unreadable and out of reach.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportReport {
    pub read: u64,
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    /// Rows about complaints that are not the officer's to touch.
    #[serde(default)]
    pub out_of_reach: u64,
    /// New complaints that are protected only because nothing says that they need not be.
    #[serde(default)]
    pub protected: u64,
    #[serde(default)]
    pub unreadable: Vec<UnreadableRow>,
    /// Rows taken in with a word of privacy that nobody knows.
    #[serde(default)]
    pub unclear_privacy: Vec<u32>,
    /// By their name in the national export.
    #[serde(default)]
    pub missing_columns: Vec<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Vec<Object>))]
    pub zones: Vec<ZoneProposal>,
    /// Complaints in which another hub, whose work was carried over, and this one differ.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
}

/// A complaint of which two hubs say different things; this hub's own holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Differs {
    pub tracking_id: String,
    /// `status`, `unit`, `category`, …: codes of `domain::merge::carried::CarriedField`.
    pub fields: Vec<String>,
}

/// A row that gave no complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnreadableRow {
    /// As the spreadsheet program counts, from 1.
    pub row: u32,
    /// Why: `no-tracking-id`, `bad-date`, `future-date`, …
    pub reason: String,
}

/// `GET /v1/imports`: what the officer and those who see no more than they brought, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportList {
    pub imports: Vec<Import>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_wire() {
        let import = Import {
            id: "0192f00d-7a2b-7c11-9abc-def012345678".into(),
            name: "ekspor.xlsx".into(),
            sha256: "ab".repeat(32),
            by: Officer {
                id: "0192f00d-7a2b-7c11-9abc-def000000001".parse().unwrap(),
                name: "Ani".into(),
            },
            begun_at: "2026-11-27T03:00:00Z".parse().unwrap(),
            ended_at: None,
            state: ImportState::Failed("workbook-damaged".into()),
            read: 7,
            expected: 9,
            report: Some(ImportReport {
                read: 1,
                unreadable: vec![UnreadableRow {
                    row: 7,
                    reason: "no-date".into(),
                }],
                ..ImportReport::default()
            }),
            kind: ImportKind::Export,
            at_hub: false,
            kept: true,
            takes_back: None,
            taken_back_by: None,
        };
        let json = serde_json::to_value(&import).unwrap();
        assert_eq!(
            json["state"],
            serde_json::json!({ "failed": "workbook-damaged" })
        );
        assert_eq!(serde_json::from_value::<Import>(json).unwrap(), import);
        let done = serde_json::to_value(ImportState::Done).unwrap();
        assert_eq!(done, "done");
        // As a hub of before wrote it.
        let before = serde_json::json!({
            "id": "0192f00d-7a2b-7c11-9abc-def012345678", "name": "a.xlsx", "sha256": "",
            "by": { "id": "0192f00d-7a2b-7c11-9abc-def000000001", "name": "Ani" },
            "begun_at": "2026-11-27T03:00:00Z", "state": "done",
        });
        let before: Import = serde_json::from_value(before).unwrap();
        assert_eq!((before.kept, before.kind), (false, ImportKind::Export));
    }
}
