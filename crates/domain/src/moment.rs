//! Which times can be true: of receipts, events and operations, by the clock of whoever reads them.
//!
//! Asked at every edge at which a time comes in. What lies outside is refused, kept aside or left out
//! by that edge, never corrected: nobody knows what was meant. Never reads a clock.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use serde::{Deserialize, Serialize};

use crate::complaint::Complaint;

/// Before this year nobody wrote down a report that a desk still has.
pub const EARLIEST_YEAR: i32 = 1990;

/// So much may the clocks and the zones of two computers differ.
const TOLERANCE: TimeDelta = TimeDelta::days(1);

/// A time that cannot be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Implausible {
    #[error("{at} lies before {EARLIEST_YEAR}")]
    TooEarly { at: DateTime<Utc> },
    #[error("{at} lies after tomorrow")]
    InFuture { at: DateTime<Utc> },
}

impl Implausible {
    /// The word of JSON answers and catalogues for a row that is dated so.
    pub fn code(self) -> &'static str {
        match self {
            Self::TooEarly { .. } => "implausible-date",
            Self::InFuture { .. } => "future-date",
        }
    }
}

/// `at`, where it lies between 1990 and tomorrow.
///
/// # Errors
/// [`Implausible`].
pub fn plausible(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<DateTime<Utc>, Implausible> {
    let earliest = Utc
        .with_ymd_and_hms(EARLIEST_YEAR, 1, 1, 0, 0, 0)
        .earliest();
    if earliest.is_some_and(|earliest| at < earliest) {
        return Err(Implausible::TooEarly { at });
    }
    let latest = now.checked_add_signed(TOLERANCE);
    if latest.is_some_and(|latest| at > latest) {
        return Err(Implausible::InFuture { at });
    }
    Ok(at)
}

/// Whether every time from which clocks of a complaint are judged can be true: its receipt, what its
/// history tells, and when the national system was heard.
///
/// # Errors
/// The first that cannot.
pub fn check(complaint: &Complaint, now: DateTime<Utc>) -> Result<(), Implausible> {
    let of_events = complaint.history.iter().map(|event| event.at);
    let times = of_events.chain(complaint.national.as_of);
    for at in [complaint.received_at].into_iter().chain(times) {
        plausible(at, now)?;
    }
    Ok(())
}

/// Without what desks claimed about when they acted, where that cannot be true. No clock is judged by it,
/// and a complaint is not kept aside for it.
pub fn without_false_claims(mut complaint: Complaint, now: DateTime<Utc>) -> Complaint {
    for event in &mut complaint.history {
        event.acted_at = event.acted_at.filter(|at| plausible(*at, now).is_ok());
    }
    complaint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_lie_between_1990_and_tomorrow() {
        let now: DateTime<Utc> = "2026-11-25T02:00:00Z".parse().unwrap();
        let (max, min) = (DateTime::<Utc>::MAX_UTC, DateTime::<Utc>::MIN_UTC);
        for (at, is_plausible) in [
            ("1989-12-31T23:59:59Z", false),
            ("1990-01-01T00:00:00Z", true),
            ("2011-05-02T03:00:00Z", true),
            ("2026-11-25T02:00:00Z", true),
            ("2026-11-26T02:00:00Z", true),
            ("2026-11-26T02:00:01Z", false),
            ("2062-03-01T00:00:00Z", false),
            ("1904-01-01T00:00:00Z", false),
        ] {
            let at: DateTime<Utc> = at.parse().unwrap();
            assert_eq!(plausible(at, now).is_ok(), is_plausible, "{at}");
        }
        assert_eq!(plausible(max, now), Err(Implausible::InFuture { at: max }));
        assert_eq!(plausible(min, now), Err(Implausible::TooEarly { at: min }));
        assert_eq!(plausible(max, max), Ok(max));
        assert!(plausible(max, min).is_err());
    }
}
