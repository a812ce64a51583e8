//! From start to page: asks the shell what there is, and shows first run, lock, or the desk.

use leptos::context::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::boot::{Boot, BootReply, Ready, Repaired};
use tanggap_ipc::settings::{GetSettings, Language, Settings, Theme, Zone};
use tanggap_ipc::window::Stage;
use tanggap_ipc::{Code, Error, Event};

use crate::broken;
use crate::call::{call, listen};
use crate::components::states::Failure;
use crate::frame::Frame;
use crate::labels::Say;
use crate::pages::setup::Setup;
use crate::state::{State, dress};

/// Done and total of a running import; there before the desk is, since first run imports too.
#[derive(Clone, Copy)]
pub struct ImportProgress(pub RwSignal<Option<(u64, u64, bool)>>);

#[component]
pub fn App() -> impl IntoView {
    let boot = RwSignal::new(None::<Result<BootReply, Error>>);
    let desk = RwSignal::new(None::<State>);
    let progress = ImportProgress(RwSignal::new(None));
    provide_context(progress);
    // Until the office says otherwise.
    let say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };
    provide_context(say);

    let ask = move || {
        spawn_local(async move {
            broken::reached(Stage::Asked);
            let reply = call(&Boot).await;
            boot.set(Some(reply));
        });
    };
    ask();
    spawn_local(listen(move |event| match event {
        Event::ImportProgress {
            done,
            total,
            storing,
        } => progress.0.set(Some((done, total, storing))),
        event => {
            if let Some(desk) = desk.get_untracked() {
                desk.hear(event);
            }
        }
    }));

    // After what is shown instead has been drawn.
    Effect::new(move |_| {
        if boot.with(Option::is_some) {
            broken::shown();
        }
    });

    let answered = Callback::new(move |reply: BootReply| boot.set(Some(Ok(reply))));
    move || {
        match boot.get() {
        None => ().into_any(),
        Some(Err(error)) => {
            view! { <main class="alone"><Failure say error on_retry=Callback::new(move |()| ask()) /></main> }
                .into_any()
        }
        Some(Ok(BootReply::Ready(ready))) => match State::new(*ready.clone()) {
            Ok(state) => {
                desk.set(Some(state));
                view! { <Desk state ready=*ready /> }.into_any()
            }
            Err(detail) => {
                let error = Error::with(Code::Internal, detail);
                view! { <main class="alone"><Failure say error on_retry=Callback::new(move |()| ask()) /></main> }.into_any()
            }
        },
        Some(Ok(reply)) => {
            if let BootReply::Locked {
                language, theme, ..
            } = &reply
            {
                dress(*theme, *language);
            }
            view! { <Setup boot=reply answered /> }.into_any()
        }
    }
    }
}

/// The open desk. Rebuilt when language or zone change, since every word and time does then.
#[component]
fn Desk(state: State, ready: Ready) -> impl IntoView {
    provide_context(state);
    let say = Memo::new(move |_| State::say_of(&state.settings.read()));

    if let Ok(ticking) =
        set_interval_with_handle(move || state.tick(), std::time::Duration::from_secs(1))
    {
        on_cleanup(move || ticking.clear());
    }
    Effect::new(move |_| {
        let (theme, language) = state
            .settings
            .with(|settings: &Settings| -> (Theme, Language) {
                (settings.theme, settings.language)
            });
        dress(theme, language);
    });
    Effect::new(move |before: Option<()>| {
        state.settings_changed.track();
        state.learn_clocks();
        if before.is_some() {
            spawn_local(async move {
                if let Ok(reply) = call(&GetSettings).await {
                    state.take_settings(reply.settings, reply.calendar);
                }
            });
        }
    });
    if ready.repaired.is_some() {
        state.repaired.set(ready.repaired);
    }
    Effect::new(move |_| {
        let say = say.get_untracked();
        match state.repaired.get() {
            Some(Repaired::Mirror) => state.tell(say.repaired_mirror()),
            Some(Repaired::OwnHub) => state.tell(say.repaired_own_hub()),
            Some(Repaired::Journal) => state.tell(say.repaired_journal()),
            None => {}
        }
    });

    view! {
        {move || {
            view! {
                <Provider value=say.get()>
                    <Frame />
                </Provider>
            }
        }}
    }
}
