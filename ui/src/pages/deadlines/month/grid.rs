//! The grid of the month, one cell a day. A colour never stands alone: a word says the same.

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use tanggap_ipc::deadlines::DayLoad;

use super::View;
use crate::labels::Say;

/// The grid keeps the focus and names its cell, so that a new month never loses it.
fn cell_id(day: NaiveDate) -> String {
    format!("month-{day}")
}

pub fn monday_of(day: NaiveDate) -> NaiveDate {
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
pub fn Grid(view: View) -> impl IntoView {
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
pub fn Legend(say: Say) -> impl IntoView {
    view! {
        <p class="load-legend">
            <span class="past"><i aria-hidden="true"></i>{say.month_legend_past()}</span>
            <span class="soon"><i aria-hidden="true"></i>{say.month_legend_soon()}</span>
            <span class="later"><i aria-hidden="true"></i>{say.month_legend_later()}</span>
            <span class="off"><i aria-hidden="true"></i>{say.month_legend_off()}</span>
        </p>
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
