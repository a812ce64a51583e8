//! Atur.

use serde::{Deserialize, Serialize};
use tanggap_domain::calendar::Calendar;
use tanggap_domain::region::RegionCode;
use tanggap_domain::sla::Policy;

use crate::command;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GetSettings;
command!(GetSettings => "settings_get" -> SettingsReply);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingsReply {
    pub settings: Settings,
    pub calendar: Calendar,
    pub policy: Policy,
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
    pub zone: Zone,
    /// The office's own region, where map and pickers start.
    pub region: Option<RegionCode>,
    pub language: Language,
    pub theme: Theme,
    pub week: WorkWeek,
    /// Working hours as minutes of the day.
    pub opens_min: u16,
    pub closes_min: u16,
    pub skip_collective_leave: bool,
    pub notify: NotifySettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            office: String::new(),
            zone: Zone::Wib,
            region: None,
            language: Language::Id,
            theme: Theme::System,
            week: WorkWeek::Five,
            opens_min: 7 * 60 + 30,
            closes_min: 16 * 60,
            skip_collective_leave: true,
            notify: NotifySettings::default(),
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
}

impl Default for NotifySettings {
    fn default() -> Self {
        Self {
            desktop: true,
            sound: false,
            working_hours_only: true,
        }
    }
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkWeek {
    #[default]
    Five,
    Six,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPlace {
    Keychain,
    Passphrase,
}
