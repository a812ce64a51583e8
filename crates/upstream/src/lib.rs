//! Where complaints come from: the hub over the network, the national export from a file.
//!
//! Each source turns its own format into the domain's complaints and hands over what it could not
//! read. Never keeps anything: the callers' stores do.

pub mod spreadsheet;

#[cfg(feature = "export")]
pub mod export;
