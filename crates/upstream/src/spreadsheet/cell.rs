//! One cell, cleaned of what spreadsheets add. Never interprets: that is the row's work.

use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use tanggap_domain::text::many_lines;

/// What a cell holds, whatever the file format.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    /// A number that the workbook shows as a date or a time of day.
    Moment(NaiveDateTime),
}

impl<'a> Cell<'a> {
    pub fn of_ref(data: DataRef<'a>) -> Self {
        match data {
            DataRef::SharedString(text) => Self::text(Cow::Borrowed(text)),
            DataRef::String(text) => Self::text(Cow::Owned(text)),
            DataRef::Float(number) => Self::Number(number),
            DataRef::Int(number) => Self::Number(number as f64),
            DataRef::DateTime(moment) => Self::moment(&moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::text(Cow::Owned(text)),
            DataRef::Bool(value) => Self::text(Cow::Owned(value.to_string())),
            DataRef::Error(error) => Self::text(Cow::Owned(error.to_string())),
            DataRef::Empty => Self::Empty,
        }
    }

    pub fn of(data: &'a Data) -> Self {
        match data {
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                Self::text(Cow::Borrowed(text))
            }
            Data::Float(number) => Self::Number(*number),
            Data::Int(number) => Self::Number(*number as f64),
            Data::DateTime(moment) => Self::moment(moment),
            Data::Bool(value) => Self::text(Cow::Owned(value.to_string())),
            Data::Error(error) => Self::text(Cow::Owned(error.to_string())),
            Data::Empty => Self::Empty,
        }
    }

    /// Blank text and the export's dash are empty.
    fn text(raw: Cow<'a, str>) -> Self {
        let clean = clean(raw);
        if matches!(clean.as_ref(), "" | "-" | "–" | "—") {
            Self::Empty
        } else {
            Self::Text(clean)
        }
    }

    fn moment(moment: &ExcelDateTime) -> Self {
        let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
        let rounded = u32::from(second) + u32::from(milli >= 500);
        NaiveDate::from_ymd_opt(i32::from(year), month.into(), day.into())
            .zip(NaiveTime::from_hms_opt(hour.into(), minute.into(), 0))
            .map_or(Self::Number(moment.as_f64()), |(date, time)| {
                Self::Moment(date.and_time(time) + chrono::TimeDelta::seconds(rounded.into()))
            })
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// The words a person would read, none where the cell is empty. Whole numbers have no `.0`.
    pub fn words(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Empty => None,
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
    let raw = match raw.contains("_x000D_") {
        true => Cow::Owned(raw.replace("_x000D_", "")),
        false => raw,
    };
    if let Cow::Owned(text) = many_lines(&raw) {
        return Cow::Owned(text.trim().to_owned());
    }
    match raw {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
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
    fn what_excel_adds_is_taken_away() {
        check("satu_x000D_\ndua\r\ntiga", Some("satu\ndua\ntiga"));
        check("a\u{0}b\u{7}", Some("ab"));
        check(" x ", Some("x"));
    }

    #[test]
    fn whole_numbers_have_no_fraction() {
        assert_eq!(Cell::Number(9_165_816.0).owned().unwrap(), "9165816");
        assert_eq!(Cell::Number(4.5).owned().unwrap(), "4.5");
    }
}
