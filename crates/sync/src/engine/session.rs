//! Syncing without a task of its own: until everything is read and offered, for the command line; and
//! step by step, for simulations. Ends within a bound that is stated, whatever the source does.

use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tanggap_store::{Store, StoreError};
use tanggap_upstream::{Upstream, UpstreamError, Why};
use tokio::sync::watch;
use tokio::time::Instant;

use super::worker::Worker;
use super::{Surroundings, SyncError, millis};
use crate::core::{Core, Report, Step, Wake};
use crate::status::{Status, Summary};

/// So many failures without anything getting through in between end a run; and so many in all.
const TRIES: u32 = 3;
const TRIES_IN_ALL: u32 = 12;
/// The longest pause that is waited for.
const LONGEST_PAUSE_MS: u64 = 5_000;
/// The longest run. What was done by then is done, and the next one goes on from there.
const LONGEST_RUN: Duration = Duration::from_secs(30 * 60);

/// Pushes and pulls until there is nothing more to do, then ends: after three failures in a row or twelve
/// in all, and after half an hour in any case. One request takes at most two minutes.
///
/// # Errors
/// [`SyncError`] where the source cannot be reached or refuses. What was done by then is done.
pub async fn run_until_caught_up(
    store: Store,
    upstream: Arc<dyn Upstream>,
    around: Surroundings,
) -> Result<Summary, SyncError> {
    let mut session = Session::new(store, upstream, around);
    match tokio::time::timeout(LONGEST_RUN, catch_up(&mut session)).await {
        Ok(ended) => ended?,
        Err(_) => {
            let overdue = UpstreamError::Transient {
                why: Why::Timeout,
                retry_after_ms: None,
            };
            return Err(overdue.into());
        }
    }
    session.summary().await.map_err(Into::into)
}

async fn catch_up(session: &mut Session) -> Result<(), SyncError> {
    let (started, mut random) = (Instant::now(), StdRng::from_os_rng());
    let mut chance = || random.random();
    let (mut failures, mut in_all) = (0, 0);
    while !session.is_caught_up() {
        let now_ms = millis(started.elapsed());
        match session.next(now_ms, &mut chance) {
            Step::Sleep { until_ms } => {
                let pause_ms = until_ms.map(|until_ms| until_ms.saturating_sub(now_ms));
                match pause_ms {
                    Some(pause_ms) if pause_ms <= LONGEST_PAUSE_MS => {
                        tokio::time::sleep(Duration::from_millis(pause_ms)).await;
                    }
                    _ => return Err(session.trouble()),
                }
            }
            step => {
                let report = session.worker.perform(step).await;
                match &report {
                    Report::Failed(_) | Report::StoreFailed => {
                        failures += 1;
                        in_all += 1;
                    }
                    Report::Pushed { decided: 1.., .. } | Report::Pulled { news: true, .. } => {
                        failures = 0;
                    }
                    _ => {}
                }
                let now_ms = millis(started.elapsed());
                session.core.report(report, now_ms, &mut chance);
                if failures >= TRIES || in_all >= TRIES_IN_ALL {
                    return Err(session.trouble());
                }
            }
        }
    }
    Ok(())
}

/// One desk's sync, step by step, with time and chance given from outside: the same core and the same
/// steps as the engine, without its task. Simulations drive it.
pub struct Session {
    core: Core,
    worker: Worker,
}

impl Session {
    pub fn new(store: Store, upstream: Arc<dyn Upstream>, around: Surroundings) -> Self {
        let (status, _) = watch::channel(Status::default());
        Self {
            core: Core::default(),
            worker: Worker::new(store, upstream, around, None, status),
        }
    }

    /// See [`Core::next`].
    pub fn next(&mut self, now_ms: u64, chance: &mut dyn FnMut() -> f64) -> Step {
        self.core.next(now_ms, chance)
    }

    /// Does a step and takes in how it went.
    pub async fn perform(&mut self, step: Step, now_ms: u64, chance: &mut dyn FnMut() -> f64) {
        let report = self.worker.perform(step).await;
        self.core.report(report, now_ms, chance);
    }

    /// See [`Core::wake`].
    pub fn wake(&mut self, wake: Wake) {
        self.core.wake(wake);
    }

    /// See [`Core::is_caught_up`].
    pub fn is_caught_up(&self) -> bool {
        self.core.is_caught_up()
    }

    /// What it came to so far.
    pub async fn summary(&self) -> Result<Summary, StoreError> {
        let stats = self.worker.store.journal().stats().await?;
        Ok(Summary {
            waiting: stats.queued,
            conflicts: stats.attention,
            ..self.worker.summary
        })
    }

    fn trouble(&mut self) -> SyncError {
        self.worker.trouble(self.core.connection())
    }
}
