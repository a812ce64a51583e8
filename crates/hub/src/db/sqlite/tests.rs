//! The suite of all databases over real files, and what only files can show.

mod filled;

use std::path::Path;

use super::open::{MIGRATIONS, options};
use super::*;
use crate::db::Kind;
use crate::home::Home;

struct Fixture {
    _dir: tempfile::TempDir,
    db: SqliteDb,
}

impl std::ops::Deref for Fixture {
    type Target = SqliteDb;
    fn deref(&self) -> &SqliteDb {
        &self.db
    }
}

async fn made(dir: &Path) -> SqliteDb {
    SqliteDb::init(dir, Kind::Real, Role::Server).await.unwrap()
}

async fn open() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let db = made(dir.path()).await;
    Fixture { _dir: dir, db }
}

crate::db::suite::over!(open);

/// The same, sealed with a key.
mod sealed {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    async fn open() -> Fixture {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::sealed(dir.path(), &KEY);
        let db = SqliteDb::init(home, Kind::Real, Role::Server).await;
        Fixture {
            _dir: dir,
            db: db.unwrap(),
        }
    }

    crate::db::suite::over!(open);

    #[tokio::test]
    async fn another_key_or_none_opens_nothing_and_harms_nothing() {
        let fixture = open().await;
        fixture.db.close().await;
        let dir = fixture._dir.path();
        let before = std::fs::read(dir.join(FILE)).unwrap();
        for wrong in [Home::sealed(dir, &[8; 32]), Home::from(dir)] {
            let error = SqliteDb::open(wrong, Role::Server).await.err();
            assert!(matches!(error, Some(DbError::NotOurs)), "{error:?}");
        }
        assert_eq!(std::fs::read(dir.join(FILE)).unwrap(), before);
        let again = SqliteDb::open(Home::sealed(dir, &KEY), Role::Server).await;
        assert_eq!(again.unwrap().identity().hub_id, fixture.identity().hub_id);
    }
}

#[tokio::test]
async fn a_newer_database_is_refused_untouched() {
    let dir = tempfile::tempdir().unwrap();
    let db = made(dir.path()).await;
    db.writer
        .write(|connection| {
            Box::pin(async move {
                let sql = "INSERT INTO _sqlx_migrations
                        (version, description, success, checksum, execution_time)
                        VALUES (99990101000000, 'newer', 1, x'00', 0)";
                sqlx::query(sql).execute(connection).await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    db.close().await;
    drop(db);
    let before = std::fs::read(dir.path().join("hub.db")).unwrap();
    let error = SqliteDb::open(dir.path(), Role::Server).await.err();
    assert!(matches!(error, Some(DbError::NewerSchema)), "{error:?}");
    assert_eq!(std::fs::read(dir.path().join("hub.db")).unwrap(), before);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("hub");
    let db = made(&data).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("hub.db")), 0o600);
    assert_eq!(mode(&data.join("hub.db-wal")), 0o600);
    db.close().await;
}

#[tokio::test]
async fn the_file_is_kept_as_the_design_asks() {
    let fixture = open().await;
    let mut reader = fixture.readers.acquire().await.unwrap();
    for (pragma, expected) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("trusted_schema", "0"),
    ] {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT CAST({pragma} AS TEXT) FROM pragma_{pragma}"
        ));
        let value: String = sqlx::query_scalar(sql)
            .fetch_one(&mut *reader)
            .await
            .unwrap();
        assert_eq!(value, expected, "{pragma}");
    }
    let write = sqlx::query("DELETE FROM complaint")
        .execute(&mut *reader)
        .await;
    assert!(write.is_err(), "readers must not write");
}

#[tokio::test]
async fn a_full_disk_takes_nothing_half() {
    let fixture = open().await;
    let room = async |pages: &'static str| {
        fixture
            .writer
            .write(move |connection| {
                Box::pin(async move {
                    sqlx::query(pages).execute(connection).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
    };
    let rows = |from: u32| -> Vec<_> {
        let numbers = from..from + 400;
        let rows = numbers.map(|n| crate::testing::complaint(&n.to_string(), None));
        rows.collect()
    };
    fixture
        .take_in(rows(1), crate::testing::at(1))
        .await
        .unwrap();
    room("PRAGMA max_page_count = 1").await; // as many as there are now
    let full = fixture.take_in(rows(1000), crate::testing::at(2)).await;
    assert!(matches!(full, Err(DbError::DiskFull)), "{full:?}");
    let nation = Wanted {
        scope: Scope::Nation,
        after: crate::db::Place::START,
    };
    let slice = fixture.slice(vec![nation], usize::MAX).await.unwrap();
    assert_eq!((slice.rows.len(), slice.n), (400, 400));
    room("PRAGMA max_page_count = 1073741823").await;
    let taken = fixture.take_in(rows(1000), crate::testing::at(3)).await;
    assert_eq!(taken.unwrap().new, 400);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

async fn place(db: &SqliteDb, after: crate::db::Place) -> Slice {
    let scope = Scope::Nation;
    let wanted = vec![Wanted { scope, after }];
    db.slice(wanted, usize::MAX).await.unwrap()
}

/// A copy goes on another way than what it was copied from: as far behind, as far, or further.
#[tokio::test]
async fn a_place_of_another_history_is_recognised() {
    use crate::db::Place;
    use crate::testing::{at, complaint};
    for written_after in [0, 1, 2, 5] {
        let dir = tempfile::tempdir().unwrap();
        let backup = tempfile::tempdir().unwrap();
        let db = made(dir.path()).await;
        db.take_in(vec![complaint("1", None)], at(1)).await.unwrap();
        let shared = place(&db, Place::START).await.reached[0];
        db.close().await;
        copy(dir.path(), backup.path());
        let db = SqliteDb::open(dir.path(), Role::Server).await.unwrap();
        assert!(!place(&db, shared).await.foreign);
        db.take_in(vec![complaint("2", None)], at(2)).await.unwrap();
        let lost = place(&db, shared).await.reached[0];
        assert_eq!(lost.seq, 2);
        db.close().await;

        let db = SqliteDb::open(backup.path(), Role::Server).await.unwrap();
        for n in 0..written_after {
            let row = complaint(&(10 + n).to_string(), None);
            db.take_in(vec![row], at(3)).await.unwrap();
        }
        assert!(place(&db, lost).await.foreign, "{written_after}");
        let known = place(&db, shared).await;
        assert!(!known.foreign);
        assert_eq!(known.rows.len(), written_after);
        // The same process goes on in its own history, and so does the next one.
        let own = known.reached[0];
        db.take_in(vec![complaint("99", None)], at(4))
            .await
            .unwrap();
        assert!(!place(&db, own).await.foreign);
        db.close().await;
        let db = SqliteDb::open(backup.path(), Role::Server).await.unwrap();
        assert!(!place(&db, own).await.foreign);
        db.close().await;
    }
}

#[tokio::test]
async fn a_hub_is_made_once_and_only_on_purpose() {
    let around = tempfile::tempdir().unwrap();
    let dir = around.path().join("hub");
    let wrong = SqliteDb::open(&dir, Role::Server).await.err();
    assert!(matches!(wrong, Some(DbError::NoHub(_))), "{wrong:?}");
    assert!(!dir.exists());
    let db = SqliteDb::init(&dir, Kind::Practice, Role::Tool)
        .await
        .unwrap();
    let made = db.identity().clone();
    db.close().await;
    let again = SqliteDb::init(&dir, Kind::Real, Role::Tool).await.err();
    assert!(matches!(again, Some(DbError::HubExists(_))), "{again:?}");
    let db = SqliteDb::open(&dir, Role::Server).await.unwrap();
    assert_eq!(db.identity().kind, Kind::Practice);
    assert_eq!(db.identity().hub_id, made.hub_id);
    db.close().await;
    // What an `init` that was cut off leaves behind is no hub, and the next one finishes it.
    std::fs::write(dir.join("hub.db"), "").unwrap();
    assert!(!SqliteDb::exists(&dir));
}

#[tokio::test]
async fn complaints_placed_by_older_rules_are_placed_anew() {
    use crate::testing::{at, complaint};
    let dir = tempfile::tempdir().unwrap();
    let db = made(dir.path()).await;
    db.take_in(vec![complaint("1", Some("16"))], at(1))
        .await
        .unwrap();
    db.writer
        .write(|connection| {
            Box::pin(async move {
                for sql in [
                    "UPDATE change_scope SET scope = 'tanpa-lokasi' WHERE scope LIKE 'tanpa%'",
                    "DELETE FROM hub WHERE key = 'placing'",
                ] {
                    sqlx::query(sql).execute(&mut *connection).await?;
                }
                Ok(())
            })
        })
        .await
        .unwrap();
    db.close().await;
    let db = SqliteDb::open(dir.path(), Role::Server).await.unwrap();
    let mut reader = db.readers.acquire().await.unwrap();
    let id = complaint("1", None).id;
    let feeds = feed::feeds_holding(&mut reader, id).await.unwrap();
    let texts: Vec<String> = feeds.iter().map(Scope::to_string).collect();
    assert_eq!(texts, ["nat", "16", "tanpa-lokasi:16"]);
}

#[tokio::test]
async fn another_process_is_noticed() {
    let dir = tempfile::tempdir().unwrap();
    let server = made(dir.path()).await;
    let tool = SqliteDb::open(dir.path(), Role::Tool).await.unwrap();
    let mut news = server.news();
    let row = crate::testing::complaint("1", None);
    tool.take_in(vec![row], crate::testing::at(1))
        .await
        .unwrap();
    tokio::time::timeout(Duration::from_secs(10), news.changed())
        .await
        .expect("news within the poll interval")
        .unwrap();
}
