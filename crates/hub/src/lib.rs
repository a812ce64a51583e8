//! The region's server.
