//! Start and first run.

use serde::{Deserialize, Serialize};

use crate::command;
use crate::frame::FrameStatus;
use crate::outbox::OthersWork;
use crate::settings::{Language, Settings, Theme, Zone};

/// What to show first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Boot;
command!(Boot => "boot" -> BootReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum BootReply {
    /// First run. `keychain`: whether the system has one, so that no passphrase is needed.
    NoProfile {
        keychain: bool,
        version: String,
    },
    /// A passphrase is needed, or the profile could not be opened for `error`.
    Locked {
        error: Option<crate::Error>,
        language: Language,
        theme: Theme,
    },
    Ready(Box<Ready>),
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ready {
    pub version: String,
    pub settings: Settings,
    pub frame: FrameStatus,
    /// Calendar in force; the window ticks its countdowns with it.
    pub calendar: tanggap_domain::calendar::Calendar,
    /// Something was repaired while opening: say so once.
    pub repaired: Option<Repaired>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repaired {
    /// The copy of the hub's data was damaged and is being fetched again. Nothing of yours is lost.
    Mirror,
    /// The journal was damaged and restored from its last copy.
    Journal,
    /// The desk's own hub could not be read and was made anew from what the desk holds; the file is kept.
    OwnHub,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileCreate {
    pub office: String,
    pub zone: Zone,
    pub language: Language,
    /// None: keep the key in the system's keychain.
    pub passphrase: Option<String>,
}
command!(ProfileCreate => "profile_create" -> BootReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileUnlock {
    pub passphrase: String,
}
command!(ProfileUnlock => "profile_unlock" -> BootReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HubConnect {
    pub url: String,
    pub token: String,
}
command!(HubConnect => "hub_connect" -> Connected);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HubDisconnect;
command!(HubDisconnect => "hub_disconnect" -> ());

/// What stands for the address of the practice hub inside the desk: there is nothing to dial.
pub const PRACTICE_HUB: &str = "tanggap:latihan";

/// What stands for the address of the desk's own hub, for a desk without a region's.
pub const OWN_HUB: &str = "tanggap:sendiri";

/// Opens the practice hub inside the desk, with invented complaints, and connects to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PracticeStart;
command!(PracticeStart => "practice_start" -> Connected);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connected {
    pub officer: String,
    pub hub: String,
    pub scopes: Vec<String>,
    /// The same in words.
    #[serde(default)]
    pub scope_names: Vec<String>,
    /// What waits here for others: it was not and will not be sent under this name.
    #[serde(default)]
    pub others: Vec<OthersWork>,
    /// What the desk brought along from its own hub; none where it had nothing there.
    #[serde(default)]
    pub moved: Option<Moved>,
}

/// A desk's own work at the hub it moved to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// Complaints that the hub did not know.
    pub new: u64,
    /// Complaints that it knew, and that have more now.
    pub updated: u64,
    /// Complaints that it had as they were.
    pub unchanged: u64,
    /// Complaints that are not this officer's there: they stay on this computer.
    pub left: u64,
    /// Of which hub and desk say different things; what the hub says holds.
    pub differs: Vec<Differs>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differs {
    pub tracking_id: String,
    /// Codes of `tanggap_domain::merge::carried::CarriedField`.
    pub fields: Vec<String>,
}
