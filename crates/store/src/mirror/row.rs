//! What goes into the mirror: complaints, and pages of them. What is written of a complaint besides its columns
//! is made before the writer is asked: while one page is being written, the next one is made ready.

use serde::{Deserialize, Serialize};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::Kept;

use crate::columns::json_of;
use crate::error::StoreError;
use crate::search::{Words, text_hash};

/// One confirmed complaint on its way into the mirror.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MirrorRow {
    pub complaint: Complaint,
    /// Position in the hub's feed; 0 for a row of an import.
    pub seq: u64,
    /// The source's own row, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
    /// Its clocks as they were judged.
    #[serde(default)]
    pub kept: Kept,
    /// See [`MirrorRow::make_ready`].
    #[serde(skip)]
    pub(crate) ready: Option<Box<Ready>>,
}

/// One page of a feed, or one part of an import of before: written in one transaction, cursor included.
#[derive(Clone, Debug, Default)]
pub struct PageWrite {
    /// The feed's scope; none for an import.
    pub scope: Option<String>,
    pub upserts: Vec<MirrorRow>,
    /// Left this scope: goes unless another scope or an import holds it.
    pub exited: Vec<ComplaintId>,
    /// Erased upstream: goes from every scope, and its words from the disk.
    pub erased: Vec<ComplaintId>,
    /// Where the feed goes on. Durable together with the rows, never before.
    pub cursor: Option<String>,
}

/// Of exactly the complaint beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ready {
    /// The document's JSON.
    pub doc: String,
    /// What the search index is told.
    pub words: Words,
    pub text_hash: i64,
}

impl MirrorRow {
    /// A row as its source has it; `seq` is its position in the hub's feed, 0 for a row of an import.
    pub fn new(complaint: Complaint, seq: u64, kept: Kept) -> Self {
        Self {
            complaint,
            seq,
            raw: None,
            kept,
            ready: None,
        }
    }

    /// With the source's own row.
    #[must_use]
    pub fn with_raw(mut self, raw: String) -> Self {
        self.raw = Some(raw);
        self
    }

    /// Makes what is written of it, ahead of the writer. Changes nothing of what is written.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where the complaint makes no JSON.
    pub fn make_ready(&mut self) -> Result<(), StoreError> {
        self.ready = Some(Box::new(Ready {
            doc: json_of(&self.complaint, "complaint")?,
            words: Words::of(&self.complaint),
            text_hash: text_hash(&self.complaint),
        }));
        Ok(())
    }
}
