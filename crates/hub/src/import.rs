//! The national Excel export into the hub's database. Importing twice changes nothing.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use tanggap_domain::complaint::Complaint;
use tanggap_geo::Gazetteer;
use tanggap_upstream::spreadsheet::{self, Entry, Progress, Source, SpreadsheetError};
use tokio::sync::mpsc;

use crate::db::{Db, DbError};

/// Rows that wait between reading and writing, at most.
const AHEAD: usize = 1000;
/// Rows written at once.
const CHUNK: usize = 500;

/// What an import did. `read` is the sum of the other four.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub read: usize,
    pub new: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub unreadable: Vec<UnreadableRow>,
}

/// A row that gave no complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnreadableRow {
    /// As the spreadsheet program counts, from 1.
    pub row: u32,
    /// A code of `tanggap_upstream::spreadsheet::RowFault`.
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("reading the file ({})", .0.code())]
    File(#[from] SpreadsheetError),
    #[error("writing complaints")]
    Db(#[from] DbError),
    #[error("reading broke down")]
    Reader,
}

/// Reads `file` and takes its rows in, a chunk at a time.
///
/// # Errors
/// [`ImportError`]. Chunks written before stay written: importing the file again goes on from there.
pub async fn import(
    db: &dyn Db,
    file: &Path,
    zone: Tz,
    now: DateTime<Utc>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Imported, ImportError> {
    let (entries, mut queue) = mpsc::channel(AHEAD);
    let path = file.to_owned();
    let reading = tokio::task::spawn_blocking(move || read(&path, zone, &entries));
    let mut imported = Imported::default();
    let mut chunk: Vec<Complaint> = Vec::with_capacity(CHUNK);
    while let Some((entry, so_far)) = queue.recv().await {
        imported.read += 1;
        match entry {
            Entry::Row(row) => {
                let mut complaint = row.complaint;
                complaint.national.as_of = Some(now);
                chunk.push(complaint);
            }
            Entry::Repeated { .. } => imported.unchanged += 1,
            Entry::Unreadable(unreadable) => imported.unreadable.push(UnreadableRow {
                row: unreadable.row,
                reason: unreadable.fault.code().to_owned(),
            }),
        }
        if chunk.len() == CHUNK {
            take_in(db, &mut chunk, now, &mut imported).await?;
            progress(so_far);
        }
    }
    reading.await.map_err(|_| ImportError::Reader)??;
    take_in(db, &mut chunk, now, &mut imported).await?;
    Ok(imported)
}

async fn take_in(
    db: &dyn Db,
    chunk: &mut Vec<Complaint>,
    now: DateTime<Utc>,
    imported: &mut Imported,
) -> Result<(), DbError> {
    let taken = db.take_in(std::mem::take(chunk), now).await?;
    imported.new += taken.new;
    imported.updated += taken.updated;
    imported.unchanged += taken.unchanged;
    Ok(())
}

fn read(
    path: &Path,
    zone: Tz,
    entries: &mpsc::Sender<(Entry, Progress)>,
) -> Result<(), SpreadsheetError> {
    let places = Gazetteer::bundled();
    let resolve = |[province, regency, district, village]: [Option<&str>; 4]| {
        places.resolve(province, regency, district, village)
    };
    let source = Source {
        zone,
        resolve: &resolve,
    };
    spreadsheet::read_each(path, &source, &mut |entry, so_far| {
        // Nobody takes rows any more when writing failed.
        match entries.blocking_send((entry, so_far)) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    })?;
    Ok(())
}
