//! What stands in the form, and what is wrong with it. Pure: text in, a complaint or faults out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::{MAX_BODY_BYTES, NewComplaint};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Attachment, Category, Channel, Location, Reporter};
use tanggap_domain::ids::OpId;
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_ipc::compose::{Draft, DraftKind};

use crate::labels::Say;
use crate::shared::when::{at, read_date, read_time};

/// Titles are one line; longer ones hide in every list.
const MAX_TITLE_CHARS: usize = 200;

/// How complaints arrive at a desk.
pub const CHANNELS: [Channel; 4] = [
    Channel::Phone,
    Channel::Whatsapp,
    Channel::Counter,
    Channel::Letter,
];

/// The form as typed. Kept in the draft's `fields`; the text stands in the draft itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    pub channel: Channel,
    pub title: String,
    #[serde(skip)]
    pub body: String,
    pub classification: Option<Classification>,
    /// Path with ` > ` between its words.
    pub category: String,
    pub received_date: String,
    pub received_time: String,
    pub incident: String,
    pub region: Option<RegionCode>,
    /// What stands in the field of the region and is no region yet.
    pub place_typed: String,
    pub address: String,
    pub name: String,
    pub phone: String,
    pub anonymous: bool,
    pub secret: bool,
    pub agency: String,
}

impl Default for Form {
    fn default() -> Self {
        Self {
            channel: Channel::Phone,
            title: String::new(),
            body: String::new(),
            classification: None,
            category: String::new(),
            received_date: String::new(),
            received_time: String::new(),
            incident: String::new(),
            region: None,
            place_typed: String::new(),
            address: String::new(),
            name: String::new(),
            phone: String::new(),
            anonymous: false,
            secret: false,
            agency: String::new(),
        }
    }
}

/// A field that can be wrong, in the order of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Title,
    Body,
    Class,
    ReceivedDate,
    ReceivedTime,
    Incident,
    Place,
    Phone,
}

impl Field {
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "record-title",
            Self::Body => "record-body",
            Self::Class => "record-class",
            Self::ReceivedDate => "record-date",
            Self::ReceivedTime => "record-time",
            Self::Incident => "record-incident",
            Self::Place => "record-place",
            Self::Phone => "record-phone",
        }
    }
}

/// What is wrong, in words, in the order of the form.
pub type Faults = Vec<(Field, String)>;

impl Form {
    /// An empty form of a complaint that comes in now.
    pub fn fresh(say: Say, now: DateTime<Utc>) -> Self {
        let mut form = Self::default();
        form.receive(say, now);
        form
    }

    pub fn receive(&mut self, say: Say, at: DateTime<Utc>) {
        self.received_date = typed_date(say.wall(at).date_naive());
        self.received_time = say.time(at);
    }

    /// Nothing typed that would be missed; the time of receipt is filled in by itself.
    pub fn is_blank(&self) -> bool {
        let typed = Self {
            received_date: String::new(),
            received_time: String::new(),
            channel: Channel::Phone,
            ..self.clone()
        };
        typed == Self::default()
    }

    /// `source`: the recording that came back as this draft.
    pub fn draft(&self, attachments: Vec<Attachment>, source: Option<OpId>) -> Draft {
        Draft {
            complaint: None,
            kind: DraftKind::Record,
            source,
            seen: None,
            text: self.body.clone(),
            then: tanggap_domain::change::Then::Keep,
            attachments,
            fields: serde_json::to_value(self).unwrap_or_default(),
            saved_at: None,
        }
    }

    /// A draft of this form, or a recorded complaint that was taken back.
    pub fn of_draft(draft: &Draft, say: Say) -> Self {
        if let Ok(new) = serde_json::from_value::<NewComplaint>(draft.fields.clone()) {
            return Self::of_complaint(new, say);
        }
        let form: Self = serde_json::from_value(draft.fields.clone()).unwrap_or_default();
        Self {
            body: draft.text.clone(),
            ..form
        }
    }

    fn of_complaint(new: NewComplaint, say: Say) -> Self {
        Self {
            channel: new.channel,
            title: new.title,
            body: new.body,
            classification: Some(new.classification),
            category: new.category.path.join(" > "),
            received_date: typed_date(say.wall(new.received_at).date_naive()),
            received_time: say.time(new.received_at),
            incident: new.incident_on.map(typed_date).unwrap_or_default(),
            region: new.location.region,
            place_typed: String::new(),
            address: new.location.address.unwrap_or_default(),
            name: new.reporter.name.unwrap_or_default(),
            phone: new.reporter.phone.unwrap_or_default(),
            anonymous: new.privacy.anonymous,
            secret: new.privacy.secret,
            agency: new.agency.map(|agency| agency.name).unwrap_or_default(),
        }
    }

    /// The complaint this form describes.
    ///
    /// # Errors
    /// Every field that needs a look.
    pub fn complaint(
        &self,
        say: Say,
        now: DateTime<Utc>,
        agencies: &[AgencyRef],
        attachments: Vec<Attachment>,
    ) -> Result<NewComplaint, Faults> {
        let mut faults = Faults::new();
        let mut fault = |field: Field, words: String| faults.push((field, words));
        let title = self.title.trim();
        if title.is_empty() {
            fault(Field::Title, say.fault_title().to_owned());
        } else if title.chars().count() > MAX_TITLE_CHARS {
            fault(Field::Title, say.fault_title_long().to_owned());
        }
        if self.body.trim().is_empty() {
            fault(Field::Body, say.fault_body().to_owned());
        } else if self.body.len() > MAX_BODY_BYTES {
            let most = say.bytes(MAX_BODY_BYTES as u64);
            fault(Field::Body, say.fault_body_long(&most));
        }
        if self.classification.is_none() {
            fault(Field::Class, say.fault_class().to_owned());
        }
        let date = read_date(&self.received_date);
        if date.is_none() {
            fault(Field::ReceivedDate, say.fault_date().to_owned());
        }
        let time = read_time(&self.received_time);
        if time.is_none() {
            fault(Field::ReceivedTime, say.fault_time().to_owned());
        }
        let received_at = date.zip(time).and_then(|(date, time)| at(say, date, time));
        if received_at.is_some_and(|at| at > now) {
            fault(Field::ReceivedDate, say.fault_future().to_owned());
        }
        let mut incident_on = None;
        if !self.incident.trim().is_empty() {
            incident_on = read_date(&self.incident);
            match (incident_on, date) {
                (None, _) => fault(Field::Incident, say.fault_date().to_owned()),
                (Some(incident), Some(received)) if incident > received => {
                    fault(Field::Incident, say.fault_incident_after().to_owned());
                }
                _ => {}
            }
        }
        // A place that somebody named is never left out without a word.
        if !self.place_typed.trim().is_empty() {
            fault(Field::Place, say.place_unresolved(self.place_typed.trim()));
        }
        let phone = self.phone.trim();
        if !phone
            .chars()
            .all(|c| c.is_ascii_digit() || " +-().".contains(c))
        {
            fault(Field::Phone, say.fault_phone().to_owned());
        }
        let (Some(classification), Some(received_at), true) =
            (self.classification.clone(), received_at, faults.is_empty())
        else {
            return Err(faults);
        };
        Ok(NewComplaint {
            title: title.to_owned(),
            body: self.body.trim().to_owned(),
            classification,
            category: Category::read(None, &self.category),
            channel: self.channel.clone(),
            privacy: Privacy {
                anonymous: self.anonymous,
                secret: self.secret,
            },
            reporter: Reporter {
                name: filled(&self.name),
                phone: filled(&self.phone),
                email: None,
            },
            received_at,
            incident_on,
            location: Location {
                region: self.region.clone(),
                address: filled(&self.address),
                ..Location::default()
            },
            agency: filled(&self.agency).map(|name| {
                let named = AgencyRef::named(name);
                let known = agencies.iter().find(|agency| agency.is_same(&named));
                known.cloned().unwrap_or(named)
            }),
            attachments,
        })
    }
}

fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// `24/11/2026`, as the field expects it.
fn typed_date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    fn now() -> DateTime<Utc> {
        "2026-11-24T03:34:00Z".parse().unwrap()
    }

    fn filled_form() -> Form {
        Form {
            title: " Jalan berlubang ".into(),
            body: "Lubang di depan sekolah.".into(),
            classification: Some(Classification::PengaduanTidakBerkadar),
            category: "Infrastruktur > Jalan".into(),
            agency: "dinas pupr".into(),
            ..Form::fresh(ID, now())
        }
    }

    #[track_caller]
    fn check_fault(change: impl FnOnce(&mut Form), expected: Field) {
        let mut form = filled_form();
        change(&mut form);
        let faults = form.complaint(ID, now(), &[], Vec::new()).unwrap_err();
        let fields: Vec<Field> = faults.iter().map(|(field, _)| *field).collect();
        assert_eq!(fields, [expected]);
    }

    #[test]
    fn every_fault_names_its_field() {
        check_fault(|form| form.title = "  ".into(), Field::Title);
        check_fault(|form| form.title = "x".repeat(201), Field::Title);
        check_fault(|form| form.body.clear(), Field::Body);
        check_fault(|form| form.classification = None, Field::Class);
        check_fault(
            |form| form.received_date = "kemarin".into(),
            Field::ReceivedDate,
        );
        check_fault(
            |form| form.received_date = "25/11/2026".into(),
            Field::ReceivedDate,
        );
        check_fault(
            |form| form.received_time = "25.00".into(),
            Field::ReceivedTime,
        );
        check_fault(|form| form.incident = "1/12/2026".into(), Field::Incident);
        check_fault(|form| form.phone = "rumah".into(), Field::Phone);
    }

    #[test]
    fn a_filled_form_is_a_complaint() {
        let known = AgencyRef::new(Some("7"), "Dinas PUPR");
        let new = filled_form()
            .complaint(ID, now(), std::slice::from_ref(&known), Vec::new())
            .unwrap();
        assert_eq!(new.title, "Jalan berlubang");
        assert_eq!(new.received_at, now());
        assert_eq!(new.category.path, ["Infrastruktur", "Jalan"]);
        assert_eq!(new.agency, Some(known));
        assert_eq!(new.location.region, None);
    }

    #[test]
    fn drafts_come_back_as_they_were() {
        let form = filled_form();
        assert_eq!(Form::of_draft(&form.draft(Vec::new(), None), ID), form);
    }

    #[test]
    fn a_complaint_taken_back_fills_the_form() {
        let form = filled_form();
        let new = form.complaint(ID, now(), &[], Vec::new()).unwrap();
        let draft = Draft {
            fields: serde_json::to_value(&new).unwrap(),
            ..form.draft(Vec::new(), None)
        };
        let expected = Form {
            title: "Jalan berlubang".into(),
            ..form
        };
        assert_eq!(Form::of_draft(&draft, ID), expected);
    }

    #[test]
    fn only_what_was_typed_makes_a_draft() {
        assert!(Form::fresh(ID, now()).is_blank());
        assert!(!filled_form().is_blank());
    }
}
