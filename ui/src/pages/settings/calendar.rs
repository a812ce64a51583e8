//! Which days and hours count: holidays by year.

use chrono::Datelike;
use leptos::prelude::*;
use tanggap_domain::calendar::Holiday;

use super::View;
use crate::icons::{Icon, icon};

#[component]
pub(super) fn CalendarSection(view: View) -> impl IntoView {
    view! {
        <div class="form" data-testid="section-calendar">
            <Holidays view />
        </div>
    }
}

#[component]
fn Holidays(view: View) -> impl IntoView {
    let say = view.say;
    let this_year = say.wall(view.state.now.get_untracked()).year();
    let year = RwSignal::new(this_year);
    let years = Memo::new(move |_| {
        view.reply.with(|reply| {
            let mut years: Vec<i32> = reply
                .as_ref()
                .map(|reply| reply.calendar.decreed_years.iter().copied().collect())
                .unwrap_or_default();
            // The year after the last decree, to say that it is missing.
            let next = years.last().map_or(this_year, |last| last + 1);
            years.push(next);
            years
        })
    });
    let days = Memo::new(move |_| {
        let year = year.get();
        view.reply.with(|reply| {
            let mut days: Vec<Holiday> = reply
                .as_ref()
                .map(|reply| {
                    let of_year = |day: &&Holiday| day.date.year() == year;
                    reply
                        .calendar
                        .holidays
                        .iter()
                        .filter(of_year)
                        .cloned()
                        .collect()
                })
                .unwrap_or_default();
            days.sort_by_key(|day| day.date);
            days
        })
    });
    let decreed = move || {
        let year = year.get();
        view.reply.with(|reply| {
            reply
                .as_ref()
                .is_some_and(|reply| reply.calendar.decreed_years.contains(&year))
        })
    };
    view! {
        <div class="heading-row">
            <h3 class="heading">{say.holidays()}</h3>
            <label class="inline-field">
                <span>{say.holidays_year()}</span>
                <select
                    class="select"
                    data-testid="holidays-year"
                    prop:value=move || year.get().to_string()
                    on:change=move |event| {
                        if let Ok(chosen) = event_target_value(&event).parse() {
                            year.set(chosen);
                        }
                    }
                >
                    {move || {
                        years
                            .get()
                            .into_iter()
                            .map(|choice| {
                                view! {
                                    <option value=choice.to_string() selected=choice == year.get_untracked()>
                                        {choice}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </div>
        <Show when=move || !decreed()>
            <p class="warning" data-testid="holidays-undecreed">
                {icon(Icon::Warning)}
                <span>{move || say.holidays_none(year.get())}</span>
            </p>
        </Show>
        <Show when=move || days.with(|days| !days.is_empty())>
            <div class="table-area tall" tabindex="0" role="region" aria-label=say.holidays()>
                <table class="table" data-testid="holidays">
                    <thead>
                        <tr>
                            <th scope="col">{say.holiday_date()}</th>
                            <th scope="col">{say.holiday_name()}</th>
                            <th scope="col">{say.holiday_kind()}</th>
                            <th scope="col">{say.holiday_source()}</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || {
                            days.get()
                                .into_iter()
                                .map(|day| {
                                    view! {
                                        <tr>
                                            <td class="figure">
                                                {format!("{} {}", say.weekday(day.date.weekday()), say.date(day.date))}
                                            </td>
                                            <td>{day.name}</td>
                                            <td>{say.holiday_kind_words(day.kind)}</td>
                                            <td class="quiet">{day.source}</td>
                                        </tr>
                                    }
                                })
                                .collect_view()
                        }}
                    </tbody>
                </table>
            </div>
        </Show>
    }
}
