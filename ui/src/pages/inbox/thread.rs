//! What was answered, noted and reminded of, in order; what the hub does not have yet is marked.

use std::borrow::Cow;
use std::sync::Arc;

use leptos::prelude::*;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::ComplaintId;
use tanggap_ipc::complaint::Detail;

use crate::icons::{Icon, icon};
use crate::labels::Say;
use crate::pages::inbox::attachments::Attachments;
use crate::pages::inbox::detail::LongText;
use crate::state::{say, state};

#[component]
pub fn Thread(detail: Arc<Detail>) -> impl IntoView {
    let complaint = detail.complaint.id;
    let entries: Vec<_> = detail
        .complaint
        .history
        .iter()
        .filter_map(|event| {
            let (kind, text, attachments) = words_of(event, say())?;
            let pending = detail.pending.contains(&event.id);
            Some(view! { <Entry complaint event=event.clone() kind text=text.into_owned() attachments=attachments.to_vec() pending /> })
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
    /// Nobody's own words: a sentence about what was sent to the unit.
    Reminder,
    Reporter,
}

fn words_of(event: &Event, say: Say) -> Option<(Voice, Cow<'_, str>, &[Attachment])> {
    match &event.what {
        EventKind::Replied {
            text, attachments, ..
        } => Some((Voice::Public, text.into(), attachments)),
        EventKind::Noted { text, attachments } => Some((Voice::Internal, text.into(), attachments)),
        EventKind::ReporterAnswered { text, attachments } => {
            Some((Voice::Reporter, text.into(), attachments))
        }
        what @ EventKind::Reminded(_) => {
            let detail = say.event_detail(what).unwrap_or_default();
            let sentence = format!("{} {detail}", say.event(what));
            Some((Voice::Reminder, sentence.into(), &[]))
        }
        _ => None,
    }
}

#[component]
fn Entry(
    complaint: ComplaintId,
    event: Event,
    kind: Voice,
    text: String,
    attachments: Vec<Attachment>,
    pending: bool,
) -> impl IntoView {
    let (state, say) = (state(), say());
    let (class, code, drawing, label) = match kind {
        Voice::Public => ("public", "public", Icon::Message, say.public_reply()),
        Voice::Internal => ("internal", "internal", Icon::Note, say.internal_note()),
        Voice::Reminder => ("internal", "reminder", Icon::Bell, say.reminder_entry()),
        Voice::Reporter => ("reporter", "reporter", Icon::Person, say.reporter_answer()),
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
        <li class=format!("entry {class}") data-testid="thread-entry" data-kind=code>
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
                                {move || state.pending_word(say, complaint)}
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
