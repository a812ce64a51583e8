//! A batch on its way: in parts that fit through the proxies of offices, halved where one does not, and
//! taken apart where the source keeps failing at it, so that one operation's trouble is its lane's only.
//!
//! Never lets an operation pass an earlier one of the same complaint.

use std::collections::{HashMap, HashSet, VecDeque};

use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_store::PendingOp;
use tanggap_upstream::{Outcome, UpstreamError, Why};

use super::push::{Pushed, reason};
use super::worker::{Trouble, Worker};

/// So many single operations may fail before the source itself is taken for broken, as long as it takes
/// none at all.
const CULPRITS: usize = 8;

/// Operations of one request, in their order, with about how many bytes they take.
struct Part {
    ops: Vec<PendingOp>,
    bytes: usize,
}

impl Part {
    fn of(ops: Vec<PendingOp>) -> Self {
        let bytes = ops.iter().map(size_of).sum();
        Self { ops, bytes }
    }

    fn halves(mut self) -> [Self; 2] {
        let second = self.ops.split_off(self.ops.len().div_ceil(2));
        [Self::of(self.ops), Self::of(second)]
    }
}

fn size_of(op: &PendingOp) -> usize {
    // What the wire adds is little and always the same.
    serde_json::to_vec(&op.change).map_or(0, |json| json.len() + 64)
}

/// Parts of at most `bytes`, in order; a single operation goes through however long.
fn parts(ops: Vec<PendingOp>, bytes: usize) -> VecDeque<Part> {
    let mut parts: VecDeque<Part> = VecDeque::new();
    for op in ops {
        let size = size_of(&op);
        match parts.back_mut() {
            Some(last) if last.bytes + size <= bytes => {
                last.bytes += size;
                last.ops.push(op);
            }
            _ => parts.push_back(Part {
                ops: vec![op],
                bytes: size,
            }),
        }
    }
    parts
}

/// What came of the parts so far.
#[derive(Default)]
struct Course {
    /// Lanes in which something did not go through: what follows there waits.
    stuck: HashSet<ComplaintId>,
    /// Single operations that the source failed at, and how.
    culprits: Vec<(PendingOp, UpstreamError)>,
    /// The source took a part, whatever it said to it.
    answered: bool,
}

impl Worker {
    /// Offers operations, in order. With `narrow` an operation that the source fails at is told from the
    /// others.
    ///
    /// # Errors
    /// Why no more could be offered. What was decided by then is decided.
    pub(super) async fn offer(
        &mut self,
        ready: Vec<PendingOp>,
        narrow: bool,
        report: &mut Pushed,
    ) -> Result<(), Trouble> {
        let mut course = Course::default();
        let mut waiting = parts(ready, self.fit.bytes);
        while let Some(mut part) = waiting.pop_front() {
            let before = part.ops.len();
            part.ops
                .retain(|op| !course.stuck.contains(&op.change.complaint));
            report.blocked |= part.ops.len() < before;
            if part.ops.is_empty() {
                continue;
            }
            match self.offer_part(&part, &mut course, report).await {
                Ok(()) => {}
                Err(Trouble::Upstream(error)) => {
                    for part in self.after(error, part, narrow, &mut course, report).await? {
                        waiting.push_front(part);
                    }
                }
                Err(trouble) => return Err(trouble),
            }
        }
        self.blame_culprits(course, report).await
    }

    /// What is offered instead of a part that failed, the last first.
    async fn after(
        &mut self,
        error: UpstreamError,
        mut part: Part,
        narrow: bool,
        course: &mut Course,
        report: &mut Pushed,
    ) -> Result<Vec<Part>, Trouble> {
        let single = part.ops.len() == 1;
        let halve = match &error {
            UpstreamError::TooLarge if single => {
                let op = part.ops.remove(0);
                course.stuck.insert(op.change.complaint);
                let reason = reason::TOO_LARGE.to_owned();
                self.need_attention(&op, None, reason, Vec::new()).await?;
                report.decided += 1;
                return Ok(Vec::new());
            }
            UpstreamError::TooLarge => {
                self.fit.refused(part.bytes);
                true
            }
            UpstreamError::Transient {
                why: Why::Closed | Why::Timeout,
                ..
            } => {
                self.fit.broke(part.bytes);
                narrow
            }
            UpstreamError::Transient {
                why: Why::Failed | Why::Damaged,
                ..
            }
            | UpstreamError::Protocol(_)
            | UpstreamError::CaptivePortal
            | UpstreamError::Refused { .. } => narrow,
            _ => false,
        };
        if !halve {
            return Err(error.into());
        }
        if !single {
            let [first, second] = part.halves();
            return Ok(vec![second, first]);
        }
        let op = part.ops.remove(0);
        course.stuck.insert(op.change.complaint);
        course.culprits.push((op, error.clone()));
        if !course.answered && course.culprits.len() >= CULPRITS {
            return Err(error.into());
        }
        Ok(Vec::new())
    }

    /// Where the source took others, those it failed at are at fault: the officer decides. Where it took
    /// none, it is the source, and all of them wait.
    async fn blame_culprits(&mut self, course: Course, report: &mut Pushed) -> Result<(), Trouble> {
        for (op, error) in course.culprits {
            let line_broke = matches!(
                error,
                UpstreamError::Transient {
                    why: Why::Closed | Why::Timeout | Why::Damaged,
                    ..
                }
            );
            if !course.answered {
                return Err(error.into());
            }
            if line_broke {
                report.blocked = true;
                continue;
            }
            tracing::warn!(op = %op.change.op, code = error.code(), "The source fails at an operation");
            let reason = match error {
                UpstreamError::CaptivePortal => reason::STOPPED,
                _ => reason::HUB_FAILED,
            };
            self.need_attention(&op, None, reason.to_owned(), Vec::new())
                .await?;
            report.decided += 1;
        }
        Ok(())
    }

    async fn offer_part(
        &mut self,
        part: &Part,
        course: &mut Course,
        report: &mut Pushed,
    ) -> Result<(), Trouble> {
        let changes: Vec<_> = part.ops.iter().map(|op| op.change.clone()).collect();
        let replica = self.store.journal().replica().await?;
        let sent = self.now();
        let pushed = self.upstream.push(replica, &changes).await?;
        self.answered(sent, self.now(), pushed.server_time);
        self.fit.went_through();
        course.answered = true;
        let mut outcomes: HashMap<OpId, Outcome> = pushed.outcomes.into_iter().collect();
        let mut answered = Vec::with_capacity(part.ops.len());
        for op in &part.ops {
            let outcome = outcomes.remove(&op.change.op);
            if !matches!(outcome, Some(Outcome::Done { .. })) {
                course.stuck.insert(op.change.complaint);
            }
            answered.extend(outcome.map(|outcome| (op.clone(), outcome)));
        }
        self.settle(answered, report).await?;
        Ok(())
    }
}
