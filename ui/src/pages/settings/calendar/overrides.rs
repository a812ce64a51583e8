//! Exceptions from the weekly hours: closed days, other hours, Ramadan's week, breaks.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::Editor;
use super::draft::{Draft, ExceptionKind, Field, HoursAt, Key, OverrideDraft};
use super::week::{Intervals, OverrideWeek};
use crate::icons::{Icon, icon};
use crate::pages::settings::entry::Entry;
use crate::pages::settings::parts::{Pick, Text};
use crate::shared::when::read_date;

/// What can be added, with one click each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum New {
    Kind(ExceptionKind),
    Ramadan,
}

#[component]
pub(super) fn Overrides(editor: Editor) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let today = say.wall(editor.state.now.get_untracked()).date_naive();
    let add = move |new: New| {
        let key = draft.try_update(|draft| match new {
            New::Kind(kind) => draft.add_override(kind, today, say),
            New::Ramadan => draft.add_ramadan(today, say),
        });
        editor.open.set(key);
    };
    let offered = [
        (
            New::Kind(ExceptionKind::Closed),
            "closed",
            say.override_add_closed(),
        ),
        (
            New::Kind(ExceptionKind::Hours),
            "hours",
            say.override_add_hours(),
        ),
        (New::Ramadan, "ramadan", say.override_add_ramadan()),
        (
            New::Kind(ExceptionKind::Break),
            "break",
            say.override_add_break(),
        ),
    ];
    let keys = move || {
        draft.with(|draft| {
            draft
                .overrides
                .iter()
                .map(|entry| entry.key)
                .collect::<Vec<Key>>()
        })
    };
    view! {
        <section class="form-part" aria-labelledby="overrides-title" data-testid="overrides">
            <h3 class="heading" id="overrides-title">{say.overrides()}</h3>
            <p class="quiet">{say.overrides_about()}</p>
            <Show when=move || draft.with(|draft| draft.overrides.is_empty())>
                <p class="quiet">{say.overrides_none()}</p>
            </Show>
            <ul class="fold-list">
                <For each=keys key=|key| *key let:key>
                    <Entry editor key today />
                </For>
            </ul>
            <div class="button-row">
                {offered
                    .map(|(new, code, words)| {
                        view! {
                            <button
                                class="button small"
                                data-testid=format!("override-add-{code}")
                                on:click=move |_| add(new)
                            >
                                {icon(Icon::Plus)}
                                {words}
                            </button>
                        }
                    })
                    .into_iter()
                    .collect_view()}
            </div>
        </section>
    }
}

/// One exception: a line that says what it does, and its fields when it is open.
#[component]
fn Entry(editor: Editor, key: Key, today: NaiveDate) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let entry = Memo::new(move |_| draft.with(|draft| draft.over(key).cloned()));
    let is_open = Memo::new(move |_| editor.open.get() == Some(key));
    let name = move || {
        entry.with(|entry| match entry {
            Some(entry) if !entry.name.trim().is_empty() => entry.name.clone(),
            _ => say.override_unnamed().to_owned(),
        })
    };
    let about = move || {
        entry.with(|entry| {
            entry
                .as_ref()
                .map(|entry| summary(editor, entry, today))
                .unwrap_or_default()
        })
    };
    let controls = format!("override-{key}");
    let fields = controls.clone();
    view! {
        <li class="fold" class:open=move || is_open.get() data-testid="override">
            <button
                class="fold-head"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-controls=controls
                data-testid="override-head"
                on:click=move |_| editor.open.update(|open| *open = (*open != Some(key)).then_some(key))
            >
                <b dir="auto">{name}</b>
                <span class="quiet">{about}</span>
                {icon(Icon::Down)}
            </button>
            <Show when=move || is_open.get()>
                <div class="fold-body" id=fields.clone()>
                    <Fields editor key />
                </div>
            </Show>
        </li>
    }
}

/// `12–13 Jan 2026 · tutup`.
fn summary(editor: Editor, entry: &OverrideDraft, today: NaiveDate) -> String {
    let say = editor.say;
    let dates = match (read_date(&entry.from), read_date(&entry.to)) {
        (Some(from), Some(to)) if from == to => say.day_of(from, today),
        (Some(from), Some(to)) => {
            format!("{} – {}", say.day_of(from, today), say.day_of(to, today))
        }
        _ => format!("{} – {}", entry.from, entry.to),
    };
    format!("{dates} · {}", entry.kind.words(say))
}

#[component]
fn Fields(editor: Editor, key: Key) -> impl IntoView {
    let (say, draft) = (editor.say, editor.draft);
    let entry = Entry::new(draft, key, Draft::over, Draft::over_mut);
    let kind = Memo::new(move |_| entry.read(|entry| entry.kind));
    let kinds = ExceptionKind::ALL.map(|kind| (kind, kind.code(), kind.words(say)));
    let set_kind = move |chosen| draft.update(|draft| draft.set_kind(key, chosen));
    view! {
        <div class="field-row wrap">
            <Text
                name=say.override_name()
                testid="override-name"
                first=true
                class="grow"
                value=entry.get(|entry| entry.name.clone())
                on_change=entry.set(|entry, text| entry.name = text)
                fault=editor.reading.fault_at(Field::OverrideName(key))
            />
            <Text
                name=say.override_source()
                testid="override-source"
                class="grow"
                value=entry.get(|entry| entry.source.clone())
                on_change=entry.set(|entry, text| entry.source = text)
            />
        </div>
        <div class="field-row wrap">
            <Text
                name=say.override_from()
                testid="override-from"
                class="date"
                hint=say.record_date_hint()
                value=entry.get(|entry| entry.from.clone())
                on_change=entry.set(|entry, text| entry.from = text)
                fault=editor.reading.fault_at(Field::OverrideFrom(key))
            />
            <Text
                name=say.override_to()
                testid="override-to"
                class="date"
                hint=say.record_date_hint()
                value=entry.get(|entry| entry.to.clone())
                on_change=entry.set(|entry, text| entry.to = text)
                fault=editor.reading.fault_at(Field::OverrideTo(key))
            />
            <Pick
                name=say.override_kind()
                testid="override-kind"
                choices=kinds.to_vec()
                chosen=kind
                on_choose=Callback::new(set_kind)
            />
        </div>
        {move || match kind.get() {
            Some(ExceptionKind::Hours | ExceptionKind::Break) => {
                view! {
                    <Intervals
                        editor
                        name=kind.get().map_or("", |kind| kind.words(say))
                        testid="override-intervals".to_owned()
                        at=HoursAt::Intervals(key)
                        field=Field::OverrideHours(key)
                    />
                }
                    .into_any()
            }
            Some(ExceptionKind::Weekly) => view! { <OverrideWeek editor key /> }.into_any(),
            Some(ExceptionKind::Closed) | None => ().into_any(),
        }}
        <div class="button-row">
            <button
                class="button small danger"
                data-testid="override-remove"
                on:click=move |_| {
                    editor.open.set(None);
                    draft.update(|draft| draft.overrides.retain(|entry| entry.key != key));
                }
            >
                {icon(Icon::Delete)}
                {say.override_remove()}
            </button>
        </div>
    }
}
