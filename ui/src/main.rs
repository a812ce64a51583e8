//! The desk's window. It shows what the shell tells it and decides nothing.

mod act;
mod app;
mod call;
mod components;
mod format;
mod frame;
mod icons;
mod labels;
mod leaflet;
mod pages;
mod state;
mod upload;

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        // The place only: a message could quote a citizen.
        let place = panic.location().map(ToString::to_string);
        web_sys::console::error_1(&place.unwrap_or_default().into());
    }));
    leptos::mount::mount_to_body(app::App);
}
