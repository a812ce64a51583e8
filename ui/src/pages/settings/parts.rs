//! What the sections are made of: a text field that is read when it is left, a sentence about it,
//! one of a few, a switch.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::icons::{Icon, icon};

/// Brings the first field with a fault into sight, once its sentence is drawn.
pub fn focus_first_fault() {
    let focus = || {
        let found = document().query_selector(".draft-scroll [aria-invalid='true']");
        let field = found.ok().flatten();
        if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // A field that was drawn takes the focus.
            drop(field.focus());
        }
    };
    set_timeout(focus, Duration::ZERO);
}

/// A field with its name above. `on_change` hears it when it is left, so that nobody is told of a
/// fault in the middle of a word.
#[component]
pub fn Text(
    name: &'static str,
    testid: &'static str,
    #[prop(into)] value: Signal<String>,
    on_change: Callback<String>,
    #[prop(optional, into)] fault: Signal<Option<String>>,
    #[prop(optional)] hint: &'static str,
    #[prop(optional)] class: &'static str,
    /// Takes the focus once it is there, and comes into sight with it.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| first) {
            // It was just mounted.
            drop(input.focus());
        }
    });
    view! {
        <label class=format!("field {class}")>
            <span>{name}</span>
            <input
                node_ref=input
                class="input"
                type="text"
                autocomplete="off"
                dir="auto"
                placeholder=hint
                aria-invalid=move || if fault.with(Option::is_some) { "true" } else { "false" }
                data-testid=testid
                prop:value=move || value.get()
                on:change=move |event| on_change.run(event_target_value(&event))
            />
            <FaultLine fault />
        </label>
    }
}

/// What is wrong, under the field it is about.
#[component]
pub fn FaultLine(#[prop(into)] fault: Signal<Option<String>>) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
            view! {
                <span class="wrong" role="alert" data-testid="field-fault">
                    {icon(Icon::Warning)}
                    <span>{fault}</span>
                </span>
            }
        })
    }
}

/// One of a few, as a row of buttons.
#[component]
pub fn Segments<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    choices: Vec<(T, &'static str, &'static str)>,
    #[prop(into)] chosen: Signal<T>,
    on_choose: Callback<T>,
) -> impl IntoView {
    view! {
        <div class="field">
            <span id=testid>{name}</span>
            <div class="segments" role="group" aria-labelledby=testid>
                {choices
                    .into_iter()
                    .map(|(choice, code, words)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || if chosen.get() == choice { "true" } else { "false" }
                                data-testid=format!("{testid}-{code}")
                                on:click=move |_| on_choose.run(choice)
                            >
                                {words}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
        </div>
    }
}

/// A switch with its meaning.
#[component]
pub fn Check(
    name: &'static str,
    #[prop(optional)] about: &'static str,
    testid: &'static str,
    #[prop(into)] on: Signal<bool>,
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                data-testid=testid
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>{name} <small>{about}</small></span>
        </label>
    }
}
