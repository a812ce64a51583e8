//! The desk's profile folder: a precious journal, a mirror that can be rebuilt, and sealed files.
//!
//! ```text
//! profile.json   what the folder is and how its key is found; nothing personal, nothing secret
//! lock           held while a program has it open
//! journal.db     outbox, drafts, settings, identity, notices: fully synced, checked at every start
//! journal.bak    the journal as of the last start, quiet moment or close
//! mirror.db      confirmed complaints, search index, cursors, and the projection people see
//! blobs/         attachment contents by SHA-256, each sealed
//! imports/       what was imported here, sealed, to rebuild a lost mirror from
//! reserve        room given back to the journal when the disk is full
//! ```
//!
//! Both databases are SQLCipher files. Nothing is called saved before it is on the disk. The store
//! decides nothing: versions decide what is newer, callers decide what is right. It reads no clock:
//! callers pass the time.

mod error;

mod store;

pub mod journal;
pub mod mirror;
pub mod view;

mod blobs;
mod columns;

mod database;
mod erase;
mod erased;
mod files;
mod inner;
mod key;
mod profile;
mod recovery;
mod reserve;
mod search;

#[cfg(test)]
mod tests;

pub use blobs::Blobs;
pub use error::{OpenError, StoreError, StoreFile, UnsafeFolder};
pub use journal::{
    Attention, CalendarVersion, Connection, Draft, DraftKey, DraftKind, Elsewhere, Ended, Import,
    ImportCounts, ImportPart, Journal, JournalStats, LoggedOp, Notice, NoticeEvent, NoticeKey,
    NoticeQuery, NoticeStanding, NoticeWhat, OpState, OthersDraft, PendingOp, RulesVersion,
    StoredDaily, StoredDesktop, StoredDigest, StoredDraft, StoredEscalation, StoredNotify,
    StoredOutcome, StoredReminder, StoredSettings, Telling, Told, Whose, Witness,
};
pub use key::{KeySource, keychain_works};
pub use mirror::{
    AnyHour, DueCache, DueState, Mirror, MirrorRow, PageWrite, Quarantined, ScopeCursor,
    StoredAgency, StoredReference, StoredTemplate, Unreadable, Which, Woken,
};
pub use recovery::{JournalState, MirrorState, RebuildReason};
pub use store::{Opened, Store};
pub use view::{
    Confirmed, Filters, HeadRow, ListPage, Named, Query, RegionCount, Seen, Sort, View, Visible,
};
