//! A button with a panel under it: menus and filter pickers. Escape and a click elsewhere close it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

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
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    event.prevent_default();
                    open.set(false);
                    give_focus(button.get_untracked().as_deref());
                } else if open.get_untracked()
                    && let Some(panel) = panel.get_untracked()
                {
                    match event.key().as_str() {
                        "ArrowDown" => step(&panel, true, &event),
                        "ArrowUp" => step(&panel, false, &event),
                        _ => {}
                    }
                }
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

fn focus_first(panel: &HtmlElement) {
    let first = panel.query_selector("input, button").ok().flatten();
    give_focus(first.and_then(|first| first.dyn_into().ok()).as_ref());
}

/// Moves the focus to the neighbour of whatever has it; the entries of a panel are siblings.
fn step(panel: &HtmlElement, down: bool, event: &web_sys::KeyboardEvent) {
    let Some(active) = document().active_element() else {
        return;
    };
    if !panel.contains(Some(&active)) {
        return;
    }
    let neighbour = if down {
        active.next_element_sibling()
    } else {
        active.previous_element_sibling()
    };
    event.prevent_default();
    give_focus(neighbour.and_then(|it| it.dyn_into().ok()).as_ref());
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
