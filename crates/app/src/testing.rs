//! Complaints for the tests of this crate. Invented; compiled for tests only.

use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Category, Channel, Complaint, Location};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;

/// An open complaint of Bubutan, Surabaya, received on Friday 20 November 2026.
pub fn complaint(tracking: &str) -> Complaint {
    let tracking_id = TrackingId::parse(tracking).unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: "Lampu jalan padam".into(),
        body: "Lampu di depan balai warga padam sejak tiga hari lalu.".into(),
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::read(None, "Perhubungan > Penerangan jalan"),
        channel: Channel::Whatsapp,
        privacy: Default::default(),
        reporter: Default::default(),
        received_at: "2026-11-20T09:00:00+07:00".parse().unwrap(),
        incident_on: None,
        location: Location {
            region: Some(RegionCode::parse("35.78.13").unwrap()),
            ..Location::default()
        },
        agency: None,
        unit: None,
        stage: Stage::BelumTerverifikasi,
        national: Default::default(),
        priority: Default::default(),
        attachments: Vec::new(),
        rating: None,
        history: Vec::new(),
        provenance: Default::default(),
        joined: None,
        versions: Default::default(),
        extra: Default::default(),
    }
}
