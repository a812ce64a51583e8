//! Decides what is about two complaints: a report of the national system and the recording of a desk. Pure.

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, ChangeKind, How, Mandate, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::merge::joined;

use super::{Case, Verdict};
use crate::grant::Sight;

/// What becomes of both; none where the change is about one. `asked`: the report after the change.
pub(super) fn decide(
    case: &Case<'_>,
    asked: &Complaint,
    now: DateTime<Utc>,
) -> Option<Result<Verdict, Refused>> {
    Some(match case.change.kind {
        ChangeKind::Join { .. } => join(case, asked),
        ChangeKind::Split { .. } => split(case, asked),
        ChangeKind::TellApart { .. } => tell_apart(case, asked, now),
        _ => return None,
    })
}

fn join(case: &Case<'_>, asked: &Complaint) -> Result<Verdict, Refused> {
    let pair = joined::join(asked, recording(case)?)?;
    Ok(Verdict::Join(Box::new(pair)))
}

fn split(case: &Case<'_>, asked: &Complaint) -> Result<Verdict, Refused> {
    let pair = case.beside.pair.as_ref().ok_or(Refused::CannotJoin)?;
    let (national, recording) = joined::split(asked, &pair.alone, &pair.recording)?;
    Ok(Verdict::Part {
        national: Box::new(national),
        recording: Box::new(recording),
    })
}

/// Said in both histories, so that neither is offered with the other again.
fn tell_apart(case: &Case<'_>, asked: &Complaint, now: DateTime<Utc>) -> Result<Verdict, Refused> {
    let recording = recording(case)?;
    let change = Change {
        complaint: recording.id,
        base: recording.base(),
        kind: ChangeKind::TellApart {
            recording: asked.id,
            number: asked.tracking_id.clone(),
        },
        ..case.change.clone()
    };
    let applied = recording.apply(&change, now)?;
    debug_assert_ne!(applied.how, How::Merged);
    Ok(Verdict::Part {
        national: Box::new(asked.clone()),
        recording: Box::new(applied.complaint),
    })
}

/// The recording, where the officer may decide over it too: they must see both whole.
fn recording<'a>(case: &'a Case<'_>) -> Result<&'a Complaint, Refused> {
    let Some((recording, feeds)) = &case.beside.recording else {
        return Err(Refused::UnknownComplaint);
    };
    match case.grant.sight(feeds) {
        None => Err(Refused::UnknownComplaint),
        Some(Sight::Whole) if case.grant.mandate(feeds) == Mandate::Full => Ok(recording),
        Some(_) => Err(Refused::OutOfScope),
    }
}
