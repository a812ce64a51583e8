//! Dates and times as officers type them. Plain text fields, because the pickers of web views differ
//! and some have none. Pure; never guesses a year or a month.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

use crate::labels::Say;

const MONTHS: [[&str; 3]; 12] = [
    ["jan", "januari", "january"],
    ["feb", "februari", "february"],
    ["mar", "maret", "march"],
    ["apr", "april", "april"],
    ["mei", "mei", "may"],
    ["jun", "juni", "june"],
    ["jul", "juli", "july"],
    ["agu", "agustus", "august"],
    ["sep", "september", "september"],
    ["okt", "oktober", "october"],
    ["nov", "november", "november"],
    ["des", "desember", "december"],
];

/// `24/11/2026`, `24-11-2026`, `24.11.2026`, `24 Nov 2026`, `2026-11-24`.
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || "/-.".contains(c))
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let number = |text: &str| text.parse::<u32>().ok();
    let (day, month, year) = if first.len() == 4 {
        (number(third)?, number(second)?, number(first)?)
    } else {
        (number(first)?, month_of(second)?, number(third)?)
    };
    if !(1900..=2100).contains(&year) {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn month_of(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let folded = text.to_lowercase();
    let english = ["may", "aug", "oct", "dec"];
    let position = MONTHS
        .iter()
        .position(|names| names.contains(&folded.as_str()))
        .or_else(|| match english.iter().position(|name| *name == folded)? {
            0 => Some(4),
            1 => Some(7),
            2 => Some(9),
            _ => Some(11),
        })?;
    u32::try_from(position + 1).ok()
}

/// `7.30`, `07:30`, `0730`, `7`, as minutes of the day.
pub fn read_time(text: &str) -> Option<u16> {
    let text = text.trim();
    let (hour, minute) = match text.split_once(['.', ':']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if text.len() > 2 => text.split_at_checked(text.len() - 2)?,
        None => (text, "0"),
    };
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// The instant of a date and a time on the office's wall.
pub fn at(say: Say, date: NaiveDate, minutes: u16) -> Option<DateTime<Utc>> {
    let minutes = u32::from(minutes);
    let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?;
    let offset = FixedOffset::east_opt(say.zone.offset_hours() * 3600)?;
    let at = offset.from_local_datetime(&NaiveDateTime::new(date, time));
    at.single().map(|at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    #[track_caller]
    fn check_date(text: &str, expected: Option<(i32, u32, u32)>) {
        let expected = expected.and_then(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d));
        assert_eq!(read_date(text), expected, "{text}");
    }

    #[test]
    fn dates_are_read_day_first() {
        check_date("24/11/2026", Some((2026, 11, 24)));
        check_date("3-4-2026", Some((2026, 4, 3)));
        check_date("24 Nov 2026", Some((2026, 11, 24)));
        check_date("6 agustus 2026", Some((2026, 8, 6)));
        check_date("6 May 2026", Some((2026, 5, 6)));
        check_date("2026-11-24", Some((2026, 11, 24)));
        check_date("31/02/2026", None);
        check_date("24/11", None);
        check_date("24/11/26", None);
        check_date("besok", None);
    }

    #[track_caller]
    fn check_time(text: &str, expected: Option<u16>) {
        assert_eq!(read_time(text), expected, "{text}");
    }

    #[test]
    fn times_are_read_with_either_mark() {
        check_time("07.30", Some(450));
        check_time("7:30", Some(450));
        check_time("1600", Some(960));
        check_time("8", Some(480));
        check_time("24.00", None);
        check_time("7.5", None);
        check_time("pagi", None);
    }

    #[test]
    fn walls_have_zones() {
        let say = Say {
            language: Language::Id,
            zone: Zone::Wita,
        };
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let at = at(say, date, 450).unwrap();
        assert_eq!(at.to_rfc3339(), "2026-11-23T23:30:00+00:00");
    }
}
