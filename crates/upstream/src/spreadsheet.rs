//! The national Excel export, in whatever file it arrives: rows of complaints without any network.
//!
//! What cannot be read is handed over with its reason, never dropped; the file itself is never
//! changed. Column names and their order: `docs/glossary.md`.

mod workbook;

mod cell;
mod header;
mod moment;
mod row;
mod survey;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::Path;

use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::TrackingId;
use tanggap_domain::merge::{NationalRow, first_national};
use tanggap_domain::privacy::told::PrivacyTold;
use tanggap_domain::provenance::AsOf;
use tanggap_domain::region::RegionCode;
use tanggap_domain::source_zone::SourceZones;

use cell::Cell;
use header::{Header, MAX_ROWS_BEFORE_HEADER};
use row::Fields;
use survey::{Information, Surveying};
use workbook::{Opened, SheetRow, Walk};

pub use header::Column;
pub use row::RowFault;
pub use survey::Survey;
pub use workbook::{MAX_FILE_BYTES, MAX_INFLATED_BYTES};

/// Names of province, regency, district and village to the region they mean.
pub type ResolveRegion<'a> = dyn Fn([Option<&str>; 4]) -> Option<RegionCode> + 'a;

/// How to read what the file leaves open.
pub struct Source<'a> {
    /// The zone of its times, which carry none.
    pub zones: &'a SourceZones,
    /// When the file was made, see [`Survey::as_of`]; none for rows that speak of the present.
    pub as_of: Option<AsOf>,
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
    /// Rows of the file; counted before.
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

/// A file that was opened and looked through once. Reading it again gives the same rows.
pub struct Export {
    opened: Opened,
    survey: Survey,
}

impl Export {
    /// Opens the file and looks through it, so that whoever takes its rows in knows before the first one
    /// that all can be read, how many there are, and what the file says of itself.
    ///
    /// # Errors
    /// [`SpreadsheetError`] where nothing of the file can be used.
    pub fn open(path: &Path) -> Result<Self, SpreadsheetError> {
        let opened = workbook::open(path)?;
        let mut surveying = Surveying::default();
        let surveyed = read_rows(&opened, &mut |fields, _row| {
            surveying.row(fields);
            ControlFlow::Continue(())
        });
        let about = match surveyed {
            // Some text or page with a table in it, but none of reports.
            Err(SpreadsheetError::OtherWorkbook { .. } | SpreadsheetError::Empty)
                if opened.is_text() =>
            {
                return Err(SpreadsheetError::NotASpreadsheet);
            }
            other => other?,
        };
        Ok(Self {
            opened,
            survey: surveying.done(about),
        })
    }

    /// Opens a file that somebody else has looked through: its rows are the same, but what it says of itself is
    /// not known, nor how many they are.
    ///
    /// # Errors
    /// [`SpreadsheetError`]
    pub fn unsurveyed(path: &Path) -> Result<Self, SpreadsheetError> {
        Ok(Self {
            opened: workbook::open(path)?,
            survey: Survey::default(),
        })
    }

    pub fn survey(&self) -> &Survey {
        &self.survey
    }

    /// Hands over each row as it is read, in order; `visit` may break off.
    ///
    /// # Errors
    /// [`SpreadsheetError`]; after [`Export::open`] only where the disk fails.
    pub fn read_each(
        &self,
        source: &Source,
        visit: &mut dyn FnMut(Entry, Progress) -> ControlFlow<()>,
    ) -> Result<Progress, SpreadsheetError> {
        let mut reading = Reading {
            source,
            seen: HashMap::new(),
            last: None,
            progress: Progress {
                rows_read: 0,
                rows_expected: self.survey.rows,
            },
        };
        let speaks = self.survey.speaks_of_privacy;
        read_rows(&self.opened, &mut |mut fields, row| {
            fields.file_speaks_of_privacy = speaks;
            let entry = reading.entry(&fields, row);
            reading.progress.rows_read += 1;
            visit(entry, reading.progress)
        })?;
        Ok(reading.progress)
    }
}

/// Reads the file at once. For large files that go somewhere row by row, see [`Export::read_each`].
///
/// # Errors
/// [`SpreadsheetError`] where nothing of the file can be used.
pub fn read(
    path: &Path,
    source: &Source,
    progress: &mut dyn FnMut(Progress),
) -> Result<Workbook, SpreadsheetError> {
    let mut workbook = Workbook::default();
    Export::open(path)?.read_each(source, &mut |entry, so_far| {
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

/// What the rows above the header and the header itself say.
#[derive(Default)]
struct About {
    information: Information,
    /// Of every sheet that has one.
    absent: Vec<Column>,
}

/// Walks the rows of reports, sheet by sheet.
fn read_rows(
    opened: &Opened,
    visit: &mut dyn FnMut(Fields<'_>, &SheetRow<'_>) -> ControlFlow<()>,
) -> Result<About, SpreadsheetError> {
    let mut finding = Finding::default();
    opened.walk(&mut |row| finding.row(&row, visit))?;
    finding.end_sheet();
    match (finding.found, finding.rows_seen) {
        (true, _) => Ok(finding.about),
        (false, 0) => Err(SpreadsheetError::Empty),
        (false, _) if finding.incomplete.is_empty() => Err(SpreadsheetError::OtherWorkbook {
            missing: vec![Column::TrackingId.name()],
        }),
        (false, _) => Err(SpreadsheetError::OtherWorkbook {
            missing: finding.incomplete,
        }),
    }
}

/// Looks for the header of each sheet, which may run over two lines.
#[derive(Default)]
struct Finding {
    header: Place,
    about: About,
    found: bool,
    /// What a header lacked that could not be used.
    incomplete: Vec<&'static str>,
    rows_seen: u32,
    sheet: usize,
    /// The row before, while no header is found.
    above: Vec<Cell<'static>>,
    above_number: u32,
}

#[derive(Default)]
enum Place {
    #[default]
    Ahead,
    /// Found; the next line may be its second one.
    Begun(Header),
    Behind(Header),
    /// This sheet has none that can be used.
    Missing,
}

impl Finding {
    fn row(
        &mut self,
        row: &SheetRow<'_>,
        visit: &mut dyn FnMut(Fields<'_>, &SheetRow<'_>) -> ControlFlow<()>,
    ) -> Walk {
        if row.sheet != self.sheet {
            self.end_sheet();
            self.sheet = row.sheet;
        }
        self.rows_seen += 1;
        match std::mem::take(&mut self.header) {
            Place::Ahead => return self.before_header(row),
            Place::Missing => return Walk::NextSheet,
            Place::Behind(header) => self.header = Place::Behind(header),
            Place::Begun(header) => {
                let whole = header.with_second_line(row.cells);
                let is_second = whole.is_some();
                self.settle(whole.unwrap_or(header));
                if is_second {
                    return Walk::Next;
                }
            }
        }
        let Place::Behind(header) = &self.header else {
            return Walk::NextSheet;
        };
        let fields = Fields {
            header,
            cells: row.cells,
            epoch: row.epoch,
            file_speaks_of_privacy: true,
        };
        if fields.is_header() {
            return Walk::Next;
        }
        match visit(fields, row) {
            ControlFlow::Continue(()) => Walk::Next,
            ControlFlow::Break(()) => Walk::Stop,
        }
    }

    fn before_header(&mut self, row: &SheetRow<'_>) -> Walk {
        match Header::find(row.cells) {
            Some(header) => {
                let is_next = self.above_number + 1 == row.number;
                let header = if is_next {
                    header.with_line_above(&self.above)
                } else {
                    header
                };
                self.header = Place::Begun(header);
            }
            None if row.number > MAX_ROWS_BEFORE_HEADER => {
                self.header = Place::Missing;
                return Walk::NextSheet;
            }
            None => {
                self.about.information.row(row.cells, row.epoch);
                self.above = row.cells.iter().cloned().map(Cell::into_owned).collect();
                self.above_number = row.number;
            }
        }
        Walk::Next
    }

    /// Takes a header whose lines are all known.
    fn settle(&mut self, header: Header) {
        let missing = header.missing();
        if missing.is_empty() {
            self.about.absent = header.absent();
            self.found = true;
            self.header = Place::Behind(header);
        } else {
            self.incomplete = missing;
            self.header = Place::Missing;
        }
    }

    fn end_sheet(&mut self) {
        if let Place::Begun(header) = std::mem::take(&mut self.header) {
            self.settle(header);
        }
        self.header = Place::Ahead;
        self.above.clear();
        self.above_number = 0;
    }
}

struct Reading<'a> {
    source: &'a Source<'a>,
    /// First row and contents by tracking number.
    seen: HashMap<TrackingId, (u32, u64)>,
    /// The row of the last report, and the last row that belongs to it.
    last: Option<(u32, u32)>,
    progress: Progress,
}

impl Reading<'_> {
    fn entry(&mut self, fields: &Fields<'_>, row: &SheetRow<'_>) -> Entry {
        if let Some((first, last)) = self.last
            && last + 1 == row.number
            && fields.is_continuation()
        {
            self.last = Some((first, row.number));
            return Entry::Unreadable(Unreadable {
                row: row.number,
                fault: RowFault::Continues { row: first },
                raw: fields.raw(),
            });
        }
        self.last = None;
        match fields.national(self.source) {
            Ok(national) => {
                self.last = Some((row.number, row.number));
                entry(&mut self.seen, row, national, fields.raw())
            }
            Err(fault) => Entry::Unreadable(Unreadable {
                row: row.number,
                fault,
                raw: fields.raw(),
            }),
        }
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
