//! Empty, loading and broken: every page has all three.

use std::time::Duration;

use leptos::prelude::*;
use tanggap_ipc::Error;

use crate::icons::{Icon, icon};
use crate::labels::Say;

/// Nothing to show, and the next step.
#[component]
pub fn Empty(
    title: &'static str,
    #[prop(optional)] next: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty" data-testid="empty">
            <p class="empty-title">{title}</p>
            {(!next.is_empty()).then(|| view! { <p>{next}</p> })}
            {children.map(|children| children())}
        </div>
    }
}

/// What went wrong, what is safe, and a way on.
#[component]
pub fn Failure(
    say: Say,
    error: Error,
    #[prop(optional, into)] on_retry: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="failure" role="alert" data-testid="failure">
            {icon(Icon::Warning)}
            <div>
                <p>{say.error(&error)}</p>
                {error
                    .detail
                    .clone()
                    .map(|detail| {
                        view! {
                            <details class="technical">
                                <summary>{say.technical()}</summary>
                                <p lang="en">{detail}</p>
                            </details>
                        }
                    })}
                {on_retry
                    .map(|retry| {
                        view! {
                            <button class="button" data-testid="retry" on:click=move |_| retry.run(())>
                                {say.retry()}
                            </button>
                        }
                    })}
            </div>
        </div>
    }
}

/// Grey lines where text will be; shown only when it takes longer than 150 ms.
#[component]
pub fn Skeleton(say: Say, #[prop(default = 4)] lines: usize) -> impl IntoView {
    let late = RwSignal::new(false);
    let waiting = set_timeout_with_handle(move || late.set(true), Duration::from_millis(150));
    on_cleanup(move || {
        if let Ok(waiting) = waiting {
            waiting.clear();
        }
    });
    view! {
        <Show when=move || late.get()>
            <div class="skeleton" role="status" aria-label=say.loading() data-testid="skeleton">
                {(0..lines).map(|_| view! { <span></span> }).collect_view()}
            </div>
        </Show>
    }
}
