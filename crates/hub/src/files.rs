//! Contents of files, beside the database: `uploads/` while they arrive, `blobs/` once they are whole.
//!
//! A file is in `blobs/` only with its whole content on disk and its hash checked. What the disk lost or
//! changed since is told as such, never handed out.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use axum::body::Bytes;
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Upload;
use crate::home::{Home, Seal};

/// How names begin of contents that are opened for reading.
const OPENED: &str = ".opened-";

#[derive(Clone)]
pub struct Files {
    uploads: PathBuf,
    blobs: PathBuf,
    seal: Option<Seal>,
    /// Held while bytes are added to an upload, never while they are waited for. A few uploads share one.
    adding: Arc<[Mutex<()>; 16]>,
}

/// See [`Files::readable`].
pub enum Readable {
    InPlace(PathBuf),
    Opened(tempfile::NamedTempFile),
}

impl Readable {
    pub fn path(&self) -> &Path {
        match self {
            Self::InPlace(path) => path,
            Self::Opened(file) => file.path(),
        }
    }
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
}

impl Files {
    /// # Errors
    /// Whatever making the two folders gives.
    pub fn open(home: impl Into<Home>) -> io::Result<Self> {
        let Home { dir, seal } = home.into();
        let files = Self {
            uploads: dir.join("uploads"),
            blobs: dir.join("blobs"),
            seal,
            adding: Arc::default(),
        };
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&files.uploads)?;
        folder.create(&files.blobs)?;
        if files.seal.is_some() {
            forget_opened(&files.uploads)?;
        }
        Ok(files)
    }

    fn part(&self, id: Uuid) -> PathBuf {
        self.uploads.join(format!("{id}.part"))
    }

    fn blob(&self, sha256: &str) -> PathBuf {
        self.blobs.join(&sha256[..2]).join(sha256)
    }

    fn adding(&self, id: Uuid) -> MutexGuard<'_, ()> {
        let lock = &self.adding[usize::from(id.as_bytes()[0]) % self.adding.len()];
        // What it guards is on disk and checked anew each time.
        lock.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes that are on disk of an upload.
    ///
    /// # Errors
    /// Reading the folder.
    pub async fn received(&self, upload: &Upload) -> io::Result<u64> {
        if upload.complete {
            return Ok(upload.size);
        }
        let part = self.part(upload.id);
        let size = upload.size;
        blocking(move || match std::fs::metadata(&part)?.len() {
            len if len <= size => Ok(len),
            // Nobody promised so much: it starts again.
            _ => {
                std::fs::remove_file(&part)?;
                Ok(0)
            }
        })
        .await
        .or_else(|error| none(error, 0))
    }

    /// Whether the content with this hash is on disk, every byte of it read.
    ///
    /// # Errors
    /// Reading a file that is there.
    pub async fn holds(&self, sha256: &str) -> io::Result<bool> {
        let (files, sha256) = (self.clone(), sha256.to_owned());
        blocking(move || {
            Ok(files.hash_of(&mut File::open(files.blob(&sha256))?, &sha256)? == sha256)
        })
        .await
        .or_else(|error| none(error, false))
    }

    /// Appends a part. What arrived stays, also when the sender breaks off or stalls in the middle, and
    /// meanwhile stands in nobody's way.
    ///
    /// # Errors
    /// Writing to disk. Whatever is on disk then is found again by [`Self::received`].
    pub async fn append<E>(
        &self,
        upload: &Upload,
        offset: u64,
        mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    ) -> io::Result<Received> {
        let mut at = offset;
        while let Some(Ok(bytes)) = body.next().await {
            let (files, upload) = (self.clone(), upload.clone());
            match blocking(move || files.add(&upload, offset, at, &bytes)).await? {
                Received::Part(len) => at = len,
                refused => return Ok(refused),
            }
        }
        let (files, upload) = (self.clone(), upload.clone());
        blocking(move || files.end(&upload, at)).await
    }

    /// Adds bytes at `at` to an upload whose request began at `start`.
    fn add(&self, upload: &Upload, start: u64, at: u64, bytes: &[u8]) -> io::Result<Received> {
        let _adding = self.adding(upload.id);
        let mut options = OpenOptions::new();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.part(upload.id))?;
        let expected = file.metadata()?.len();
        if expected != at {
            return Ok(Received::WrongOffset { expected });
        }
        let len = at + bytes.len() as u64;
        if len > upload.size {
            file.set_len(start)?;
            return Ok(Received::TooMuch);
        }
        let mut bytes = bytes.to_vec();
        if let Some(seal) = &self.seal {
            seal.apply(&upload.sha256, at, &mut bytes);
        }
        if let Err(error) = file.write_all(&bytes) {
            // Half of it may be there: nobody learns of it, so it must not stay.
            file.set_len(at)?;
            return Err(error);
        }
        Ok(Received::Part(len))
    }

    /// Ends a request that came to `at`: with the last byte the content is checked and kept.
    fn end(&self, upload: &Upload, at: u64) -> io::Result<Received> {
        let _adding = self.adding(upload.id);
        let part = self.part(upload.id);
        let mut file = match OpenOptions::new().read(true).write(true).open(&part) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(match at {
                    0 => Received::Part(0),
                    // Another request brought the last byte.
                    _ if self.blob(&upload.sha256).try_exists()? => Received::Whole,
                    _ => Received::WrongOffset { expected: 0 },
                });
            }
            Err(error) => return Err(error),
        };
        let expected = file.metadata()?.len();
        if expected != at {
            return Ok(Received::WrongOffset { expected });
        }
        file.sync_all()?;
        if at < upload.size {
            return Ok(Received::Part(at));
        }
        if at > upload.size || self.hash_of(&mut file, &upload.sha256)? != upload.sha256 {
            file.set_len(0)?;
            return Ok(Received::WrongHash);
        }
        drop(file);
        self.keep(&part, &upload.sha256)?;
        Ok(Received::Whole)
    }

    /// The hash of a file that is to be the content `sha256`.
    fn hash_of(&self, file: &mut File, sha256: &str) -> io::Result<String> {
        file.seek(SeekFrom::Start(0))?;
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 256 * 1024];
        let mut at = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                return Ok(hex::encode(hash.finalize()));
            }
            let bytes = &mut buffer[..read];
            if let Some(seal) = &self.seal {
                seal.apply(sha256, at, bytes);
            }
            hash.update(bytes);
            at += read as u64;
        }
    }

    fn keep(&self, part: &Path, sha256: &str) -> io::Result<()> {
        let folder = self.blobs.join(&sha256[..2]);
        std::fs::create_dir_all(&folder)?;
        std::fs::rename(part, self.blob(sha256))?;
        for folder in [&folder, &self.blobs, &self.uploads] {
            sync_folder(folder)?;
        }
        Ok(())
    }

    /// The bytes from `start`, `len` of them, of a content of `size` bytes. None where the disk does not
    /// hold that content any more; a whole content is held against its hash.
    ///
    /// # Errors
    /// Reading a file that is there.
    pub async fn read(
        &self,
        sha256: &str,
        size: u64,
        start: u64,
        len: u64,
    ) -> io::Result<Option<Vec<u8>>> {
        let (files, sha256) = (self.clone(), sha256.to_owned());
        blocking(move || {
            let mut file = File::open(files.blob(&sha256))?;
            if file.metadata()?.len() != size {
                return Ok(None);
            }
            file.seek(SeekFrom::Start(start))?;
            let mut bytes = vec![0; len as usize];
            file.read_exact(&mut bytes)?;
            if let Some(seal) = &files.seal {
                seal.apply(&sha256, start, &mut bytes);
            }
            let whole = len == size;
            let good = !whole || hex::encode(Sha256::digest(&bytes)) == sha256;
            Ok(good.then_some(bytes))
        })
        .await
        .or_else(|error| none(error, None))
    }

    /// A content as a file to read, until the answer is dropped. Where contents lie sealed, it is opened into
    /// one that nobody else may read.
    ///
    /// # Errors
    /// Where it is not there, or copying it.
    pub async fn readable(&self, sha256: &str) -> io::Result<Readable> {
        let (files, sha256) = (self.clone(), sha256.to_owned());
        blocking(move || {
            let path = files.blob(&sha256);
            let Some(seal) = &files.seal else {
                return match path.try_exists()? {
                    true => Ok(Readable::InPlace(path)),
                    false => Err(io::ErrorKind::NotFound.into()),
                };
            };
            let mut sealed = File::open(path)?;
            let mut opened = tempfile::Builder::new()
                .prefix(OPENED)
                .tempfile_in(&files.uploads)?;
            let (mut buffer, mut at) = (vec![0; 256 * 1024], 0);
            loop {
                let read = sealed.read(&mut buffer)?;
                if read == 0 {
                    return Ok(Readable::Opened(opened));
                }
                seal.apply(&sha256, at, &mut buffer[..read]);
                opened.write_all(&buffer[..read])?;
                at += read as u64;
            }
        })
        .await
    }

    /// Removes what nothing refers to any more.
    ///
    /// # Errors
    /// Removing a file that is there.
    pub async fn remove(&self, sha256: &str) -> io::Result<()> {
        let path = self.blob(sha256);
        blocking(move || std::fs::remove_file(path))
            .await
            .or_else(|error| none(error, ()))
    }

    /// Removes parts that nobody added to since `before`.
    ///
    /// # Errors
    /// Reading the folder, or removing a file that is there.
    pub async fn sweep(&self, before: SystemTime) -> io::Result<()> {
        let files = self.clone();
        blocking(move || {
            for (id, path) in parts(&files.uploads)? {
                let _adding = files.adding(id);
                let touched = std::fs::metadata(&path).and_then(|it| it.modified());
                if touched.is_ok_and(|touched| touched < before) {
                    std::fs::remove_file(&path)?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Uploads of which a part is on disk.
    ///
    /// # Errors
    /// Reading the folder.
    pub async fn arriving(&self) -> io::Result<Vec<Uuid>> {
        let uploads = self.uploads.clone();
        blocking(move || Ok(parts(&uploads)?.into_iter().map(|(id, _)| id).collect())).await
    }
}

fn parts(uploads: &Path) -> io::Result<Vec<(Uuid, PathBuf)>> {
    let mut parts = Vec::new();
    for entry in std::fs::read_dir(uploads)? {
        let path = entry?.path();
        let is_part = path.extension().is_some_and(|it| it == "part");
        let stem = path.file_stem().and_then(|stem| stem.to_str());
        if let Some(id) = stem.and_then(|stem| stem.parse().ok()).filter(|_| is_part) {
            parts.push((id, path));
        }
    }
    Ok(parts)
}

/// Takes away what a crash left of contents that were opened for reading.
fn forget_opened(uploads: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(uploads)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(OPENED) {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(io::Error::other)?
}

/// `instead` where the file is not there, or shorter than it was.
fn none<T>(error: io::Error, instead: T) -> io::Result<T> {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof => Ok(instead),
        _ => Err(error),
    }
}

/// A rename is on disk only when its folder is. Windows has no such call and needs none.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
