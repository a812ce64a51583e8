//! Files from the window, in pieces, and attachments back to it.
//!
//! A file on its way is held in memory, so that no plain copy of a citizen's photo lies on the disk;
//! the sizes that may be announced bound it. What is kept goes into the store, encrypted.

use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tanggap_domain::complaint::Attachment;
use tanggap_ipc::files::{
    Begin, Chunk, Content, Discard, Export, Exported, FileId, FileUse, Keep, Read,
};
use tanggap_ipc::{Code, Error};

use crate::desk::Desk;
use crate::error::{Result, internal};

/// Largest spreadsheet that is taken, in bytes. An export of 100,000 complaints has about 30 MB.
pub const MAX_SPREADSHEET_BYTES: u64 = 64 * 1024 * 1024;
/// Largest decree or file of rules that is taken, in bytes.
const MAX_RULES_BYTES: u64 = 1024 * 1024;
/// Largest piece, in bytes.
const MAX_CHUNK_BYTES: usize = 1024 * 1024;
/// Files on their way at the same time; more is a fault of the window.
const MAX_FILES: usize = 16;

/// Files that are being handed over.
#[derive(Default)]
pub struct Incoming(Mutex<HashMap<String, File>>);

/// One file, complete or not yet.
pub struct File {
    pub purpose: FileUse,
    pub name: String,
    pub mime: String,
    size_bytes: u64,
    pub data: Vec<u8>,
}

impl Incoming {
    fn begin(&self, request: Begin) -> Result<FileId> {
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

    fn push(&self, request: &Chunk) -> Result<()> {
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

    fn discard(&self, id: &FileId) {
        self.files().remove(&id.0);
    }

    fn files(&self) -> std::sync::MutexGuard<'_, HashMap<String, File>> {
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

/// Announces a file.
pub async fn begin(desk: &Desk, request: Begin) -> Result<FileId> {
    desk.incoming.begin(request)
}

pub async fn chunk(desk: &Desk, request: Chunk) -> Result<()> {
    desk.incoming.push(&request)
}

/// Keeps a complete file as an attachment. It is on disk when the answer comes.
pub async fn keep(desk: &Desk, request: Keep) -> Result<Attachment> {
    let file = desk.incoming.take(&request.file, FileUse::Attachment)?;
    let size_bytes = file.data.len() as u64;
    Ok(Attachment {
        sha256: desk.keep_blob(file.data).await?,
        name: file.name,
        mime: file.mime,
        size_bytes,
    })
}

pub async fn discard(desk: &Desk, request: Discard) -> Result<()> {
    desk.incoming.discard(&request.file);
    Ok(())
}

/// Content for a preview; fetched from the hub where the desk does not have it.
pub async fn read(desk: &Desk, request: Read) -> Result<Content> {
    let data = desk.blob(&request.sha256).await?;
    Ok(Content {
        data_base64: STANDARD.encode(data),
    })
}

/// Saves a copy in the user's download folder, next to others of the same name.
pub async fn export(desk: &Desk, request: Export) -> Result<Exported> {
    let data = desk.blob(&request.attachment.sha256).await?;
    let folder = desk
        .downloads()
        .ok_or_else(|| Error::with(Code::FileMissing, "there is no download folder"))?;
    let name = Attachment::safe_name(&request.attachment.name);
    let path = tokio::task::spawn_blocking(move || write_new(&folder, &name, &data))
        .await
        .map_err(internal)?
        .map_err(|cause| match cause.kind() {
            std::io::ErrorKind::StorageFull => Error::new(Code::DiskFull),
            kind => Error::with(Code::Internal, kind),
        })?;
    Ok(Exported {
        path: path.display().to_string(),
    })
}

/// Writes a file that was not there before: `foto.jpg`, else `foto (2).jpg`, …
fn write_new(
    folder: &std::path::Path,
    name: &str,
    data: &[u8],
) -> std::io::Result<std::path::PathBuf> {
    use std::io::Write;
    std::fs::create_dir_all(folder)?;
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    for number in 1_u32.. {
        let name = match number {
            1 => name.to_owned(),
            number => format!("{stem} ({number}){extension}"),
        };
        let path = folder.join(name);
        match std::fs::File::create_new(&path) {
            Ok(mut file) => {
                let written = file.write_all(data).and_then(|()| file.sync_all());
                if let Err(cause) = written {
                    drop(file);
                    std::fs::remove_file(&path)?;
                    return Err(cause);
                }
                return Ok(path);
            }
            Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(cause),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
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
    fn a_copy_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let first = write_new(folder.path(), "foto.jpg", b"1").unwrap();
        let second = write_new(folder.path(), "foto.jpg", b"2").unwrap();
        assert_eq!(first.file_name().unwrap(), "foto.jpg");
        assert_eq!(second.file_name().unwrap(), "foto (2).jpg");
        assert_eq!(std::fs::read(first).unwrap(), b"1");
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
