//! The hub's wire format, version 1: what desks and hub say to each other, and nothing they do.
//!
//! Pure: no IO, no clock. Types here are promises to older and newer versions, so they stay apart from
//! domain types and convert by hand; unknown JSON members are tolerated everywhere and those of a
//! complaint are kept. `docs/protocol.md` tells the whole story.

pub mod page;
pub mod pull;

pub mod complaint;
pub mod event;

pub mod op;
pub mod outcome;

pub mod upload;

pub mod about;
pub mod carried;
pub mod error;
pub mod import;
pub mod scope;

/// The version this crate speaks.
pub const PROTO: u32 = 1;

/// Present on every request and every response. A response without it did not come from a hub: a
/// captive portal, a proxy's page, another server.
pub const PROTO_HEADER: &str = "x-tanggap-proto";

/// `Content-Type` of a page.
pub const PAGE_CONTENT_TYPE: &str = "application/x-ndjson";

/// Most operations in one request.
pub const MAX_OPS: usize = 100;

/// Longest body of an operations request, in bytes.
pub const MAX_OPS_BYTES: usize = 8 * 1024 * 1024;

/// Longest wait of a pull, in milliseconds.
pub const MAX_WAIT_MS: u32 = 50_000;

/// Bounds of `max_bytes` of a pull. One row always goes through, however long it is.
pub const PAGE_BYTES: std::ops::RangeInclusive<u32> = 16 * 1024..=4 * 1024 * 1024;
