//! Atur.

use serde::{Deserialize, Serialize};
use tanggap_domain::calendar::Calendar;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;

use crate::command;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetSettings;
command!(GetSettings => "settings_get" -> SettingsReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingsReply {
    pub settings: Settings,
    pub calendar: Calendar,
    /// Where the key is kept.
    pub key: KeyPlace,
    pub data_dir: String,
    pub version: String,
}

/// The answer is the settings in force after they are on disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveSettings {
    pub settings: Settings,
}
command!(SaveSettings => "settings_save" -> SettingsReply);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    pub office: String,
    /// As the calendar in force has it; changes with the calendar only.
    pub zone: Zone,
    /// The office's own region, where map and pickers start.
    pub region: Option<RegionCode>,
    pub language: Language,
    pub theme: Theme,
    pub notify: NotifySettings,
    pub escalation: EscalationSettings,
    pub desktop: DesktopSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            office: String::new(),
            zone: Zone::Wib,
            region: None,
            language: Language::Id,
            theme: Theme::System,
            notify: NotifySettings::default(),
            escalation: EscalationSettings::default(),
            desktop: DesktopSettings::default(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NotifySettings {
    pub desktop: bool,
    pub sound: bool,
    /// Only while the office is open; the rest is told at opening.
    pub working_hours_only: bool,
    /// Nothing between these minutes of the day (from, until; across midnight where from is later).
    pub quiet_min: Option<(u16, u16)>,
    /// Classes, and urgent priority, that are told at any hour.
    pub any_hour_classes: Vec<Classification>,
    pub any_hour_urgent: bool,
    /// What is still overdue, once at the opening of every working day.
    pub daily_digest: bool,
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self {
            desktop: true,
            sound: false,
            working_hours_only: true,
            quiet_min: None,
            any_hour_classes: Vec::new(),
            any_hour_urgent: false,
            daily_digest: true,
        }
    }
}

/// When to propose reminding a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EscalationSettings {
    /// Working days overdue from which on a complaint is escalated.
    pub after_days: u32,
    /// Working days between two proposals for the same complaint.
    pub every_days: u32,
}

impl Default for EscalationSettings {
    fn default() -> Self {
        Self {
            after_days: 2,
            every_days: 2,
        }
    }
}

/// How the desk behaves on this computer. Off until the officer agrees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DesktopSettings {
    /// Starts with the computer.
    pub autostart: bool,
    /// Closing the window leaves the watch running in the tray.
    pub keep_in_tray: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Zone {
    #[default]
    Wib,
    Wita,
    Wit,
}

impl Zone {
    /// IANA name.
    pub fn iana(self) -> &'static str {
        match self {
            Self::Wib => "Asia/Jakarta",
            Self::Wita => "Asia/Makassar",
            Self::Wit => "Asia/Jayapura",
        }
    }

    /// The inverse of [`Zone::iana`].
    pub fn of_iana(name: &str) -> Option<Self> {
        [Self::Wib, Self::Wita, Self::Wit]
            .into_iter()
            .find(|zone| zone.iana() == name)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    pub fn offset_hours(self) -> i32 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    Id,
    En,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPlace {
    Keychain,
    Passphrase,
}
