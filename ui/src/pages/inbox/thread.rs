//! What was answered and noted, in order; what the hub does not have yet is marked.

use std::sync::Arc;

use leptos::prelude::*;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::event::{Event, EventKind};
use tanggap_ipc::complaint::Detail;

use crate::icons::{Icon, icon};
use crate::pages::inbox::attachments::Attachments;
use crate::pages::inbox::detail::LongText;
use crate::state::{say, state};

#[component]
pub fn Thread(detail: Arc<Detail>) -> impl IntoView {
    let entries: Vec<_> = detail
        .complaint
        .history
        .iter()
        .filter_map(|event| {
            let (kind, text, attachments) = words_of(event)?;
            let pending = detail.pending.contains(&event.id);
            Some(view! { <Entry event=event.clone() kind text=text.to_owned() attachments=attachments.to_vec() pending /> })
        })
        .collect();
    let is_empty = entries.is_empty();
    (!is_empty).then(|| view! { <ol class="thread" aria-label=say().thread() data-testid="thread">{entries}</ol> })
}

/// Who speaks, as class of the entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Voice {
    Public,
    Internal,
    Reporter,
}

fn words_of(event: &Event) -> Option<(Voice, &str, &[Attachment])> {
    match &event.what {
        EventKind::Replied {
            text, attachments, ..
        } => Some((Voice::Public, text, attachments)),
        EventKind::Noted { text, attachments } => Some((Voice::Internal, text, attachments)),
        EventKind::ReporterAnswered { text, attachments } => {
            Some((Voice::Reporter, text, attachments))
        }
        // Nobody's words: the line above them says it all.
        EventKind::Reminded(_) => Some((Voice::Internal, "", &[])),
        _ => None,
    }
}

#[component]
fn Entry(
    event: Event,
    kind: Voice,
    text: String,
    attachments: Vec<Attachment>,
    pending: bool,
) -> impl IntoView {
    let (state, say) = (state(), say());
    let (class, drawing, label) = match kind {
        Voice::Public => ("public", Icon::Message, say.public_reply()),
        Voice::Internal => ("internal", Icon::Note, say.internal_note()),
        Voice::Reporter => ("reporter", Icon::Person, say.reporter_answer()),
    };
    let at = event.acted_at.unwrap_or(event.at);
    let stage = match &event.what {
        EventKind::Replied {
            then: tanggap_domain::change::Then::Keep,
            ..
        } => None,
        EventKind::Replied { .. } => Some(say.event(&event.what)),
        _ => None,
    };
    view! {
        <li class=format!("entry {class}") data-testid="thread-entry" data-kind=class>
            <div class="entry-head">
                {icon(drawing)}
                <b>{label}</b>
                {(kind != Voice::Reporter).then(|| view! { <bdi>{say.actor(&event.by)}</bdi> })}
                {stage.map(|stage| view! { <span class="quiet">{stage}</span> })}
                <span class="spring"></span>
                {pending
                    .then(|| {
                        view! {
                            <span class="badge paused" data-testid="entry-pending">
                                {icon(Icon::Cloud)}
                                {say.pending()}
                            </span>
                        }
                    })}
                <time class="quiet" datetime=at.to_rfc3339()>
                    {move || say.lately(at, state.now.get())}
                </time>
            </div>
            <LongText text />
            <Attachments attachments />
        </li>
    }
}
