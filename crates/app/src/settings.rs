//! Atur: the office, its hours and its notifications.

mod stored;

use serde::{Deserialize, Serialize};
use tanggap_domain::region::RegionCode;
use tanggap_domain::text::one_line;
use tanggap_geo::Gazetteer;
use tanggap_ipc::settings::{
    GetSettings, KeyPlace, Language, SaveSettings, Settings, SettingsReply, Theme,
};
use tanggap_ipc::{Code, Error, Event};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::office::Office;

pub(crate) use stored::{of_disk, to_disk};

const MINUTES_OF_DAY: u16 = 24 * 60;

pub async fn get(desk: &Desk, _request: GetSettings) -> Result<SettingsReply> {
    Ok(reply(desk))
}

/// Saves settings. The zone is the calendar's and changes with it only.
pub async fn save(desk: &Desk, request: SaveSettings) -> Result<SettingsReply> {
    let before = desk.office();
    let settings = Settings {
        zone: before.settings.zone,
        office: one_line(&request.settings.office).into_owned(),
        ..request.settings
    };
    if let Some(region) = &settings.region
        && Gazetteer::bundled().place(region).is_none()
    {
        return Err(Error::with(Code::BadInput, "no such region"));
    }
    if let Some((from, until)) = settings.notify.quiet_min
        && (from >= MINUTES_OF_DAY || until >= MINUTES_OF_DAY || from == until)
    {
        return Err(Error::with(
            Code::BadInput,
            "quiet hours are no hours of a day",
        ));
    }
    if settings.escalation.after_days == 0 || settings.escalation.every_days == 0 {
        return Err(Error::with(
            Code::BadInput,
            "escalation needs at least one day",
        ));
    }
    desk.store
        .journal()
        .set_settings(&to_disk(&settings))
        .await
        .map_err(of_store)?;
    Look::of(&settings).keep(desk.folder());
    desk.set_office(Office::with_rules(settings, before.rules.clone()));
    desk.tell(Event::SettingsChanged);
    desk.tell_frame().await;
    desk.watch_again();
    Ok(reply(desk))
}

/// An office that has not said where it is takes the one region its hub granted.
pub(crate) async fn adopt_region(desk: &Desk) -> Result<()> {
    let settings = desk.office().settings.clone();
    let (None, Some(region)) = (&settings.region, granted_region(desk)) else {
        return Ok(());
    };
    let request = SaveSettings {
        settings: Settings {
            region: Some(region),
            ..settings
        },
    };
    save(desk, request).await.map(|_| ())
}

/// The region that the hub granted, where it is exactly one.
fn granted_region(desk: &Desk) -> Option<RegionCode> {
    let connection = desk.connection()?;
    let mut regions = connection
        .scopes
        .iter()
        .filter_map(|scope| RegionCode::parse(scope).ok());
    let first = regions.next()?;
    regions.next().is_none().then_some(first)
}

fn reply(desk: &Desk) -> SettingsReply {
    let office = desk.office();
    SettingsReply {
        settings: office.settings.clone(),
        calendar: office.calendar().clone(),
        key: desk.key_place(),
        data_dir: desk.folder().display().to_string(),
        version: desk.version().to_owned(),
    }
}

/// What the screen needs before the journal can be opened: nothing personal, so it lies in the clear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    pub language: Language,
    pub theme: Theme,
}

/// As it lies in the file, in the words of [`tanggap_store::StoredSettings`].
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredLook {
    language: Option<String>,
    theme: Option<String>,
}

impl Look {
    pub fn of(settings: &Settings) -> Self {
        Self {
            language: settings.language,
            theme: settings.theme,
        }
    }

    /// Of the profile in this folder; the defaults where it says nothing readable.
    pub fn read(folder: &std::path::Path) -> Self {
        std::fs::read_to_string(folder.join(LOOK))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .map(|StoredLook { language, theme }| Self {
                language: stored::language_of(language),
                theme: stored::theme_of(theme),
            })
            .unwrap_or_default()
    }

    /// Losing it costs one screen in the wrong language, so a failure is only logged.
    pub fn keep(self, folder: &std::path::Path) {
        let Self { language, theme } = self;
        let look = StoredLook {
            language: Some(stored::language_word(language).to_owned()),
            theme: Some(stored::theme_word(theme).to_owned()),
        };
        let written = serde_json::to_string(&look)
            .map_err(std::io::Error::from)
            .and_then(|text| std::fs::write(folder.join(LOOK), text));
        if let Err(cause) = written {
            tracing::warn!(%cause, "The look of the window was not kept");
        }
    }
}

const LOOK: &str = "look.json";

impl Desk {
    /// Where the key of this profile is kept.
    pub fn key_place(&self) -> KeyPlace {
        self.key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_is_read_back_and_never_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Look::read(folder.path()), Look::default());
        let look = Look {
            language: Language::En,
            theme: Theme::Dark,
        };
        look.keep(folder.path());
        assert_eq!(Look::read(folder.path()), look);
        let written = std::fs::read_to_string(folder.path().join(LOOK)).unwrap();
        assert_eq!(written, r#"{"language":"en","theme":"dark"}"#);
        std::fs::write(folder.path().join(LOOK), "{").unwrap();
        assert_eq!(Look::read(folder.path()), Look::default());
    }
}
