//! Identities. Every id is its own type, so that one can never be passed for another.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Namespace of ids derived from national tracking numbers (a fixed random UUID of ours).
const TRACKING_NAMESPACE: Uuid = Uuid::from_u128(0x6d1c_2f0e_8a54_4d0b_9a3e_51f0_77c2_90aa);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

uuid_id! {
    /// One complaint, the same on every desk and hub. Derived from the tracking number where there is
    /// one, so that two importers of the same spreadsheet agree without talking to each other.
    ComplaintId
}
uuid_id! {
    /// One operation of an officer: idempotency key, event id and outbox key at once. UUIDv7.
    OpId
}
uuid_id! {
    /// One copy of a desk's journal. A restored or cloned journal gets a new one.
    ReplicaId
}
uuid_id! {
    /// One officer account of a hub.
    OfficerId
}
uuid_id! {
    /// One hub: made up when it is, and kept for its whole life, in its backups too.
    HubId
}

impl ComplaintId {
    /// The id every importer gives to the complaint with this tracking number.
    pub fn of_tracking(tracking: &TrackingId) -> Self {
        Self(Uuid::new_v5(
            &TRACKING_NAMESPACE,
            tracking.as_str().as_bytes(),
        ))
    }

    /// The id of a complaint that this operation records for the first time.
    pub fn of_recording(op: OpId) -> Self {
        Self(Uuid::new_v5(&TRACKING_NAMESPACE, op.0.as_bytes()))
    }
}

/// The number a citizen quotes. National ones are digits only, 7–9 of them today and not ordered in
/// time; a complaint recorded at the desk carries `C-` and six letters until the national system
/// gives it a number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TrackingId(String);

/// The text holds no tracking number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the text holds no tracking number")]
pub struct NotATrackingId;

impl TrackingId {
    /// Reads the forms that occur in exports and chats: `9165816`, `#9165816`, `9165816.0`,
    /// `[9165816](javascript:;)`, with any white space around.
    ///
    /// ```
    /// use tanggap_domain::ids::TrackingId;
    /// assert_eq!(TrackingId::parse("[9165816](javascript:;)").unwrap().as_str(), "9165816");
    /// ```
    pub fn parse(raw: &str) -> Result<Self, NotATrackingId> {
        let text = raw.trim().trim_start_matches(['#', '\'', '’']).trim();
        let text = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((inside, _)) => inside.trim().trim_start_matches('#'),
            None => text,
        };
        let text = match text.split_once('.') {
            Some((whole, zeros)) if zeros.bytes().all(|b| b == b'0') => whole,
            _ => text,
        };
        let digits =
            !text.is_empty() && text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
        if digits || is_local(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotATrackingId)
        }
    }

    /// The provisional number of a complaint recorded at the desk. Taken from the random tail of the
    /// UUIDv7, so that two desks do not meet.
    pub fn of_recording(op: OpId) -> Self {
        const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let tail = op.0.as_u128();
        let letters = (0..6).map(|i| LETTERS[(tail >> (5 * i)) as usize & 31] as char);
        Self(format!("C-{}", letters.collect::<String>()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the national system gave this number.
    pub fn is_national(&self) -> bool {
        !is_local(&self.0)
    }
}

fn is_local(text: &str) -> bool {
    text.strip_prefix("C-").is_some_and(|rest| {
        rest.len() == 6
            && rest
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
    })
}

impl fmt::Display for TrackingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(
            TrackingId::parse(raw).ok().as_ref().map(TrackingId::as_str),
            expected,
            "{raw:?}"
        );
    }

    #[test]
    fn tracking_numbers_are_read_in_every_known_form() {
        check("9165816", Some("9165816"));
        check(" #9165816 ", Some("9165816"));
        check("9165816.0", Some("9165816"));
        check("[9165816](javascript:;)", Some("9165816"));
        check("C-7K2M9Q", Some("C-7K2M9Q"));
        check("", None);
        check("-", None);
        check("Tracking ID", None);
        check("91658.5", None);
        check("[abc](javascript:;)", None);
    }

    #[test]
    fn recorded_complaints_get_a_number_that_parses() {
        let op = OpId(Uuid::from_u128(0x0192_f00d_7a2b_7c11_9abc_def0_1234_5678));
        let tracking = TrackingId::of_recording(op);
        assert_eq!(TrackingId::parse(tracking.as_str()), Ok(tracking.clone()));
        assert!(!tracking.is_national());
    }
}
