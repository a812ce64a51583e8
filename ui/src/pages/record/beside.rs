//! What stands in place of the form and beside it: the number of what was recorded, and the other
//! recordings that were begun.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::compose::{Draft, DraftKind};
use tanggap_ipc::record::Recorded;
use wasm_bindgen_futures::JsFuture;

use super::View;
use super::form::Form;
use crate::icons::{Icon, icon};

/// The number to give to the citizen, large enough to read out.
#[component]
pub fn Done(view: View, recorded: Recorded) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let number = recorded.tracking_id.to_string();
    let copied = number.clone();
    let id = recorded.complaint;
    let copy = move |_| {
        let written = window().navigator().clipboard().write_text(&copied);
        spawn_local(async move {
            match JsFuture::from(written).await {
                Ok(_) => state.tell(say.copied()),
                Err(_) => state.tell(say.because_not_copied()),
            }
        });
    };
    view! {
        <section class="record-done" data-testid="record-done">
            <span class="record-mark">{icon(Icon::Done)}</span>
            <h1>{say.recorded()}</h1>
            <p class="record-number" data-testid="record-number">{number}</p>
            <p>{say.recorded_about()}</p>
            <p class="quiet">{say.recorded_waiting()}</p>
            <div class="button-row">
                <button class="button" data-testid="record-copy" on:click=copy>
                    {icon(Icon::Copy)}
                    {say.recorded_copy()}
                </button>
                <button class="button" data-testid="record-open" on:click=move |_| state.show(id)>
                    {say.recorded_open()}
                </button>
                <button
                    class="button primary"
                    autofocus
                    data-testid="record-again"
                    on:click=move |_| view.start_over()
                >
                    {icon(Icon::Plus)}
                    {say.recorded_again()}
                </button>
            </div>
        </section>
    }
}

/// Other recordings that were begun, or came back.
#[component]
pub fn Beside(view: View) -> impl IntoView {
    let say = view.say;
    let beside = Memo::new(move |_| {
        let here = view.source.get();
        view.beside.with(|drafts| {
            drafts
                .iter()
                .filter(|draft| draft.source != here)
                .cloned()
                .collect::<Vec<Draft>>()
        })
    });
    view! {
        <Show when=move || beside.with(|beside| !beside.is_empty())>
            <ul class="drafts-kept" aria-label=say.record_drafts() data-testid="drafts-kept">
                {move || {
                    beside
                        .get()
                        .into_iter()
                        .map(|draft| {
                            let title = Form::of_draft(&draft, say).title;
                            view! {
                                <li>
                                    <button
                                        class="button small"
                                        data-testid="draft-kept"
                                        on:click=move |_| view.switch(draft.clone())
                                    >
                                        {say.draft_kind(DraftKind::Record)}
                                        " · "
                                        <span dir="auto">{title}</span>
                                    </button>
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}
