//! Words of setup (being written).
