//! The rail: one button a page, with what waits there.

use leptos::prelude::*;

use crate::format::badge;
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
    let drawing = match page {
        Page::Inbox => Icon::Inbox,
        Page::Map => Icon::Map,
        Page::Deadlines => Icon::Deadlines,
        Page::Notices => Icon::Bell,
        Page::Record => Icon::Record,
        Page::Settings => Icon::Settings,
    };
    let label = match page {
        Page::Notices => say.notices_on_rail(),
        page => say.page(page),
    };
    let count = Memo::new(move |_| {
        state.frame.with(|frame| match page {
            Page::Inbox => frame.counts.to_do,
            Page::Deadlines => frame.counts.overdue,
            Page::Notices => frame.unread_notices,
            Page::Map | Page::Record | Page::Settings => 0,
        })
    });
    let in_words = move || match page {
        Page::Inbox => say.nav_to_do(count.get()),
        Page::Notices => say.notices_unread(count.get()),
        _ => say.nav_overdue(count.get()),
    };
    view! {
        <button
            class="rail-item"
            class:last=page == Page::Settings
            aria-current=move || (state.page.get() == page).then_some("page")
            data-testid=format!("rail-{}", page.code())
            on:click=move |_| state.page.set(page)
        >
            {icon(drawing)}
            <span>{label}</span>
            <Show when=move || { count.get() > 0 }>
                <span class="rail-count" title=in_words aria-label=in_words>
                    {move || badge(count.get())}
                </span>
            </Show>
        </button>
    }
}
