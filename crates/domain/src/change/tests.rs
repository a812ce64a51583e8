//! The rules as tables.

mod lengths;
mod mandate;
mod matrix;
mod remind;
mod words;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::agency::AgencyRef;
use crate::complaint::Complaint;
use crate::event::EventKind;
use crate::ids::{OfficerId, OpId};
use crate::status::Stage;

fn now() -> DateTime<Utc> {
    "2026-11-20T03:00:00Z".parse().unwrap()
}

fn change(n: u128, on: &Complaint, kind: ChangeKind) -> Change {
    Change {
        op: OpId(Uuid::from_u128(n)),
        complaint: on.id,
        by: Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas"),
        at: now(),
        base: on.base(),
        kind,
    }
}

fn new_complaint() -> NewComplaint {
    NewComplaint {
        title: "Lampu jalan mati".into(),
        body: "Lampu jalan mati sejak Senin".into(),
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::default(),
        channel: Channel::Whatsapp,
        privacy: Privacy::default(),
        reporter: Reporter::default(),
        received_at: now(),
        incident_on: None,
        location: Location::default(),
        agency: None,
        attachments: vec![],
    }
}

/// What recorded another complaint.
fn other_recording() -> Change {
    let op = OpId(Uuid::from_u128(90));
    Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas"),
        at: now(),
        base: Base::default(),
        kind: ChangeKind::Record(Box::new(new_complaint())),
    }
}

/// The complaint as a change of two complaints needs it; as it is for every other kind.
fn one_of_two(name: &str, on: Complaint) -> Complaint {
    if !["join", "split", "tell-apart"].contains(&name) {
        return on;
    }
    let number = TrackingId::of_recording(other_recording().op);
    Complaint {
        tracking_id: TrackingId::parse("9165816").unwrap(),
        joined: (name == "split").then(|| crate::complaint::Joined {
            recording: other_recording().complaint,
            number,
            received_at: on.received_at,
            privacy: Default::default(),
            reporter: Default::default(),
        }),
        ..on
    }
}

pub(crate) fn fresh() -> Complaint {
    let op = OpId(Uuid::from_u128(1));
    let record = Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas"),
        at: now(),
        base: Base::default(),
        kind: ChangeKind::Record(Box::new(new_complaint())),
    };
    Complaint::recorded(&record, now()).unwrap()
}

fn at_stage(stage: Stage) -> Complaint {
    Complaint { stage, ..fresh() }
}

fn reply(text: &str, then: Then) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then,
        attachments: vec![],
    }
}

fn dispose(unit: &str) -> ChangeKind {
    ChangeKind::Dispose {
        to: AgencyRef::named(unit),
        note: String::new(),
    }
}

fn hold() -> ChangeKind {
    ChangeKind::Hold {
        reason: "Data kurang".into(),
    }
}

fn remind(clock: ClockKind, via: ReminderChannel, to: Option<&str>) -> ChangeKind {
    ChangeKind::Remind(Reminder {
        clock,
        overdue_days: 3,
        via,
        to: to.map(AgencyRef::named),
    })
}

#[track_caller]
fn check(from: Stage, kind: ChangeKind, expected: Result<Stage, Refused>) {
    let complaint = at_stage(from);
    let got = complaint.apply(&change(2, &complaint, kind), now());
    assert_eq!(got.map(|applied| applied.complaint.stage), expected);
}

#[test]
fn stages_move_as_the_national_system_moves_them() {
    check(
        Stage::BelumTerverifikasi,
        ChangeKind::Verify,
        Ok(Stage::BelumTerdisposisi),
    );
    check(
        Stage::BelumTerverifikasi,
        dispose("Dinas PUPR"),
        Ok(Stage::BelumDitindaklanjuti),
    );
    check(
        Stage::BelumTerdisposisi,
        dispose("Dinas PUPR"),
        Ok(Stage::BelumDitindaklanjuti),
    );
    check(
        Stage::BelumDitindaklanjuti,
        reply("Sudah ditinjau", Then::Proses),
        Ok(Stage::Proses),
    );
    check(
        Stage::Proses,
        reply("Sudah selesai", Then::Selesai),
        Ok(Stage::Selesai),
    );
    for from in [
        Stage::BelumTerverifikasi,
        Stage::BelumTerdisposisi,
        Stage::BelumDitindaklanjuti,
        Stage::Proses,
        Stage::Tertunda,
        Stage::TidakDikenal,
    ] {
        check(
            from,
            reply("Di mana letaknya?", Then::AskReporter),
            Ok(Stage::Proses),
        );
    }
    check(
        Stage::Selesai,
        reply("Di mana letaknya?", Then::AskReporter),
        Err(Refused::Closed),
    );
    check(
        Stage::BelumDitindaklanjuti,
        reply("Kami cek", Then::Keep),
        Ok(Stage::BelumDitindaklanjuti),
    );
    check(Stage::Proses, hold(), Ok(Stage::Tertunda));
    check(
        Stage::Tertunda,
        ChangeKind::Resume,
        Ok(Stage::BelumTerverifikasi),
    );
    check(
        Stage::Proses,
        ChangeKind::Close {
            reason: String::new(),
        },
        Ok(Stage::Selesai),
    );
    check(
        Stage::Selesai,
        reply("Terlambat", Then::Keep),
        Err(Refused::Closed),
    );
    check(
        Stage::Selesai,
        hold(),
        Err(Refused::NotAllowed {
            stage: Stage::Selesai,
        }),
    );
    check(
        Stage::Selesai,
        ChangeKind::Reopen {
            reason: "Belum tuntas".into(),
        },
        Ok(Stage::BelumTerverifikasi),
    );
    check(
        Stage::Proses,
        reply("  ", Then::Keep),
        Err(Refused::EmptyText),
    );
    check(
        Stage::Proses,
        ChangeKind::Archive {
            reason: String::new(),
        },
        Err(Refused::MissingReason),
    );
}

#[test]
fn applying_twice_changes_nothing() {
    let complaint = at_stage(Stage::BelumDitindaklanjuti);
    let change = change(2, &complaint, reply("Sudah ditinjau", Then::Proses));
    let once = complaint.apply(&change, now()).unwrap();
    let twice = once
        .complaint
        .apply(&change, now() + TimeDelta::hours(1))
        .unwrap();
    assert_eq!(twice.how, How::AlreadySatisfied);
    assert_eq!(twice.complaint, once.complaint);
}

/// Two officers act on what both saw; the first is accepted, what becomes of the second?
#[track_caller]
fn race(from: Stage, first: ChangeKind, second: ChangeKind, expected: Result<How, Refused>) {
    let seen = at_stage(from);
    let first = change(2, &seen, first);
    let second = change(3, &seen, second);
    let after = seen.apply(&first, now()).unwrap().complaint;
    assert_eq!(
        after.apply(&second, now()).map(|applied| applied.how),
        expected
    );
}

#[test]
fn races_are_decided_by_what_was_seen() {
    let note = || ChangeKind::Note {
        text: "Sudah ditelepon".into(),
        attachments: vec![],
    };
    race(
        Stage::Proses,
        reply("Satu", Then::Keep),
        reply("Dua", Then::Keep),
        Err(Refused::ReplyRace),
    );
    race(
        Stage::Proses,
        reply("Satu", Then::Selesai),
        reply("Dua", Then::Keep),
        Err(Refused::Closed),
    );
    race(
        Stage::Proses,
        reply("Satu", Then::Selesai),
        note(),
        Ok(How::Applied),
    );
    race(
        Stage::BelumTerverifikasi,
        ChangeKind::Verify,
        ChangeKind::Verify,
        Ok(How::AlreadySatisfied),
    );
    race(
        Stage::BelumTerdisposisi,
        dispose("Dinas PUPR"),
        dispose("dinas  pupr"),
        Ok(How::AlreadySatisfied),
    );
    race(
        Stage::BelumTerdisposisi,
        dispose("Dinas PUPR"),
        dispose("PDAM"),
        Err(Refused::UnitMoved),
    );
    race(
        Stage::BelumTerverifikasi,
        ChangeKind::Verify,
        dispose("PDAM"),
        Ok(How::Merged),
    );
    race(
        Stage::BelumTerverifikasi,
        ChangeKind::Verify,
        ChangeKind::Archive {
            reason: "Tidak jelas".into(),
        },
        Err(Refused::StatusMoved {
            stage: Stage::BelumTerdisposisi,
        }),
    );
    race(
        Stage::Proses,
        hold(),
        reply("Satu", Then::Keep),
        Ok(How::Merged),
    );
    race(
        Stage::Proses,
        hold(),
        reply("Di mana?", Then::AskReporter),
        Ok(How::Merged),
    );
    race(
        Stage::BelumDitindaklanjuti,
        reply("Di mana?", Then::AskReporter),
        reply("Sudah ditinjau", Then::Proses),
        Err(Refused::ReplyRace),
    );
    let letter = |to| remind(ClockKind::FollowUp, ReminderChannel::Email, to);
    let in_app = |to| remind(ClockKind::FollowUp, ReminderChannel::InApp, to);
    race(Stage::Proses, hold(), letter(None), Ok(How::Applied));
    race(Stage::Proses, letter(None), hold(), Ok(How::Applied));
    race(
        Stage::Proses,
        letter(None),
        reply("Satu", Then::Selesai),
        Ok(How::Applied),
    );
    race(
        Stage::Proses,
        reply("Satu", Then::Selesai),
        letter(None),
        Err(Refused::Closed),
    );
    // The unit that was meant does not see the complaint any more; a letter reached it all the same.
    race(
        Stage::BelumTerdisposisi,
        dispose("PDAM"),
        in_app(Some("Dinas PUPR")),
        Err(Refused::UnitMoved),
    );
    race(
        Stage::BelumTerdisposisi,
        dispose("PDAM"),
        letter(Some("Dinas PUPR")),
        Ok(How::Applied),
    );
    race(
        Stage::BelumTerdisposisi,
        dispose("PDAM"),
        in_app(Some("pdam")),
        Ok(How::Applied),
    );
    race(
        Stage::BelumTerdisposisi,
        dispose("PDAM"),
        in_app(None),
        Ok(How::Applied),
    );
}

#[test]
fn a_question_to_the_reporter_is_a_public_reply() {
    let on = at_stage(Stage::BelumDitindaklanjuti);
    let ask = change(2, &on, reply("Di mana letaknya?", Then::AskReporter));
    let asked = on.apply(&ask, now()).unwrap();
    let say = change(2, &on, reply("Di mana letaknya?", Then::Proses));
    let said = on.apply(&say, now()).unwrap();
    assert_eq!(asked.how, said.how);
    assert_eq!(asked.complaint.stage, said.complaint.stage);
    assert_eq!(asked.complaint.versions, said.complaint.versions);
    assert_eq!(asked.complaint.base(), said.complaint.base());
    assert_eq!(asked.complaint.last_public_reply(), Some(ask.op));
}

#[test]
fn words_of_disks_stay_as_they_are() {
    for (kind, json) in [
        (
            remind(ClockKind::FollowUp, ReminderChannel::InApp, None),
            r#"{"kind":"remind","clock":"tindak-lanjut","overdue_days":3,"via":"in-app"}"#,
        ),
        (
            remind(
                ClockKind::Completion,
                ReminderChannel::Whatsapp,
                Some("PDAM"),
            ),
            r#"{"kind":"remind","clock":"penyelesaian","overdue_days":3,"via":"whatsapp","to":{"name":"PDAM"}}"#,
        ),
        (
            reply("Di mana?", Then::AskReporter),
            r#"{"kind":"reply","text":"Di mana?","then":"ask-reporter"}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(&kind).unwrap(), json);
        assert_eq!(serde_json::from_str::<ChangeKind>(json).unwrap(), kind);
    }
    for via in ReminderChannel::ALL {
        assert_eq!(serde_json::to_value(via).unwrap(), via.code());
    }
    for then in [Then::Keep, Then::Proses, Then::Selesai, Then::AskReporter] {
        let json = serde_json::to_value(then).unwrap();
        assert_eq!(serde_json::from_value::<Then>(json).unwrap(), then);
    }
}

#[test]
fn a_chain_of_own_changes_holds_when_replayed() {
    let seen = at_stage(Stage::BelumTerverifikasi);
    let verify = change(2, &seen, ChangeKind::Verify);
    let verified = seen.apply(&verify, now()).unwrap().complaint;
    let sent = change(3, &verified, dispose("Dinas PUPR"));
    let disposed = verified.apply(&sent, now()).unwrap().complaint;
    let answer = change(4, &disposed, reply("Kami tinjau besok", Then::Proses));
    let preview = disposed.apply(&answer, now()).unwrap().complaint;

    let mut hub = seen;
    for change in [verify, sent, answer] {
        hub = hub.apply(&change, now()).unwrap().complaint;
    }
    assert_eq!(hub, preview);
}

#[test]
fn unknown_events_survive_json() {
    let json = r#"{"id":"00000000-0000-0000-0000-000000000009","at":"2026-01-01T00:00:00Z",
        "by":{"role":"system","name":"LAPOR!"},"what":{"kind":"escalated-to-moon","level":3}}"#;
    let event: crate::event::Event = serde_json::from_str(json).unwrap();
    let again = serde_json::to_value(&event).unwrap();
    assert_eq!(again["what"]["level"], 3);
}

#[test]
fn known_events_with_words_of_a_newer_version_survive_json() {
    for what in [
        r#"{"kind":"reminded","clock":"tindak-lanjut","overdue_days":2,"via":"pigeon"}"#,
        r#"{"kind":"reminded","clock":"moon","overdue_days":2,"via":"email"}"#,
        r#"{"kind":"replied","text":"x","then":"ask-the-moon"}"#,
    ] {
        let kind: EventKind = serde_json::from_str(what).unwrap();
        assert!(matches!(kind, EventKind::Other(_)), "{kind:?}");
        let again = serde_json::to_value(&kind).unwrap();
        assert_eq!(
            again,
            serde_json::from_str::<serde_json::Value>(what).unwrap()
        );
    }
}
