//! Table `outbox`: what an officer did and upstream has not taken. From the moment it was
//! acknowledged, an operation is either here or in `op_log`.
//!
//! What is on the wire is not written down: after a crash everything not settled is queued again,
//! and the operation's id makes the repetition harmless.
//!
//! | state | where | what moves it on |
//! |---|---|---|
//! | held | `outbox`, queued; the hold in memory, and once more after a restart | [`Journal::withdraw`], or the end of its window |
//! | queued | `outbox` | offered in order of acting, in its own world only; stays after a failure that may pass |
//! | waits behind | `outbox`, queued | the operation before it in its complaint that is held or needs a decision |
//! | needs a decision | `outbox`, attention | the officer: [`Journal::requeue`] or [`Journal::discard`] |
//! | ended | `op_log` | settled (the hub's outcome), discarded, withdrawn or replaced |
//!
//! A failure either passes, and the operation stays queued, or it is this operation's, and the officer decides
//! ([`Attention::why`]). What cannot be told apart passes: nothing is given up by itself.
//!
//! | failure | becomes | then |
//! |---|---|---|
//! | no line, no answer in time, a busy or full hub, a login page of the network | stays queued | offered again, later and later; the same id makes a lost answer harmless |
//! | the token is refused, one side is too old | stays queued | until the officer signs in, or the program is updated |
//! | our own disk is full | stays queued | offered again |
//! | it waits behind another of its complaint, or the hub lacks a file | stays queued | offered again, with the file |
//! | a rule of the hub refuses it | needs a decision: `refused` | the officer's text and what others did stand beside each other |
//! | the same, of a reminder that came too late | ended: settled as moot | nothing to decide |
//! | `file-missing`, `hash-mismatch`, `empty-file` | needs a decision: [`Refused::FileMissing`] | attach it again, or leave it out |
//! | `too-large` | needs a decision: [`Refused::TooLarge`] | shorten it |
//! | `key-reused`: another operation has its id | needs a decision: [`Refused::KeyReused`] | sent anew under a new id; the journal takes a new replica id |
//! | `not-understood`, and every word of another version | needs a decision: [`Refused::NotUnderstood`] | update the hub, then send anew |
//! | `hub-failed`: the hub fails at it while it takes others | needs a decision: [`Refused::HubFailed`] | sent anew, or in other words |
//! | `stopped-on-the-way`: something between lets others through | needs a decision: [`Refused::StoppedOnTheWay`] | sent anew, elsewhere |

pub(crate) mod rows;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sqlx::SqliteConnection;
use tanggap_domain::change::Change;
use tanggap_domain::ids::OpId;

use super::op_log::{self, Ended, StoredOutcome};
use super::worlds::here::{self, Here, WORLD_COLUMNS};
use super::{Journal, Waiting};
use crate::columns::{change_of_json, id_of_bytes, json_of, op_bytes};
use crate::error::StoreError;

use rows::{Attention, PendingOp, all, find, pending_of_row, write_row};

impl Journal {
    /// Saves a change. When this returns `Ok` it is on the disk and will be sent, whatever happens.
    ///
    /// `hold` keeps it here for undoing, by a clock that never jumps. It belongs to the hub and the
    /// officer of this moment, and is never offered to others. Saving the same change twice is
    /// harmless.
    ///
    /// # Errors
    /// [`StoreError::OpTaken`] where the operation id belongs to another change; on any error nothing
    /// is saved.
    pub async fn enqueue(
        &self,
        change: &Change,
        hold: Option<(Instant, Duration)>,
    ) -> Result<(), StoreError> {
        let journal = self.clone();
        let change = Arc::new(change.clone());
        to_its_end(async move {
            if let Some((now, window)) = hold {
                journal.store.holds.hold(change.op, now + window);
            }
            let window = hold.map(|(_, window)| window);
            let inserted = match journal.insert(&change, window).await {
                // The officer's work comes before everything else on a full disk.
                Err(StoreError::DiskFull) if journal.store.free_reserve() => {
                    journal.insert(&change, window).await
                }
                other => other,
            };
            let inserted = inserted.inspect_err(|_| journal.store.holds.forget(change.op))?;
            if let Some(mut_no) = inserted {
                let complaint = change.complaint;
                journal.store.pending.push(Waiting {
                    mut_no,
                    change,
                    attention: false,
                });
                journal.store.refresh_view(&[complaint]).await;
            }
            Ok(())
        })
        .await
    }

    async fn insert(
        &self,
        change: &Arc<Change>,
        window: Option<Duration>,
    ) -> Result<Option<i64>, StoreError> {
        let change = change.clone();
        self.store
            .journal
            .write(move |tx| Box::pin(async move { insert(tx, &change, window).await }))
            .await
    }

    /// Everything that is not settled, in order of acting; also what was written for others.
    pub async fn pending(&self) -> Result<Vec<PendingOp>, StoreError> {
        self.store
            .journal
            .read(|connection| Box::pin(all(connection)))
            .await
    }

    /// One operation of the outbox.
    pub async fn pending_op(&self, op: OpId) -> Result<Option<PendingOp>, StoreError> {
        self.store
            .journal
            .read(move |connection| Box::pin(find(connection, op)))
            .await
    }

    /// How much longer an operation stays on the desk and may be withdrawn; none where it may leave or
    /// has left.
    pub fn hold_left(&self, op: OpId, now: Instant) -> Option<Duration> {
        self.store.holds.left(op, now)
    }

    /// What may be sent now, in order of acting, at most `limit`: of the hub and the officer this desk
    /// is connected to and as, nothing of anybody else. It cannot be withdrawn any more.
    ///
    /// Inside a complaint order holds: behind an operation that needs a decision or is still held back
    /// for undoing, nothing of the same complaint is given.
    pub async fn next_batch(&self, limit: u32, now: Instant) -> Result<Vec<PendingOp>, StoreError> {
        let held: Vec<String> = self
            .store
            .holds
            .still_held(now)
            .into_iter()
            .map(|op| format!("\"{}\"", hex::encode_upper(op.0.as_bytes())))
            .collect();
        let held = format!("[{}]", held.join(","));
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let here = Here::read(connection).await?;
                    if !here.offers() {
                        return Ok(Vec::new());
                    }
                    let sql = format!(
                        "SELECT o.mut_no, o.change, o.state, o.attention, o.created_ms, {WORLD_COLUMNS} FROM outbox o LEFT JOIN world w ON w.no = o.world
                         WHERE o.world = ?3 AND NOT EXISTS (
                             SELECT 1 FROM outbox p
                             WHERE p.complaint = o.complaint AND p.world = o.world
                               AND p.mut_no <= o.mut_no
                               AND (p.state = 'attention'
                                    OR hex(p.op) IN (SELECT value FROM json_each(?2))))
                         ORDER BY mut_no LIMIT ?1"
                    );
                    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
                        .bind(limit)
                        .bind(held)
                        .bind(here.no)
                        .fetch_all(connection)
                        .await?;
                    rows.iter().map(|row| pending_of_row(row, &here)).collect()
                })
            })
            .await
    }

    /// How long until the next held-back operation may leave; none where nothing is held back.
    pub fn next_release(&self, now: Instant) -> Option<Duration> {
        self.store.holds.next(now)
    }

    /// Lets everything leave that is held back for undoing: nobody looks at an undo button.
    pub fn release_holds(&self) {
        self.store.holds.release();
    }

    /// The hub took it: moves it to the log with the outcome. Bring the mirror up to the hub's
    /// answer first ([`crate::Mirror::apply_page`]), so that the view does not step back meanwhile.
    ///
    /// Settling again, after a crash in between, changes nothing.
    pub async fn settle(
        &self,
        op: OpId,
        outcome: &StoredOutcome,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let outcome = json_of(outcome, "outcome")?;
        self.end(op, Ended::Settled, Some(outcome), at)
            .await
            .map(|_| ())
    }

    /// The hub refused it: it stays, visibly, until the officer decides.
    pub async fn needs_attention(&self, op: OpId, attention: &Attention) -> Result<(), StoreError> {
        let json = json_of(attention, "attention")?;
        let store = self.store.clone();
        to_its_end(async move {
            let complaint = store
                .journal
                .write(move |tx| {
                    Box::pin(async move {
                        let complaint: Option<Vec<u8>> = sqlx::query_scalar(
                            "UPDATE outbox
                             SET state = 'attention', attention = ?2, not_before_ms = NULL
                             WHERE op = ?1 RETURNING complaint",
                        )
                        .bind(op_bytes(op))
                        .bind(json)
                        .fetch_optional(tx)
                        .await?;
                        id_of_bytes(&complaint.ok_or(StoreError::UnknownOp)?)
                    })
                })
                .await?;
            store.pending.set_attention(complaint, op, true);
            store.refresh_view(&[complaint]).await;
            Ok(())
        })
        .await
    }

    /// The officer gives up an operation. It stays in the log.
    pub async fn discard(&self, op: OpId, at: DateTime<Utc>) -> Result<Change, StoreError> {
        self.end(op, Ended::Discarded, None, at)
            .await?
            .ok_or(StoreError::UnknownOp)
    }

    /// Undo: takes an operation back while it is held back. None where it is too late, since it may be
    /// on its way. `now` decides, `at` is written down.
    pub async fn withdraw(
        &self,
        op: OpId,
        now: Instant,
        at: DateTime<Utc>,
    ) -> Result<Option<Change>, StoreError> {
        let holds = &self.store.holds;
        if !holds.take(op, now) {
            return Ok(None);
        }
        let ended = self.end(op, Ended::Withdrawn, None, at).await;
        match &ended {
            Ok(_) => holds.forget(op),
            // It still stands in the outbox, and is free to leave.
            Err(_) => holds.hold(op, now),
        }
        ended
    }

    /// Puts a new operation (sent anyway, or edited) in the place of one that needs a decision.
    pub async fn requeue(
        &self,
        old: OpId,
        new: &Change,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let store = self.store.clone();
        let new = Arc::new(new.clone());
        to_its_end(async move {
            let change = new.clone();
            let (before, inserted) = store
                .journal
                .write(move |tx| {
                    Box::pin(async move {
                        let before = op_log::append(tx, old, Ended::Replaced, None, at).await?;
                        let before = before.ok_or(StoreError::UnknownOp)?;
                        let inserted = insert(tx, &change, None).await?;
                        Ok((before, inserted))
                    })
                })
                .await?;
            store.holds.forget(old);
            store.pending.remove(before.complaint, old);
            let lanes = [before.complaint, new.complaint];
            if let Some(mut_no) = inserted {
                store.pending.push(Waiting {
                    mut_no,
                    change: new,
                    attention: false,
                });
            }
            store.refresh_view(&lanes).await;
            Ok(())
        })
        .await
    }

    async fn end(
        &self,
        op: OpId,
        ended: Ended,
        outcome: Option<String>,
        at: DateTime<Utc>,
    ) -> Result<Option<Change>, StoreError> {
        let store = self.store.clone();
        to_its_end(async move {
            let change = store
                .journal
                .write(move |tx| Box::pin(op_log::append(tx, op, ended, outcome, at)))
                .await?;
            if let Some(change) = &change {
                store.holds.forget(op);
                store.pending.remove(change.complaint, op);
                store.refresh_view(&[change.complaint]).await;
            }
            Ok(change)
        })
        .await
    }
}

/// Runs work whose steps belong together to its end, even if the caller stops waiting: what is on
/// the disk and what is shown never part.
async fn to_its_end<T: Send + 'static>(
    work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::spawn(work).await.map_err(|_| StoreError::Closed)?
}

/// The order number it got; none where it was saved already.
async fn insert(
    tx: &mut SqliteConnection,
    change: &Change,
    window: Option<Duration>,
) -> Result<Option<i64>, StoreError> {
    let json = json_of(change, "change")?;
    let known: Option<String> = sqlx::query_scalar(
        "SELECT change FROM outbox WHERE op = ?1
         UNION ALL SELECT change FROM op_log WHERE op = ?1",
    )
    .bind(op_bytes(change.op))
    .fetch_optional(&mut *tx)
    .await?;
    match known {
        Some(known) if change_of_json(&known)? == *change => return Ok(None),
        Some(_) => return Err(StoreError::OpTaken),
        None => {}
    }
    let world = here::current(tx).await?;
    write_row(tx, None, change, json, window, world)
        .await
        .map(Some)
}
