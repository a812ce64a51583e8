//! The parts of a complaint on the wire, and the words it is told in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{
    Attachment, Channel, Joined, Location, Point, Priority, Reporter, Versions,
};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::NationalStatus;

/// What of a recording goes on to hold beside the national report it is one with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireJoined {
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub recording: ComplaintId,
    /// `C-…`
    pub number: String,
    pub received_at: DateTime<Utc>,
    #[serde(default)]
    pub anonymous: bool,
    #[serde(default)]
    pub secret: bool,
    #[serde(default, skip_serializing_if = "WireReporter::is_empty")]
    pub reporter: WireReporter,
}

/// Personal data. Left out where the reporter is hidden from the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireReporter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

impl WireReporter {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireLocation {
    /// The deepest region known, Kemendagri form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
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
    /// Degrees, WGS 84: latitude, longitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<[f64; 2]>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireAgency {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireNationalStatus {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default)]
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireAttachment {
    #[serde(default)]
    pub sha256: String,
    pub name: String,
    #[serde(default)]
    pub mime: String,
    #[serde(default)]
    pub size: u64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WireVersions {
    pub head: u64,
    pub status: u32,
    pub assign: u32,
    pub meta: u32,
}

/// A value that this version cannot take in. Names the member, never its content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{member} cannot be read")]
pub struct Unreadable {
    pub member: &'static str,
}

pub(crate) fn unreadable(member: &'static str) -> Unreadable {
    Unreadable { member }
}

impl From<Joined> for WireJoined {
    fn from(joined: Joined) -> Self {
        let Joined {
            recording,
            number,
            received_at,
            privacy: Privacy { anonymous, secret },
            reporter,
        } = joined;
        Self {
            recording,
            number: number.into(),
            received_at,
            anonymous,
            secret,
            reporter: reporter.into(),
        }
    }
}

impl TryFrom<WireJoined> for Joined {
    type Error = Unreadable;

    fn try_from(wire: WireJoined) -> Result<Self, Unreadable> {
        let WireJoined {
            recording,
            number,
            received_at,
            anonymous,
            secret,
            reporter,
        } = wire;
        Ok(Self {
            recording,
            number: TrackingId::parse(&number).map_err(|_| unreadable("joined.number"))?,
            received_at,
            privacy: Privacy { anonymous, secret },
            reporter: reporter.into(),
        })
    }
}

pub(crate) fn classification_of(code: String) -> Classification {
    match code.as_str() {
        "pengaduan-berkadar" => Classification::PengaduanBerkadar,
        "pengaduan-tidak-berkadar" => Classification::PengaduanTidakBerkadar,
        "permintaan-informasi" => Classification::PermintaanInformasi,
        "aspirasi" => Classification::Aspirasi,
        _ => Classification::Other(code),
    }
}

pub(crate) fn channel_of(code: String) -> Channel {
    match code.as_str() {
        "website" => Channel::Website,
        "sms" => Channel::Sms,
        "android" => Channel::Android,
        "ios" => Channel::Ios,
        "twitter" => Channel::Twitter,
        "whatsapp" => Channel::Whatsapp,
        "instagram" => Channel::Instagram,
        "setwapres" => Channel::Setwapres,
        "phone" => Channel::Phone,
        "counter" => Channel::Counter,
        "letter" => Channel::Letter,
        _ => Channel::Other(code),
    }
}

pub(crate) fn priority_word(priority: Priority) -> &'static str {
    match priority {
        Priority::Normal => "normal",
        Priority::High => "high",
        Priority::Urgent => "urgent",
    }
}

pub(crate) fn priority_of(word: &str) -> Result<Priority, Unreadable> {
    match word {
        "normal" => Ok(Priority::Normal),
        "high" => Ok(Priority::High),
        "urgent" => Ok(Priority::Urgent),
        _ => Err(unreadable("priority")),
    }
}

impl From<Reporter> for WireReporter {
    fn from(reporter: Reporter) -> Self {
        let Reporter { name, phone, email } = reporter;
        Self { name, phone, email }
    }
}

impl From<WireReporter> for Reporter {
    fn from(wire: WireReporter) -> Self {
        let WireReporter { name, phone, email } = wire;
        Self { name, phone, email }
    }
}

impl From<Location> for WireLocation {
    fn from(location: Location) -> Self {
        let Location {
            region,
            province,
            regency,
            district,
            village,
            address,
            point,
        } = location;
        Self {
            region: region.map(Into::into),
            province,
            regency,
            district,
            village,
            address,
            point: point.map(|point| [point.lat, point.lng]),
        }
    }
}

impl TryFrom<WireLocation> for Location {
    type Error = Unreadable;

    fn try_from(wire: WireLocation) -> Result<Self, Unreadable> {
        let WireLocation {
            region,
            province,
            regency,
            district,
            village,
            address,
            point,
        } = wire;
        let region = region.map(|code| region_of(&code)).transpose()?;
        Ok(Self {
            region,
            province,
            regency,
            district,
            village,
            address,
            point: point.map(|[lat, lng]| Point { lat, lng }),
        })
    }
}

pub(crate) fn region_of(code: &str) -> Result<RegionCode, Unreadable> {
    RegionCode::parse(code).map_err(|_| unreadable("region"))
}

impl From<AgencyRef> for WireAgency {
    fn from(agency: AgencyRef) -> Self {
        let AgencyRef { id, name } = agency;
        Self {
            id: id.map(Into::into),
            name,
        }
    }
}

/// An id that is none is left out, so that one bad cell keeps no complaint from being read.
impl From<WireAgency> for AgencyRef {
    fn from(wire: WireAgency) -> Self {
        let WireAgency { id, name } = wire;
        Self::new(id.as_deref(), name)
    }
}

impl From<NationalStatus> for WireNationalStatus {
    fn from(status: NationalStatus) -> Self {
        let NationalStatus {
            code,
            name,
            text,
            as_of,
        } = status;
        Self {
            code,
            name,
            text,
            as_of,
        }
    }
}

impl From<WireNationalStatus> for NationalStatus {
    fn from(wire: WireNationalStatus) -> Self {
        let WireNationalStatus {
            code,
            name,
            text,
            as_of,
        } = wire;
        Self {
            code,
            name,
            text,
            as_of,
        }
    }
}

impl From<Attachment> for WireAttachment {
    fn from(attachment: Attachment) -> Self {
        let Attachment {
            sha256,
            name,
            mime,
            size_bytes,
        } = attachment;
        Self {
            sha256,
            name,
            mime,
            size: size_bytes,
        }
    }
}

/// Names are made safe on the way in, whoever sent them.
impl From<WireAttachment> for Attachment {
    fn from(wire: WireAttachment) -> Self {
        let WireAttachment {
            sha256,
            name,
            mime,
            size,
        } = wire;
        Self {
            name: Self::safe_name(&name),
            sha256,
            mime,
            size_bytes: size,
        }
    }
}

impl From<Versions> for WireVersions {
    fn from(versions: Versions) -> Self {
        let Versions {
            head,
            status,
            assign,
            meta,
        } = versions;
        Self {
            head,
            status,
            assign,
            meta,
        }
    }
}

impl From<WireVersions> for Versions {
    fn from(wire: WireVersions) -> Self {
        let WireVersions {
            head,
            status,
            assign,
            meta,
        } = wire;
        Self {
            head,
            status,
            assign,
            meta,
        }
    }
}
