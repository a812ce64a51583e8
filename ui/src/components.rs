//! Parts of pages. They know props only: neither the shell nor the window's state.

pub mod badge;
pub mod dialog;
pub mod file_choice;
pub mod menu;
pub mod pick;
pub mod progress;
pub mod states;
pub mod suggest;
pub mod toast;
