//! Worksheets of Excel 2 to 4, and what programs write that call themselves so: records without a
//! container, one sheet to a file.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use super::super::SpreadsheetError;
use super::super::cell::Cell;
use super::tables::{Table, TableRow};

/// Whether the bytes begin like one: BOF of Excel 2, 3, 4, or the one that a much copied PHP snippet
/// writes.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let is_bof = matches!(bytes.first_chunk(), Some([0x09, 0x00 | 0x02 | 0x04 | 0x08]));
    is_bof && matches!(bytes.get(2..4), Some([4..=16, 0]))
}

pub(super) struct Sheet {
    pub table: Table,
    pub is_1904: bool,
}

pub(super) fn read(bytes: &[u8]) -> Result<Sheet, SpreadsheetError> {
    let mut sheet = Sheet {
        table: Vec::new(),
        is_1904: false,
    };
    let mut rest = bytes;
    // A formula's text comes in a record of its own, after the formula.
    let mut formula: Option<(u16, u16)> = None;
    while let Some((kind, data, next)) = record(rest) {
        rest = next;
        match kind {
            EOF => break,
            DATEMODE => sheet.is_1904 = data.first() == Some(&1),
            FILEPASS => return Err(SpreadsheetError::Password),
            STRING_2 | STRING_3 => {
                let text = if kind == STRING_2 {
                    label(data, 1, data.first().map(|length| usize::from(*length)))
                } else {
                    label(data, 2, length(data, 0))
                };
                if let (Some((row, column)), Some(text)) = (formula.take(), text) {
                    put(&mut sheet.table, row, column, text);
                }
            }
            _ => {
                let Some((row, column)) = place(data) else {
                    continue;
                };
                match value(kind, data) {
                    Some(Value::Cell(cell)) => put(&mut sheet.table, row, column, cell),
                    Some(Value::TextFollows) => formula = Some((row, column)),
                    None => {}
                }
            }
        }
    }
    if sheet.table.is_empty() {
        return Err(SpreadsheetError::Damaged);
    }
    sheet.table.sort_by_key(|(number, _)| *number);
    Ok(sheet)
}

const EOF: u16 = 0x0A;
const DATEMODE: u16 = 0x22;
const FILEPASS: u16 = 0x2F;
const STRING_2: u16 = 0x07;
const STRING_3: u16 = 0x0207;

enum Value {
    Cell(Cell<'static>),
    TextFollows,
}

/// What a record puts into its cell; the same record grew by a byte or two from Excel 2 to 3.
fn value(kind: u16, data: &[u8]) -> Option<Value> {
    const INTEGER: u16 = 0x02;
    const NUMBER: [u16; 2] = [0x03, 0x0203];
    const LABEL: [u16; 2] = [0x04, 0x0204];
    const BOOL_OR_ERROR: [u16; 2] = [0x05, 0x0205];
    const FORMULA: [u16; 3] = [0x06, 0x0206, 0x0406];
    const RK: u16 = 0x027E;
    let is_2 = kind < 0x0100;
    let at = if is_2 { 7 } else { 6 };
    let cell = match kind {
        INTEGER => Cell::Number(f64::from(u16::try_from(length(data, at)?).ok()?)),
        RK => {
            let bytes: [u8; 4] = data.get(6..10)?.try_into().ok()?;
            Cell::Number(of_rk(u32::from_le_bytes(bytes)))
        }
        kind if NUMBER.contains(&kind) => number(data, at)?,
        kind if LABEL.contains(&kind) && is_2 => label(data, 8, Some(usize::from(*data.get(7)?)))?,
        kind if LABEL.contains(&kind) => label(data, 8, length(data, 6))?,
        kind if BOOL_OR_ERROR.contains(&kind) => Cell::Broken,
        kind if FORMULA.contains(&kind) => {
            // Its last value: a number, unless it ends in FF FF.
            if data.get(at + 6..at + 8) == Some(&[0xff, 0xff]) {
                return Some(Value::TextFollows);
            }
            number(data, at)?
        }
        _ => return None,
    };
    Some(Value::Cell(cell))
}

fn record(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let [kind_low, kind_high, low, high] = *bytes.first_chunk()?;
    let length = usize::from(u16::from_le_bytes([low, high]));
    let data = bytes.get(4..4 + length)?;
    Some((
        u16::from_le_bytes([kind_low, kind_high]),
        data,
        &bytes[4 + length..],
    ))
}

fn place(data: &[u8]) -> Option<(u16, u16)> {
    let [row_low, row_high, low, high] = *data.first_chunk()?;
    Some((
        u16::from_le_bytes([row_low, row_high]),
        u16::from_le_bytes([low, high]),
    ))
}

fn length(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
}

fn number(data: &[u8], at: usize) -> Option<Cell<'static>> {
    let bytes: [u8; 8] = data.get(at..at + 8)?.try_into().ok()?;
    Some(Cell::Number(f64::from_le_bytes(bytes)))
}

/// UTF-8 where it is that, as PHP writes it, else the code page of old Excel.
fn label(data: &[u8], at: usize, length: Option<usize>) -> Option<Cell<'static>> {
    let bytes = data.get(at..at + length?)?;
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    };
    Some(Cell::text(Cow::Owned(text.into_owned())))
}

/// Four bytes for a number: 30 bits of a whole one or of a fraction, and whether it is a hundredth.
fn of_rk(rk: u32) -> f64 {
    let value = if rk & 2 == 0 {
        f64::from_bits(u64::from(rk & !3) << 32)
    } else {
        f64::from((rk as i32) >> 2)
    };
    if rk & 1 == 0 { value } else { value / 100.0 }
}

fn put(table: &mut Table, row: u16, column: u16, cell: Cell<'static>) {
    let number = u32::from(row) + 1;
    let column = usize::from(column);
    if column >= super::MAX_COLUMNS {
        return;
    }
    let is_last = table.last().is_some_and(|(last, _)| *last == number);
    let at = if is_last {
        table.len() - 1
    } else if let Some(at) = table.iter().position(|(other, _)| *other == number) {
        at
    } else {
        table.push((number, Vec::new()));
        table.len() - 1
    };
    let (_, cells): &mut TableRow = &mut table[at];
    cells.resize(cells.len().max(column + 1), Cell::Empty);
    cells[column] = cell;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record_of(kind: u16, data: &[u8]) -> Vec<u8> {
        let mut record = kind.to_le_bytes().to_vec();
        record.extend((data.len() as u16).to_le_bytes());
        record.extend(data);
        record
    }

    fn shown(bytes: &[u8]) -> Vec<(u32, Vec<Option<String>>)> {
        let sheet = read(bytes).unwrap();
        let cells = |row: &TableRow| (row.0, row.1.iter().map(Cell::owned).collect());
        sheet.table.iter().map(cells).collect()
    }

    #[test]
    fn records_of_three_generations_are_read() {
        let some = |text: &str| Some(text.to_owned());
        let old = [
            record_of(0x09, &[2, 0, 16, 0]),
            record_of(0x04, &[1, 0, 0, 0, 0, 0, 0, 3, b'a', 0xe9, b'c']),
            record_of(0x02, &[1, 0, 2, 0, 0, 0, 0, 7, 0]),
            record_of(
                0x03,
                &[&[0, 0, 1, 0, 0, 0, 0][..], &2.5f64.to_le_bytes()].concat(),
            ),
            record_of(0x0A, &[]),
        ]
        .concat();
        assert!(begins(&old));
        assert_eq!(
            shown(&old),
            [
                (1, vec![None, some("2.5")]),
                (2, vec![some("aéc"), None, some("7")])
            ]
        );
        let later = [
            record_of(0x0809, &[0, 0, 16, 0, 0, 0, 0, 0]),
            record_of(0x22, &[1, 0]),
            record_of(0x0204, &[0, 0, 0, 0, 0, 0, 2, 0, 0xc3, 0xa9]),
            record_of(0x027E, &[0, 0, 1, 0, 0, 0, 0x07 << 2 | 3, 0, 0, 0]),
            record_of(
                0x0406,
                &[0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0],
            ),
            record_of(0x0207, &[1, 0, b'f']),
        ]
        .concat();
        assert!(begins(&later) && read(&later).unwrap().is_1904);
        assert_eq!(
            shown(&later),
            [(1, vec![some("é"), some("0.07"), some("f")])]
        );
    }

    #[test]
    fn a_sheet_that_is_cut_off_or_empty_never_panics() {
        let whole = [
            record_of(0x0409, &[0, 0, 16, 0, 0, 0]),
            record_of(0x0204, &[0, 0, 0, 0, 0, 0, 9, 0, b'x']),
        ]
        .concat();
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err());
        }
        assert!(!begins(b"Tracking"));
        assert!(!begins(b""));
    }
}
