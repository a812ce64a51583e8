//! The national export, read from files that look like the real ones, and from files that are
//! something else.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono_tz::Tz;
use rust_xlsxwriter::Workbook as NewWorkbook;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Complaint};
use tanggap_domain::region::RegionCode;
use tanggap_domain::source_zone::{SourceZones, WrittenIn};
use tanggap_domain::status::Stage;
use tanggap_upstream::export::{self, Style, real};
use tanggap_upstream::spreadsheet::{
    self, Column, Entry, Export, Progress, RowFault, Source, SpreadsheetError, Workbook,
};

fn resolve(names: [Option<&str>; 4]) -> Option<RegionCode> {
    let code = match names {
        [_, Some("Kota Surabaya"), Some("Bubutan"), _] => "35.78.13",
        [_, Some("Kota Surabaya"), _, _] => "35.78",
        [Some("Jawa Timur"), ..] => "35",
        _ => return None,
    };
    RegionCode::parse(code).ok()
}

fn read_in(path: &Path, zone: WrittenIn) -> Result<Workbook, SpreadsheetError> {
    let zones = SourceZones::always(zone);
    let source = Source {
        zones: &zones,
        as_of: None,
        resolve: &resolve,
    };
    spreadsheet::read(path, &source, &mut |_| {})
}

fn read(path: &Path) -> Result<Workbook, SpreadsheetError> {
    read_in(path, WrittenIn::Wib)
}

/// A workbook of the given rows.
fn file(folder: &tempfile::TempDir, rows: &[&[&str]]) -> PathBuf {
    let mut workbook = NewWorkbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, words) in (0..).zip(*cells) {
            sheet.write_string(row, column, *words).unwrap();
        }
    }
    let path = folder.path().join("berkas.xlsx");
    workbook.save(&path).unwrap();
    path
}

/// One export row: number, date, time and text, the rest as the export leaves it.
fn export_row<'a>(number: &'a str, date: &'a str, time: &'a str, body: &'a str) -> Vec<&'a str> {
    let mut row = vec!["-"; 26];
    row[Column::TrackingId as usize] = number;
    row[Column::ReceivedDate as usize] = date;
    row[Column::ReceivedTime as usize] = time;
    row[Column::Title as usize] = "Lampu jalan padam";
    row[Column::Body as usize] = body;
    row
}

fn export_of(folder: &tempfile::TempDir, rows: &[Vec<&str>]) -> Workbook {
    let header: Vec<_> = Column::ALL.iter().map(|column| column.name()).collect();
    let mut all: Vec<&[&str]> = vec![&["Data Laporan"], &[], &header];
    all.extend(rows.iter().map(Vec::as_slice));
    read(&file(folder, &all)).unwrap()
}

fn invented(count: u32) -> Vec<Complaint> {
    let folder = tempfile::tempdir().unwrap();
    let numbers: Vec<_> = (0..count).map(|i| (9_000_000 + i).to_string()).collect();
    let rows: Vec<_> = numbers
        .iter()
        .map(|number| {
            let mut row = export_row(number, "06 Agu 2026", "13:45:09", "Padam sejak Senin.");
            row[Column::FirstBody as usize] = "padam";
            row[Column::Classification as usize] = "Pengaduan Berkadar Pengawasan";
            row[Column::CategoryId as usize] = "77";
            row[Column::Category as usize] = "Infrastruktur > Penerangan";
            row[Column::Privacy as usize] = "Anonim, Rahasia";
            row[Column::Channel as usize] = "WhatsApp";
            row[Column::Agency as usize] = "Pemerintah Kota Surabaya";
            row[Column::UnitId as usize] = "4711";
            row[Column::Unit as usize] = "Dinas Perhubungan";
            row[Column::Status as usize] = "Terverifikasi";
            row[Column::Province as usize] = "Jawa Timur";
            row[Column::Regency as usize] = "Kota Surabaya";
            row[Column::District as usize] = "Bubutan";
            row[Column::DecreeNumber as usize] = "SK 1/2026";
            row[Column::Rating as usize] = "4";
            row
        })
        .collect();
    let workbook = export_of(&folder, &rows);
    assert_eq!(workbook.unreadable, []);
    workbook.rows.into_iter().map(|row| row.complaint).collect()
}

#[test]
fn every_column_finds_its_field() {
    let complaint = invented(1).remove(0);
    assert_eq!(complaint.tracking_id.as_str(), "9000000");
    assert_eq!(
        complaint.received_at.to_rfc3339(),
        "2026-08-06T06:45:09+00:00"
    );
    assert_eq!(complaint.classification, Classification::PengaduanBerkadar);
    assert_eq!(complaint.category.id.as_deref(), Some("77"));
    assert_eq!(complaint.category.leaf(), "Penerangan");
    assert_eq!(complaint.title, "Lampu jalan padam");
    assert_eq!(complaint.body, "Padam sejak Senin.");
    assert_eq!(complaint.first_body.as_deref(), Some("padam"));
    assert!(complaint.privacy.anonymous && complaint.privacy.secret);
    assert_eq!(complaint.channel, Channel::Whatsapp);
    assert_eq!(complaint.agency.unwrap().name, "Pemerintah Kota Surabaya");
    let unit = complaint.unit.unwrap();
    assert_eq!(
        (unit.id.as_deref(), unit.name.as_str()),
        (Some("4711"), "Dinas Perhubungan")
    );
    assert_eq!(complaint.national.name, "Terverifikasi");
    assert_eq!(complaint.stage, Stage::BelumDitindaklanjuti);
    assert_eq!(complaint.location.region.unwrap().as_str(), "35.78.13");
    assert_eq!(complaint.location.district.as_deref(), Some("Bubutan"));
    assert_eq!(complaint.location.village, None);
    assert_eq!(complaint.reporter.name, None);
    assert_eq!(complaint.extra["Nomor SK"], "SK 1/2026");
    assert_eq!(complaint.rating, Some(4));
}

#[test]
fn tidy_and_dirty_files_say_the_same() {
    let complaints = invented(70);
    let folder = tempfile::tempdir().unwrap();
    for dirty in [false, true] {
        let path = folder.path().join(format!("{dirty}.xlsx"));
        let style = Style {
            dirty,
            ..Style::default()
        };
        export::write(&complaints, &path, style).unwrap();
        let workbook = read(&path).unwrap();
        assert_eq!(workbook.unreadable, []);
        let read: Vec<_> = workbook.rows.into_iter().map(|row| row.complaint).collect();
        assert_eq!(read, complaints, "dirty: {dirty}");
    }
}

#[test]
fn times_count_in_the_zone_of_the_source() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wit.xlsx");
    let complaints = invented(3);
    let style = Style {
        zone: Tz::Asia__Jayapura,
        ..Style::default()
    };
    export::write(&complaints, &path, style).unwrap();
    let workbook = read_in(&path, WrittenIn::Wit).unwrap();
    assert_eq!(
        workbook.rows[0].complaint.received_at,
        complaints[0].received_at
    );
    let wrong = read_in(&path, WrittenIn::Wib).unwrap();
    assert_ne!(
        wrong.rows[0].complaint.received_at,
        complaints[0].received_at
    );
}

#[test]
fn unreadable_rows_are_kept_with_their_reason() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(32_000);
    let workbook = export_of(
        &folder,
        &[
            export_row("9165816", "06 Agu 2026", "13:45", "satu"),
            export_row("-", "06 Agu 2026", "13:45", "dua"),
            export_row("lihat lampiran", "06 Agu 2026", "13:45", "tiga"),
            export_row("9165817", "-", "13:45", "empat"),
            export_row("9165818", "kemarin", "13:45", "lima"),
            export_row("9165819", "06 Agu 2026", "siang", "enam"),
            export_row("[9165816](javascript:;)", "06 Agu 2026", "13.45", "satu"),
            export_row("#9165816", "06 Agu 2026", "13:45", "lain"),
            export_row("9165820", "06 Agu 2026", "-", &long),
        ],
    );
    let faults: Vec<_> = workbook
        .unreadable
        .iter()
        .map(|unreadable| (unreadable.row, unreadable.fault))
        .collect();
    assert_eq!(
        faults,
        [
            (5, RowFault::NoTrackingId),
            (6, RowFault::BadTrackingId),
            (7, RowFault::NoDate),
            (8, RowFault::BadDate),
            (9, RowFault::BadTime),
            (11, RowFault::DiffersFrom { row: 4 }),
        ]
    );
    assert_eq!(workbook.repeated, 1);
    assert_eq!(workbook.rows.len(), 2);
    assert_eq!(workbook.rows_read(), 9);
    assert!(workbook.unreadable[1].raw.contains("lihat lampiran"));
    assert_eq!(workbook.rows[1].complaint.body.len(), 32_000);
}

#[test]
fn columns_may_move_and_new_ones_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [&[&str]; 5] = [
        &["", "Laporan Kota"],
        &[],
        &[
            "Skor Baru",
            "Isi Laporan Akhir",
            "TRACKING ID",
            "Tanggal Laporan Masuk",
        ],
        &["7", "Air mati", "9165816.0", "6 Agustus 2026"],
        &[
            "Skor Baru",
            "Isi Laporan Akhir",
            "TRACKING ID",
            "Tanggal Laporan Masuk",
        ],
    ];
    let workbook = read(&file(&folder, &rows)).unwrap();
    assert_eq!(workbook.rows_read(), 1);
    let complaint = &workbook.rows[0].complaint;
    assert_eq!(complaint.tracking_id.as_str(), "9165816");
    assert_eq!(complaint.title, "Air mati");
    assert_eq!(complaint.extra["Skor Baru"], "7");
    assert_eq!(workbook.rows[0].row, 4);
    assert!(workbook.rows[0].raw.contains("9165816.0"));
}

#[test]
fn hostile_text_is_only_text() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = "<script>alert(1)</script> \u{202e}gpj.exe =HYPERLINK(\"http://x\")";
    let workbook = export_of(
        &folder,
        &[export_row("9165816", "06 Agu 2026", "-", hostile)],
    );
    assert_eq!(workbook.rows[0].complaint.body, hostile);
}

#[test]
fn labels_stand_on_one_line_and_bodies_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let rows: [&[&str]; 2] = [
        &[
            "Tracking ID",
            "Tanggal Laporan Masuk",
            "Judul Laporan",
            "Isi Laporan Akhir",
            "Instansi Terdisposisi",
            "Kategori",
        ],
        &[
            "9165816",
            "06 Agu 2026",
            "Judul\u{2028}dua\u{b}baris dan\u{85}halaman\n#9165817 selesai",
            "satu\ndua\u{b}tiga\u{1b}[31m",
            "Dinas\nPerhubungan",
            "Jalan\u{c}rusak",
        ],
    ];
    let workbook = read(&file(&folder, &rows)).unwrap();
    let complaint = &workbook.rows[0].complaint;
    assert_eq!(
        complaint.title,
        "Judul dua baris dan halaman #9165817 selesai"
    );
    assert_eq!(complaint.body, "satu\ndua\ntiga[31m");
    assert_eq!(complaint.unit.as_ref().unwrap().name, "Dinas Perhubungan");
    assert_eq!(complaint.category.path, ["Jalan rusak"]);
}

#[test]
fn an_excel_file_of_97_2003_reads_alike() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/export.xls");
    let workbook = read(&path).unwrap();
    let numbers: Vec<_> = workbook
        .rows
        .iter()
        .map(|row| row.complaint.tracking_id.as_str())
        .collect();
    assert_eq!(numbers, ["9165801", "9165802", "9165803"]);
    for row in &workbook.rows {
        let received = row.complaint.received_at.to_rfc3339();
        assert_eq!(received, "2026-08-06T06:45:00+00:00", "row {}", row.row);
        assert_eq!(
            row.complaint.location.region.as_ref().unwrap().as_str(),
            "35.78.13"
        );
    }
    assert_eq!(workbook.unreadable.len(), 1);
    assert_eq!(workbook.unreadable[0].fault, RowFault::BadTrackingId);
}

#[track_caller]
fn check_refused(path: &Path, code: &str) {
    let error = read(path).expect_err("the file is no export");
    assert_eq!(error.code(), code, "{error:?}");
}

#[test]
fn files_of_something_else_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    check_refused(&path("tidak-ada.xlsx"), "file-unreadable");
    std::fs::write(path("kosong.xlsx"), b"").unwrap();
    check_refused(&path("kosong.xlsx"), "empty-workbook");
    std::fs::write(path("teks.xlsx"), b"Tracking ID;Tanggal").unwrap();
    check_refused(&path("teks.xlsx"), "not-a-spreadsheet");
    std::fs::write(path("halaman.xls"), b"<html><table><tr><td>Tracking ID").unwrap();
    check_refused(&path("halaman.xls"), "not-a-spreadsheet");
    std::fs::write(path("rusak.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rusak").unwrap();
    check_refused(&path("rusak.xls"), "workbook-damaged");
    std::fs::write(path("rusak.xlsx"), b"PK\x03\x04rusak").unwrap();
    check_refused(&path("rusak.xlsx"), "not-a-spreadsheet");
    check_refused(&file(&folder, &[]), "empty-workbook");
    let foreign: [&[&str]; 4] = [
        &["LAPORAN ADUAN BULAN MEI"],
        &["No", "Laporan", "Waktu", "", "Status"],
        &["", "", "Verifikasi", "Selesai", ""],
        &["1", "Jalan rusak", "01-05-2018", "03-05-2018", "Selesai"],
    ];
    check_refused(&file(&folder, &foreign), "other-workbook");
    let error = read(&file(
        &folder,
        &[&["Tracking ID", "Provinsi"], &["9165816", "Bali"]],
    ));
    match error {
        Err(SpreadsheetError::OtherWorkbook { missing }) => {
            assert_eq!(missing, ["Tanggal Laporan Masuk", "Isi Laporan Akhir"]);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_export_without_reports_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(export_of(&folder, &[]).rows_read(), 0);
}

#[test]
fn a_damaged_workbook_never_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("utuh.xlsx");
    export::write(&invented(20), &path, Style::default()).unwrap();
    let whole_xlsx = std::fs::read(&path).unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/export.xls");
    let whole_xls = std::fs::read(fixture).unwrap();
    let mut refused = 0;
    for (whole, step) in [(&whole_xlsx, 37), (&whole_xls, 41)] {
        for place in (0..whole.len()).step_by(whole.len() / step) {
            let mut damaged = whole.clone();
            damaged[place] ^= 0x5a;
            std::fs::write(&path, &damaged).unwrap();
            refused += u32::from(read(&path).is_err());
            std::fs::write(&path, &whole[..place]).unwrap();
            refused += u32::from(read(&path).is_err());
        }
    }
    assert!(refused > 37 + 41, "{refused} of them were refused");
}

#[test]
fn files_that_are_too_large_are_not_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("besar.xlsx");
    let large = std::fs::File::create(&path).unwrap();
    large.set_len(200 * 1024 * 1024).unwrap();
    check_refused(&path, "workbook-too-large");
}

#[test]
fn reading_can_be_watched_and_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banyak.xlsx");
    export::write(&invented(1_200), &path, Style::default()).unwrap();
    let zones = SourceZones::default();
    let source = Source {
        zones: &zones,
        as_of: None,
        resolve: &resolve,
    };
    let mut seen = Vec::new();
    spreadsheet::read(&path, &source, &mut |progress| seen.push(progress)).unwrap();
    assert_eq!(
        seen.iter().map(|seen| seen.rows_read).collect::<Vec<_>>(),
        [500, 1000]
    );
    assert!(seen.iter().all(|seen| seen.rows_expected == 1_200));
    let mut rows = 0;
    let ended = Export::open(&path)
        .unwrap()
        .read_each(&source, &mut |entry, _: Progress| {
            assert!(matches!(entry, Entry::Row(_)));
            rows += 1;
            if rows == 10 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
    assert_eq!(ended.unwrap().rows_read, 10);
}

#[test]
fn a_file_that_was_looked_through_elsewhere_gives_the_same_rows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sama.xlsx");
    let style = Style {
        dirty: true,
        faulty_rows: 3,
        ..Style::default()
    };
    export::write(&invented(120), &path, style).unwrap();
    let zones = SourceZones::default();
    let source = Source {
        zones: &zones,
        as_of: None,
        resolve: &resolve,
    };
    let rows = |export: Export| {
        let mut rows = Vec::new();
        export
            .read_each(&source, &mut |entry, _| {
                if let Entry::Row(row) = entry {
                    rows.push((row.complaint.id, row.raw));
                }
                ControlFlow::Continue(())
            })
            .unwrap();
        rows
    };
    let surveyed = rows(Export::open(&path).unwrap());
    assert_eq!(surveyed.len(), 120);
    assert_eq!(rows(Export::unsurveyed(&path).unwrap()), surveyed);
}

#[test]
fn real_complaints_survive_the_file() {
    let Some(data) = real::folder() else {
        println!("TANGGAP_TEST_DATA is not set: real complaints were not tried");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("nyata.xlsx");
    let mut complaints = real::surabaya(&data).unwrap();
    complaints.truncate(1_500);
    complaints.extend(real::central_java(&data).unwrap());
    complaints.extend(real::nationwide(&data).unwrap());
    let style = Style {
        dirty: true,
        faulty_rows: 3,
        ..Style::default()
    };
    export::write(&complaints, &path, style).unwrap();
    let workbook = read(&path).unwrap();
    assert_eq!(workbook.rows.len(), complaints.len());
    assert_eq!(workbook.unreadable.len(), 3);
    for (row, complaint) in workbook.rows.iter().zip(&complaints) {
        let read = &row.complaint;
        assert_eq!(read.id, complaint.id);
        // The published texts came out of Excel themselves, some of them through a wrong code page.
        let stray = |c: char| c.is_control() && c != '\n' && c != '\t';
        let body = complaint.body.replace("_x000D_", "").replace(stray, "");
        assert_eq!(read.body, body);
        assert_eq!(read.received_at, complaint.received_at, "row {}", row.row);
        assert_eq!(read.stage, complaint.stage);
    }
}
