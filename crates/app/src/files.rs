//! Files from the window, in pieces, and attachments back to it. What is kept goes into the store, encrypted.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tanggap_domain::complaint::Attachment;
use tanggap_ipc::files::{
    Begin, Chunk, Content, Discard, Export, Exported, FileId, FileUse, Keep, Read,
};
use tanggap_ipc::{Code, Error};

use crate::desk::Desk;
use crate::error::{Result, internal};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_never_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let first = write_new(folder.path(), "foto.jpg", b"1").unwrap();
        let second = write_new(folder.path(), "foto.jpg", b"2").unwrap();
        assert_eq!(first.file_name().unwrap(), "foto.jpg");
        assert_eq!(second.file_name().unwrap(), "foto (2).jpg");
        assert_eq!(std::fs::read(first).unwrap(), b"1");
    }
}
