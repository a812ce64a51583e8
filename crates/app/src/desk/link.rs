//! The engine that talks to the hub, how it stands in the window's words, and the hubs inside this program.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_ipc::Code;
use tanggap_ipc::frame::SyncState;
use tanggap_sync::{Activity, Connection, Engine, Status};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::inside::HubInside;

/// The engine, while there is a hub to talk to.
#[derive(Default)]
pub(crate) struct Link {
    running: tokio::sync::Mutex<Option<Running>>,
    status: Mutex<Option<Watched>>,
    /// The hub for practice inside this program.
    pub practice: HubInside,
    /// The desk's own hub.
    pub own: HubInside,
    /// One at a time: window and background may both ask for the own hub.
    pub settling: tokio::sync::Mutex<()>,
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

    /// An engine begins to talk to a hub; `first_sync`: the mirror is empty.
    pub fn watch(&self, status: watch::Receiver<Status>, first_sync: bool) {
        *self.status() = Some(Watched { status, first_sync });
    }

    /// It talks from here on, and `relay` passes on what it says.
    pub async fn keep(&self, engine: Engine, relay: JoinHandle<()>) {
        *self.running.lock().await = Some(Running { engine, relay });
    }

    /// Why the own hub does not open; none where it does.
    pub fn set_own_closed(&self, code: Option<Code>) {
        *self.own_closed() = code;
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

    fn own_closed(&self) -> MutexGuard<'_, Option<Code>> {
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

    /// Hub's clock minus this computer's, in milliseconds, where the hub has answered.
    pub fn offset_ms(&self) -> Option<i64> {
        let watched = self.status().clone()?;
        let status = watched.status.borrow();
        status.clock_offset_ms
    }

    fn status(&self) -> MutexGuard<'_, Option<Watched>> {
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
