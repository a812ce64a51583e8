//! The desk's link to its hub: the running sync engine, and what it says in the window's words.
//!
//! Only here and in [`crate::boot`] is a way to a hub named. The engine's events are gathered for a moment
//! before the window hears them, so that a first sync does not drown it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::frame::SyncState;
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::StoreError;
use tanggap_sync::{
    Activity, Connection, Engine, Status, Summary, Surroundings, SyncError, SyncEvent,
};
use tanggap_upstream::{Hub, Network, Transport, Upstream};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use crate::desk::Desk;
use crate::error::{Result, of_store, of_upstream};
use crate::housekeeping;
use crate::own::{self, OwnHub};
use crate::practice::{self, PracticeHub};
use crate::upright;

/// How long events are gathered before the window hears of them.
const GATHER: Duration = Duration::from_millis(120);
/// More complaints than this are told as "many".
const MOST_NAMED: usize = 200;

/// The engine, while there is a hub to talk to.
#[derive(Default)]
pub(crate) struct Link {
    running: tokio::sync::Mutex<Option<Running>>,
    status: Mutex<Option<Watched>>,
    pub practice: PracticeHub,
    pub own: OwnHub,
    /// Why the own hub does not open.
    own_closed: Mutex<Option<Code>>,
}

struct Running {
    engine: Engine,
    relay: JoinHandle<()>,
}

/// How it stands, for whoever asks.
#[derive(Clone)]
struct Watched {
    status: watch::Receiver<Status>,
    /// The mirror was empty when the engine started.
    first_sync: bool,
}

impl Link {
    /// Stops the engine; nothing is written after this returns. The practice hub stays.
    pub async fn stop(&self) {
        let running = self.running.lock().await.take();
        *self.status() = None;
        if let Some(Running { engine, relay }) = running {
            engine.stop().await;
            relay.abort();
        }
    }

    /// Ends the engine's pauses.
    pub async fn sync_now(&self) {
        if let Some(running) = &*self.running.lock().await {
            running.engine.sync_now();
        }
    }

    /// Something waits in the outbox. Never blocks: while the engine changes, it starts anew anyway.
    pub fn wake(&self) {
        if let Ok(running) = self.running.try_lock()
            && let Some(running) = &*running
        {
            running.engine.wake();
        }
    }

    /// The sync pill.
    pub fn state(&self, stands_alone: bool, offset_ms: i64) -> SyncState {
        if stands_alone {
            return self.state_alone();
        }
        let watched = self.status().clone();
        match watched {
            None => SyncState::Connecting,
            Some(watched) => {
                let status = watched.status.borrow();
                state(&status, watched.first_sync, offset_ms)
            }
        }
    }

    /// When the hub last had nothing newer, corrected by its clock.
    pub fn synced_at(&self, offset_ms: i64) -> Option<DateTime<Utc>> {
        let watched = self.status().clone()?;
        let status = watched.status.borrow();
        let contact = status.last_contact_at.filter(|_| status.caught_up)?;
        contact.checked_add_signed(TimeDelta::milliseconds(offset_ms))
    }

    /// How often syncing broke down and stood up again.
    pub fn breakdowns(&self) -> u32 {
        let watched = self.status().clone();
        watched.map_or(0, |watched| watched.status.borrow().breakdowns.count)
    }

    fn own_closed(&self) -> std::sync::MutexGuard<'_, Option<Code>> {
        self.own_closed
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How a desk that stands alone is: it has nobody to wait for, unless its own hub does not open.
    fn state_alone(&self) -> SyncState {
        if let Some(code) = *self.own_closed() {
            return SyncState::OwnHubClosed { code };
        }
        let watched = self.status().clone();
        match watched.map(|watched| state(&watched.status.borrow(), watched.first_sync, 0)) {
            Some(first @ SyncState::FirstSync { .. }) => first,
            _ => SyncState::Standalone,
        }
    }

    /// Whether an engine talks to the hub now.
    pub async fn runs(&self) -> bool {
        self.running.lock().await.is_some()
    }

    /// Complaints taken in since the engine started.
    pub fn received(&self) -> u64 {
        let watched = self.status().clone();
        watched.map_or(0, |watched| watched.status.borrow().received)
    }

    /// Waits until the running engine has read everything that the hub had when this was called. Does nothing
    /// where none runs, or where the hub does not answer.
    pub async fn caught_up(&self, mut received: impl FnMut(u64)) {
        let Some(Watched { mut status, .. }) = self.status().clone() else {
            return;
        };
        // The first pause may have begun with what was read before; the second one has not.
        for _ in 0..2 {
            let before = status.borrow().listened;
            self.sync_now().await;
            let listens_again = |status: &Status| {
                received(status.received);
                status.listened > before
                    || !matches!(status.connection, Connection::Unknown | Connection::Online)
            };
            // An engine that was stopped has nothing more to say.
            let _ = status.wait_for(listens_again).await;
        }
    }

    fn offset_ms(&self) -> Option<i64> {
        let watched = self.status().clone()?;
        let status = watched.status.borrow();
        status.clock_offset_ms
    }

    fn status(&self) -> std::sync::MutexGuard<'_, Option<Watched>> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn state(status: &Status, first_sync: bool, offset_ms: i64) -> SyncState {
    let retry_at = status
        .next_try_at
        .and_then(|at| at.checked_add_signed(TimeDelta::milliseconds(offset_ms)));
    match &status.connection {
        Connection::Unknown => SyncState::Connecting,
        Connection::Online if !status.caught_up && first_sync => SyncState::FirstSync {
            done: status.received,
            total: None,
        },
        Connection::Online => match status.activity {
            Activity::Resting | Activity::Listening if status.caught_up => SyncState::UpToDate,
            Activity::Resting
            | Activity::Listening
            | Activity::Identifying
            | Activity::Pushing
            | Activity::Pulling => SyncState::Syncing,
        },
        Connection::CaptivePortal => SyncState::CaptivePortal,
        Connection::NeedsLogin { .. } => SyncState::NeedsLogin,
        Connection::TooOld => SyncState::TooOld,
        // The hub answers nothing usable, or our own disk does not take it: either way it is tried
        // again, and the log says which.
        Connection::Offline(_) | Connection::Refused(_) | Connection::StoreFailed => {
            SyncState::Offline { retry_at }
        }
    }
}

/// Starts talking to the hub the desk is connected to. One inside the desk is opened first, and made where
/// there is none, without keeping the window waiting.
pub(crate) async fn begin(desk: &Arc<Desk>) {
    let is_inside = |hub: &tanggap_store::Connection| {
        [practice::ADDRESS, own::ADDRESS].contains(&hub.hub_url.as_str())
    };
    if desk.connection().is_none_or(|hub| is_inside(&hub)) {
        let desk = Arc::clone(desk);
        tokio::spawn(async move {
            if settled(&desk).await.is_ok() {
                start(&desk).await;
            }
        });
        return;
    }
    if let Err(error) = own::finish_leaving(desk).await {
        tracing::warn!(code = ?error.code, "The hub that was left is taken away at the next start");
    }
    start(desk).await;
}

/// The desk has a hub: its own where it has no other. Where that does not open, the window says so.
pub(crate) async fn settled(desk: &Desk) -> Result<()> {
    let settled = own::settle(desk).await;
    let code = settled.as_ref().err().map(|error| error.code);
    *desk.link.own_closed() = code;
    if code.is_some() {
        desk.tell_frame().await;
    }
    settled
}

async fn start(desk: &Arc<Desk>) {
    desk.link.stop().await;
    let upstream = match upstream(desk).await {
        Ok(upstream) => upstream,
        Err(error) => {
            tracing::warn!(code = ?error.code, "There is no hub to talk to");
            return;
        }
    };
    let first_sync = matches!(desk.store.mirror().scopes().await, Ok(scopes)
        if scopes.iter().all(|scope| scope.cursor.is_none()));
    let engine = Engine::start(desk.store.clone(), upstream, surroundings(desk));
    let watched = Watched {
        status: engine.status(),
        first_sync,
    };
    *desk.link.status() = Some(watched);
    let (listener, watched) = (Arc::downgrade(desk), Arc::downgrade(desk));
    let (mut first, later) = (Some(engine.events()), engine.events());
    let relay = tokio::spawn(async move {
        let next = || {
            let events = first.take().unwrap_or_else(|| later.resubscribe());
            relay(listener.clone(), events)
        };
        upright::keep("relay", next, || upright::note(&watched)).await;
    });
    *desk.link.running.lock().await = Some(Running { engine, relay });
    desk.tell_frame().await;
}

/// Talks to the hub until there is nothing more to do, for the command line.
pub async fn sync(desk: &Desk) -> Result<Summary> {
    settled(desk).await?;
    let upstream = upstream(desk).await?;
    // There is no undo button here: what was held back when the window closed leaves with the rest.
    desk.store.journal().release_holds();
    housekeeping::daily(desk, desk.now()).await;
    tanggap_sync::run_until_caught_up(desk.store.clone(), upstream, surroundings(desk))
        .await
        .map_err(|error| match error {
            SyncError::Upstream(error) => of_upstream(error),
            SyncError::Store(error) => of_store(error),
        })
}

/// A desk that stands alone and holds nothing of its own hub yet, since its mirror was made anew, reads it at
/// once: there is no network to wait for.
///
/// # Errors
/// As [`sync`].
pub async fn read_own_anew(desk: &Desk) -> Result<()> {
    let is_own = |hub: &tanggap_store::Connection| hub.hub_url == own::ADDRESS;
    if !desk.connection().is_some_and(|hub| is_own(&hub)) {
        return Ok(());
    }
    let scopes = desk.store.mirror().scopes().await.map_err(of_store)?;
    match scopes.iter().all(|scope| scope.cursor.is_none()) {
        true => sync(desk).await.map(|_| ()),
        false => Ok(()),
    }
}

/// What the hub does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Changes that wait to be sent.
    pub waiting: u64,
    /// Changes that wait for a decision.
    pub attention: u64,
}

/// What is left to be sent.
pub async fn left(desk: &Desk) -> Result<Left> {
    let stats = desk.store.journal().stats().await.map_err(of_store)?;
    Ok(Left {
        waiting: stats.queued,
        attention: stats.attention,
    })
}

async fn upstream(desk: &Desk) -> Result<Arc<dyn Upstream>> {
    let connection = desk
        .connection()
        .ok_or_else(|| Error::with(Code::Offline, "no hub"))?;
    Ok(Arc::new(hub(desk, &connection).await?))
}

/// The hub of this connection.
pub(crate) async fn hub(desk: &Desk, connection: &tanggap_store::Connection) -> Result<Hub> {
    let bad = |_| Error::new(Code::BadAddress);
    let way: Arc<dyn Transport> = match connection.hub_url.as_str() {
        practice::ADDRESS => desk.link.practice.way(desk).await?,
        own::ADDRESS => desk.link.own.way(desk).await?,
        address => Arc::new(Network::to(address).map_err(bad)?),
    };
    Hub::over(way, &connection.token).map_err(bad)
}

fn surroundings(desk: &Desk) -> Surroundings {
    let (clock, in_force) = (Arc::clone(&desk.clock), desk.in_force());
    let now = Arc::clone(&clock);
    Surroundings {
        now: Arc::new(move || now.now()),
        follows_source: desk.clock.follows_the_hub(),
        clocks_of: Arc::new(move |complaint| in_force.get().kept(complaint, clock.now())),
    }
}

/// What a moment's events come to.
#[derive(Default)]
struct Gathered {
    complaints: BTreeSet<ComplaintId>,
    many: bool,
    outbox: bool,
    settings: bool,
}

impl Gathered {
    fn take(&mut self, event: SyncEvent) {
        match event {
            SyncEvent::StatusChanged => {}
            SyncEvent::ComplaintsChanged(ids) => self.complaints.extend(ids),
            SyncEvent::Settled { complaint, .. } | SyncEvent::AttentionNeeded { complaint, .. } => {
                self.complaints.insert(complaint);
                self.outbox = true;
            }
            SyncEvent::Overtaken(_) | SyncEvent::OutboxChanged => self.outbox = true,
            SyncEvent::ReferenceChanged | SyncEvent::AccountChanged => self.settings = true,
        }
    }

    fn missed_some(&mut self) {
        self.many = true;
        self.outbox = true;
    }

    async fn tell(self, desk: &Desk) {
        if self.settings {
            desk.read_connection().await;
            desk.tell(Event::SettingsChanged);
        }
        if self.many || !self.complaints.is_empty() {
            let ids = if self.many || self.complaints.len() > MOST_NAMED {
                Vec::new()
            } else {
                self.complaints.into_iter().collect()
            };
            desk.tell(Event::ComplaintsChanged { ids });
            desk.watch_again();
        }
        if self.outbox {
            desk.tell(Event::OutboxChanged);
        }
        desk.tell_frame().await;
    }
}

async fn relay(desk: Weak<Desk>, mut events: broadcast::Receiver<SyncEvent>) {
    loop {
        let mut gathered = Gathered::default();
        match events.recv().await {
            Ok(event) => gathered.take(event),
            Err(RecvError::Lagged(_)) => gathered.missed_some(),
            Err(RecvError::Closed) => return,
        }
        tokio::time::sleep(GATHER).await;
        loop {
            match events.try_recv() {
                Ok(event) => gathered.take(event),
                Err(broadcast::error::TryRecvError::Lagged(_)) => gathered.missed_some(),
                Err(_) => break,
            }
        }
        let Some(desk) = desk.upgrade() else { return };
        if let Some(offset_ms) = desk.link.offset_ms() {
            desk.set_clock_offset_ms(offset_ms);
        }
        gathered.tell(&desk).await;
    }
}

impl Desk {
    /// Something waits in the outbox.
    pub(crate) fn wake(&self) {
        self.link.wake();
    }

    /// The content of an attachment; fetched from the hub, and kept, where the desk does not have it.
    pub(crate) async fn blob(&self, sha256: &str) -> Result<Vec<u8>> {
        match self.store.blobs().get(sha256).await {
            Err(StoreError::NoBlob) if self.connection().is_some() => {}
            other => return other.map_err(of_store),
        }
        let content = upstream(self)
            .await?
            .download(sha256)
            .await
            .map_err(of_upstream)?;
        let content = Vec::from(content);
        self.keep_blob(content.clone()).await?;
        Ok(content)
    }
}

#[cfg(test)]
mod tests {
    use tanggap_upstream::Why;

    use super::*;

    #[track_caller]
    fn check(connection: Connection, activity: Activity, caught_up: bool, expected: SyncState) {
        let status = Status {
            connection,
            activity,
            caught_up,
            received: 7,
            ..Status::default()
        };
        assert_eq!(state(&status, true, 0), expected);
    }

    #[test]
    fn the_pill_says_how_it_stands() {
        let first = SyncState::FirstSync {
            done: 7,
            total: None,
        };
        check(
            Connection::Unknown,
            Activity::Resting,
            false,
            SyncState::Connecting,
        );
        check(Connection::Online, Activity::Pulling, false, first);
        check(
            Connection::Online,
            Activity::Listening,
            true,
            SyncState::UpToDate,
        );
        check(
            Connection::Online,
            Activity::Pushing,
            true,
            SyncState::Syncing,
        );
        check(
            Connection::Offline(Why::Network),
            Activity::Resting,
            true,
            SyncState::Offline { retry_at: None },
        );
        check(
            Connection::NeedsLogin { revoked: true },
            Activity::Resting,
            true,
            SyncState::NeedsLogin,
        );
    }
}
