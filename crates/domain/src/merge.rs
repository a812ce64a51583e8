//! What a row of the national system does to a complaint that is known already.
//!
//! One rule for hub and desk. The national system speaks for its own fields, the newest file first;
//! what an officer decided here (unit, corrected facts, a step ahead) stays, and history is only ever
//! added to. Which of two files is newer follows from what the files and rows say of themselves
//! ([`order`]), never from which of them was imported last.

pub mod carried;
mod fields;
mod first;
pub mod joined;
mod order;
mod status;
pub mod taken_back;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::classification::Classification;
use crate::complaint::{Category, Channel, Complaint, Reporter};
use crate::event::{ActorRole, Event, EventKind};
use crate::limits::Room;
use crate::privacy::Privacy;
use crate::privacy::told::PrivacyTold;
use crate::provenance::{AsOf, Fields, NationalField, Provenance, Receipt};
use crate::status::stage_of_national;

pub use first::{first_national, first_told};

use fields::{complete_agency, complete_category, take_location};
use order::Order;
use status::{same_words_but_fewer, stage_after, status_event, words_differ};

/// The name under which the national system appears in a history.
pub const NATIONAL_SYSTEM: &str = "SP4N-LAPOR!";

/// One row of the national system.
#[derive(Clone, Debug, PartialEq)]
pub struct NationalRow {
    /// What the row says, empty where it says nothing. Its `provenance` says how old the row is, how
    /// sure its time of receipt and which texts only stand in; its `privacy` counts for nothing.
    pub complaint: Complaint,
    pub privacy: PrivacyTold,
}

/// A complaint of which every field is known.
impl From<Complaint> for NationalRow {
    fn from(complaint: Complaint) -> Self {
        Self {
            privacy: complaint.privacy.into(),
            complaint,
        }
    }
}

/// What a row did to a complaint.
#[derive(Clone, Debug, PartialEq)]
pub enum Merged {
    Unchanged,
    /// Nothing that anybody sees: a newer file says the same. Kept so that the next older one is
    /// recognised as older; no version moves, and nobody needs to be told.
    Confirmed(Box<Complaint>),
    Changed(Box<Complaint>),
}

/// What a row did, and the fields of which it told what holds since.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    pub merged: Merged,
    pub fields: Fields,
}

/// `known` after the national row, see [`merge_telling`].
pub fn merge_national(known: &Complaint, row: NationalRow) -> Merged {
    merge_telling(known, row).merged
}

/// `known` after the national row.
///
/// - A field that the row leaves empty stays as it is; a day of receipt without an hour takes no hour
///   away.
/// - What a newer file told stays; an older one only fills what is empty.
/// - A privacy flag goes down only where the row denies that very flag in words.
/// - Classification, category, region and priority stay where an officer corrected them; the unit
///   stays where an officer chose it.
/// - New status words are kept, give a [`EventKind::NationalStatusChanged`] and move the stage, but
///   not back behind a step that an officer took here.
/// - What does not fit the limits is cut ([`Complaint::cut_to_limits`]); a full history takes no entry.
/// - When the row was fetched (`national.as_of`) alone is not news.
///
/// Importing the same row again therefore changes nothing, in whatever order hub and desk see it.
pub fn merge_telling(known: &Complaint, row: NationalRow) -> Telling {
    let order = Order::of(known, &row);
    let NationalRow {
        complaint,
        privacy: told_of_privacy,
    } = row;
    let Complaint {
        // The same complaint: whoever calls has looked for it by these.
        id: _,
        tracking_id: _,
        title,
        body,
        first_body,
        classification,
        category,
        channel,
        // Counts for nothing: `told_of_privacy` does.
        privacy: _,
        reporter,
        received_at,
        incident_on,
        location,
        agency,
        unit,
        // Follows from the words and from what was done here.
        stage: _,
        mut national,
        // Told by no file: an officer's.
        priority: _,
        attachments,
        rating,
        // A row has none of its own; what it changes becomes an entry here.
        history: _,
        versions: _,
        provenance,
        // An officer's word, not a file's.
        joined: _,
        extra,
    } = complaint;
    let Provenance {
        as_of,
        // How old each field is follows from `as_of` and what holds now.
        older: _,
        receipt,
        stand_ins: there,
        // Follows from `told_of_privacy`.
        anonymous: _,
        secret: _,
    } = provenance;
    let mut next = known.clone();
    let mut told = Told {
        order: &order,
        fields: Vec::new(),
    };

    let here = &mut next.provenance.stand_ins;
    if !there.title && told.text(NationalField::Title, &mut next.title, title, here.title) {
        here.title = false;
    }
    if !there.body && told.text(NationalField::Body, &mut next.body, body, here.body) {
        here.body = false;
    }
    told.option(NationalField::FirstBody, &mut next.first_body, first_body);
    told.option(NationalField::Incident, &mut next.incident_on, incident_on);
    told.option(NationalField::Rating, &mut next.rating, rating);
    let agency = complete_agency(agency, known.agency.as_ref());
    told.option(NationalField::Agency, &mut next.agency, agency);
    told.reporter(&mut next.reporter, reporter);
    let silent = Channel::Other(String::new());
    told.unless(NationalField::Channel, &silent, &mut next.channel, channel);
    if !corrected_here(known, |it| it.classification.is_some()) {
        let silent = Classification::Other(String::new());
        let field = NationalField::Classification;
        told.unless(field, &silent, &mut next.classification, classification);
    }
    if !corrected_here(known, |it| it.category.is_some()) {
        let category = complete_category(category, &known.category);
        let silent = Category::default();
        told.unless(
            NationalField::Category,
            &silent,
            &mut next.category,
            category,
        );
    }
    if told.takes_receipt(known.provenance.receipt, receipt) {
        next.received_at = received_at;
        next.provenance.receipt = receipt;
        told.fields.push(NationalField::Received);
    }
    let region_stays = corrected_here(known, |it| it.region.is_some());
    let older = order.is_older(NationalField::Location);
    if take_location(&mut next.location, location, older, region_stays) {
        told.fields.push(NationalField::Location);
    }
    if !chosen_here(known) {
        let unit = complete_agency(unit, known.unit.as_ref());
        told.option(NationalField::Unit, &mut next.unit, unit);
    }
    for attachment in attachments {
        let held = next
            .attachments
            .iter()
            .any(|it| it.sha256 == attachment.sha256 && it.name == attachment.name);
        if !held {
            next.attachments.push(attachment);
        }
    }
    told.extra(&mut next.extra, extra);
    take_privacy(&mut next, told_of_privacy, &order);

    if !national.name.is_empty() || national.code.is_some() {
        same_words_but_fewer(&mut national, &known.national);
        let first_words = known.national.name.is_empty() && known.national.code.is_none();
        if first_words || !order.is_older(NationalField::Status) {
            told.fields.push(NationalField::Status);
            if words_differ(&known.national, &national) {
                next.history.push(status_event(known, &national));
                // A history that is full to the last: words and stage still move, without an entry.
                if !Room::Source.holds(&next.history) {
                    next.history.pop();
                }
                next.national = national;
            }
        }
    }
    let has_unit = next.unit.is_some();
    if !next.national.name.is_empty()
        && (next.national != known.national || has_unit != known.unit.is_some())
    {
        next.stage = stage_after(known, stage_of_national(&next.national.name, has_unit));
    }

    // Two rows together may have more columns and files than one.
    next.cut_to_limits();

    let fields = told.fields.into_iter().collect::<Fields>();
    next.provenance = aged(&known.provenance, next.provenance, as_of, &fields);
    Telling {
        merged: verdict(known, next),
        fields,
    }
}

/// Whether anybody sees a difference, and which versions move.
fn verdict(known: &Complaint, mut next: Complaint) -> Merged {
    let unseen = Complaint {
        provenance: known.provenance.clone(),
        ..next.clone()
    };
    let seen = |it: &Provenance| {
        (
            it.receipt,
            it.anonymous.is_assumed(),
            it.secret.is_assumed(),
        )
    };
    if unseen == *known && seen(&next.provenance) == seen(&known.provenance) {
        return if next.provenance == known.provenance {
            Merged::Unchanged
        } else {
            Merged::Confirmed(Box::new(next))
        };
    }
    let facts = |it: &Complaint| {
        (
            it.classification.clone(),
            it.category.clone(),
            it.location.region.clone(),
        )
    };
    next.versions.head += 1;
    next.versions.status += u32::from(next.stage != known.stage);
    next.versions.assign += u32::from(next.unit != known.unit);
    next.versions.meta += u32::from(facts(&next) != facts(known));
    Merged::Changed(Box::new(next))
}

/// Takes fields in, and remembers of which the row told something that holds now.
struct Told<'a> {
    order: &'a Order,
    fields: Vec<NationalField>,
}

impl Told<'_> {
    fn option<Value>(
        &mut self,
        field: NationalField,
        known: &mut Option<Value>,
        incoming: Option<Value>,
    ) {
        if incoming.is_some() && (known.is_none() || !self.order.is_older(field)) {
            *known = incoming;
            self.fields.push(field);
        }
    }

    /// Gives back whether the words hold now.
    fn text(
        &mut self,
        field: NationalField,
        known: &mut String,
        incoming: String,
        known_stands_in: bool,
    ) -> bool {
        let open = known_stands_in || known.trim().is_empty();
        let takes = !incoming.trim().is_empty() && (open || !self.order.is_older(field));
        if takes {
            *known = incoming;
            self.fields.push(field);
        }
        takes
    }

    fn reporter(&mut self, known: &mut Reporter, incoming: Reporter) {
        let Reporter { name, phone, email } = incoming;
        let was_empty = *known == Reporter::default();
        let older = self.order.is_older(NationalField::Reporter);
        let mut told = false;
        let fields = [
            (&mut known.name, name),
            (&mut known.phone, phone),
            (&mut known.email, email),
        ];
        for (known, incoming) in fields {
            if incoming.is_some() && (known.is_none() || !older) {
                *known = incoming;
                told = true;
            }
        }
        if told && (was_empty || !older) {
            self.fields.push(NationalField::Reporter);
        }
    }

    fn unless<Value: PartialEq>(
        &mut self,
        field: NationalField,
        silent: &Value,
        known: &mut Value,
        incoming: Value,
    ) {
        if incoming != *silent && (known == silent || !self.order.is_older(field)) {
            *known = incoming;
            self.fields.push(field);
        }
    }

    fn extra(&mut self, known: &mut BTreeMap<String, String>, incoming: BTreeMap<String, String>) {
        if incoming.is_empty() {
            return;
        }
        let was_empty = known.is_empty();
        let older = self.order.is_older(NationalField::Extra);
        for (name, words) in incoming {
            if older {
                known.entry(name).or_insert(words);
            } else {
                known.insert(name, words);
            }
        }
        if was_empty || !older {
            self.fields.push(NationalField::Extra);
        }
    }

    /// An hour is more than a day, a zone that somebody confirmed more than an assumed one; only among
    /// equals the newer file decides.
    fn takes_receipt(&self, known: Receipt, incoming: Receipt) -> bool {
        let sureness = |it: Receipt| (!it.without_hour, it.assumed_zone.is_none());
        match sureness(incoming).cmp(&sureness(known)) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Less => false,
            std::cmp::Ordering::Equal => !self.order.is_older(NationalField::Received),
        }
    }
}

fn take_privacy(next: &mut Complaint, told: PrivacyTold, order: &Order) {
    let Privacy { anonymous, secret } = next.privacy;
    let older = |than| order.is_older_than(than);
    let known = (anonymous, next.provenance.anonymous);
    (next.privacy.anonymous, next.provenance.anonymous) =
        told.anonymous.after(known, order.as_of, older);
    let known = (secret, next.provenance.secret);
    (next.privacy.secret, next.provenance.secret) = told.secret.after(known, order.as_of, older);
}

/// How old each field is after the row told `fields`.
fn aged(
    known: &Provenance,
    mut next: Provenance,
    as_of: Option<AsOf>,
    fields: &Fields,
) -> Provenance {
    let Some(incoming) = as_of else {
        return next;
    };
    // A file that begins where the known one begins may well be the same one, imported again.
    let (newest, incoming) = match known.as_of {
        Some(before) if before.from == incoming.from => (before, before),
        Some(before) => (before.newer(incoming), incoming),
        None => (incoming, incoming),
    };
    next.older = NationalField::ALL
        .into_iter()
        .filter_map(|field| {
            let age = if fields.contains(field) {
                incoming
            } else {
                known.of(field)?
            };
            (age != newest).then_some((field, age))
        })
        .collect();
    next.as_of = Some(newest);
    next
}

fn corrected_here(known: &Complaint, names: impl Fn(&crate::change::Amendment) -> bool) -> bool {
    let mut events = known.history.iter();
    events.any(|event| matches!(&event.what, EventKind::Amended(amendment) if names(amendment)))
}

fn by_officer(event: &&Event) -> bool {
    event.by.role == ActorRole::Officer
}

fn chosen_here(known: &Complaint) -> bool {
    let mut events = known.history.iter().filter(by_officer);
    events.any(|event| matches!(event.what, EventKind::Disposed { .. }))
}
