//! Limits of texts and lists, the room of a history, and that a complaint fits a page whatever happens.

use proptest::prelude::*;

use super::*;
use crate::complaint::{Attachment, Category};
use crate::event::Event;
use crate::limits::{COMPLAINT_BYTES, HISTORY_BYTES, ListKind, Room, TextKind, history_bytes};

fn text(kind: TextKind, more: usize) -> String {
    "x".repeat(kind.max_bytes() + more)
}

fn agency(more: usize) -> AgencyRef {
    AgencyRef::named(text(TextKind::Agency, more))
}

fn file(name_more: usize, mime_more: usize) -> Attachment {
    Attachment {
        sha256: "ab".repeat(32),
        name: text(TextKind::FileName, name_more),
        mime: text(TextKind::FileType, mime_more),
        size_bytes: 1,
    }
}

fn recording(alter: impl FnOnce(&mut NewComplaint)) -> ChangeKind {
    let mut new = new_complaint();
    alter(&mut new);
    ChangeKind::Record(Box::new(new))
}

fn note(text: String, attachments: Vec<Attachment>) -> ChangeKind {
    ChangeKind::Note { text, attachments }
}

fn reply_with(text: String, attachments: Vec<Attachment>) -> ChangeKind {
    let then = Then::Proses;
    ChangeKind::Reply {
        text,
        then,
        attachments,
    }
}

/// Every text of every kind of change: what holds it, with `more` bytes than its limit.
fn with_text(more: usize) -> Vec<(TextKind, ChangeKind)> {
    use TextKind as T;
    let some = |kind| Some(text(kind, more));
    let reason = || text(T::Reason, more);
    let amend = |amendment| ChangeKind::Amend(amendment);
    let path = || Category::new(None, vec!["Jalan".into(), text(T::Category, more)]);
    let other = || Classification::Other(text(T::Classification, more));
    vec![
        (T::Title, recording(|new| new.title = text(T::Title, more))),
        (T::Body, recording(|new| new.body = text(T::Body, more))),
        (
            T::Classification,
            recording(|new| new.classification = other()),
        ),
        (T::Category, recording(|new| new.category = path())),
        (
            T::Channel,
            recording(|new| new.channel = Channel::Other(text(T::Channel, more))),
        ),
        (T::Name, recording(|new| new.reporter.name = some(T::Name))),
        (
            T::Contact,
            recording(|new| new.reporter.phone = some(T::Contact)),
        ),
        (
            T::Contact,
            recording(|new| new.reporter.email = some(T::Contact)),
        ),
        (
            T::Place,
            recording(|new| new.location.province = some(T::Place)),
        ),
        (
            T::Place,
            recording(|new| new.location.regency = some(T::Place)),
        ),
        (
            T::Place,
            recording(|new| new.location.district = some(T::Place)),
        ),
        (
            T::Place,
            recording(|new| new.location.village = some(T::Place)),
        ),
        (
            T::Address,
            recording(|new| new.location.address = some(T::Address)),
        ),
        (T::Agency, recording(|new| new.agency = Some(agency(more)))),
        (
            T::FileName,
            recording(|new| new.attachments = vec![file(more, 0)]),
        ),
        (
            T::FileType,
            recording(|new| new.attachments = vec![file(0, more)]),
        ),
        (T::Reply, reply_with(text(T::Reply, more), vec![])),
        (
            T::FileName,
            reply_with("x".into(), vec![file(0, 0), file(more, 0)]),
        ),
        (T::Note, note(text(T::Note, more), vec![])),
        (T::FileType, note("x".into(), vec![file(0, more)])),
        (
            T::Instruction,
            ChangeKind::Dispose {
                to: AgencyRef::named("PDAM"),
                note: text(T::Instruction, more),
            },
        ),
        (
            T::Agency,
            ChangeKind::Dispose {
                to: agency(more),
                note: String::new(),
            },
        ),
        (
            T::Agency,
            ChangeKind::NotOurAuthority {
                target: Some(agency(more)),
                reason: "x".into(),
            },
        ),
        (
            T::Reason,
            ChangeKind::NotOurAuthority {
                target: None,
                reason: reason(),
            },
        ),
        (T::Reason, ChangeKind::Hold { reason: reason() }),
        (T::Reason, ChangeKind::Archive { reason: reason() }),
        (T::Reason, ChangeKind::Close { reason: reason() }),
        (T::Reason, ChangeKind::Reopen { reason: reason() }),
        (
            T::Classification,
            amend(Amendment {
                classification: Some(other()),
                ..Default::default()
            }),
        ),
        (
            T::Category,
            amend(Amendment {
                category: Some(path()),
                ..Default::default()
            }),
        ),
        (
            T::Agency,
            ChangeKind::Remind(Reminder {
                clock: ClockKind::FollowUp,
                overdue_days: 1,
                via: ReminderChannel::Email,
                to: Some(agency(more)),
            }),
        ),
    ]
}

/// The verdict on a change, recordings included.
fn decided(kind: ChangeKind) -> Result<(), Refused> {
    let is_reopening = matches!(kind, ChangeKind::Reopen { .. });
    let on = at_stage(if is_reopening {
        Stage::Selesai
    } else {
        Stage::Proses
    });
    let change = change(2, &on, kind);
    match &change.kind {
        ChangeKind::Record(_) => Complaint::recorded(&change, now()).map(|_| ()),
        _ => on.apply(&change, now()).map(|_| ()),
    }
}

#[test]
fn every_text_of_every_change_has_its_limit() {
    for (_, kind) in with_text(0) {
        let name = kind.code();
        assert_eq!(decided(kind), Ok(()), "{name}");
    }
    for (text, kind) in with_text(1) {
        let name = kind.code();
        let max_bytes = text.max_bytes();
        let expected = Refused::TextTooLong { text, max_bytes };
        assert_eq!(decided(kind), Err(expected), "{name} {text:?}");
    }
}

#[test]
fn every_list_of_every_change_has_its_limit() {
    let path = |len: usize| Category::new(None, vec!["Jalan".into(); len]);
    let amended = |len| {
        ChangeKind::Amend(Amendment {
            category: Some(path(len)),
            ..Default::default()
        })
    };
    let files = |len: usize| vec![file(0, 0); len];
    type Holder<'a> = &'a dyn Fn(usize) -> ChangeKind;
    let holders: [(ListKind, Holder); 5] = [
        (ListKind::CategoryPath, &|len| {
            recording(|new| new.category = path(len))
        }),
        (ListKind::CategoryPath, &amended),
        (ListKind::Files, &|len| {
            recording(|new| new.attachments = files(len))
        }),
        (ListKind::Files, &|len| reply_with("x".into(), files(len))),
        (ListKind::Files, &|len| note("x".into(), files(len))),
    ];
    for (list, holder) in holders {
        let most = list.most();
        assert_eq!(decided(holder(most)), Ok(()), "{list:?}");
        let expected = Refused::TooMany { list, most };
        assert_eq!(decided(holder(most + 1)), Err(expected), "{list:?}");
    }
}

#[test]
fn an_agency_needs_a_name() {
    let none = || AgencyRef::named(" \t");
    let to = Some(none());
    for kind in [
        dispose(" "),
        ChangeKind::NotOurAuthority {
            target: Some(none()),
            reason: "x".into(),
        },
        recording(|new| new.agency = Some(none())),
        ChangeKind::Remind(Reminder {
            clock: ClockKind::FollowUp,
            overdue_days: 1,
            via: ReminderChannel::Email,
            to,
        }),
    ] {
        assert_eq!(decided(kind), Err(Refused::EmptyText));
    }
}

#[test]
fn a_recording_needs_title_and_text() {
    for kind in [
        recording(|new| new.title = " ".into()),
        recording(|new| new.body = "\n".into()),
    ] {
        assert_eq!(decided(kind), Err(Refused::EmptyText));
    }
    let on = fresh();
    let verify = change(2, &on, ChangeKind::Verify);
    assert_eq!(
        Complaint::recorded(&verify, now()),
        Err(Refused::UnknownComplaint)
    );
    let record = change(2, &on, recording(|_| ()));
    assert_eq!(on.apply(&record, now()), Err(Refused::AlreadyExists));
}

/// An open complaint whose history holds `len` entries of a few bytes.
fn with_events(len: usize) -> Complaint {
    let event = |n: usize| Event {
        id: OpId(Uuid::from_u128(1000 + n as u128)),
        at: now(),
        acted_at: None,
        by: Actor::office("x"),
        what: EventKind::Resumed,
    };
    Complaint {
        history: (0..len).map(event).collect(),
        stage: Stage::Proses,
        ..fresh()
    }
}

/// An open complaint whose history takes exactly `bytes`.
fn with_bytes(bytes: usize) -> Complaint {
    let mut complaint = with_events(1);
    let filler = |len: usize| EventKind::Noted {
        text: "x".repeat(len),
        attachments: vec![],
    };
    complaint.history[0].what = filler(0);
    let least = history_bytes(&complaint.history);
    complaint.history[0].what = filler(bytes - least);
    assert_eq!(history_bytes(&complaint.history), bytes);
    complaint
}

/// Bytes that the entry of this change adds to the history of `on`.
fn added(on: &Complaint, kind: &ChangeKind) -> usize {
    let event = apply::event_of(&change(2, on, kind.clone()), now());
    history_bytes(&[event]) - 1
}

#[track_caller]
fn check_room(name: &str, on: impl Fn(usize) -> Complaint, most: usize, kind: &ChangeKind) {
    let fits = on(most);
    let verdict = fits.apply(&change(2, &fits, kind.clone()), now());
    assert!(verdict.is_ok(), "{name}: {:?}", verdict.err());
    let full = on(most + 1);
    let verdict = full.apply(&change(2, &full, kind.clone()), now());
    assert_eq!(verdict.err(), Some(Refused::HistoryFull), "{name}");
}

#[test]
fn a_full_history_still_takes_what_ends_it() {
    for (name, kind) in mandate::kinds() {
        let room = match name {
            "record" => continue,
            "verify" | "dispose" | "hold" | "resume" | "note" | "amend" | "remind" | "join"
            | "tell-apart" => Room::Work,
            "reply keep" | "reply proses" | "reply ask-reporter" | "reopen" => Room::Answer,
            "reply selesai" | "close" | "archive" | "not-our-authority" | "split" => Room::End,
            other => panic!("{other}"),
        };
        let ready = |complaint: Complaint| Complaint {
            stage: match name {
                "verify" => Stage::BelumTerverifikasi,
                "resume" => Stage::Tertunda,
                "reopen" => Stage::Selesai,
                _ => Stage::Proses,
            },
            ..one_of_two(name, complaint)
        };
        check_room(
            name,
            |len| ready(with_events(len)),
            room.most_events() - 1,
            &kind,
        );
        // Millions of bytes for one kind of each room are enough.
        if !["note", "reply keep", "close"].contains(&name) {
            continue;
        }
        let left = room.max_bytes() - added(&fresh(), &kind);
        check_room(name, |bytes| ready(with_bytes(bytes)), left, &kind);
    }
}

/// A change of any kind, with texts of any length that is allowed and characters that JSON doubles.
fn any_kind() -> impl Strategy<Value = ChangeKind> {
    let words = |kind: TextKind| {
        (
            prop::sample::select(vec!["x", "\"", "\u{1}", "é", "😀"]),
            1..=8usize,
        )
            .prop_map(move |(letter, eighths)| {
                let each = crate::limits::encoded_bytes(letter);
                letter.repeat(kind.max_bytes() * eighths / 8 / each)
            })
    };
    let files = (0..=ListKind::Files.most()).prop_map(|len| vec![file(0, 0); len]);
    let thens = prop::sample::select(vec![
        Then::Keep,
        Then::Proses,
        Then::Selesai,
        Then::AskReporter,
    ]);
    prop_oneof![
        3 => (words(TextKind::Note), files.clone()).prop_map(|(text, files)| note(text, files)),
        3 => (words(TextKind::Reply), thens, files).prop_map(|(text, then, attachments)| {
            ChangeKind::Reply { text, then, attachments }
        }),
        1 => Just(ChangeKind::Verify),
        1 => Just(ChangeKind::Resume),
        2 => (words(TextKind::Agency), words(TextKind::Instruction)).prop_map(|(name, note)| {
            ChangeKind::Dispose { to: AgencyRef::named(name), note }
        }),
        1 => words(TextKind::Reason).prop_map(|reason| ChangeKind::Hold { reason }),
        1 => words(TextKind::Reason).prop_map(|reason| ChangeKind::Archive { reason }),
        2 => words(TextKind::Reason).prop_map(|reason| ChangeKind::Close { reason }),
        4 => words(TextKind::Reason).prop_map(|reason| ChangeKind::Reopen { reason }),
        1 => words(TextKind::Classification).prop_map(|word| {
            ChangeKind::Amend(Amendment {
                classification: Some(Classification::Other(word)),
                ..Default::default()
            })
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2, ..ProptestConfig::default() })]

    /// Starting from a complaint with every field at its limit, and a long history.
    #[test]
    fn a_complaint_fits_a_page_whatever_is_accepted(kinds in prop::collection::vec(any_kind(), 20)) {
        let history = with_bytes(Room::Work.max_bytes() - 200 * 1024).history;
        let mut complaint = Complaint { history, ..crate::limits::tests::stuffed(1) };
        let mut accepted = 0;
        for (n, kind) in kinds.into_iter().enumerate() {
            let change = change(100 + n as u128, &complaint, kind);
            if let Ok(applied) = complaint.apply(&change, now()) {
                complaint = applied.complaint;
                accepted += 1;
            }
        }
        prop_assert!(accepted > 0);
        prop_assert!(history_bytes(&complaint.history) <= HISTORY_BYTES);
        let bytes = serde_json::to_string(&complaint).unwrap().len();
        prop_assert!(bytes <= COMPLAINT_BYTES, "{bytes}");
    }
}
