//! Taking a wrong file back: what it would do, why, and then done.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::import::{BackCounts, LookBack, TakeBack};

use super::super::View;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};

#[derive(Clone, Debug, PartialEq)]
enum Stage {
    /// Nobody asked for it yet.
    Closed,
    Looking,
    Asking(BackCounts),
    Doing,
    Failed(Error),
}

#[component]
pub(super) fn TakeBackPart(view: View, id: String, on_done: Callback<()>) -> impl IntoView {
    let say = view.say;
    let id = StoredValue::new(id);
    let stage = RwSignal::new(Stage::Closed);
    let look = move || {
        stage.set(Stage::Looking);
        spawn_local(async move {
            let looked = call(&LookBack { id: id.get_value() }).await;
            stage.try_set(match looked {
                Ok(counts) => Stage::Asking(counts),
                Err(error) => Stage::Failed(error),
            });
        });
    };
    let take = Callback::new(move |reason: String| {
        stage.set(Stage::Doing);
        let id = id.get_value();
        spawn_local(async move {
            match call(&TakeBack { id, reason }).await {
                Ok(_) => {
                    view.state.tell(say.import_back_done());
                    on_done.try_run(());
                }
                Err(error) => {
                    stage.try_set(Stage::Failed(error));
                }
            }
        });
    });
    view! {
        <section class="import-back" data-testid="import-back">
            {move || match stage.get() {
                Stage::Closed => {
                    view! {
                        <button class="button" data-testid="import-back-look" on:click=move |_| look()>
                            {say.import_back()}
                        </button>
                    }
                        .into_any()
                }
                Stage::Looking => view! { <p role="status">{say.import_back_looking()}</p> <Skeleton say lines=2 /> }.into_any(),
                Stage::Doing => view! { <p role="status">{say.import_back_doing()}</p> }.into_any(),
                Stage::Asking(counts) => view! { <Ask view counts take /> }.into_any(),
                Stage::Failed(error) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| stage.set(Stage::Closed)) /> }.into_any()
                }
            }}
        </section>
    }
}

#[component]
fn Ask(view: View, counts: BackCounts, take: Callback<String>) -> impl IntoView {
    let say = view.say;
    let reason = RwSignal::new(String::new());
    let lines = say.import_back_counts(&counts);
    view! {
        <p>{say.import_back_about()}</p>
        <ul data-testid="import-back-counts">
            {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
        </ul>
        <label class="field">
            <span>{say.import_back_reason()}</span>
            <input
                class="input"
                maxlength="500"
                data-testid="import-back-reason"
                prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))
            />
        </label>
        <div class="dialog-foot">
            <button
                class="button danger"
                data-testid="import-back-do"
                disabled=move || reason.with(|it| it.trim().is_empty())
                on:click=move |_| take.run(reason.get_untracked())
            >
                {say.import_back_do()}
            </button>
        </div>
    }
}
