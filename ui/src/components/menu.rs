//! A button with a panel under it: menus and filter pickers. Escape and a click elsewhere close it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

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
    view! {
        <div
            class="menu"
            node_ref=whole
            on:keydown=move |event| {
                if event.key() == "Escape" && open.get_untracked() {
                    event.stop_propagation();
                    event.prevent_default();
                    open.set(false);
                    if let Some(button) = button.get_untracked() {
                        // Focus returns to where it came from; a button that went has none.
                        drop(button.focus());
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
