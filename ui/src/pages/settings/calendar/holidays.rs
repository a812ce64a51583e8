//! Holidays and joint leave by year: to be read as a table, one row at a time open for editing.

use std::collections::BTreeSet;

use chrono::Datelike;
use leptos::prelude::*;
use tanggap_domain::calendar::HolidayKind;

use super::Editor;
use super::draft::{Draft, Field, HolidayDraft, Key};
use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::settings::entry::Entry;
use crate::pages::settings::parts::{Check, FaultLine, Pick, Text};
use crate::shared::when::read_date;

#[component]
pub(super) fn Holidays(editor: Editor) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let this_year = say.wall(editor.state.now.get_untracked()).year();
    let year = editor.year;
    let years = Memo::new(move |_| draft.with(|draft| years(draft, this_year)));
    let keys = Memo::new(move |_| draft.with(|draft| keys_of(draft, year.get())));
    let is_decreed = move || draft.with(|draft| draft.decreed_years.contains(&year.get()));
    let decree = move |on: bool| {
        let year = year.get_untracked();
        draft.update(|draft| {
            if on {
                draft.decreed_years.insert(year);
            } else {
                draft.decreed_years.remove(&year);
            }
        });
    };
    let add = move |_| {
        let key = draft.try_update(|draft| {
            let source = usual_source(draft, year.get_untracked());
            draft.add_holiday(&source)
        });
        editor.open.set(key);
    };
    view! {
        <section class="form-part" aria-labelledby="holidays-title">
            <div class="heading-row">
                <h3 class="heading" id="holidays-title">{say.holidays()}</h3>
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
            <Check
                name=move || say.holidays_decreed(year.get())
                testid="holidays-decreed"
                on=Signal::derive(is_decreed)
                on_change=Callback::new(decree)
            />
            <Show when=move || !is_decreed()>
                <p class="warning" data-testid="holidays-undecreed">
                    {icon(Icon::Warning)}
                    <span>{move || say.holidays_none(year.get())}</span>
                </p>
            </Show>
            <Show
                when=move || keys.with(|keys| !keys.is_empty())
                fallback=move || view! { <p class="quiet">{move || say.holidays_empty(year.get())}</p> }
            >
                <ul class="fold-list holidays" data-testid="holidays">
                    <For each=move || keys.get() key=|key| *key let:key>
                        <Row editor key />
                    </For>
                </ul>
            </Show>
            <div class="button-row">
                <button class="button small" data-testid="holiday-add" on:click=add>
                    {icon(Icon::Plus)}
                    {say.holiday_add()}
                </button>
            </div>
        </section>
    }
}

/// Shows the year of a holiday with a fault.
pub(super) fn show_year_of(editor: Editor, key: Key) {
    let year = editor
        .draft
        .with_untracked(|draft| draft.holiday(key).and_then(HolidayDraft::year));
    if let Some(year) = year {
        editor.year.set(year);
    }
}

/// Every year with a decree or a holiday, this one, and the one after the last.
fn years(draft: &Draft, this_year: i32) -> BTreeSet<i32> {
    let mut years = draft.decreed_years.clone();
    years.extend(draft.holidays.iter().filter_map(HolidayDraft::year));
    years.insert(this_year);
    if let Some(last) = years.last().copied() {
        years.insert(last + 1);
    }
    years
}

/// Those of a year by date; those without a date that can be read last, whatever the year.
fn keys_of(draft: &Draft, year: i32) -> Vec<Key> {
    let mut of_year: Vec<_> = draft
        .holidays
        .iter()
        .filter(|holiday| holiday.year().is_none_or(|its| its == year))
        .map(|holiday| (read_date(&holiday.date), holiday.key))
        .collect();
    of_year.sort_by_key(|(date, key)| (date.is_none(), *date, *key));
    of_year.into_iter().map(|(_, key)| key).collect()
}

/// The decree that the year's other days name.
fn usual_source(draft: &Draft, year: i32) -> String {
    draft
        .holidays
        .iter()
        .rfind(|holiday| holiday.year() == Some(year))
        .map(|holiday| holiday.source.clone())
        .unwrap_or_default()
}

#[component]
fn Row(editor: Editor, key: Key) -> impl IntoView {
    let is_open = Memo::new(move |_| editor.open.get() == Some(key));
    view! {
        <li class="fold" class:open=move || is_open.get() data-testid="holiday">
            {move || {
                if is_open.get() {
                    view! { <Fields editor key /> }.into_any()
                } else {
                    view! { <Read editor key /> }.into_any()
                }
            }}
        </li>
    }
}

#[component]
fn Read(editor: Editor, key: Key) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let holiday = move || draft.with(|draft| draft.holiday(key).cloned());
    let named = move || holiday().map_or_else(String::new, |holiday| name_of(&holiday, say));
    let about = move || {
        holiday().map(|holiday| {
            let date = match read_date(&holiday.date) {
                Some(date) => format!("{} {}", say.weekday(date.weekday()), say.date(date)),
                None => holiday.date.clone(),
            };
            let kind = say.holiday_kind_words(holiday.kind);
            let name = name_of(&holiday, say);
            view! {
                <span class="holiday-date">{date}</span>
                <span class="holiday-name" dir="auto">{name}</span>
                <span class="holiday-kind">{kind}</span>
                <span class="holiday-source quiet" title=holiday.source.clone()>{holiday.source.clone()}</span>
            }
        })
    };
    let fault = move || {
        editor
            .reading
            .fault(Field::HolidayDate(key))
            .or_else(|| editor.reading.fault(Field::HolidayName(key)))
    };
    view! {
        <div class="holiday-row">
            {about}
            <span class="holiday-actions">
                <button
                    class="ghost"
                    aria-label=move || say.holiday_edit(&named())
                    title=move || say.holiday_edit(&named())
                    data-testid="holiday-edit"
                    on:click=move |_| editor.open.set(Some(key))
                >
                    {icon(Icon::Edit)}
                </button>
                <button
                    class="ghost"
                    aria-label=move || say.holiday_remove(&named())
                    title=move || say.holiday_remove(&named())
                    data-testid="holiday-remove"
                    on:click=move |_| remove(editor, key)
                >
                    {icon(Icon::Delete)}
                </button>
            </span>
        </div>
        <FaultLine fault=Signal::derive(fault) />
    }
}

fn name_of(holiday: &HolidayDraft, say: Say) -> String {
    if holiday.name.trim().is_empty() {
        say.holiday_unnamed().to_owned()
    } else {
        holiday.name.clone()
    }
}

fn remove(editor: Editor, key: Key) {
    editor
        .draft
        .update(|draft| draft.holidays.retain(|holiday| holiday.key != key));
}

#[component]
fn Fields(editor: Editor, key: Key) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let holiday = Entry::new(draft, key, Draft::holiday, Draft::holiday_mut);
    let kinds = [
        (HolidayKind::National, "national"),
        (HolidayKind::CollectiveLeave, "collective-leave"),
    ]
    .map(|(kind, code)| (kind, code, say.holiday_kind_words(kind)));
    view! {
        <div class="fold-body">
            <div class="field-row wrap">
                <Text
                    name=say.holiday_date()
                    testid="holiday-date"
                    first=true
                    class="date"
                    hint=say.record_date_hint()
                    value=holiday.get(|holiday| holiday.date.clone())
                    on_change=holiday.set(|holiday, text| holiday.date = text)
                    fault=editor.reading.fault_at(Field::HolidayDate(key))
                />
                <Text
                    name=say.holiday_name()
                    testid="holiday-name"
                    class="grow"
                    value=holiday.get(|holiday| holiday.name.clone())
                    on_change=holiday.set(|holiday, text| holiday.name = text)
                    fault=editor.reading.fault_at(Field::HolidayName(key))
                />
            </div>
            <div class="field-row wrap">
                <Pick
                    name=say.holiday_kind()
                    testid="holiday-kind"
                    choices=kinds.to_vec()
                    chosen=holiday.chosen(|holiday| holiday.kind)
                    on_choose=holiday.set(|holiday, kind| holiday.kind = kind)
                />
                <Text
                    name=say.holiday_source()
                    testid="holiday-source"
                    class="grow"
                    value=holiday.get(|holiday| holiday.source.clone())
                    on_change=holiday.set(|holiday, text| holiday.source = text)
                />
            </div>
            <div class="button-row">
                <button
                    class="button small"
                    data-testid="holiday-done"
                    on:click=move |_| editor.open.set(None)
                >
                    {icon(Icon::Check)}
                    {say.holiday_done()}
                </button>
                <button
                    class="button small danger"
                    data-testid="holiday-remove"
                    on:click=move |_| {
                        editor.open.set(None);
                        remove(editor, key);
                    }
                >
                    {icon(Icon::Delete)}
                    {say.holiday_discard()}
                </button>
            </div>
        </div>
    }
}
