//! An open profile: the store, the rules in force, the link to the hub, and who listens. The ground floor: use
//! cases take it, and it knows none of them.

mod account;
mod actor;
mod before;
mod held;
pub(crate) mod incoming;
mod key;
pub(crate) mod link;
mod open;
mod tidied;
mod told_daily;
pub(crate) mod touched;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_ipc::Event;
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::settings::KeyPlace;
use tanggap_store::{Connection, Store};
use tokio::sync::{Notify, broadcast};

use crate::clock::Clock;
use crate::notifier::Notifier;
use crate::office::{InForce, Office};
use crate::upright::Breakdowns;

use incoming::Incoming;
use link::Link;
use tidied::Tidied;
use told_daily::ToldDaily;
use touched::Touched;

pub(crate) use held::WHOLE_AT_ONCE;
pub use key::Key;

/// Events that a slow listener may be behind.
const EVENTS_WAITING: usize = 1_024;

/// One open profile.
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) notifier: Arc<dyn Notifier>,
    pub(crate) incoming: Incoming,
    pub(crate) importing: tokio::sync::Mutex<()>,
    /// The officer calls off the import that runs.
    pub(crate) import_called_off: Notify,
    pub(crate) link: Link,
    pub(crate) key: KeyPlace,
    /// Something the watch should look at again.
    pub(crate) watching: Arc<Notify>,
    pub(crate) breakdowns: Breakdowns,
    /// Whose notices it should hold against their deadlines.
    pub(crate) touched: Touched,
    pub(crate) told_daily: ToldDaily,
    /// When what is kept for a while only was last looked at.
    pub(crate) tidied: Tidied,
    /// One version of calendar and rules at a time.
    pub(crate) adopting: tokio::sync::Mutex<()>,
    office: Arc<InForce>,
    connection: Mutex<Option<Connection>>,
    /// Hub's clock minus this computer's, in milliseconds.
    clock_offset_ms: AtomicI64,
    repaired: Mutex<Option<Repaired>>,
    events: broadcast::Sender<Event>,
    version: &'static str,
}

/// What a desk needs from outside.
#[derive(Clone)]
pub struct Surroundings {
    pub clock: Arc<dyn Clock>,
    pub notifier: Arc<dyn Notifier>,
    pub events: broadcast::Sender<Event>,
    pub version: &'static str,
}

impl Surroundings {
    pub fn new(clock: Arc<dyn Clock>, notifier: Arc<dyn Notifier>, version: &'static str) -> Self {
        Self {
            clock,
            notifier,
            events: broadcast::channel(EVENTS_WAITING).0,
            version,
        }
    }
}

impl Desk {
    /// The time, corrected by the hub's clock.
    pub fn now(&self) -> DateTime<Utc> {
        let now = self.clock.now();
        let offset = TimeDelta::milliseconds(self.clock_offset_ms());
        now.checked_add_signed(offset).unwrap_or(now)
    }

    pub(crate) fn clock_offset_ms(&self) -> i64 {
        self.clock_offset_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn set_clock_offset_ms(&self, offset_ms: i64) {
        if self.clock.follows_the_hub() {
            self.clock_offset_ms.store(offset_ms, Ordering::Relaxed);
        }
    }

    /// The rules in force.
    pub fn office(&self) -> Arc<Office> {
        self.office.get()
    }

    pub(crate) fn in_force(&self) -> Arc<InForce> {
        Arc::clone(&self.office)
    }

    pub(crate) fn set_office(&self, office: Office) {
        self.office.set(office);
    }

    pub fn folder(&self) -> &Path {
        self.store.dir()
    }

    pub fn version(&self) -> &'static str {
        self.version
    }

    /// Where the user's downloads go.
    pub(crate) fn downloads(&self) -> Option<PathBuf> {
        dirs::download_dir().or_else(|| dirs::home_dir().map(|home| home.join("Downloads")))
    }

    /// What was repaired while opening; said once.
    pub(crate) fn take_repaired(&self) -> Option<Repaired> {
        self.repaired
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    pub(crate) fn set_repaired(&self, repaired: Repaired) {
        *self.repaired.lock().unwrap_or_else(PoisonError::into_inner) = Some(repaired);
    }

    /// Where the key of this profile is kept.
    pub fn key_place(&self) -> KeyPlace {
        self.key
    }

    /// Says something to whoever listens; nobody may.
    pub(crate) fn tell(&self, event: Event) {
        if let Event::ComplaintsChanged { ids } = &event {
            self.touched.add(ids);
        }
        let _nobody_listens = self.events.send(event);
    }

    /// Has the watch look at the deadlines again.
    pub(crate) fn watch_again(&self) {
        self.watching.notify_one();
    }

    /// Something waits in the outbox.
    pub(crate) fn wake(&self) {
        self.link.wake();
    }
}
