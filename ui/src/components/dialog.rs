//! A modal dialog on the platform's own `<dialog>`: focus stays inside, Escape closes.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::icons::{Icon, icon};
use crate::labels::Say;

#[component]
pub fn Dialog(
    say: Say,
    #[prop(into)] title: String,
    testid: &'static str,
    on_close: Callback<()>,
    #[prop(optional)] wide: bool,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    // Focus returns to where it was, once the dialog goes.
    let before = document()
        .active_element()
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let before = StoredValue::new_local(before);
    on_cleanup(move || {
        if let Some(Some(element)) = before.try_get_value() {
            // It may have gone from the page meanwhile.
            drop(element.focus());
        }
    });
    Effect::new(move |_| {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
            && dialog.show_modal().is_err()
        {
            dialog.set_open(true);
        }
    });
    let (heading, named_by) = (format!("{testid}-title"), format!("{testid}-title"));
    view! {
        <dialog
            class="dialog"
            class:wide=wide
            node_ref=dialog
            aria-labelledby=named_by
            data-testid=testid
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:click=move |event| {
                // A click on the backdrop has the dialog itself as its target.
                let backdrop = dialog
                    .get_untracked()
                    .is_some_and(|dialog| {
                        event.target().is_some_and(|target| target == *AsRef::<web_sys::EventTarget>::as_ref(&dialog))
                    });
                if backdrop {
                    on_close.run(());
                }
            }
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id=heading>{title}</h2>
                    <button
                        type="button"
                        class="ghost"
                        aria-label=say.close()
                        data-testid="dialog-close"
                        on:click=move |_| on_close.run(())
                    >
                        {icon(Icon::Close)}
                    </button>
                </header>
                {children()}
            </div>
        </dialog>
    }
}
