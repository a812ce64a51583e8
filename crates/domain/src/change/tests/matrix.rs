//! Every kind of change on every stage, seen as it is or as it was, as tables: what becomes of it.
//!
//! A cell is the stage afterwards (`=` where it stays), `~` before it where it was merged, `✓` where it
//! was so already, or the code of the refusal.

use super::*;
use crate::event::Event;

const STAGES: [(&str, Stage); 10] = [
    ("unver", Stage::BelumTerverifikasi),
    ("undis", Stage::BelumTerdisposisi),
    ("unans", Stage::BelumDitindaklanjuti),
    ("proses", Stage::Proses),
    ("held", Stage::Tertunda),
    ("done", Stage::Selesai),
    ("arch", Stage::Diarsipkan),
    ("other", Stage::BukanWewenang),
    ("gone", Stage::Dihapus),
    ("new", Stage::TidakDikenal),
];

fn word(stage: Stage) -> &'static str {
    STAGES
        .into_iter()
        .find(|(_, it)| *it == stage)
        .map_or("?", |(word, _)| word)
}

fn cell(on: &Complaint, change: &Change) -> String {
    let applied = match on.apply(change, now()) {
        Err(refused) => return refused.code().to_owned(),
        Ok(applied) => applied,
    };
    let after = &applied.complaint;
    let stage = if after.stage == on.stage {
        "="
    } else {
        word(after.stage)
    };
    // The versions say what moved, and nothing else does.
    let moved = u32::from(after.stage != on.stage);
    assert_eq!(after.versions.status, on.versions.status + moved);
    let sent = u32::from(after.unit != on.unit);
    assert_eq!(after.versions.assign, on.versions.assign + sent);
    let corrected = u32::from(after.priority != on.priority);
    assert_eq!(after.versions.meta, on.versions.meta + corrected);
    let done = u64::from(applied.how != How::AlreadySatisfied);
    assert_eq!(after.versions.head, on.versions.head + done);
    assert_eq!(after.history.len() as u64, on.history.len() as u64 + done);
    match applied.how {
        How::Applied => stage.to_owned(),
        How::Merged => format!("~{stage}"),
        How::AlreadySatisfied => "✓".to_owned(),
    }
}

/// `before` is what the officer saw, `after` what became of it: the same where nobody else acted.
fn table(before: impl Fn(Stage) -> Complaint, after: impl Fn(Stage) -> Complaint) -> String {
    let mut table = String::from("\n");
    for (name, kind) in super::mandate::kinds() {
        let cells = STAGES.map(|(_, stage)| {
            let on = after(stage);
            let change = Change {
                base: before(stage).base(),
                ..change(2, &on, kind.clone())
            };
            cell(&on, &change)
        });
        // Most rows say little; the same cells stand together.
        let mut row: Vec<(String, Vec<&str>)> = Vec::new();
        for (cell, (stage, _)) in cells.into_iter().zip(STAGES) {
            match row.iter_mut().find(|(it, _)| *it == cell) {
                Some((_, stages)) => stages.push(stage),
                None => row.push((cell, vec![stage])),
            }
        }
        let row: Vec<String> = row
            .into_iter()
            .map(|(cell, stages)| format!("{cell} ({})", stages.join(" ")))
            .collect();
        table.push_str(&format!("{name}: {}\n", row.join(", ")));
    }
    table
}

fn with_unit(unit: &str, complaint: Complaint) -> Complaint {
    Complaint {
        unit: Some(AgencyRef::named(unit)),
        ..complaint
    }
}

fn moved(of: impl Fn(&mut crate::complaint::Versions), complaint: Complaint) -> Complaint {
    let mut complaint = complaint;
    of(&mut complaint.versions);
    complaint
}

#[test]
fn seen_as_it_is() {
    assert_eq!(table(at_stage, at_stage), "?");
}

#[test]
fn seen_as_it_is_with_another_unit() {
    let on = |stage| with_unit("Dinas PUPR", at_stage(stage));
    assert_eq!(table(on, on), "?");
}

#[test]
fn seen_as_it_is_with_the_same_unit() {
    let on = |stage| with_unit("pdam", at_stage(stage));
    assert_eq!(table(on, on), "?");
}

#[test]
fn the_status_moved_since() {
    let after = |stage| moved(|it| it.status += 1, at_stage(stage));
    assert_eq!(table(at_stage, after), "?");
}

#[test]
fn unit_and_facts_moved_since() {
    let after = |stage| {
        let moved = moved(
            |it| {
                it.assign += 1;
                it.meta += 1;
            },
            at_stage(stage),
        );
        with_unit("Dinas PUPR", moved)
    };
    assert_eq!(table(at_stage, after), "?");
}

#[test]
fn somebody_replied_since() {
    let after = |stage| {
        let mut complaint = at_stage(stage);
        let text = "Sudah".to_owned();
        let (then, attachments) = (Then::Keep, vec![]);
        complaint.history.push(Event {
            id: OpId(Uuid::from_u128(77)),
            at: now(),
            acted_at: None,
            by: Actor::office("Rekan"),
            what: EventKind::Replied {
                text,
                then,
                attachments,
            },
        });
        complaint
    };
    assert_eq!(table(at_stage, after), "?");
}

/// What a complaint goes back to when it is taken up again.
#[test]
fn stages_follow_from_the_facts() {
    let closed = || at_stage(Stage::Selesai);
    let reopened = |on: Complaint| {
        let reason = "Belum tuntas".to_owned();
        let change = change(9, &on, ChangeKind::Reopen { reason });
        on.apply(&change, now()).unwrap().complaint.stage
    };
    assert_eq!(reopened(closed()), Stage::BelumTerverifikasi);
    let verified = at_stage(Stage::BelumTerverifikasi);
    let verified = verified
        .apply(&change(3, &verified, ChangeKind::Verify), now())
        .unwrap()
        .complaint;
    let stage = Stage::Selesai;
    assert_eq!(
        reopened(Complaint { stage, ..verified }),
        Stage::BelumTerdisposisi
    );
    assert_eq!(
        reopened(with_unit("PDAM", closed())),
        Stage::BelumDitindaklanjuti
    );
    let open = with_unit("PDAM", at_stage(Stage::Proses));
    let done = reply("Sudah", Then::Selesai);
    let answered = open.apply(&change(3, &open, done), now()).unwrap();
    assert_eq!(reopened(answered.complaint), Stage::Proses);
}

#[test]
fn an_amendment_changes_what_it_names_and_nothing_else() {
    let on = fresh();
    let region = || RegionCode::parse("16.71").unwrap();
    let category = || Category::read(None, "Jalan");
    for (amendment, expected) in [
        (
            Amendment {
                classification: Some(Classification::Aspirasi),
                ..Default::default()
            },
            Complaint {
                classification: Classification::Aspirasi,
                ..on.clone()
            },
        ),
        (
            Amendment {
                category: Some(category()),
                ..Default::default()
            },
            Complaint {
                category: category(),
                ..on.clone()
            },
        ),
        (
            Amendment {
                region: Some(region()),
                ..Default::default()
            },
            Complaint {
                location: Location {
                    region: Some(region()),
                    ..Default::default()
                },
                ..on.clone()
            },
        ),
        (
            Amendment {
                priority: Some(Priority::Urgent),
                ..Default::default()
            },
            Complaint {
                priority: Priority::Urgent,
                ..on.clone()
            },
        ),
    ] {
        let change = change(2, &on, ChangeKind::Amend(amendment.clone()));
        let applied = on.apply(&change, now()).unwrap();
        assert_eq!(applied.how, How::Applied);
        let got = applied.complaint;
        assert_eq!(got.versions.meta, on.versions.meta + 1);
        let expected = Complaint {
            history: got.history.clone(),
            versions: got.versions,
            ..expected
        };
        assert_eq!(got, expected);
        assert_eq!(got.history[1].what, EventKind::Amended(amendment));
        let again = Change {
            op: OpId(Uuid::from_u128(3)),
            ..change
        };
        let again = got.apply(&again, now()).unwrap();
        assert_eq!(again.how, How::AlreadySatisfied);
        assert_eq!(again.complaint, got);
    }
    let nothing = change(2, &on, ChangeKind::Amend(Amendment::default()));
    let applied = on.apply(&nothing, now()).unwrap();
    assert_eq!(applied.how, How::AlreadySatisfied);
}

/// The desk's clock is told beside the hub's, where they differ.
#[test]
fn an_entry_says_when_the_officer_acted() {
    let on = at_stage(Stage::Proses);
    let at_once = on.apply(&change(2, &on, hold()), now()).unwrap();
    let entry = &at_once.complaint.history[1];
    assert_eq!((entry.at, entry.acted_at), (now(), None));
    let later = now() + TimeDelta::hours(1);
    let offline = on.apply(&change(2, &on, hold()), later).unwrap();
    let entry = &offline.complaint.history[1];
    assert_eq!((entry.at, entry.acted_at), (later, Some(now())));
}

/// A recording holds what was filled in, and an entry for each kind holds what was done.
#[test]
fn entries_hold_what_was_done() {
    for (name, kind) in super::mandate::kinds() {
        let on = at_stage(match name {
            "verify" => Stage::BelumTerverifikasi,
            "resume" => Stage::Tertunda,
            "reopen" => Stage::Selesai,
            _ => Stage::Proses,
        });
        let change = change(2, &on, kind);
        let after = match name {
            "record" => Complaint::recorded(&change, now()).unwrap(),
            _ => on.apply(&change, now()).unwrap().complaint,
        };
        let entry = after.history.last().unwrap();
        assert_eq!((entry.id, &entry.by), (change.op, &change.by));
        let done = serde_json::to_value(&entry.what).unwrap();
        let asked = serde_json::to_value(&change.kind).unwrap();
        let past = match name {
            "record" => {
                assert_eq!(done, serde_json::json!({ "kind": "recorded" }));
                continue;
            }
            "verify" => "verified",
            "dispose" => "disposed",
            "hold" => "held",
            "resume" => "resumed",
            "not-our-authority" => "not-our-authority",
            "archive" => "archived",
            "note" => "noted",
            "close" => "closed",
            "reopen" => "reopened",
            "amend" => "amended",
            "remind" => "reminded",
            _ => "replied",
        };
        let mut expected = asked;
        expected["kind"] = past.into();
        assert_eq!(done, expected, "{name}");
    }
}
