//! Changing the office's rules: a draft that is put into force with a reason, from a date on.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::policy::{PauseCount, PauseRules};
use tanggap_domain::sla::{ClockKind, DayOne, DueAt, OfficeRules, PauseReason, Policy, Unit};
use tanggap_ipc::calendar::{AdoptRules, PoliciesReply, ReadRules};
use tanggap_ipc::files::FileUse;
use tanggap_wording::capital;

use super::draft::{Draft, Field, Thresholds, Wrong, regulation};
use super::own::OwnClocks;
use super::viewer::thresholds;
use crate::call::call;
use crate::components::file_choice::FileChoice;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::settings::parts::{Check, FaultLine, Text, focus_first_fault};
use crate::state::State;
use crate::upload;

/// What the parts of the editor share.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    pub state: State,
    pub say: Say,
    pub draft: RwSignal<Draft>,
    outcome: Memo<Result<OfficeRules, Vec<(Field, Wrong)>>>,
    asked: RwSignal<bool>,
    reason: RwSignal<String>,
    earliest: NaiveDate,
    based_on: u32,
}

impl Editing {
    pub fn fault(self, field: Field) -> Option<String> {
        let asked = self.asked.get();
        self.outcome.with(|outcome| {
            let wrong = outcome.as_ref().err()?;
            wrong
                .iter()
                .find(|(at, why)| *at == field && (asked || *why != Wrong::Missing))
                .map(|(_, why)| why.words(self.say))
        })
    }

    pub fn fault_at(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || self.fault(field))
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
        outcome: Memo::new(move |_| draft.with(|draft| draft.read(earliest, say))),
        asked: RwSignal::new(false),
        reason: RwSignal::new(String::new()),
        earliest,
        based_on,
    };
    let base = StoredValue::new(regulation(Some(earliest)));
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
                    value=Signal::derive(move || draft.with(|draft| draft.effective_from.clone()))
                    on_change=Callback::new(move |text| draft.update(|draft| draft.effective_from = text))
                    fault=editing.fault_at(Field::EffectiveFrom)
                />
                <Text
                    name=say.rules_citation()
                    testid="rules-citation"
                    class="grow"
                    hint=say.rules_citation_hint()
                    value=Signal::derive(move || draft.with(|draft| draft.citation.clone()))
                    on_change=Callback::new(move |text| draft.update(|draft| draft.citation = text))
                    fault=editing.fault_at(Field::Citation)
                />
            </div>
            <p class="quiet">{say.rules_earliest(&say.date(earliest))}</p>
            {base.with_value(|base| view! { <Counting editing base=base.clone() /> })}
            {base.with_value(|base| view! { <Pauses editing base=base.clone() /> })}
            {base.with_value(|base| view! { <Told editing base=base.clone() /> })}
            {base.with_value(|base| view! { <Silence editing base=base.clone() /> })}
            <OwnClocks editing />
            <Others editing />
            <Reason editing />
        </div>
        <Adopt editing on_close on_adopted />
    }
}

/// One of a few, where the first says what the regulation does.
#[component]
pub(super) fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    regulated: String,
    choices: Vec<(T, &'static str, &'static str)>,
    #[prop(into)] chosen: Signal<Option<T>>,
    on_choose: Callback<Option<T>>,
) -> impl IntoView {
    let first = (None, "regulated", regulated);
    let rest = choices
        .into_iter()
        .map(|(choice, code, words)| (Some(choice), code, capital(words)));
    view! {
        <fieldset class="choices">
            <legend>{name}</legend>
            {std::iter::once(first)
                .chain(rest)
                .map(|(choice, code, words)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name=testid
                                prop:checked=move || chosen.get() == choice
                                data-testid=format!("{testid}-{code}")
                                on:change=move |_| on_choose.run(choice)
                            />
                            <span>{words}</span>
                        </label>
                    }
                })
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn Counting(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    view! {
        <Choice
            name=say.rules_day_one()
            testid="rules-day-one"
            regulated=say.rules_as_regulated(say.day_one_choice(base.day_one))
            choices=vec![
                (DayOne::AfterReceipt, "after", say.day_one_choice(DayOne::AfterReceipt)),
                (DayOne::OnReceipt, "on", say.day_one_choice(DayOne::OnReceipt)),
            ]
            chosen=Signal::derive(move || draft.with(|draft| draft.day_one))
            on_choose=Callback::new(move |choice| draft.update(|draft| draft.day_one = choice))
        />
        <Choice
            name=say.rules_due()
            testid="rules-due"
            regulated=say.rules_as_regulated(say.due_choice(base.due))
            choices=vec![
                (DueAt::Closing, "closing", say.due_choice(DueAt::Closing)),
                (DueAt::EndOfDay, "end", say.due_choice(DueAt::EndOfDay)),
            ]
            chosen=Signal::derive(move || draft.with(|draft| draft.due))
            on_choose=Callback::new(move |choice| draft.update(|draft| draft.due = choice))
        />
    }
}

#[component]
fn Pauses(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let words = say.words();
    let reasons: Vec<&str> = base
        .pauses
        .reasons
        .iter()
        .map(|reason| words.pause_reason(*reason))
        .collect();
    let regulated = format!(
        "{}, {}",
        reasons.join(", "),
        say.pause_count(base.pauses.count)
    );
    let base = StoredValue::new(base.pauses);
    let is_own = Memo::new(move |_| draft.with(|draft| draft.pauses.is_some()));
    let with = move |change: &dyn Fn(&mut PauseRules)| {
        draft.update(|draft| {
            if let Some(pauses) = &mut draft.pauses {
                change(pauses);
            }
        });
    };
    let offered = [
        (PauseReason::OnHold, "on-hold"),
        (PauseReason::WaitingForReporter, "waiting"),
        (PauseReason::Bounced, "bounced"),
        (PauseReason::Closed, "closed"),
    ];
    view! {
        <Choice
            name=say.rules_pauses()
            testid="rules-pauses"
            regulated=say.rules_as_regulated(&regulated)
            choices=vec![(true, "own", say.rules_pause_own())]
            chosen=Signal::derive(move || is_own.get().then_some(true))
            on_choose=Callback::new(move |choice: Option<bool>| {
                draft.update(|draft| draft.pauses = choice.map(|_| base.get_value()));
            })
        />
        <Show when=move || is_own.get()>
            <div class="nested">
                <fieldset class="checks">
                    <legend>{say.rules_pause_reasons()}</legend>
                    {offered
                        .map(|(reason, code)| {
                            let is_on = move || {
                                draft
                                    .with(|draft| {
                                        draft.pauses.as_ref().is_some_and(|it| it.reasons.contains(&reason))
                                    })
                            };
                            view! {
                                <label class="check">
                                    <input
                                        type="checkbox"
                                        prop:checked=is_on
                                        data-testid=format!("rules-pause-{code}")
                                        on:change=move |event| {
                                            let on = event_target_checked(&event);
                                            with(
                                                &|pauses| {
                                                    pauses.reasons.retain(|it| *it != reason);
                                                    if on {
                                                        pauses.reasons.push(reason);
                                                    }
                                                },
                                            );
                                        }
                                    />
                                    <span>{say.pause_choice(reason)}</span>
                                </label>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </fieldset>
                <fieldset class="checks">
                    <legend>{say.rules_pause_count()}</legend>
                    {[(PauseCount::WholeDays, "days"), (PauseCount::WorkingTime, "time")]
                        .map(|(count, code)| {
                            view! {
                                <label class="check">
                                    <input
                                        type="radio"
                                        name="rules-pause-count"
                                        prop:checked=move || {
                                            draft
                                                .with(|draft| {
                                                    draft.pauses.as_ref().is_some_and(|it| it.count == count)
                                                })
                                        }
                                        data-testid=format!("rules-pause-count-{code}")
                                        on:change=move |_| with(&|pauses| pauses.count = count)
                                    />
                                    <span>{say.pause_count(count)}</span>
                                </label>
                            }
                        })
                        .into_iter()
                        .collect_view()}
                </fieldset>
            </div>
        </Show>
    }
}

/// When to tell.
#[component]
fn Told(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let regulated = thresholds(say, &base.thresholds);
    let base = StoredValue::new(Thresholds::of(&base.thresholds));
    let is_own = Memo::new(move |_| draft.with(|draft| draft.thresholds.is_some()));
    let read = move |pick: fn(&Thresholds) -> bool| {
        Signal::derive(move || draft.with(|draft| draft.thresholds.as_ref().is_some_and(pick)))
    };
    let write = move |change: &dyn Fn(&mut Thresholds)| {
        draft.update(|draft| {
            if let Some(thresholds) = &mut draft.thresholds {
                change(thresholds);
            }
        });
    };
    view! {
        <Choice
            name=say.rules_thresholds()
            testid="rules-thresholds"
            regulated=say.rules_as_regulated(&regulated)
            choices=vec![(true, "own", say.rules_pause_own())]
            chosen=Signal::derive(move || is_own.get().then_some(true))
            on_choose=Callback::new(move |choice: Option<bool>| {
                draft.update(|draft| draft.thresholds = choice.map(|_| base.get_value()));
            })
        />
        <Show when=move || is_own.get()>
            <div class="nested">
                <Text
                    name=say.rules_percents()
                    testid="rules-percents"
                    hint=say.rules_percents_hint()
                    value=Signal::derive(move || {
                        draft
                            .with(|draft| {
                                draft.thresholds.as_ref().map(|it| it.percents.clone()).unwrap_or_default()
                            })
                    })
                    on_change=Callback::new(move |text: String| {
                        write(&|thresholds| thresholds.percents.clone_from(&text));
                    })
                    fault=editing.fault_at(Field::Thresholds)
                />
                <Check
                    name=say.rules_day_before()
                    testid="rules-day-before"
                    on=read(|thresholds| thresholds.day_before)
                    on_change=Callback::new(move |on| write(&|thresholds| thresholds.day_before = on))
                />
                <Check
                    name=say.rules_breach()
                    testid="rules-breach"
                    on=read(|thresholds| thresholds.breach)
                    on_change=Callback::new(move |on| write(&|thresholds| thresholds.breach = on))
                />
            </div>
        </Show>
    }
}

/// In which days the reporter's silence counts: official texts differ.
#[component]
fn Silence(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let rule = base
        .clocks
        .into_iter()
        .find(|rule| rule.clock == ClockKind::ReporterSilence);
    rule.map(|rule| {
        view! {
            <Choice
                name=say.rules_silence()
                testid="rules-silence"
                regulated=say.rules_as_regulated(&say.words().limit(rule.limit))
                choices=vec![
                    (Unit::WorkingDays, "working", say.unit(Unit::WorkingDays)),
                    (Unit::CalendarDays, "calendar", say.unit(Unit::CalendarDays)),
                ]
                chosen=Signal::derive(move || draft.with(|draft| draft.silence))
                on_choose=Callback::new(move |choice| draft.update(|draft| draft.silence = choice))
            />
        }
    })
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

/// Why the rules change.
#[component]
fn Reason(editing: Editing) -> impl IntoView {
    let say = editing.say;
    let missing = Memo::new(move |_| {
        editing.asked.get() && editing.reason.with(|reason| reason.trim().is_empty())
    });
    view! {
        <label class="field">
            <span>{say.adopt_reason()}</span>
            <textarea
                class="area short"
                dir="auto"
                placeholder=say.rules_reason_hint()
                aria-invalid=move || if missing.get() { "true" } else { "false" }
                data-testid="rules-reason"
                on:input=move |event| editing.reason.set(event_target_value(&event))
            ></textarea>
            <FaultLine fault=Signal::derive(move || missing.get().then(|| say.reason_missing().to_owned())) />
        </label>
    }
}

#[component]
fn Adopt(
    editing: Editing,
    on_close: Callback<()>,
    on_adopted: Callback<PoliciesReply>,
) -> impl IntoView {
    let (state, say) = (editing.state, editing.say);
    let sending = RwSignal::new(false);
    let adopt = move |_| {
        editing.asked.set(true);
        let reason = editing.reason.get_untracked().trim().to_owned();
        let rules = match editing.outcome.get_untracked() {
            Ok(rules) if !reason.is_empty() => rules,
            _ => {
                focus_first_fault();
                return;
            }
        };
        sending.set(true);
        let from = say.date(rules.effective_from);
        spawn_local(async move {
            let answer = call(&AdoptRules {
                rules,
                reason,
                based_on: editing.based_on,
            })
            .await;
            sending.try_set(false);
            match answer {
                Ok(adopted) => {
                    let version = adopted.office.as_ref().map_or(0, |rules| rules.version);
                    state.tell(say.rules_adopted(version, &from));
                    state.settings_changed.set(());
                    on_adopted.run(adopted);
                }
                Err(error) => state.tell_error(say, &error),
            }
        });
    };
    let faults = Memo::new(move |_| {
        let missing = editing.reason.with(|reason| reason.trim().is_empty());
        let wrong = editing
            .outcome
            .with(|outcome| outcome.as_ref().err().map_or(0, Vec::len));
        if editing.asked.get() {
            wrong + usize::from(missing)
        } else {
            0
        }
    });
    view! {
        <footer class="draft-bar">
            <div role="status">
                <FaultLine fault=editing.fault_at(Field::Whole) />
                <p data-testid="rules-faults">
                    {move || match faults.get() {
                        0 => String::new(),
                        count => say.rules_wrong(count),
                    }}
                </p>
            </div>
            <button class="button" data-testid="rules-cancel" on:click=move |_| on_close.run(())>
                {say.cancel()}
            </button>
            <button
                class="button primary"
                disabled=move || sending.get()
                data-testid="rules-adopt"
                on:click=adopt
            >
                {icon(Icon::Check)}
                {say.adopt()}
            </button>
        </footer>
    }
}
