//! What leaves the hub of a complaint, field by field: one table, from which the code and
//! `docs/allow-list.md` are made.
//!
//! It fails closed. Every struct is taken apart to its last field, so that a new field does not compile
//! before somebody decided about it; what has no name here never leaves the hub.

mod reporter_words;

use std::collections::{BTreeMap, BTreeSet};

use tanggap_domain::complaint::{Complaint, Joined, Location};
use tanggap_domain::event::{Actor, ActorRole, Event, EventKind};
use tanggap_domain::ids::OfficerId;
use tanggap_domain::status::NationalStatus;

use self::reporter_words::ReporterWords;

/// One line of the table.
struct Line {
    field: &'static str,
    rule: &'static str,
    why: &'static str,
}

/// A struct and what becomes of each of its fields; a rule is the method of [`Reader`] of that name.
macro_rules! fields {
    ($view:ident, $lines:ident, $type:ident { $($field:ident: $rule:ident, $why:literal;)+ }) => {
        fn $view(reader: &Reader<'_>, whole: $type) -> $type {
            let $type { $($field),+ } = whole;
            $type { $($field: reader.$rule($field)),+ }
        }
        const $lines: &[Line] = &[$(Line {
            field: stringify!($field),
            rule: stringify!($rule),
            why: $why,
        }),+];
    };
}

/// The events of a history: who may read the entry at all, and what becomes of its fields.
macro_rules! events {
    ($($kind:ident($who:ident) { $($place:tt $field:ident: $rule:ident),* } $why:literal;)+) => {
        impl Reader<'_> {
            fn may_read(&self, event: &Event) -> bool {
                match &event.what {
                    $(EventKind::$kind { .. } => self.$who(event)),+
                }
            }

            fn what(&self, what: EventKind) -> EventKind {
                match what {
                    $(EventKind::$kind { $($place: $field),* } => {
                        EventKind::$kind { $($place: self.$rule($field)),* }
                    })+
                }
            }
        }
        const EVENTS: &[EventLine] = &[$(EventLine {
            kind: stringify!($kind),
            who: stringify!($who),
            fields: &[$((stringify!($field), stringify!($rule))),*],
            why: $why,
        }),+];
    };
}

struct EventLine {
    kind: &'static str,
    who: &'static str,
    fields: &'static [(&'static str, &'static str)],
    why: &'static str,
}

fields!(complaint_for, COMPLAINT, Complaint {
    id: shown, "the same everywhere";
    tracking_id: shown, "the number a citizen quotes";
    title: masked, "people write numbers and names into it";
    body: masked, "what the unit works with";
    first_body: hidden_if_anonymous, "the text before the coordinator took out what must not be read";
    classification: shown, "";
    category: shown, "";
    channel: shown, "";
    privacy: shown, "so that the unit knows what it must keep to itself";
    reporter: hidden, "name, telephone and e-mail are the coordinator's, of every report";
    received_at: shown, "";
    incident_on: shown, "";
    location: location, "see below";
    agency: shown, "";
    unit: shown, "";
    stage: shown, "";
    national: national, "see below";
    priority: shown, "";
    attachments: hidden_if_anonymous, "a photograph shows faces, houses and where it was taken";
    rating: shown, "";
    history: history, "see below";
    versions: shown, "what a change is decided by";
    provenance: hidden, "which file of the coordinator's told it";
    joined: joined, "see below";
    extra: hidden, "columns nobody knows: a NIK, a telephone, a second name";
});

fields!(joined_for, JOINED, Joined {
    recording: shown, "";
    number: shown, "the number the reporter was given at the desk";
    received_at: shown, "clocks run from it";
    privacy: shown, "";
    reporter: hidden, "as the reporter of the complaint";
});

fields!(location_for, LOCATION, Location {
    region: shown, "";
    province: shown, "";
    regency: shown, "";
    district: shown, "";
    village: shown, "";
    address: masked, "";
    point: shown, "where the work is";
});

fields!(national_for, NATIONAL, NationalStatus {
    code: shown, "";
    name: shown, "";
    text: masked, "reasons are free text";
    as_of: shown, "";
});

fields!(event_for, EVENT, Event {
    id: shown, "";
    at: shown, "";
    acted_at: shown, "";
    by: actor, "officers and agencies by name, the reporter without";
    what: what, "see below";
});

events! {
    Recorded(always) {} "";
    Verified(always) {} "";
    Disposed(always) { to to: shown, note note: masked } "the note is written to the unit";
    Held(always) { reason reason: masked } "";
    Resumed(always) {} "";
    NotOurAuthority(always) { target target: shown, reason reason: masked } "";
    Archived(always) { reason reason: masked } "";
    Replied(always) { text text: masked, then then: shown, attachments attachments: shown } "public";
    Noted(own) { text text: masked, attachments attachments: shown }
        "of the coordinators' notes none; those of officers who see no more than this one";
    ReporterAnswered(always) { text text: masked, attachments attachments: hidden_if_anonymous } "";
    Rated(always) { stars stars: shown } "";
    Closed(always) { reason reason: masked } "";
    Reopened(always) { reason reason: masked } "";
    Amended(always) { 0 amendment: shown } "classification, category, region, priority";
    Reminded(always) { 0 reminder: shown } "addressed to the unit";
    NationalStatusChanged(always) { from from: national, to to: national, still_at still_at: shown } "";
    Joined(always) { other other: shown, number number: shown } "";
    Split(always) { other other: shown, number number: shown } "";
    ToldApart(never) { other other: shown, number number: shown } "names a report that may be nobody's of theirs";
    Other(never) { 0 value: hidden } "nobody here knows what it holds";
}

/// Columns of an export that travel although they have no field: who asked for them wrote down what
/// they hold. Every other unknown column stays on the hub.
const DOCUMENTED: [&str; 6] = [
    "Nomor SK",
    "Url SK",
    "Url Dokumen Laporan Tahunan",
    "Laporan yang Masuk melalui Kanal Aduan Setwapres",
    "Rating",
    "stage",
];

/// The complaint for somebody in whose region it is: all of it but unknown columns.
pub fn for_region(mut complaint: Complaint) -> Complaint {
    complaint.extra = documented(complaint.extra);
    complaint
}

fn documented(mut extra: BTreeMap<String, String>) -> BTreeMap<String, String> {
    extra.retain(|name, _| DOCUMENTED.contains(&name.as_str()));
    extra
}

/// The complaint for somebody who has it only because their own agency is the one reported or working
/// on it, or because it may be anybody's of the province. `peers`: the officers who see no more than
/// this one, themselves included.
pub fn for_reported(complaint: Complaint, peers: &BTreeSet<OfficerId>) -> Complaint {
    let reader = Reader {
        anonymous: complaint.privacy.anonymous,
        words: ReporterWords::of(
            [&complaint.reporter]
                .into_iter()
                .chain(complaint.joined.as_ref().map(|it| &it.reporter)),
        ),
        peers,
    };
    complaint_for(&reader, complaint)
}

struct Reader<'a> {
    anonymous: bool,
    words: ReporterWords,
    peers: &'a BTreeSet<OfficerId>,
}

/// The rules.
impl Reader<'_> {
    fn shown<T>(&self, value: T) -> T {
        value
    }

    fn hidden<T: Default>(&self, _: T) -> T {
        T::default()
    }

    fn hidden_if_anonymous<T: Default>(&self, value: T) -> T {
        if self.anonymous { T::default() } else { value }
    }

    fn masked<T: Text>(&self, text: T) -> T {
        if self.anonymous {
            text.map(|text| self.words.mask(&tanggap_domain::privacy::mask(&text)))
        } else {
            text
        }
    }

    fn location(&self, location: Location) -> Location {
        location_for(self, location)
    }

    fn joined(&self, joined: Option<Joined>) -> Option<Joined> {
        joined.map(|joined| joined_for(self, joined))
    }

    fn national(&self, status: NationalStatus) -> NationalStatus {
        national_for(self, status)
    }

    fn history(&self, history: Vec<Event>) -> Vec<Event> {
        let readable = history.into_iter().filter(|event| self.may_read(event));
        readable.map(|event| event_for(self, event)).collect()
    }

    fn actor(&self, actor: Actor) -> Actor {
        match actor.role {
            ActorRole::Reporter => Actor::reporter(),
            ActorRole::Officer | ActorRole::Agency | ActorRole::System => actor,
        }
    }

    fn always(&self, _: &Event) -> bool {
        true
    }

    fn own(&self, event: &Event) -> bool {
        event.by.id.is_some_and(|id| self.peers.contains(&id))
    }

    fn never(&self, _: &Event) -> bool {
        false
    }
}

trait Text {
    fn map(self, change: impl Fn(String) -> String) -> Self;
}

impl Text for String {
    fn map(self, change: impl Fn(String) -> String) -> Self {
        change(self)
    }
}

impl Text for Option<String> {
    fn map(self, change: impl Fn(String) -> String) -> Self {
        Option::map(self, change)
    }
}

/// The table in words, as `docs/allow-list.md` has it.
pub fn document() -> String {
    let mut text = String::from(HEAD);
    let parts = [
        ("Complaint", COMPLAINT),
        ("Location", LOCATION),
        ("National status", NATIONAL),
        ("Joined recording", JOINED),
        ("Entry of the history", EVENT),
    ];
    for (title, lines) in parts {
        text.push_str(&format!("\n## {title}\n\n| Field | | |\n|---|---|---|\n"));
        for Line { field, rule, why } in lines {
            text.push_str(&format!("| `{field}` | {} | {why} |\n", in_words(rule)));
        }
    }
    text.push_str("\n## What an entry tells\n\n| Entry | Read | Fields | |\n|---|---|---|---|\n");
    for EventLine {
        kind,
        who,
        fields,
        why,
    } in EVENTS
    {
        let fields = fields
            .iter()
            .map(|(field, rule)| format!("`{field}` {}", in_words(rule)));
        let fields = fields.collect::<Vec<_>>().join(", ");
        text.push_str(&format!("| `{kind}` | {who} | {fields} | {why} |\n"));
    }
    text.push_str("\n## Unknown columns\n\n");
    text.push_str(
        "These travel to readers of the region, no other does, and none to the agency:\n\n",
    );
    for name in DOCUMENTED {
        text.push_str(&format!("- `{name}`\n"));
    }
    text
}

fn in_words(rule: &str) -> String {
    match rule {
        "masked" => "masked if anonymous".to_owned(),
        "location" | "national" | "joined" | "history" | "actor" | "what" => "in part".to_owned(),
        rule => rule.replace('_', " "),
    }
}

const HEAD: &str = "# What the reported agency reads\n\n\
    Made from `crates/hub/src/allow_list.rs`; a test keeps the two equal. It holds for whoever has a \
    complaint only through `ins:ID`, and for the regencies of a province that share a complaint of \
    which only the province is known. Whoever has its region too reads all of it, but for unknown \
    columns.\n\n\
    *Masked* texts lose telephone numbers, e-mail addresses, NIK and their like, and the name of the \
    reporter as far as it is known.\n";

#[cfg(test)]
mod tests;
