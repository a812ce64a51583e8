//! Every open clock with its explanation as a spreadsheet: what an inspector asks for.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use tanggap_domain::indicator;
use tanggap_domain::sla::{ClockFacts, ClockState, Explanation};
use tanggap_domain::text::one_line;
use tanggap_ipc::deadlines::ExportDeadlines;
use tanggap_ipc::files::Exported;
use tanggap_ipc::settings::Language;
use tanggap_ipc::{Code, Error};
use tanggap_wording::Words;

use crate::desk::Desk;
use crate::error::{Result, internal};
use crate::inbox;

/// One line of the spreadsheet.
struct Line {
    tracking_id: String,
    unit: String,
    /// Of a duty that is late, in whole working days.
    overdue_days: Option<u32>,
    explanation: Explanation,
}

/// Writes the spreadsheet into the user's download folder; it is there when the answer comes.
pub async fn export(desk: &Desk, request: ExportDeadlines) -> Result<Exported> {
    let folder = desk
        .downloads()
        .ok_or_else(|| Error::with(Code::Internal, "there is no download folder"))?;
    // A computer that has never downloaded anything has no such folder yet.
    tokio::fs::create_dir_all(&folder).await.map_err(internal)?;
    let path = write(desk, request, &folder).await?;
    Ok(Exported {
        path: path.display().to_string(),
    })
}

/// As [`export`], into another folder.
///
/// # Errors
/// Of the store and the disk.
pub async fn write(desk: &Desk, request: ExportDeadlines, folder: &Path) -> Result<PathBuf> {
    let (office, now) = (desk.office(), desk.now());
    let mut lines = Vec::new();
    inbox::each(desk, &request.filter, None, |listed| {
        let facts = ClockFacts::of(listed.for_clocks());
        let explained = office.rules.explain(&facts, now).clocks;
        let unit = listed.complaint.unit.as_ref();
        for explanation in explained {
            let deadline = explanation.deadline;
            if deadline.state.is_open() {
                let overdue_days = match deadline.is_overdue_duty() {
                    true => indicator::days_late(deadline.due_at, now, office.rules.calendar()),
                    false => None,
                };
                lines.push(Line {
                    overdue_days,
                    tracking_id: listed.complaint.tracking_id.to_string(),
                    unit: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
                    explanation,
                });
            }
        }
    })
    .await?;
    lines.sort_by_key(|line| line.explanation.deadline.due_at);
    let words = Words {
        language: office.settings.language,
        zone: office.settings.zone,
    };
    let local = office.rules.calendar().local(now);
    let practice = desk.connection().is_some_and(|hub| hub.practice);
    let name = match (practice, words.pick("tenggat", "deadlines")) {
        (true, name) => format!("LATIHAN-{name}"),
        (false, name) => name.to_owned(),
    };
    let folder = folder.to_owned();
    let file = format!("{name}-{}.xlsx", local.format("%Y-%m-%d-%H%M%S"));
    // A spreadsheet of thousands of lines takes a while, and others want to be answered.
    tokio::task::spawn_blocking(move || {
        let path = folder.join(file);
        let zone = office.rules.calendar().clone();
        let wall = move |at| zone.local(at);
        workbook(words, &lines, local, practice, &wall)
            .and_then(|mut workbook| workbook.save(&path))
            .map_err(|cause| match cause {
                XlsxError::IoError(cause) if cause.kind() == ErrorKind::StorageFull => {
                    Error::new(Code::DiskFull)
                }
                other => internal(other),
            })?;
        Ok(path)
    })
    .await
    .map_err(internal)?
}

fn workbook(
    words: Words,
    lines: &[Line],
    at: NaiveDateTime,
    practice: bool,
    wall: &dyn Fn(chrono::DateTime<chrono::Utc>) -> NaiveDateTime,
) -> std::result::Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(words.pick("Tenggat", "Deadlines"))?;
    let heading = Format::new().set_bold();
    let moment = Format::new().set_num_format("dd mmm yyyy hh:mm");
    let wrapped = Format::new().set_text_wrap();
    sheet.write_with_format(
        0,
        0,
        format!(
            "{}{} {} {}",
            if practice { "LATIHAN · " } else { "" },
            words.pick("Per", "As of"),
            at.format("%d-%m-%Y %H:%M"),
            words.zone.code()
        ),
        &heading,
    )?;
    for (column, (name, width)) in (0..).zip(columns(words)) {
        sheet.write_with_format(1, column, name, &heading)?;
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(2, 0)?;
    for (row, line) in (2..).zip(lines) {
        write_line(sheet, row, words, line, wall, &moment, &wrapped)?;
    }
    Ok(workbook)
}

fn columns(words: Words) -> [(&'static str, f64); 9] {
    [
        ("Tracking ID", 12.0),
        (words.pick("Unit", "Unit"), 28.0),
        (words.pick("Tenggat", "Clock"), 24.0),
        (words.pick("Mulai", "Started"), 18.0),
        (words.pick("Jatuh tempo", "Due"), 18.0),
        (words.pick("Keadaan", "State"), 12.0),
        (
            words.pick("Terlambat (hari kerja)", "Late (working days)"),
            20.0,
        ),
        (words.pick("Mengapa", "Why"), 60.0),
        (words.pick("Penjelasan lengkap", "In full"), 100.0),
    ]
}

fn write_line(
    sheet: &mut Worksheet,
    row: u32,
    words: Words,
    line: &Line,
    wall: &dyn Fn(chrono::DateTime<chrono::Utc>) -> NaiveDateTime,
    moment: &Format,
    wrapped: &Format,
) -> std::result::Result<(), XlsxError> {
    let explanation = &line.explanation;
    let deadline = &explanation.deadline;
    let why = words.why(explanation);
    sheet.write(row, 0, &line.tracking_id)?;
    sheet.write(row, 1, &*one_line(&line.unit))?;
    let clock = words.clock(deadline.kind, explanation.name.as_deref());
    sheet.write(row, 2, clock)?;
    sheet.write_with_format(row, 3, &wall(deadline.started_at), moment)?;
    sheet.write_with_format(row, 4, &wall(deadline.due_at), moment)?;
    sheet.write(row, 5, state(words, deadline.state))?;
    if let Some(days) = line.overdue_days {
        sheet.write(row, 6, days)?;
    }
    sheet.write_with_format(row, 7, why.one_line.as_str(), wrapped)?;
    sheet.write_with_format(row, 8, why.text(), wrapped)?;
    Ok(())
}

fn state(words: Words, state: ClockState) -> &'static str {
    match (state, words.language) {
        (ClockState::Running, Language::Id) => "berjalan",
        (ClockState::Paused, Language::Id) => "dijeda",
        (ClockState::Overdue, Language::Id) => "lewat",
        (ClockState::Met | ClockState::MetLate, Language::Id) => "terpenuhi",
        (ClockState::Running, Language::En) => "running",
        (ClockState::Paused, Language::En) => "paused",
        (ClockState::Overdue, Language::En) => "passed",
        (ClockState::Met | ClockState::MetLate, Language::En) => "met",
    }
}
