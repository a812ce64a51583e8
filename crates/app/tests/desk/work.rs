//! Work is never lost and never goes out under another name.

use std::time::{Duration, Instant};

use tanggap_app::{boot, compose, housekeeping, outbox, watch};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Amendment, ChangeKind, Refused, Then};
use tanggap_domain::complaint::Priority;
use tanggap_domain::ids::{ComplaintId, HubId, OfficerId, OpId};
use tanggap_ipc as ipc;
use tanggap_ipc::Code;
use tanggap_ipc::compose::{Draft, DraftKind, DraftOf};
use tanggap_ipc::outbox::{Discard, OfWhy, OutboxState, Reopen, TakeOver};
use tanggap_store::{Attention, Connection, KeySource, Store};
use uuid::Uuid;

use crate::office::{NOW, Office, at, profile};
use crate::reply;

fn connection(hub: u128, officer: u128, name: &str, practice: bool) -> Connection {
    Connection {
        // Nobody listens there: nothing is sent by itself.
        hub_url: format!("http://127.0.0.1:9/{hub}"),
        token: "t".into(),
        officer: OfficerId(Uuid::from_u128(officer)),
        officer_name: name.into(),
        scopes: vec!["35.78".into()],
        hub: Some(HubId(Uuid::from_u128(hub))),
        practice,
    }
}

fn ani() -> Connection {
    connection(1, 2, "Ani", false)
}

fn budi() -> Connection {
    connection(1, 3, "Budi", false)
}

fn practice() -> Connection {
    connection(16, 1, "Petugas Latihan", true)
}

impl Office {
    /// Works on the profile's own files while no desk has them open.
    async fn in_store<F, Fut>(self, work: F) -> Self
    where
        F: FnOnce(Store) -> Fut,
        Fut: Future<Output = ()>,
    {
        self.desk.close().await;
        let key = KeySource::passphrase("kata sandi uji");
        let opened = Store::open(&profile(self.folder.path()), &key).await;
        let store = opened.unwrap().store;
        work(store.clone()).await;
        store.close().await;
        self.reopen().await
    }

    /// The same profile, connected as somebody.
    async fn signed_in(self, connection: Connection) -> Self {
        self.in_store(|store| async move {
            let journal = store.journal();
            journal.set_connection(Some(&connection)).await.unwrap();
        })
        .await
    }

    /// The hub refuses these.
    async fn come_back(self, ops: Vec<OpId>) -> Self {
        self.in_store(|store| async move {
            let attention = Attention {
                refused: Some(Refused::ReplyRace),
                reason: "reply-race".into(),
                events: Vec::new(),
            };
            for op in ops {
                let journal = store.journal();
                journal.needs_attention(op, &attention).await.unwrap();
            }
        })
        .await
    }

    async fn drafts(&self, id: ComplaintId) -> Vec<Draft> {
        let request = ipc::compose::ListDrafts {
            complaint: Some(id),
        };
        compose::draft_list(&self.desk, request).await.unwrap()
    }
}

fn draft(id: ComplaintId, kind: DraftKind, text: &str) -> Draft {
    Draft {
        complaint: Some(id),
        kind,
        source: None,
        text: text.into(),
        then: Then::Keep,
        attachments: Vec::new(),
        fields: serde_json::Value::Null,
        seen: None,
        saved_at: None,
    }
}

#[tokio::test]
async fn no_clock_on_the_wall_has_a_say_in_undoing() {
    for jumped in ["2026-11-21T10:00:00+07:00", "2026-11-19T10:00:00+07:00"] {
        let office = Office::open().await;
        let id = office.record("Lampu padam", NOW).await;
        let held = |rows: &[ipc::outbox::OutboxRow]| {
            matches!(rows.last().unwrap().state, OutboxState::Held { .. })
        };
        let submitted = office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
        office.clock.jump(at(jumped));
        assert!(held(&office.outbox().await), "{jumped}");
        office.clock.pass(Duration::from_secs(9));
        assert!(held(&office.outbox().await), "{jumped}");
        office.clock.pass(Duration::from_secs(2));
        assert!(
            !held(&office.outbox().await),
            "the screen does not offer it"
        );
        let request = ipc::compose::Withdraw { op: submitted.op };
        let late = compose::withdraw(&office.desk, request).await.unwrap_err();
        assert_eq!(late.code, Code::TooLateToWithdraw);
    }
}

#[tokio::test]
async fn what_was_held_when_the_desk_closed_is_held_once_more_and_no_longer() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    // Nobody knows how long the desk was closed: its window begins once more, and only once.
    let left = |store: Store| store.journal().next_release(Instant::now());
    let office = office
        .in_store(|store| async move {
            let left = left(store).unwrap();
            assert!(left <= compose::WITHDRAW_WINDOW, "{left:?}");
        })
        .await;
    office
        .in_store(|store| async move { assert_eq!(left(store), None) })
        .await;
}

/// Undone, returned and reopened work stands beside what is being written, whole, whatever it is.
#[tokio::test]
async fn what_comes_back_is_a_draft_of_its_own_with_everything_it_said() {
    let unit = || AgencyRef::named("Dinas Perhubungan");
    let table: Vec<(ChangeKind, DraftKind, &str, serde_json::Value)> = vec![
        (
            reply("Balasan"),
            DraftKind::Reply,
            "Balasan",
            serde_json::Value::Null,
        ),
        (
            ChangeKind::Note {
                text: "Catatan".into(),
                attachments: Vec::new(),
            },
            DraftKind::Note,
            "Catatan",
            serde_json::Value::Null,
        ),
        (
            ChangeKind::Dispose {
                to: unit(),
                note: "Segera".into(),
            },
            DraftKind::Disposition,
            "Segera",
            serde_json::json!({ "unit": unit() }),
        ),
        (
            ChangeKind::Hold {
                reason: "Menunggu alamat".into(),
            },
            DraftKind::Hold,
            "Menunggu alamat",
            serde_json::Value::Null,
        ),
        (
            ChangeKind::NotOurAuthority {
                target: Some(unit()),
                reason: "Jalan nasional".into(),
            },
            DraftKind::NotOurAuthority,
            "Jalan nasional",
            serde_json::json!({ "target": unit() }),
        ),
        (
            ChangeKind::Archive {
                reason: "Uji coba".into(),
            },
            DraftKind::Archive,
            "Uji coba",
            serde_json::Value::Null,
        ),
        (
            ChangeKind::Close {
                reason: "Selesai".into(),
            },
            DraftKind::Close,
            "Selesai",
            serde_json::Value::Null,
        ),
        (
            ChangeKind::Amend(Amendment {
                priority: Some(Priority::High),
                ..Amendment::default()
            }),
            DraftKind::Amend,
            "",
            serde_json::json!({ "amendment": { "priority": Priority::High } }),
        ),
    ];
    let mut office = Office::open().await;
    let mut ops = Vec::new();
    for (change, kind, ..) in &table {
        let id = office.record("Lampu padam", NOW).await;
        let writing = ipc::compose::SaveDraft {
            draft: draft(id, *kind, "Yang sedang ditulis"),
        };
        compose::draft_save(&office.desk, writing).await.unwrap();
        let submitted = office.submit(id, change.clone()).await.unwrap();
        ops.push((id, submitted.op));
    }
    office = office
        .come_back(ops.iter().map(|(_, op)| *op).collect())
        .await;
    for ((id, op), (_, kind, text, fields)) in ops.into_iter().zip(table) {
        let back = outbox::reopen(&office.desk, Reopen { op }).await.unwrap();
        assert_eq!(
            (back.kind, &*back.text, back.source),
            (kind, text, Some(op))
        );
        assert_eq!(back.fields, fields, "{kind:?}");
        let kept = office.drafts(id).await;
        assert_eq!(kept.len(), 2, "{kind:?}");
        assert!(kept.contains(&back));
        assert!(kept.iter().any(|draft| draft.text == "Yang sedang ditulis"));
        let gone = ipc::compose::DiscardDraft {
            complaint: Some(id),
            draft: back.of(),
        };
        compose::draft_discard(&office.desk, gone).await.unwrap();
        assert_eq!(office.drafts(id).await.len(), 1, "the other one stays");
    }
}

#[tokio::test]
async fn sending_uses_up_its_own_draft_and_no_other() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    for source in [None, Some(OpId(Uuid::from_u128(7)))] {
        let request = ipc::compose::SaveDraft {
            draft: Draft {
                source,
                ..draft(id, DraftKind::Reply, "Segera diperbaiki besok.")
            },
        };
        compose::draft_save(&office.desk, request).await.unwrap();
    }
    let script = ipc::compose::Submit::new(id, reply("Dari skrip, besok."));
    compose::submit_at_once(&office.desk, script).await.unwrap();
    assert_eq!(office.drafts(id).await.len(), 2);
    let of = DraftOf {
        kind: DraftKind::Reply,
        source: None,
    };
    let window = ipc::compose::Submit {
        draft: Some(of),
        ..ipc::compose::Submit::new(id, reply("Segera diperbaiki besok."))
    };
    compose::submit(&office.desk, window).await.unwrap();
    let kept = office.drafts(id).await;
    assert_eq!(kept.len(), 1);
    assert!(kept[0].source.is_some());
}

#[tokio::test]
async fn anothers_work_is_told_and_goes_out_only_as_the_own() {
    let office = Office::open().await.signed_in(ani()).await;
    let id = office.record("Lampu padam", NOW).await;
    let note = ChangeKind::Note {
        text: "Pelapor minta dirahasiakan".into(),
        attachments: Vec::new(),
    };
    let hers = office.submit(id, note).await.unwrap();
    let record = office.outbox().await[0].op;

    let office = office.signed_in(budi()).await;
    let rows = office.outbox().await;
    assert_eq!(rows.len(), 2);
    for row in &rows {
        let of = row.of.as_ref().unwrap();
        assert_eq!(
            (of.why, of.officer.as_deref()),
            (OfWhy::OtherOfficer, Some("Ani"))
        );
        assert!(of.may_take);
    }
    let kept = outbox::edit(&office.desk, hers.op, "Milik saya".into()).await;
    assert_eq!(kept.unwrap_err().code, Code::OthersWork);

    let taken = outbox::take_over(
        &office.desk,
        TakeOver {
            op: record,
            anyway: false,
        },
    )
    .await
    .unwrap();
    assert_ne!(taken.op, record, "a new operation");
    let rows = office.outbox().await;
    let mine = rows.iter().find(|row| row.op == taken.op).unwrap();
    assert_eq!(mine.of, None);
    outbox::discard(&office.desk, Discard { op: hers.op })
        .await
        .unwrap();
    assert_eq!(office.outbox().await.len(), 1);
    let on_its_way = outbox::discard(&office.desk, Discard { op: taken.op }).await;
    assert_eq!(on_its_way.unwrap_err().code, Code::OnItsWay);

    let office = office.signed_in(ani()).await;
    let of = office.outbox().await[0].of.clone().unwrap();
    assert_eq!(of.officer.as_deref(), Some("Budi"));
}

#[tokio::test]
async fn practice_never_becomes_real_and_leaves_nothing() {
    let office = Office::open().await.signed_in(practice()).await;
    let id = office.record("Lampu latihan", NOW).await;
    let writing = ipc::compose::SaveDraft {
        draft: draft(id, DraftKind::Note, "Latihan"),
    };
    compose::draft_save(&office.desk, writing).await.unwrap();
    let op = office.outbox().await[0].op;

    let office = office.signed_in(ani()).await;
    let of = office.outbox().await[0].of.clone().unwrap();
    assert_eq!((of.why, of.may_take), (OfWhy::Practice, false));
    let refused = outbox::take_over(&office.desk, TakeOver { op, anyway: true }).await;
    assert_eq!(refused.unwrap_err().code, Code::PracticeWork);

    let office = office.signed_in(practice()).await;
    boot::hub_disconnect(&office.desk, ipc::boot::HubDisconnect)
        .await
        .unwrap();
    assert!(office.outbox().await.is_empty());
    assert!(office.drafts(id).await.is_empty());
    assert!(office.desk.connection().is_none());
}

#[tokio::test]
async fn what_was_written_without_a_hub_is_signed_and_keeps_its_number() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let number = office.outbox().await[0].tracking_id.clone();
    let office = office.signed_in(ani()).await;
    let row = office.outbox().await.remove(0);
    assert_eq!(row.of.as_ref().unwrap().why, OfWhy::NoHub);
    let taken = outbox::take_over(
        &office.desk,
        TakeOver {
            op: row.op,
            anyway: false,
        },
    )
    .await
    .unwrap();
    assert_eq!(taken.op, row.op);
    let row = office.outbox().await.remove(0);
    assert_eq!((row.of, row.complaint, row.tracking_id), (None, id, number));
}

#[tokio::test]
async fn a_reply_is_not_sent_past_a_colleagues_nor_twice() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let seen = tanggap_app::complaint::get(&office.desk, ipc::complaint::Get { id })
        .await
        .unwrap()
        .complaint
        .base();
    office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    let again = office.submit(id, reply("  diperbaiki   BESOK. ")).await;
    assert_eq!(again.unwrap_err().code, Code::LookFirst);
    let look = ipc::compose::LookBefore {
        complaint: id,
        text: "Tim datang Senin.".into(),
        seen: Some(seen),
    };
    let before = compose::reply_look(&office.desk, look).await.unwrap();
    assert_eq!((before.replies.len(), before.same), (1, None));
    let window = |anyway| ipc::compose::Submit {
        seen: Some(seen),
        anyway,
        ..ipc::compose::Submit::new(id, reply("Tim datang Senin."))
    };
    let told = compose::submit(&office.desk, window(false)).await;
    assert_eq!(told.unwrap_err().code, Code::LookFirst);
    compose::submit(&office.desk, window(true)).await.unwrap();
}

#[tokio::test]
async fn what_comes_back_is_edited_under_a_new_id_and_what_is_behind_says_so() {
    let office = Office::open().await.signed_in(ani()).await;
    let id = office.record("Lampu padam", NOW).await;
    let sent = office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    let office = office.come_back(vec![sent.op]).await;
    let next = office.submit(id, reply("Tim datang Senin.")).await.unwrap();
    let behind = outbox::stands_before(&office.desk, next.op).await.unwrap();
    assert_eq!(behind, Some(sent.op));
    let edited = outbox::edit(&office.desk, sent.op, "Diperbaiki Selasa.".into())
        .await
        .unwrap();
    assert_ne!(edited.op, sent.op);
    let rows = office.outbox().await;
    let row = rows.iter().find(|row| row.op == edited.op).unwrap();
    assert_eq!(row.text.as_deref(), Some("Diperbaiki Selasa."));
    assert!(rows.iter().all(|row| row.behind.is_none()));
    let empty = outbox::edit(&office.desk, next.op, "  ".into()).await;
    assert_eq!(
        empty.unwrap_err().code,
        Code::Refused,
        "and it stays as it was"
    );
    assert_eq!(office.outbox().await.len(), 3);
}

#[tokio::test]
async fn settled_operations_are_forgotten_after_thirty_days_by_the_watch() {
    let office = Office::open().await;
    let id = office.record("Lampu padam", NOW).await;
    let sent = office.submit(id, reply("Diperbaiki besok.")).await.unwrap();
    let settled = at(NOW);
    let office = office
        .in_store(|store| async move {
            let journal = store.journal();
            journal
                .settle(sent.op, &tanggap_store::StoredOutcome::Landed, settled)
                .await
                .unwrap();
        })
        .await;
    let logged = |store: Store| async move { store.journal().stats().await.unwrap().logged };
    let day = |days| settled + chrono::TimeDelta::days(days);
    watch::tick(&office.desk, day(29)).await.unwrap();
    let office = office
        .in_store(|store| async move { assert_eq!(logged(store).await, 1) })
        .await;
    let after = settled + housekeeping::KEPT + chrono::TimeDelta::seconds(1);
    watch::tick(&office.desk, after).await.unwrap();
    office
        .in_store(|store| async move { assert_eq!(logged(store).await, 0) })
        .await;
}
