//! The desk's use cases, one file per screen. Window and command line call the same ones.
//!
//! Every answer is a view of the contract ([`tanggap_ipc`]) or an [`tanggap_ipc::Error`]. Nothing here
//! knows Tauri, HTTP or SQL.

pub mod clock;
pub mod environment;
pub mod notifier;

pub mod boot;
pub mod desk;
pub mod link;

pub mod calendar;
pub mod complaint;
pub mod compose;
pub mod deadlines;
pub mod doctor;
pub mod escalation;
pub mod files;
pub mod frame;
pub mod housekeeping;
pub mod import;
pub mod inbox;
pub mod joining;
pub mod map;
pub mod notices;
pub mod outbox;
pub mod record;
pub mod settings;

pub mod office;
pub mod place;
pub mod watch;

mod carry;
mod error;
mod inside;
mod leaving;
mod own;
mod practice;
mod reach;
mod recovery;
mod reference;
mod upright;

#[cfg(test)]
mod testing;

pub use boot::{Program, Start};
pub use desk::Desk;
