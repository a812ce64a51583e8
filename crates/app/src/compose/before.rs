//! What others did that a public reply would stand beside: said before it is sent, never a reason to
//! keep it back for good.

use tanggap_domain::change::Base;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::reply::{replies_since, same_sent_before};
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
    let me = desk.actor().id;
    let replies = seen.map(|seen| replies_since(&complaint, seen.last_public_reply, me));
    Ok(Before {
        replies: replies.unwrap_or_default().into_iter().cloned().collect(),
        same: same_sent_before(&complaint, text).cloned(),
    })
}
