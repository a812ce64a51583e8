//! The desk's window. It shows what the shell tells it and decides nothing.

mod act;
mod app;
mod broken;
mod call;
mod components;
mod format;
mod frame;
mod icons;
mod labels;
mod leaflet;
mod pages;
mod rescue;
mod shared;
mod shortcuts;
mod state;
mod upload;

use tanggap_ipc::window::Stage;

fn main() {
    std::panic::set_hook(Box::new(broken::hook));
    broken::reached(Stage::App);
    leptos::mount::mount_to_body(app::App);
}
