//! Which days and hours count: week, hours, joint leave, holidays by year, and the limits in force.

use chrono::Datelike;
use leptos::prelude::*;
use tanggap_domain::calendar::Holiday;
use tanggap_ipc::settings::WorkWeek;

use super::{Check, Segments, View};
use crate::icons::{Icon, icon};
use crate::pages::when::read_time;

#[component]
pub(super) fn CalendarSection(view: View) -> impl IntoView {
    let say = view.say;
    view! {
        <div class="form" data-testid="section-calendar">
            <Segments
                name=say.work_week()
                testid="work-week"
                choices=vec![
                    (WorkWeek::Five, "five", say.work_week_words(WorkWeek::Five)),
                    (WorkWeek::Six, "six", say.work_week_words(WorkWeek::Six)),
                ]
                chosen=Signal::derive(move || view.settings().week)
                on_choose=Callback::new(move |week| view.change(|settings| settings.week = week))
            />
            <Hours view />
            <Check
                name=say.skip_leave()
                about=say.skip_leave_about()
                testid="skip-leave"
                on=Signal::derive(move || view.settings().skip_collective_leave)
                on_change=Callback::new(move |on| {
                    view.change(|settings| settings.skip_collective_leave = on);
                })
            />
            <Limits view />
            <Holidays view />
        </div>
    }
}

#[component]
fn Hours(view: View) -> impl IntoView {
    let say = view.say;
    let fault = RwSignal::new(false);
    // Both are read together: neither is valid without the other.
    let take = move |opens: Option<u16>, closes: Option<u16>| match (opens, closes) {
        (Some(opens), Some(closes)) if opens < closes => {
            fault.set(false);
            view.change(|settings| {
                settings.opens_min = opens;
                settings.closes_min = closes;
            });
        }
        _ => fault.set(true),
    };
    let opens = Memo::new(move |_| view.settings().opens_min);
    let closes = Memo::new(move |_| view.settings().closes_min);
    view! {
        <div class="field-row">
            <label class="field">
                <span>{say.opening()}</span>
                <input
                    class="input time"
                    type="text"
                    inputmode="numeric"
                    aria-invalid=move || if fault.get() { "true" } else { "false" }
                    data-testid="opens"
                    prop:value=move || say.clock_time(opens.get())
                    on:change=move |event| {
                        take(read_time(&event_target_value(&event)), Some(closes.get_untracked()));
                    }
                />
            </label>
            <label class="field">
                <span>{say.closing()}</span>
                <input
                    class="input time"
                    type="text"
                    inputmode="numeric"
                    aria-invalid=move || if fault.get() { "true" } else { "false" }
                    data-testid="closes"
                    prop:value=move || say.clock_time(closes.get())
                    on:change=move |event| {
                        take(Some(opens.get_untracked()), read_time(&event_target_value(&event)));
                    }
                />
            </label>
        </div>
        <Show when=move || fault.get()>
            <p class="wrong" role="alert" data-testid="hours-fault">{icon(Icon::Warning)} {say.hours_fault()}</p>
        </Show>
    }
}

/// The policy in force, to be read; its numbers come with their citation.
#[component]
fn Limits(view: View) -> impl IntoView {
    let say = view.say;
    move || {
        let policy = view
            .reply
            .with(|reply| reply.as_ref().map(|reply| reply.policy.clone()))?;
        let rows = policy.clocks.iter().map(|rule| {
            let classes = match &rule.classifications {
                None => say.policy_every_class().to_owned(),
                Some(classes) => classes
                    .iter()
                    .map(|class| say.classification(class))
                    .collect::<Vec<_>>()
                    .join(", "),
            };
            view! {
                <tr>
                    <td>{say.clock_in_full(rule.clock)}</td>
                    <td>{classes}</td>
                    <td class="figure" title=rule.citation.clone()>
                        {say.limit(rule.limit)}
                    </td>
                </tr>
            }
        });
        Some(view! {
            <h3 class="heading">{say.policy_heading()}</h3>
            <div class="table-area tall" tabindex="0" role="region" aria-label=say.policy_heading()>
                <table class="table" data-testid="policy-clocks">
                    <thead>
                        <tr>
                            <th scope="col">{say.policy_clock()}</th>
                            <th scope="col">{say.policy_class()}</th>
                            <th scope="col">{say.policy_limit()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
            <p class="quiet">
                {say
                    .because_policy(&policy.name, policy.version, &say.date(policy.effective_from))}
                " "
                {say.because_basis(&policy.citation)}
            </p>
        })
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
