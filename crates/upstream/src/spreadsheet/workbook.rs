//! Opening the file and walking its rows, `.xlsx` and `.xls` alike. Knows nothing of complaints.
//!
//! A file is judged before it is loaded: its size, its first bytes, and what it would inflate to. The
//! rows of an `.xlsx` are streamed; only its shared strings are held in memory.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use calamine::{Data, Range, Reader, Xls, XlsError, Xlsx, XlsxError};

use super::SpreadsheetError;
use super::cell::Cell;

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
    /// As the spreadsheet program counts, from 1.
    pub number: u32,
    /// The last row the sheet says it has.
    pub last_number: u32,
    pub cells: &'a [Cell<'a>],
}

/// Calls `visit` for every row that has a cell, sheet by sheet.
pub(super) fn walk(
    path: &Path,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Result<(), SpreadsheetError> {
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
    let reader = BufReader::new(file);
    if magic.starts_with(b"PK\x03\x04") {
        walk_xlsx(reader, visit)
    } else if magic.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        walk_xls(reader, visit)
    } else {
        Err(SpreadsheetError::NotASpreadsheet)
    }
}

fn walk_xlsx(
    mut file: BufReader<File>,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Result<(), SpreadsheetError> {
    check_inflated(&mut file, MAX_INFLATED_BYTES)?;
    file.seek(SeekFrom::Start(0))?;
    let mut workbook = guarded(|| Xlsx::new(file).map_err(of_xlsx))?;
    for (sheet, name) in workbook.sheet_names().into_iter().enumerate() {
        let mut cells = match guarded(|| Ok(workbook.worksheet_cells_reader(&name)))? {
            Ok(cells) => cells,
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(of_xlsx(error)),
        };
        let last_number = cells.dimensions().end.0.saturating_add(1);
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
                        last_number: last_number.max(number),
                        cells: &row,
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

fn walk_xls(
    file: BufReader<File>,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Result<(), SpreadsheetError> {
    let mut workbook = guarded(|| Xls::new(file).map_err(of_xls))?;
    for (sheet, name) in workbook.sheet_names().into_iter().enumerate() {
        let range = guarded(|| workbook.worksheet_range(&name).map_err(of_xls))?;
        if walk_range(sheet, &range, visit) == Walk::Stop {
            break;
        }
    }
    Ok(())
}

fn walk_range(
    sheet: usize,
    range: &Range<Data>,
    visit: &mut dyn FnMut(SheetRow<'_>) -> Walk,
) -> Walk {
    let (first_row, first_column) = range.start().unwrap_or_default();
    let last_number = range.end().map_or(0, |(row, _)| row + 1);
    let mut row: Vec<Cell> = Vec::new();
    for (number, data) in (first_row + 1..).zip(range.rows()) {
        row.clear();
        row.resize(first_column as usize, Cell::Empty);
        row.extend(data.iter().map(Cell::of));
        row.truncate(MAX_COLUMNS);
        if row.iter().all(Cell::is_empty) {
            continue;
        }
        let walked = visit(SheetRow {
            sheet,
            number,
            last_number,
            cells: &row,
        });
        if walked != Walk::Next {
            return walked;
        }
    }
    Walk::Next
}

/// Refuses an archive that is no workbook, or that would fill the memory: what it says of its own
/// sizes is not trusted, so every part is inflated into nothing first.
fn check_inflated(file: impl Read + Seek, max_bytes: u64) -> Result<(), SpreadsheetError> {
    let mut archive = zip::ZipArchive::new(file).map_err(|_| SpreadsheetError::NotASpreadsheet)?;
    let is_workbook = |name: &str| name.eq_ignore_ascii_case("xl/workbook.xml");
    if !archive
        .file_names()
        .flatten()
        .any(|name| is_workbook(&name))
    {
        return Err(SpreadsheetError::NotASpreadsheet);
    }
    let mut left = max_bytes;
    for part in 0..archive.len() {
        let part = archive
            .by_index(part)
            .map_err(|_| SpreadsheetError::Damaged)?;
        let inflated = io::copy(&mut part.take(left + 1), &mut io::sink())
            .map_err(|_| SpreadsheetError::Damaged)?;
        left = left
            .checked_sub(inflated)
            .ok_or(SpreadsheetError::TooLarge { max_bytes })?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_small_file_that_inflates_too_far_is_refused() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "0".repeat(30_000)).unwrap();
        let file = workbook.save_to_buffer().unwrap();
        assert!(file.len() < 10_000);
        assert!(check_inflated(Cursor::new(&file), 100_000).is_ok());
        let refused = check_inflated(Cursor::new(&file), 20_000);
        assert!(matches!(
            refused,
            Err(SpreadsheetError::TooLarge { max_bytes: 20_000 })
        ));
    }
}
