//! The office's own clocks in the editor of its rules.

use leptos::prelude::*;
use tanggap_domain::sla::{End, Start, Unit};

use super::draft::{Draft, Field, Key};
use super::editor::Editing;
use crate::icons::{Icon, icon};
use crate::pages::settings::entry::Entry;
use crate::pages::settings::parts::{Check, Checks, Pick, Text};
use crate::shared::filters::classes;

const UNITS: [(Unit, &str); 3] = [
    (Unit::WorkingDays, "working-days"),
    (Unit::WorkingHours, "working-hours"),
    (Unit::CalendarDays, "calendar-days"),
];
const STARTS: [(Start, &str); 6] = [
    (Start::Received, "received"),
    (Start::Verified, "verified"),
    (Start::Forwarded, "forwarded"),
    (Start::Answered, "answered"),
    (Start::Held, "held"),
    (Start::FileComplete, "file-complete"),
];
const ENDS: [(End, &str); 6] = [
    (End::Verified, "verified"),
    (End::Forwarded, "forwarded"),
    (End::FollowedUp, "followed-up"),
    (End::Completed, "completed"),
    (End::ReporterAnswered, "reporter-answered"),
    (End::DataCompleted, "data-completed"),
];

#[component]
pub(super) fn OwnClocks(editing: Editing) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let keys =
        move || draft.with(|draft| draft.own.iter().map(|own| own.key).collect::<Vec<Key>>());
    view! {
        <section class="form-part" aria-labelledby="own-title" data-testid="rules-own">
            <h3 class="heading" id="own-title">{say.rules_own_clocks()}</h3>
            <p class="quiet">{say.rules_own_about()}</p>
            <For each=keys key=|key| *key let:key>
                <Clock editing key />
            </For>
            <div class="button-row">
                <button
                    class="button small"
                    data-testid="own-add"
                    on:click=move |_| {
                        draft.update(|draft| {
                            draft.add_own();
                        });
                    }
                >
                    {icon(Icon::Plus)}
                    {say.rules_own_add()}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Clock(editing: Editing, key: Key) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let words = say.words();
    let own = Entry::new(draft, key, Draft::own, Draft::own_mut);
    let name = move || {
        let name = own.read(|own| own.name.trim().to_owned());
        match name.filter(|name| !name.is_empty()) {
            Some(name) => name,
            None => say.rules_own_unnamed().to_owned(),
        }
    };
    let classes = classes()
        .iter()
        .map(|class| {
            let code = class.code().to_owned();
            (class.clone(), code, say.classification(class))
        })
        .collect();
    view! {
        <div class="own-clock" role="group" aria-label=name data-testid="own-clock">
            <div class="field-row wrap">
                <Text
                    name=say.rules_own_name()
                    testid="own-name"
                    class="grow"
                    hint=say.rules_own_name_hint()
                    value=own.get(|own| own.name.clone())
                    on_change=own.set(|own, text| own.name = text)
                    fault=editing.reading.fault_at(Field::OwnName(key))
                />
                <Text
                    name=say.rules_own_limit()
                    testid="own-amount"
                    class="amount"
                    value=own.get(|own| own.amount.clone())
                    on_change=own.set(|own, text| own.amount = text)
                    fault=editing.reading.fault_at(Field::OwnAmount(key))
                />
                <Pick
                    name=say.rules_own_unit()
                    testid="own-unit"
                    class="grow"
                    choices=UNITS.map(|(unit, code)| (unit, code, say.unit(unit))).to_vec()
                    chosen=own.chosen(|own| own.unit)
                    on_choose=own.set(|own, unit| own.unit = unit)
                />
            </div>
            <div class="field-row wrap">
                <Pick
                    name=say.rules_own_starts()
                    testid="own-starts"
                    class="grow"
                    choices=STARTS.map(|(start, code)| (start, code, words.starts(start))).to_vec()
                    chosen=own.chosen(|own| own.starts)
                    on_choose=own.set(|own, start| own.starts = start)
                />
                <Pick
                    name=say.rules_own_ends()
                    testid="own-ends"
                    class="grow"
                    choices=ENDS.map(|(end, code)| (end, code, words.ends(end))).to_vec()
                    chosen=own.chosen(|own| own.ends)
                    on_choose=own.set(|own, end| own.ends = end)
                />
            </div>
            <Checks
                name=say.rules_own_classes()
                testid="own-class"
                choices=classes
                chosen=own.get(|own| own.classes.clone())
                on_change=own.set(|own, classes| own.classes = classes)
            />
            <Check
                name=say.rules_own_pauses()
                testid="own-pauses"
                on=own.get(|own| own.pauses)
                on_change=own.set(|own, on| own.pauses = on)
            />
            <Text
                name=say.rules_citation()
                testid="own-citation"
                hint=say.rules_citation_hint()
                value=own.get(|own| own.citation.clone())
                on_change=own.set(|own, text| own.citation = text)
                fault=editing.reading.fault_at(Field::OwnCitation(key))
            />
            <div class="button-row">
                <button
                    class="button small danger"
                    data-testid="own-remove"
                    on:click=move |_| draft.update(|draft| draft.own.retain(|own| own.key != key))
                >
                    {icon(Icon::Delete)}
                    {say.rules_own_remove()}
                </button>
            </div>
        </div>
    }
}
