//! What is written of a complaint besides its columns, made before the writer is asked: while one page is
//! being written, the next one is made ready.

use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla::Kept;

use super::{MirrorRow, json_of};
use crate::error::StoreError;
use crate::search::{Words, text_hash};

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
