//! What a desk judges by: its settings, and the calendar and policy they make. A new version replaces
//! the whole; settings that make no calendar are refused and the last good ones stay.

use std::sync::Arc;

use chrono::{DateTime, Datelike, Utc};
use tanggap_domain::calendar::{
    Calendar, CalendarError, CompiledCalendar, DaysOff, Interval, OfficeHours, TimeOfDay,
    WeeklyHours,
};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::sla;
use tanggap_domain::sla::{ClockFacts, ClockState, Crossing, Deadline, Policies, Rules, SlaError};
use tanggap_ipc::settings::{Settings, WorkWeek};
use tanggap_store::{DueCache, DueState};

/// One version of the office's rules.
pub struct Office {
    pub settings: Settings,
    pub rules: Rules,
}

impl Office {
    /// # Errors
    /// [`CalendarError`] where the hours make no calendar.
    pub fn new(settings: Settings) -> Result<Self, CalendarError> {
        let calendar = CompiledCalendar::new(calendar(&settings)?)?;
        Ok(Self {
            settings,
            rules: Rules::new(Policies::bundled(), calendar),
        })
    }

    pub fn calendar(&self) -> &Calendar {
        self.rules.calendar.calendar()
    }

    /// What lists sort by. None where no clock can be computed; the log says why.
    pub fn due(&self, complaint: &Complaint, now: DateTime<Utc>) -> Option<DueCache> {
        match self.try_due(complaint, now) {
            Ok(due) => due,
            Err(cause) => {
                tracing::warn!(complaint = %complaint.id, %cause, "A complaint has no deadline");
                None
            }
        }
    }

    fn try_due(
        &self,
        complaint: &Complaint,
        now: DateTime<Utc>,
    ) -> Result<Option<DueCache>, SlaError> {
        let facts = ClockFacts::of(complaint);
        let policy = self.rules.policy_for(&facts)?;
        let mut deadlines: Vec<Deadline> = Vec::with_capacity(3);
        sla::deadlines(&facts, policy, &self.rules.calendar, now, |deadline| {
            deadlines.push(deadline);
        })?;
        let Some(next) = next_deadline(&deadlines) else {
            return Ok(None);
        };
        let wake = self
            .crossings(&facts, now)?
            .first()
            .map(|crossing| crossing.at);
        Ok(Some(DueCache {
            due_ms: next.due_at.timestamp_millis(),
            clock: next.kind.code().to_owned(),
            state: match next.state {
                ClockState::Running | ClockState::Overdue => DueState::Running,
                ClockState::Paused => DueState::Paused,
                ClockState::Met | ClockState::MetLate => DueState::Met,
            },
            started_ms: next.started_at.timestamp_millis(),
            wake_ms: wake.map(|wake| wake.timestamp_millis()),
        }))
    }

    /// Every threshold of the clocks that somebody still has to meet, in order of time.
    ///
    /// # Errors
    /// [`SlaError`].
    pub fn crossings(
        &self,
        facts: &ClockFacts,
        now: DateTime<Utc>,
    ) -> Result<Vec<Crossing>, SlaError> {
        let policy = self.rules.policy_for(facts)?;
        sla::crossings(facts, policy, &self.rules.calendar, now)
    }

    /// Whether a year between the two is without a decree: "kalender belum ditetapkan".
    pub fn is_undecreed(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> bool {
        let year = |at| self.rules.calendar.local_date(at).year();
        let decreed = &self.calendar().decreed_years;
        (year(from)..=year(until)).any(|year| !decreed.contains(&year))
    }
}

/// The clock that matters next: the earliest that runs, else one that stands still.
fn next_deadline(deadlines: &[Deadline]) -> Option<&Deadline> {
    let order = |deadline: &&Deadline| {
        let group = match deadline.state {
            ClockState::Running | ClockState::Overdue => 0,
            ClockState::Paused => 1,
            ClockState::Met | ClockState::MetLate => 2,
        };
        (group, deadline.due_at)
    };
    deadlines
        .iter()
        .filter(|deadline| deadline.state.is_open())
        .min_by_key(order)
}

/// Hands the office in force to whoever asks, and takes a new one.
pub struct InForce(std::sync::RwLock<Arc<Office>>);

impl InForce {
    pub fn new(office: Office) -> Self {
        Self(std::sync::RwLock::new(Arc::new(office)))
    }

    pub fn get(&self) -> Arc<Office> {
        self.0
            .read()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }

    pub fn set(&self, office: Office) {
        *self
            .0
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = Arc::new(office);
    }
}

/// The bundled Indonesian calendar with this office's zone and hours.
///
/// The standard weeks keep their breaks; `opens_min` moves the morning, and `closes_min` the closing
/// of Monday to Thursday, with the other days' closing moved by as much.
fn calendar(settings: &Settings) -> Result<Calendar, CalendarError> {
    let week = match settings.week {
        WorkWeek::Five => OfficeHours::FiveDays,
        WorkWeek::Six => OfficeHours::SixDays,
    };
    let mut calendar = Calendar::indonesia(zone(settings), week);
    calendar.weekly = moved(&week.weekly(), settings)?;
    calendar.days_off = if settings.skip_collective_leave {
        DaysOff::HolidaysAndCollectiveLeave
    } else {
        DaysOff::HolidaysOnly
    };
    Ok(calendar)
}

/// The office's time zone.
pub fn zone(settings: &Settings) -> chrono_tz::Tz {
    settings
        .zone
        .iana()
        .parse()
        .expect("the three zone names are constants that the tests parse")
}

fn moved(standard: &WeeklyHours, settings: &Settings) -> Result<WeeklyHours, CalendarError> {
    let opens = i64::from(settings.opens_min) * 60;
    let closes = i64::from(settings.closes_min) * 60;
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
    use tanggap_domain::sla::ClockKind;
    use tanggap_ipc::settings::Zone;

    use super::*;
    use crate::testing;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn default_settings_give_the_standard_week() {
        for (week, closes_min, standard) in [
            (WorkWeek::Five, 16 * 60, OfficeHours::FiveDays),
            (WorkWeek::Six, 14 * 60 + 30, OfficeHours::SixDays),
        ] {
            let settings = Settings {
                week,
                closes_min,
                ..Settings::default()
            };
            let office = Office::new(settings).unwrap();
            assert_eq!(office.calendar().weekly, standard.weekly());
        }
    }

    #[test]
    fn other_hours_keep_the_breaks() {
        let settings = Settings {
            opens_min: 8 * 60,
            closes_min: 15 * 60,
            ..Settings::default()
        };
        let week = Office::new(settings).unwrap().calendar().weekly.clone();
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
        let settings = Settings {
            opens_min: 16 * 60,
            closes_min: 8 * 60,
            ..Settings::default()
        };
        assert!(Office::new(settings).is_err());
    }

    #[test]
    fn every_zone_is_known() {
        for zone_code in [Zone::Wib, Zone::Wita, Zone::Wit] {
            let settings = Settings {
                zone: zone_code,
                ..Settings::default()
            };
            assert_eq!(zone(&settings).name(), zone_code.iana());
        }
    }

    #[test]
    fn the_next_clock_is_the_first_unmet_one() {
        let office = Office::new(Settings::default()).unwrap();
        let mut complaint = testing::complaint("9120447");
        complaint.received_at = at("2026-03-13T09:00:00+07:00");
        let due = office
            .due(&complaint, at("2026-03-13T10:00:00+07:00"))
            .unwrap();
        assert_eq!(due.clock, ClockKind::Verification.code());
        assert_eq!(
            due.due_ms,
            at("2026-03-25T16:00:00+07:00").timestamp_millis()
        );
        assert!(due.wake_ms.unwrap() < due.due_ms);
    }
}
