//! Does what the core says. Holds what all steps share: the store, the source, who listens.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::OpId;
use tanggap_store::{MirrorRow, Store, StoreError};
use tanggap_upstream::{Upstream, UpstreamError, Why};
use tokio::sync::{broadcast, watch};

use super::fetched::{Fetched, mirror_row};
use super::fit::Fit;
use super::{ClocksOf, Surroundings, SyncError};
use crate::clock::Offset;
use crate::core::{Connection, Report, Step};
use crate::status::{Status, Summary, SyncEvent};

pub(super) struct Worker {
    pub store: Store,
    pub upstream: Arc<dyn Upstream>,
    around: Surroundings,
    /// Nobody listens to a run until caught up.
    events: Option<broadcast::Sender<SyncEvent>>,
    status: watch::Sender<Status>,
    offset: Offset,
    /// Scopes granted, with their cursors.
    pub feeds: BTreeMap<String, Option<String>>,
    /// The page after the one written last, fetched meanwhile.
    pub ahead: Option<Result<Fetched, UpstreamError>>,
    /// Files known to be at the source (SHA-256, hex).
    pub uploaded: HashSet<String>,
    pub fit: Fit,
    pub summary: Summary,
    /// What [`Summary::pushed`] counts: an operation that is offered again is the same one.
    settled: HashSet<OpId>,
    last_trouble: Option<SyncError>,
}

/// Why a step failed.
#[derive(Debug)]
pub(super) enum Trouble {
    Upstream(UpstreamError),
    Store(StoreError),
}

impl From<UpstreamError> for Trouble {
    fn from(error: UpstreamError) -> Self {
        Self::Upstream(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Worker {
    pub fn new(
        store: Store,
        upstream: Arc<dyn Upstream>,
        around: Surroundings,
        events: Option<broadcast::Sender<SyncEvent>>,
        status: watch::Sender<Status>,
    ) -> Self {
        Self {
            store,
            upstream,
            around,
            events,
            status,
            offset: Offset::default(),
            feeds: BTreeMap::new(),
            ahead: None,
            uploaded: HashSet::new(),
            fit: Fit::default(),
            summary: Summary::default(),
            settled: HashSet::new(),
            last_trouble: None,
        }
    }

    pub fn count_settled(&mut self, op: OpId) {
        if self.settled.insert(op) {
            self.summary.pushed += 1;
        }
    }

    pub async fn perform(&mut self, step: Step) -> Report {
        let done = match step {
            Step::Identify => self.identify().await,
            Step::StartOver => self.start_over().await,
            Step::Push { limit, narrow } => self.push(limit, narrow).await,
            Step::Pull { wait_ms, max_bytes } => {
                let fetched = self.fetch(wait_ms, max_bytes).await;
                return self.take_in(fetched, max_bytes).await;
            }
            Step::Sleep { .. } => Ok(Report::Interrupted),
        };
        done.unwrap_or_else(|trouble| self.report_of(trouble))
    }

    pub fn report_of(&mut self, trouble: Trouble) -> Report {
        match trouble {
            Trouble::Upstream(error) => {
                tracing::debug!(code = error.code(), "The source did not answer as wished");
                self.last_trouble = Some(error.clone().into());
                Report::Failed(error)
            }
            Trouble::Store(error) => {
                tracing::warn!(%error, "Syncing could not use the store");
                self.last_trouble = Some(error.into());
                Report::StoreFailed
            }
        }
    }

    /// Why nothing goes on, in the words of the last failure.
    pub fn trouble(&mut self, connection: &Connection) -> SyncError {
        let told = self.last_trouble.take();
        told.unwrap_or_else(|| match connection {
            Connection::NeedsLogin { revoked } => {
                UpstreamError::NeedsLogin { revoked: *revoked }.into()
            }
            _ => UpstreamError::Transient {
                why: Why::Network,
                retry_after_ms: None,
            }
            .into(),
        })
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.around.now)()
    }

    pub fn clock(&self) -> Arc<dyn Fn() -> DateTime<Utc> + Send + Sync> {
        self.around.now.clone()
    }

    /// The time as the desk writes it down: corrected by the source's clock, as far as it is known.
    pub fn corrected_now(&self) -> DateTime<Utc> {
        let now = self.now();
        if !self.around.follows_source {
            return now;
        }
        let offset = TimeDelta::milliseconds(self.offset.ms().unwrap_or_default());
        now.checked_add_signed(offset).unwrap_or(now)
    }

    /// Takes in one answer's time stamp; `sent` and `received` by the desk's clock.
    pub fn answered(
        &mut self,
        sent: DateTime<Utc>,
        received: DateTime<Utc>,
        stamped: DateTime<Utc>,
    ) {
        self.offset.sample(sent, received, stamped);
        let offset_ms = self.offset.ms();
        self.show(|status| {
            status.last_contact_at = Some(received);
            status.clock_offset_ms = offset_ms;
        });
    }

    pub fn mirror_row(&self, complaint: Complaint, seq: u64) -> MirrorRow {
        mirror_row(&self.around.clocks_of, complaint, seq)
    }

    pub fn clocks_of(&self) -> ClocksOf {
        self.around.clocks_of.clone()
    }

    pub fn tell(&self, event: SyncEvent) {
        if let Some(events) = &self.events {
            // Nobody may be listening just now.
            let _unheard = events.send(event);
        }
    }

    pub fn show(&self, change: impl FnOnce(&mut Status)) {
        let changed = self.status.send_if_modified(|status| {
            let before = status.clone();
            change(status);
            *status != before
        });
        if changed {
            self.tell(SyncEvent::StatusChanged);
        }
    }

    /// Publishes how many operations wait.
    pub async fn count_outbox(&self) {
        match self.store.journal().stats().await {
            Ok(stats) => self.show(|status| {
                status.queued = stats.queued;
                status.attention = stats.attention;
            }),
            Err(error) => tracing::warn!(%error, "The outbox could not be counted"),
        }
    }
}
