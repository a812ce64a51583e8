//! A file from the disk to the desk, in pieces, as the window hands it over: one way in for both.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tanggap_app::{Desk, files};
use tanggap_ipc::files::{Begin, Chunk, FileId, FileUse};
use tanggap_ipc::{Code, Error};

use crate::answer::Failure;
use crate::place::Place;

/// Smaller than the largest piece that is taken.
const PIECE_BYTES: usize = 256 * 1024;

/// Hands over a whole file. One that is too large is refused before it is read.
pub async fn hand_over(
    place: &Place,
    desk: &Desk,
    path: &Path,
    purpose: FileUse,
) -> Result<FileId, Failure> {
    let failed = |error: Error| place.failure(&error);
    let missing = |_| failed(Error::new(Code::FileMissing));
    let about = std::fs::metadata(path).map_err(missing)?;
    if !about.is_file() {
        return Err(failed(Error::new(Code::FileMissing)));
    }
    let name = path.file_name().unwrap_or_default();
    let begin = Begin {
        purpose,
        name: name.to_string_lossy().into_owned(),
        mime: String::new(),
        size_bytes: about.len(),
    };
    let file = files::begin(desk, begin).await.map_err(failed)?;
    let data = std::fs::read(path).map_err(missing)?;
    let mut offset_bytes = 0;
    for piece in data.chunks(PIECE_BYTES) {
        let chunk = Chunk {
            file: file.clone(),
            offset_bytes,
            data_base64: STANDARD.encode(piece),
        };
        files::chunk(desk, chunk).await.map_err(failed)?;
        offset_bytes += piece.len() as u64;
    }
    Ok(file)
}
