//! Importing the national Excel export: at the hub where the desk has one, else into this desk.
//!
//! Rows merge onto what is known by the rule the hub uses too, so importing twice changes nothing and
//! local notes are never touched. What can be read of a file is taken in together, or nothing of it. Rows that cannot be read are kept with the reason.

mod at_hub;
mod history;

pub use history::history;

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::pin::pin;

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::merge::{Merged, NationalRow, first_national, merge_national};
use tanggap_domain::moment::plausible;
use tanggap_domain::provenance::AsOf;
use tanggap_domain::source_zone::{SourceZones, WrittenIn, ZonePeriod};
use tanggap_ipc::files::FileUse;
use tanggap_ipc::import::{
    CallOff, ImportReport, Problem, Problems, Run, UnreadableReason, UnreadableRow, ZoneHint,
};
use tanggap_ipc::{Code, Error, Event};
use tanggap_store::{ImportCounts, ImportPart, MirrorRow, SealedPart, Unreadable};
use tanggap_upstream::spreadsheet::{
    Entry, Export, Progress, Row, RowFault, Source, SpreadsheetError, Survey,
};
use tokio::sync::mpsc;

use crate::desk::Desk;
use crate::error::{Result, internal, of_spreadsheet, of_store};
use crate::place;

/// Rows that are read, merged and sealed together.
const PART_ROWS: usize = 1_000;
/// Parts that may wait between reading and writing.
const PARTS_WAITING: usize = 3;
/// Beside the faults of the spreadsheet itself, which knows no time.
const FUTURE_DATE: &str = "future-date";
/// Where the journal keeps the zones of the national export that an officer confirmed.
const ZONES: &str = "source-zones";
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
    import(desk, copy.path(), &name, request.zones).await
}

/// Imports a file on this computer.
pub async fn run_path(desk: &Desk, path: &Path) -> Result<ImportReport> {
    run_path_in(desk, path, None).await
}

/// Imports a file on this computer, and keeps the zones that the officer confirmed for its times.
pub async fn run_path_in(
    desk: &Desk,
    path: &Path,
    zones: Option<Vec<ZonePeriod>>,
) -> Result<ImportReport> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    import(desk, path, &name, zones).await
}

/// Looks through a file on this computer as [`run_path_in`] would, and takes nothing in: how many rows it
/// has, what it lacks, and in which zones its times would be read and seem to be written. Neither the
/// profile nor the zones that hold are changed.
pub async fn look(
    desk: &Desk,
    path: &Path,
    zones: Option<Vec<ZonePeriod>>,
) -> Result<ImportReport> {
    let zones = match zones {
        Some(periods) => SourceZones::from(periods),
        None => self::zones(desk, None).await?,
    };
    let path = path.to_owned();
    let survey = tokio::task::spawn_blocking(move || {
        Export::open(&path).map(|export| export.survey().clone())
    })
    .await
    .map_err(internal)?
    .map_err(of_spreadsheet)?;
    Ok(ImportReport {
        read: u64::from(survey.rows),
        ..report_of(&survey, &zones)
    })
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

async fn import(
    desk: &Desk,
    path: &Path,
    name: &str,
    confirmed: Option<Vec<ZonePeriod>>,
) -> Result<ImportReport> {
    let _one_at_a_time = desk.importing.lock().await;
    let zones = zones(desk, confirmed).await?;
    let (path, source) = (path.to_owned(), path.to_owned());
    // Looked through to its end before the first row is taken in: a file that cannot be read leaves
    // nothing behind.
    let export = tokio::task::spawn_blocking(move || Export::open(&path))
        .await
        .map_err(internal)?
        .map_err(of_spreadsheet)?;
    let survey = export.survey().clone();
    // A hub keeps the complaints of all its desks: a file read beside it would outrank what colleagues
    // do there. Whether the file is an export at all is said either way.
    if let Some(connection) = desk.connection() {
        drop(export);
        let report = report_of(&survey, &zones);
        return at_hub::bring(desk, &connection, &source, name, &zones, report).await;
    }
    let as_of = survey.as_of(&zones, desk.now());
    let (send, mut parts) = mpsc::channel::<(Vec<Entry>, Progress)>(PARTS_WAITING);
    let reading = {
        let zones = zones.clone();
        tokio::task::spawn_blocking(move || read(&export, &zones, as_of, &send))
    };
    let mut taking = Taking {
        desk,
        parts: Vec::new(),
        report: report_of(&survey, &zones),
    };
    // Heard also while a part is taken in.
    let mut called_off = pin!(desk.import_called_off.notified());
    called_off.as_mut().enable();
    let mut outcome = Ok(());
    loop {
        let (entries, progress) = tokio::select! {
            part = parts.recv() => match part {
                Some(part) => part,
                None => break,
            },
            () = called_off.as_mut() => {
                outcome = Err(Error::new(Code::ImportCancelled));
                break;
            }
        };
        outcome = taking.part(entries).await;
        if outcome.is_err() {
            break;
        }
        desk.tell(Event::ImportProgress {
            done: u64::from(progress.rows_read),
            total: u64::from(progress.rows_expected),
            storing: false,
        });
    }
    drop(parts);
    let read = reading.await.map_err(internal)?.map_err(of_spreadsheet);
    // Why writing failed is what the officer hears; reading only broke off because of it.
    if let Err(error) = outcome.and(read) {
        taking.drop_all().await;
        return Err(error);
    }
    let report = taking.finish(name).await?;
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell_frame().await;
    desk.watch_again();
    Ok(report)
}

/// The zones that hold: those confirmed with this import, else those confirmed before.
async fn zones(desk: &Desk, confirmed: Option<Vec<ZonePeriod>>) -> Result<SourceZones> {
    let journal = desk.store.journal();
    if let Some(periods) = confirmed {
        let zones = SourceZones::from(periods);
        journal.set_setting(ZONES, &zones).await.map_err(of_store)?;
        return Ok(zones);
    }
    let kept = journal.setting(ZONES).await.map_err(of_store)?;
    Ok(kept.unwrap_or_default())
}

/// What is known of a file before its first row is taken in.
fn report_of(survey: &Survey, zones: &SourceZones) -> ImportReport {
    let hours = survey.hours.propose();
    ImportReport {
        missing_columns: survey
            .absent
            .iter()
            .map(|column| column.name().to_owned())
            .collect(),
        zones: hours
            .into_iter()
            .map(|hint| {
                let (used, confirmed) = zones.on(hint.from);
                ZoneHint {
                    from: hint.from,
                    until: hint.until,
                    shown: hint.zone,
                    reports: hint.reports,
                    used,
                    confirmed,
                }
            })
            .collect(),
        assumed_zone: zones.periods().is_empty().then(WrittenIn::default),
        ..ImportReport::default()
    }
}

/// Reads the whole file and hands it over in parts; stops where nobody takes them any more.
fn read(
    export: &Export,
    zones: &SourceZones,
    as_of: AsOf,
    send: &mpsc::Sender<(Vec<Entry>, Progress)>,
) -> std::result::Result<(), SpreadsheetError> {
    let resolve = |names: [Option<&str>; 4]| {
        let [province, regency, district, village] = names;
        place::resolve(province, regency, district, village)
    };
    let source = Source {
        zones,
        as_of: Some(as_of),
        resolve: &resolve,
    };
    let mut entries = Vec::with_capacity(PART_ROWS);
    let progress = export.read_each(&source, &mut |entry, progress| {
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

/// Rows on their way into the profile: sealed on the disk part by part, and named all at once.
struct Taking<'a> {
    desk: &'a Desk,
    parts: Vec<SealedPart>,
    report: ImportReport,
}

impl Taking<'_> {
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
            if row.privacy.is_unknown() {
                self.report.unclear_privacy.push(u64::from(row.row));
            }
            let raw = std::mem::take(&mut row.raw);
            let known = known.remove(&row.complaint.id);
            let Some(complaint) = self.merged(known, row.national()) else {
                continue;
            };
            part.rows.push(MirrorRow {
                kept: office.kept(&complaint, now),
                complaint,
                seq: 0,
                raw: Some(raw),
            });
        }
        if part.rows.is_empty() && part.unreadable.is_empty() {
            return Ok(());
        }
        let sealed = self
            .desk
            .store
            .journal()
            .seal_import_part(part)
            .await
            .map_err(of_store)?;
        self.parts.push(sealed);
        Ok(())
    }

    /// What is to be written, and counts it.
    fn merged(&mut self, known: Option<Complaint>, row: NationalRow) -> Option<Complaint> {
        let report = &mut self.report;
        let Some(known) = known else {
            let new = first_national(row);
            report.new += 1;
            report.protected += u64::from(new.provenance.privacy_is_assumed());
            return Some(new);
        };
        match merge_national(&known, row) {
            Merged::Changed(merged) => {
                report.updated += 1;
                Some(*merged)
            }
            Merged::Confirmed(mut confirmed) => {
                report.unchanged += 1;
                // The mirror takes only what has a higher number.
                confirmed.versions.head += 1;
                Some(*confirmed)
            }
            Merged::Unchanged => {
                report.unchanged += 1;
                None
            }
        }
    }

    /// Takes everything in, or nothing.
    async fn finish(self, name: &str) -> Result<ImportReport> {
        let Self {
            desk,
            parts,
            report,
        } = self;
        if parts.is_empty() {
            return Ok(report);
        }
        let counts = ImportCounts {
            read: report.read,
            new: report.new,
            updated: report.updated,
            unchanged: report.unchanged,
            unreadable: report.unreadable.len() as u64,
        };
        let total = parts.iter().map(SealedPart::rows).sum();
        let (tell, mut written) = mpsc::unbounded_channel();
        let journal = desk.store.journal();
        let taking_in = journal.take_in_import(name, desk.now(), parts, counts, tell);
        tokio::pin!(taking_in);
        loop {
            tokio::select! {
                done = &mut taking_in => {
                    done.map_err(of_store)?;
                    return Ok(report);
                }
                Some(done) = written.recv() => {
                    desk.tell(Event::ImportProgress { done, total, storing: true });
                }
            }
        }
    }

    async fn drop_all(self) {
        if let Err(cause) = self.desk.store.journal().drop_sealed(self.parts).await {
            tracing::warn!(%cause, "Parts of an import that failed are left");
        }
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
        RowFault::Continues { .. } => UnreadableReason::ContinuesRow,
    }
}

/// Calls the import off that runs, if one does: nothing of its file is taken in then. One that is being written
/// already stays.
pub async fn call_off(desk: &Desk, _request: CallOff) -> Result<()> {
    desk.import_called_off.notify_waiters();
    Ok(())
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
