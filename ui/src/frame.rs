//! What surrounds every page: rail, top bar, bottom bar, and the panels and messages over them.

pub mod keys;
mod likely;
pub mod outbox;
mod practice;
mod rail;
mod search;
mod top;

use std::time::Duration;

use leptos::prelude::*;
use tanggap_ipc::frame::SyncState;

use crate::act;
use crate::components::toast::{Message, UndoBar};
use crate::icons::{Icon, icon};
use crate::pages::notices::NoticesPanel;
use crate::state::{Panel, say, state};

#[component]
pub fn Frame() -> impl IntoView {
    let state = state();
    let shortcuts = window_event_listener(leptos::ev::keydown, move |event| {
        keys::global(&event, state)
    });
    on_cleanup(move || shortcuts.remove());
    let page = Memo::new(move |_| state.page.get());
    let practising = Memo::new(move |_| state.frame.with(|frame| frame.practice));
    view! {
        <div class="frame" class:practice=move || practising.get()>
            <top::TopBar />
            <rail::Rail />
            <main class="page" data-testid="page" data-page=move || page.get().descriptor().code>
                {move || (page.get().descriptor().view)()}
            </main>
            <BottomBar />
        </div>
        {move || match state.panel.get() {
            Panel::None => ().into_any(),
            Panel::Outbox => view! { <outbox::Outbox /> }.into_any(),
            Panel::Notices => view! { <NoticesPanel /> }.into_any(),
            Panel::Likely => view! { <likely::LikelyList /> }.into_any(),
            Panel::Keys => view! { <keys::KeyList /> }.into_any(),
            Panel::EndPractice => view! { <practice::EndPractice /> }.into_any(),
        }}
        <Messages />
    }
}

#[component]
fn BottomBar() -> impl IntoView {
    let (state, say) = (state(), say());
    // Something stands between this desk and the hub; what that is.
    let away = Memo::new(move |_| {
        state.frame.with(|frame| match frame.sync {
            SyncState::Standalone => Some(say.standalone()),
            SyncState::OwnHubClosed { .. } => Some(say.sync_own_closed()),
            SyncState::Connecting => Some(say.sync_connecting()),
            SyncState::Offline { .. } => Some(say.hub_away()),
            SyncState::CaptivePortal => Some(say.sync_portal()),
            SyncState::NeedsLogin => Some(say.sync_login()),
            SyncState::TooOld => Some(say.sync_too_old()),
            SyncState::FirstSync { .. } | SyncState::Syncing | SyncState::UpToDate => None,
        })
    });
    let counts = Memo::new(move |_| state.frame.with(|frame| frame.counts));
    let rose_again = Memo::new(move |_| state.frame.with(|frame| frame.breakdowns));
    view! {
        <footer class="bottom">
            <span data-testid="connection">
                <span class="dot" class:away=move || away.get().is_some() aria-hidden="true"></span>
                {move || away.get().unwrap_or(say.connected())}
            </span>
            <span data-testid="count-local">{move || say.local_complaints(counts.get().all)}</span>
            <span data-testid="count-followed-up">
                {move || say.followed_up(counts.get().followed_up_permille)}
            </span>
            <Show when=move || { rose_again.get() > 0 }>
                <span data-testid="rose-again" title=say.rose_again_about()>
                    {move || say.rose_again(rose_again.get())}
                    <span class="visually-hidden">". " {say.rose_again_about()}</span>
                </span>
            </Show>
            <button
                class="ghost keys"
                data-testid="show-keys"
                on:click=move |_| state.panel.set(Panel::Keys)
            >
                <kbd>"?"</kbd>
                {say.keys()}
            </button>
        </footer>
    }
}

/// The last action with its way back, and the last sentence.
#[component]
fn Messages() -> impl IntoView {
    let (state, say) = (state(), say());
    // A good message leaves by itself; an error waits to be read.
    Effect::new(move |pending: Option<Option<TimeoutHandle>>| {
        if let Some(Some(pending)) = pending {
            pending.clear();
        }
        let leaves = state
            .toast
            .with(|toast| toast.as_ref().is_some_and(|it| !it.is_error));
        leaves
            .then(|| {
                set_timeout_with_handle(move || state.toast.set(None), Duration::from_secs(6)).ok()
            })
            .flatten()
    });
    let seconds_left = Memo::new(move |_| {
        state.undo.with(|undo| {
            let left = undo.as_ref()?.until - state.now.get();
            Some((left.num_milliseconds() + 999) / 1000)
        })
    });
    Effect::new(move |_| {
        if seconds_left.get().is_some_and(|left| left <= 0) {
            state.undo.set(None);
        }
    });
    let undo_text = move || {
        state.undo.with(|undo| match undo {
            Some(undo) if undo.is_reply => {
                say.undo_reply(&undo.number, seconds_left.get().unwrap_or_default().max(0))
            }
            Some(undo) => say.undo_done(&undo.what, &undo.number),
            None => String::new(),
        })
    };
    let undoable = Memo::new(move |_| state.undo.with(Option::is_some));
    view! {
        <div class="messages">
            {move || {
                state
                    .toast
                    .get()
                    .map(|toast| {
                        view! {
                            <Message
                                say
                                text=toast.text
                                is_error=toast.is_error
                                on_close=Callback::new(move |()| state.toast.set(None))
                            />
                        }
                    })
            }}
            <Show when=move || undoable.get()>
                <UndoBar
                    say
                    text=Signal::derive(undo_text)
                    on_undo=Callback::new(move |()| act::undo(state, say))
                />
            </Show>
            <Show when=move || state.frame.with(|frame| frame.clock_off_s.is_some())>
                <p class="toast warn" role="status" data-testid="clock-off">
                    {icon(Icon::Warning)}
                    {move || {
                        state.frame.with(|frame| frame.clock_off_s.map(|seconds| say.clock_off(seconds)))
                    }}
                </p>
            </Show>
        </div>
    }
}
