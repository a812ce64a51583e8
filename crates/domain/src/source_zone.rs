//! In which zone the national system wrote the times of its export. It never says: some periods are in
//! WIB, others in UTC. So the zone is a setting with dates from which it holds; the hours of the reports
//! themselves propose one, and nothing holds that nobody confirmed.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// A zone in which a source writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WrittenIn {
    Utc,
    #[default]
    Wib,
    Wita,
    Wit,
}

impl WrittenIn {
    pub const ALL: [Self; 4] = [Self::Utc, Self::Wib, Self::Wita, Self::Wit];

    pub fn tz(self) -> Tz {
        match self {
            Self::Utc => Tz::UTC,
            Self::Wib => Tz::Asia__Jakarta,
            Self::Wita => Tz::Asia__Makassar,
            Self::Wit => Tz::Asia__Jayapura,
        }
    }

    /// East of UTC; no zone here has daylight saving.
    pub fn offset_minutes(self) -> i32 {
        match self {
            Self::Utc => 0,
            Self::Wib => 7 * 60,
            Self::Wita => 8 * 60,
            Self::Wit => 9 * 60,
        }
    }

    /// The word of files, settings and command lines.
    pub fn code(self) -> &'static str {
        match self {
            Self::Utc => "utc",
            Self::Wib => "wib",
            Self::Wita => "wita",
            Self::Wit => "wit",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_lowercase();
        Self::ALL.into_iter().find(|zone| zone.code() == code)
    }
}

/// A zone that somebody confirmed, from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZonePeriod {
    /// The first day by the file's own clock; none from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    pub zone: WrittenIn,
}

/// The periods that somebody confirmed; WIB is assumed where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<ZonePeriod>", into = "Vec<ZonePeriod>")]
pub struct SourceZones {
    /// By their first day; the later of two for the same day holds.
    periods: Vec<ZonePeriod>,
}

impl From<Vec<ZonePeriod>> for SourceZones {
    fn from(periods: Vec<ZonePeriod>) -> Self {
        let by_day: BTreeMap<Option<NaiveDate>, WrittenIn> = periods
            .into_iter()
            .map(|period| (period.from, period.zone))
            .collect();
        let periods = by_day
            .into_iter()
            .map(|(from, zone)| ZonePeriod { from, zone });
        Self {
            periods: periods.collect(),
        }
    }
}

impl From<SourceZones> for Vec<ZonePeriod> {
    fn from(zones: SourceZones) -> Self {
        zones.periods
    }
}

impl SourceZones {
    /// One zone for all times.
    pub fn always(zone: WrittenIn) -> Self {
        Self {
            periods: vec![ZonePeriod { from: None, zone }],
        }
    }

    pub fn periods(&self) -> &[ZonePeriod] {
        &self.periods
    }

    /// The zone of a day, and whether somebody confirmed it.
    pub fn on(&self, day: NaiveDate) -> (WrittenIn, bool) {
        let mut periods = self.periods.iter().rev();
        let period = periods.find(|period| period.from.is_none_or(|from| from <= day));
        match period {
            Some(period) => (period.zone, true),
            None => (WrittenIn::default(), false),
        }
    }
}

/// Reports by month and hour of the day, by the file's own clock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hours(BTreeMap<(i32, u32), [u32; 24]>);

/// What the hours of a stretch of months say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneProposal {
    pub from: NaiveDate,
    /// The last day of the stretch.
    pub until: NaiveDate,
    pub zone: WrittenIn,
    /// Reports it was read from.
    pub reports: u32,
}

/// Months in a row that show one zone, and their hours together.
type Stretch = (Option<WrittenIn>, Vec<(i32, u32)>, [u32; 24]);

/// Fewer reports show no pattern.
const ENOUGH_FOR_A_MONTH: u32 = 20;
const ENOUGH_FOR_A_PERIOD: u32 = 60;

impl Hours {
    pub fn count(&mut self, at: NaiveDateTime) {
        let month = self.0.entry((at.year(), at.month())).or_default();
        let hour = &mut month[at.hour() as usize % 24];
        *hour = hour.saturating_add(1);
    }

    /// Stretches of months whose hours show one zone, in order; empty where there are too few reports
    /// to show any.
    ///
    /// People sleep: between 0 and 5 hardly anybody reports, between 17 and 22 some do. In UTC the night
    /// of Indonesia lies at 17 to 22, and its morning, when offices and phones are busy, at 0 to 5.
    pub fn propose(&self) -> Vec<ZoneProposal> {
        let mut stretches: Vec<Stretch> = Vec::new();
        for (month, hours) in &self.0 {
            let zone = if hours.iter().sum::<u32>() < ENOUGH_FOR_A_MONTH {
                None
            } else {
                pattern(hours)
            };
            match stretches.last_mut() {
                // A month that shows nothing goes with the one before.
                Some((before, months, sum))
                    if zone.is_none() || before.is_none() || *before == zone =>
                {
                    *before = before.or(zone);
                    months.push(*month);
                    add(sum, hours);
                }
                _ => stretches.push((zone, vec![*month], *hours)),
            }
        }
        let mut proposals: Vec<ZoneProposal> = Vec::new();
        for (_, months, hours) in stretches {
            let reports = hours.iter().sum();
            let zone = pattern(&hours).filter(|_| reports >= ENOUGH_FOR_A_PERIOD);
            let (Some(zone), Some(first), Some(last)) = (zone, months.first(), months.last())
            else {
                continue;
            };
            let (Some(from), Some(until)) = (first_day(*first), last_day(*last)) else {
                continue;
            };
            match proposals.last_mut() {
                Some(before) if before.zone == zone => {
                    before.until = until;
                    before.reports += reports;
                }
                _ => proposals.push(ZoneProposal {
                    from,
                    until,
                    zone,
                    reports,
                }),
            }
        }
        proposals
    }
}

fn add(sum: &mut [u32; 24], hours: &[u32; 24]) {
    for (sum, hour) in sum.iter_mut().zip(hours) {
        *sum = sum.saturating_add(*hour);
    }
}

/// UTC or WIB where one of two five-hour stretches is as empty as a night, and only that one.
fn pattern(hours: &[u32; 24]) -> Option<WrittenIn> {
    let all: u32 = hours.iter().sum();
    let early: u32 = hours[0..5].iter().sum();
    let late: u32 = hours[17..22].iter().sum();
    // A night has less than 8 of 100 reports, and less than a third of the other stretch.
    let is_night = |night: u32, other: u32| night * 100 < all * 8 && night * 3 < other;
    if is_night(early, late) {
        Some(WrittenIn::Wib)
    } else if is_night(late, early) {
        Some(WrittenIn::Utc)
    } else {
        None
    }
}

fn first_day((year, month): (i32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)
}

fn last_day((year, month): (i32, u32)) -> Option<NaiveDate> {
    let next = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    first_day(next)?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reports of 100 by hour in WIB, as a regency's export has them: a night, a lunch dip, an evening.
    const DAY_IN_WIB: [u32; 24] = [
        1, 0, 0, 0, 1, 2, 4, 6, 8, 9, 9, 7, 4, 7, 8, 7, 5, 4, 4, 5, 4, 3, 1, 1,
    ];

    fn fill(hours: &mut Hours, month: &str, scale: u32, shift: u32) {
        let day: NaiveDate = format!("{month}-10").parse().unwrap();
        for (hour, count) in (0..24u32).zip(DAY_IN_WIB) {
            for _ in 0..count * scale {
                let written = (hour + 24 - shift) % 24;
                hours.count(day.and_hms_opt(written, 30, 0).unwrap());
            }
        }
    }

    #[test]
    fn the_night_shows_the_zone_period_by_period() {
        let mut hours = Hours::default();
        fill(&mut hours, "2021-11", 1, 7);
        fill(&mut hours, "2022-02", 1, 7);
        fill(&mut hours, "2022-03", 2, 0);
        fill(&mut hours, "2022-11", 1, 0);
        fill(&mut hours, "2022-12", 3, 7);
        let shown: Vec<String> = hours
            .propose()
            .iter()
            .map(|it| format!("{} {} {} {}", it.from, it.until, it.zone.code(), it.reports))
            .collect();
        assert_eq!(
            shown,
            [
                "2021-11-01 2022-02-28 utc 200",
                "2022-03-01 2022-11-30 wib 300",
                "2022-12-01 2022-12-31 utc 300",
            ]
        );
    }

    #[test]
    fn too_few_reports_or_no_night_propose_nothing() {
        assert_eq!(Hours::default().propose(), []);
        let mut few = Hours::default();
        for hour in 8..16 {
            few.count(
                "2026-08-06T00:30:00"
                    .parse::<NaiveDateTime>()
                    .unwrap()
                    .with_hour(hour)
                    .unwrap(),
            );
        }
        assert_eq!(few.propose(), []);
        let mut even = Hours::default();
        for hour in (0..24).cycle().take(480) {
            even.count(
                "2026-08-06T00:30:00"
                    .parse::<NaiveDateTime>()
                    .unwrap()
                    .with_hour(hour)
                    .unwrap(),
            );
        }
        assert_eq!(even.propose(), []);
        // Office hours only: both stretches are empty, and nobody can tell.
        let mut office = Hours::default();
        for hour in (8..16).cycle().take(480) {
            office.count(
                "2026-08-06T00:30:00"
                    .parse::<NaiveDateTime>()
                    .unwrap()
                    .with_hour(hour)
                    .unwrap(),
            );
        }
        assert_eq!(office.propose(), []);
    }

    #[test]
    fn a_confirmed_zone_holds_from_its_day_on() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(
            SourceZones::default().on(day("2026-01-01")),
            (WrittenIn::Wib, false)
        );
        let zones = SourceZones::from(vec![
            ZonePeriod {
                from: Some(day("2022-12-01")),
                zone: WrittenIn::Utc,
            },
            ZonePeriod {
                from: Some(day("2022-03-01")),
                zone: WrittenIn::Wib,
            },
        ]);
        assert_eq!(zones.on(day("2022-02-28")), (WrittenIn::Wib, false));
        assert_eq!(zones.on(day("2022-03-01")), (WrittenIn::Wib, true));
        assert_eq!(zones.on(day("2022-12-01")), (WrittenIn::Utc, true));
        assert_eq!(
            SourceZones::always(WrittenIn::Wit).on(day("1999-01-01")),
            (WrittenIn::Wit, true)
        );
        let json = serde_json::to_string(&zones).unwrap();
        assert_eq!(
            json,
            r#"[{"from":"2022-03-01","zone":"wib"},{"from":"2022-12-01","zone":"utc"}]"#
        );
        assert_eq!(serde_json::from_str::<SourceZones>(&json).unwrap(), zones);
        for zone in WrittenIn::ALL {
            assert_eq!(WrittenIn::of_code(zone.code()), Some(zone));
            assert_eq!(i64::from(zone.offset_minutes()) * 60, offset_seconds(zone));
        }
    }

    fn offset_seconds(zone: WrittenIn) -> i64 {
        use chrono::{Offset, TimeZone};
        let at = NaiveDateTime::default();
        i64::from(
            zone.tz()
                .offset_from_utc_datetime(&at)
                .fix()
                .local_minus_utc(),
        )
    }
}
