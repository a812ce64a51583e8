//! The rail: one button a page, with what waits there.

use leptos::prelude::*;

use crate::frame::keys::page_code;
use crate::icons::{Icon, icon};
use crate::state::{Page, say, state};

#[component]
pub fn Rail() -> impl IntoView {
    let say = say();
    view! {
        <nav class="rail" aria-label=say.nav()>
            {Page::ALL.into_iter().map(|page| view! { <Item page /> }).collect_view()}
        </nav>
    }
}

#[component]
fn Item(page: Page) -> impl IntoView {
    let (state, say) = (state(), say());
    let (drawing, label) = match page {
        Page::Inbox => (Icon::Inbox, say.nav_inbox()),
        Page::Map => (Icon::Map, say.nav_map()),
        Page::Deadlines => (Icon::Deadlines, say.nav_deadlines()),
        Page::Record => (Icon::Record, say.nav_record()),
        Page::Settings => (Icon::Settings, say.nav_settings()),
    };
    let count = Memo::new(move |_| {
        state.frame.with(|frame| match page {
            Page::Inbox => frame.counts.to_do,
            Page::Deadlines => frame.counts.overdue,
            Page::Map | Page::Record | Page::Settings => 0,
        })
    });
    let in_words = move || match page {
        Page::Inbox => say.nav_to_do(count.get()),
        _ => say.nav_overdue(count.get()),
    };
    let short = move || match count.get() {
        count @ 0..=999 => count.to_string(),
        _ => "999+".to_owned(),
    };
    view! {
        <button
            class="rail-item"
            class:last=page == Page::Settings
            aria-current=move || (state.page.get() == page).then_some("page")
            data-testid=format!("rail-{}", page_code(page))
            on:click=move |_| state.page.set(page)
        >
            {icon(drawing)}
            <span>{label}</span>
            <Show when=move || { count.get() > 0 }>
                <span class="rail-count" title=in_words aria-label=in_words>
                    {short}
                </span>
            </Show>
        </button>
    }
}
