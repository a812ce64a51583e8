//! What a complaint looks like on the wire, and what becomes of words this version does not know.

use tanggap_domain::agency::AgencyRef;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Attachment, Channel, Location, Point, Reporter, Versions};
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::NationalStatus;

use super::*;
use tanggap_domain::event::{Actor, Event, EventKind};

pub fn sample() -> Complaint {
    let at: DateTime<Utc> = "2026-11-20T03:04:05Z".parse().unwrap();
    let tracking_id = TrackingId::parse("9165816").unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: "Jalan berlubang".into(),
        body: "Mohon diperbaiki.".into(),
        first_body: Some("mohon d perbaiki".into()),
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::new(Some("7"), vec!["Infrastruktur".into(), "Jalan".into()]),
        channel: Channel::Other("JAKI".into()),
        privacy: Privacy {
            anonymous: true,
            secret: false,
        },
        reporter: Reporter {
            name: Some("Warga Contoh".into()),
            ..Default::default()
        },
        received_at: at,
        incident_on: NaiveDate::from_ymd_opt(2026, 11, 19),
        location: Location {
            region: Some(RegionCode::parse("16.71.01").unwrap()),
            regency: Some("Kota Palembang".into()),
            point: Some(Point {
                lat: -2.99,
                lng: 104.76,
            }),
            ..Default::default()
        },
        agency: Some(AgencyRef::named("Pemerintah Kota Palembang")),
        unit: Some(AgencyRef::new(Some("1234"), "Dinas PUPR")),
        stage: Stage::BelumDitindaklanjuti,
        national: NationalStatus {
            code: Some("3".into()),
            name: "Terverifikasi".into(),
            text: None,
            as_of: Some(at),
        },
        priority: Priority::High,
        attachments: vec![Attachment {
            sha256: "ab".repeat(32),
            name: "lubang.jpg".into(),
            mime: "image/jpeg".into(),
            size_bytes: 1024,
        }],
        rating: Some(4),
        history: vec![Event {
            id: "0192f00d-7a2b-7c11-9abc-def012345678".parse().unwrap(),
            at,
            acted_at: None,
            by: Actor::system("SP4N-LAPOR!"),
            what: EventKind::Verified,
        }],
        versions: Versions {
            head: 4,
            status: 2,
            assign: 1,
            meta: 1,
        },
        provenance: Default::default(),
        joined: None,
        extra: [("Nomor SK".to_owned(), "12/2026".to_owned())].into(),
    }
}

#[test]
fn on_the_wire() {
    let wire = WireComplaint::from(sample());
    insta::assert_snapshot!(serde_json::to_string_pretty(&wire).unwrap(), @r#"
        {
          "id": "4bb6ab76-a4c5-52da-9f67-d5f867f2fcf4",
          "tracking_id": "9165816",
          "title": "Jalan berlubang",
          "body": "Mohon diperbaiki.",
          "first_body": "mohon d perbaiki",
          "classification": "pengaduan-tidak-berkadar",
          "category_id": "7",
          "category": [
            "Infrastruktur",
            "Jalan"
          ],
          "channel": "JAKI",
          "anonymous": true,
          "secret": false,
          "reporter": {
            "name": "Warga Contoh"
          },
          "received_at": "2026-11-20T03:04:05Z",
          "incident_on": "2026-11-19",
          "location": {
            "region": "16.71.01",
            "regency": "Kota Palembang",
            "point": [
              -2.99,
              104.76
            ]
          },
          "agency": {
            "name": "Pemerintah Kota Palembang"
          },
          "unit": {
            "id": "1234",
            "name": "Dinas PUPR"
          },
          "stage": "belum-ditindaklanjuti",
          "national": {
            "code": "3",
            "name": "Terverifikasi",
            "as_of": "2026-11-20T03:04:05Z"
          },
          "priority": "high",
          "attachments": [
            {
              "sha256": "abababababababababababababababababababababababababababababababab",
              "name": "lubang.jpg",
              "mime": "image/jpeg",
              "size": 1024
            }
          ],
          "rating": 4,
          "history": [
            {
              "id": "0192f00d-7a2b-7c11-9abc-def012345678",
              "at": "2026-11-20T03:04:05Z",
              "by": {
                "role": "system",
                "name": "SP4N-LAPOR!"
              },
              "what": {
                "kind": "verified"
              }
            }
          ],
          "versions": {
            "head": 4,
            "status": 2,
            "assign": 1,
            "meta": 1
          },
          "extra": {
            "Nomor SK": "12/2026"
          }
        }
        "#);
}

#[test]
fn a_complaint_comes_back_as_it_went() {
    let json = serde_json::to_string(&WireComplaint::from(sample())).unwrap();
    let wire: WireComplaint = serde_json::from_str(&json).unwrap();
    assert_eq!(Complaint::try_from(wire).unwrap(), sample());
}

/// Every fact cut from something far too long, as `cut_to_limits` leaves it.
#[test]
fn a_complaint_at_its_limits_travels_in_the_bytes_they_allow() {
    let long = || "\"kata\"\n".repeat(1_000_000);
    let some = || Some(long());
    let mut full = sample();
    full.title = long();
    full.body = long();
    full.first_body = some();
    full.classification = Classification::Other(long());
    full.category.path = vec![long(); 3];
    full.channel = Channel::Other(long());
    full.reporter = Reporter {
        name: some(),
        phone: some(),
        email: some(),
    };
    let location = &mut full.location;
    location.province = some();
    location.regency = some();
    location.district = some();
    location.village = some();
    location.address = some();
    full.agency = Some(AgencyRef::named(long()));
    full.unit = Some(AgencyRef::new(Some(&"7".repeat(64)), long()));
    full.national = NationalStatus {
        code: some(),
        name: long(),
        text: some(),
        as_of: full.national.as_of,
    };
    full.attachments = vec![full.attachments[0].clone(); 200];
    for file in &mut full.attachments {
        file.name = "é".repeat(120);
        file.mime = "é".repeat(500);
    }
    let column = |n: usize| (format!("{n:04}{}", "\t".repeat(2_000)), "\t".repeat(20_000));
    full.extra = (0..100).map(column).collect();
    full.history = Vec::new();
    assert!(!full.cut_to_limits().is_empty());
    let json = serde_json::to_string(&WireComplaint::from(full.clone())).unwrap();
    let most = tanggap_domain::limits::COMPLAINT_BYTES - tanggap_domain::limits::HISTORY_BYTES;
    assert!(json.len() <= most, "{} of {most}", json.len());
    let wire: WireComplaint = serde_json::from_str(&json).unwrap();
    let read = Complaint::try_from(wire).unwrap();
    for (n, (a, b)) in format!("{read:#?}")
        .lines()
        .zip(format!("{full:#?}").lines())
        .enumerate()
    {
        if a != b {
            eprintln!(
                "DIFF {n} {} || {}",
                a.chars().take(200).collect::<String>(),
                b.chars().take(200).collect::<String>()
            );
        }
    }
    assert_eq!(read, full);
}

#[test]
fn ids_that_are_none_stop_no_complaint() {
    let mut json = serde_json::to_value(WireComplaint::from(sample())).unwrap();
    json["unit"]["id"] = "12\t34 ".into();
    json["agency"]["id"] = " ".into();
    json["category_id"] = "\u{200b}".into();
    let wire: WireComplaint = serde_json::from_value(json).unwrap();
    let complaint = Complaint::try_from(wire).unwrap();
    assert_eq!(
        complaint.unit,
        Some(AgencyRef::new(Some("12-34"), "Dinas PUPR"))
    );
    assert_eq!(complaint.agency.unwrap().id, None);
    assert_eq!(complaint.category.id, None);
}

#[test]
fn members_of_a_newer_version_are_kept() {
    let mut json = serde_json::to_value(WireComplaint::from(sample())).unwrap();
    json["mood"] = "marah".into();
    json["tags"] = serde_json::json!(["a", 1]);
    json["stage"] = "dimediasi".into();
    json["location"]["plus_code"] = "6P58+XX".into();
    let wire: WireComplaint = serde_json::from_value(json).unwrap();
    let complaint = Complaint::try_from(wire).unwrap();
    assert_eq!(complaint.extra["mood"], "marah");
    assert_eq!(complaint.extra["tags"], r#"["a",1]"#);
    assert_eq!(complaint.extra["Nomor SK"], "12/2026");
    assert_eq!(complaint.stage, Stage::TidakDikenal);
    assert_eq!(complaint.extra["stage"], "dimediasi");
}

#[test]
fn what_cannot_be_read_names_the_member_only() {
    let mut wire = WireComplaint::from(sample());
    wire.location.region = Some("Palembang".into());
    let error = Complaint::try_from(wire).unwrap_err();
    assert_eq!(error.to_string(), "region cannot be read");
}
