//! What the engine tells about itself: the sync pill, and what changed. No personal data.

use chrono::{DateTime, Utc};
use tanggap_domain::ids::{ComplaintId, OpId};

use crate::core::Connection;

/// How it stands, for people to see at any time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub connection: Connection,
    pub activity: Activity,
    /// Operations that wait to be sent.
    pub queued: u64,
    /// Operations that wait for an officer's decision.
    pub attention: u64,
    /// When it is tried again, by the desk's clock; none where nothing is planned.
    pub next_try_at: Option<DateTime<Utc>>,
    /// When the source last answered, by the desk's clock.
    pub last_contact_at: Option<DateTime<Utc>>,
    /// Source's clock minus the desk's, in milliseconds; none before the first answer.
    pub clock_offset_ms: Option<i64>,
    /// Everything the source had was read once since the start.
    pub caught_up: bool,
    /// How often it began to wait for news, everything there was being read.
    pub listened: u64,
    /// Complaints taken in since the start.
    pub received: u64,
    /// Nothing at the source is real.
    pub practice: bool,
    pub breakdowns: Breakdowns,
}

/// How often syncing itself broke down since the start, and stood up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breakdowns {
    pub count: u32,
    /// By the desk's clock.
    pub last_at: Option<DateTime<Utc>>,
}

/// What the engine is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Activity {
    /// Nothing, until a later time or a wish.
    #[default]
    Resting,
    Identifying,
    Pushing,
    /// Reading what is there already.
    Pulling,
    /// Everything is read: waiting for news.
    Listening,
}

/// Something changed. Listeners read the store for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyncEvent {
    /// [`Status`] changed.
    StatusChanged,
    /// These are new, other than before, or gone.
    ComplaintsChanged(Vec<ComplaintId>),
    /// The source took an operation: it holds.
    Settled { op: OpId, complaint: ComplaintId },
    /// The source refused an operation: the officer decides.
    AttentionNeeded { op: OpId, complaint: ComplaintId },
    /// What came in takes the ground from operations that still wait.
    Overtaken(Vec<OpId>),
    /// The outbox is other than before.
    OutboxChanged,
    /// Agencies, categories or templates changed.
    ReferenceChanged,
    /// The account's name or scopes changed.
    AccountChanged,
}

/// What one run until caught up came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Complaints that are new, other than before, or gone.
    pub pulled: u64,
    /// Operations that were settled, each once, however often it was offered.
    pub pushed: u64,
    /// Operations that still wait to be sent.
    pub waiting: u64,
    /// Operations that wait for an officer's decision.
    pub conflicts: u64,
    /// Operations the source had taken before, offered anew since its history is another one: it was put
    /// back from a backup.
    pub offered_again: u64,
}
