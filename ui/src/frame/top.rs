//! The top bar: search, sync pill, notices, date and office clock, who and where.

use leptos::prelude::*;
use tanggap_ipc::frame::SyncState;

use crate::format::badge;
use crate::frame::search::Search;
use crate::icons::{Icon, icon};
use crate::pages::Page;
use crate::state::{Panel, say, state};

#[component]
pub fn TopBar() -> impl IntoView {
    let (state, say) = (state(), say());
    let minute = Memo::new(move |_| {
        let now = state.now.get();
        (say.today(now), say.time_with_zone(now))
    });
    let unread = Memo::new(move |_| state.frame.with(|frame| frame.unread_notices));
    let practice = Memo::new(move |_| state.frame.with(|frame| frame.practice));
    let office = Memo::new(move |_| state.settings.with(|settings| settings.office.clone()));
    let who = Memo::new(move |_| {
        state.frame.with(|frame| {
            let mut lines: Vec<String> = frame.officer.iter().cloned().collect();
            lines.extend(frame.scope_names.iter().cloned());
            lines.join(" · ")
        })
    });
    view! {
        <header class="top">
            <span class="wordmark">"tanggap"<b>"!"</b></span>
            <Show when=move || practice.get()>
                <span class="practice-mark" data-testid="practice-mark">
                    {icon(Icon::Practice)}
                    {say.practice_mark()}
                </span>
                <button
                    class="button small"
                    data-testid="practice-end"
                    on:click=move |_| state.panel.set(Panel::EndPractice)
                >
                    {say.practice_end()}
                </button>
            </Show>
            <Search />
            <SyncPill />
            <button
                class="ghost bell"
                aria-label=move || {
                    format!("{}, {}", say.notices(), say.notices_unread(unread.get()))
                }
                title=say.notices()
                data-testid="notices"
                on:click=move |_| state.panel.set(Panel::Notices)
            >
                {icon(Icon::Bell)}
                <Show when=move || { unread.get() > 0 }>
                    <span class="bell-count">{move || badge(unread.get())}</span>
                </Show>
            </button>
            <span class="clock" data-testid="office-clock">
                {move || minute.get().0}
                " · "
                <b>{move || minute.get().1}</b>
            </span>
            <button
                class="who"
                title=move || who.get()
                data-testid="who"
                on:click=move |_| state.page.set(Page::Settings)
            >
                {icon(Icon::Person)}
                <span dir="auto">{move || office.get()}</span>
            </button>
        </header>
    }
}

#[component]
fn SyncPill() -> impl IntoView {
    let (state, say) = (state(), say());
    let tone = Memo::new(move |_| {
        state.frame.with(|frame| match frame.sync {
            SyncState::UpToDate if frame.attention > 0 => "attention",
            SyncState::UpToDate | SyncState::Syncing => "good",
            SyncState::Connecting | SyncState::FirstSync { .. } | SyncState::Standalone => "calm",
            SyncState::Offline { .. } | SyncState::CaptivePortal => "away",
            SyncState::NeedsLogin | SyncState::TooOld | SyncState::OwnHubClosed { .. } => {
                "attention"
            }
        })
    });
    let words = Memo::new(move |_| {
        state.frame.with(|frame| {
            let mut words = say.sync_state(&frame.sync);
            if matches!(frame.sync, SyncState::UpToDate)
                && let Some(at) = frame.synced_at
            {
                words = format!("{words} {}", say.lately(at, state.now.get()));
            }
            if frame.attention > 0 {
                words = format!("{words} · {}", say.sync_attention(frame.attention));
            }
            if frame.waiting > 0 {
                words = format!("{words} · {}", say.sync_waiting(frame.waiting));
            }
            words
        })
    });
    view! {
        <button
            class=move || format!("pill {}", tone.get())
            data-testid="sync-pill"
            title=move || state.frame.with(|frame| say.sync_explained(&frame.sync))
            aria-label=move || format!("{}. {}", words.get(), say.command_outbox())
            on:click=move |_| state.panel.set(Panel::Outbox)
        >
            {move || {
                if tone.get() == "away" {
                    icon(Icon::CloudOff).into_any()
                } else {
                    view! { <span class="dot" aria-hidden="true"></span> }.into_any()
                }
            }}
            <span>{move || words.get()}</span>
        </button>
    }
}
