//! Pages: all or nothing, never backwards, and erased means erased.

use sqlx::Row;
use tanggap_domain::status::Stage;

use super::*;
use crate::{Filters, Query, StoreError, StoredReference, Unreadable};

#[tokio::test]
async fn pages_may_come_twice_and_out_of_order() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let old = complaint(1);
    let mut new = old.clone();
    new.stage = Stage::Proses;
    new.versions.head = 2;

    let changed = mirror
        .apply_page(page(vec![row(old.clone(), 1)], "a"))
        .await;
    assert_eq!(changed.unwrap(), [old.id]);
    let changed = mirror
        .apply_page(page(vec![row(new.clone(), 2)], "b"))
        .await;
    assert_eq!(changed.unwrap(), [old.id]);
    // Late, repeated, and both in one page.
    for rows in [
        vec![row(old.clone(), 1)],
        vec![row(new.clone(), 2)],
        vec![row(new.clone(), 2), row(old.clone(), 1)],
    ] {
        let changed = mirror.apply_page(page(rows, "b")).await.unwrap();
        assert!(changed.is_empty());
    }
    assert_eq!(mirror.confirmed(old.id).await.unwrap(), Some(new));
    assert_eq!(mirror.cursor("35").await.unwrap().as_deref(), Some("b"));
    assert_eq!(mirror.cursor("36").await.unwrap(), None);
    store.close().await;
}

#[tokio::test]
async fn a_scope_that_is_left_takes_only_what_nobody_else_holds() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let (both, one) = (complaint(1), complaint(2));
    let in_35 = page(vec![row(both.clone(), 1), row(one.clone(), 2)], "a");
    mirror.apply_page(in_35).await.unwrap();
    let in_unit = PageWrite {
        scope: Some("opd:1".to_owned()),
        ..page(vec![row(both.clone(), 1)], "x")
    };
    assert!(mirror.apply_page(in_unit).await.unwrap().is_empty());

    let gone = mirror.drop_scope("35").await.unwrap();
    assert_eq!(gone, [one.id]);
    assert!(mirror.confirmed(both.id).await.unwrap().is_some());
    assert_eq!(mirror.scopes().await.unwrap().len(), 1);

    let exit = PageWrite {
        scope: Some("opd:1".to_owned()),
        exited: vec![both.id],
        ..PageWrite::default()
    };
    assert_eq!(mirror.apply_page(exit).await.unwrap(), [both.id]);
    assert_eq!(mirror.count().await.unwrap(), 0);
    store.close().await;
}

#[tokio::test]
async fn erased_words_leave_the_disk() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let mut secret = complaint(1);
    secret.body = "katarahasiasekali zzyzxqwv tetap".to_owned();
    let mut rows = vec![row(secret.clone(), 1)];
    rows.extend((2..60).map(|n| row(complaint(n), u64::from(n))));
    mirror.apply_page(page(rows, "a")).await.unwrap();
    assert!(trace(&store, "zyzxqwv").await > 0, "the test can fail");

    let erase = PageWrite {
        scope: Some("35".to_owned()),
        erased: vec![secret.id],
        cursor: Some("b".to_owned()),
        ..PageWrite::default()
    };
    assert_eq!(mirror.apply_page(erase).await.unwrap(), [secret.id]);
    assert_eq!(trace(&store, "zyzxqwv").await, 0);
    assert!(store.view().get(secret.id).await.unwrap().is_none());
    let found = store.view().count(&words("zzyzxqwv")).await.unwrap();
    assert_eq!(found, 0);
    let all = store.view().count(&words("berlubang")).await.unwrap();
    assert_eq!(all, 58);
    store.close().await;
}

/// Index blocks and documents that still hold the word.
async fn trace(store: &Store, word: &'static str) -> i64 {
    let mirror = store.mirror();
    mirror
        .store
        .mirror_read(move |connection| {
            Box::pin(async move {
                let n: i64 = sqlx::query_scalar(
                    "SELECT (SELECT count(*) FROM fts_data WHERE instr(block, CAST(?1 AS BLOB)))
                          + (SELECT count(*) FROM document WHERE instr(doc, ?1))
                          + (SELECT freelist_count FROM pragma_freelist_count)",
                )
                .bind(word)
                .fetch_one(connection)
                .await?;
                Ok(n)
            })
        })
        .await
        .unwrap()
}

fn words(text: &str) -> Filters {
    Filters {
        text: Some(text.to_owned()),
        ..Filters::default()
    }
}

#[tokio::test]
async fn the_index_is_rewritten_only_for_new_words() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let mut one = complaint(1);
    mirror
        .apply_page(page(vec![row(one.clone(), 1)], "a"))
        .await
        .unwrap();
    let before = index_rows(&store).await;
    one.stage = Stage::Proses;
    one.versions.head = 2;
    mirror
        .apply_page(page(vec![row(one.clone(), 2)], "b"))
        .await
        .unwrap();
    assert_eq!(index_rows(&store).await, before);
    one.title = "Jembatan retak".to_owned();
    one.versions.head = 3;
    mirror
        .apply_page(page(vec![row(one.clone(), 3)], "c"))
        .await
        .unwrap();
    assert_ne!(index_rows(&store).await, before);
    assert_eq!(store.view().count(&words("retak")).await.unwrap(), 1);
    assert_eq!(store.view().count(&words("nomor")).await.unwrap(), 0);
    store.close().await;
}

async fn index_rows(store: &Store) -> Vec<(i64, i64)> {
    let mirror = store.mirror();
    mirror
        .store
        .mirror_read(|connection| {
            Box::pin(async move {
                let rows = sqlx::query("SELECT id, length(block) FROM fts_data ORDER BY id")
                    .fetch_all(connection)
                    .await?;
                rows.iter()
                    .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
                    .collect()
            })
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn complaints_of_one_second_get_numbers_of_their_own() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    // Same second, same low bits of the id.
    let twins: Vec<_> = (0..5u128)
        .map(|n| {
            let mut twin = complaint(1);
            twin.id.0 = Uuid::from_u128((n << 64) | 0x8000_0000_0000_0000);
            twin.tracking_id = TrackingId::parse(&format!("{}", 100 + n)).unwrap();
            twin
        })
        .collect();
    let first = twins[..2].iter().map(|twin| row(twin.clone(), 1)).collect();
    mirror.apply_page(page(first, "a")).await.unwrap();
    let rest = twins.iter().map(|twin| row(twin.clone(), 2)).collect();
    mirror.apply_page(page(rest, "b")).await.unwrap();
    for twin in &twins {
        assert_eq!(
            mirror.confirmed(twin.id).await.unwrap().as_ref(),
            Some(twin)
        );
    }
    assert_eq!(store.view().count(&Filters::default()).await.unwrap(), 5);
    store.close().await;
}

#[tokio::test]
async fn a_corrected_time_of_receipt_moves_the_row() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    let mut moved = complaint(1);
    let rows = vec![row(moved.clone(), 1), row(complaint(5), 2)];
    mirror.apply_page(page(rows, "a")).await.unwrap();
    moved.received_at = at(60);
    moved.versions.head = 2;
    mirror
        .apply_page(page(vec![row(moved.clone(), 3)], "b"))
        .await
        .unwrap();
    let query = Query {
        sort: crate::Sort::Received,
        limit: 10,
        ..Query::default()
    };
    let rows = store.view().list(&query).await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].id, moved.id);
    assert_eq!(store.view().count(&words("berlubang")).await.unwrap(), 2);
    store.close().await;
}

#[tokio::test]
async fn a_full_disk_leaves_nothing_half_written() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    mirror
        .apply_page(page(vec![row(complaint(1), 1)], "a"))
        .await
        .unwrap();
    limit_pages(&store, 20).await;
    let rows = (2..800).map(|n| row(complaint(n), u64::from(n))).collect();
    let refused = mirror.apply_page(page(rows, "b")).await;
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    assert_eq!(mirror.count().await.unwrap(), 1);
    assert_eq!(mirror.cursor("35").await.unwrap().as_deref(), Some("a"));
    // Room again: the same page goes in.
    limit_pages(&store, 1_000_000).await;
    let rows = (2..800).map(|n| row(complaint(n), u64::from(n))).collect();
    mirror.apply_page(page(rows, "b")).await.unwrap();
    assert_eq!(mirror.count().await.unwrap(), 799);
    store.close().await;
}

async fn limit_pages(store: &Store, more: i64) {
    let mirror = store.mirror();
    mirror
        .store
        .mirror_maintain(move |connection| {
            Box::pin(async move {
                let pages: i64 = sqlx::query_scalar("PRAGMA page_count")
                    .fetch_one(&mut *connection)
                    .await?;
                let sql = format!("PRAGMA max_page_count = {}", pages + more);
                sqlx::raw_sql(sqlx::AssertSqlSafe(sql))
                    .execute(connection)
                    .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test]
async fn reference_and_quarantine_are_kept() {
    let (_dir, store) = new_store().await;
    let mirror = store.mirror();
    assert_eq!(mirror.reference().await.unwrap(), None);
    let reference = StoredReference {
        version: "7".to_owned(),
        ..StoredReference::default()
    };
    mirror.set_reference(&reference).await.unwrap();
    assert_eq!(mirror.reference().await.unwrap(), Some(reference));

    let bad = Unreadable {
        place: "9".to_owned(),
        reason: "bad-date".to_owned(),
        raw: "{}".to_owned(),
    };
    mirror.quarantine("hub", vec![bad.clone()]).await.unwrap();
    mirror.quarantine("hub", vec![bad.clone()]).await.unwrap();
    let kept = mirror.quarantined(10).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].row, bad);
    mirror.release("hub", "9").await.unwrap();
    assert!(mirror.quarantined(10).await.unwrap().is_empty());
    store.close().await;
}
