//! Which pairs are proposed, as tables.

use super::*;
use crate::change::tests::fresh;
use crate::complaint::Channel;
use crate::event::{Actor, Event};
use crate::ids::OpId;
use crate::region::RegionCode;
use uuid::Uuid;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    format!("2026-11-{day:02}T{hour:02}:00:00Z")
        .parse()
        .unwrap()
}

/// Told at the counter on the 9th.
fn recording() -> Complaint {
    let mut it = fresh();
    it.title = "Lampu jalan mati di depan SDN 14 Talang Kelapa".into();
    it.body =
        "Pelapor datang ke loket: lampu penerangan jalan di depan SDN 14 mati sejak tiga hari, \
               anak sekolah dan pedagang pulang malam takut dijambret."
            .into();
    it.received_at = at(9, 3);
    it.location.region = RegionCode::parse("16.71.08").ok();
    it.location.regency = Some("Kota Palembang".into());
    it.location.district = Some("Alang-Alang Lebar".into());
    it
}

/// Typed into the national site by whoever recorded it, in other words.
fn national() -> Complaint {
    let tracking_id = TrackingId::parse("9165816").unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: "Penerangan jalan mati depan SDN 14".into(),
        body: "Lampu penerangan jalan depan SDN 14 Talang Kelapa mati tiga hari. Anak sekolah dan \
               pedagang takut pulang malam karena rawan jambret. Mohon diperbaiki."
            .into(),
        channel: Channel::Website,
        received_at: at(10, 2),
        history: Vec::new(),
        ..recording()
    }
}

fn noted(it: &mut Complaint, text: &str) {
    it.history.push(Event {
        id: OpId(Uuid::from_u128(77)),
        at: at(10, 4),
        acted_at: None,
        by: Actor::office("Petugas"),
        what: EventKind::Noted {
            text: text.into(),
            attachments: Vec::new(),
        },
    });
}

/// A change of the usual pair, by what it is about.
type Case = (&'static str, fn(&mut Complaint, &mut Complaint), bool);

const CASES: &[Case] = &[
    ("the same report in other words", |_, _| {}, true),
    (
        "a week later, in the same district",
        |_, n| n.received_at = at(16, 2),
        true,
    ),
    (
        "two weeks later, nearly the same words",
        |_, n| n.received_at = at(23, 2),
        true,
    ),
    (
        "a month later",
        |_, n| n.received_at = at(9, 3) + TimeDelta::days(30),
        false,
    ),
    (
        "entered nationally the day before",
        |_, n| n.received_at = at(8, 2),
        true,
    ),
    (
        "no place in the export",
        |_, n| n.location = Location::default(),
        true,
    ),
    (
        "only the regency in the export",
        |_, n| {
            n.location.region = RegionCode::parse("16.71").ok();
            n.location.district = None;
        },
        true,
    ),
    (
        "another regency",
        |_, n| n.location.region = RegionCode::parse("16.72.01").ok(),
        false,
    ),
    (
        "another district",
        |_, n| n.location.region = RegionCode::parse("16.71.02").ok(),
        false,
    ),
    (
        "the same place and week, another matter",
        |_, n| {
            n.title = "Sampah menumpuk di depan SDN 14".into();
            n.body =
                "Sampah di depan SDN 14 Talang Kelapa tidak diangkut tiga hari, baunya sampai \
                  ke kelas dan anak sekolah sakit."
                    .into();
        },
        false,
    ),
    (
        "the same matter in a line",
        |_, n| {
            n.title = "Lampu mati".into();
            n.body = "Mohon diperbaiki".into();
        },
        false,
    ),
    (
        "the same text of two reporters",
        |r, n| {
            n.body.clone_from(&r.body);
            n.title.clone_from(&r.title);
            r.reporter.name = Some("Siti Contoh".into());
            n.reporter.name = Some("Budi Contoh Lain".into());
        },
        false,
    ),
    (
        "the same text, two telephones",
        |r, n| {
            n.body.clone_from(&r.body);
            r.reporter.phone = Some("0800 000 111".into());
            n.reporter.phone = Some("0800 000 222".into());
        },
        false,
    ),
    (
        "the same telephone, written otherwise",
        |r, n| {
            r.reporter.phone = Some("0800-000-1111".into());
            n.reporter.phone = Some("+62 800 000 1111".into());
        },
        true,
    ),
    (
        "a name that hides whose it is is nobody's",
        |r, n| {
            r.reporter.name = Some("Siti Contoh".into());
            n.reporter.name = Some("Anonim".into());
        },
        true,
    ),
    (
        "a shorter name may be the same",
        |r, n| {
            r.reporter.name = Some("Ibu Siti".into());
            n.reporter.name = Some("Siti Contoh".into());
        },
        true,
    ),
    (
        "nothing in common but a number in the note",
        |r, n| {
            noted(r, "Sudah diketik ke LAPOR!, nomor 9165816.");
            n.title = "Judul lain".into();
            n.body = "Isi lain sama sekali".into();
            n.received_at = at(9, 3) + TimeDelta::days(60);
        },
        true,
    ),
    (
        "our number in the national text",
        |r, n| {
            n.title = "Judul lain".into();
            n.body = format!("catatan loket {}", r.tracking_id.as_str().to_lowercase());
        },
        true,
    ),
    (
        "our number typed with spaces, in a column",
        |r, n| {
            n.body = "Isi lain".into();
            let typed = r.tracking_id.as_str().replace('-', " ");
            n.extra.insert("Keterangan".into(), typed);
        },
        true,
    ),
    (
        "the digits inside a longer number",
        |r, n| {
            noted(r, "rekening 991658160, telepon 09165816");
            n.title = "Judul lain".into();
            n.body = "Isi lain sama sekali".into();
        },
        false,
    ),
    (
        "a short number is a house or a year",
        |r, n| {
            n.tracking_id = TrackingId::parse("2026").unwrap();
            noted(r, "rapat 2026");
            n.title = "Judul lain".into();
            n.body = "Isi lain sama sekali".into();
        },
        false,
    ),
    (
        "chat spelling and affixes",
        |r, _| {
            r.title = "lampu jln mati dpn SDN 14".into();
            r.body =
                "lampu penerangan jln dpn sdn 14 talang kelapa mati udh tiga hari, anak sekolah \
                  sm pedagang pd ketakutan pulang malem, rawan penjambretan"
                    .into();
        },
        true,
    ),
    (
        "the first text of an edited report",
        |r, n| {
            n.first_body = Some(r.body.clone());
            n.body = "[teks disunting admin]".into();
        },
        true,
    ),
];

#[test]
fn what_is_proposed() {
    for (what, change, expected) in CASES {
        let (mut recording, mut national) = (recording(), national());
        change(&mut recording, &mut national);
        let found = likeness(&recording, &national);
        assert_eq!(found.is_proposed(), *expected, "{what}: {found:?}");
        assert!(found.score <= MOST, "{what}");
        assert_eq!(found, likeness(&recording, &national), "{what}");
    }
}

#[test]
fn each_piece_is_kept() {
    let (mut recording, mut national) = (recording(), national());
    recording.incident_on = NaiveDate::from_ymd_opt(2026, 11, 6);
    national.incident_on = recording.incident_on;
    let found = likeness(&recording, &national);
    let district = Evidence::Place(SamePlace::District);
    assert!(found.evidence.contains(&Evidence::Received { days: 1 }));
    assert!(found.evidence.contains(&district), "{found:?}");
    let titles = found.evidence.iter().find_map(|it| match it {
        Evidence::Title { same, of } => Some((*same, *of)),
        _ => None,
    });
    assert_eq!(titles, Some((4, 5)), "{found:?}");
    let point = |lat| Some(Point { lat, lng: 104.70 });
    (recording.location.point, national.location.point) = (point(-2.93), point(-2.932));
    let near = likeness(&recording, &national);
    assert!(near.score > found.score);
    let meters = near.evidence.iter().find_map(|it| match it {
        Evidence::Place(SamePlace::Near { meters }) => Some(*meters),
        _ => None,
    });
    assert!(
        meters.is_some_and(|it| (200..=250).contains(&it)),
        "{near:?}"
    );
}

#[test]
fn a_place_that_is_no_number_is_far_away() {
    let (mut recording, mut national) = (recording(), national());
    recording.location.point = Some(Point {
        lat: f64::NAN,
        lng: 0.0,
    });
    national.location.point = Some(Point {
        lat: 0.0,
        lng: f64::INFINITY,
    });
    let found = likeness(&recording, &national);
    assert!(
        found
            .evidence
            .contains(&Evidence::Place(SamePlace::District))
    );
}

#[test]
fn only_a_recording_and_a_report_that_are_free_may_be_one() {
    let (recording, national) = (recording(), national());
    assert!(may_be_one(&recording, &national));
    assert!(!may_be_one(&national, &recording));
    assert!(!may_be_one(&recording, &recording));
    assert!(!may_be_one(&national, &national));
    let with = |what: fn(ComplaintId, TrackingId) -> EventKind| {
        let mut told = national.clone();
        noted(&mut told, "");
        told.history[0].what = what(recording.id, recording.tracking_id.clone());
        told
    };
    let apart = with(|other, number| EventKind::ToldApart { other, number });
    assert!(!may_be_one(&recording, &apart));
    let split = with(|other, number| EventKind::Split { other, number });
    assert!(!may_be_one(&recording, &split));
    // Said of another one, it says nothing of this one.
    let mut another = apart;
    another.history[0].what = EventKind::ToldApart {
        other: national.id,
        number: national.tracking_id.clone(),
    };
    assert!(may_be_one(&recording, &another));
}

proptest::proptest! {
    #[test]
    fn nothing_written_breaks_it(title in "\\PC{0,60}", body in "\\PC{0,200}", days in 0u32..40) {
        let (recording, mut national) = (recording(), national());
        national.title = title;
        national.body = body;
        national.received_at = at(1, 0) + TimeDelta::days(days.into());
        let found = likeness(&recording, &national);
        proptest::prop_assert!(found.score <= MOST);
        proptest::prop_assert_eq!(found.score == 0, found.evidence.is_empty());
    }
}
