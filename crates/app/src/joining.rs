//! Recordings and reports of the national system that may be one: found among what this desk holds, whenever
//! somebody looks. Nothing of it is kept; what an officer says about a pair is a change, decided by the hub.

use chrono::TimeDelta;
use tanggap_domain::change::ChangeKind;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::likeness::{likeness, may_be_one};
use tanggap_ipc::joining::{Likely, ListLikely, Side};
use tanggap_ipc::{Code, Error};

use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, of_store};
use crate::place;

/// Recordings received longer ago are offered only where somebody opens one of the two.
const LOOKED_BACK: TimeDelta = TimeDelta::days(90);
/// Most that are offered for one complaint.
const MOST: usize = 3;

/// Every pair that may be one, the likeliest first.
pub async fn list(desk: &Desk, _: ListLikely) -> Result<Vec<Likely>> {
    let now = desk.now();
    let since = now.checked_sub_signed(LOOKED_BACK).unwrap_or(now);
    let view = desk.store.view();
    let recordings = view.recordings_since(since).await.map_err(of_store)?;
    let mut all = Vec::new();
    for ids in recordings.chunks(WHOLE_AT_ONCE) {
        for recording in desk.find_many(ids).await? {
            all.extend(of(desk, &recording.complaint).await?);
        }
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.likeness.score));
    Ok(all)
}

/// What may be the same report as this complaint, the likeliest first. Nothing for an officer who may not
/// say so.
pub async fn of(desk: &Desk, complaint: &Complaint) -> Result<Vec<Likely>> {
    if complaint.joined.is_some() || !desk.actor_on(complaint).mandate.is_full() {
        return Ok(Vec::new());
    }
    let view = desk.store.view();
    let ids = view.candidates(complaint).await.map_err(of_store)?;
    let mut found = Vec::new();
    for ids in ids.chunks(WHOLE_AT_ONCE) {
        for other in desk.find_many(ids).await? {
            let other = other.complaint;
            let (recording, report) = match complaint.tracking_id.is_recording() {
                true => (complaint, &other),
                false => (&other, complaint),
            };
            if !may_be_one(recording, report) {
                continue;
            }
            let likeness = likeness(recording, report);
            if likeness.is_proposed() && desk.actor_on(&other).mandate.is_full() {
                found.push(Likely {
                    recording: side(recording),
                    report: side(report),
                    likeness,
                });
            }
        }
    }
    found.sort_by_key(|it| std::cmp::Reverse(it.likeness.score));
    found.truncate(MOST);
    Ok(found)
}

/// What an officer says about two complaints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Join,
    TellApart,
}

/// The change of the report that says so, whichever of the two is named first.
///
/// # Errors
/// [`Code::BadInput`] where they are not a recording and a report.
pub async fn change_of(
    desk: &Desk,
    verb: Verb,
    one: ComplaintId,
    other: ComplaintId,
) -> Result<(ComplaintId, ChangeKind)> {
    let one = desk.visible(one).await?.complaint;
    let other = desk.visible(other).await?.complaint;
    let (report, recording) = match one.tracking_id.is_recording() {
        true => (other, one),
        false => (one, other),
    };
    if let Some(joined) = &report.joined
        && report.id == recording.id
    {
        // The recording leads to the report already: it is so, or it is refused as such.
        let (recording, number) = (joined.recording, joined.number.clone());
        return Ok((report.id, change(verb, recording, number)));
    }
    let number = recording.tracking_id;
    Ok((report.id, change(verb, recording.id, number)))
}

fn change(
    verb: Verb,
    recording: ComplaintId,
    number: tanggap_domain::ids::TrackingId,
) -> ChangeKind {
    match verb {
        Verb::Join => ChangeKind::Join { recording, number },
        Verb::TellApart => ChangeKind::TellApart { recording, number },
    }
}

/// The change that makes two of what is one.
///
/// # Errors
/// [`Code::NotFound`] where there is no such complaint; [`Code::BadInput`] where it is one by itself.
pub async fn split_of(desk: &Desk, id: ComplaintId) -> Result<(ComplaintId, ChangeKind)> {
    let complaint = desk.visible(id).await?.complaint;
    let joined = complaint
        .joined
        .ok_or_else(|| Error::with(Code::BadInput, "the complaint is not joined"))?;
    let kind = ChangeKind::Split {
        recording: joined.recording,
        number: joined.number,
    };
    Ok((complaint.id, kind))
}

fn side(it: &Complaint) -> Side {
    Side {
        id: it.id,
        number: it.tracking_id.clone(),
        title: it.title.clone(),
        body: it.body.clone(),
        received_at: it.received_at,
        channel: it.channel.clone(),
        stage: it.stage,
        unit: it.unit.as_ref().map(|unit| unit.name.clone()),
        place: place::path(it.location.region.as_ref()),
        address: it.location.address.clone(),
        reporter: it.reporter.clone(),
    }
}
