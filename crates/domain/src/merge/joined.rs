//! A recording of a desk and the same report in a national export, as one: what everybody sees of the two,
//! and how they become two again.
//!
//! Both stay as they are ([`Pair`]); only what is seen is made of them. Exports go on to tell both of the
//! whole and of the report by itself, so that nothing has to be taken apart later. See
//! `docs/adr/0008-a-recording-and-its-export.md`.

use chrono::{DateTime, TimeDelta, Utc};

use super::carried::{
    add_missing, after_merging, amends, disposes, is_newer, of_the_national_system,
};
use super::status::{moves_stage, stage_after};
use super::{Merged, NationalRow, by_officer, merge_national, verdict};
use crate::change::{Change, ChangeKind, Refused};
use crate::complaint::{Complaint, Joined};
use crate::event::{Event, EventKind};
use crate::ids::ComplaintId;
use crate::limits::Room;
use crate::privacy::Privacy;
use crate::provenance::{Ground, Provenance, Receipt};
use crate::status::stage_of_national;

/// A report of the national system and a recording that are one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// What everybody sees, under the national number.
    pub whole: Complaint,
    /// The report as it would stand without the recording.
    pub alone: Complaint,
    /// The recording as it would stand without the report. Nobody sees it while they are one.
    pub recording: Complaint,
}

/// `asked`: the report after [`Complaint::apply`] of a [`ChangeKind::Join`] with this recording.
///
/// - Number and fields are the national ones, as if the export had come to the recording: what an officer
///   chose or corrected there stays.
/// - Both histories, by time. Unit, stage and corrections as they were decided last.
/// - Received: at the earlier of both. The citizen handed it in then, and no later entry takes the days away.
/// - Anonymous or secret: where one of them is.
/// - The text told at the desk stays as the first one, where no export told another.
///
/// # Errors
/// [`Refused::CannotJoin`] where these are not the two that were asked for, [`Refused::HistoryFull`].
pub fn join(asked: &Complaint, recording: &Complaint) -> Result<Pair, Refused> {
    let is_asked = |it: &Joined| it.recording == recording.id && it.number == recording.tracking_id;
    let event = match (&asked.joined, asked.history.last()) {
        (Some(joined), Some(event)) if is_asked(joined) => event,
        _ => return Err(Refused::CannotJoin),
    };
    if !recording.tracking_id.is_recording() {
        return Err(Refused::CannotJoin);
    }
    let alone = Complaint {
        joined: None,
        ..asked.clone()
    };
    let other = EventKind::Joined {
        other: asked.id,
        number: asked.tracking_id.clone(),
    };
    Ok(Pair {
        whole: whole(asked, &alone, recording)?,
        recording: traced(recording, event, other)?,
        alone,
    })
}

/// The two as one once more: where another hub kept them so, or one of them took in what another hub kept.
/// Nothing where their histories do not say that they are one.
///
/// # Errors
/// [`Refused::CannotJoin`], [`Refused::HistoryFull`]
pub fn again(national: &Complaint, recording: &Complaint) -> Result<Pair, Refused> {
    if !says_joined(national, recording.id) || !says_joined(recording, national.id) {
        return Err(Refused::CannotJoin);
    }
    let alone = Complaint {
        joined: None,
        ..national.clone()
    };
    Ok(Pair {
        whole: whole(&alone, &alone, recording)?,
        recording: recording.clone(),
        alone,
    })
}

/// The report as a split would give it back, before anybody splits them.
pub fn report_of(pair: &Pair) -> Complaint {
    let Pair {
        whole,
        alone,
        recording,
    } = pair;
    let mut national = alone.clone();
    for done in since(whole, alone, recording) {
        do_again(&mut national, done);
    }
    national.versions = whole.versions;
    national
}

/// Whether the last word on these two is that they are one.
fn says_joined(one: &Complaint, two: ComplaintId) -> bool {
    let said = one
        .history
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            EventKind::Joined { other, .. } if *other == two => Some(true),
            EventKind::Split { other, .. } | EventKind::ToldApart { other, .. }
                if *other == two =>
            {
                Some(false)
            }
            _ => None,
        });
    said.unwrap_or(false)
}

/// `asked`: the whole after [`Complaint::apply`] of a [`ChangeKind::Split`]. Gives the report and the
/// recording.
///
/// Each is as it was before they were joined. What exports told since is the report's. What officers did
/// since is the report's as well: they did it under its number, and an answer went to whoever has that
/// number. It is done there once more by the same rules; what no longer fits stays in the history.
///
/// # Errors
/// [`Refused::HistoryFull`]
pub fn split(
    asked: &Complaint,
    alone: &Complaint,
    recording: &Complaint,
) -> Result<(Complaint, Complaint), Refused> {
    let Some(event) = asked.history.last() else {
        return Err(Refused::CannotJoin);
    };
    let mut national = alone.clone();
    for done in since(asked, alone, recording).filter(|done| done.id != event.id) {
        do_again(&mut national, done);
    }
    national.history.push(event.clone());
    if !Room::Source.holds(&national.history) {
        return Err(Refused::HistoryFull);
    }
    national.versions = asked.versions;
    move_versions(asked, &mut national);
    let other = EventKind::Split {
        other: asked.id,
        number: asked.tracking_id.clone(),
    };
    Ok((national, traced(recording, event, other)?))
}

/// What a row of the national system does to the whole, and to the report by itself.
pub fn merge_joined(whole: &Complaint, alone: &Complaint, row: NationalRow) -> (Merged, Merged) {
    let by_itself = merge_national(alone, row.clone());
    let mut next = after_merging(whole, merge_national(whole, row));
    next.versions = whole.versions;
    hold(&mut next, &after_merging(alone, by_itself.clone()));
    (verdict(whole, next), by_itself)
}

fn whole(
    asked: &Complaint,
    alone: &Complaint,
    recording: &Complaint,
) -> Result<Complaint, Refused> {
    let known = Complaint {
        id: asked.id,
        tracking_id: asked.tracking_id.clone(),
        ..recording.clone()
    };
    let row = of_the_national_system(alone.clone());
    let mut next = after_merging(&known, merge_national(&known, row));
    if next.first_body.is_none() && next.body.trim() != recording.body.trim() {
        next.first_body = Some(recording.body.clone());
    }
    next.history.clone_from(&asked.history);
    if !add_missing(&mut next.history, &recording.history, |_| {}) {
        return Err(Refused::HistoryFull);
    }
    next.national.clone_from(&asked.national);
    if is_newer(alone, recording, disposes, None) {
        next.unit.clone_from(&asked.unit);
    }
    next.stage = if is_newer(recording, alone, moves_stage, None) {
        let words = &asked.national.name;
        if words.is_empty() {
            recording.stage
        } else {
            stage_after(recording, stage_of_national(words, next.unit.is_some()))
        }
    } else {
        asked.stage
    };
    if is_newer(
        alone,
        recording,
        |it| amends(it, |a| a.classification.is_some()),
        None,
    ) {
        next.classification.clone_from(&asked.classification);
    }
    if is_newer(
        alone,
        recording,
        |it| amends(it, |a| a.category.is_some()),
        None,
    ) {
        next.category.clone_from(&asked.category);
    }
    if is_newer(
        alone,
        recording,
        |it| amends(it, |a| a.region.is_some()),
        None,
    ) {
        next.location.region.clone_from(&asked.location.region);
    }
    if is_newer(
        alone,
        recording,
        |it| amends(it, |a| a.priority.is_some()),
        None,
    ) {
        next.priority = asked.priority;
    }
    let Provenance { as_of, older, .. } = alone.provenance.clone();
    (next.provenance.as_of, next.provenance.older) = (as_of, older);
    next.joined = Some(Joined {
        recording: recording.id,
        number: recording.tracking_id.clone(),
        received_at: recording.received_at,
        privacy: recording.privacy,
        reporter: recording.reporter.clone(),
    });
    hold(&mut next, alone);
    next.cut_to_limits();
    next.versions = asked.versions;
    move_versions(asked, &mut next);
    Ok(next)
}

/// What no export takes from the whole: the earlier receipt and the stricter privacy.
fn hold(whole: &mut Complaint, alone: &Complaint) {
    let Some(joined) = &whole.joined else {
        return;
    };
    (whole.received_at, whole.provenance.receipt) = earlier(alone, joined.received_at);
    let Privacy { anonymous, secret } = joined.privacy;
    let strict = |here: bool, there: bool, ground: Ground| match here {
        true => (true, Ground::Unmarked),
        false => (there, ground),
    };
    let (told, grounds) = (alone.privacy, &alone.provenance);
    (whole.privacy.anonymous, whole.provenance.anonymous) =
        strict(anonymous, told.anonymous, grounds.anonymous);
    (whole.privacy.secret, whole.provenance.secret) = strict(secret, told.secret, grounds.secret);
}

/// Of two receipts the earlier one. A day without an hour is the whole day: a moment on it says more.
fn earlier(alone: &Complaint, recorded_at: DateTime<Utc>) -> (DateTime<Utc>, Receipt) {
    let receipt = alone.provenance.receipt;
    let latest = if receipt.without_hour {
        alone.received_at.checked_add_signed(TimeDelta::days(1))
    } else {
        Some(alone.received_at)
    };
    if latest.is_some_and(|latest| recorded_at < latest) {
        (recorded_at, Receipt::default())
    } else {
        (alone.received_at, receipt)
    }
}

/// The recording with what was done to both.
fn traced(recording: &Complaint, event: &Event, what: EventKind) -> Result<Complaint, Refused> {
    let mut next = recording.clone();
    next.versions.head += 1;
    next.history.push(Event {
        what,
        ..event.clone()
    });
    if Room::Source.holds(&next.history) {
        Ok(next)
    } else {
        Err(Refused::HistoryFull)
    }
}

/// What happened to the whole that neither of the two knows, but for what exports told: the report knows that.
fn since<'a>(
    whole: &'a Complaint,
    alone: &'a Complaint,
    recording: &'a Complaint,
) -> impl Iterator<Item = &'a Event> {
    let is_in = |it: &Complaint, event: &Event| it.history.iter().any(|had| had.id == event.id);
    whole.history.iter().filter(move |event| {
        !matches!(event.what, EventKind::NationalStatusChanged { .. })
            && !is_in(alone, event)
            && !is_in(recording, event)
    })
}

/// Does on `it` what was done on the whole; what no longer fits stays as an entry.
fn do_again(it: &mut Complaint, event: &Event) {
    let applied = change_of(event)
        .filter(|_| by_officer(&event))
        .and_then(|kind| {
            let change = Change {
                op: event.id,
                complaint: it.id,
                by: event.by.clone(),
                at: event.acted_at.unwrap_or(event.at),
                base: it.base(),
                kind,
            };
            it.apply(&change, event.at).ok()
        });
    if let Some(applied) = applied {
        *it = applied.complaint;
    }
    // Refused, or so already: it was done all the same.
    add_missing(&mut it.history, std::slice::from_ref(event), |_| {});
}

fn change_of(event: &Event) -> Option<ChangeKind> {
    Some(match event.what.clone() {
        EventKind::Verified => ChangeKind::Verify,
        EventKind::Disposed { to, note } => ChangeKind::Dispose { to, note },
        EventKind::Held { reason } => ChangeKind::Hold { reason },
        EventKind::Resumed => ChangeKind::Resume,
        EventKind::NotOurAuthority { target, reason } => {
            ChangeKind::NotOurAuthority { target, reason }
        }
        EventKind::Archived { reason } => ChangeKind::Archive { reason },
        EventKind::Replied {
            text,
            then,
            attachments,
        } => ChangeKind::Reply {
            text,
            then,
            attachments,
        },
        EventKind::Noted { text, attachments } => ChangeKind::Note { text, attachments },
        EventKind::Closed { reason } => ChangeKind::Close { reason },
        EventKind::Reopened { reason } => ChangeKind::Reopen { reason },
        EventKind::Amended(amendment) => ChangeKind::Amend(amendment),
        EventKind::Reminded(reminder) => ChangeKind::Remind(reminder),
        EventKind::Recorded
        | EventKind::ReporterAnswered { .. }
        | EventKind::Rated { .. }
        | EventKind::NationalStatusChanged { .. }
        | EventKind::Joined { .. }
        | EventKind::Split { .. }
        | EventKind::ToldApart { .. }
        | EventKind::Other(_) => return None,
    })
}

/// What an officer who saw `seen` has not seen of `next`.
fn move_versions(seen: &Complaint, next: &mut Complaint) {
    let facts = |it: &Complaint| {
        (
            it.classification.clone(),
            it.category.clone(),
            it.location.region.clone(),
            it.priority,
        )
    };
    next.versions.status += u32::from(next.stage != seen.stage);
    next.versions.assign += u32::from(next.unit != seen.unit);
    next.versions.meta += u32::from(facts(next) != facts(seen));
}
