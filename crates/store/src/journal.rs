//! The journal: only what an officer did here. Precious: every writing is on the disk before it is
//! called saved, and nothing leaves it without a trace in `op_log`.

mod drafts;
mod imports;
mod notices;
mod op_log;
mod outbox;
mod pending;
mod settings;
mod versions;

use std::sync::Arc;

use crate::error::StoreError;
use crate::store::Inner;

pub use drafts::{Draft, DraftKey, DraftKind};
pub use imports::{Import, ImportCounts, ImportPart, SealedPart};
pub use notices::{
    Notice, NoticeEvent, NoticeKey, NoticeQuery, NoticeStanding, NoticeWhat, Telling, Told, Witness,
};
pub use op_log::{Ended, LoggedOp};
pub(crate) use outbox::load_pending;
pub use outbox::{Attention, OpState, PendingOp};
pub(crate) use pending::{Pending, Waiting};
pub use settings::Connection;
pub(crate) use settings::{replica, rotate_replica};
pub use versions::{CalendarVersion, RulesVersion};

/// Access to the journal. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    pub(crate) store: Arc<Inner>,
}

/// What the journal holds, in numbers. No personal data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JournalStats {
    pub queued: u64,
    pub attention: u64,
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
                    let (queued, attention, drafts, logged, unread): (i64, i64, i64, i64, i64) =
                        sqlx::query_as(
                            "SELECT (SELECT count(*) FROM outbox WHERE state = 'queued'),
                                    (SELECT count(*) FROM outbox WHERE state = 'attention'),
                                    (SELECT count(*) FROM draft),
                                    (SELECT count(*) FROM op_log),
                                    (SELECT count(*) FROM notice WHERE read_ms IS NULL)",
                        )
                        .fetch_one(connection)
                        .await?;
                    Ok(JournalStats {
                        queued: queued.unsigned_abs(),
                        attention: attention.unsigned_abs(),
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
                Box::pin(async move { crate::recovery::copy_into(connection, &target).await })
            })
            .await
    }
}
