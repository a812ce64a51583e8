//! What one import did to each complaint, and taking it back.

use serde::{Deserialize, Serialize};
use tanggap_domain::ids::ComplaintId;

/// The words of [`ImportChange::what`].
pub mod what {
    /// Nobody knew the complaint.
    pub const NEW: &str = "new";
    pub const CHANGED: &str = "changed";
    /// The file says what was known, and is newer.
    pub const CONFIRMED: &str = "confirmed";
    pub const SAME: &str = "same";
    /// Of an entry that takes another back: put back to what stood before.
    pub const BACK: &str = "back";
    /// Left the lists: only that file knew of it.
    pub const GONE: &str = "gone";
    /// Stays as it is, see [`super::ImportChange::stays`].
    pub const STAYS: &str = "stays";

    pub const ALL: [&str; 7] = [NEW, CHANGED, CONFIRMED, SAME, BACK, GONE, STAYS];
}

/// `GET /v1/imports/{id}/changes`: a page of what the import did, as far as the officer sees the complaints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChanges {
    pub counts: Vec<ChangeCount>,
    pub changes: Vec<ImportChange>,
    /// To be asked for with `after` for the next page; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
}

/// How many complaints there are of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangeCount {
    /// See [`ImportChange::what`].
    pub what: String,
    pub complaints: u64,
    /// Of these, those outside what the officer sees: counted, never listed.
    #[serde(default)]
    pub hidden: u64,
}

/// What the import did to one complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportChange {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub complaint_id: ComplaintId,
    pub tracking_id: String,
    /// A word of [`what`].
    pub what: String,
    /// Why something of what the file told stays: `worked`, `newer`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays: Option<String>,
    /// Whether the complaint is in the lists now.
    pub is_here: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
}

/// One field that was changed. What may hold personal data is named without its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// `title`, `status`, `stage`, `unit`, …
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

/// `POST /v1/imports/{id}/take-back`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeBackRequest {
    /// Why, in the officer's words.
    pub reason: String,
}

/// That an entry of the history takes another one back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakesBack {
    /// [`super::Import::id`] of the other one.
    pub id: String,
    pub reason: String,
    /// Once it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<TakeBackCounts>,
}

/// What taking an import back does, or did: `GET /v1/imports/{id}/take-back`. Complaints, each in one of these
/// but `partly`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TakeBackCounts {
    /// Put back to what stood before.
    pub back: u64,
    /// Of these, the ones in which something newer stays.
    #[serde(default)]
    pub partly: u64,
    /// Leave the lists: only this file knew of them.
    pub gone: u64,
    /// Stay, since an officer worked on them.
    pub worked: u64,
    /// Stay, since a newer file or another hub told them.
    pub newer: u64,
    /// The file had changed nothing of them that anybody sees.
    pub untouched: u64,
    /// Stay, since they are not the officer's to touch.
    #[serde(default)]
    pub out_of_reach: u64,
}

/// `GET /v1/imports/{id}/unreadable`: the rows as they stand in the file, for whoever brought it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnreadableList {
    pub rows: Vec<UnreadableContent>,
    /// To be asked for with `after` for the next page; none on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// A row that gave no complaint, with its cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnreadableContent {
    /// As the spreadsheet program counts, from 1.
    pub row: u32,
    pub reason: String,
    /// Column name to words, as JSON text.
    pub raw: String,
}
