//! Whether a recording of a desk and a report of the national system tell of the same thing: what speaks
//! for it, each piece kept so that it can be said, and how much it weighs.
//!
//! Only ever proposes. Two reports become one by an officer's word ([`crate::change::ChangeKind::Join`]).
//! Both orders ask the same: whichever of the two came first, the answer is one.

mod text;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::complaint::{Complaint, Location, Point, Reporter};
use crate::event::EventKind;
use crate::ids::{ComplaintId, TrackingId};
use crate::region::RegionLevel;
use text::Compared;
pub use text::numbers_in;

/// From this score on two reports are proposed as one, of [`MOST`].
pub const PROPOSED_FROM: u8 = 65;
/// A number of the one in the words of the other: nothing can outweigh it.
pub const MOST: u8 = 100;
/// Received further apart than this, only a number speaks for them.
pub const WINDOW: TimeDelta = TimeDelta::days(14);
/// At most this far from each other: the same spot.
pub const NEAR_METERS: u32 = 500;
/// Less alike than this in their words, only a number speaks for them: two matters at one place in one
/// week are two reports.
const LEAST_ALIKE: f64 = 0.4;
/// Fewer words in common than this say nothing.
const LEAST_WORDS: usize = 4;

/// A piece of what speaks for it, in the order in which it is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "evidence", rename_all = "kebab-case")]
pub enum Evidence {
    /// The one names this number of the other.
    Number {
        number: TrackingId,
    },
    /// Known in both, and the same.
    Reporter,
    /// Received this many days apart, by dates in Indonesia.
    Received {
        days: u32,
    },
    /// Of the same day.
    Incident {
        on: NaiveDate,
    },
    Place(SamePlace),
    /// This many of the words of the shorter title stand in the other.
    Title {
        same: u32,
        of: u32,
    },
    /// How alike the texts are, in percent.
    Text {
        percent: u8,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "place", rename_all = "kebab-case")]
pub enum SamePlace {
    Near { meters: u32 },
    Village,
    District,
    Regency,
}

/// What speaks for two reports being one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// 0 to [`MOST`].
    pub score: u8,
    pub evidence: Vec<Evidence>,
}

impl Likeness {
    const NONE: Self = Self {
        score: 0,
        evidence: Vec::new(),
    };

    pub fn is_proposed(&self) -> bool {
        self.score >= PROPOSED_FROM
    }
}

/// Whether these two may be one at all: a recording of a desk and a report that is none, neither joined with
/// another, and nobody said that they are two.
pub fn may_be_one(recording: &Complaint, national: &Complaint) -> bool {
    recording.tracking_id.is_recording()
        && !national.tracking_id.is_recording()
        && national.joined.is_none()
        && !is_told_apart(recording, national.id)
        && !is_told_apart(national, recording.id)
}

/// Whether an officer said last that these two are not one.
pub(crate) fn is_told_apart(one: &Complaint, two: ComplaintId) -> bool {
    let said = one
        .history
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            EventKind::ToldApart { other, .. } | EventKind::Split { other, .. }
                if *other == two =>
            {
                Some(true)
            }
            EventKind::Joined { other, .. } if *other == two => Some(false),
            _ => None,
        });
    said.unwrap_or(false)
}

/// What speaks for the recording and the report of the national system being one.
///
/// | | points |
/// |---|---|
/// | the number of the one in the words, columns or history of the other | 100, whatever else |
/// | received on the same day or the next, within 3, 7, 14 days | 20, 15, 10, 5 |
/// | the same day of the incident | 5 |
/// | at most 500 m apart or the same village; the same district; the same regency | 20; 15; 5 |
/// | words of title and text | 45 × how alike |
/// | words of the title alone | 15 × how alike |
/// | the same telephone, e-mail or name of the reporter | 20 |
///
/// Without a number there is no proposal where the two were received more than 14 days apart, lie in two
/// regencies or districts, come of two reporters who are known, or are less than 0.4 alike in their words or
/// by fewer than 4 of them. How alike: words in common by the geometric mean of both numbers of words, after
/// [`crate::words`], without names of the place, which count as the place, and without words that say nothing.
pub fn likeness(recording: &Complaint, national: &Complaint) -> Likeness {
    if let Some(number) = named_number(recording, national) {
        let mut evidence = vec![Evidence::Number { number }];
        evidence.extend(said_beside(recording, national));
        return Likeness {
            score: MOST,
            evidence,
        };
    }
    let Some((received, days)) = by_receipt(recording, national) else {
        return Likeness::NONE;
    };
    let Some((place, placed)) = by_place(&recording.location, &national.location) else {
        return Likeness::NONE;
    };
    let Some(reported) = by_reporter(&recording.reporter, &national.reporter) else {
        return Likeness::NONE;
    };
    let words = Compared::of(recording, national);
    if words.alike < LEAST_ALIKE || words.in_common < LEAST_WORDS {
        return Likeness::NONE;
    }
    let mut score = received + placed + (45.0 * words.alike + 15.0 * words.titles_alike) as u32;
    let mut evidence = Vec::new();
    if reported {
        score += 20;
        evidence.push(Evidence::Reporter);
    }
    evidence.push(Evidence::Received { days });
    if let Some(on) = same_incident(recording, national) {
        score += 5;
        evidence.push(Evidence::Incident { on });
    }
    evidence.extend(place.map(Evidence::Place));
    evidence.extend(words.evidence());
    Likeness {
        score: score.min(u32::from(MOST)) as u8,
        evidence,
    }
}

/// What is worth saying where a number decided already.
fn said_beside(recording: &Complaint, national: &Complaint) -> Vec<Evidence> {
    let mut said = Vec::new();
    if by_reporter(&recording.reporter, &national.reporter) == Some(true) {
        said.push(Evidence::Reporter);
    }
    said.push(Evidence::Received {
        days: days_apart(recording.received_at, national.received_at),
    });
    said.extend(same_incident(recording, national).map(|on| Evidence::Incident { on }));
    if let Some((Some(place), _)) = by_place(&recording.location, &national.location) {
        said.push(Evidence::Place(place));
    }
    said.extend(Compared::of(recording, national).evidence());
    said
}

fn named_number(recording: &Complaint, national: &Complaint) -> Option<TrackingId> {
    if text::names(recording, &national.tracking_id) {
        Some(national.tracking_id.clone())
    } else if text::names(national, &recording.tracking_id) {
        Some(recording.tracking_id.clone())
    } else {
        None
    }
}

fn by_receipt(one: &Complaint, two: &Complaint) -> Option<(u32, u32)> {
    let days = days_apart(one.received_at, two.received_at);
    let points = match days {
        0 | 1 => 20,
        2 | 3 => 15,
        4..=7 => 10,
        _ if i64::from(days) <= WINDOW.num_days() => 5,
        _ => return None,
    };
    Some((points, days))
}

/// By the dates of western Indonesia: a day without an hour is its midnight somewhere in the country.
fn days_apart(one: DateTime<Utc>, two: DateTime<Utc>) -> u32 {
    const WIB_SECONDS: i32 = 7 * 3600;
    let date = |at: DateTime<Utc>| match FixedOffset::east_opt(WIB_SECONDS) {
        Some(wib) => at.with_timezone(&wib).date_naive(),
        None => at.date_naive(),
    };
    let days = date(one).signed_duration_since(date(two)).num_days();
    u32::try_from(days.unsigned_abs()).unwrap_or(u32::MAX)
}

fn same_incident(one: &Complaint, two: &Complaint) -> Option<NaiveDate> {
    one.incident_on.filter(|on| two.incident_on == Some(*on))
}

/// The narrowest place both name, and its points; none where they name two.
fn by_place(one: &Location, two: &Location) -> Option<(Option<SamePlace>, u32)> {
    let level = |level| {
        let codes = [one, two].map(|it| it.region.as_ref().and_then(|region| region.at(level)));
        match codes {
            [Some(one), Some(two)] => Some(one == two),
            _ => None,
        }
    };
    let named = |one: &Option<String>, two: &Option<String>| match (one, two) {
        (Some(one), Some(two)) => Some(text::same_name(one, two)),
        _ => None,
    };
    let regency = level(RegionLevel::Regency);
    // Names without a code are written in too many ways to tell two places apart.
    let district = level(RegionLevel::District)
        .or_else(|| named(&one.district, &two.district).filter(|it| *it));
    let village =
        level(RegionLevel::Village).or_else(|| named(&one.village, &two.village).filter(|it| *it));
    if level(RegionLevel::Province) == Some(false)
        || regency == Some(false)
        || district == Some(false)
    {
        return None;
    }
    let near = match (one.point, two.point) {
        (Some(one), Some(two)) => Some(meters(one, two)).filter(|it| *it <= NEAR_METERS),
        _ => None,
    };
    Some(match (near, village, district, regency) {
        (Some(meters), _, _, _) => (Some(SamePlace::Near { meters }), 20),
        (_, Some(true), _, _) => (Some(SamePlace::Village), 20),
        (_, _, Some(true), _) => (Some(SamePlace::District), 15),
        (_, _, _, Some(true)) => (Some(SamePlace::Regency), 5),
        _ => (None, 0),
    })
}

/// Along the surface, by haversine on a sphere: exact enough for a street.
fn meters(one: Point, two: Point) -> u32 {
    const EARTH_METERS: f64 = 6_371_000.0;
    let (lat_one, lat_two) = (one.lat.to_radians(), two.lat.to_radians());
    let half = |difference: f64| (difference / 2.0).sin().powi(2);
    let a = half(lat_two - lat_one)
        + lat_one.cos() * lat_two.cos() * half((two.lng - one.lng).to_radians());
    let meters = 2.0 * EARTH_METERS * a.sqrt().min(1.0).asin();
    // Beyond u32 (and where a coordinate is no number) it saturates: far away.
    if meters.is_finite() {
        meters as u32
    } else {
        u32::MAX
    }
}

/// Whether the reporter is known in both and the same; none where they are two who are known.
fn by_reporter(one: &Reporter, two: &Reporter) -> Option<bool> {
    let told = [
        text::both(&one.phone, &two.phone, text::phone),
        text::both(&one.email, &two.email, text::email),
        text::same_person(&one.name, &two.name),
    ];
    if told.contains(&Some(true)) {
        Some(true)
    } else if told.contains(&Some(false)) {
        None
    } else {
        Some(false)
    }
}

#[cfg(test)]
mod tests;
