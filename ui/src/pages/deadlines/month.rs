//! The month: how much is due on each day, which days are not worked and why, and the cards of the
//! chosen day beside it.

use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_ipc::Error;
use tanggap_ipc::deadlines::{Column, Day, DayLoad, Month, MonthReply};

use super::card::CardFace;
use super::filter;
use crate::call::call;
use crate::components::states::{Failure, Skeleton};
use crate::frame::shortcuts::Key;
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::state::{State, say, state};

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

/// The grid keeps the focus and names its cell, so that a new month never loses it.
fn cell_id(day: NaiveDate) -> String {
    format!("month-{day}")
}

fn monday_of(day: NaiveDate) -> NaiveDate {
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// The weeks that a month touches, each day of other months left out.
fn weeks(month: NaiveDate) -> Vec<[Option<NaiveDate>; 7]> {
    let mut weeks = Vec::new();
    let mut monday = monday_of(month);
    let is_here = |date: &NaiveDate| (date.year(), date.month()) == (month.year(), month.month());
    loop {
        let week: [Option<NaiveDate>; 7] =
            std::array::from_fn(|day| Some(monday + Days::new(day as u64)).filter(is_here));
        if week.iter().all(Option::is_none) {
            return weeks;
        }
        weeks.push(week);
        monday = monday + Days::new(7);
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
                        view! { <Failure error on_retry=Callback::new(move |()| view.read()) /> }.into_any()
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

#[component]
fn Grid(view: View) -> impl IntoView {
    let say = view.say;
    let names = say.weekday_names();
    let most = Memo::new(move |_| {
        view.reply.with(|reply| {
            let due = reply.iter().flat_map(|reply| &reply.days);
            due.map(|day| day.due).max().unwrap_or_default()
        })
    });
    view! {
        <table
            class="load"
            role="grid"
            aria-labelledby="month-title"
            aria-busy=move || if view.reply.with(Option::is_none) { "true" } else { "false" }
            tabindex="0"
            aria-activedescendant=move || cell_id(view.day.get())
            data-testid="month-grid"
            on:keydown=move |event| view.key(&event)
        >
            <thead>
                <tr>
                    {names
                        .iter()
                        .enumerate()
                        .map(|(day, name)| {
                            view! {
                                <th scope="col" class:weekend={day >= 5}>
                                    {*name}
                                </th>
                            }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>
                {move || {
                    weeks(view.month.get())
                        .into_iter()
                        .map(|week| {
                            let cells = week
                                .map(|date| match date {
                                    Some(date) => view! { <Cell view date most /> }.into_any(),
                                    None => view! { <td class="outside"></td> }.into_any(),
                                });
                            view! { <tr>{cells.into_iter().collect_view()}</tr> }
                        })
                        .collect_view()
                }}
            </tbody>
        </table>
    }
}

/// What a day is, as a class of the style sheet: never alone, a word says it too.
fn kind(load: Option<&DayLoad>) -> &'static str {
    match load {
        Some(load) if load.skipped.is_some() => "off",
        Some(load) if !load.is_working_day => "weekend",
        _ => "",
    }
}

#[component]
fn Cell(view: View, date: NaiveDate, most: Memo<u32>) -> impl IntoView {
    let say = view.say;
    let load = Memo::new(move |_| view.load(date));
    let chosen = Memo::new(move |_| view.day.get() == date);
    let today = view.today;
    let name = move || {
        let mut words = vec![say.day_in_full(date)];
        if today.get() == date {
            words.push(say.board_today().to_lowercase());
        }
        load.with(|load| {
            if let Some(load) = load {
                words.push(say.month_due(load.due));
                match &load.skipped {
                    Some(skipped) => words.push(format!(
                        "{}: {}",
                        say.words().skipped_kind(skipped.kind),
                        skipped.name
                    )),
                    None if !load.is_working_day => {
                        words.push(say.day_weekend_in_full().to_owned())
                    }
                    None => {}
                }
            }
        });
        words.join(", ")
    };
    let urgency = move || {
        let today = today.get();
        if date < today {
            "past"
        } else if date <= today + Days::new(1) {
            "soon"
        } else {
            "later"
        }
    };
    view! {
        <td
            class=move || format!("load-day {} {}", load.with(|load| kind(load.as_ref())), urgency())
            class:today=move || today.get() == date
            role="gridcell"
            id=cell_id(date)
            aria-selected=move || if chosen.get() { "true" } else { "false" }
            data-testid="month-day"
            data-date=date.to_string()
            on:click=move |_| view.choose(date)
        >
            <span class="visually-hidden">{name}</span>
            <span class="load-number" aria-hidden="true">{date.day()}</span>
            {move || {
                load.get()
                    .and_then(|load| load.skipped)
                    .map(|skipped| {
                        let kind = say.skipped_kind(skipped.kind);
                        view! {
                            <span class="load-off" aria-hidden="true" title=skipped.source>
                                <b>{kind}</b>
                                " "
                                <bdi>{skipped.name}</bdi>
                            </span>
                        }
                    })
            }}
            {move || {
                let due = load.with(|load| load.as_ref().map_or(0, |load| load.due));
                (due > 0)
                    .then(|| {
                        let percent = due * 100 / most.get().max(1);
                        view! {
                            <span class="load-due" aria-hidden="true">
                                <span class="load-bar">
                                    <span style:width=format!("{}%", percent.clamp(4, 100))></span>
                                </span>
                                <b>{say.number(due)}</b>
                            </span>
                        }
                    })
            }}
        </td>
    }
}

#[component]
fn Legend(say: Say) -> impl IntoView {
    view! {
        <p class="load-legend">
            <span class="past"><i aria-hidden="true"></i>{say.month_legend_past()}</span>
            <span class="soon"><i aria-hidden="true"></i>{say.month_legend_soon()}</span>
            <span class="later"><i aria-hidden="true"></i>{say.month_legend_later()}</span>
            <span class="off"><i aria-hidden="true"></i>{say.month_legend_off()}</span>
        </p>
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
                None => view! { <Skeleton lines=5 /> }.into_any(),
                Some(Err(error)) => {
                    view! { <Failure error on_retry=Callback::new(move |()| read()) /> }.into_any()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(month: &str, rows: usize, first: usize, last: usize) {
        let weeks = weeks(month.parse().unwrap());
        assert_eq!(weeks.len(), rows);
        assert_eq!(weeks[0].iter().position(Option::is_some), Some(first));
        assert_eq!(
            weeks[rows - 1].iter().rposition(Option::is_some),
            Some(last)
        );
    }

    #[test]
    fn months_fill_whole_weeks() {
        check("2026-11-01", 6, 6, 0);
        check("2027-02-01", 4, 0, 6);
        check("2026-12-01", 5, 1, 3);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(monday_of(day("2026-11-25")), day("2026-11-23"));
        assert_eq!(monday_of(day("2026-11-23")), day("2026-11-23"));
        assert_eq!(monday_of(day("2026-11-29")), day("2026-11-23"));
    }
}
