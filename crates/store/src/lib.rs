//! The desk's two encrypted SQLite files.
