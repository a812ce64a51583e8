//! From histories to facts, as tables.

use uuid::Uuid;

use super::*;
use crate::agency::AgencyRef;
use crate::change::{Base, Change, ChangeKind, NewComplaint, Then};
use crate::complaint::{Category, Channel, Complaint, Location, Reporter};
use crate::event::{Actor, Event, EventKind};
use crate::ids::{ComplaintId, OfficerId, OpId};
use crate::privacy::Privacy;
use crate::provenance::AssumedZone;
use crate::status::{NationalStatus, Stage};

pub(super) fn complaint(history: Vec<(&str, EventKind)>, stage: Stage) -> Complaint {
    let op = OpId(Uuid::from_u128(1));
    let by = Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas");
    let new = NewComplaint {
        title: "Lampu jalan mati".into(),
        body: "Lampu jalan mati sejak Senin".into(),
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::default(),
        channel: Channel::Counter,
        privacy: Privacy::default(),
        reporter: Reporter::default(),
        received_at: wib("2026-01-05 10:00"),
        incident_on: None,
        location: Location::default(),
        agency: None,
        attachments: vec![],
    };
    let record = Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: by.clone(),
        at: new.received_at,
        base: Base::default(),
        kind: ChangeKind::Record(Box::new(new)),
    };
    let mut complaint = Complaint::recorded(&record, record.at).unwrap();
    complaint.stage = stage;
    for (number, (at, what)) in (2_u128..).zip(history) {
        complaint.history.push(Event {
            id: OpId(Uuid::from_u128(number)),
            at: wib(at),
            acted_at: None,
            by: by.clone(),
            what,
        });
    }
    complaint
}

fn replied(then: Then) -> EventKind {
    EventKind::Replied {
        text: "Sudah diperbaiki".into(),
        then,
        attachments: vec![],
    }
}

fn disposed() -> EventKind {
    EventKind::Disposed {
        to: AgencyRef::named("Dinas Perhubungan"),
        note: String::new(),
    }
}

fn reason() -> String {
    "alasan".to_owned()
}

#[test]
fn a_plain_history_meets_the_clocks_one_by_one() {
    let facts = ClockFacts::of(&complaint(
        vec![
            ("2026-01-05 11:00", EventKind::Verified),
            ("2026-01-05 12:00", disposed()),
            ("2026-01-07 09:00", replied(Then::Proses)),
            ("2026-01-08 09:00", replied(Then::Keep)),
            ("2026-01-20 09:00", replied(Then::Selesai)),
        ],
        Stage::Selesai,
    ));
    let at = |text| Milestone::At(wib(text));
    assert_eq!(facts.verified, at("2026-01-05 11:00"));
    assert_eq!(facts.forwarded, at("2026-01-05 12:00"));
    assert_eq!(facts.followed_up, at("2026-01-07 09:00"));
    assert_eq!(facts.completed, at("2026-01-20 09:00"));
    assert_eq!(facts.pauses, []);
    assert_eq!(facts.check(wib("2026-02-01 09:00")), Ok(()));
}

#[test]
fn holds_and_bounces_become_pauses() {
    let bounced = EventKind::NotOurAuthority {
        target: None,
        reason: reason(),
    };
    let facts = ClockFacts::of(&complaint(
        vec![
            ("2026-01-06 09:00", EventKind::Held { reason: reason() }),
            ("2026-01-08 09:00", EventKind::Resumed),
            ("2026-01-09 09:00", bounced),
            ("2026-01-12 09:00", disposed()),
            ("2026-01-13 09:00", EventKind::Held { reason: reason() }),
        ],
        Stage::Tertunda,
    ));
    let spans: Vec<_> = facts
        .pauses
        .iter()
        .map(|pause| (pause.from, pause.until, pause.reason))
        .collect();
    assert_eq!(
        spans,
        [
            (
                wib("2026-01-06 09:00"),
                Some(wib("2026-01-08 09:00")),
                PauseReason::OnHold
            ),
            (
                wib("2026-01-09 09:00"),
                Some(wib("2026-01-12 09:00")),
                PauseReason::Bounced
            ),
            (wib("2026-01-13 09:00"), None, PauseReason::OnHold),
        ]
    );
    assert_eq!(facts.verified, Milestone::At(wib("2026-01-09 09:00")));
}

#[test]
fn reopening_takes_completion_back_and_the_time_between_is_a_pause() {
    let closed = || EventKind::Closed { reason: reason() };
    let reopened = || EventKind::Reopened { reason: reason() };
    let facts = ClockFacts::of(&complaint(
        vec![
            ("2026-01-06 09:00", closed()),
            ("2026-01-12 09:00", reopened()),
        ],
        Stage::Proses,
    ));
    assert_eq!(facts.completed, Milestone::NotYet);
    let pause = facts.pauses[0];
    assert_eq!(pause.reason, PauseReason::Closed);
    assert_eq!(
        (pause.from, pause.until),
        (wib("2026-01-06 09:00"), Some(wib("2026-01-12 09:00")))
    );
}

#[test]
fn a_status_without_a_date_counts_as_done_at_an_unknown_time() {
    let facts = ClockFacts::of(&complaint(vec![], Stage::Selesai));
    assert_eq!(facts.completed, Milestone::TimeUnknown);
    let clocks = rules().clocks(&facts, wib("2026-06-01 09:00")).clocks;
    assert!(clocks.iter().all(|clock| clock.state == ClockState::Met));
    let facts = ClockFacts::of(&complaint(vec![], Stage::BelumDitindaklanjuti));
    let states: Vec<_> = rules()
        .clocks(&facts, wib("2026-06-01 09:00"))
        .clocks
        .iter()
        .filter(|clock| clock.kind.is_duty())
        .map(|clock| clock.state)
        .collect();
    assert_eq!(
        states,
        [ClockState::Met, ClockState::Overdue, ClockState::Overdue]
    );
    let held = ClockFacts::of(&complaint(vec![], Stage::Tertunda));
    let clocks = rules().clocks(&held, wib("2026-06-01 09:00")).clocks;
    let mut duties = clocks.iter().filter(|clock| clock.kind.is_duty());
    assert!(duties.all(|clock| clock.state == ClockState::Paused));
}

#[test]
fn the_national_status_speaks_too() {
    let status = |name: &str| NationalStatus {
        name: name.to_owned(),
        ..NationalStatus::default()
    };
    let moved = |from: &str, to: &str| EventKind::NationalStatusChanged {
        from: status(from),
        to: status(to),
        still_at: None,
    };
    let facts = ClockFacts::of(&complaint(
        vec![
            (
                "2026-01-06 09:00",
                moved("Belum Terverifikasi", "Dalam Proses"),
            ),
            (
                "2026-01-09 09:00",
                moved("Dalam Proses", "Ditutup oleh Admin"),
            ),
        ],
        Stage::Selesai,
    ));
    // When somebody looked is not when it was done: receipt is the earliest it can have been.
    let received = wib("2026-01-05 10:00");
    let between = |until: &str| Milestone::Between {
        after: received,
        until: wib(until),
    };
    assert_eq!(facts.followed_up, between("2026-01-06 09:00"));
    assert_eq!(facts.completed, between("2026-01-09 09:00"));
    // "Dalam Proses" is an answer of the agency, closing the report none.
    assert_eq!(facts.last_answer_at, Some(wib("2026-01-06 09:00")));
}

#[test]
fn an_unordered_history_gives_the_same_facts() {
    let events = || {
        vec![
            ("2026-01-06 09:00", EventKind::Held { reason: reason() }),
            ("2026-01-08 09:00", EventKind::Resumed),
            ("2026-01-09 09:00", EventKind::Verified),
        ]
    };
    let mut shuffled = events();
    shuffled.rotate_left(1);
    assert_eq!(
        ClockFacts::of(&complaint(shuffled, Stage::BelumTerdisposisi)),
        ClockFacts::of(&complaint(events(), Stage::BelumTerdisposisi))
    );
}

#[test]
fn an_answer_after_an_import_does_not_make_an_earlier_follow_up_late() {
    let mut imported = complaint(
        vec![("2026-06-03 09:00", replied(Then::Keep))],
        Stage::Proses,
    );
    let national = |name: &str| NationalStatus {
        name: name.into(),
        as_of: Some(wib("2026-06-01 09:00")),
        ..NationalStatus::default()
    };
    imported.national = national("Ditindaklanjuti oleh Instansi");
    assert_eq!(
        ClockFacts::of(&imported).followed_up,
        Milestone::TimeUnknown
    );

    imported.national = national("Terverifikasi");
    let facts = ClockFacts::of(&imported);
    assert_eq!(facts.verified, Milestone::TimeUnknown);
    assert_eq!(facts.followed_up, Milestone::At(wib("2026-06-03 09:00")));
}

fn told(name: &str, as_of: &str) -> NationalStatus {
    NationalStatus {
        name: name.into(),
        as_of: Some(wib(as_of)),
        ..NationalStatus::default()
    }
}

#[test]
fn what_a_desk_did_before_the_first_import_keeps_its_time() {
    let mut imported = complaint(
        vec![
            ("2026-01-06 09:00", EventKind::Verified),
            ("2026-01-12 09:00", replied(Then::Keep)),
        ],
        Stage::Proses,
    );
    imported.national = told("Ditindaklanjuti oleh Instansi", "2026-01-09 09:00");
    let facts = ClockFacts::of(&imported);
    assert_eq!(facts.verified, Milestone::At(wib("2026-01-06 09:00")));
    assert_eq!(facts.followed_up, Milestone::TimeUnknown);
}

#[test]
fn what_the_first_export_told_was_done_before_it() {
    let first = told("Ditindaklanjuti oleh Instansi", "2026-01-09 09:00");
    let second = told("Ditutup oleh Admin", "2026-01-20 09:00");
    let closed = EventKind::NationalStatusChanged {
        from: first,
        to: second.clone(),
        still_at: None,
    };
    let mut imported = complaint(vec![("2026-01-20 09:00", closed)], Stage::Selesai);
    imported.national = second;
    let facts = ClockFacts::of(&imported);
    assert_eq!(facts.followed_up, Milestone::TimeUnknown);
    let between = Milestone::Between {
        after: wib("2026-01-09 09:00"),
        until: wib("2026-01-20 09:00"),
    };
    assert_eq!(facts.completed, between);
}

#[test]
fn a_zone_that_was_only_assumed_gives_other_times_of_receipt() {
    let mut imported = complaint(vec![], Stage::BelumTerverifikasi);
    assert!(ClockFacts::of(&imported).other_receipts.is_empty());
    imported.provenance.receipt.assumed_zone = Some(AssumedZone {
        offset_minutes: 420,
    });
    let others = ClockFacts::of(&imported).other_receipts;
    assert_eq!(others, [wib("2026-01-05 17:00")]);
}

/// The pauses of a complaint with this history, received on Monday 5 January 2026 at 10:00.
#[track_caller]
fn check_pauses(
    history: Vec<(&str, EventKind)>,
    stage: Stage,
    expected: &[(&str, Option<&str>, PauseReason)],
) -> ClockFacts {
    let facts = ClockFacts::of(&complaint(history, stage));
    let pauses: Vec<_> = expected
        .iter()
        .map(|(from, until, reason)| Pause {
            reason: *reason,
            ..pause(from, *until)
        })
        .collect();
    assert_eq!(facts.pauses, pauses);
    facts
}

#[test]
fn a_pause_lasts_from_its_first_word_until_another_takes_its_place() {
    use PauseReason::{OnHold, WaitingForReporter};
    let held = || EventKind::Held { reason: reason() };
    let facts = check_pauses(
        vec![("2026-01-06 09:00", held()), ("2026-01-07 09:00", held())],
        Stage::Tertunda,
        &[("2026-01-06 09:00", None, OnHold)],
    );
    assert_eq!(facts.held_at, Some(wib("2026-01-06 09:00")));
    let facts = check_pauses(
        vec![
            ("2026-01-06 09:00", replied(Then::AskReporter)),
            ("2026-01-08 09:00", held()),
        ],
        Stage::Tertunda,
        &[
            (
                "2026-01-06 09:00",
                Some("2026-01-08 09:00"),
                WaitingForReporter,
            ),
            ("2026-01-08 09:00", None, OnHold),
        ],
    );
    assert_eq!(facts.held_at, Some(wib("2026-01-08 09:00")));
}

#[test]
fn a_stage_that_no_event_tells_pauses_from_receipt() {
    use PauseReason::{Bounced, OnHold};
    let received = "2026-01-05 10:00";
    let held = check_pauses(vec![], Stage::Tertunda, &[(received, None, OnHold)]);
    assert_eq!(held.held_at, Some(wib(received)));
    let bounced = check_pauses(vec![], Stage::BukanWewenang, &[(received, None, Bounced)]);
    assert_eq!(bounced.held_at, None);
}

#[test]
fn what_was_closed_without_a_word_is_paused_no_longer() {
    let held = || ("2026-01-06 09:00", EventKind::Held { reason: reason() });
    check_pauses(vec![held()], Stage::Selesai, &[]);
    let bounced = EventKind::NotOurAuthority {
        target: None,
        reason: reason(),
    };
    let since = "2026-01-06 09:00";
    check_pauses(
        vec![(since, bounced)],
        Stage::BukanWewenang,
        &[(since, None, PauseReason::Bounced)],
    );
}
