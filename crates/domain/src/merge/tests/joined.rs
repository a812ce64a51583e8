//! A recording and its report in an export as one, and as two again.

use proptest::prelude::*;

use super::laws::{any_row, any_work, made, worked_from};
use super::*;
use crate::change::{Applied, Base, How, NewComplaint, Refused};
use crate::event::EventKind;
use crate::merge::joined::{Pair, join, merge_joined, split};
use crate::privacy::Privacy;

fn officer() -> Actor {
    Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas")
}

/// Told at the counter on the 2nd.
fn recording() -> Complaint {
    let op = OpId(Uuid::from_u128(500));
    let change = Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: officer(),
        at: at(2),
        base: Base::default(),
        kind: ChangeKind::Record(Box::new(NewComplaint {
            title: "Jalan berlubang".into(),
            body: "Lubang di depan pasar, kata pelapor.".into(),
            classification: Classification::PengaduanTidakBerkadar,
            category: Category::default(),
            channel: Channel::Counter,
            privacy: Privacy::default(),
            reporter: Reporter {
                name: Some("Warga Contoh".into()),
                ..Reporter::default()
            },
            received_at: at(2),
            incident_on: None,
            location: Location::default(),
            agency: None,
            attachments: vec![],
        })),
    };
    Complaint::recorded(&change, at(2)).unwrap()
}

fn act(on: &Complaint, number: u128, day: u32, kind: ChangeKind) -> Applied {
    let change = Change {
        op: OpId(Uuid::from_u128(number)),
        complaint: on.id,
        by: officer(),
        at: at(day),
        base: on.base(),
        kind,
    };
    on.apply(&change, at(day)).unwrap()
}

fn join_kind(recording: &Complaint) -> ChangeKind {
    ChangeKind::Join {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    }
}

fn split_kind(recording: &Complaint) -> ChangeKind {
    ChangeKind::Split {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    }
}

fn joined(national: &Complaint, recording: &Complaint, day: u32) -> Pair {
    let asked = act(national, 900, day, join_kind(recording)).complaint;
    join(&asked, recording).unwrap()
}

fn parted(pair: &Pair, day: u32) -> (Complaint, Complaint) {
    let asked = act(&pair.whole, 901, day, split_kind(&pair.recording)).complaint;
    split(&asked, &pair.alone, &pair.recording).unwrap()
}

/// Without what joining and splitting leave: two entries, and counters that only grow.
fn plain(it: &Complaint) -> Complaint {
    let mut it = it.clone();
    it.versions = Versions::default();
    it.history.retain(|event| {
        !matches!(
            event.what,
            EventKind::Joined { .. } | EventKind::Split { .. }
        )
    });
    it
}

fn dispose(unit: &str) -> ChangeKind {
    ChangeKind::Dispose {
        to: AgencyRef::named(unit),
        note: String::new(),
    }
}

fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Proses,
        attachments: vec![],
    }
}

fn kinds(it: &Complaint) -> Vec<u128> {
    it.history
        .iter()
        .map(|event| event.id.0.as_u128())
        .collect()
}

fn of_file(status: &str, on: u32) -> NationalRow {
    let mut row = made(row(status, None).into(), on);
    row.complaint.received_at = at(6);
    row
}

#[test]
fn the_whole_has_the_national_fields_and_the_desks_work() {
    let recording = act(&recording(), 1, 3, dispose("Dinas PUPR")).complaint;
    let recording = act(&recording, 2, 4, reply("Sudah dijadwalkan.")).complaint;
    let national = first_national(of_file("Belum Terverifikasi", 6));
    let Pair {
        whole,
        alone,
        recording: hidden,
    } = joined(&national, &recording, 7);
    assert_eq!(
        (whole.id, &whole.tracking_id),
        (national.id, &national.tracking_id)
    );
    assert_eq!(
        (&whole.title, &whole.body),
        (&national.title, &national.body)
    );
    assert_eq!(whole.first_body.as_ref(), Some(&recording.body));
    assert_eq!(whole.unit.as_ref().unwrap().name, "Dinas PUPR");
    assert_eq!(whole.stage, Stage::Proses);
    assert_eq!(whole.national, national.national);
    assert_eq!(whole.reporter, recording.reporter);
    assert_eq!(kinds(&whole), [500, 1, 2, 900]);
    assert_eq!(whole.received_at, at(2), "received when the citizen came");
    let told = whole.joined.as_ref().unwrap();
    assert_eq!(
        (told.recording, &told.number),
        (recording.id, &recording.tracking_id)
    );
    assert_eq!(plain(&alone), plain(&national));
    assert_eq!(plain(&hidden), plain(&recording));
    // Each history names the other.
    let names = |it: &Complaint| match &it.history.last().unwrap().what {
        EventKind::Joined { other, number } => (*other, number.clone()),
        what => panic!("{what:?}"),
    };
    assert_eq!(names(&whole), (recording.id, recording.tracking_id.clone()));
    assert_eq!(names(&hidden), (national.id, national.tracking_id.clone()));
}

#[test]
fn whose_step_it_is() {
    let closed = first_national(of_file("Ditutup oleh Admin", 6));
    let open = first_national(of_file("Terverifikasi", 6));
    let untouched = recording();
    let worked = act(&untouched, 1, 3, reply("Dijadwalkan.")).complaint;
    let later = act(&open, 2, 6, dispose("Dinas Lain")).complaint;
    for (what, national, recording, stage, unit) in [
        ("closed nationally", &closed, &worked, Stage::Selesai, None),
        (
            "a step ahead of the export",
            &open,
            &worked,
            Stage::Proses,
            None,
        ),
        ("no step here", &open, &untouched, open.stage, None),
        (
            "the later step",
            &later,
            &worked,
            later.stage,
            Some("Dinas Lain"),
        ),
    ] {
        let whole = joined(national, recording, 7).whole;
        assert_eq!(whole.stage, stage, "{what}");
        assert_eq!(
            whole.unit.as_ref().map(|it| it.name.as_str()),
            unit,
            "{what}"
        );
    }
}

#[test]
fn the_earlier_receipt_counts_whichever_it_is() {
    let mut recording = recording();
    let day = |hour: u32| format!("2026-11-02T{hour:02}:00:00Z").parse().unwrap();
    for (recorded, told, without_hour, expected) in [
        (day(5), day(9), false, day(5)),
        (day(9), day(5), false, day(5)),
        // Its day says no hour: midnight is not when it came.
        (day(5), day(0), true, day(5)),
        (at(4), day(0), true, day(0)),
    ] {
        let mut row = of_file("Terverifikasi", 6);
        row.complaint.received_at = told;
        row.complaint.provenance.receipt.without_hour = without_hour;
        recording.received_at = recorded;
        let national = first_national(row.clone());
        let Pair { whole, alone, .. } = joined(&national, &recording, 7);
        assert_eq!(
            whole.received_at, expected,
            "{recorded} {told} {without_hour}"
        );
        // No later export takes the days away.
        let mut later = row;
        later.complaint.provenance.as_of = Some(super::day(9));
        later.complaint.received_at = at(8);
        let (merged, _) = merge_joined(&whole, &alone, later);
        let next = match merged {
            Merged::Unchanged => whole,
            Merged::Confirmed(next) | Merged::Changed(next) => *next,
        };
        assert_eq!(next.received_at, recorded.min(at(8)).min(next.received_at));
        assert!(next.received_at <= recorded);
    }
}

#[test]
fn the_stricter_privacy_holds_and_no_export_lowers_it() {
    for (desk, file) in [(true, false), (false, true), (true, true)] {
        let mut recording = recording();
        recording.privacy = Privacy {
            anonymous: desk,
            secret: desk,
        };
        let mut national = first_national(of_file("Terverifikasi", 6));
        national.privacy = Privacy {
            anonymous: file,
            secret: file,
        };
        let pair = joined(&national, &recording, 7);
        assert_eq!(
            pair.whole.privacy,
            Privacy {
                anonymous: true,
                secret: true
            }
        );
        let mut open = of_file("Terverifikasi", 9);
        open.privacy = PrivacyTold {
            anonymous: FlagTold::Lowered,
            secret: FlagTold::Lowered,
        };
        let (merged, _) = merge_joined(&pair.whole, &pair.alone, open);
        let (Merged::Changed(next) | Merged::Confirmed(next)) = merged else {
            panic!("the file is newer");
        };
        assert_eq!(
            next.privacy,
            Privacy {
                anonymous: desk,
                secret: desk
            }
        );
    }
}

#[test]
fn only_these_two_and_only_once() {
    let (national, recording) = (first_national(of_file("Terverifikasi", 6)), recording());
    let asked = act(&national, 900, 7, join_kind(&recording));
    assert_eq!(asked.how, How::Applied);
    // Another operation for the same two: it is so already.
    let again = act(&asked.complaint, 950, 8, join_kind(&recording));
    assert_eq!(again.how, How::AlreadySatisfied);
    let refused = |on: &Complaint, kind: ChangeKind| {
        let change = Change {
            op: OpId(Uuid::from_u128(960)),
            complaint: on.id,
            by: officer(),
            at: at(8),
            base: on.base(),
            kind,
        };
        on.apply(&change, at(8)).map(|it| it.how)
    };
    let mut another = recording.clone();
    another.id = ComplaintId::of_recording(OpId(Uuid::from_u128(501)));
    another.tracking_id = TrackingId::of_recording(OpId(Uuid::from_u128(501)));
    let third = refused(&asked.complaint, join_kind(&another));
    assert_eq!(third, Err(Refused::CannotJoin));
    assert_eq!(
        refused(&national, join_kind(&national)),
        Err(Refused::CannotJoin)
    );
    assert_eq!(
        refused(&recording, join_kind(&another)),
        Err(Refused::CannotJoin)
    );
    // Not the one that was asked for.
    assert_eq!(join(&asked.complaint, &another), Err(Refused::CannotJoin));
    assert_eq!(join(&national, &recording), Err(Refused::CannotJoin));
    assert_eq!(
        refused(&national, split_kind(&recording)),
        Ok(How::AlreadySatisfied)
    );
    let apart = ChangeKind::TellApart {
        recording: recording.id,
        number: recording.tracking_id.clone(),
    };
    assert_eq!(
        refused(&asked.complaint, apart.clone()),
        Err(Refused::CannotJoin)
    );
    assert_eq!(refused(&national, apart.clone()), Ok(How::Applied));
    let told = act(&national, 970, 8, apart.clone()).complaint;
    assert_eq!(refused(&told, apart), Ok(How::AlreadySatisfied));
    // Who said that they are two may find that they are one.
    assert_eq!(refused(&told, join_kind(&recording)), Ok(How::Applied));
}

#[test]
fn what_was_done_since_stays_with_the_report_and_nothing_is_lost() {
    let recording = act(&recording(), 1, 3, dispose("Dinas PUPR")).complaint;
    let national = first_national(of_file("Terverifikasi", 6));
    let mut pair = joined(&national, &recording, 7);
    pair.whole = act(&pair.whole, 2, 8, reply("Sudah diperbaiki.")).complaint;
    let (whole, alone) = merge_joined(&pair.whole, &pair.alone, {
        let mut row = of_file("Ditindaklanjuti oleh Instansi", 9);
        row.complaint.title = "Jalan berlubang (disunting)".into();
        row
    });
    let (Merged::Changed(whole), Merged::Changed(alone)) = (whole, alone) else {
        panic!("a newer file with another title");
    };
    (pair.whole, pair.alone) = (*whole, *alone);
    assert_eq!(pair.whole.title, "Jalan berlubang (disunting)");
    let (report, parted) = parted(&pair, 10);
    assert_eq!(plain(&parted), plain(&recording));
    assert_eq!(report.title, "Jalan berlubang (disunting)");
    assert_eq!(report.unit, None, "the unit was the recording's");
    assert_eq!(report.stage, Stage::Proses);
    assert_eq!(report.joined, None);
    let replied = |it: &Complaint| it.last_public_reply();
    assert_eq!(replied(&report), Some(OpId(Uuid::from_u128(2))));
    assert!(report.versions.head > pair.whole.versions.head);
    let both = [kinds(&report), kinds(&parted)].concat();
    for event in pair.whole.history.iter().filter(by_officer) {
        assert!(both.contains(&event.id.0.as_u128()), "{event:?}");
    }
}

#[test]
fn work_that_no_longer_fits_stays_in_the_history() {
    let national = first_national(of_file("Terverifikasi", 6));
    let mut pair = joined(&national, &recording(), 7);
    pair.whole = act(&pair.whole, 2, 8, reply("Sudah diperbaiki.")).complaint;
    // By itself the report was closed in between; the whole was closed with it.
    pair.alone = act(
        &pair.alone,
        3,
        7,
        ChangeKind::Close {
            reason: String::new(),
        },
    )
    .complaint;
    let (report, _) = parted(&pair, 10);
    assert_eq!(report.stage, Stage::Selesai);
    assert!(kinds(&report).contains(&2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn joined_and_split_is_as_before(
        row in any_row(),
        of_report in any_work(),
        of_recording in any_work(),
    ) {
        let national = worked_from(first_national(made(row, 3)), of_report, 1);
        let recording = worked_from(recording(), of_recording, 100);
        let pair = joined(&national, &recording, 7);
        prop_assert_eq!(plain(&pair.alone), plain(&national));
        prop_assert!(pair.whole.versions.head > national.versions.head);
        let (report, parted) = parted(&pair, 8);
        prop_assert_eq!(plain(&report), plain(&national));
        prop_assert_eq!(plain(&parted), plain(&recording));
        prop_assert!(report.versions.head > pair.whole.versions.head);
    }

    #[test]
    fn nothing_of_either_is_missing_in_the_whole(
        row in any_row(),
        of_report in any_work(),
        of_recording in any_work(),
    ) {
        let national = worked_from(first_national(made(row, 3)), of_report, 1);
        let recording = worked_from(recording(), of_recording, 100);
        let whole = joined(&national, &recording, 7).whole;
        for event in national.history.iter().chain(&recording.history) {
            prop_assert!(whole.history.contains(event));
        }
        prop_assert!(whole.received_at <= recording.received_at);
        for flag in [|it: &Complaint| it.privacy.anonymous, |it: &Complaint| it.privacy.secret] {
            prop_assert_eq!(flag(&whole), flag(&national) || flag(&recording));
        }
    }

    #[test]
    fn the_same_file_again_changes_nothing(
        row in any_row(),
        of_recording in any_work(),
    ) {
        let row = made(row, 3);
        let national = first_national(row.clone());
        let pair = joined(&national, &worked_from(recording(), of_recording, 100), 7);
        let (whole, alone) = merge_joined(&pair.whole, &pair.alone, row);
        prop_assert_eq!(alone, Merged::Unchanged);
        prop_assert_eq!(whole, Merged::Unchanged);
    }

    #[test]
    fn an_export_before_or_after_joining_tells_the_same(
        row in any_row(),
        next in any_row(),
        of_recording in any_work(),
    ) {
        let (row, next) = (made(row, 3), made(next, 6));
        let recording = worked_from(recording(), of_recording, 100);
        let national = first_national(row);
        let first = joined(&after(national.clone(), next.clone()), &recording, 7);
        let pair = joined(&national, &recording, 7);
        let (_, alone) = merge_joined(&pair.whole, &pair.alone, next);
        let alone = match alone {
            Merged::Unchanged => pair.alone,
            Merged::Confirmed(next) | Merged::Changed(next) => *next,
        };
        // Of the report by itself: how it stands after a split.
        let plain = |it: &Complaint| {
            let mut it = plain(it);
            it.history.clear();
            it
        };
        prop_assert_eq!(plain(&alone), plain(&first.alone));
    }
}
