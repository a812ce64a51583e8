//! What each file changed, and a wrong file taken back: nobody's work is lost, and nothing of it is told to whoever
//! may not see it.

use bytes::Bytes;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Change, ChangeKind};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, ReplicaId, TrackingId};
use tanggap_protocol::import::{
    Import, ImportChange, ImportState, TakeBackCounts, UnreadableContent, what,
};
use tanggap_upstream::{Hub, Upstream, UpstreamError, export};
use uuid::Uuid;

use crate::desk::{at, complaint};
use crate::imports::{Fixture, brought, open, over};

const FIRST: &str = "8120461";
const SECOND: &str = "8120462";

fn told(number: &str, unit: Option<&str>) -> Complaint {
    let mut row = complaint(number, Some("16.71"));
    row.location.province = Some("Sumatera Selatan".into());
    row.location.regency = Some("Kota Palembang".into());
    row.unit = unit.map(AgencyRef::named);
    row
}

fn file(rows: &[Complaint]) -> Bytes {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ekspor.xlsx");
    export::write(rows, &file, Default::default()).unwrap();
    std::fs::read(file).unwrap().into()
}

fn id(number: &str) -> ComplaintId {
    ComplaintId::of_tracking(&TrackingId::parse(number).unwrap())
}

async fn note(desk: &Hub, number: &str, op: u128) {
    let change = Change {
        op: OpId(Uuid::from_u128(op)),
        complaint: id(number),
        by: Actor::officer(OfficerId(Uuid::nil()), ""),
        at: at(300),
        base: Default::default(),
        kind: ChangeKind::Note {
            text: "Ditelepon.".into(),
            attachments: vec![],
        },
    };
    let pushed = desk.push(ReplicaId(Uuid::from_u128(1)), &[change]).await;
    let outcome = &pushed.unwrap().outcomes[0].1;
    assert!(
        matches!(outcome, tanggap_upstream::Outcome::Done { .. }),
        "{outcome:?}"
    );
}

async fn taken_back(desk: &Hub, import: &Import) -> (Import, TakeBackCounts) {
    let looked = desk.look_back(&import.id).await.unwrap();
    let entry = desk
        .take_back(&import.id, "Berkas bulan lalu")
        .await
        .unwrap();
    let entry = over(desk, &entry.id).await;
    assert_eq!(entry.state, ImportState::Done);
    let told = entry.takes_back.clone().unwrap();
    assert_eq!(
        (told.id, told.reason.as_str()),
        (import.id.clone(), "Berkas bulan lalu")
    );
    let counts = told.counts.unwrap();
    assert_eq!(counts, looked, "what was said before is what was done");
    (entry, counts)
}

async fn changes(desk: &Hub, import: &Import) -> Vec<ImportChange> {
    desk.import_changes(&import.id, None, 0, 100)
        .await
        .unwrap()
        .changes
}

async fn stands(fixture: &Fixture, number: &str) -> Option<Complaint> {
    fixture.hub.db().complaint(id(number)).await.unwrap()
}

#[tokio::test]
async fn what_a_file_changed_is_told_and_put_back() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let right = brought(&ani, file(&[told(FIRST, Some("Dinas PUPR"))])).await;
    let before = stands(&fixture, FIRST).await.unwrap();
    let mut wrong = told(FIRST, Some("Dinas Sosial"));
    wrong.national.name = "Ditutup oleh Admin".into();
    wrong.body = "Kalimat lain.".into();
    let wrong = file(&[wrong, told(SECOND, None)]);
    let import = brought(&ani, wrong.clone()).await;

    let did = changes(&ani, &import).await;
    let kinds: Vec<_> = did
        .iter()
        .map(|it| (it.tracking_id.as_str(), it.what.as_str()))
        .collect();
    assert_eq!(kinds, [(FIRST, what::CHANGED), (SECOND, what::NEW)]);
    let unit = did[0].fields.iter().find(|it| it.field == "unit").unwrap();
    let words = (unit.old.as_deref(), unit.new.as_deref());
    assert_eq!(words, (Some("Dinas PUPR"), Some("Dinas Sosial")));
    // A citizen's words are named, not shown.
    let body = did[0].fields.iter().find(|it| it.field == "body").unwrap();
    assert_eq!((&body.old, &body.new), (&None, &None));

    let (entry, counts) = taken_back(&ani, &import).await;
    assert_eq!((counts.back, counts.gone), (1, 1), "{counts:?}");
    let back = stands(&fixture, FIRST).await.unwrap();
    assert!(back.versions.head > before.versions.head);
    assert_eq!(
        Complaint {
            versions: before.versions,
            ..back
        },
        before
    );
    assert_eq!(stands(&fixture, SECOND).await, None);
    let undone = changes(&ani, &entry).await;
    let kinds: Vec<_> = undone
        .iter()
        .map(|it| (it.what.as_str(), it.is_here))
        .collect();
    assert_eq!(kinds, [(what::BACK, true), (what::GONE, false)]);
    let listed = ani.imports().await.unwrap();
    assert_eq!(listed[1].taken_back_by.as_ref(), Some(&entry.id));

    // Once is enough; and bringing it again brings it back.
    let again = ani.take_back(&import.id, "Lagi").await.unwrap_err();
    assert_eq!(again.code(), "import-taken-back");
    let once_more = brought(&ani, wrong).await;
    let counts = once_more.report.clone().unwrap();
    assert_eq!((counts.new, counts.updated), (1, 1));
    assert!(stands(&fixture, SECOND).await.is_some());
    // The older one too, with the newer one in between: what that told stays.
    let (_, counts) = taken_back(&ani, &right).await;
    assert_eq!(
        (counts.newer, counts.back, counts.gone),
        (1, 0, 0),
        "{counts:?}"
    );
    // Now nothing else ever knew it.
    let (_, counts) = taken_back(&ani, &once_more).await;
    assert_eq!((counts.gone, counts.back), (2, 0), "{counts:?}");
    assert_eq!(stands(&fixture, FIRST).await, None);
}

#[tokio::test]
async fn what_somebody_worked_on_stays_and_is_listed() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let import = brought(&ani, file(&[told(FIRST, None), told(SECOND, None)])).await;
    note(&ani, FIRST, 7).await;
    let (entry, counts) = taken_back(&ani, &import).await;
    assert_eq!((counts.worked, counts.gone), (1, 1), "{counts:?}");
    let kept = stands(&fixture, FIRST).await.unwrap();
    assert_eq!(kept.history.len(), 1);
    let did = changes(&ani, &entry).await;
    let kinds: Vec<_> = did
        .iter()
        .map(|it| (it.what.as_str(), it.stays.as_deref()))
        .collect();
    assert_eq!(kinds, [(what::STAYS, Some("worked")), (what::GONE, None)]);
    // A desk that had them is told.
    let page = fixture.hub.db().slice(
        vec![tanggap_hub::db::Wanted {
            scope: "16.71".parse().unwrap(),
            after: tanggap_hub::db::Place::START,
        }],
        usize::MAX,
    );
    let rows = page.await.unwrap().rows;
    let left = rows
        .iter()
        .filter(|row| matches!(row.what, tanggap_hub::db::FeedRowKind::Exit(_)));
    assert_eq!(left.count(), 1);
    // The right file finds it as if the wrong one had never been.
    let mut right = told(FIRST, Some("Dinas PUPR"));
    right.title = "Judul yang benar".into();
    brought(&ani, file(&[right])).await;
    let now = stands(&fixture, FIRST).await.unwrap();
    assert_eq!(
        (now.title.as_str(), now.history.len()),
        ("Judul yang benar", 1)
    );
}

#[tokio::test]
async fn a_middle_file_taken_back_leaves_the_newer_one_on_what_stood_before() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let with = |unit: &str, status: &str| {
        let mut row = told(FIRST, Some(unit));
        row.national.name = status.into();
        file(&[row])
    };
    brought(&ani, with("Dinas PUPR", "Terverifikasi")).await;
    let first = stands(&fixture, FIRST).await.unwrap();
    let wrong = brought(&ani, with("Dinas Sosial", "Ditindaklanjuti oleh Instansi")).await;
    let newer = brought(&ani, with("Dinas Perhubungan", "Ditutup oleh Admin")).await;
    let (_, counts) = taken_back(&ani, &wrong).await;
    assert_eq!(counts.back + counts.newer, 1, "{counts:?}");
    let now = stands(&fixture, FIRST).await.unwrap();
    assert_eq!(now.unit.as_ref().unwrap().name, "Dinas Perhubungan");
    assert_eq!(now.history.len(), 1, "the wrong file's entry went");
    let did = changes(&ani, &newer).await;
    let unit = did[0].fields.iter().find(|it| it.field == "unit").unwrap();
    assert_eq!(unit.old.as_deref(), Some("Dinas PUPR"));
    taken_back(&ani, &newer).await;
    let back = stands(&fixture, FIRST).await.unwrap();
    assert_eq!(
        Complaint {
            versions: first.versions,
            ..back
        },
        first
    );
}

#[tokio::test]
async fn only_complaints_in_sight_are_listed_and_the_rest_is_counted() {
    let fixture = Fixture::new().await;
    let province = fixture.officer("Provinsi", "16").await;
    let mut lubuklinggau = told(SECOND, None);
    lubuklinggau.location.regency = Some("Kota Lubuk Linggau".into());
    let import = brought(&province, file(&[told(FIRST, None), lubuklinggau])).await;
    let mine = fixture.officer("Ani", "16.71").await;
    let theirs = mine
        .import_changes(&import.id, None, 0, 9)
        .await
        .unwrap_err();
    assert_eq!(
        theirs.code(),
        "not-found",
        "a wider officer's is not theirs to see"
    );
    // One of the hub's own is; of it they see their own complaints.
    let hubs = bring_at_the_hub(&fixture, &import).await;
    let page = mine.import_changes(&hubs, None, 0, 9).await.unwrap();
    let seen: Vec<_> = page
        .changes
        .iter()
        .map(|it| it.tracking_id.as_str())
        .collect();
    assert_eq!(seen, [FIRST]);
    let counted: Vec<_> = page
        .counts
        .iter()
        .map(|it| (it.complaints, it.hidden))
        .collect();
    assert_eq!(counted, [(2, 1)]);
    // And it is not theirs to take back: it reaches further than they do.
    assert_eq!(
        mine.look_back(&hubs).await.unwrap_err(),
        UpstreamError::Forbidden
    );
    // Page by page.
    let first = province
        .import_changes(&hubs, Some("new,same"), 0, 1)
        .await
        .unwrap();
    let second = province
        .import_changes(&hubs, None, first.next.unwrap(), 1)
        .await
        .unwrap();
    assert_eq!(
        (first.changes.len(), second.changes.len(), second.next),
        (1, 1, None)
    );
    let odd = province
        .import_changes(&hubs, Some("apa"), 0, 1)
        .await
        .unwrap_err();
    assert_eq!(odd.code(), "bad-request");
}

/// The same rows once more, by the command of the hub.
async fn bring_at_the_hub(fixture: &Fixture, like: &Import) -> String {
    use tanggap_hub::db::{Bringer, EntryKind, FilePart, NewImport};
    let (db, id) = (fixture.hub.db(), Uuid::from_u128(99));
    let new = NewImport {
        id,
        officer: None,
        name: like.name.clone(),
        sha256: like.sha256.clone(),
        what: EntryKind::Brought(Default::default()),
        office: None,
        now: at(500),
    };
    db.begin_import(new).await.unwrap();
    let (send, parts) = tokio::sync::mpsc::channel(2);
    let mut rows = Vec::new();
    for number in [FIRST, SECOND] {
        let known = db.complaint(self::id(number)).await.unwrap().unwrap();
        rows.push(known.into());
    }
    send.send(FilePart::Rows(rows)).await.unwrap();
    send.send(FilePart::Whole(Box::default())).await.unwrap();
    let bringer = Bringer {
        import: Some(id),
        ..Bringer::default()
    };
    db.take_in_file(parts, bringer, at(500)).await.unwrap();
    id.to_string()
}

#[tokio::test]
async fn rows_that_gave_no_complaint_are_shown_to_whoever_brought_them_alone() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let csv = "Tracking ID,Judul,Isi Laporan Awal,Isi Laporan Akhir,Tanggal Laporan Masuk,Status Laporan\n\
               8120471,Jalan,Berlubang,Berlubang,tanggal 32,Terverifikasi\n\
               8120472,Jalan,Berlubang,Berlubang,2026-11-19,Terverifikasi\n";
    let import = brought(&ani, Bytes::from(csv)).await;
    let report = import.report.as_ref().expect("it is read");
    assert_eq!((report.new, report.unreadable.len()), (1, 1), "{report:?}");
    let rows = ani.import_unreadable(&import.id, 0).await.unwrap().rows;
    let [UnreadableContent { row, reason, raw }] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    assert_eq!((*row, reason.as_str()), (2, "bad-date"));
    assert!(
        raw.contains("tanggal 32") && raw.contains("8120471"),
        "{raw}"
    );
    // Not even to somebody who sees more.
    let province = fixture.officer("Provinsi", "16").await;
    assert!(province.import(&import.id).await.is_ok());
    let refused = province.import_unreadable(&import.id, 0).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
}

#[tokio::test]
async fn erasing_reaches_what_files_said_of_it() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    brought(&ani, file(&[told(FIRST, None)])).await;
    let csv = format!(
        "Tracking ID,Judul,Isi Laporan Awal,Isi Laporan Akhir,Tanggal Laporan Masuk,Status Laporan\n\
         {FIRST},Judul-rahasia,Isi lain,Isi lain,2026-11-20,Terverifikasi\n\
         {FIRST},Jalan,Berlubang,Kalimat-lain,2026-11-20,Terverifikasi\n"
    );
    let import = brought(&ani, Bytes::from(csv)).await;
    assert_eq!(
        import.report.as_ref().unwrap().unreadable.len(),
        1,
        "{import:?}"
    );
    assert_eq!(changes(&ani, &import).await.len(), 1);
    fixture.hub.db().erase(id(FIRST), at(601)).await.unwrap();
    assert_eq!(changes(&ani, &import).await, []);
    assert_eq!(ani.import_unreadable(&import.id, 0).await.unwrap().rows, []);
    // Taking back what spoke of it brings nothing of it to light.
    let (_, counts) = taken_back(&ani, &import).await;
    assert_eq!(counts, TakeBackCounts::default());
    assert_eq!(stands(&fixture, FIRST).await, None);
}

#[tokio::test]
async fn a_taking_back_that_broke_off_did_nothing_and_can_be_begun_again() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let import = brought(&ani, file(&[told(FIRST, None)])).await;
    let officer = ani.me().await.unwrap().officer;
    let new = tanggap_hub::db::NewImport {
        id: Uuid::from_u128(5),
        officer: Some(officer),
        name: import.name.clone(),
        sha256: import.sha256.clone(),
        what: tanggap_hub::db::EntryKind::TakesBack {
            import: import.id.parse().unwrap(),
            reason: "Salah".into(),
        },
        office: None,
        now: at(500),
    };
    // Written down, and then the program was gone.
    fixture.hub.db().begin_import(new).await.unwrap();
    let Fixture { dir, hub } = fixture;
    hub.close().await;
    let hub = open(dir.path()).await;
    let fixture = Fixture { dir, hub };
    let left = fixture
        .hub
        .db()
        .import(Uuid::from_u128(5))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(left.state, ImportState::Failed("interrupted".into()));
    assert!(stands(&fixture, FIRST).await.is_some());
    let ani = fixture.officer("Budi", "16.71").await;
    let (_, counts) = taken_back(&ani, &import).await;
    assert_eq!(counts.gone, 1);
}

#[tokio::test]
async fn what_cannot_be_taken_back_says_so() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let unit = fixture.officer("Dinas", "ins:77").await;
    let import = brought(&ani, file(&[told(FIRST, None)])).await;
    assert_eq!(
        unit.look_back(&import.id).await.unwrap_err().code(),
        "not-found"
    );
    let empty = ani.take_back(&import.id, "  ").await.unwrap_err();
    assert_eq!(empty.code(), "bad-request");
    let broken = brought(&ani, Bytes::from_static(b"bukan berkas")).await;
    for refused in [
        ani.look_back(&broken.id).await.map(|_| ()),
        ani.take_back(&broken.id, "Salah").await.map(|_| ()),
        ani.import_changes(&broken.id, None, 0, 9).await.map(|_| ()),
    ] {
        assert_eq!(refused.unwrap_err().code(), "import-not-kept");
    }
    let (entry, _) = taken_back(&ani, &import).await;
    let twice = ani.take_back(&entry.id, "Salah").await.unwrap_err();
    assert_eq!(
        twice.code(),
        "import-not-kept",
        "bringing the file again is the way back"
    );
}

#[tokio::test]
async fn two_desks_bring_files_at_once() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let budi = fixture.officer("Budi", "16.71").await;
    let one = file(&[told(FIRST, None)]);
    let two = file(&[told(FIRST, Some("Dinas PUPR")), told(SECOND, None)]);
    // The same file from both, and another one, all at once.
    let (a, b, c) = tokio::join!(
        brought(&ani, one.clone()),
        brought(&budi, one),
        brought(&budi, two)
    );
    for import in [&a, &b, &c] {
        assert_eq!(import.state, ImportState::Done, "{import:?}");
    }
    assert!(fixture.knows(FIRST).await && fixture.knows(SECOND).await);
    let new: u64 = [&a, &b, &c]
        .iter()
        .map(|it| it.report.as_ref().unwrap().new)
        .sum();
    assert_eq!(new, 2, "each complaint was new once");
}
