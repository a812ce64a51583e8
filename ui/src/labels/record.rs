//! Words of record (being written).
