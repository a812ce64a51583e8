//! Business calendar (in work).
