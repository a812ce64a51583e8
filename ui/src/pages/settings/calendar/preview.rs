//! What a calendar would do, before it does: figures, examples, days gained and lost; then reach,
//! reason, and into force.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::calendar::Holiday;
use tanggap_domain::sla::Reach;
use tanggap_ipc::calendar::{AdoptCalendar, CalendarReply, Example, Preview, PreviewCalendar};
use tanggap_ipc::{Code, Error};

use super::Proposal;
use crate::call::call;
use crate::components::dialog::Dialog;
use crate::components::progress::Progress;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

#[component]
pub(super) fn PreviewDialog(
    state: State,
    say: Say,
    proposal: Proposal,
    on_close: Callback<()>,
    on_adopted: Callback<CalendarReply>,
    /// Another version was adopted meanwhile.
    on_moved: Callback<()>,
) -> impl IntoView {
    let title = match proposal.restores {
        Some(version) => say.preview_restores(version),
        None => say.preview_calendar().to_owned(),
    };
    let proposal = StoredValue::new(proposal);
    let reach = RwSignal::new(Reach::default());
    let sending = RwSignal::new(false);
    let reply = RwSignal::new(None::<Result<Preview, Error>>);
    let ask = move || {
        let (calendar, wanted) = (
            proposal.with_value(|proposal| proposal.calendar.clone()),
            reach.get_untracked(),
        );
        reply.set(None);
        spawn_local(async move {
            let answer = call(&PreviewCalendar {
                calendar,
                reach: wanted,
            })
            .await;
            // Another reach was chosen meanwhile, or the dialog was closed.
            if reach.try_get_untracked() == Some(wanted) {
                reply.set(Some(answer));
            }
        });
    };
    Effect::new(move |_| {
        reach.track();
        ask();
    });
    view! {
        <Dialog title testid="calendar-preview-dialog" wide=true on_close>
            <ReachChoice say reach disabled=sending />
            <div class="calendar-preview" aria-busy=move || if reply.with(Option::is_none) { "true" } else { "false" }>
                {move || match reply.get() {
                    None => view! { <Skeleton lines=5 /> }.into_any(),
                    Some(Err(error)) => {
                        view! { <Failure error on_retry=Callback::new(move |()| ask()) /> }.into_any()
                    }
                    Some(Ok(preview)) => view! { <Shown say state preview /> }.into_any(),
                }}
            </div>
            <Adopt
                state
                say
                proposal
                reach
                sending
                ready=Signal::derive(move || reply.with(|reply| matches!(reply, Some(Ok(_)))))
                on_close
                on_adopted
                on_moved
            />
        </Dialog>
    }
}

#[component]
fn ReachChoice(
    say: Say,
    reach: RwSignal<Reach>,
    #[prop(into)] disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <fieldset class="choices beside" disabled=disabled>
            <legend>{say.reach()}</legend>
            {[(Reach::OpenClocks, "open"), (Reach::NewClocks, "new")]
                .map(|(choice, code)| {
                    view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="reach"
                                prop:checked=move || reach.get() == choice
                                data-testid=format!("reach-{code}")
                                on:change=move |_| reach.set(choice)
                            />
                            <span>
                                {say.reach_words(choice)}
                                <small>{say.reach_about(choice)}</small>
                            </span>
                        </label>
                    }
                })
                .into_iter()
                .collect_view()}
        </fieldset>
    }
}

#[component]
fn Shown(say: Say, state: State, preview: Preview) -> impl IntoView {
    let shifts = preview.shifts;
    let figures = [
        (shifts.open, say.preview_open(), "open", ""),
        (shifts.moved, say.preview_moved(), "moved", ""),
        (
            shifts.no_longer_overdue,
            say.preview_no_longer(),
            "no-longer",
            if shifts.no_longer_overdue > 0 {
                "done"
            } else {
                ""
            },
        ),
        (
            shifts.newly_overdue,
            say.preview_newly(),
            "newly",
            if shifts.newly_overdue > 0 { "over" } else { "" },
        ),
    ];
    view! {
        <p class="preview-said" role="status" data-testid="preview-said">{say.shifts(&shifts)}</p>
        <dl class="preview-figures">
            {figures
                .map(|(count, words, code, tone)| {
                    view! {
                        <div class=tone data-testid=format!("preview-{code}")>
                            <dt>{words}</dt>
                            <dd>{say.number(count)}</dd>
                        </div>
                    }
                })
                .into_iter()
                .collect_view()}
        </dl>
        {(!shifts.by_working_days.is_empty())
            .then(|| {
                view! {
                    <ul class="preview-moves">
                        {shifts
                            .by_working_days
                            .iter()
                            .map(|(days, count)| {
                                view! {
                                    <li>
                                        <span class="badge">{say.shift_days(*days)}</span>
                                        {say.number(*count)}
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
            })}
        <Days say days=preview.added title=say.preview_added() testid="preview-added" />
        <Days say days=preview.removed title=say.preview_removed() testid="preview-removed" />
        <Examples say state examples=preview.examples />
    }
}

#[component]
fn Days(say: Say, days: Vec<Holiday>, title: &'static str, testid: &'static str) -> impl IntoView {
    (!days.is_empty()).then(|| {
        view! {
            <div class="preview-days" data-testid=testid>
                <h3 class="heading">{title}</h3>
                <ul>
                    {days
                        .into_iter()
                        .map(|day| {
                            view! {
                                <li>
                                    <b>{say.date(day.date)}</b>
                                    " "
                                    <bdi>{day.name}</bdi>
                                    " · "
                                    {say.holiday_kind_words(day.kind)}
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </div>
        }
    })
}

#[component]
fn Examples(say: Say, state: State, examples: Vec<Example>) -> impl IntoView {
    let now = state.now.get_untracked();
    (!examples.is_empty()).then(|| {
        let rows = examples.into_iter().map(|example| {
            let shift = example.shift;
            view! {
                <tr>
                    <td>{format!("#{}", example.tracking_id)}</td>
                    <td>{state.clock_name(say, shift.clock)}</td>
                    <td>{say.due(shift.from, now)}</td>
                    <td>{say.due(shift.to, now)}</td>
                    <td class="figure">{say.shift_days(shift.working_days)}</td>
                </tr>
            }
        });
        view! {
            <div>
                <h3 class="heading">{say.preview_examples()}</h3>
                <div class="table-area" tabindex="0" role="region" aria-label=say.preview_examples()>
                    <table class="table" data-testid="preview-examples">
                        <thead>
                            <tr>
                                <th scope="col">{say.preview_number()}</th>
                                <th scope="col">{say.policy_clock()}</th>
                                <th scope="col">{say.preview_from()}</th>
                                <th scope="col">{say.preview_to()}</th>
                                <th scope="col">{say.preview_by()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            </div>
        }
    })
}

#[component]
fn Adopt(
    state: State,
    say: Say,
    proposal: StoredValue<Proposal>,
    reach: RwSignal<Reach>,
    sending: RwSignal<bool>,
    #[prop(into)] ready: Signal<bool>,
    on_close: Callback<()>,
    on_adopted: Callback<CalendarReply>,
    on_moved: Callback<()>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let refused = RwSignal::new(None::<Error>);
    let adopt = move |_| {
        let words = reason.get_untracked().trim().to_owned();
        missing.set(words.is_empty());
        if words.is_empty() {
            return;
        }
        let request = proposal.with_value(|proposal| AdoptCalendar {
            calendar: proposal.calendar.clone(),
            reach: reach.get_untracked(),
            reason: words,
            based_on: proposal.based_on,
            restores: proposal.restores,
        });
        sending.set(true);
        refused.set(None);
        spawn_local(async move {
            let answer = call(&request).await;
            state.judging.set(None);
            // Whoever went on meanwhile has closed the dialog, or left the page.
            sending.try_set(false);
            match answer {
                Ok(adopted) => {
                    state.settings_changed.set(());
                    state.tell(say.adopted(adopted.current.version));
                    on_adopted.try_run(adopted);
                }
                Err(error) if error.code == Code::Moved => {
                    on_close.try_run(());
                    state.tell_error(say, &error);
                    on_moved.try_run(());
                }
                Err(error) => {
                    if let Some(Some(error)) = refused.try_set(Some(error)) {
                        state.tell_error(say, &error);
                    }
                }
            }
        });
    };
    view! {
        <label class="field">
            <span>{say.adopt_reason()}</span>
            <textarea
                class="area short"
                dir="auto"
                placeholder=say.adopt_reason_hint()
                disabled=move || sending.get()
                aria-invalid=move || if missing.get() { "true" } else { "false" }
                data-testid="adopt-reason"
                on:input=move |event| {
                    reason.set(event_target_value(&event));
                    missing.set(false);
                }
            ></textarea>
        </label>
        <Show when=move || missing.get()>
            <p class="wrong" role="alert" data-testid="adopt-fault">
                {icon(Icon::Warning)}
                {say.reason_missing()}
            </p>
        </Show>
        {move || refused.get().map(|error| view! { <Failure error /> })}
        <Show when=move || sending.get()>
            <Judging say state />
        </Show>
        <div class="dialog-foot">
            <button class="button" data-testid="adopt-cancel" on:click=move |_| on_close.run(())>
                {move || if sending.get() { say.adopting_close() } else { say.cancel() }}
            </button>
            <button
                class="button primary"
                disabled=move || sending.get() || !ready.get()
                data-testid="adopt-confirm"
                on:click=adopt
            >
                {icon(Icon::Check)}
                {say.adopt()}
            </button>
        </div>
    }
}

/// How far the adoption is; it goes on where nobody looks.
#[component]
fn Judging(say: Say, state: State) -> impl IntoView {
    move || {
        let (part, words) = match state.judging.get() {
            Some((done, total)) => (Some(done as f64 / total as f64), say.judging(done, total)),
            None => (None, say.adopting().to_owned()),
        };
        view! { <Progress part=part words testid="adopt-progress" /> }
    }
}
