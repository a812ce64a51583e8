//! Keys, locks, pragmas, and the ladder for files that are damaged or too new.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use sqlx::{Row, SqliteConnection};

use super::*;
use crate::{
    DraftKey, DraftKind, Filters, JournalState, MirrorState, OpenError, Query, RebuildReason,
    StoreError, StoreFile,
};

#[tokio::test]
async fn one_program_at_a_time() {
    let (dir, store) = new_store().await;
    let second = Store::open(dir.path(), &key()).await;
    assert!(
        matches!(second, Err(OpenError::AlreadyRunning)),
        "{second:?}"
    );
    let again = Store::create(dir.path(), &key()).await;
    assert!(matches!(again, Err(OpenError::AlreadyExists)), "{again:?}");
    store.close().await;
    let Opened { store, .. } = reopened(&dir).await;
    store.close().await;
    assert!(matches!(
        store.journal().stats().await,
        Err(StoreError::Closed)
    ));
}

#[tokio::test]
async fn a_folder_without_a_profile_stays_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let opened = Store::open(dir.path(), &key()).await;
    assert!(matches!(opened, Err(OpenError::NoProfile)), "{opened:?}");
    assert!(!Store::exists(dir.path()));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn only_the_right_key_opens() {
    let (dir, store) = new_store().await;
    store.close().await;
    let wrong = Store::open(dir.path(), &KeySource::raw([1; 32])).await;
    assert!(matches!(wrong, Err(OpenError::WrongKey)), "{wrong:?}");
    let other = Store::open(dir.path(), &KeySource::passphrase("x")).await;
    assert!(matches!(other, Err(OpenError::OtherKeySource)), "{other:?}");
    let Opened { store, .. } = reopened(&dir).await;
    store.close().await;
}

#[tokio::test]
async fn a_passphrase_opens_and_a_wrong_one_does_not() {
    let dir = tempfile::tempdir().unwrap();
    let right = KeySource::passphrase("kata sandi yang panjang");
    let Opened { store, .. } = Store::create(dir.path(), &right).await.unwrap();
    store.close().await;
    let wrong = Store::open(dir.path(), &KeySource::passphrase("kata sandi")).await;
    assert!(matches!(wrong, Err(OpenError::WrongKey)), "{wrong:?}");
    let Opened { store, .. } = Store::open(dir.path(), &right).await.unwrap();
    store.close().await;
    let profile = fs::read_to_string(dir.path().join("profile.json")).unwrap();
    assert!(profile.contains("\"memory_kib\": 65536"), "{profile}");
    // A lost description is as bad as a lost key: there is a second copy.
    fs::write(dir.path().join("profile.json"), "{").unwrap();
    let Opened { store, .. } = Store::open(dir.path(), &right).await.unwrap();
    store.close().await;
}

/// Run by the next test in a process without any keychain.
#[tokio::test]
async fn child_without_keychain() {
    let Some(dir) = std::env::var_os("TANGGAP_TEST_NO_KEYCHAIN") else {
        return;
    };
    let dir = Path::new(&dir);
    let refused = Store::create(dir, &KeySource::Keychain).await;
    assert!(
        matches!(refused, Err(OpenError::NoKeychain(_))),
        "{refused:?}"
    );
    assert!(!Store::exists(dir));
    let Opened { store, .. } = Store::create(dir, &key()).await.unwrap();
    store.close().await;
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_keychain_the_desk_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::files::child_without_keychain"])
        .env("TANGGAP_TEST_NO_KEYCHAIN", dir.path())
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .output()
        .unwrap();
    assert!(status.status.success(), "{status:?}");
    assert!(Store::exists(dir.path()), "the child did its part");
}

#[tokio::test]
async fn nothing_on_the_disk_can_be_read() {
    let (dir, store) = new_store().await;
    let mut row = row(complaint(1), 1);
    row.raw = Some("mentahrahasia".to_owned());
    store
        .mirror()
        .apply_page(page(vec![row], "kursorrahasia"))
        .await
        .unwrap();
    let base = complaint(1);
    store
        .journal()
        .enqueue(&reply(1, &base, "balasanrahasia"), None)
        .await
        .unwrap();
    store.journal().back_up().await.unwrap();
    store
        .blobs()
        .put(b"lampiranrahasia".to_vec())
        .await
        .unwrap();
    let part = ImportPart {
        rows: vec![super::row(complaint(2), 0)],
        unreadable: Vec::new(),
    };
    imported_before(&store, "eksporrahasia.xlsx", vec![part]).await;
    let check = |dir: &Path| {
        let mut seen = 0;
        for path in files_under(dir) {
            let content = fs::read(&path).unwrap();
            seen += 1;
            for word in [
                "rahasia",
                "Rahasiawan",
                "berlubang",
                "lubang",
                "SQLite format",
                "outbox",
            ] {
                let found = content
                    .windows(word.len())
                    .any(|part| part == word.as_bytes());
                assert!(!found, "{word} in {}", path.display());
            }
        }
        assert!(seen >= 8, "{seen}");
    };
    check(dir.path());
    store.close().await;
    check(dir.path());
}

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
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
async fn the_rules_of_the_files_hold() {
    let (_dir, store) = new_store().await;
    let inner = store.mirror().store;
    let journal = inner
        .journal
        .maintain(|c| Box::pin(pragmas(c)))
        .await
        .unwrap();
    let mirror = inner
        .mirror_maintain(|c| Box::pin(pragmas(c)))
        .await
        .unwrap();
    let reader = inner.mirror_read(|c| Box::pin(pragmas(c))).await.unwrap();
    let expected = |synchronous, cache, query_only, autocheckpoint, secure_delete| {
        vec![
            ("journal_mode", "wal".to_owned()),
            ("synchronous", synchronous),
            ("foreign_keys", "1".to_owned()),
            ("busy_timeout", "5000".to_owned()),
            ("temp_store", "2".to_owned()),
            ("cache_size", cache),
            ("query_only", query_only),
            ("wal_autocheckpoint", autocheckpoint),
            ("trusted_schema", "0".to_owned()),
            ("cell_size_check", "1".to_owned()),
            ("secure_delete", secure_delete),
            ("page_size", "4096".to_owned()),
            ("auto_vacuum", "2".to_owned()),
        ]
    };
    let text = |values: [&str; 5]| {
        let [a, b, c, d, e] = values.map(str::to_owned);
        expected(a, b, c, d, e)
    };
    assert_eq!(journal, text(["2", "-16384", "0", "4000", "2"]));
    assert_eq!(mirror, text(["1", "-16384", "0", "4000", "2"]));
    // What a reader may not do it cannot do either: see the next test.
    assert_eq!(reader, text(["2", "-8192", "1", "0", "1"]));
    store.close().await;
}

async fn pragmas(
    connection: &mut SqliteConnection,
) -> Result<Vec<(&'static str, String)>, StoreError> {
    let mut values = Vec::new();
    for name in [
        "journal_mode",
        "synchronous",
        "foreign_keys",
        "busy_timeout",
        "temp_store",
        "cache_size",
        "query_only",
        "wal_autocheckpoint",
        "trusted_schema",
        "cell_size_check",
        "secure_delete",
        "page_size",
        "auto_vacuum",
    ] {
        let sql = sqlx::AssertSqlSafe(format!("PRAGMA {name}"));
        let row = sqlx::query(sql).fetch_one(&mut *connection).await?;
        let value = match row.try_get::<i64, _>(0) {
            Ok(number) => number.to_string(),
            Err(_) => row.try_get::<String, _>(0)?,
        };
        values.push((name, value));
    }
    Ok(values)
}

#[tokio::test]
async fn readers_can_neither_write_nor_checkpoint() {
    let (_dir, store) = new_store().await;
    let inner = store.mirror().store;
    for sql in [
        "INSERT INTO meta (key, value) VALUES ('a', 'b')",
        "PRAGMA query_only = OFF; INSERT INTO meta (key, value) VALUES ('a', 'b')",
        "PRAGMA wal_checkpoint(TRUNCATE)",
    ] {
        let refused = inner
            .mirror_read(move |connection| {
                Box::pin(async move {
                    sqlx::raw_sql(sql).execute(connection).await?;
                    Ok(())
                })
            })
            .await;
        assert!(refused.is_err(), "{sql}");
    }
    store.close().await;
}

#[tokio::test]
async fn every_table_is_strict() {
    let (_dir, store) = new_store().await;
    let inner = store.mirror().store;
    assert!(
        inner
            .journal
            .read(|c| Box::pin(loose_tables(c)))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        inner
            .mirror_read(|c| Box::pin(loose_tables(c)))
            .await
            .unwrap()
            .is_empty()
    );
    store.close().await;
}

async fn loose_tables(connection: &mut SqliteConnection) -> Result<Vec<String>, StoreError> {
    let names = sqlx::query_scalar(
        "SELECT name FROM pragma_table_list
         WHERE schema = 'main' AND type = 'table' AND NOT strict
           AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'fts%'
           AND name <> '_sqlx_migrations'",
    )
    .fetch_all(connection)
    .await?;
    Ok(names)
}

#[tokio::test]
async fn a_newer_schema_is_refused_untouched() {
    let (dir, store) = new_store().await;
    let inner = store.mirror().store;
    inner
        .journal
        .write(|tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO _sqlx_migrations
                         (version, description, success, checksum, execution_time)
                     VALUES (30000101000000, 'later', TRUE, x'00', 0)",
                )
                .execute(tx)
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    drop(inner);
    store.close().await;
    let path = dir.path().join("journal.db");
    let before = fs::read(&path).unwrap();
    let refused = Store::open(dir.path(), &key()).await;
    assert!(
        matches!(
            refused,
            Err(OpenError::NewerSchema {
                found: 30000101000000,
                ..
            })
        ),
        "{refused:?}"
    );
    assert!(fs::read(&path).unwrap() == before, "the file changed");
}

/// Changes every byte in a part of a file, keeping its length.
fn scribble(path: &Path, share: f64, bytes: usize) {
    let mut content = fs::read(path).unwrap();
    let from = (content.len() as f64 * share) as usize;
    let to = (from + bytes).min(content.len());
    for byte in &mut content[from..to] {
        *byte ^= 0x5a;
    }
    fs::write(path, content).unwrap();
}

#[tokio::test]
async fn a_damaged_mirror_is_made_anew() {
    for (share, bytes) in [(0.0, 4096), (0.5, 4096), (0.3, 1), (0.0, usize::MAX)] {
        let (dir, store) = new_store().await;
        let part = ImportPart {
            rows: (1..40).map(|n| row(complaint(n), 0)).collect(),
            unreadable: Vec::new(),
        };
        imported_before(&store, "a.xlsx", vec![part]).await;
        let base = complaint(3);
        store
            .journal()
            .enqueue(&reply(1, &base, "Sudah"), None)
            .await
            .unwrap();
        store
            .mirror()
            .apply_page(page(vec![row(complaint(50), 1)], "c"))
            .await
            .unwrap();
        store.close().await;
        scribble(&dir.path().join("mirror.db"), share, bytes);

        let opened = reopened(&dir).await;
        let reason = RebuildReason::Damaged;
        assert_eq!(
            opened.mirror,
            MirrorState::Rebuilt { reason },
            "{share} {bytes}"
        );
        assert_eq!(opened.journal, JournalState::Intact);
        let store = opened.store;
        assert_eq!(
            store.mirror().count().await.unwrap(),
            39,
            "imports are back"
        );
        assert_eq!(
            store.mirror().cursor("35").await.unwrap(),
            None,
            "pull begins anew"
        );
        let seen = store.view().get(base.id).await.unwrap().unwrap();
        assert_eq!(seen.pending, [op(1)], "so is what waits");
        assert!(
            dir.path().join("mirror.db.damaged").exists(),
            "kept to be looked at"
        );
        store.close().await;
    }
}

#[tokio::test]
async fn a_mirror_that_fails_while_open_is_rebuilt() {
    let (dir, store) = new_store().await;
    let mut rows = Vec::new();
    for n in 1..1500 {
        let mut big = complaint(n);
        big.body = "uraian panjang ".repeat(400);
        rows.push(row(big, u64::from(n)));
    }
    store.mirror().apply_page(page(rows, "c")).await.unwrap();
    store.close().await;
    let path = dir.path().join("mirror.db");
    assert!(fs::metadata(&path).unwrap().len() > 8 * 1024 * 1024);
    scribble(&path, 0.4, 1 << 20);

    let opened = reopened(&dir).await;
    assert_eq!(
        opened.mirror,
        MirrorState::Intact,
        "too large to be checked at start"
    );
    let store = opened.store;
    let which = crate::Which::Every;
    let read = store
        .mirror()
        .judge_anew(which, |_, kept| kept.clone())
        .await;
    assert!(
        matches!(read, Err(StoreError::Damaged(StoreFile::Mirror))),
        "{read:?}"
    );
    store.rebuild_mirror().await.unwrap();
    assert_eq!(store.mirror().count().await.unwrap(), 0);
    assert_eq!(store.mirror().cursor("35").await.unwrap(), None);
    store
        .mirror()
        .apply_page(page(vec![row(complaint(1), 1)], "a"))
        .await
        .unwrap();
    let query = Query {
        limit: 5,
        ..Query::default()
    };
    assert_eq!(store.view().list(&query).await.unwrap().len(), 1);
    store.close().await;
    let opened = reopened(&dir).await;
    assert_eq!(opened.mirror, MirrorState::Intact);
    opened.store.close().await;
}

const DRAFT: DraftKey = DraftKey {
    complaint: None,
    kind: DraftKind::Record,
    source: None,
};

#[tokio::test]
async fn a_damaged_journal_comes_back_from_its_backup() {
    for (share, bytes) in [(0.0, 4096), (0.5, 4096), (0.0, usize::MAX)] {
        let (dir, store) = new_store().await;
        store
            .journal()
            .save_draft(DRAFT, &draft("lama"), at(0))
            .await
            .unwrap();
        let replica = store.journal().replica().await.unwrap();
        store.journal().back_up().await.unwrap();
        store.close().await;
        let path = dir.path().join("journal.db");
        scribble(&path, share, bytes);
        let damaged = fs::read(&path).unwrap();

        let opened = reopened(&dir).await;
        assert_eq!(opened.journal, JournalState::RestoredFromBackup);
        let journal = opened.store.journal();
        let draft = journal.draft(DRAFT).await.unwrap().unwrap();
        assert_eq!(draft.body.text, "lama");
        assert_ne!(journal.replica().await.unwrap(), replica);
        opened.store.close().await;
        let kept = files_under(dir.path()).into_iter().any(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.starts_with("journal.db.damaged-") && fs::read(&path).unwrap() == damaged
        });
        assert!(kept, "the damaged file was kept");
        let opened = reopened(&dir).await;
        assert_eq!(opened.journal, JournalState::Intact);
        opened.store.close().await;
    }
}

#[tokio::test]
async fn a_journal_beyond_help_is_left_alone() {
    let (dir, store) = new_store().await;
    store.close().await;
    let path = dir.path().join("journal.db");
    scribble(&path, 0.0, usize::MAX);
    fs::write(dir.path().join("journal.bak"), b"not a database").unwrap();
    let before = fs::read(&path).unwrap();
    for _ in 0..2 {
        let refused = Store::open(dir.path(), &key()).await;
        let Err(OpenError::JournalDamaged { kept }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(kept, path);
        assert!(fs::read(&path).unwrap() == before, "the file changed");
    }
    fs::remove_file(dir.path().join("journal.bak")).unwrap();
    let refused = Store::open(dir.path(), &key()).await;
    assert!(matches!(refused, Err(OpenError::JournalDamaged { .. })));
    assert!(dir.path().join("mirror.db").exists());
}

#[tokio::test]
async fn a_full_disk_refuses_the_op_as_a_whole() {
    let (dir, store) = new_store().await;
    let inner = store.mirror().store;
    let base = complaint(1);
    store
        .mirror()
        .apply_page(page(vec![row(base.clone(), 1)], "a"))
        .await
        .unwrap();
    let limit = |sql: &'static str| {
        let inner = inner.clone();
        async move {
            inner
                .journal
                .maintain(move |connection| {
                    Box::pin(async move {
                        sqlx::raw_sql(sql).execute(connection).await?;
                        Ok(())
                    })
                })
                .await
                .unwrap();
        }
    };
    limit("PRAGMA max_page_count = 1").await;
    let long = "Panjang sekali. ".repeat(4000);
    let refused = store.journal().enqueue(&reply(1, &base, &long), None).await;
    assert!(matches!(refused, Err(StoreError::DiskFull)), "{refused:?}");
    assert!(store.journal().pending().await.unwrap().is_empty());
    let seen = store.view().get(base.id).await.unwrap().unwrap();
    assert_eq!(seen.complaint, base, "nothing is shown that was not saved");
    assert!(
        !dir.path().join("reserve").exists(),
        "the reserve was tried"
    );
    limit("PRAGMA max_page_count = 1000000").await;
    store
        .journal()
        .enqueue(&reply(1, &base, &long), None)
        .await
        .unwrap();
    assert_eq!(store.journal().pending().await.unwrap().len(), 1);
    store.close().await;
}

#[tokio::test]
async fn what_encryption_costs_can_be_measured() {
    let dir = tempfile::tempdir().unwrap();
    let Opened { store, .. } = Store::create(dir.path(), &KeySource::Unencrypted)
        .await
        .unwrap();
    store
        .mirror()
        .apply_page(page(vec![row(complaint(1), 1)], "a"))
        .await
        .unwrap();
    store.close().await;
    let content = fs::read(dir.path().join("mirror.db")).unwrap();
    assert!(content.starts_with(b"SQLite format 3"));
    let wrong = Store::open(dir.path(), &key()).await;
    assert!(matches!(wrong, Err(OpenError::OtherKeySource)));
    let Opened { store, .. } = Store::open(dir.path(), &KeySource::Unencrypted)
        .await
        .unwrap();
    assert_eq!(store.view().count(&Filters::default()).await.unwrap(), 1);
    store.close().await;
}

#[tokio::test]
async fn a_copied_profile_takes_a_replica_id_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a"), folder.path().join("b"));
    let opened = Store::create(&first, &key()).await.unwrap();
    let replica = opened.store.journal().replica().await.unwrap();
    opened.store.close().await;
    let opened = Store::open(&first, &key()).await.unwrap();
    assert_eq!(opened.store.journal().replica().await.unwrap(), replica);
    opened.store.close().await;

    fs::create_dir(&second).unwrap();
    for entry in fs::read_dir(&first).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file() {
            fs::copy(entry.path(), second.join(entry.file_name())).unwrap();
        }
    }
    let copy = Store::open(&second, &key()).await.unwrap().store;
    let of_copy = copy.journal().replica().await.unwrap();
    assert_ne!(of_copy, replica);
    copy.close().await;
    let copy = Store::open(&second, &key()).await.unwrap().store;
    assert_eq!(copy.journal().replica().await.unwrap(), of_copy, "once");
    copy.close().await;
    let original = Store::open(&first, &key()).await.unwrap().store;
    assert_eq!(original.journal().replica().await.unwrap(), replica);
    original.close().await;
}
