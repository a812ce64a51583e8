//! The desk's one window, as seen from outside it.

use tanggap_ipc::{Event, event};
use tauri::{AppHandle, Emitter, Manager, WebviewWindow};

/// Brings the window to the front, from wherever it is.
pub fn focus(app: &AppHandle) {
    with(app, |window| {
        window
            .unminimize()
            .and_then(|()| window.show())
            .and_then(|()| window.set_focus())
    });
}

/// Opens the window.
pub fn show(app: &AppHandle) {
    with(app, WebviewWindow::show);
}

/// Takes the window off the screen; what it shows stays as it is.
pub fn hide(app: &AppHandle) {
    with(app, WebviewWindow::hide);
}

/// Begins the page anew; what it has not handed over is lost to it, so only where nothing is shown.
pub fn reload(app: &AppHandle) {
    with(app, WebviewWindow::reload);
}

/// Practice is told from work in the list of windows too.
pub fn entitle(app: &AppHandle, practice: bool) {
    with(app, |window| {
        window.set_title(if practice {
            "LATIHAN · Tanggap"
        } else {
            "Tanggap"
        })
    });
}

/// Tells the window something.
pub fn tell(app: &AppHandle, event: &Event) {
    if let Err(cause) = app.emit(event::CHANNEL, event) {
        tracing::warn!(%cause, "The window could not be told");
    }
}

fn with(app: &AppHandle, act: impl FnOnce(&WebviewWindow) -> tauri::Result<()>) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    if let Err(cause) = act(&window) {
        tracing::warn!(%cause, "The window does not do what it is asked for");
    }
}
