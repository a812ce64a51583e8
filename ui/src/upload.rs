//! Handing a file of the window to the shell in pieces, with progress. Keeps no file in memory.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use tanggap_domain::complaint::Attachment;
use tanggap_ipc::files::{Begin, Chunk, Discard, FileId, FileUse, Keep};
use tanggap_ipc::{Code, Error};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::call::call;

const CHUNK_BYTES: u64 = 512 * 1024;

/// Hands a file over for `purpose`; `progress` hears percent.
///
/// # Errors
/// What the shell refused, or [`Code::BadInput`] where the file cannot be read. Nothing of the file
/// stays with the shell then.
pub async fn hand_over(
    file: &File,
    purpose: FileUse,
    progress: impl Fn(u32),
) -> Result<FileId, Error> {
    let size_bytes = file.size() as u64;
    let id = call(&Begin {
        purpose,
        name: file.name(),
        mime: file.type_(),
        size_bytes,
    })
    .await?;
    match send(file, &id, size_bytes, progress).await {
        Ok(()) => Ok(id),
        Err(error) => {
            // The shell forgets unfinished files at its next start anyway.
            drop(call(&Discard { file: id }).await);
            Err(error)
        }
    }
}

/// Hands a file over and keeps it as an attachment.
///
/// # Errors
/// As [`hand_over`].
pub async fn attach(file: &File, progress: impl Fn(u32)) -> Result<Attachment, Error> {
    let id = hand_over(file, FileUse::Attachment, progress).await?;
    call(&Keep { file: id }).await
}

async fn send(
    file: &File,
    id: &FileId,
    size_bytes: u64,
    progress: impl Fn(u32),
) -> Result<(), Error> {
    let unreadable = |_| Error::with(Code::BadInput, "the file cannot be read");
    let mut offset_bytes = 0;
    while offset_bytes < size_bytes {
        let end = (offset_bytes + CHUNK_BYTES).min(size_bytes);
        let piece = file
            .slice_with_f64_and_f64(offset_bytes as f64, end as f64)
            .map_err(unreadable)?;
        let buffer = JsFuture::from(piece.array_buffer())
            .await
            .map_err(unreadable)?;
        let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
        call(&Chunk {
            file: id.clone(),
            offset_bytes,
            data_base64: BASE64_STANDARD.encode(bytes),
        })
        .await?;
        offset_bytes = end;
        progress(u32::try_from(offset_bytes * 100 / size_bytes).unwrap_or(100));
    }
    Ok(())
}
