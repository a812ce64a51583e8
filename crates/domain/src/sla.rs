//! Clocks (in work).
