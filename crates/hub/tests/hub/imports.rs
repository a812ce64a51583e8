//! Files that officers bring to a hub: for every desk, within their reach, whole or not at all, and gone
//! afterwards.

use std::sync::Arc;

use bytes::Bytes;
use tanggap_hub::clock::Clock;
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::{InProcess, Opened, Opening};
use tanggap_protocol::import::{Import, ImportReport, ImportRequest, ImportState};
use tanggap_upstream::{Hub, UpstreamError, export};

use crate::desk::{at, complaint};

pub struct Fixture {
    pub dir: tempfile::TempDir,
    pub hub: Opened,
}

impl Fixture {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let hub = open(dir.path()).await;
        Self { dir, hub }
    }

    pub async fn officer(&self, name: &str, scope: &str) -> Hub {
        let token = self.hub.admit(name, vec![scope.parse().unwrap()]).await;
        Hub::over(Arc::new(InProcess::to(&self.hub)), &token.unwrap()).unwrap()
    }

    pub async fn knows(&self, number: &str) -> bool {
        !self
            .hub
            .db()
            .complaints_with(number)
            .await
            .unwrap()
            .is_empty()
    }
}

pub async fn open(dir: &std::path::Path) -> Opened {
    let opening = Opening {
        home: Home::sealed(dir, &[7; 32]),
        make: true,
        clock: Clock::fixed(at(600)),
        pace: Pace::default(),
        practice: None,
    };
    Opened::open(opening).await.unwrap()
}

/// An export of complaints: number and region.
fn export_of(rows: &[(&str, Option<&str>)]) -> Bytes {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("ekspor.xlsx");
    let rows: Vec<_> = rows
        .iter()
        .map(|(number, region)| {
            let mut row = complaint(number, *region);
            // An export has names only.
            let names = region.map(|region| match region {
                "16.71" => ("Sumatera Selatan", "Kota Palembang"),
                "35.73" => ("Jawa Timur", "Kota Malang"),
                "35.78" => ("Jawa Timur", "Kota Surabaya"),
                other => panic!("{other}"),
            });
            row.location.province = names.map(|(province, _)| province.to_owned());
            row.location.regency = names.map(|(_, regency)| regency.to_owned());
            row
        })
        .collect();
    export::write(&rows, &file, Default::default()).unwrap();
    std::fs::read(file).unwrap().into()
}

pub async fn begin(desk: &Hub, content: Bytes) -> Result<Import, UpstreamError> {
    let sha256 = desk.send_export("ekspor.xlsx", content).await.unwrap();
    let request = ImportRequest {
        sha256,
        name: "ekspor.xlsx".into(),
        zones: Vec::new(),
        office: None,
        kind: Default::default(),
    };
    desk.begin_import(&request).await
}

pub async fn over(desk: &Hub, id: &str) -> Import {
    loop {
        let import = desk.import(id).await.unwrap();
        if import.state.is_over() {
            return import;
        }
        tokio::task::yield_now().await;
    }
}

pub async fn brought(desk: &Hub, content: Bytes) -> Import {
    let begun = begin(desk, content).await.unwrap();
    over(desk, &begun.id).await
}

pub fn counts(import: &Import) -> (u64, u64, u64, u64, u64) {
    let report = import.report.as_ref().expect("it has ended well");
    let ImportReport {
        read,
        new,
        updated,
        unchanged,
        out_of_reach,
        ..
    } = *report;
    (read, new, updated, unchanged, out_of_reach)
}

#[tokio::test]
async fn one_officers_file_is_every_desks_and_goes_when_it_was_read() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let file = export_of(&[("8120447", Some("16.71")), ("8120448", Some("16.71"))]);
    let first = brought(&ani, file.clone()).await;
    assert_eq!(first.state, ImportState::Done);
    assert_eq!(counts(&first), (2, 2, 0, 0, 0));
    assert!(fixture.knows("8120448").await);
    let blobs = fixture.dir.path().join("blobs");
    let left: Vec<_> = walk(&blobs);
    assert!(
        left.is_empty(),
        "nothing erased lives on in a file: {left:?}"
    );

    // The same again, by a colleague who may see more.
    let budi = fixture.officer("Budi", "16").await;
    let again = brought(&budi, file).await;
    assert_eq!(counts(&again), (2, 0, 0, 2, 0));
    let seen = budi.imports().await.unwrap();
    let who: Vec<_> = seen.iter().map(|import| import.by.name.as_str()).collect();
    assert_eq!(
        who,
        ["Budi", "Ani"],
        "newest first, the narrower colleague's too"
    );
    let own = ani.imports().await.unwrap();
    assert_eq!(own.len(), 1, "but not the wider one's");
    let theirs = ani.import(&again.id).await;
    assert!(
        matches!(theirs, Err(UpstreamError::Refused { .. })),
        "{theirs:?}"
    );
}

fn walk(dir: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap();
    entries
        .flat_map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[tokio::test]
async fn nobody_reaches_further_by_a_file_than_by_hand() {
    let fixture = Fixture::new().await;
    let foreign = vec![complaint("8120450", Some("35.78"))];
    fixture.hub.db().take_in(foreign, at(1)).await.unwrap();
    let ani = fixture.officer("Ani", "16.71").await;
    let file = export_of(&[
        ("8120449", Some("16.71")),
        ("8120450", Some("35.78")),
        ("8120451", Some("35.73")),
        ("8120452", None),
    ]);
    let import = brought(&ani, file).await;
    assert_eq!(counts(&import), (4, 2, 0, 0, 2));
    assert!(!fixture.knows("8120451").await);
    assert!(
        fixture.knows("8120452").await,
        "without a place it is the bringer's"
    );

    let unit = fixture.officer("Dinas", "ins:77").await;
    let refused = begin(&unit, export_of(&[("8120453", None)])).await;
    assert_eq!(refused.unwrap_err(), UpstreamError::Forbidden);
}

#[tokio::test]
async fn a_file_that_is_none_says_so_and_changes_nothing() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let import = brought(&ani, Bytes::from_static(b"bukan berkas Excel")).await;
    assert_eq!(
        import.state,
        ImportState::Failed("not-a-spreadsheet".into())
    );
    assert!(import.ended_at.is_some());
}

#[tokio::test]
async fn somebody_elses_content_is_not_there() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let budi = fixture.officer("Budi", "16.71").await;
    let file = export_of(&[("8120454", Some("16.71"))]);
    let sha256 = ani.send_export("ekspor.xlsx", file).await.unwrap();
    let request = ImportRequest {
        sha256,
        name: "ekspor.xlsx".into(),
        zones: Vec::new(),
        office: None,
        kind: Default::default(),
    };
    let refused = budi.begin_import(&request).await.unwrap_err();
    assert_eq!(refused.code(), "not-found");
    assert!(ani.begin_import(&request).await.is_ok());
}

#[tokio::test]
async fn what_is_called_off_took_nothing_in() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let numbers: Vec<String> = (0..3000).map(|n| format!("{}", 8_200_000 + n)).collect();
    let rows: Vec<_> = numbers
        .iter()
        .map(|number| (number.as_str(), Some("16.71")))
        .collect();
    let begun = begin(&ani, export_of(&rows)).await.unwrap();
    ani.call_import_off(&begun.id).await.unwrap();
    let ended = over(&ani, &begun.id).await;
    // Called off in time, or whole: never a part.
    let all = fixture.hub.db().slice(Vec::new(), 0).await.unwrap().n;
    match ended.state {
        ImportState::Cancelled => assert_eq!(all, 0),
        ImportState::Done => assert_eq!(all, 3000),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        ani.call_import_off(&begun.id).await.unwrap().state,
        ended.state
    );
}

#[tokio::test]
async fn called_off_at_ninety_percent_it_took_in_nothing_or_says_that_it_is_done() {
    let fixture = Fixture::new().await;
    let ani = fixture.officer("Ani", "16.71").await;
    let numbers: Vec<String> = (0..2500).map(|n| format!("{}", 8_300_000 + n)).collect();
    let rows: Vec<_> = numbers
        .iter()
        .map(|number| (number.as_str(), Some("16.71")))
        .collect();
    let file = export_of(&rows);
    let begun = begin(&ani, file.clone()).await.unwrap();
    loop {
        let import = ani.import(&begun.id).await.unwrap();
        let far = import.expected > 0 && import.read * 10 >= import.expected * 9;
        if far || import.state.is_over() {
            break;
        }
        tokio::task::yield_now().await;
    }
    ani.call_import_off(&begun.id).await.unwrap();
    let ended = over(&ani, &begun.id).await;
    let all = fixture.hub.db().slice(Vec::new(), 0).await.unwrap().n;
    match ended.state {
        ImportState::Cancelled => assert_eq!(all, 0),
        // Too late: then it says what it did, and can be taken back.
        ImportState::Done => assert_eq!((all, ended.kept), (2500, true)),
        other => panic!("{other:?}"),
    }
    assert_eq!(brought(&ani, file).await.state, ImportState::Done);
    let looked = ani.imports().await.unwrap();
    assert!(
        looked
            .iter()
            .all(|it| it.kept == (it.state == ImportState::Done))
    );
}

/// A line that breaks after so many requests.
struct Breaking {
    way: InProcess,
    left: std::sync::atomic::AtomicUsize,
}

#[async_trait::async_trait]
impl tanggap_upstream::Transport for Breaking {
    async fn send(
        &self,
        request: axum::http::Request<Bytes>,
        timeout: std::time::Duration,
    ) -> Result<axum::http::Response<tanggap_upstream::Arriving>, tanggap_upstream::Why> {
        use std::sync::atomic::Ordering;
        let take = |left: usize| left.checked_sub(1);
        let left = self
            .left
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, take);
        match left {
            Ok(_) => self.way.send(request, timeout).await,
            Err(_) => Err(tanggap_upstream::Why::Network),
        }
    }
}

#[tokio::test]
async fn a_file_whose_hub_goes_away_half_sent_goes_on_where_it_was() {
    let fixture = Fixture::new().await;
    let token = fixture
        .hub
        .admit("Ani", vec!["16.71".parse().unwrap()])
        .await
        .unwrap();
    let over_a_line = |hub: &Opened, left: usize| {
        let way = Arc::new(Breaking {
            way: InProcess::to(hub),
            left: left.into(),
        });
        (Hub::over(way.clone(), &token).unwrap(), way)
    };
    let mut csv = String::from(
        "Tracking ID,Judul,Isi Laporan Awal,Isi Laporan Akhir,Tanggal Laporan Masuk,Status Laporan\n",
    );
    let long = "panjang ".repeat(400);
    for n in 0..900 {
        let number = 8_400_000 + n;
        csv += &format!("{number},Jalan,{long},{long},2026-11-19,Terverifikasi\n");
    }
    let file = Bytes::from(csv);
    let (desk, _) = over_a_line(&fixture.hub, 3);
    let broken = desk
        .send_export("ekspor.csv", file.clone())
        .await
        .unwrap_err();
    assert!(
        matches!(broken, UpstreamError::Transient { .. }),
        "{broken:?}"
    );
    // The hub itself is started anew.
    let Fixture { dir, hub } = fixture;
    hub.close().await;
    let hub = open(dir.path()).await;
    let (desk, way) = over_a_line(&hub, 100);
    desk.send_export("ekspor.csv", file.clone()).await.unwrap();
    let again = 100 - way.left.load(std::sync::atomic::Ordering::SeqCst);
    let parts = file.len().div_ceil(768 * 1024);
    assert!(
        again < parts + 2,
        "{again} requests for {parts} parts: it began anew"
    );
    let (desk, _) = over_a_line(&hub, usize::MAX);
    let import = brought(&desk, file).await;
    assert_eq!(import.report.unwrap().new, 900);
    hub.close().await;
}

#[tokio::test]
async fn what_broke_off_with_the_program_is_over_and_can_be_brought_again() {
    let fixture = Fixture::new().await;
    let id = uuid::Uuid::from_u128(7);
    let ani = fixture.officer("Ani", "16.71").await;
    let officer = tanggap_upstream::Upstream::me(&ani).await.unwrap().officer;
    let new = tanggap_hub::db::NewImport {
        id,
        officer: Some(officer),
        name: "ekspor.xlsx".into(),
        sha256: "ab".repeat(32),
        what: tanggap_hub::db::EntryKind::Brought(Default::default()),
        office: None,
        now: at(1),
    };
    fixture.hub.db().begin_import(new).await.unwrap();
    let Fixture { dir, hub } = fixture;
    hub.close().await;
    let hub = open(dir.path()).await;
    let row = hub.db().import(id).await.unwrap().unwrap();
    assert_eq!(row.state, ImportState::Failed("interrupted".into()));
    hub.close().await;
}
