//! A calendar of the days between start and due, each with what it meant.

use chrono::{Datelike, Days, NaiveDate};
use leptos::prelude::*;
use tanggap_domain::sla::explain::{DayMeaning, ExplainedDay};

use crate::labels::Say;

/// Whole weeks from the first day's Monday to the last day's Sunday.
fn weeks(first: NaiveDate, last: NaiveDate) -> Vec<[NaiveDate; 7]> {
    let monday = first - Days::new(u64::from(first.weekday().num_days_from_monday()));
    let mut weeks = Vec::new();
    let mut start = monday;
    while start <= last {
        weeks.push(std::array::from_fn(|day| start + Days::new(day as u64)));
        start = start + Days::new(7);
    }
    weeks
}

/// Class of the cell, the small word in it, and the whole of it for reading aloud.
fn meaning(
    day: &ExplainedDay,
    is_due: bool,
    in_calendar_days: bool,
    say: Say,
) -> (&'static str, String, String) {
    let (class, caption, full) = match &day.what {
        DayMeaning::Started => (
            "started",
            say.day_started().to_owned(),
            say.day_started().to_owned(),
        ),
        DayMeaning::Counted { number } => (
            "counted",
            say.day_number(*number),
            if in_calendar_days {
                say.day_calendar_in_full(*number)
            } else {
                say.day_counted_in_full(*number)
            },
        ),
        DayMeaning::Worked { minutes } => (
            "counted",
            say.day_worked(*minutes),
            say.day_worked(*minutes),
        ),
        DayMeaning::Weekend => (
            "weekend",
            String::new(),
            say.day_weekend_in_full().to_owned(),
        ),
        DayMeaning::Skipped { name, source, kind } => {
            let full = if source.is_empty() {
                name.clone()
            } else {
                format!("{name} ({source})")
            };
            ("skipped", say.skipped_kind(*kind).to_owned(), full)
        }
        DayMeaning::Paused { reason } => (
            "paused",
            say.day_paused().to_owned(),
            say.words().pause_reason(*reason).to_owned(),
        ),
    };
    if is_due {
        (class, caption, format!("{full}, {}", say.day_due()))
    } else {
        (class, caption, full)
    }
}

#[component]
pub fn MonthCalendar(
    days: Vec<ExplainedDay>,
    /// Every day counts, days off too.
    in_calendar_days: bool,
    say: Say,
) -> impl IntoView {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return ().into_any();
    };
    let (first, due) = (first.date, last.date);
    let mut shown_month = None;
    let rows: Vec<_> = weeks(first, due)
        .into_iter()
        .map(|week| {
            // A new month is named above the week in which it begins.
            let month = (week[6].year(), week[6].month());
            let heading = (shown_month != Some(month)).then(|| say.month_in_full(week[6]));
            shown_month = Some(month);
            let cells = week.map(|date| {
                let found = days.iter().find(|day| day.date == date);
                match found {
                    Some(day) => {
                        let is_due = date == due;
                        let (class, caption, full) = meaning(day, is_due, in_calendar_days, say);
                        view! {
                            <td class=class class:due=is_due title=full.clone()>
                                <span class="day">{date.day()}</span>
                                <small aria-hidden="true">{caption}</small>
                                <span class="visually-hidden">{full.clone()}</span>
                            </td>
                        }
                        .into_any()
                    }
                    None => view! {
                        <td class="outside">
                            <span class="day">{date.day()}</span>
                        </td>
                    }
                    .into_any(),
                }
            });
            view! {
                {heading
                    .map(|heading| {
                        view! {
                            <tr class="month">
                                <th colspan="7" scope="colgroup">{heading}</th>
                            </tr>
                        }
                    })}
                <tr>{cells.into_iter().collect_view()}</tr>
            }
        })
        .collect();
    view! {
        <table class="month-calendar" aria-label=say.because_calendar() data-testid="why-calendar">
            <thead>
                <tr>
                    {(0..7)
                        .map(|day| view! { <th scope="col">{say.weekday_short(day)}</th> })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_are_whole_and_start_on_monday() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let weeks = weeks(date(12), date(26));
        assert_eq!(weeks.len(), 3);
        assert_eq!(weeks[0][0], date(9));
        assert_eq!(weeks[2][6], date(29));
    }
}
