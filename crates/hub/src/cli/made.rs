//! How a hub is made, and whether all is well with it.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;
use tanggap_domain::ids::HubId;
use tanggap_hub::db::sqlite::{Role, SqliteDb};
use tanggap_hub::db::{Db, Kind};

use super::{Output, print};

#[derive(Serialize)]
struct Made {
    hub: HubId,
    practice: bool,
}

pub async fn init(data: &Path, practice: bool, output: &Output) -> Result<()> {
    let kind = if practice { Kind::Practice } else { Kind::Real };
    let db = SqliteDb::init(data, kind, Role::Tool)
        .await
        .with_context(|| format!("Making a hub in {}", data.display()))?;
    let hub = db.identity().hub_id;
    db.close().await;
    print(output, &Made { hub, practice }, || format!("hub {hub}"))
}

/// What `doctor` finds.
#[derive(Serialize)]
pub struct Found {
    ok: bool,
    hub: HubId,
    practice: bool,
    /// Complaints that no officer with access sees in whole.
    unseen: u64,
    erased: usize,
    officers: usize,
}

pub async fn examine(db: &SqliteDb) -> Result<Found> {
    let unseen = db.unseen().await?;
    let officers = db.officers().await?;
    let active = officers.iter().filter(|it| it.revoked_at.is_none());
    Ok(Found {
        ok: unseen == 0,
        hub: db.identity().hub_id,
        practice: db.identity().kind == Kind::Practice,
        unseen,
        erased: db.erased().await?.len(),
        officers: active.count(),
    })
}

pub fn tell(found: &Found, output: &Output) -> Result<()> {
    print(output, found, || {
        let kind = if found.practice { "practice" } else { "real" };
        let facts = format!(
            "hub {}, {kind} complaints, {} officers, {} erased",
            found.hub, found.officers, found.erased
        );
        match found.unseen {
            0 => facts,
            unseen => format!("{facts}\n{}", unseen_in_words(unseen)),
        }
    })
}

/// What to do about complaints that nobody works on.
pub fn unseen_in_words(unseen: u64) -> String {
    format!(
        "{unseen} complaints are seen by no officer: add one with their region, with nat or with \
         tanpa-lokasi, or import the file again with --for CODE"
    )
}
