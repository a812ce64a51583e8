//! Drives what people really use: the desk's window, the hub and the command line, as separate
//! processes in a private world (own display, bus, home). Shared by the journeys under
//! `tests/tests` and by the `practice` program behind `cargo xtask run`.
//!
//! It must never touch the developer's own profile, display or network, never wait by sleeping for
//! a fixed time, and leave no process behind. A stage belongs to the thread that started it: its
//! children die with that thread.

pub mod programs;

mod poll;
pub mod process;

pub mod axe;
pub mod complaints;
pub mod ctl;
pub mod desk;
pub mod http;
pub mod hub;
pub mod notifications;
pub mod pages;
pub mod screen;
pub mod stage;
pub mod tray;

pub use complaints::Complaints;
pub use ctl::Ctl;
pub use desk::{Desk, id};
pub use hub::{Hub, Officer};
pub use notifications::{Notification, Request};
pub use poll::until;
pub use screen::Screen;
pub use stage::Stage;
pub use tray::Tray;
