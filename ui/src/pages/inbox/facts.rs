//! The right column: every clock and why, who works on it, both statuses, and what happened.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use leptos::prelude::*;
use tanggap_domain::sla::explain::DayMeaning;
use tanggap_domain::sla::{Clock, ClockState, Explanation, Unit};
use tanggap_ipc::complaint::{ClockView, Detail};

use crate::components::badge::{Countdown, Ticking, Tone};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::inbox::Inbox;
use crate::state::{say, state};

#[component]
pub fn FactsColumn(inbox: Inbox) -> impl IntoView {
    let say = say();
    view! {
        <aside class="facts" aria-label=say.facts() data-testid="facts">
            {move || {
                inbox
                    .detail
                    .get()
                    .map(|detail| {
                        view! {
                            <Clocks detail=detail.clone() />
                            <Complaint detail=detail.clone() />
                            <History detail />
                        }
                    })
            }}
        </aside>
    }
}

#[component]
fn Clocks(detail: Arc<Detail>) -> impl IntoView {
    let say = say();
    let next = detail
        .clocks
        .iter()
        .filter(|view| view.clock.state.is_open())
        .min_by_key(|view| view.clock.due_at)
        .cloned();
    view! {
        <section class="facts-part">
            <h2 class="heading">{say.deadline_heading()}</h2>
            {match next {
                Some(view) => view! { <NextDeadline clock=view.clock /> }.into_any(),
                None => {
                    view! { <p class="next-deadline done" data-testid="next-deadline">{say.no_deadline()}</p> }
                        .into_any()
                }
            }}
            <ul class="clocks">
                {detail.clocks.iter().cloned().map(|view| view! { <ClockLine view /> }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn NextDeadline(clock: Clock) -> impl IntoView {
    let (state, say) = (state(), say());
    let (kind, due_at) = (clock.kind, clock.due_at);
    let ticking = ticking(&clock);
    let countdown = Memo::new(move |_| {
        state
            .calendar
            .with(|calendar| Countdown::of(ticking, state.now.get(), calendar, say, true))
    });
    view! {
        <div
            class=move || format!("next-deadline {}", countdown.with(|it| it.tone.class()))
            data-testid="next-deadline"
        >
            <p>{say.clock_in_full(kind)}</p>
            <p class="next-left">
                <span aria-hidden="true" class="shape">{move || countdown.with(|it| it.tone.shape())}</span>
                {move || countdown.with(|it| it.words.clone())}
            </p>
            <p>
                {match clock.paused_since {
                    Some(since) => say.why_paused_since(&say.date_time(since)),
                    None => say.due_on(&say.due(due_at, state.now.get_untracked())),
                }}
            </p>
            {clock.undecreed.then(|| view! { <p><b>{say.undecreed()}</b></p> })}
        </div>
    }
}

fn ticking(clock: &Clock) -> Ticking {
    Ticking {
        kind: clock.kind,
        state: clock.state,
        due_at: clock.due_at,
        in_calendar_days: clock.limit.unit == Unit::CalendarDays,
    }
}

#[component]
fn ClockLine(view: ClockView) -> impl IntoView {
    let (state, say) = (state(), say());
    let clock = view.clock;
    let tone = match clock.state {
        ClockState::Met => Tone::Done,
        ClockState::MetLate | ClockState::Overdue => Tone::Over,
        ClockState::Paused => Tone::Paused,
        ClockState::Running => Tone::Safe,
    };
    let shape = match clock.state {
        ClockState::Running => "○",
        ClockState::MetLate => "✓",
        _ => tone.shape(),
    };
    let limit = say.limit_short(clock.limit);
    let now = state.now.get_untracked();
    let said = match (clock.state, clock.met_at) {
        (ClockState::Met, Some(at)) => say.met_on(&say.moment(at, now)),
        (ClockState::Met, None) => say.stage_done().to_owned(),
        (ClockState::MetLate, at) => {
            say.met_late_on(&at.map(|at| say.moment(at, now)).unwrap_or_default())
        }
        (ClockState::Overdue | ClockState::Running, _) => say.due_on(&say.due(clock.due_at, now)),
        (ClockState::Paused, _) => say.paused().to_owned(),
    };
    view! {
        <li class=format!("clock-line {}", tone.class()) data-testid=format!("clock-{}", clock.kind.code())>
            <details>
                <summary>
                    <span class="shape" aria-hidden="true">{shape}</span>
                    <span class="clock-name">{say.clock(clock.kind)}</span>
                    <span class="clock-used">{say.used_of(used(&clock), &limit)}</span>
                    {icon(Icon::Down)}
                </summary>
                <p class="clock-said">{said}</p>
                <Why explanation=view.explanation />
            </details>
        </li>
    }
}

/// Working days (or hours) used, of the limit; a day begun counts.
fn used(clock: &Clock) -> u32 {
    if clock.total_ms <= 0 {
        return 0;
    }
    let used = clock.used_ms.max(0) * i64::from(clock.limit.amount);
    u32::try_from(used.div_euclid(clock.total_ms) + i64::from(used % clock.total_ms > 0))
        .unwrap_or(u32::MAX)
}

/// The reasoning behind a due time, line by line.
#[component]
fn Why(explanation: Explanation) -> impl IntoView {
    let (state, say) = (state(), say());
    let now = state.now.get_untracked();
    let deadline = explanation.deadline;
    let skipped = skipped(&explanation, say);
    let weekends = explanation
        .days
        .iter()
        .filter(|day| day.what == DayMeaning::Weekend)
        .count();
    view! {
        <ol class="why" data-testid=format!("why-{}", deadline.kind.code())>
            <li>{say.why_started(&say.due(deadline.started_at, now))}</li>
            <li>{say.why_day_one(&say.due(deadline.counts_from, now))}</li>
            {skipped.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            {(weekends > 0).then(|| view! { <li>{say.why_weekends(weekends as u32)}</li> })}
            {explanation
                .pauses
                .iter()
                .filter(|pause| pause.counts)
                .map(|pause| {
                    let from = say.moment(pause.from, now);
                    let line = match pause.until {
                        Some(until) => say.why_paused(&from, &say.moment(until, now)),
                        None => say.why_paused_since(&from),
                    };
                    view! { <li>{format!("{line} ({})", say.pause(pause.reason))}</li> }
                })
                .collect_view()}
            <li>{say.due_on(&say.due(deadline.due_at, now))}</li>
            {(!explanation.undecreed_years.is_empty())
                .then(|| {
                    let years: Vec<String> = explanation
                        .undecreed_years
                        .iter()
                        .map(ToString::to_string)
                        .collect();
                    view! { <li><b>{format!("{}: {}", say.undecreed(), years.join(", "))}</b></li> }
                })}
        </ol>
        <p class="why-basis">
            {format!("{}: {}. {}", say.why_citation(), explanation.citation, say.why_zone(&explanation.zone))}
        </p>
    }
}

/// Named days left out, neighbours of one name together: "melewati 21–22 Mar: Idulfitri (SKB …)".
fn skipped(explanation: &Explanation, say: Say) -> Vec<String> {
    let mut runs: Vec<(NaiveDate, NaiveDate, &str, &str)> = Vec::new();
    for day in &explanation.days {
        let DayMeaning::Skipped { name, source, .. } = &day.what else {
            continue;
        };
        match runs.last_mut() {
            Some((_, to, last, _)) if *last == name && to.succ_opt() == Some(day.date) => {
                *to = day.date;
            }
            _ => runs.push((day.date, day.date, name, source)),
        }
    }
    runs.into_iter()
        .map(|(from, to, name, source)| {
            let dates = if from == to {
                say.date(from)
            } else {
                format!("{}–{}", say.date(from), say.date(to))
            };
            let line = format!("{} {dates}: {name}", say.why_skipped());
            if source.is_empty() {
                line
            } else {
                format!("{line} ({source})")
            }
        })
        .collect()
}

#[component]
fn Complaint(detail: Arc<Detail>) -> impl IntoView {
    let (state, say) = (state(), say());
    let complaint = &detail.complaint;
    let none = || say.fact_none().to_owned();
    let agency = complaint
        .agency
        .as_ref()
        .map_or_else(none, |it| it.name.clone());
    let unit = complaint
        .unit
        .as_ref()
        .map_or_else(none, |it| it.name.clone());
    let category = if complaint.category.path.is_empty() {
        say.no_category().to_owned()
    } else {
        complaint.category.path.join(" › ")
    };
    let national = if complaint.national.name.is_empty() {
        say.national_unknown().to_owned()
    } else {
        complaint.national.name.clone()
    };
    let reason = complaint.national.text.clone();
    let as_of = complaint.national.as_of;
    view! {
        <section class="facts-part">
            <h2 class="heading">{say.complaint_heading()}</h2>
            <div class="statuses">
                <div data-testid="status-local">
                    <span class="quiet">{say.fact_status()}</span>
                    <b>{say.stage(complaint.stage)}</b>
                    {detail
                        .confirmed_stage
                        .map(|stage| view! { <small>{say.status_pending(say.stage(stage))}</small> })}
                </div>
                <div data-testid="status-national">
                    <span class="quiet">{say.fact_national()}</span>
                    <b><bdi>{national}</bdi></b>
                    {reason.map(|reason| view! { <small dir="auto">{reason}</small> })}
                    {as_of
                        .map(|as_of| {
                            view! { <small>{move || say.as_of(&say.age(as_of, state.now.get()))}</small> }
                        })}
                </div>
            </div>
            <dl class="fact-list">
                <Fact name=say.fact_agency() value=agency testid="fact-agency" />
                <Fact name=say.fact_unit() value=unit testid="fact-unit" />
                <Fact name=say.fact_category() value=category testid="fact-category" />
                <Fact name=say.fact_priority() value=say.priority(complaint.priority).to_owned() testid="fact-priority" />
                {complaint
                    .rating
                    .map(|stars| {
                        view! { <Fact name=say.fact_rating() value=format!("{stars}/5") testid="fact-rating" /> }
                    })}
            </dl>
        </section>
    }
}

#[component]
fn Fact(name: &'static str, value: String, testid: &'static str) -> impl IntoView {
    view! {
        <div data-testid=testid>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
        </div>
    }
}

#[component]
fn History(detail: Arc<Detail>) -> impl IntoView {
    let say = say();
    let complaint = &detail.complaint;
    let received = say.received_from(&say.channel(&complaint.channel));
    view! {
        <section class="facts-part">
            <h2 class="heading">{say.history_heading()}</h2>
            <ol class="history" data-testid="history">
                <HistoryLine
                    what=say.received().to_owned()
                    by=received
                    detail=None
                    at=complaint.received_at
                    pending=false
                />
                {complaint
                    .history
                    .iter()
                    .map(|event| {
                        view! {
                            <HistoryLine
                                what=say.event(&event.what)
                                by=say.event_by(&say.actor(&event.by))
                                detail=say.event_detail(&event.what)
                                at=event.acted_at.unwrap_or(event.at)
                                pending=detail.pending.contains(&event.id)
                            />
                        }
                    })
                    .collect_view()}
            </ol>
        </section>
    }
}

#[component]
fn HistoryLine(
    what: String,
    by: String,
    detail: Option<String>,
    at: DateTime<Utc>,
    pending: bool,
) -> impl IntoView {
    let (state, say) = (state(), say());
    view! {
        <li class:pending=pending data-testid="history-line">
            <p>
                <b>{what}</b>
                " "
                <bdi>{by}</bdi>
            </p>
            {detail.map(|detail| view! { <p dir="auto" class="history-detail">{detail}</p> })}
            <p class="quiet">
                <time datetime=at.to_rfc3339()>{say.moment(at, state.now.get_untracked())}</time>
                {pending.then(|| format!(" · {}", say.pending()))}
            </p>
        </li>
    }
}
