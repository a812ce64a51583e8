//! What was erased for good, by its id alone: it is never taken in again.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use tanggap_domain::ids::{ComplaintId, TrackingId};

/// The ids of what was erased.
#[derive(Clone, Default)]
pub(crate) struct Erased(Arc<RwLock<HashSet<ComplaintId>>>);

impl Erased {
    pub fn contains(&self, id: ComplaintId) -> bool {
        self.read().contains(&id)
    }

    /// Whether a row of a source tells of something that was erased: by its id, or by its number.
    pub fn is_told_in(&self, raw: &str) -> bool {
        let erased = self.read();
        !erased.is_empty() && tells_of(raw, &erased)
    }

    pub fn add(&self, ids: impl IntoIterator<Item = ComplaintId>) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(ids);
    }

    pub fn read(&self) -> RwLockReadGuard<'_, HashSet<ComplaintId>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn tells_of(raw: &str, ids: &HashSet<ComplaintId>) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '-';
    raw.split(|c| !is_part(c))
        .filter(|word| !word.is_empty())
        .any(|word| {
            let by_id = word.parse().is_ok_and(|id| ids.contains(&id));
            let by_number = || {
                TrackingId::parse(word)
                    .is_ok_and(|number| ids.contains(&ComplaintId::of_tracking(&number)))
            };
            by_id || by_number()
        })
}
