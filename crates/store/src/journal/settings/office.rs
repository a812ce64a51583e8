//! The settings of the desk as they lie in the journal: words and numbers, never the window's own
//! types, so that a new screen moves nothing on the disk.
//!
//! A word that this version does not know is the caller's to read; members of another version stay
//! where they are.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tanggap_domain::classification::Classification;
use tanggap_domain::region::RegionCode;

use super::rows::{read, write};
use crate::error::StoreError;
use crate::journal::Journal;

/// What the office chose under "Atur". Absent members: never chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredSettings {
    pub office: Option<String>,
    /// `WIB`, `WITA`, `WIT`.
    pub zone: Option<String>,
    pub region: Option<RegionCode>,
    /// `id`, `en`.
    pub language: Option<String>,
    /// `system`, `light`, `dark`.
    pub theme: Option<String>,
    pub notify: StoredNotify,
    pub escalation: StoredEscalation,
    pub desktop: StoredDesktop,
}

impl StoredSettings {
    /// The key under which the journal keeps them.
    pub const KEY: &'static str = "settings";
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredNotify {
    pub desktop: Option<bool>,
    pub sound: Option<bool>,
    pub working_hours_only: Option<bool>,
    /// Minutes of the day: from, until.
    pub quiet_min: Option<(u16, u16)>,
    pub any_hour_classes: Vec<Classification>,
    pub any_hour_urgent: Option<bool>,
    pub daily_digest: Option<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredEscalation {
    /// Working days.
    pub after_days: Option<u32>,
    pub every_days: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct StoredDesktop {
    pub autostart: Option<bool>,
    pub keep_in_tray: Option<bool>,
}

impl Journal {
    /// None where nothing was ever saved.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where a member is of another shape.
    pub async fn settings(&self) -> Result<Option<StoredSettings>, StoreError> {
        self.setting(StoredSettings::KEY).await
    }

    /// Lays these settings over what is there: a member that this version does not know stays.
    pub async fn set_settings(&self, settings: &StoredSettings) -> Result<(), StoreError> {
        let of_json = |error| StoreError::of_json("settings", &error);
        let settings = serde_json::to_value(settings).map_err(of_json)?;
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let before = read(tx, StoredSettings::KEY).await?;
                    let before = before.and_then(|json| serde_json::from_str(&json).ok());
                    let value = over(before.unwrap_or_default(), settings);
                    write(tx, StoredSettings::KEY, value.to_string()).await
                })
            })
            .await
    }
}

fn over(before: Value, now: Value) -> Value {
    match (before, now) {
        (Value::Object(mut before), Value::Object(now)) => {
            for (name, value) in now {
                let held = before.remove(&name).unwrap_or_default();
                before.insert(name, over(held, value));
            }
            Value::Object(before)
        }
        (_, now) => now,
    }
}
