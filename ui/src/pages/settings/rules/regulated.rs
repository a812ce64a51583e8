//! What the regulation says, and what the office says instead: how days are counted, what pauses a
//! deadline, when it is told, and in which days a silent reporter is waited for.

use leptos::prelude::*;
use tanggap_domain::sla::policy::PauseCount;
use tanggap_domain::sla::{ClockKind, DayOne, DueAt, PauseReason, Policy, Unit};
use tanggap_wording::capital;

use super::draft::{Draft, Field, Thresholds};
use super::editor::Editing;
use super::viewer::thresholds;
use crate::pages::settings::entry::Entry;
use crate::pages::settings::parts::{Check, Checks, Choices, Segments, Text};

const REASONS: [(PauseReason, &str); 4] = [
    (PauseReason::OnHold, "on-hold"),
    (PauseReason::WaitingForReporter, "waiting"),
    (PauseReason::Bounced, "bounced"),
    (PauseReason::Closed, "closed"),
];

#[component]
pub(super) fn Regulated(editing: Editing, base: Policy) -> impl IntoView {
    view! {
        <Counting editing base=base.clone() />
        <Pauses editing base=base.clone() />
        <Told editing base=base.clone() />
        <Silence editing base />
    }
}

/// One of a few, where the first says what the regulation does.
#[component]
fn Choice<T: Copy + PartialEq + Send + Sync + 'static>(
    editing: Editing,
    name: &'static str,
    testid: &'static str,
    regulated: String,
    choices: Vec<(T, &'static str, &'static str)>,
    #[prop(into)] chosen: Signal<Option<T>>,
    on_choose: Callback<Option<T>>,
) -> impl IntoView {
    let first = (
        None,
        "regulated",
        editing.say.rules_as_regulated(&regulated),
    );
    let rest = choices
        .into_iter()
        .map(|(choice, code, words)| (Some(choice), code, capital(words)));
    let choices = std::iter::once(first).chain(rest).collect();
    view! { <Choices name testid choices chosen on_choose /> }
}

/// What the regulation says, or what stands in this part of the draft, which the children edit.
#[component]
fn OwnOrRegulated<E: Send + Sync + 'static>(
    editing: Editing,
    name: &'static str,
    testid: &'static str,
    regulated: String,
    own: Entry<Draft, E>,
    /// Whether the office says it itself from now on.
    on_choose: Callback<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let is_own = Memo::new(move |_| own.read(|_| ()).is_some());
    view! {
        <Choice
            editing
            name
            testid
            regulated
            choices=vec![(true, "own", editing.say.rules_pause_own())]
            chosen=Signal::derive(move || is_own.get().then_some(true))
            on_choose=Callback::new(move |choice: Option<bool>| on_choose.run(choice.is_some()))
        />
        <Show when=move || is_own.get()>
            <div class="nested">{children()}</div>
        </Show>
    }
}

#[component]
fn Counting(editing: Editing, base: Policy) -> impl IntoView {
    let (say, rules) = (editing.say, editing.rules());
    view! {
        <Choice
            editing
            name=say.rules_day_one()
            testid="rules-day-one"
            regulated=say.day_one_choice(base.day_one).to_owned()
            choices=vec![
                (DayOne::AfterReceipt, "after", say.day_one_choice(DayOne::AfterReceipt)),
                (DayOne::OnReceipt, "on", say.day_one_choice(DayOne::OnReceipt)),
            ]
            chosen=rules.get(|draft| draft.day_one)
            on_choose=rules.set(|draft, choice| draft.day_one = choice)
        />
        <Choice
            editing
            name=say.rules_due()
            testid="rules-due"
            regulated=say.due_choice(base.due).to_owned()
            choices=vec![
                (DueAt::Closing, "closing", say.due_choice(DueAt::Closing)),
                (DueAt::EndOfDay, "end", say.due_choice(DueAt::EndOfDay)),
            ]
            chosen=rules.get(|draft| draft.due)
            on_choose=rules.set(|draft, choice| draft.due = choice)
        />
    }
}

#[component]
fn Pauses(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let words = say.words();
    let base = base.pauses;
    let reasons: Vec<&str> = base
        .reasons
        .iter()
        .map(|reason| words.pause_reason(*reason))
        .collect();
    let regulated = format!("{}, {}", reasons.join(", "), say.pause_count(base.count));
    let pauses = Entry::new(
        draft,
        0,
        |draft, _| draft.pauses.as_ref(),
        |draft, _| draft.pauses.as_mut(),
    );
    let offered = REASONS
        .map(|(reason, code)| (reason, code.to_owned(), say.pause_choice(reason).to_owned()));
    let counts = [
        (PauseCount::WholeDays, "days"),
        (PauseCount::WorkingTime, "time"),
    ]
    .map(|(count, code)| (Some(count), code, say.pause_count(count)));
    view! {
        <OwnOrRegulated
            editing
            name=say.rules_pauses()
            testid="rules-pauses"
            regulated
            own=pauses
            on_choose=Callback::new(move |own: bool| {
                draft.update(|draft| draft.pauses = own.then(|| base.clone()));
            })
        >
            <Checks
                name=say.rules_pause_reasons()
                testid="rules-pause"
                choices=offered.to_vec()
                chosen=pauses.get(|pauses| pauses.reasons.clone())
                on_change=pauses.set(|pauses, reasons| pauses.reasons = reasons)
            />
            <Segments
                name=say.rules_pause_count()
                testid="rules-pause-count"
                choices=counts.to_vec()
                chosen=pauses.chosen(|pauses| pauses.count)
                on_choose=pauses.set(|pauses, count| pauses.count = count.unwrap_or(pauses.count))
            />
        </OwnOrRegulated>
    }
}

/// When to tell.
#[component]
fn Told(editing: Editing, base: Policy) -> impl IntoView {
    let (say, draft) = (editing.say, editing.draft);
    let regulated = thresholds(say, &base.thresholds);
    let base = Thresholds::of(&base.thresholds);
    let told = Entry::new(
        draft,
        0,
        |draft, _| draft.thresholds.as_ref(),
        |draft, _| draft.thresholds.as_mut(),
    );
    view! {
        <OwnOrRegulated
            editing
            name=say.rules_thresholds()
            testid="rules-thresholds"
            regulated
            own=told
            on_choose=Callback::new(move |own: bool| {
                draft.update(|draft| draft.thresholds = own.then(|| base.clone()));
            })
        >
            <Text
                name=say.rules_percents()
                testid="rules-percents"
                hint=say.rules_percents_hint()
                value=told.get(|told| told.percents.clone())
                on_change=told.set(|told, text| told.percents = text)
                fault=editing.reading.fault_at(Field::Thresholds)
            />
            <Check
                name=say.rules_day_before()
                testid="rules-day-before"
                on=told.get(|told| told.day_before)
                on_change=told.set(|told, on| told.day_before = on)
            />
            <Check
                name=say.rules_breach()
                testid="rules-breach"
                on=told.get(|told| told.breach)
                on_change=told.set(|told, on| told.breach = on)
            />
        </OwnOrRegulated>
    }
}

/// In which days the reporter's silence counts: official texts differ.
#[component]
fn Silence(editing: Editing, base: Policy) -> impl IntoView {
    let (say, rules) = (editing.say, editing.rules());
    let rule = base
        .clocks
        .into_iter()
        .find(|rule| rule.clock == ClockKind::ReporterSilence);
    rule.map(|rule| {
        view! {
            <Choice
                editing
                name=say.rules_silence()
                testid="rules-silence"
                regulated=say.words().limit(rule.limit)
                choices=vec![
                    (Unit::WorkingDays, "working", say.unit(Unit::WorkingDays)),
                    (Unit::CalendarDays, "calendar", say.unit(Unit::CalendarDays)),
                ]
                chosen=rules.get(|draft| draft.silence)
                on_choose=rules.set(|draft, choice| draft.silence = choice)
            />
        }
    })
}
