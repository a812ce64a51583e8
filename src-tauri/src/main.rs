//! The desk's shell: opens the window, hands its commands to the use cases, and carries what they say
//! by themselves to the window, the tray and the notification service. It decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod log;
mod notify;
mod tray;
mod window;

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use tanggap_app::environment::Environment;
use tanggap_app::notifier::Subject;
use tanggap_app::{Program, Start};
use tanggap_ipc::Event;
use tauri::{AppHandle, Manager, RunEvent};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::UnboundedReceiver;

use notify::DesktopNotifier;

fn main() -> anyhow::Result<()> {
    let environment = Environment::read()?;
    let folder = profile_folder()?;
    log::begin(&folder)?;
    let (notifier, clicks) = DesktopNotifier::new();
    let clock = environment.clock();
    let start = Start {
        folder,
        passphrase: environment.passphrase,
        first_start: environment.first_start,
        version: env!("CARGO_PKG_VERSION"),
    };
    let program = Arc::new(Program::new(start, clock, Arc::new(notifier)));
    let shell = tauri::Builder::default()
        .manage(Arc::clone(&program))
        .invoke_handler(commands::handler())
        .setup(move |app| {
            tray::show(app.handle(), program.language());
            tauri::async_runtime::spawn(carry_events(app.handle().clone(), Arc::clone(&program)));
            tauri::async_runtime::spawn(open_clicked(app.handle().clone(), clicks));
            Ok(())
        })
        .build(tauri::generate_context!())
        .context("Opening the desk's window")?;
    shell.run(|app, event| {
        if let RunEvent::Exit = event {
            let program = Arc::clone(&app.state::<Arc<Program>>());
            tauri::async_runtime::block_on(program.close());
        }
    });
    Ok(())
}

/// `TANGGAP_DATA`, else the usual place for a user's local data.
fn profile_folder() -> anyhow::Result<PathBuf> {
    match std::env::var_os("TANGGAP_DATA").filter(|folder| !folder.is_empty()) {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Ok(dirs::data_local_dir()
            .context("Finding the folder for local data; set TANGGAP_DATA")?
            .join("tanggap")),
    }
}

/// Everything the use cases say by themselves goes to the window; counts go to the tray too.
async fn carry_events(app: AppHandle, program: Arc<Program>) {
    let mut events = program.events();
    loop {
        match events.recv().await {
            Ok(event) => {
                if let Event::Frame(frame) = &event {
                    tray::update(&app, frame, program.language());
                }
                window::tell(&app, &event);
            }
            // Too many to carry one by one: read everything again.
            Err(RecvError::Lagged(_)) => {
                window::tell(&app, &Event::ComplaintsChanged { ids: Vec::new() });
                window::tell(&app, &Event::OutboxChanged);
                window::tell(&app, &Event::NoticesChanged);
            }
            Err(RecvError::Closed) => return,
        }
    }
}

/// A click on a notification brings the window to the front and opens what it spoke of.
async fn open_clicked(app: AppHandle, mut clicks: UnboundedReceiver<Subject>) {
    while let Some(subject) = clicks.recv().await {
        window::focus(&app);
        match subject {
            Subject::Complaint(id) => window::tell(&app, &Event::OpenComplaint { id }),
            Subject::Deadlines => {}
        }
    }
}
