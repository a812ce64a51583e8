//! Acting on many: one change, or one reminder, for all selected complaints, and what became of each.
//! The same bar, dialog and outcomes on every page where complaints can be selected.

use std::collections::{BTreeMap, BTreeSet};

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::{ChangeKind, ReminderChannel};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::Request;
use tanggap_ipc::complaint::Action;
use tanggap_ipc::compose::{Outcome, SubmitMany};
use tanggap_ipc::escalation::SendReminders;
use tanggap_ipc::inbox::Row;

use crate::call::call;
use crate::components::dialog::Dialog;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::shared::ask::Ask;
use crate::state::State;

/// Complaints of one request: so that the bar says how far it is, and what was done is known even where
/// the rest fails.
const PART: usize = 50;

const OFFERED: [Action; 5] = [
    Action::Verify,
    Action::Dispose,
    Action::Hold,
    Action::Archive,
    Action::NotOurAuthority,
];

/// What is selected on a page, and what is being done with it.
#[derive(Clone, Copy)]
pub struct Many {
    pub state: State,
    pub say: Say,
    pub selected: RwSignal<BTreeSet<ComplaintId>>,
    /// The dialog that asks for what an action needs.
    asking: RwSignal<Option<Action>>,
    /// The dialog that asks whether to remind.
    reminding: RwSignal<bool>,
    /// Done and total of an action that is being saved.
    running: RwSignal<Option<(usize, usize)>>,
    /// What became of the last action.
    outcomes: RwSignal<Option<Vec<Outcome>>>,
    /// The rows of the page.
    row: Callback<ComplaintId, Option<Row>>,
    /// The rows that were acted on: they may have left the page when the outcome comes.
    acted_on: StoredValue<BTreeMap<ComplaintId, Row>>,
}

impl Many {
    pub fn new(state: State, say: Say, row: Callback<ComplaintId, Option<Row>>) -> Self {
        Self {
            state,
            say,
            selected: RwSignal::default(),
            asking: RwSignal::new(None),
            reminding: RwSignal::new(false),
            running: RwSignal::new(None),
            outcomes: RwSignal::new(None),
            row,
            acted_on: StoredValue::default(),
        }
    }

    /// A dialog of this lies over the page.
    pub fn covers(self) -> bool {
        self.asking.with_untracked(Option::is_some)
            || self.reminding.get_untracked()
            || self.outcomes.with_untracked(Option::is_some)
    }

    pub fn has(self, id: ComplaintId) -> bool {
        self.selected.with(|selected| selected.contains(&id))
    }

    /// Something is selected.
    pub fn any(self) -> bool {
        self.selected
            .with_untracked(|selected| !selected.is_empty())
    }

    /// Begins an action on all that is selected: asks for what it needs, or does it.
    pub fn begin(self, action: Action) {
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        match action {
            Action::Verify => self.submit(ChangeKind::Verify),
            action => self.asking.set(Some(action)),
        }
    }

    pub fn toggle(self, id: ComplaintId) {
        self.selected.update(|selected| {
            if !selected.remove(&id) {
                selected.insert(id);
            }
        });
    }

    pub fn clear(self) {
        if self.any() {
            self.selected.set(BTreeSet::new());
        }
    }

    /// Hands the change over for every selected complaint; each has its own outcome.
    fn submit(self, change: ChangeKind) {
        self.act(move |complaints| SubmitMany {
            complaints,
            change: change.clone(),
        });
    }

    /// Reminds of every selected complaint; each has its own outcome.
    fn remind(self, via: ReminderChannel) {
        self.act(move |complaints| SendReminders { complaints, via });
    }

    /// Asks for one part of the selected complaints after the other, until one fails. What was done
    /// before is told, and the rest stays selected.
    fn act<R>(self, request: impl Fn(Vec<ComplaintId>) -> R + 'static)
    where
        R: Request<Reply = Vec<Outcome>> + 'static,
    {
        if self.running.with_untracked(Option::is_some) {
            return;
        }
        let chosen = self.chosen();
        let total = chosen.len();
        self.running.set(Some((0, total)));
        spawn_local(async move {
            let mut outcomes: Vec<Outcome> = Vec::with_capacity(total);
            let mut failed = None;
            for part in chosen.chunks(PART) {
                match call(&request(part.to_vec())).await {
                    Ok(mut of_part) => outcomes.append(&mut of_part),
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                }
                self.running.try_set(Some((outcomes.len(), total)));
            }
            self.running.try_set(None);
            self.done(outcomes);
            if let Some(error) = failed {
                self.state.tell_error(self.say, &error);
            }
        });
    }

    /// Shows what became of each; what was refused stays selected, for another try.
    fn done(self, outcomes: Vec<Outcome>) {
        if outcomes.is_empty() {
            return;
        }
        let done: BTreeSet<ComplaintId> = outcomes
            .iter()
            .filter(|outcome| outcome.refused.is_none())
            .map(|outcome| outcome.complaint)
            .collect();
        self.selected
            .try_update(|selected| selected.retain(|id| !done.contains(id)));
        self.outcomes.try_set(Some(outcomes));
    }

    fn chosen(self) -> Vec<ComplaintId> {
        let chosen: Vec<ComplaintId> = self.selected.get_untracked().into_iter().collect();
        let rows = chosen
            .iter()
            .filter_map(|id| self.row.run(*id).map(|row| (*id, row)));
        self.acted_on.set_value(rows.collect());
        chosen
    }
}

/// The usual actions, or those of a page with its own, which come as children.
#[component]
pub fn BulkBar(many: Many, #[prop(optional)] children: Option<ChildrenFn>) -> impl IntoView {
    let say = many.say;
    let count = Memo::new(move |_| many.selected.with(BTreeSet::len));
    let own = StoredValue::new(children);
    view! {
        <Show when=move || { count.get() > 0 || many.running.with(Option::is_some) }>
            <div class="bulk" role="group" aria-label=say.actions() data-testid="bulk-bar">
                <b role="status" data-testid="bulk-count">
                    {move || match many.running.get() {
                        Some((done, total)) => say.bulk_running(done, total),
                        None => say.bulk_selected(count.get()),
                    }}
                </b>
                <button
                    class="ghost"
                    aria-label=say.bulk_clear()
                    title=say.bulk_clear()
                    data-testid="bulk-clear"
                    on:click=move |_| many.clear()
                >
                    {icon(Icon::Close)}
                </button>
                <fieldset class="bulk-actions" disabled=move || many.running.with(Option::is_some)>
                    {own
                        .with_value(|own| match own {
                            Some(own) => own().into_any(),
                            None => view! { <Offered many /> }.into_any(),
                        })}
                </fieldset>
            </div>
        </Show>
        {move || many.asking.get().map(|action| view! { <AskMany many action /> })}
        {move || many.reminding.get().then(|| view! { <AskRemind many /> })}
        {move || many.outcomes.get().map(|outcomes| view! { <Outcomes many outcomes /> })}
    }
}

#[component]
fn Offered(many: Many) -> impl IntoView {
    let say = many.say;
    view! {
        {OFFERED
            .map(|action| {
                view! {
                    <button
                        class="button small"
                        data-testid=format!("bulk-{}", action.code())
                        on:click=move |_| many.begin(action)
                    >
                        {say.action(action)}
                    </button>
                }
            })
            .into_iter()
            .collect_view()}
        <RemindButton many />
    }
}

/// Reminds the units through the hub, once somebody said yes: a reminder cannot be taken back.
#[component]
pub fn RemindButton(many: Many, #[prop(optional)] class: &'static str) -> impl IntoView {
    view! {
        <button
            class=format!("button small {class}")
            title=many.say.remind_about()
            data-testid="bulk-remind"
            on:click=move |_| many.reminding.set(true)
        >
            {icon(Icon::Bell)}
            {many.say.remind_through_hub()}
        </button>
    }
}

#[component]
fn AskRemind(many: Many) -> impl IntoView {
    let say = many.say;
    let count = many.selected.with_untracked(BTreeSet::len);
    let close = Callback::new(move |()| many.reminding.set(false));
    view! {
        <Dialog say title=say.remind_through_hub() testid="remind-dialog" on_close=close>
            <p>{say.remind_ask(count)}</p>
            <p class="quiet">{say.remind_ask_skipped()}</p>
            <div class="dialog-foot">
                <button class="button" data-testid="remind-cancel" on:click=move |_| close.run(())>
                    {say.cancel()}
                </button>
                <button
                    class="button primary"
                    data-testid="remind-confirm"
                    on:click=move |_| {
                        close.run(());
                        many.remind(ReminderChannel::InApp);
                    }
                >
                    {icon(Icon::Bell)}
                    {say.remind_confirm()}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn AskMany(many: Many, action: Action) -> impl IntoView {
    let close = Callback::new(move |()| many.asking.set(None));
    view! {
        <Dialog say=many.say title=many.say.action(action) testid="action-dialog" on_close=close>
            <Ask
                action
                sending=RwSignal::new(false)
                close
                on_change=Callback::new(move |change| {
                    close.run(());
                    many.submit(change);
                })
            />
        </Dialog>
    }
}

#[component]
fn Outcomes(many: Many, mut outcomes: Vec<Outcome>) -> impl IntoView {
    let say = many.say;
    // What needs somebody comes first.
    outcomes.sort_by_key(|outcome| outcome.refused.is_none());
    let close = move || many.outcomes.set(None);
    let refused = outcomes
        .iter()
        .filter(|outcome| outcome.refused.is_some())
        .count();
    let done = outcomes.len() - refused;
    view! {
        <Dialog
            say
            title=say.bulk_results()
            testid="bulk-outcomes"
            on_close=Callback::new(move |()| close())
        >
            <p class="outcome-counts">
                <span class="badge" class:done={done > 0} data-testid="bulk-done">{say.bulk_done(done)}</span>
                {(refused > 0)
                    .then(|| view! { <span class="badge over" data-testid="bulk-refused">{say.bulk_refused(refused)}</span> })}
            </p>
            <ul class="outcomes">
                {outcomes
                    .into_iter()
                    .map(|outcome| {
                        let (number, title) = many
                            .acted_on
                            .with_value(|rows| {
                                rows.get(&outcome.complaint)
                                    .map(|row| (format!("#{}", row.tracking_id), row.title.clone()))
                            })
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
                <button class="button primary" data-testid="bulk-close" on:click=move |_| close()>
                    {say.understood()}
                </button>
            </div>
        </Dialog>
    }
}
