//! What Excel opens and what is called Excel: unusual, old, mislabelled and broken files. Every one is
//! made here, part by part.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tanggap_domain::privacy::told::FlagTold;
use tanggap_domain::region::RegionCode;
use tanggap_domain::source_zone::{SourceZones, WrittenIn};
use tanggap_upstream::spreadsheet::{
    self, Column, Export, RowFault, Source, SpreadsheetError, Workbook,
};

fn read(path: &Path) -> Result<Workbook, SpreadsheetError> {
    let zones = SourceZones::default();
    let source = Source {
        zones: &zones,
        as_of: None,
        resolve: &|names| names[3].and_then(|code| RegionCode::parse(code).ok()),
    };
    spreadsheet::read(path, &source, &mut |_| {})
}

/// `number body`, in the order of the file.
fn shown(workbook: &Workbook) -> Vec<String> {
    let row = |row: &spreadsheet::Row| {
        let complaint = &row.complaint;
        let at = complaint.received_at.format("%Y-%m-%dT%H:%M");
        format!("{} {at} {}", complaint.tracking_id, complaint.body)
    };
    workbook.rows.iter().map(row).collect()
}

const EXPECTED: [&str; 2] = [
    "9165701 2026-08-06T06:45 Lampu padam",
    "9165702 2026-08-06T06:45 Halte & kotor",
];

const HEADER: [&str; 4] = [
    "Tracking ID",
    "Tanggal Laporan Masuk",
    "Waktu Laporan Masuk",
    "Isi Laporan Akhir",
];
const ROWS: [[&str; 4]; 2] = [
    ["9165701", "06 Agu 2026", "13:45", "Lampu padam"],
    ["9165702", "6 Aug 2026", "13:45:00", "Halte & kotor"],
];

fn write(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// The XML of a sheet with text in its cells.
fn sheet_xml(rows: &[&[&str]]) -> String {
    let mut xml = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (number, cells) in (1..).zip(rows) {
        xml.push_str(&format!("<row r=\"{number}\">"));
        for (column, words) in ('A'..).zip(*cells) {
            if !words.is_empty() {
                let words = escaped(words);
                xml.push_str(&format!(
                    "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{words}</t></is></c>"
                ));
            }
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData></worksheet>"
}

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A package, its workbook part called as the file wishes.
fn package(folder: &Path, workbook: &str, properties: &str, sheet: &[u8]) -> PathBuf {
    let path = folder.join("paket.xlsx");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
    let mut part = |name: &str, content: &[u8]| {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    };
    let separator = if workbook.contains('\\') { '\\' } else { '/' };
    let (base, file) = workbook.rsplit_once(separator).unwrap();
    let under = |name: &str| {
        format!(
            "{base}{separator}{}",
            name.replace('/', &separator.to_string())
        )
    };
    let target = workbook.replace('\\', "/");
    let content_types =
        "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    part("[Content_Types].xml", content_types.as_bytes());
    let package = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" \
         Target=\"{target}\"/></Relationships>"
    );
    part(&format!("_rels{separator}.rels"), package.as_bytes());
    let book = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{OFFICE}\">\
         {properties}<sheets><sheet name=\"Laporan\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    part(workbook, book.as_bytes());
    let sheets = format!(
        "<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/worksheet\" \
         Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    part(&under(&format!("_rels/{file}.rels")), sheets.as_bytes());
    part(&under("worksheets/sheet1.xml"), sheet);
    zip.finish().unwrap();
    path
}

fn all_rows() -> Vec<&'static [&'static str]> {
    vec![&HEADER, &ROWS[0], &ROWS[1]]
}

#[test]
fn a_package_may_name_its_parts_as_it_likes() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = sheet_xml(&all_rows());
    for workbook in [
        "xl/workbook.xml",
        "xl\\workbook.xml",
        "xl/workbook2.xml",
        "isi/buku.xml",
    ] {
        let path = package(folder.path(), workbook, "", sheet.as_bytes());
        assert_eq!(shown(&read(&path).unwrap()), EXPECTED, "{workbook}");
    }
}

#[test]
fn days_count_from_where_the_workbook_says() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = sheet_xml(&[&HEADER]).replace(
        "</sheetData>",
        "<row r=\"2\"><c r=\"A2\"><v>9165701</v></c><c r=\"B2\"><v>44778</v></c>\
         <c r=\"C2\"><v>0.572916666667</v></c><c r=\"D2\" t=\"inlineStr\"><is><t>Lampu padam</t></is></c></row>\
         </sheetData>",
    );
    for (properties, day) in [
        ("<workbookPr date1904=\"1\"/>", "2026-08-06"),
        ("<workbookPr date1904=\"true\"/>", "2026-08-06"),
        ("<workbookPr/>", "2022-08-05"),
    ] {
        let path = package(
            folder.path(),
            "xl/workbook.xml",
            properties,
            sheet.as_bytes(),
        );
        let expected = format!("9165701 {day}T06:45 Lampu padam");
        assert_eq!(shown(&read(&path).unwrap()), [expected], "{properties}");
    }
}

#[test]
fn characters_that_xml_forbids_cost_no_row() {
    let folder = tempfile::tempdir().unwrap();
    let clean = sheet_xml(&all_rows());
    for dirt in [
        "&#0;",
        "&#x1;",
        "\u{b}",
        "\u{0}",
        "&#xD83D;&#xDE00;",
        "_x0001_",
    ] {
        let sheet = clean.replace("Lampu padam", &format!("Lampu{dirt} padam"));
        let path = package(folder.path(), "xl/workbook.xml", "", sheet.as_bytes());
        assert_eq!(shown(&read(&path).unwrap()), EXPECTED, "{dirt:?}");
    }
    let at = clean.find("Lampu").unwrap();
    let mut bytes = clean.into_bytes();
    bytes.insert(at + 5, 0xff);
    let path = package(folder.path(), "xl/workbook.xml", "", &bytes);
    assert_eq!(read(&path).unwrap().rows.len(), 2);
}

#[test]
fn a_file_that_breaks_off_gives_no_row_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let sheet = sheet_xml(&all_rows());
    let cut = &sheet[..sheet.find("Halte").unwrap()];
    let path = package(folder.path(), "xl/workbook.xml", "", cut.as_bytes());
    assert!(matches!(
        Export::open(&path),
        Err(SpreadsheetError::Damaged)
    ));
}

#[test]
fn a_header_may_run_over_two_lines_and_a_report_over_two_rows() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [&[&str]; 6] = [
        &["Tanggal Generate", "25 Nov 2026 08:00"],
        &[
            "Tracking ID",
            "Laporan Masuk",
            "",
            "Isi Laporan Akhir",
            "Instansi",
            "",
            "Lokasi",
        ],
        &[
            "",
            "Tanggal",
            "Waktu",
            "",
            "ID Instansi Terdisposisi",
            "Instansi Terdisposisi",
            "Kelurahan",
        ],
        &[
            "9165701",
            "06 Agu 2026",
            "13:45",
            "Lampu padam",
            "1",
            "Dinas A",
            "35.78.13",
        ],
        &["", "", "", "", "2", "Dinas B", ""],
        &[
            "9165702",
            "06 Agu 2026",
            "13:45",
            "Halte & kotor",
            "3",
            "Dinas C",
            "35.78.05",
        ],
    ];
    let path = package(
        folder.path(),
        "xl/workbook.xml",
        "",
        sheet_xml(&rows).as_bytes(),
    );
    let workbook = read(&path).unwrap();
    assert_eq!(shown(&workbook), EXPECTED);
    let units: Vec<_> = workbook
        .rows
        .iter()
        .map(|row| row.complaint.unit.as_ref().unwrap().name.as_str())
        .collect();
    assert_eq!(units, ["Dinas A", "Dinas C"]);
    assert_eq!(
        workbook.rows[1]
            .complaint
            .location
            .region
            .as_ref()
            .unwrap()
            .as_str(),
        "35.78.05"
    );
    let faults: Vec<_> = workbook
        .unreadable
        .iter()
        .map(|it| (it.row, it.fault))
        .collect();
    assert_eq!(faults, [(5, RowFault::Continues { row: 4 })]);
}

#[test]
fn tables_called_excel_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let cells = |open: &str, close: &str| {
        let row = |cells: &[&str]| {
            let cells: Vec<String> = cells
                .iter()
                .map(|it| format!("{open}{}{close}", escaped(it)))
                .collect();
            cells.concat()
        };
        [row(&HEADER), row(&ROWS[0]), row(&ROWS[1])]
    };
    let page = cells("<td>", "</td>")
        .map(|row| format!("<tr>{row}</tr>"))
        .concat();
    let page = format!("<html><body><table border=1>{page}</table></body></html>");
    let xml = cells("<Cell><Data ss:Type=\"String\">", "</Data></Cell>")
        .map(|row| format!("<Row>{row}</Row>"))
        .concat();
    let xml = format!(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>{xml}</Table></Worksheet>\
         </Workbook>"
    );
    let lines = |mark: &str| {
        let line = |cells: &[&str]| cells.join(mark);
        [line(&HEADER), line(&ROWS[0]), line(&ROWS[1])].join("\r\n")
    };
    let wide: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(lines("\t").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let archive = format!(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=\"B\"\n\n--B\n\
         Content-Type: text/html; charset=utf-8\n\n{page}\n--B--\n"
    );
    let snake = lines(";")
        .replace("Tracking ID", "tracking_id")
        .replace("Tanggal Laporan Masuk", "tanggal_laporan_masuk")
        .replace("Waktu Laporan Masuk", "waktu_laporan_masuk")
        .replace("Isi Laporan Akhir", "isi_laporan_akhir");
    let mut records = vec![0x09, 0x04, 6, 0, 0, 0, 0x10, 0, 0, 0];
    for (row, cells) in (0u16..).zip(all_rows()) {
        for (column, words) in (0u16..).zip(cells) {
            records.extend([0x04, 0x02]);
            records.extend((8 + words.len() as u16).to_le_bytes());
            records.extend(row.to_le_bytes());
            records.extend(column.to_le_bytes());
            records.extend([0, 0]);
            records.extend((words.len() as u16).to_le_bytes());
            records.extend(words.as_bytes());
        }
    }
    records.extend([0x0a, 0, 0, 0]);
    for (name, bytes) in [
        ("halaman.xls", page.as_bytes()),
        ("buku-2003.xls", xml.as_bytes()),
        ("teks.xls", &wide),
        ("satu-berkas.xls", archive.as_bytes()),
        ("koma.csv", lines(",").as_bytes()),
        ("titik-koma.csv", snake.as_bytes()),
        ("excel-4.xls", &records),
    ] {
        let path = write(folder.path(), name, bytes);
        let workbook = read(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(shown(&workbook), EXPECTED, "{name}");
        assert_eq!(workbook.unreadable, [], "{name}");
    }
}

#[test]
fn what_is_no_table_of_reports_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let encrypted = {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(4096, 0);
        bytes
    };
    for (name, bytes, code) in [
        ("terkunci.xlsx", encrypted.as_slice(), "workbook-password"),
        (
            "gambar.xls",
            b"\x89PNG\r\n\x1a\n\0\0\0\0".as_slice(),
            "not-a-spreadsheet",
        ),
        (
            "surat.xls",
            b"%PDF-1.7 Tracking ID;x".as_slice(),
            "not-a-spreadsheet",
        ),
        (
            "rekap.csv",
            b"No;Laporan\n1;Jalan".as_slice(),
            "not-a-spreadsheet",
        ),
        (
            "halaman.xls",
            b"<html><p>Sesi habis</p></html>".as_slice(),
            "not-a-spreadsheet",
        ),
        (
            "terpotong.xls",
            b"\x09\x04\x06\x00\x00".as_slice(),
            "workbook-damaged",
        ),
    ] {
        let error = read(&write(folder.path(), name, bytes)).expect_err(name);
        assert_eq!(error.code(), code, "{name}: {error:?}");
    }
}

/// A file whose privacy column is called `name`, with one report for each word; none leaves it out.
fn privacy(name: Option<&str>, words: &[&str]) -> Workbook {
    let folder = tempfile::tempdir().unwrap();
    let numbers: Vec<String> = (0..words.len())
        .map(|n| (9_165_700 + n).to_string())
        .collect();
    let mut header = HEADER.to_vec();
    header.extend(name);
    let mut rows = vec![header];
    for (number, word) in numbers.iter().zip(words) {
        let mut row = vec![number.as_str(), "06 Agu 2026", "13:45", "Jalan"];
        row.extend(name.map(|_| *word));
        rows.push(row);
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let sheet = sheet_xml(&rows);
    read(&package(
        folder.path(),
        "xl/workbook.xml",
        "",
        sheet.as_bytes(),
    ))
    .unwrap()
}

#[test]
fn a_column_absent_blank_dashed_or_unknown_are_four_things() {
    use FlagTold::{Set, Silent, Unknown, Unmarked};
    let told = |name, words: &[&str]| -> Vec<FlagTold> {
        let workbook = privacy(name, words);
        workbook
            .rows
            .iter()
            .map(|row| row.privacy.anonymous)
            .collect()
    };
    let name = Some("Tipe Laporan (Anonim/Rahasia)");
    assert_eq!(told(None, &["-"]), [Silent]);
    assert_eq!(told(name, &["", ""]), [Silent, Silent]);
    assert_eq!(told(name, &["", "-"]), [Unmarked, Unmarked]);
    assert_eq!(
        told(name, &["", "Anonim", "Terbatas"]),
        [Unmarked, Set, Unknown]
    );
    assert_eq!(told(name, &["#REF!", "-"]), [Unknown, Unmarked]);
    for renamed in [
        "Tipe",
        "tipe_laporan",
        "Privasi",
        "Jenis Laporan",
        "Anonim",
        "is_anonymous",
    ] {
        assert_eq!(
            told(Some(renamed), &["Anonim", "-"]),
            [Set, Unmarked],
            "{renamed}"
        );
    }
    let new = &privacy(None, &["-"]).rows[0].complaint;
    assert!(new.privacy.anonymous && new.privacy.secret);
    let open = &privacy(name, &["", "Anonim"]).rows[0].complaint;
    assert!(!open.privacy.anonymous && !open.privacy.secret);
}

#[test]
fn a_file_says_what_it_lacks_and_when_it_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut rows: Vec<&[&str]> = vec![
        &["Judul Laporan", "", "Laporan Ringkas"],
        &["Tanggal Generate", "", "2026-11-14"],
        &["Periode Masuk", "", "(2026-01-01) - (2026-10-31)"],
    ];
    rows.extend(all_rows());
    let path = package(
        folder.path(),
        "xl/workbook.xml",
        "",
        sheet_xml(&rows).as_bytes(),
    );
    let export = Export::open(&path).unwrap();
    let survey = export.survey();
    assert_eq!(survey.rows, 2);
    assert!(survey.absent.contains(&Column::Unit) && survey.absent.contains(&Column::Privacy));
    assert!(!survey.absent.contains(&Column::ReceivedTime));
    let now: DateTime<Utc> = "2026-11-25T02:00:00Z".parse().unwrap();
    let as_of = survey.as_of(&SourceZones::default(), now);
    assert_eq!(as_of.from.to_rfc3339(), "2026-11-13T17:00:00+00:00");
    assert_eq!(as_of.until.to_rfc3339(), "2026-11-14T16:59:59+00:00");
}

#[test]
fn a_zone_nobody_confirmed_is_only_assumed() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [&[&str]; 4] = [
        &HEADER,
        &["9165701", "06 Agu 2026", "20:00", "a"],
        &["9165702", "06 Agu 2026", "20:00 WITA", "b"],
        &["9165703", "06 Agu 2026", "", "c"],
    ];
    let path = package(
        folder.path(),
        "xl/workbook.xml",
        "",
        sheet_xml(&rows).as_bytes(),
    );
    let workbook = read(&path).unwrap();
    let receipt = |n: usize| workbook.rows[n].complaint.provenance.receipt;
    assert_eq!(receipt(0).assumed_zone.unwrap().offset_minutes, 420);
    assert_eq!(receipt(1).assumed_zone, None);
    assert!(receipt(2).without_hour && receipt(2).assumed_zone.is_none());
    let zones = SourceZones::always(WrittenIn::Utc);
    let source = Source {
        zones: &zones,
        as_of: None,
        resolve: &|_| None,
    };
    let confirmed = spreadsheet::read(&path, &source, &mut |_| {}).unwrap();
    let first = &confirmed.rows[0].complaint;
    assert_eq!(first.received_at.to_rfc3339(), "2026-08-06T20:00:00+00:00");
    assert!(first.provenance.receipt.is_sure());
}
