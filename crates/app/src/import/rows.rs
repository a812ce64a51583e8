//! The rows of a file as they stand in it, kept beside the complaints that they told of: for whoever imported
//! it at a desk of their own, to look at. What is known of a complaint never follows from them. The hub has looked
//! the file through, and is not asked to do so again.

use std::ops::ControlFlow;
use std::path::Path;

use tanggap_domain::ids::ComplaintId;
use tanggap_domain::source_zone::SourceZones;
use tanggap_upstream::spreadsheet::{Entry, Export, Source, SpreadsheetError};
use tokio::sync::mpsc;

use crate::desk::Desk;
use crate::error::{Result, internal, of_spreadsheet, of_store};
use crate::place;

/// Rows written at once.
const PART_ROWS: usize = 1_000;
const PARTS_WAITING: usize = 2;

type Part = Vec<(ComplaintId, String)>;

pub(super) async fn keep(desk: &Desk, path: &Path, zones: &SourceZones) -> Result<()> {
    let (send, mut parts) = mpsc::channel(PARTS_WAITING);
    let (path, zones) = (path.to_owned(), zones.clone());
    let reading = tokio::task::spawn_blocking(move || read(&path, &zones, &send));
    while let Some(part) = parts.recv().await {
        let kept = desk.store.mirror().keep_raw(part).await;
        kept.map_err(of_store)?;
    }
    reading.await.map_err(internal)?.map_err(of_spreadsheet)
}

fn read(
    path: &Path,
    zones: &SourceZones,
    parts: &mpsc::Sender<Part>,
) -> std::result::Result<(), SpreadsheetError> {
    let resolve = |names: [Option<&str>; 4]| {
        let [province, regency, district, village] = names;
        place::resolve(province, regency, district, village)
    };
    let source = Source {
        zones,
        as_of: None,
        resolve: &resolve,
    };
    let mut part = Part::with_capacity(PART_ROWS);
    let send = |part: &mut Part| match parts.blocking_send(std::mem::take(part)) {
        Ok(()) => ControlFlow::Continue(()),
        Err(_) => ControlFlow::Break(()),
    };
    Export::unsurveyed(path)?.read_each(&source, &mut |entry, _| {
        if let Entry::Row(row) = entry {
            part.push((row.complaint.id, row.raw));
        }
        match part.len() < PART_ROWS {
            true => ControlFlow::Continue(()),
            false => send(&mut part),
        }
    })?;
    let _ = send(&mut part);
    Ok(())
}
