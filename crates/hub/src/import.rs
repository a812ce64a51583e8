//! The national Excel export into the hub's database. Importing twice changes nothing.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use tanggap_domain::merge::NationalRow;
use tanggap_domain::moment::plausible;
use tanggap_geo::Gazetteer;
use tanggap_upstream::spreadsheet::{self, Entry, Progress, Source, SpreadsheetError};
use tokio::sync::mpsc;

use crate::db::{Db, DbError, FilePart, TakenIn};

/// Rows that wait between reading and writing, at most.
const AHEAD: usize = 1000;
/// Rows handed to the writer at once.
const CHUNK: usize = 500;
/// Chunks that wait for the writer, at most.
const PARTS_AHEAD: usize = 4;

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

/// Reads `file` and takes its rows in: all that can be read, or none.
///
/// # Errors
/// [`ImportError`], after which the hub is as it was.
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
    let (parts, taken) = mpsc::channel(PARTS_AHEAD);
    let forwarding = async move {
        let mut imported = Imported::default();
        let mut chunk: Vec<NationalRow> = Vec::with_capacity(CHUNK);
        while let Some((entry, so_far)) = queue.recv().await {
            imported.read += 1;
            match entry {
                Entry::Row(row) => match plausible(row.complaint.received_at, now) {
                    Ok(_) => {
                        let mut row = row.national();
                        row.complaint.national.as_of = Some(now);
                        chunk.push(row);
                    }
                    Err(why) => imported.unreadable.push(UnreadableRow {
                        row: row.row,
                        reason: why.code().to_owned(),
                    }),
                },
                Entry::Repeated { .. } => imported.unchanged += 1,
                Entry::Unreadable(unreadable) => imported.unreadable.push(UnreadableRow {
                    row: unreadable.row,
                    reason: unreadable.fault.code().to_owned(),
                }),
            }
            if chunk.len() == CHUNK {
                progress(so_far);
                let full = std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK));
                if parts.send(FilePart::Rows(full)).await.is_err() {
                    // Writing failed, and says so itself.
                    break;
                }
            }
        }
        drop(queue);
        reading.await.map_err(|_| ImportError::Reader)??;
        for part in [FilePart::Rows(chunk), FilePart::Whole] {
            // Writing may have failed, and says so itself.
            let _ = parts.send(part).await;
        }
        Ok::<_, ImportError>(imported)
    };
    let (read, written) = tokio::join!(forwarding, db.take_in_file(taken, now));
    // Why reading broke off is what somebody can act on; writing then only says that it did.
    let mut imported = read?;
    let TakenIn {
        new,
        updated,
        unchanged,
    } = written?;
    imported.new += new;
    imported.updated += updated;
    imported.unchanged += unchanged;
    Ok(imported)
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
