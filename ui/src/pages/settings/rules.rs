//! Atur → Aturan: the policies in force over time, to be read, and the rules that the office lays
//! over them.

mod draft;
mod editor;
mod own;
mod regulated;
mod viewer;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::calendar::{GetPolicies, PoliciesReply};

use super::View;
use super::versions::Versions;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

#[component]
pub(super) fn RulesSection(view: View) -> impl IntoView {
    let reply = RwSignal::new(None::<Result<PoliciesReply, Error>>);
    let read = move || {
        spawn_local(async move {
            let answer = call(&GetPolicies).await;
            reply.try_set(Some(answer));
        });
    };
    read();
    view! {
        <div class="draft-page" data-testid="section-rules">
            {move || match reply.get() {
                None => view! { <Skeleton say=view.say lines=6 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say=view.say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(policies)) => {
                    let on_adopted = Callback::new(move |adopted| reply.set(Some(Ok(adopted))));
                    view! { <Whole state=view.state say=view.say policies on_adopted /> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Whole(
    state: State,
    say: Say,
    policies: PoliciesReply,
    on_adopted: Callback<PoliciesReply>,
) -> impl IntoView {
    let editing = RwSignal::new(false);
    let current = policies.office.as_ref().map_or(0, |rules| rules.version);
    let versions = policies.versions.clone();
    let shown = StoredValue::new(policies);
    view! {
        {move || {
            if editing.get() {
                view! {
                    <editor::Editor
                        state
                        say
                        policies=shown.get_value()
                        on_close=Callback::new(move |()| editing.set(false))
                        on_adopted
                    />
                }
                    .into_any()
            } else {
                let versions = versions.clone();
                view! {
                    <div class="draft-scroll form">
                        <viewer::Viewer say policies=shown.get_value() />
                        <div class="button-row">
                            <button
                                class="button primary"
                                data-testid="rules-edit"
                                on:click=move |_| editing.set(true)
                            >
                                {icon(Icon::Edit)}
                                {if current == 0 { say.rules_edit_first() } else { say.rules_edit() }}
                            </button>
                        </div>
                        {(!versions.is_empty()).then(|| view! { <Versions say versions current /> })}
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
