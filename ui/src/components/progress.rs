//! Long work: how far it is, in a bar and in words.

use leptos::prelude::*;

use crate::labels::Say;

/// `part` from 0 to 1; none while nobody knows.
#[component]
pub fn Progress(
    say: Say,
    #[prop(into)] part: Option<f64>,
    #[prop(into)] words: String,
    testid: &'static str,
) -> impl IntoView {
    let percent = part.map(|part| (part.clamp(0.0, 1.0) * 100.0).round());
    view! {
        <div class="progress" data-testid=testid>
            <div
                class="progress-bar"
                class:unknown=percent.is_none()
                role="progressbar"
                aria-label=say.progress()
                aria-valuemin="0"
                aria-valuemax="100"
                aria-valuenow=percent.map(|percent| percent.to_string())
                aria-valuetext=words.clone()
            >
                <span style:width=percent.map(|percent| format!("{percent}%"))></span>
            </div>
            <p>{words}</p>
        </div>
    }
}
