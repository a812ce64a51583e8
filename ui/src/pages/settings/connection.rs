//! The hub: who we are there, how it stands, connecting and disconnecting.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::boot::{HubDisconnect, Moved, PRACTICE_HUB, PracticeStart};
use tanggap_ipc::frame::{GetFrameStatus, SyncNow};

use super::View;
use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::shared::connect::{ConnectForm, connected_words};
use crate::state::Panel;

#[component]
pub(super) fn Connection(view: View) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let hub = Memo::new(move |_| state.frame.with(|frame| frame.hub.clone()));
    let changing = RwSignal::new(false);
    let moved = RwSignal::new(None::<Moved>);
    // The frame's own news may come a little later.
    let refresh = move || {
        spawn_local(async move {
            if let Ok(frame) = call(&GetFrameStatus).await {
                state.take_frame(frame);
            }
        });
    };
    let connected = Callback::new(move |connected: tanggap_ipc::boot::Connected| {
        changing.set(false);
        state.tell(connected_words(say, &connected));
        moved.set(connected.moved.clone());
        // What waits for others is seen and decided before anything else.
        if !connected.others.is_empty() {
            state.panel.set(Panel::Outbox);
        }
        refresh();
    });
    view! {
        <div class="form" data-testid="section-connection">
            <Brought view moved />
            <Alone view />
            {move || match hub.get() {
                Some(hub) if !changing.get() => {
                    view! { <Connected view hub changing on_gone=Callback::new(move |()| refresh()) /> }.into_any()
                }
                known => {
                    view! {
                        <ConnectForm on_connected=connected />
                        {if known.is_some() {
                            view! {
                                <button class="link" on:click=move |_| changing.set(false)>
                                    {say.cancel()}
                                </button>
                            }
                                .into_any()
                        } else {
                            view! { <Practice view on_connected=connected /> }.into_any()
                        }}
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// What came along with the desk: to be read in peace, until the section is left.
#[component]
fn Brought(view: View, moved: RwSignal<Option<Moved>>) -> impl IntoView {
    let (state, language) = (view.state, view.say.language);
    // Once disconnected, it is there no more that it was brought to.
    let there = Memo::new(move |_| state.frame.with(|frame| frame.hub.is_some()));
    move || {
        let moved = moved.get().filter(|_| there.get())?;
        let said = tanggap_wording::moved(&moved, language);
        let said = said
            .into_iter()
            .map(|sentence| view! { <p dir="auto">{sentence}</p> });
        Some(view! {
            <div class="good" role="status" data-testid="moved">{said.collect_view()}</div>
        })
    }
}

/// What is on this computer only, before it is connected.
#[component]
fn Alone(view: View) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    move || {
        let (copy, all, alone) = state.frame.with(|frame| {
            let copy = frame.copy_of.clone();
            (copy, frame.counts.all, frame.hub.is_none())
        });
        let copy = copy.map(|copy| {
            let said = say.copy_of(&copy.hub, &say.date_time(copy.at));
            view! { <p class="warning" data-testid="copy-of">{icon(Icon::Warning)} {said}</p> }
        });
        let along = (alone && all > 0).then(|| {
            view! { <p data-testid="moves-along">{say.moves_along(all)}</p> }
        });
        view! { {copy} {along} }
    }
}

#[component]
fn Connected(
    view: View,
    hub: String,
    changing: RwSignal<bool>,
    on_gone: Callback<()>,
) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let asking = RwSignal::new(false);
    let sync = move |_| {
        spawn_local(async move {
            if let Err(error) = call(&SyncNow).await {
                state.tell_error(say, &error);
            }
        });
    };
    let practises = move || state.frame.with(|frame| frame.practice);
    let scopes = move || {
        state.frame.with(|frame| {
            if frame.scope_names.is_empty() {
                say.hub_scopes_none().to_owned()
            } else {
                frame.scope_names.join(", ")
            }
        })
    };
    view! {
        <dl class="facts-list">
            <dt>{say.connection_hub()}</dt>
            <dd data-testid="connection-hub">
                {if hub == PRACTICE_HUB { say.practice_hub().to_owned() } else { hub }}
            </dd>
            <dt>{say.connection_officer()}</dt>
            <dd data-testid="connection-officer" dir="auto">
                {move || state.frame.with(|frame| frame.officer.clone())}
            </dd>
            <dt>{say.connection_scopes()}</dt>
            <dd>{scopes}</dd>
            <dt>{say.connection_state()}</dt>
            <dd data-testid="connection-state">
                {move || state.frame.with(|frame| say.sync_state(&frame.sync))}
                ". "
                {move || state.frame.with(|frame| say.sync_explained(&frame.sync))}
            </dd>
        </dl>
        <div class="button-row">
            <button class="button" data-testid="connection-sync" on:click=sync>
                {icon(Icon::Sync)}
                {say.connection_sync()}
            </button>
            <button class="button" data-testid="connection-change" on:click=move |_| changing.set(true)>
                {icon(Icon::Key)}
                {say.connection_again()}
            </button>
            <button class="button danger" data-testid="disconnect" on:click=move |_| asking.set(true)>
                {move || if practises() { say.practice_end() } else { say.disconnect() }}
            </button>
        </div>
        <Show when=move || asking.get()>
            <Disconnect view asking on_gone />
        </Show>
    }
}

#[component]
fn Disconnect(view: View, asking: RwSignal<bool>, on_gone: Callback<()>) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let (waiting, practises) = state
        .frame
        .with_untracked(|frame| (frame.waiting, frame.practice));
    let (title, about, done) = if practises {
        (
            say.practice_end(),
            say.practice_end_about(),
            say.practice_ended(),
        )
    } else {
        (say.disconnect(), say.disconnect_about(), say.disconnected())
    };
    let go = move |_| {
        spawn_local(async move {
            match call(&HubDisconnect).await {
                Ok(()) => {
                    state.tell(done);
                    // The section may be left already.
                    on_gone.try_run(());
                }
                Err(error) => state.tell_error(say, &error),
            }
            asking.try_set(false);
        });
    };
    view! {
        <Dialog
            say
            title=title
            testid="disconnect-dialog"
            on_close=Callback::new(move |()| asking.set(false))
        >
            <p class="dialog-about">{about}</p>
            {(waiting > 0 && !practises)
                .then(|| {
                    view! {
                        <p class="warning">{icon(Icon::Warning)} {say.disconnect_waiting(waiting)}</p>
                    }
                })}
            <div class="dialog-foot">
                <button class="button" on:click=move |_| asking.set(false)>{say.cancel()}</button>
                <button class="button danger" data-testid="disconnect-confirm" on:click=go>
                    {title}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Practice(view: View, on_connected: Callback<tanggap_ipc::boot::Connected>) -> impl IntoView {
    let say = view.say;
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<Error>);
    let start = move |_| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let reply = call(&PracticeStart).await;
            // The frame tells of practice before the reply comes, and this part may be gone by then.
            busy.try_set(false);
            match reply {
                Ok(connected) => {
                    on_connected.try_run(connected);
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
        });
    };
    view! {
        <div class="settings-aside">
            <p>{say.practice_about()}</p>
            <button class="button" disabled=move || busy.get() data-testid="practice-start" on:click=start>
                {icon(Icon::Practice)}
                {move || if busy.get() { say.start_practice_wait() } else { say.start_practice_run() }}
            </button>
            {move || error.get().map(|error| view! { <Failure say error /> })}
        </div>
    }
}
