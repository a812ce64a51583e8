//! How far a scope was read, in a form only this hub can write. Says nothing about access: that is
//! checked anew with every request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use tanggap_protocol::scope::Scope;

use crate::db::Place;

const FORMAT: u8 = 2;
const MAC_BYTES: usize = 8;

/// A place in one feed. On the wire: base64url of format, epoch, number, breath, scope and a MAC over them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub epoch: u64,
    pub scope: Scope,
    pub place: Place,
}

/// Not a cursor of this hub for this scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a cursor of this hub")]
pub struct BadCursor;

impl Cursor {
    pub fn write(&self, secret: &[u8]) -> String {
        let mut bytes = vec![FORMAT];
        bytes.extend(self.epoch.to_be_bytes());
        bytes.extend(self.place.seq.to_be_bytes());
        bytes.extend(self.place.breath);
        bytes.extend(self.scope.to_string().as_bytes());
        let mac = mac(secret, &bytes);
        bytes.extend(mac);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// # Errors
    /// [`BadCursor`]
    pub fn read(text: &str, secret: &[u8]) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let body_len = bytes.len().checked_sub(MAC_BYTES).ok_or(BadCursor)?;
        let (body, given) = bytes.split_at(body_len);
        if mac(secret, body) != given {
            return Err(BadCursor);
        }
        let (format, rest) = body.split_first().ok_or(BadCursor)?;
        let (epoch, rest) = rest.split_first_chunk().ok_or(BadCursor)?;
        let (seq, rest) = rest.split_first_chunk().ok_or(BadCursor)?;
        let (breath, scope) = rest.split_first_chunk().ok_or(BadCursor)?;
        let scope = std::str::from_utf8(scope).map_err(|_| BadCursor)?;
        if *format != FORMAT {
            return Err(BadCursor);
        }
        Ok(Self {
            epoch: u64::from_be_bytes(*epoch),
            scope: scope.parse().map_err(|_| BadCursor)?,
            place: Place {
                seq: u64::from_be_bytes(*seq),
                breath: *breath,
            },
        })
    }
}

fn mac(secret: &[u8], body: &[u8]) -> [u8; MAC_BYTES] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(body);
    let full = mac.finalize().into_bytes();
    let mut short = [0; MAC_BYTES];
    short.copy_from_slice(&full[..MAC_BYTES]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_hub_that_wrote_a_cursor_reads_it() {
        let cursor = Cursor {
            epoch: 7,
            scope: "16.71".parse().unwrap(),
            place: Place {
                seq: 42,
                breath: *b"sembilan",
            },
        };
        let text = cursor.write(b"secret");
        assert_eq!(Cursor::read(&text, b"secret"), Ok(cursor));
        assert_eq!(Cursor::read(&text, b"other"), Err(BadCursor));
        assert_eq!(Cursor::read(&text[1..], b"secret"), Err(BadCursor));
        assert_eq!(Cursor::read("", b"secret"), Err(BadCursor));
    }

    proptest! {
        #[test]
        fn nothing_else_is_a_cursor(text in ".{0,80}") {
            prop_assert_eq!(Cursor::read(&text, b"secret"), Err(BadCursor));
        }
    }
}
