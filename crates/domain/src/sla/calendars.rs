//! All calendars an office has adopted, and which of them judges a clock.
//!
//! A clock is judged by the calendar in force when it started. A newer one moves it only where the
//! officer who adopted it said that it reaches open clocks, and only while the clock was still open:
//! what was settled before never moves. So the same facts and the same versions give the same answer
//! years later, whoever asks.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Milestone;
use crate::calendar::{Calendar, CalendarError, CompiledCalendar};

/// Which clocks a new calendar moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// Those still open when it was adopted, and all that start later: a joint decree.
    #[default]
    OpenClocks,
    /// Only those that start later: new office hours.
    NewClocks,
}

/// One version of an office's calendar: who adopted it, when and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AdoptedCalendar {
    /// 1 for the first; also `calendar.version`.
    pub version: u32,
    pub adopted_at: DateTime<Utc>,
    pub author: String,
    pub reason: String,
    pub reach: Reach,
    pub calendar: Calendar,
}

/// An adopted calendar, laid out.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarInForce {
    pub adopted_at: DateTime<Utc>,
    pub reason: String,
    pub reach: Reach,
    pub calendar: Arc<CompiledCalendar>,
}

/// Versions in the order in which they were adopted; never empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendars(Vec<CalendarInForce>);

impl Calendars {
    /// Lays out the first version and those adopted after it.
    ///
    /// # Errors
    /// [`CalendarError`] of the first version that is none.
    pub fn new(
        first: AdoptedCalendar,
        later: impl IntoIterator<Item = AdoptedCalendar>,
    ) -> Result<Self, CalendarError> {
        let mut versions = vec![lay_out(first)?];
        for version in later {
            versions.push(lay_out(version)?);
        }
        versions.sort_by_key(|version| version.adopted_at);
        Ok(Self(versions))
    }

    /// One calendar for everything, as if it had always been in force.
    pub fn only(calendar: CompiledCalendar) -> Self {
        Self(vec![CalendarInForce {
            adopted_at: DateTime::UNIX_EPOCH,
            reason: String::new(),
            reach: Reach::OpenClocks,
            calendar: Arc::new(calendar),
        }])
    }

    /// These versions and one more that is not adopted yet: for a preview.
    ///
    /// # Errors
    /// [`CalendarError`] where it is no calendar.
    pub fn with(&self, next: AdoptedCalendar) -> Result<Self, CalendarError> {
        let mut versions = self.0.clone();
        versions.push(lay_out(next)?);
        Ok(Self(versions))
    }

    pub fn versions(&self) -> &[CalendarInForce] {
        &self.0
    }

    /// What new clocks are judged by.
    pub fn current(&self) -> &Arc<CompiledCalendar> {
        &self.0[self.0.len() - 1].calendar
    }

    /// What judges a clock that started then and was met at `milestone`.
    pub fn judging(&self, started_at: DateTime<Utc>, milestone: Milestone) -> &CalendarInForce {
        let [only] = self.0.as_slice() else {
            return self.judging_of_many(started_at, milestone);
        };
        only
    }

    fn judging_of_many(&self, started_at: DateTime<Utc>, milestone: Milestone) -> &CalendarInForce {
        let at_start = self
            .0
            .partition_point(|version| version.adopted_at <= started_at)
            .saturating_sub(1);
        let was_open = |version: &&CalendarInForce| match milestone {
            Milestone::NotYet => true,
            Milestone::At(met_at) => version.adopted_at < met_at,
            Milestone::Between { after, .. } => version.adopted_at <= after,
            // Met at a time nobody knows: nothing adopted later may move it.
            Milestone::TimeUnknown => false,
        };
        self.0[at_start..]
            .iter()
            .rev()
            .filter(|version| version.reach == Reach::OpenClocks)
            .find(was_open)
            .unwrap_or(&self.0[at_start])
    }
}

fn lay_out(version: AdoptedCalendar) -> Result<CalendarInForce, CalendarError> {
    let mut calendar = version.calendar;
    calendar.version = version.version;
    Ok(CalendarInForce {
        adopted_at: version.adopted_at,
        reason: version.reason,
        reach: version.reach,
        calendar: Arc::new(CompiledCalendar::new(calendar)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::OfficeHours;

    fn at(day: u32) -> DateTime<Utc> {
        format!("2026-05-{day:02}T03:00:00Z").parse().unwrap()
    }

    /// Versions adopted on these days of May 2026, each with its reach.
    fn calendars(versions: &[(u32, Reach)]) -> Calendars {
        let mut adopted = (1..)
            .zip(versions)
            .map(|(version, (day, reach))| AdoptedCalendar {
                version,
                adopted_at: at(*day),
                author: "Petugas".to_owned(),
                reason: format!("versi {version}"),
                reach: *reach,
                calendar: Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::FiveDays),
            });
        let first = adopted.next().unwrap();
        Calendars::new(first, adopted).unwrap()
    }

    #[track_caller]
    fn check(versions: &[(u32, Reach)], started: u32, milestone: Milestone, expected: u32) {
        let calendars = calendars(versions);
        let judging = calendars.judging(at(started), milestone);
        assert_eq!(judging.calendar.calendar().version, expected);
    }

    use Milestone::{At, Between, NotYet, TimeUnknown};
    use Reach::{NewClocks, OpenClocks};

    #[test]
    fn a_clock_keeps_the_calendar_it_started_with() {
        let versions = [(5, OpenClocks), (10, NewClocks), (20, NewClocks)];
        check(&versions, 1, NotYet, 1); // before the office had any
        check(&versions, 7, NotYet, 1);
        check(&versions, 10, NotYet, 2);
        check(&versions, 15, NotYet, 2);
        check(&versions, 25, NotYet, 3);
    }

    #[test]
    fn a_decree_moves_open_clocks_and_no_settled_one() {
        let versions = [(5, OpenClocks), (10, OpenClocks), (20, OpenClocks)];
        check(&versions, 7, NotYet, 3);
        check(&versions, 7, At(at(8)), 1);
        check(&versions, 7, At(at(10)), 1);
        check(&versions, 7, At(at(15)), 2);
        check(&versions, 7, At(at(25)), 3);
        check(&versions, 7, TimeUnknown, 1);
        check(&versions, 12, TimeUnknown, 2);
        // Open for certain only at the earlier of the two exports that tell of it.
        let between = |after, until| Between {
            after: at(after),
            until: at(until),
        };
        check(&versions, 7, between(8, 15), 1);
        check(&versions, 7, between(10, 15), 2);
        check(&versions, 7, between(15, 25), 2);
    }

    #[test]
    fn a_version_for_new_clocks_is_passed_over() {
        let versions = [(5, OpenClocks), (10, NewClocks), (20, OpenClocks)];
        check(&versions, 7, At(at(15)), 1);
        check(&versions, 7, NotYet, 3);
        let versions = [(5, OpenClocks), (10, OpenClocks), (20, NewClocks)];
        check(&versions, 7, NotYet, 2);
        check(&versions, 20, NotYet, 3);
    }
    #[test]
    fn a_preview_adds_a_version_and_judges_new_clocks_by_it() {
        let adopted = calendars(&[(5, OpenClocks), (10, NewClocks)]);
        let next = AdoptedCalendar {
            version: 3,
            adopted_at: at(20),
            author: "Petugas".to_owned(),
            reason: "SKB perubahan".to_owned(),
            reach: OpenClocks,
            calendar: Calendar::indonesia(chrono_tz::Asia::Jakarta, OfficeHours::SixDays),
        };
        let preview = adopted.with(next).unwrap();
        let reasons = |it: &Calendars| -> Vec<String> {
            let versions = it.versions().iter();
            versions.map(|version| version.reason.clone()).collect()
        };
        assert_eq!(reasons(&adopted), ["versi 1", "versi 2"]);
        assert_eq!(reasons(&preview), ["versi 1", "versi 2", "SKB perubahan"]);
        assert_eq!(preview.current().calendar().version, 3);
    }
}
