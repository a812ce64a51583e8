//! A filled database of every schema that was ever released, as it lay on the disk then: each table has
//! a row (`filled/<file>/<version>.sql`, never edited), and all of it is still there through the public
//! interface when the code of today opens it.

use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tempfile::TempDir;

use super::*;
use crate::recovery::{JOURNAL, MIRROR, MirrorState};
use crate::view::{Filters, Query};
use crate::{Ended, NoticeQuery, OpState};

const JOURNALS: [(i64, &str); 4] = [
    (
        20261122000000,
        include_str!("filled/journal/20261122000000.sql"),
    ),
    (
        20261125090000,
        include_str!("filled/journal/20261125090000.sql"),
    ),
    (
        20261126220000,
        include_str!("filled/journal/20261126220000.sql"),
    ),
    (
        20261126230000,
        include_str!("filled/journal/20261126230000.sql"),
    ),
];

const MIRRORS: [(i64, &str); 4] = [
    (
        20261122000000,
        include_str!("filled/mirror/20261122000000.sql"),
    ),
    (
        20261127060000,
        include_str!("filled/mirror/20261127060000.sql"),
    ),
    (
        20261127070000,
        include_str!("filled/mirror/20261127070000.sql"),
    ),
    (
        20261127110000,
        include_str!("filled/mirror/20261127110000.sql"),
    ),
];

#[test]
fn every_schema_has_a_filled_database() {
    for (migrator, filled) in [(&JOURNAL, &JOURNALS[..]), (&MIRROR, &MIRRORS[..])] {
        let released: Vec<i64> = migrator.iter().map(|step| step.version).collect();
        let filled: Vec<i64> = filled.iter().map(|(version, _)| *version).collect();
        assert_eq!(filled, released);
    }
}

/// A profile in which the file `name` is that of an old version, filled.
async fn with_old(name: &str, migrator: &Migrator, version: i64, rows: &'static str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let opened = Store::create(dir.path(), &KeySource::Unencrypted).await;
    opened.unwrap().store.close().await;
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if file.starts_with(name) {
            std::fs::remove_file(path).unwrap();
        }
    }
    let options = SqliteConnectOptions::new()
        .filename(dir.path().join(format!("{name}.db")))
        .create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let mut of_then = Migrator::with_migrations(
        migrator
            .iter()
            .filter(|step| step.version <= version)
            .cloned()
            .collect(),
    );
    of_then.set_locking(false);
    of_then
        .run_direct(None, &mut connection, false)
        .await
        .unwrap();
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    assert_eq!(
        empty_tables(&mut connection).await,
        [""; 0],
        "{name} {version}"
    );
    sqlx::Connection::close(connection).await.unwrap();
    dir
}

async fn empty_tables(connection: &mut SqliteConnection) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table'
         AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut empty = Vec::new();
    for table in tables {
        let sql = format!("SELECT count(*) FROM \"{table}\"");
        let sql = sqlx::AssertSqlSafe(sql);
        let rows: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        if rows == 0 {
            empty.push(table);
        }
    }
    empty
}

#[tokio::test]
async fn journals_of_every_schema_open_with_all_that_was_in_them() {
    for (version, rows) in JOURNALS {
        let dir = with_old("journal", &JOURNAL, version, rows).await;
        let opened = Store::open(dir.path(), &KeySource::Unencrypted).await;
        let store = opened.unwrap().store;
        let journal = store.journal();

        let pending = journal.pending().await.unwrap();
        let states: Vec<_> = pending.iter().map(|op| (op.change.op, &op.state)).collect();
        assert!(
            matches!(
                states.as_slice(),
                [(one, OpState::Attention(_)), (two, OpState::Queued)]
                    if *one == op(1) && *two == op(2)
            ),
            "{version}: {states:?}"
        );
        let logged = journal.logged(10).await.unwrap();
        assert_eq!(
            (logged[0].change.op, logged[0].ended),
            (op(3), Ended::Settled)
        );

        let mut drafts = journal.drafts().await.unwrap();
        let others = journal.others_drafts().await.unwrap();
        drafts.extend(others.into_iter().map(|others| others.draft));
        let texts: Vec<_> = drafts
            .iter()
            .map(|draft| draft.body.text.as_str())
            .collect();
        assert_eq!(texts, ["Kami cek."], "{version}");

        let settings = journal.settings().await.unwrap().unwrap();
        assert_eq!(settings.office.as_deref(), Some("Diskominfo"));
        let connection = journal.connection().await.unwrap().unwrap();
        assert_eq!(connection.hub_url, "https://pusat.example.id");
        assert!(journal.replica().await.is_ok());

        let notices = journal
            .notices(&NoticeQuery::default(), None, 10)
            .await
            .unwrap();
        assert_eq!(notices.len(), 1, "{version}");
        let history = journal.notice_history(&[notices[0].no]).await.unwrap();
        assert_eq!(history.len(), 1, "{version}");

        let imports = journal.imports().await.unwrap();
        assert_eq!(imports[0].counts.unwrap().new, 1);
        if version >= 20261125090000 {
            assert_eq!(journal.calendar_versions().await.unwrap().len(), 1);
            assert_eq!(journal.rules_versions().await.unwrap().len(), 1);
        }
        if version >= 20261126220000 {
            assert!(pending.iter().all(|op| op.whose.is_ours()), "{version}");
        }
        if version >= 20261126230000 {
            assert!(journal.is_erased(ComplaintId(Uuid::from_u128(77))));
        }
        store.close().await;
    }
}

#[tokio::test]
async fn mirrors_of_every_schema_open_with_all_that_was_in_them() {
    for (version, rows) in MIRRORS {
        let dir = with_old("mirror", &MIRROR, version, rows).await;
        let opened = Store::open(dir.path(), &KeySource::Unencrypted)
            .await
            .unwrap();
        assert_eq!(opened.mirror, MirrorState::Intact, "{version}");
        let store = opened.store;
        let (mirror, id) = (store.mirror(), complaint(1).id);

        let confirmed = mirror.confirmed(id).await.unwrap().unwrap();
        assert_eq!(confirmed.history.len(), 3);
        assert!(mirror.raw(id).await.unwrap().is_some());
        assert!(store.view().get(id).await.unwrap().is_some());
        let everything = Query {
            limit: 10,
            ..Query::default()
        };
        let listed = store.view().list(&everything).await.unwrap();
        assert_eq!(listed.len(), 1);
        // From before clocks had rows: the list stays as it was, and all are judged anew.
        let due = listed[0].due.unwrap();
        assert_eq!(
            (due.clock, due.due_ms),
            (ClockKind::FollowUp, 1_793_700_000_000)
        );
        let has_rows = version >= 20261127060000;
        assert_eq!(due.hangs_on_zone, has_rows, "{version}");
        assert_eq!(
            mirror.asks_for_judging().await.unwrap(),
            !has_rows,
            "{version}"
        );
        let words = Query {
            filters: Filters {
                text: Some("berlubang".to_owned()),
                ..Filters::default()
            },
            ..everything
        };
        assert_eq!(store.view().list(&words).await.unwrap().len(), 1);
        assert_eq!(
            mirror.cursor("16.71").await.unwrap().as_deref(),
            Some("sampai-7")
        );
        let reference = mirror.reference().await.unwrap().unwrap();
        assert_eq!(reference.agencies.len(), 1);
        assert_eq!(mirror.quarantined(10).await.unwrap().len(), 1);
        store.close().await;
    }
}
