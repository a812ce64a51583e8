//! How the window looks and in which language, before the journal can be opened: nothing personal, so it lies
//! in the clear.

use std::path::Path;

use serde::{Deserialize, Serialize};
use tanggap_ipc::settings::{Language, Settings, Theme};

use super::stored;

/// What the screen needs then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    pub language: Language,
    pub theme: Theme,
}

/// As it lies in the file, in the words of [`tanggap_store::StoredSettings`].
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct StoredAppearance {
    language: Option<String>,
    theme: Option<String>,
}

impl Appearance {
    pub fn of(settings: &Settings) -> Self {
        Self {
            language: settings.language,
            theme: settings.theme,
        }
    }

    /// Of the profile in this folder; the defaults where it says nothing readable.
    pub fn read(folder: &Path) -> Self {
        std::fs::read_to_string(folder.join(LOOK))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .map(|StoredAppearance { language, theme }| Self {
                language: stored::language_of(language),
                theme: stored::theme_of(theme),
            })
            .unwrap_or_default()
    }

    /// Losing it costs one screen in the wrong language, so a failure is only logged.
    pub fn keep(self, folder: &Path) {
        let Self { language, theme } = self;
        let look = StoredAppearance {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_look_is_read_back_and_never_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Appearance::read(folder.path()), Appearance::default());
        let look = Appearance {
            language: Language::En,
            theme: Theme::Dark,
        };
        look.keep(folder.path());
        assert_eq!(Appearance::read(folder.path()), look);
        let written = std::fs::read_to_string(folder.path().join(LOOK)).unwrap();
        assert_eq!(written, r#"{"language":"en","theme":"dark"}"#);
        std::fs::write(folder.path().join(LOOK), "{").unwrap();
        assert_eq!(Appearance::read(folder.path()), Appearance::default());
    }
}
