//! A complaint: every field of the national export and API, and its history.
//!
//! Text stays as it came; what is derived (stage, region code) stands beside the words it was derived
//! from, so that a better reading later never needs the source again.

mod labels;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::change::Base;
use crate::classification::Classification;
use crate::event::{Event, EventKind};
use crate::ids::{CategoryId, ComplaintId, OpId, TrackingId};
use crate::privacy::Privacy;
use crate::provenance::Provenance;
use crate::region::RegionCode;
use crate::status::{NationalStatus, Stage};

/// One report of one citizen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Complaint {
    pub id: ComplaintId,
    pub tracking_id: TrackingId,
    pub title: String,
    /// `Isi Laporan Akhir`: the text as the agency works with it.
    pub body: String,
    /// `Isi Laporan Awal`, where it differs from `body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_body: Option<String>,
    pub classification: Classification,
    #[serde(default)]
    pub category: Category,
    pub channel: Channel,
    #[serde(default)]
    pub privacy: Privacy,
    #[serde(default)]
    pub reporter: Reporter,
    /// When it reached the national system or the desk.
    pub received_at: DateTime<Utc>,
    /// `date_of_incident` of the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_on: Option<NaiveDate>,
    #[serde(default)]
    pub location: Location,
    /// `Instansi Induk`: the government body that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<AgencyRef>,
    /// `Instansi Terdisposisi`: the unit that works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<AgencyRef>,
    pub stage: Stage,
    #[serde(default)]
    pub national: NationalStatus,
    #[serde(default)]
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Stars of the reporter, 1–5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u8>,
    /// What happened, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Event>,
    #[serde(default)]
    pub versions: Versions,
    /// Which file told the national fields, and how sure receipt and privacy are.
    #[serde(default, skip_serializing_if = "Provenance::is_default")]
    pub provenance: Provenance,
    /// The recording that it is one with; the number is then the national one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
    /// Columns and members that have no field here (`Nomor SK`, `Url SK`, a field of a newer hub …),
    /// kept as they came.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

/// The recording of a desk that was joined with a report of the national system, and what of it goes on to
/// hold whatever later exports tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub recording: ComplaintId,
    /// `C-…`: the reporter may have it on paper.
    pub number: TrackingId,
    /// Clocks run from the earlier of both receipts.
    pub received_at: DateTime<Utc>,
    /// The stricter of both holds.
    #[serde(default)]
    pub privacy: Privacy,
    /// As the desk wrote them down.
    #[serde(default)]
    pub reporter: Reporter,
}

/// Counters by which the hub decides over what an officer saw. Each moves with its group of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Moves with every change.
    pub head: u64,
    pub status: u32,
    pub assign: u32,
    pub meta: u32,
}

/// A path in the category tree, widest first (`["Infrastruktur", "Jalan rusak"]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Category {
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "CategoryId::lenient"
    )]
    pub id: Option<CategoryId>,
    #[serde(default)]
    pub path: Vec<String>,
}

impl Category {
    /// Reads `A > B`, `A / B` or `A`. An id that is none ([`CategoryId::parse`]) is left out.
    pub fn read(id: Option<&str>, text: &str) -> Self {
        let parts = text.split(['>', '»']).flat_map(|part| part.split(" / "));
        let path = parts
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        Self::new(id, path)
    }

    /// As [`Self::read`], with a path that is taken apart already.
    pub fn new(id: Option<&str>, path: Vec<String>) -> Self {
        let id = id.and_then(|id| CategoryId::parse(id).ok());
        Self { id, path }
    }

    /// The most precise word.
    pub fn leaf(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

/// How it arrived. Unknown words are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    Website,
    Sms,
    Android,
    Ios,
    Twitter,
    Whatsapp,
    Instagram,
    Setwapres,
    Phone,
    Counter,
    Letter,
    #[serde(untagged)]
    Other(String),
}

impl Channel {
    pub fn read(raw: &str) -> Self {
        let word = raw.trim().to_lowercase();
        match word.as_str() {
            "website" | "web" | "situs" => Self::Website,
            "sms" | "sms 1708" | "1708" => Self::Sms,
            "android" | "mobile android" | "aplikasi android" => Self::Android,
            "ios" | "mobile ios" | "iphone" => Self::Ios,
            "twitter" | "x" | "x/twitter" => Self::Twitter,
            "whatsapp" | "wa" => Self::Whatsapp,
            "instagram" => Self::Instagram,
            "setwapres" | "lapor mas wapres" => Self::Setwapres,
            "telepon" | "phone" | "call center" => Self::Phone,
            "tatap muka" | "loket" | "counter" | "datang langsung" => Self::Counter,
            "surat" | "letter" => Self::Letter,
            _ => Self::Other(raw.trim().to_owned()),
        }
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Website => "website",
            Self::Sms => "sms",
            Self::Android => "android",
            Self::Ios => "ios",
            Self::Twitter => "twitter",
            Self::Whatsapp => "whatsapp",
            Self::Instagram => "instagram",
            Self::Setwapres => "setwapres",
            Self::Phone => "phone",
            Self::Counter => "counter",
            Self::Letter => "letter",
            Self::Other(text) => text,
        }
    }
}

/// Who reported. Personal data: never in logs or notifications.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reporter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Where it happened: the source's words, and the deepest region code they resolve to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// The deepest region known. None is the visible bucket "tanpa lokasi jelas".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Degrees, WGS 84.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<Point>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub lat: f64,
    pub lng: f64,
}

#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    #[default]
    Normal,
    High,
    Urgent,
}

/// What is known of a file without holding it. The content is found by its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// SHA-256 of the content, lower-case hex; empty where the source gave only a name or address.
    pub sha256: String,
    /// A bare file name, already made safe with [`Attachment::safe_name`].
    pub name: String,
    pub mime: String,
    pub size_bytes: u64,
}

impl Attachment {
    /// Largest file a desk takes, in bytes.
    pub const MAX_SIZE_BYTES: u64 = 25 * 1024 * 1024;

    /// The last path component of whatever a source or a user calls the file, without characters
    /// that a file system could act on. `..\..\x` becomes `x`; nothing usable becomes `lampiran`.
    pub fn safe_name(raw: &str) -> String {
        let last = raw.rsplit(['/', '\\']).next().unwrap_or_default();
        let name: String = last
            .chars()
            .filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c) && !is_bidi_control(*c))
            .take(120)
            .collect();
        let name = name.trim().trim_matches('.');
        if name.is_empty() {
            "lampiran".to_owned()
        } else {
            name.to_owned()
        }
    }
}

fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl Complaint {
    /// Every file that it or its history names; those of the national site have no hash.
    pub fn files(&self) -> impl Iterator<Item = &Attachment> {
        let in_history = self.history.iter().flat_map(|event| match &event.what {
            EventKind::Replied { attachments, .. }
            | EventKind::Noted { attachments, .. }
            | EventKind::ReporterAnswered { attachments, .. } => attachments.as_slice(),
            _ => &[],
        });
        self.attachments.iter().chain(in_history)
    }

    /// The operation that wrote the newest public reply, none where nobody replied.
    pub fn last_public_reply(&self) -> Option<OpId> {
        let replied = |event: &&Event| matches!(event.what, EventKind::Replied { .. });
        self.history
            .iter()
            .rev()
            .find(replied)
            .map(|event| event.id)
    }

    /// What an officer sees now, to be sent along with a change.
    pub fn base(&self) -> Base {
        Base {
            status: self.versions.status,
            assign: self.versions.assign,
            meta: self.versions.meta,
            last_public_reply: self.last_public_reply(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_cannot_leave_their_folder() {
        assert_eq!(Attachment::safe_name(r"..\..\x"), "x");
        assert_eq!(Attachment::safe_name("../../etc/passwd"), "passwd");
        assert_eq!(
            Attachment::safe_name("C:\\foto\u{202e}gpj.exe"),
            "fotogpj.exe"
        );
        assert_eq!(Attachment::safe_name(".."), "lampiran");
        assert_eq!(
            Attachment::safe_name("lubang jalan.jpg"),
            "lubang jalan.jpg"
        );
    }

    #[test]
    fn unknown_channels_are_kept() {
        assert_eq!(Channel::read(" WhatsApp "), Channel::Whatsapp);
        assert_eq!(Channel::read("JAKI"), Channel::Other("JAKI".into()));
    }

    #[test]
    fn category_paths_are_read() {
        assert_eq!(
            Category::read(None, "Infrastruktur > Jalan rusak").leaf(),
            "Jalan rusak"
        );
        assert_eq!(Category::read(None, "Air Bersih").path, ["Air Bersih"]);
    }
}
