//! What one hub kept, carried to another: once, however often it is brought.

use std::path::Path;
use std::sync::Arc;

use tanggap_domain::change::{Change, ChangeKind};
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{OfficerId, OpId, ReplicaId};
use tanggap_hub::carried::pack;
use tanggap_hub::clock::Clock;
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::{InProcess, Opened, Opening};
use tanggap_protocol::import::{Import, ImportKind, ImportReport, ImportRequest, ImportState};
use tanggap_upstream::{Hub, Outcome, Upstream};
use uuid::Uuid;

use crate::desk::{at, complaint};

const REPLICA: ReplicaId = ReplicaId(Uuid::from_u128(1));

struct Fixture {
    _dir: tempfile::TempDir,
    hub: Opened,
}

impl Fixture {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let hub = open(dir.path()).await;
        Self { _dir: dir, hub }
    }

    async fn officer(&self, name: &str, scope: &str) -> Hub {
        let token = self.hub.admit(name, vec![scope.parse().unwrap()]).await;
        Hub::over(Arc::new(InProcess::to(&self.hub)), &token.unwrap()).unwrap()
    }

    async fn has(&self, rows: &[(&str, &str)]) {
        let rows = rows.iter();
        let rows = rows.map(|(number, region)| complaint(number, Some(region)));
        self.hub.db().take_in(rows.collect(), at(0)).await.unwrap();
    }

    async fn packed(&self) -> Vec<u8> {
        pack(self.hub.db().as_ref(), at(700)).await.unwrap().content
    }

    async fn history_of(&self, number: &str) -> Vec<(Uuid, Option<OfficerId>)> {
        let id = complaint(number, None).id;
        let held = self.hub.db().complaint(id).await.unwrap().unwrap();
        held.history.iter().map(|it| (it.id.0, it.by.id)).collect()
    }
}

async fn open(dir: &Path) -> Opened {
    let opening = Opening {
        home: Home::from(dir),
        make: true,
        clock: Clock::fixed(at(600)),
        pace: Pace::default(),
        practice: None,
    };
    Opened::open(opening).await.unwrap()
}

fn note(number: &str, op: u128) -> Change {
    let complaint = complaint(number, None);
    Change {
        op: OpId(Uuid::from_u128(op)),
        complaint: complaint.id,
        by: Actor::office("Kantor"),
        at: at(500),
        base: complaint.base(),
        kind: ChangeKind::Note {
            text: "Sudah ditelepon.".into(),
            attachments: vec![],
        },
    }
}

async fn brought(desk: &Hub, content: Vec<u8>) -> Import {
    let name = "tanggap:sendiri";
    let sha256 = desk.send_export(name, content.into()).await.unwrap();
    let request = ImportRequest {
        sha256,
        name: name.into(),
        zones: Vec::new(),
        office: None,
        kind: ImportKind::Carried,
    };
    let begun = desk.begin_import(&request).await.unwrap();
    loop {
        let import = desk.import(&begun.id).await.unwrap();
        if import.state.is_over() {
            return import;
        }
        tokio::task::yield_now().await;
    }
}

fn counts(import: &Import) -> (u64, u64, u64, u64) {
    let report = import.report.as_ref().expect("it has ended well");
    let ImportReport {
        new,
        updated,
        unchanged,
        out_of_reach,
        ..
    } = report;
    (*new, *updated, *unchanged, *out_of_reach)
}

#[tokio::test]
async fn work_of_one_hub_is_taken_over_once_and_its_operations_answer_the_same() {
    let (old, new) = (Fixture::new().await, Fixture::new().await);
    old.has(&[("1", "16.71"), ("2", "35.78")]).await;
    let desk = old.officer("Kantor", "nat").await;
    let change = note("1", 7);
    let pushed = desk
        .push(REPLICA, std::slice::from_ref(&change))
        .await
        .unwrap();
    assert!(matches!(pushed.outcomes[0].1, Outcome::Done { .. }));

    let ani = new.officer("Ani", "16.71").await;
    let first = brought(&ani, old.packed().await).await;
    assert_eq!(first.state, ImportState::Done);
    // Surabaya is not hers.
    assert_eq!(counts(&first), (1, 0, 0, 1));
    assert_eq!(new.history_of("1").await, [(Uuid::from_u128(7), None)]);

    // Again, as after a line that broke: nothing twice.
    let again = brought(&ani, old.packed().await).await;
    assert_eq!(counts(&again), (0, 0, 1, 1));
    assert_eq!(new.history_of("1").await.len(), 1);

    // Its answer had been lost: the new hub gives it, and the note stays one.
    let pushed = ani.push(REPLICA, &[change]).await.unwrap();
    assert!(matches!(pushed.outcomes[0].1, Outcome::Done { .. }));
    assert_eq!(new.history_of("1").await.len(), 1);
}

#[tokio::test]
async fn both_hubs_know_it_and_neither_loses_work() {
    let (old, new) = (Fixture::new().await, Fixture::new().await);
    for hub in [&old, &new] {
        hub.has(&[("1", "16.71")]).await;
    }
    let kantor = old.officer("Kantor", "nat").await;
    kantor.push(REPLICA, &[note("1", 7)]).await.unwrap();
    let ani = new.officer("Ani", "16.71").await;
    ani.push(REPLICA, &[note("1", 8)]).await.unwrap();
    assert_eq!(
        counts(&brought(&ani, old.packed().await).await),
        (0, 1, 0, 0)
    );
    let ids: Vec<Uuid> = new
        .history_of("1")
        .await
        .into_iter()
        .map(|it| it.0)
        .collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&Uuid::from_u128(7)) && ids.contains(&Uuid::from_u128(8)));
}

#[tokio::test]
async fn what_breaks_off_is_not_taken_in() {
    let (old, new) = (Fixture::new().await, Fixture::new().await);
    old.has(&[("1", "16.71"), ("2", "16.71")]).await;
    let whole = old.packed().await;
    let ani = new.officer("Ani", "16.71").await;
    for part in [whole.len() / 2, whole.len() - 9, 1] {
        let ended = brought(&ani, whole[..part].to_vec()).await;
        assert_eq!(ended.state, ImportState::Failed("cut-off".into()), "{part}");
    }
    assert!(new.hub.db().complaints_with("1").await.unwrap().is_empty());
    let garbage = brought(&ani, b"PK bukan".to_vec()).await;
    assert_eq!(garbage.state, ImportState::Failed("cut-off".into()));
}

#[tokio::test]
async fn who_imported_what_goes_along() {
    let (old, middle, new) = (
        Fixture::new().await,
        Fixture::new().await,
        Fixture::new().await,
    );
    old.has(&[("1", "16.71")]).await;
    let desk = middle.officer("Kantor", "nat").await;
    brought(&desk, old.packed().await).await;
    let ani = new.officer("Ani", "16.71").await;
    brought(&ani, middle.packed().await).await;
    let states: Vec<ImportState> = ani
        .imports()
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.state)
        .collect();
    assert_eq!(states, [ImportState::Done, ImportState::Done]);
}
