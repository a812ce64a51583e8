//! Dates and times of day as Indonesian exports write them. Never guesses: what cannot be read for
//! sure is not read.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::cell::{Cell, Epoch, days_and_seconds};
use crate::months::month;

/// The cell holds no date, or no time of day, that can be read for sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NotAMoment;

/// A time of day, and the zone where the text names one (`13.45 WITA`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub time: NaiveTime,
    /// `24:00`: the midnight at the end of the day.
    pub ends_day: bool,
    pub zone: Option<Tz>,
}

impl Clock {
    fn at(time: NaiveTime) -> Self {
        Self {
            time,
            ends_day: false,
            zone: None,
        }
    }

    const END_OF_DAY: Self = Self {
        time: NaiveTime::MIN,
        ends_day: true,
        zone: None,
    };

    /// This time on that day.
    pub fn on(self, date: NaiveDate) -> Option<NaiveDateTime> {
        let date = if self.ends_day {
            date.succ_opt()?
        } else {
            date
        };
        Some(date.and_time(self.time))
    }
}

/// Reads `06 Agu 2026`, `6 Agustus 2026`, `06-08-2026`, `2026-08-06`, each also with a time after it
/// and a day name before it, and Excel's own dates. Day before month, as everywhere in Indonesia.
pub(super) fn date(cell: &Cell, epoch: Epoch) -> Result<(NaiveDate, Option<Clock>), NotAMoment> {
    match cell {
        Cell::Empty | Cell::Dash | Cell::Broken => Err(NotAMoment),
        Cell::Moment(moment) => plausible(moment.date()).map(|date| (date, clock_of(*moment))),
        Cell::Number(serial) => date_of_serial(*serial, epoch),
        Cell::Text(text) => match text.parse::<f64>() {
            Ok(serial) => date_of_serial(serial, epoch),
            Err(_) => date_of_text(text),
        },
    }
}

/// Reads `13:45`, `13.45`, `13:45:09 WIB`, `1:45 PM`, and Excel's fraction of a day.
pub(super) fn time(cell: &Cell) -> Result<Clock, NotAMoment> {
    match cell {
        Cell::Empty | Cell::Dash | Cell::Broken => Err(NotAMoment),
        Cell::Moment(moment) if is_end_of_first_day(*moment) => Ok(Clock::END_OF_DAY),
        Cell::Moment(moment) => Ok(Clock::at(moment.time())),
        Cell::Number(serial) => time_of_serial(*serial),
        Cell::Text(text) => {
            time_of_text(text).or_else(|_| match text.parse::<f64>() {
                // `13.45` is read as a time above; `0.572916` can only be a fraction of a day.
                Ok(serial) if serial < 1.0 => time_of_serial(serial),
                _ => Err(NotAMoment),
            })
        }
    }
}

/// A cell of the time column that holds a whole day and no more: `24:00`.
fn is_end_of_first_day(moment: NaiveDateTime) -> bool {
    moment.time() == NaiveTime::MIN
        && [(1899, 12, 31), (1904, 1, 2)]
            .into_iter()
            .any(|(year, month, day)| {
                NaiveDate::from_ymd_opt(year, month, day) == Some(moment.date())
            })
}

fn date_of_serial(serial: f64, epoch: Epoch) -> Result<(NaiveDate, Option<Clock>), NotAMoment> {
    if !(10_000.0..100_000.0).contains(&serial) {
        return Err(NotAMoment);
    }
    let moment = epoch.moment(serial).ok_or(NotAMoment)?;
    plausible(moment.date()).map(|date| (date, clock_of(moment)))
}

fn time_of_serial(serial: f64) -> Result<Clock, NotAMoment> {
    if !(0.0..100_000.0).contains(&serial) {
        return Err(NotAMoment);
    }
    let (days, seconds) = days_and_seconds(serial);
    // Only a fraction of a day is a time; with whole days before it, it belongs to another date.
    if days == 1 && seconds == 0 {
        return Ok(Clock::END_OF_DAY);
    }
    let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).ok_or(NotAMoment)?;
    Ok(Clock::at(time))
}

/// Midnight is how a date without a time is stored.
fn clock_of(moment: NaiveDateTime) -> Option<Clock> {
    (moment.time() != NaiveTime::MIN).then_some(Clock::at(moment.time()))
}

fn date_of_text(text: &str) -> Result<(NaiveDate, Option<Clock>), NotAMoment> {
    let text = text.split_once(',').map_or(text, |(day_name, rest)| {
        let is_name = day_name.chars().all(|c| c.is_alphabetic() || c == '\'');
        if is_name { rest } else { text }
    });
    let separator = |c: char| c == '-' || c == '/' || c == '.' || c == ',' || c.is_whitespace();
    let mut rest = text.trim();
    let mut parts = [""; 3];
    for part in &mut parts {
        let end = rest
            .find(|c: char| {
                separator(c) || (c == 'T' && rest.starts_with(|d: char| d.is_ascii_digit()))
            })
            .unwrap_or(rest.len());
        (*part, rest) = rest.split_at(end);
        rest = rest.trim_start_matches(separator);
    }
    let [first, middle, last] = parts;
    let month = number(middle, 2)
        .or_else(|| month(middle))
        .ok_or(NotAMoment)?;
    let (day, year) = match (number(first, 2), number(last, 4)) {
        (Some(day), Some(year)) => (day, year),
        _ => (
            number(last, 2).ok_or(NotAMoment)?,
            number(first, 4).ok_or(NotAMoment)?,
        ),
    };
    let date = NaiveDate::from_ymd_opt(year as i32, month, day).ok_or(NotAMoment)?;
    let rest = rest.trim_start_matches('T').trim();
    let clock = match rest {
        "" => None,
        rest => Some(time_of_text(rest)?),
    };
    plausible(date).map(|date| (date, clock))
}

fn time_of_text(text: &str) -> Result<Clock, NotAMoment> {
    let text = text.trim().to_lowercase();
    let end = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (digits, suffix) = text.split_at(end);
    let mut parts = digits.trim().split([':', '.']);
    let hour = parts
        .next()
        .and_then(|part| number(part, 2))
        .ok_or(NotAMoment)?;
    let minute = parts.next().and_then(two_digits).ok_or(NotAMoment)?;
    let second = match parts.next() {
        None => 0,
        Some(part) => two_digits(part).ok_or(NotAMoment)?,
    };
    // Milliseconds, where there are any, change no deadline.
    let beyond =
        parts.next().is_some_and(|part| number(part, 9).is_none()) || parts.next().is_some();
    let (hour, zone) = match suffix.trim() {
        "" => (hour, None),
        "utc" | "gmt" | "z" => (hour, Some(Tz::UTC)),
        "wib" => (hour, Some(Tz::Asia__Jakarta)),
        "wita" => (hour, Some(Tz::Asia__Makassar)),
        "wit" => (hour, Some(Tz::Asia__Jayapura)),
        "am" if (1..=12).contains(&hour) => (hour % 12, None),
        "pm" if (1..=12).contains(&hour) => (hour % 12 + 12, None),
        _ => return Err(NotAMoment),
    };
    if (hour, minute, second) == (24, 0, 0) && !beyond {
        return Ok(Clock {
            zone,
            ..Clock::END_OF_DAY
        });
    }
    match NaiveTime::from_hms_opt(hour, minute, second) {
        Some(time) if !beyond => Ok(Clock {
            zone,
            ..Clock::at(time)
        }),
        _ => Err(NotAMoment),
    }
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2).then(|| number(text, 2)).flatten()
}

/// Digits only; years need all four of them, days and months one or two.
fn number(text: &str, max_digits: usize) -> Option<u32> {
    let fits = match max_digits {
        4 => text.len() == 4,
        most => (1..=most).contains(&text.len()),
    };
    (fits && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// The national system began in 2011; a serial or a typing error far outside is no date of a report.
fn plausible(date: NaiveDate) -> Result<NaiveDate, NotAMoment> {
    let year = chrono::Datelike::year(&date);
    (2000..2100)
        .contains(&year)
        .then_some(date)
        .ok_or(NotAMoment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(raw: &str) -> Cell<'_> {
        Cell::Text(raw.into())
    }

    #[track_caller]
    fn check_date(cell: Cell, expected: &str) {
        let (date, clock) = date(&cell, Epoch::Of1900).unwrap_or_else(|_| panic!("{cell:?}"));
        let read = match clock {
            Some(Clock {
                time, zone: None, ..
            }) => format!("{date} {time}"),
            Some(Clock {
                time,
                zone: Some(zone),
                ..
            }) => format!("{date} {time} {zone}"),
            None => date.to_string(),
        };
        assert_eq!(read, expected, "{cell:?}");
    }

    #[track_caller]
    fn check_time(cell: Cell, expected: &str) {
        let clock = time(&cell).unwrap_or_else(|_| panic!("{cell:?}"));
        assert_eq!(clock.time.to_string(), expected, "{cell:?}");
    }

    #[test]
    fn dates_with_month_names() {
        check_date(text("06 Agu 2026"), "2026-08-06");
        check_date(text("6 Agustus 2026"), "2026-08-06");
        check_date(text("1 Mei 2025"), "2025-05-01");
        check_date(text("31 Des 2024"), "2024-12-31");
        check_date(text("12 Pebruari 2026"), "2026-02-12");
        check_date(text("9 NOPEMBER 2025"), "2025-11-09");
        check_date(text("17-Okt-2025"), "2025-10-17");
        check_date(text("Kamis, 06 Agu 2026"), "2026-08-06");
        check_date(text("Jum'at, 7 Agu 2026"), "2026-08-07");
        check_date(text("06 Agu 2026 13:45"), "2026-08-06 13:45:00");
        check_date(
            text("06 Agu 2026, 13.45 WITA"),
            "2026-08-06 13:45:00 Asia/Makassar",
        );
    }

    #[test]
    fn dates_in_digits() {
        check_date(text("06-08-2026"), "2026-08-06");
        check_date(text("6/8/2026"), "2026-08-06");
        check_date(text("06.08.2026"), "2026-08-06");
        check_date(text("2026-08-06"), "2026-08-06");
        check_date(text("2026-08-06T13:45:10"), "2026-08-06 13:45:10");
        check_date(text("2026-08-06 00:00:00.000"), "2026-08-06 00:00:00");
        check_date(text("25-12-2026 07:05:09"), "2026-12-25 07:05:09");
    }

    #[test]
    fn dates_of_excel() {
        check_date(Cell::Number(46_240.0), "2026-08-06");
        check_date(Cell::Number(46_240.572_916_666_7), "2026-08-06 13:45:00");
        check_date(text("46240"), "2026-08-06");
        let moment = NaiveDate::from_ymd_opt(2026, 8, 6).unwrap();
        check_date(
            Cell::Moment(moment.and_hms_opt(0, 0, 0).unwrap()),
            "2026-08-06",
        );
    }

    #[test]
    fn what_is_no_date_stays_unread() {
        for raw in [
            "kemarin",
            "31 Feb 2026",
            "06-13-2026",
            "06 Agu 26",
            "Agustus 2026",
            "20260806",
            "12",
            "06 Agu 1026",
            "06 Agu 2026 25:00",
            "06 Agu 2026 siang",
            "2026",
            "1 2 3",
        ] {
            assert_eq!(date(&text(raw), Epoch::Of1900), Err(NotAMoment), "{raw}");
        }
        assert_eq!(date(&Cell::Number(12.0), Epoch::Of1900), Err(NotAMoment));
        assert_eq!(
            date(&Cell::Number(f64::NAN), Epoch::Of1900),
            Err(NotAMoment)
        );
        assert_eq!(
            date(&Cell::Number(f64::INFINITY), Epoch::Of1900),
            Err(NotAMoment)
        );
    }

    #[test]
    fn times_of_day() {
        check_time(text("13:45"), "13:45:00");
        check_time(text("13.45"), "13:45:00");
        check_time(text("07:05:09"), "07:05:09");
        check_time(text("7:05 WIB"), "07:05:00");
        check_time(text("1:45 PM"), "13:45:00");
        check_time(text("12:00 am"), "00:00:00");
        check_time(Cell::Number(0.572_916_666_7), "13:45:00");
        check_time(Cell::Number(46_240.75), "18:00:00");
        check_time(text("0.572916"), "13:45:00");
        check_time(Cell::Number(0.999_999), "23:59:59");
    }

    #[test]
    fn the_end_of_a_day_is_the_beginning_of_the_next() {
        let day = NaiveDate::from_ymd_opt(2026, 8, 6).unwrap();
        let whole = NaiveDate::from_ymd_opt(1899, 12, 31).unwrap();
        for cell in [
            text("24:00"),
            text("24.00 WIB"),
            text("24:00:00"),
            Cell::Number(1.0),
            Cell::Number(0.999_999_999_99),
            Cell::Moment(whole.and_time(NaiveTime::MIN)),
        ] {
            let moment = time(&cell).unwrap().on(day).unwrap();
            assert_eq!(moment.to_string(), "2026-08-07 00:00:00", "{cell:?}");
        }
        let (date, clock) = date(&text("06 Agu 2026 24:00"), Epoch::Of1900).unwrap();
        let moment = clock.unwrap().on(date).unwrap();
        assert_eq!(moment.to_string(), "2026-08-07 00:00:00");
        let before = time(&Cell::Number(0.999_999_995)).unwrap().on(day).unwrap();
        assert_eq!(before.to_string(), "2026-08-06 23:59:59");
    }

    #[test]
    fn days_count_from_where_the_workbook_says() {
        let (date, clock) = date(&Cell::Number(44_778.572_916_666_7), Epoch::Of1904).unwrap();
        let moment = clock.unwrap().on(date).unwrap();
        assert_eq!(moment.to_string(), "2026-08-06 13:45:00");
    }

    #[test]
    fn what_is_no_time_stays_unread() {
        for raw in [
            "25:00",
            "13:61",
            "siang",
            "13",
            "1:5",
            "13:45 CET",
            "24:01",
            "13:45:00:00:00",
            "-1",
        ] {
            assert_eq!(time(&text(raw)), Err(NotAMoment), "{raw}");
        }
        assert_eq!(time(&Cell::Number(-0.5)), Err(NotAMoment));
    }
}
