//! Words of settings (being written).
