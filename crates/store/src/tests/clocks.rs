//! Clocks lie beside their complaint, one row each, and judging anew writes what moved.

use super::*;
use crate::{Query, Which};

/// A kept clock of this kind.
fn clock(kind: ClockKind, state: ClockState, minutes: i64) -> KeptClock {
    KeptClock {
        kind,
        state,
        ..kept(minutes).clocks[0].clone()
    }
}

fn two(first: i64, second: i64) -> Kept {
    Kept {
        clocks: vec![
            clock(ClockKind::Verification, ClockState::Running, first),
            clock(ClockKind::Completion, ClockState::Running, second),
        ],
        wake_ms: Some(at(first).timestamp_millis()),
    }
}

/// Complaint, place and due time of every row, as the file has them.
async fn rows(store: &Store) -> Vec<(u32, i64, String, i64)> {
    let inner = store.mirror().store;
    let read = inner.mirror_read(|connection| {
        Box::pin(async move {
            let sql = "SELECT h.tracking_id, c.no, c.clock, c.due_ms
                       FROM clock c LEFT JOIN head h ON h.rid = c.rid ORDER BY c.rid, c.no";
            Ok(sqlx::query_as::<_, (String, i64, String, i64)>(sql)
                .fetch_all(connection)
                .await?)
        })
    });
    let number = |tracking_id: String| tracking_id.parse::<u32>().unwrap() - 9_000_000;
    let rows = read.await.unwrap().into_iter();
    rows.map(|(id, no, clock, due_ms)| (number(id), no, clock, due_ms))
        .collect()
}

/// Rows that were inserted, changed or deleted in the mirror since it was opened.
async fn written(store: &Store) -> i64 {
    let inner = store.mirror().store;
    let read = inner.mirror_maintain(|connection| {
        Box::pin(async move {
            Ok(sqlx::query_scalar("SELECT total_changes()")
                .fetch_one(connection)
                .await?)
        })
    });
    read.await.unwrap()
}

async fn three() -> (TempDir, Store) {
    let (dir, store) = new_store().await;
    let rows = (1..=3)
        .map(|n| MirrorRow {
            kept: two(60, 90),
            ..row(complaint(n), 1)
        })
        .collect();
    store.mirror().apply_page(page(rows, "a")).await.unwrap();
    (dir, store)
}

#[tokio::test]
async fn every_clock_has_its_row_beside_the_complaint() {
    let (_dir, store) = three().await;
    let of = |n, first: i64, second: i64| {
        let ms = |minutes| at(minutes).timestamp_millis();
        [
            (n, 0, "verifikasi".to_owned(), ms(first)),
            (n, 1, "penyelesaian".to_owned(), ms(second)),
        ]
    };
    let expected = [of(1, 60, 90), of(2, 60, 90), of(3, 60, 90)].concat();
    let mut found = rows(&store).await;
    found.sort();
    assert_eq!(found, expected);

    // A newer state has fewer clocks; one that leaves takes its clocks along.
    let mut newer = complaint(2);
    newer.versions.head = 2;
    let newer = MirrorRow {
        kept: kept(75),
        ..row(newer, 2)
    };
    let leaves = PageWrite {
        exited: vec![complaint(3).id],
        ..page(vec![newer], "b")
    };
    store.mirror().apply_page(leaves).await.unwrap();
    let mut found = rows(&store).await;
    found.sort();
    let ms = at(75).timestamp_millis();
    let expected = [
        &of(1, 60, 90)[..],
        &[(2, 0, "tindak-lanjut".to_owned(), ms)],
    ]
    .concat();
    assert_eq!(found, expected);
    store.close().await;
}

/// Judges every open complaint: the second is judged so, the others as before. How many moved, and how many
/// rows were written.
async fn judged(store: &Store, second: &Kept) -> (usize, i64) {
    let before = written(store).await;
    let judge = |complaint: &Complaint, _: &Kept| {
        if complaint.id == super::complaint(2).id {
            second.clone()
        } else {
            two(60, 90)
        }
    };
    let moved = store.mirror().judge_anew(Which::Open, judge).await.unwrap();
    (moved.len(), written(store).await - before)
}

#[tokio::test]
async fn judging_anew_writes_what_moved() {
    let (_dir, store) = three().await;
    assert_eq!(store.mirror().count_judged(Which::Open).await.unwrap(), 3);
    assert_eq!(judged(&store, &two(60, 90)).await, (0, 0));
    // A clock that is not next: its own row alone, and the head's where the waking time moves.
    assert_eq!(judged(&store, &two(60, 95)).await, (1, 1));
    let woken_later = Kept {
        wake_ms: None,
        ..two(60, 95)
    };
    assert_eq!(judged(&store, &woken_later).await, (1, 1));
    // The next one: its row, and what lists sort by.
    assert_eq!(judged(&store, &two(30, 95)).await, (1, 2));
    let first = store.view().due_between(at(0), at(45)).await.unwrap();
    let due = DueCache::of(&two(30, 95).clocks).unwrap();
    assert_eq!(first, [(complaint(2).id, due)]);
    // One clock fewer, and nothing else.
    let fewer = Kept {
        clocks: two(30, 95).clocks[..1].to_vec(),
        ..two(30, 95)
    };
    assert_eq!(judged(&store, &fewer).await, (1, 1));
    assert_eq!(rows(&store).await.len(), 5);
    // None left: nothing is due, and the complaint goes behind the others.
    assert_eq!(judged(&store, &Kept::default()).await, (1, 2));
    assert_eq!(store.view().due_between(at(0), at(45)).await.unwrap(), []);
    store.close().await;
}

#[tokio::test]
async fn a_complaint_that_changed_meanwhile_is_judged_by_its_new_state() {
    let (_dir, store) = three().await;
    let mirror = store.mirror();
    let mut asked = 0;
    let runtime = tokio::runtime::Handle::current();
    // While the first is judged, the second comes anew with the page that answers a pull.
    let (writing, store_too) = (mirror.clone(), store.clone());
    let moved = tokio::task::spawn_blocking(move || {
        runtime.block_on(writing.judge_anew(Which::Open, |complaint, _| {
            asked += 1;
            if asked == 1 {
                let mut newer = super::complaint(2);
                newer.versions.head = 2;
                newer.title = "Lebih baru".to_owned();
                let newer = MirrorRow {
                    kept: two(10, 20),
                    ..row(newer, 2)
                };
                let mirror = store_too.mirror();
                let page = page(vec![newer], "b");
                std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .build()
                        .unwrap();
                    runtime.block_on(mirror.apply_page(page)).unwrap();
                })
                .join()
                .unwrap();
            }
            if complaint.title == "Lebih baru" {
                two(11, 21)
            } else {
                two(61, 91)
            }
        }))
    })
    .await
    .unwrap()
    .unwrap();
    assert_eq!(moved.len(), 3);
    let query = Query {
        limit: 1,
        ..Query::default()
    };
    let first = store.view().list(&query).await.unwrap().remove(0);
    assert_eq!(first.title, "Lebih baru");
    assert_eq!(first.due, DueCache::of(&two(11, 21).clocks));
    store.close().await;
}

#[tokio::test]
async fn a_badge_knows_that_its_deadline_hangs_on_the_zone() {
    let (_dir, store) = new_store().await;
    let mut hanging = two(60, 90);
    hanging.clocks[0].hangs_on_zone = true;
    let rows = vec![
        MirrorRow {
            kept: hanging,
            ..row(complaint(1), 1)
        },
        MirrorRow {
            kept: two(61, 90),
            ..row(complaint(2), 1)
        },
    ];
    store.mirror().apply_page(page(rows, "a")).await.unwrap();
    let query = Query {
        limit: 10,
        ..Query::default()
    };
    let rows = store.view().list(&query).await.unwrap();
    let hangs: Vec<bool> = rows
        .iter()
        .map(|row| row.due.unwrap().hangs_on_zone)
        .collect();
    assert_eq!(hangs, [true, false]);
    let seen = store.view().get(complaint(1).id).await.unwrap().unwrap();
    assert!(seen.due.unwrap().hangs_on_zone);
    store.close().await;
}

#[tokio::test]
async fn an_older_mirror_keeps_its_lists_and_asks_to_be_judged() {
    let (dir, store) = three().await;
    let mirror = store.mirror();
    assert!(!mirror.asks_for_judging().await.unwrap());
    // As the migration before this one left it: no clocks, the deadline beside the head.
    let inner = &mirror.store;
    inner
        .mirror_maintain(|connection| {
            Box::pin(async move {
                for sql in [
                    "DROP TABLE clock",
                    "ALTER TABLE head DROP COLUMN due_zone",
                    "DELETE FROM _sqlx_migrations WHERE version = 20261127060000",
                ] {
                    sqlx::query(sql).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    store.close().await;
    let store = reopened(&dir).await.store;
    let mirror = store.mirror();
    assert!(mirror.asks_for_judging().await.unwrap());
    let query = Query {
        limit: 10,
        ..Query::default()
    };
    let listed = store.view().list(&query).await.unwrap();
    assert_eq!(listed.len(), 3);
    let next = DueCache::of(&two(60, 90).clocks);
    assert!(listed.iter().all(|row| row.due == next), "as it was");
    let first: Vec<i64> = rows(&store).await.iter().map(|row| row.3).collect();
    assert_eq!(first, [at(60).timestamp_millis(); 3]);
    // Judged, every complaint has all its clocks, and a mirror made anew asks again.
    let moved = mirror
        .judge_anew(Which::Every, |_, _| two(60, 90))
        .await
        .unwrap();
    assert_eq!(moved.len(), 3);
    assert_eq!(rows(&store).await.len(), 6);
    mirror.was_judged().await.unwrap();
    assert!(!mirror.asks_for_judging().await.unwrap());
    store.rebuild_mirror().await.unwrap();
    assert!(mirror.asks_for_judging().await.unwrap());
    store.close().await;
}
