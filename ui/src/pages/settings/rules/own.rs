//! The office's own clocks in the editor of its rules.

use leptos::prelude::*;
use tanggap_domain::sla::{End, Start, Unit};

use super::draft::{Field, Key, Own};
use super::editor::Editing;
use crate::icons::{Icon, icon};
use crate::pages::inbox::filters::classes;
use crate::pages::settings::parts::Text;

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
    let value = move |pick: fn(&Own) -> &String| {
        Signal::derive(move || {
            draft.with(|draft| {
                draft
                    .own(key)
                    .map(|own| pick(own).clone())
                    .unwrap_or_default()
            })
        })
    };
    let write = move |change: &dyn Fn(&mut Own)| {
        draft.update(|draft| {
            if let Some(own) = draft.own_mut(key) {
                change(own);
            }
        });
    };
    let text = move |set: fn(&mut Own, String)| {
        Callback::new(move |text: String| write(&|own| set(own, text.clone())))
    };
    let words = say.words();
    let name = move || {
        draft.with(|draft| match draft.own(key) {
            Some(own) if !own.name.trim().is_empty() => own.name.clone(),
            _ => say.rules_own_unnamed().to_owned(),
        })
    };
    view! {
        <div class="own-clock" role="group" aria-label=name data-testid="own-clock">
            <div class="field-row wrap">
                <Text
                    name=say.rules_own_name()
                    testid="own-name"
                    class="grow"
                    hint=say.rules_own_name_hint()
                    value=value(|own| &own.name)
                    on_change=text(|own, text| own.name = text)
                    fault=editing.fault_at(Field::OwnName(key))
                />
                <Text
                    name=say.rules_own_limit()
                    testid="own-amount"
                    class="amount"
                    value=value(|own| &own.amount)
                    on_change=text(|own, text| own.amount = text)
                    fault=editing.fault_at(Field::OwnAmount(key))
                />
                <Pick
                    name=say.rules_own_unit()
                    testid="own-unit"
                    choices=UNITS.map(|(unit, code)| (unit, code, say.unit(unit))).to_vec()
                    chosen=Signal::derive(move || draft.with(|draft| draft.own(key).map(|own| own.unit)))
                    on_choose=Callback::new(move |unit| write(&|own| own.unit = unit))
                />
            </div>
            <div class="field-row wrap">
                <Pick
                    name=say.rules_own_starts()
                    testid="own-starts"
                    choices=STARTS.map(|(start, code)| (start, code, words.starts(start))).to_vec()
                    chosen=Signal::derive(move || draft.with(|draft| draft.own(key).map(|own| own.starts)))
                    on_choose=Callback::new(move |start| write(&|own| own.starts = start))
                />
                <Pick
                    name=say.rules_own_ends()
                    testid="own-ends"
                    choices=ENDS.map(|(end, code)| (end, code, words.ends(end))).to_vec()
                    chosen=Signal::derive(move || draft.with(|draft| draft.own(key).map(|own| own.ends)))
                    on_choose=Callback::new(move |end| write(&|own| own.ends = end))
                />
            </div>
            <fieldset class="checks">
                <legend>{say.rules_own_classes()}</legend>
                {classes()
                    .iter()
                    .map(|class| {
                        let (shown, chosen) = (class.clone(), class.clone());
                        view! {
                            <label class="check">
                                <input
                                    type="checkbox"
                                    prop:checked=move || {
                                        draft
                                            .with(|draft| {
                                                draft.own(key).is_some_and(|own| own.classes.contains(&shown))
                                            })
                                    }
                                    data-testid=format!("own-class-{}", class.code())
                                    on:change=move |event| {
                                        let on = event_target_checked(&event);
                                        write(
                                            &|own| {
                                                own.classes.retain(|it| *it != chosen);
                                                if on {
                                                    own.classes.push(chosen.clone());
                                                }
                                            },
                                        );
                                    }
                                />
                                <span>{say.classification(class)}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </fieldset>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || draft.with(|draft| draft.own(key).is_some_and(|own| own.pauses))
                    data-testid="own-pauses"
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        write(&|own| own.pauses = on);
                    }
                />
                <span>{say.rules_own_pauses()}</span>
            </label>
            <Text
                name=say.rules_citation()
                testid="own-citation"
                hint=say.rules_citation_hint()
                value=value(|own| &own.citation)
                on_change=text(|own, text| own.citation = text)
                fault=editing.fault_at(Field::OwnCitation(key))
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

/// One of several, as a list to open.
#[component]
fn Pick<T: Copy + PartialEq + Send + Sync + 'static>(
    name: &'static str,
    testid: &'static str,
    choices: Vec<(T, &'static str, &'static str)>,
    #[prop(into)] chosen: Signal<Option<T>>,
    on_choose: Callback<T>,
) -> impl IntoView {
    let known = choices.clone();
    view! {
        <label class="field grow">
            <span>{name}</span>
            <select
                class="select"
                data-testid=testid
                on:change=move |event| {
                    let code = event_target_value(&event);
                    let found = known.iter().find(|(_, its, _)| *its == code);
                    if let Some((choice, ..)) = found {
                        on_choose.run(*choice);
                    }
                }
            >
                {choices
                    .into_iter()
                    .map(|(choice, code, words)| {
                        view! {
                            <option value=code selected=move || chosen.get() == Some(choice)>
                                {words}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
        </label>
    }
}
