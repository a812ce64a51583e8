//! Why a deadline is what it is: the structured explanation of the engine, in words and as a calendar.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockState, Unit};
use tanggap_ipc::Error;
use tanggap_ipc::complaint::{self, Detail};
use tanggap_ipc::escalation::SendReminders;
use tanggap_ipc::notices::{About, List, Notice, NoticeFilter};
use wasm_bindgen_futures::JsFuture;

use super::board::{Chosen, View};
use super::counted::MonthCalendar;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

type Told = Vec<Notice>;

#[component]
pub(super) fn Why(view: View) -> impl IntoView {
    let detail = RwSignal::new(None::<Result<Arc<Detail>, Error>>);
    let told = RwSignal::new(Told::new());
    let read = move |chosen: Chosen| {
        spawn_local(async move {
            let reply = call(&complaint::Get { id: chosen.0 }).await;
            let told_of = call(&List {
                filter: NoticeFilter {
                    complaint: Some(chosen.0),
                    clock: Some(chosen.1),
                    ..NoticeFilter::default()
                },
                before: None,
                limit: 20,
            })
            .await;
            // Another card was chosen meanwhile, or the page was left.
            if detail.is_disposed() || view.chosen.get_untracked() != Some(chosen) {
                return;
            }
            // The deadline is explained even where the record cannot be read.
            told.set(told_of.map(|page| page.notices).unwrap_or_default());
            detail.set(Some(reply.map(Arc::new)));
        });
    };
    Effect::new(move |_| {
        view.state.complaints_changed.track();
        match view.chosen.get() {
            Some(chosen) => read(chosen),
            None => detail.set(None),
        }
    });
    view! {
        <aside class="due-why" data-testid="why">
            {move || match (view.chosen.get(), detail.get()) {
                (None, _) => view! { <p class="due-why-none">{view.say.because_choose()}</p> }.into_any(),
                (Some(_), None) => view! { <Skeleton say=view.say lines=8 /> }.into_any(),
                (Some(chosen), Some(Err(error))) => {
                    view! { <Failure say=view.say error on_retry=Callback::new(move |()| read(chosen)) /> }.into_any()
                }
                (Some(chosen), Some(Ok(detail))) => {
                    explained(view.state, view.say, chosen, &detail, told.get())
                }
            }}
        </aside>
    }
}

fn explained(state: State, say: Say, chosen: Chosen, detail: &Detail, told: Told) -> AnyView {
    let found = detail
        .clocks
        .iter()
        .find(|view| view.clock.kind == chosen.1);
    let Some(clock) = found else {
        return view! { <p class="due-why-none">{say.because_none()}</p> }.into_any();
    };
    let explanation = &clock.explanation;
    let today = say.wall(state.now.get_untracked()).date_naive();
    let due_on = explanation
        .days
        .last()
        .map_or_else(|| say.wall(clock.clock.due_at).date_naive(), |day| day.date);
    let heading = say.because_due(&say.day_of(due_on, today));
    let words = say.words();
    let name = words.clock(chosen.1, explanation.name.as_deref());
    let why = words.why(explanation);
    let in_calendar_days = clock.clock.limit.unit == Unit::CalendarDays;
    let number = detail.complaint.tracking_id.to_string();
    let copied = format!("{heading}\n#{number} · {name}\n\n{}", why.text());
    let id = detail.complaint.id;
    let is_late = chosen.1.is_duty() && clock.clock.state == ClockState::Overdue;
    view! {
        <div class="due-why-head">
            <h2 class="heading">{heading}</h2>
            <p class="due-why-title" dir="auto">{detail.complaint.title.clone()}</p>
            <p class="quiet">
                {format!("#{number} · {name}")}
            </p>
        </div>
        <MonthCalendar days=explanation.days.clone() in_calendar_days say />
        <ol class="due-why-lines" data-testid="why-lines">
            {why.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}
        </ol>
        <div class="due-why-rules" data-testid="why-basis">
            {why.basis.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </div>
        {(!told.is_empty())
            .then(|| {
                view! {
                    <h3 class="heading">{say.told()}</h3>
                    <ul class="due-why-told">
                        {told
                            .into_iter()
                            .map(|notice| {
                                let what = match &notice.about {
                                    About::Threshold { threshold, clock, .. } => say.crossed(*threshold, *clock),
                                    _ => say.notice_reminder().to_owned(),
                                };
                                let now = state.now.get_untracked();
                                let last = notice.history.last().map(|last| {
                                    let became = say.happened(&last.what, now).to_lowercase();
                                    format!(" · {became} {}", last.who)
                                });
                                view! {
                                    <li>
                                        <b>{what}</b>
                                        " · "
                                        {say.moment(notice.told_at, now)}
                                        <bdi>{last}</bdi>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
            })}
        <div class="due-why-foot">
            <button class="button primary" data-testid="why-open" on:click=move |_| state.show(id)>
                {say.because_open()}
            </button>
            {is_late
                .then(|| {
                    view! {
                        <button
                            class="button"
                            title=say.remind_about()
                            data-testid="why-remind"
                            on:click=move |_| remind(state, say, id)
                        >
                            {icon(Icon::Bell)}
                            {say.remind()}
                        </button>
                    }
                })}
            <button
                class="button"
                title=say.because_copy()
                aria-label=say.because_copy()
                data-testid="why-copy"
                on:click=move |_| copy(state, say, copied.clone())
            >
                {icon(Icon::Copy)}
                {(!is_late).then(|| say.because_copy())}
            </button>
        </div>
    }
    .into_any()
}

/// Reminds the unit through the hub; whether it may be done now is for the shell to say.
fn remind(state: State, say: Say, complaint: ComplaintId) {
    spawn_local(async move {
        let answer = call(&SendReminders {
            complaints: vec![complaint],
            via: ReminderChannel::InApp,
        })
        .await;
        match answer {
            Ok(outcomes) => match outcomes.first().and_then(|it| it.refused.clone()) {
                Some(refused) => state.tell_error(say, &refused.into()),
                None => state.tell(say.reminded()),
            },
            Err(error) => state.tell_error(say, &error),
        }
    });
}

fn copy(state: State, say: Say, text: String) {
    let written = window().navigator().clipboard().write_text(&text);
    spawn_local(async move {
        match JsFuture::from(written).await {
            Ok(_) => state.tell(say.because_copied()),
            Err(_) => state.tell(say.because_not_copied()),
        }
    });
}
