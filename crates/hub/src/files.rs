//! Contents of files, beside the database: `uploads/` while they arrive, `blobs/` once they are whole.
//!
//! A file is in `blobs/` only with its whole content on disk and its hash checked.

use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use uuid::Uuid;

use crate::db::Upload;

#[derive(Clone, Debug)]
pub struct Files {
    uploads: PathBuf,
    blobs: PathBuf,
}

/// How a part of a file was received.
#[derive(Debug, PartialEq, Eq)]
pub enum Received {
    /// This many bytes are on disk by now, and more are to come.
    Part(u64),
    /// The whole content is in `blobs/`.
    Whole,
    /// The part starts elsewhere than the last one ended.
    WrongOffset { expected: u64 },
    /// More than was promised. The part was dropped.
    TooMuch,
    /// The content is not what the hash promised. All of it was dropped.
    WrongHash,
    /// Another request is writing this file.
    InUse,
}

impl Files {
    /// # Errors
    /// Whatever making the two folders gives.
    pub fn open(dir: &Path) -> io::Result<Self> {
        let files = Self {
            uploads: dir.join("uploads"),
            blobs: dir.join("blobs"),
        };
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&files.uploads)?;
        folder.create(&files.blobs)?;
        Ok(files)
    }

    fn part(&self, id: Uuid) -> PathBuf {
        self.uploads.join(format!("{id}.part"))
    }

    fn blob(&self, sha256: &str) -> PathBuf {
        self.blobs.join(&sha256[..2]).join(sha256)
    }

    /// Bytes that are on disk of an upload.
    ///
    /// # Errors
    /// Reading the folder.
    pub async fn received(&self, upload: &Upload) -> io::Result<u64> {
        if upload.complete {
            return Ok(upload.size);
        }
        match tokio::fs::metadata(self.part(upload.id)).await {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Appends a part. What arrived stays, also when the sender breaks off in the middle.
    ///
    /// # Errors
    /// Writing to disk. Whatever is on disk then is found again by [`Self::received`].
    pub async fn append(
        &self,
        upload: &Upload,
        offset: u64,
        mut body: impl Stream<Item = Result<Bytes, axum::Error>> + Unpin,
    ) -> io::Result<Received> {
        let path = self.part(upload.id);
        let mut options = std::fs::OpenOptions::new();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        if file.try_lock().is_err() {
            return Ok(Received::InUse);
        }
        let mut file = tokio::fs::File::from_std(file);
        let start = file.metadata().await?.len();
        if start != offset {
            return Ok(Received::WrongOffset { expected: start });
        }
        let mut len = start;
        while let Some(Ok(bytes)) = body.next().await {
            len += bytes.len() as u64;
            if len > upload.size {
                file.set_len(start).await?;
                return Ok(Received::TooMuch);
            }
            file.write_all(&bytes).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        if len < upload.size {
            return Ok(Received::Part(len));
        }
        if hash_of(&mut file).await? != upload.sha256 {
            file.set_len(0).await?;
            return Ok(Received::WrongHash);
        }
        self.keep(&path, &upload.sha256).await?;
        Ok(Received::Whole)
    }

    async fn keep(&self, part: &Path, sha256: &str) -> io::Result<()> {
        let blob = self.blob(sha256);
        let folder = self.blobs.join(&sha256[..2]);
        tokio::fs::create_dir_all(&folder).await?;
        tokio::fs::rename(part, &blob).await?;
        for folder in [&folder, &self.blobs, &self.uploads] {
            sync_folder(folder).await?;
        }
        Ok(())
    }

    /// The bytes from `start`, `len` of them.
    ///
    /// # Errors
    /// Reading the file.
    pub async fn read(&self, sha256: &str, start: u64, len: u64) -> io::Result<Vec<u8>> {
        let mut file = tokio::fs::File::open(self.blob(sha256)).await?;
        file.seek(SeekFrom::Start(start)).await?;
        let mut bytes = vec![0; len as usize];
        file.read_exact(&mut bytes).await?;
        Ok(bytes)
    }

    /// Removes what nothing refers to any more.
    ///
    /// # Errors
    /// Removing a file that is there.
    pub async fn remove(&self, sha256: &str) -> io::Result<()> {
        match tokio::fs::remove_file(self.blob(sha256)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

async fn hash_of(file: &mut tokio::fs::File) -> io::Result<String> {
    file.seek(SeekFrom::Start(0)).await?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut buffer).await?;
        if read == 0 {
            return Ok(hex::encode(hash.finalize()));
        }
        hash.update(&buffer[..read]);
    }
}

/// A rename is on disk only when its folder is. Windows has no such call and needs none.
async fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    tokio::fs::File::open(folder).await?.sync_all().await?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
