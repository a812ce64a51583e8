//! Syncing for real: encrypted stores, a real hub on this machine, and everything that can happen in
//! between.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

#[path = "sync/world.rs"]
mod world;

#[path = "sync/hub.rs"]
mod hub;
#[path = "sync/killed.rs"]
mod killed;
#[path = "sync/simulation.rs"]
mod simulation;
#[path = "sync/stubborn.rs"]
mod stubborn;
