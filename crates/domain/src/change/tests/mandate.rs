//! Who may do what, as one matrix.

use super::*;

/// One of every kind of change, on an open complaint with a unit.
pub(super) fn kinds() -> Vec<(&'static str, ChangeKind)> {
    let reason = || "Data kurang".to_owned();
    let attachments = Vec::new;
    vec![
        ("record", ChangeKind::Record(Box::new(new_complaint()))),
        ("verify", ChangeKind::Verify),
        ("dispose", dispose("PDAM")),
        ("hold", hold()),
        ("resume", ChangeKind::Resume),
        (
            "not-our-authority",
            ChangeKind::NotOurAuthority {
                target: None,
                reason: reason(),
            },
        ),
        ("archive", ChangeKind::Archive { reason: reason() }),
        ("reply keep", reply("Sudah ditinjau", Then::Keep)),
        ("reply proses", reply("Sudah ditinjau", Then::Proses)),
        ("reply selesai", reply("Sudah ditinjau", Then::Selesai)),
        ("reply ask-reporter", reply("Di mana?", Then::AskReporter)),
        (
            "note",
            ChangeKind::Note {
                text: reason(),
                attachments: attachments(),
            },
        ),
        ("close", ChangeKind::Close { reason: reason() }),
        ("reopen", ChangeKind::Reopen { reason: reason() }),
        (
            "amend",
            ChangeKind::Amend(Amendment {
                priority: Some(Priority::High),
                ..Default::default()
            }),
        ),
        (
            "remind",
            remind(ClockKind::FollowUp, ReminderChannel::Email, None),
        ),
        (
            "join",
            ChangeKind::Join {
                recording: other_recording().complaint,
                number: TrackingId::of_recording(other_recording().op),
            },
        ),
        (
            "split",
            ChangeKind::Split {
                recording: other_recording().complaint,
                number: TrackingId::of_recording(other_recording().op),
            },
        ),
        (
            "tell-apart",
            ChangeKind::TellApart {
                recording: other_recording().complaint,
                number: TrackingId::of_recording(other_recording().op),
            },
        ),
    ]
}

fn by(mandate: Mandate, change: Change) -> Change {
    let by = change.by.clone().with_mandate(mandate);
    Change { by, ..change }
}

/// The table of `docs/protocol.md`, "Who may do what".
#[test]
fn the_matrix() {
    let mut table = String::from("| | full | own unit |\n|---|---|---|\n");
    for (name, kind) in kinds() {
        let cells = Mandate::ALL.map(|mandate| if may(mandate, &kind) { "yes" } else { "–" });
        table.push_str(&format!("| `{name}` | {} | {} |\n", cells[0], cells[1]));
    }
    assert_eq!(
        table,
        "| | full | own unit |
|---|---|---|
| `record` | yes | – |
| `verify` | yes | – |
| `dispose` | yes | – |
| `hold` | yes | – |
| `resume` | yes | – |
| `not-our-authority` | yes | – |
| `archive` | yes | – |
| `reply keep` | yes | yes |
| `reply proses` | yes | yes |
| `reply selesai` | yes | – |
| `reply ask-reporter` | yes | yes |
| `note` | yes | yes |
| `close` | yes | – |
| `reopen` | yes | – |
| `amend` | yes | – |
| `remind` | yes | yes |
| `join` | yes | – |
| `split` | yes | – |
| `tell-apart` | yes | – |
"
    );
    let documented = include_str!("../../../../../docs/protocol.md");
    assert!(
        documented.contains(&table),
        "docs/protocol.md has another table"
    );
}

/// Also what would change nothing, on a closed complaint, or with a text too long: who may not do a
/// thing hears that, and nothing of the complaint.
#[test]
fn apply_refuses_what_the_matrix_refuses_before_all_else() {
    for stage in Stage::ALL {
        for (name, kind) in kinds() {
            let on = at_stage(stage);
            let mine = by(Mandate::OwnUnit, change(2, &on, kind.clone()));
            let got = on.apply(&mine, now()).map(|applied| applied.how);
            let refused = got == Err(Refused::NotYourRole);
            assert_eq!(refused, !may(Mandate::OwnUnit, &kind), "{name} {stage:?}");
        }
    }
    let on = at_stage(Stage::Proses);
    let long = ChangeKind::Archive {
        reason: "x".repeat(MAX_TEXT_BYTES + 1),
    };
    let mine = by(Mandate::OwnUnit, change(2, &on, long));
    assert_eq!(on.apply(&mine, now()), Err(Refused::NotYourRole));
}

#[test]
fn an_officer_of_the_unit_records_nothing() {
    let on = fresh();
    let kind = ChangeKind::Record(Box::new(new_complaint()));
    let full = change(2, &on, kind);
    assert!(Complaint::recorded(&full, now()).is_ok());
    let mine = by(Mandate::OwnUnit, full);
    assert_eq!(Complaint::recorded(&mine, now()), Err(Refused::NotYourRole));
}

/// What the officer may do is of today; what they did stays as it was, whatever becomes of the grant.
#[test]
fn a_mandate_is_not_written_into_the_history() {
    let on = at_stage(Stage::Proses);
    let full = change(2, &on, reply("Sudah ditinjau", Then::Keep));
    let mine = by(Mandate::OwnUnit, full.clone());
    let done = on.apply(&mine, now()).unwrap();
    assert_eq!(done, on.apply(&full, now()).unwrap());
    // An operation that was accepted stays accepted, also under a lesser grant.
    let closing = change(3, &on, reply("Selesai", Then::Selesai));
    let closed = on.apply(&closing, now()).unwrap().complaint;
    let again = closed.apply(&by(Mandate::OwnUnit, closing), now()).unwrap();
    assert_eq!(again.how, How::AlreadySatisfied);
}

#[test]
fn words_of_a_grant_stay_as_they_are() {
    let actor = Actor::officer(OfficerId(Uuid::from_u128(7)), "Petugas");
    let json = serde_json::to_value(&actor).unwrap();
    assert_eq!(json.get("mandate"), None);
    let mine = actor.with_mandate(Mandate::OwnUnit);
    let json = serde_json::to_value(&mine).unwrap();
    assert_eq!(json["mandate"], "own-unit");
    assert_eq!(serde_json::from_value::<Actor>(json).unwrap(), mine);
}
