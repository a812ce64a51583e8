//! Whether the daily notice was seen to today.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

/// The last day whose notice was seen to, so that an idle desk asks nobody. The record itself keeps
/// it from being told twice.
#[derive(Default)]
pub(crate) struct ToldDaily(Mutex<Option<NaiveDate>>);

impl ToldDaily {
    pub fn is_told(&self, date: NaiveDate) -> bool {
        *self.lock() == Some(date)
    }

    pub fn told(&self, date: NaiveDate) {
        *self.lock() = Some(date);
    }

    /// What was told counts no more.
    pub fn forget(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Option<NaiveDate>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
