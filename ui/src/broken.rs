//! When the window's program breaks an assumption of its own: the place goes into the log, and the page
//! says so (`ui/watch.js`). Nothing of what is shown or typed is logged.

use std::panic::PanicHookInfo;

use tanggap_ipc::window::{Report, Stage};

use crate::call;

/// The program cannot be trusted to do more than this; it must not touch the window's signals.
pub fn hook(panic: &PanicHookInfo<'_>) {
    // The place only: a message could quote a citizen.
    if let Some(place) = panic.location() {
        web_sys::console::error_1(&place.to_string().into());
        call::tell(&Report::Panicked {
            file: place.file().to_owned(),
            line: place.line(),
            column: place.column(),
        });
    }
    let event = web_sys::Event::new("tanggap-broken");
    if let (Some(window), Ok(event)) = (web_sys::window(), event) {
        // Should the page not hear it, the trap that follows a panic tells it the same.
        drop(window.dispatch_event(&event));
    }
}

/// Marks how far a start came, for whoever watches over it.
pub fn reached(stage: Stage) {
    mark(match stage {
        Stage::Page => "page",
        Stage::Module => "module",
        Stage::Wasm => "wasm",
        Stage::App => "app",
        Stage::Asked => "asked",
    });
}

/// The start is over: something is on the screen, and what stood in for it goes.
pub fn shown() {
    mark("shown");
    if let Some(splash) = leptos::prelude::document().get_element_by_id("splash") {
        splash.remove();
    }
}

fn mark(stage: &str) {
    if let Some(root) = leptos::prelude::document().document_element()
        && root.set_attribute("data-stage", stage).is_err()
    {
        web_sys::console::warn_1(&"the start cannot be marked".into());
    }
}

/// For tests, in builds for development only: `import("./tanggap-ui.js")` finds it.
#[cfg(debug_assertions)]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn break_an_assumption() {
    panic!("Budi, 0812 3456 7890: what must not be logged");
}
