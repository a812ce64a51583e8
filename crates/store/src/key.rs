//! The one key of a profile, where it comes from, and the keys of its files derived from it.
//!
//! Neither it nor a key of these files leaves this crate; none stands in an error, a log or a file in the
//! clear.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use rand::TryRngCore;
use rand::rngs::OsRng;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::OpenError;

/// Where the key of a profile is kept.
#[derive(Clone)]
pub enum KeySource {
    /// A random key in the keychain of the operating system.
    Keychain,
    /// Derived from a passphrase with Argon2id, for machines without a keychain.
    Passphrase(SecretString),
    /// A key that the caller keeps itself.
    Raw(Zeroizing<[u8; 32]>),
    /// No encryption at all: only to measure what encryption costs.
    #[cfg(any(test, feature = "unencrypted"))]
    Unencrypted,
}

impl KeySource {
    pub fn passphrase(text: impl Into<String>) -> Self {
        Self::Passphrase(SecretString::from(text.into()))
    }

    pub fn raw(key: [u8; 32]) -> Self {
        Self::Raw(Zeroizing::new(key))
    }
}

/// How the profile says its key is kept. Written to profile.json; holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "source", rename_all = "kebab-case")]
pub(crate) enum KeyRecord {
    Keychain { check: String },
    Passphrase { kdf: KdfRecord, check: String },
    Raw { check: String },
    Unencrypted,
}

/// Parameters of Argon2id, kept with the profile so that they can rise later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KdfRecord {
    pub salt: String,
    pub memory_kib: u32,
    pub rounds: u32,
    pub lanes: u32,
}

/// RFC 9106, second recommended option: 64 MiB, 3 rounds, 4 lanes.
const MEMORY_KIB: u32 = 64 * 1024;
const ROUNDS: u32 = 3;
const LANES: u32 = 4;

/// The service name under which keychains list our entries.
const KEYCHAIN_SERVICE: &str = "id.tanggap.desk";

type Key = Zeroizing<[u8; 32]>;

/// The keys of the profile's files.
#[derive(Clone)]
pub(crate) struct Keys {
    pub journal: FileKey,
    pub mirror: FileKey,
    pub blobs: Key,
    /// Of the hub inside the desk: the one key that leaves this crate.
    pub hub: Key,
}

/// The raw key of one SQLCipher file.
#[derive(Clone)]
pub(crate) enum FileKey {
    Raw(Key),
    #[cfg(any(test, feature = "unencrypted"))]
    Plain,
}

impl FileKey {
    /// The value of `PRAGMA key`, none for a file in the clear.
    pub fn pragma(&self) -> Option<String> {
        match self {
            Self::Raw(key) => Some(format!("\"x'{}'\"", hex::encode(key.as_slice()))),
            #[cfg(any(test, feature = "unencrypted"))]
            Self::Plain => None,
        }
    }
}

/// Whether the operating system has a keychain that keeps what it is given. Asks it, so this may take
/// a moment; never call it from an async task.
pub fn keychain_works() -> bool {
    let Ok(probe) = random_uuid() else {
        return false;
    };
    let Ok(entry) = keychain_entry(probe) else {
        return false;
    };
    let secret = probe.as_bytes();
    let kept =
        entry.set_secret(secret).is_ok() && entry.get_secret().is_ok_and(|read| read == secret);
    // The probe's entry is of no use to anybody; a keychain that cannot forget it still works.
    let _ = entry.delete_credential();
    kept
}

/// Makes the key of a new profile and how it is to be found again.
pub(crate) fn make(source: &KeySource, profile: Uuid) -> Result<(KeyRecord, Keys), OpenError> {
    match source {
        KeySource::Keychain => {
            let key = random_key()?;
            let entry = keychain_entry(profile)?;
            entry
                .set_secret(key.as_slice())
                .map_err(|error| OpenError::NoKeychain(Some(error)))?;
            // Some keychains take a secret and lose it at logout; one that cannot even read it
            // back would lock the officer out for good.
            match entry.get_secret() {
                Ok(read) if read == key.as_slice() => {}
                Ok(_) => return Err(OpenError::NoKeychain(None)),
                Err(error) => return Err(OpenError::NoKeychain(Some(error))),
            }
            let check = check_of(&key);
            Ok((KeyRecord::Keychain { check }, keys_of(&key)))
        }
        KeySource::Passphrase(passphrase) => {
            let mut salt = [0u8; 16];
            fill(&mut salt)?;
            let kdf = KdfRecord {
                salt: hex::encode(salt),
                memory_kib: MEMORY_KIB,
                rounds: ROUNDS,
                lanes: LANES,
            };
            let key = derive(passphrase, &kdf)?;
            let check = check_of(&key);
            Ok((KeyRecord::Passphrase { kdf, check }, keys_of(&key)))
        }
        KeySource::Raw(key) => Ok((
            KeyRecord::Raw {
                check: check_of(key),
            },
            keys_of(key),
        )),
        #[cfg(any(test, feature = "unencrypted"))]
        KeySource::Unencrypted => Ok((KeyRecord::Unencrypted, unencrypted())),
    }
}

/// Finds the key of an existing profile again.
pub(crate) fn find(
    source: &KeySource,
    record: &KeyRecord,
    profile: Uuid,
) -> Result<Keys, OpenError> {
    match (source, record) {
        (KeySource::Keychain, KeyRecord::Keychain { check }) => {
            let secret = match keychain_entry(profile)?.get_secret() {
                Ok(secret) => Zeroizing::new(secret),
                Err(keyring::Error::NoEntry) => return Err(OpenError::WrongKey),
                Err(error) => return Err(OpenError::NoKeychain(Some(error))),
            };
            let key: [u8; 32] = secret
                .as_slice()
                .try_into()
                .map_err(|_| OpenError::WrongKey)?;
            checked(Zeroizing::new(key), check)
        }
        (KeySource::Passphrase(passphrase), KeyRecord::Passphrase { kdf, check }) => {
            checked(derive(passphrase, kdf)?, check)
        }
        (KeySource::Raw(key), KeyRecord::Raw { check }) => checked(key.clone(), check),
        #[cfg(any(test, feature = "unencrypted"))]
        (KeySource::Unencrypted, KeyRecord::Unencrypted) => Ok(unencrypted()),
        _ => Err(OpenError::OtherKeySource),
    }
}

/// Fresh random bytes of the operating system.
pub(crate) fn fill(bytes: &mut [u8]) -> Result<(), OpenError> {
    OsRng
        .try_fill_bytes(bytes)
        .map_err(|error| OpenError::Io(std::io::Error::other(error)))
}

pub(crate) fn random_uuid() -> Result<Uuid, OpenError> {
    let mut bytes = [0u8; 16];
    fill(&mut bytes)?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

fn random_key() -> Result<Key, OpenError> {
    let mut key = Zeroizing::new([0u8; 32]);
    fill(key.as_mut_slice())?;
    Ok(key)
}

fn keychain_entry(profile: Uuid) -> Result<keyring::Entry, OpenError> {
    keyring::Entry::new(KEYCHAIN_SERVICE, &profile.to_string())
        .map_err(|error| OpenError::NoKeychain(Some(error)))
}

fn derive(passphrase: &SecretString, kdf: &KdfRecord) -> Result<Key, OpenError> {
    let unusable = |_| OpenError::WrongKey;
    let salt = hex::decode(&kdf.salt).map_err(|_| OpenError::WrongKey)?;
    let params = Params::new(kdf.memory_kib, kdf.rounds, kdf.lanes, Some(32)).map_err(unusable)?;
    let mut key = Zeroizing::new([0u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(
            passphrase.expose_secret().as_bytes(),
            &salt,
            key.as_mut_slice(),
        )
        .map_err(unusable)?;
    Ok(key)
}

fn checked(key: Key, check: &str) -> Result<Keys, OpenError> {
    if check_of(&key) == check {
        Ok(keys_of(&key))
    } else {
        Err(OpenError::WrongKey)
    }
}

/// Tells a wrong key from a damaged file. One way only: it gives the key away no more than the
/// encrypted files do.
fn check_of(key: &Key) -> String {
    let digest = Sha256::new()
        .chain_update(b"tanggap profile key check")
        .chain_update(key.as_slice())
        .finalize();
    hex::encode(&digest[..16])
}

fn keys_of(key: &Key) -> Keys {
    let derived = |label: &[u8]| {
        let mut bytes = Zeroizing::new([0u8; 32]);
        Hkdf::<Sha256>::new(None, key.as_slice())
            .expand(label, bytes.as_mut_slice())
            .expect("32 bytes is a valid length for HKDF-SHA256");
        bytes
    };
    Keys {
        journal: FileKey::Raw(derived(b"journal")),
        mirror: FileKey::Raw(derived(b"mirror")),
        blobs: derived(b"blobs"),
        hub: derived(b"hub"),
    }
}

#[cfg(any(test, feature = "unencrypted"))]
fn unencrypted() -> Keys {
    Keys {
        journal: FileKey::Plain,
        mirror: FileKey::Plain,
        blobs: Zeroizing::new([0; 32]),
        hub: Zeroizing::new([0; 32]),
    }
}
