//! A filled hub of every schema that was ever released, as it lay on the disk then: each table has a row
//! (`filled/<version>.sql`, never edited), and all of it is still there when the code of today opens it.

use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions, Row};
use tanggap_domain::ids::ComplaintId;
use uuid::Uuid;

use super::*;
use crate::db::Access;

const HUBS: [(i64, &str); 6] = [
    (20261122023000, include_str!("filled/20261122023000.sql")),
    (20261126221500, include_str!("filled/20261126221500.sql")),
    (20261126223000, include_str!("filled/20261126223000.sql")),
    (20261127031500, include_str!("filled/20261127031500.sql")),
    (20261127100000, include_str!("filled/20261127100000.sql")),
    (20261127110000, include_str!("filled/20261127110000.sql")),
];

#[test]
fn every_schema_has_a_filled_database() {
    let released: Vec<i64> = MIGRATIONS.iter().map(|step| step.version).collect();
    assert_eq!(HUBS.map(|(version, _)| version).to_vec(), released);
}

async fn with_old(version: i64, rows: &'static str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let options = options(&dir.path().join(FILE), None).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    let steps = MIGRATIONS.iter().filter(|step| step.version <= version);
    let of_then = Migrator::with_migrations(steps.cloned().collect());
    of_then
        .run_direct(None, &mut connection, false)
        .await
        .unwrap();
    sqlx::raw_sql(rows).execute(&mut connection).await.unwrap();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table'
                  AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_sqlx%' ESCAPE '\\'";
    let tables = sqlx::query(tables)
        .fetch_all(&mut connection)
        .await
        .unwrap();
    for table in tables {
        let table: String = table.get(0);
        let sql = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM \"{table}\""));
        let rows: i64 = sqlx::query_scalar(sql)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert!(rows > 0, "{table} of {version} is empty");
    }
    sqlx::Connection::close(connection).await.unwrap();
    dir
}

#[tokio::test]
async fn hubs_of_every_schema_open_with_all_that_was_in_them() {
    let id: ComplaintId = "b893dff9-ff34-58a4-8681-b28ec63496ab".parse().unwrap();
    let officer = OfficerId(Uuid::from_u128(7));
    let sha256 = "ab".repeat(32);
    for (version, rows) in HUBS {
        let dir = with_old(version, rows).await;
        let db = SqliteDb::open(dir.path(), Role::Server).await.unwrap();
        assert_eq!(db.identity().hub_id.0, Uuid::from_u128(9));

        let complaint = db.complaint(id).await.unwrap().unwrap();
        assert_eq!(
            (complaint.tracking_id.as_str(), complaint.history.len()),
            ("9000001", 1)
        );
        let traces = db.traces(id).await.unwrap().unwrap();
        assert_eq!(
            (traces.events, traces.files, traces.operations),
            (1, 1, 1),
            "{version}"
        );
        assert!(traces.feeds >= 3, "{version}");

        let officers = db.officers().await.unwrap();
        assert_eq!((officers[0].id, officers[0].scopes.len()), (officer, 1));
        let Access::Granted(grant) = db.access([0x11; 32]).await.unwrap() else {
            panic!("the token of {version} opens nothing");
        };
        assert!(db.blob(&grant, sha256.clone()).await.unwrap().is_some());
        assert!(db.has_upload(officer, &sha256).await.unwrap());
        assert_eq!(db.reference().await.unwrap().agencies.len(), 1);

        let erased: Vec<_> = db.erased().await.unwrap();
        assert_eq!(erased.len(), 1, "{version}");
        assert_eq!(erased[0].0, ComplaintId(Uuid::from_u128(77)));
        if version >= 20261127031500 {
            let import = db.import(Uuid::from_u128(4)).await.unwrap().unwrap();
            assert_eq!(import.report.unwrap().new, 1);
            assert_eq!(import.kept, version >= 20261127100000);
            assert_eq!(import.officer, Some(officer));
        }
        if version >= 20261127100000 {
            let import = db.import(Uuid::from_u128(4)).await.unwrap().unwrap();
            assert_eq!(import.taken_back_by, Some(Uuid::from_u128(5)));
            let back = db.import(Uuid::from_u128(5)).await.unwrap().unwrap();
            assert_eq!((back.officer, back.counts.unwrap().worked), (None, 1));
            let wanted = ChangesWanted {
                import: Uuid::from_u128(4),
                scopes: None,
                what: vec![],
                after: 0,
                most: 9,
            };
            let page = db.import_changes(wanted).await.unwrap();
            assert_eq!(page.changes[0].tracking_id, "9000001");
            let rows = db
                .import_unreadable(Uuid::from_u128(4), 0, 9)
                .await
                .unwrap();
            assert_eq!(rows[0].row, 9);
        }
        if version >= 20261127110000 {
            let with = db.complaints_with("C-NYYW-H6TB-G6SX").await.unwrap();
            assert_eq!(with, [id]);
        }
        db.close().await;
    }
}
