//! Hours: intervals of one day, and the days of a week.

use leptos::prelude::*;
use tanggap_domain::calendar::OfficeHours;

use super::Editor;
use super::draft::{Field, Hours, HoursAt, Key};
use crate::icons::{Icon, icon};
use crate::pages::settings::parts::FaultLine;

const CODES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

#[component]
pub(super) fn OfficeWeek(editor: Editor) -> impl IntoView {
    let say = editor.say;
    let fill = move |hours: OfficeHours| editor.draft.update(|draft| draft.set_week(hours, say));
    view! {
        <section class="form-part" aria-labelledby="week-title" data-testid="office-week">
            <div class="heading-row">
                <h3 class="heading" id="week-title">{say.week_hours()}</h3>
                <span class="presets">
                    <span class="quiet">{say.week_preset()}</span>
                    <button
                        class="button small"
                        data-testid="week-five"
                        on:click=move |_| fill(OfficeHours::FiveDays)
                    >
                        {say.week_five()}
                    </button>
                    <button
                        class="button small"
                        data-testid="week-six"
                        on:click=move |_| fill(OfficeHours::SixDays)
                    >
                        {say.week_six()}
                    </button>
                </span>
            </div>
            <p class="quiet">{say.week_hours_about()}</p>
            <Days editor prefix="hours" at=Callback::new(HoursAt::Office) field=Callback::new(Field::Office) />
        </section>
    }
}

/// The week of an override.
#[component]
pub(super) fn OverrideWeek(editor: Editor, key: Key) -> impl IntoView {
    view! {
        <Days
            editor
            prefix="override-hours"
            at=Callback::new(move |day| HoursAt::Week(key, day))
            field=Callback::new(move |day| Field::OverrideDay(key, day))
        />
    }
}

#[component]
fn Days(
    editor: Editor,
    prefix: &'static str,
    at: Callback<usize, HoursAt>,
    field: Callback<usize, Field>,
) -> impl IntoView {
    let names = editor.say.weekday_names();
    view! {
        <div class="week">
            {CODES
                .iter()
                .enumerate()
                .map(|(day, code)| {
                    view! {
                        <Intervals
                            editor
                            name=names[day]
                            testid=format!("{prefix}-{code}")
                            at=at.run(day)
                            field=field.run(day)
                        />
                    }
                })
                .collect_view()}
        </div>
    }
}

/// The intervals of one day or one override, in a row that says whose they are.
#[component]
pub(super) fn Intervals(
    editor: Editor,
    name: &'static str,
    testid: String,
    at: HoursAt,
    field: Field,
) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let keys = move || {
        draft.with(|draft| {
            draft
                .hours(at)
                .iter()
                .map(|hours| hours.key)
                .collect::<Vec<Key>>()
        })
    };
    let is_empty = move || draft.with(|draft| draft.hours(at).is_empty());
    let add = move |_| {
        draft.update(|draft| {
            let key = draft.new_key();
            // After a morning comes an afternoon.
            let next = if draft.hours(at).is_empty() {
                Hours::typed(key, "07:30", "12:00", say)
            } else {
                Hours::typed(key, "13:00", "16:00", say)
            };
            if let Some(hours) = draft.hours_mut(at) {
                hours.push(next);
            }
        });
    };
    view! {
        <div class="week-day" role="group" aria-label=name data-testid=testid>
            <span class="week-name" aria-hidden="true">{name}</span>
            <div class="week-hours">
                <For each=keys key=|key| *key let:key>
                    <Interval editor name at field key />
                </For>
                <Show when=is_empty>
                    <span class="week-closed" data-testid="hours-closed">{say.hours_closed()}</span>
                </Show>
                <button
                    class="ghost"
                    aria-label=say.hours_add_on(name)
                    title=say.hours_add_on(name)
                    data-testid="hours-add"
                    on:click=add
                >
                    {icon(Icon::Plus)}
                    <span class="week-add">{say.hours_add()}</span>
                </button>
            </div>
            <FaultLine fault=Signal::derive(move || editor.reading.fault(field)) />
        </div>
    }
}

#[component]
fn Interval(
    editor: Editor,
    name: &'static str,
    at: HoursAt,
    field: Field,
    key: Key,
) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let read = move |pick: fn(&Hours) -> &String| {
        draft.with(|draft| {
            draft
                .hours(at)
                .iter()
                .find(|hours| hours.key == key)
                .map(|hours| pick(hours).clone())
                .unwrap_or_default()
        })
    };
    let write = move |change: &dyn Fn(&mut Hours)| {
        draft.update(|draft| {
            let found = draft
                .hours_mut(at)
                .and_then(|hours| hours.iter_mut().find(|hours| hours.key == key));
            if let Some(hours) = found {
                change(hours);
            }
        });
    };
    let invalid = move || {
        if editor.reading.fault(field).is_some() {
            "true"
        } else {
            "false"
        }
    };
    let words = move || {
        format!(
            "{}–{}",
            read(|hours| &hours.from),
            read(|hours| &hours.until)
        )
    };
    view! {
        <span class="interval">
            <input
                class="input time"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=say.hours_from(name)
                aria-invalid=invalid
                data-testid="hours-from"
                prop:value=move || read(|hours| &hours.from)
                on:change=move |event| {
                    let text = event_target_value(&event);
                    write(&|hours| hours.from.clone_from(&text));
                }
            />
            <span aria-hidden="true">"–"</span>
            <input
                class="input time"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                aria-label=say.hours_until(name)
                aria-invalid=invalid
                data-testid="hours-until"
                prop:value=move || read(|hours| &hours.until)
                on:change=move |event| {
                    let text = event_target_value(&event);
                    write(&|hours| hours.until.clone_from(&text));
                }
            />
            <button
                class="ghost"
                aria-label=move || say.hours_remove(&format!("{name} {}", words()))
                title=move || say.hours_remove(&words())
                data-testid="hours-remove"
                on:click=move |_| {
                    draft
                        .update(|draft| {
                            if let Some(hours) = draft.hours_mut(at) {
                                hours.retain(|hours| hours.key != key);
                            }
                        });
                }
            >
                {icon(Icon::Close)}
            </button>
        </span>
    }
}
