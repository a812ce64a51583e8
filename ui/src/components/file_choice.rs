//! A button that asks for one file.

use leptos::html;
use leptos::prelude::*;

use crate::icons::{Icon, icon};

#[component]
pub fn FileChoice(
    label: &'static str,
    /// Endings, as the platform's dialog filters them.
    accept: &'static str,
    /// The button's; the field behind it is `…-file`.
    testid: &'static str,
    #[prop(into)] busy: Signal<bool>,
    on_file: Callback<web_sys::File>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    view! {
        <input
            class="visually-hidden"
            type="file"
            accept=accept
            tabindex="-1"
            aria-label=label
            data-testid=format!("{testid}-file")
            node_ref=input
            on:change=move |_| {
                let chosen = input.get_untracked().and_then(|input| input.files()?.get(0));
                if let Some(file) = chosen {
                    on_file.run(file);
                }
            }
        />
        <button
            class="button small"
            disabled=move || busy.get()
            data-testid=testid
            on:click=move |_| {
                if let Some(input) = input.get_untracked() {
                    // The same file may be chosen again after it was corrected.
                    input.set_value("");
                    input.click();
                }
            }
        >
            {icon(Icon::Upload)}
            {label}
        </button>
    }
}
