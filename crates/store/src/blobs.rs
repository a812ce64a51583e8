//! Contents of files, each sealed on its own and found by the SHA-256 of the content.
//!
//! Never inside SQLite; never in the clear on the disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::TryRngCore;
use rand::rngs::OsRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::{StoreError, StoreFile};
use crate::files;

const NONCE_BYTES: usize = 24;
const TAG_BYTES: u64 = 16;

/// A folder of sealed files: a random nonce, then the content under XChaCha20-Poly1305 with the
/// hash as associated data, so that files cannot be exchanged for one another.
#[derive(Clone)]
pub struct Blobs {
    folder: Arc<Path>,
    cipher: XChaCha20Poly1305,
}

impl Blobs {
    pub(crate) fn new(folder: PathBuf, key: &Zeroizing<[u8; 32]>) -> Self {
        Self {
            folder: folder.into(),
            cipher: XChaCha20Poly1305::new(key.as_slice().into()),
        }
    }

    /// Keeps a content; gives back its SHA-256 in lower-case hex. On the disk when this returns `Ok`.
    /// The same content is kept once.
    pub async fn put(&self, content: Vec<u8>) -> Result<String, StoreError> {
        let this = self.clone();
        blocking(move || this.put_now(&content)).await
    }

    /// The content with this SHA-256 (lower-case hex).
    ///
    /// # Errors
    /// [`StoreError::NoBlob`] where it is not kept, [`StoreError::Damaged`] where it does not open.
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let this = self.clone();
        let path = self.path(sha256)?;
        let sha256 = sha256.to_owned();
        blocking(move || this.get_now(&path, &sha256)).await
    }

    pub async fn contains(&self, sha256: &str) -> Result<bool, StoreError> {
        let path = self.path(sha256)?;
        blocking(move || Ok(path.try_exists()?)).await
    }

    /// Size of a kept content in bytes; none where it is not kept.
    pub async fn size_bytes(&self, sha256: &str) -> Result<Option<u64>, StoreError> {
        let path = self.path(sha256)?;
        blocking(move || match std::fs::metadata(&path) {
            Ok(found) => Ok(Some(
                found.len().saturating_sub(NONCE_BYTES as u64 + TAG_BYTES),
            )),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        })
        .await
    }

    /// Forgets a content; nothing happens where it is not kept.
    pub async fn delete(&self, sha256: &str) -> Result<(), StoreError> {
        let path = self.path(sha256)?;
        blocking(move || match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        })
        .await
    }

    fn put_now(&self, content: &[u8]) -> Result<String, StoreError> {
        let sha256 = hex::encode(Sha256::digest(content));
        let path = self.path(&sha256)?;
        if path.try_exists()? {
            return Ok(sha256);
        }
        let mut nonce = [0u8; NONCE_BYTES];
        OsRng
            .try_fill_bytes(&mut nonce)
            .map_err(|error| StoreError::Io(std::io::Error::other(error)))?;
        let payload = Payload {
            msg: content,
            aad: sha256.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| StoreError::Io(std::io::Error::other("sealing failed")))?;
        if let Some(shelf) = path.parent() {
            files::make_folder(shelf)?;
        }
        files::write_durably(&path, &[&nonce[..], &sealed].concat())?;
        Ok(sha256)
    }

    fn get_now(&self, path: &Path, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let file = match std::fs::read(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::NoBlob);
            }
            Err(error) => return Err(error.into()),
        };
        let damaged = StoreError::Damaged(StoreFile::Blob);
        let Some((nonce, sealed)) = file.split_first_chunk::<NONCE_BYTES>() else {
            return Err(damaged);
        };
        let payload = Payload {
            msg: sealed,
            aad: sha256.as_bytes(),
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| damaged)
    }

    /// Where a content lies. A hash is checked to be one: it may come from a hub.
    fn path(&self, sha256: &str) -> Result<PathBuf, StoreError> {
        let hash = sha256.len() == 64
            && sha256
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if hash {
            Ok(self.folder.join(&sha256[..2]).join(sha256))
        } else {
            Err(StoreError::NoBlob)
        }
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| StoreError::Closed)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn contents_come_back_and_lie_sealed() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().to_owned(), &Zeroizing::new([7; 32]));
        let content = b"isi lampiran yang rahasia".to_vec();
        let sha256 = blobs.put(content.clone()).await.unwrap();
        assert_eq!(blobs.put(content.clone()).await.unwrap(), sha256);
        assert_eq!(blobs.get(&sha256).await.unwrap(), content);
        assert_eq!(
            blobs.size_bytes(&sha256).await.unwrap(),
            Some(content.len() as u64)
        );
        let path = blobs.path(&sha256).unwrap();
        let mut raw = std::fs::read(&path).unwrap();
        assert!(!raw.windows(7).any(|part| part == b"rahasia"));

        raw[30] ^= 1;
        std::fs::write(&path, raw).unwrap();
        assert!(matches!(
            blobs.get(&sha256).await,
            Err(StoreError::Damaged(StoreFile::Blob))
        ));
        blobs.delete(&sha256).await.unwrap();
        assert!(matches!(blobs.get(&sha256).await, Err(StoreError::NoBlob)));
        assert!(blobs.put(Vec::new()).await.is_ok());
    }

    #[tokio::test]
    async fn a_hash_cannot_leave_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().to_owned(), &Zeroizing::new([7; 32]));
        for name in ["../../profile.json", "", "ABCDEF"] {
            assert!(matches!(blobs.get(name).await, Err(StoreError::NoBlob)));
        }
    }
}
