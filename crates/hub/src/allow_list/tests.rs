//! What the reported agency gets, column by column, and that the document says the same.

use super::*;
use crate::testing::{at, complaint};
use serde_json::json;
use tanggap_domain::complaint::{Attachment, Reporter};
use tanggap_domain::ids::OpId;
use tanggap_domain::privacy::Privacy;
use uuid::Uuid;

const SECRETS: [&str; 9] = [
    "Kenanga Wibisono",
    "0812-0000-1234",
    "kenanga@contoh.go.id",
    "3578134501900001",
    "rumah.jpg",
    "catatan koordinator",
    "teks awal",
    "jenis baru",
    "kartu.jpg",
];

fn officer(n: u128) -> OfficerId {
    OfficerId(Uuid::from_u128(n))
}

/// Personal data in every place that can hold some.
fn told(anonymous: bool) -> Complaint {
    let file = |name: &str| Attachment {
        sha256: "ab".repeat(32),
        name: name.into(),
        mime: "image/jpeg".into(),
        size_bytes: 1,
    };
    let own = "hubungi 0812-0000-1234, kenanga@contoh.go.id, Kenanga Wibisono, 3578134501900001";
    let events = [
        (
            Actor::officer(officer(1), "Koordinator"),
            EventKind::Noted {
                text: format!("catatan koordinator: {own}"),
                attachments: vec![file("kartu.jpg")],
            },
        ),
        (
            Actor::officer(officer(2), "Petugas unit"),
            EventKind::Noted {
                text: "catatan unit".into(),
                attachments: vec![],
            },
        ),
        (
            Actor::officer(officer(1), "Koordinator"),
            EventKind::Replied {
                text: format!("Yth. pelapor, {own}"),
                then: Default::default(),
                attachments: vec![file("jawaban.pdf")],
            },
        ),
        (
            Actor {
                name: "Kenanga Wibisono".into(),
                ..Actor::reporter()
            },
            EventKind::ReporterAnswered {
                text: own.into(),
                attachments: vec![file("rumah.jpg")],
            },
        ),
        (
            Actor::system("hub"),
            EventKind::Other(json!({ "kind": "jenis baru", "text": own })),
        ),
        (
            Actor::officer(officer(1), "Koordinator"),
            EventKind::Archived { reason: own.into() },
        ),
    ];
    let mut told = complaint("1", Some("16.71"));
    told.privacy = Privacy {
        anonymous,
        secret: false,
    };
    told.title = format!("Jalan rusak, {own}");
    told.body = own.into();
    told.first_body = Some(format!("teks awal {own}"));
    told.reporter = Reporter {
        name: Some("Kenanga Wibisono".into()),
        phone: Some("0812-0000-1234".into()),
        email: Some("kenanga@contoh.go.id".into()),
    };
    told.location.address = Some(own.into());
    told.national.text = Some(own.into());
    told.attachments = vec![file("rumah.jpg")];
    told.extra = BTreeMap::from([
        ("NIK".into(), "3578134501900001".into()),
        ("Nomor SK".into(), "12/2026".into()),
    ]);
    told.history = (1..)
        .zip(events)
        .map(|(n, (by, what))| Event {
            id: OpId(Uuid::from_u128(n)),
            at: at(0),
            acted_at: None,
            by,
            what,
        })
        .collect();
    told
}

fn json_of(complaint: &Complaint) -> String {
    serde_json::to_string(complaint).unwrap()
}

#[test]
fn nothing_of_an_anonymous_reporter_reaches_the_agency() {
    let whole = json_of(&told(true));
    let seen = json_of(&for_reported(told(true), &BTreeSet::from([officer(2)])));
    for secret in SECRETS {
        assert!(whole.contains(secret), "the test lost {secret}");
        assert!(!seen.contains(secret), "{secret} in {seen}");
    }
    for kept in ["Jalan rusak", "catatan unit", "jawaban.pdf", "Koordinator"] {
        assert!(seen.contains(kept), "{kept} in {seen}");
    }
}

#[test]
fn of_a_named_report_the_agency_reads_the_texts_and_not_the_reporter() {
    let seen = for_reported(told(false), &BTreeSet::new());
    assert_eq!(seen.reporter, Reporter::default());
    assert_eq!(seen.extra, BTreeMap::new());
    assert_eq!(seen.body, told(false).body);
    assert_eq!(seen.attachments.len(), 1);
    let text = json_of(&seen);
    for secret in [
        "catatan koordinator",
        "catatan unit",
        "jenis baru",
        "kartu.jpg",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[test]
fn the_region_reads_all_but_unknown_columns() {
    let mut expected = told(true);
    expected.extra = BTreeMap::from([("Nomor SK".into(), "12/2026".into())]);
    assert_eq!(for_region(told(true)), expected);
}

#[test]
fn the_document_is_this_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/allow-list.md");
    if std::env::var_os("TANGGAP_WRITE_DOCS").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        written,
        document(),
        "write it anew: TANGGAP_WRITE_DOCS=1 cargo test -p tanggap-hub the_document"
    );
}
