//! The time, as use cases see it. Never used to decide between two officers; that is the hub's part.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;

    /// A time that never jumps, for what lasts a while: undoing. It says nothing about the wall.
    fn steady(&self) -> Instant {
        Instant::now()
    }

    /// Whether a hub that knows better corrects it. A clock that was set on purpose stays as it is.
    fn follows_the_hub(&self) -> bool {
        false
    }
}

/// The computer's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since.as_millis())
            .ok()
            .and_then(DateTime::from_timestamp_millis)
            .unwrap_or_default()
    }

    fn follows_the_hub(&self) -> bool {
        true
    }
}

/// A clock that was set to a time when it was made and has been running since. Tests and
/// `TANGGAP_NOW` use it.
#[derive(Clone, Copy, Debug)]
pub struct SetClock {
    set_to: DateTime<Utc>,
    at: Instant,
}

impl SetClock {
    pub fn starting(set_to: DateTime<Utc>) -> Self {
        Self {
            set_to,
            at: Instant::now(),
        }
    }
}

impl Clock for SetClock {
    fn now(&self) -> DateTime<Utc> {
        let passed_ms = i64::try_from(self.at.elapsed().as_millis()).unwrap_or(i64::MAX);
        self.set_to
            .checked_add_signed(chrono::TimeDelta::milliseconds(passed_ms))
            .unwrap_or(self.set_to)
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct HandClock {
    now_ms: AtomicI64,
    steady_ms: AtomicU64,
    started: Instant,
}

impl HandClock {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self {
            now_ms: AtomicI64::new(now.timestamp_millis()),
            steady_ms: AtomicU64::new(0),
            started: Instant::now(),
        }
    }

    /// Time passes until `now`.
    pub fn set(&self, now: DateTime<Utc>) {
        let before_ms = self.now_ms.load(Ordering::SeqCst);
        let passed_ms = u64::try_from(now.timestamp_millis() - before_ms).unwrap_or_default();
        self.steady_ms.fetch_add(passed_ms, Ordering::SeqCst);
        self.jump(now);
    }

    /// Time passes, by every clock.
    pub fn pass(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.steady_ms.fetch_add(ms, Ordering::SeqCst);
        self.now_ms
            .fetch_add(i64::try_from(ms).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Somebody sets the clock on the wall; no time passes.
    pub fn jump(&self, now: DateTime<Utc>) {
        self.now_ms.store(now.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        let ms = self.now_ms.load(Ordering::SeqCst);
        DateTime::from_timestamp_millis(ms).unwrap_or_default()
    }

    fn steady(&self) -> Instant {
        self.started + Duration::from_millis(self.steady_ms.load(Ordering::SeqCst))
    }
}
