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

/// Opens the practice hub inside the desk, with invented complaints, and connects to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PracticeStart;
command!(PracticeStart => "practice_start" -> Connected);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Connected {
    pub officer: String,
    pub hub: String,
    pub scopes: Vec<String>,
    /// What waits here for others: it was not and will not be sent under this name.
    #[serde(default)]
    pub others: Vec<OthersWork>,
}
