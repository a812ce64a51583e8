//! The national Excel export into the hub's database. Importing twice changes nothing, and a file is taken
//! in as a whole or not at all.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tanggap_domain::merge::NationalRow;
use tanggap_domain::moment::plausible;
use tanggap_domain::provenance::AsOf;
use tanggap_domain::source_zone::{SourceZones, ZoneProposal};
use tanggap_geo::Gazetteer;
use tanggap_protocol::import::{self as wire, Differs};
use tanggap_upstream::spreadsheet::{Entry, Export, Progress, Source, SpreadsheetError};
use tokio::sync::mpsc;

use crate::db::{Bringer, Db, DbError, FilePart, FileRead, Kind, TakenIn, UnreadableRaw};

/// Rows that wait between reading and writing, at most.
const AHEAD: usize = 1000;
/// Rows handed to the writer at once.
const CHUNK: usize = 500;
/// Chunks that wait for the writer, at most.
const PARTS_AHEAD: usize = 4;

/// What an import did. `read` is the sum of new, updated, unchanged, out of
/// reach and unreadable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub read: usize,
    pub new: usize,
    pub updated: usize,
    pub unchanged: usize,
    /// Rows about complaints that whoever brought the file may not touch.
    #[serde(skip_serializing_if = "is_none")]
    pub out_of_reach: usize,
    /// New complaints that are protected only because nothing says that they need not be.
    pub protected: usize,
    pub unreadable: Vec<UnreadableRow>,
    /// Rows that were taken in with a word of privacy that nobody knows: protected until a word says
    /// otherwise.
    pub unclear_privacy: Vec<u32>,
    /// Columns that were not found, by their name in the national export.
    pub missing_columns: Vec<String>,
    /// Whether no row says anything of privacy: then new complaints are protected.
    pub silent_on_privacy: bool,
    /// What the hours of the reports say of the zone they are written in. A proposal: nothing holds that
    /// was not given with `--zone`.
    pub zones: Vec<ZoneProposal>,
    /// Complaints carried over from another hub that stay different here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
    /// Complaints of the hub that no officer with access sees in whole, of this file and of earlier ones.
    pub unseen: u64,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

/// A row that gave no complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableRow {
    /// As the spreadsheet program counts, from 1.
    pub row: u32,
    /// A code of `tanggap_upstream::spreadsheet::RowFault`, or why its time cannot be true.
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("this hub was made for practice: real complaints do not belong here")]
    PracticeHub,
    #[error("reading the file ({}): {}", .0.code(), .0)]
    File(#[from] SpreadsheetError),
    #[error("writing complaints")]
    Db(#[from] DbError),
    #[error("what another hub kept does not come to its end")]
    CutOff,
    #[error("reading broke down")]
    Reader,
}

/// Reads `file` and takes its rows in: all that can be read and are the bringer's to touch, or none.
///
/// # Errors
/// [`ImportError`], after which the hub is as it was.
pub async fn import(
    db: &dyn Db,
    file: &Path,
    zones: &SourceZones,
    bringer: Bringer,
    now: DateTime<Utc>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Imported, ImportError> {
    if db.identity().kind == Kind::Practice {
        return Err(ImportError::PracticeHub);
    }
    let path = file.to_owned();
    let export = tokio::task::spawn_blocking(move || Export::open(&path))
        .await
        .map_err(|_| ImportError::Reader)??;
    let survey = export.survey().clone();
    let as_of = survey.as_of(zones, now);
    let (entries, queue) = mpsc::channel(AHEAD);
    let reading = {
        let zones = zones.clone();
        tokio::task::spawn_blocking(move || read(&export, &zones, as_of, &entries))
    };
    let (parts, taken) = mpsc::channel(PARTS_AHEAD);
    let forwarding = async move {
        let mut imported = Imported {
            missing_columns: survey
                .absent
                .iter()
                .map(|column| column.name().to_owned())
                .collect(),
            silent_on_privacy: !survey.speaks_of_privacy,
            zones: survey.hours.propose(),
            ..Imported::default()
        };
        let forwarded = forward(queue, &parts, &mut imported, now, progress).await;
        reading.await.map_err(|_| ImportError::Reader)??;
        if forwarded {
            let read = FileRead {
                report: imported.report(),
                as_of: Some(as_of),
            };
            // Writing may have failed, and says so itself.
            let _ = parts.send(FilePart::Whole(Box::new(read))).await;
        }
        Ok::<_, ImportError>(imported)
    };
    let (read, written) = tokio::join!(forwarding, db.take_in_file(taken, bringer, now));
    // Why reading broke off is what somebody can act on; writing then only says that it did.
    let mut imported = read?;
    imported.add(written?);
    imported.unseen = db.unseen().await?;
    Ok(imported)
}

impl Imported {
    /// As it is kept, and told to desks.
    pub(crate) fn report(&self) -> wire::ImportReport {
        let Self {
            read,
            new,
            updated,
            unchanged,
            out_of_reach,
            protected,
            unreadable,
            unclear_privacy,
            missing_columns,
            silent_on_privacy: _,
            zones,
            differs,
            unseen: _,
        } = self;
        let count = |rows: &usize| *rows as u64;
        wire::ImportReport {
            read: count(read),
            new: count(new),
            updated: count(updated),
            unchanged: count(unchanged),
            out_of_reach: count(out_of_reach),
            protected: count(protected),
            unreadable: unreadable
                .iter()
                .map(|row| wire::UnreadableRow {
                    row: row.row,
                    reason: row.reason.clone(),
                })
                .collect(),
            unclear_privacy: unclear_privacy.clone(),
            missing_columns: missing_columns.clone(),
            zones: zones.clone(),
            differs: differs.clone(),
        }
    }

    /// Counts what was written.
    pub(crate) fn add(&mut self, written: TakenIn) {
        let TakenIn {
            new,
            updated,
            unchanged,
            out_of_reach,
            protected,
            differs,
        } = written;
        self.new += new;
        self.updated += updated;
        self.unchanged += unchanged;
        self.out_of_reach += out_of_reach;
        self.protected += protected;
        self.differs.extend(differs);
    }
}

/// Hands rows on to the writer; whether it took all of them.
async fn forward(
    mut queue: mpsc::Receiver<(Entry, Progress)>,
    parts: &mpsc::Sender<FilePart>,
    imported: &mut Imported,
    now: DateTime<Utc>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> bool {
    let mut chunk: Vec<NationalRow> = Vec::with_capacity(CHUNK);
    let mut unreadable: Vec<UnreadableRaw> = Vec::new();
    while let Some((entry, so_far)) = queue.recv().await {
        imported.read += 1;
        let fault = match entry {
            Entry::Row(row) => match plausible(row.complaint.received_at, now) {
                Ok(_) => {
                    if row.privacy.is_unknown() {
                        imported.unclear_privacy.push(row.row);
                    }
                    chunk.push(row.national());
                    None
                }
                Err(why) => Some((row.row, why.code(), row.raw)),
            },
            Entry::Repeated { .. } => {
                imported.unchanged += 1;
                None
            }
            Entry::Unreadable(row) => Some((row.row, row.fault.code(), row.raw)),
        };
        if let Some((row, reason, raw)) = fault {
            let reason = reason.to_owned();
            imported.unreadable.push(UnreadableRow {
                row,
                reason: reason.clone(),
            });
            unreadable.push(UnreadableRaw { row, reason, raw });
        }
        if chunk.len() == CHUNK || unreadable.len() == CHUNK {
            progress(so_far);
            let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
            let rows = std::mem::take(&mut unreadable);
            if !send(parts, full, rows).await {
                return false;
            }
        }
    }
    send(parts, chunk, unreadable).await
}

/// Whether the writer still takes them.
async fn send(
    parts: &mpsc::Sender<FilePart>,
    rows: Vec<NationalRow>,
    unreadable: Vec<UnreadableRaw>,
) -> bool {
    let kept = unreadable.is_empty() || parts.send(FilePart::Unreadable(unreadable)).await.is_ok();
    kept && parts.send(FilePart::Rows(rows)).await.is_ok()
}

fn read(
    export: &Export,
    zones: &SourceZones,
    as_of: AsOf,
    entries: &mpsc::Sender<(Entry, Progress)>,
) -> Result<(), SpreadsheetError> {
    let places = Gazetteer::bundled();
    let resolve = |[province, regency, district, village]: [Option<&str>; 4]| {
        places.resolve(province, regency, district, village)
    };
    let source = Source {
        zones,
        as_of: Some(as_of),
        resolve: &resolve,
    };
    export.read_each(&source, &mut |entry, so_far| {
        // Nobody takes rows any more when writing failed.
        match entries.blocking_send((entry, so_far)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    Ok(())
}
