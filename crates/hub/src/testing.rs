//! Invented complaints for the tests of this crate.

use chrono::{DateTime, Utc};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Complaint, Location};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::{NationalStatus, Stage};

pub fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-20T01:00:00Z".parse().unwrap();
    start + chrono::Duration::minutes(minute)
}

/// A verified complaint without a unit.
pub fn complaint(tracking: &str, region: Option<&str>) -> Complaint {
    let tracking_id = TrackingId::parse(tracking).unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: format!("Jalan berlubang {tracking}"),
        body: "Mohon diperbaiki.".into(),
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Default::default(),
        channel: Channel::Website,
        privacy: Default::default(),
        reporter: Default::default(),
        received_at: at(0),
        incident_on: None,
        location: Location {
            region: region.map(|code| RegionCode::parse(code).unwrap()),
            ..Default::default()
        },
        agency: None,
        unit: None,
        stage: Stage::BelumTerdisposisi,
        national: NationalStatus {
            name: "Terverifikasi".into(),
            ..Default::default()
        },
        priority: Default::default(),
        attachments: vec![],
        rating: None,
        history: vec![],
        provenance: Default::default(),
        joined: None,
        versions: Default::default(),
        extra: Default::default(),
    }
}
