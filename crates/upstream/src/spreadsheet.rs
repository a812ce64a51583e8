//! The national Excel export, `.xlsx` and `.xls`: rows of complaints without any network.
//!
//! What cannot be read is handed over with its reason, never dropped; the file itself is never
//! changed. Column names and their order: `docs/glossary.md`.

mod workbook;

mod cell;
mod header;
mod moment;
mod row;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::Path;

use chrono_tz::Tz;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::TrackingId;
use tanggap_domain::merge::{NationalRow, first_national};
use tanggap_domain::privacy::told::PrivacyTold;
use tanggap_domain::region::RegionCode;

use header::{Header, MAX_ROWS_BEFORE_HEADER};
use row::Fields;
use workbook::{SheetRow, Walk};

pub use header::Column;
pub use row::RowFault;
pub use workbook::{MAX_FILE_BYTES, MAX_INFLATED_BYTES};

/// Names of province, regency, district and village to the region they mean.
pub type ResolveRegion<'a> = dyn Fn([Option<&str>; 4]) -> Option<RegionCode> + 'a;

/// How to read what the file leaves open.
pub struct Source<'a> {
    /// The zone of its times, which carry none. The national system writes WIB.
    pub zone: Tz,
    pub resolve: &'a ResolveRegion<'a>,
}

/// What the file is, where it is not a readable export.
#[derive(Debug, thiserror::Error)]
pub enum SpreadsheetError {
    #[error("the file is not an Excel workbook")]
    NotASpreadsheet,
    /// Readable, but something else: these columns were looked for in vain.
    #[error("the workbook is not a national export")]
    OtherWorkbook { missing: Vec<&'static str> },
    #[error("the file is empty")]
    Empty,
    #[error("the file is larger than {max_bytes} bytes")]
    TooLarge { max_bytes: u64 },
    #[error("the workbook is protected by a password")]
    Password,
    #[error("the workbook is damaged")]
    Damaged,
    #[error("reading the file failed")]
    Io(#[from] std::io::Error),
}

impl SpreadsheetError {
    /// The word of JSON answers and catalogues.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotASpreadsheet => "not-a-spreadsheet",
            Self::OtherWorkbook { .. } => "other-workbook",
            Self::Empty => "empty-workbook",
            Self::TooLarge { .. } => "workbook-too-large",
            Self::Password => "workbook-password",
            Self::Damaged => "workbook-damaged",
            Self::Io(_) => "file-unreadable",
        }
    }
}

/// A row that became a complaint.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As the spreadsheet program counts, from 1.
    pub row: u32,
    /// Flags as a first report has them.
    pub complaint: Complaint,
    pub privacy: PrivacyTold,
    /// The row as the file has it: column name to words, as JSON text.
    pub raw: String,
}

impl Row {
    /// As it merges onto what is known.
    pub fn national(self) -> NationalRow {
        NationalRow {
            complaint: self.complaint,
            privacy: self.privacy,
        }
    }
}

/// A row that did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub row: u32,
    pub fault: RowFault,
    pub raw: String,
}

/// What one row turned out to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    Row(Box<Row>),
    Unreadable(Unreadable),
    /// Says the same as an earlier row about the same complaint.
    Repeated {
        row: u32,
        first_row: u32,
    },
}

/// How far the reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub rows_read: u32,
    /// Rows the sheet says it has; its word, not ours.
    pub rows_expected: u32,
}

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    pub rows: Vec<Row>,
    pub unreadable: Vec<Unreadable>,
    /// Rows that repeat an earlier one word for word.
    pub repeated: u32,
}

impl Workbook {
    /// Rows below the header that say anything.
    pub fn rows_read(&self) -> usize {
        self.rows.len() + self.unreadable.len() + self.repeated as usize
    }
}

/// Reads the file at once. For large files that go somewhere row by row, see [`read_each`].
///
/// # Errors
/// [`SpreadsheetError`] where nothing of the file can be used.
pub fn read(
    path: &Path,
    source: &Source,
    progress: &mut dyn FnMut(Progress),
) -> Result<Workbook, SpreadsheetError> {
    let mut workbook = Workbook::default();
    read_each(path, source, &mut |entry, so_far| {
        match entry {
            Entry::Row(row) => workbook.rows.push(*row),
            Entry::Unreadable(unreadable) => workbook.unreadable.push(unreadable),
            Entry::Repeated { .. } => workbook.repeated += 1,
        }
        if so_far.rows_read.is_multiple_of(500) {
            progress(so_far);
        }
        ControlFlow::Continue(())
    })?;
    Ok(workbook)
}

/// Reads the file and hands over each row as it is read, in order; `visit` may break off.
///
/// # Errors
/// [`SpreadsheetError`]; [`SpreadsheetError::Damaged`] may come after rows were handed over.
pub fn read_each(
    path: &Path,
    source: &Source,
    visit: &mut dyn FnMut(Entry, Progress) -> ControlFlow<()>,
) -> Result<Progress, SpreadsheetError> {
    let mut reading = Reading {
        source,
        header: None,
        incomplete: Vec::new(),
        rows_seen: 0,
        sheet: 0,
        seen: HashMap::new(),
        progress: Progress::default(),
    };
    let mut found = false;
    workbook::walk(path, &mut |row| {
        let walked = reading.row(&row, visit);
        found |= reading.header.is_some();
        walked
    })?;
    match (found, reading.rows_seen) {
        (true, _) => Ok(reading.progress),
        (false, 0) => Err(SpreadsheetError::Empty),
        (false, _) if reading.incomplete.is_empty() => Err(SpreadsheetError::OtherWorkbook {
            missing: vec![Column::TrackingId.name()],
        }),
        (false, _) => Err(SpreadsheetError::OtherWorkbook {
            missing: reading.incomplete,
        }),
    }
}

struct Reading<'a> {
    source: &'a Source<'a>,
    /// Of the sheet that is being read.
    header: Option<Header>,
    /// What a header lacked that could not be used.
    incomplete: Vec<&'static str>,
    rows_seen: u32,
    sheet: usize,
    /// First row and contents by tracking number.
    seen: HashMap<TrackingId, (u32, u64)>,
    progress: Progress,
}

impl Reading<'_> {
    fn row(
        &mut self,
        row: &SheetRow<'_>,
        visit: &mut dyn FnMut(Entry, Progress) -> ControlFlow<()>,
    ) -> Walk {
        if row.sheet != self.sheet {
            self.header = None;
            self.sheet = row.sheet;
        }
        self.rows_seen += 1;
        let Some(header) = &self.header else {
            return self.before_header(row);
        };
        let fields = Fields {
            header,
            cells: row.cells,
        };
        if fields.is_header() {
            return Walk::Next;
        }
        let entry = match fields.national(self.source) {
            Ok(national) => entry(&mut self.seen, row, national, fields.raw()),
            Err(fault) => Entry::Unreadable(Unreadable {
                row: row.number,
                fault,
                raw: fields.raw(),
            }),
        };
        self.progress.rows_read += 1;
        self.progress.rows_expected = self.progress.rows_read.max(row.last_number);
        match visit(entry, self.progress) {
            ControlFlow::Continue(()) => Walk::Next,
            ControlFlow::Break(()) => Walk::Stop,
        }
    }

    fn before_header(&mut self, row: &SheetRow<'_>) -> Walk {
        match Header::find(row.cells) {
            Some(header) if header.missing().is_empty() => self.header = Some(header),
            Some(header) => {
                self.incomplete = header.missing();
                return Walk::NextSheet;
            }
            None if row.number > MAX_ROWS_BEFORE_HEADER => return Walk::NextSheet,
            None => {}
        }
        Walk::Next
    }
}

fn entry(
    seen: &mut HashMap<TrackingId, (u32, u64)>,
    row: &SheetRow<'_>,
    national: NationalRow,
    raw: String,
) -> Entry {
    let privacy = national.privacy;
    let complaint = first_national(national);
    // The tracking number may be spelled in another way in each row; what counts is the rest.
    let contents = hash_of(&complaint);
    match seen.get(&complaint.tracking_id) {
        None => {
            let first = (row.number, contents);
            seen.insert(complaint.tracking_id.clone(), first);
            Entry::Row(Box::new(Row {
                row: row.number,
                complaint,
                privacy,
                raw,
            }))
        }
        Some(&(first_row, first)) if first == contents => Entry::Repeated {
            row: row.number,
            first_row,
        },
        Some(&(first_row, _)) => Entry::Unreadable(Unreadable {
            row: row.number,
            fault: RowFault::DiffersFrom { row: first_row },
            raw,
        }),
    }
}

fn hash_of(complaint: &Complaint) -> u64 {
    let mut hasher = DefaultHasher::new();
    let json = serde_json::to_vec(complaint).expect("a complaint has only string keys");
    json.hash(&mut hasher);
    hasher.finish()
}
