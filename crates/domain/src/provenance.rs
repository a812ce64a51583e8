//! Where the national fields of a complaint come from: how old the file is that told them, how sure
//! the moment of receipt is, and on what ground a report is protected.
//!
//! Facts only. What they decide is decided in [`crate::merge`] and, for clocks, in [`crate::sla`].

mod fields;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

pub use fields::Fields;

/// Where the national fields of one complaint come from. The default is that of a complaint no file
/// ever told of: recorded at a desk, or stored before files had an order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The newest file that told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<AsOf>,
    /// Fields that this file did not tell of, or an older one told before: theirs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub older: BTreeMap<NationalField, AsOf>,
    #[serde(default, skip_serializing_if = "Receipt::is_sure")]
    pub receipt: Receipt,
    #[serde(default, skip_serializing_if = "StandIns::are_none")]
    pub stand_ins: StandIns,
    #[serde(default, skip_serializing_if = "Ground::is_default")]
    pub anonymous: Ground,
    #[serde(default, skip_serializing_if = "Ground::is_default")]
    pub secret: Ground,
}

impl Provenance {
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// How old the words of this field are; none where no file told them.
    ///
    /// For [`NationalField::Status`] this is the newest file that still said so, also where the words
    /// themselves are older: the status stood at least until [`AsOf::from`].
    pub fn of(&self, field: NationalField) -> Option<AsOf> {
        self.older.get(&field).copied().or(self.as_of)
    }

    /// Whether the report is protected only because nobody said that it need not be.
    pub fn privacy_is_assumed(&self) -> bool {
        self.anonymous.is_assumed() || self.secret.is_assumed()
    }
}

/// The stretch in which a file was made. Its own date gives a day or a moment; a file without one was
/// made between the newest report in it and its import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AsOf {
    /// What the file says was so at this moment or later.
    pub from: DateTime<Utc>,
    /// What the file says was so by this moment, at the latest.
    pub until: DateTime<Utc>,
}

impl AsOf {
    /// Whether this file was made before the other, for certain.
    pub fn is_before(self, other: Self) -> bool {
        self.until < other.from
    }

    /// The newer of two files, for the record: by their beginnings, then by their ends.
    pub fn newer(self, other: Self) -> Self {
        if (self.from, self.until) < (other.from, other.until) {
            other
        } else {
            self
        }
    }
}

/// What a file may tell of a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NationalField {
    Title,
    Body,
    FirstBody,
    Classification,
    Category,
    Channel,
    Reporter,
    Received,
    Incident,
    Location,
    Agency,
    Unit,
    Status,
    Rating,
    Extra,
}

impl NationalField {
    pub const ALL: [Self; 15] = [
        Self::Title,
        Self::Body,
        Self::FirstBody,
        Self::Classification,
        Self::Category,
        Self::Channel,
        Self::Reporter,
        Self::Received,
        Self::Incident,
        Self::Location,
        Self::Agency,
        Self::Unit,
        Self::Status,
        Self::Rating,
        Self::Extra,
    ];
}

/// How sure `received_at` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The source gave a day without an hour; `received_at` is its midnight.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_hour: bool,
    /// The zone in which the source's local time was read, where that is only an assumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumed_zone: Option<AssumedZone>,
}

/// A zone that nobody confirmed, as minutes east of UTC. The national export writes WIB in some
/// periods and UTC in others, and never says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AssumedZone {
    pub offset_minutes: i32,
}

impl Receipt {
    /// Zones the national export is known to write in, as minutes east of UTC: UTC and WIB.
    const WRITTEN_IN: [i32; 2] = [0, 420];

    pub fn is_sure(&self) -> bool {
        *self == Self::default()
    }

    /// The other moments at which the complaint may have been received, were the file written in
    /// another of the zones in which the national system writes. A deadline that differs for one of
    /// them hangs on the zone, and whoever shows it says so. Empty where the zone was told or
    /// confirmed.
    pub fn other_moments(&self, received_at: DateTime<Utc>) -> Vec<DateTime<Utc>> {
        let Some(assumed) = self.assumed_zone else {
            return Vec::new();
        };
        Self::WRITTEN_IN
            .into_iter()
            .filter(|minutes| *minutes != assumed.offset_minutes)
            .filter_map(|minutes| {
                let later = TimeDelta::minutes(i64::from(assumed.offset_minutes - minutes));
                received_at.checked_add_signed(later)
            })
            .collect()
    }
}

/// Texts that no complaint can be without: where no file told one, another text of the same row stands
/// in, until a file tells it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIns {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub title: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub body: bool,
}

impl StandIns {
    pub fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

/// On what ground a flag of [`crate::privacy::Privacy`] stands as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// No file ever spoke of it in words: the mark was not there, or whoever set it is no file.
    #[default]
    Unmarked,
    /// In words.
    Told(AsOf),
    /// No file ever had a column for it: protected until one has.
    Silence,
    /// In a word nobody here knows: protected until a word says otherwise.
    UnknownWord(Option<AsOf>),
}

impl Ground {
    pub fn is_default(&self) -> bool {
        *self == Self::Unmarked
    }

    pub fn is_assumed(&self) -> bool {
        match self {
            Self::Silence | Self::UnknownWord(_) => true,
            Self::Unmarked | Self::Told(_) => false,
        }
    }

    /// The file that spoke of it in words.
    pub fn as_of(&self) -> Option<AsOf> {
        match self {
            Self::Told(as_of) => Some(*as_of),
            Self::UnknownWord(as_of) => *as_of,
            Self::Unmarked | Self::Silence => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_assumed_zone_leaves_another_moment_open() {
        let at: DateTime<Utc> = "2026-08-06T20:30:00Z".parse().unwrap();
        let assumed = |offset_minutes| Receipt {
            assumed_zone: Some(AssumedZone { offset_minutes }),
            ..Receipt::default()
        };
        assert!(Receipt::default().other_moments(at).is_empty());
        let wib = assumed(420).other_moments(at);
        assert_eq!(
            wib,
            ["2026-08-07T03:30:00Z".parse::<DateTime<Utc>>().unwrap()]
        );
        let utc = assumed(0).other_moments(at);
        assert_eq!(
            utc,
            ["2026-08-06T13:30:00Z".parse::<DateTime<Utc>>().unwrap()]
        );
        assert_eq!(assumed(480).other_moments(at).len(), 2);
    }

    #[test]
    fn files_are_ordered_only_where_their_stretches_do_not_meet() {
        let stretch = |from: &str, until: &str| AsOf {
            from: format!("2026-11-{from}T00:00:00Z").parse().unwrap(),
            until: format!("2026-11-{until}T00:00:00Z").parse().unwrap(),
        };
        assert!(stretch("01", "02").is_before(stretch("03", "04")));
        assert!(!stretch("01", "03").is_before(stretch("03", "04")));
        assert!(!stretch("03", "04").is_before(stretch("01", "02")));
        assert_eq!(
            stretch("01", "09").newer(stretch("03", "04")),
            stretch("03", "04")
        );
        assert_eq!(
            stretch("03", "05").newer(stretch("03", "04")),
            stretch("03", "05")
        );
    }

    #[test]
    fn what_is_sure_takes_no_room() {
        assert_eq!(serde_json::to_string(&Provenance::default()).unwrap(), "{}");
        assert_eq!(
            serde_json::from_str::<Provenance>("{}").unwrap(),
            Provenance::default()
        );
        let told = Provenance {
            secret: Ground::Silence,
            receipt: Receipt {
                without_hour: true,
                assumed_zone: Some(AssumedZone {
                    offset_minutes: 420,
                }),
            },
            ..Provenance::default()
        };
        let json = serde_json::to_string(&told).unwrap();
        assert_eq!(
            json,
            r#"{"receipt":{"without_hour":true,"assumed_zone":420},"secret":"silence"}"#
        );
        assert_eq!(serde_json::from_str::<Provenance>(&json).unwrap(), told);
    }
}
