//! Identities. Every id is its own type, so that one can never be passed for another.

mod text;
mod tracking;

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub(crate) use text::is_seen;
pub use text::{AgencyId, CategoryId, MAX_TEXT_ID_BYTES, NotAnId};
pub use tracking::{NotATrackingId, TrackingId};

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
    /// One copy of a desk's journal. A journal restored from its backup, or opened in another place
    /// than the last time (a copied profile folder), gets a new one; a copy of a whole computer is told
    /// from its original by nothing on it.
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
