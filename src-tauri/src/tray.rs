//! The icon in the system's tray: how many are overdue and unread, and the way back to the window.

#[cfg(target_os = "linux")]
mod host;

use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, PoisonError};

use tanggap_ipc::frame::{FrameStatus, SyncState};
use tanggap_ipc::settings::Language;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIcon, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry, include_image};

use crate::start::Profile;
use crate::window;

const OPEN: &str = "open";
const QUIT: &str = "quit";

const CALM: Image<'_> = include_image!("../icons/tray.png");
const OVERDUE: Image<'_> = include_image!("../icons/tray-overdue.png");
const OFFLINE: Image<'_> = include_image!("../icons/tray-offline.png");

/// The icon and what stands in its menu, kept by the application.
struct Tray {
    icon: TrayIcon,
    /// How things stand. On Linux an icon has no tooltip: there this is where the words are.
    state: MenuItem<Wry>,
    open: MenuItem<Wry>,
    quit: MenuItem<Wry>,
    shown: Mutex<Sight>,
}

/// All that the tray shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sight {
    language: Language,
    overdue: u32,
    unread: u32,
    offline: bool,
}

/// Puts the icon into the tray. Without a tray the desk works all the same.
pub fn show(app: &AppHandle, profile: &Profile, language: Language) {
    let sight = Sight {
        language,
        overdue: 0,
        unread: 0,
        offline: false,
    };
    // The picture lies in a file named after the icon, and other profiles show icons too.
    let id = profile.name("tanggap", "-");
    // On Linux the library behind the tray is loaded when first used, and its absence is a panic.
    let built = std::panic::catch_unwind(AssertUnwindSafe(|| build(app, &id, sight)));
    match built {
        Ok(Ok(tray)) => {
            app.manage(tray);
        }
        Ok(Err(cause)) => tracing::warn!(%cause, "There is no tray icon"),
        Err(_) => tracing::warn!("There is no tray icon: its library is missing"),
    }
}

/// Whether there is an icon that somebody can see and click.
pub async fn is_there(app: &AppHandle) -> bool {
    if app.try_state::<Tray>().is_none() {
        return false;
    }
    #[cfg(target_os = "linux")]
    return host::is_there().await;
    #[cfg(not(target_os = "linux"))]
    return true;
}

/// Shows how things stand: as the icon, and in words.
pub fn update(app: &AppHandle, frame: &FrameStatus, language: Language) {
    let lost = matches!(
        frame.sync,
        SyncState::Offline { .. } | SyncState::CaptivePortal | SyncState::NeedsLogin
    );
    change(app, |_| Sight {
        language,
        overdue: frame.counts.overdue,
        unread: frame.unread_notices,
        offline: lost,
    });
}

/// Speaks another language.
pub fn speak(app: &AppHandle, language: Language) {
    change(app, |sight| Sight { language, ..sight });
}

fn change(app: &AppHandle, next: impl FnOnce(Sight) -> Sight) {
    let Some(tray) = app.try_state::<Tray>() else {
        return;
    };
    let mut shown = tray.shown.lock().unwrap_or_else(PoisonError::into_inner);
    let next = next(*shown);
    // Each icon is a file written and read by another program; a frame comes every few seconds.
    if next == *shown {
        return;
    }
    match tray.draw(next) {
        Ok(()) => *shown = next,
        Err(cause) => tracing::warn!(%cause, "The tray icon could not be changed"),
    }
}

fn build(app: &AppHandle, id: &str, sight: Sight) -> tauri::Result<Tray> {
    let item = |id: &str, enabled| MenuItem::with_id(app, id, "", enabled, None::<&str>);
    let (state, open, quit) = (item("state", false)?, item(OPEN, true)?, item(QUIT, true)?);
    let line = PredefinedMenuItem::separator(app)?;
    let menu = Menu::with_items(app, &[&state, &line, &open, &quit])?;
    let icon = TrayIconBuilder::with_id(id)
        .icon(CALM)
        .menu(&menu)
        .show_menu_on_left_click(false)
        .on_menu_event(|app, event| match event.id().as_ref() {
            OPEN => window::focus(app),
            QUIT => app.exit(0),
            _ => {}
        })
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::focus(tray.app_handle());
            }
        })
        .build(app)?;
    let tray = Tray {
        icon,
        state,
        open,
        quit,
        shown: Mutex::new(sight),
    };
    tray.draw(sight)?;
    Ok(tray)
}

impl Tray {
    fn draw(&self, sight: Sight) -> tauri::Result<()> {
        let icon = match (sight.overdue, sight.offline) {
            (1.., _) => OVERDUE,
            (0, true) => OFFLINE,
            (0, false) => CALM,
        };
        let (open, quit) = match sight.language {
            Language::Id => ("Buka Tanggap", "Keluar"),
            Language::En => ("Open Tanggap", "Quit"),
        };
        let words = sight.words();
        self.icon.set_icon(Some(icon))?;
        self.icon.set_tooltip(Some(format!("Tanggap: {words}")))?;
        self.icon.set_title(sight.title())?;
        self.state.set_text(words)?;
        self.open.set_text(open)?;
        self.quit.set_text(quit)
    }
}

impl Sight {
    /// A sentence.
    fn words(&self) -> String {
        let Self {
            overdue, unread, ..
        } = self;
        let (late, unread) = match self.language {
            Language::Id => (
                match overdue {
                    0 => "tidak ada yang terlambat".to_owned(),
                    _ => format!("{overdue} terlambat"),
                },
                format!("{unread} pemberitahuan belum dibaca"),
            ),
            Language::En => (
                match overdue {
                    0 => "nothing is overdue".to_owned(),
                    _ => format!("{overdue} overdue"),
                },
                match unread {
                    1 => "1 unread notice".to_owned(),
                    _ => format!("{unread} unread notices"),
                },
            ),
        };
        match self.unread {
            0 => late,
            _ => format!("{late}, {unread}"),
        }
    }

    /// Beside the icon, where the system has room there; nothing where nothing is to be done.
    fn title(&self) -> Option<String> {
        let (late, new) = match self.language {
            Language::Id => ("terlambat", "baru"),
            Language::En => ("overdue", "new"),
        };
        let parts: Vec<String> = [(self.overdue, late), (self.unread, new)]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(language: Language, overdue: u32, unread: u32) -> (String, Option<String>) {
        let sight = Sight {
            language,
            overdue,
            unread,
            offline: false,
        };
        (sight.words(), sight.title())
    }

    #[test]
    fn says_what_is_overdue_and_what_is_unread() {
        for (language, overdue, unread, words, title) in [
            (Language::Id, 0, 0, "tidak ada yang terlambat", None),
            (Language::Id, 3, 0, "3 terlambat", Some("3 terlambat")),
            (
                Language::Id,
                3,
                2,
                "3 terlambat, 2 pemberitahuan belum dibaca",
                Some("3 terlambat · 2 baru"),
            ),
            (
                Language::En,
                0,
                1,
                "nothing is overdue, 1 unread notice",
                Some("1 new"),
            ),
            (
                Language::En,
                1,
                4,
                "1 overdue, 4 unread notices",
                Some("1 overdue · 4 new"),
            ),
        ] {
            let expected = (words.to_owned(), title.map(str::to_owned));
            assert_eq!(said(language, overdue, unread), expected);
        }
    }
}
