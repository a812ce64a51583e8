//! Killing a process in the middle of its work.
