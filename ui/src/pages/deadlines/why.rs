//! Why a deadline is what it is: the structured explanation of the engine, in words and as a calendar.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::sla::explain::{DayMeaning, ExplainedPause};
use tanggap_domain::sla::{ClockState, Explanation, Unit};
use tanggap_ipc::Error;
use tanggap_ipc::complaint::{self, Detail};
use tanggap_ipc::notices::{About, List, Notice, NoticeFilter};
use wasm_bindgen_futures::JsFuture;

use super::month::MonthCalendar;
use super::{Chosen, View};
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::State;

/// A sentence with the date that matters in it.
struct Line {
    lead: String,
    strong: String,
    tail: String,
}

impl Line {
    fn new(lead: impl Into<String>, strong: impl Into<String>, tail: impl Into<String>) -> Self {
        Self {
            lead: lead.into(),
            strong: strong.into(),
            tail: tail.into(),
        }
    }

    fn text(&self) -> String {
        format!("{}{}{}", self.lead, self.strong, self.tail)
    }
}

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
                (Some(_), None) => view! { <Skeleton lines=8 /> }.into_any(),
                (Some(chosen), Some(Err(error))) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read(chosen)) /> }.into_any()
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
    let lines = lines(say, explanation, today);
    let rules = rules(say, explanation);
    let number = detail.complaint.tracking_id.to_string();
    let copied = copy_text(
        &heading,
        &number,
        say.clock_in_full(chosen.1),
        &lines,
        &rules,
    );
    let id = detail.complaint.id;
    view! {
        <div class="due-why-head">
            <h2 class="heading">{heading}</h2>
            <p class="due-why-title" dir="auto">{detail.complaint.title.clone()}</p>
            <p class="quiet">
                {format!("#{number} · {}", say.clock_in_full(chosen.1))}
            </p>
        </div>
        <MonthCalendar days=explanation.days.clone() say />
        <ol class="due-why-lines" data-testid="why-lines">
            {lines
                .into_iter()
                .map(|line| {
                    view! {
                        <li>
                            {line.lead}
                            <b>{line.strong}</b>
                            {line.tail}
                        </li>
                    }
                })
                .collect_view()}
        </ol>
        <div class="due-why-rules">
            {rules.into_iter().map(|rule| view! { <p>{rule}</p> }).collect_view()}
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
                                view! {
                                    <li>
                                        <b>{what}</b>
                                        " · "
                                        {say.moment(notice.told_at, state.now.get_untracked())}
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
            <button
                class="button"
                data-testid="why-copy"
                on:click=move |_| copy(state, say, copied.clone())
            >
                {icon(Icon::Copy)}
                {say.because_copy()}
            </button>
        </div>
    }
    .into_any()
}

/// The explanation as numbered sentences, in the order in which one counts.
fn lines(say: Say, explanation: &Explanation, today: NaiveDate) -> Vec<Line> {
    let deadline = &explanation.deadline;
    let day = |date: NaiveDate| say.day_of(date, today);
    let started = say.wall(deadline.started_at);
    let mut lines = vec![Line::new(
        say.started(explanation.starts),
        format!(
            "{}, {}",
            day(started.date_naive()),
            say.time_with_zone(deadline.started_at)
        ),
        "",
    )];
    let first = explanation
        .days
        .iter()
        .find(|day| {
            matches!(
                day.what,
                DayMeaning::Counted { .. } | DayMeaning::Worked { .. }
            )
        })
        .map_or_else(
            || say.wall(deadline.counts_from).date_naive(),
            |day| day.date,
        );
    lines.push(Line::new(say.day_one(explanation.day_one), day(first), ""));

    let weekends: Vec<NaiveDate> = explanation
        .days
        .iter()
        .filter(|day| day.what == DayMeaning::Weekend)
        .map(|day| day.date)
        .collect();
    if !weekends.is_empty() {
        lines.push(Line::new(
            say.because_weekends(),
            say.days_of(&weekends),
            "",
        ));
    }
    for (name, source, dates) in skipped(explanation) {
        let source = if source.is_empty() {
            String::new()
        } else {
            format!(" ({source})")
        };
        lines.push(Line::new(
            say.because_skip(),
            say.days_of(&dates),
            format!(" {name}{source}"),
        ));
    }
    for pause in &explanation.pauses {
        lines.push(pause_line(say, pause, deadline.due_at));
    }
    let last = match deadline.limit.unit {
        Unit::WorkingDays => say.because_last(deadline.limit.amount),
        Unit::WorkingHours => say.because_last_hours(deadline.limit.amount),
        Unit::CalendarDays => say.because_last_calendar(deadline.limit.amount),
    };
    let due_on = explanation.days.last().map(|day| day.date);
    let due_on = due_on.unwrap_or_else(|| say.wall(deadline.due_at).date_naive());
    let due = format!("{}, {}", day(due_on), say.time_with_zone(deadline.due_at));
    lines.push(Line::new(last, due, say.due_at_words(explanation.due)));
    if deadline.state == ClockState::Paused {
        lines.push(Line::new(say.because_moving(), "", ""));
    }
    if !explanation.undecreed_years.is_empty() {
        let years: Vec<String> = explanation
            .undecreed_years
            .iter()
            .map(ToString::to_string)
            .collect();
        lines.push(Line::new(say.because_undecreed(&years.join(", ")), "", ""));
    }
    lines
}

/// Named days off with all their dates, in order of the first.
fn skipped(explanation: &Explanation) -> Vec<(&str, &str, Vec<NaiveDate>)> {
    let mut groups: Vec<(&str, &str, Vec<NaiveDate>)> = Vec::new();
    for day in &explanation.days {
        let DayMeaning::Skipped { name, source, .. } = &day.what else {
            continue;
        };
        match groups.iter_mut().find(|group| group.0 == name) {
            Some(group) => group.2.push(day.date),
            None => groups.push((name, source, vec![day.date])),
        }
    }
    groups
}

fn pause_line(say: Say, pause: &ExplainedPause, about: chrono::DateTime<chrono::Utc>) -> Line {
    let until = match pause.until {
        Some(until) => say.moment(until, about),
        None => say.because_pause_open().to_owned(),
    };
    let lead = if pause.counts {
        say.because_pause()
    } else {
        say.because_pause_ignored()
    };
    Line::new(
        lead,
        format!("{} – {until}", say.moment(pause.from, about)),
        format!(", {}", say.pause_reason(pause.reason)),
    )
}

/// Rule, regulation, policy and calendar, so that the answer can be checked years later.
fn rules(say: Say, explanation: &Explanation) -> Vec<String> {
    let deadline = &explanation.deadline;
    let mut rule = format!(
        "{} {} {}",
        say.clock_in_full(deadline.kind),
        say.limit(deadline.limit),
        say.starts(explanation.starts)
    );
    if let Some(class) = &explanation.classification {
        rule.push_str(&format!(" ({})", say.classification(class)));
    }
    let policy = &explanation.policy;
    let calendar = &explanation.calendar;
    vec![
        say.because_rule(&rule),
        say.because_basis(&explanation.citation),
        say.because_policy(
            &policy.name,
            policy.version,
            &say.date(policy.effective_from),
        ),
        say.because_calendar_version(
            &calendar.label,
            calendar.version,
            say.days_off(calendar.days_off),
        ),
    ]
}

fn copy_text(heading: &str, number: &str, clock: &str, lines: &[Line], rules: &[String]) -> String {
    let mut text = format!("{heading}\n#{number} · {clock}\n\n");
    for (position, line) in lines.iter().enumerate() {
        text.push_str(&format!("{}. {}\n", position + 1, line.text()));
    }
    text.push('\n');
    text.push_str(&rules.join("\n"));
    text.push('\n');
    text
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
