//! Tables in texts that are called `.xls`: web pages (alone or in one file with their pictures), Excel's
//! XML of 2003, and text with tabs, semicolons or commas.

use std::borrow::Cow;

use super::super::cell::Cell;
use super::encoding::decode;
use super::markup::{Token, Tokens, attribute};

/// One row: its number from 1, and its cells.
pub(super) type TableRow = (u32, Vec<Cell<'static>>);
/// One sheet.
pub(super) type Table = Vec<TableRow>;

/// Spans are the file's word, not ours.
const MAX_SPAN: usize = 256;
const MAX_ROW: u32 = 2_000_000;

/// The tables of a text, none where it holds none.
pub(super) fn read(bytes: &[u8]) -> Option<Vec<Table>> {
    if let Some(pages) = super::mhtml::pages(bytes) {
        let tables: Vec<Table> = pages.iter().flat_map(|page| of_page(page)).collect();
        return (!tables.is_empty()).then_some(tables);
    }
    let text = decode(bytes, None)?;
    let beginning: String = text.chars().take(4_000).collect::<String>().to_lowercase();
    let tables = if beginning.contains("urn:schemas-microsoft-com:office:spreadsheet")
        && beginning.contains("<workbook")
        || beginning.contains(":workbook")
    {
        of_xml(&text)
    } else if beginning.contains("<table") || beginning.contains("<html") {
        of_page(&text)
    } else {
        of_lines(&text).into_iter().collect()
    };
    (!tables.is_empty()).then_some(tables)
}

/// Every `<table>` of a web page, one inside another for itself.
fn of_page(text: &str) -> Vec<Table> {
    #[derive(Default)]
    struct Open {
        rows: Table,
        row: Vec<Cell<'static>>,
        in_row: bool,
        cell: Option<(String, usize, usize)>,
        /// By column: rows that a cell further up still covers.
        covered: Vec<usize>,
        number: u32,
    }
    impl Open {
        fn end_cell(&mut self) {
            let Some((text, columns, rows)) = self.cell.take() else {
                return;
            };
            self.skip_covered();
            for column in 0..columns {
                let cell = if column == 0 {
                    Cell::text(Cow::Owned(squeezed(&text)))
                } else {
                    Cell::Empty
                };
                let at = self.row.len();
                self.row.push(cell);
                if rows > 1 {
                    self.covered.resize(self.covered.len().max(at + 1), 0);
                    self.covered[at] = rows;
                }
            }
        }
        fn skip_covered(&mut self) {
            while self
                .covered
                .get(self.row.len())
                .is_some_and(|left| *left > 0)
            {
                self.row.push(Cell::Empty);
            }
        }
        fn end_row(&mut self) {
            self.end_cell();
            if !self.in_row {
                return;
            }
            self.in_row = false;
            for left in &mut self.covered {
                *left = left.saturating_sub(1);
            }
            self.number = self.number.saturating_add(1);
            let row = std::mem::take(&mut self.row);
            if !row.is_empty() {
                self.rows.push((self.number, row));
            }
        }
    }
    let span = |attributes: &str, name| {
        attribute(attributes, name)
            .and_then(|span| span.trim().parse::<usize>().ok())
            .unwrap_or(1)
            .clamp(1, MAX_SPAN)
    };
    let mut done = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for token in Tokens::of(text) {
        match token {
            Token::Open { name, .. } if name == "table" => open.push(Open::default()),
            Token::Close(name) if name == "table" => {
                if let Some(mut table) = open.pop() {
                    table.end_row();
                    done.push(table.rows);
                }
            }
            token => {
                let Some(table) = open.last_mut() else {
                    continue;
                };
                match token {
                    Token::Open {
                        name, attributes, ..
                    } => match name.as_str() {
                        "tr" => {
                            table.end_row();
                            table.in_row = true;
                        }
                        "td" | "th" => {
                            table.end_cell();
                            table.in_row = true;
                            let spans = (span(attributes, "colspan"), span(attributes, "rowspan"));
                            table.cell = Some((String::new(), spans.0, spans.1));
                        }
                        "br" | "p" | "div" | "li" => {
                            if let Some((text, ..)) = &mut table.cell {
                                text.push('\u{1}');
                            }
                        }
                        _ => {}
                    },
                    Token::Close(name) => match name.as_str() {
                        "tr" => table.end_row(),
                        "td" | "th" => table.end_cell(),
                        _ => {}
                    },
                    Token::Text(words) => {
                        if let Some((text, ..)) = &mut table.cell {
                            text.push_str(&words);
                        }
                    }
                }
            }
        }
    }
    // A page that was cut off.
    while let Some(mut table) = open.pop() {
        table.end_row();
        done.push(table.rows);
    }
    done.retain(|table| !table.is_empty());
    done
}

/// White space as a browser shows it; `\u{1}` stands for a line break of the page.
fn squeezed(text: &str) -> String {
    let lines = text.split('\u{1}').map(|line| {
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        words.join(" ")
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The worksheets of Excel's XML of 2003.
fn of_xml(text: &str) -> Vec<Table> {
    let mut tables = Vec::new();
    let mut rows: Table = Vec::new();
    let mut row: Vec<Cell<'static>> = Vec::new();
    let mut number: u32 = 0;
    let mut data: Option<(String, String)> = None;
    let mut across = 0;
    let index = |attributes: &str| {
        attribute(attributes, "index").and_then(|index| index.trim().parse::<u32>().ok())
    };
    for token in Tokens::of(text) {
        match token {
            Token::Open {
                name,
                attributes,
                empty,
            } => match name.as_str() {
                "worksheet" => number = 0,
                "row" => {
                    number = index(attributes).unwrap_or(number + 1).clamp(1, MAX_ROW);
                    row.clear();
                }
                "cell" => {
                    let place = index(attributes).map_or(row.len(), |index| index as usize - 1);
                    if (row.len()..MAX_SPAN).contains(&place) {
                        row.resize(place, Cell::Empty);
                    }
                    across = attribute(attributes, "mergeacross")
                        .and_then(|across| across.trim().parse::<usize>().ok())
                        .unwrap_or(0)
                        .min(MAX_SPAN);
                    row.push(Cell::Empty);
                    if empty {
                        row.resize((row.len() + across).min(MAX_SPAN), Cell::Empty);
                    }
                }
                "data" if !empty => {
                    let kind = attribute(attributes, "type").unwrap_or_default();
                    data = Some((kind, String::new()));
                }
                _ => {}
            },
            Token::Text(words) => {
                if let Some((_, text)) = &mut data {
                    text.push_str(&words);
                }
            }
            Token::Close(name) => match name.as_str() {
                "data" => {
                    if let (Some((kind, text)), Some(cell)) = (data.take(), row.last_mut()) {
                        *cell = of_data(&kind, text);
                    }
                }
                "cell" => row.resize((row.len() + across).min(MAX_SPAN), Cell::Empty),
                "row" if !row.is_empty() => rows.push((number, std::mem::take(&mut row))),
                "worksheet" => tables.push(std::mem::take(&mut rows)),
                _ => {}
            },
        }
    }
    tables.push(rows);
    tables.retain(|table| !table.is_empty());
    tables
}

fn of_data(kind: &str, text: String) -> Cell<'static> {
    match kind {
        "Number" => match text.trim().parse() {
            Ok(number) => Cell::Number(number),
            Err(_) => Cell::text(Cow::Owned(text)),
        },
        // 2026-08-06T13:45:00.000; a time of day has the day 1899-12-31.
        "DateTime" => {
            let text = text.trim();
            let time = text
                .strip_prefix("1899-12-31T")
                .or(text.strip_prefix("1899-12-30T"));
            Cell::text(Cow::Owned(time.unwrap_or(text).to_owned()))
        }
        "Error" => Cell::Broken,
        _ => Cell::text(Cow::Owned(text)),
    }
}

/// Lines of text, parted by the mark that the line with `Tracking ID` is parted by.
fn of_lines(text: &str) -> Option<Table> {
    const MARKS: [u8; 4] = [b'\t', b';', b',', b'|'];
    let is_header = |line: &&str| {
        let folded: String = line
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        folded.contains("tracking")
    };
    let header = text.lines().take(50).find(is_header)?;
    let count = |mark: u8| header.bytes().filter(|byte| *byte == mark).count();
    let mark = MARKS.into_iter().max_by_key(|mark| count(*mark))?;
    if count(mark) == 0 {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.ok()?;
        let number = record.position().map_or(0, csv::Position::line);
        let cells = record
            .iter()
            .map(|words| Cell::text(Cow::Owned(words.to_owned())))
            .collect();
        rows.push((u32::try_from(number).unwrap_or(u32::MAX), cells));
    }
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(tables: Option<Vec<Table>>) -> Vec<Vec<String>> {
        let cells = |row: TableRow| {
            let words = row.1.iter().map(|cell| cell.owned().unwrap_or_default());
            std::iter::once(row.0.to_string()).chain(words).collect()
        };
        tables
            .unwrap_or_default()
            .into_iter()
            .flatten()
            .map(cells)
            .collect()
    }

    #[test]
    fn spans_of_a_page_keep_later_cells_in_their_column() {
        let page = "<table><tr><th rowspan=2>Tracking ID<th colspan=2>Isi<th>Status<tr><th>Awal<th>Akhir<th>
            </tr><tr><td>1<td>a<br>b<td>&nbsp;<td>c &amp; d</table>";
        assert_eq!(
            shown(read(page.as_bytes())),
            [
                vec!["1", "Tracking ID", "Isi", "", "Status"],
                vec!["2", "", "Awal", "Akhir", ""],
                vec!["3", "1", "a\nb", "", "c & d"],
            ]
        );
    }

    #[test]
    fn the_xml_of_2003_names_places() {
        let xml = "<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'
            xmlns:ss='urn:schemas-microsoft-com:office:spreadsheet'><ss:Worksheet><Table>
            <Row ss:Index='3'><Cell><Data ss:Type='String'>A &lt; B</Data></Cell><Cell ss:Index='4'>
            <Data ss:Type='Number'>46240</Data></Cell><Cell/><Cell><Data ss:Type='Error'>#REF!</Data></Cell></Row>
            <Row><Cell ss:MergeAcross='1'><Data ss:Type='DateTime'>1899-12-31T13:45:00.000</Data></Cell>
            <Cell><ss:Data ss:Type='String'>x<B>y</B></ss:Data></Cell></Row></Table></ss:Worksheet></Workbook>";
        assert_eq!(
            shown(read(xml.as_bytes())),
            [
                vec!["3", "A < B", "", "", "46240", "", ""],
                vec!["4", "13:45:00.000", "", "xy"],
            ]
        );
    }

    #[test]
    fn lines_are_parted_as_their_header_is() {
        let lines = "Laporan, ringkas\nTracking ID;Isi\n9;\"a;b\nc\"\n";
        let expected = [
            vec!["1", "Laporan, ringkas"],
            vec!["2", "Tracking ID", "Isi"],
            vec!["3", "9", "a;b\nc"],
        ];
        assert_eq!(shown(read(lines.as_bytes())), expected);
        let wide: Vec<u8> = lines.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shown(read(&wide)), expected);
        let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide).collect();
        assert_eq!(shown(read(&marked)), expected);
        assert_eq!(read(b"Tracking ID"), None);
        assert_eq!(read(b"satu;dua"), None);
        assert_eq!(read(b"\0\x01\x02Tracking;x"), None);
    }

    #[test]
    fn old_code_pages_are_read() {
        let page = b"<html><meta charset=iso-8859-1><table><tr><td>caf\xe9</table>";
        assert_eq!(shown(read(page)), [vec!["1", "café"]]);
    }

    #[test]
    fn a_page_in_one_file_is_read() {
        let page = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"B\"\r\n\r\n--B\r\n\
            Content-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <table><tr><td x=3D1>Isi=\r\n Awal<td>=C3=A9</table>\r\n--B\r\nContent-Type: text/html\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nPHRhYmxlPjx0cj48dGQ+ZHVhPC90YWJsZT4=\r\n--B--\r\n";
        assert_eq!(
            shown(read(page.as_bytes())),
            [vec!["1", "Isi Awal", "é"], vec!["1", "dua"]]
        );
    }
}
