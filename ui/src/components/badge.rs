//! The deadline badge: a shape, words and a colour that say the same, ticking.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use tanggap_domain::calendar::CompiledCalendar;
use tanggap_domain::indicator;
use tanggap_domain::sla::{ClockKind, ClockState, Remaining};

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

/// What a countdown needs to know of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticking {
    pub kind: ClockKind,
    pub state: ClockState,
    pub due_at: DateTime<Utc>,
    pub in_calendar_days: bool,
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
        clock: Ticking,
        now: DateTime<Utc>,
        calendar: &CompiledCalendar,
        say: Say,
        exact: bool,
    ) -> Self {
        let new = |tone, words: String| Self { tone, words };
        match clock.state {
            ClockState::Met | ClockState::MetLate => new(Tone::Done, say.stage_done().to_owned()),
            ClockState::Paused => new(Tone::Paused, say.waiting().to_owned()),
            ClockState::Running | ClockState::Overdue => {
                let is_past = indicator::is_late(clock.due_at, now);
                if is_past && let Some(words) = say.ran_out(clock.kind) {
                    return new(Tone::Warn, words.to_owned());
                }
                if clock.in_calendar_days {
                    let tone = tone(is_past, (clock.due_at - now).num_days());
                    return new(tone, say.calendar_countdown(clock.due_at, now));
                }
                match Remaining::between(now, clock.due_at, calendar) {
                    Ok(left) => new(
                        tone(left.late, i64::from(left.working_days)),
                        say.countdown(left, exact),
                    ),
                    // Outside the calendar's years only the date itself is certain.
                    Err(_) => new(
                        if is_past { Tone::Over } else { Tone::Safe },
                        say.date_time(clock.due_at),
                    ),
                }
            }
        }
    }
}

fn tone(late: bool, days_left: i64) -> Tone {
    if late {
        Tone::Over
    } else if days_left <= 1 {
        Tone::Warn
    } else {
        Tone::Safe
    }
}

#[component]
pub fn Badge(
    say: Say,
    clock: Ticking,
    /// A year in between has no decree: marked.
    undecreed: bool,
    /// Nobody confirmed the zone its times were read in: marked.
    hangs_on_zone: bool,
    /// The corrected time.
    #[prop(into)]
    now: Signal<DateTime<Utc>>,
    #[prop(into)] calendar: Signal<Arc<CompiledCalendar>>,
) -> impl IntoView {
    // Text changes once a minute or less, though time moves every second.
    let countdown = Memo::new(move |_| {
        let now = now.get();
        calendar.with(|calendar| Countdown::of(clock, now, calendar, say, false))
    });
    let title = move || {
        let mut due = say.due_on(&say.date_time(clock.due_at));
        for said in [
            undecreed.then_some(say.undecreed()),
            hangs_on_zone.then_some(say.hangs_on_zone()),
        ]
        .into_iter()
        .flatten()
        {
            due.push_str(&format!(" ({said})"));
        }
        due
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
            {hangs_on_zone
                .then(|| {
                    view! {
                        <span aria-hidden="true" data-testid="hangs-on-zone">" ≈"</span>
                        <span class="visually-hidden">{say.hangs_on_zone()}</span>
                    }
                })}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use tanggap_domain::calendar::{Calendar, OfficeHours};
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    #[track_caller]
    fn check(kind: ClockKind, in_calendar_days: bool, due: &str, tone: Tone, words: &str) {
        let zone = "Asia/Jakarta".parse().unwrap();
        let calendar = Calendar::new(zone, OfficeHours::FiveDays.weekly());
        let calendar = CompiledCalendar::new(calendar).unwrap();
        let clock = Ticking {
            kind,
            state: ClockState::Running,
            due_at: due.parse().unwrap(),
            in_calendar_days,
        };
        let now = "2026-11-25T10:00:00+07:00".parse().unwrap();
        let countdown = Countdown::of(clock, now, &calendar, ID, false);
        let expected = Countdown {
            tone,
            words: words.to_owned(),
        };
        assert_eq!(countdown, expected);
    }

    #[test]
    fn nobody_is_late_by_what_is_no_duty() {
        let past = "2026-11-24T16:00:00+07:00";
        check(
            ClockKind::FollowUp,
            false,
            past,
            Tone::Over,
            "lewat 2 j 30 m",
        );
        let warn = Tone::Warn;
        check(
            ClockKind::ReporterSilence,
            false,
            past,
            warn,
            "boleh ditutup",
        );
        check(
            ClockKind::MissingData,
            false,
            past,
            warn,
            "boleh diarsipkan",
        );
        let words = "Ombudsman dapat mengambil alih";
        check(ClockKind::Ombudsman, true, past, warn, words);
    }

    #[test]
    fn calendar_days_are_counted_as_such() {
        let saturday = "2026-11-28T24:00:00+07:00";
        let due = saturday.replace("28T24", "29T00");
        check(
            ClockKind::Ombudsman,
            true,
            &due,
            Tone::Safe,
            "sisa 3 hari 14 j",
        );
        let tonight = "2026-11-26T00:00:00+07:00";
        check(ClockKind::Ombudsman, true, tonight, Tone::Warn, "sisa 14 j");
    }
}
