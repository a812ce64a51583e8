//! A recording and a report of the national system: what may be one, side by side, and what is one. The
//! officer says which; the shell and the hub decide.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use tanggap_domain::change::ChangeKind;
use tanggap_domain::complaint::Joined;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::complaint::Detail;
use tanggap_ipc::joining::{Likely, Side};

use crate::act::{self, Written};
use crate::icons::{Icon, icon};
use crate::pages::inbox::Inbox;
use crate::state::{say, state};

#[component]
pub fn Joining(inbox: Inbox, detail: Arc<Detail>) -> impl IntoView {
    let here = detail.complaint.id;
    let joined = detail.complaint.joined.clone();
    view! {
        {joined.map(|joined| view! { <IsJoined inbox joined detail=detail.clone() /> })}
        {detail
            .likely
            .iter()
            .cloned()
            .map(|pair| view! { <MayBeOne inbox here pair /> })
            .collect_view()}
    }
}

#[component]
fn IsJoined(inbox: Inbox, joined: Joined, detail: Arc<Detail>) -> impl IntoView {
    let say = say();
    let complaint = &detail.complaint;
    let last_said = |event: &&Event| matches!(event.what, EventKind::Joined { other, .. } if other == joined.recording);
    let event = complaint.history.iter().rev().find(last_said);
    let pending = event.is_some_and(|event| detail.pending.contains(&event.id));
    let since = event.map(|event| {
        let when = say.date_time(event.acted_at.unwrap_or(event.at));
        say.joined_since(&say.actor(&event.by), &when)
    });
    let earlier = joined.received_at == complaint.received_at && !pending;
    let receipt = earlier.then(|| say.joined_receipt(&say.date_time(joined.received_at)));
    let heading = say.joined_of(joined.number.as_str(), complaint.tracking_id.as_str());
    let (report, number) = (complaint.id, complaint.tracking_id.to_string());
    let split = move |_| {
        let kind = ChangeKind::Split {
            recording: joined.recording,
            number: joined.number.clone(),
        };
        said(inbox, report, number.clone(), kind);
    };
    view! {
        <section class="joining" data-testid="joined">
            <div class="joining-head">
                {icon(Icon::Copy)}
                <b>{heading}</b>
                {pending.then(|| view! { <span class="badge paused">{icon(Icon::Cloud)}{say.join_waiting()}</span> })}
            </div>
            {since.map(|since| view! { <p class="quiet">{since}</p> })}
            {receipt.map(|receipt| view! { <p class="quiet">{receipt}</p> })}
            <Show when=move || detail.mandate.is_full()>
                <div class="joining-foot">
                    <button class="button small" data-testid="split" on:click=split.clone()>{say.split()}</button>
                </div>
            </Show>
        </section>
    }
}

#[component]
fn MayBeOne(inbox: Inbox, here: ComplaintId, pair: Likely) -> impl IntoView {
    let (state, say) = (state(), say());
    let Likely {
        recording,
        report,
        likeness,
    } = pair;
    let because = say.words().likeness(&likeness.evidence);
    let other = if here == report.id {
        &recording
    } else {
        &report
    };
    let (other_id, heading) = (other.id, say.maybe_same(other.number.as_str(), &because));
    let (to, number) = (report.id, report.number.to_string());
    let (named, named_number) = (recording.id, recording.number.clone());
    let say_so = move |kind: fn(ComplaintId, tanggap_domain::ids::TrackingId) -> ChangeKind| {
        said(inbox, to, number.clone(), kind(named, named_number.clone()));
    };
    let join = {
        let say_so = say_so.clone();
        move |_| say_so(|recording, number| ChangeKind::Join { recording, number })
    };
    let apart = move |_| say_so(|recording, number| ChangeKind::TellApart { recording, number });
    view! {
        <section class="joining" data-testid="may-be-one">
            <div class="joining-head">
                {icon(Icon::Search)}
                <b>{heading}</b>
            </div>
            <details data-testid="compare">
                <summary>{say.join_compare()}</summary>
                <div class="joining-sides">
                    <Beside title=say.join_recording() side=recording />
                    <Beside title=say.join_report() side=report />
                </div>
            </details>
            <div class="joining-foot">
                <button class="link" data-testid="open-other" on:click=move |_| state.show(other_id)>
                    {say.join_open_other()}
                </button>
                <button class="button small" data-testid="tell-apart" on:click=apart>{say.tell_apart()}</button>
                <button class="button small primary" data-testid="join" on:click=join>{say.join()}</button>
            </div>
        </section>
    }
}

#[component]
fn Beside(title: &'static str, side: Side) -> impl IntoView {
    let say = say();
    let Side {
        id: _,
        number,
        title: about,
        body,
        received_at,
        channel,
        stage,
        unit,
        place,
        address,
        reporter,
    } = side;
    let mut places: Vec<String> = address.into_iter().collect();
    places.extend(place.into_iter().rev());
    let unit = unit.map(|unit| format!(" · {unit}"));
    view! {
        <div>
            <h2 class="heading">{title} " " {number.to_string()}</h2>
            <p><b dir="auto">{about}</b></p>
            <p class="quiet">
                {say.received_on(&say.date_time(received_at))}
                " · "
                {say.channel(&channel)}
                " · "
                {say.stage(stage)}
                {unit}
            </p>
            <p class="quiet"><bdi>{places.join(", ")}</bdi></p>
            {reporter.name.map(|name| view! { <p class="quiet"><bdi>{name}</bdi></p> })}
            <p class="long-text" dir="auto">{body}</p>
        </div>
    }
}

/// Hands over what the officer says of two; the report stays, or comes to stand where the recording was.
fn said(inbox: Inbox, report: ComplaintId, number: String, kind: ChangeKind) {
    let leads_there = matches!(kind, ChangeKind::Join { .. });
    spawn_local(async move {
        let (state, say) = (inbox.state, inbox.say);
        match act::submit(state, say, report, number, kind, Written::default()).await {
            Ok(_) if leads_there => state.show(report),
            Ok(_) => inbox.read(),
            Err(error) => state.tell_error(say, &error),
        }
    });
}
