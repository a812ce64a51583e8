//! Changing the office's rules: a draft that is put into force with a reason, from a date on.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::OfficeRules;
use tanggap_ipc::calendar::{AdoptRules, PoliciesReply, ReadRules};
use tanggap_ipc::files::FileUse;

use super::draft::{Draft, Field, regulation};
use super::own::OwnClocks;
use super::regulated::Regulated;
use crate::call::call;
use crate::components::file_choice::FileChoice;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::settings::adoption::{Adoption, Buttons, Reason};
use crate::pages::settings::entry::Entry;
use crate::pages::settings::parts::{FaultLine, Text, focus_first_fault};
use crate::pages::settings::reading::Reading;
use crate::state::State;
use crate::upload;

/// What the parts of the editor share.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    state: State,
    pub say: Say,
    pub draft: RwSignal<Draft>,
    pub reading: Reading<OfficeRules, Field>,
    adoption: Adoption,
    earliest: NaiveDate,
    based_on: u32,
}

impl Editing {
    /// The fields that stand in the rules themselves.
    pub fn rules(self) -> Entry<Draft, Draft> {
        Entry::whole(self.draft)
    }
}

#[component]
pub(super) fn Editor(
    state: State,
    say: Say,
    policies: PoliciesReply,
    on_close: Callback<()>,
    on_adopted: Callback<PoliciesReply>,
) -> impl IntoView {
    let earliest = policies.earliest;
    let first = Draft::of(policies.office.as_ref(), earliest, say);
    let based_on = first.based_on;
    let draft = RwSignal::new(first);
    let editing = Editing {
        state,
        say,
        draft,
        reading: Reading::new(say, move || draft.with(|draft| draft.read(earliest, say))),
        adoption: Adoption::new(state, say),
        earliest,
        based_on,
    };
    let rules = editing.rules();
    view! {
        <div class="draft-scroll form" data-testid="rules-editor">
            <div class="heading-row">
                <h3 class="heading">{say.rules_office()}</h3>
                <Import editing />
            </div>
            <p class="quiet">{say.rules_edit_about()}</p>
            <div class="field-row wrap">
                <Text
                    name=say.rules_effective_from()
                    testid="rules-from"
                    class="date"
                    hint=say.record_date_hint()
                    value=rules.get(|draft| draft.effective_from.clone())
                    on_change=rules.set(|draft, text| draft.effective_from = text)
                    fault=editing.reading.fault_at(Field::EffectiveFrom)
                />
                <Text
                    name=say.rules_citation()
                    testid="rules-citation"
                    class="grow"
                    hint=say.rules_citation_hint()
                    value=rules.get(|draft| draft.citation.clone())
                    on_change=rules.set(|draft, text| draft.citation = text)
                    fault=editing.reading.fault_at(Field::Citation)
                />
            </div>
            <p class="quiet">{say.rules_earliest(&say.date(earliest))}</p>
            <Regulated editing base=regulation(Some(earliest)) />
            <OwnClocks editing />
            <Others editing />
            <Reason adoption=editing.adoption hint=say.rules_reason_hint() testid="rules-reason" />
        </div>
        <Bar editing on_close on_adopted />
    }
}

/// What a file replaced besides; it can be given back to the regulation.
#[component]
fn Others(editing: Editing) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let others = Memo::new(move |_| draft.with(|draft| draft.others.clone()));
    view! {
        <Show when=move || others.with(|others| !others.is_empty())>
            <section class="form-part" data-testid="rules-others">
                <h3 class="heading">{say.rules_others()}</h3>
                <ul class="policy-limits">
                    {move || {
                        others
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(position, rule)| {
                                let words = say.words();
                                let name = words.clock(rule.clock, rule.name.as_deref());
                                let label = say.rules_other_remove(&name);
                                view! {
                                    <li>
                                        <b>{name}</b>
                                        <span>{words.limit(rule.limit)}</span>
                                        <button
                                            class="ghost"
                                            aria-label=label.clone()
                                            title=label
                                            on:click=move |_| {
                                                draft
                                                    .update(|draft| {
                                                        if position < draft.others.len() {
                                                            draft.others.remove(position);
                                                        }
                                                    });
                                            }
                                        >
                                            {icon(Icon::Close)}
                                        </button>
                                    </li>
                                }
                            })
                            .collect_view()
                    }}
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Import(editing: Editing) -> impl IntoView {
    let (state, say) = (editing.state, editing.say);
    let busy = RwSignal::new(false);
    let take = Callback::new(move |file: web_sys::File| {
        busy.set(true);
        spawn_local(async move {
            let reply = match upload::hand_over(&file, FileUse::Rules, |_| ()).await {
                Ok(file) => call(&ReadRules { file }).await,
                Err(error) => Err(error),
            };
            if busy.try_set(false).is_some() {
                return;
            }
            match reply {
                Ok(rules) => {
                    let mut draft = Draft::of(Some(&rules), editing.earliest, say);
                    draft.based_on = editing.based_on;
                    editing.draft.set(draft);
                    state.tell(say.rules_imported());
                }
                Err(error) => state.tell_error(say, &error),
            }
        });
    });
    view! {
        <FileChoice label=say.rules_import() accept=".json" testid="rules-import" busy on_file=take />
    }
}

/// What is still wrong, always in sight, and the way into force.
#[component]
fn Bar(
    editing: Editing,
    on_close: Callback<()>,
    on_adopted: Callback<PoliciesReply>,
) -> impl IntoView {
    let (state, say, adoption) = (editing.state, editing.say, editing.adoption);
    let adopt = move |()| {
        editing.reading.asked.set(true);
        let (Some(reason), Ok(rules)) = (adoption.ask_reason(), editing.reading.outcome()) else {
            focus_first_fault();
            return;
        };
        let from = say.date(rules.effective_from);
        let request = AdoptRules {
            rules,
            reason,
            based_on: editing.based_on,
        };
        adoption.send(request, move |answer| match answer {
            Ok(adopted) => {
                let version = adopted.office.as_ref().map_or(0, |rules| rules.version);
                state.tell(say.rules_adopted(version, &from));
                on_adopted.try_run(adopted);
            }
            Err(error) => state.tell_error(say, &error),
        });
    };
    let faults =
        Memo::new(move |_| editing.reading.faults() + usize::from(adoption.is_reason_missing()));
    view! {
        <footer class="draft-bar">
            <div role="status">
                <FaultLine fault=editing.reading.fault_at(Field::Whole) />
                <p data-testid="rules-faults">
                    {move || match faults.get() {
                        0 => String::new(),
                        count => say.rules_wrong(count),
                    }}
                </p>
            </div>
            <Buttons
                adoption
                cancel=say.cancel()
                cancel_testid="rules-cancel"
                adopt_testid="rules-adopt"
                on_cancel=on_close
                on_adopt=Callback::new(adopt)
            />
        </footer>
    }
}
