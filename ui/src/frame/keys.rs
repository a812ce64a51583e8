//! Keys that work on every page, and the list of all of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::act;
use crate::components::dialog::Dialog;
use crate::state::{Page, Panel, State, say, state};

/// Whether a letter typed now belongs to a field or an open dialog, and is no shortcut.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.is_composing() {
        return true;
    }
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
    else {
        return false;
    };
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.is_content_editable()
        || target
            .closest("dialog, .menu-panel")
            .is_ok_and(|found| found.is_some())
}

pub fn global(event: &KeyboardEvent, state: State) {
    let key = event.key();
    if (event.ctrl_key() || event.meta_key()) && key.eq_ignore_ascii_case("k") {
        event.prevent_default();
        focus_search();
        return;
    }
    if event.ctrl_key() && !event.shift_key() {
        let page = key
            .parse::<usize>()
            .ok()
            .and_then(|number| Page::ALL.get(number.wrapping_sub(1)));
        if let Some(page) = page {
            event.prevent_default();
            state.page.set(*page);
            return;
        }
    }
    if is_typing(event) {
        return;
    }
    match key.as_str() {
        "/" => {
            event.prevent_default();
            focus_search();
        }
        "?" => state.panel.set(Panel::Keys),
        "u" | "U" => act::undo(state, State::say_of(&state.settings.get_untracked())),
        _ => {}
    }
}

pub fn focus_search() {
    let found = document().get_element_by_id("search");
    if let Some(input) = found.and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        input.select();
        // An input of the frame is always there to take the focus.
        drop(input.focus());
    }
}

#[component]
pub fn KeyList() -> impl IntoView {
    let (state, say) = (state(), say());
    let rows: [(&[&str], &str); 15] = [
        (&["J", "K"], say.keys_move()),
        (&["Enter"], say.keys_open()),
        (&["E"], say.keys_reply()),
        (&["D"], say.keys_dispose()),
        (&["V"], say.keys_verify()),
        (&["T"], say.keys_hold()),
        (&["X"], say.keys_select()),
        (&["←", "→", "↑", "↓"], say.keys_deadlines()),
        (&["PgUp", "PgDn"], say.keys_month()),
        (&["Esc"], say.keys_unselect()),
        (&["U"], say.keys_undo()),
        (&["Ctrl", "Enter"], say.keys_send()),
        (&["/", "Ctrl K"], say.keys_search()),
        (&["Ctrl 1", "…", "Ctrl 6"], say.keys_pages()),
        (&["?"], say.keys_help()),
    ];
    view! {
        <Dialog
            title=say.command_keys()
            testid="keys"
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <dl class="keys-list">
                {rows
                    .into_iter()
                    .map(|(keys, what)| {
                        view! {
                            <div>
                                <dt>
                                    {keys.iter().map(|key| view! { <kbd>{*key}</kbd> }).collect_view()}
                                </dt>
                                <dd>{what}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </Dialog>
    }
}
