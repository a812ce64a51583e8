//! Where work belongs: it is written as one officer of one hub, and never offered anywhere else.

use serde::{Deserialize, Serialize};

use crate::ids::{HubId, OfficerId};

/// One officer at one hub. What is stamped with it goes to this hub, in this officer's name, or stays
/// where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct World {
    pub hub: HubId,
    pub officer: OfficerId,
}
