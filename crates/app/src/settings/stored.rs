//! The settings of the window and those on the disk, member by member in both directions: a new one of
//! either side does not compile before somebody decided about it.
//!
//! A word of another version reads as the default, and is logged; nothing keeps a desk from opening.

use tanggap_ipc::settings::{
    DesktopSettings, EscalationSettings, Language, NotifySettings, Settings, Theme, Zone,
};
use tanggap_store::{StoredDesktop, StoredEscalation, StoredNotify, StoredSettings};

pub(crate) fn to_disk(settings: &Settings) -> StoredSettings {
    let Settings {
        office,
        zone,
        region,
        language,
        theme,
        notify,
        escalation,
        desktop,
    } = settings.clone();
    let NotifySettings {
        desktop: on_desktop,
        sound,
        working_hours_only,
        quiet_min,
        any_hour_classes,
        any_hour_urgent,
        daily_digest,
    } = notify;
    let EscalationSettings {
        after_days,
        every_days,
    } = escalation;
    let DesktopSettings {
        autostart,
        keep_in_tray,
    } = desktop;
    StoredSettings {
        office: Some(office),
        zone: Some(zone.code().to_owned()),
        region,
        language: Some(language_word(language).to_owned()),
        theme: Some(theme_word(theme).to_owned()),
        notify: StoredNotify {
            desktop: Some(on_desktop),
            sound: Some(sound),
            working_hours_only: Some(working_hours_only),
            quiet_min,
            any_hour_classes,
            any_hour_urgent: Some(any_hour_urgent),
            daily_digest: Some(daily_digest),
        },
        escalation: StoredEscalation {
            after_days: Some(after_days),
            every_days: Some(every_days),
        },
        desktop: StoredDesktop {
            autostart: Some(autostart),
            keep_in_tray: Some(keep_in_tray),
        },
    }
}

pub(crate) fn of_disk(stored: StoredSettings) -> Settings {
    let StoredSettings {
        office,
        zone,
        region,
        language,
        theme,
        notify,
        escalation,
        desktop,
    } = stored;
    let StoredNotify {
        desktop: on_desktop,
        sound,
        working_hours_only,
        quiet_min,
        any_hour_classes,
        any_hour_urgent,
        daily_digest,
    } = notify;
    let StoredEscalation {
        after_days,
        every_days,
    } = escalation;
    let StoredDesktop {
        autostart,
        keep_in_tray,
    } = desktop;
    let first = Settings::default();
    let zones = [Zone::Wib, Zone::Wita, Zone::Wit];
    Settings {
        office: office.unwrap_or(first.office),
        zone: word(zone, "zone", zones, Zone::code),
        region,
        language: word(language, "language", LANGUAGES, language_word),
        theme: word(theme, "theme", THEMES, theme_word),
        notify: NotifySettings {
            desktop: on_desktop.unwrap_or(first.notify.desktop),
            sound: sound.unwrap_or(first.notify.sound),
            working_hours_only: working_hours_only.unwrap_or(first.notify.working_hours_only),
            quiet_min,
            any_hour_classes,
            any_hour_urgent: any_hour_urgent.unwrap_or(first.notify.any_hour_urgent),
            daily_digest: daily_digest.unwrap_or(first.notify.daily_digest),
        },
        escalation: EscalationSettings {
            after_days: after_days.unwrap_or(first.escalation.after_days),
            every_days: every_days.unwrap_or(first.escalation.every_days),
        },
        desktop: DesktopSettings {
            autostart: autostart.unwrap_or(first.desktop.autostart),
            keep_in_tray: keep_in_tray.unwrap_or(first.desktop.keep_in_tray),
        },
    }
}

const LANGUAGES: [Language; 2] = [Language::Id, Language::En];
const THEMES: [Theme; 3] = [Theme::System, Theme::Light, Theme::Dark];

pub(super) fn language_word(language: Language) -> &'static str {
    match language {
        Language::Id => "id",
        Language::En => "en",
    }
}

pub(super) fn language_of(stored: Option<String>) -> Language {
    word(stored, "language", LANGUAGES, language_word)
}

pub(super) fn theme_word(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

pub(super) fn theme_of(stored: Option<String>) -> Theme {
    word(stored, "theme", THEMES, theme_word)
}

fn word<Choice: Copy + Default, const MANY: usize>(
    stored: Option<String>,
    member: &'static str,
    choices: [Choice; MANY],
    code: impl Fn(Choice) -> &'static str,
) -> Choice {
    let Some(stored) = stored else {
        return Choice::default();
    };
    let found = choices.into_iter().find(|choice| code(*choice) == stored);
    found.unwrap_or_else(|| {
        tracing::warn!(
            member,
            "A setting is of another version; the usual one holds"
        );
        Choice::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanggap_domain::classification::Classification;
    use tanggap_domain::region::RegionCode;

    fn chosen() -> Settings {
        Settings {
            office: "Diskominfo Kota Palembang".into(),
            zone: Zone::Wita,
            region: RegionCode::parse("16.71").ok(),
            language: Language::En,
            theme: Theme::Dark,
            notify: NotifySettings {
                desktop: false,
                sound: true,
                working_hours_only: false,
                quiet_min: Some((1200, 360)),
                any_hour_classes: vec![Classification::PengaduanBerkadar],
                any_hour_urgent: true,
                daily_digest: false,
            },
            escalation: EscalationSettings {
                after_days: 3,
                every_days: 5,
            },
            desktop: DesktopSettings {
                autostart: true,
                keep_in_tray: true,
            },
        }
    }

    #[test]
    fn settings_come_back_as_they_were_chosen() {
        for settings in [Settings::default(), chosen()] {
            assert_eq!(of_disk(to_disk(&settings)), settings);
        }
    }

    /// The window's own JSON was what lay on the disk before.
    #[test]
    fn what_profiles_hold_today_is_read() {
        for settings in [Settings::default(), chosen()] {
            let before = serde_json::to_string(&settings).unwrap();
            assert_eq!(of_disk(serde_json::from_str(&before).unwrap()), settings);
        }
        assert_eq!(
            of_disk(serde_json::from_str("{}").unwrap()),
            Settings::default()
        );
    }

    #[test]
    fn a_word_of_another_version_keeps_no_desk_closed() {
        let stored = StoredSettings {
            theme: Some("contrast".into()),
            language: Some("jv".into()),
            ..to_disk(&chosen())
        };
        let expected = Settings {
            theme: Theme::System,
            language: Language::Id,
            ..chosen()
        };
        assert_eq!(of_disk(stored), expected);
    }
}
