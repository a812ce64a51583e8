//! Who we are at the source, what is granted, and starting over with a rebuilt feed.

use std::collections::BTreeSet;

use tanggap_domain::ids::HubId;
use tanggap_store::{StoreError, StoredAgency, StoredReference, StoredTemplate};
use tanggap_upstream::{Me, Reference, ReferenceAgency, Template};

use super::worker::{Trouble, Worker};
use crate::core::Report;
use crate::status::SyncEvent;

/// Setting: the source whose complaints the mirror holds.
const SOURCE_KEY: &str = "source";

impl Worker {
    pub(super) async fn identify(&mut self) -> Result<Report, Trouble> {
        let sent = self.now();
        let me = self.upstream.me().await?;
        self.answered(sent, self.now(), me.server_time);
        self.show(|status| status.practice = me.practice);
        self.keep_account(&me).await?;
        self.keep_feeds(&me).await?;
        self.refresh_reference().await?;
        Ok(Report::Identified)
    }

    /// The journal knows the account as the source knows it.
    async fn keep_account(&mut self, me: &Me) -> Result<(), StoreError> {
        let journal = self.store.journal();
        let Some(mut connection) = journal.connection().await? else {
            return Ok(());
        };
        let before = connection.clone();
        connection.officer = me.officer;
        connection.officer_name.clone_from(&me.name);
        connection.scopes.clone_from(&me.scopes);
        connection.hub = Some(me.hub);
        connection.practice = me.practice;
        if connection != before {
            journal.set_connection(Some(&connection)).await?;
            self.tell(SyncEvent::AccountChanged);
        }
        Ok(())
    }

    /// The mirror holds what this source grants, and nothing else.
    async fn keep_feeds(&mut self, me: &Me) -> Result<(), StoreError> {
        let journal = self.store.journal();
        let mirror = self.store.mirror();
        let source: Option<HubId> = journal.setting(SOURCE_KEY).await?;
        let moved = source.is_some_and(|source| source != me.hub);
        let granted: BTreeSet<&String> = me.scopes.iter().collect();
        let mut gone = Vec::new();
        self.feeds.clear();
        self.ahead = None;
        for held in mirror.scopes().await? {
            if moved || !granted.contains(&held.scope) {
                gone.extend(mirror.drop_scope(&held.scope).await?);
            } else {
                self.feeds.insert(held.scope, held.cursor);
            }
        }
        for scope in &me.scopes {
            self.feeds.entry(scope.clone()).or_default();
        }
        if source != Some(me.hub) {
            journal.set_setting(SOURCE_KEY, &me.hub).await?;
        }
        if !gone.is_empty() {
            self.tell(SyncEvent::ComplaintsChanged(gone));
        }
        Ok(())
    }

    async fn refresh_reference(&mut self) -> Result<(), Trouble> {
        let mirror = self.store.mirror();
        let known = mirror.reference().await?;
        let version = known.as_ref().map(|known| known.version.as_str());
        let Some(fresh) = self.upstream.reference(version).await? else {
            return Ok(());
        };
        let reference = to_disk(fresh);
        if known.as_ref() != Some(&reference) {
            mirror.set_reference(&reference).await?;
            self.tell(SyncEvent::ReferenceChanged);
        }
        Ok(())
    }

    /// A source restored from a backup may have lost what it had taken: everything settled lately is
    /// offered again, and its ledger tells what it still knows.
    pub(super) async fn start_over(&mut self) -> Result<Report, Trouble> {
        let journal = self.store.journal();
        self.store.mirror().reset_cursors().await?;
        for cursor in self.feeds.values_mut() {
            *cursor = None;
        }
        self.ahead = None;
        let settled = journal.settled().await?;
        self.summary.offered_again += settled.len() as u64;
        tracing::warn!(
            operations = settled.len(),
            "The source's history is another one: it is read anew, and recent work offered again"
        );
        for logged in settled {
            journal.reoffer(logged.change.op).await?;
        }
        self.uploaded.clear();
        self.count_outbox().await;
        self.tell(SyncEvent::OutboxChanged);
        Ok(Report::StartedOver)
    }
}

fn to_disk(fresh: Reference) -> StoredReference {
    let Reference {
        version,
        agencies,
        categories,
        templates,
        regions,
        calendar_version,
        policy_version,
    } = fresh;
    let agencies = agencies.into_iter().map(|it| {
        let ReferenceAgency { agency, region } = it;
        StoredAgency { agency, region }
    });
    let templates = templates.into_iter().map(|it| {
        let Template { id, name, text } = it;
        StoredTemplate { id, name, text }
    });
    StoredReference {
        version,
        agencies: agencies.collect(),
        categories,
        templates: templates.collect(),
        regions,
        calendar_version,
        policy_version,
    }
}
