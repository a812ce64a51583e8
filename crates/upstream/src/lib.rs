//! Where complaints come from: the hub over the network, the national export from a file; and where
//! their calendar comes from: decrees on days off.
//!
//! Each source turns its own format into the domain's complaints and hands over what it could not
//! read. Never keeps anything: the callers' stores do.

mod months;
mod upstream;

pub mod decree;
pub mod hub;
pub mod spreadsheet;

#[cfg(feature = "export")]
pub mod export;

pub use hub::{Arriving, BadAddress, Hub, Network, Transport};
pub use upstream::{
    Blocked, MAX_PUSH, MAX_PUSH_BYTES, MAX_WAIT_MS, Me, Outcome, PullRequest, Pulled, Pushed,
    Reference, ReferenceAgency, Row, RowKind, Template, Upstream, UpstreamError, Why,
};
