//! Files of the national system: brought by the hub's own command, and the history of all of them.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};
use clap::Subcommand;
use sha2::{Digest, Sha256};
use tanggap_domain::source_zone::SourceZones;
use tanggap_hub::clock::Clock;
use tanggap_hub::db::sqlite::SqliteDb;
use tanggap_hub::db::{Bringer, ChangesWanted, Db, EntryKind, ImportEnd, ImportRow, NewImport};
use tanggap_hub::import::{Imported, import};
use tanggap_hub::imports::code_of;
use tanggap_protocol::import::{
    Import, ImportChange, ImportChanges, ImportKind, ImportState, TakeBackCounts, UnreadableContent,
};
use tanggap_protocol::scope::Scope;
use uuid::Uuid;

use super::{Folder, Output, made, open, print};

/// Entries of the history that are listed.
const MOST: u32 = 200;
/// Complaints and rows that are read at once.
const PAGE: u32 = 500;

#[derive(Subcommand)]
pub enum Command {
    /// Newest first
    List {
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// What an import did to each complaint
    Changes {
        id: Uuid,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// The rows of a file that gave no complaint, as they stand in it. Personal data
    Unreadable {
        id: Uuid,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
    /// Take a wrong file back: what it told is put back wherever nothing newer has spoken since
    TakeBack {
        id: Uuid,
        /// Why; without it only what it would do is said
        #[arg(long)]
        reason: Option<String>,
        #[command(flatten)]
        folder: Folder,
        #[command(flatten)]
        output: Output,
    },
}

/// Takes a file in, as the hub itself; it is in the history like any other.
pub async fn bring(
    db: &SqliteDb,
    file: &Path,
    zones: &SourceZones,
    office: Option<Scope>,
    clock: &Clock,
) -> Result<Imported> {
    let what = || format!("Importing {}", file.display());
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let new = NewImport {
        id: new_id(),
        officer: None,
        name: name.into_owned(),
        sha256: sha256(file).with_context(what)?,
        what: EntryKind::Brought(ImportKind::Export),
        office: office.clone(),
        now: clock.now(),
    };
    let id = new.id;
    db.begin_import(new).await.with_context(what)?;
    let bringer = Bringer {
        office,
        reach: None,
        import: Some(id),
    };
    let mut progress = |so_far: tanggap_upstream::spreadsheet::Progress| {
        let (read, expected) = (so_far.rows_read, so_far.rows_expected);
        let _unheard = writeln!(std::io::stderr(), "{read} / {expected}");
    };
    let imported = import(db, file, zones, bringer, clock.now(), &mut progress).await;
    if let Err(error) = &imported {
        let end = ImportEnd {
            state: ImportState::Failed(code_of(error).to_owned()),
            report: None,
        };
        db.end_import(id, end, clock.now())
            .await
            .with_context(what)?;
    }
    imported.with_context(what)
}

fn sha256(file: &Path) -> std::io::Result<String> {
    let mut reader = BufReader::new(File::open(file)?);
    let (mut hash, mut part) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match reader.read(&mut part)? {
            0 => return Ok(hex::encode(hash.finalize())),
            read => hash.update(&part[..read]),
        }
    }
}

fn new_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}

/// Says what came of a file.
pub fn tell(imported: &Imported, output: &Output) -> Result<()> {
    print(output, imported, || {
        let counts = format!(
            "read {}, new {}, updated {}, unchanged {}, unreadable {}",
            imported.read,
            imported.new,
            imported.updated,
            imported.unchanged,
            imported.unreadable.len()
        );
        match imported.unseen {
            0 => counts,
            unseen => format!("{counts}\n{}", made::unseen_in_words(unseen)),
        }
    })
}

pub async fn run(command: Command, clock: &Clock) -> Result<()> {
    match command {
        Command::List { folder, output } => {
            let db = open(&folder.data, clock).await?;
            let rows = db.imports(MOST).await;
            db.close().await;
            let rows: Vec<Import> = rows?.into_iter().map(Import::from).collect();
            print(&output, &rows, || lines(rows.iter().map(line)))
        }
        Command::Changes { id, folder, output } => {
            let db = open(&folder.data, clock).await?;
            let changes = changes(&db, id).await;
            db.close().await;
            let changes = changes?;
            print(&output, &changes, || {
                lines(changes.changes.iter().map(change))
            })
        }
        Command::Unreadable { id, folder, output } => {
            let db = open(&folder.data, clock).await?;
            let rows = unreadable(&db, id).await;
            db.close().await;
            let rows = rows?;
            print(&output, &rows, || {
                lines(
                    rows.iter()
                        .map(|it| format!("{} {} {}", it.row, it.reason, it.raw)),
                )
            })
        }
        Command::TakeBack {
            id,
            reason,
            folder,
            output,
        } => {
            let db = open(&folder.data, clock).await?;
            let counts = take_back(&db, id, reason, clock).await;
            db.close().await;
            let counts = counts?;
            print(&output, &counts, || {
                let TakeBackCounts {
                    back,
                    partly,
                    gone,
                    worked,
                    newer,
                    untouched,
                    out_of_reach: _,
                } = counts;
                format!(
                    "put back {back} ({partly} in part), gone {gone}, stay: worked on {worked}, \
                     told anew {newer}; untouched {untouched}"
                )
            })
        }
    }
}

async fn found(db: &SqliteDb, id: Uuid) -> Result<ImportRow> {
    let row = db.import(id).await?;
    row.with_context(|| format!("No import has the id {id}"))
}

async fn changes(db: &SqliteDb, id: Uuid) -> Result<ImportChanges> {
    ensure!(found(db, id).await?.kept, "What it did is not kept");
    let mut all = ImportChanges::default();
    let mut after = Some(0);
    while let Some(from) = after {
        let wanted = ChangesWanted {
            import: id,
            scopes: None,
            what: Vec::new(),
            after: from,
            most: PAGE,
        };
        let page = db.import_changes(wanted).await?;
        all.counts = page.counts;
        all.changes.extend(page.changes);
        after = page.next;
    }
    Ok(all)
}

async fn unreadable(db: &SqliteDb, id: Uuid) -> Result<Vec<UnreadableContent>> {
    found(db, id).await?;
    let mut all: Vec<UnreadableContent> = Vec::new();
    loop {
        let after = all.last().map_or(0, |row| row.row);
        let rows = db.import_unreadable(id, after, PAGE).await?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.into_iter().map(|row| UnreadableContent {
            row: row.row,
            reason: row.reason,
            raw: row.raw,
        }));
    }
}

async fn take_back(
    db: &SqliteDb,
    id: Uuid,
    reason: Option<String>,
    clock: &Clock,
) -> Result<TakeBackCounts> {
    let row = found(db, id).await?;
    let is_export = row.what == EntryKind::Brought(ImportKind::Export);
    ensure!(
        is_export && row.kept,
        "What it did is not kept: it cannot be taken back"
    );
    ensure!(row.taken_back_by.is_none(), "It was taken back before");
    let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) else {
        return Ok(db.look_back(id, None).await?);
    };
    let new = NewImport {
        id: new_id(),
        officer: None,
        name: row.name,
        sha256: row.sha256,
        what: EntryKind::TakesBack { import: id, reason },
        office: None,
        now: clock.now(),
    };
    let entry = new.id;
    db.begin_import(new).await?;
    let counts = db.take_back(id, entry, None, clock.now()).await?;
    counts.context("It was taken back before")
}

fn line(import: &Import) -> String {
    let state = match &import.state {
        ImportState::Waiting | ImportState::Reading => "running",
        ImportState::Done if import.taken_back_by.is_some() => "taken back",
        ImportState::Done if import.takes_back.is_some() => "takes back",
        ImportState::Done => "done",
        ImportState::Cancelled => "cancelled",
        ImportState::Failed(why) => why,
    };
    format!(
        "{} {} {} {} {}",
        import.id,
        import.begun_at.to_rfc3339(),
        state,
        import.by.name,
        import.name
    )
}

fn change(change: &ImportChange) -> String {
    let fields = change.fields.iter().map(|it| match (&it.old, &it.new) {
        (None, None) => it.field.clone(),
        (old, new) => {
            let words = |words: &Option<String>| words.clone().unwrap_or_else(|| "-".to_owned());
            format!("{}: {} -> {}", it.field, words(old), words(new))
        }
    });
    let fields = fields.collect::<Vec<_>>().join("; ");
    let stays = change.stays.as_deref().unwrap_or_default();
    let words = [change.tracking_id.as_str(), &change.what, stays, &fields];
    let said = words.into_iter().filter(|words| !words.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
