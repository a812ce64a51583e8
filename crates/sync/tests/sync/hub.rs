//! Desks and a hub, with the hub away in between.

use std::time::Duration;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Amendment, ChangeKind, Refused, ReminderChannel, Then};
use tanggap_domain::complaint::{Attachment, Complaint};
use tanggap_domain::event::EventKind;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;
use tanggap_store::{Ended, OpState, StoredOutcome};
use tanggap_sync::core::Connection as Link;
use tanggap_sync::{Summary, SyncError, SyncEvent};
use tanggap_upstream::{Hub, UpstreamError};

use crate::world::*;

/// How often an operation is in the hub's history of a complaint.
async fn effects(
    world: &World,
    id: tanggap_domain::ids::ComplaintId,
    op: tanggap_domain::ids::OpId,
) -> usize {
    let history = world.complaint(id).await.history;
    history.iter().filter(|event| event.id == op).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_written_while_the_hub_is_away_reaches_the_other_desk() {
    let mut world = World::new(3).await;
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    let first = a.sync().await.unwrap();
    assert_eq!(first.pulled, 3);
    b.sync().await.unwrap();

    world.switch_off().await;
    let id = complaint(1).id;
    let op = a.act(id, reply("Tim sudah di lokasi.")).await;
    assert_eq!(a.visible(id).await.stage, Stage::Proses);
    assert_eq!(
        a.confirmed(id).await.unwrap().stage,
        Stage::BelumTerdisposisi
    );
    let away = a.sync().await;
    assert!(
        matches!(
            away,
            Err(SyncError::Upstream(UpstreamError::Transient { .. }))
        ),
        "{away:?}"
    );
    assert_eq!(a.store.journal().stats().await.unwrap().queued, 1);

    world.switch_on().await;
    let summary = a.sync().await.unwrap();
    assert_eq!(
        (summary.pushed, summary.waiting, summary.conflicts),
        (1, 0, 0)
    );
    assert_eq!(effects(&world, id, op).await, 1);
    assert_eq!(a.confirmed(id).await.unwrap(), a.visible(id).await);
    b.sync().await.unwrap();
    let seen = b.visible(id).await;
    assert_eq!(seen.stage, Stage::Proses);
    assert_eq!(seen.last_public_reply(), Some(op));
    assert_eq!(b.sync().await.unwrap(), Summary::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listening_desk_hears_of_a_reply_at_once() {
    let world = World::new(2).await;
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    let (engine_a, engine_b) = (a.engine(), b.engine());
    let mut status = engine_b.status();
    let caught_up = eventually("the first sync", status.wait_for(|status| status.caught_up));
    assert_eq!(caught_up.await.unwrap().received, 2);
    let mut status_a = engine_a.status();
    eventually(
        "the first sync",
        status_a.wait_for(|status| status.caught_up),
    )
    .await
    .unwrap();

    let mut heard = engine_b.events();
    let id = complaint(0).id;
    let op = a.act(id, reply("Sudah diperbaiki.")).await;
    engine_a.wake();
    eventually("the other desk's news", async {
        loop {
            if let SyncEvent::ComplaintsChanged(ids) = heard.recv().await.unwrap()
                && ids.contains(&id)
            {
                break;
            }
        }
    })
    .await;
    assert_eq!(b.visible(id).await.last_public_reply(), Some(op));
    engine_a.stop().await;
    engine_b.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_goes_on_by_itself_when_the_hub_comes_back() {
    let mut world = World::new(1).await;
    let desk = world.desk(&[SURABAYA]).await;
    let engine = desk.engine();
    let mut status = engine.status();
    eventually("the first sync", status.wait_for(|status| status.caught_up))
        .await
        .unwrap();
    world.switch_off().await;
    let offline = status.wait_for(|status| matches!(status.connection, Link::Offline(_)));
    eventually("the news that the hub is away", offline)
        .await
        .unwrap();
    let op = desk
        .act(complaint(0).id, note("Menunggu suku cadang."))
        .await;
    engine.wake();
    let waiting = status.wait_for(|status| status.queued == 1);
    eventually("the waiting operation", waiting).await.unwrap();
    world.switch_on().await;
    let settled = status.wait_for(|status| status.connection == Link::Online && status.queued == 0);
    eventually("the hub's answer", settled).await.unwrap();
    assert_eq!(effects(&world, complaint(0).id, op).await, 1);
    engine.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_slower_of_two_replies_returns_with_the_other_text() {
    let world = World::new(2).await;
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    a.sync().await.unwrap();
    b.sync().await.unwrap();
    let (contested, other) = (complaint(0).id, complaint(1).id);
    let first = a.act(contested, reply("Dari A.")).await;
    let second = b.act(contested, reply("Dari B.")).await;
    let behind = b.act(contested, note("Sesudah B.")).await;
    let elsewhere = b.act(other, reply("Lain hal.")).await;
    a.sync().await.unwrap();
    let summary = b.sync().await.unwrap();
    assert_eq!(
        (summary.pushed, summary.waiting, summary.conflicts),
        (1, 1, 1)
    );
    assert_eq!(effects(&world, other, elsewhere).await, 1);
    assert_eq!(effects(&world, contested, second).await, 0);
    assert_eq!(effects(&world, contested, behind).await, 0);

    let pending = b.store.journal().pending_op(second).await.unwrap().unwrap();
    assert_eq!(pending.change.kind, reply("Dari B."));
    let OpState::Attention(attention) = pending.state else {
        panic!("{:?}", pending.state);
    };
    assert_eq!(attention.refused, Some(Refused::ReplyRace));
    assert_eq!(attention.reason, "reply-race");
    assert_eq!(attention.events[0].id, first);
    assert_eq!(b.visible(contested).await.last_public_reply(), Some(first));

    b.store.journal().discard(second, now()).await.unwrap();
    let summary = b.sync().await.unwrap();
    assert_eq!(
        (summary.pushed, summary.waiting, summary.conflicts),
        (1, 0, 0)
    );
    assert_eq!(effects(&world, contested, behind).await, 1);
}

/// Two coordinators remind the same unit while neither hears of the other.
#[tokio::test(flavor = "multi_thread")]
async fn a_unit_hears_the_first_of_two_reminders_once() {
    let mut world = World::new(1).await;
    let mut row = complaint(0);
    row.unit = Some(AgencyRef::named("Dinas PUPR"));
    world
        .running()
        .db()
        .take_in(vec![row], now())
        .await
        .unwrap();
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    let unit = world.desk(&["ins:dinas-pupr"]).await;
    for desk in [&a, &b, &unit] {
        assert_eq!(desk.sync().await.unwrap().pulled, 1);
    }
    world.switch_off().await;
    let id = complaint(0).id;
    let stage = b.visible(id).await.stage;
    let first = a.act(id, remind(ReminderChannel::InApp)).await;
    let second = b.act(id, remind(ReminderChannel::InApp)).await;
    let reminded = |complaint: &Complaint| -> Vec<_> {
        let reminders = complaint
            .history
            .iter()
            .filter(|event| matches!(event.what, EventKind::Reminded(_)));
        reminders.map(|event| event.id).collect()
    };
    assert_eq!(reminded(&b.visible(id).await), [second]);
    assert_eq!(b.visible(id).await.stage, stage);

    world.switch_on().await;
    assert_eq!(a.sync().await.unwrap().pushed, 1);
    // A colleague was faster: nothing for anybody to decide, and what follows is not held up.
    let noted = b.act(id, note("Sudah ditelepon.")).await;
    let summary = b.sync().await.unwrap();
    assert_eq!((summary.pushed, summary.conflicts), (1, 0));
    assert_eq!(b.store.journal().pending_op(second).await.unwrap(), None);
    let log = b.store.journal().logged(10).await.unwrap();
    let moot = log.into_iter().find(|logged| logged.change.op == second);
    let outcome = moot.unwrap().outcome;
    let refused = match outcome {
        Some(StoredOutcome::Moot { refused }) => refused,
        other => panic!("{other:?}"),
    };
    assert!(matches!(refused, Refused::TooSoon { .. }), "{refused:?}");
    let history = world.complaint(id).await.history;
    assert!(history.iter().any(|event| event.id == noted));

    assert_eq!(unit.sync().await.unwrap().pulled, 1);
    assert_eq!(reminded(&unit.visible(id).await), [first]);
    assert_eq!(unit.sync().await.unwrap(), Summary::default());
    assert_eq!(reminded(&b.visible(id).await), [first]);
}

fn file(content: &[u8], name: &str) -> Attachment {
    Attachment {
        sha256: hex::encode(Sha256::digest(content)),
        name: name.into(),
        mime: "image/jpeg".into(),
        size_bytes: content.len() as u64,
    }
}

fn reply_with(file: &Attachment) -> ChangeKind {
    ChangeKind::Reply {
        text: "Lihat foto.".into(),
        then: Then::Keep,
        attachments: vec![file.clone()],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_before_the_reply_that_names_them() {
    let world = World::new(2).await;
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    a.sync().await.unwrap();
    let content: Vec<u8> = (0..2_500_000u32).map(|n| (n % 251) as u8).collect();
    let there = file(&content, "lubang.jpg");
    a.store.blobs().put(content.clone()).await.unwrap();
    let lost = file(b"hilang", "hilang.jpg");
    let stuck = a.act(complaint(0).id, reply_with(&lost)).await;
    let op = a.act(complaint(1).id, reply_with(&there)).await;
    let summary = a.sync().await.unwrap();
    assert_eq!((summary.pushed, summary.conflicts), (1, 1));
    assert_eq!(effects(&world, complaint(1).id, op).await, 1);
    let pending = a.store.journal().pending_op(stuck).await.unwrap().unwrap();
    let OpState::Attention(attention) = pending.state else {
        panic!("{:?}", pending.state);
    };
    assert_eq!(attention.reason, "file-missing");
    b.sync().await.unwrap();
    let read = b.upstream.download(&there.sha256).await.unwrap();
    assert_eq!(read, Bytes::from(content));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_keeps_the_outbox_and_a_new_one_sends_it() {
    let world = World::new(1).await;
    let mut desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    let op = desk.act(complaint(0).id, reply("Sedang dikerjakan.")).await;
    world
        .running()
        .db()
        .revoke(desk.officer, now())
        .await
        .unwrap();
    let refused = desk.sync().await;
    assert!(matches!(
        refused,
        Err(SyncError::Upstream(UpstreamError::NeedsLogin {
            revoked: true
        }))
    ));
    assert_eq!(desk.store.journal().stats().await.unwrap().queued, 1);
    assert_eq!(
        desk.visible(complaint(0).id).await.last_public_reply(),
        Some(op)
    );

    let (_, token) = world.officer(&[SURABAYA]).await;
    let url = format!("http://{}", world.address);
    desk.upstream = std::sync::Arc::new(Hub::new(&url, &token).unwrap());
    assert_eq!(desk.sync().await.unwrap().pushed, 1);
    assert_eq!(effects(&world, complaint(0).id, op).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilt_feed_changes_nothing_at_the_desk() {
    let world = World::new(4).await;
    let desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    let op = desk
        .act(complaint(2).id, reply("Selesai minggu ini."))
        .await;
    desk.sync().await.unwrap();
    world.running().db().new_epoch().await.unwrap();
    let summary = desk.sync().await.unwrap();
    assert_eq!((summary.waiting, summary.conflicts), (0, 0));
    assert_eq!(effects(&world, complaint(2).id, op).await, 1);
    assert_eq!(
        desk.confirmed(complaint(2).id).await.unwrap(),
        world.complaint(complaint(2).id).await
    );
    assert_eq!(desk.store.mirror().count().await.unwrap(), 4);
    let logged = desk.store.journal().logged(10).await.unwrap();
    assert_eq!(logged.len(), 1);
    assert_eq!(logged[0].ended, Ended::Settled);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_restored_from_an_older_backup_gets_its_replies_back() {
    let mut world = World::new(2).await;
    let desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    world.switch_off().await;
    let backup = tempfile::tempdir().unwrap();
    copy(world.folder.path(), backup.path());
    world.switch_on().await;
    let op = desk.act(complaint(1).id, reply("Sudah ditangani.")).await;
    desk.sync().await.unwrap();
    assert_eq!(effects(&world, complaint(1).id, op).await, 1);

    world.switch_off().await;
    world.folder = backup;
    world.switch_on().await;
    assert_eq!(effects(&world, complaint(1).id, op).await, 0);
    world.running().db().new_epoch().await.unwrap();
    let summary = desk.sync().await.unwrap();
    assert_eq!(
        (summary.pushed, summary.waiting, summary.conflicts),
        (1, 0, 0)
    );
    assert_eq!(effects(&world, complaint(1).id, op).await, 1);
    assert_eq!(
        desk.confirmed(complaint(1).id).await.unwrap(),
        world.complaint(complaint(1).id).await
    );
}

/// The hub as it was when `backup` was copied, at the same address. Nobody says so.
async fn put_back(world: &mut World, backup: tempfile::TempDir) {
    world.switch_off().await;
    world.folder = backup;
    world.switch_on().await;
}

async fn backup(world: &mut World) -> tempfile::TempDir {
    world.switch_off().await;
    let backup = tempfile::tempdir().unwrap();
    copy(world.folder.path(), backup.path());
    world.switch_on().await;
    backup
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hub_put_back_unsaid_is_recognised_also_when_it_has_overtaken_the_desk() {
    for written_before in [0, 1, 5] {
        let mut world = World::new(3).await;
        let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
        let id = complaint(1).id;
        a.sync().await.unwrap();
        a.act(id, reply("Sudah ditelepon.")).await;
        a.sync().await.unwrap();
        b.sync().await.unwrap();
        let backup = backup(&mut world).await;
        let op = a.act(id, reply("Tim berangkat.")).await;
        a.sync().await.unwrap();
        b.sync().await.unwrap();
        put_back(&mut world, backup).await;
        for n in 0..written_before {
            b.act(complaint(2).id, reply(&format!("Jawaban {n}.")))
                .await;
        }
        b.sync().await.unwrap();
        let told = a.sync().await.unwrap();
        assert!(told.offered_again >= 1, "{written_before}: {told:?}");
        // Two replies were offered again: each is one change, however often it went out.
        assert!(told.pushed <= 2, "{written_before}: {told:?}");
        let c = world.desk(&[SURABAYA]).await;
        c.sync().await.unwrap();
        let last = c.act(id, reply("Selesai, kata Citra.")).await;
        for desk in [&c, &a, &b, &a, &b] {
            desk.sync().await.unwrap();
        }
        for op in [op, last] {
            assert_eq!(effects(&world, id, op).await, 1, "{written_before}");
        }
        for desk in [&a, &b, &c] {
            for row in [complaint(1).id, complaint(2).id] {
                assert_eq!(
                    desk.confirmed(row).await.unwrap(),
                    world.complaint(row).await
                );
            }
        }
    }
}

/// Nobody is left who could offer it again.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_hub_put_back_has_no_more_leaves_the_desks() {
    let mut world = World::new(1).await;
    let b = world.desk(&[SURABAYA]).await;
    b.sync().await.unwrap();
    let backup = backup(&mut world).await;
    let rows = vec![complaint(7)];
    world.running().db().take_in(rows, now()).await.unwrap();
    b.sync().await.unwrap();
    assert_eq!(b.store.mirror().count().await.unwrap(), 2);
    put_back(&mut world, backup).await;
    let rows = vec![complaint(8)];
    world.running().db().take_in(rows, now()).await.unwrap();
    b.sync().await.unwrap();
    assert_eq!(b.confirmed(complaint(7).id).await, None);
    assert!(b.confirmed(complaint(8).id).await.is_some());
    assert_eq!(b.store.mirror().count().await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_the_scope_leaves_the_desk() {
    let world = World::new(3).await;
    let (region, province) = (world.desk(&[SURABAYA]).await, world.desk(&["35"]).await);
    region.sync().await.unwrap();
    province.sync().await.unwrap();
    let moved = complaint(1).id;
    let elsewhere = Amendment {
        region: RegionCode::parse("35.15.08").ok(),
        ..Amendment::default()
    };
    province.act(moved, ChangeKind::Amend(elsewhere)).await;
    province.sync().await.unwrap();
    region.sync().await.unwrap();
    assert_eq!(region.confirmed(moved).await, None);
    assert_eq!(region.store.mirror().count().await.unwrap(), 2);
    assert_eq!(province.store.mirror().count().await.unwrap(), 3);
    world
        .running()
        .db()
        .erase(complaint(0).id, now())
        .await
        .unwrap();
    for desk in [&region, &province] {
        desk.sync().await.unwrap();
        assert_eq!(desk.confirmed(complaint(0).id).await, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recorded_complaint_becomes_everybodys() {
    let world = World::new(0).await;
    let (a, b) = (world.desk(&[SURABAYA]).await, world.desk(&[SURABAYA]).await);
    a.sync().await.unwrap();
    let op = tanggap_domain::ids::OpId(uuid::Uuid::now_v7());
    let id = tanggap_domain::ids::ComplaintId::of_recording(op);
    let template = complaint(7);
    let new = tanggap_domain::change::NewComplaint {
        title: template.title,
        body: template.body,
        classification: template.classification,
        category: template.category,
        channel: tanggap_domain::complaint::Channel::Phone,
        privacy: template.privacy,
        reporter: template.reporter,
        received_at: template.received_at,
        incident_on: None,
        location: template.location,
        agency: None,
        attachments: Vec::new(),
    };
    a.enqueue(
        op,
        id,
        Default::default(),
        ChangeKind::Record(Box::new(new)),
    )
    .await;
    a.act(id, reply("Terima kasih, kami catat.")).await;
    assert_eq!(a.sync().await.unwrap().pushed, 2);
    b.sync().await.unwrap();
    let seen = b.visible(id).await;
    assert!(matches!(seen.history[0].what, EventKind::Recorded));
    assert!(matches!(seen.history[1].what, EventKind::Replied { .. }));
    assert_eq!(
        a.confirmed(id).await.unwrap(),
        b.confirmed(id).await.unwrap()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_page_in_between_is_told_and_loses_nothing() {
    let world = World::new(1).await;
    let mut desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    let portal = axum::Router::new().fallback(|| async { "<html>Silakan masuk</html>" });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, portal).await });
    let hub = desk.upstream.clone();
    desk.upstream = std::sync::Arc::new(Hub::new(&url, &desk.token).unwrap());
    desk.act(complaint(0).id, note("Tetap ada.")).await;
    let engine = desk.engine();
    let mut status = engine.status();
    let seen = status.wait_for(|status| status.connection == Link::CaptivePortal);
    eventually("the portal", seen).await.unwrap();
    engine.stop().await;
    desk.upstream = hub;
    assert_eq!(desk.sync().await.unwrap().pushed, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_held_back_for_undoing_leaves_by_itself() {
    let world = World::new(1).await;
    let desk = world.desk(&[SURABAYA]).await;
    let engine = desk.engine();
    let mut status = engine.status();
    eventually("the first sync", status.wait_for(|status| status.caught_up))
        .await
        .unwrap();
    let change = tanggap_domain::change::Change {
        op: tanggap_domain::ids::OpId(uuid::Uuid::now_v7()),
        complaint: complaint(0).id,
        by: tanggap_domain::event::Actor::officer(desk.officer, "Petugas"),
        at: now(),
        base: complaint(0).base(),
        kind: note("Sebentar lagi."),
    };
    let (start, window) = (std::time::Instant::now(), Duration::from_secs(1));
    desk.store
        .journal()
        .enqueue(&change, Some((start, window)))
        .await
        .unwrap();
    engine.wake();
    eventually("the waiting", status.wait_for(|status| status.queued == 1))
        .await
        .unwrap();
    eventually(
        "the end of the waiting",
        status.wait_for(|status| status.queued == 0),
    )
    .await
    .unwrap();
    assert!(start.elapsed() >= window);
    assert_eq!(effects(&world, change.complaint, change.op).await, 1);
    engine.stop().await;
}
