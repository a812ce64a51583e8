//! The desk's shell: opens the window and hands its commands to the use cases. It decides nothing.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;

use anyhow::Context;

fn main() -> anyhow::Result<()> {
    tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![commands::about])
        .run(tauri::generate_context!())
        .context("Running the desk's window")
}
