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
use crate::labels::Say;
use crate::pages::settings::adoption::{Adoption, Buttons, Reason};
use crate::pages::settings::parts::Choices;
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
    let reaches = [(Reach::OpenClocks, "open"), (Reach::NewClocks, "new")]
        .map(|(choice, code)| (choice, code, say.reach_words(choice).to_owned()));
    let adoption = Adoption::new(state, say);
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
        <Dialog say title testid="calendar-preview-dialog" wide=true on_close>
            <Choices
                name=say.reach()
                testid="reach"
                class="beside"
                choices=reaches.to_vec()
                about=Callback::new(move |choice| say.reach_about(choice))
                chosen=reach
                on_choose=Callback::new(move |choice| reach.set(choice))
                disabled=adoption.sending
            />
            <div class="calendar-preview" aria-busy=move || if reply.with(Option::is_none) { "true" } else { "false" }>
                {move || match reply.get() {
                    None => view! { <Skeleton say lines=5 /> }.into_any(),
                    Some(Err(error)) => {
                        view! { <Failure say error on_retry=Callback::new(move |()| ask()) /> }.into_any()
                    }
                    Some(Ok(preview)) => view! { <Shown say state preview /> }.into_any(),
                }}
            </div>
            <Adopt
                adoption
                proposal
                reach
                ready=Signal::derive(move || reply.with(|reply| matches!(reply, Some(Ok(_)))))
                on_close
                on_adopted
                on_moved
            />
        </Dialog>
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
    adoption: Adoption,
    proposal: StoredValue<Proposal>,
    reach: RwSignal<Reach>,
    #[prop(into)] ready: Signal<bool>,
    on_close: Callback<()>,
    on_adopted: Callback<CalendarReply>,
    on_moved: Callback<()>,
) -> impl IntoView {
    let (state, say, sending) = (adoption.state, adoption.say, adoption.sending);
    let refused = RwSignal::new(None::<Error>);
    let adopt = move |()| {
        let Some(reason) = adoption.ask_reason() else {
            return;
        };
        let request = proposal.with_value(|proposal| AdoptCalendar {
            calendar: proposal.calendar.clone(),
            reach: reach.get_untracked(),
            reason,
            based_on: proposal.based_on,
            restores: proposal.restores,
        });
        refused.set(None);
        adoption.send(request, move |answer| {
            state.judging.set(None);
            // Whoever went on meanwhile has closed the dialog, or left the page.
            match answer {
                Ok(adopted) => {
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
    let cancel = move || match sending.get() {
        true => say.adopting_close(),
        false => say.cancel(),
    };
    view! {
        <Reason
            adoption
            hint=say.adopt_reason_hint()
            testid="adopt-reason"
            fault_testid="adopt-fault"
        />
        {move || refused.get().map(|error| view! { <Failure say error /> })}
        <Show when=move || sending.get()>
            <Judging say state />
        </Show>
        <div class="dialog-foot">
            <Buttons
                adoption
                cancel
                cancel_testid="adopt-cancel"
                adopt_testid="adopt-confirm"
                blocked=Signal::derive(move || !ready.get())
                on_cancel=on_close
                on_adopt=Callback::new(adopt)
            />
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
        view! { <Progress say part=part words testid="adopt-progress" /> }
    }
}
