//! Who imported what, when, and what came of it: at the hub, or on this desk where it stands alone.

use tanggap_ipc::Code;
use tanggap_ipc::import::{History, Imported, ImportedState};
use tanggap_protocol::import as wire;

use crate::desk::Desk;
use crate::error::{Result, of_store, of_upstream};
use crate::link;

/// Newest first.
pub async fn history(desk: &Desk, _request: History) -> Result<Vec<Imported>> {
    let Some(connection) = desk.connection() else {
        return own(desk).await;
    };
    let hub = link::hub(desk, &connection).await?;
    let imports = hub.imports().await.map_err(of_upstream)?;
    Ok(imports.into_iter().map(of_hub).collect())
}

fn of_hub(import: wire::Import) -> Imported {
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
        sha256: Some(sha256),
        by: Some(by.name),
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

async fn own(desk: &Desk) -> Result<Vec<Imported>> {
    let imports = desk.store.journal().imports().await.map_err(of_store)?;
    let mut imported: Vec<Imported> = imports
        .into_iter()
        .map(|import| {
            let state = match import.counts {
                Some(_) => ImportedState::Done,
                None => ImportedState::Failed {
                    code: Code::ImportInterrupted,
                },
            };
            let counts = import.counts.unwrap_or_default();
            Imported {
                file: import.name,
                sha256: None,
                by: None,
                begun_at: import.begun_at,
                ended_at: None,
                state,
                read: counts.read,
                new: counts.new,
                updated: counts.updated,
                unchanged: counts.unchanged,
                unreadable: counts.unreadable,
                out_of_reach: 0,
            }
        })
        .collect();
    imported.sort_by_key(|import| std::cmp::Reverse(import.begun_at));
    Ok(imported)
}
