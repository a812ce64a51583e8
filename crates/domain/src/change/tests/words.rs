//! The words by which changes and refusals are known outside, and the files that go along.

use super::*;
use crate::complaint::Attachment;
use crate::limits::{ListKind, TextKind};

#[test]
fn a_change_is_known_by_the_word_of_its_json() {
    for (name, kind) in mandate::kinds() {
        let json = serde_json::to_value(&kind).unwrap();
        assert_eq!(json["kind"], kind.code().as_str(), "{name}");
        assert_eq!(kind.attachments(), [], "{name}");
    }
}

#[test]
fn files_of_a_change_are_those_that_must_arrive_before_it() {
    let file = || Attachment {
        sha256: "ab".repeat(32),
        name: "lubang.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes: 1,
    };
    let (text, then) = ("Lihat foto".to_owned(), Then::Keep);
    let mut new = new_complaint();
    new.attachments = vec![file()];
    for kind in [
        ChangeKind::Record(Box::new(new)),
        ChangeKind::Note {
            text: text.clone(),
            attachments: vec![file()],
        },
        ChangeKind::Reply {
            text,
            then,
            attachments: vec![file()],
        },
    ] {
        assert_eq!(kind.attachments(), [file()], "{}", kind.code());
    }
}

#[test]
fn a_refusal_is_known_by_the_word_of_its_json_and_four_are_conflicts() {
    let stage = Stage::Proses;
    let all = [
        Refused::UnknownComplaint,
        Refused::AlreadyExists,
        Refused::Closed,
        Refused::NotAllowed { stage },
        Refused::EmptyText,
        Refused::TextTooLong {
            text: TextKind::Note,
            max_bytes: 5,
        },
        Refused::TooMany {
            list: ListKind::Files,
            most: 5,
        },
        Refused::HistoryFull,
        Refused::MissingReason,
        Refused::OutOfScope,
        Refused::NotYourRole,
        Refused::UnknownRegion,
        Refused::RegionOutOfScope,
        Refused::NumberTaken,
        Refused::CannotJoin,
        Refused::JoinedInto {
            number: TrackingId::parse("9165816").unwrap(),
        },
        Refused::NoUnit,
        Refused::TooSoon { again_at: now() },
        Refused::NotOverdue,
        Refused::ReplyRace,
        Refused::StatusMoved { stage },
        Refused::UnitMoved,
        Refused::FactsMoved,
        Refused::ImplausibleTime,
        Refused::FileMissing,
        Refused::TooLarge,
        Refused::KeyReused,
        Refused::NotUnderstood,
        Refused::HubFailed,
        Refused::StoppedOnTheWay,
    ];
    let mut conflicts = Vec::new();
    for refused in &all {
        let json = serde_json::to_value(refused).unwrap();
        assert_eq!(json["code"], refused.code());
        let back: Refused = serde_json::from_value(json).unwrap();
        assert_eq!(back, *refused);
        if refused.is_conflict() {
            conflicts.push(refused.code());
        }
    }
    assert_eq!(
        conflicts,
        ["reply-race", "status-moved", "unit-moved", "facts-moved"]
    );
    // From before limits had names.
    let old: Refused = serde_json::from_str(r#"{"code":"text-too-long","max_bytes":5}"#).unwrap();
    let (text, max_bytes) = (TextKind::Reply, 5);
    assert_eq!(old, Refused::TextTooLong { text, max_bytes });
}
