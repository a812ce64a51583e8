//! The hub's wire format, versioned.
