//! Nothing written for one hub, or by one officer, is ever offered to or as another.

use std::collections::HashMap;
use std::time::Instant;

use tanggap_domain::ids::HubId;

use super::*;
use crate::{Attention, Connection, DraftKey, DraftKind, Whose};

/// A place to be: with a hub and as somebody, or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Place {
    Alone,
    Practice,
    AniOfPalembang,
    BudiOfPalembang,
    CitraOfMedan,
}

impl Place {
    const ALL: [Self; 5] = [
        Self::Alone,
        Self::Practice,
        Self::AniOfPalembang,
        Self::BudiOfPalembang,
        Self::CitraOfMedan,
    ];

    fn connection(self) -> Option<Connection> {
        let (hub, officer, name) = match self {
            Self::Alone => return None,
            Self::Practice => (16, 1, "Petugas Latihan"),
            Self::AniOfPalembang => (1671, 2, "Ani"),
            Self::BudiOfPalembang => (1671, 3, "Budi"),
            Self::CitraOfMedan => (1271, 4, "Citra"),
        };
        Some(Connection {
            hub_url: format!("https://hub-{hub}.example"),
            token: "t".to_owned(),
            officer: OfficerId(Uuid::from_u128(officer)),
            officer_name: name.to_owned(),
            scopes: vec!["16".to_owned()],
            hub: Some(HubId(Uuid::from_u128(hub))),
            practice: self == Self::Practice,
        })
    }

    fn actor(self) -> Actor {
        match self.connection() {
            Some(connection) => Actor::officer(connection.officer, connection.officer_name),
            None => Actor {
                id: None,
                ..Actor::officer(OfficerId(Uuid::nil()), "Meja")
            },
        }
    }
}

async fn go(store: &Store, place: Place) {
    let connection = place.connection();
    let journal = store.journal();
    journal.set_connection(connection.as_ref()).await.unwrap();
}

fn written(n: u128, place: Place, on: &Complaint) -> Change {
    Change {
        by: place.actor(),
        ..reply(n, on, "Sudah kami periksa.")
    }
}

async fn offered(store: &Store) -> Vec<OpId> {
    let batch = store.journal().next_batch(500, Instant::now()).await;
    batch.unwrap().iter().map(|op| op.change.op).collect()
}

/// In every order of moving between worlds, writing, settling, restoring and starting again.
#[tokio::test]
async fn in_no_order_is_anything_offered_elsewhere() {
    for seed in 0..12u64 {
        let (dir, mut store) = new_store().await;
        let rows = (0..3).map(|n| row(complaint(n), 1)).collect();
        store.mirror().apply_page(page(rows, "c")).await.unwrap();
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = |below: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % below
        };
        let (mut here, mut whose, mut n) = (Place::Alone, HashMap::new(), 0);
        for _ in 0..40 {
            match next(6) {
                0 | 1 => {
                    here = Place::ALL[next(5) as usize];
                    go(&store, here).await;
                }
                2 | 3 => {
                    n += 1;
                    let change = written(n, here, &complaint(next(3) as u32));
                    whose.insert(change.op, here);
                    store.journal().enqueue(&change, None).await.unwrap();
                }
                4 => {
                    for op in offered(&store).await.into_iter().take(2) {
                        store
                            .journal()
                            .settle(op, &crate::StoredOutcome::Landed, at(0))
                            .await
                            .unwrap();
                    }
                    // The hub of the moment says it was restored.
                    for logged in store.journal().settled().await.unwrap() {
                        store.journal().reoffer(logged.change.op).await.unwrap();
                    }
                }
                _ => {
                    store.close().await;
                    store = reopened(&dir).await.store;
                }
            }
            for op in offered(&store).await {
                assert_eq!(whose[&op], here, "seed {seed}");
            }
            let pending = store.journal().pending().await.unwrap();
            for op in &pending {
                let ours = whose[&op.change.op] == here;
                assert_eq!(op.whose.is_ours(), ours, "seed {seed}");
                // What is not ours is not shown as done either.
                if let Some(seen) = store.view().get(op.change.complaint).await.unwrap() {
                    assert_eq!(seen.pending.contains(&op.change.op), ours);
                }
            }
            assert_eq!(pending.len(), whose.len(), "seed {seed}: nothing is lost");
        }
        store.close().await;
    }
}

#[tokio::test]
async fn anothers_work_stands_in_nobodys_way() {
    let (_dir, store) = new_store().await;
    let (base, journal) = (complaint(1), store.journal());
    go(&store, Place::AniOfPalembang).await;
    let hers = written(1, Place::AniOfPalembang, &base);
    journal.enqueue(&hers, None).await.unwrap();
    let attention = Attention {
        refused: None,
        reason: "too-large".to_owned(),
        events: Vec::new(),
    };
    journal.needs_attention(op(1), &attention).await.unwrap();
    go(&store, Place::BudiOfPalembang).await;
    let his = written(2, Place::BudiOfPalembang, &base);
    journal.enqueue(&his, None).await.unwrap();
    assert_eq!(offered(&store).await, [op(2)]);
    let stats = journal.stats().await.unwrap();
    assert_eq!((stats.queued, stats.attention, stats.others), (1, 0, 1));
    let Whose::Other(world) = journal.pending_op(op(1)).await.unwrap().unwrap().whose else {
        panic!("it is Ani's");
    };
    assert_eq!(world.officer_name, "Ani");
    assert_eq!(world.hub_url, "https://hub-1671.example");
    assert!(!world.practice);
    store.close().await;
}

#[tokio::test]
async fn what_was_written_without_a_hub_waits_for_somebody_to_sign_it() {
    let (_dir, store) = new_store().await;
    let (base, journal) = (complaint(1), store.journal());
    let unsigned = written(1, Place::Alone, &base);
    journal.enqueue(&unsigned, None).await.unwrap();
    go(&store, Place::AniOfPalembang).await;
    assert!(offered(&store).await.is_empty());
    let signed = Change {
        by: Place::AniOfPalembang.actor(),
        ..unsigned
    };
    journal.adopt(&signed).await.unwrap();
    assert_eq!(offered(&store).await, [op(1)]);
    assert!(journal.adopt(&signed).await.is_err(), "nobody else's");
    go(&store, Place::CitraOfMedan).await;
    assert!(offered(&store).await.is_empty());
    store.close().await;
}

#[tokio::test]
async fn drafts_are_their_writers_too() {
    let (_dir, store) = new_store().await;
    let (id, journal) = (complaint(1).id, store.journal());
    let key = DraftKey {
        complaint: Some(id),
        kind: DraftKind::Reply,
        source: None,
    };
    go(&store, Place::AniOfPalembang).await;
    journal.save_draft(key, &draft("ani"), at(0)).await.unwrap();
    go(&store, Place::BudiOfPalembang).await;
    assert_eq!(journal.draft(key).await.unwrap(), None);
    journal
        .save_draft(key, &draft("budi"), at(1))
        .await
        .unwrap();
    let others = journal.others_drafts().await.unwrap();
    assert_eq!(others.len(), 1);
    let taken = journal.take_draft(key, &others[0].whose, op(9)).await;
    assert!(taken.unwrap());
    let bodies = |drafts: Vec<crate::Draft>| -> Vec<String> {
        drafts.into_iter().map(|draft| draft.body.text).collect()
    };
    assert_eq!(bodies(journal.drafts().await.unwrap()), ["budi", "ani"]);
    go(&store, Place::AniOfPalembang).await;
    assert!(journal.drafts().await.unwrap().is_empty());
    store.close().await;
}

#[tokio::test]
async fn the_end_of_practice_leaves_nothing_of_it() {
    let (dir, store) = new_store().await;
    let journal = store.journal();
    for (n, place) in [(1, Place::Practice), (2, Place::AniOfPalembang)] {
        go(&store, place).await;
        let change = written(n, place, &complaint(1));
        journal.enqueue(&change, None).await.unwrap();
    }
    assert_eq!(journal.forget_practice().await.unwrap(), 1);
    assert_eq!(offered(&store).await, [op(2)]);
    store.close().await;
    let store = reopened(&dir).await.store;
    assert_eq!(store.journal().pending().await.unwrap().len(), 1);
    store.close().await;
}

/// Profiles of before: rows without any world.
#[tokio::test]
async fn old_rows_go_to_whoever_signed_them_and_to_nobody_else() {
    let (dir, store) = new_store().await;
    let journal = store.journal();
    let base = complaint(1);
    for (n, place) in [
        (1, Place::AniOfPalembang),
        (2, Place::BudiOfPalembang),
        (3, Place::Alone),
    ] {
        journal
            .enqueue(&written(n, place, &base), None)
            .await
            .unwrap();
    }
    let ani = Place::AniOfPalembang.connection().unwrap();
    // As the older program kept it: it did not ask which hub it was.
    let old = Connection {
        hub: None,
        ..ani.clone()
    };
    journal.set_connection(Some(&old)).await.unwrap();
    let forgotten = journal.store.journal.write(|tx| {
        Box::pin(async move {
            sqlx::query("UPDATE outbox SET world = 0")
                .execute(tx)
                .await?;
            Ok(())
        })
    });
    forgotten.await.unwrap();
    store.close().await;

    let store = reopened(&dir).await.store;
    let journal = store.journal();
    let whose = |pending: Vec<crate::PendingOp>| -> Vec<Whose> {
        pending.into_iter().map(|op| op.whose).collect()
    };
    let pending = whose(journal.pending().await.unwrap());
    assert_eq!(pending, [Whose::Ours, Whose::Unknown, Whose::Alone]);
    assert!(
        offered(&store).await.is_empty(),
        "not before the hub said who it is"
    );
    journal.set_connection(Some(&ani)).await.unwrap();
    assert_eq!(offered(&store).await, [op(1)]);
    let pending = whose(journal.pending().await.unwrap());
    assert_eq!(pending, [Whose::Ours, Whose::Unknown, Whose::Alone]);
    store.close().await;
}
