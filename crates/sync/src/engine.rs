//! Runs the core: one task that does one step after the other, and can be dropped at any point.
//!
//! What is under way is nowhere written down. Whatever breaks off, the cursor stands where the rows
//! are and the journal holds what was not settled.

mod account;
mod fetched;
mod fit;
mod offer;
mod pull;
pub mod push;
mod session;
mod worker;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use futures::FutureExt;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla::Kept;
use tanggap_store::{Store, StoreError};
use tanggap_upstream::{Upstream, UpstreamError};
use tokio::sync::{broadcast, mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::core::{Connection, Core, Report, Step, Wake};
use crate::status::{Activity, Breakdowns, Status, SyncEvent};
pub use session::{Session, run_until_caught_up};
use worker::Worker;

/// Events that a slow listener may be behind before it misses some.
const EVENTS_WAITING: usize = 1_024;
/// Pauses after a breakdown of our own: the first, and the longest.
const BREAKDOWN_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_BREAKDOWN_PAUSE: Duration = Duration::from_secs(300);

/// What the engine needs from its surroundings.
#[derive(Clone)]
pub struct Surroundings {
    /// The desk's own clock, not corrected.
    pub now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    /// Whether the desk corrects its clock by the source's in what it writes down. A clock that was
    /// set on purpose is not corrected.
    pub follows_source: bool,
    /// What is kept of the clocks of a confirmed complaint.
    pub clocks_of: ClocksOf,
}

/// What is kept of the clocks of a complaint; the desk's calendar and policy decide.
pub type ClocksOf = Arc<dyn Fn(&Complaint) -> Kept + Send + Sync>;

/// Why a run until caught up ended early. What was done by then is done.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error(transparent)]
    Upstream(#[from] UpstreamError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The running engine. Dropping it stops it.
pub struct Engine {
    wakes: mpsc::UnboundedSender<Wake>,
    stop: watch::Sender<bool>,
    status: watch::Receiver<Status>,
    events: broadcast::Sender<SyncEvent>,
    task: JoinHandle<()>,
}

impl Engine {
    /// Starts syncing. The journal's connection says as whom; a new one means a new engine.
    pub fn start(store: Store, upstream: Arc<dyn Upstream>, around: Surroundings) -> Self {
        let (wakes, woken) = mpsc::unbounded_channel();
        let (stop, stopped) = watch::channel(false);
        let (status_sender, status) = watch::channel(Status::default());
        let (events, _) = broadcast::channel(EVENTS_WAITING);
        let told = events.clone();
        let worker = move || {
            Worker::new(
                store.clone(),
                upstream.clone(),
                around.clone(),
                Some(told.clone()),
                status_sender.clone(),
            )
        };
        let task = tokio::spawn(run(worker, woken, stopped));
        Self {
            wakes,
            stop,
            status,
            events,
            task,
        }
    }

    /// How it stands, now and from now on.
    pub fn status(&self) -> watch::Receiver<Status> {
        self.status.clone()
    }

    /// What changes from now on. Who falls behind reads the store anew.
    pub fn events(&self) -> broadcast::Receiver<SyncEvent> {
        self.events.subscribe()
    }

    /// There is something new in the outbox.
    pub fn wake(&self) {
        self.say(Wake::Enqueued);
    }

    /// An officer wants it now, or the network came back: pauses of our own making end.
    pub fn sync_now(&self) {
        self.say(Wake::Now);
    }

    /// Stops it; nothing is written after this returns.
    pub async fn stop(self) {
        let _gone_already = self.stop.send(true);
        let _cut_off = self.task.await;
    }

    fn say(&self, wake: Wake) {
        // Only a stopped engine does not listen, and it needs no waking.
        let _stopped = self.wakes.send(wake);
    }
}

fn millis(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// The core with what it may not have itself: a clock and chance.
struct Driver {
    core: Core,
    started: Instant,
    random: StdRng,
}

impl Default for Driver {
    fn default() -> Self {
        Self {
            core: Core::default(),
            started: Instant::now(),
            random: StdRng::from_os_rng(),
        }
    }
}

impl Driver {
    fn now_ms(&self) -> u64 {
        millis(self.started.elapsed())
    }

    fn next(&mut self) -> Step {
        let now_ms = self.now_ms();
        self.core.next(now_ms, &mut || self.random.random())
    }

    fn report(&mut self, report: Report) {
        let now_ms = self.now_ms();
        self.core
            .report(report, now_ms, &mut || self.random.random());
    }
}

async fn run(
    worker: impl Fn() -> Worker + Send,
    mut woken: mpsc::UnboundedReceiver<Wake>,
    mut stopped: watch::Receiver<bool>,
) {
    tokio::select! {
        _ = stopped.wait_for(|stopped| *stopped) => {}
        () = stand_up_again(worker, &mut woken) => {}
    }
}

/// Works; after a breakdown of our own it starts again with what is on the disk. Nothing of what was
/// under way was written down, so nothing of it is half done.
async fn stand_up_again(worker: impl Fn() -> Worker, woken: &mut mpsc::UnboundedReceiver<Wake>) {
    let mut breakdowns = Breakdowns::default();
    loop {
        let mut worker = worker();
        let working = AssertUnwindSafe(work(&mut worker, woken));
        if working.catch_unwind().await.is_ok() {
            return;
        }
        breakdowns.count += 1;
        breakdowns.last_at = Some(worker.now());
        let count = breakdowns.count;
        tracing::error!(count, "Syncing broke down; it starts again");
        worker.show(|status| {
            status.breakdowns = breakdowns;
            status.activity = Activity::Resting;
        });
        let pause = BREAKDOWN_PAUSE.saturating_mul(1 << count.saturating_sub(1).min(16));
        tokio::time::sleep(pause.min(LONGEST_BREAKDOWN_PAUSE)).await;
    }
}

/// Works until nobody holds the engine any more.
async fn work(worker: &mut Worker, woken: &mut mpsc::UnboundedReceiver<Wake>) {
    let mut driver = Driver::default();
    worker.count_outbox().await;
    loop {
        while let Ok(wake) = woken.try_recv() {
            driver.core.wake(wake);
        }
        let step = driver.next();
        show(worker, &driver, step);
        let report = match step {
            Step::Sleep { until_ms } => {
                let wake = tokio::select! {
                    wake = woken.recv() => wake,
                    () = sleep_until(&driver, until_ms) => continue,
                };
                let Some(wake) = wake else { return };
                driver.core.wake(wake);
                worker.count_outbox().await;
                continue;
            }
            Step::Pull { wait_ms, max_bytes } if wait_ms > 0 => {
                worker.show(|status| status.listened += 1);
                let fetched = tokio::select! {
                    biased;
                    wake = woken.recv() => Err(wake),
                    fetched = worker.fetch(wait_ms, max_bytes) => Ok(fetched),
                };
                match fetched {
                    Ok(fetched) => worker.take_in(fetched, max_bytes).await,
                    Err(None) => return,
                    Err(Some(wake)) => {
                        driver.core.wake(wake);
                        Report::Interrupted
                    }
                }
            }
            step => worker.perform(step).await,
        };
        driver.report(report);
        show(worker, &driver, step);
    }
}

async fn sleep_until(driver: &Driver, until_ms: Option<u64>) {
    match until_ms {
        Some(until_ms) => {
            tokio::time::sleep_until(driver.started + Duration::from_millis(until_ms)).await;
        }
        None => std::future::pending().await,
    }
}

/// Publishes how it stands.
fn show(worker: &mut Worker, driver: &Driver, step: Step) {
    let activity = match step {
        Step::Sleep { .. } => Activity::Resting,
        Step::Identify | Step::StartOver => Activity::Identifying,
        Step::Push { .. } => Activity::Pushing,
        Step::Pull { wait_ms: 0, .. } => Activity::Pulling,
        Step::Pull { .. } => Activity::Listening,
    };
    let next_try_at = match step {
        Step::Sleep {
            until_ms: Some(until_ms),
        } => {
            let left_ms = until_ms.saturating_sub(driver.now_ms());
            let left_ms = i64::try_from(left_ms).unwrap_or(i64::MAX);
            worker
                .now()
                .checked_add_signed(TimeDelta::milliseconds(left_ms))
        }
        _ => None,
    };
    let connection: &Connection = driver.core.connection();
    let caught_up = driver.core.is_caught_up();
    worker.show(|status| {
        if status.connection != *connection {
            status.connection = connection.clone();
        }
        status.activity = activity;
        status.next_try_at = next_try_at;
        status.caught_up |= caught_up;
    });
}
