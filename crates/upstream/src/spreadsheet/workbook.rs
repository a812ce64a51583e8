//! Opening a file and walking its rows, whatever kind of spreadsheet it is. Knows nothing of complaints.
//!
//! A file is told by its bytes, never by its name: its size, how it begins, and what it would inflate
//! to, before it is loaded. The rows of an `.xlsx` are streamed; only its shared strings are held in
//! memory.

mod biff;
mod encoding;
mod markup;
mod mhtml;
mod package;
mod tables;

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{
    Data, Ods, OdsError, Range, Reader, Xls, XlsError, Xlsb, XlsbError, Xlsx, XlsxError,
};

use super::SpreadsheetError;
use super::cell::{Cell, Epoch};
use package::{Content, Kind, Readable};
use tables::Table;

/// Largest file that is opened, in bytes. 100,000 reports of the export take about a third of it.
pub const MAX_FILE_BYTES: u64 = 96 * 1024 * 1024;
/// Largest content of an `.xlsx`, inflated, in bytes.
pub const MAX_INFLATED_BYTES: u64 = 1024 * 1024 * 1024;
/// Columns further right are not read.
const MAX_COLUMNS: usize = 256;

/// What to do after a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walk {
    Next,
    NextSheet,
    Stop,
}

/// One row of a sheet.
pub(super) struct SheetRow<'a> {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// As the spreadsheet program counts, from 1; the line of a text.
    pub number: u32,
    pub cells: &'a [Cell<'a>],
    /// What a day number counts from.
    pub epoch: Epoch,
}

/// A file that was found readable.
pub(super) struct Opened(Format);

enum Format {
    /// Its shared strings, which are most of it, are read once for all walks.
    Xlsx(RefCell<Box<Xlsx<Box<dyn Readable>>>>),
    Xlsb(Content),
    Ods(Content),
    Xls(Content),
    Tables(Vec<Table>, Epoch),
}

/// Opens a file. Nothing of it is changed.
pub(super) fn open(path: &Path) -> Result<Opened, SpreadsheetError> {
    let mut file = File::open(path)?;
    let size_bytes = file.metadata()?.len();
    if size_bytes == 0 {
        return Err(SpreadsheetError::Empty);
    }
    if size_bytes > MAX_FILE_BYTES {
        return Err(SpreadsheetError::TooLarge {
            max_bytes: MAX_FILE_BYTES,
        });
    }
    let mut magic = Vec::with_capacity(8);
    file.by_ref().take(8).read_to_end(&mut magic)?;
    file.seek(SeekFrom::Start(0))?;
    let format = if magic.starts_with(b"PK\x03\x04") {
        match package::inspect(file, MAX_INFLATED_BYTES)? {
            (Kind::Xlsx, content) => {
                let reader = content.reader()?;
                let workbook = guarded(|| Xlsx::new(reader).map_err(of_xlsx))?;
                Format::Xlsx(RefCell::new(Box::new(workbook)))
            }
            (Kind::Xlsb, content) => Format::Xlsb(content),
            (Kind::Ods, content) => Format::Ods(content),
        }
    } else if magic.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        if is_encrypted_package(&mut file)? {
            return Err(SpreadsheetError::Password);
        }
        Format::Xls(Content::File(file))
    } else {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        if biff::begins(&bytes) {
            let sheet = biff::read(&bytes)?;
            Format::Tables(vec![sheet.table], Epoch::of(sheet.is_1904))
        } else {
            let tables = tables::read(&bytes).ok_or(SpreadsheetError::NotASpreadsheet)?;
            Format::Tables(tables, Epoch::Of1900)
        }
    };
    Ok(Opened(format))
}

/// A workbook with a password is a container that holds the whole package enciphered.
fn is_encrypted_package(file: &mut File) -> io::Result<bool> {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut bytes)?;
    // Names of streams begin at multiples of 128 bytes.
    Ok(bytes.chunks(128).any(|entry| entry.starts_with(&name)))
}

impl Opened {
    /// Whether it is a table inside something that is no spreadsheet.
    pub fn is_text(&self) -> bool {
        matches!(self.0, Format::Tables(..))
    }

    /// Calls `visit` for every row that has a cell, sheet by sheet.
    pub fn walk(
        &self,
        visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
    ) -> Result<(), SpreadsheetError> {
        match &self.0 {
            Format::Xlsx(workbook) => walk_xlsx(&mut workbook.borrow_mut(), visit),
            Format::Xlsb(content) => {
                let reader = content.reader()?;
                let mut workbook = guarded(|| Xlsb::new(reader).map_err(of_xlsb))?;
                let epoch = Epoch::of(workbook.has_1904_epoch());
                walk_sheets(epoch, workbook.sheet_names(), visit, |name| {
                    workbook.worksheet_range(name).map_err(of_xlsb)
                })
            }
            Format::Ods(content) => {
                let reader = content.reader()?;
                let mut workbook = guarded(|| Ods::new(reader).map_err(of_ods))?;
                walk_sheets(Epoch::Of1900, workbook.sheet_names(), visit, |name| {
                    workbook.worksheet_range(name).map_err(of_ods)
                })
            }
            Format::Xls(content) => {
                let reader = content.reader()?;
                let mut workbook = guarded(|| Xls::new(reader).map_err(of_xls))?;
                let epoch = Epoch::of(workbook.has_1904_epoch());
                walk_sheets(epoch, workbook.sheet_names(), visit, |name| {
                    workbook.worksheet_range(name).map_err(of_xls)
                })
            }
            Format::Tables(tables, epoch) => {
                for (sheet, table) in tables.iter().enumerate() {
                    if walk_table(sheet, table, *epoch, visit) == Walk::Stop {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

fn walk_xlsx(
    workbook: &mut Xlsx<Box<dyn Readable>>,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Result<(), SpreadsheetError> {
    let epoch = Epoch::of(workbook.has_1904_epoch());
    for (sheet, name) in workbook.sheet_names().into_iter().enumerate() {
        let mut cells = match guarded(|| Ok(workbook.worksheet_cells_reader(&name)))? {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(of_xlsx(error)),
        };
        let mut row: Vec<Cell> = Vec::new();
        let mut number = 0;
        loop {
            let cell = guarded(|| cells.next_cell().map_err(of_xlsx))?;
            let at = cell.as_ref().map(|cell| cell.get_position());
            if at.is_none_or(|(row, _)| row + 1 != number) {
                let walked = row.iter().any(|cell| !cell.is_empty()).then(|| {
                    visit(SheetRow {
                        sheet,
                        number,
                        cells: &row,
                        epoch,
                    })
                });
                match walked {
                    None | Some(Walk::Next) => row.clear(),
                    Some(Walk::NextSheet) => break,
                    Some(Walk::Stop) => return Ok(()),
                }
            }
            let Some((cell, (row_index, column))) = cell.zip(at) else {
                break;
            };
            number = row_index + 1;
            let column = column as usize;
            if column < MAX_COLUMNS {
                row.resize(row.len().max(column + 1), Cell::Empty);
                row[column] = Cell::of_ref(cell.get_value().clone());
            }
        }
    }
    Ok(())
}

fn walk_sheets(
    epoch: Epoch,
    names: Vec<String>,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
    mut range: impl FnMut(&str) -> Result<Range<Data>, SpreadsheetError>,
) -> Result<(), SpreadsheetError> {
    for (sheet, name) in names.into_iter().enumerate() {
        let range = guarded(|| range(&name))?;
        if walk_range(sheet, &range, epoch, visit) == Walk::Stop {
            break;
        }
    }
    Ok(())
}

fn walk_range(
    sheet: usize,
    range: &Range<Data>,
    epoch: Epoch,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Walk {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut row: Vec<Cell> = Vec::new();
    for (number, data) in (first_row + 1..).zip(range.rows()) {
        row.clear();
        row.resize((first_column as usize).min(MAX_COLUMNS), Cell::Empty);
        row.extend(data.iter().map(Cell::of));
        row.truncate(MAX_COLUMNS);
        if row.iter().all(Cell::is_empty) {
            continue;
        }
        let walked = visit(SheetRow {
            sheet,
            number,
            cells: &row,
            epoch,
        });
        if walked != Walk::Next {
            return walked;
        }
    }
    Walk::Next
}

fn walk_table(
    sheet: usize,
    table: &Table,
    epoch: Epoch,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Walk {
    for (number, cells) in table {
        if cells.iter().all(Cell::is_empty) {
            continue;
        }
        let walked = visit(SheetRow {
            sheet,
            number: *number,
            cells: &cells[..cells.len().min(MAX_COLUMNS)],
            epoch,
        });
        if walked != Walk::Next {
            return walked;
        }
    }
    Walk::Next
}

/// The reading crate is allowed to panic on a damaged file; the desk is not.
fn guarded<T>(read: impl FnOnce() -> Result<T, SpreadsheetError>) -> Result<T, SpreadsheetError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(SpreadsheetError::Damaged))
}

fn of_xlsx(error: XlsxError) -> SpreadsheetError {
    match error {
        XlsxError::Io(error) if error.kind() != io::ErrorKind::InvalidData => {
            SpreadsheetError::Io(error)
        }
        XlsxError::Password => SpreadsheetError::Password,
        _ => SpreadsheetError::Damaged,
    }
}

fn of_xls(error: XlsError) -> SpreadsheetError {
    match error {
        XlsError::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            SpreadsheetError::Io(error)
        }
        XlsError::Password => SpreadsheetError::Password,
        _ => SpreadsheetError::Damaged,
    }
}

fn of_xlsb(_: XlsbError) -> SpreadsheetError {
    SpreadsheetError::Damaged
}

fn of_ods(error: OdsError) -> SpreadsheetError {
    match error {
        OdsError::Password => SpreadsheetError::Password,
        _ => SpreadsheetError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_small_file_that_inflates_too_far_is_refused() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "0".repeat(30_000)).unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        assert!(bytes.len() < 10_000);
        let file = || {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(&bytes).unwrap();
            file
        };
        assert!(package::inspect(file(), 100_000).is_ok());
        let refused = package::inspect(file(), 20_000);
        assert!(matches!(
            refused,
            Err(SpreadsheetError::TooLarge { max_bytes: 20_000 })
        ));
    }
}
