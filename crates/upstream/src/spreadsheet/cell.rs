//! One cell, cleaned of what spreadsheets add. Never interprets: that is the row's work.

use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use tanggap_domain::text::many_lines;

/// What a cell holds, whatever the file format.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Nothing, also where a program wrote its own word for nothing (`NaN`, `NULL`).
    Empty,
    /// The export's own mark for nothing.
    Dash,
    /// A formula that failed (`#REF!`): something stood here, and nobody knows what.
    Broken,
    Text(Cow<'a, str>),
    Number(f64),
    /// A number that the workbook shows as a date or a time of day.
    Moment(NaiveDateTime),
}

/// The day from which a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Epoch {
    /// Excel for Windows. Its day 60 is the 29 February 1900 that never was; from then on day 0 is
    /// 30 December 1899.
    #[default]
    Of1900,
    /// Old Excel for the Macintosh, and files that went through it.
    Of1904,
}

impl Epoch {
    pub fn of(is_1904: bool) -> Self {
        if is_1904 { Self::Of1904 } else { Self::Of1900 }
    }

    fn first_day(self) -> Option<NaiveDate> {
        match self {
            Self::Of1900 => NaiveDate::from_ymd_opt(1899, 12, 30),
            Self::Of1904 => NaiveDate::from_ymd_opt(1904, 1, 1),
        }
    }

    /// The moment of a day number, to the second.
    pub fn moment(self, serial: f64) -> Option<NaiveDateTime> {
        const MOST_DAYS: f64 = 3_000_000.0;
        if !(0.0..MOST_DAYS).contains(&serial) {
            return None;
        }
        let (days, seconds) = days_and_seconds(serial);
        let day = self.first_day()?.checked_add_days(Days::new(days))?;
        Some(day.and_time(NaiveTime::MIN) + TimeDelta::seconds(i64::from(seconds)))
    }
}

/// Whole days and seconds of a day number. A second is rounded, a day is not: what was received half a
/// millisecond before midnight was received on that day. Only what a number cannot tell from midnight
/// (it holds about a microsecond) is midnight.
pub(super) fn days_and_seconds(serial: f64) -> (u64, u32) {
    const NOISE_SECONDS: f64 = 50e-6;
    const DAY: u32 = 86_400;
    let days = serial.floor();
    let seconds = (serial - days) * f64::from(DAY);
    if f64::from(DAY) - seconds <= NOISE_SECONDS {
        (days as u64 + 1, 0)
    } else {
        (days as u64, (seconds.round() as u32).min(DAY - 1))
    }
}

impl<'a> Cell<'a> {
    pub fn of_ref(data: DataRef<'a>) -> Self {
        match data {
            DataRef::SharedString(text) => Self::text(Cow::Borrowed(text)),
            DataRef::String(text) => Self::text(Cow::Owned(text)),
            DataRef::Float(number) => Self::Number(number),
            DataRef::Int(number) => Self::Number(number as f64),
            DataRef::DateTime(moment) => Self::moment(&moment),
            DataRef::DateTimeIso(text) => Self::text(Cow::Owned(text)),
            DataRef::DurationIso(text) => Self::duration(&text),
            DataRef::Bool(value) => Self::text(Cow::Owned(value.to_string())),
            DataRef::Error(_) => Self::Broken,
            DataRef::Empty => Self::Empty,
        }
    }

    pub fn of(data: &'a Data) -> Self {
        match data {
            Data::String(text) | Data::DateTimeIso(text) => Self::text(Cow::Borrowed(text)),
            Data::DurationIso(text) => Self::duration(text),
            Data::Float(number) => Self::Number(*number),
            Data::Int(number) => Self::Number(*number as f64),
            Data::DateTime(moment) => Self::moment(moment),
            Data::Bool(value) => Self::text(Cow::Owned(value.to_string())),
            Data::Error(_) => Self::Broken,
            Data::Empty => Self::Empty,
        }
    }

    /// Blank text, the export's dash, and what programs write for nothing and for a failed formula.
    pub fn text(raw: Cow<'a, str>) -> Self {
        const NOTHING: [&str; 7] = ["nan", "nat", "null", "none", "undefined", "(null)", "<na>"];
        const FAILED: [&str; 8] = [
            "#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#error!",
        ];
        let clean = clean(raw);
        match clean.as_ref() {
            "" => return Self::Empty,
            "-" | "–" | "—" | "−" => return Self::Dash,
            word if word.len() <= 9 => {
                let word = word.to_ascii_lowercase();
                if NOTHING.contains(&word.as_str()) {
                    return Self::Empty;
                }
                if FAILED.contains(&word.as_str()) {
                    return Self::Broken;
                }
            }
            _ => {}
        }
        Self::Text(clean)
    }

    /// `PT13H45M00S`, as OpenDocument writes a time of day.
    fn duration(iso: &str) -> Self {
        let read = || {
            let rest = iso.strip_prefix("PT")?;
            let (hours, rest) = rest.split_once('H')?;
            let (minutes, rest) = rest.split_once('M')?;
            let seconds = rest.trim_end_matches('S').split(['.', ',']).next()?;
            let part = |text: &str| text.parse::<u32>().ok();
            let seconds = if seconds.is_empty() {
                0
            } else {
                part(seconds)?
            };
            Some(format!(
                "{:02}:{:02}:{seconds:02}",
                part(hours)?,
                part(minutes)?
            ))
        };
        Self::Text(Cow::Owned(read().unwrap_or_else(|| iso.to_owned())))
    }

    fn moment(moment: &ExcelDateTime) -> Self {
        // Whether the crate holds a 1904 date is told by what it makes of the number itself.
        let (year, ..) = moment.to_ymd_hms_milli();
        let serial = moment.as_f64();
        let epoch = [Epoch::Of1900, Epoch::Of1904].into_iter().find(|epoch| {
            let read = epoch.moment(serial);
            read.is_some_and(|read| read.year() == i32::from(year))
        });
        let read = epoch.unwrap_or_default().moment(serial);
        read.map_or(Self::Number(serial), Self::Moment)
    }

    pub fn into_owned(self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Dash => Cell::Dash,
            Self::Broken => Cell::Broken,
            Self::Text(text) => Cell::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Cell::Number(number),
            Self::Moment(moment) => Cell::Moment(moment),
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty | Self::Dash | Self::Broken)
    }

    /// The words a person would read, none where the cell is empty. Whole numbers have no `.0`.
    pub fn words(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty | Self::Dash | Self::Broken => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            Self::Number(number) => Some(Cow::Owned(number.to_string())),
            Self::Moment(moment) => Some(Cow::Owned(moment.to_string())),
        }
    }

    /// [`Cell::words`] as an own text.
    pub fn owned(&self) -> Option<String> {
        self.words().map(Cow::into_owned)
    }
}

/// Line ends as `\n`, none of Excel's `_x000D_`, no control characters, no white space around.
fn clean(raw: Cow<'_, str>) -> Cow<'_, str> {
    let raw = match raw.contains("_x00") {
        true => Cow::Owned(without_escapes(&raw)),
        false => raw,
    };
    // Nearly every cell is plain, and there are millions of them.
    let plain = raw.is_ascii()
        && raw
            .bytes()
            .all(|byte| matches!(byte, b'\n' | b'\t' | b' '..=b'~'));
    if !plain && let Cow::Owned(text) = many_lines(&raw) {
        return Cow::Owned(text.trim().to_owned());
    }
    match raw {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Takes away what Excel writes for a control character, `_x000D_`, `_x000B_`.
fn without_escapes(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find("_x00") {
        let (before, escape) = rest.split_at(at);
        text.push_str(before);
        let code = escape
            .get(4..6)
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        let is_whole = escape.get(6..7) == Some("_");
        rest = match code {
            Some(b'\t' | b'\n') if is_whole => {
                text.push('\n');
                &escape[7..]
            }
            Some(0..0x20 | 0x7f) if is_whole => &escape[7..],
            _ => {
                text.push_str("_x00");
                &escape[4..]
            }
        };
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(Cell::text(raw.into()).owned().as_deref(), expected, "{raw}");
    }

    #[test]
    fn blank_and_dash_are_empty() {
        check("", None);
        check("  ", None);
        check(" - ", None);
        check("\u{a0}", None);
        check("a - b", Some("a - b"));
    }

    #[test]
    fn words_of_programs_for_nothing_are_empty() {
        for nothing in [
            "NaN",
            "nan",
            "NULL",
            "None",
            "undefined",
            "#N/A",
            "#REF!",
            "#VALUE!",
        ] {
            check(nothing, None);
        }
        check("None of these", Some("None of these"));
        check("Nana", Some("Nana"));
        assert_eq!(Cell::text("-".into()), Cell::Dash);
        assert_eq!(Cell::text("#REF!".into()), Cell::Broken);
    }

    #[test]
    fn a_second_is_rounded_and_a_day_is_not() {
        let check = |serial: f64, epoch: Epoch, expected: &str| {
            let read = epoch.moment(serial).unwrap().to_string();
            assert_eq!(read, expected, "{serial}");
        };
        check(46_240.572_916_666_7, Epoch::Of1900, "2026-08-06 13:45:00");
        check(44_778.572_916_666_7, Epoch::Of1904, "2026-08-06 13:45:00");
        // 23:59:59.9996, and as near to midnight as a number of this size can tell.
        check(46_240.999_999_995, Epoch::Of1900, "2026-08-06 23:59:59");
        check(46_240.999_999_999_99, Epoch::Of1900, "2026-08-07 00:00:00");
        check(46_240.0, Epoch::Of1900, "2026-08-06 00:00:00");
        check(46_240.000_000_000_01, Epoch::Of1900, "2026-08-06 00:00:00");
        assert_eq!(Epoch::Of1900.moment(f64::NAN), None);
        assert_eq!(Epoch::Of1900.moment(-1.0), None);
        assert_eq!(Epoch::Of1900.moment(f64::INFINITY), None);
    }

    #[test]
    fn times_of_opendocument_are_read() {
        assert_eq!(
            Cell::duration("PT13H45M00S").owned().as_deref(),
            Some("13:45:00")
        );
        assert_eq!(
            Cell::duration("PT7H05M09.000000000S").owned().as_deref(),
            Some("07:05:09")
        );
        assert_eq!(Cell::duration("P1D").owned().as_deref(), Some("P1D"));
    }

    #[test]
    fn what_excel_adds_is_taken_away() {
        check("satu_x000D_\ndua\r\ntiga", Some("satu\ndua\ntiga"));
        check("a\u{0}b\u{7}", Some("ab"));
        check("a_x000B_b_x000C__x0041__x00zz_", Some("ab_x0041__x00zz_"));
        check(" x ", Some("x"));
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(Cell::Number(9_165_816.0).owned().unwrap(), "9165816");
        assert_eq!(Cell::Number(4.5).owned().unwrap(), "4.5");
    }
}
