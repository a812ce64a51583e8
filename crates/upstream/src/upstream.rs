//! What every source with a network behind it can do, whatever it speaks. Desks sync through this
//! trait and never learn which source it is.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{Change, How, Refused};
use tanggap_domain::complaint::{Attachment, Category, Complaint};
use tanggap_domain::ids::{ComplaintId, HubId, OfficerId, OpId, ReplicaId};
use tanggap_domain::region::RegionCode;
use tanggap_domain::world::World;

/// The confirmed state of complaints lives there; officers' changes go there.
#[async_trait]
pub trait Upstream: Send + Sync {
    /// Who the credentials belong to and what they may see.
    async fn me(&self) -> Result<Me, UpstreamError>;

    /// Agencies, categories and templates; none where `known` is their version already.
    async fn reference(&self, known: Option<&str>) -> Result<Option<Reference>, UpstreamError>;

    /// What is new since the cursors. Waits for news up to `wait_ms` where there is none.
    async fn pull(&self, request: &PullRequest) -> Result<Pulled, UpstreamError>;

    /// Offers changes, at most [`MAX_PUSH`], in the order they were made. Repeating an offer is
    /// harmless. One outcome for each change, in their order.
    async fn push(&self, replica: ReplicaId, changes: &[Change]) -> Result<Pushed, UpstreamError>;

    /// Brings a file there; resumes where an earlier attempt broke off.
    async fn upload(&self, file: &Attachment, content: Bytes) -> Result<(), UpstreamError>;

    /// The content with this SHA-256 (lower-case hex), verified.
    async fn download(&self, sha256: &str) -> Result<Bytes, UpstreamError>;
}

/// Most changes in one push.
pub const MAX_PUSH: usize = 100;

/// About how many bytes of changes go into one push. Offices put a hub behind a proxy, and many a proxy
/// takes 1 MiB unless told otherwise. One change goes through however long it is.
pub const MAX_PUSH_BYTES: usize = 768 * 1024;

/// Longest wait of a pull, in milliseconds.
pub const MAX_WAIT_MS: u32 = 50_000;

/// The account at the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub officer: OfficerId,
    pub name: String,
    /// The feeds to pull: `nat`, `16`, `16.71`, `ins:ID`, `tanpa-lokasi`.
    pub scopes: Vec<String>,
    /// The source itself; stays the same when it moves to another machine.
    pub hub: HubId,
    /// Nothing there is real.
    #[serde(default)]
    pub practice: bool,
    pub server_time: DateTime<Utc>,
}

impl Me {
    /// Where work belongs that is written with this account.
    pub fn world(&self) -> World {
        World {
            hub: self.hub,
            officer: self.officer,
        }
    }
}

/// What forms and replies are filled from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Of all of it together, as the source counts.
    pub version: String,
    #[serde(default)]
    pub agencies: Vec<ReferenceAgency>,
    #[serde(default)]
    pub categories: Vec<Category>,
    #[serde(default)]
    pub templates: Vec<Template>,
    #[serde(default)]
    pub regions: Vec<RegionCode>,
    #[serde(default)]
    pub calendar_version: String,
    #[serde(default)]
    pub policy_version: String,
}

/// An agency or unit that a complaint may be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceAgency {
    pub agency: AgencyRef,
    #[serde(default)]
    pub region: Option<RegionCode>,
}

/// A ready text for a reply. Variables stand in double braces: `{{pelapor}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    pub id: String,
    pub name: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PullRequest {
    /// Scope to cursor, none to start from the beginning.
    pub scopes: Vec<(String, Option<String>)>,
    pub wait_ms: u32,
    /// About how long the answer may be.
    pub max_bytes: u32,
}

/// A verified answer to a pull.
#[derive(Clone, Debug, PartialEq)]
pub struct Pulled {
    pub rows: Vec<Row>,
    /// Where to go on, for every scope asked for.
    pub cursors: BTreeMap<String, String>,
    /// There is more already.
    pub more: bool,
    pub server_time: DateTime<Utc>,
}

/// What happened to one complaint in one scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub scope: String,
    /// Position in the source's feed.
    pub seq: u64,
    pub what: RowKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowKind {
    Upsert(Box<Complaint>),
    /// It left this scope; others may still hold it.
    Exit(ComplaintId),
    /// It was erased everywhere.
    Erase(ComplaintId),
    /// It cannot be read here; kept as it came.
    Unreadable {
        id: Option<ComplaintId>,
        reason: String,
        raw: String,
    },
}

/// The answer to a push.
#[derive(Clone, Debug, PartialEq)]
pub struct Pushed {
    pub outcomes: Vec<(OpId, Outcome)>,
    pub server_time: DateTime<Utc>,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It holds. The complaint is as it stands now, none where it is out of the officer's sight.
    Done {
        how: How,
        seq: u64,
        complaint: Option<Box<Complaint>>,
    },
    /// It will never hold as it is. The complaint is as the others left it.
    Refused {
        refused: Refused,
        complaint: Option<Box<Complaint>>,
    },
    /// Not decided: to be offered again.
    Blocked(Blocked),
    /// The id belongs to another change. Nothing happened.
    KeyReused,
    /// The source cannot read this change. Nothing happened.
    Unreadable { member: String },
    /// The source itself failed at this change. Nothing happened.
    Failed,
}

/// Why a change is not decided yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// These files (SHA-256, lower-case hex) are not there.
    MissingFiles(Vec<String>),
    /// An earlier change to the same complaint did not go through.
    Behind(OpId),
    /// The source decided, but in words this version does not know.
    AnswerUnknown,
}

/// Why there is no answer, sorted by what to do about it. Texts hold no personal data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpstreamError {
    /// Come back later; not before `retry_after_ms` where the source named it.
    #[error("{why}")]
    Transient {
        why: Why,
        retry_after_ms: Option<u64>,
    },
    /// Somebody else answered: a login page of the network, a proxy, another server.
    #[error("something else answered than the source")]
    CaptivePortal,
    /// The credentials do not open it (any more).
    #[error("the credentials are not accepted")]
    NeedsLogin { revoked: bool },
    /// What was asked for is not granted: ask [`Upstream::me`] again.
    #[error("that is not granted")]
    Forbidden,
    /// Cursors mean nothing any more: read from the start, and offer again what was accepted lately.
    #[error("the feed was rebuilt")]
    EpochChanged,
    /// One of both sides must be updated before they can talk.
    #[error("the versions do not fit")]
    TooOld,
    #[error("the request is too large")]
    TooLarge,
    /// The source says no to the whole request, with its own code.
    #[error("refused: {code}")]
    Refused { code: String },
    /// The answer is not what was agreed.
    #[error("the answer is not of the agreed form: {0}")]
    Protocol(&'static str),
}

/// What kind of passing trouble.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    #[error("the network is away")]
    Network,
    #[error("no answer in time")]
    Timeout,
    #[error("the connection ended without an answer")]
    Closed,
    #[error("the source is busy")]
    Busy,
    #[error("the source failed at the request")]
    Failed,
    #[error("the source's disk is full")]
    Full,
    #[error("the answer arrived damaged")]
    Damaged,
}

impl UpstreamError {
    /// The word of JSON answers and catalogues.
    pub fn code(&self) -> &str {
        match self {
            Self::Transient { why, .. } => match why {
                Why::Network => "network",
                Why::Timeout => "timeout",
                Why::Closed => "connection-closed",
                Why::Busy => "busy",
                Why::Failed => "hub-failed",
                Why::Full => "hub-disk-full",
                Why::Damaged => "damaged-answer",
            },
            Self::CaptivePortal => "captive-portal",
            Self::NeedsLogin { revoked: true } => "token-revoked",
            Self::NeedsLogin { revoked: false } => "needs-login",
            Self::Forbidden => "forbidden",
            Self::EpochChanged => "epoch-changed",
            Self::TooOld => "too-old",
            Self::TooLarge => "too-large",
            Self::Refused { code } => code,
            Self::Protocol(_) => "protocol",
        }
    }
}
