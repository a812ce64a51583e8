//! The deadline badge: a shape, words and a colour that say the same, ticking.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::sla::{ClockState, Remaining};

use crate::labels::Say;

/// How a deadline looks. Never alone: the shape and the words say it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Over,
    Warn,
    Safe,
    Paused,
    Done,
}

impl Tone {
    pub fn class(self) -> &'static str {
        match self {
            Self::Over => "over",
            Self::Warn => "warn",
            Self::Safe => "safe",
            Self::Paused => "paused",
            Self::Done => "done",
        }
    }

    pub fn shape(self) -> &'static str {
        match self {
            Self::Over => "▲",
            Self::Warn => "◆",
            Self::Safe => "",
            Self::Paused => "‖",
            Self::Done => "✓",
        }
    }
}

/// A deadline in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Countdown {
    pub tone: Tone,
    pub words: String,
}

impl Countdown {
    /// `exact`: minutes beside days too.
    pub fn of(
        state: ClockState,
        due_at: DateTime<Utc>,
        now: DateTime<Utc>,
        calendar: &CompiledCalendar,
        say: Say,
        exact: bool,
    ) -> Self {
        match state {
            ClockState::Met | ClockState::MetLate => Self {
                tone: Tone::Done,
                words: say.stage_done().to_owned(),
            },
            ClockState::Paused => Self {
                tone: Tone::Paused,
                words: say.waiting().to_owned(),
            },
            ClockState::Running | ClockState::Overdue => {
                match Remaining::between(now, due_at, calendar) {
                    Ok(left) => Self {
                        tone: if left.late {
                            Tone::Over
                        } else if left.working_days <= 1 {
                            Tone::Warn
                        } else {
                            Tone::Safe
                        },
                        words: say.countdown(left, exact),
                    },
                    // Outside the calendar's years only the date itself is certain.
                    Err(_) => Self {
                        tone: if due_at < now { Tone::Over } else { Tone::Safe },
                        words: say.date_time(due_at),
                    },
                }
            }
        }
    }
}

#[component]
pub fn DeadlineBadge(
    state: ClockState,
    due_at: DateTime<Utc>,
    #[prop(into)] now: Signal<DateTime<Utc>>,
    #[prop(into)] calendar: Signal<Arc<CompiledCalendar>>,
    say: Say,
    /// A year in between has no decree: marked.
    #[prop(optional)]
    undecreed: bool,
) -> impl IntoView {
    // Text changes once a minute or less, though time moves every second.
    let countdown = Memo::new(move |_| {
        calendar.with(|calendar| Countdown::of(state, due_at, now.get(), calendar, say, false))
    });
    let title = move || {
        let due = say.due_on(&say.date_time(due_at));
        if undecreed {
            format!("{due} ({})", say.undecreed())
        } else {
            due
        }
    };
    view! {
        <span
            class=move || format!("badge {}", countdown.with(|it| it.tone.class()))
            title=title
            data-testid="deadline-badge"
        >
            <span class="shape" aria-hidden="true">{move || countdown.with(|it| it.tone.shape())}</span>
            {move || countdown.with(|it| it.words.clone())}
            {undecreed.then_some("*")}
        </span>
    }
}
