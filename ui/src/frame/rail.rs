//! The rail: one button a page, with what waits there.

use leptos::prelude::*;

use crate::format::badge;
use crate::icons::icon;
use crate::pages::Page;
use crate::state::{say, state};

#[component]
pub fn Rail() -> impl IntoView {
    let say = say();
    view! {
        <nav class="rail" aria-label=say.nav()>
            {Page::ALL.iter().map(|page| view! { <Item page=*page /> }).collect_view()}
        </nav>
    }
}

#[component]
fn Item(page: Page) -> impl IntoView {
    let (state, say) = (state(), say());
    let row = page.descriptor();
    let count = Memo::new(move |_| {
        let counted = row.badge.as_ref().map(|badge| badge.count);
        counted.map_or(0, |count| state.frame.with(count))
    });
    let in_words = move || {
        let words = row.badge.as_ref().map(|badge| badge.words);
        words.map(|words| words(say, count.get()))
    };
    view! {
        <button
            class="rail-item"
            class:last=page == Page::Settings
            aria-current=move || (state.page.get() == page).then_some("page")
            data-testid=format!("rail-{}", row.code)
            on:click=move |_| state.page.set(page)
        >
            {icon(row.icon)}
            <span>{(row.on_rail)(say)}</span>
            <Show when=move || { count.get() > 0 }>
                <span class="rail-count" title=in_words aria-label=in_words>
                    {move || badge(count.get())}
                </span>
            </Show>
        </button>
    }
}
