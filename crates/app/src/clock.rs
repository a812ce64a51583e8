//! The time, as use cases see it. Never used to decide between two officers; that is the hub's part.

use std::time::{Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    fn now(&self) -> DateTime<Utc>;

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
pub struct HandClock(std::sync::atomic::AtomicI64);

impl HandClock {
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(std::sync::atomic::AtomicI64::new(now.timestamp_millis()))
    }

    pub fn set(&self, now: DateTime<Utc>) {
        self.0
            .store(now.timestamp_millis(), std::sync::atomic::Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> DateTime<Utc> {
        let ms = self.0.load(std::sync::atomic::Ordering::SeqCst);
        DateTime::from_timestamp_millis(ms).unwrap_or_default()
    }
}
