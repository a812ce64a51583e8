//! A complaint on the wire.

pub(crate) mod parts;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tanggap_domain::complaint::{Category, Complaint, Priority};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::provenance::Provenance;
use tanggap_domain::status::Stage;

use crate::event::WireEvent;

pub(crate) use parts::unreadable;
pub use parts::{
    Unreadable, WireAgency, WireAttachment, WireJoined, WireLocation, WireNationalStatus,
    WireReporter, WireVersions,
};
use parts::{channel_of, classification_of, priority_of, priority_word};

/// Every field of a complaint, with absent ones left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireComplaint {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub id: ComplaintId,
    pub tracking_id: String,
    pub title: String,
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_body: Option<String>,
    pub classification: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category_id: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub category: Vec<String>,
    pub channel: String,
    #[serde(default)]
    pub anonymous: bool,
    #[serde(default)]
    pub secret: bool,
    #[serde(default, skip_serializing_if = "WireReporter::is_empty")]
    pub reporter: WireReporter,
    pub received_at: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_on: Option<NaiveDate>,
    #[serde(default)]
    pub location: WireLocation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<WireAgency>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<WireAgency>,
    pub stage: String,
    #[serde(default)]
    pub national: WireNationalStatus,
    #[serde(default = "normal")]
    pub priority: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<WireAttachment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<WireEvent>,
    pub versions: WireVersions,
    /// Which file told the national fields, and how sure receipt and privacy are.
    #[serde(default, skip_serializing_if = "Provenance::is_default")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub provenance: Provenance,
    /// The recording it is one with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<WireJoined>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
    /// Members of a newer version. They end in `extra` of the domain's complaint.
    #[serde(flatten)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub unknown: BTreeMap<String, Value>,
}

fn normal() -> String {
    priority_word(Priority::Normal).to_owned()
}

impl From<Complaint> for WireComplaint {
    fn from(complaint: Complaint) -> Self {
        let Complaint {
            id,
            tracking_id,
            title,
            body,
            first_body,
            classification,
            category,
            channel,
            privacy,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            unit,
            stage,
            national,
            priority,
            attachments,
            rating,
            history,
            versions,
            provenance,
            joined,
            extra,
        } = complaint;
        Self {
            id,
            tracking_id: tracking_id.as_str().to_owned(),
            title,
            body,
            first_body,
            classification: classification.code().to_owned(),
            category_id: category.id.map(Into::into),
            category: category.path,
            channel: channel.code().to_owned(),
            anonymous: privacy.anonymous,
            secret: privacy.secret,
            reporter: reporter.into(),
            received_at,
            incident_on,
            location: location.into(),
            agency: agency.map(Into::into),
            unit: unit.map(Into::into),
            stage: stage.code().to_owned(),
            national: national.into(),
            priority: priority_word(priority).to_owned(),
            attachments: attachments.into_iter().map(Into::into).collect(),
            rating,
            history: history.into_iter().map(Into::into).collect(),
            versions: versions.into(),
            provenance,
            joined: joined.map(Into::into),
            extra,
            unknown: BTreeMap::new(),
        }
    }
}

impl TryFrom<WireComplaint> for Complaint {
    type Error = Unreadable;

    fn try_from(wire: WireComplaint) -> Result<Self, Unreadable> {
        let WireComplaint {
            id,
            tracking_id,
            title,
            body,
            first_body,
            classification,
            category_id,
            category,
            channel,
            anonymous,
            secret,
            reporter,
            received_at,
            incident_on,
            location,
            agency,
            unit,
            stage,
            national,
            priority,
            attachments,
            rating,
            history,
            versions,
            provenance,
            joined,
            mut extra,
            unknown,
        } = wire;
        for (name, value) in unknown {
            let text = match value {
                Value::String(text) => text,
                other => other.to_string(),
            };
            extra.entry(name).or_insert(text);
        }
        // A stage of a newer hub: treated as open and shown as unknown, with its word kept.
        let stage = Stage::of_code(&stage).unwrap_or_else(|| {
            extra.entry("stage".to_owned()).or_insert(stage);
            Stage::TidakDikenal
        });
        let history: Result<Vec<_>, _> = history.into_iter().map(TryInto::try_into).collect();
        Ok(Self {
            id,
            tracking_id: TrackingId::parse(&tracking_id).map_err(|_| unreadable("tracking_id"))?,
            title,
            body,
            first_body,
            classification: classification_of(classification),
            category: Category::new(category_id.as_deref(), category),
            channel: channel_of(channel),
            privacy: Privacy { anonymous, secret },
            reporter: reporter.into(),
            received_at,
            incident_on,
            location: location.try_into()?,
            agency: agency.map(Into::into),
            unit: unit.map(Into::into),
            stage,
            national: national.into(),
            priority: priority_of(&priority)?,
            attachments: attachments.into_iter().map(Into::into).collect(),
            rating,
            history: history?,
            versions: versions.into(),
            provenance,
            joined: joined.map(TryInto::try_into).transpose()?,
            extra,
        })
    }
}

#[cfg(test)]
pub(crate) mod tests;
