//! What a complaint that another hub kept does to this hub's own: the desk moves, and its work with it.
//!
//! Unlike a row of the national system it brings a history. Entries that are missing here are laid between
//! those that are there; what an officer decided last holds, whichever hub it was decided at; the national
//! system's own fields follow [`merge_national`]. Carrying the same again changes nothing.

use chrono::{DateTime, Utc};

use super::status::moves_stage;
use super::{Merged, NationalRow, merge_national};
use crate::complaint::{Complaint, Versions};
use crate::event::{Event, EventKind};
use crate::limits::Room;
use crate::privacy::told::PrivacyTold;
use crate::provenance::NationalField;
use crate::status::NationalStatus;

/// What carrying a complaint over came to.
#[derive(Clone, Debug, PartialEq)]
pub struct CarriedOver {
    /// As it stands now; none where nothing changed.
    pub complaint: Option<Box<Complaint>>,
    /// What the other hub says otherwise, and what this one keeps.
    pub differs: Vec<CarriedField>,
}

/// A part of a complaint in which two hubs may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CarriedField {
    Title,
    Body,
    Status,
    Unit,
    Classification,
    Category,
    Region,
    Priority,
    /// Protected here, open there.
    Privacy,
    /// The history here is full.
    History,
}

impl CarriedField {
    pub const ALL: [Self; 10] = [
        Self::Title,
        Self::Body,
        Self::Status,
        Self::Unit,
        Self::Classification,
        Self::Category,
        Self::Region,
        Self::Priority,
        Self::Privacy,
        Self::History,
    ];

    /// The word of wire, JSON answers and catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Body => "body",
            Self::Status => "status",
            Self::Unit => "unit",
            Self::Classification => "classification",
            Self::Category => "category",
            Self::Region => "region",
            Self::Priority => "priority",
            Self::Privacy => "privacy",
            Self::History => "history",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// A complaint that is not known here, ready to be kept. Officers of the other hub keep their names in its
/// history; their ids say nothing here.
pub fn first_carried(mut carried: Complaint) -> Complaint {
    for event in &mut carried.history {
        disown(event);
    }
    carried.cut_to_limits();
    let Versions {
        head,
        status,
        assign,
        meta,
    } = &mut carried.versions;
    *head = (*head).max(1);
    for version in [status, assign, meta] {
        *version = (*version).max(1);
    }
    carried
}

/// `known` after the same complaint of another hub.
pub fn carry_over(known: &Complaint, carried: Complaint) -> CarriedOver {
    let theirs = carried.clone();
    let mut next = after_merging(
        known,
        merge_national(known, of_the_national_system(carried)),
    );
    next.versions = known.versions;
    let full = !add_missing(&mut next.history, &theirs.history, disown);
    if is_newer(&theirs, known, tells_the_stage, Some(NationalField::Status)) {
        next.stage.clone_from(&theirs.stage);
        next.national.clone_from(&theirs.national);
    }
    if is_newer(&theirs, known, disposes, None) {
        next.unit.clone_from(&theirs.unit);
    }
    if is_newer(
        &theirs,
        known,
        |it| amends(it, |a| a.classification.is_some()),
        None,
    ) {
        next.classification.clone_from(&theirs.classification);
    }
    if is_newer(
        &theirs,
        known,
        |it| amends(it, |a| a.category.is_some()),
        None,
    ) {
        next.category.clone_from(&theirs.category);
    }
    if is_newer(
        &theirs,
        known,
        |it| amends(it, |a| a.region.is_some()),
        None,
    ) {
        next.location.region.clone_from(&theirs.location.region);
    }
    if is_newer(
        &theirs,
        known,
        |it| amends(it, |a| a.priority.is_some()),
        None,
    ) {
        next.priority = theirs.priority;
    }
    CarriedOver {
        differs: differs(&next, &theirs, full),
        complaint: moved(known, next),
    }
}

/// `known` after whatever a row did to it.
pub(super) fn after_merging(known: &Complaint, merged: Merged) -> Complaint {
    match merged {
        Merged::Unchanged => known.clone(),
        Merged::Confirmed(next) | Merged::Changed(next) => *next,
    }
}

/// What the other hub knows from the national system. Its status goes with its history, and nothing of it
/// takes a protection away.
pub(super) fn of_the_national_system(carried: Complaint) -> NationalRow {
    let mut privacy = PrivacyTold::from(carried.privacy);
    let silent = PrivacyTold::UNMARKED;
    if !carried.privacy.anonymous {
        privacy.anonymous = silent.anonymous;
    }
    if !carried.privacy.secret {
        privacy.secret = silent.secret;
    }
    NationalRow {
        complaint: Complaint {
            national: NationalStatus::default(),
            history: Vec::new(),
            ..carried
        },
        privacy,
    }
}

/// Lays what is missing between what is there, by time; whether all of it found room.
pub(super) fn add_missing(
    history: &mut Vec<Event>,
    theirs: &[Event],
    prepare: impl Fn(&mut Event),
) -> bool {
    for event in theirs {
        if history.iter().any(|it| it.id == event.id) {
            continue;
        }
        let mut event = event.clone();
        prepare(&mut event);
        // What stands here keeps its order: it is this hub's.
        let before = history.iter().rposition(|it| it.at <= event.at);
        let at = before.map_or(0, |index| index + 1);
        history.insert(at, event);
        if !Room::Source.holds(history) {
            history.remove(at);
            return false;
        }
    }
    true
}

fn disown(event: &mut Event) {
    event.by.id = None;
}

/// Whether the other hub decided last; where nobody decided, whether its file is the newer one.
pub(super) fn is_newer(
    theirs: &Complaint,
    known: &Complaint,
    decides: impl Fn(&EventKind) -> bool,
    told: Option<NationalField>,
) -> bool {
    let last = |it: &Complaint| -> Option<DateTime<Utc>> {
        let deciding = it.history.iter().filter(|event| decides(&event.what));
        deciding.map(|event| event.at).max()
    };
    match (last(theirs), last(known)) {
        (Some(theirs), Some(known)) => theirs > known,
        (Some(_), None) => true,
        (None, Some(_)) => false,
        (None, None) => told.is_some_and(|field| {
            let as_of = (theirs.provenance.of(field), known.provenance.of(field));
            matches!(as_of, (Some(theirs), Some(known)) if known.is_before(theirs))
        }),
    }
}

/// Whether an entry says where the complaint stands, whoever's it is: of two hubs, what the reporter and the
/// national system told counts beside the officers' steps.
fn tells_the_stage(what: &EventKind) -> bool {
    let told_from_outside = matches!(
        what,
        EventKind::ReporterAnswered { .. } | EventKind::NationalStatusChanged { .. }
    );
    told_from_outside || moves_stage(what)
}

pub(super) fn disposes(what: &EventKind) -> bool {
    matches!(what, EventKind::Disposed { .. })
}

pub(super) fn amends(what: &EventKind, names: impl Fn(&crate::change::Amendment) -> bool) -> bool {
    matches!(what, EventKind::Amended(amendment) if names(amendment))
}

fn differs(next: &Complaint, theirs: &Complaint, full: bool) -> Vec<CarriedField> {
    let hides = |ours: bool, theirs: bool| ours && !theirs;
    let found = [
        (CarriedField::Title, next.title != theirs.title),
        (CarriedField::Body, next.body != theirs.body),
        (CarriedField::Status, next.stage != theirs.stage),
        (CarriedField::Unit, next.unit != theirs.unit),
        (
            CarriedField::Classification,
            next.classification != theirs.classification,
        ),
        (CarriedField::Category, next.category != theirs.category),
        (
            CarriedField::Region,
            next.location.region != theirs.location.region,
        ),
        (CarriedField::Priority, next.priority != theirs.priority),
        (
            CarriedField::Privacy,
            hides(next.privacy.anonymous, theirs.privacy.anonymous)
                || hides(next.privacy.secret, theirs.privacy.secret),
        ),
        (CarriedField::History, full),
    ];
    let found = found.into_iter().filter(|(_, differs)| *differs);
    found.map(|(field, _)| field).collect()
}

/// The complaint with the versions that moved; none where it is as it was.
fn moved(known: &Complaint, mut next: Complaint) -> Option<Box<Complaint>> {
    if next == *known {
        return None;
    }
    next.versions.head += 1;
    next.versions.status += u32::from(next.stage != known.stage);
    next.versions.assign += u32::from(next.unit != known.unit);
    let facts = |it: &Complaint| {
        (
            it.classification.clone(),
            it.category.clone(),
            it.location.region.clone(),
            it.priority,
        )
    };
    next.versions.meta += u32::from(facts(&next) != facts(known));
    Some(Box::new(next))
}
