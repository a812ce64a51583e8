//! Access tokens: 256 random bits, shown once, kept only as their SHA-256.
//!
//! A slow hash (Argon2id) protects what people choose, because that can be guessed. A random token
//! cannot: a plain SHA-256 of it tells nothing, and checking it costs nothing on every request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// Marks a text as an access token, for people and for scanners of leaked secrets.
const PREFIX: &str = "tgp_";

/// The hash under which a token is known.
pub type TokenHash = [u8; 32];

/// A new token. Goes to standard output once and nowhere else.
pub fn generate() -> String {
    let bits: [u8; 32] = rand::random();
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bits))
}

pub fn hash(token: &str) -> TokenHash {
    Sha256::digest(token.trim()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_differ() {
        let (one, two) = (generate(), generate());
        assert_eq!(one.len(), PREFIX.len() + 43);
        assert_ne!(one, two);
        assert_ne!(hash(&one), hash(&two));
        assert_eq!(hash(&format!(" {one}\n")), hash(&one));
    }
}
