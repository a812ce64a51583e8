//! Complaints that changed since the watch looked: their notices may not stand any more.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use tanggap_domain::ids::ComplaintId;

/// Collects ids until the watch takes them.
pub(crate) struct Touched {
    which: Mutex<Which>,
    /// When the watch looked last, in milliseconds.
    looked_ms: AtomicI64,
}

/// A clock that goes back by less than this was corrected, not set.
const SET_BACK_MS: i64 = 60_000;

/// Which complaints changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    Some(BTreeSet<ComplaintId>),
    /// Too many to name, or nobody kept count: at the start, after an import, with new rules.
    All,
}

impl Which {
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Some(ids) => ids.is_empty(),
            Self::All => false,
        }
    }
}

impl Touched {
    /// Nothing was looked at yet.
    pub fn all() -> Self {
        Self {
            which: Mutex::new(Which::All),
            looked_ms: AtomicI64::new(i64::MIN),
        }
    }

    /// Everything was looked at until then, and nothing changed since.
    pub fn since(looked_ms: i64) -> Self {
        Self {
            which: Mutex::new(Which::Some(BTreeSet::new())),
            looked_ms: AtomicI64::new(looked_ms),
        }
    }

    /// When everything was looked at, where nothing has changed since.
    pub fn clean(&self) -> Option<i64> {
        let looked_ms = self.looked_ms.load(Ordering::Relaxed);
        let is_clean = self.lock().is_empty() && looked_ms != i64::MIN;
        is_clean.then_some(looked_ms)
    }

    /// The watch looks now. After somebody set the clock back, everything that was told in the time
    /// that is still to come has to be looked at.
    pub fn look(&self, now: DateTime<Utc>) {
        let now_ms = now.timestamp_millis();
        let before_ms = self.looked_ms.swap(now_ms, Ordering::Relaxed);
        if now_ms < before_ms.saturating_sub(SET_BACK_MS) {
            self.add(&[]);
        }
    }

    /// Adds complaints; none named means all.
    pub fn add(&self, ids: &[ComplaintId]) {
        let mut which = self.lock();
        match &mut *which {
            Which::All => {}
            Which::Some(_) if ids.is_empty() => *which = Which::All,
            Which::Some(known) => known.extend(ids),
        }
    }

    /// Takes what was collected.
    pub fn take(&self) -> Which {
        std::mem::replace(&mut *self.lock(), Which::Some(BTreeSet::new()))
    }

    /// Gives back what was taken and not seen to.
    pub fn put_back(&self, which: Which) {
        match which {
            Which::All => *self.lock() = Which::All,
            Which::Some(ids) if ids.is_empty() => {}
            Which::Some(ids) => self.add(&Vec::from_iter(ids)),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Which> {
        self.which.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_makes_everything_worth_a_look() {
        let at = |text: &str| text.parse().unwrap();
        let touched = Touched::since(0);
        assert_eq!(touched.clean(), Some(0));
        touched.look(at("2026-11-20T03:00:00Z"));
        touched.look(at("2026-11-20T02:59:30Z"));
        assert!(touched.clean().is_some(), "corrected by half a minute");
        touched.look(at("2026-11-20T02:00:00Z"));
        assert_eq!(touched.clean(), None);
        assert_eq!(touched.take(), Which::All);
        assert_eq!(Touched::all().clean(), None);
    }

    #[test]
    fn what_was_not_seen_to_comes_again() {
        let id = |number| ComplaintId(uuid::Uuid::from_u128(number));
        let touched = Touched::all();
        assert_eq!(touched.take(), Which::All);
        assert!(touched.take().is_empty());
        touched.add(&[id(1)]);
        let taken = touched.take();
        touched.add(&[id(2)]);
        touched.put_back(taken);
        assert_eq!(touched.take(), Which::Some([id(1), id(2)].into()));
        touched.add(&[id(1)]);
        touched.add(&[]);
        assert_eq!(touched.take(), Which::All);
    }
}
