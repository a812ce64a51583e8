//! One row of the export becomes one complaint, or a reason why it cannot.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::change::MAX_BODY_BYTES;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Category, Channel, Complaint, Location, Reporter, Versions};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::merge::NationalRow;
use tanggap_domain::privacy::Privacy;
use tanggap_domain::privacy::told::PrivacyTold;
use tanggap_domain::provenance::{AssumedZone, Ground, Provenance, Receipt, StandIns};
use tanggap_domain::status::{NationalStatus, stage_of_national};
use tanggap_domain::text::one_line;

use super::Source;
use super::cell::{Cell, Epoch};
use super::header::{Column, Header};
use super::moment::{self, Clock};

/// Why a row gives no complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum RowFault {
    #[error("the tracking number is missing")]
    NoTrackingId,
    #[error("the tracking number cannot be read")]
    BadTrackingId,
    /// Of a complaint recorded at a desk: the national system does not know it, so the row is no second
    /// one, and nobody can say which it means.
    #[error("the number is one of a desk's own recordings")]
    NotNational,
    #[error("the date of receipt is missing")]
    NoDate,
    #[error("the date of receipt cannot be read")]
    BadDate,
    #[error("the time of receipt cannot be read")]
    BadTime,
    #[error("neither title nor text is there")]
    NoText,
    #[error("the text is longer than {max_bytes} bytes")]
    TextTooLong { max_bytes: usize },
    /// The same tracking number stands in an earlier row with other contents; that row was taken.
    #[error("row {row} has the same tracking number and other contents")]
    DiffersFrom { row: u32 },
    /// A report that runs over two rows: what this one adds (a second unit) has no field.
    #[error("it goes on with the report of row {row}")]
    Continues { row: u32 },
}

impl RowFault {
    /// The word of JSON answers and catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoTrackingId => "no-tracking-id",
            Self::BadTrackingId => "bad-tracking-id",
            Self::NotNational => "not-national",
            Self::NoDate => "no-date",
            Self::BadDate => "bad-date",
            Self::BadTime => "bad-time",
            Self::NoText => "no-text",
            Self::TextTooLong { .. } => "text-too-long",
            Self::DiffersFrom { .. } => "differs-from",
            Self::Continues { .. } => "continues-row",
        }
    }
}

/// The columns of one row, by name.
pub(super) struct Fields<'a> {
    pub header: &'a Header,
    pub cells: &'a [Cell<'a>],
    pub epoch: Epoch,
    /// Whether the file says anything of privacy at all.
    pub file_speaks_of_privacy: bool,
}

impl Fields<'_> {
    fn cell(&self, column: Column) -> &Cell<'_> {
        self.header
            .place(column)
            .and_then(|place| self.cells.get(place))
            .unwrap_or(&Cell::Empty)
    }

    fn text(&self, column: Column) -> Option<String> {
        self.cell(column).owned()
    }

    /// The header again, as exports repeat it on every printed page.
    pub fn is_header(&self) -> bool {
        let number = self.cell(Column::TrackingId).words();
        // Asked of every row: names of columns are looked up only for what may be one.
        number.is_some_and(|words| {
            words.contains(char::is_alphabetic)
                && Column::of_name(&words) == Some(Column::TrackingId)
        })
    }

    /// Whether the row has neither number, date nor text of its own, and still says something.
    pub fn is_continuation(&self) -> bool {
        let own = [
            Column::TrackingId,
            Column::ReceivedDate,
            Column::Title,
            Column::FirstBody,
            Column::Body,
        ];
        own.iter().all(|column| self.cell(*column).is_empty())
            && self.cells.iter().any(|cell| !cell.is_empty())
    }

    /// The local day, and the local moment where there is an hour, of a row that has them.
    pub fn received_locally(&self) -> Option<(NaiveDate, Option<NaiveDateTime>)> {
        let (date, clock) = self.local().ok()?;
        Some((date, clock.and_then(|clock| clock.on(date))))
    }

    pub fn tracking_id(&self) -> Result<TrackingId, RowFault> {
        let text = self.cell(Column::TrackingId).words();
        let number = TrackingId::parse(&text.ok_or(RowFault::NoTrackingId)?)
            .map_err(|_| RowFault::BadTrackingId)?;
        if number.is_national() {
            Ok(number)
        } else {
            Err(RowFault::NotNational)
        }
    }

    /// The row as the file has it: column name to words, as JSON text.
    pub fn raw(&self) -> String {
        let named: BTreeMap<String, Cow<'_, str>> = self
            .cells
            .iter()
            .enumerate()
            .filter_map(|(place, cell)| Some((self.header.name_at(place), cell.words()?)))
            .collect();
        serde_json::to_string(&named).expect("a map of texts")
    }

    pub fn national(&self, source: &Source) -> Result<NationalRow, RowFault> {
        let tracking_id = self.tracking_id()?;
        let (title, body, first_body, stand_ins) = self.texts()?;
        let (received_at, receipt) = self.received_at(source)?;
        let privacy = self.privacy();
        let location = self.location(source);
        let unit_id = self.text(Column::UnitId);
        let unit = self.text(Column::Unit);
        let unit = unit.map(|name| AgencyRef::new(unit_id.as_deref(), name));
        let national = NationalStatus {
            code: None,
            name: self.text(Column::Status).unwrap_or_default(),
            text: self.text(Column::Reason),
            as_of: source.as_of.map(|file| file.until),
        };
        let (rating, extra) = self.rating_and_extra();
        let mut complaint = Complaint {
            id: ComplaintId::of_tracking(&tracking_id),
            tracking_id,
            title,
            body,
            first_body,
            classification: Classification::read(&self.words(Column::Classification)),
            category: Category::read(
                self.text(Column::CategoryId).as_deref(),
                &self.words(Column::Category),
            ),
            channel: self.channel(),
            privacy: Privacy::default(),
            reporter: Reporter {
                name: self.text(Column::ReporterName),
                phone: None,
                email: None,
            },
            received_at,
            incident_on: None,
            location,
            agency: self.text(Column::Agency).map(AgencyRef::named),
            stage: stage_of_national(&national.name, unit.is_some()),
            unit,
            national,
            priority: Default::default(),
            attachments: Vec::new(),
            rating,
            history: Vec::new(),
            versions: Versions {
                head: 1,
                status: 1,
                assign: 1,
                meta: 1,
            },
            provenance: Provenance {
                as_of: source.as_of,
                older: BTreeMap::new(),
                receipt,
                stand_ins,
                anonymous: Ground::default(),
                secret: Ground::default(),
            },
            joined: None,
            extra,
        };
        complaint.tidy_labels();
        // The mark in the text says what is missing; the copy of the file has the rest.
        complaint.cut_to_limits();
        Ok(NationalRow { complaint, privacy })
    }

    /// Whether the file's columns of privacy say anything here: a word, or the export's dash.
    pub fn speaks_of_privacy(&self) -> bool {
        self.header.privacy().iter().any(|column| {
            let cell = self.cells.get(column.place).unwrap_or(&Cell::Empty);
            *cell != Cell::Empty
        })
    }

    fn privacy(&self) -> PrivacyTold {
        let told = self.header.privacy().iter().map(|column| {
            let cell = self.cells.get(column.place).unwrap_or(&Cell::Empty);
            let read = |words: &str| match column.flag {
                Some(flag) => PrivacyTold::read_flag(flag, words),
                None => PrivacyTold::read(words),
            };
            match cell {
                // A column that is blank in every row says no more than one that is not there.
                Cell::Empty if !self.file_speaks_of_privacy => PrivacyTold::default(),
                Cell::Empty | Cell::Dash => read(""),
                // A formula stood here that failed: nobody knows what it said.
                Cell::Broken => read(UNKNOWN_WORD),
                cell => read(&cell.words().unwrap_or_default()),
            }
        });
        told.fold(PrivacyTold::default(), PrivacyTold::and)
    }

    fn words(&self, column: Column) -> String {
        self.text(column).unwrap_or_default()
    }

    /// Title, body, and the first body where it differs. A complaint without a title is called by the
    /// beginning of its text.
    fn texts(&self) -> Result<(String, String, Option<String>, StandIns), RowFault> {
        let first = self.text(Column::FirstBody);
        let last = self.text(Column::Body);
        let title = self.text(Column::Title);
        let stand_ins = StandIns {
            title: title.is_none(),
            body: last.is_none(),
        };
        let body = last.or_else(|| first.clone()).or_else(|| title.clone());
        let body = body.ok_or(RowFault::NoText)?;
        let longest = first.as_deref().map_or(0, str::len).max(body.len());
        if longest > MAX_BODY_BYTES {
            return Err(RowFault::TextTooLong {
                max_bytes: MAX_BODY_BYTES,
            });
        }
        let title = title.unwrap_or_else(|| beginning(&body));
        let first = first.filter(|first| *first != body);
        Ok((title, body, first, stand_ins))
    }

    fn local(&self) -> Result<(NaiveDate, Option<Clock>), RowFault> {
        let cell = self.cell(Column::ReceivedDate);
        if cell.is_empty() {
            return Err(RowFault::NoDate);
        }
        let (date, clock) = moment::date(cell, self.epoch).map_err(|_| RowFault::BadDate)?;
        let clock = match self.cell(Column::ReceivedTime) {
            cell if cell.is_empty() => clock,
            cell => Some(moment::time(cell).map_err(|_| RowFault::BadTime)?),
        };
        Ok((date, clock))
    }

    /// A date without a time counts from midnight in the source's zone.
    fn received_at(&self, source: &Source) -> Result<(DateTime<Utc>, Receipt), RowFault> {
        let (date, clock) = self.local()?;
        let local = match clock {
            Some(clock) => clock.on(date).ok_or(RowFault::BadTime)?,
            None => date.and_time(NaiveTime::MIN),
        };
        let told = clock.and_then(|clock| clock.zone);
        let (zone, is_sure) = match told {
            Some(zone) => (zone, true),
            None => {
                let (zone, is_sure) = source.zones.on(date);
                (zone.tz(), is_sure)
            }
        };
        let receipt = Receipt {
            without_hour: clock.is_none(),
            assumed_zone: (!is_sure && clock.is_some()).then(|| AssumedZone {
                offset_minutes: source.zones.on(date).0.offset_minutes(),
            }),
        };
        zone.from_local_datetime(&local)
            .earliest()
            .map(|moment| (moment.to_utc(), receipt))
            .ok_or(RowFault::BadTime)
    }

    fn location(&self, source: &Source) -> Location {
        let [province, regency, district, village] = [
            Column::Province,
            Column::Regency,
            Column::District,
            Column::Village,
        ]
        .map(|column| self.text(column).map(|name| one_line(&name).into_owned()));
        let names = [&province, &regency, &district, &village].map(|name| name.as_deref());
        Location {
            region: (source.resolve)(names),
            province,
            regency,
            district,
            village,
            address: None,
            point: None,
        }
    }

    fn channel(&self) -> Channel {
        match self.text(Column::Channel) {
            Some(word) => Channel::read(&word),
            None if self.says_yes(Column::Setwapres) => Channel::Setwapres,
            None => Channel::Other(String::new()),
        }
    }

    fn says_yes(&self, column: Column) -> bool {
        let word = self.words(column).to_lowercase();
        matches!(word.as_str(), "ya" | "y" | "yes" | "1" | "true")
    }

    /// What has no field of its own, by column name; with it a rating that is no number of stars.
    fn rating_and_extra(&self) -> (Option<u8>, BTreeMap<String, String>) {
        let kept = [
            Column::DecreeNumber,
            Column::DecreeUrl,
            Column::AnnualReportUrl,
            Column::Setwapres,
        ];
        let mut extra: BTreeMap<String, String> = kept
            .into_iter()
            .filter_map(|column| Some((column.name().to_owned(), self.text(column)?)))
            .collect();
        extra.extend(
            self.header.unknown().filter_map(|(name, place)| {
                Some((name.to_owned(), self.cells.get(place)?.owned()?))
            }),
        );
        let words = self.text(Column::Rating);
        let stars = words.as_deref().and_then(|words| words.parse::<f64>().ok());
        let rating = stars
            .filter(|stars| (1.0..=5.0).contains(stars) && stars.fract() == 0.0)
            .map(|stars| stars as u8);
        if let (None, Some(words)) = (rating, words) {
            extra.insert(Column::Rating.name().to_owned(), words);
        }
        (rating, extra)
    }
}

/// What no source writes, so that it is not understood.
const UNKNOWN_WORD: &str = "tak terbaca";

/// The first line, at most 80 characters, cut at a word.
fn beginning(text: &str) -> String {
    const MAX_CHARS: usize = 80;
    let line = text.lines().next().unwrap_or_default();
    match line.char_indices().nth(MAX_CHARS) {
        None => line.to_owned(),
        Some((end, _)) => {
            let cut = &line[..end];
            let cut = cut.rsplit_once(' ').map_or(cut, |(words, _)| words);
            format!("{cut}…")
        }
    }
}
