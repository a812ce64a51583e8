//! How the status words of the national system move a complaint, and where they stop.

use super::*;

#[test]
fn new_status_words_move_the_stage_and_leave_a_trace() {
    let known = first(row("Belum Terverifikasi", None));
    let next = merged(&known, row("Terverifikasi", Some("Dinas PUPR"))).unwrap();
    assert_eq!(next.stage, Stage::BelumDitindaklanjuti);
    assert_eq!(next.unit, Some(AgencyRef::named("Dinas PUPR")));
    assert_eq!(
        (
            next.versions.head,
            next.versions.status,
            next.versions.assign,
            next.versions.meta
        ),
        (2, 2, 2, 1)
    );
    let EventKind::NationalStatusChanged { from, to, .. } = &next.history[0].what else {
        panic!("{:?}", next.history);
    };
    assert_eq!(from.name, "Belum Terverifikasi");
    assert_eq!(to.name, "Terverifikasi");
    assert_eq!(
        merged(&next, row("Terverifikasi", Some("Dinas PUPR"))),
        None
    );
}

#[test]
fn unknown_status_words_are_kept() {
    let known = first(row("Terverifikasi", None));
    let next = merged(&known, row("Dimediasi", None)).unwrap();
    assert_eq!(next.stage, Stage::TidakDikenal);
    assert_eq!(next.national.name, "Dimediasi");
}

#[test]
fn the_national_status_does_not_undo_an_officers_step() {
    let known = first(row("Terverifikasi", Some("Dinas PUPR")));
    let reply = ChangeKind::Reply {
        text: "Sudah ditambal.".into(),
        then: Then::Selesai,
        attachments: vec![],
    };
    let known = act(&known, 1, reply);
    let behind = row("Ditindaklanjuti oleh Instansi", Some("Dinas PUPR"));
    let next = merged(&known, behind).unwrap();
    assert_eq!(next.stage, Stage::Selesai);
    assert_eq!(next.national.name, "Ditindaklanjuti oleh Instansi");
    assert_eq!(next.versions.status, known.versions.status);
}

#[test]
fn the_national_status_goes_on_from_an_officers_step() {
    let known = first(row("Belum Terverifikasi", None));
    let known = act(&known, 1, ChangeKind::Verify);
    assert_eq!(known.stage, Stage::BelumTerdisposisi);
    for (status, expected) in [
        ("Dimediasi", Stage::BelumTerdisposisi),
        ("Ditindaklanjuti oleh Instansi", Stage::Proses),
        ("Ditutup oleh Admin", Stage::Selesai),
    ] {
        let next = merged(&known, row(status, None)).unwrap();
        assert_eq!(next.stage, expected, "{status}");
    }
}

#[test]
fn a_status_that_was_known_already_does_not_close_what_an_officer_reopened() {
    let closed = first(row("Ditutup oleh Admin", Some("Dinas PUPR")));
    let reason = "Lubangnya masih ada.".into();
    let reopened = act(&closed, 1, ChangeKind::Reopen { reason });
    let mut same = row("Ditutup oleh Admin", Some("Dinas PUPR"));
    assert_eq!(merged(&reopened, same.clone()), None);
    same.rating = Some(2);
    let next = merged(&reopened, same).unwrap();
    assert_eq!((next.rating, next.stage), (Some(2), reopened.stage));
}

#[test]
fn a_row_without_a_status_moves_no_stage() {
    let known = first(row("Belum Terverifikasi", None));
    let mut silent = row("", Some("Dinas PUPR"));
    silent.national = NationalStatus::default();
    let known = Complaint {
        national: NationalStatus::default(),
        ..known
    };
    let next = merged(&known, silent).unwrap();
    assert_eq!(next.unit, Some(AgencyRef::named("Dinas PUPR")));
    assert_eq!(next.stage, known.stage);
}

#[test]
fn a_new_status_does_not_inherit_the_words_beside_the_old_one() {
    let mut archived = row("Diarsipkan oleh Admin", None);
    archived.national.text = Some("Bukan laporan".into());
    archived.national.code = Some("9".into());
    let next = merged(&first(archived), row("Terverifikasi", None)).unwrap();
    assert_eq!((next.national.text, next.national.code), (None, None));
}

#[test]
fn a_reminder_is_no_step_ahead_of_the_national_status() {
    let known = first(row("Terverifikasi", Some("Dinas PUPR")));
    let reminder = Reminder {
        clock: ClockKind::FollowUp,
        overdue_days: 1,
        via: ReminderChannel::InApp,
        to: None,
    };
    let reminded = act(&known, 1, ChangeKind::Remind(reminder));
    let same = row("Terverifikasi", Some("Dinas PUPR"));
    assert_eq!(merged(&reminded, same), None);
    for status in ["Belum Terverifikasi", "Ditindaklanjuti oleh Instansi"] {
        let moved = |from| merged(from, row(status, Some("Dinas PUPR"))).unwrap();
        assert_eq!(moved(&reminded).stage, moved(&known).stage, "{status}");
        assert_eq!(moved(&reminded).history[0], reminded.history[0]);
    }
}

#[test]
fn a_unit_that_is_named_later_moves_the_stage() {
    let known = first_national(of_day(row("Terverifikasi", None), 3));
    assert_eq!(known.stage, Stage::BelumTerdisposisi);
    let next = after(
        known.clone(),
        of_day(row("Terverifikasi", Some("Dinas PUPR")), 4),
    );
    assert_eq!(next.stage, Stage::BelumDitindaklanjuti);
    let without = merge_national(&next, of_day(row("Terverifikasi", None), 5));
    assert!(
        matches!(without, Merged::Confirmed(_)),
        "a file without units takes none away"
    );
}
