//! The waiting changes in memory, by complaint: the same as table `outbox`, for projecting.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tanggap_domain::change::Change;
use tanggap_domain::ids::{ComplaintId, OpId};

/// One waiting change.
#[derive(Clone)]
pub(crate) struct Waiting {
    pub mut_no: i64,
    pub change: Arc<Change>,
    /// It needs a decision of the officer and is not projected.
    pub attention: bool,
}

/// Shared by the journal, which writes it after each commit, and the mirror's writer, which reads it
/// when it projects. Each writing is followed by a projection of the same complaint, so that the last
/// projection always saw the last writing.
#[derive(Clone, Default)]
pub(crate) struct Pending(Arc<RwLock<HashMap<ComplaintId, Vec<Waiting>>>>);

impl Pending {
    /// What waits for one complaint, in order of acting; none where nothing does.
    pub fn of(&self, id: ComplaintId) -> Option<Vec<Waiting>> {
        self.read().get(&id).cloned()
    }

    pub fn clear(&self) {
        self.0
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    pub fn complaints(&self) -> Vec<ComplaintId> {
        self.read().keys().copied().collect()
    }

    pub fn push(&self, waiting: Waiting) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let lane = all.entry(waiting.change.complaint).or_default();
        let at = lane.partition_point(|entry| entry.mut_no < waiting.mut_no);
        lane.insert(at, waiting);
    }

    pub fn set_attention(&self, id: ComplaintId, op: OpId, attention: bool) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let lane = all.get_mut(&id).into_iter().flatten();
        for entry in lane.filter(|entry| entry.change.op == op) {
            entry.attention = attention;
        }
    }

    pub fn remove(&self, id: ComplaintId, op: OpId) {
        let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = all.get_mut(&id) {
            lane.retain(|entry| entry.change.op != op);
            if lane.is_empty() {
                all.remove(&id);
            }
        }
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, HashMap<ComplaintId, Vec<Waiting>>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}
