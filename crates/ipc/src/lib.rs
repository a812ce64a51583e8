//! The contract between the desk's window and its shell.
