//! What waits here for somebody else: another officer, another hub, practice, or a hub that there was
//! not. It is told for whom, and becomes an own one only on purpose. Never offered as it stands.

use std::collections::BTreeMap;

use tanggap_domain::change::{Change, ChangeKind};
use tanggap_ipc::compose::Submitted;
use tanggap_ipc::outbox::{
    Of, OfWhy, OthersDraft, OthersDrafts, OthersWork, SettleDraft, TakeOver,
};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{Elsewhere, PendingOp, Whose};

use super::piece::{found, give_up, replace};
use crate::compose;
use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Whom a change waits for; none where it is whoever is at the desk.
pub(super) fn of(desk: &Desk, op: &PendingOp) -> Option<Of> {
    let signed = Some(op.change.by.name.clone()).filter(|name| !name.is_empty());
    of_whose(desk, &op.whose, signed)
}

fn of_whose(desk: &Desk, whose: &Whose, signed: Option<String>) -> Option<Of> {
    let here = desk.connection();
    // Nothing real is ever taken into practice, and nothing of practice out of it.
    let real = here.as_ref().is_some_and(|here| !here.practice);
    Some(match whose {
        Whose::Ours => return None,
        Whose::Alone => Of {
            why: OfWhy::NoHub,
            officer: None,
            hub: None,
            may_take: real,
        },
        Whose::Unknown => Of {
            why: OfWhy::Unknown,
            officer: signed,
            hub: None,
            may_take: real,
        },
        Whose::Other(Elsewhere {
            world,
            hub_url,
            officer_name,
            practice,
        }) => Of {
            why: if *practice {
                OfWhy::Practice
            } else if here.is_some_and(|here| here.hub == Some(world.hub)) {
                OfWhy::OtherOfficer
            } else {
                OfWhy::OtherHub
            },
            officer: Some(officer_name.clone()).filter(|name| !name.is_empty()),
            hub: Some(hub_url.clone()),
            may_take: real && !practice,
        },
    })
}

/// How much waits for whom.
pub(crate) async fn work(desk: &Desk) -> Result<Vec<OthersWork>> {
    let journal = desk.store.journal();
    let mut counted: BTreeMap<String, OthersWork> = BTreeMap::new();
    let mut count = |of: Of, is_draft: bool| {
        let key = format!("{:?}", (of.why.code(), &of.hub, &of.officer));
        let work = counted.entry(key).or_insert(OthersWork {
            of,
            changes: 0,
            drafts: 0,
        });
        if is_draft {
            work.drafts += 1;
        } else {
            work.changes += 1;
        }
    };
    for op in journal.pending().await.map_err(of_store)? {
        if let Some(of) = of(desk, &op) {
            count(of, false);
        }
    }
    for others in journal.others_drafts().await.map_err(of_store)? {
        if let Some(of) = of_whose(desk, &others.whose, None) {
            count(of, true);
        }
    }
    Ok(counted.into_values().collect())
}

/// Makes a change that waits for somebody else the own one: under the own name, on top of what the
/// officer sees now, and with a new id, since the hub may have the old one.
///
/// # Errors
/// [`Code::PracticeWork`] for what was written in practice; [`Code::OthersWork`] where there is no hub
/// to take it to; [`Code::LookFirst`] where somebody replied since it was written; what
/// [`tanggap_domain::complaint::Complaint::apply`] refuses. It stays as it was then.
pub async fn take_over(desk: &Desk, request: TakeOver) -> Result<Submitted> {
    let pending = found(desk, request.op).await?;
    let Some(of) = of(desk, &pending) else {
        return Err(Error::with(Code::BadInput, "it is the own one already"));
    };
    if !of.may_take {
        let code = match of.why {
            OfWhy::Practice => Code::PracticeWork,
            _ => Code::OthersWork,
        };
        return Err(Error::new(code));
    }
    let old = pending.change;
    if let ChangeKind::Reply { text, .. } = &old.kind
        && !request.anyway
        && !compose::before(desk, old.complaint, text, Some(old.base))
            .await?
            .is_nothing()
    {
        return Err(Error::new(Code::LookFirst));
    }
    if pending.whose == Whose::Alone {
        return sign(desk, old).await;
    }
    let kind = old.kind.clone();
    replace(desk, &old, kind).await
}

/// What was written without any hub was never offered to one: it keeps its id, and with it the number
/// that a citizen may have been given.
async fn sign(desk: &Desk, old: Change) -> Result<Submitted> {
    let (op, now) = (old.op, desk.now());
    let (change, already) = compose::prepare(desk, op, old.complaint, old.kind, now).await?;
    if already {
        give_up(desk, op).await?;
    } else {
        let adopted = desk.store.journal().adopt(&change).await;
        adopted.map_err(of_store)?;
        desk.acted(change.complaint).await;
    }
    Ok(Submitted {
        op,
        withdraw_until: None,
        already,
    })
}

/// Drafts that somebody else left here.
pub async fn drafts(desk: &Desk, _request: OthersDrafts) -> Result<Vec<OthersDraft>> {
    let stored = desk.store.journal().others_drafts().await;
    let stored = stored.map_err(of_store)?;
    let about = stored.iter().filter_map(|it| it.draft.key.complaint);
    let named = desk.named(about).await?;
    let mut drafts = Vec::new();
    for others in stored {
        let Some(of) = of_whose(desk, &others.whose, None) else {
            continue;
        };
        let known = others.draft.key.complaint.and_then(|id| named.get(&id));
        let draft = compose::read_draft(others.draft);
        drafts.push(OthersDraft {
            of,
            draft,
            tracking_id: known.map(|it| it.tracking_id.clone()),
            title: known.map(|it| it.title.clone()).unwrap_or_default(),
        });
    }
    Ok(drafts)
}

/// Makes another's draft the own one, beside whatever is being written, or gives it up.
///
/// # Errors
/// [`Code::NotFound`] where it is not there any more as it was shown.
pub async fn settle_draft(desk: &Desk, request: SettleDraft) -> Result<()> {
    let SettleDraft { of, draft, take } = request;
    let journal = desk.store.journal();
    let stored = journal.others_drafts().await.map_err(of_store)?;
    let mut found = None;
    for others in stored {
        let is_it = of_whose(desk, &others.whose, None).as_ref() == Some(&of)
            && compose::read_draft(others.draft.clone()) == draft;
        if is_it {
            found = Some(others);
            break;
        }
    }
    let found = found.ok_or_else(|| Error::new(Code::NotFound))?;
    let key = found.draft.key;
    if take {
        if !of.may_take {
            return Err(Error::new(match of.why {
                OfWhy::Practice => Code::PracticeWork,
                _ => Code::OthersWork,
            }));
        }
        let beside = key.source.unwrap_or_else(|| desk.new_op());
        let taken = journal.take_draft(key, &found.whose, beside).await;
        if !taken.map_err(of_store)? {
            return Err(Error::new(Code::NotFound));
        }
    } else {
        let dropped = journal.drop_draft(key, &found.whose).await;
        dropped.map_err(of_store)?;
    }
    if let Some(id) = key.complaint {
        desk.tell(Event::ComplaintsChanged { ids: vec![id] });
    }
    desk.tell(Event::OutboxChanged);
    Ok(())
}
