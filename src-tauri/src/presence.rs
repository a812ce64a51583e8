//! Whether the desk's window is on the screen while the desk runs: what closing it means, and how a
//! start in the background ends. Nobody must be left with a desk that runs where it cannot be seen.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tanggap_app::Program;
use tanggap_ipc::boot::BootReply;
use tauri::{AppHandle, Manager, Window, WindowEvent};

use crate::{tray, window};

/// Kept by the application: started in the background, and not known yet whether it may stay there.
pub struct Undecided(AtomicBool);

impl Undecided {
    pub fn new(hidden: bool) -> Self {
        Self(AtomicBool::new(hidden))
    }
}

/// At the start: opens the window, unless it was asked to stay away.
pub fn begin(app: &AppHandle) {
    if !app.state::<Undecided>().0.load(Ordering::Relaxed) {
        window::show(app);
    }
}

/// The profile was opened, or needs somebody to open it. In the background stays only a desk that
/// needs nobody, whose officer wants that, and whose icon can be seen.
pub fn opened<E>(app: &AppHandle, reply: &Result<BootReply, E>) {
    if !app.state::<Undecided>().0.swap(false, Ordering::Relaxed) {
        return;
    }
    let ready = matches!(reply, Ok(BootReply::Ready(_)));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if !(ready && keeps_in_tray(&app) && tray::is_there(&app).await) {
            window::focus(&app);
        }
    });
}

/// Closing the window ends the desk, unless it goes on in the tray.
pub fn heard(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    let app = window.app_handle();
    if !keeps_in_tray(app) {
        return;
    }
    api.prevent_close();
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        if tray::is_there(&app).await {
            window::hide(&app);
        } else {
            app.exit(0);
        }
    });
}

/// Not while no profile is open: then there is nothing to go on with.
fn keeps_in_tray(app: &AppHandle) -> bool {
    let desk = app.state::<Arc<Program>>().desk();
    desk.is_ok_and(|desk| desk.office().settings.desktop.keep_in_tray)
}
