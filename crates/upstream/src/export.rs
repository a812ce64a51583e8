//! Writes complaints in the shape of the national Excel export, its untidiness included. For tests,
//! practice and whoever hands data to a colleague; never adds a column the export does not have.

pub mod real;

use std::path::Path;

use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use rust_xlsxwriter::{ExcelDateTime, Format, Worksheet, XlsxError};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Complaint};

use crate::spreadsheet::Column;

/// Rows of information that stand above the header.
const ROWS_BEFORE_HEADER: u32 = 5;

/// How the file is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub zone: Tz,
    /// Spell tracking numbers and dates in all the ways that occur in the field.
    pub dirty: bool,
    /// Rows at the end that no reader can use: without a number, with words for a number, without a
    /// date, by turns.
    pub faulty_rows: u32,
}

impl Default for Style {
    /// Tidy, in WIB.
    fn default() -> Self {
        Self {
            zone: Tz::Asia__Jakarta,
            dirty: false,
            faulty_rows: 0,
        }
    }
}

/// Writes the complaints as an `.xlsx` file, one row each, in their order.
///
/// # Errors
/// [`XlsxError`], also where a text is longer than a cell may be (32,767 characters).
pub fn write(complaints: &[Complaint], path: &Path, style: Style) -> Result<(), XlsxError> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Laporan")?;
    write_information(sheet, complaints, style.zone)?;
    for column in Column::ALL {
        sheet.write_string(ROWS_BEFORE_HEADER, column as u16, column.name())?;
    }
    let first = ROWS_BEFORE_HEADER + 1;
    for (index, complaint) in (0..).zip(complaints) {
        write_row(sheet, first + index, complaint, index, style)?;
    }
    let first = first + complaints.len() as u32;
    for index in 0..style.faulty_rows {
        write_faulty_row(sheet, first + index, index)?;
    }
    workbook.save(path)
}

fn write_information(
    sheet: &mut Worksheet,
    complaints: &[Complaint],
    zone: Tz,
) -> Result<(), XlsxError> {
    let day = |moment: Option<DateTime<Utc>>| moment.map_or("-".into(), |at| date_words(at, zone));
    let first = complaints
        .iter()
        .map(|complaint| complaint.received_at)
        .min();
    let last = complaints
        .iter()
        .map(|complaint| complaint.received_at)
        .max();
    sheet.write_string(0, 0, "SP4N-LAPOR!")?;
    sheet.write_string(1, 0, "Data Laporan")?;
    sheet.write_string(2, 0, format!("Periode: {} s.d. {}", day(first), day(last)))?;
    sheet.write_string(3, 0, format!("Jumlah laporan: {}", complaints.len()))?;
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    row: u32,
    complaint: &Complaint,
    index: u32,
    style: Style,
) -> Result<(), XlsxError> {
    let dirt = if style.dirty { index } else { 0 };
    let number = complaint.tracking_id.as_str();
    match (dirt % 5, number.parse::<f64>()) {
        (1, Ok(number)) => sheet.write_number(row, 0, number)?,
        (2, _) => sheet.write_string(row, 0, format!("#{number}"))?,
        (3, _) => sheet.write_string(row, 0, format!("[{number}](javascript:;)"))?,
        (4, Ok(_)) => sheet.write_string(row, 0, format!("{number}.0"))?,
        _ => sheet.write_string(row, 0, number)?,
    };
    let local = complaint
        .received_at
        .with_timezone(&style.zone)
        .naive_local();
    let date = Column::ReceivedDate as u16;
    match dirt % 7 {
        5 => {
            let value = ExcelDateTime::from_ymd(
                local.year() as u16,
                local.month() as u8,
                local.day() as u8,
            )?;
            let format = Format::new().set_num_format("dd/mm/yyyy");
            sheet.write_datetime_with_format(row, date, &value, &format)?
        }
        6 => sheet.write_string(row, date, local.format("%d-%m-%Y").to_string())?,
        _ => sheet.write_string(row, date, date_words(complaint.received_at, style.zone))?,
    };
    for (column, words) in words_of(complaint, style.zone) {
        let words = words.filter(|words| !words.is_empty());
        // The export leaves some empty cells blank and writes a dash into others.
        match words {
            Some(words) => sheet.write_string(row, column as u16, words)?,
            None if column as u32 % 4 == dirt % 4 && style.dirty => continue,
            None => sheet.write_string(row, column as u16, "-")?,
        };
    }
    Ok(())
}

/// Everything but number and date, none where the complaint does not say.
fn words_of(complaint: &Complaint, zone: Tz) -> Vec<(Column, Option<String>)> {
    let Complaint {
        category,
        location,
        privacy,
        national,
        ..
    } = complaint;
    let some = |text: &str| Some(text.to_owned());
    let extra = |column: Column| (column, complaint.extra.get(column.name()).cloned());
    let local = complaint.received_at.with_timezone(&zone);
    let first_body = complaint.first_body.as_ref().unwrap_or(&complaint.body);
    let privacy = match (privacy.anonymous, privacy.secret) {
        (false, false) => None,
        (true, false) => some("Anonim"),
        (false, true) => some("Rahasia"),
        (true, true) => some("Anonim, Rahasia"),
    };
    vec![
        (
            Column::ReceivedTime,
            Some(local.format("%H:%M:%S").to_string()),
        ),
        (Column::ReporterName, complaint.reporter.name.clone()),
        (
            Column::Classification,
            some(classification_words(&complaint.classification)),
        ),
        (Column::CategoryId, category.id.clone().map(Into::into)),
        (Column::Category, Some(category.path.join(" > "))),
        (Column::Title, some(&complaint.title)),
        (Column::FirstBody, some(first_body)),
        (Column::Body, some(&complaint.body)),
        (Column::Privacy, privacy),
        (Column::Channel, some(channel_words(&complaint.channel))),
        (
            Column::Agency,
            complaint.agency.as_ref().map(|agency| agency.name.clone()),
        ),
        (
            Column::UnitId,
            complaint
                .unit
                .as_ref()
                .and_then(|unit| unit.id.clone().map(Into::into)),
        ),
        (
            Column::Unit,
            complaint.unit.as_ref().map(|unit| unit.name.clone()),
        ),
        (Column::Status, some(&national.name)),
        (Column::Reason, national.text.clone()),
        (Column::Province, location.province.clone()),
        (Column::Regency, location.regency.clone()),
        (Column::District, location.district.clone()),
        (Column::Village, location.village.clone()),
        extra(Column::DecreeNumber),
        extra(Column::DecreeUrl),
        extra(Column::AnnualReportUrl),
        extra(Column::Setwapres),
        (
            Column::Rating,
            complaint.rating.map(|stars| stars.to_string()),
        ),
    ]
}

fn write_faulty_row(sheet: &mut Worksheet, row: u32, index: u32) -> Result<(), XlsxError> {
    let (number, date) = match index % 3 {
        0 => ("-", "06 Agu 2026"),
        1 => ("lihat lampiran", "06 Agu 2026"),
        _ => ("9999999", "-"),
    };
    sheet.write_string(row, Column::TrackingId as u16, number)?;
    sheet.write_string(row, Column::ReceivedDate as u16, date)?;
    sheet.write_string(row, Column::Body as u16, "Baris yang tidak lengkap")?;
    Ok(())
}

/// `06 Agu 2026`.
fn date_words(moment: DateTime<Utc>, zone: Tz) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
    ];
    let local = moment.with_timezone(&zone);
    let month = MONTHS[local.month0() as usize];
    format!("{:02} {month} {}", local.day(), local.year())
}

fn classification_words(classification: &Classification) -> &str {
    match classification {
        Classification::PengaduanBerkadar => "Pengaduan Berkadar Pengawasan",
        Classification::PengaduanTidakBerkadar => "Pengaduan Tidak Berkadar Pengawasan",
        Classification::PermintaanInformasi => "Permintaan Informasi",
        Classification::Aspirasi => "Aspirasi",
        Classification::Other(words) => words,
    }
}

fn channel_words(channel: &Channel) -> &str {
    match channel {
        Channel::Website => "Website",
        Channel::Sms => "SMS 1708",
        Channel::Android => "Android",
        Channel::Ios => "iOS",
        Channel::Twitter => "Twitter",
        Channel::Whatsapp => "WhatsApp",
        Channel::Instagram => "Instagram",
        Channel::Setwapres => "Setwapres",
        Channel::Phone => "Telepon",
        Channel::Counter => "Tatap Muka",
        Channel::Letter => "Surat",
        Channel::Other(words) => words,
    }
}
