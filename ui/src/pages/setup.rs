//! Before the desk is open: first run, the passphrase, and what to do when the data cannot be opened.

mod create;
mod start;

use leptos::context::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::boot::{Boot, BootReply, ProfileUnlock};
use tanggap_ipc::settings::{Language, Theme, Zone};
use tanggap_ipc::{Code, Error};

use crate::call::call;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{dress, say};

#[component]
pub fn Setup(boot: BootReply, answered: Callback<BootReply>) -> impl IntoView {
    let language = RwSignal::new(match &boot {
        BootReply::Locked { language, .. } => *language,
        BootReply::NoProfile { .. } | BootReply::Ready(_) => Language::Id,
    });
    let theme = match &boot {
        BootReply::Locked { theme, .. } => *theme,
        BootReply::NoProfile { .. } | BootReply::Ready(_) => Theme::System,
    };
    Effect::new(move |_| dress(theme, language.get()));
    // What was typed survives a change of language.
    let draft = create::Draft::new(language);
    view! {
        {move || {
            let boot = boot.clone();
            let say = Say { language: language.get(), zone: Zone::Wib };
            view! {
                <Provider value=say>
                    <main class="setup" data-testid="setup">
                        {match boot {
                            BootReply::NoProfile { keychain, version } => {
                                view! { <create::FirstRun keychain version draft answered /> }
                                    .into_any()
                            }
                            BootReply::Locked { error, .. } => {
                                view! { <Locked error answered /> }.into_any()
                            }
                            BootReply::Ready(_) => ().into_any(),
                        }}
                    </main>
                </Provider>
            }
        }}
    }
}

/// Whether another try with a passphrase can help.
fn asks_for_passphrase(error: Option<&Error>) -> bool {
    error.is_none_or(|error| matches!(error.code, Code::WrongKey | Code::PassphraseTooShort))
}

#[component]
fn Locked(error: Option<Error>, answered: Callback<BootReply>) -> impl IntoView {
    let say = say();
    let again = Callback::new(move |()| {
        spawn_local(async move {
            if let Ok(reply) = call(&Boot).await {
                answered.run(reply);
            }
        });
    });
    if asks_for_passphrase(error.as_ref()) {
        return view! { <Unlock error answered /> }.into_any();
    }
    view! {
        <section class="setup-card" data-testid="cannot-open">
            <Wordmark />
            <h1>{say.cannot_open()}</h1>
            {error.map(|error| view! { <Failure say error on_retry=again /> })}
            <p class="quiet">{say.cannot_open_safe()}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Unlock(error: Option<Error>, answered: Callback<BootReply>) -> impl IntoView {
    let say = say();
    let error = RwSignal::new(error);
    let passphrase = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || passphrase.with_untracked(String::is_empty) {
            return;
        }
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let reply = call(&ProfileUnlock {
                passphrase: passphrase.get_untracked(),
            })
            .await;
            if busy.try_set(false).is_some() {
                return;
            }
            passphrase.set(String::new());
            match reply {
                Ok(BootReply::Locked {
                    error: Some(refused),
                    ..
                }) if asks_for_passphrase(Some(&refused)) => error.set(Some(refused)),
                Ok(reply) => answered.run(reply),
                Err(refused) => error.set(Some(refused)),
            }
        });
    };
    view! {
        <form class="setup-card narrow" on:submit=submit data-testid="locked">
            <Wordmark />
            <h1>{icon(Icon::Lock)} {say.locked()}</h1>
            <p class="quiet">{say.locked_about()}</p>
            <label class="field">
                <span>{say.passphrase()}</span>
                <input
                    class="input"
                    type="password"
                    autocomplete="current-password"
                    autofocus
                    data-testid="unlock-passphrase"
                    prop:value=move || passphrase.get()
                    on:input=move |event| passphrase.set(event_target_value(&event))
                />
            </label>
            {move || error.get().map(|error| view! { <Failure say error /> })}
            <div class="form-foot">
                <button class="button primary" type="submit" disabled=move || busy.get() data-testid="unlock">
                    {move || if busy.get() { say.unlocking() } else { say.unlock() }}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Wordmark() -> impl IntoView {
    view! { <p class="wordmark">"tanggap"<b>"!"</b></p> }
}
