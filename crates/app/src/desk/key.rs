//! With what a profile is opened.

use tanggap_ipc::settings::KeyPlace;
use tanggap_store::KeySource;

/// How a profile is opened.
#[derive(Clone)]
pub enum Key {
    Keychain,
    Passphrase(String),
}

impl Key {
    /// The passphrase where there is one, else the keychain.
    pub fn of(passphrase: Option<&str>) -> Self {
        match passphrase {
            Some(passphrase) => Self::Passphrase(passphrase.to_owned()),
            None => Self::Keychain,
        }
    }

    pub(super) fn source(&self) -> KeySource {
        match self {
            Self::Keychain => KeySource::Keychain,
            Self::Passphrase(passphrase) => KeySource::passphrase(passphrase.clone()),
        }
    }

    pub(super) fn place(&self) -> KeyPlace {
        match self {
            Self::Keychain => KeyPlace::Keychain,
            Self::Passphrase(_) => KeyPlace::Passphrase,
        }
    }
}
