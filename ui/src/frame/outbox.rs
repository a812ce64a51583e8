//! The outbox: what the hub does not have yet, what came back, and what waits for somebody else.

mod others;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::compose::Withdraw;
use tanggap_ipc::frame::{SyncNow, SyncState};
use tanggap_ipc::outbox::{List, OutboxRow, OutboxState};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::{Failure, Skeleton};
use crate::frame::outbox::others::{OthersChanges, OthersDraftsLeft};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::shared::returned::{ReturnedButtons, then};
use crate::state::{Panel, is_reached, say, state};

#[component]
pub fn Outbox() -> impl IntoView {
    let (state, say) = (state(), say());
    let rows = RwSignal::new(None::<Result<Vec<OutboxRow>, Error>>);
    let read = move || {
        spawn_local(async move {
            let reply = call(&List).await;
            rows.try_set(Some(reply));
        });
    };
    Effect::new(move |_| {
        state.outbox_changed.track();
        read();
    });
    let sync = move |_| {
        spawn_local(async move {
            if let Err(error) = call(&SyncNow).await {
                state.tell_error(say, &error);
            }
        });
    };
    let is_standalone = Memo::new(move |_| {
        state
            .frame
            .with(|frame| frame.sync == SyncState::Standalone)
    });
    view! {
        <Dialog
            say
            title=say.outbox()
            testid="outbox"
            wide=true
            on_close=Callback::new(move |()| state.panel.set(Panel::None))
        >
            <div class="outbox-state">
                <p>
                    {move || state.frame.with(|frame| say.sync_explained(&frame.sync))}
                    " "
                    {move || {
                        state.frame.with(|frame| match (&frame.sync, frame.synced_at) {
                            (SyncState::Offline { retry_at: Some(at) }, _) => {
                                Some(say.sync_retry(&say.time(*at)))
                            }
                            (_, Some(at)) => Some(say.sync_last(&say.lately(at, state.now.get()))),
                            (_, None) => None,
                        })
                    }}
                </p>
                <Show when=move || !is_standalone.get()>
                    <button class="button" data-testid="sync-now" on:click=sync>
                        {icon(Icon::Sync)}
                        {say.command_sync()}
                    </button>
                </Show>
            </div>
            {move || match rows.get() {
                None => view! { <Skeleton say /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(rows)) if rows.is_empty() => {
                    let words = if is_standalone.get() {
                        say.outbox_empty_standalone()
                    } else {
                        say.outbox_empty()
                    };
                    view! { <p class="empty" data-testid="outbox-empty">{words}</p> }.into_any()
                }
                Some(Ok(rows)) => {
                    let (own, of_others): (Vec<OutboxRow>, Vec<OutboxRow>) =
                        rows.into_iter().partition(|row| row.of.is_none());
                    view! {
                        <ul class="outbox-rows">
                            {own.into_iter().map(|row| view! { <OutboxLine row /> }).collect_view()}
                        </ul>
                        <OthersChanges rows=of_others />
                    }
                        .into_any()
                }
            }}
            <OthersDraftsLeft />
        </Dialog>
    }
}

#[component]
fn OutboxLine(row: OutboxRow) -> impl IntoView {
    let (state, say) = (state(), say());
    let tone = match row.state {
        OutboxState::Attention { .. } => "over",
        OutboxState::Held { .. } => "warn",
        OutboxState::Queued => "paused",
    };
    let (op, complaint) = (row.op, row.complaint);
    let in_words = match row.behind {
        Some(_) => say.outbox_behind().to_owned(),
        None => {
            let (reached, standalone) = state.frame.with_untracked(|frame| {
                (is_reached(&frame.sync), frame.sync == SyncState::Standalone)
            });
            match row.state {
                // Nothing is on its way anywhere: nobody will confirm it.
                OutboxState::Queued if standalone => say.outbox_kept().to_owned(),
                _ => state_in_words(&row.state, reached, say),
            }
        }
    };
    let buttons = match row.state {
        OutboxState::Held { .. } => view! {
            <button
                class="button small"
                data-testid="outbox-withdraw"
                on:click=move |_| then(state, say, async move {
                    call(&Withdraw { op }).await?;
                    state.undo.set(None);
                    Ok(())
                })
            >
                {say.outbox_withdraw()}
            </button>
        }
        .into_any(),
        OutboxState::Attention { .. } => {
            view! { <ReturnedButtons op complaint kind=row.kind.clone() /> }.into_any()
        }
        OutboxState::Queued => ().into_any(),
    };
    view! {
        <li class="outbox-row" data-testid="outbox-row" data-state=tone>
            <div class="outbox-what">
                <b>{say.change(&row.kind)}</b>
                <span class="number">{row.number()}</span>
                <button
                    class="link outbox-title"
                    dir="auto"
                    title=say.outbox_open()
                    data-testid="outbox-open"
                    on:click=move |_| state.show(complaint)
                >
                    {row.title}
                </button>
            </div>
            {row.text.map(|text| view! { <p class="outbox-text" dir="auto">{first_line(&text)}</p> })}
            <div class="outbox-foot">
                <span class=format!("badge {tone}") data-testid="outbox-state">{in_words}</span>
                <span class="quiet">
                    {move || say.lately(row.created_at, state.now.get())}
                </span>
                <span class="spring"></span>
                {buttons}
            </div>
        </li>
    }
}

/// `reached`: the hub answers, so that what waits may have reached it.
fn state_in_words(state: &OutboxState, reached: bool, say: Say) -> String {
    match state {
        OutboxState::Held { until } => say.outbox_held(&say.time(*until)),
        OutboxState::Queued if reached => say.outbox_queued().to_owned(),
        OutboxState::Queued => say.outbox_not_left().to_owned(),
        OutboxState::Attention { refused, .. } => say.refused(refused),
    }
}

pub(super) fn first_line(text: &str) -> String {
    text.chars().take(240).collect()
}
