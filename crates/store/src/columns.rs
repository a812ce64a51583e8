//! How values lie in columns.

use chrono::{DateTime, Utc};
use serde::Serialize;
use tanggap_domain::change::Change;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId};

use crate::error::StoreError;

pub(crate) fn id_bytes(id: ComplaintId) -> Vec<u8> {
    id.0.as_bytes().to_vec()
}

pub(crate) fn id_of_bytes(bytes: &[u8]) -> Result<ComplaintId, StoreError> {
    uuid::Uuid::from_slice(bytes)
        .map(ComplaintId)
        .map_err(|_| StoreError::unreadable("complaint id"))
}

/// A JSON array of hexadecimal ids: one parameter for any number of them.
pub(crate) fn json_of_ids(ids: &[ComplaintId]) -> String {
    let mut json = String::with_capacity(ids.len() * 35 + 2);
    json.push('[');
    for (i, id) in ids.iter().enumerate() {
        if i > 0 {
            json.push(',');
        }
        json.push('"');
        json.push_str(&id.0.simple().to_string());
        json.push('"');
    }
    json.push(']');
    json
}

pub(crate) fn complaint_of_json(json: &str) -> Result<Complaint, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::of_json("complaint", &error))
}

pub(crate) fn json_of<T: Serialize>(value: &T, what: &'static str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::of_json(what, &error))
}

pub(crate) fn time_of_ms(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

pub(crate) fn change_of_json(json: &str) -> Result<Change, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::of_json("change", &error))
}

pub(crate) fn op_bytes(op: OpId) -> Vec<u8> {
    op.0.as_bytes().to_vec()
}

/// `(?,?),(?,?)` for two rows of two columns.
pub(crate) fn places(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(","));
    vec![row; rows].join(",")
}
