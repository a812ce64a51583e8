//! The desk's link to its hub: starts the sync engine, and passes on what it says.
//!
//! The engine's events are gathered for a moment before the window hears them, so that a first sync does not
//! drown it.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Event;
use tanggap_ipc::boot::{OWN_HUB, PRACTICE_HUB};
use tanggap_store::Connection;
use tanggap_sync::{Engine, Summary, Surroundings, SyncError, SyncEvent};
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use crate::desk::Desk;
use crate::error::{Result, of_store, of_upstream};
use crate::frame;
use crate::{housekeeping, own, reach, upright};

/// How long events are gathered before the window hears of them.
const GATHER: Duration = Duration::from_millis(120);
/// More complaints than this are told as "many".
const MOST_NAMED: usize = 200;

/// Starts talking to the hub the desk is connected to. One inside the desk is opened first, and made where
/// there is none, without keeping the window waiting.
pub(crate) async fn begin(desk: &Arc<Desk>) {
    let is_inside = |hub: &Connection| [PRACTICE_HUB, OWN_HUB].contains(&hub.hub_url.as_str());
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
    desk.link.set_own_closed(code);
    if code.is_some() {
        desk.tell_frame().await;
    }
    settled
}

async fn start(desk: &Arc<Desk>) {
    desk.link.stop().await;
    let upstream = match reach::upstream(desk).await {
        Ok(upstream) => upstream,
        Err(error) => {
            tracing::warn!(code = ?error.code, "There is no hub to talk to");
            return;
        }
    };
    let first_sync = matches!(desk.store.mirror().scopes().await, Ok(scopes)
        if scopes.iter().all(|scope| scope.cursor.is_none()));
    let engine = Engine::start(desk.store.clone(), upstream, surroundings(desk));
    desk.link.watch(engine.status(), first_sync);
    let (listener, watched) = (Arc::downgrade(desk), Arc::downgrade(desk));
    let (mut first, later) = (Some(engine.events()), engine.events());
    let relay = tokio::spawn(async move {
        let next = || {
            let events = first.take().unwrap_or_else(|| later.resubscribe());
            relay(listener.clone(), events)
        };
        upright::keep("relay", next, || frame::broke_down(&watched)).await;
    });
    desk.link.keep(engine, relay).await;
    desk.tell_frame().await;
}

/// Talks to the hub until there is nothing more to do, for the command line.
pub async fn sync(desk: &Desk) -> Result<Summary> {
    settled(desk).await?;
    let upstream = reach::upstream(desk).await?;
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
    let is_own = |hub: &Connection| hub.hub_url == OWN_HUB;
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
