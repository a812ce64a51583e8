//! Laws of what becomes of operations.

use super::*;

pub async fn a_reply_is_applied_once_however_often_it_comes(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let the_op = op(7, &row, reply("Sudah dijadwalkan."));
    let once = push(db, &officer, vec![the_op.clone()]).await;
    assert_eq!(word(&once[0]), "applied");
    let again = push(db, &officer, vec![the_op.clone(), the_op]).await;
    assert_eq!(again, [once[0].clone(), once[0].clone()]);
    let known = db.complaint(row.id).await.unwrap().unwrap();
    assert_eq!(known.history.len(), 1);
    assert_eq!(known.history[0].by, officer.actor(&Default::default()));
    assert_eq!(known.history[0].at, at(5));
    assert_eq!(known.history[0].acted_at, Some(at(3)));
}

pub async fn one_id_serves_one_operation(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let (two, _) = officer(db, "Dua", &["16.71"]).await;
    let first = op(7, &row, reply("Satu."));
    assert_eq!(
        word(&push(db, &one, vec![first.clone()]).await[0]),
        "applied"
    );
    let other = op(7, &row, reply("Dua."));
    assert_eq!(word(&push(db, &one, vec![other]).await[0]), "key-reused");
    assert_eq!(word(&push(db, &two, vec![first]).await[0]), "key-reused");
    let known = db.complaint(row.id).await.unwrap().unwrap();
    assert_eq!(known.history.len(), 1);
}

pub async fn conflicts_are_settled_and_hold_back_what_follows(db: &impl Db) {
    let rows = vec![complaint("1", Some("16.71")), complaint("2", Some("16.71"))];
    db.take_in(rows.clone(), at(1)).await.unwrap();
    let (one, _) = officer(db, "Satu", &["16.71"]).await;
    let (two, _) = officer(db, "Dua", &["16.71"]).await;
    push(db, &one, vec![op(1, &rows[0], reply("Satu."))]).await;
    let note = ChangeKind::Note {
        text: "cek".into(),
        attachments: vec![],
    };
    let late = vec![
        op(2, &rows[0], reply("Dua.")),
        op(3, &rows[0], note.clone()),
        op(4, &rows[1], note),
    ];
    let outcomes = push(db, &two, late.clone()).await;
    let words: Vec<_> = outcomes.iter().map(word).collect();
    assert_eq!(words, ["conflict reply-race", "blocked", "applied"]);
    let WireOutcome::Conflict(refusal) = &outcomes[0] else {
        panic!("{outcomes:?}");
    };
    assert_eq!(refusal.complaint.as_ref().unwrap().history.len(), 1);
    let again = push(db, &two, late).await;
    assert_eq!(again[0], outcomes[0]);
    assert_eq!(word(&again[1]), "blocked");
}

pub async fn a_unit_is_reminded_once_a_day_by_the_hubs_time(db: &impl Db) {
    let mut row = complaint("1", Some("16.71"));
    row.unit = Some(AgencyRef::named("Dinas PUPR"));
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let remind = |number, via| {
        let reminder = Reminder {
            clock: ClockKind::FollowUp,
            overdue_days: 2,
            via,
            to: None,
        };
        // Always as the officer saw it at first, so that no version speaks for or against it.
        op(number, &row, ChangeKind::Remind(reminder))
    };
    let day = REMINDER_PAUSE.num_minutes();
    let in_app = ReminderChannel::InApp;
    for (number, via, minute, expected) in [
        (1, in_app, 5, "applied"),
        // The answer was lost: the same again, long after.
        (1, in_app, 5 + 2 * day, "applied"),
        (2, in_app, 5, "rejected too-soon"),
        (3, in_app, 4 + day, "rejected too-soon"),
        (4, ReminderChannel::Email, 4 + day, "applied"),
        // A refusal is final: it takes another reminder, not another try.
        (3, in_app, 5 + day, "rejected too-soon"),
        (5, in_app, 5 + day, "applied"),
    ] {
        let ops = vec![Offered::Op(Box::new(remind(number, via)))];
        let outcomes = offer_at(db, &officer, ops, at(minute)).await;
        assert_eq!(word(&outcomes[0]), expected, "{number} in minute {minute}");
    }
    let known = db.complaint(row.id).await.unwrap().unwrap();
    let ids: Vec<OpId> = known.history.iter().map(|event| event.id).collect();
    assert_eq!(ids, [op_of(1), op_of(4), op_of(5)]);
    assert_eq!(known.stage, row.stage);
    assert_eq!(
        slice(db, "ins:dinas-pupr", Place::START, usize::MAX)
            .await
            .rows
            .len(),
        1
    );
}

pub async fn what_cannot_be_read_stops_nothing_else(db: &impl Db) {
    let row = complaint("1", Some("16.71"));
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let mut strange = op(2, &complaint("2", None), reply("x"));
    if let tanggap_protocol::op::WireChange::Reply { then, .. } = &mut strange.change {
        *then = "dimediasi".into();
    }
    let offered = vec![
        Offered::Unreadable {
            op_id: op_of(1),
            complaint: None,
            member: "change".into(),
        },
        Offered::Op(Box::new(strange)),
        Offered::Op(Box::new(op(3, &row, reply("Baik.")))),
    ];
    let outcomes = offer(db, &officer, offered).await;
    let words: Vec<_> = outcomes.iter().map(word).collect();
    assert_eq!(words, ["unreadable", "unreadable", "applied"]);
}

pub async fn nobody_acts_outside_their_scope(db: &impl Db) {
    let rows = vec![complaint("1", Some("16.71")), complaint("2", Some("16.02"))];
    db.take_in(rows.clone(), at(1)).await.unwrap();
    let (officer, _) = officer(db, "Palembang", &["16.71"]).await;
    let foreign = push(db, &officer, vec![op(1, &rows[1], reply("x"))]).await;
    let unknown = push(db, &officer, vec![op(2, &complaint("9", None), reply("x"))]).await;
    for outcome in [&foreign[0], &unknown[0]] {
        assert_eq!(word(outcome), "rejected unknown-complaint");
        assert!(serde_json::to_value(outcome).unwrap()["complaint"].is_null());
    }
    let mut moved = rows[0].clone();
    moved.location = complaint("1", Some("16.02")).location;
    db.take_in(vec![moved], at(2)).await.unwrap();
    let lost = push(db, &officer, vec![op(3, &rows[0], reply("x"))]).await;
    assert_eq!(word(&lost[0]), "rejected out-of-scope");
    assert!(serde_json::to_value(&lost[0]).unwrap()["complaint"].is_null());
}
