//! The month: how much is due on each day, which days are not worked and why, and the cards of the
//! chosen day beside it.

mod grid;

use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::{Column, Day, DayLoad, Month, MonthReply};

use super::card::CardFace;
use super::filter;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::shortcuts::Key;
use crate::state::{State, say, state};
use grid::{Grid, Legend, monday_of};

/// Cards of one day that are shown; the rest is counted.
const MOST: u32 = 200;

#[derive(Clone, Copy)]
struct View {
    state: State,
    say: Say,
    today: Memo<NaiveDate>,
    /// The first day of the month on show.
    month: RwSignal<NaiveDate>,
    /// The chosen day.
    day: RwSignal<NaiveDate>,
    reply: RwSignal<Option<MonthReply>>,
    error: RwSignal<Option<Error>>,
}

impl View {
    fn read(self) {
        let (month, asked) = (self.month.get_untracked(), filter(self.state));
        spawn_local(async move {
            let answer = call(&Month {
                filter: asked.clone(),
                year: month.year(),
                month: month.month(),
            })
            .await;
            // The tab was left, or another month or filter was chosen meanwhile.
            if self.month.try_get_untracked() != Some(month) || asked != filter(self.state) {
                return;
            }
            match answer {
                Ok(reply) => {
                    self.error.set(None);
                    self.reply.set(Some(reply));
                }
                Err(error) => {
                    self.reply.set(None);
                    self.error.set(Some(error));
                }
            }
        });
    }

    /// Chooses a day, and shows its month.
    fn choose(self, day: NaiveDate) {
        let month = day.with_day(1).unwrap_or(day);
        if month != self.month.get_untracked() {
            self.reply.set(None);
            self.month.set(month);
        }
        self.day.set(day);
    }

    fn step_month(self, forward: bool) {
        let day = self.day.get_untracked();
        let next = if forward {
            day.checked_add_months(Months::new(1))
        } else {
            day.checked_sub_months(Months::new(1))
        };
        if let Some(next) = next {
            self.choose(next);
        }
    }

    /// The load of a day, once the shell has said it.
    fn load(self, date: NaiveDate) -> Option<DayLoad> {
        self.reply.with(|reply| {
            reply
                .as_ref()?
                .days
                .iter()
                .find(|load| load.date == date)
                .cloned()
        })
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let day = self.day.get_untracked();
        let moved = match Key::of(event) {
            Some(Key::Right) => day.checked_add_days(Days::new(1)),
            Some(Key::Left) => day.checked_sub_days(Days::new(1)),
            Some(Key::Down) => day.checked_add_days(Days::new(7)),
            Some(Key::Up) => day.checked_sub_days(Days::new(7)),
            Some(Key::PageDown) => day.checked_add_months(Months::new(1)),
            Some(Key::PageUp) => day.checked_sub_months(Months::new(1)),
            Some(Key::Home) => Some(monday_of(day)),
            Some(Key::End) => monday_of(day).checked_add_days(Days::new(6)),
            _ => return,
        };
        event.prevent_default();
        if let Some(moved) = moved {
            self.choose(moved);
        }
    }
}

#[component]
pub(super) fn MonthTab() -> impl IntoView {
    let (state, say) = (state(), say());
    let wall = Memo::new(move |_| say.wall(state.now.get()).date_naive());
    let today = wall.get_untracked();
    let view = View {
        state,
        say,
        today: wall,
        month: RwSignal::new(today.with_day(1).unwrap_or(today)),
        day: RwSignal::new(today),
        reply: RwSignal::new(None),
        error: RwSignal::new(None),
    };
    Effect::new(move |_| {
        view.month.track();
        state.filter.track();
        state.complaints_changed.track();
        state.settings_changed.track();
        view.read();
    });
    view! {
        <div class="board-page">
            <section class="month-page" aria-label=say.month_load() data-testid="month">
                <Head view />
                <Undecreed view />
                {move || match view.error.get() {
                    Some(error) => {
                        view! { <Failure say error on_retry=Callback::new(move |()| view.read()) /> }.into_any()
                    }
                    None => view! { <Grid view /> }.into_any(),
                }}
                <Legend say />
            </section>
            <DayList view />
        </div>
    }
}

#[component]
fn Head(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <div class="month-head">
            <h2 id="month-title" aria-live="polite" data-testid="month-title">
                {move || say.month_in_full(view.month.get())}
            </h2>
            <button
                class="button small"
                aria-label=say.month_before()
                title=say.month_before()
                data-testid="month-before"
                on:click=move |_| view.step_month(false)
            >
                {icon(Icon::Left)}
            </button>
            <button
                class="button small"
                aria-label=say.month_after()
                title=say.month_after()
                data-testid="month-after"
                on:click=move |_| view.step_month(true)
            >
                {icon(Icon::Right)}
            </button>
            <button
                class="button small"
                data-testid="month-today"
                on:click=move |_| view.choose(view.today.get_untracked())
            >
                {say.board_today()}
            </button>
        </div>
    }
}

#[component]
fn Undecreed(view: View) -> impl IntoView {
    let say = view.say;
    let undecreed = Memo::new(move |_| {
        view.reply
            .with(|reply| reply.as_ref().is_some_and(|it| it.undecreed))
    });
    view! {
        <Show when=move || undecreed.get()>
            <p class="warning" data-testid="month-undecreed">
                {icon(Icon::Warning)}
                <span>{move || say.holidays_none(view.month.get().year())}</span>
            </p>
        </Show>
    }
}

/// The cards of the chosen day.
#[component]
fn DayList(view: View) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let column = RwSignal::new(None::<Result<Column, Error>>);
    let read = move || {
        let (date, asked) = (view.day.get_untracked(), filter(state));
        spawn_local(async move {
            let answer = call(&Day {
                filter: asked.clone(),
                date,
                limit: MOST,
            })
            .await;
            if view.day.try_get_untracked() == Some(date) && asked == filter(state) {
                column.set(Some(answer));
            }
        });
    };
    Effect::new(move |before: Option<NaiveDate>| {
        let day = view.day.get();
        state.filter.track();
        state.complaints_changed.track();
        state.settings_changed.track();
        if before != Some(day) {
            column.set(None);
        }
        read();
        day
    });
    view! {
        <aside class="due-why" aria-labelledby="day-title" data-testid="month-list">
            <h2 class="day-title" id="day-title" data-testid="month-chosen">
                {move || say.day_in_full(view.day.get())}
            </h2>
            {move || {
                view.load(view.day.get())
                    .and_then(|load| match load.skipped {
                        Some(skipped) => {
                            let kind = say.words().skipped_kind(skipped.kind);
                            let source = if skipped.source.is_empty() {
                                String::new()
                            } else {
                                format!(" ({})", skipped.source)
                            };
                            Some(format!("{kind}: {}{source}", skipped.name))
                        }
                        None if !load.is_working_day => Some(say.month_not_worked().to_owned()),
                        None => None,
                    })
                    .map(|words| view! { <p class="day-off" data-testid="month-off">{words}</p> })
            }}
            {move || match column.get() {
                None => view! { <Skeleton say lines=5 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure say error on_retry=Callback::new(move |()| read()) /> }.into_any()
                }
                Some(Ok(column)) => view! { <Cards view column /> }.into_any(),
            }}
        </aside>
    }
}

#[component]
fn Cards(view: View, column: Column) -> impl IntoView {
    let (state, say) = (view.state, view.say);
    let shown = u32::try_from(column.cards.len()).unwrap_or(u32::MAX);
    let rest = column.total.saturating_sub(shown);
    view! {
        <p class="quiet" role="status" data-testid="month-count">{say.month_due(column.total)}</p>
        <ul class="day-cards">
            {column
                .cards
                .into_iter()
                .map(|card| {
                    let id = card.row.id;
                    let title = say.notice_open(&card.row.tracking_id.to_string());
                    view! {
                        <li>
                            <button
                                class="due-card"
                                title=title
                                data-testid="day-card"
                                on:click=move |_| state.show(id)
                            >
                                <CardFace state say card />
                            </button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        {(rest > 0).then(|| view! { <p class="quiet">{say.month_rest(rest)}</p> })}
    }
}
