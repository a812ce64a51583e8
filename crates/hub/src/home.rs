//! The folder of a hub, and the seal of what lies in it. The region's server keeps its folder in the clear, as
//! its administrator backs it up; a hub inside a desk seals it with a key of the desk's profile.

use std::path::{Path, PathBuf};

use chacha20::XChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

type Key = Zeroizing<[u8; 32]>;

/// Where a hub lives.
#[derive(Clone)]
pub struct Home {
    pub dir: PathBuf,
    pub seal: Option<Seal>,
}

/// The keys of one hub's database and files.
#[derive(Clone)]
pub struct Seal {
    database: Key,
    files: Key,
}

impl Home {
    pub fn sealed(dir: &Path, key: &[u8; 32]) -> Self {
        Self {
            dir: dir.to_owned(),
            seal: Some(Seal::of(key)),
        }
    }
}

impl<P: AsRef<Path> + ?Sized> From<&P> for Home {
    /// In the clear.
    fn from(dir: &P) -> Self {
        Self {
            dir: dir.as_ref().to_owned(),
            seal: None,
        }
    }
}

impl Seal {
    fn of(key: &[u8; 32]) -> Self {
        let derived = |label: &[u8]| {
            let mut bytes = Zeroizing::new([0u8; 32]);
            Hkdf::<Sha256>::new(None, key)
                .expand(label, bytes.as_mut_slice())
                .expect("32 bytes is a valid length for HKDF-SHA256");
            bytes
        };
        Self {
            database: derived(b"hub database"),
            files: derived(b"hub files"),
        }
    }

    /// The value of SQLCipher's `PRAGMA key`.
    pub(crate) fn pragma(&self) -> String {
        format!("\"x'{}'\"", hex::encode(self.database.as_slice()))
    }

    /// Seals or opens bytes that stand at `offset` of the content with this SHA-256 (lower-case hex).
    ///
    /// XChaCha20 under a nonce taken from the content's own hash: one keystream for one content, so that
    /// parts may come and ranges go in any order. That nothing was changed, the hash itself tells, which is
    /// held against every whole content that is handed out.
    pub(crate) fn apply(&self, sha256: &str, offset: u64, bytes: &mut [u8]) {
        let mut nonce = [0u8; 24];
        let hash = hex::decode(sha256).unwrap_or_default();
        for (to, from) in nonce.iter_mut().zip(hash) {
            *to = from;
        }
        let mut stream = XChaCha20::new(self.files.as_slice().into(), &nonce.into());
        stream.seek(offset);
        stream.apply_keystream(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_in_parts_opens_in_ranges() {
        let seal = Seal::of(&[7; 32]);
        let sha256 = "ab".repeat(32);
        let content: Vec<u8> = (0..1000u32).map(|n| n as u8).collect();
        let mut sealed = content.clone();
        let (first, rest) = sealed.split_at_mut(333);
        seal.apply(&sha256, 0, first);
        seal.apply(&sha256, 333, rest);
        assert_ne!(sealed, content);
        let mut range = sealed[500..700].to_vec();
        seal.apply(&sha256, 500, &mut range);
        assert_eq!(range, content[500..700]);
    }

    #[test]
    fn keys_of_database_and_files_differ() {
        let seal = Seal::of(&[7; 32]);
        assert_ne!(seal.database, seal.files);
        assert_ne!(seal.database, Seal::of(&[8; 32]).database);
    }
}
