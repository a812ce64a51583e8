//! Words of notices (being written).
