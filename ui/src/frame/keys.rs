//! Keys that work on every page, and the list of all of them.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use crate::act;
use crate::components::dialog::Dialog;
use crate::frame::search::SEARCH;
use crate::shortcuts::{Key, LINES, is_typing};
use crate::state::{Panel, State, say, state};

pub fn global(event: &KeyboardEvent, state: State) {
    let Some(key) = Key::of(event) else {
        return;
    };
    match key {
        Key::ControlK => focus_search(state),
        Key::Larger => state.zoom_by(1),
        Key::Smaller => state.zoom_by(-1),
        Key::UsualSize => state.zoom_by(0),
        Key::Go(page) => {
            state.panel.set(Panel::None);
            state.page.set(page);
        }
        _ if is_typing(event) => return,
        Key::Slash => focus_search(state),
        Key::Question => state.panel.set(Panel::Keys),
        Key::U => act::undo(state, State::say_of(&state.settings.get_untracked())),
        _ => return,
    }
    event.prevent_default();
}

/// A panel that lies over the page goes first: nothing under it can take the focus.
fn focus_search(state: State) {
    state.panel.set(Panel::None);
    let found = document().get_element_by_id(SEARCH);
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
    view! {
        <Dialog
            say
            title=say.command_keys()
            testid="keys"
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <dl class="keys-list">
                {LINES
                    .iter()
                    .map(|line| {
                        let caps: Vec<&str> = line.keys.iter().map(|key| key.cap()).collect();
                        view! {
                            <div data-testid="key-line" data-line=line.code data-keys=caps.join(" | ")>
                                <dt>
                                    {shown(&caps)
                                        .into_iter()
                                        .map(|cap| view! { <kbd>{cap}</kbd> })
                                        .collect_view()}
                                </dt>
                                <dd>{(line.says)(say)}</dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        </Dialog>
    }
}

/// A long row of keys is shown by its ends.
fn shown<'a>(caps: &[&'a str]) -> Vec<&'a str> {
    match caps {
        [first, .., last] if caps.len() > 4 => vec![*first, "…", *last],
        caps => caps.to_vec(),
    }
}
