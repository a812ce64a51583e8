//! The calendar that an office starts with: the bundled days off, its zone and its hours.
//!
//! Profiles made before calendars had versions kept their hours among the settings; they are read
//! here once, when the first version is made of them.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use tanggap_domain::calendar::{
    Calendar, CalendarError, DaysOff, Interval, OfficeHours, TimeOfDay, WeeklyHours,
};
use tanggap_domain::sla::{AdoptedCalendar, Reach};
use tanggap_ipc::settings::{Settings, Zone};

/// The standard calendar in the zone of these settings, as version 1.
///
/// # Errors
/// [`CalendarError`]; never for the standard hours.
pub fn calendar(
    settings: &Settings,
    adopted_at: DateTime<Utc>,
) -> Result<AdoptedCalendar, CalendarError> {
    of_hours(settings, &FirstHours::default(), adopted_at)
}

/// As [`calendar`], with hours that an older profile kept.
///
/// # Errors
/// [`CalendarError`] where the hours make no calendar.
pub fn of_hours(
    settings: &Settings,
    hours: &FirstHours,
    adopted_at: DateTime<Utc>,
) -> Result<AdoptedCalendar, CalendarError> {
    let week = match hours.week {
        Week::Five => OfficeHours::FiveDays,
        Week::Six => OfficeHours::SixDays,
    };
    let mut calendar = Calendar::indonesia(zone(settings.zone), week);
    calendar.weekly = moved(&week.weekly(), hours)?;
    if !hours.skip_collective_leave {
        calendar.days_off = DaysOff::HolidaysOnly;
    }
    Ok(AdoptedCalendar {
        version: 1,
        adopted_at,
        author: settings.office.clone(),
        reason: String::new(),
        reach: Reach::OpenClocks,
        calendar,
    })
}

/// What profiles of before kept among the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct FirstHours {
    week: Week,
    /// Minutes of the day.
    opens_min: u16,
    closes_min: u16,
    skip_collective_leave: bool,
}

impl Default for FirstHours {
    fn default() -> Self {
        Self {
            week: Week::Five,
            opens_min: 7 * 60 + 30,
            closes_min: 16 * 60,
            skip_collective_leave: true,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Week {
    #[default]
    Five,
    Six,
}

/// The IANA zone of an office.
pub fn zone(zone: Zone) -> chrono_tz::Tz {
    zone.iana()
        .parse()
        .expect("the three zone names are constants that the tests parse")
}

/// The standard week with other hours. It keeps its breaks; `opens_min` moves the morning, and
/// `closes_min` the closing of Monday to Thursday, with the other days' closing moved by as much.
fn moved(standard: &WeeklyHours, hours: &FirstHours) -> Result<WeeklyHours, CalendarError> {
    let opens = i64::from(hours.opens_min) * 60;
    let closes = i64::from(hours.closes_min) * 60;
    let asked = Interval::new(seconds(opens), seconds(closes));
    if asked.until <= asked.from {
        return Err(CalendarError::Reversed {
            place: "office hours".to_owned(),
            interval: asked,
        });
    }
    let usual_closing = standard.mon.last().map_or(0, |last| last.until.seconds());
    let later = closes - i64::from(usual_closing);
    let day = |hours: &[Interval]| -> Result<Vec<Interval>, CalendarError> {
        let mut hours = hours.to_vec();
        if let Some(first) = hours.first_mut() {
            first.from = seconds(opens);
        }
        if let Some(last) = hours.last_mut() {
            last.until = seconds(i64::from(last.until.seconds()) + later);
        }
        // A half day without its afternoon is whole; a day without any hour is a mistake.
        if hours.len() > 1 {
            hours.retain(|interval| interval.from < interval.until);
        }
        match hours.as_slice() {
            [only] if only.until <= only.from => Err(CalendarError::Reversed {
                place: "office hours".to_owned(),
                interval: *only,
            }),
            _ => Ok(hours),
        }
    };
    Ok(WeeklyHours {
        mon: day(&standard.mon)?,
        tue: day(&standard.tue)?,
        wed: day(&standard.wed)?,
        thu: day(&standard.thu)?,
        fri: day(&standard.fri)?,
        sat: day(&standard.sat)?,
        sun: day(&standard.sun)?,
    })
}

fn seconds(seconds: i64) -> TimeOfDay {
    u32::try_from(seconds.max(0))
        .ok()
        .and_then(TimeOfDay::of_seconds)
        .unwrap_or(TimeOfDay::END)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(hours: FirstHours) -> Result<WeeklyHours, CalendarError> {
        let adopted = of_hours(&Settings::default(), &hours, DateTime::UNIX_EPOCH)?;
        Ok(adopted.calendar.weekly)
    }

    #[test]
    fn default_hours_give_the_standard_week() {
        for (kept, closes_min, standard) in [
            (Week::Five, 16 * 60, OfficeHours::FiveDays),
            (Week::Six, 14 * 60 + 30, OfficeHours::SixDays),
        ] {
            let hours = FirstHours {
                week: kept,
                closes_min,
                ..FirstHours::default()
            };
            assert_eq!(week(hours).unwrap(), standard.weekly());
        }
    }

    #[test]
    fn hours_of_an_older_profile_keep_the_breaks() {
        let kept = r#"{"office": "Dinas", "week": "five", "opens_min": 480, "closes_min": 900}"#;
        let week = week(serde_json::from_str(kept).unwrap()).unwrap();
        let shown = |hours: &[Interval]| {
            hours
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(shown(&week.mon), "08:00–12:00 13:00–15:00");
        assert_eq!(shown(&week.fri), "08:00–11:30 13:00–15:30");
    }

    #[test]
    fn hours_that_end_before_they_start_are_refused() {
        let hours = FirstHours {
            opens_min: 16 * 60,
            closes_min: 8 * 60,
            ..FirstHours::default()
        };
        assert!(week(hours).is_err());
    }

    #[test]
    fn every_zone_is_known() {
        for code in [Zone::Wib, Zone::Wita, Zone::Wit] {
            assert_eq!(zone(code).name(), code.iana());
        }
    }
}
