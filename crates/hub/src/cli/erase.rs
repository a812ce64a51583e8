//! Erasing one complaint: which one, what goes with it, and whether that is meant.

use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_hub::clock::Clock;
use tanggap_hub::db::sqlite::{Role, SqliteDb};
use tanggap_hub::db::{Db, Traces};
use tanggap_hub::erasing;
use tanggap_hub::files::Files;
use tanggap_hub::opened::lock;

use super::{Output, print, register};

#[derive(Serialize)]
struct Erased {
    /// Always 1: one command erases one complaint.
    erased: u8,
    id: ComplaintId,
    tracking_id: TrackingId,
    #[serde(flatten)]
    traces: Traces,
}

pub async fn run(
    which: &str,
    yes: bool,
    data: &Path,
    clock: &Clock,
    output: &Output,
) -> Result<()> {
    if !SqliteDb::exists(data) {
        bail!(tanggap_hub::db::DbError::NoHub(data.to_owned()));
    }
    // Where nobody serves, this process is the one that may clean up the files.
    let lock = lock(data).ok();
    let role = if lock.is_some() {
        Role::Server
    } else {
        Role::Tool
    };
    let db = SqliteDb::open(data, role)
        .await
        .with_context(|| format!("Opening the hub in {}", data.display()))?;
    let done = erase(&db, which, yes, data, clock).await;
    db.close().await;
    drop(lock);
    let erased = done?;
    print(output, &erased, || "erased 1".to_owned())
}

async fn erase(
    db: &SqliteDb,
    which: &str,
    yes: bool,
    data: &Path,
    clock: &Clock,
) -> Result<Erased> {
    let files = Files::open(data).context("Opening the folder of files")?;
    let register = register(data, db);
    erasing::hold(db, &files, &register, clock.now()).await?;
    let id = find(db, which).await?;
    let (Some(complaint), Some(traces)) = (db.complaint(id).await?, db.traces(id).await?) else {
        bail!("there is no such complaint");
    };
    show(&complaint, &traces)?;
    if !yes {
        confirm(&complaint)?;
    }
    erasing::erase(db, &files, &register, id, clock.now()).await?;
    Ok(Erased {
        erased: 1,
        id,
        tracking_id: complaint.tracking_id,
        traces,
    })
}

/// Exactly one complaint, or none.
async fn find(db: &SqliteDb, which: &str) -> Result<ComplaintId> {
    if let Ok(id) = which.trim().parse::<ComplaintId>() {
        return known(db, id).await;
    }
    let number = TrackingId::parse(which)?;
    let ids = db.complaints_with(number.as_str()).await?;
    match ids.as_slice() {
        [] => known(db, ComplaintId::of_tracking(&number)).await,
        [id] => Ok(*id),
        several => {
            let ids: Vec<String> = several.iter().map(ComplaintId::to_string).collect();
            bail!(
                "{} complaints have this number, and one command erases one: name it by its id\n{}",
                several.len(),
                ids.join("\n")
            )
        }
    }
}

async fn known(db: &SqliteDb, id: ComplaintId) -> Result<ComplaintId> {
    if db.complaint(id).await?.is_some() {
        return Ok(id);
    }
    let erased = db.erased().await?;
    if erased.iter().any(|(known, _)| *known == id) {
        bail!("no such complaint: it was erased before");
    }
    bail!("no such complaint")
}

/// To standard error: standard output is the answer's.
fn show(complaint: &Complaint, traces: &Traces) -> Result<()> {
    let mut out = std::io::stderr();
    writeln!(
        out,
        "Complaint {} ({}), received {}: {}\n\
         What goes: its text, {} entries of its history, {} files that nothing else names (of {}), \
         the texts of {} operations, its place in {} feeds; on every desk the same, when it next syncs.\n\
         What stays: that there was one, so that no export, desk or restored backup brings it back. \
         Copies made elsewhere (backups, exports, prints) are not reached.",
        complaint.tracking_id,
        complaint.id,
        complaint.received_at.date_naive(),
        complaint.title,
        traces.events,
        traces.files_of_its_own,
        traces.files,
        traces.operations,
        traces.feeds,
    )?;
    Ok(())
}

fn confirm(complaint: &Complaint) -> Result<()> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        bail!("nothing was erased: say --yes where nobody can be asked");
    }
    let mut out = std::io::stderr();
    write!(out, "This cannot be undone. Type the number to erase it: ")?;
    out.flush()?;
    let mut typed = String::new();
    stdin.read_line(&mut typed)?;
    if TrackingId::parse(&typed).ok().as_ref() == Some(&complaint.tracking_id) {
        Ok(())
    } else {
        bail!("nothing was erased: another number was typed")
    }
}
