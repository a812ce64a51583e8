//! The desk's one window, as seen from outside it.

use tanggap_ipc::{Event, event};
use tauri::{AppHandle, Emitter, Manager};

/// Brings the window to the front.
pub fn focus(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    let focused = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(cause) = focused {
        tracing::warn!(%cause, "The window could not be brought to the front");
    }
}

/// Tells the window something.
pub fn tell(app: &AppHandle, event: &Event) {
    if let Err(cause) = app.emit(event::CHANNEL, event) {
        tracing::warn!(%cause, "The window could not be told");
    }
}
