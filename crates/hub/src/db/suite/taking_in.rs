//! Rows and files of the national system.

use tanggap_protocol::import::{ImportKind, ImportReport, ImportState};
use tokio::sync::mpsc;

use super::*;

pub async fn the_same_rows_again_change_nothing(db: &impl Db) {
    let rows = || vec![complaint("1", None), complaint("2", None)];
    let first = db.take_in(rows(), at(1)).await.unwrap();
    assert_eq!((first.new, first.updated, first.unchanged), (2, 0, 0));
    let n = slice(db, "nat", Place::START, 1).await.n;
    let second = db.take_in(rows(), at(2)).await.unwrap();
    assert_eq!((second.new, second.updated, second.unchanged), (0, 0, 2));
    assert_eq!(slice(db, "nat", Place::START, 1).await.n, n);
}

pub async fn changed_rows_update(db: &impl Db) {
    let row = complaint("1", None);
    db.take_in(vec![row.clone()], at(1)).await.unwrap();
    let mut changed = row.clone();
    changed.national.name = "Selesai".into();
    changed.stage = tanggap_domain::status::Stage::Selesai;
    let taken = db.take_in(vec![changed], at(2)).await.unwrap();
    assert_eq!((taken.new, taken.updated, taken.unchanged), (0, 1, 0));
    let known = db.complaint(row.id).await.unwrap().unwrap();
    assert_eq!(known.national.name, "Selesai");
    assert_eq!(known.history.len(), 1);
    assert_eq!(
        slice(db, "nat", Place::START, usize::MAX).await.rows[0].seq,
        2
    );
}

/// Takes in the parts of a file; `whole` says whether it was read to its end.
async fn take_in_file(
    db: &impl Db,
    parts: Vec<Vec<NationalRow>>,
    whole: bool,
) -> Result<TakenIn, DbError> {
    let (send, taken) = mpsc::channel(parts.len() + 1);
    for rows in parts {
        send.send(FilePart::Rows(rows)).await.unwrap();
    }
    if whole {
        send.send(FilePart::Whole(Box::default())).await.unwrap();
    }
    drop(send);
    db.take_in_file(taken, Bringer::default(), at(1)).await
}

pub async fn a_file_is_taken_in_as_a_whole_or_not_at_all(db: &impl Db) {
    let rows = |number: &str| vec![NationalRow::from(complaint(number, None))];
    let broken = take_in_file(db, vec![rows("1"), rows("2")], false).await;
    assert!(broken.is_err());
    assert_eq!(slice(db, "nat", Place::START, usize::MAX).await.rows, []);
    let whole = take_in_file(db, vec![rows("1"), rows("2")], true)
        .await
        .unwrap();
    assert_eq!((whole.new, whole.updated, whole.unchanged), (2, 0, 0));
    assert_eq!(
        slice(db, "nat", Place::START, usize::MAX).await.rows.len(),
        2
    );
}

pub async fn a_newer_file_that_says_the_same_reaches_no_feed(db: &impl Db) {
    let row = |day: i64, status: &str| {
        let mut row = complaint("1", None);
        row.national.name = status.into();
        row.provenance.as_of = Some(tanggap_domain::provenance::AsOf {
            from: at(day * 1_000_000),
            until: at(day * 1_000_000),
        });
        vec![NationalRow::from(row)]
    };
    take_in_file(db, vec![row(1, "Terverifikasi")], true)
        .await
        .unwrap();
    let n = slice(db, "nat", Place::START, 1).await.n;
    let same = take_in_file(db, vec![row(3, "Terverifikasi")], true)
        .await
        .unwrap();
    assert_eq!((same.new, same.updated, same.unchanged), (0, 0, 1));
    assert_eq!(slice(db, "nat", Place::START, 1).await.n, n);
    // Remembered all the same: what lies between the two is older.
    let older = take_in_file(db, vec![row(2, "Ditutup oleh Admin")], true)
        .await
        .unwrap();
    assert_eq!((older.updated, older.unchanged), (0, 1));
}

pub async fn who_brought_what_is_on_record(db: &impl Db) {
    let (grant, _) = officer(db, "Ani", &["16.71"]).await;
    let id = |number| Uuid::from_u128(number);
    for (number, name) in [(1, "ekspor-1.xlsx"), (2, "ekspor-2.xlsx")] {
        let new = NewImport {
            id: id(number),
            officer: Some(grant.officer),
            name: name.into(),
            sha256: "ab".repeat(32),
            what: EntryKind::Brought(ImportKind::Export),
            office: None,
            now: at(number as i64),
        };
        db.begin_import(new).await.unwrap();
    }
    let end = ImportEnd {
        state: ImportState::Done,
        report: Some(ImportReport {
            read: 7,
            new: 7,
            ..ImportReport::default()
        }),
    };
    db.end_import(id(1), end.clone(), at(5)).await.unwrap();
    assert_eq!(db.interrupt_imports(at(6)).await.unwrap(), 1);
    let newest = db.imports(9).await.unwrap();
    let names: Vec<&str> = newest.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["ekspor-2.xlsx", "ekspor-1.xlsx"]);
    assert_eq!(newest[0].state, ImportState::Failed("interrupted".into()));
    assert_eq!(newest[0].ended_at, Some(at(6)));
    let first = db.import(id(1)).await.unwrap().unwrap();
    assert_eq!((first.state, first.report), (end.state, end.report));
    assert_eq!(first.officer_name, "Ani");
    assert_eq!(db.imports(1).await.unwrap().len(), 1);
    assert_eq!(db.import(id(3)).await.unwrap(), None);
}
