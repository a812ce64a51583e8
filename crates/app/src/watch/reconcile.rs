//! Holds notices against their deadlines: what moved away is withdrawn, what was met is settled, and
//! what moved and is past its threshold all the same is to be told anew.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockFacts, ClockKind, Crossing};
use tanggap_store::{Notice, NoticeStanding};

use super::look;
use crate::desk::touched::Which;
use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, of_store};
use crate::notifier::Slot;
use crate::office::Office;

/// Complaints whose notices are read in one go.
const BATCH: u32 = 500;

pub(super) struct Reconciled {
    pub touched: Which,
    pub found: Found,
}

/// What became of notices.
#[derive(Default)]
pub(super) struct Found {
    pub ended: usize,
    /// Told before, with another deadline.
    pub moved: Vec<(Complaint, Crossing)>,
}

/// Sees to the notices of every complaint that changed since the last look.
pub(super) async fn reconcile(
    desk: &Desk,
    office: &Office,
    now: DateTime<Utc>,
) -> Result<Reconciled> {
    let touched = desk.touched.take();
    let mut found = Found::default();
    let looked = match &touched {
        Which::Some(ids) => of_some(desk, office, ids, now, &mut found).await,
        Which::All => of_all(desk, office, now, &mut found).await,
    };
    match looked {
        Ok(()) => Ok(Reconciled { touched, found }),
        Err(error) => {
            desk.touched.put_back(touched);
            Err(error)
        }
    }
}

async fn of_some(
    desk: &Desk,
    office: &Office,
    ids: &BTreeSet<ComplaintId>,
    now: DateTime<Utc>,
    found: &mut Found,
) -> Result<()> {
    let ids: Vec<ComplaintId> = ids.iter().copied().collect();
    for ids in ids.chunks(WHOLE_AT_ONCE) {
        of_these(desk, office, ids, now, found).await?;
    }
    Ok(())
}

async fn of_all(desk: &Desk, office: &Office, now: DateTime<Utc>, found: &mut Found) -> Result<()> {
    let journal = desk.store.journal();
    let mut after = None;
    loop {
        let ids = journal
            .complaints_with_notices(after, BATCH)
            .await
            .map_err(of_store)?;
        let Some(last) = ids.last() else {
            return Ok(());
        };
        after = Some(*last);
        for ids in ids.chunks(WHOLE_AT_ONCE) {
            of_these(desk, office, ids, now, found).await?;
        }
    }
}

/// At most [`WHOLE_AT_ONCE`] complaints.
async fn of_these(
    desk: &Desk,
    office: &Office,
    ids: &[ComplaintId],
    now: DateTime<Utc>,
    found: &mut Found,
) -> Result<()> {
    let journal = desk.store.journal();
    let mut standing: BTreeMap<ComplaintId, Vec<Notice>> = BTreeMap::new();
    for notice in journal.standing_notices_of(ids).await.map_err(of_store)? {
        if let Some(id) = notice.key.complaint {
            standing.entry(id).or_default().push(notice);
        }
    }
    let ids: Vec<ComplaintId> = standing.keys().copied().collect();
    let complaints = look::for_clocks(desk, &ids).await?;
    for (id, standing) in standing {
        let complaint = complaints.get(&id);
        of_complaint(desk, office, (id, complaint), &standing, now, found).await?;
    }
    Ok(())
}

async fn of_complaint(
    desk: &Desk,
    office: &Office,
    (id, complaint): (ComplaintId, Option<&Complaint>),
    standing: &[Notice],
    now: DateTime<Utc>,
    found: &mut Found,
) -> Result<()> {
    let journal = desk.store.journal();
    let (crossings, met) = match complaint {
        Some(complaint) => (
            look::crossings(office, complaint, now),
            met(office, &ClockFacts::of(complaint), now),
        ),
        None => (Vec::new(), Vec::new()),
    };
    let mut withdrawn = Vec::new();
    let mut settled = Vec::new();
    for notice in standing {
        match ClockKind::of_code(&notice.key.clock) {
            Some(clock) if met.contains(&clock) => settled.push(notice),
            Some(clock) => match holds(notice, clock, &crossings, now) {
                Holds::AsTold => {}
                Holds::Moved(crossing) => {
                    found
                        .moved
                        .extend(complaint.map(|it| (it.clone(), crossing)));
                }
                Holds::NoLonger => withdrawn.push(notice),
            },
            // A reminder stands until somebody has dealt with the report.
            None if complaint.is_none_or(|it| !it.stage.is_open()) => settled.push(notice),
            None => {}
        }
    }
    // A clock that was set back, or a deadline that moved on: the thresholds ahead come again.
    if !withdrawn.is_empty()
        && let Some(next) = crossings.iter().find(|crossing| crossing.at > now)
    {
        let mirror = desk.store.mirror();
        mirror.wake_by(id, next.at).await.map_err(of_store)?;
    }
    for (notices, standing) in [
        (withdrawn, NoticeStanding::Withdrawn),
        (settled, NoticeStanding::Settled),
    ] {
        let numbers = notices.iter().map(|notice| notice.no).collect();
        let done = journal
            .end_notices(numbers, standing, &desk.witness(now))
            .await
            .map_err(of_store)?;
        found.ended += done.len();
        for notice in notices {
            desk.notifier
                .withdraw(match ClockKind::of_code(&notice.key.clock) {
                    Some(clock) => Slot::Clock(id, clock),
                    None => Slot::Reminder(id),
                });
        }
    }
    Ok(())
}

fn met(office: &Office, facts: &ClockFacts, now: DateTime<Utc>) -> Vec<ClockKind> {
    let mut met = Vec::new();
    // A clock without a rule is neither met nor open: what was told of it is withdrawn.
    let _without_rule = office.rules.deadlines(facts, now, |deadline| {
        if !deadline.state.is_open() {
            met.push(deadline.kind);
        }
    });
    met
}

enum Holds {
    AsTold,
    /// Past this threshold, of another deadline.
    Moved(Crossing),
    NoLonger,
}

/// Whether what was told still holds: the threshold is crossed, and the deadline is the one told. Of
/// a deadline that moved only the furthest threshold is worth telling again.
fn holds(notice: &Notice, clock: ClockKind, crossings: &[Crossing], now: DateTime<Utc>) -> Holds {
    let of_notice = |crossing: &&Crossing| {
        crossing.clock == clock && crossing.threshold.key() == notice.key.threshold
    };
    let found = crossings.iter().find(of_notice);
    match found.filter(|crossing| crossing.at <= now) {
        Some(crossing) if crossing.due_at == notice.due_at => Holds::AsTold,
        Some(crossing) if look::furthest(crossings, now).any(|it| it == *crossing) => {
            Holds::Moved(*crossing)
        }
        _ => Holds::NoLonger,
    }
}
