//! Importing the national Excel export: the file is brought to the hub, the region's or the desk's own, which
//! merges it onto what is known. Importing twice changes nothing, officers' work is never touched, and what
//! can be read of a file is taken in together, or nothing of it.

pub(crate) mod at_hub;
mod changes;
pub(crate) mod copy;
mod history;
mod rows;

pub use changes::{changes, look_back, take_back, unreadable};
pub use history::history;

use std::path::Path;

use tanggap_domain::source_zone::{SourceZones, WrittenIn, ZonePeriod, ZoneProposal};
use tanggap_ipc::files::FileUse;
use tanggap_ipc::import::{CallOff, ImportReport, Problem, Problems, Run, ZoneHint};
use tanggap_ipc::{Code, Error, Event};
use tanggap_upstream::spreadsheet::{Export, Survey};

use crate::desk::Desk;
use crate::error::{Result, internal, of_spreadsheet, of_store};
use crate::link;

/// Where the journal keeps the zones of the national export that an officer confirmed.
const ZONES: &str = "source-zones";
/// Most kept problems that are shown.
const MOST_PROBLEMS: u32 = 1_000;

/// Imports a file that the window handed over.
pub async fn run(desk: &Desk, request: Run) -> Result<ImportReport> {
    let file = desk.incoming.take(&request.file, FileUse::Spreadsheet)?;
    let name = file.name;
    let copy = copy::of(desk.folder(), file.data).await?;
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

async fn import(
    desk: &Desk,
    path: &Path,
    name: &str,
    confirmed: Option<Vec<ZonePeriod>>,
) -> Result<ImportReport> {
    let _one_at_a_time = desk.importing.lock().await;
    link::settled(desk).await?;
    let connection = desk
        .connection()
        .ok_or_else(|| Error::with(Code::OwnHubClosed, "no hub"))?;
    let zones = zones(desk, confirmed).await?;
    // Looked at before it is sent: what is no table at all is refused by name. Through to its end only where it
    // travels; the own hub says the rest itself.
    let (source, is_near) = (path.to_owned(), desk.stands_alone());
    tokio::task::spawn_blocking(move || match is_near {
        true => Export::unsurveyed(&source).map(drop),
        false => Export::open(&source).map(drop),
    })
    .await
    .map_err(internal)?
    .map_err(of_spreadsheet)?;
    let report = at_hub::bring(desk, &connection, path, name, &zones).await?;
    if desk.stands_alone() {
        show(desk, report.new + report.updated).await?;
        rows::keep(desk, path, &zones).await?;
    }
    Ok(report)
}

/// Has the desk hold what its own hub has taken in: only then it is on screen.
async fn show(desk: &Desk, total: u64) -> Result<()> {
    let before = desk.link.received();
    let told = |received: u64| {
        desk.tell(Event::ImportProgress {
            done: received.saturating_sub(before).min(total),
            total,
            storing: true,
        });
    };
    match desk.link.runs().await {
        true => desk.link.caught_up(told).await,
        false => {
            link::sync(desk).await?;
        }
    }
    desk.tell(Event::ComplaintsChanged { ids: Vec::new() });
    desk.tell_frame().await;
    desk.watch_again();
    Ok(())
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
    let absent = survey.absent.iter().map(|column| column.name().to_owned());
    ImportReport {
        missing_columns: absent.collect(),
        ..of_zones(survey.hours.propose(), zones)
    }
}

/// What the hours of a file say, and in which zones its times are read.
fn of_zones(shown: Vec<ZoneProposal>, zones: &SourceZones) -> ImportReport {
    let hints = shown.into_iter().map(|hint| {
        let (used, confirmed) = zones.on(hint.from);
        ZoneHint {
            from: hint.from,
            until: hint.until,
            shown: hint.zone,
            reports: hint.reports,
            used,
            confirmed,
        }
    });
    ImportReport {
        zones: hints.collect(),
        assumed_zone: zones.periods().is_empty().then(WrittenIn::default),
        ..ImportReport::default()
    }
}

/// Calls the import off that runs, if one does: nothing of its file is taken in then. One that is being written
/// already stays.
pub async fn call_off(desk: &Desk, _request: CallOff) -> Result<()> {
    desk.import_called_off.notify_waiters();
    Ok(())
}

/// Rows and pages that could not be read, newest first: what the desk kept, and what the hub says of the files
/// that were brought there.
pub async fn problems(desk: &Desk, _request: Problems) -> Result<Vec<Problem>> {
    let kept = desk
        .store
        .mirror()
        .quarantined(MOST_PROBLEMS)
        .await
        .map_err(of_store)?;
    let kept = kept.into_iter().map(|kept| Problem {
        at: None,
        source: kept.source,
        place: kept.row.place,
        reason: kept.row.reason,
        raw: kept.row.raw,
    });
    let mut problems = history::unreadable(desk, MOST_PROBLEMS as usize).await;
    problems.extend(kept);
    problems.truncate(MOST_PROBLEMS as usize);
    Ok(problems)
}
