//! The outbox loses nothing, keeps order inside a complaint, and the rest of the journal comes back.

use std::time::{Duration, Instant};

use tanggap_domain::change::{ChangeKind, NewComplaint, Refused};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::Channel;
use tanggap_domain::ids::{ComplaintId, OfficerId};
use tanggap_domain::status::Stage;
use uuid::Uuid;

use super::*;
use crate::{
    Attention, Confirmed, Connection, DraftKey, DraftKind, Ended, ImportCounts, ImportPart,
    OpState, StoreError, Unreadable,
};

#[tokio::test]
async fn what_is_shown_and_what_is_confirmed_are_read_in_one_go() {
    let (_dir, store) = new_store().await;
    let (plain, answered) = (complaint(1), complaint(2));
    let rows = vec![row(plain.clone(), 1), row(answered.clone(), 2)];
    store.mirror().apply_page(page(rows, "c1")).await.unwrap();
    let reply = reply(1, &answered, "Sudah kami periksa di lapangan.");
    store.journal().enqueue(&reply, None).await.unwrap();

    // In the order asked for; one that is not held is left out and stops none.
    let ids = vec![answered.id, ComplaintId(Uuid::nil()), plain.id];
    let read = store.view().get_many(ids).await.unwrap();
    let [shown, same] = read.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(shown.complaint.stage, Stage::Proses);
    // Its clock runs on until upstream has the reply.
    assert_eq!(shown.for_clocks(), &answered);
    assert_eq!(shown.confirmed, Confirmed::Without(Box::new(answered)));
    assert_eq!(
        (&same.complaint, &same.confirmed),
        (&plain, &Confirmed::AsShown)
    );
    assert_eq!(same.for_clocks(), &plain);
}

#[tokio::test]
async fn a_reply_is_seen_at_once_and_settles_without_a_step_back() {
    let (dir, store) = new_store().await;
    let base = complaint(1);
    store
        .mirror()
        .apply_page(page(vec![row(base.clone(), 1)], "c1"))
        .await
        .unwrap();

    let reply = reply(1, &base, "Sudah kami periksa di lapangan.");
    store.journal().enqueue(&reply, None).await.unwrap();
    store.journal().enqueue(&reply, None).await.unwrap();

    let seen = store.view().get(base.id).await.unwrap().unwrap();
    assert_eq!(seen.complaint.stage, Stage::Proses);
    assert_eq!(
        seen.confirmed().map(|it| it.stage),
        Some(Stage::BelumTerverifikasi)
    );
    assert_eq!(seen.pending, [reply.op]);
    let confirmed = store.mirror().confirmed(base.id).await.unwrap().unwrap();
    assert_eq!(confirmed, base, "the mirror holds only what is confirmed");

    store.close().await;
    let Opened { store, .. } = reopened(&dir).await;
    let seen = store.view().get(base.id).await.unwrap().unwrap();
    assert_eq!(seen.pending, [reply.op]);

    let after = base.apply(&reply, at(1001)).unwrap().complaint;
    store
        .mirror()
        .apply_page(page(vec![row(after.clone(), 2)], "c2"))
        .await
        .unwrap();
    store
        .journal()
        .settle(reply.op, &crate::StoredOutcome::Landed, at(1001))
        .await
        .unwrap();
    store
        .journal()
        .settle(reply.op, &crate::StoredOutcome::Landed, at(1002))
        .await
        .unwrap();
    let seen = store.view().get(base.id).await.unwrap().unwrap();
    assert_eq!(seen.complaint, after);
    assert!(seen.pending.is_empty());
    let logged = store.journal().logged(10).await.unwrap();
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0].ended, Ended::Settled);
    assert_eq!(logged[0].outcome, Some(crate::StoredOutcome::Landed));
    // Saving it once more, late, does not send it twice.
    store.journal().enqueue(&reply, None).await.unwrap();
    assert!(store.journal().pending().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn order_holds_inside_a_complaint_and_only_there() {
    let (_dir, store) = new_store().await;
    let (a, b) = (complaint(1), complaint(2));
    let journal = store.journal();
    journal.enqueue(&reply(1, &a, "satu"), None).await.unwrap();
    journal.enqueue(&reply(2, &b, "dua"), None).await.unwrap();
    journal
        .enqueue(&dispose(3, &a, "Dinas PU"), None)
        .await
        .unwrap();

    let ops = |batch: Vec<crate::PendingOp>| -> Vec<_> {
        batch.into_iter().map(|entry| entry.change.op).collect()
    };
    let batch = journal.next_batch(10, Instant::now()).await.unwrap();
    assert_eq!(ops(batch), [op(1), op(2), op(3)]);

    let attention = Attention {
        refused: Some(Refused::ReplyRace),
        reason: "conflict".to_owned(),
        events: Vec::new(),
    };
    journal.needs_attention(op(1), &attention).await.unwrap();
    let batch = journal.next_batch(10, Instant::now()).await.unwrap();
    assert_eq!(ops(batch), [op(2)], "one lane waits, the other does not");
    let pending = journal.pending().await.unwrap();
    assert_eq!(pending.len(), 3);
    assert_eq!(pending[0].state, OpState::Attention(attention));

    let again = reply(4, &a, "satu, disunting");
    journal.requeue(op(1), &again, at(5)).await.unwrap();
    let batch = journal.next_batch(10, Instant::now()).await.unwrap();
    assert_eq!(ops(batch), [op(2), op(3), op(4)]);
    let discarded = journal.discard(op(3), at(6)).await.unwrap();
    assert_eq!(discarded.op, op(3));
    assert!(matches!(
        journal.discard(op(3), at(6)).await,
        Err(StoreError::UnknownOp)
    ));
    let ended: Vec<_> = journal.logged(9).await.unwrap();
    let ended: Vec<_> = ended.iter().map(|e| (e.change.op, e.ended)).collect();
    assert_eq!(ended, [(op(3), Ended::Discarded), (op(1), Ended::Replaced)]);
    store.close().await;
}

#[tokio::test]
async fn undo_works_until_the_op_may_leave() {
    let (_dir, store) = new_store().await;
    let base = complaint(1);
    store
        .mirror()
        .apply_page(page(vec![row(base.clone(), 1)], "c"))
        .await
        .unwrap();
    let journal = store.journal();
    let change = reply(1, &base, "terlalu cepat");
    let start = Instant::now();
    let after = |seconds| start + Duration::from_secs(seconds);
    let window = Duration::from_secs(10);
    journal
        .enqueue(&change, Some((start, window)))
        .await
        .unwrap();
    assert!(journal.next_batch(9, after(9)).await.unwrap().is_empty());
    let left = Duration::from_secs(1);
    assert_eq!(journal.next_release(after(9)), Some(left));
    let undone = journal.withdraw(op(1), after(9), at(9)).await.unwrap();
    assert_eq!(undone, Some(change));
    assert!(journal.next_batch(9, after(11)).await.unwrap().is_empty());

    // The same again, too late: what was handed out for sending cannot be taken back, whatever time
    // whoever asks believes it is.
    let change = reply(2, &base, "terlambat");
    journal
        .enqueue(&change, Some((start, window)))
        .await
        .unwrap();
    assert_eq!(journal.next_batch(9, after(10)).await.unwrap().len(), 1);
    for late in [9, 10] {
        let undone = journal.withdraw(op(2), after(late), at(9)).await.unwrap();
        assert_eq!(undone, None);
    }
    assert_eq!(
        journal.hold_left(op(2), after(9)),
        None,
        "and nobody says so"
    );
    journal.discard(op(2), at(11)).await.unwrap();
    let seen = store.view().get(base.id).await.unwrap().unwrap();
    assert_eq!(seen.complaint, base);
    store.close().await;
}

#[tokio::test]
async fn a_recorded_complaint_exists_before_the_hub_knows_it() {
    let (_dir, store) = new_store().await;
    let id = ComplaintId::of_recording(op(1));
    let record = Change {
        op: op(1),
        complaint: id,
        by: officer(),
        at: at(0),
        base: Default::default(),
        kind: ChangeKind::Record(Box::new(NewComplaint {
            title: "Lampu padam".to_owned(),
            body: "Lampu jalan padam sejak kemarin".to_owned(),
            classification: Classification::PengaduanTidakBerkadar,
            category: Default::default(),
            channel: Channel::Phone,
            privacy: Default::default(),
            reporter: Default::default(),
            received_at: at(0),
            incident_on: None,
            location: Default::default(),
            agency: None,
            attachments: Vec::new(),
        })),
    };
    store.journal().enqueue(&record, None).await.unwrap();
    store.mirror().keep_clocks(id, kept(60)).await.unwrap();
    let seen = store.view().get(id).await.unwrap().unwrap();
    assert_eq!(seen.confirmed, Confirmed::NotYet);
    assert_eq!(seen.due, Some(due(60)));
    assert_eq!(
        store
            .view()
            .find(&seen.complaint.tracking_id)
            .await
            .unwrap(),
        [id]
    );

    // Later changes build on it.
    let dispose = dispose(2, &seen.complaint, "Dinas PU");
    store.journal().enqueue(&dispose, None).await.unwrap();
    let seen = store.view().get(id).await.unwrap().unwrap();
    assert_eq!(seen.complaint.stage, Stage::BelumDitindaklanjuti);
    assert_eq!(seen.pending, [op(1), op(2)]);
    assert_eq!(seen.due, Some(due(60)), "the deadline survives");

    store.journal().discard(op(2), at(1)).await.unwrap();
    store.journal().discard(op(1), at(1)).await.unwrap();
    assert!(store.view().get(id).await.unwrap().is_none());
    store.close().await;
}

#[tokio::test]
async fn drafts_settings_and_identity_come_back() {
    let (dir, store) = new_store().await;
    let journal = store.journal();
    let key = DraftKey {
        complaint: Some(complaint(1).id),
        kind: DraftKind::Reply,
        source: None,
    };
    let record = DraftKey {
        complaint: None,
        kind: DraftKind::Record,
        source: None,
    };
    let connection = Connection {
        hub_url: "http://127.0.0.1:1".to_owned(),
        token: "rahasia-sekali".to_owned(),
        officer: OfficerId(Uuid::from_u128(9)),
        officer_name: "Petugas".to_owned(),
        scopes: vec!["35".to_owned()],
        hub: None,
        practice: false,
    };
    journal.set_connection(Some(&connection)).await.unwrap();
    journal.save_draft(key, &draft("a"), at(0)).await.unwrap();
    journal.save_draft(key, &draft("ab"), at(1)).await.unwrap();
    journal.save_draft(record, &draft(""), at(2)).await.unwrap();
    journal.set_setting("zone", &"WIB").await.unwrap();
    assert!(!format!("{connection:?}").contains("rahasia"));
    let replica = journal.replica().await.unwrap();
    store.close().await;

    let Opened { store, .. } = reopened(&dir).await;
    let journal = store.journal();
    let draft = journal.draft(key).await.unwrap().unwrap();
    assert_eq!(draft.body.text, "ab");
    assert_eq!(draft.saved_at, at(1));
    assert_eq!(journal.drafts().await.unwrap().len(), 2);
    journal.delete_draft(key).await.unwrap();
    assert_eq!(journal.draft(key).await.unwrap(), None);
    assert_eq!(
        journal.setting::<String>("zone").await.unwrap().unwrap(),
        "WIB"
    );
    assert!(matches!(
        journal.setting::<u32>("zone").await,
        Err(StoreError::Unreadable { .. })
    ));
    assert_eq!(journal.connection().await.unwrap(), Some(connection));
    assert_eq!(journal.replica().await.unwrap(), replica);
    assert_ne!(journal.rotate_replica().await.unwrap(), replica);
    store.close().await;
}

fn quarantined_row() -> Unreadable {
    Unreadable {
        place: "17".to_owned(),
        reason: "no-tracking-id".to_owned(),
        raw: "[]".to_owned(),
    }
}

#[tokio::test]
async fn imports_rebuild_a_lost_mirror() {
    let (dir, store) = new_store().await;
    let mut first = complaint(1);
    let part = ImportPart {
        rows: vec![row(first.clone(), 0), row(complaint(2), 0)],
        unreadable: vec![quarantined_row()],
    };
    imported_before(&store, "ekspor.xlsx", vec![part.clone()]).await;
    imported_before(&store, "ekspor.xlsx", vec![part]).await;
    first.title = "Jalan sudah bagus".to_owned();
    first.versions.head = 2;
    let part = ImportPart {
        rows: vec![row(first.clone(), 0)],
        unreadable: Vec::new(),
    };
    imported_before(&store, "ekspor.xlsx", vec![part]).await;
    store.close().await;

    std::fs::remove_file(dir.path().join("mirror.db")).unwrap();
    let Opened { store, mirror, .. } = reopened(&dir).await;
    let reason = crate::RebuildReason::Missing;
    assert_eq!(mirror, crate::MirrorState::Rebuilt { reason });
    assert_eq!(store.mirror().count().await.unwrap(), 2);
    let confirmed = store.mirror().confirmed(first.id).await.unwrap();
    assert_eq!(confirmed, Some(first));
    assert_eq!(store.mirror().quarantined(10).await.unwrap().len(), 1);
    let imports = store.journal().imports().await.unwrap();
    assert_eq!(imports.len(), 3);
    assert_eq!(imports[0].counts, Some(ImportCounts::default()));
    store.close().await;
}

#[tokio::test]
async fn what_the_own_hub_has_taken_over_is_not_kept_twice() {
    let (dir, store) = new_store().await;
    let part = ImportPart {
        rows: vec![row(complaint(1), 0)],
        unreadable: Vec::new(),
    };
    imported_before(&store, "a.xlsx", vec![part]).await;
    let (end, rows) = store.mirror().confirmed_after(i64::MIN, 10).await.unwrap();
    assert_eq!(rows, [complaint(1)]);
    assert_eq!(store.mirror().confirmed_after(end, 10).await.unwrap().1, []);
    store.journal().forget_imports().await.unwrap();
    assert_eq!(store.journal().imports().await.unwrap(), []);
    assert_eq!(files_under(&dir.path().join("imports")).len(), 0);
    // It stays on screen, and goes where the hub does not confirm it.
    store.mirror().move_over().await.unwrap();
    assert_eq!(store.mirror().count().await.unwrap(), 1);
    assert_eq!(
        store.mirror().drop_unconfirmed().await.unwrap(),
        [complaint(1).id]
    );
    store.close().await;
}

fn files_under(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_under(&path));
        } else {
            files.push(path);
        }
    }
    files
}

#[tokio::test]
async fn a_settled_op_can_be_offered_again() {
    let (_dir, store) = new_store().await;
    let base = complaint(1);
    let journal = store.journal();
    journal
        .enqueue(&reply(1, &base, "satu"), None)
        .await
        .unwrap();
    journal
        .enqueue(&reply(2, &base, "dua"), None)
        .await
        .unwrap();
    journal
        .settle(op(1), &crate::StoredOutcome::Landed, at(1))
        .await
        .unwrap();
    assert_eq!(journal.settled().await.unwrap().len(), 1);
    journal.reoffer(op(1)).await.unwrap();
    let pending = journal.pending().await.unwrap();
    let ops: Vec<_> = pending.iter().map(|entry| entry.change.op).collect();
    assert_eq!(ops, [op(1), op(2)], "in its old place");
    journal
        .settle(op(1), &crate::StoredOutcome::Landed, at(1))
        .await
        .unwrap();
    assert_eq!(journal.forget_ended(at(1)).await.unwrap(), 0);
    assert_eq!(journal.forget_ended(at(2)).await.unwrap(), 1);
    store.close().await;
}
