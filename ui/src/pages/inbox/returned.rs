//! Changes that came back: ours beside what happened first, and the three ways on.

use std::sync::Arc;

use leptos::prelude::*;
use tanggap_domain::event::{Event, EventKind};
use tanggap_ipc::complaint::Detail;
use tanggap_ipc::outbox::{OutboxRow, OutboxState};

use crate::icons::{Icon, icon};
use crate::shared::returned::ReturnedButtons;
use crate::state::{say, state};

#[component]
pub fn Returned(detail: Arc<Detail>) -> impl IntoView {
    detail
        .attention
        .iter()
        .cloned()
        .map(|row| view! { <Conflict row /> })
        .collect_view()
}

#[component]
fn Conflict(row: OutboxRow) -> impl IntoView {
    let say = say();
    let (why, theirs) = match row.state {
        OutboxState::Attention { refused, theirs } => (Some(say.refused(&refused)), theirs),
        _ => (None, Vec::new()),
    };
    view! {
        <section class="conflict" role="alert" data-testid="conflict">
            <div class="conflict-head">
                {icon(Icon::Warning)}
                <b>{say.conflict()}</b>
                <span>{why}</span>
            </div>
            <div class="conflict-sides">
                <div data-testid="conflict-mine">
                    <h2 class="heading">{say.conflict_mine()}</h2>
                    <p><b>{say.change(&row.kind)}</b></p>
                    <p dir="auto" class="long-text">{row.text}</p>
                </div>
                <div data-testid="conflict-theirs">
                    <h2 class="heading">{say.conflict_theirs()}</h2>
                    {if theirs.is_empty() {
                        view! { <p class="quiet">{say.conflict_nothing()}</p> }.into_any()
                    } else {
                        theirs.into_iter().map(|event| view! { <Theirs event /> }).collect_view().into_any()
                    }}
                </div>
            </div>
            <div class="conflict-foot">
                <ReturnedButtons op=row.op complaint=row.complaint kind=row.kind />
            </div>
        </section>
    }
}

/// One thing that somebody else did.
#[component]
pub fn Theirs(event: Event) -> impl IntoView {
    let (state, say) = (state(), say());
    let text = match &event.what {
        EventKind::Replied { text, .. }
        | EventKind::Noted { text, .. }
        | EventKind::ReporterAnswered { text, .. } => Some(text.clone()),
        what => say.event_detail(what),
    };
    let at = event.at;
    view! {
        <p>
            <b>{say.event(&event.what)}</b>
            " · "
            <bdi>{say.actor(&event.by)}</bdi>
            " · "
            {move || say.lately(at, state.now.get())}
        </p>
        {text.map(|text| view! { <p dir="auto" class="long-text">{text}</p> })}
    }
}
