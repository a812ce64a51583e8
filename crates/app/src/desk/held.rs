//! What a desk holds: complaints as people see them, and the contents of attachments.

use std::collections::HashMap;

use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::{Code, Error};
use tanggap_store::{Named, Visible};

use super::Desk;
use crate::error::{Result, of_store};

/// Whole complaints that are read, and in memory, at a time.
pub(crate) const WHOLE_AT_ONCE: usize = 64;

impl Desk {
    /// A complaint as people see it.
    pub(crate) async fn visible(&self, id: ComplaintId) -> Result<Visible> {
        self.find(id)
            .await?
            .ok_or_else(|| Error::new(Code::NotFound))
    }

    /// One as people see it. By the id of a recording that is joined: the report it is one with.
    pub(crate) async fn find(&self, id: ComplaintId) -> Result<Option<Visible>> {
        let view = self.store.view();
        if let Some(visible) = view.get(id).await.map_err(of_store)? {
            return Ok(Some(visible));
        }
        match view.joined_with(id).await.map_err(of_store)? {
            Some(report) => view.get(report).await.map_err(of_store),
            None => Ok(None),
        }
    }

    /// The complaints of `ids` that are held, in this order. Whole ones: at most [`WHOLE_AT_ONCE`].
    pub(crate) async fn find_many(&self, ids: &[ComplaintId]) -> Result<Vec<Visible>> {
        let found = self.store.view().get_many(ids.to_vec()).await;
        found.map_err(of_store)
    }

    /// What these complaints are called; those that have left this desk are left out.
    pub(crate) async fn named(
        &self,
        ids: impl IntoIterator<Item = ComplaintId>,
    ) -> Result<HashMap<ComplaintId, Named>> {
        let ids: Vec<ComplaintId> = ids.into_iter().collect();
        self.store.view().named(&ids).await.map_err(of_store)
    }

    /// Keeps the clocks of a complaint that exists only here.
    pub(crate) async fn refresh_due(&self, id: ComplaintId) {
        let refreshed = async {
            let visible = self.store.view().get(id).await?;
            let Some(visible) = visible.filter(|visible| visible.confirmed().is_none()) else {
                return Ok(());
            };
            let kept = self.office().kept(&visible.complaint, self.now());
            self.store.mirror().keep_clocks(id, kept).await
        };
        // A cache: what is saved is saved, and the next change of the calendar computes it again.
        if let Err(cause) = refreshed.await {
            tracing::warn!(complaint = %id, %cause, "A deadline was not computed");
        }
    }

    /// Keeps the content of an attachment; it is on the disk when this returns.
    pub(crate) async fn keep_blob(&self, content: Vec<u8>) -> Result<String> {
        self.store.blobs().put(content).await.map_err(of_store)
    }

    pub(crate) async fn has_blob(&self, sha256: &str) -> Result<bool> {
        self.store.blobs().contains(sha256).await.map_err(of_store)
    }
}
