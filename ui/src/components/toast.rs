//! Messages at the bottom: what was done, and the way back while there is one.

use leptos::prelude::*;

use crate::icons::{Icon, icon};
use crate::labels::Say;

/// A sentence that can be put away. Errors stay until then; their page says how long others do.
#[component]
pub fn Message(say: Say, text: String, is_error: bool, on_close: Callback<()>) -> impl IntoView {
    view! {
        <div
            class="toast"
            class:error=is_error
            role=if is_error { "alert" } else { "status" }
            data-testid=if is_error { "toast-error" } else { "toast" }
        >
            {icon(if is_error { Icon::Warning } else { Icon::Check })}
            <span dir="auto">{text}</span>
            <button class="ghost" aria-label=say.close() on:click=move |_| on_close.run(())>
                {icon(Icon::Close)}
            </button>
        </div>
    }
}

/// The last action with its way back.
#[component]
pub fn UndoBar(
    say: Say,
    #[prop(into)] text: Signal<String>,
    on_undo: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="toast undo" role="status" data-testid="undo-bar">
            {icon(Icon::Check)}
            <span>{text}</span>
            <button class="button small" data-testid="undo" on:click=move |_| on_undo.run(())>
                {icon(Icon::Undo)}
                {say.undo()}
                <kbd>"U"</kbd>
            </button>
        </div>
    }
}
