//! What others did since a reply was begun, beside the reply itself: said before it is sent.

use leptos::prelude::*;
use tanggap_ipc::compose::Before;

use crate::icons::{Icon, icon};
use crate::pages::inbox::editor::sheet::Sheet;
use crate::pages::inbox::returned::Theirs;
use crate::state::say;

#[component]
pub fn Told(
    sheet: Sheet,
    before: Before,
    on_back: Callback<()>,
    on_send: Callback<()>,
) -> impl IntoView {
    let say = say();
    let Before { replies, same } = before;
    let part = |heading: &'static str, events: Vec<tanggap_domain::event::Event>| {
        (!events.is_empty()).then(|| {
            view! {
                <h2 class="heading">{heading}</h2>
                {events.into_iter().map(|event| view! { <Theirs event /> }).collect_view()}
            }
        })
    };
    view! {
        <section class="conflict" role="alert" data-testid="reply-before">
            <div class="conflict-head">{icon(Icon::Warning)} <b>{say.before_title()}</b></div>
            <div class="conflict-sides">
                <div data-testid="before-mine">
                    <h2 class="heading">{say.before_mine()}</h2>
                    <p dir="auto" class="long-text">{move || sheet.text.get()}</p>
                </div>
                <div data-testid="before-theirs">
                    {part(say.before_replies(), replies)}
                    {part(say.before_same(), same.into_iter().collect())}
                </div>
            </div>
            <div class="conflict-foot">
                <button class="button small" data-testid="before-back" on:click=move |_| on_back.run(())>
                    {say.before_back()}
                </button>
                <button class="button small" data-testid="before-send" on:click=move |_| on_send.run(())>
                    {say.before_anyway()}
                </button>
            </div>
        </section>
    }
}
