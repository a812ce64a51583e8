//! The icon in the system's tray: how many are overdue, and the way back to the window.

use std::panic::AssertUnwindSafe;

use tanggap_ipc::frame::{FrameStatus, SyncState};
use tanggap_ipc::settings::Language;
use tauri::image::Image;
use tauri::menu::{Menu, MenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, include_image};

use crate::window;

const ID: &str = "tanggap";
const OPEN: &str = "open";
const QUIT: &str = "quit";

const CALM: Image<'_> = include_image!("../icons/tray.png");
const OVERDUE: Image<'_> = include_image!("../icons/tray-overdue.png");
const OFFLINE: Image<'_> = include_image!("../icons/tray-offline.png");

/// Puts the icon into the tray. Without a tray the desk works all the same.
pub fn show(app: &AppHandle, language: Language) {
    // On Linux the library behind the tray is loaded when first used, and its absence is a panic.
    let built = std::panic::catch_unwind(AssertUnwindSafe(|| build(app, language)));
    match built {
        Ok(Ok(())) => {}
        Ok(Err(cause)) => tracing::warn!(%cause, "There is no tray icon"),
        Err(_) => tracing::warn!("There is no tray icon: its library is missing"),
    }
}

fn build(app: &AppHandle, language: Language) -> tauri::Result<()> {
    let (open, quit) = match language {
        Language::Id => ("Buka Tanggap", "Keluar"),
        Language::En => ("Open Tanggap", "Quit"),
    };
    let menu = Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, open, true, None::<&str>)?,
            &MenuItem::with_id(app, QUIT, quit, true, None::<&str>)?,
        ],
    )?;
    TrayIconBuilder::with_id(ID)
        .icon(CALM)
        .tooltip("Tanggap")
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
    Ok(())
}

/// Shows the number overdue: as the icon, and in words when pointed at.
pub fn update(app: &AppHandle, frame: &FrameStatus, language: Language) {
    let Some(tray) = app.tray_by_id(ID) else {
        return;
    };
    let overdue = frame.counts.overdue;
    let icon = match (&frame.sync, overdue) {
        (_, 1..) => OVERDUE,
        (SyncState::Offline { .. } | SyncState::CaptivePortal | SyncState::NeedsLogin, 0) => {
            OFFLINE
        }
        (_, 0) => CALM,
    };
    let words = match (language, overdue) {
        (Language::Id, 0) => "Tanggap: tidak ada yang terlambat".to_owned(),
        (Language::Id, overdue) => format!("Tanggap: {overdue} terlambat"),
        (Language::En, 0) => "Tanggap: nothing is overdue".to_owned(),
        (Language::En, overdue) => format!("Tanggap: {overdue} overdue"),
    };
    let title = (overdue > 0).then(|| overdue.to_string());
    let shown = tray
        .set_icon(Some(icon))
        .and_then(|()| tray.set_tooltip(Some(words)))
        .and_then(|()| tray.set_title(title));
    if let Err(cause) = shown {
        tracing::warn!(%cause, "The tray icon could not be changed");
    }
}
