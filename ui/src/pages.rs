//! The pages of the rail. They know the window's state and ask the shell.

pub mod deadlines;
pub mod inbox;
pub mod map;
pub mod notices;
pub mod record;
pub mod settings;
pub mod setup;
