//! The pages of the rail. They know the window's state and ask the shell.

pub mod connect;
pub mod deadlines;
pub mod import;
pub mod inbox;
mod many;
pub mod map;
pub mod nothing;
pub mod notices;
pub mod places;
pub mod record;
pub mod settings;
pub mod setup;
pub mod when;
