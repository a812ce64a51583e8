//! Operations as they go over the wire.

use super::*;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Amendment, Reminder, ReminderChannel, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Channel;
use tanggap_domain::sla::ClockKind;

const OP: &str = "0192f00d-7a2b-7c11-9abc-def012345678";

fn officer() -> Actor {
    let id = "0192f00d-0000-7c11-9abc-def012345678".parse().unwrap();
    Actor::officer(id, "Desk Palembang")
}

fn change(kind: ChangeKind) -> Change {
    let op: OpId = OP.parse().unwrap();
    Change {
        op,
        complaint: ComplaintId::of_recording(op),
        by: officer(),
        at: "2026-11-20T03:04:05Z".parse().unwrap(),
        base: Base {
            status: 2,
            assign: 1,
            meta: 1,
            last_public_reply: Some(op),
        },
        kind,
    }
}

fn recording() -> ChangeKind {
    ChangeKind::Record(Box::new(NewComplaint {
        title: "Lampu mati".into(),
        body: "Lampu jalan mati sejak Senin.".into(),
        classification: Classification::PengaduanTidakBerkadar,
        category: Category::read(None, "Penerangan"),
        channel: Channel::Phone,
        privacy: Privacy::default(),
        reporter: Default::default(),
        received_at: "2026-11-20T03:04:05Z".parse().unwrap(),
        incident_on: None,
        location: Default::default(),
        agency: None,
        attachments: vec![],
    }))
}

#[test]
fn on_the_wire() {
    let request = OpsRequest {
        replica_id: "0192f00d-1111-7c11-9abc-def012345678".parse().unwrap(),
        ops: vec![
            change(ChangeKind::Reply {
                text: "Sudah dijadwalkan.".into(),
                then: Then::Proses,
                attachments: vec![],
            })
            .into(),
        ],
    };
    insta::assert_snapshot!(serde_json::to_string_pretty(&request).unwrap(), @r#"
        {
          "replica_id": "0192f00d-1111-7c11-9abc-def012345678",
          "ops": [
            {
              "op_id": "0192f00d-7a2b-7c11-9abc-def012345678",
              "complaint_id": "e9c1488e-aae1-56bd-83b1-e5623fdcf489",
              "at": "2026-11-20T03:04:05Z",
              "base": {
                "status": 2,
                "assign": 1,
                "meta": 1,
                "last_public_reply": "0192f00d-7a2b-7c11-9abc-def012345678"
              },
              "change": {
                "kind": "reply",
                "text": "Sudah dijadwalkan.",
                "then": "proses"
              }
            }
          ]
        }
        "#);
}

#[test]
fn a_recording_on_the_wire() {
    let op = WireOp::from(change(recording()));
    insta::assert_snapshot!(serde_json::to_string(&op.change).unwrap(), @r#"{"kind":"record","title":"Lampu mati","body":"Lampu jalan mati sejak Senin.","classification":"pengaduan-tidak-berkadar","category":["Penerangan"],"channel":"phone","anonymous":false,"secret":false,"reporter":{},"received_at":"2026-11-20T03:04:05Z","location":{}}"#);
}

fn remind() -> ChangeKind {
    ChangeKind::Remind(Reminder {
        clock: ClockKind::Completion,
        overdue_days: 12,
        via: ReminderChannel::Whatsapp,
        to: Some(AgencyRef::named("Dinas PUPR")),
    })
}

fn join() -> ChangeKind {
    ChangeKind::Join {
        recording: ComplaintId::of_recording(OP.parse().unwrap()),
        number: TrackingId::of_recording(OP.parse().unwrap()),
    }
}

#[test]
fn a_join_on_the_wire() {
    insta::assert_snapshot!(serde_json::to_string(&WireChange::from(join())).unwrap(), @r#"{"kind":"join","recording":"e9c1488e-aae1-56bd-83b1-e5623fdcf489","number":"C-NYYW-H6TB-G6SX"}"#);
}

#[test]
fn a_reminder_and_a_question_on_the_wire() {
    let ask = ChangeKind::Reply {
        text: "Di mana letaknya?".into(),
        then: Then::AskReporter,
        attachments: vec![],
    };
    insta::assert_snapshot!(serde_json::to_string(&WireChange::from(ask)).unwrap(), @r#"{"kind":"reply","text":"Di mana letaknya?","then":"ask-reporter"}"#);
    insta::assert_snapshot!(serde_json::to_string(&WireChange::from(remind())).unwrap(), @r#"{"kind":"remind","clock":"penyelesaian","overdue_days":12,"via":"whatsapp","to":{"name":"Dinas PUPR"}}"#);
}

#[test]
fn an_operation_with_a_word_of_a_newer_version_is_unreadable() {
    for (change, member) in [
        (
            r#"{"kind":"reply","text":"x","then":"ask-the-moon"}"#,
            "then",
        ),
        (
            r#"{"kind":"remind","clock":"moon","overdue_days":1,"via":"email"}"#,
            "clock",
        ),
        (
            r#"{"kind":"remind","clock":"verifikasi","overdue_days":1,"via":"pigeon"}"#,
            "via",
        ),
    ] {
        let wire: WireChange = serde_json::from_str(change).unwrap();
        assert_eq!(ChangeKind::try_from(wire).unwrap_err().member, member);
    }
}

#[test]
fn every_kind_comes_back_as_it_went() {
    let reason = "data kurang".to_owned();
    let to = AgencyRef::named("Dinas PUPR");
    let kinds = [
        recording(),
        ChangeKind::Verify,
        ChangeKind::Dispose {
            to: to.clone(),
            note: "segera".into(),
        },
        ChangeKind::Hold {
            reason: reason.clone(),
        },
        ChangeKind::Resume,
        ChangeKind::Reply {
            text: reason.clone(),
            then: Then::AskReporter,
            attachments: vec![],
        },
        remind(),
        ChangeKind::NotOurAuthority {
            target: Some(to),
            reason: reason.clone(),
        },
        ChangeKind::Archive {
            reason: reason.clone(),
        },
        ChangeKind::Note {
            text: reason.clone(),
            attachments: vec![],
        },
        ChangeKind::Close {
            reason: String::new(),
        },
        ChangeKind::Reopen { reason },
        ChangeKind::Amend(Amendment {
            classification: Some(Classification::Aspirasi),
            ..Default::default()
        }),
        join(),
        ChangeKind::Split {
            recording: ComplaintId::of_recording(OP.parse().unwrap()),
            number: TrackingId::of_recording(OP.parse().unwrap()),
        },
        ChangeKind::TellApart {
            recording: ComplaintId::of_recording(OP.parse().unwrap()),
            number: TrackingId::of_recording(OP.parse().unwrap()),
        },
    ];
    for kind in kinds {
        let json = serde_json::to_string(&WireOp::from(change(kind.clone()))).unwrap();
        let wire: WireOp = serde_json::from_str(&json).unwrap();
        assert_eq!(wire.into_change(officer()), Ok(change(kind)));
    }
}

#[test]
fn a_recording_cannot_take_another_complaints_place() {
    let mut op = WireOp::from(change(recording()));
    op.complaint_id = OP.parse().unwrap();
    let error = op.into_change(officer()).unwrap_err();
    assert_eq!(error.member, "complaint_id");
}
