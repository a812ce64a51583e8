//! The region's server: one place that knows every complaint of its desks and judges what they do.
//!
//! Speaks [`tanggap_protocol`], keeps its data behind [`db::Db`], decides with
//! `tanggap_domain::Complaint::apply`. Uses nothing of the desk, and logs no personal data.

pub mod clock;
pub mod cursor;
pub mod db;
pub mod grant;
pub mod judge;
pub mod token;

#[cfg(test)]
mod testing;
