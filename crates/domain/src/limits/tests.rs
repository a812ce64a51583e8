//! The table, cutting, and that everything at its limit fits.

use super::*;
use crate::agency::AgencyRef;
use crate::classification::Classification;
use crate::complaint::{Attachment, Category, Channel, Complaint, Location, Reporter};
use crate::ids::{CategoryId, ComplaintId, MAX_TEXT_ID_BYTES, TrackingId};
use crate::status::{NationalStatus, Stage};

/// A complaint whose every field is `times` its limit long.
pub(crate) fn stuffed(times: usize) -> Complaint {
    let text = |kind: TextKind| "é".repeat(kind.max_bytes() * times / 2 + times - 1);
    let agency = || AgencyRef::new(Some(&"7".repeat(MAX_TEXT_ID_BYTES)), text(TextKind::Agency));
    let file = |n: usize| Attachment {
        sha256: format!("{n:064}"),
        name: text(TextKind::FileName),
        mime: text(TextKind::FileType),
        size_bytes: u64::MAX,
    };
    let at = "2026-11-20T03:00:00.123456789Z".parse().unwrap();
    let tracking_id = TrackingId::parse("123456789012345678").unwrap();
    let files = ListKind::ComplaintFiles.most() * times;
    let columns = ListKind::Columns.most() * times;
    // Names that differ in their first bytes, so that cutting them makes none of them the same.
    let column = |n: usize| {
        format!(
            "{n:04}{}",
            "k".repeat(TextKind::Column.max_bytes() * times - 4)
        )
    };
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: text(TextKind::Title),
        body: text(TextKind::Body),
        first_body: Some(text(TextKind::Body)),
        classification: Classification::Other(text(TextKind::Classification)),
        category: Category {
            id: CategoryId::parse(&"8".repeat(MAX_TEXT_ID_BYTES)).ok(),
            path: vec![text(TextKind::Category); ListKind::CategoryPath.most() * times],
        },
        channel: Channel::Other(text(TextKind::Channel)),
        privacy: Default::default(),
        reporter: Reporter {
            name: Some(text(TextKind::Name)),
            phone: Some(text(TextKind::Contact)),
            email: Some(text(TextKind::Contact)),
        },
        received_at: at,
        incident_on: Some(at.date_naive()),
        location: Location {
            region: Some(crate::region::RegionCode::parse("35.78.13.1001").unwrap()),
            province: Some(text(TextKind::Place)),
            regency: Some(text(TextKind::Place)),
            district: Some(text(TextKind::Place)),
            village: Some(text(TextKind::Place)),
            address: Some(text(TextKind::Address)),
            point: Some(crate::complaint::Point {
                lat: -1.234_567_890_123,
                lng: 123.456_789_012_345,
            }),
        },
        agency: Some(agency()),
        unit: Some(agency()),
        stage: Stage::BelumDitindaklanjuti,
        national: NationalStatus {
            code: Some(text(TextKind::Status)),
            name: text(TextKind::Status),
            text: Some(text(TextKind::StatusText)),
            as_of: Some(at),
        },
        priority: Default::default(),
        attachments: (0..files).map(file).collect(),
        rating: Some(5),
        history: vec![],
        versions: Default::default(),
        provenance: Default::default(),
        joined: None,
        extra: (0..columns)
            .map(|n| (column(n), text(TextKind::ColumnValue)))
            .collect(),
    }
}

#[test]
fn codes_come_back_and_differ() {
    for kind in TextKind::ALL {
        assert_eq!(TextKind::of_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
    for kind in ListKind::ALL {
        assert_eq!(ListKind::of_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
}

/// Written out once more: whoever changes a limit meets what depends on it here.
#[test]
fn the_table_is_as_documented() {
    let texts = TextKind::ALL.map(TextKind::max_bytes);
    assert_eq!(
        texts,
        [
            4096, 2_097_152, 65_536, 65_536, 65_536, 65_536, 1024, 1024, 256, 256, 512, 512, 1024,
            4096, 512, 8192, 480, 256, 1024, 16_384
        ]
    );
    assert_eq!(ListKind::ALL.map(ListKind::most), [8, 20, 100, 64]);
    assert_eq!(
        Room::ALL.map(Room::max_bytes),
        [3_145_728, 3_407_872, 3_670_016, 3_932_160]
    );
    assert_eq!(Room::ALL.map(Room::most_events), [1800, 1900, 1920, 2000]);
    assert_eq!(COMPLAINT_BYTES, 9_369_160);
}

#[test]
fn a_limit_is_the_last_length_that_passes() {
    for kind in TextKind::ALL {
        let max_bytes = kind.max_bytes();
        assert_eq!(kind.check(&"x".repeat(max_bytes)), Ok(()));
        let refused = Refused::TextTooLong {
            text: kind,
            max_bytes,
        };
        assert_eq!(kind.check(&"x".repeat(max_bytes + 1)), Err(refused.clone()));
        assert_eq!(kind.check(&"\n".repeat(max_bytes / 2 + 1)), Err(refused));
    }
    for kind in ListKind::ALL {
        let most = kind.most();
        assert_eq!(kind.check(most), Ok(()));
        let refused = Refused::TooMany { list: kind, most };
        assert_eq!(kind.check(most + 1), Err(refused));
    }
}

#[test]
fn bytes_are_counted_as_json_writes_them() {
    let every: String = (0..0x3000).filter_map(char::from_u32).collect();
    for c in every.chars() {
        let text = c.to_string();
        let json = serde_json::to_string(&text).unwrap();
        assert_eq!(encoded_bytes(&text) + 2, json.len(), "{c:?}");
    }
    let json = serde_json::to_string(&every).unwrap();
    assert_eq!(encoded_bytes(&every) + 2, json.len());
    assert_eq!(history_bytes(&[]), 2);
}

#[test]
fn a_text_is_cut_at_a_character_with_a_mark() {
    let kind = TextKind::Name;
    let mut fits = "x".repeat(512);
    assert!(!kind.cut(&mut fits));
    assert_eq!(fits.len(), 512);

    let mut long = "x".repeat(513);
    assert!(kind.cut(&mut long));
    assert_eq!(
        long,
        format!("{}… [dipotong, 65 karakter lagi]", "x".repeat(448))
    );

    let mut wide = format!("x{}", "é".repeat(512));
    assert!(kind.cut(&mut wide));
    assert_eq!(
        wide,
        format!("x{}… [dipotong, 289 karakter lagi]", "é".repeat(223))
    );

    let mut lines = "\n".repeat(512);
    assert!(kind.cut(&mut lines));
    assert_eq!(
        lines,
        format!("{}… [dipotong, 288 karakter lagi]", "\n".repeat(224))
    );
}

#[test]
fn what_is_cut_fits_and_is_cut_once() {
    // Two million characters teach nothing that sixty thousand do not.
    for kind in TextKind::ALL
        .into_iter()
        .filter(|kind| *kind != TextKind::Body)
    {
        for c in ['x', '"', '\u{1}', 'é', '字', '😀'] {
            let mut text: String = std::iter::repeat_n(c, kind.max_bytes() + 1).collect();
            assert!(kind.cut(&mut text));
            assert_eq!(kind.check(&text), Ok(()), "{kind:?} {c:?}");
            assert!(!kind.cut(&mut text));
        }
    }
}

#[test]
fn every_field_of_a_complaint_is_cut_and_counted() {
    let mut long = stuffed(2);
    let cuts = long.cut_to_limits();
    assert!(!cuts.is_empty());
    let written_by_officers = [
        TextKind::Reply,
        TextKind::Note,
        TextKind::Reason,
        TextKind::Instruction,
    ];
    for kind in TextKind::ALL {
        let cut = !written_by_officers.contains(&kind);
        assert_eq!(cuts.texts.contains(&kind), cut, "{kind:?}");
    }
    for kind in ListKind::ALL {
        let cut = kind != ListKind::Files;
        assert_eq!(cuts.lists.contains(&kind), cut, "{kind:?}");
    }
    assert_eq!(long.category.path.len(), 8);
    assert_eq!(long.category.path[7], "… [dipotong, 9 kata lagi]");
    assert_eq!(long.attachments.len(), 100);
    assert_eq!(long.attachments[99].name, "… [dipotong, 101 berkas lagi]");
    assert_eq!(long.extra.len(), 64);
    assert_eq!(long.extra["…"], "… [dipotong, 65 kolom lagi]");

    let once = long.clone();
    assert!(long.cut_to_limits().is_empty());
    assert_eq!(long, once);
}

#[test]
fn a_complaint_at_every_limit_is_left_alone_and_fits() {
    let full = stuffed(1);
    let mut same = full.clone();
    assert!(same.cut_to_limits().is_empty());
    assert_eq!(same, full);
    let bytes = serde_json::to_string(&full).unwrap().len();
    let most = COMPLAINT_BYTES - HISTORY_BYTES;
    assert!(bytes <= most, "{bytes}");
    assert!(bytes + 16 * KIB > most, "{bytes}: the limit says nothing");
}

#[test]
fn each_room_leaves_one_for_those_after_it() {
    let longest_reply = TextKind::Reply.max_bytes() + ListKind::Files.most() * 1024 + 1024;
    for pair in Room::ALL.windows(2) {
        assert!(pair[0].max_bytes() + 2 * longest_reply <= pair[1].max_bytes());
        assert!(pair[0].most_events() + 20 <= pair[1].most_events());
    }
    assert_eq!(Room::Source.max_bytes(), HISTORY_BYTES);
}
