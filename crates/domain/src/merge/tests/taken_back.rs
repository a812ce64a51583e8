//! A wrong file is taken back: as if it had never been, and nobody's work is lost.

use proptest::prelude::*;

use super::laws::{any_row, any_work, known, made, work_of, worked};
use super::*;
use crate::merge::taken_back::{Brought, FileTold, Later, Stays, TakenBack, taken_back, work_in};

/// What a hub keeps of one row: the complaint after it, and what was told.
fn take(before: &Complaint, row: NationalRow) -> (Complaint, FileTold) {
    let (as_of, privacy) = (row.complaint.provenance.as_of, row.privacy);
    let Telling { merged, fields } = merge_telling(before, row);
    let after = match merged {
        Merged::Unchanged => before.clone(),
        Merged::Confirmed(next) | Merged::Changed(next) => *next,
    };
    let told = FileTold {
        fields,
        as_of,
        privacy,
        entry: entry(before, &after),
    };
    (after, told)
}

fn first_taken(row: NationalRow) -> (Complaint, FileTold) {
    let told = FileTold {
        fields: first_told(&row),
        as_of: row.complaint.provenance.as_of,
        privacy: row.privacy,
        entry: None,
    };
    (first_national(row), told)
}

fn entry(before: &Complaint, after: &Complaint) -> Option<OpId> {
    let new = |event: &&Event| !before.history.iter().any(|it| it.id == event.id);
    after.history.iter().find(new).map(|event| event.id)
}

fn brought(before: &Complaint, told: FileTold) -> Brought<'_> {
    Brought {
        before: Some(before),
        worked: work_in(&before.history),
        told,
    }
}

fn stands(now: &Complaint, back: TakenBack) -> (Complaint, Option<Stays>) {
    match back {
        TakenBack::Stands { merged, stays } => {
            let it = match merged {
                Merged::Unchanged => now.clone(),
                Merged::Confirmed(next) | Merged::Changed(next) => *next,
            };
            (it, stays)
        }
        TakenBack::Gone => panic!("it is gone"),
    }
}

/// All but the counters, which only ever go up, and the names of entries, which follow from them.
fn said(complaint: &Complaint) -> Complaint {
    let mut it = complaint.clone();
    it.versions = Versions::default();
    for event in &mut it.history {
        if matches!(event.what, EventKind::NationalStatusChanged { .. }) {
            event.id = OpId(Uuid::nil());
        }
    }
    it
}

fn sure(mut row: NationalRow) -> NationalRow {
    row.complaint.provenance.receipt = Receipt::default();
    row
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn taken_back_at_once_it_stands_as_before(
        one in any_row(), work in any_work(), wrong in any_row(), on in 1..9u32,
    ) {
        let before = worked(first_national(made(one, 3)), work);
        let (after, told) = take(&before, made(wrong, on));
        let back = taken_back(&after, &brought(&before, told), &[]);
        let (it, stays) = stands(&after, back);
        prop_assert_eq!(apart(&said(&it), &said(&before)), "");
        prop_assert_eq!(stays, None);
        prop_assert!(it.versions.head >= after.versions.head);
    }

    #[test]
    fn what_an_officer_did_since_stays(
        one in any_row(), wrong in any_row(), on in 1..9u32, work in any_work(),
    ) {
        let before = first_national(made(one, 3));
        let (after, told) = take(&before, made(wrong, on));
        let now = worked(after, work);
        let (it, _) = stands(&now, taken_back(&now, &brought(&before, told), &[]));
        prop_assert_eq!(work_of(&it), work_of(&now));
        prop_assert_eq!(it.priority, now.priority);
        let moved = now.history.iter().any(|event| crate::merge::status::moves_stage(&event.what));
        prop_assert_eq!(it.stage, if moved { now.stage } else { before.stage });
        if chosen_here(&now) {
            prop_assert_eq!(&it.unit, &now.unit);
        } else {
            prop_assert_eq!(&it.unit, &before.unit);
        }
        if corrected_here(&now, |it| it.category.is_some()) {
            prop_assert_eq!(&it.category, &now.category);
        }
        if corrected_here(&now, |it| it.region.is_some()) {
            prop_assert_eq!(&it.location.region, &now.location.region);
        }
        // What the national system alone tells is as before.
        prop_assert_eq!((&it.title, &it.body, &it.rating), (&before.title, &before.body, &before.rating));
        prop_assert_eq!((&it.national, it.privacy), (&before.national, before.privacy));
    }

    #[test]
    fn what_a_newer_file_told_since_stays_and_nothing_else(
        one in any_row(), work in any_work(), wrong in any_row(), newer in any_row(),
    ) {
        let before = worked(first_national(sure(made(one, 3))), work);
        let newer = sure(made(newer, 9));
        let (alone, _) = take(&before, newer.clone());
        let (after, told) = take(&before, made(wrong, 6));
        let (now, later) = take(&after, newer);
        let (it, _) = stands(&now, taken_back(&now, &brought(&before, told), &[Later::File(later)]));
        let timeless = |it: &Complaint| {
            let mut it = said(it);
            it.national.as_of = None;
            for event in &mut it.history {
                event.at = at(1);
                if let EventKind::NationalStatusChanged { from, to, .. } = &mut event.what {
                    (from.as_of, to.as_of) = (None, None);
                }
            }
            it
        };
        prop_assert_eq!(apart(&timeless(&it), &timeless(&alone)), "");
    }

    #[test]
    fn a_file_afterwards_finds_it_as_if_the_wrong_one_had_never_been(
        one in any_row(), work in any_work(), wrong in any_row(), on in 1..12u32,
        next in any_row(), then in 1..12u32,
    ) {
        let before = worked(first_national(made(one, 3)), work);
        let (after, told) = take(&before, made(wrong, on));
        let (back, _) = stands(&after, taken_back(&after, &brought(&before, told), &[]));
        let next = made(next, then);
        let never = super::after(before, next.clone());
        prop_assert_eq!(apart(&said(&super::after(back, next)), &said(&never)), "");
    }

    #[test]
    fn what_only_the_wrong_file_knew_follows_from_the_newer_one_alone(
        wrong in any_row(), newer in any_row(),
    ) {
        let (first, told) = first_taken(made(wrong, 3));
        let newer = sure(made(newer, 9));
        // A title or a text that only stands in, and a status that is not there, no complaint is without.
        let there = newer.complaint.provenance.stand_ins;
        prop_assume!(!there.title && !there.body && !newer.complaint.national.name.is_empty());
        let alone = first_national(newer.clone());
        let (now, later) = take(&first, newer);
        let file = Brought { before: None, told, worked: 0 };
        let (it, stays) = stands(&now, taken_back(&now, &file, &[Later::File(later)]));
        prop_assert_eq!(apart(&known(&it), &known(&alone)), "");
        prop_assert_eq!(stays, Some(Stays::Newer));
        prop_assert!(it.history.is_empty());
    }
}

#[test]
fn what_only_this_file_brought_goes_unless_somebody_worked_on_it() {
    let (now, told) = first_taken(of_day(row("Terverifikasi", None), 3));
    let file = Brought {
        before: None,
        told,
        worked: 0,
    };
    assert_eq!(taken_back(&now, &file, &[]), TakenBack::Gone);
    let note = ChangeKind::Note {
        text: "Ditelepon.".into(),
        attachments: vec![],
    };
    let now = act(&now, 7, note);
    let (it, stays) = stands(&now, taken_back(&now, &file, &[]));
    assert_eq!(stays, Some(Stays::Worked));
    assert_eq!((&it.title, &it.history), (&now.title, &now.history));
    // A file of any day is newer than what is left.
    let mut right = row("Ditutup oleh Admin", None);
    right.title = "Judul yang benar".into();
    let right = after(it, of_day(right, 1));
    assert_eq!(right.title, "Judul yang benar");
}

/// Officers made it what it is; only its age is put back, so that the right file is heard.
#[test]
fn what_is_joined_with_a_recording_stays_as_it_is() {
    let before = first_national(of_day(row("Terverifikasi", None), 3));
    let (mut now, told) = take(&before, of_day(row("Ditutup oleh Admin", None), 9));
    now.joined = Some(crate::complaint::Joined {
        recording: ComplaintId(Uuid::from_u128(4)),
        number: TrackingId::of_recording(OpId(Uuid::from_u128(4))),
        received_at: now.received_at,
        privacy: now.privacy,
        reporter: Reporter::default(),
    });
    let (it, stays) = stands(&now, taken_back(&now, &brought(&before, told), &[]));
    assert_eq!(stays, Some(Stays::Worked));
    assert_eq!(it.provenance.as_of, before.provenance.as_of);
    assert_eq!(
        (&it.national, it.stage, &it.history),
        (&now.national, now.stage, &now.history)
    );
}

#[test]
fn what_another_hub_knew_stays() {
    let (now, told) = first_taken(of_day(row("Terverifikasi", None), 3));
    let file = Brought {
        before: None,
        told,
        worked: 0,
    };
    let (it, stays) = stands(&now, taken_back(&now, &file, &[Later::Hub]));
    assert_eq!((it, stays), (now, Some(Stays::Newer)));
}

#[test]
fn a_file_that_protected_and_one_that_opened() {
    let told = |words: &str, on: u32, known: &Complaint| {
        let mut row = of_day(row("Terverifikasi", None), on);
        row.privacy = PrivacyTold::read(words);
        take(known, row)
    };
    let mut open = of_day(row("Terverifikasi", None), 3);
    open.privacy = PrivacyTold::read("Publik");
    let open = first_national(open);
    let (shut, wrong) = told("Anonim", 5, &open);
    assert!(shut.privacy.anonymous);
    let (it, _) = stands(
        &shut,
        taken_back(&shut, &brought(&open, wrong.clone()), &[]),
    );
    assert!(!it.privacy.anonymous);
    // A newer file that protects keeps it protected, one that is silent does not.
    for (words, anonymous) in [("Anonim", true), ("Aspirasi", false), ("Terbatas", true)] {
        let (now, later) = told(words, 7, &shut);
        let back = taken_back(&now, &brought(&open, wrong.clone()), &[Later::File(later)]);
        assert_eq!(stands(&now, back).0.privacy.anonymous, anonymous, "{words}");
    }
    // One that opened what was protected: protected again.
    let (opened, wrong) = told("Tidak anonim", 7, &shut);
    assert!(!opened.privacy.anonymous);
    let (it, _) = stands(&opened, taken_back(&opened, &brought(&shut, wrong), &[]));
    assert!(it.privacy.anonymous);
}

/// What differs, to be read.
fn apart(one: &Complaint, other: &Complaint) -> String {
    let value = |it: &Complaint| serde_json::to_value(it).unwrap();
    let (one, other) = (value(one), value(other));
    let names = one.as_object().unwrap().keys();
    let names = names.chain(other.as_object().unwrap().keys());
    let apart = names.filter(|name| one[*name] != other[*name]);
    let apart = apart.map(|name| format!("{name}: {} / {}", one[name], other[name]));
    apart.collect::<Vec<_>>().join("\n")
}
