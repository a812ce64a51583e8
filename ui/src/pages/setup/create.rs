//! First run: language, office and zone, then the key, then where complaints come from.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::boot::{BootReply, ProfileCreate};
use tanggap_ipc::settings::{Language, Zone};

use super::Wordmark;
use super::start::StartChoices;
use crate::call::call;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::say;

/// Shortest passphrase, in characters; the shell checks again.
const PASSPHRASE_CHARS: usize = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Office,
    Key,
    Start,
}

/// What was typed so far.
#[derive(Clone, Copy)]
pub struct Draft {
    language: RwSignal<Language>,
    step: RwSignal<Step>,
    office: RwSignal<String>,
    zone: RwSignal<Zone>,
    /// Lock with a passphrase although there is a keychain.
    by_passphrase: RwSignal<bool>,
    passphrase: RwSignal<String>,
    again: RwSignal<String>,
    /// The profile is on disk; this is what the shell said of it.
    created: RwSignal<Option<BootReply>>,
}

impl Draft {
    pub fn new(language: RwSignal<Language>) -> Self {
        Self {
            language,
            step: RwSignal::new(Step::Office),
            office: RwSignal::new(String::new()),
            zone: RwSignal::new(Zone::Wib),
            by_passphrase: RwSignal::new(false),
            passphrase: RwSignal::new(String::new()),
            again: RwSignal::new(String::new()),
            created: RwSignal::new(None),
        }
    }
}

#[component]
pub fn FirstRun(
    keychain: bool,
    version: String,
    draft: Draft,
    answered: Callback<BootReply>,
) -> impl IntoView {
    let say = say();
    let steps = [
        (Step::Office, say.step_office()),
        (Step::Key, say.step_key()),
        (Step::Start, say.step_start()),
    ];
    let position = move || {
        let step = draft.step.get();
        steps
            .iter()
            .position(|(other, _)| *other == step)
            .unwrap_or_default()
    };
    view! {
        <section class="setup-card" data-testid="first-run">
            <header class="setup-head">
                <Wordmark />
                <LanguageSwitch draft />
            </header>
            <ol class="setup-steps" aria-label=move || say.step_of(position() + 1, steps.len())>
                {steps
                    .iter()
                    .enumerate()
                    .map(|(number, (_, name))| {
                        view! {
                            <li
                                class:done=move || number.lt(&position())
                                aria-current=move || (number == position()).then_some("step")
                            >
                                <span class="setup-number">
                                    {move || {
                                        if number < position() {
                                            icon(Icon::Check).into_any()
                                        } else {
                                            (number + 1).into_any()
                                        }
                                    }}
                                </span>
                                {*name}
                            </li>
                        }
                    })
                    .collect_view()}
            </ol>
            {move || match draft.step.get() {
                Step::Office => view! { <OfficeStep draft /> }.into_any(),
                Step::Key => view! { <KeyStep draft keychain /> }.into_any(),
                Step::Start => {
                    view! { <StartChoices created=draft.created answered /> }.into_any()
                }
            }}
            <p class="setup-version quiet">{say.version(&version)}</p>
        </section>
    }
}

#[component]
fn LanguageSwitch(draft: Draft) -> impl IntoView {
    let say = say();
    view! {
        <div class="segments" role="group" aria-label=say.language()>
            {[(Language::Id, say.language_id(), "id"), (Language::En, say.language_en(), "en")]
                .map(|(language, name, code)| {
                    view! {
                        <button
                            type="button"
                            lang=code
                            aria-pressed=move || if draft.language.get() == language { "true" } else { "false" }
                            data-testid=format!("setup-language-{code}")
                            on:click=move |_| draft.language.set(language)
                        >
                            {name}
                        </button>
                    }
                })
                .into_iter()
                .collect_view()}
        </div>
    }
}

#[component]
fn OfficeStep(draft: Draft) -> impl IntoView {
    let say = say();
    let missing = RwSignal::new(false);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let empty = draft
            .office
            .with_untracked(|office| office.trim().is_empty());
        missing.set(empty);
        if !empty {
            draft.step.set(Step::Key);
        }
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h1>{say.welcome()}</h1>
            <p class="setup-about">{say.welcome_about()}</p>
            <label class="field">
                <span>{say.office_name()}</span>
                <input
                    class="input"
                    type="text"
                    autocomplete="organization"
                    placeholder=say.office_name_hint()
                    aria-invalid=move || if missing.get() { "true" } else { "false" }
                    data-testid="setup-office"
                    prop:value=move || draft.office.get()
                    on:input=move |event| draft.office.set(event_target_value(&event))
                />
            </label>
            <Show when=move || missing.get()>
                <p class="wrong" role="alert">{icon(Icon::Warning)} {say.office_name_missing()}</p>
            </Show>
            <ZoneChoice zone=draft.zone />
            <div class="form-foot">
                <button class="button primary" type="submit" data-testid="setup-next">
                    {say.next()}
                    {icon(Icon::Right)}
                </button>
            </div>
        </form>
    }
}

/// The three zones, with where they hold.
#[component]
fn ZoneChoice(zone: RwSignal<Zone>) -> impl IntoView {
    let say = say();
    view! {
        <fieldset class="choices">
            <legend>{say.zone()}</legend>
            {[Zone::Wib, Zone::Wita, Zone::Wit]
                .map(|choice| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="zone"
                                prop:checked=move || zone.get() == choice
                                data-testid=format!("setup-zone-{}", choice.code())
                                on:change=move |_| zone.set(choice)
                            />
                            <span>{say.zone_where(choice)}</span>
                        </label>
                    }
                })
                .into_iter()
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn KeyStep(draft: Draft, keychain: bool) -> impl IntoView {
    let say = say();
    let by_passphrase = Memo::new(move |_| !keychain || draft.by_passphrase.get());
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<Error>);
    let tried = RwSignal::new(false);
    let fault = Memo::new(move |_| passphrase_fault(say, by_passphrase.get(), draft));
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        if busy.get_untracked() || fault.get_untracked().is_some() {
            return;
        }
        busy.set(true);
        error.set(None);
        let request = ProfileCreate {
            office: draft
                .office
                .with_untracked(|office| office.trim().to_owned()),
            zone: draft.zone.get_untracked(),
            language: draft.language.get_untracked(),
            passphrase: by_passphrase
                .get_untracked()
                .then(|| draft.passphrase.get_untracked()),
        };
        spawn_local(async move {
            let reply = call(&request).await;
            busy.try_set(false);
            match reply {
                Ok(reply) => {
                    draft.passphrase.set(String::new());
                    draft.again.set(String::new());
                    draft.created.set(Some(reply));
                    draft.step.set(Step::Start);
                }
                Err(refused) => {
                    error.try_set(Some(refused));
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h1>{say.step_key()}</h1>
            <p class="setup-about">{if keychain { say.key_about() } else { say.key_no_keychain() }}</p>
            {keychain
                .then(|| {
                    view! {
                        <fieldset class="choices">
                            <legend class="visually-hidden">{say.step_key()}</legend>
                            <KeyChoice
                                draft
                                passphrase=false
                                name=say.key_keychain()
                                about=say.key_keychain_about()
                            />
                            <KeyChoice
                                draft
                                passphrase=true
                                name=say.key_passphrase()
                                about=say.key_passphrase_about()
                            />
                        </fieldset>
                    }
                })}
            <Show when=move || by_passphrase.get()>
                <PassphraseField text=draft.passphrase name=say.passphrase() testid="setup-passphrase" />
                <p class="quiet">{say.passphrase_rule()}</p>
                <PassphraseField text=draft.again name=say.passphrase_again() testid="setup-passphrase-again" />
                <p class="warning">{icon(Icon::Warning)} <span>{say.passphrase_no_recovery()}</span></p>
            </Show>
            {move || {
                tried
                    .get()
                    .then(|| fault.get())
                    .flatten()
                    .map(|fault| view! { <p class="wrong" role="alert" data-testid="setup-fault">{icon(Icon::Warning)} {fault}</p> })
            }}
            {move || error.get().map(|error| view! { <Failure say error /> })}
            <div class="form-foot">
                <button
                    class="button"
                    type="button"
                    data-testid="setup-back"
                    on:click=move |_| draft.step.set(Step::Office)
                >
                    {icon(Icon::Left)}
                    {say.back()}
                </button>
                <button class="button primary" type="submit" disabled=move || busy.get() data-testid="setup-create">
                    {move || if busy.get() { say.creating() } else { say.create() }}
                </button>
            </div>
        </form>
    }
}

/// What is wrong with the passphrase as typed.
fn passphrase_fault(say: Say, needed: bool, draft: Draft) -> Option<&'static str> {
    if !needed {
        return None;
    }
    let (passphrase, again) = (draft.passphrase.get(), draft.again.get());
    if passphrase.chars().count() < PASSPHRASE_CHARS {
        Some(say.passphrase_short())
    } else if passphrase != again {
        Some(say.passphrase_differs())
    } else {
        None
    }
}

#[component]
fn KeyChoice(
    draft: Draft,
    passphrase: bool,
    name: &'static str,
    about: &'static str,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input
                type="radio"
                name="key"
                prop:checked=move || draft.by_passphrase.get() == passphrase
                data-testid=if passphrase { "setup-key-passphrase" } else { "setup-key-keychain" }
                on:change=move |_| draft.by_passphrase.set(passphrase)
            />
            <span>
                <b>{name}</b>
                <small>{about}</small>
            </span>
        </label>
    }
}

#[component]
fn PassphraseField(
    text: RwSignal<String>,
    name: &'static str,
    testid: &'static str,
) -> impl IntoView {
    let say = say();
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label for=testid>{name}</label>
            <div class="with-button">
                <input
                    class="input"
                    id=testid
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete="new-password"
                    data-testid=testid
                    prop:value=move || text.get()
                    on:input=move |event| text.set(event_target_value(&event))
                />
                <button
                    type="button"
                    class="ghost"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {say.passphrase_show()}
                </button>
            </div>
        </div>
    }
}
