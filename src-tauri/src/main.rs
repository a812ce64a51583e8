//! The desk's shell: opens the window, hands its commands to the use cases, and carries what they say
//! by themselves to the window, the tray and the notification service. It decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod shell;
mod watchdog;
mod window;

mod autostart;
mod notify;
mod presence;
mod tray;

mod log;
mod markup;
mod start;

use std::ffi::OsString;
use std::sync::Arc;

use anyhow::Context;
use tanggap_app::environment::Environment;
use tanggap_app::{Program, Start};
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Manager, RunEvent, Wry};

use notify::DesktopNotifier;
use presence::Undecided;
use start::{Arguments, Profile};
use watchdog::Heard;

/// The name of the program among others on this computer.
const IDENTIFIER: &str = "id.tanggap.desk";

fn main() -> anyhow::Result<()> {
    let environment = Environment::read()?;
    let arguments = Arguments::read(std::env::args_os().skip(1));
    let profile = Profile::find(arguments.data)?;
    log::begin(&profile.folder)?;
    let (notifier, reactions) = DesktopNotifier::new(&profile);
    let clock = environment.clock();
    let start = Start {
        folder: profile.folder.clone(),
        passphrase: environment.passphrase,
        first_start: environment.first_start,
        version: env!("CARGO_PKG_VERSION"),
    };
    let program = Arc::new(Program::new(start, clock, notifier.clone()));

    let identifier = profile.name(IDENTIFIER, ".p");
    let mut context = embedded();
    if cfg!(not(target_os = "linux")) {
        // There it is the only name by which a second start finds the first; on Linux it would only
        // scatter folders for what the window keeps.
        context.config_mut().identifier.clone_from(&identifier);
    }
    let builder = tauri::Builder::default()
        // First, so that a second start ends before it does anything.
        .plugin(second_start(&identifier));
    #[cfg(debug_assertions)]
    let builder = watchdog::with_sabotage(builder)?;
    let shell = builder
        .manage(Arc::clone(&program))
        .manage(profile)
        .manage(Undecided::new(arguments.hidden))
        .manage(Heard::default())
        .invoke_handler(commands::handler())
        .on_window_event(presence::heard)
        .setup(move |app| {
            let app = app.handle();
            tray::show(app, &app.state::<Profile>(), program.language());
            presence::begin(app);
            tauri::async_runtime::spawn(watchdog::see_it_begin(app.clone()));
            tauri::async_runtime::spawn(shell::carry_events(app.clone()));
            tauri::async_runtime::spawn(shell::carry_reactions(app.clone(), reactions));
            Ok(())
        })
        .build(context)
        .context("Opening the desk's window")?;
    shell.run(move |app, event| match event {
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::focus(app),
        RunEvent::Exit => {
            let program = Arc::clone(&app.state::<Arc<Program>>());
            tauri::async_runtime::block_on(async {
                notifier.withdraw_all().await;
                program.close().await;
            });
        }
        _ => {}
    });
    Ok(())
}

/// The window's files, embedded by one compiler only: the macro takes a file that it compresses for
/// finished as soon as it is there. The harness of the unit tests, compiled at the same moment, once left
/// the program with half of its wasm, which then never started.
#[cfg(not(test))]
fn embedded() -> tauri::Context {
    tauri::generate_context!()
}

/// The unit tests open no window.
#[cfg(test)]
fn embedded() -> tauri::Context {
    unreachable!("the unit tests open no window")
}

/// Started again for the same profile, the program hands over to the one that runs: its window comes to
/// the front. Where the two cannot find each other, the lock of the store says so in a window.
fn second_start(identifier: &str) -> TauriPlugin<Wry> {
    let raise = |app: &AppHandle, words: Vec<String>, _folder: String| {
        let words = words.into_iter().skip(1).map(OsString::from);
        // The session starting twice is no wish to see the window.
        if !Arguments::read(words).hidden {
            window::focus(app);
        }
    };
    let builder = tauri_plugin_single_instance::Builder::new().callback(raise);
    #[cfg(target_os = "linux")]
    let builder = builder.dbus_id(identifier);
    #[cfg(not(target_os = "linux"))]
    let _ = identifier;
    builder.build()
}
