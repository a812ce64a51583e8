//! A hub in a temporary folder, desks with real stores, and officers who act.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Base, Change, ChangeKind, Reminder, ReminderChannel, Then};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Complaint, Location, Versions};
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::ClockKind;
use tanggap_domain::status::{NationalStatus, Stage};
use tanggap_hub::db::NewOfficer;
use tanggap_hub::{Config, Running, token};
use tanggap_store::{KeySource, Opened, Store};
use tanggap_sync::{Engine, Summary, Surroundings, SyncError, run_until_caught_up};
use tanggap_upstream::{Hub, Upstream};
use tempfile::TempDir;
use uuid::Uuid;

pub const SURABAYA: &str = "35.78";

pub fn now() -> DateTime<Utc> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    DateTime::from_timestamp_millis(since.as_millis() as i64).unwrap()
}

pub fn surroundings() -> Surroundings {
    Surroundings {
        now: Arc::new(now),
        follows_source: true,
        clocks_of: Arc::new(|_| tanggap_domain::sla::Kept::default()),
    }
}

/// Waits for a condition that other tasks bring about.
pub async fn eventually<T>(what: &str, wait: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(60), wait).await {
        Ok(done) => done,
        Err(_) => panic!("{what} never came"),
    }
}

/// An invented complaint in Bubutan, Surabaya.
pub fn complaint(n: u32) -> Complaint {
    let tracking_id = TrackingId::parse(&(9_000_000 + n).to_string()).unwrap();
    Complaint {
        id: ComplaintId::of_tracking(&tracking_id),
        tracking_id,
        title: format!("Lampu jalan padam {n}"),
        body: "Padam sejak Senin.".into(),
        first_body: None,
        classification: Classification::PengaduanTidakBerkadar,
        category: Default::default(),
        channel: Channel::Website,
        privacy: Default::default(),
        reporter: Default::default(),
        received_at: "2026-11-20T01:00:00Z".parse().unwrap(),
        incident_on: None,
        location: Location {
            region: RegionCode::parse("35.78.13").ok(),
            ..Default::default()
        },
        agency: None,
        unit: None,
        stage: Stage::BelumTerdisposisi,
        national: NationalStatus {
            name: "Terverifikasi".into(),
            ..Default::default()
        },
        priority: Default::default(),
        attachments: Vec::new(),
        rating: None,
        history: Vec::new(),
        provenance: Default::default(),
        joined: None,
        versions: Versions {
            head: 1,
            status: 1,
            assign: 1,
            meta: 1,
        },
        extra: Default::default(),
    }
}

pub fn reply(text: &str) -> ChangeKind {
    ChangeKind::Reply {
        text: text.into(),
        then: Then::Proses,
        attachments: Vec::new(),
    }
}

pub fn note(text: &str) -> ChangeKind {
    ChangeKind::Note {
        text: text.into(),
        attachments: Vec::new(),
    }
}

pub fn remind(via: ReminderChannel) -> ChangeKind {
    ChangeKind::Remind(Reminder {
        clock: ClockKind::FollowUp,
        overdue_days: 2,
        via,
        to: None,
    })
}

/// A hub that can be switched off and on again at the same address.
pub struct World {
    pub folder: TempDir,
    pub address: SocketAddr,
    pub hub: Option<Running>,
}

impl World {
    pub async fn new(complaints: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hub = tanggap_hub::start(Config::local(folder.path()))
            .await
            .unwrap();
        let address = hub.url().strip_prefix("http://").unwrap().parse().unwrap();
        let rows = (0..complaints).map(complaint).collect();
        hub.db().take_in(rows, now()).await.unwrap();
        Self {
            folder,
            address,
            hub: Some(hub),
        }
    }

    pub fn running(&self) -> &Running {
        self.hub.as_ref().expect("the hub is on")
    }

    pub async fn switch_off(&mut self) {
        self.hub.take().expect("the hub is on").shutdown().await;
    }

    pub async fn switch_on(&mut self) {
        let config = Config {
            listen: self.address,
            ..Config::local(self.folder.path())
        };
        self.hub = Some(tanggap_hub::start(config).await.unwrap());
    }

    /// A new officer with these scopes: id and token.
    pub async fn officer(&self, scopes: &[&str]) -> (OfficerId, String) {
        let token = token::generate();
        let id = OfficerId(Uuid::new_v4());
        let new = NewOfficer {
            id,
            name: format!("Petugas {id}", id = id.0),
            scopes: scopes.iter().map(|scope| scope.parse().unwrap()).collect(),
            token: token::hash(&token),
            now: now(),
        };
        self.running().db().add_officer(new).await.unwrap();
        (id, token)
    }

    pub async fn desk(&self, scopes: &[&str]) -> Desk {
        let (officer, token) = self.officer(scopes).await;
        let folder = tempfile::tempdir().unwrap();
        let Opened { store, .. } = Store::create(folder.path(), &key()).await.unwrap();
        let url = format!("http://{}", self.address);
        Desk {
            folder,
            store,
            upstream: Arc::new(Hub::new(&url, &token).unwrap()),
            officer,
            token,
        }
    }

    /// The complaint as the hub has it.
    pub async fn complaint(&self, id: ComplaintId) -> Complaint {
        let found = self.running().db().complaint(id).await.unwrap();
        found.expect("the hub has the complaint")
    }
}

pub fn key() -> KeySource {
    KeySource::raw([7; 32])
}

/// One desk: a store, and its way to the hub.
pub struct Desk {
    pub folder: TempDir,
    pub store: Store,
    pub upstream: Arc<dyn Upstream>,
    pub officer: OfficerId,
    pub token: String,
}

impl Desk {
    pub async fn sync(&self) -> Result<Summary, SyncError> {
        run_until_caught_up(self.store.clone(), self.upstream.clone(), surroundings()).await
    }

    pub fn engine(&self) -> Engine {
        Engine::start(self.store.clone(), self.upstream.clone(), surroundings())
    }

    /// The officer acts on what the desk shows.
    pub async fn act(&self, id: ComplaintId, kind: ChangeKind) -> OpId {
        let visible = self.visible(id).await;
        self.enqueue(OpId(Uuid::now_v7()), id, visible.base(), kind)
            .await
    }

    pub async fn enqueue(&self, op: OpId, id: ComplaintId, base: Base, kind: ChangeKind) -> OpId {
        let change = Change {
            op,
            complaint: id,
            by: Actor::officer(self.officer, "Petugas"),
            at: now(),
            base,
            kind,
        };
        self.store.journal().enqueue(&change, None).await.unwrap();
        op
    }

    pub async fn visible(&self, id: ComplaintId) -> Complaint {
        let found = self.store.view().get(id).await.unwrap();
        found.expect("the desk shows the complaint").complaint
    }

    pub async fn confirmed(&self, id: ComplaintId) -> Option<Complaint> {
        self.store.mirror().confirmed(id).await.unwrap()
    }

    pub async fn reopen(&mut self) {
        self.store.close().await;
        self.store = reopened(self.folder.path()).await;
    }
}

pub async fn reopened(folder: &Path) -> Store {
    Store::open(folder, &key()).await.unwrap().store
}
