//! Files that the window is handing over, in pieces. They are held in memory, so that no plain copy of a citizen's
//! photo lies on the disk; the sizes that may be announced bound it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tanggap_domain::complaint::Attachment;
use tanggap_ipc::files::{Begin, Chunk, FileId, FileUse};
use tanggap_ipc::{Code, Error};

use crate::error::Result;

/// Largest spreadsheet that is taken, in bytes. An export of 100,000 complaints has about 30 MB.
const MAX_SPREADSHEET_BYTES: u64 = 64 * 1024 * 1024;
/// Largest decree or file of rules that is taken, in bytes.
const MAX_RULES_BYTES: u64 = 1024 * 1024;
/// Largest piece, in bytes.
const MAX_CHUNK_BYTES: usize = 1024 * 1024;
/// Files on their way at the same time; more is a fault of the window.
const MAX_FILES: usize = 16;

/// Files that are being handed over.
#[derive(Default)]
pub(crate) struct Incoming(Mutex<HashMap<String, File>>);

/// One file, complete or not yet.
pub(crate) struct File {
    pub purpose: FileUse,
    pub name: String,
    pub mime: String,
    size_bytes: u64,
    pub data: Vec<u8>,
}

impl Incoming {
    pub fn begin(&self, request: Begin) -> Result<FileId> {
        let limit = match request.purpose {
            FileUse::Attachment => Attachment::MAX_SIZE_BYTES,
            FileUse::Spreadsheet => MAX_SPREADSHEET_BYTES,
            FileUse::Decree | FileUse::Rules => MAX_RULES_BYTES,
        };
        if request.size_bytes == 0 {
            return Err(Error::new(Code::FileEmpty));
        }
        if request.size_bytes > limit {
            return Err(Error::with(Code::FileTooLarge, limit));
        }
        let mut files = self.files();
        if files.len() >= MAX_FILES {
            return Err(Error::with(Code::BadInput, "too many files at once"));
        }
        let id = uuid::Uuid::new_v4().to_string();
        files.insert(
            id.clone(),
            File {
                purpose: request.purpose,
                name: Attachment::safe_name(&request.name),
                mime: mime(&request.mime),
                size_bytes: request.size_bytes,
                data: Vec::new(),
            },
        );
        Ok(FileId(id))
    }

    pub fn push(&self, request: &Chunk) -> Result<()> {
        let piece = STANDARD
            .decode(&request.data_base64)
            .map_err(|cause| Error::with(Code::BadInput, cause))?;
        if piece.len() > MAX_CHUNK_BYTES {
            return Err(Error::with(Code::BadInput, "the piece is too large"));
        }
        let mut files = self.files();
        let file = files
            .get_mut(&request.file.0)
            .ok_or_else(|| Error::new(Code::FileMissing))?;
        let have = file.data.len() as u64;
        if request.offset_bytes != have || have + piece.len() as u64 > file.size_bytes {
            return Err(Error::with(Code::BadInput, "the piece does not fit"));
        }
        file.data.extend_from_slice(&piece);
        Ok(())
    }

    /// The file, once all of it has arrived.
    pub fn take(&self, id: &FileId, purpose: FileUse) -> Result<File> {
        let mut files = self.files();
        let complete = files
            .get(&id.0)
            .is_some_and(|file| file.purpose == purpose && file.is_complete());
        match files.remove(&id.0) {
            Some(file) if complete => Ok(file),
            Some(file) => {
                files.insert(id.0.clone(), file);
                Err(Error::with(Code::BadInput, "the file is not complete"))
            }
            None => Err(Error::new(Code::FileMissing)),
        }
    }

    /// Gives a file back that somebody may want to read once more.
    pub fn give_back(&self, id: &FileId, file: File) {
        self.files().insert(id.0.clone(), file);
    }

    pub fn discard(&self, id: &FileId) {
        self.files().remove(&id.0);
    }

    fn files(&self) -> MutexGuard<'_, HashMap<String, File>> {
        // A panic elsewhere leaves the map whole: every change of it is one call.
        self.0
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl File {
    fn is_complete(&self) -> bool {
        self.data.len() as u64 == self.size_bytes
    }
}

/// A media type that is nothing but one; anything else is only bytes.
fn mime(raw: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "/+-._".contains(c);
    let raw = raw.trim().to_ascii_lowercase();
    if raw.len() <= 100 && raw.matches('/').count() == 1 && raw.chars().all(fits) {
        raw
    } else {
        "application/octet-stream".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn announced(size_bytes: u64) -> Begin {
        Begin {
            purpose: FileUse::Attachment,
            name: r"..\..\x".into(),
            mime: "image/png".into(),
            size_bytes,
        }
    }

    fn piece(file: &FileId, offset_bytes: u64, data: &[u8]) -> Chunk {
        Chunk {
            file: file.clone(),
            offset_bytes,
            data_base64: STANDARD.encode(data),
        }
    }

    #[test]
    fn sizes_are_checked_before_anything_is_read() {
        let incoming = Incoming::default();
        assert_eq!(
            incoming.begin(announced(0)).unwrap_err().code,
            Code::FileEmpty
        );
        assert_eq!(
            incoming.begin(announced(500 << 20)).unwrap_err().code,
            Code::FileTooLarge
        );
    }

    #[test]
    fn pieces_arrive_in_order_and_no_more_than_announced() {
        let incoming = Incoming::default();
        let file = incoming.begin(announced(6)).unwrap();
        incoming.push(&piece(&file, 0, b"abc")).unwrap();
        assert_eq!(
            incoming.push(&piece(&file, 0, b"abc")).unwrap_err().code,
            Code::BadInput
        );
        assert!(incoming.take(&file, FileUse::Attachment).is_err());
        assert!(incoming.push(&piece(&file, 3, b"defg")).is_err());
        incoming.push(&piece(&file, 3, b"def")).unwrap();
        assert!(incoming.take(&file, FileUse::Spreadsheet).is_err());
        let whole = incoming.take(&file, FileUse::Attachment).unwrap();
        assert_eq!(whole.data, b"abcdef");
        assert_eq!(whole.name, "x");
        assert!(incoming.take(&file, FileUse::Attachment).is_err());
    }

    #[test]
    fn media_types_are_only_that() {
        assert_eq!(mime("image/PNG"), "image/png");
        assert_eq!(
            mime("text/html; charset=\"x\"\r\nX: y"),
            "application/octet-stream"
        );
    }
}
