//! Acting on many: one change for all selected complaints, and what became of each.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ChangeKind;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{Outcome, SubmitMany};

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::icons::{Icon, icon};
use crate::pages::inbox::detail::code;
use crate::pages::inbox::{Asking, Inbox};
use crate::state::say;

const OFFERED: [Action; 5] = [
    Action::Verify,
    Action::Dispose,
    Action::Hold,
    Action::Archive,
    Action::NotOurAuthority,
];

#[component]
pub fn BulkBar(inbox: Inbox) -> impl IntoView {
    let say = say();
    let count = Memo::new(move |_| inbox.selected.with(BTreeSet::len));
    view! {
        <Show when=move || { count.get() > 0 }>
            <div class="bulk" role="group" aria-label=say.actions() data-testid="bulk-bar">
                <b data-testid="bulk-count">{move || say.bulk_selected(count.get())}</b>
                <button
                    class="ghost"
                    aria-label=say.bulk_clear()
                    title=say.bulk_clear()
                    data-testid="bulk-clear"
                    on:click=move |_| inbox.selected.set(BTreeSet::new())
                >
                    {icon(Icon::Close)}
                </button>
                <div class="bulk-actions">
                    {OFFERED
                        .map(|action| {
                            view! {
                                <button
                                    class="button small"
                                    data-testid=format!("bulk-{}", code(action))
                                    on:click=move |_| {
                                        if action == Action::Verify {
                                            submit_all(inbox, ChangeKind::Verify);
                                        } else {
                                            inbox.asking.set(Some(Asking { action, many: true }));
                                        }
                                    }
                                >
                                    {say.action(action)}
                                </button>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </div>
            </div>
        </Show>
        {move || inbox.outcomes.get().map(|outcomes| view! { <Outcomes inbox outcomes /> })}
    }
}

/// Hands the change over for every selected complaint; each has its own outcome.
pub fn submit_all(inbox: Inbox, change: ChangeKind) {
    let complaints: Vec<_> = inbox.selected.get_untracked().into_iter().collect();
    spawn_local(async move {
        match call(&SubmitMany { complaints, change }).await {
            Ok(outcomes) => {
                // What was refused stays selected, for another try.
                let refused = outcomes
                    .iter()
                    .filter(|outcome| outcome.refused.is_some())
                    .map(|outcome| outcome.complaint)
                    .collect();
                inbox.selected.try_set(refused);
                inbox.outcomes.try_set(Some(outcomes));
            }
            Err(error) => inbox.state.tell_error(inbox.say, &error),
        }
    });
}

#[component]
fn Outcomes(inbox: Inbox, outcomes: Vec<Outcome>) -> impl IntoView {
    let say = say();
    let refused = outcomes
        .iter()
        .filter(|outcome| outcome.refused.is_some())
        .count();
    let done = outcomes.len() - refused;
    view! {
        <Dialog
            title=say.bulk_results()
            testid="bulk-outcomes"
            on_close=Callback::new(move |()| inbox.outcomes.set(None))
        >
            <p class="outcome-counts">
                <span class="badge done" data-testid="bulk-done">{say.bulk_done(done)}</span>
                {(refused > 0)
                    .then(|| view! { <span class="badge over" data-testid="bulk-refused">{say.bulk_refused(refused)}</span> })}
            </p>
            <ul class="outcomes">
                {outcomes
                    .into_iter()
                    .map(|outcome| {
                        let row = inbox.rows.row(outcome.complaint);
                        let (number, title) = row
                            .map(|row| (format!("#{}", row.tracking_id), row.title))
                            .unwrap_or_default();
                        let (class, words) = match &outcome.refused {
                            None => ("done", say.bulk_ok().to_owned()),
                            Some(refused) => ("over", say.refused(refused)),
                        };
                        view! {
                            <li data-testid="bulk-outcome">
                                <span class="number">{number}</span>
                                <span class="outcome-title" dir="auto">{title}</span>
                                <span class=format!("outcome-said {class}")>
                                    {icon(if class == "done" { Icon::Check } else { Icon::Ban })}
                                    {words}
                                </span>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <div class="dialog-foot">
                <button class="button primary" data-testid="bulk-close" on:click=move |_| inbox.outcomes.set(None)>
                    {say.understood()}
                </button>
            </div>
        </Dialog>
    }
}
