//! Invented but believable complaints of one province, for practice and tests.
//!
//! Deterministic: the same seed, province and `now` give the same complaints; there is no clock in
//! here and no network. Regions are real, everything else is invented: people carry the names of
//! fruit, telephone numbers read 0812-0000-xxxx.

mod practice;

mod history;
mod lateness;
mod places;
mod situations;
mod wording;

pub mod categories;
pub mod templates;
pub mod units;

pub use practice::{NotAProvince, Practice};
