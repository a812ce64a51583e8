//! The region's server: one place that knows every complaint of its desks and decides what they do.
//!
//! Speaks [`tanggap_protocol`], keeps its data behind [`db::Db`], decides with
//! `tanggap_domain::Complaint::apply`. Uses nothing of the desk, and logs no personal data.

pub mod inside;
pub mod opened;
pub mod serve;
mod sweep;

pub mod http;

pub mod db;
pub mod files;
pub mod home;

pub mod allow_list;
pub mod carried;
pub mod decide;
pub mod feeds;
pub mod grant;

pub mod erasing;
pub mod register;

pub mod import;
pub mod imports;
pub mod practice;

pub mod clock;
pub mod cursor;
pub mod token;

#[cfg(test)]
mod testing;

pub use inside::InProcess;
pub use opened::{Arrivals, OpenError, Opened, Opening};
pub use serve::{Config, Running, StartError, start};
