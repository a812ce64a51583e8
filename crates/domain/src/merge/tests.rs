//! What newer and older rows do to a complaint that is known.

use super::*;
use crate::agency::AgencyRef;
use crate::change::{Amendment, Change, ChangeKind, Reminder, ReminderChannel, Then};
use crate::complaint::{Location, Priority, Reporter, Versions};
use crate::event::Actor;
use crate::ids::AgencyId;
use crate::ids::{ComplaintId, OfficerId, OpId, TrackingId};
use crate::privacy::told::FlagTold;
use crate::provenance::{AssumedZone, Ground, StandIns};
use crate::region::RegionCode;
use crate::sla::ClockKind;
use crate::status::{NationalStatus, Stage};
use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A complaint told as a whole, as a source does that is no file.
fn merged(known: &Complaint, row: Complaint) -> Option<Complaint> {
    merged_row(known, row.into())
}

fn merged_row(known: &Complaint, row: NationalRow) -> Option<Complaint> {
    match merge_national(known, row) {
        Merged::Changed(next) => Some(*next),
        Merged::Unchanged | Merged::Confirmed(_) => None,
    }
}

fn first(row: Complaint) -> Complaint {
    first_national(row.into())
}

fn day(day: u32) -> AsOf {
    let from = format!("2026-11-{day:02}T00:00:00Z").parse().unwrap();
    AsOf {
        from,
        until: from + chrono::TimeDelta::hours(23),
    }
}

/// The complaint as a file of that day tells it.
fn of_day(mut complaint: Complaint, made: u32) -> NationalRow {
    complaint.provenance.as_of = Some(day(made));
    complaint.into()
}

/// What is known after any course of merging.
fn after(known: Complaint, row: NationalRow) -> Complaint {
    match merge_national(&known, row) {
        Merged::Changed(next) | Merged::Confirmed(next) => *next,
        Merged::Unchanged => known,
    }
}

fn at(day: u32) -> DateTime<Utc> {
    format!("2026-11-{day:02}T02:00:00Z").parse().unwrap()
}

fn row(status: &str, unit: Option<&str>) -> Complaint {
    let tracking_id = TrackingId::parse("9165816").unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: "Jalan berlubang".into(),
        body: "Mohon diperbaiki.".into(),
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::read(None, "Jalan"),
        channel: Channel::Website,
        privacy: Default::default(),
        reporter: Reporter::default(),
        received_at: at(2),
        incident_on: None,
        location: Location {
            region: Some(RegionCode::parse("16.71").unwrap()),
            regency: Some("Kota Palembang".into()),
            ..Default::default()
        },
        agency: None,
        unit: unit.map(AgencyRef::named),
        stage: stage_of_national(status, unit.is_some()),
        national: NationalStatus {
            name: status.into(),
            as_of: Some(at(3)),
            ..Default::default()
        },
        priority: Default::default(),
        attachments: vec![],
        rating: None,
        history: vec![],
        versions: Default::default(),
        provenance: Default::default(),
        joined: None,
        extra: Default::default(),
    }
}

fn act(complaint: &Complaint, number: u128, kind: ChangeKind) -> Complaint {
    let change = Change {
        op: OpId(Uuid::from_u128(number)),
        complaint: complaint.id,
        by: Actor::officer(OfficerId(Uuid::nil()), "Desk"),
        at: at(4),
        base: complaint.base(),
        kind,
    };
    complaint.apply(&change, at(4)).unwrap().complaint
}

#[test]
fn the_same_row_again_is_no_news() {
    let known = first(row("Terverifikasi", None));
    assert_eq!(merged(&known, row("Terverifikasi", None)), None);
    let mut later = row("Terverifikasi", None);
    later.national.as_of = Some(at(9));
    assert_eq!(merged(&known, later), None);
}

#[test]
fn a_row_with_less_takes_nothing_away() {
    let mut full = row("Terverifikasi", Some("Dinas PUPR"));
    full.reporter.name = Some("Warga Contoh".into());
    full.rating = Some(4);
    full.extra.insert("Nomor SK".into(), "1".into());
    let known = first(full);
    let mut poor = row("Terverifikasi", None);
    poor.body = " ".into();
    poor.category = Category::default();
    poor.location = Location::default();
    poor.national = NationalStatus::default();
    assert_eq!(merged(&known, poor), None);
}

#[test]
fn two_importers_make_the_same_complaint() {
    let known = first(row("Belum Terverifikasi", None));
    let once = merged(&known, row("Dalam Proses", None));
    assert_eq!(once, merged(&known, row("Dalam Proses", None)));
    assert!(once.is_some());
}

#[test]
fn what_an_officer_decided_here_stays() {
    let known = first(row("Terverifikasi", Some("Dinas PUPR")));
    let to = AgencyRef::named("Dinas Perkim");
    let note = String::new();
    let known = act(&known, 1, ChangeKind::Dispose { to, note });
    let amendment = Amendment {
        region: Some(RegionCode::parse("16.71.03").unwrap()),
        classification: Some(Classification::Aspirasi),
        ..Default::default()
    };
    let known = act(&known, 2, ChangeKind::Amend(amendment));
    assert_eq!(
        merged(&known, row("Terverifikasi", Some("Dinas PUPR"))),
        None
    );
    let mut corrected = row("Terverifikasi", Some("Dinas PUPR"));
    corrected.title = "Jalan berlubang dalam".into();
    let next = merged(&known, corrected).unwrap();
    assert_eq!(next.title, "Jalan berlubang dalam");
    assert_eq!(next.unit, known.unit);
    assert_eq!(next.location.region, known.location.region);
    assert_eq!(next.classification, Classification::Aspirasi);
    assert_eq!(next.history, known.history);
}

#[test]
fn only_an_officer_chooses_a_unit_for_good() {
    let mut known = first(row("Terverifikasi", Some("Dinas PUPR")));
    known.history.push(Event {
        id: OpId(Uuid::from_u128(1)),
        at: at(4),
        acted_at: None,
        by: Actor::system(NATIONAL_SYSTEM),
        what: EventKind::Disposed {
            to: AgencyRef::named("Dinas PUPR"),
            note: String::new(),
        },
    });
    let next = merged(&known, row("Terverifikasi", Some("Dinas Perkim"))).unwrap();
    assert_eq!(next.unit, Some(AgencyRef::named("Dinas Perkim")));
}

#[test]
fn a_place_that_moved_takes_its_region_along() {
    let known = first(row("Terverifikasi", None));
    let mut moved = row("Terverifikasi", None);
    moved.location.regency = Some("Antah Berantah".into());
    moved.location.region = None;
    let next = merged(&known, moved).unwrap();
    assert_eq!(next.location.region, None);
    assert_eq!(next.versions.meta, 2);
}

fn told(words: &str) -> PrivacyTold {
    PrivacyTold::read(words)
}

fn with_privacy(status: &str, privacy: PrivacyTold) -> NationalRow {
    NationalRow {
        privacy,
        ..row(status, None).into()
    }
}

#[track_caller]
fn flags(complaint: &Complaint, anonymous: bool, secret: bool) {
    let Privacy {
        anonymous: is_anonymous,
        secret: is_secret,
    } = complaint.privacy;
    assert_eq!(
        (is_anonymous, is_secret),
        (anonymous, secret),
        "{:?}",
        complaint.provenance
    );
}

#[test]
fn a_flag_goes_down_only_where_that_very_flag_is_denied() {
    let both = first_national(with_privacy("Terverifikasi", told("Anonim|Rahasia")));
    flags(&both, true, true);
    let silent = PrivacyTold::default();
    for quiet in [
        silent,
        told(""),
        told("-"),
        told("Publik"),
        told("Tidak"),
        told("Terbatas"),
        told("Aspirasi"),
    ] {
        let next = after(both.clone(), with_privacy("Ditutup oleh Admin", quiet));
        assert_eq!(next.stage, Stage::Selesai);
        flags(&next, true, true);
    }
    let lowered = after(
        both.clone(),
        with_privacy("Terverifikasi", told("Tidak anonim")),
    );
    flags(&lowered, false, true);
    let lowered = after(
        lowered,
        with_privacy("Terverifikasi", told("Tidak rahasia")),
    );
    flags(&lowered, false, false);
    flags(
        &after(lowered, with_privacy("Terverifikasi", told("Anon"))),
        true,
        false,
    );
}

#[test]
fn a_new_report_is_open_only_where_the_file_could_have_said_otherwise() {
    for (words, anonymous, secret, assumed) in [
        (told("-"), false, false, false),
        (told(""), false, false, false),
        (told("Publik"), false, false, false),
        (told("Rahasia"), false, true, false),
        (told("Tidak anonim"), false, false, false),
        (told("Terbatas"), true, true, true),
        (PrivacyTold::default(), true, true, true),
    ] {
        let new = first_national(with_privacy("Terverifikasi", words));
        flags(&new, anonymous, secret);
        assert_eq!(new.provenance.privacy_is_assumed(), assumed, "{words:?}");
    }
}

#[test]
fn what_was_only_assumed_gives_way_to_the_first_file_that_speaks() {
    let assumed = first_national(with_privacy("Terverifikasi", PrivacyTold::default()));
    let next = merged_row(&assumed, with_privacy("Terverifikasi", told("-"))).unwrap();
    flags(&next, false, false);
    assert!(!next.provenance.privacy_is_assumed());
    let unknown = first_national(with_privacy("Terverifikasi", told("Terbatas")));
    flags(
        &after(unknown.clone(), with_privacy("Terverifikasi", told("-"))),
        true,
        true,
    );
    flags(
        &after(
            unknown.clone(),
            with_privacy("Terverifikasi", told("Tidak rahasia")),
        ),
        true,
        false,
    );
    let settled = merged_row(
        &unknown,
        with_privacy("Terverifikasi", told("Anonim, rahasia")),
    )
    .unwrap();
    assert!(!settled.provenance.privacy_is_assumed());
}

#[test]
fn an_older_file_takes_nothing_back() {
    let mut new = row("Ditutup oleh Admin", Some("Dinas PUPR"));
    new.body = "Teks akhir.".into();
    new.rating = Some(5);
    new.classification = Classification::Aspirasi;
    let mut known = first_national(NationalRow {
        privacy: told("Tidak anonim, rahasia"),
        ..of_day(new, 20)
    });
    known.reporter.name = None;
    let mut old = row("Terverifikasi", Some("Dinas Perkim"));
    old.body = "Teks lama.".into();
    old.title = "Judul lama".into();
    old.rating = Some(1);
    old.reporter.name = Some("Warga Contoh".into());
    old.location.regency = Some("Kota Lain".into());
    old.location.region = None;
    old.extra.insert("Nomor SK".into(), "1".into());
    let old = NationalRow {
        privacy: told("Anonim, tidak rahasia"),
        ..of_day(old, 10)
    };
    let next = merged_row(&known, old.clone()).unwrap();
    let expected = Complaint {
        reporter: Reporter {
            name: Some("Warga Contoh".into()),
            ..Reporter::default()
        },
        extra: old.complaint.extra.clone(),
        versions: Versions {
            head: 2,
            ..known.versions
        },
        provenance: next.provenance.clone(),
        ..known.clone()
    };
    assert_eq!(next, expected, "only what was empty is filled");
    assert_eq!(merge_national(&next, old), Merged::Unchanged);
    assert_eq!(next.provenance.as_of, Some(day(20)));
    assert_eq!(next.provenance.of(NationalField::Reporter), Some(day(10)));
    assert_eq!(next.provenance.of(NationalField::Status), Some(day(20)));
}

#[test]
fn files_of_one_day_are_ordered_by_their_rows() {
    let mut edited = row("Ditindaklanjuti oleh Instansi", None);
    edited.body = "Sudah disunting.".into();
    edited.first_body = Some("Mohon diperbaiki.".into());
    let known = first_national(of_day(edited.clone(), 5));
    // A step behind, and the text before it was edited.
    assert_eq!(
        merge_national(&known, of_day(row("Terverifikasi", None), 5)),
        Merged::Unchanged
    );
    let before = row("Ditindaklanjuti oleh Instansi", None);
    assert_eq!(
        merge_national(&known, of_day(before.clone(), 5)),
        Merged::Unchanged
    );
    let earlier = first_national(of_day(before, 5));
    let next = merged_row(&earlier, of_day(edited.clone(), 5)).unwrap();
    assert_eq!(next.body, edited.body);
    let closed = row("Ditutup oleh Sistem", None);
    assert_eq!(after(known, of_day(closed, 5)).stage, Stage::Selesai);
}

#[test]
fn a_text_that_only_stands_in_orders_no_files() {
    let mut edited = row("Ditindaklanjuti oleh Instansi", None);
    edited.body = "Sudah disunting.".into();
    edited.first_body = Some("Mohon diperbaiki.".into());
    edited.rating = Some(1);
    let known = first_national(of_day(edited, 5));
    let mut thin = row("Ditindaklanjuti oleh Instansi", None);
    thin.rating = Some(4);
    let told = after(known.clone(), of_day(thin.clone(), 5));
    assert_eq!(
        told.rating,
        Some(1),
        "it was written before the text was edited"
    );
    thin.provenance.stand_ins.body = true;
    let told = after(known, of_day(thin, 5));
    assert_eq!(told.rating, Some(4), "nothing says that it is older");
}

/// A file without a date of its own was made between its newest report and its import.
#[test]
fn the_same_file_imported_later_is_no_news() {
    let imported = |until: u32| {
        let mut it = row("Terverifikasi", None);
        it.provenance.as_of = Some(AsOf {
            until: at(until),
            ..day(5)
        });
        NationalRow::from(it)
    };
    let known = first_national(imported(6));
    assert_eq!(merge_national(&known, imported(9)), Merged::Unchanged);
}

#[test]
fn a_newer_file_may_go_back_a_step() {
    let known = first_national(of_day(row("Ditutup oleh Sistem", None), 5));
    let reopened = row("Ditindaklanjuti oleh Instansi", None);
    assert_eq!(after(known, of_day(reopened, 6)).stage, Stage::Proses);
}

#[test]
fn a_newer_file_that_says_the_same_is_remembered_without_a_version() {
    let known = first_national(of_day(row("Terverifikasi", None), 5));
    let Merged::Confirmed(next) = merge_national(&known, of_day(row("Terverifikasi", None), 8))
    else {
        panic!("a newer file");
    };
    assert_eq!(next.versions, known.versions);
    assert_eq!(next.provenance.of(NationalField::Status), Some(day(8)));
    let between = of_day(row("Belum Terverifikasi", None), 7);
    assert_eq!(merge_national(&next, between), Merged::Unchanged);
}

#[test]
fn a_thinner_row_takes_no_id_hour_title_or_depth_away() {
    let mut full = row("Diarsipkan oleh Admin", None);
    full.category = Category::read(Some("77"), "Jalan");
    full.unit = Some(AgencyRef {
        id: AgencyId::parse("4711").ok(),
        name: "Dinas PUPR".into(),
    });
    full.agency = Some(AgencyRef {
        id: AgencyId::parse("9").ok(),
        name: "Pemkot".into(),
    });
    full.location.district = Some("Bukit Kecil".into());
    full.location.region = Some(RegionCode::parse("16.71.03").unwrap());
    full.national.text = Some("Bukan laporan".into());
    full.body = "Sudah disunting.".into();
    let known = first_national(of_day(full.clone(), 3));
    let mut thin = full;
    thin.category.id = None;
    thin.unit = Some(AgencyRef::named("Dinas PUPR"));
    thin.agency = Some(AgencyRef::named("Pemkot"));
    thin.location.district = None;
    thin.location.region = Some(RegionCode::parse("16.71").unwrap());
    thin.national.text = None;
    thin.title = "Mohon".into();
    thin.body = "Mohon".into();
    thin.received_at = "2026-11-01T17:00:00Z".parse().unwrap();
    thin.provenance.receipt.without_hour = true;
    thin.provenance.stand_ins = StandIns {
        title: true,
        body: true,
    };
    let standing_in = first_national(of_day(thin.clone(), 9));
    assert!(matches!(
        merge_national(&known, of_day(thin, 9)),
        Merged::Confirmed(_)
    ));
    let told = after(standing_in, of_day(known.clone(), 3));
    assert_eq!((&told.title, &told.body), (&known.title, &known.body));
    assert!(told.provenance.stand_ins.are_none());
}

#[test]
fn an_hour_and_a_confirmed_zone_are_worth_more_than_a_newer_file() {
    let receipt = |hour: &str, without_hour, assumed: bool| {
        let mut it = row("Terverifikasi", None);
        it.received_at = format!("2026-11-02T{hour}:00:00Z").parse().unwrap();
        it.provenance.receipt = Receipt {
            without_hour,
            assumed_zone: assumed.then_some(AssumedZone {
                offset_minutes: 420,
            }),
        };
        it
    };
    let hour = |it: &Complaint| it.received_at.format("%H").to_string();
    let sure = first_national(of_day(receipt("06", false, false), 5));
    for weaker in [
        receipt("00", true, false),
        receipt("13", false, true),
        receipt("00", true, true),
    ] {
        assert_eq!(hour(&after(sure.clone(), of_day(weaker.clone(), 9))), "06");
        let known = first_national(of_day(weaker, 9));
        assert_eq!(
            hour(&after(known, of_day(receipt("06", false, false), 5))),
            "06"
        );
    }
    assert_eq!(
        hour(&after(sure.clone(), of_day(receipt("07", false, false), 9))),
        "07"
    );
    assert_eq!(
        hour(&after(sure, of_day(receipt("07", false, false), 2))),
        "06"
    );
}

mod carried;
mod fields;
mod joined;
mod laws;
mod status;
mod taken_back;

/// However often the national system changes its mind, and whatever its files hold.
#[test]
fn a_complaint_stays_within_its_limits() {
    let mut known = first(row("Terverifikasi", None));
    let entry = Event {
        id: OpId(Uuid::nil()),
        at: at(4),
        acted_at: None,
        by: Actor::office("Desk"),
        what: EventKind::Resumed,
    };
    known.history = vec![entry; Room::Source.most_events() - 1];
    let held = merged(&known, row("Dalam Proses", None)).unwrap();
    assert_eq!(held.history.len(), Room::Source.most_events());
    let mut next = row("Selesai", None);
    let columns = (0..70).map(|n| (format!("Kolom {n:02}"), "x".to_owned()));
    next.extra = columns.collect();
    let full = merged(&held, next.clone()).unwrap();
    assert_eq!(full.history, held.history);
    assert_eq!(full.national.name, "Selesai");
    assert_eq!(full.extra.len(), 64);
    assert_eq!(full.extra["…"], "… [dipotong, 7 kolom lagi]");
    assert_eq!(full.extra["Kolom 62"], "x");

    let mut long = row("Terverifikasi", None);
    long.title = "x".repeat(5000);
    assert!(first(long).title.ends_with(" karakter lagi]"));
}
