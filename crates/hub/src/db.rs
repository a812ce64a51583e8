//! What the hub keeps, behind one trait: SQLite now, PostgreSQL later, one test suite over both.
//!
//! A method is one transaction. Decisions are not made here but in [`crate::decide`] and in
//! `tanggap_domain::merge`; an implementation only reads, asks and writes.

mod error;
mod imported;
pub mod sqlite;

#[cfg(test)]
pub(crate) mod suite;

use std::collections::BTreeSet;
use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::Serialize;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, HubId, OfficerId, OpId, ReplicaId};
use tanggap_domain::merge::NationalRow;
use tanggap_protocol::about::Reference;
use tanggap_protocol::carried::CarriedOperation;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::import::{Differs, ImportChanges, TakeBackCounts};
use tanggap_protocol::op::WireOp;
use tanggap_protocol::outcome::{Outcome, WireOutcome};
use tanggap_protocol::scope::Scope;
use tokio::sync::{mpsc, watch};
use uuid::Uuid;

use crate::grant::Grant;
use crate::token::TokenHash;

pub use error::DbError;
pub use imported::{
    ChangesWanted, EntryKind, FileRead, ImportEnd, ImportRow, NewImport, UnreadableRaw,
};

#[async_trait]
pub trait Db: Send + Sync + 'static {
    fn identity(&self) -> &Identity;

    /// Ticks after every change, whoever made it: this process or another one.
    fn news(&self) -> watch::Receiver<u64>;

    /// What happened in each scope after its place, in one snapshot, until about `max_bytes` are full.
    async fn slice(&self, wanted: Vec<Wanted>, max_bytes: usize) -> Result<Slice, DbError>;

    /// Decides operations in their order and writes effects and outcomes together. When this returns,
    /// they survive a power cut.
    async fn push(&self, batch: Batch) -> Result<Vec<(OpId, WireOutcome)>, DbError>;

    /// Takes in complaints of which every field is known, as practice and tests have them. `office`: whose
    /// they are, see [`crate::feeds`].
    async fn take_in_for(
        &self,
        rows: Vec<Complaint>,
        office: Option<Scope>,
        now: DateTime<Utc>,
    ) -> Result<TakenIn, DbError>;

    /// [`Self::take_in_for`] nobody in particular.
    async fn take_in(&self, rows: Vec<Complaint>, now: DateTime<Utc>) -> Result<TakenIn, DbError> {
        self.take_in_for(rows, None, now).await
    }

    /// Takes in the rows of one file of the national system, see `tanggap_domain::merge`: all of them,
    /// or none where [`FilePart::Whole`] does not come. What it did, and that it is done, is written with it.
    async fn take_in_file(
        &self,
        parts: mpsc::Receiver<FilePart>,
        bringer: Bringer,
        now: DateTime<Utc>,
    ) -> Result<TakenIn, DbError>;

    /// Hands over what is kept here, for another hub: one snapshot of it, until whoever takes it stops.
    async fn carry_out(&self, lines: mpsc::Sender<Carried>) -> Result<(), DbError>;

    /// Writes down that somebody brings a file.
    async fn begin_import(&self, new: NewImport) -> Result<(), DbError>;
    /// Writes down what became of it, where that is not written yet.
    async fn end_import(&self, id: Uuid, end: ImportEnd, now: DateTime<Utc>)
    -> Result<(), DbError>;
    async fn import(&self, id: Uuid) -> Result<Option<ImportRow>, DbError>;
    /// The newest ones.
    async fn imports(&self, most: u32) -> Result<Vec<ImportRow>, DbError>;
    /// Nothing runs any more: what had begun is over, and took nothing in. How many there were.
    async fn interrupt_imports(&self, now: DateTime<Utc>) -> Result<u64, DbError>;
    /// What an import did to each complaint, page by page.
    async fn import_changes(&self, wanted: ChangesWanted) -> Result<ImportChanges, DbError>;
    /// Rows that gave no complaint, after this one.
    async fn import_unreadable(
        &self,
        import: Uuid,
        after: u32,
        most: u32,
    ) -> Result<Vec<UnreadableRaw>, DbError>;
    /// What taking an import back would do now. `reach`: see [`Bringer::reach`].
    async fn look_back(
        &self,
        import: Uuid,
        reach: Option<Grant>,
    ) -> Result<TakeBackCounts, DbError>;
    /// Takes an import back in one transaction, see `tanggap_domain::merge::taken_back`; `entry` is the entry of
    /// the history that says so, and is done with it. None where it was taken back before.
    async fn take_back(
        &self,
        import: Uuid,
        entry: Uuid,
        reach: Option<Grant>,
        now: DateTime<Utc>,
    ) -> Result<Option<TakeBackCounts>, DbError>;
    /// Forgets what imports of before this did, and their unreadable rows; that they were brought stays.
    async fn forget_changes(&self, before: DateTime<Utc>) -> Result<(), DbError>;
    /// Whether this officer sent this content, all of it.
    async fn has_upload(&self, officer: OfficerId, sha256: &str) -> Result<bool, DbError>;
    /// The officer's upload of this content was used up; whether nothing needs the content any more.
    async fn forget_upload(&self, officer: OfficerId, sha256: String) -> Result<bool, DbError>;

    async fn complaint(&self, id: ComplaintId) -> Result<Option<Complaint>, DbError>;

    /// Complaints that no officer with access sees in whole: nobody would work on them.
    async fn unseen(&self) -> Result<u64, DbError>;

    /// Removes a complaint everywhere, tells every desk that holds it, and never takes it in again; where
    /// it is joined, the other one too. None where there was no such complaint, which then will not come
    /// either. See [`crate::erasing`].
    async fn erase(&self, id: ComplaintId, now: DateTime<Utc>) -> Result<Option<Erased>, DbError>;

    async fn complaints_with(&self, tracking_id: &str) -> Result<Vec<ComplaintId>, DbError>;

    /// # Errors
    /// [`DbError::NameTaken`] where an active officer has this name, in whatever spelling of case.
    async fn add_officer(&self, new: NewOfficer) -> Result<(), DbError>;
    async fn officers(&self) -> Result<Vec<OfficerRow>, DbError>;
    /// False where there is no such officer, or the access was withdrawn before.
    async fn revoke(&self, officer: OfficerId, now: DateTime<Utc>) -> Result<bool, DbError>;
    async fn access(&self, token: TokenHash) -> Result<Access, DbError>;

    async fn reference(&self) -> Result<Reference, DbError>;
    async fn set_reference(&self, reference: Reference, now: DateTime<Utc>) -> Result<(), DbError>;

    /// The upload of this officer for this content, a new one where there is none. One that was announced
    /// with another size keeps that size: whoever asks compares.
    async fn begin_upload(&self, new: NewUpload) -> Result<Upload, DbError>;
    async fn upload(&self, officer: OfficerId, id: Uuid) -> Result<Option<Upload>, DbError>;
    /// The content is on disk: from now on operations may name it.
    async fn finish_upload(&self, upload: Upload, now: DateTime<Utc>) -> Result<(), DbError>;
    /// A file that the officer uploaded or that belongs to a complaint in scope.
    async fn blob(&self, grant: &Grant, sha256: String) -> Result<Option<Blob>, DbError>;
    /// The disk does not hold this content any more: whoever names it is asked to send it again.
    /// False where it never came.
    async fn lose_file(&self, sha256: String) -> Result<bool, DbError>;
    /// Forgets uploads that nothing came of.
    async fn sweep_uploads(&self, sweep: Sweep) -> Result<Swept, DbError>;

    /// The feed does not continue what it was (a backup was restored): every desk starts again.
    async fn new_epoch(&self) -> Result<(), DbError>;

    /// How many of everything there is of a complaint; none where it is not here.
    async fn traces(&self, id: ComplaintId) -> Result<Option<Traces>, DbError>;
    /// Every complaint that was erased.
    async fn erased(&self) -> Result<Vec<(ComplaintId, DateTime<Utc>)>, DbError>;
    /// Has the files rewritten, so that no byte is left of what was erased. The process that serves does
    /// it, now or when the next one starts. True if it was done within that time.
    async fn wipe(&self, within: Duration) -> Result<bool, DbError>;

    /// Finishes what is under way and lets the files go.
    async fn close(&self);
}

/// What a hub was made for. Fixed when it is made: invented complaints never stand beside real ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Real,
    Practice,
}

/// What never changes.
#[derive(Clone, Debug)]
pub struct Identity {
    pub hub_id: HubId,
    pub kind: Kind,
    /// Signs cursors.
    pub secret: Vec<u8>,
}

/// A feed and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub scope: Scope,
    pub after: Place,
}

/// A place in the history of this hub: the last number that was read, and the word of whoever wrote it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub seq: u64,
    pub breath: Breath,
}

/// A random word that one process gives to all it writes. A history that was put back and went on
/// another way has the same numbers under other words.
pub type Breath = [u8; 8];

impl Place {
    pub const START: Self = Self {
        seq: 0,
        breath: [0; 8],
    };
}

/// A piece of some feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    pub epoch: u64,
    /// The newest number of the feed.
    pub n: u64,
    /// One of the places is none of this history: nothing was read.
    pub foreign: bool,
    pub rows: Vec<FeedRow>,
    /// Where each scope was left, in the order asked.
    pub reached: Vec<Place>,
    pub more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedRow {
    pub scope: Scope,
    pub seq: u64,
    pub what: FeedRowKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedRowKind {
    Upsert {
        /// The complaint as the protocol writes it, whole.
        doc: String,
        /// All feeds it is in.
        feeds: BTreeSet<Scope>,
    },
    Exit(ComplaintId),
    Erase(ComplaintId),
}

/// Operations of one officer, as one request brought them.
#[derive(Clone, Debug)]
pub struct Batch {
    pub grant: Grant,
    pub replica: ReplicaId,
    pub ops: Vec<Offered>,
    pub now: DateTime<Utc>,
}

/// One operation, or what could be read of it.
#[derive(Clone, Debug)]
pub enum Offered {
    Op(Box<WireOp>),
    Unreadable {
        op_id: OpId,
        complaint: Option<ComplaintId>,
        member: String,
    },
}

/// What comes of a file while it is read.
#[derive(Debug)]
pub enum FilePart {
    Rows(Vec<NationalRow>),
    /// What another hub kept, see `tanggap_domain::merge::carried`.
    Carried(Vec<Carried>),
    Unreadable(Vec<UnreadableRaw>),
    /// The file was read to its end: what came before may be kept.
    Whole(Box<FileRead>),
}

/// A piece of what one hub hands over to another.
#[derive(Clone, Debug)]
pub enum Carried {
    Complaint(Box<Complaint>),
    /// Two that came before are one.
    Joined {
        report: ComplaintId,
        recording: ComplaintId,
    },
    Operation(Box<CarriedOperation>),
    /// Ended, one way or another.
    Import(Box<ImportRow>),
}

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    pub ids: Vec<ComplaintId>,
    /// The files that nothing refers to any more.
    pub files: Vec<String>,
}

/// What there is of one complaint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Traces {
    /// Entries of its history.
    pub events: u64,
    /// Files that it names and the hub holds.
    pub files: u64,
    /// Of these, the ones nothing else names.
    pub files_of_its_own: u64,
    /// Operations in the ledger.
    pub operations: u64,
    /// Feeds it is in.
    pub feeds: u64,
}

/// Who brings a file.
#[derive(Clone, Debug, Default)]
pub struct Bringer {
    /// Whose export it is, which says whose a complaint is that does not say so itself.
    pub office: Option<Scope>,
    /// Only what this officer may see is touched; none: the hub's administrator, who may see all of it.
    pub reach: Option<Grant>,
    /// The entry of the history of imports under which is kept what the file did; none where nobody will ask.
    pub import: Option<Uuid>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TakenIn {
    pub new: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Rows about complaints that whoever brought them may not touch.
    #[serde(skip_serializing_if = "is_zero")]
    pub out_of_reach: usize,
    /// Of the new ones, those protected only because nothing says that they need not be.
    #[serde(skip_serializing_if = "is_zero")]
    pub protected: usize,
    /// Of those carried over, the ones that stay different here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl TakenIn {
    pub(crate) fn add(&mut self, other: Self) {
        let Self {
            new,
            updated,
            unchanged,
            out_of_reach,
            protected,
            differs,
        } = other;
        self.new += new;
        self.updated += updated;
        self.unchanged += unchanged;
        self.out_of_reach += out_of_reach;
        self.protected += protected;
        self.differs.extend(differs);
    }
}

#[derive(Clone, Debug)]
pub struct NewOfficer {
    pub id: OfficerId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub token: TokenHash,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficerRow {
    pub id: OfficerId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub created_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// What a token opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Granted(Grant),
    Revoked,
    Unknown,
}

#[derive(Clone, Debug)]
pub struct NewUpload {
    pub id: Uuid,
    pub officer: OfficerId,
    pub sha256: String,
    pub size: u64,
    pub mime: String,
    pub now: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    pub id: Uuid,
    pub officer: OfficerId,
    pub sha256: String,
    pub size: u64,
    pub mime: String,
    pub complete: bool,
}

/// Which uploads are forgotten.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Unfinished ones that began before this.
    pub unfinished_before: DateTime<Utc>,
    /// But not these: bytes of them came lately.
    pub arriving: Vec<Uuid>,
    /// Whole ones that began before this, and that no complaint ever named.
    pub unnamed_before: DateTime<Utc>,
}

/// What was forgotten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    pub uploads: u64,
    /// Contents that nothing refers to any more.
    pub files: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    pub sha256: String,
    pub size: u64,
    pub mime: String,
}

/// An outcome as the ledger keeps it: what was decided, without the complaint. Complaints stand in one
/// place only; a ledger of copies would outgrow them many times, and outlive their erasure.
pub(crate) fn remembered(mut outcome: WireOutcome) -> WireOutcome {
    if let Some(complaint) = complaint_of(&mut outcome) {
        *complaint = None;
    }
    outcome
}

/// An outcome that was remembered, with the complaint as the officer may see it now.
pub(crate) fn replayed(mut outcome: WireOutcome, seen: Option<WireComplaint>) -> WireOutcome {
    if let Some(complaint) = complaint_of(&mut outcome) {
        *complaint = seen.map(Box::new);
    }
    outcome
}

fn complaint_of(outcome: &mut WireOutcome) -> Option<&mut Option<Box<WireComplaint>>> {
    match outcome {
        WireOutcome::Applied(it) | WireOutcome::Merged(it) | WireOutcome::AlreadySatisfied(it) => {
            Some(&mut it.complaint)
        }
        WireOutcome::Conflict(it) | WireOutcome::Rejected(it) => Some(&mut it.complaint),
        WireOutcome::Blocked(_)
        | WireOutcome::KeyReused
        | WireOutcome::Unreadable { .. }
        | WireOutcome::Failed => None,
    }
}

/// Whether later operations on the same complaint must wait for this one.
pub(crate) fn holds_back(outcome: &Outcome) -> bool {
    !matches!(outcome, Outcome::Done { .. })
}
