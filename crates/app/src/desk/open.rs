//! Making, opening and closing a profile.

use std::path::Path;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};

use tanggap_domain::sla::OfficeRules;
use tanggap_ipc::settings::Settings;
use tanggap_store::{Connection, Opened, Store};
use tokio::sync::Notify;

use super::incoming::Incoming;
use super::link::Link;
use super::tidied::Tidied;
use super::told_daily::ToldDaily;
use super::touched::Touched;
use super::{Desk, Key, Surroundings, before};
use crate::error::{Result, internal, of_open, of_store};
use crate::import::copy;
use crate::office::{InForce, Office, first};
use crate::recovery;
use crate::settings::appearance::Appearance;
use crate::settings::stored;
use crate::upright::Breakdowns;

/// Where the journal keeps when the watch had looked at everything.
const LOOKED: &str = "watch-looked";

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
            journal.set_settings(&stored::to_disk(&settings)).await?;
            journal
                .add_calendar_version(&before::original(calendar), 0)
                .await
        };
        if let Err(cause) = saved.await {
            opened.store.close().await;
            return Err(of_store(cause));
        }
        Appearance::of(&settings).keep(folder);
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
        copy::sweep(folder);
        let journal = opened.store.journal();
        let read = async {
            let settings = journal.settings().await?.unwrap_or_default();
            let settings = stored::of_disk(settings);
            let calendars =
                before::adopted_calendars(&journal, &settings, around.clock.now()).await?;
            let rules = journal.rules_versions().await?;
            let rules: Vec<OfficeRules> = rules.into_iter().map(|version| version.rules).collect();
            // Taken, so that a desk which ends without a word looks at everything next time.
            let looked_ms: Option<i64> = journal.setting(LOOKED).await?;
            journal.delete_setting(LOOKED).await?;
            let touched = looked_ms.map_or_else(Touched::all, Touched::since);
            let connection = journal.connection().await?;
            let connection = before::moved_inside(&journal, connection).await?;
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
            tidied: Tidied::default(),
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
}
