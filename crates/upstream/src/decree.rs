//! A list of days off as an office gets it: the joint decree of three ministers (SKB 3 Menteri) on
//! national holidays and collective leave, typed into a table, published as JSON or as a calendar.
//!
//! An entry that cannot be read for sure is handed over with its place and reason; it never stops
//! the others, and nothing is guessed in its stead. The file is read, never kept or changed.

mod amend;
mod date;
mod gather;
mod ical;
mod json;
mod kind;
mod merge;
mod table;
mod text;

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;
use tanggap_domain::calendar::{Holiday, HolidayKind};

pub use merge::{Changed, Merge, Merged, WHOLE_YEAR_DAYS};

/// A decree has a few dozen entries; calendars of many years have some hundred.
pub const MAX_FILE_BYTES: usize = 2 * 1024 * 1024;

/// The days off of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decree {
    /// Number or title of the decree as the file has it, else the file's name.
    pub source: String,
    /// The years that the file names, and those of its days.
    pub years: BTreeSet<i32>,
    /// By date, each date once.
    pub days: Vec<Holiday>,
    /// Days that the file says are off no more: cancelled, or moved to another date.
    pub taken_back: Vec<TakenBack>,
    /// Years with a day that is only estimated: the file is no decree for them.
    pub estimated_years: BTreeSet<i32>,
    /// In the order of the file.
    pub unreadable: Vec<UnreadableEntry>,
}

/// A day off that a file takes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    pub place: Place,
    pub date: NaiveDate,
    pub kind: HolidayKind,
}

/// An entry that names no day off for sure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableEntry {
    pub place: Place,
    pub what: DecreeFault,
}

/// Where in the file; everything counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Line of a table.
    Line(u64),
    /// `VEVENT` of an iCalendar file.
    Event(u64),
    /// Entry of a JSON list.
    Item(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Event(number) => write!(f, "VEVENT {number}"),
            Self::Item(number) => write!(f, "item {number}"),
        }
    }
}

/// Why an entry was not taken. Texts are the file's own, cut at 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecreeFault {
    #[error("\"{text}\" is no date")]
    BadDate { text: String },
    /// Day and month only, in a file that names no single year.
    #[error("\"{text}\" has no year")]
    NoYear { text: String },
    #[error("there is no date")]
    NoDate,
    #[error("the day has no name")]
    NoName,
    /// Neither a national holiday nor collective leave, for example a commemoration.
    #[error("\"{text}\" is no kind of day off")]
    UnknownKind { text: String },
    /// The first of both was taken.
    #[error("{date} is named a second time")]
    Twice { date: NaiveDate },
    #[error("the year {year} is not plausible")]
    YearOutOfRange { year: i32 },
    #[error("ends on {until}, before it starts on {from}")]
    ReversedRange { from: NaiveDate, until: NaiveDate },
    #[error("{days} days at once are no holiday")]
    RangeTooLong { days: i64 },
    /// A rule instead of dates. Decrees name dates; rules would have to be guessed further.
    #[error("repeats by a rule")]
    Repeats,
    /// From one time of day to another.
    #[error("is not a whole day")]
    NotAllDay,
    /// The file takes the day back; see [`Decree::taken_back`].
    #[error("is cancelled")]
    Cancelled,
    /// Computed, expected or tentative: no decree has fixed it.
    #[error("\"{text}\" is only estimated")]
    Estimated { text: String },
    /// Day and month may be either, and no other date of the file settles which comes first.
    #[error("\"{text}\" may be day or month first")]
    DayOrMonth { text: String },
    /// A JSON entry that is no object.
    #[error("is no entry")]
    NotAnEntry,
}

/// Why the file gives no days off at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecreeError {
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than {max_bytes} bytes")]
    TooLarge { max_bytes: usize },
    #[error("the file is no JSON, no table with a header, and no iCalendar file")]
    NotADecree,
    /// Counted from 1.
    #[error("the JSON is broken in line {line}")]
    BrokenJson { line: u64 },
    #[error("the file names no day off that can be read")]
    NothingReadable { unreadable: Vec<UnreadableEntry> },
}

impl DecreeError {
    /// The word of JSON answers and catalogues.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-decree",
            Self::TooLarge { .. } => "decree-too-large",
            Self::NotADecree => "not-a-decree",
            Self::BrokenJson { .. } => "decree-broken",
            Self::NothingReadable { .. } => "decree-unreadable",
        }
    }
}

/// Reads a whole file, whatever its name ends in:
///
/// - JSON: `data/holidays` of this repository, or any list of `{date, name, type}`;
/// - a table with a header (`Tanggal`, `Keterangan`, `Jenis`; or in English), separated by comma,
///   semicolon or tab, with the lines of the decree's title above it;
/// - iCalendar (RFC 5545) with one event per day off.
///
/// Whatever speaks of "cuti bersama" is collective leave, everything else a national holiday.
///
/// ```
/// let file = "Tanggal;Keterangan\n17 Agustus 2026;Proklamasi Kemerdekaan\n31 April 2026;-\n";
/// let decree = tanggap_upstream::decree::read("libur.csv", file.as_bytes())?;
/// assert_eq!(decree.days[0].date.to_string(), "2026-08-17");
/// assert_eq!(decree.unreadable[0].place.to_string(), "line 3");
/// # Ok::<(), tanggap_upstream::decree::DecreeError>(())
/// ```
///
/// # Errors
/// [`DecreeError`] where not one day off can be read.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Decree, DecreeError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(DecreeError::TooLarge {
            max_bytes: MAX_FILE_BYTES,
        });
    }
    let text = text::decode(&text::unfolded(bytes)).into_owned();
    if text.trim().is_empty() {
        return Err(DecreeError::Empty);
    }
    // Workbooks, pictures and PDF files hold zero bytes or none of the three formats.
    if text.contains('\0') {
        return Err(DecreeError::NotADecree);
    }
    let gathered = if json::is_json(&text) {
        json::read(&text, file_name)?
    } else if ical::is_ical(&text) {
        ical::read(&text, file_name)
    } else {
        table::read(&text, file_name).ok_or(DecreeError::NotADecree)?
    };
    gathered.finish()
}
