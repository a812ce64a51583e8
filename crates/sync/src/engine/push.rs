//! The outbox: files first, then operations in lane order, then what became of each.
//!
//! One operation's trouble is its lane's trouble only: the others go on.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use bytes::Bytes;
use tanggap_domain::change::{ChangeKind, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Event;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_store::{Attention, PendingOp, StoreError, StoredOutcome};
use tanggap_upstream::{Blocked, Outcome, UpstreamError, Why};

use super::worker::{Trouble, Worker};
use crate::core::Report;
use crate::status::SyncEvent;

/// Reasons of an [`Attention`] that no rule of the domain names.
pub mod reason {
    /// A file of the operation is not on this computer any more.
    pub const FILE_MISSING: &str = "file-missing";
    /// The operation is larger than the source takes.
    pub const TOO_LARGE: &str = "too-large";
    /// The operation's id is taken by another one.
    pub const KEY_REUSED: &str = "key-reused";
    /// The source cannot read the operation: it is older than this program.
    pub const NOT_UNDERSTOOD: &str = "not-understood";
    /// The source itself fails at the operation, while it takes others.
    pub const HUB_FAILED: &str = "hub-failed";
    /// Something between the desk and the source lets others through and not this one.
    pub const STOPPED: &str = "stopped-on-the-way";
}

impl Worker {
    pub(super) async fn push(&mut self, limit: usize, narrow: bool) -> Result<Report, Trouble> {
        let journal = self.store.journal();
        let waiting = journal
            .next_batch(u32::try_from(limit).unwrap_or(u32::MAX), Instant::now())
            .await?;
        let more = waiting.len() == limit;
        let found = waiting.len();
        let (ready, decided, trouble) = self.with_files(waiting).await?;
        let mut report = Pushed {
            decided,
            blocked: found > ready.len() + decided,
            freed: false,
        };
        let offered = match (ready.is_empty(), trouble) {
            (true, Some(error)) if decided == 0 => return Err(error.into()),
            (true, _) => Ok(()),
            (false, _) => self.offer(ready, narrow, &mut report).await,
        };
        if report.decided > 0 {
            self.tell(SyncEvent::OutboxChanged);
        }
        self.count_outbox().await;
        offered?;
        Ok(Report::Pushed {
            decided: report.decided,
            more: more || report.freed,
            blocked: report.blocked,
            release_in_ms: self.release_in_ms(),
        })
    }

    /// How long until the next operation may leave that is held back for undoing, in whole
    /// milliseconds: not one too early.
    fn release_in_ms(&self) -> Option<u64> {
        let left = self.store.journal().next_release(Instant::now())?;
        Some(u64::try_from(left.as_millis()).map_or(u64::MAX, |ms| ms.saturating_add(1)))
    }

    /// Brings the files of each operation to the source. Gives back the operations that are ready,
    /// how many were decided on the way, and the first passing trouble.
    async fn with_files(
        &mut self,
        waiting: Vec<PendingOp>,
    ) -> Result<(Vec<PendingOp>, usize, Option<UpstreamError>), Trouble> {
        let mut ready = Vec::with_capacity(waiting.len());
        let mut stuck: HashSet<ComplaintId> = HashSet::new();
        let (mut decided, mut trouble) = (0, None);
        let mut no_files = false;
        for op in waiting {
            let needs_files = !op.change.kind.attachments().is_empty();
            if stuck.contains(&op.change.complaint) || no_files && needs_files {
                stuck.insert(op.change.complaint);
                continue;
            }
            match self.upload_files(&op).await? {
                Files::There => ready.push(op),
                Files::Never(reason) => {
                    stuck.insert(op.change.complaint);
                    self.need_attention(&op, None, reason, Vec::new()).await?;
                    decided += 1;
                }
                Files::Later(error) => {
                    stuck.insert(op.change.complaint);
                    trouble.get_or_insert(error);
                }
                Files::NoneNow(error) => {
                    stuck.insert(op.change.complaint);
                    trouble.get_or_insert(error);
                    no_files = true;
                }
            }
        }
        Ok((ready, decided, trouble))
    }

    async fn upload_files(&mut self, op: &PendingOp) -> Result<Files, Trouble> {
        for file in op.change.kind.attachments() {
            if file.sha256.is_empty() || self.uploaded.contains(&file.sha256) {
                continue;
            }
            let content = match self.store.blobs().get(&file.sha256).await {
                Ok(content) => Bytes::from(content),
                Err(StoreError::NoBlob | StoreError::Damaged(_)) => {
                    return Ok(Files::Never(reason::FILE_MISSING.to_owned()));
                }
                Err(error) => return Err(error.into()),
            };
            match self.upstream.upload(file, content).await {
                Ok(()) => {
                    self.uploaded.insert(file.sha256.clone());
                }
                Err(UpstreamError::Refused { code }) => return Ok(Files::Never(code)),
                Err(UpstreamError::TooLarge) => {
                    return Ok(Files::Never(reason::TOO_LARGE.to_owned()));
                }
                // Without an account, or with somebody else answering, no lane gets through.
                Err(
                    error @ (UpstreamError::NeedsLogin { .. }
                    | UpstreamError::CaptivePortal
                    | UpstreamError::TooOld
                    | UpstreamError::Transient {
                        why: Why::Network, ..
                    }),
                ) => return Err(error.into()),
                // Each further file would take as long to fail.
                Err(
                    error @ UpstreamError::Transient {
                        why: Why::Timeout, ..
                    },
                ) => return Ok(Files::NoneNow(error)),
                Err(error) => return Ok(Files::Later(error)),
            }
        }
        Ok(Files::There)
    }

    /// First the mirror, then the journal: the view never steps back, and a crash in between only
    /// means that the same answer comes again.
    pub(super) async fn settle(
        &mut self,
        answered: Vec<(PendingOp, Outcome)>,
        report: &mut Pushed,
    ) -> Result<(), StoreError> {
        let mirror = self.store.mirror();
        let refused: Vec<ComplaintId> = answered
            .iter()
            .filter(|(_, outcome)| matches!(outcome, Outcome::Refused { .. }))
            .map(|(op, _)| op.change.complaint)
            .collect();
        let before = mirror.confirmed_many(&refused).await?;
        let before: HashMap<ComplaintId, Complaint> = before
            .into_iter()
            .map(|complaint| (complaint.id, complaint))
            .collect();
        let rows = answered
            .iter()
            .filter_map(|(_, outcome)| match outcome {
                Outcome::Done {
                    complaint: Some(complaint),
                    seq,
                    ..
                } => Some(self.mirror_row((**complaint).clone(), *seq)),
                Outcome::Refused {
                    complaint: Some(complaint),
                    ..
                } => Some(self.mirror_row((**complaint).clone(), 0)),
                _ => None,
            })
            .collect();
        let changed = mirror.confirm(rows).await?;
        for (op, outcome) in answered {
            self.settle_one(op, outcome, &before, report).await?;
        }
        if !changed.is_empty() {
            self.tell(SyncEvent::ComplaintsChanged(changed));
        }
        Ok(())
    }

    async fn settle_one(
        &mut self,
        op: PendingOp,
        outcome: Outcome,
        before: &HashMap<ComplaintId, Complaint>,
        report: &mut Pushed,
    ) -> Result<(), StoreError> {
        let complaint = op.change.complaint;
        match outcome {
            Outcome::Done { how, seq, .. } => {
                let outcome = StoredOutcome::done(how, seq);
                let journal = self.store.journal();
                journal
                    .settle(op.change.op, &outcome, self.corrected_now())
                    .await?;
                self.count_settled(op.change.op);
                self.tell(SyncEvent::Settled {
                    op: op.change.op,
                    complaint,
                });
            }
            Outcome::Refused { refused, .. } if is_moot(&op.change.kind, &refused) => {
                let outcome = StoredOutcome::Moot { refused };
                let journal = self.store.journal();
                journal
                    .settle(op.change.op, &outcome, self.corrected_now())
                    .await?;
                report.freed = true;
                self.tell(SyncEvent::Settled {
                    op: op.change.op,
                    complaint,
                });
            }
            Outcome::Refused {
                refused,
                complaint: others,
            } => {
                let events =
                    others.map_or_else(Vec::new, |others| news(before.get(&complaint), &others));
                let code = code_of(&refused);
                self.need_attention(&op, Some(refused), code, events)
                    .await?;
            }
            Outcome::Blocked(blocked) => {
                if let Blocked::MissingFiles(missing) = &blocked {
                    self.uploaded.retain(|file| !missing.contains(file));
                }
                report.blocked |= !matches!(blocked, Blocked::Behind(_));
                return Ok(());
            }
            Outcome::KeyReused => {
                self.store.journal().rotate_replica().await?;
                let reason = reason::KEY_REUSED.to_owned();
                self.need_attention(&op, None, reason, Vec::new()).await?;
            }
            Outcome::Unreadable { member } => {
                tracing::warn!(%member, "The source cannot read an operation");
                let reason = reason::NOT_UNDERSTOOD.to_owned();
                self.need_attention(&op, None, reason, Vec::new()).await?;
            }
            Outcome::Failed => {
                let reason = reason::HUB_FAILED.to_owned();
                self.need_attention(&op, None, reason, Vec::new()).await?;
            }
        }
        report.decided += 1;
        Ok(())
    }

    pub(super) async fn need_attention(
        &self,
        op: &PendingOp,
        refused: Option<Refused>,
        reason: String,
        events: Vec<Event>,
    ) -> Result<(), StoreError> {
        let attention = Attention {
            refused,
            reason,
            events,
        };
        let journal = self.store.journal();
        journal.needs_attention(op.change.op, &attention).await?;
        self.tell(SyncEvent::AttentionNeeded {
            op: op.change.op,
            complaint: op.change.complaint,
        });
        Ok(())
    }
}

/// What one push came to so far.
pub(super) struct Pushed {
    pub decided: usize,
    pub blocked: bool,
    /// What stood behind something refused may go now.
    pub freed: bool,
}

/// Whether the files of an operation are at the source.
enum Files {
    There,
    /// Not now.
    Later(UpstreamError),
    /// Not now, nor any other.
    NoneNow(UpstreamError),
    /// They will never be, for this reason.
    Never(String),
}

/// A reminder that came too late is no decision for anybody: a colleague reminded, or the complaint
/// was closed. It stays in the log of operations and stands in nobody's way.
fn is_moot(kind: &ChangeKind, refused: &Refused) -> bool {
    matches!(kind, ChangeKind::Remind(_))
        && matches!(refused, Refused::TooSoon { .. } | Refused::Closed)
}

/// What others did that this desk had not seen.
fn news(before: Option<&Complaint>, others: &Complaint) -> Vec<Event> {
    let seen: HashSet<OpId> = before
        .iter()
        .flat_map(|complaint| complaint.history.iter().map(|event| event.id))
        .collect();
    let unseen = others
        .history
        .iter()
        .filter(|event| !seen.contains(&event.id));
    unseen.cloned().collect()
}

/// The code of a refusal, as its JSON has it.
fn code_of(refused: &Refused) -> String {
    let json = serde_json::to_value(refused).unwrap_or_default();
    json["code"].as_str().unwrap_or_default().to_owned()
}
