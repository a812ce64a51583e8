//! Sees to it that the window begins, and writes what it tells of itself into the log. The page watches
//! its own stages (`ui/watch.js`); what only the shell can see is a page that never came. Places and
//! stages are logged, never a text that the window shows.

use std::time::Duration;

use tanggap_ipc::window::Report;
use tauri::{AppHandle, Manager};
use tokio::sync::Notify;

use crate::window;

/// How long a page may take until its first line runs, on a slow and busy computer.
const LIMIT: Duration = Duration::from_secs(40);

/// How often the page is begun anew before the window is left as it is.
const AGAIN: u32 = 2;

/// Longest name of a source file in the log, in bytes.
const LONGEST_PLACE: usize = 120;

/// Kept by the application: told once the page has begun.
#[derive(Default)]
pub struct Heard(Notify);

/// Begins a page anew that nothing is heard of, a few times, and says so in the log.
pub async fn see_it_begin(app: AppHandle) {
    let heard = app.state::<Heard>();
    for again in 0..=AGAIN {
        if tokio::time::timeout(LIMIT, heard.0.notified())
            .await
            .is_ok()
        {
            return;
        }
        if again < AGAIN {
            tracing::warn!(
                start = again + 1,
                "The window's page does not begin; it is loaded again"
            );
            window::reload(&app);
        }
    }
    tracing::error!("The window's page did not begin");
}

/// The window tells something of itself.
pub fn heard(app: &AppHandle, report: Report) {
    match report {
        Report::Began { start } => {
            if start > 1 {
                tracing::info!(start, "The window begins anew");
            }
            app.state::<Heard>().0.notify_one();
        }
        Report::Stalled { stage, start } => {
            tracing::warn!(?stage, start, "The window stood still at its start");
        }
        Report::Panicked { file, line, column } => {
            let place = format!("{}:{line}:{column}", place(&file));
            tracing::error!(place, "The window broke an assumption of its own");
        }
        Report::Trapped => tracing::error!("The window's program ended without saying where"),
    }
}

/// The end of a path, in characters that paths of a source have: whatever else came is no place.
fn place(file: &str) -> String {
    let fits = |it: &char| it.is_ascii_alphanumeric() || "/\\._-".contains(*it);
    let path: String = file.chars().filter(fits).collect();
    path[path.len().saturating_sub(LONGEST_PLACE)..].to_owned()
}

/// For tests, and only in builds for development: a script that runs in the page before anything else
/// and breaks it, from the file that `TANGGAP_SABOTAGE` names.
#[cfg(debug_assertions)]
pub fn with_sabotage(
    builder: tauri::Builder<tauri::Wry>,
) -> anyhow::Result<tauri::Builder<tauri::Wry>> {
    use anyhow::Context;
    let Some(file) = std::env::var_os("TANGGAP_SABOTAGE") else {
        return Ok(builder);
    };
    let script = std::fs::read_to_string(file).context("Reading the script of TANGGAP_SABOTAGE")?;
    let plugin = tauri::plugin::Builder::<tauri::Wry>::new("sabotage").js_init_script(script);
    Ok(builder.plugin(plugin.build()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_path_and_nothing_else() {
        assert_eq!(place("ui/src/pages/map.rs"), "ui/src/pages/map.rs");
        assert_eq!(place(r"C:\a\state.rs"), r"C:\a\state.rs".replace(':', ""));
        assert_eq!(place("Budi Santoso, 0812"), "BudiSantoso0812");
        assert_eq!(place(&"é/".repeat(200)).len(), LONGEST_PLACE);
    }
}
