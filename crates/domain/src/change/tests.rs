//! The rules as tables.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::*;
use crate::agency::AgencyRef;
use crate::complaint::Complaint;
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

fn fresh() -> Complaint {
    let op = OpId(Uuid::from_u128(1));
    let new = NewComplaint {
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
    };
    let record = Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas"),
        at: now(),
        base: Base::default(),
        kind: ChangeKind::Record(Box::new(new)),
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
fn races_are_judged_by_what_was_seen() {
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
