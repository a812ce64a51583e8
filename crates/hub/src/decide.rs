//! Decides one operation. Pure: whatever keeps the data asks here, so that every database decides alike.

mod pairs;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use tanggap_domain::change::{Change, ChangeKind, How, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{OpId, TrackingId};
use tanggap_domain::merge::joined::Pair;
use tanggap_geo::check_region;
use tanggap_protocol::complaint::Unreadable;
use tanggap_protocol::op::WireOp;
use tanggap_protocol::outcome::WireBlocked;
use tanggap_protocol::scope::Scope;

use crate::feeds::feeds_of;
use crate::grant::{Grant, Sight};

/// What is known when an operation comes up for the first time.
pub struct Case<'a> {
    pub change: &'a Change,
    pub grant: &'a Grant,
    pub known: Option<&'a Complaint>,
    /// The feeds it is in.
    pub feeds: &'a BTreeSet<Scope>,
    /// There was one, and it may never come back.
    pub is_erased: bool,
    /// The complaint was once in one of the officer's scopes.
    pub was_visible: bool,
    /// Another complaint has the number that this recording would get.
    pub number_taken: bool,
    /// The report that the complaint was joined with: it is in nobody's feed any more.
    pub joined_into: Option<TrackingId>,
    /// What else a change of two complaints is about.
    pub beside: Beside,
    /// Files of the change that are not on the hub.
    pub missing: Vec<String>,
    /// An earlier operation on the same complaint, in the same request, that did not go through.
    pub behind: Option<OpId>,
}

/// The other complaint of a change of two.
#[derive(Debug, Default)]
pub struct Beside {
    /// The recording that is named, where it stands by itself, and the feeds it is in.
    pub recording: Option<(Complaint, BTreeSet<Scope>)>,
    /// The parts of a complaint that is joined.
    pub pair: Option<Box<Pair>>,
}

/// What to do.
#[derive(Debug, PartialEq)]
pub enum Verdict {
    /// The two are one from now on.
    Join(Box<Pair>),
    /// The report and the recording are two from now on, or stay two: both are written.
    Part {
        national: Box<Complaint>,
        recording: Box<Complaint>,
    },
    Write {
        complaint: Box<Complaint>,
        how: How,
    },
    /// Settled without a change.
    Satisfied,
    Refuse(Refused),
    /// Not settled: nothing is remembered.
    Block(WireBlocked),
}

pub fn decide(case: Case<'_>, now: DateTime<Utc>) -> Verdict {
    if let Some(behind) = case.behind {
        return Verdict::Block(WireBlocked::Earlier { behind });
    }
    if case.is_erased {
        return Verdict::Refuse(Refused::UnknownComplaint);
    }
    let decided = match case.known {
        Some(known) => match case.grant.sight(case.feeds) {
            // Whether a complaint exists is nobody's business who never saw it.
            None if case.was_visible => Err(Refused::OutOfScope),
            None => Err(Refused::UnknownComplaint),
            // It may be another regency's: who only shares it may say what they know of it.
            Some(Sight::Neighbour) if !matches!(case.change.kind, ChangeKind::Note { .. }) => {
                Err(Refused::OutOfScope)
            }
            Some(Sight::Neighbour | Sight::Reported | Sight::Whole) => change(&case, known, now),
        },
        None if let (true, Some(number)) = (case.was_visible, case.joined_into.clone()) => {
            Err(Refused::JoinedInto { number })
        }
        None if matches!(case.change.kind, ChangeKind::Record(_)) => record(&case, now),
        None if case.was_visible => Err(Refused::OutOfScope),
        None => Err(Refused::UnknownComplaint),
    };
    match decided {
        Err(refused) => Verdict::Refuse(refused),
        Ok((_, How::AlreadySatisfied)) => Verdict::Satisfied,
        Ok(_) if !case.missing.is_empty() => Verdict::Block(WireBlocked::Attachments {
            missing: case.missing,
        }),
        Ok((complaint, how)) => match pairs::decide(&case, &complaint, now) {
            Some(Ok(verdict)) => verdict,
            Some(Err(refused)) => Verdict::Refuse(refused),
            None => Verdict::Write {
                complaint: Box::new(complaint),
                how,
            },
        },
    }
}

fn change(
    case: &Case<'_>,
    known: &Complaint,
    now: DateTime<Utc>,
) -> Result<(Complaint, How), Refused> {
    let mut applied = known.apply(case.change, now)?;
    applied.complaint.tidy_labels();
    if applied.complaint.title.is_empty() && !known.title.is_empty() {
        return Err(Refused::EmptyText);
    }
    let region = &applied.complaint.location.region;
    if *region != known.location.region {
        check_region(case.change)?;
        if !region.iter().all(|region| case.grant.may_move_to(region)) {
            return Err(Refused::RegionOutOfScope);
        }
    }
    Ok((applied.complaint, applied.how))
}

fn record(case: &Case<'_>, now: DateTime<Utc>) -> Result<(Complaint, How), Refused> {
    let mut new = Complaint::recorded(case.change, now)?;
    // Desks write what people paste: every reader gets labels on one line. See `tidy_labels`.
    new.tidy_labels();
    if new.title.is_empty() {
        return Err(Refused::EmptyText);
    }
    check_region(case.change)?;
    // The recorder's own office counts: without a place it is theirs.
    let feeds = feeds_of(&new, &case.grant.scopes);
    if case.grant.sight(&feeds) < Some(Sight::Reported) {
        return Err(Refused::OutOfScope);
    }
    if case.number_taken {
        return Err(Refused::NumberTaken);
    }
    Ok((new, How::Applied))
}

/// Tells a repeat from another operation under the same id.
pub fn body_hash(op: &WireOp) -> [u8; 32] {
    let json = serde_json::to_vec(op).expect("an operation has only string keys and plain values");
    Sha256::digest(json).into()
}

/// Files must be named by their hash.
///
/// # Errors
/// [`Unreadable`] where one is not.
pub fn check_files(change: &Change) -> Result<(), Unreadable> {
    let named = |sha256: &str| is_sha256(sha256);
    if change.kind.attachments().iter().all(|it| named(&it.sha256)) {
        Ok(())
    } else {
        Err(Unreadable {
            member: "attachments.sha256",
        })
    }
}

/// 64 lower-case hex digits.
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
