//! When what is kept for a while only was last looked at.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};

/// Between two looks.
const EVERY_MS: i64 = 24 * 60 * 60 * 1_000;

/// When it was last looked, in milliseconds; 0 since the start of the program.
#[derive(Default)]
pub(crate) struct Tidied(AtomicI64);

impl Tidied {
    pub fn is_due(&self, now: DateTime<Utc>) -> bool {
        let last_ms = self.0.load(Ordering::Relaxed);
        // A clock that was set back makes it due too.
        last_ms == 0 || !(0..EVERY_MS).contains(&(now.timestamp_millis() - last_ms))
    }

    pub fn done(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp_millis(), Ordering::Relaxed);
    }
}
