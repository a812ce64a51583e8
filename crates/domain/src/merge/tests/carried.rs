//! What another hub kept, laid over what this one knows.

use super::*;
use crate::event::EventKind;
use crate::merge::carried::{CarriedField, CarriedOver, carry_over, first_carried};

fn act_at(complaint: &Complaint, number: u128, day: u32, kind: ChangeKind) -> Complaint {
    let change = Change {
        op: OpId(Uuid::from_u128(number)),
        complaint: complaint.id,
        by: Actor::officer(OfficerId(Uuid::from_u128(9)), "Desk"),
        at: at(day),
        base: complaint.base(),
        kind,
    };
    complaint.apply(&change, at(day)).unwrap().complaint
}

fn dispose(unit: &str) -> ChangeKind {
    ChangeKind::Dispose {
        to: AgencyRef::named(unit),
        note: String::new(),
    }
}

fn note(text: &str) -> ChangeKind {
    ChangeKind::Note {
        text: text.into(),
        attachments: vec![],
    }
}

fn over(known: &Complaint, carried: &Complaint) -> (Complaint, Vec<CarriedField>) {
    let CarriedOver { complaint, differs } = carry_over(known, carried.clone());
    (
        complaint.map_or_else(|| known.clone(), |next| *next),
        differs,
    )
}

fn ids(complaint: &Complaint) -> Vec<u128> {
    let history = complaint.history.iter();
    history.map(|event| event.id.0.as_u128()).collect()
}

#[test]
fn the_later_decision_holds_wherever_it_was_made() {
    let base = first(row("Terverifikasi", None));
    let here = act_at(&base, 1, 4, dispose("Dinas PUPR"));
    let there = act_at(&base, 2, 5, dispose("Dinas Perhubungan"));
    let (next, differs) = over(&here, &there);
    assert_eq!(next.unit.as_ref().unwrap().name, "Dinas Perhubungan");
    assert_eq!((ids(&next), differs), (vec![1, 2], vec![]));
    assert!(next.versions.assign > here.versions.assign);
    // The other way about, this hub's own stays, and the difference is said.
    let (next, differs) = over(&there, &here);
    assert_eq!(next.unit.as_ref().unwrap().name, "Dinas Perhubungan");
    assert_eq!(
        (ids(&next), differs),
        (vec![1, 2], vec![CarriedField::Unit])
    );
}

#[test]
fn entries_are_laid_between_by_time_and_those_here_keep_their_order() {
    let base = first(row("Terverifikasi", None));
    let here = act_at(&act_at(&base, 1, 4, note("a")), 3, 6, note("c"));
    let there = act_at(&act_at(&base, 2, 5, note("b")), 4, 7, note("d"));
    assert_eq!(ids(&over(&here, &there).0), [1, 2, 3, 4]);
}

#[test]
fn nobody_of_another_hub_acts_under_an_id_of_this_one() {
    let base = first(row("Terverifikasi", None));
    let there = act_at(&base, 2, 5, note("b"));
    let by = |it: &Complaint| (it.history[0].by.id, it.history[0].by.name.clone());
    assert_eq!(by(&first_carried(there.clone())), (None, "Desk".into()));
    assert_eq!(by(&over(&base, &there).0), (None, "Desk".into()));
}

#[test]
fn a_protection_is_never_carried_away() {
    let mut here = first(row("Terverifikasi", None));
    here.privacy.secret = true;
    let there = first(row("Terverifikasi", None));
    let (next, differs) = over(&here, &there);
    assert!(next.privacy.secret);
    assert_eq!(differs, [CarriedField::Privacy]);
    let (next, differs) = over(&there, &here);
    assert!(next.privacy.secret && differs.is_empty());
}

#[test]
fn of_the_national_status_the_newer_word_holds() {
    let with = |status: &str, made| first_national(of_day(row(status, None), made));
    let (old, new) = (with("Terverifikasi", 4), with("Ditutup oleh Admin", 6));
    assert_eq!(over(&old, &new).0.stage, new.stage);
    let (next, differs) = over(&new, &old);
    assert_eq!(
        (next.stage, differs),
        (new.stage, vec![CarriedField::Status])
    );
}

#[test]
fn carrying_again_changes_nothing() {
    let base = first(row("Terverifikasi", None));
    let here = act_at(&act_at(&base, 1, 4, dispose("Dinas PUPR")), 3, 6, note("c"));
    let reply = ChangeKind::Reply {
        text: "Sudah diperbaiki tanggal 5.".into(),
        then: Then::Keep,
        attachments: vec![],
    };
    let there = act_at(&act_at(&base, 2, 5, dispose("Dinas PUPR")), 4, 7, reply);
    let (once, _) = over(&here, &there);
    assert!(
        once.history
            .iter()
            .any(|it| matches!(it.what, EventKind::Replied { .. }))
    );
    assert_eq!(carry_over(&once, there).complaint, None);
}
