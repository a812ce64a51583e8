//! Handing files from the window to the shell, in pieces, with progress.

use serde::{Deserialize, Serialize};
use tanggap_domain::complaint::Attachment;

use crate::command;

/// A file being handed over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileUse {
    /// For a reply, note or record: at most [`Attachment::MAX_SIZE_BYTES`].
    Attachment,
    /// The national Excel export.
    Spreadsheet,
    /// A joint decree of holidays: at most 1 MiB.
    Decree,
    /// Rules of the office: at most 1 MiB.
    Rules,
}

/// Announces a file. A size that cannot be taken is refused here, before anything is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begin {
    pub purpose: FileUse,
    pub name: String,
    pub mime: String,
    pub size_bytes: u64,
}
command!(Begin => "file_begin" -> FileId);

/// The next piece, at most 1 MiB, standard base64.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    pub file: FileId,
    pub offset_bytes: u64,
    pub data_base64: String,
}
command!(Chunk => "file_chunk" -> ());

/// Keeps a complete file as an attachment of the desk (encrypted, found by its hash).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Keep {
    pub file: FileId,
}
command!(Keep => "file_keep" -> Attachment);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discard {
    pub file: FileId,
}
command!(Discard => "file_discard" -> ());

/// Content for a preview; fetched from the hub where the desk does not have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Read {
    pub sha256: String,
}
command!(Read => "attachment_read" -> Content);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub data_base64: String,
}

/// Saves a copy in the user's download folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Export {
    pub attachment: Attachment,
}
command!(Export => "attachment_export" -> Exported);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exported {
    pub path: String,
}
