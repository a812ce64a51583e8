//! Who imported what, when, and what came of it, as the hub has it on record.

use tanggap_ipc::import::{History, Imported, ImportedState, Problem};
use tanggap_protocol::import as wire;

use crate::desk::Desk;
use crate::error::{Result, of_upstream};
use crate::{link, reach};

/// Newest first.
pub async fn history(desk: &Desk, _request: History) -> Result<Vec<Imported>> {
    let imports = of_the_hub(desk).await?;
    let alone = desk.stands_alone();
    Ok(imports.into_iter().map(|it| of_hub(it, alone)).collect())
}

fn of_hub(import: wire::Import, alone: bool) -> Imported {
    let wire::Import {
        id: _,
        name,
        sha256,
        by,
        begun_at,
        ended_at,
        state,
        read: _,
        expected: _,
        report,
    } = import;
    let wire::ImportReport {
        read,
        new,
        updated,
        unchanged,
        out_of_reach,
        unreadable,
        ..
    } = report.unwrap_or_default();
    Imported {
        file: name,
        sha256: Some(sha256).filter(|it| !it.is_empty()),
        by: Some(by.name).filter(|_| !alone),
        begun_at,
        ended_at,
        state: match state {
            wire::ImportState::Waiting | wire::ImportState::Reading => ImportedState::Running,
            wire::ImportState::Done => ImportedState::Done,
            wire::ImportState::Cancelled => ImportedState::Cancelled,
            wire::ImportState::Failed(why) => ImportedState::Failed {
                code: super::at_hub::failed(&why).code,
            },
        },
        read,
        new,
        updated,
        unchanged,
        unreadable: unreadable.len() as u64,
        out_of_reach,
    }
}

/// Rows that could not be read of the files that were brought. Nothing where the hub does not say it now.
pub(super) async fn unreadable(desk: &Desk) -> Vec<Problem> {
    let imports = match of_the_hub(desk).await {
        Ok(imports) => imports,
        Err(error) => {
            tracing::info!(code = ?error.code, "the hub does not say what it could not read");
            return Vec::new();
        }
    };
    let rows = imports.into_iter().flat_map(|import| {
        let rows = import.report.unwrap_or_default().unreadable;
        rows.into_iter().map(move |row| Problem {
            source: import.name.clone(),
            place: row.row.to_string(),
            reason: row.reason,
            raw: String::new(),
            at: Some(import.begun_at),
        })
    });
    rows.collect()
}

async fn of_the_hub(desk: &Desk) -> Result<Vec<wire::Import>> {
    link::settled(desk).await?;
    let Some(connection) = desk.connection() else {
        return Ok(Vec::new());
    };
    let hub = reach::hub(desk, &connection).await?;
    hub.imports().await.map_err(of_upstream)
}
