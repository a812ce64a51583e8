//! Writing: drafts, templates, checks, submitting, withdrawing.
//!
//! An officer's action is on the disk before it is called saved. Whether it may be done is asked of
//! [`Complaint::apply`] here, and decided by the hub.

mod before;
pub mod check;
mod drafts;
pub mod templates;

use std::time::Duration;

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Base, Change, ChangeKind, How, Refused, covers};
use tanggap_domain::complaint::{Attachment, Complaint};
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_geo::check_region;
use tanggap_ipc::compose::{
    CheckReply, FillTemplate, Filled, ListTemplates, MOST_AT_ONCE, Mark, Outcome, Submit,
    SubmitMany, Submitted, Template, Withdraw,
};
use tanggap_ipc::settings::Language;
use tanggap_ipc::{Code, Error, Event};

use crate::desk::Desk;
use crate::error::{Result, of_store};
use crate::{place, reference};

pub use before::look as reply_look;
pub(crate) use before::of as before;
pub(crate) use drafts::{
    all_of, follow as drafts_follow, keep as keep_draft, of_change, read as read_draft,
};
pub use drafts::{
    discard as draft_discard, get as draft_get, list as draft_list, save as draft_save,
};

/// How long a public reply stays on the desk so that it can be taken back.
pub const WITHDRAW_WINDOW: Duration = Duration::from_secs(10);

/// Puts a change into the journal; a public reply can be withdrawn for [`WITHDRAW_WINDOW`].
pub async fn submit(desk: &Desk, request: Submit) -> Result<Submitted> {
    let held = match &request.change {
        ChangeKind::Reply { .. } => Some(WITHDRAW_WINDOW),
        _ => None,
    };
    submit_holding(desk, request, held).await
}

/// As [`submit`], leaving at the next chance: for scripts, where nobody looks at an undo button.
pub async fn submit_at_once(desk: &Desk, request: Submit) -> Result<Submitted> {
    submit_holding(desk, request, None).await
}

async fn submit_holding(desk: &Desk, request: Submit, held: Option<Duration>) -> Result<Submitted> {
    let Submit {
        complaint,
        change,
        draft,
        seen,
        anyway,
    } = request;
    if let ChangeKind::Reply { text, .. } = &change
        && !anyway
        && !before::of(desk, complaint, text, seen).await?.is_nothing()
    {
        return Err(Error::new(Code::LookFirst));
    }
    let op = desk.new_op();
    let submitted = enqueue(desk, op, complaint, change, held).await?;
    // It has done its work; what stands beside it is none of this change's business.
    if let Some(draft) = draft {
        drafts::forget(desk, Some(complaint), draft).await?;
    }
    Ok(submitted)
}

/// One change on many complaints, each with its own outcome.
pub async fn submit_many(desk: &Desk, request: SubmitMany) -> Result<Vec<Outcome>> {
    check_count(&request.complaints)?;
    let mut outcomes = Vec::with_capacity(request.complaints.len());
    for complaint in request.complaints {
        let one = Submit {
            anyway: true,
            ..Submit::new(complaint, request.change.clone())
        };
        outcomes.push(outcome(complaint, submit(desk, one).await)?);
    }
    Ok(outcomes)
}

/// Refuses more than one request may act on.
pub(crate) fn check_count(complaints: &[ComplaintId]) -> Result<()> {
    if complaints.len() > MOST_AT_ONCE {
        return Err(Error::with(Code::BadInput, "too many complaints at once"));
    }
    Ok(())
}

/// What became of one of many. Fails where the disk does, not the complaint: what was done stays done,
/// the rest was not tried.
pub(crate) fn outcome<T>(complaint: ComplaintId, done: Result<T>) -> Result<Outcome> {
    let refused = match done {
        Ok(_) => None,
        Err(Error {
            refused: Some(refused),
            ..
        }) => Some(refused),
        Err(Error {
            code: Code::NotFound,
            ..
        }) => Some(Refused::UnknownComplaint),
        Err(error) => return Err(error),
    };
    Ok(Outcome { complaint, refused })
}

/// Prepares a change, saves it, and wakes whoever sends it.
pub(crate) async fn enqueue(
    desk: &Desk,
    op: OpId,
    complaint: ComplaintId,
    kind: ChangeKind,
    held: Option<Duration>,
) -> Result<Submitted> {
    let now = desk.now();
    let (change, already) = prepare(desk, op, complaint, kind, now).await?;
    if already {
        return Ok(Submitted {
            op,
            withdraw_until: None,
            already,
        });
    }
    // No wall clock has a say in when it may leave: the hub's may be a day off, and so may ours.
    let hold = held.map(|held| (desk.clock.steady(), held));
    desk.store
        .journal()
        .enqueue(&change, hold)
        .await
        .map_err(of_store)?;
    desk.acted(change.complaint).await;
    if let Some(recording) = change.kind.recording() {
        desk.tell(Event::ComplaintsChanged {
            ids: vec![recording],
        });
    }
    Ok(Submitted {
        op,
        withdraw_until: held.map(|held| now + held),
        already,
    })
}

/// The change on top of what the officer sees, and whether it was so already.
pub(crate) async fn prepare(
    desk: &Desk,
    op: OpId,
    id: ComplaintId,
    kind: ChangeKind,
    now: DateTime<Utc>,
) -> Result<(Change, bool)> {
    if let ChangeKind::Reply { text, .. } = &kind
        && let Some((_, name)) = check::variables(text).next()
    {
        return Err(Error::with(Code::EmptyVariable, name));
    }
    for attachment in kind.attachments() {
        check_attachment(desk, attachment).await?;
    }
    if matches!(kind, ChangeKind::Record(_)) {
        let change = Change {
            op,
            complaint: id,
            by: desk.actor(),
            at: now,
            base: Base::default(),
            kind,
        };
        Complaint::recorded(&change, now)?;
        check_region(&change)?;
        return Ok((change, false));
    }
    let complaint = desk.visible(id).await?.complaint;
    let change = Change {
        op,
        // What was begun on a recording goes on at the report it was joined with.
        complaint: complaint.id,
        by: desk.actor_on(&complaint),
        at: now,
        base: complaint.base(),
        kind,
    };
    let applied = complaint.apply(&change, now)?;
    let region = &applied.complaint.location.region;
    if *region != complaint.location.region {
        check_region(&change)?;
        let scopes = desk.connection().map(|connection| connection.scopes);
        let in_sight = |region| scopes.iter().all(|scopes| covers(scopes, region));
        if !region.iter().all(in_sight) {
            return Err(Refused::RegionOutOfScope.into());
        }
    }
    Ok((change, applied.how == How::AlreadySatisfied))
}

async fn check_attachment(desk: &Desk, attachment: &Attachment) -> Result<()> {
    if attachment.size_bytes == 0 {
        return Err(Error::new(Code::FileEmpty));
    }
    if attachment.size_bytes > Attachment::MAX_SIZE_BYTES {
        return Err(Error::with(Code::FileTooLarge, Attachment::MAX_SIZE_BYTES));
    }
    if desk.has_blob(&attachment.sha256).await? {
        Ok(())
    } else {
        Err(Error::new(Code::FileMissing))
    }
}

/// Takes a change back while it has not left. Its text, if it has one, returns as a draft that is
/// saved already.
pub async fn withdraw(
    desk: &Desk,
    request: Withdraw,
) -> Result<Option<tanggap_ipc::compose::Draft>> {
    let journal = desk.store.journal();
    let pending = journal.pending_op(request.op).await.map_err(of_store)?;
    let now = desk.now();
    // The text is a draft before it stops being a change: it is never in neither place.
    let draft = match pending.and_then(|pending| of_change(&pending.change)) {
        Some(draft) => Some(drafts::keep(desk, draft, now).await?),
        None => None,
    };
    let withdrawn = journal.withdraw(request.op, desk.clock.steady(), now).await;
    match withdrawn.map_err(of_store)? {
        Some(change) => {
            desk.acted(change.complaint).await;
            Ok(draft)
        }
        None => {
            if let Some(draft) = &draft {
                drafts::forget(desk, draft.complaint, draft.of()).await?;
            }
            Err(Error::new(Code::TooLateToWithdraw))
        }
    }
}

/// Templates that fit the complaint first, the rest after: the hub's where it has any, else the
/// bundled set.
pub async fn template_list(desk: &Desk, request: ListTemplates) -> Result<Vec<Template>> {
    let complaint = desk.visible(request.complaint).await?.complaint;
    Ok(templates::in_order(
        reference::templates(desk).await?,
        &complaint,
    ))
}

/// Fills in what the complaint knows.
pub async fn template_fill(desk: &Desk, request: FillTemplate) -> Result<Filled> {
    let complaint = desk.visible(request.complaint).await?.complaint;
    let template = reference::templates(desk)
        .await?
        .into_iter()
        .find(|template| template.id == request.template)
        .ok_or_else(|| Error::with(Code::BadInput, "no such template"))?;
    let office = desk.office();
    let calendar = office.rules.calendar();
    // Citizens are written to in Indonesian, whatever the desk's own language.
    let date = |at| tanggap_wording::dates::date(calendar.local_date(at), Language::Id);
    let actor = desk.actor();
    let place = place::address(&complaint);
    let (today, received) = (date(desk.now()), date(complaint.received_at));
    let around = templates::Around {
        officer: Some(actor.name.as_str()).filter(|name| !name.is_empty()),
        place: place.as_deref(),
        today: &today,
        received: &received,
    };
    Ok(templates::fill(&template.text, &complaint, &around))
}

/// What to say before a public reply leaves.
pub async fn reply_check(_desk: &Desk, request: CheckReply) -> Result<Vec<Mark>> {
    Ok(check::marks(&request.text))
}

impl Desk {
    /// After an action of the officer: the window reads again, and what waits is sent.
    pub(crate) async fn acted(&self, complaint: ComplaintId) {
        self.refresh_due(complaint).await;
        self.tell(Event::ComplaintsChanged {
            ids: vec![complaint],
        });
        self.tell(Event::OutboxChanged);
        self.tell_frame().await;
        self.wake();
    }
}
