//! Small parts of the editor: a text field that is read when it is left, and a sentence about it.

use leptos::prelude::*;

use crate::icons::{Icon, icon};

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
) -> impl IntoView {
    view! {
        <label class=format!("field {class}")>
            <span>{name}</span>
            <input
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
                <span class="wrong" role="alert" data-testid="calendar-fault">
                    {icon(Icon::Warning)}
                    <span>{fault}</span>
                </span>
            }
        })
    }
}
