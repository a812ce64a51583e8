//! An open profile: the store, the rules in force, the link to the hub, and who listens. Use cases
//! take it; what it does itself is to open, close, and say who acts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::change::Mandate;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::sla::{AdoptedCalendar, OfficeRules};
use tanggap_ipc::boot::Repaired;
use tanggap_ipc::settings::{KeyPlace, Settings};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{
    CalendarVersion, Connection, Journal, Named, Opened, Store, StoreError, StoredSettings,
    Visible, Witness,
};
use tokio::sync::{Notify, broadcast};

use crate::clock::Clock;
use crate::error::{Result, internal, of_open, of_store};
use crate::files::Incoming;
use crate::housekeeping::Looked;
use crate::link::Link;
use crate::notifier::Notifier;
use crate::office::{InForce, Office, first};
use crate::upright::Breakdowns;
use crate::watch::{ToldDaily, Touched};
use crate::{own, practice, recovery, settings};

/// Where the journal keeps when the watch had looked at everything.
const LOOKED: &str = "watch-looked";
/// Whole complaints that are read, and in memory, at a time.
pub(crate) const WHOLE_AT_ONCE: usize = 64;
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
    pub(crate) tidied: Looked,
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
    /// Makes a profile in `folder` and opens it.
    ///
    /// # Errors
    /// What opening answers; nothing of use is left behind.
    pub async fn create(
        folder: &Path,
        key: &Key,
        settings: Settings,
        around: &Surroundings,
    ) -> Result<Arc<Self>> {
        let calendar = first::calendar(&settings, around.clock.now()).map_err(internal)?;
        let calendars = vec![calendar.clone()];
        let office = Office::new(settings.clone(), calendars, &[]).map_err(internal)?;
        let opened = Store::create(folder, &key.source())
            .await
            .map_err(of_open)?;
        let journal = opened.store.journal();
        let saved = async {
            journal.set_settings(&settings::to_disk(&settings)).await?;
            journal.add_calendar_version(&original(calendar), 0).await
        };
        if let Err(cause) = saved.await {
            opened.store.close().await;
            return Err(of_store(cause));
        }
        settings::Look::of(&settings).keep(folder);
        Ok(Arc::new(Self::of(
            opened,
            key,
            office,
            None,
            Touched::all(),
            around,
        )))
    }

    /// Opens the profile in `folder`.
    ///
    /// # Errors
    /// [`Code::NoProfile`], [`Code::WrongKey`], [`Code::AlreadyRunning`] and the like.
    pub async fn open(folder: &Path, key: &Key, around: &Surroundings) -> Result<Arc<Self>> {
        let opened = Store::open(folder, &key.source()).await.map_err(of_open)?;
        crate::import::sweep(folder);
        let journal = opened.store.journal();
        let read = async {
            let settings = journal.settings().await?.unwrap_or_default();
            let settings = settings::of_disk(settings);
            let calendars = adopted_calendars(&journal, &settings, around).await?;
            let rules = journal.rules_versions().await?;
            let rules: Vec<OfficeRules> = rules.into_iter().map(|version| version.rules).collect();
            // Taken, so that a desk which ends without a word looks at everything next time.
            let looked_ms: Option<i64> = journal.setting(LOOKED).await?;
            journal.delete_setting(LOOKED).await?;
            let touched = looked_ms.map_or_else(Touched::all, Touched::since);
            let connection = journal.connection().await?;
            let connection = practice::moved_inside(&journal, connection).await?;
            Ok((settings, calendars, rules, touched, connection))
        };
        let (settings, calendars, rules, touched, connection) = match read.await {
            Ok(read) => read,
            Err(cause) => {
                opened.store.close().await;
                return Err(of_store(cause));
            }
        };
        let office = match Office::new(settings, calendars, &rules) {
            Ok(office) => office,
            Err(cause) => {
                opened.store.close().await;
                return Err(internal(cause));
            }
        };
        Ok(Arc::new(Self::of(
            opened, key, office, connection, touched, around,
        )))
    }

    fn of(
        opened: Opened,
        key: &Key,
        office: Office,
        connection: Option<Connection>,
        touched: Touched,
        around: &Surroundings,
    ) -> Self {
        let repaired = recovery::repaired(&opened);
        Self {
            store: opened.store,
            clock: Arc::clone(&around.clock),
            notifier: Arc::clone(&around.notifier),
            incoming: Incoming::default(),
            importing: tokio::sync::Mutex::default(),
            import_called_off: Notify::new(),
            link: Link::default(),
            key: key.place(),
            watching: Arc::default(),
            breakdowns: Breakdowns::default(),
            touched,
            told_daily: ToldDaily::default(),
            tidied: Looked::default(),
            adopting: tokio::sync::Mutex::default(),
            office: Arc::new(InForce::new(office)),
            connection: Mutex::new(connection),
            clock_offset_ms: AtomicI64::new(0),
            repaired: Mutex::new(repaired),
            events: around.events.clone(),
            version: around.version,
        }
    }

    /// Ends what runs in the background and closes the files.
    pub async fn close(&self) {
        self.link.stop().await;
        self.link.practice.close().await;
        self.link.own.close().await;
        if let Some(looked_ms) = self.touched.clean()
            && let Err(cause) = self.store.journal().set_setting(LOOKED, &looked_ms).await
        {
            tracing::warn!(%cause, "The next start will look at every notice");
        }
        self.store.close().await;
        self.watch_again();
    }

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

    /// The hub this desk is connected to; its own one included. None before the first start is through.
    pub fn connection(&self) -> Option<Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether no region's hub is there: the desk is its own authority, see [`crate::own`].
    pub fn stands_alone(&self) -> bool {
        let connection = self.connection();
        connection.is_none_or(|connection| connection.hub_url == own::ADDRESS)
    }

    /// The region's hub or the one for practice; none for a desk that stands alone.
    pub(crate) fn other_hub(&self) -> Option<Connection> {
        self.connection()
            .filter(|connection| connection.hub_url != own::ADDRESS)
    }

    /// Keeps the connection; it is on the disk when this returns.
    pub(crate) async fn set_connection(&self, connection: Option<Connection>) -> Result<()> {
        self.store
            .journal()
            .set_connection(connection.as_ref())
            .await
            .map_err(of_store)?;
        *self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = connection;
        Ok(())
    }

    /// Takes over what the engine wrote about the account.
    pub(crate) async fn read_connection(&self) {
        match self.store.journal().connection().await {
            Ok(connection) => {
                *self
                    .connection
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = connection;
            }
            Err(cause) => tracing::warn!(%cause, "The account could not be read"),
        }
    }

    /// Who acts here: the hub's officer, else the office itself.
    pub(crate) fn actor(&self) -> Actor {
        match self.connection() {
            // What the hub granted last, also while there is no line.
            Some(connection) => Actor::officer(connection.officer, connection.officer_name)
                .with_mandate(Mandate::of_scopes(&connection.scopes)),
            None => Actor::office(self.office().settings.office.clone()),
        }
    }

    /// Who acts here on this complaint: what the hub granted last, also while there is no line.
    pub(crate) fn actor_on(&self, complaint: &Complaint) -> Actor {
        let actor = self.actor();
        match self.connection() {
            Some(connection) => {
                let region = complaint.location.region.as_ref();
                actor.with_mandate(Mandate::on(&connection.scopes, region))
            }
            None => actor,
        }
    }

    /// Who is at the desk now, for records.
    pub(crate) fn witness(&self, at: DateTime<Utc>) -> Witness {
        Witness {
            who: self.actor().name,
            at,
        }
    }

    /// A fresh operation id.
    pub(crate) fn new_op(&self) -> OpId {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
        let stamp =
            uuid::Timestamp::from_unix(uuid::NoContext, seconds, now.timestamp_subsec_nanos());
        OpId(uuid::Uuid::new_v7(stamp))
    }

    /// A complaint as people see it.
    pub(crate) async fn visible(&self, id: ComplaintId) -> Result<Visible> {
        self.find(id)
            .await?
            .ok_or_else(|| Error::new(Code::NotFound))
    }

    pub(crate) async fn find(&self, id: ComplaintId) -> Result<Option<Visible>> {
        self.store.view().get(id).await.map_err(of_store)
    }

    /// The complaints of `ids` that are held, in this order. Whole ones: at most [`WHOLE_AT_ONCE`].
    pub(crate) async fn find_many(&self, ids: &[ComplaintId]) -> Result<Vec<Visible>> {
        let found = self.store.view().get_many(ids.to_vec()).await;
        found.map_err(of_store)
    }

    /// What these complaints are called; those that have left this desk are left out.
    pub(crate) async fn named(
        &self,
        ids: impl IntoIterator<Item = ComplaintId>,
    ) -> Result<HashMap<ComplaintId, Named>> {
        let ids: Vec<ComplaintId> = ids.into_iter().collect();
        self.store.view().named(&ids).await.map_err(of_store)
    }

    /// Keeps the clocks of a complaint that exists only here.
    pub(crate) async fn refresh_due(&self, id: ComplaintId) {
        let refreshed = async {
            let visible = self.store.view().get(id).await?;
            let Some(visible) = visible.filter(|visible| visible.confirmed().is_none()) else {
                return Ok(());
            };
            let kept = self.office().kept(&visible.complaint, self.now());
            self.store.mirror().keep_clocks(id, kept).await
        };
        // A cache: what is saved is saved, and the next change of the calendar computes it again.
        if let Err(cause) = refreshed.await {
            tracing::warn!(complaint = %id, %cause, "A deadline was not computed");
        }
    }

    /// Keeps the content of an attachment; it is on the disk when this returns.
    pub(crate) async fn keep_blob(&self, content: Vec<u8>) -> Result<String> {
        self.store.blobs().put(content).await.map_err(of_store)
    }

    pub(crate) async fn has_blob(&self, sha256: &str) -> Result<bool> {
        self.store.blobs().contains(sha256).await.map_err(of_store)
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
}

/// A version that brings nothing back.
fn original(adopted: AdoptedCalendar) -> CalendarVersion {
    CalendarVersion {
        adopted,
        restores: None,
    }
}

/// Every calendar of the profile. One of before calendars had versions gets its first here, from the
/// hours it kept among its settings.
async fn adopted_calendars(
    journal: &Journal,
    settings: &Settings,
    around: &Surroundings,
) -> std::result::Result<Vec<AdoptedCalendar>, StoreError> {
    let versions = journal.calendar_versions().await?;
    if !versions.is_empty() {
        return Ok(versions
            .into_iter()
            .map(|version| version.adopted)
            .collect());
    }
    let hours = journal.setting(StoredSettings::KEY).await?;
    let hours: first::FirstHours = hours.unwrap_or_default();
    let now = around.clock.now();
    let calendar = first::of_hours(settings, &hours, now).or_else(|cause| {
        tracing::warn!(%cause, "The hours kept make no calendar; the standard week is used");
        first::calendar(settings, now)
    });
    match calendar {
        Ok(calendar) => {
            journal
                .add_calendar_version(&original(calendar.clone()), 0)
                .await?;
            Ok(vec![calendar])
        }
        // The office stands on the bundled calendar then, and says so when it is made.
        Err(_) => Ok(Vec::new()),
    }
}

/// How a profile is opened.
#[derive(Clone)]
pub enum Key {
    Keychain,
    Passphrase(String),
}

impl Key {
    /// The passphrase where there is one, else the keychain.
    pub fn of(passphrase: Option<&str>) -> Self {
        match passphrase {
            Some(passphrase) => Self::Passphrase(passphrase.to_owned()),
            None => Self::Keychain,
        }
    }

    fn source(&self) -> tanggap_store::KeySource {
        match self {
            Self::Keychain => tanggap_store::KeySource::Keychain,
            Self::Passphrase(passphrase) => {
                tanggap_store::KeySource::passphrase(passphrase.clone())
            }
        }
    }

    fn place(&self) -> KeyPlace {
        match self {
            Self::Keychain => KeyPlace::Keychain,
            Self::Passphrase(_) => KeyPlace::Passphrase,
        }
    }
}
