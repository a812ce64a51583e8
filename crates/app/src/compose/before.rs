//! What others did that a public reply would stand beside: said before it is sent, never a reason to
//! keep it back for good.

use tanggap_domain::change::Base;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::{ComplaintId, OfficerId};
use tanggap_ipc::compose::{Before, LookBefore};

use crate::desk::Desk;
use crate::error::Result;

pub async fn look(desk: &Desk, request: LookBefore) -> Result<Before> {
    of(desk, request.complaint, &request.text, request.seen).await
}

pub(crate) async fn of(
    desk: &Desk,
    id: ComplaintId,
    text: &str,
    seen: Option<Base>,
) -> Result<Before> {
    let complaint = desk.visible(id).await?.complaint;
    Ok(Before {
        replies: match seen {
            Some(seen) => replies_since(&complaint, seen, desk.actor().id),
            None => Vec::new(),
        },
        same: same_text(&complaint, text),
    })
}

/// Public replies of others that stand in the history after the one that was seen last.
fn replies_since(complaint: &Complaint, seen: Base, me: Option<OfficerId>) -> Vec<Event> {
    let after = match seen.last_public_reply {
        // Not there any more: then every reply is news.
        Some(last) => complaint
            .history
            .iter()
            .position(|event| event.id == last)
            .map_or(0, |at| at + 1),
        None => 0,
    };
    complaint
        .history
        .iter()
        .skip(after)
        .filter(|event| matches!(event.what, EventKind::Replied { .. }))
        .filter(|event| event.by.id.is_none() || event.by.id != me)
        .cloned()
        .collect()
}

/// The newest public reply with the same words.
fn same_text(complaint: &Complaint, text: &str) -> Option<Event> {
    let wanted = words(text);
    let same = |event: &&Event| match &event.what {
        EventKind::Replied { text, .. } => words(text) == wanted,
        _ => false,
    };
    (!wanted.is_empty())
        .then(|| complaint.history.iter().rev().find(same).cloned())
        .flatten()
}

/// The text without its white space and capitals, by which nobody means another answer.
fn words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}
