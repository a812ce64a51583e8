//! Keeps the mirror up with upstream and brings the journal's operations there.
//!
//! [`core`] decides what to do next without doing anything; [`engine`] does it. Never names a source:
//! everything goes through `dyn Upstream`. Never loses an operation: what is not settled stays in the
//! journal, and what was refused stays visible until the officer decides.

pub mod core;
pub mod engine;
pub mod plan;

pub mod clock;
pub mod status;

pub use crate::core::Connection;
pub use engine::{Engine, Session, Surroundings, SyncError, run_until_caught_up};
pub use status::{Activity, Status, Summary, SyncEvent};
