//! Events as they go over the wire.

use super::*;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::sla::ClockKind;

fn at() -> DateTime<Utc> {
    "2026-11-20T03:04:05Z".parse().unwrap()
}

fn event(what: EventKind) -> Event {
    Event {
        id: "0192f00d-7a2b-7c11-9abc-def012345678".parse().unwrap(),
        at: at(),
        acted_at: Some("2026-11-20T01:00:00Z".parse().unwrap()),
        by: Actor::officer(
            "0192f00d-0000-7c11-9abc-def012345678".parse().unwrap(),
            "Desk Palembang",
        ),
        what,
    }
}

#[test]
fn on_the_wire() {
    let wire = WireEvent::from(event(EventKind::Replied {
        text: "Sudah dijadwalkan.".into(),
        then: Then::Proses,
        attachments: vec![],
    }));
    insta::assert_snapshot!(serde_json::to_string(&wire).unwrap(), @r#"{"id":"0192f00d-7a2b-7c11-9abc-def012345678","at":"2026-11-20T03:04:05Z","acted_at":"2026-11-20T01:00:00Z","by":{"role":"officer","id":"0192f00d-0000-7c11-9abc-def012345678","name":"Desk Palembang"},"what":{"kind":"replied","text":"Sudah dijadwalkan.","then":"proses"}}"#);
}

fn reminder(to: Option<AgencyRef>) -> Reminder {
    Reminder {
        clock: ClockKind::FollowUp,
        overdue_days: 3,
        via: ReminderChannel::InApp,
        to,
    }
}

#[test]
fn a_reminder_on_the_wire() {
    let to = AgencyRef::new(Some("77"), "Dinas PUPR");
    let what = WireEventKind::from(EventKind::Reminded(reminder(Some(to))));
    insta::assert_snapshot!(serde_json::to_string(&what).unwrap(), @r#"{"kind":"reminded","clock":"tindak-lanjut","overdue_days":3,"via":"in-app","to":{"id":"77","name":"Dinas PUPR"}}"#);
    let what = WireEventKind::from(EventKind::Reminded(reminder(None)));
    insta::assert_snapshot!(serde_json::to_string(&what).unwrap(), @r#"{"kind":"reminded","clock":"tindak-lanjut","overdue_days":3,"via":"in-app"}"#);
}

/// A program from before reminders: the kinds it knows, and the place for those it does not.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Older {
    Verified,
    #[serde(untagged)]
    Other(Value),
}

#[test]
fn an_older_program_keeps_a_reminder_it_does_not_know() {
    let wire = WireEventKind::from(EventKind::Reminded(reminder(None)));
    let json = serde_json::to_value(&wire).unwrap();
    let older: Older = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(older, Older::Other(json));
    let back: WireEventKind =
        serde_json::from_str(&serde_json::to_string(&older).unwrap()).unwrap();
    assert_eq!(back, wire);
}

#[test]
fn a_word_of_a_newer_version_in_a_known_kind_is_kept() {
    for what in [
        serde_json::json!({"kind": "replied", "text": "x", "then": "ask-the-moon"}),
        serde_json::json!({"kind": "reminded", "clock": "tindak-lanjut", "overdue_days": 2,
                "via": "pigeon"}),
        serde_json::json!({"kind": "reminded", "clock": "moon", "overdue_days": 2,
                "via": "email", "to": {"name": "PDAM"}}),
    ] {
        let wire: WireEventKind = serde_json::from_value(what.clone()).unwrap();
        let kind = EventKind::try_from(wire).unwrap();
        assert_eq!(kind, EventKind::Other(what.clone()));
        assert_eq!(
            serde_json::to_value(WireEventKind::from(kind)).unwrap(),
            what
        );
    }
}

#[test]
fn a_kind_of_a_newer_version_is_kept() {
    let json = r#"{"id":"0192f00d-7a2b-7c11-9abc-def012345678","at":"2026-11-20T03:04:05Z",
            "by":{"role":"robot","name":"R"},"what":{"kind":"mediated","with":["x"]}}"#;
    let wire: WireEvent = serde_json::from_str(json).unwrap();
    let event = Event::try_from(wire).unwrap();
    let kept = serde_json::json!({"kind": "mediated", "with": ["x"]});
    assert_eq!(event.what, EventKind::Other(kept.clone()));
    assert_eq!(event.by, Actor::system("R"));
    assert_eq!(
        serde_json::to_value(WireEvent::from(event)).unwrap()["what"],
        kept
    );
}

#[test]
fn every_kind_comes_back_as_it_went() {
    let reason = "data kurang".to_owned();
    let to = AgencyRef::named("Dinas PUPR");
    let status = tanggap_domain::status::NationalStatus {
        name: "Dalam Proses".into(),
        ..Default::default()
    };
    let kinds = [
        EventKind::Recorded,
        EventKind::Verified,
        EventKind::Disposed {
            to: to.clone(),
            note: String::new(),
        },
        EventKind::Held {
            reason: reason.clone(),
        },
        EventKind::Resumed,
        EventKind::NotOurAuthority {
            target: Some(to.clone()),
            reason: reason.clone(),
        },
        EventKind::Replied {
            text: reason.clone(),
            then: Then::AskReporter,
            attachments: vec![],
        },
        EventKind::Reminded(reminder(Some(to))),
        EventKind::Reminded(reminder(None)),
        EventKind::Archived {
            reason: reason.clone(),
        },
        EventKind::Noted {
            text: reason.clone(),
            attachments: vec![],
        },
        EventKind::ReporterAnswered {
            text: reason.clone(),
            attachments: vec![],
        },
        EventKind::Rated { stars: 5 },
        EventKind::Closed {
            reason: String::new(),
        },
        EventKind::Reopened { reason },
        EventKind::Amended(Amendment {
            category: Some(Category::new(Some("7"), vec!["Jalan".into()])),
            ..Default::default()
        }),
        EventKind::NationalStatusChanged {
            from: Default::default(),
            to: status,
            still_at: Some("2026-11-20T03:04:05Z".parse().unwrap()),
        },
    ];
    for kind in kinds {
        let json = serde_json::to_string(&WireEvent::from(event(kind.clone()))).unwrap();
        // What the domain's limits count is never less than what travels.
        let counted = tanggap_domain::limits::history_bytes(&[event(kind.clone())]);
        assert!(json.len() <= counted, "{json}");
        let wire: WireEvent = serde_json::from_str(&json).unwrap();
        assert_eq!(Event::try_from(wire).unwrap(), event(kind));
    }
}
