//! A desk on a real, encrypted profile, with a clock that is moved by hand.

use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
use tanggap_app::clock::HandClock;
use tanggap_app::desk::{Key, Surroundings};
use tanggap_app::notifier::{Notification, Notifier, Slot};
use tanggap_app::{Desk, compose, outbox, record};
use tanggap_domain::change::{ChangeKind, NewComplaint};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Category, Channel, Location};
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::region::RegionCode;
use tanggap_ipc as ipc;
use tanggap_ipc::settings::Settings;

/// Friday, in office hours.
pub const NOW: &str = "2026-11-20T10:00:00+07:00";

pub struct Office {
    pub desk: Arc<Desk>,
    pub clock: Arc<HandClock>,
    pub told: Arc<Told>,
    pub around: Surroundings,
    pub folder: tempfile::TempDir,
}

/// What was shown and taken back, in order.
#[derive(Default)]
pub struct Told {
    shown: Mutex<Vec<Notification>>,
    withdrawn: Mutex<Vec<Slot>>,
}

impl Notifier for Told {
    fn show(&self, notification: Notification) {
        self.shown.lock().unwrap().push(notification);
    }

    fn withdraw(&self, slot: Slot) {
        self.withdrawn.lock().unwrap().push(slot);
    }
}

impl Told {
    pub fn take(&self) -> Vec<Notification> {
        std::mem::take(&mut self.shown.lock().unwrap())
    }

    pub fn take_withdrawn(&self) -> Vec<Slot> {
        std::mem::take(&mut self.withdrawn.lock().unwrap())
    }
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn key() -> Key {
    Key::Passphrase("kata sandi uji".into())
}

impl Office {
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock::at(at(NOW)));
        let told = Arc::new(Told::default());
        let around = Surroundings::new(clock.clone(), told.clone(), "0.0.0");
        let settings = Settings {
            office: "Kantor Uji".into(),
            region: Some(RegionCode::parse("35.78").unwrap()),
            ..Settings::default()
        };
        let desk = Desk::create(&profile(folder.path()), &key(), settings, &around)
            .await
            .unwrap();
        Self {
            desk,
            clock,
            told,
            around,
            folder,
        }
    }

    pub async fn reopen(self) -> Self {
        self.desk.close().await;
        let desk = Desk::open(&profile(self.folder.path()), &key(), &self.around)
            .await
            .unwrap();
        Self { desk, ..self }
    }

    pub async fn record(&self, title: &str, received: &str) -> ComplaintId {
        self.try_record(title, received).await.unwrap()
    }

    pub async fn try_record(&self, title: &str, received: &str) -> Result<ComplaintId, ipc::Error> {
        let new = NewComplaint {
            title: title.into(),
            body: "Lampu di depan balai warga padam.".into(),
            classification: Classification::PengaduanTidakBerkadar,
            category: Category::read(None, "Perhubungan > Penerangan jalan"),
            channel: Channel::Phone,
            privacy: Default::default(),
            reporter: Default::default(),
            received_at: at(received),
            incident_on: None,
            location: Location {
                region: Some(RegionCode::parse("35.78.13").unwrap()),
                ..Location::default()
            },
            agency: None,
            attachments: Vec::new(),
        };
        let request = ipc::record::SubmitRecord { new };
        let recorded = record::submit(&self.desk, request).await?;
        Ok(recorded.complaint)
    }

    pub async fn submit(
        &self,
        complaint: ComplaintId,
        change: ChangeKind,
    ) -> Result<ipc::compose::Submitted, ipc::Error> {
        compose::submit(&self.desk, ipc::compose::Submit::new(complaint, change)).await
    }

    pub async fn outbox(&self) -> Vec<ipc::outbox::OutboxRow> {
        outbox::list(&self.desk, ipc::outbox::List).await.unwrap()
    }
}

pub fn profile(folder: &Path) -> std::path::PathBuf {
    folder.join("profil")
}
