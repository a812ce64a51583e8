//! Hours of a day and of a week. Half-open: an office that closes at 16:00 is closed at 16:00.
//! Never crosses midnight; a night shift is two intervals (`22:00–24:00` and `00:00–06:00`).

use std::fmt;
use std::str::FromStr;

use chrono::{NaiveDate, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CalendarError, Exception, Override};

/// A time on an office's wall clock, `00:00` to `24:00`, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    pub const MIDNIGHT: Self = Self(0);
    /// `24:00`, the end of the day.
    pub const END: Self = Self(86_400);

    /// `hour` 0–24, `minute` 0–59; later than 24:00 is `None`.
    pub const fn hm(hour: u32, minute: u32) -> Option<Self> {
        Self::of_seconds(hour * 3600 + minute * 60)
    }

    /// Seconds from midnight, at most 86,400.
    pub const fn of_seconds(seconds: u32) -> Option<Self> {
        if seconds > 86_400 {
            None
        } else {
            Some(Self(seconds))
        }
    }

    pub const fn seconds(self) -> u32 {
        self.0
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hour, minute, second) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        write!(f, "{hour:02}:{minute:02}")?;
        if second > 0 {
            write!(f, ":{second:02}")?;
        }
        Ok(())
    }
}

/// A text that is no time of day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a time between 00:00 and 24:00")]
pub struct NotATime(String);

impl FromStr for TimeOfDay {
    type Err = NotATime;

    /// `HH:MM` or `HH:MM:SS`.
    fn from_str(text: &str) -> Result<Self, NotATime> {
        let wrong = || NotATime(text.to_owned());
        let mut parts = text.split(':');
        let mut part = |max: u32| -> Result<u32, NotATime> {
            let part = parts.next().ok_or_else(wrong)?;
            if part.len() != 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(wrong());
            }
            let number: u32 = part.parse().map_err(|_| wrong())?;
            if number > max {
                return Err(wrong());
            }
            Ok(number)
        };
        let (hour, minute) = (part(24)?, part(59)?);
        let second = if text.len() > 5 { part(59)? } else { 0 };
        if parts.next().is_some() {
            return Err(wrong());
        }
        Self::of_seconds(hour * 3600 + minute * 60 + second).ok_or_else(wrong)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// From (included) until (excluded). Serialised as `["07:30", "12:00"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "(TimeOfDay, TimeOfDay)", into = "(TimeOfDay, TimeOfDay)")]
pub struct Interval {
    pub from: TimeOfDay,
    pub until: TimeOfDay,
}

impl Interval {
    pub const fn new(from: TimeOfDay, until: TimeOfDay) -> Self {
        Self { from, until }
    }
}

impl From<(TimeOfDay, TimeOfDay)> for Interval {
    fn from((from, until): (TimeOfDay, TimeOfDay)) -> Self {
        Self { from, until }
    }
}

impl From<Interval> for (TimeOfDay, TimeOfDay) {
    fn from(interval: Interval) -> Self {
        (interval.from, interval.until)
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.from, self.until)
    }
}

/// The hours of each weekday, in order. A day without hours is not a working day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeeklyHours {
    pub mon: Vec<Interval>,
    pub tue: Vec<Interval>,
    pub wed: Vec<Interval>,
    pub thu: Vec<Interval>,
    pub fri: Vec<Interval>,
    pub sat: Vec<Interval>,
    pub sun: Vec<Interval>,
}

impl WeeklyHours {
    pub fn on(&self, weekday: Weekday) -> &[Interval] {
        match weekday {
            Weekday::Mon => &self.mon,
            Weekday::Tue => &self.tue,
            Weekday::Wed => &self.wed,
            Weekday::Thu => &self.thu,
            Weekday::Fri => &self.fri,
            Weekday::Sat => &self.sat,
            Weekday::Sun => &self.sun,
        }
    }

    /// No hour on any day.
    pub fn is_empty(&self) -> bool {
        DAYS.iter().all(|(weekday, _)| self.on(*weekday).is_empty())
    }

    /// Reversed or overlapping hours, named by `place` and day.
    pub(super) fn check(&self, place: &str) -> Result<(), CalendarError> {
        for (weekday, name) in DAYS {
            check_intervals(&format!("{place}, {name}"), self.on(weekday))?;
        }
        Ok(())
    }
}

const DAYS: [(Weekday, &str); 7] = [
    (Weekday::Mon, "Monday"),
    (Weekday::Tue, "Tuesday"),
    (Weekday::Wed, "Wednesday"),
    (Weekday::Thu, "Thursday"),
    (Weekday::Fri, "Friday"),
    (Weekday::Sat, "Saturday"),
    (Weekday::Sun, "Sunday"),
];

/// Weeks that an office can start from and edit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfficeHours {
    /// Monday to Thursday 07:30–16:00 with lunch 12:00–13:00, Friday 07:30–16:30 with prayer and
    /// lunch 11:30–13:00: 37.5 hours, breaks of 60 and, on Friday, 90 minutes (Perpres 21/2023).
    #[default]
    FiveDays,
    /// Monday to Thursday 07:30–14:30, Friday 07:30–11:30, Saturday 07:30–13:00 without breaks:
    /// 37.5 hours. Six-day weeks are set by each region; this is where editing starts.
    SixDays,
}

impl OfficeHours {
    pub fn weekly(self) -> WeeklyHours {
        match self {
            Self::FiveDays => {
                let usual = [at((7, 30), (12, 0)), at((13, 0), (16, 0))];
                five_days(&usual, &[at((7, 30), (11, 30)), at((13, 0), (16, 30))])
            }
            Self::SixDays => WeeklyHours {
                sat: vec![at((7, 30), (13, 0))],
                ..five_days(&[at((7, 30), (14, 30))], &[at((7, 30), (11, 30))])
            },
        }
    }

    /// Ramadan hours from one date through another: 32.5 hours from 08:00, breaks of 30 and, on
    /// Friday, 60 minutes (Perpres 21/2023). Both dates are the operator's; nobody computes them.
    pub fn ramadan(from: NaiveDate, to: NaiveDate) -> Override {
        let usual = [at((8, 0), (12, 0)), at((12, 30), (15, 0))];
        let hours = five_days(&usual, &[at((8, 0), (11, 30)), at((12, 30), (15, 30))]);
        Override {
            from,
            to,
            name: "Jam kerja Ramadan".to_owned(),
            source: "Perpres 21/2023".to_owned(),
            exception: Exception::Weekly { hours },
        }
    }
}

fn at(from: (u32, u32), until: (u32, u32)) -> Interval {
    Interval::new(
        TimeOfDay(from.0 * 3600 + from.1 * 60),
        TimeOfDay(until.0 * 3600 + until.1 * 60),
    )
}

fn five_days(usual: &[Interval], friday: &[Interval]) -> WeeklyHours {
    WeeklyHours {
        mon: usual.to_vec(),
        tue: usual.to_vec(),
        wed: usual.to_vec(),
        thu: usual.to_vec(),
        fri: friday.to_vec(),
        ..WeeklyHours::default()
    }
}

/// Each interval forward, each after the one before it. Touching ones are allowed.
pub(super) fn check_intervals(place: &str, intervals: &[Interval]) -> Result<(), CalendarError> {
    for interval in intervals {
        if interval.until <= interval.from {
            return Err(CalendarError::Reversed {
                place: place.to_owned(),
                interval: *interval,
            });
        }
    }
    for pair in intervals.windows(2) {
        if pair[1].from < pair[0].until {
            return Err(CalendarError::Overlapping {
                place: place.to_owned(),
                before: pair[0],
                interval: pair[1],
            });
        }
    }
    Ok(())
}

/// `hours` with every break cut out.
pub(super) fn without(hours: &[Interval], breaks: &[Interval]) -> Vec<Interval> {
    let mut left = hours.to_vec();
    for pause in breaks {
        left = left
            .into_iter()
            .flat_map(|open| {
                let before = Interval::new(open.from, open.until.min(pause.from));
                let after = Interval::new(open.from.max(pause.until), open.until);
                [before, after]
            })
            .filter(|open| open.from < open.until)
            .collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<u32>) {
        let read = text.parse::<TimeOfDay>().ok().map(TimeOfDay::seconds);
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn times_are_read_strictly() {
        check("07:30", Some(27_000));
        check("24:00", Some(86_400));
        check("23:59:59", Some(86_399));
        for wrong in [
            "24:01",
            "7:30",
            "07.30",
            "07:60",
            "",
            "07:30:",
            "+7:30",
            "07:30:00:00",
        ] {
            check(wrong, None);
        }
    }

    #[test]
    fn breaks_may_cut_begin_end_middle_and_all() {
        let day = [at((9, 0), (17, 0))];
        assert_eq!(
            without(&day, &[at((8, 0), (10, 0))]),
            [at((10, 0), (17, 0))]
        );
        assert_eq!(
            without(&day, &[at((16, 0), (18, 0))]),
            [at((9, 0), (16, 0))]
        );
        assert_eq!(
            without(&day, &[at((12, 0), (13, 0))]),
            [at((9, 0), (12, 0)), at((13, 0), (17, 0))]
        );
        assert_eq!(without(&day, &[at((0, 0), (24, 0))]), []);
    }

    #[test]
    fn both_weeks_have_their_hours() {
        for hours in [OfficeHours::FiveDays, OfficeHours::SixDays] {
            let week = hours.weekly();
            week.check("week").unwrap();
            let seconds: u32 = DAYS
                .iter()
                .flat_map(|(day, _)| week.on(*day))
                .map(|open| open.until.seconds() - open.from.seconds())
                .sum();
            assert_eq!(seconds, 37 * 3600 + 1800, "{hours:?}");
        }
    }
}
