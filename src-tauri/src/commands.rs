//! One thin wrapper per command of the window. A wrapper unpacks, calls one use case and maps the
//! error; it must never hold logic of its own. Each name is also listed in `build.rs` and in
//! `capabilities/main.json`.

use serde::Serialize;

/// What is running: shown on the settings page and asked for in support.
#[derive(Serialize)]
pub struct About {
    version: &'static str,
}

/// The version of the running desk.
#[tauri::command]
pub fn about() -> About {
    About {
        version: env!("CARGO_PKG_VERSION"),
    }
}
