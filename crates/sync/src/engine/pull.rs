//! News: a page of the feed, checked row by row, written scope by scope together with its cursor.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use tanggap_domain::change::Change;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId, TrackingId};
use tanggap_store::{
    Attention, MirrorRow, OpState, PageWrite, PendingOp, StoreError, StoredOutcome, Unreadable,
};
use tanggap_upstream::{PullRequest, UpstreamError};
use tokio::task::JoinSet;

use super::fetched::{Arrived, Fetched, What};
use super::push::reason::KEY_REUSED;
use super::worker::{Trouble, Worker};
use crate::core::Report;
use crate::plan::{check, landed, overtaken};
use crate::status::SyncEvent;

/// Name of the feed in the quarantine.
const SOURCE: &str = "hub";

impl Worker {
    /// Asks for news, or takes the page that was fetched ahead. May be dropped at any point: nothing
    /// happened then.
    pub(super) async fn fetch(
        &mut self,
        wait_ms: u32,
        max_bytes: u32,
    ) -> Result<Fetched, UpstreamError> {
        match self.ahead.take() {
            Some(fetched) => fetched,
            None => {
                let scopes = self.feeds.clone().into_iter().collect();
                self.fetching(scopes, wait_ms, max_bytes).await
            }
        }
    }

    /// A request that borrows nothing, so that it can run beside a writing.
    fn fetching(
        &self,
        scopes: Vec<(String, Option<String>)>,
        wait_ms: u32,
        max_bytes: u32,
    ) -> impl Future<Output = Result<Fetched, UpstreamError>> + Send + use<> {
        let (upstream, clocks_of) = (self.upstream.clone(), self.clocks_of());
        let now = self.clock();
        async move {
            let request = PullRequest {
                scopes,
                wait_ms,
                max_bytes,
            };
            let sent = now();
            let pulled = upstream.pull(&request).await?;
            Ok(Fetched::of(pulled, sent, now(), &clocks_of))
        }
    }

    /// Writes a page. Where there is more, the next one is fetched meanwhile.
    pub(super) async fn take_in(
        &mut self,
        fetched: Result<Fetched, UpstreamError>,
        max_bytes: u32,
    ) -> Report {
        let fetched = match fetched {
            Ok(fetched) => fetched,
            Err(error) => return self.report_of(error.into()),
        };
        let (sent, received) = (fetched.sent, fetched.received);
        self.answered(sent, received, fetched.server_time);
        // Whoever always has more and never gets on would be asked for ever.
        let stands_still = |(scope, cursor): (&String, &String)| {
            self.feeds
                .get(scope)
                .is_some_and(|known| known.as_ref() == Some(cursor))
        };
        if fetched.more && fetched.cursors.iter().all(stands_still) {
            return self.report_of(UpstreamError::Protocol("a feed that stands still").into());
        }
        let took = (received - sent).num_milliseconds();
        let report = Report::Pulled {
            more: fetched.more,
            news: !fetched.rows.is_empty(),
            took_ms: u64::try_from(took).unwrap_or_default(),
        };
        // Dropped together with this step, the request ends as well.
        let mut ahead = JoinSet::new();
        if fetched.more {
            let mut next = self.feeds.clone();
            for (scope, cursor) in &fetched.cursors {
                next.insert(scope.clone(), Some(cursor.clone()));
            }
            ahead.spawn(self.fetching(next.into_iter().collect(), 0, max_bytes));
        }
        if let Err(error) = self.write(fetched).await {
            return self.report_of(Trouble::Store(error));
        }
        self.ahead = ahead.join_next().await.and_then(Result::ok);
        if matches!(report, Report::Pulled { more: false, .. })
            && let Err(error) = self.drop_unconfirmed().await
        {
            return self.report_of(Trouble::Store(error));
        }
        report
    }

    /// Where the feeds were read from their start, what the source has no more goes.
    async fn drop_unconfirmed(&mut self) -> Result<(), StoreError> {
        let gone = self.store.mirror().drop_unconfirmed().await?;
        if !gone.is_empty() {
            tracing::warn!(complaints = gone.len(), "The source has these no more");
            self.summary.pulled += gone.len() as u64;
            self.tell(SyncEvent::ComplaintsChanged(gone));
        }
        Ok(())
    }

    async fn write(&mut self, fetched: Fetched) -> Result<(), StoreError> {
        let Fetched {
            rows,
            mut cursors,
            server_time,
            ..
        } = fetched;
        let here = self.here(&rows, server_time).await?;
        let mut pages: BTreeMap<String, Page> = BTreeMap::new();
        for row in rows {
            let page = pages.entry(row.scope).or_default();
            match row.what {
                What::Upsert(upsert) => here.add(*upsert, page),
                What::Exit(id) => page.write.exited.push(id),
                What::Erase(id) => page.write.erased.push(id),
                What::Unreadable { reason, raw } => page.unreadable.push(Unreadable {
                    place: row.seq.to_string(),
                    reason,
                    raw,
                }),
            }
        }
        for scope in cursors.keys() {
            pages.entry(scope.clone()).or_default();
        }
        for (scope, page) in pages {
            let cursor = cursors.remove(&scope);
            self.write_page(scope, page, cursor, &here).await?;
        }
        Ok(())
    }

    /// What is kept aside is kept before the cursor passes it.
    async fn write_page(
        &mut self,
        scope: String,
        page: Page,
        cursor: Option<String>,
        here: &Here,
    ) -> Result<(), StoreError> {
        let Page {
            mut write,
            unreadable,
            awaited,
            landed,
        } = page;
        let mirror = self.store.mirror();
        let received = write.upserts.len() as u64;
        let erased = write.erased.clone();
        let empty = received == 0 && write.exited.is_empty() && erased.is_empty();
        if !unreadable.is_empty() {
            tracing::warn!(rows = unreadable.len(), "Rows of the feed were kept aside");
            mirror.quarantine(SOURCE, unreadable).await?;
        }
        let known = self.feeds.get(&scope).cloned().flatten();
        if empty && (cursor.is_none() || cursor == known) {
            return Ok(());
        }
        write.scope = Some(scope.clone());
        write.cursor.clone_from(&cursor);
        let changed = mirror.apply_page(write).await?;
        if cursor.is_some() {
            self.feeds.insert(scope, cursor);
        }
        self.summary.pulled += changed.len() as u64;
        self.show(|status| status.received += received);
        let overtaken = here.overtaken(&changed, &awaited);
        if !changed.is_empty() {
            self.tell(SyncEvent::ComplaintsChanged(changed));
        }
        if !overtaken.is_empty() {
            self.tell(SyncEvent::Overtaken(overtaken));
        }
        self.settle_landed(landed).await
    }

    /// What upstream shows in a history is settled there, though its answer may have been lost.
    async fn settle_landed(&mut self, landed: Vec<(OpId, ComplaintId)>) -> Result<(), StoreError> {
        if landed.is_empty() {
            return Ok(());
        }
        for (op, complaint) in landed {
            let now = self.corrected_now();
            self.store
                .journal()
                .settle(op, &StoredOutcome::Landed, now)
                .await?;
            self.count_settled(op);
            self.tell(SyncEvent::Settled { op, complaint });
        }
        self.count_outbox().await;
        self.tell(SyncEvent::OutboxChanged);
        Ok(())
    }

    /// What this desk has of the complaints of these rows.
    async fn here(&self, rows: &[Arrived], server_time: DateTime<Utc>) -> Result<Here, StoreError> {
        let ids: Vec<ComplaintId> = rows
            .iter()
            .filter_map(|row| match &row.what {
                What::Upsert(row) => Some(row.complaint.id),
                _ => None,
            })
            .collect();
        if ids.is_empty() {
            return Ok(Here::default());
        }
        let known = self.store.view().named(&ids).await?;
        let mut pending: HashMap<ComplaintId, Lane> = HashMap::new();
        let waiting = self.store.journal().pending().await?;
        for PendingOp {
            change,
            state,
            whose,
            ..
        } in waiting
        {
            let lane = pending.entry(change.complaint).or_default();
            match state {
                OpState::Attention(Attention { reason, .. }) if reason == KEY_REUSED => {}
                OpState::Attention(_) => lane.ops.push(change.op),
                OpState::Queued => {
                    lane.ops.push(change.op);
                    // Another's is not offered, so nothing overtakes it; it may have landed.
                    if whose.is_ours() {
                        lane.queued.push(change);
                    }
                }
            }
        }
        let known = known.into_iter().map(|(id, named)| (id, named.tracking_id));
        Ok(Here {
            known: known.collect(),
            pending,
            server_time,
        })
    }
}

#[derive(Default)]
struct Page {
    write: PageWrite,
    unreadable: Vec<Unreadable>,
    /// What the changes that wait here will be tried on, where it is taken in.
    awaited: BTreeMap<ComplaintId, Complaint>,
    landed: Vec<(OpId, ComplaintId)>,
}

/// What incoming rows are held against.
#[derive(Default)]
struct Here {
    /// As what these complaints are known.
    known: HashMap<ComplaintId, TrackingId>,
    pending: HashMap<ComplaintId, Lane>,
    /// The clock of whoever told these rows.
    server_time: DateTime<Utc>,
}

/// What this desk has not settled on one complaint.
#[derive(Default)]
struct Lane {
    /// Waiting to be sent, in order of acting.
    queued: Vec<Change>,
    /// All of it.
    ops: Vec<OpId>,
}

impl Here {
    /// Puts a row onto its page, or aside.
    fn add(&self, row: MirrorRow, page: &mut Page) {
        let complaint = &row.complaint;
        let id = complaint.id;
        if let Err(fault) = check(self.known.get(&id), complaint, self.server_time) {
            page.unreadable.push(Unreadable {
                place: row.seq.to_string(),
                reason: fault.code().to_owned(),
                raw: serde_json::to_string(complaint).unwrap_or_default(),
            });
            return;
        }
        if let Some(lane) = self.pending.get(&id) {
            let landed = landed(lane.ops.iter().copied(), complaint);
            page.landed.extend(landed.into_iter().map(|op| (op, id)));
            let newer = |other: &Complaint| other.versions.head <= complaint.versions.head;
            if !lane.queued.is_empty() && page.awaited.get(&id).is_none_or(newer) {
                page.awaited.insert(id, complaint.clone());
            }
        }
        page.write.upserts.push(row);
    }

    /// What waits here and no longer applies to what was taken in.
    fn overtaken(
        &self,
        changed: &[ComplaintId],
        awaited: &BTreeMap<ComplaintId, Complaint>,
    ) -> Vec<OpId> {
        let of = |id| Some((self.pending.get(id)?, awaited.get(id)?));
        let tried = changed.iter().filter_map(of);
        tried
            .flat_map(|(lane, complaint)| overtaken(&lane.queued, complaint))
            .map(|(op, _)| op)
            .collect()
    }
}
