//! What a complaint is without one of the files that told of it: the wrong file is taken back.
//!
//! What the file told is put back to what stood before, wherever nothing newer has spoken since: another file,
//! another hub, an officer. What an officer wrote or decided always stays. A field is the smallest unit: where a
//! newer file told it, it stays as that file left it. Files that are imported afterwards find the complaint as
//! if this one had never been.

mod history;

use crate::classification::Classification;
use crate::complaint::{Category, Channel, Complaint, Location, Reporter};
use crate::event::{Event, EventKind};
use crate::ids::OpId;
use crate::privacy::Privacy;
use crate::privacy::told::{FlagTold, PrivacyTold};
use crate::provenance::{AsOf, Fields, Ground, NationalField, Provenance};
use crate::status::{Stage, stage_of_national};

use super::status::{moves_stage, stage_after};
use super::{Merged, aged, chosen_here, corrected_here, verdict};

/// What one file told of one complaint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileTold {
    /// Of which it told what held then.
    pub fields: Fields,
    pub as_of: Option<AsOf>,
    pub privacy: PrivacyTold,
    /// The entry it added to the history.
    pub entry: Option<OpId>,
}

/// What the file did that is taken back.
#[derive(Clone, Debug)]
pub struct Brought<'a> {
    /// The complaint before it; none where this file brought it.
    pub before: Option<&'a Complaint>,
    pub told: FileTold,
    /// Entries of the history then that no file wrote, see [`work_in`].
    pub worked: usize,
}

/// Who spoke of the complaint after the file, in their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Later {
    File(FileTold),
    /// All that another hub knew, see [`super::carried`].
    Hub,
}

/// What taking the file back does to a complaint.
#[derive(Clone, Debug, PartialEq)]
pub enum TakenBack {
    Stands {
        merged: Merged,
        /// Why something of what the file told stays.
        stays: Option<Stays>,
    },
    /// Only this file knew of it, and nobody worked on it.
    Gone,
}

/// Who keeps what a file told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stays {
    /// An officer worked on it.
    Worked,
    /// A newer file, or another hub, told it since.
    Newer,
}

impl Stays {
    /// The word of wire, disk and catalogue.
    pub fn code(self) -> &'static str {
        match self {
            Self::Worked => "worked",
            Self::Newer => "newer",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Worked, Self::Newer]
            .into_iter()
            .find(|it| it.code() == code)
    }
}

/// How many entries of the history somebody wrote, and no file.
pub fn work_in(history: &[Event]) -> usize {
    history.iter().filter(is_work).count()
}

/// `now` without what the file told.
pub fn taken_back(now: &Complaint, file: &Brought<'_>, later: &[Later]) -> TakenBack {
    let mut files = Vec::with_capacity(later.len());
    for spoke in later {
        match spoke {
            Later::File(told) => files.push(told),
            // It knew the complaint as a whole.
            Later::Hub => {
                return TakenBack::Stands {
                    merged: Merged::Unchanged,
                    stays: Some(Stays::Newer),
                };
            }
        }
    }
    let work = now.history.iter().filter(is_work).skip(file.worked);
    let since: Vec<&Event> = work.collect();
    if now.joined.is_some() {
        return worked_on(now, file, &files);
    }
    let before = match file.before {
        Some(before) => before.clone(),
        None if !since.is_empty() => return worked_on(now, file, &files),
        None if files.is_empty() => return TakenBack::Gone,
        None => blank(now),
    };
    let (next, stays) = without(now, &before, file, &files, &since);
    TakenBack::Stands {
        merged: verdict(now, next),
        stays,
    }
}

/// What stood before a later file, once the file is taken back. `stood`: as it was kept; `files`: those between
/// the two; `worked`: entries of the history that no file wrote, before the later one.
pub fn stood_before_later(
    stood: &Complaint,
    file: &Brought<'_>,
    files: &[&FileTold],
    worked: usize,
) -> Complaint {
    let before = file.before.cloned().unwrap_or_else(|| blank(stood));
    let work = stood.history.iter().filter(is_work);
    let since: Vec<&Event> = work.take(worked).skip(file.worked).collect();
    without(stood, &before, file, files, &since).0
}

fn without(
    now: &Complaint,
    before: &Complaint,
    file: &Brought<'_>,
    files: &[&FileTold],
    since: &[&Event],
) -> (Complaint, Option<Stays>) {
    let spoken = files
        .iter()
        .fold(Fields::NONE, |all, it| all.and(it.fields));
    let touched = file.told.fields.and(differing(before, now));
    let mut next = now.clone();
    for field in touched.without(spoken).iter() {
        put_back(&mut next, before, field);
    }
    if files.is_empty() {
        let stood = |it: &_| before.attachments.contains(it);
        next.attachments.retain(stood);
    }
    history::without(&mut next, before, file, files);
    if !since.iter().any(|event| moves_stage(&event.what)) {
        let by_files =
            spoken.contains(NationalField::Status) || spoken.contains(NationalField::Unit);
        next.stage = match by_files {
            true => stage_by_files(before, &next, file.before.is_none()),
            false => before.stage,
        };
    }
    privacy(&mut next, before, file, files);
    ages(&mut next.provenance, &before.provenance, files);
    let stays = stays(before, &next, touched, spoken);
    (next, stays)
}

/// It stays as it is, as one that is joined with a recording does as well: an officer made it what it is. But files
/// that come find it as old as without this one.
fn worked_on(now: &Complaint, file: &Brought<'_>, files: &[&FileTold]) -> TakenBack {
    let mut next = now.clone();
    let none = Provenance::default();
    let before = file.before.map_or(&none, |before| &before.provenance);
    ages(&mut next.provenance, before, files);
    if files.is_empty() && file.before.is_none() && now.joined.is_none() {
        let ground = |set| match set {
            true => Ground::Silence,
            false => Ground::Unmarked,
        };
        next.provenance.anonymous = ground(next.privacy.anonymous);
        next.provenance.secret = ground(next.privacy.secret);
    }
    let changed = file
        .before
        .is_none_or(|before| !differing(before, now).is_empty());
    TakenBack::Stands {
        merged: verdict(now, next),
        stays: changed.then_some(Stays::Worked),
    }
}

/// The complaint as if no file had ever told of it; what no complaint can be without is left as it is.
fn blank(now: &Complaint) -> Complaint {
    Complaint {
        first_body: None,
        classification: Classification::Other(String::new()),
        category: Category::default(),
        channel: Channel::Other(String::new()),
        privacy: Privacy {
            anonymous: true,
            secret: true,
        },
        reporter: Reporter::default(),
        incident_on: None,
        location: Location::default(),
        agency: None,
        unit: None,
        rating: None,
        extra: Default::default(),
        provenance: Provenance {
            receipt: now.provenance.receipt,
            stand_ins: now.provenance.stand_ins,
            anonymous: Ground::Silence,
            secret: Ground::Silence,
            ..Provenance::default()
        },
        ..now.clone()
    }
}

/// Puts one field back, but not over what an officer decided.
fn put_back(next: &mut Complaint, before: &Complaint, field: NationalField) {
    let decided = next.clone();
    match field {
        NationalField::Title => {
            next.title.clone_from(&before.title);
            next.provenance.stand_ins.title = before.provenance.stand_ins.title;
        }
        NationalField::Body => {
            next.body.clone_from(&before.body);
            next.provenance.stand_ins.body = before.provenance.stand_ins.body;
        }
        NationalField::FirstBody => next.first_body.clone_from(&before.first_body),
        NationalField::Classification => {
            if !corrected_here(&decided, |it| it.classification.is_some()) {
                next.classification.clone_from(&before.classification);
            }
        }
        NationalField::Category => {
            if !corrected_here(&decided, |it| it.category.is_some()) {
                next.category.clone_from(&before.category);
            }
        }
        NationalField::Channel => next.channel.clone_from(&before.channel),
        NationalField::Reporter => next.reporter.clone_from(&before.reporter),
        NationalField::Received => {
            next.received_at = before.received_at;
            next.provenance.receipt = before.provenance.receipt;
        }
        NationalField::Incident => next.incident_on = before.incident_on,
        NationalField::Location => {
            next.location.clone_from(&before.location);
            if corrected_here(&decided, |it| it.region.is_some()) {
                next.location.region = decided.location.region;
            }
        }
        NationalField::Agency => next.agency.clone_from(&before.agency),
        NationalField::Unit => {
            if !chosen_here(&decided) {
                next.unit.clone_from(&before.unit);
            }
        }
        NationalField::Status => next.national.clone_from(&before.national),
        NationalField::Rating => next.rating = before.rating,
        NationalField::Extra => next.extra.clone_from(&before.extra),
    }
}

/// The fields in which two states of a complaint differ.
pub fn differing(one: &Complaint, other: &Complaint) -> Fields {
    let differs = |field: &NationalField| match field {
        NationalField::Title => one.title != other.title,
        NationalField::Body => one.body != other.body,
        NationalField::FirstBody => one.first_body != other.first_body,
        NationalField::Classification => one.classification != other.classification,
        NationalField::Category => one.category != other.category,
        NationalField::Channel => one.channel != other.channel,
        NationalField::Reporter => one.reporter != other.reporter,
        NationalField::Received => {
            (one.received_at, one.provenance.receipt)
                != (other.received_at, other.provenance.receipt)
        }
        NationalField::Incident => one.incident_on != other.incident_on,
        NationalField::Location => one.location != other.location,
        NationalField::Agency => one.agency != other.agency,
        NationalField::Unit => one.unit != other.unit,
        NationalField::Status => (&one.national, one.stage) != (&other.national, other.stage),
        NationalField::Rating => one.rating != other.rating,
        NationalField::Extra => one.extra != other.extra,
    };
    NationalField::ALL.into_iter().filter(differs).collect()
}

/// The stage that the later files' words give, where no officer moved it since.
fn stage_by_files(before: &Complaint, next: &Complaint, is_first: bool) -> Stage {
    let words = |it: &Complaint| (it.national.code.clone(), it.national.name.clone());
    let is_as_before = words(before) == words(next) && before.unit.is_some() == next.unit.is_some();
    if (is_as_before && !is_first) || next.national.name.is_empty() {
        return before.stage;
    }
    let national = stage_of_national(&next.national.name, next.unit.is_some());
    let base = Complaint {
        stage: before.stage,
        ..next.clone()
    };
    stage_after(&base, national)
}

/// The flags as the later files leave them. Where it cannot be told whether a later file was heard, it lowers
/// nothing.
fn privacy(next: &mut Complaint, before: &Complaint, file: &Brought<'_>, files: &[&FileTold]) {
    let flag = |of: fn(PrivacyTold) -> FlagTold, then: (bool, Ground), now: (bool, Ground)| {
        let told = of(file.told.privacy);
        let changed = told.after(then, file.told.as_of, |_| false) != then;
        if file.before.is_some() && !changed {
            return now;
        }
        files.iter().fold(then, |known, later| {
            let told = of(later.privacy);
            told.after(known, later.as_of, |than| match later.as_of {
                Some(row) if than.is_before(row) => false,
                Some(row) => row.is_before(than) || told == FlagTold::Lowered,
                None => false,
            })
        })
    };
    let (anonymous, anonymous_ground) = flag(
        |told| told.anonymous,
        (before.privacy.anonymous, before.provenance.anonymous),
        (next.privacy.anonymous, next.provenance.anonymous),
    );
    let (secret, secret_ground) = flag(
        |told| told.secret,
        (before.privacy.secret, before.provenance.secret),
        (next.privacy.secret, next.provenance.secret),
    );
    next.privacy = Privacy { anonymous, secret };
    next.provenance.anonymous = anonymous_ground;
    next.provenance.secret = secret_ground;
}

/// How old each field is after the later files alone.
fn ages(next: &mut Provenance, before: &Provenance, files: &[&FileTold]) {
    let after = aged_by(before, files);
    next.as_of = after.as_of;
    next.older = after.older;
}

/// The ages that these files, one after the other, leave.
fn aged_by(before: &Provenance, files: &[&FileTold]) -> Provenance {
    let known = Provenance {
        as_of: before.as_of,
        older: before.older.clone(),
        ..Provenance::default()
    };
    let aged = |known: Provenance, later: &&FileTold| {
        aged(&known, known.clone(), later.as_of, &later.fields)
    };
    files.iter().fold(known, aged)
}

/// Why something that the file touched is not as it stood before.
fn stays(before: &Complaint, next: &Complaint, touched: Fields, spoken: Fields) -> Option<Stays> {
    let left = differing(before, next).shared(touched);
    if left.is_empty() {
        None
    } else if left.without(spoken).is_empty() {
        Some(Stays::Newer)
    } else {
        Some(Stays::Worked)
    }
}

fn is_work(event: &&Event) -> bool {
    !matches!(event.what, EventKind::NationalStatusChanged { .. })
}
