//! The right column: every clock and why, who works on it, both statuses, and what happened.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{Clock, ClockState, Unit};
use tanggap_ipc::complaint::{ClockView, Detail};

use crate::components::badge::{Countdown, Ticking, Tone};
use crate::icons::{Icon, icon};
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
    // As lists and board do: duties that run, then duties that stand still, then the rest.
    let order = |view: &&ClockView| {
        let clock = &view.clock;
        let is_paused = clock.state == ClockState::Paused;
        (!clock.kind.is_duty(), is_paused, clock.due_at)
    };
    let next = detail
        .clocks
        .iter()
        .filter(|view| view.clock.state.is_open())
        .min_by_key(order)
        .cloned();
    view! {
        <section class="facts-part">
            <h2 class="heading">{say.deadline_heading()}</h2>
            {match next {
                Some(view) => view! { <NextDeadline clock=view.clock /> }.into_any(),
                None => {
                    let none = match detail.without_rule.first() {
                        Some(unjudged) => say.words().no_rule(&unjudged.why),
                        None => say.no_deadline().to_owned(),
                    };
                    view! { <p class="next-deadline done" data-testid="next-deadline">{none}</p> }.into_any()
                }
            }}
            <ul class="clocks">
                {detail.clocks.iter().cloned().map(|view| view! { <ClockLine view /> }).collect_view()}
                {detail
                    .without_rule
                    .iter()
                    .map(|unjudged| {
                        let name = say.words().clock(unjudged.clock, None);
                        let why = say.words().no_rule(&unjudged.why);
                        view! { <li class="clock-line" data-testid="clock-without-rule">{name} " · " {why}</li> }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn NextDeadline(clock: Clock) -> impl IntoView {
    let (state, say) = (state(), say());
    let name = say.words().clock(clock.kind, clock.name.as_deref());
    let due_at = clock.due_at;
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
            <p>{name}</p>
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
    let ran_out = say.ran_out(clock.kind);
    let tone = match (clock.state, ran_out) {
        (ClockState::Met, _) => Tone::Done,
        (ClockState::Overdue, Some(_)) => Tone::Warn,
        (ClockState::MetLate | ClockState::Overdue, _) => Tone::Over,
        (ClockState::Paused, _) => Tone::Paused,
        (ClockState::Running, _) => Tone::Safe,
    };
    let shape = match clock.state {
        ClockState::Running => "○",
        ClockState::MetLate => "✓",
        _ => tone.shape(),
    };
    let limit = say.limit_short(clock.limit);
    let now = state.now.get_untracked();
    let said = match (clock.state, clock.met_at, ran_out) {
        (ClockState::Met, Some(at), _) => Some(say.met_on(&say.moment(at, now))),
        (ClockState::Met, None, _) => Some(say.met_some_time().to_owned()),
        (ClockState::MetLate, at, _) => Some(match at {
            Some(at) => say.met_late_on(&say.moment(at, now)),
            None => say.met_late_some_time().to_owned(),
        }),
        (ClockState::Overdue, _, Some(words)) => Some(words.to_owned()),
        (ClockState::Paused, ..) => Some(say.paused().to_owned()),
        (ClockState::Overdue | ClockState::Running, ..) => None,
    };
    let name = clock
        .name
        .clone()
        .unwrap_or_else(|| say.clock(clock.kind).to_owned());
    let why = say.words().why(&view.explanation);
    let (line, in_full) = (why.one_line.clone(), why.one_line);
    let code = clock.kind.code();
    let met_some_time =
        matches!(clock.state, ClockState::Met | ClockState::MetLate) && clock.met_at.is_none();
    view! {
        <li class=format!("clock-line {}", tone.class()) data-testid=format!("clock-{code}")>
            <details>
                <summary>
                    <span class="shape" aria-hidden="true">{shape}</span>
                    <span class="clock-name" dir="auto">{name}</span>
                    // How much it took is not known where nobody knows when it was done.
                    <span class="clock-used">
                        {if met_some_time { limit } else { say.used_of(used(&clock), &limit) }}
                    </span>
                    {icon(Icon::Down)}
                    {said.map(|said| view! { <span class="clock-said">{said}</span> })}
                    <span class="clock-why" title=in_full data-testid=format!("why-line-{code}")>
                        {line}
                    </span>
                </summary>
                <ol class="why" data-testid=format!("why-{code}")>
                    {why.steps.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}
                </ol>
                <div class="why-basis">
                    {why.basis.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
                </div>
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
                    pending=None
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
                                pending=detail.pending.contains(&event.id).then_some(complaint.id)
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
    /// Whose event this is, while the hub has not confirmed it.
    pending: Option<ComplaintId>,
) -> impl IntoView {
    let (state, say) = (state(), say());
    view! {
        <li class:pending=pending.is_some() data-testid="history-line">
            <p>
                <b>{what}</b>
                " "
                <bdi>{by}</bdi>
            </p>
            {detail.map(|detail| view! { <p dir="auto" class="history-detail">{detail}</p> })}
            <p class="quiet">
                <time datetime=at.to_rfc3339()>{say.moment(at, state.now.get_untracked())}</time>
                {pending.map(|complaint| move || format!(" · {}", state.pending_word(say, complaint)))}
            </p>
        </li>
    }
}
