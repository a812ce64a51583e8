//! The policies over time: which holds today, what each says of every clock, on what basis, and what
//! the office changed. Only to be read.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use tanggap_domain::sla::{ClockKind, ClockRule, Policy, Threshold};
use tanggap_ipc::calendar::PoliciesReply;

use super::draft::regulation;
use crate::icons::{Icon, icon};
use crate::labels::Say;

#[component]
pub(super) fn Viewer(say: Say, policies: PoliciesReply) -> impl IntoView {
    let today = policies.today;
    let chosen = RwSignal::new(today);
    let policies = StoredValue::new(policies.policies);
    let tabs = policies.with_value(|policies| {
        let tab = |(position, policy): (usize, &Policy)| {
            let name = version_name(say, policy);
            let from = say.date(policy.effective_from);
            let (when, words) = match position.cmp(&today) {
                std::cmp::Ordering::Less => (say.rules_since(&from), say.rules_past()),
                std::cmp::Ordering::Equal => (say.rules_since(&from), say.rules_today()),
                std::cmp::Ordering::Greater => (say.rules_from_on(&from), say.rules_next()),
            };
            view! {
                <li>
                    <button
                        class="policy-tab"
                        class:today=position == today
                        aria-pressed=move || if chosen.get() == position { "true" } else { "false" }
                        data-testid="policy-version"
                        on:click=move |_| chosen.set(position)
                    >
                        <b>{name}</b>
                        <span>{when}</span>
                        <span class="policy-when">
                            {(position == today).then(|| icon(Icon::Check))}
                            {words}
                        </span>
                    </button>
                </li>
            }
        };
        policies.iter().enumerate().map(tab).collect_view()
    });
    view! {
        <section aria-labelledby="policies-title">
            <h3 class="heading" id="policies-title">{say.rules_over_time()}</h3>
            <ol class="policy-tabs">{tabs}</ol>
        </section>
        {move || {
            let position = chosen.get();
            policies
                .with_value(|policies| {
                    let policy = policies.get(position)?.clone();
                    let until = policies
                        .get(position + 1)
                        .and_then(|next| next.effective_from.checked_sub_days(Days::new(1)));
                    Some(view! { <Shown say policy until /> })
                })
        }}
    }
}

fn version_name(say: Say, policy: &Policy) -> String {
    match &policy.office {
        Some(office) => say.rules_version_office(policy.version, office.version),
        None => say.rules_version(policy.version),
    }
}

#[component]
fn Shown(say: Say, policy: Policy, until: Option<NaiveDate>) -> impl IntoView {
    let base = regulation(Some(policy.effective_from));
    let words = say.words();
    let (name, note) = words.policy(&policy);
    let from = say.date(policy.effective_from);
    let in_force = match until {
        Some(until) => say.rules_until(&from, &say.date(until)),
        None => say.rules_since(&from),
    };
    let pauses: Vec<&str> = policy
        .pauses
        .reasons
        .iter()
        .map(|reason| words.pause_reason(*reason))
        .collect();
    let pauses = if pauses.is_empty() {
        say.rules_no_pause().to_owned()
    } else {
        format!(
            "{}; {} {}",
            pauses.join(", "),
            say.rules_pause_count().to_lowercase(),
            say.pause_count(policy.pauses.count)
        )
    };
    let changed = |is_changed: bool| is_changed.then(|| view! { <Changed say /> });
    let office = policy.office.clone();
    let clocks = policy.clocks.clone();
    let shared = policy.thresholds.clone();
    view! {
        <dl class="facts-list policy-facts" data-testid="policy">
            <dt>{say.rules_name()}</dt>
            <dd>{name}</dd>
            <dt>{say.rules_in_force()}</dt>
            <dd data-testid="policy-dates">{in_force}</dd>
            <dt>{say.rules_basis()}</dt>
            <dd data-testid="policy-citation">{policy.citation}</dd>
            {(!note.is_empty())
                .then(|| {
                    view! {
                        <dt>{say.rules_note()}</dt>
                        <dd dir="auto" data-testid="policy-note">{note}</dd>
                    }
                })}
            {office
                .map(|office| {
                    let from = say.date(office.effective_from);
                    view! {
                        <dt>{say.rules_office()}</dt>
                        <dd data-testid="policy-office">
                            {say.rules_office_of(office.version, &from)}
                            ": "
                            <bdi>{office.citation}</bdi>
                        </dd>
                    }
                })}
            <dt>{say.rules_day_one()}</dt>
            <dd data-testid="policy-day-one">
                {say.day_one_choice(policy.day_one)}
                {changed(policy.day_one != base.day_one)}
            </dd>
            <dt>{say.rules_due()}</dt>
            <dd data-testid="policy-due">
                {say.due_choice(policy.due)}
                {changed(policy.due != base.due)}
            </dd>
            <dt>{say.rules_pauses()}</dt>
            <dd data-testid="policy-pauses">{pauses} {changed(policy.pauses != base.pauses)}</dd>
            <dt>{say.rules_thresholds()}</dt>
            <dd data-testid="policy-thresholds">
                {thresholds(say, &policy.thresholds)}
                {changed(policy.thresholds != base.thresholds)}
            </dd>
        </dl>
        <section aria-labelledby="policy-clocks-title">
            <h3 class="heading" id="policy-clocks-title">{say.rules_clocks()}</h3>
            <ul class="policy-clocks" data-testid="policy-clocks">
                {by_kind(clocks)
                    .into_iter()
                    .map(|rules| {
                        let rule = &rules[0];
                        let is_changed = !rules.iter().all(|rule| base.clocks.contains(rule));
                        let own = matches!(rule.clock, ClockKind::Own(_));
                        let mark = (is_changed || own)
                            .then(|| if own { say.rules_own() } else { say.rules_changed() });
                        view! { <Clock say rules mark shared=shared.clone() /> }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// Rules of one clock together: its classes often differ by the limit only.
fn by_kind(clocks: Vec<ClockRule>) -> Vec<Vec<ClockRule>> {
    let mut kinds: BTreeMap<ClockKind, Vec<ClockRule>> = BTreeMap::new();
    for rule in clocks {
        kinds.entry(rule.clock).or_default().push(rule);
    }
    kinds.into_values().collect()
}

#[component]
fn Changed(say: Say) -> impl IntoView {
    view! {
        " "
        <span class="badge brand" data-testid="policy-changed">
            {icon(Icon::Edit)}
            {say.rules_changed()}
        </span>
    }
}

#[component]
fn Clock(
    say: Say,
    rules: Vec<ClockRule>,
    mark: Option<&'static str>,
    shared: Vec<Threshold>,
) -> impl IntoView {
    let words = say.words();
    let first = rules[0].clone();
    let kind = first.clock;
    let name = words.clock(kind, first.name.as_deref());
    let limits = rules.iter().map(|rule| {
        view! {
            <li>
                <b>{words.limit(rule.limit)}</b>
                <span>{classes(say, rule)}</span>
            </li>
        }
    });
    let mut about = vec![
        words.starts(first.starts).to_owned(),
        words.ends(first.end()).to_owned(),
        if first.pauses && first.limit.unit != tanggap_domain::sla::Unit::CalendarDays {
            say.rules_pauses_it().to_owned()
        } else {
            say.rules_never_pauses().to_owned()
        },
    ];
    if !kind.is_duty() {
        about.push(say.rules_no_duty().to_owned());
    }
    let told = thresholds(say, first.thresholds.as_ref().unwrap_or(&shared));
    let mut citations: Vec<String> = rules.iter().map(|rule| rule.citation.clone()).collect();
    citations.dedup();
    view! {
        <li class="policy-clock" data-testid="policy-clock" data-clock=kind.code()>
            <p class="policy-clock-head">
                <b dir="auto">{name}</b>
                {mark
                    .map(|mark| {
                        view! { <span class="badge brand" data-testid="policy-changed">{icon(Icon::Edit)} {mark}</span> }
                    })}
            </p>
            <ul class="policy-limits">{limits.collect_view()}</ul>
            <p>{about.join(" · ")}</p>
            <p class="quiet">{format!("{}: {told}", say.rules_thresholds())}</p>
            {citations
                .into_iter()
                .map(|citation| view! { <p class="quiet" dir="auto">{format!("{}: {citation}", say.rules_basis())}</p> })
                .collect_view()}
        </li>
    }
}

fn classes(say: Say, rule: &ClockRule) -> String {
    match &rule.classifications {
        None => say.policy_every_class().to_owned(),
        Some(classes) => classes
            .iter()
            .map(|class| say.classification(class))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// `50 % · 75 % · H-1 · lewat`.
pub(super) fn thresholds(say: Say, thresholds: &[Threshold]) -> String {
    if thresholds.is_empty() {
        return say.rules_no_pause().to_owned();
    }
    thresholds
        .iter()
        .map(|threshold| say.threshold_short(*threshold))
        .collect::<Vec<_>>()
        .join(" · ")
}
