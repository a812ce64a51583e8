//! Importing the national Excel export into this desk.
//!
//! Rows merge onto what is known by the rule the hub uses too, so importing twice changes nothing and
//! local notes are never touched. Rows that cannot be read are kept with the reason.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::merge::{Merged, first_national, merge_national};
use tanggap_domain::moment::plausible;
use tanggap_ipc::Event;
use tanggap_ipc::files::FileUse;
use tanggap_ipc::import::{ImportReport, Problem, Problems, Run, UnreadableReason, UnreadableRow};
use tanggap_store::{ImportCounts, ImportPart, MirrorRow, Unreadable};
use tanggap_upstream::spreadsheet::{
    self, Entry, MAX_FILE_BYTES, Progress, Row, RowFault, Source, SpreadsheetError,
};
use tokio::sync::mpsc;

use crate::desk::Desk;
use crate::error::{Result, internal, of_spreadsheet, of_store};
use crate::place;

/// Rows that are written in one transaction.
const PART_ROWS: usize = 1_000;
/// Parts that may wait between reading and writing.
const PARTS_WAITING: usize = 3;
/// Beside the faults of the spreadsheet itself, which knows no time.
const FUTURE_DATE: &str = "future-date";
/// Most kept problems that are shown.
const MOST_PROBLEMS: u32 = 1_000;

/// Imports a file that the window handed over.
pub async fn run(desk: &Desk, request: Run) -> Result<ImportReport> {
    let file = desk.incoming.take(&request.file, FileUse::Spreadsheet)?;
    let folder = desk.folder().to_owned();
    let name = file.name.clone();
    // The reader wants a file. It lies in the profile folder, for this user only, and goes with the
    // guard.
    let copy = tokio::task::spawn_blocking(move || -> std::io::Result<tempfile::NamedTempFile> {
        let mut copy = tempfile::Builder::new()
            .prefix(COPY_PREFIX)
            .tempfile_in(folder)?;
        std::io::Write::write_all(&mut copy, &file.data)?;
        Ok(copy)
    })
    .await
    .map_err(internal)?
    .map_err(|cause| of_store(cause.into()))?;
    import(desk, copy.path(), &name).await
}

/// Imports a file on this computer.
pub async fn run_path(desk: &Desk, path: &Path) -> Result<ImportReport> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    import(desk, path, &name).await
}

const COPY_PREFIX: &str = ".import-";

/// Takes away copies that a crash left behind.
pub(crate) fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let left = entry.file_name().to_string_lossy().starts_with(COPY_PREFIX);
        if left && let Err(cause) = std::fs::remove_file(entry.path()) {
            tracing::warn!(%cause, "A copy of an import is left");
        }
    }
}

async fn import(desk: &Desk, path: &Path, name: &str) -> Result<ImportReport> {
    let _one_at_a_time = desk.importing.lock().await;
    let (send, mut parts) = mpsc::channel::<(Vec<Entry>, Progress)>(PARTS_WAITING);
    let path = path.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&path, &send));
    let mut writing = Writing {
        desk,
        name,
        import: None,
        report: ImportReport {
            read: 0,
            new: 0,
            updated: 0,
            unchanged: 0,
            unreadable: Vec::new(),
        },
    };
    while let Some((entries, progress)) = parts.recv().await {
        writing.part(entries).await?;
        desk.tell(Event::ImportProgress {
            done: u64::from(progress.rows_read),
            total: u64::from(progress.rows_expected),
        });
    }
    reading.await.map_err(internal)?.map_err(of_spreadsheet)?;
    let report = writing.finish().await?;
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell_frame().await;
    desk.watch_again();
    Ok(report)
}

/// Reads the whole file and hands it over in parts; stops where nobody takes them any more.
fn read(
    path: &Path,
    send: &mpsc::Sender<(Vec<Entry>, Progress)>,
) -> std::result::Result<(), SpreadsheetError> {
    let size_bytes = std::fs::metadata(path)?.len();
    if size_bytes == 0 {
        return Err(SpreadsheetError::Empty);
    }
    if size_bytes > MAX_FILE_BYTES {
        return Err(SpreadsheetError::TooLarge {
            max_bytes: MAX_FILE_BYTES,
        });
    }
    let resolve = |names: [Option<&str>; 4]| {
        let [province, regency, district, village] = names;
        place::resolve(province, regency, district, village)
    };
    let source = Source {
        // The national system writes WIB, wherever the office is.
        zone: chrono_tz::Asia::Jakarta,
        resolve: &resolve,
    };
    let mut entries = Vec::with_capacity(PART_ROWS);
    let progress = spreadsheet::read_each(path, &source, &mut |entry, progress| {
        entries.push(entry);
        if entries.len() < PART_ROWS {
            return ControlFlow::Continue(());
        }
        let full = std::mem::replace(&mut entries, Vec::with_capacity(PART_ROWS));
        match send.blocking_send((full, progress)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    // The receiver is gone only where writing failed, and that failure is what the officer hears.
    let _ = send.blocking_send((entries, progress));
    Ok(())
}

struct Writing<'a> {
    desk: &'a Desk,
    name: &'a str,
    /// Its number, once there is something to write.
    import: Option<i64>,
    report: ImportReport,
}

impl Writing<'_> {
    async fn part(&mut self, entries: Vec<Entry>) -> Result<()> {
        let mut part = ImportPart::default();
        let mut rows: Vec<Row> = Vec::with_capacity(entries.len());
        let now = self.desk.now();
        for entry in entries {
            self.report.read += 1;
            match entry {
                Entry::Row(row) if is_of_the_future(&row, now) => {
                    self.report.unreadable.push(UnreadableRow {
                        row: u64::from(row.row),
                        reason: UnreadableReason::FutureDate,
                    });
                    part.unreadable.push(Unreadable {
                        place: row.row.to_string(),
                        reason: FUTURE_DATE.to_owned(),
                        raw: row.raw,
                    });
                }
                Entry::Row(row) => rows.push(*row),
                Entry::Repeated { .. } => self.report.unchanged += 1,
                Entry::Unreadable(unreadable) => {
                    self.report.unreadable.push(UnreadableRow {
                        row: u64::from(unreadable.row),
                        reason: reason(unreadable.fault),
                    });
                    part.unreadable.push(Unreadable {
                        place: unreadable.row.to_string(),
                        reason: unreadable.fault.code().to_owned(),
                        raw: unreadable.raw,
                    });
                }
            }
        }
        let ids: Vec<ComplaintId> = rows.iter().map(|row| row.complaint.id).collect();
        let mirror = self.desk.store.mirror();
        let known = mirror.confirmed_many(&ids).await.map_err(of_store)?;
        let mut known: HashMap<ComplaintId, Complaint> = known
            .into_iter()
            .map(|complaint| (complaint.id, complaint))
            .collect();
        let (office, now) = (self.desk.office(), self.desk.now());
        for mut row in rows {
            let raw = row.raw.clone();
            // An export has no date of its own: its words are known since now.
            row.complaint.national.as_of = Some(now);
            let complaint = match known.remove(&row.complaint.id) {
                None => {
                    self.report.new += 1;
                    first_national(row.national())
                }
                Some(known) => match merge_national(&known, row.national()) {
                    Merged::Changed(merged) => {
                        self.report.updated += 1;
                        *merged
                    }
                    Merged::Confirmed(mut confirmed) => {
                        self.report.unchanged += 1;
                        // The mirror takes only what has a higher number.
                        confirmed.versions.head += 1;
                        *confirmed
                    }
                    Merged::Unchanged => {
                        self.report.unchanged += 1;
                        continue;
                    }
                },
            };
            part.rows.push(MirrorRow {
                due: office.due(&complaint, now),
                complaint,
                seq: 0,
                raw: Some(raw),
            });
        }
        if part.rows.is_empty() && part.unreadable.is_empty() {
            return Ok(());
        }
        let journal = self.desk.store.journal();
        let import = match self.import {
            Some(import) => import,
            None => journal
                .begin_import(self.name, now)
                .await
                .map_err(of_store)?,
        };
        self.import = Some(import);
        journal.import_part(import, part).await.map_err(of_store)?;
        Ok(())
    }

    async fn finish(self) -> Result<ImportReport> {
        if let Some(import) = self.import {
            let counts = ImportCounts {
                read: self.report.read,
                new: self.report.new,
                updated: self.report.updated,
                unchanged: self.report.unchanged,
                unreadable: self.report.unreadable.len() as u64,
            };
            self.desk
                .store
                .journal()
                .finish_import(import, counts, self.desk.now())
                .await
                .map_err(of_store)?;
        }
        Ok(self.report)
    }
}

/// No clock can run from a time that has not come. A day is let pass: the clocks of an office and of
/// the national site may differ.
fn is_of_the_future(row: &Row, now: DateTime<Utc>) -> bool {
    plausible(row.complaint.received_at, now).is_err()
}

fn reason(fault: RowFault) -> UnreadableReason {
    match fault {
        RowFault::NoTrackingId => UnreadableReason::NoTrackingId,
        RowFault::BadTrackingId => UnreadableReason::BadTrackingId,
        RowFault::NotNational => UnreadableReason::NotNational,
        RowFault::NoDate => UnreadableReason::NoDate,
        RowFault::BadDate => UnreadableReason::BadDate,
        RowFault::BadTime => UnreadableReason::BadTime,
        RowFault::NoText => UnreadableReason::NoText,
        RowFault::TextTooLong { .. } => UnreadableReason::TextTooLong,
        RowFault::DiffersFrom { .. } => UnreadableReason::DuplicateTrackingId,
    }
}

/// Rows and pages that could not be read, newest first.
pub async fn problems(desk: &Desk, _request: Problems) -> Result<Vec<Problem>> {
    let imports = desk.store.journal().imports().await.map_err(of_store)?;
    let kept = desk
        .store
        .mirror()
        .quarantined(MOST_PROBLEMS)
        .await
        .map_err(of_store)?;
    Ok(kept
        .into_iter()
        .map(|kept| Problem {
            at: imports
                .iter()
                .find(|import| import.name == kept.source)
                .map(|import| import.begun_at),
            source: kept.source,
            place: kept.row.place,
            reason: kept.row.reason,
            raw: kept.row.raw,
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn rows_of_the_future_are_set_aside() {
        // Received on Friday 20 November 2026 at 09:00 WIB.
        let row = Row {
            row: 7,
            complaint: testing::complaint("9120447"),
            privacy: Default::default(),
            raw: "{}".to_owned(),
        };
        let of_the_future = |now: &str| is_of_the_future(&row, now.parse().unwrap());
        assert!(!of_the_future("2026-11-20T09:00:00+07:00"));
        assert!(
            !of_the_future("2026-11-19T09:00:00+07:00"),
            "a day is let pass"
        );
        assert!(of_the_future("2026-11-18T09:00:00+07:00"));
    }
}
