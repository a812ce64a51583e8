//! The policies in force over time, to be read; their numbers come with their citation.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::Policy;
use tanggap_ipc::Error;
use tanggap_ipc::calendar::{GetPolicies, PoliciesReply};

use super::View;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};

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
        <div class="form" data-testid="section-rules">
            {move || match reply.get() {
                None => view! { <Skeleton lines=6 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(reply)) => {
                    reply
                        .policies
                        .into_iter()
                        .map(|policy| view! { <Limits view policy /> })
                        .collect_view()
                        .into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Limits(view: View, policy: Policy) -> impl IntoView {
    let say = view.say;
    let rows = policy.clocks.iter().map(|rule| {
        let classes = match &rule.classifications {
            None => say.policy_every_class().to_owned(),
            Some(classes) => classes
                .iter()
                .map(|class| say.classification(class))
                .collect::<Vec<_>>()
                .join(", "),
        };
        view! {
            <tr>
                <td>{say.clock_in_full(rule.clock)}</td>
                <td>{classes}</td>
                <td class="figure" title=rule.citation.clone()>{say.limit(rule.limit)}</td>
            </tr>
        }
    });
    view! {
        <h3 class="heading">{say.policy_heading()}</h3>
        <div class="table-area tall" tabindex="0" role="region" aria-label=say.policy_heading()>
            <table class="table" data-testid="policy-clocks">
                <thead>
                    <tr>
                        <th scope="col">{say.policy_clock()}</th>
                        <th scope="col">{say.policy_class()}</th>
                        <th scope="col">{say.policy_limit()}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        <p class="quiet">
            {say.because_policy(&policy.name, policy.version, &say.date(policy.effective_from))}
            " "
            {say.because_basis(&policy.citation)}
        </p>
    }
}
