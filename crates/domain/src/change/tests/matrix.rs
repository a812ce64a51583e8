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
    let is_sent_on = matches!(change.kind, ChangeKind::Dispose { .. });
    let is_sent_again = is_sent_on && on.stage == Stage::BelumDitindaklanjuti;
    let done = applied.how != How::AlreadySatisfied;
    let moved = u32::from(after.stage != on.stage || is_sent_again && done);
    assert_eq!(after.versions.status, on.versions.status + moved);
    let sent = u32::from(after.unit != on.unit);
    assert_eq!(after.versions.assign, on.versions.assign + sent);
    let corrected = u32::from(after.priority != on.priority);
    assert_eq!(after.versions.meta, on.versions.meta + corrected);
    assert_eq!(after.versions.head, on.versions.head + u64::from(done));
    assert_eq!(after.history.len(), on.history.len() + usize::from(done));
    match applied.how {
        How::Applied => stage.to_owned(),
        How::Merged => format!("~{stage}"),
        How::AlreadySatisfied => "✓".to_owned(),
    }
}

/// One line for each kind: the cells, each with the stages that have it. `before` is what the officer
/// saw, `after` what became of it: the same where nobody else acted.
fn table(
    before: impl Fn(Stage) -> Complaint,
    after: impl Fn(Stage) -> Complaint,
) -> Vec<(&'static str, String)> {
    let row = |kind: &ChangeKind| {
        let mut row: Vec<(String, Vec<&str>)> = Vec::new();
        for (name, stage) in STAGES {
            let on = after(stage);
            let change = Change {
                base: before(stage).base(),
                ..change(2, &on, kind.clone())
            };
            let cell = cell(&on, &change);
            match row.iter_mut().find(|(it, _)| *it == cell) {
                Some((_, stages)) => stages.push(name),
                None => row.push((cell, vec![name])),
            }
        }
        let cells: Vec<String> = row
            .into_iter()
            .map(|(cell, stages)| format!("{cell} ({})", stages.join(" ")))
            .collect();
        cells.join(", ")
    };
    let kinds = mandate::kinds().into_iter();
    kinds.map(|(name, kind)| (name, row(&kind))).collect()
}

const ALL: &str = "unver undis unans proses held done arch other gone new";

/// What holds where nobody else acted and no unit has it; each table names where it differs.
#[track_caller]
fn check(found: Vec<(&'static str, String)>, others: &[(&str, &str)]) {
    let (open, closed) = ("unver undis unans proses held new", "done arch other gone");
    let usual = [
        ("record", format!("already-exists ({ALL})")),
        (
            "verify",
            "undis (unver new), ✓ (undis unans proses), not-allowed (held done arch other gone)"
                .to_owned(),
        ),
        (
            "dispose",
            "unans (unver undis other new), = (unans proses held), closed (done arch gone)"
                .to_owned(),
        ),
        (
            "hold",
            format!("held (unver undis unans proses new), ✓ (held), not-allowed ({closed})"),
        ),
        (
            "resume",
            format!("✓ (unver undis unans proses new), unver (held), not-allowed ({closed})"),
        ),
        (
            "not-our-authority",
            format!("other ({open}), closed (done arch gone), ✓ (other)"),
        ),
        (
            "archive",
            format!("arch ({open}), closed (done other gone), ✓ (arch)"),
        ),
        ("reply keep", format!("= ({open}), closed ({closed})")),
        (
            "reply proses",
            format!("proses (unver undis unans held new), = (proses), closed ({closed})"),
        ),
        ("reply selesai", format!("done ({open}), closed ({closed})")),
        (
            "reply ask-reporter",
            format!("proses (unver undis unans held new), = (proses), closed ({closed})"),
        ),
        ("note", format!("= ({ALL})")),
        (
            "close",
            format!("done ({open}), ✓ (done), closed (arch other gone)"),
        ),
        (
            "reopen",
            format!("✓ ({open}), unver (done arch other), not-allowed (gone)"),
        ),
        ("amend", format!("= ({ALL})")),
        ("remind", format!("= ({open}), closed ({closed})")),
        // It is a recording itself: see `merge::tests::joined` for those that are none.
        ("join", format!("cannot-join ({ALL})")),
        ("split", format!("✓ ({ALL})")),
        ("tell-apart", format!("cannot-join ({ALL})")),
    ];
    let found: Vec<String> = found
        .iter()
        .map(|(name, row)| format!("{name}: {row}"))
        .collect();
    let expected = usual.map(|(name, row)| {
        let other = others.iter().find(|(it, _)| *it == name);
        format!("{name}: {}", other.map_or(row.as_str(), |(_, row)| row))
    });
    assert_eq!(found, expected);
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

/// What a unit makes of it, whichever it is.
const WITH_A_UNIT: [(&str, &str); 3] = [
    (
        "verify",
        "unans (unver new), ✓ (undis unans proses), not-allowed (held done arch other gone)",
    ),
    (
        "resume",
        "✓ (unver undis unans proses new), unans (held), not-allowed (done arch other gone)",
    ),
    (
        "reopen",
        "✓ (unver undis unans proses held new), unans (done arch other), not-allowed (gone)",
    ),
];

#[test]
fn seen_as_it_is() {
    check(table(at_stage, at_stage), &[]);
}

#[test]
fn seen_as_it_is_with_another_unit() {
    let on = |stage| with_unit("Dinas PUPR", at_stage(stage));
    check(table(on, on), &WITH_A_UNIT);
}

#[test]
fn seen_as_it_is_with_the_same_unit() {
    let on = |stage| with_unit("pdam", at_stage(stage));
    let [verify, resume, reopen] = WITH_A_UNIT;
    let dispose = "unans (unver other), ✓ (undis unans proses held new), closed (done arch gone)";
    check(
        table(on, on),
        &[verify, resume, reopen, ("dispose", dispose)],
    );
}

#[test]
fn the_status_moved_since() {
    let after = |stage| moved(|it| it.status += 1, at_stage(stage));
    let to_proses =
        "~proses (unver undis unans held new), ~= (proses), closed (done arch other gone)";
    check(
        table(at_stage, after),
        &[
            (
                "verify",
                "~undis (unver new), ✓ (undis unans proses), status-moved (held done arch other gone)",
            ),
            (
                "dispose",
                "~unans (unver undis other new), ~= (unans proses held), closed (done arch gone)",
            ),
            (
                "hold",
                "~held (unver undis unans proses new), ✓ (held), status-moved (done arch other gone)",
            ),
            (
                "resume",
                "✓ (unver undis unans proses new), ~unver (held), status-moved (done arch other gone)",
            ),
            (
                "not-our-authority",
                "status-moved (unver undis unans proses held done arch gone new), ✓ (other)",
            ),
            (
                "archive",
                "status-moved (unver undis unans proses held done other gone new), ✓ (arch)",
            ),
            (
                "reply keep",
                "~= (unver undis unans proses held new), closed (done arch other gone)",
            ),
            ("reply proses", to_proses),
            (
                "reply selesai",
                "status-moved (unver undis unans proses held new), closed (done arch other gone)",
            ),
            ("reply ask-reporter", to_proses),
            (
                "close",
                "status-moved (unver undis unans proses held arch other gone new), ✓ (done)",
            ),
            (
                "reopen",
                "✓ (unver undis unans proses held new), status-moved (done arch other gone)",
            ),
        ],
    );
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
    let [verify, resume, reopen] = WITH_A_UNIT;
    let (dispose, amend) = (
        format!("unit-moved ({ALL})"),
        format!("facts-moved ({ALL})"),
    );
    check(
        table(at_stage, after),
        &[
            verify,
            resume,
            reopen,
            ("dispose", &dispose),
            ("amend", &amend),
        ],
    );
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
    let race = "reply-race (unver undis unans proses held new), closed (done arch other gone)";
    check(
        table(at_stage, after),
        &[
            ("reply keep", race),
            ("reply proses", race),
            ("reply selesai", race),
            ("reply ask-reporter", race),
            (
                "resume",
                "✓ (unver undis unans proses new), proses (held), not-allowed (done arch other gone)",
            ),
            (
                "reopen",
                "✓ (unver undis unans proses held new), proses (done arch other), not-allowed (gone)",
            ),
        ],
    );
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
    for (name, kind) in mandate::kinds() {
        let on = at_stage(match name {
            "verify" => Stage::BelumTerverifikasi,
            "resume" => Stage::Tertunda,
            "reopen" => Stage::Selesai,
            _ => Stage::Proses,
        });
        let on = one_of_two(name, on);
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
            "join" => "joined",
            "split" => "split",
            "tell-apart" => "told-apart",
            _ => "replied",
        };
        let mut expected = asked;
        expected["kind"] = past.into();
        if let Some(other) = expected["recording"].take().as_str() {
            expected["other"] = other.into();
        }
        expected.as_object_mut().unwrap().remove("recording");
        assert_eq!(done, expected, "{name}");
    }
}
