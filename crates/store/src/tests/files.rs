//! Keys, locks, checks and the ladder for damaged files.
