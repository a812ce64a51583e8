//! What another hub kept, into this one and out of it: `tanggap_protocol::carried`.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use tanggap_domain::complaint::{Attachment, Complaint};
use tanggap_protocol::carried::CarriedLine;
use tanggap_protocol::import::Import;
use tanggap_upstream::spreadsheet::Progress;
use tokio::sync::mpsc;

use crate::db::{Bringer, Carried, Db, DbError, EntryKind, FilePart, FileRead, ImportRow, Kind};
use crate::import::{ImportError, Imported, UnreadableRow};

/// Lines handed to the writer at once.
const CHUNK: usize = 200;
const PARTS_AHEAD: usize = 4;
/// A line is one complaint; the longest that is accepted stays far below.
const MAX_LINE_BYTES: u64 = 64 * 1024 * 1024;

/// Takes over what another hub kept: all that can be read and is the bringer's to touch, or nothing of it.
///
/// # Errors
/// [`ImportError`], after which the hub is as it was.
pub async fn take_over(
    db: &dyn Db,
    file: &Path,
    bringer: Bringer,
    now: DateTime<Utc>,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Imported, ImportError> {
    if db.identity().kind == Kind::Practice {
        return Err(ImportError::PracticeHub);
    }
    let (path, (read, mut parts)) = (file.to_owned(), mpsc::channel(PARTS_AHEAD));
    let reading = tokio::task::spawn_blocking(move || read_lines(&path, &read));
    let (write, taken) = mpsc::channel(PARTS_AHEAD);
    let forwarding = async move {
        let mut imported = Imported::default();
        while let Some(part) = parts.recv().await {
            let Part {
                pieces,
                complaints,
                unreadable,
            } = part;
            imported.read += complaints + unreadable.len();
            imported.unreadable.extend(unreadable);
            progress(Progress {
                rows_read: imported.read as u32,
                ..Progress::default()
            });
            if write.send(FilePart::Carried(pieces)).await.is_err() {
                // Writing says why itself.
                return Ok(imported);
            }
        }
        reading.await.map_err(|_| ImportError::Reader)??;
        let whole = FileRead {
            report: imported.report(),
            as_of: None,
        };
        let _ = write.send(FilePart::Whole(Box::new(whole))).await;
        Ok::<_, ImportError>(imported)
    };
    let (read, written) = tokio::join!(forwarding, db.take_in_file(taken, bringer, now));
    let mut imported = read?;
    imported.add(written?);
    imported.unseen = db.unseen().await?;
    Ok(imported)
}

#[derive(Default)]
struct Part {
    pieces: Vec<Carried>,
    complaints: usize,
    unreadable: Vec<UnreadableRow>,
}

fn read_lines(path: &Path, parts: &mpsc::Sender<Part>) -> Result<(), ImportError> {
    let cut_off = |_| ImportError::CutOff;
    let file = std::fs::File::open(path).map_err(cut_off)?;
    let mut reader = BufReader::new(GzDecoder::new(file));
    let mut part = Part::default();
    let mut number = 0;
    loop {
        let mut line = Vec::new();
        (&mut reader)
            .take(MAX_LINE_BYTES)
            .read_until(b'\n', &mut line)
            .map_err(cut_off)?;
        if line.last() != Some(&b'\n') {
            return Err(ImportError::CutOff);
        }
        number += 1;
        match read_line(&line) {
            Some(Line::End) => {
                // The checksum of the whole stands behind it.
                reader.read_to_end(&mut line).map_err(cut_off)?;
                break;
            }
            Some(Line::Hub) => {}
            Some(Line::Piece(piece)) => {
                part.complaints += usize::from(matches!(piece, Carried::Complaint(_)));
                part.pieces.push(piece);
            }
            // One that cannot be read stops no other.
            None => part.unreadable.push(UnreadableRow {
                row: number,
                reason: "unreadable".to_owned(),
            }),
        }
        if part.pieces.len() >= CHUNK {
            // Nobody takes parts any more when writing failed.
            if parts.blocking_send(std::mem::take(&mut part)).is_err() {
                return Ok(());
            }
        }
    }
    let _ = parts.blocking_send(part);
    Ok(())
}

enum Line {
    Hub,
    Piece(Carried),
    End,
}

fn read_line(line: &[u8]) -> Option<Line> {
    Some(Line::Piece(match serde_json::from_slice(line).ok()? {
        CarriedLine::Hub { .. } => return Some(Line::Hub),
        CarriedLine::End { .. } => return Some(Line::End),
        CarriedLine::Complaint(complaint) => {
            Carried::Complaint(Box::new(Complaint::try_from(*complaint).ok()?))
        }
        CarriedLine::Joined { report, recording } => Carried::Joined { report, recording },
        CarriedLine::Operation(operation) => {
            let hash = hex::decode(&operation.body_hash).ok()?;
            (hash.len() == 32).then_some(Carried::Operation(operation))?
        }
        CarriedLine::Import(import) => Carried::Import(Box::new(row_of(*import)?)),
    }))
}

fn row_of(import: Import) -> Option<ImportRow> {
    let Import {
        id,
        name,
        sha256,
        by,
        begun_at,
        ended_at,
        state,
        read: _,
        expected: _,
        report,
        kind,
        at_hub: _,
        // What it did to each complaint stays behind.
        kept: _,
        takes_back,
        // Follows from the entry that took it back.
        taken_back_by: _,
    } = import;
    let (what, counts) = match takes_back {
        None => (EntryKind::Brought(kind), None),
        Some(back) => {
            let import = back.id.parse().ok()?;
            let reason = back.reason;
            (EntryKind::TakesBack { import, reason }, back.counts)
        }
    };
    Some(ImportRow {
        id: id.parse().ok()?,
        officer: Some(by.id),
        officer_name: by.name,
        name,
        sha256,
        begun_at,
        ended_at: Some(ended_at?),
        state,
        report,
        what,
        office: None,
        kept: false,
        counts,
        taken_back_by: None,
    })
}

/// Writes lines into the form that travels.
pub struct Packing {
    to: GzEncoder<Vec<u8>>,
    complaints: u64,
}

impl Default for Packing {
    fn default() -> Self {
        Self {
            to: GzEncoder::new(Vec::new(), Compression::fast()),
            complaints: 0,
        }
    }
}

impl Packing {
    /// # Errors
    /// What cannot be written as JSON; memory does not fail otherwise.
    pub fn add(&mut self, line: &CarriedLine) -> std::io::Result<()> {
        self.complaints += u64::from(matches!(line, CarriedLine::Complaint(_)));
        serde_json::to_writer(&mut self.to, line)?;
        self.to.write_all(b"\n")
    }

    /// Complaints packed so far.
    pub fn complaints(&self) -> u64 {
        self.complaints
    }

    /// The whole of it.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn finish(mut self) -> std::io::Result<Vec<u8>> {
        let complaints = self.complaints;
        self.add(&CarriedLine::End { complaints })?;
        self.to.finish()
    }
}

/// What a hub hands over, packed, and the files that its complaints name.
pub struct Packed {
    pub content: Vec<u8>,
    pub complaints: u64,
    /// By their hashes.
    pub files: BTreeMap<String, Attachment>,
}

/// Everything this hub kept, in one snapshot.
///
/// # Errors
/// [`DbError`]
pub async fn pack(db: &dyn Db, now: DateTime<Utc>) -> Result<Packed, DbError> {
    let (send, mut pieces) = mpsc::channel(CHUNK);
    let id = Some(db.identity().hub_id);
    let packing = async move {
        let mut packing = Packing::default();
        let mut files = BTreeMap::new();
        packing.add(&CarriedLine::Hub { id, at: now })?;
        while let Some(piece) = pieces.recv().await {
            packing.add(&match piece {
                Carried::Complaint(complaint) => {
                    let named = complaint.files().filter(|file| !file.sha256.is_empty());
                    files.extend(named.map(|file| (file.sha256.clone(), file.clone())));
                    CarriedLine::Complaint(Box::new((*complaint).into()))
                }
                Carried::Joined { report, recording } => CarriedLine::Joined { report, recording },
                Carried::Operation(operation) => CarriedLine::Operation(operation),
                Carried::Import(row) => CarriedLine::Import(Box::new((*row).into())),
            })?;
        }
        let complaints = packing.complaints();
        Ok::<_, std::io::Error>(Packed {
            content: packing.finish()?,
            complaints,
            files,
        })
    };
    let (packed, read) = tokio::join!(packing, db.carry_out(send));
    read?;
    Ok(packed?)
}
