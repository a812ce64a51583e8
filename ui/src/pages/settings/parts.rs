//! What the sections are made of: a text field that is read when it is left, a sentence about it,
//! one of a few, some of a few, a switch. They know props only.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
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
pub fn FaultLine(
    #[prop(into)] fault: Signal<Option<String>>,
    #[prop(default = "field-fault")] testid: &'static str,
) -> impl IntoView {
    move || {
        fault.get().map(|fault| {
            view! {
                <span class="wrong" role="alert" data-testid=testid>
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

/// One of a few, each on a line of its own with its meaning.
#[component]
pub fn Choices<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    choices: Vec<(T, &'static str, String)>,
    #[prop(optional)] about: Option<Callback<T, &'static str>>,
    #[prop(into)] chosen: Signal<T>,
    on_choose: Callback<T>,
    #[prop(optional)] class: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <fieldset class=format!("choices {class}") disabled=disabled>
            <legend>{name}</legend>
            {choices
                .into_iter()
                .map(|(choice, code, words)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name=testid
                                prop:checked=move || chosen.get() == choice
                                data-testid=format!("{testid}-{code}")
                                on:change=move |_| on_choose.run(choice)
                            />
                            <span>
                                {words}
                                {about.map(|about| view! { <small>{about.run(choice)}</small> })}
                            </span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

/// One of several, as a list to open.
#[component]
pub fn Pick<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    choices: Vec<(T, &'static str, &'static str)>,
    #[prop(into)] chosen: Signal<Option<T>>,
    on_choose: Callback<T>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let known: Vec<(T, &str)> = choices.iter().map(|(it, code, _)| (*it, *code)).collect();
    view! {
        <label class=format!("field {class}")>
            <span>{name}</span>
            <select
                class="select"
                data-testid=testid
                on:change=move |event| {
                    let code = event_target_value(&event);
                    if let Some((choice, _)) = known.iter().find(|(_, its)| *its == code) {
                        on_choose.run(*choice);
                    }
                }
            >
                {choices
                    .into_iter()
                    .map(|(choice, code, words)| {
                        view! {
                            <option value=code selected=move || chosen.get() == Some(choice)>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}

/// Some of a few.
#[component]
pub fn Checks<T: Clone + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    choices: Vec<(T, String, String)>,
    #[prop(into)] chosen: Signal<Vec<T>>,
    on_change: Callback<Vec<T>>,
) -> impl IntoView {
    let check = |(choice, code, words): (T, String, String)| {
        let shown = choice.clone();
        let change = move |on: bool| {
            let mut wanted = chosen.get_untracked();
            wanted.retain(|it| *it != choice);
            wanted.extend(on.then(|| choice.clone()));
            on_change.run(wanted);
        };
        view! {
            <Check
                name=words
                testid=format!("{testid}-{code}")
                on=Signal::derive(move || chosen.with(|chosen| chosen.contains(&shown)))
                on_change=Callback::new(change)
            />
        }
    };
    view! {
        <fieldset class="checks">
            <legend>{name}</legend>
            {choices.into_iter().map(check).collect_view()}
        </fieldset>
    }
}

/// A switch with its meaning.
#[component]
pub fn Check(
    #[prop(into)] name: TextProp,
    #[prop(optional)] about: Option<&'static str>,
    #[prop(into)] testid: String,
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
            <span>{move || name.get()} {about.map(|about| view! { <small>{about}</small> })}</span>
        </label>
    }
}
