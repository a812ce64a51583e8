//! The journal: only what an officer did here. Precious: every writing is on the disk before it is
//! called saved, and nothing leaves it without a trace in `op_log`.

mod drafts;
pub(crate) mod holds;
mod imports;
mod notices;
mod op_log;
pub(crate) mod outbox;
pub(crate) mod pending;
pub(crate) mod settings;
mod versions;
pub(crate) mod worlds;

use std::sync::Arc;

use crate::error::StoreError;
use crate::inner::Inner;

pub use drafts::{Draft, DraftKey, DraftKind, OthersDraft, StoredDraft};
pub(crate) use holds::{Holds, hold_again};
pub use imports::{Import, ImportCounts, ImportPart};
pub(crate) use imports::{pack, unpack};
pub(crate) use notices::forget as forget_notices;
pub use notices::{
    Notice, NoticeEvent, NoticeKey, NoticeQuery, NoticeStanding, NoticeWhat, StoredDaily,
    StoredDigest, StoredReminder, Telling, Told, Witness,
};
pub use op_log::{Ended, LoggedOp, StoredOutcome};
pub use outbox::rows::{Attention, OpState, PendingOp};
pub(crate) use pending::{Pending, Waiting};
pub use settings::rows::Connection;
pub(crate) use settings::rows::{replica, rotate_replica, settle_home};
pub use settings::{StoredDesktop, StoredEscalation, StoredNotify, StoredSettings};
pub use versions::{CalendarVersion, RulesVersion};
pub(crate) use worlds::attribute;
pub use worlds::here::{Elsewhere, Whose};

/// Access to the journal. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    pub(crate) store: Arc<Inner>,
}

/// What the journal holds, in numbers. No personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalStats {
    /// Waiting for the hub this desk is connected to.
    pub queued: u64,
    /// Came back from it.
    pub attention: u64,
    /// Written for another hub, by another officer, or without any: never offered, until decided.
    pub others: u64,
    pub drafts: u64,
    pub logged: u64,
    pub unread_notices: u64,
}

impl Journal {
    pub async fn stats(&self) -> Result<JournalStats, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let pending = outbox::rows::all(connection).await?;
                    let (drafts, logged, unread): (i64, i64, i64) = sqlx::query_as(
                        "SELECT (SELECT count(*) FROM draft),
                                (SELECT count(*) FROM op_log),
                                (SELECT count(*) FROM notice WHERE read_ms IS NULL)",
                    )
                    .fetch_one(connection)
                    .await?;
                    let ours = |op: &&PendingOp| op.whose.is_ours();
                    let mine = pending.iter().filter(ours);
                    let queued = mine
                        .clone()
                        .filter(|op| op.state == OpState::Queued)
                        .count();
                    Ok(JournalStats {
                        queued: queued as u64,
                        attention: (mine.count() - queued) as u64,
                        others: pending.iter().filter(|op| !ours(op)).count() as u64,
                        drafts: drafts.unsigned_abs(),
                        logged: logged.unsigned_abs(),
                        unread_notices: unread.unsigned_abs(),
                    })
                })
            })
            .await
    }

    /// Copies the journal to `journal.bak`, durably. Done at each clean start, in quiet moments and at
    /// the close by itself; also when asked.
    pub async fn back_up(&self) -> Result<(), StoreError> {
        let target = self.store.folder.journal_backup();
        self.store
            .journal
            .maintain(move |connection| {
                Box::pin(async move { crate::database::copy::copy_into(connection, &target).await })
            })
            .await
    }
}
