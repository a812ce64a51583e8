//! A button with a panel under it: menus and filter pickers. Escape and a click elsewhere close it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::shortcuts::Key;

/// Which edge of the button the panel keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Start,
    End,
}

#[component]
pub fn Menu(
    #[prop(into)] label: ViewFn,
    /// Its name where the label has no words of its own.
    #[prop(optional, into)]
    name: Option<String>,
    testid: &'static str,
    #[prop(default = "button")] class: &'static str,
    #[prop(optional)] side: Side,
    /// Opens upwards.
    #[prop(optional)]
    up: bool,
    open: RwSignal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let whole = NodeRef::<html::Div>::new();
    let button = NodeRef::<html::Button>::new();
    let outside = window_event_listener(leptos::ev::pointerdown, move |event| {
        let inside = whole.get_untracked().is_some_and(|whole| {
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
            whole.contains(target.as_ref())
        });
        if !inside && open.get_untracked() {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let panel = NodeRef::<html::Div>::new();
    // The panel takes the focus when it opens, and gives it back to the button.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if let Some(panel) = panel.get().filter(|_| is_open) {
            focus_first(&panel);
        } else if was_open == Some(true) && !is_open && is_nowhere() {
            give_focus(button.get_untracked().as_deref());
        }
        is_open
    });
    view! {
        <div
            class="menu"
            node_ref=whole
            on:keydown=move |event| {
                if !open.get_untracked() {
                    return;
                }
                // While it is open these keys are its own, wherever in it the focus is.
                match Key::of(&event) {
                    Some(Key::Escape) => {
                        open.set(false);
                        give_focus(button.get_untracked().as_deref());
                    }
                    Some(key @ (Key::Down | Key::Up)) => {
                        if let Some(panel) = panel.get_untracked() {
                            step(&panel, key == Key::Down);
                        }
                    }
                    _ => return,
                }
                event.stop_propagation();
                event.prevent_default();
            }
        >
            <button
                type="button"
                class=class
                node_ref=button
                aria-label=name
                aria-expanded=move || if open.get() { "true" } else { "false" }
                data-testid=testid
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {move || label.run()}
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu-panel"
                    tabindex="-1"
                    node_ref=panel
                    class:end=side == Side::End
                    class:up=up
                    data-testid=format!("{testid}-panel")
                >
                    {children()}
                </div>
            </Show>
        </div>
    }
}

/// The panel's first control; the panel itself while what it offers is still on its way.
fn focus_first(panel: &HtmlElement) {
    give_focus(controls(panel).first().or(Some(panel)));
}

/// Moves the focus to the neighbour of the control that has it, or into the panel.
fn step(panel: &HtmlElement, down: bool) {
    let controls = controls(panel);
    let active = document().active_element();
    let here = controls
        .iter()
        .position(|control| active.as_deref() == Some(AsRef::<web_sys::Node>::as_ref(control)));
    let to = match here {
        None if down => 0,
        None => controls.len().saturating_sub(1),
        Some(here) if down => here + 1,
        Some(here) => here.saturating_sub(1),
    };
    give_focus(controls.get(to));
}

/// What can take the focus in here, in the order of reading.
fn controls(within: &HtmlElement) -> Vec<HtmlElement> {
    let mut found = Vec::new();
    let mut next = within.first_element_child();
    while let Some(element) = next {
        next = element.next_element_sibling();
        let Ok(element) = element.dyn_into::<HtmlElement>() else {
            continue;
        };
        if matches!(element.tag_name().as_str(), "INPUT" | "BUTTON" | "SELECT") {
            found.push(element);
        } else {
            found.extend(controls(&element));
        }
    }
    found
}

/// Nothing of the page has the focus.
fn is_nowhere() -> bool {
    document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY")
}

fn give_focus(element: Option<&HtmlElement>) {
    if let Some(element) = element {
        // An element that went from the page takes none.
        drop(element.focus());
    }
}
