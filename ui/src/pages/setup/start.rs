//! The last step of first run: practice, Excel, or a hub. The profile exists by now.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::boot::{Boot, BootReply, Connected, PracticeStart};

use crate::call::call;
use crate::components::progress::Progress;
use crate::components::states::Failure;
use crate::icons::{Icon, icon};
use crate::shared::connect::{ConnectForm, connected_words};
use crate::shared::import::ImportPanel;
use crate::state::say;

#[derive(Clone, Debug, PartialEq)]
enum Way {
    Choosing,
    Practising,
    Importing,
    Connecting,
    Connected(Connected),
}

#[component]
pub fn StartChoices(
    created: RwSignal<Option<BootReply>>,
    answered: Callback<BootReply>,
) -> impl IntoView {
    let say = say();
    let way = RwSignal::new(Way::Choosing);
    let error = RwSignal::new(None::<Error>);
    // What the shell knows now: the answer from when the profile was made is old.
    let open = Callback::new(move |()| {
        spawn_local(async move {
            let reply = match call(&Boot).await {
                Ok(reply) => Some(reply),
                Err(_) => created.try_get_untracked().flatten(),
            };
            if let Some(reply) = reply {
                answered.run(reply);
            }
        });
    });
    let practise = move || {
        error.set(None);
        way.set(Way::Practising);
        spawn_local(async move {
            match call(&PracticeStart).await {
                Ok(_) => open.run(()),
                Err(refused) => {
                    way.try_set(Way::Choosing);
                    error.try_set(Some(refused));
                }
            }
        });
    };
    view! {
        <div class="form" data-testid="setup-start">
            <h1>{say.start_about()}</h1>
            {move || error.get().map(|error| view! { <Failure say error /> })}
            {move || match way.get() {
                Way::Choosing => {
                    view! { <Ways way on_practise=Callback::new(move |()| practise()) on_skip=open /> }
                        .into_any()
                }
                Way::Practising => {
                    view! {
                        <Progress
                            say
                            part={None::<f64>}
                            words=say.start_practice_wait()
                            testid="setup-practice-wait"
                        />
                    }
                        .into_any()
                }
                Way::Importing => view! { <ImportStep way on_open=open /> }.into_any(),
                Way::Connecting => {
                    view! {
                        <ConnectForm on_connected=Callback::new(move |connected| {
                            way.set(Way::Connected(connected));
                        }) />
                        <button class="link" on:click=move |_| way.set(Way::Choosing) data-testid="setup-start-back">
                            {say.back()}
                        </button>
                    }
                        .into_any()
                }
                Way::Connected(connected) => {
                    view! {
                        <p class="good" role="status" data-testid="setup-connected">
                            {icon(Icon::Done)}
                            {connected_words(say, &connected)}
                        </p>
                        <div class="form-foot">
                            <button class="button primary" data-testid="setup-open" on:click=move |_| open.run(())>
                                {say.start_open()}
                            </button>
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// Practice, a file, or a hub; or none of them yet.
#[component]
fn Ways(way: RwSignal<Way>, on_practise: Callback<()>, on_skip: Callback<()>) -> impl IntoView {
    let say = say();
    view! {
        <div class="ways">
            <WayButton
                picture=Icon::Practice
                name=say.start_practice()
                about=say.start_practice_about()
                testid="setup-practice"
                on_choose=on_practise
            />
            <WayButton
                picture=Icon::Spreadsheet
                name=say.start_import()
                about=say.start_import_about()
                testid="setup-import"
                on_choose=Callback::new(move |()| way.set(Way::Importing))
            />
            <WayButton
                picture=Icon::Connect
                name=say.start_hub()
                about=say.start_hub_about()
                testid="setup-hub"
                on_choose=Callback::new(move |()| way.set(Way::Connecting))
            />
        </div>
        <div class="form-foot">
            <button class="link" data-testid="setup-skip" on:click=move |_| on_skip.run(())>
                {say.start_skip()}
            </button>
        </div>
    }
}

/// A file first; the desk opens once something was taken in.
#[component]
fn ImportStep(way: RwSignal<Way>, on_open: Callback<()>) -> impl IntoView {
    let say = say();
    let imported = RwSignal::new(false);
    view! {
        <ImportPanel on_done=Callback::new(move |()| imported.set(true)) />
        <div class="form-foot">
            <button
                class="button"
                data-testid="setup-start-back"
                on:click=move |_| way.set(Way::Choosing)
            >
                {icon(Icon::Left)}
                {say.back()}
            </button>
            <button
                class="button primary"
                disabled=move || !imported.get()
                data-testid="setup-open"
                on:click=move |_| on_open.run(())
            >
                {say.start_open()}
            </button>
        </div>
    }
}

#[component]
fn WayButton(
    picture: Icon,
    name: &'static str,
    about: &'static str,
    testid: &'static str,
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <button class="way" data-testid=testid on:click=move |_| on_choose.run(())>
            {icon(picture)}
            <b>{name}</b>
            <span>{about}</span>
        </button>
    }
}
