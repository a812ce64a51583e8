//! Lists, counts and search show what is visible, in the order asked for.

use tanggap_domain::region::RegionLevel;
use tanggap_domain::status::Stage;

use super::*;
use crate::{Filters, Query, Sort};

/// Ten complaints: numbers 1–10, deadlines in reverse order, the last two without.
async fn ten() -> (TempDir, Store) {
    let (dir, store) = new_store().await;
    let regions = ["35.78.13", "35.78.01", "35.15.02.1001", "35"];
    let stages = [Stage::BelumTerverifikasi, Stage::Proses, Stage::Selesai];
    let rows = (1..=10u32)
        .map(|n| {
            let mut complaint = complaint(n);
            complaint.stage = stages[n as usize % 3];
            complaint.location.region = regions
                .get(n as usize % 5)
                .map(|code| RegionCode::parse(code).unwrap());
            MirrorRow {
                kept: if n <= 8 {
                    kept(100 - i64::from(n))
                } else {
                    Kept::default()
                },
                ..row(complaint, u64::from(n))
            }
        })
        .collect();
    store.mirror().apply_page(page(rows, "a")).await.unwrap();
    (dir, store)
}

async fn listed(store: &Store, filters: Filters, sort: Sort) -> Vec<u32> {
    window(store, filters, sort, 0, 100).await
}

async fn window(store: &Store, filters: Filters, sort: Sort, offset: u32, limit: u32) -> Vec<u32> {
    let query = Query {
        filters: filters.clone(),
        sort,
        offset,
        limit,
    };
    let rows = store.view().list(&query).await.unwrap();
    if offset == 0 && limit >= 100 {
        let n = store.view().count(&filters).await.unwrap();
        assert_eq!(n as usize, rows.len());
    }
    rows.iter()
        .map(|row| row.tracking_id.as_str().parse::<u32>().unwrap() - 9_000_000)
        .collect()
}

fn inside(code: &str) -> Filters {
    Filters {
        region: Some(RegionCode::parse(code).unwrap()),
        ..Filters::default()
    }
}

fn text(words: &str) -> Filters {
    Filters {
        text: Some(words.to_owned()),
        ..Filters::default()
    }
}

#[tokio::test]
async fn lists_are_ordered_and_cut_into_windows() {
    let (_dir, store) = ten().await;
    let all = Filters::default;
    assert_eq!(
        listed(&store, all(), Sort::Due).await,
        [8, 7, 6, 5, 4, 3, 2, 1, 9, 10]
    );
    assert_eq!(
        listed(&store, all(), Sort::Received).await,
        [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    );
    assert_eq!(window(&store, all(), Sort::Due, 2, 3).await, [6, 5, 4]);
    assert_eq!(window(&store, all(), Sort::Updated, 8, 30).await, [2, 1]);
    store.close().await;
}

#[tokio::test]
async fn filters_hold_together() {
    let (_dir, store) = ten().await;
    assert_eq!(
        listed(&store, inside("35.78"), Sort::Received).await,
        [10, 6, 5, 1]
    );
    assert_eq!(
        listed(&store, inside("35.15"), Sort::Received).await,
        [7, 2]
    );
    assert_eq!(listed(&store, inside("35"), Sort::Received).await.len(), 8);
    let nowhere = Filters {
        without_region: true,
        ..Filters::default()
    };
    assert_eq!(listed(&store, nowhere, Sort::Received).await, [9, 4]);
    let no_deeper = Filters {
        without_region: true,
        ..inside("35")
    };
    assert_eq!(listed(&store, no_deeper, Sort::Received).await, [8, 3]);
    let closed = Filters {
        open: Some(false),
        ..inside("35.78")
    };
    assert_eq!(listed(&store, closed, Sort::Received).await, [5]);
    let late = Filters::overdue(at(95));
    assert_eq!(listed(&store, late, Sort::Due).await, [8, 7, 6]);
    let later = Filters {
        due_from: Some(at(95)),
        ..Filters::default()
    };
    assert_eq!(listed(&store, later, Sort::Due).await, [5, 4, 3, 2, 1]);
    let stages = Filters {
        stages: vec![Stage::Proses, Stage::Selesai],
        received_from: Some(at(7)),
        ..Filters::default()
    };
    assert_eq!(listed(&store, stages, Sort::Received).await, [10, 8, 7]);
    for (category, n) in [
        ("Infrastruktur", 10),
        ("Infrastruktur > Jalan rusak", 10),
        ("Infra", 0),
        ("Infrastruktur > Jalan", 0),
    ] {
        let filters = Filters {
            category: Some(category.to_owned()),
            ..Filters::default()
        };
        assert_eq!(
            listed(&store, filters, Sort::Due).await.len(),
            n,
            "{category}"
        );
    }
    store.close().await;
}

#[tokio::test]
async fn words_are_found_in_any_form() {
    let (_dir, store) = ten().await;
    let mut other = complaint(11);
    other.title = "Perbaikan lampu di Jln. Kenanga".to_owned();
    other.body = "PJU mati, tdk ada penerangan".to_owned();
    store
        .mirror()
        .apply_page(page(vec![row(other, 11)], "b"))
        .await
        .unwrap();
    for (typed, n) in [
        ("berlubang", 10),
        ("lubang", 10),
        ("memperbaiki", 11),
        ("jalan kenanga", 1),
        ("jln kenanga", 1),
        ("tidak", 1),
        ("terang ", 1),
        ("berl", 10),
        ("9000011", 1),
        ("90000", 11),
        ("Pelaporku", 0),
        ("Rahasiawan", 0),
        ("\"", 0),
        ("lubang AND (", 0),
        ("teks:lubang*", 0),
    ] {
        let found = listed(&store, text(typed), Sort::Received).await;
        assert_eq!(found.len(), n, "{typed}");
        assert!(found.is_sorted_by(|a, b| a > b), "{typed}: {found:?}");
        let oldest = listed(&store, text(typed), Sort::Oldest).await;
        assert!(oldest.iter().rev().eq(&found), "{typed}");
    }
    let both = Filters {
        text: Some("lubang".to_owned()),
        ..inside("35.78")
    };
    assert_eq!(listed(&store, both, Sort::Due).await, [6, 5, 1, 10]);
    store.close().await;
}

/// Complaints with these titles, numbered from 1.
async fn titled(titles: &[&str]) -> (TempDir, Store) {
    let (dir, store) = new_store().await;
    let rows = (1u32..).zip(titles).map(|(n, title)| {
        let mut complaint = complaint(n);
        complaint.title = (*title).to_owned();
        complaint.body = String::new();
        complaint.category.path.clear();
        row(complaint, u64::from(n))
    });
    let rows = rows.collect();
    store.mirror().apply_page(page(rows, "a")).await.unwrap();
    (dir, store)
}

#[tokio::test]
async fn what_nobody_sees_cuts_no_word() {
    let (_dir, store) = titled(&[
        "Lantai jem\u{ad}ba\u{ad}tan lapuk",
        "Tro\u{200b}toar ambles",
        "l\u{336}a\u{336}m\u{336}p\u{336}u\u{336} padam",
        "R\u{300}\u{301}us\u{327}a\u{335}k\u{489} parah",
        "𝐠𝐨𝐫𝐨𝐧𝐠 tersumbat",
        "Pos\u{2060}yandu tutup",
        "Loket pus\u{202e}kes\u{202c}mas",
        "Kafé liar, ｓａｍｐａｈ",
        "جَالَن رusak",
        "ꦗꦭꦤ꧀ dekat alun-alun",
    ])
    .await;
    for (typed, found) in [
        ("jembatan ", &[1][..]),
        ("jem\u{200b}batan ", &[1]),
        ("trotoar ", &[2]),
        ("lampu ", &[3]),
        ("rusak ", &[4]),
        ("gorong ", &[5]),
        ("posyandu ", &[6]),
        ("puskesmas ", &[7]),
        ("kafe sampah ", &[8]),
        ("kafé ", &[8]),
        ("جالن ", &[9]),
        ("جَالَن ", &[9]),
        ("ꦗꦭꦤ꧀ ", &[10]),
        ("trot", &[2]),
        ("trot ", &[]),
    ] {
        let listed = listed(&store, text(typed), Sort::Oldest).await;
        assert_eq!(listed, found, "{typed:?}");
    }
    store.close().await;
}

#[tokio::test]
async fn words_are_found_as_they_are_spoken() {
    let (_dir, store) = titled(&[
        "Mohon dicek meteran",
        "tidak pernah mengecek saluran",
        "minta pengecekan instalasi",
        "Gang baru dicor",
        "Pengecoran berhenti",
        "Koridor bocor",
        "Petugas parkir, orang2nya galak",
        "Tolong benerin pompa",
        "kapan dibenerin?",
        "Jalanx gelap",
        "Klo hujan, jg gk ada air",
        "Kalo malam",
        "Ngurus kartu dipersulit",
        "Anak ketabrak",
        "Pedagang dipindahin",
        "Pengaduan di Kediri",
        "warna Kuningan, kelas pelan",
    ])
    .await;
    for (typed, found) in [
        ("cek ", &[1, 2, 3][..]),
        ("mengecek ", &[1, 2, 3]),
        ("ngecek ", &[1, 2, 3]),
        ("cor ", &[4, 5]),
        ("orang ", &[7]),
        ("dibenerin ", &[8, 9]),
        ("jalan ", &[10]),
        ("kalau ", &[11, 12]),
        ("juga tidak ada air ", &[11]),
        ("urus ", &[13]),
        ("mengurus ", &[13]),
        ("tabrak ", &[14]),
        ("pindah ", &[15]),
        ("adu ", &[16]),
        ("diri ", &[]),
        ("kediri ", &[16]),
        ("kuning ", &[]),
        ("las ", &[]),
        ("pel ", &[]),
    ] {
        let listed = listed(&store, text(typed), Sort::Oldest).await;
        assert_eq!(listed, found, "{typed:?}");
    }
    store.close().await;
}

#[tokio::test]
async fn an_index_of_another_making_is_written_anew() {
    let (dir, store) = titled(&["Gang dicor", "Lampu padam"]).await;
    let write = |store: &Store, sql: &'static str| {
        let inner = store.mirror().store;
        async move {
            let done = inner.mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::raw_sql(sql).execute(tx).await?;
                    Ok(())
                })
            });
            done.await.unwrap();
        }
    };
    let old_words = "INSERT INTO fts (fts) VALUES ('delete-all');
        INSERT INTO fts (rowid, teks, akar, facet) SELECT rid, 'usang', '', '' FROM head;";
    write(&store, old_words).await;
    store.close().await;
    // The same making: nothing is done.
    let store = reopened(&dir).await.store;
    assert_eq!(listed(&store, text("usang "), Sort::Oldest).await, [1, 2]);
    write(
        &store,
        "UPDATE meta SET value = '1' WHERE key = 'normaliser'",
    )
    .await;
    store.close().await;
    let store = reopened(&dir).await.store;
    assert_eq!(listed(&store, text("usang "), Sort::Oldest).await, [0; 0]);
    assert_eq!(listed(&store, text("cor "), Sort::Oldest).await, [1]);
    assert_eq!(listed(&store, text("lampu "), Sort::Oldest).await, [2]);
    store.close().await;
}

#[tokio::test]
async fn waiting_changes_are_counted_as_seen() {
    let (_dir, store) = ten().await;
    let base = store
        .view()
        .tally(&Filters::default(), at(95))
        .await
        .unwrap();
    assert_eq!((base.received, base.open, base.overdue), (10, 7, 3));
    assert_eq!(base.in_progress, 4);

    let third = store
        .mirror()
        .confirmed(complaint(3).id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(third.stage, Stage::BelumTerverifikasi);
    store
        .journal()
        .enqueue(&reply(1, &third, "Sedang dikerjakan"), None)
        .await
        .unwrap();
    let now = store
        .view()
        .tally(&Filters::default(), at(95))
        .await
        .unwrap();
    assert_eq!(now.in_progress, 5);
    assert_eq!(now.overdue, 3);
    let waiting = Filters {
        pending: Some(true),
        ..Filters::default()
    };
    assert_eq!(listed(&store, waiting, Sort::Due).await, [3]);
    let words = text("dikerjakan");
    assert_eq!(listed(&store, words.clone(), Sort::Due).await, [3]);
    store.journal().discard(op(1), at(1)).await.unwrap();
    assert!(listed(&store, words, Sort::Due).await.is_empty());
    store.close().await;
}

#[tokio::test]
async fn figures_by_region_add_up() {
    let (_dir, store) = ten().await;
    let view = store.view();
    let figures = view
        .region_counts(RegionLevel::Regency, &inside("35"), at(95))
        .await
        .unwrap();
    let short: Vec<_> = figures
        .iter()
        .map(|f| {
            (
                f.region.as_ref().map_or("-", |r| r.as_str()),
                f.tally.received,
                f.tally.open,
                f.tally.overdue,
            )
        })
        .collect();
    assert_eq!(
        short,
        [("35.15", 2, 1, 1), ("35.78", 4, 3, 1), ("-", 2, 1, 1)]
    );
    let all = view
        .region_counts(RegionLevel::Province, &Filters::default(), at(95))
        .await
        .unwrap();
    assert_eq!(all.iter().map(|f| f.tally.received).sum::<u64>(), 10);

    let one = store
        .mirror()
        .confirmed(complaint(10).id)
        .await
        .unwrap()
        .unwrap();
    store
        .journal()
        .enqueue(&reply(1, &one, "Sudah"), None)
        .await
        .unwrap();
    let figures = view
        .region_counts(RegionLevel::Regency, &inside("35.78"), at(95))
        .await
        .unwrap();
    let (tally, answers) = (figures[0].tally, figures[0].answers);
    assert_eq!((tally.followed_up, answers.answered), (3, 1));
    let days = answers.mean_days().unwrap();
    assert!((days - 990.0 / 1440.0).abs() < 1e-9, "{days}");
    store.close().await;
}
