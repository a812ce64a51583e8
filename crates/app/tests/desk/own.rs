//! A desk that is its own authority: its own hub inside, moving from there to a region's, and back as a copy.

use std::path::{Path, PathBuf};

use tanggap_app::{Desk, boot, compose, frame, import, inbox, link};
use tanggap_domain::change::{ChangeKind, Then};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OfficerId, TrackingId};
use tanggap_hub::db::NewOfficer;
use tanggap_hub::{Config, Running, token};
use tanggap_ipc::Code;
use tanggap_ipc::boot::{HubConnect, HubDisconnect, Moved, PracticeStart, Repaired};
use tanggap_ipc::frame::{FrameStatus, GetFrameStatus, SyncState};
use tanggap_ipc::import::{
    Changes, History, ImportReport, ImportedState, LookBack, TakeBack, What,
};
use tanggap_ipc::inbox::GetCounts;
use tanggap_upstream::export;

use crate::office::{NOW, Office, at, key, profile};

/// An export of `count` invented complaints of Surabaya.
fn export_of(count: usize, folder: &Path) -> PathBuf {
    let rows: Vec<Complaint> = (0..count).map(complaint).collect();
    let file = folder.join(format!("ekspor-{count}.xlsx"));
    export::write(&rows, &file, Default::default()).unwrap();
    file
}

fn complaint(n: usize) -> Complaint {
    let tracking_id = TrackingId::parse(&format!("{}", 9_100_000 + n)).unwrap();
    let json = serde_json::json!({
        "id": ComplaintId::of_tracking(&tracking_id),
        "tracking_id": tracking_id,
        "title": format!("Lampu jalan padam {n}"),
        "body": "Mohon diperbaiki.",
        "classification": "pengaduan-tidak-berkadar",
        "channel": "website",
        "received_at": at("2026-11-18T09:00:00+07:00"),
        "location": { "province": "Jawa Timur", "regency": "Kota Surabaya" },
        "stage": "belum-terdisposisi",
        "national": { "name": "Terverifikasi" },
    });
    serde_json::from_value(json).unwrap()
}

async fn brought(office: &Office, count: usize) -> ImportReport {
    let file = export_of(count, office.folder.path());
    import::run_path(&office.desk, &file).await.unwrap()
}

async fn listed(desk: &Desk) -> u64 {
    inbox::counts(desk, GetCounts).await.unwrap().all.into()
}

async fn framed(desk: &Desk) -> FrameStatus {
    frame::status(desk, GetFrameStatus).await.unwrap()
}

fn id_of(n: usize) -> ComplaintId {
    complaint(n).id
}

fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Keep,
        attachments: Vec::new(),
    }
}

async fn answered(office: &Office, n: usize) {
    let request =
        tanggap_ipc::compose::Submit::new(id_of(n), reply("Lampu diperbaiki tanggal 21."));
    compose::submit_at_once(&office.desk, request)
        .await
        .unwrap();
}

async fn replies(desk: &Desk, n: usize) -> usize {
    let request = tanggap_ipc::complaint::Get { id: id_of(n) };
    let detail = tanggap_app::complaint::get(desk, request).await.unwrap();
    let history = detail.complaint.history.iter();
    let is_reply = |event: &&tanggap_domain::event::Event| {
        matches!(event.what, tanggap_domain::event::EventKind::Replied { .. })
    };
    history.filter(is_reply).count()
}

/// A region's hub with one officer.
struct Region {
    _dir: tempfile::TempDir,
    running: Running,
    token: String,
}

impl Region {
    async fn open(scope: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let running = tanggap_hub::start(Config::local(dir.path())).await.unwrap();
        let token = token::generate();
        let officer = NewOfficer {
            id: OfficerId(uuid::Uuid::from_u128(5)),
            name: "Budi".into(),
            scopes: vec![scope.parse().unwrap()],
            token: token::hash(&token),
            now: at("2026-11-01T00:00:00Z"),
        };
        running.db().add_officer(officer).await.unwrap();
        Self {
            _dir: dir,
            running,
            token,
        }
    }

    fn request(&self) -> HubConnect {
        HubConnect {
            url: self.running.url().to_owned(),
            token: self.token.clone(),
        }
    }

    async fn has(&self, n: usize) -> Option<Complaint> {
        self.running.db().complaint(id_of(n)).await.unwrap()
    }
}

#[tokio::test]
async fn a_wrong_file_is_looked_at_and_taken_back() {
    let office = Office::open().await;
    brought(&office, 2).await;
    brought(&office, 3).await;
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    let history = import::history(&office.desk, History).await.unwrap();
    let (newer, older) = (&history[0], &history[1]);
    assert!(newer.can_be_taken_back() && older.can_be_taken_back());
    let asked = |id: &str| Changes {
        id: id.to_owned(),
        what: Some(What::New),
        after: 0,
    };
    let page = import::changes(&office.desk, asked(&newer.id))
        .await
        .unwrap();
    assert_eq!(page.changes.len(), 1);
    assert_eq!(page.changes[0].complaint, id_of(2));
    let counted: u64 = page.counts.iter().map(|it| it.complaints).sum();
    assert_eq!((counted, page.next), (3, None));

    // The first file alone knew nothing that the second does not say again; the second one brought one.
    let id = newer.id.clone();
    let looked = import::look_back(&office.desk, LookBack { id: id.clone() })
        .await
        .unwrap();
    assert_eq!(looked.gone, 1, "{looked:?}");
    assert_eq!(listed(&office.desk).await, 3, "looking changes nothing");
    let empty = TakeBack {
        id: id.clone(),
        reason: " ".into(),
    };
    let refused = import::take_back(&office.desk, empty).await.unwrap_err();
    assert_eq!(refused.code, Code::BadInput);
    let request = TakeBack {
        id: id.clone(),
        reason: "Berkas bulan lalu".into(),
    };
    let done = import::take_back(&office.desk, request.clone())
        .await
        .unwrap();
    assert_eq!(done, looked);
    assert_eq!(listed(&office.desk).await, 2);
    assert_eq!(replies(&office.desk, 1).await, 1);
    let again = import::take_back(&office.desk, request).await.unwrap_err();
    assert_eq!(again.code, Code::ImportTakenBack);
    let history = import::history(&office.desk, History).await.unwrap();
    assert_eq!(history.len(), 3);
    let entry = history[0].takes_back.as_ref().unwrap();
    assert_eq!(
        (&entry.id, entry.reason.as_str()),
        (&id, "Berkas bulan lalu")
    );
    assert_eq!(history[1].taken_back.as_ref().unwrap().id, history[0].id);
    // What somebody worked on stays when the only file that told of it goes.
    let request = TakeBack {
        id: history[2].id.clone(),
        reason: "Berkas bulan lalu".into(),
    };
    let done = import::take_back(&office.desk, request).await.unwrap();
    assert_eq!((done.gone, done.worked), (1, 1), "{done:?}");
    assert_eq!(
        (listed(&office.desk).await, replies(&office.desk, 1).await),
        (1, 1)
    );
    // Bringing the file again brings it back.
    assert_eq!(brought(&office, 3).await.new, 2);
    assert_eq!(listed(&office.desk).await, 3);
}

#[tokio::test]
async fn with_the_hub_away_its_history_says_so_and_a_file_stays_where_it_is() {
    let office = Office::open().await;
    let region = Region::open("35").await;
    boot::hub_connect(&office.desk, region.request())
        .await
        .unwrap();
    brought(&office, 2).await;
    let history = import::history(&office.desk, History).await.unwrap();
    let id = history[0].id.clone();
    region.running.shutdown().await;
    let away = import::history(&office.desk, History).await.unwrap_err();
    assert_eq!(away.code, Code::ImportHistoryAway);
    let changes = Changes {
        id: id.clone(),
        what: None,
        after: 0,
    };
    let away = import::changes(&office.desk, changes).await.unwrap_err();
    assert_eq!(away.code, Code::ImportHistoryAway);
    let back = TakeBack {
        id,
        reason: "Salah".into(),
    };
    let away = import::take_back(&office.desk, back).await.unwrap_err();
    assert_eq!(away.code, Code::TakeBackGoesOn);
    let file = export_of(4, office.folder.path());
    let away = import::run_path(&office.desk, &file).await.unwrap_err();
    assert_eq!(away.code, Code::ImportHubAway);
    assert!(file.exists());
}

#[tokio::test]
async fn a_desk_without_a_hub_imports_and_answers_by_itself() {
    let office = Office::open().await;
    assert_eq!(brought(&office, 3).await.new, 3);
    assert_eq!(listed(&office.desk).await, 3);
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    assert!(
        office.outbox().await.is_empty(),
        "decided, with nobody to wait for"
    );
    assert_eq!(replies(&office.desk, 1).await, 1);
    let status = framed(&office.desk).await;
    assert_eq!(
        (status.sync, status.hub, status.officer),
        (SyncState::Standalone, None, None)
    );
    // Again: nothing is new, and the reply stays.
    let again = brought(&office, 3).await;
    assert_eq!((again.new, again.updated, again.unchanged), (0, 0, 3));
    let office = office.reopen().await;
    assert_eq!(
        (listed(&office.desk).await, replies(&office.desk, 1).await),
        (3, 1)
    );
    let history = import::history(&office.desk, History).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(
        history
            .iter()
            .all(|it| it.state == ImportedState::Done && it.sha256.is_some())
    );
}

#[tokio::test]
async fn it_moves_to_a_region_with_everything_and_once() {
    let office = Office::open().await;
    brought(&office, 3).await;
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    // One reply waits: it was not decided before the move.
    answered(&office, 2).await;
    let region = Region::open("35.78").await;
    let connected = boot::connect(&office.desk, region.request()).await.unwrap();
    let moved = connected.moved.unwrap();
    assert_eq!((moved.new, moved.left, moved.differs.len()), (3, 0, 0));
    link::sync(&office.desk).await.unwrap();
    assert!(office.outbox().await.is_empty());
    for n in [1, 2] {
        assert_eq!(replies(&office.desk, n).await, 1, "{n}");
        assert_eq!(region.has(n).await.unwrap().history.len(), 1, "{n}");
    }
    assert_eq!(listed(&office.desk).await, 3);
    assert!(
        !office.desk.folder().join("own-hub").exists(),
        "nothing is kept twice"
    );
    let status = framed(&office.desk).await;
    assert_eq!(status.officer.as_deref(), Some("Budi"));
    let history = import::history(&office.desk, History).await.unwrap();
    assert_eq!(history.len(), 2, "its own import, and the move");
}

#[tokio::test]
async fn what_is_not_the_officers_there_stays_here() {
    let office = Office::open().await;
    brought(&office, 3).await;
    let elsewhere = Region::open("16.71").await;
    let connected = boot::connect(&office.desk, elsewhere.request())
        .await
        .unwrap();
    let moved = connected.moved.unwrap();
    assert_eq!((moved.new, moved.left), (0, 3));
    link::sync(&office.desk).await.unwrap();
    assert_eq!(
        listed(&office.desk).await,
        0,
        "they are not shown as if they were there"
    );
    boot::hub_disconnect(&office.desk, HubDisconnect)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    assert_eq!(listed(&office.desk).await, 3, "and they are not lost");
}

#[tokio::test]
async fn a_hub_that_does_not_take_it_leaves_the_desk_as_it_was() {
    let office = Office::open().await;
    brought(&office, 3).await;
    let region = Region::open("35.78").await;
    let wrong = HubConnect {
        token: token::generate(),
        ..region.request()
    };
    let refused = boot::connect(&office.desk, wrong).await.unwrap_err();
    assert_eq!(refused.code, Code::TokenRejected);
    // An officer of one agency answers for no region.
    let agency = Region::open("ins:77").await;
    let refused = boot::connect(&office.desk, agency.request())
        .await
        .unwrap_err();
    assert_eq!(refused.code, Code::ImportNotYours);
    assert!(office.desk.stands_alone());
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    assert_eq!(
        (listed(&office.desk).await, replies(&office.desk, 1).await),
        (3, 1)
    );
}

#[tokio::test]
async fn it_comes_back_as_a_copy_that_says_so_and_returns_with_what_was_done() {
    let office = Office::open().await;
    brought(&office, 3).await;
    let region = Region::open("35.78").await;
    boot::connect(&office.desk, region.request()).await.unwrap();
    link::sync(&office.desk).await.unwrap();
    boot::hub_disconnect(&office.desk, HubDisconnect)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    let copy = framed(&office.desk).await.copy_of.unwrap();
    assert_eq!(copy.hub.trim_end_matches('/'), region.request().url);
    assert_eq!(listed(&office.desk).await, 3);
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    assert_eq!(region.has(1).await.unwrap().history.len(), 0);
    let connected = boot::connect(&office.desk, region.request()).await.unwrap();
    let expected = Moved {
        updated: 1,
        unchanged: 2,
        ..Moved::default()
    };
    assert_eq!(connected.moved, Some(expected));
    assert_eq!(region.has(1).await.unwrap().history.len(), 1);
    assert_eq!(framed(&office.desk).await.copy_of, None);
}

#[tokio::test]
async fn practice_leaves_the_own_hub_alone() {
    let office = Office::open().await;
    brought(&office, 3).await;
    boot::practice_start(&office.desk, PracticeStart)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    assert!(listed(&office.desk).await > 3);
    boot::hub_disconnect(&office.desk, HubDisconnect)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    assert_eq!(listed(&office.desk).await, 3);
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    assert!(
        office.outbox().await.is_empty(),
        "as the same officer as before"
    );
}

/// The own hub's file after `spoil`, and the desk opened again.
async fn spoiled(spoil: impl FnOnce(&Path)) -> (Office, Result<(), Code>) {
    let office = Office::open().await;
    brought(&office, 3).await;
    answered(&office, 1).await;
    link::sync(&office.desk).await.unwrap();
    office.desk.close().await;
    spoil(&office.desk.folder().join("own-hub").join("hub.db"));
    let office = office.reopen().await;
    let synced = link::sync(&office.desk).await;
    (office, synced.map(|_| ()).map_err(|error| error.code))
}

async fn is_whole(office: &Office) {
    assert_eq!(
        (listed(&office.desk).await, replies(&office.desk, 1).await),
        (3, 1)
    );
    answered(office, 2).await;
    link::sync(&office.desk).await.unwrap();
    assert!(office.outbox().await.is_empty());
    assert_eq!(replies(&office.desk, 2).await, 1);
}

#[tokio::test]
async fn a_damaged_or_foreign_file_is_kept_and_made_anew_from_the_copy() {
    let damaged: [fn(&Path); 3] = [
        |file| {
            let mut bytes = std::fs::read(file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle..middle + 4096].fill(0);
            std::fs::write(file, bytes).unwrap();
        },
        |file| std::fs::write(file, [7; 40_000]).unwrap(),
        |file| std::fs::write(file, b"SQLite format 3\0").unwrap(),
    ];
    for (n, spoil) in damaged.into_iter().enumerate() {
        let (office, synced) = spoiled(spoil).await;
        assert_eq!(synced, Ok(()), "{n}");
        is_whole(&office).await;
        let folder = std::fs::read_dir(office.desk.folder()).unwrap();
        let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        assert!(
            names
                .into_iter()
                .any(|name| name.starts_with("own-hub.damaged-")),
            "{n}"
        );
        let found = tanggap_app::doctor::examine(&office.desk).await;
        assert_eq!(found.repaired, Some(Repaired::OwnHub), "{n}");
    }
}

#[tokio::test]
async fn a_lost_file_is_made_anew_from_the_copy() {
    let (office, synced) =
        spoiled(|file| std::fs::remove_dir_all(file.parent().unwrap()).unwrap()).await;
    assert_eq!(synced, Ok(()));
    is_whole(&office).await;
}

/// The profile of before every desk had a hub, see its README.
async fn of_before() -> Office {
    let office = Office::open().await;
    office.desk.close().await;
    let to = profile(office.folder.path());
    std::fs::remove_dir_all(&to).unwrap();
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/desk/profile-a0e8d13"),
        &to,
    );
    office.clock.set(at(NOW));
    opened(office).await
}

/// Opens the profile; the desk of before is closed already.
async fn opened(office: Office) -> Office {
    let folder = profile(office.folder.path());
    let desk = Desk::open(&folder, &key(), &office.around).await.unwrap();
    Office { desk, ..office }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(std::fs::copy(entry.path(), to).unwrap()),
        }
    }
}

async fn has_all_of_before(office: &Office) {
    assert_eq!(listed(&office.desk).await, 5);
    assert!(
        office.outbox().await.is_empty(),
        "what waited without a hub is decided"
    );
    assert_eq!(replies(&office.desk, 1).await, 1);
    let request = tanggap_ipc::complaint::Get { id: id_of(2) };
    let noted = tanggap_app::complaint::get(&office.desk, request)
        .await
        .unwrap();
    assert_eq!(noted.complaint.history.len(), 1);
}

#[tokio::test]
async fn a_profile_of_before_opens_and_moves_and_loses_nothing() {
    let office = of_before().await;
    assert_eq!(
        listed(&office.desk).await,
        5,
        "before anything is handed over"
    );
    link::sync(&office.desk).await.unwrap();
    has_all_of_before(&office).await;
    let history = import::history(&office.desk, History).await.unwrap();
    let names: Vec<&str> = history.iter().map(|it| it.file.as_str()).collect();
    let imports = names
        .iter()
        .filter(|name| **name == "ekspor-5.xlsx")
        .count();
    assert_eq!(imports, 1, "{names:?}");
    let left = std::fs::read_dir(office.desk.folder().join("imports")).unwrap();
    let left = left.filter(|it| {
        std::fs::read_dir(it.as_ref().unwrap().path())
            .unwrap()
            .count()
            > 0
    });
    assert_eq!(left.count(), 0, "its parts are not kept twice");
    let office = office.reopen().await;
    let region = Region::open("35.78").await;
    let moved = boot::connect(&office.desk, region.request())
        .await
        .unwrap()
        .moved
        .unwrap();
    assert_eq!((moved.new, moved.left), (5, 0));
    link::sync(&office.desk).await.unwrap();
    has_all_of_before(&office).await;
}

#[tokio::test]
async fn a_lost_mirror_of_before_comes_back_from_its_imports() {
    let office = of_before().await;
    office.desk.close().await;
    std::fs::remove_file(office.desk.folder().join("mirror.db")).unwrap();
    let office = opened(office).await;
    link::sync(&office.desk).await.unwrap();
    has_all_of_before(&office).await;
}

/// Goes on with `work` for so many steps and gives it up, as a program that is killed does.
async fn cut_off<T>(steps: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut left = steps;
    let mut work = std::pin::pin!(work);
    std::future::poll_fn(|context| {
        if left == 0 {
            return std::task::Poll::Ready(None);
        }
        left -= 1;
        work.as_mut().poll(context).map(Some)
    })
    .await
}

#[tokio::test]
async fn cut_off_at_any_step_it_is_handed_over_once() {
    for steps in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89] {
        let office = of_before().await;
        let ended = cut_off(steps, link::sync(&office.desk)).await;
        assert!(steps > 8 || ended.is_none(), "{steps}");
        office.desk.close().await;
        let office = opened(office).await;
        link::sync(&office.desk).await.unwrap();
        has_all_of_before(&office).await;
    }
}

#[tokio::test]
async fn cut_off_at_any_step_it_moves_once() {
    for steps in [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96] {
        let office = of_before().await;
        link::sync(&office.desk).await.unwrap();
        answered(&office, 3).await;
        let region = Region::open("35.78").await;
        let ended = cut_off(steps, boot::connect(&office.desk, region.request())).await;
        assert!(steps > 8 || ended.is_none(), "{steps}");
        office.desk.close().await;
        let office = opened(office).await;
        if office.desk.stands_alone() {
            boot::connect(&office.desk, region.request()).await.unwrap();
        }
        link::sync(&office.desk).await.unwrap();
        has_all_of_before(&office).await;
        for n in [1, 3] {
            assert_eq!(
                region.has(n).await.unwrap().history.len(),
                1,
                "{steps}: {n}"
            );
        }
    }
}
