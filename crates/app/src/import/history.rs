//! Who imported what, when, and what came of it, as the hub has it on record.

use std::collections::BTreeMap;

use tanggap_ipc::import::{History, Imported, ImportedState, Problem, TakenBack, TakesBack};
use tanggap_protocol::import as wire;

use crate::desk::Desk;
use crate::error::Result;

/// Newest first.
pub async fn history(desk: &Desk, _request: History) -> Result<Vec<Imported>> {
    let imports = of_the_hub(desk).await?;
    let alone = desk.stands_alone();
    let backs: Vec<wire::Import> = imports
        .iter()
        .filter(|it| it.takes_back.is_some())
        .cloned()
        .collect();
    let imports = imports.into_iter().map(|it| of_hub(it, alone, &backs));
    Ok(imports.collect())
}

fn of_hub(import: wire::Import, alone: bool, backs: &[wire::Import]) -> Imported {
    let wire::Import {
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
        at_hub,
        kept,
        takes_back,
        taken_back_by,
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
    let whose = |by: &str| Some(by.to_owned()).filter(|_| !alone);
    Imported {
        id,
        file: name,
        sha256: Some(sha256).filter(|it| !it.is_empty()),
        by: whose(&by.name),
        at_hub,
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
        kept,
        carried: kind == wire::ImportKind::Carried,
        takes_back: takes_back.map(|back| TakesBack {
            id: back.id,
            reason: back.reason,
            counts: back.counts.map(super::changes::counts),
        }),
        taken_back: taken_back_by.map(|id| {
            let back = backs.iter().find(|it| it.id == id);
            TakenBack {
                by: back.and_then(|back| whose(&back.by.name)),
                at: back.map(|back| back.ended_at.unwrap_or(back.begun_at)),
                id,
            }
        }),
    }
}

/// Rows that could not be read of the files that were brought, at most so many; with their words where this desk's
/// officer brought them. Nothing where the hub does not say it now.
pub(super) async fn unreadable(desk: &Desk, most: usize) -> Vec<Problem> {
    let imports = match of_the_hub(desk).await {
        Ok(imports) => imports,
        Err(error) => {
            tracing::info!(code = ?error.code, "the hub does not say what it could not read");
            return Vec::new();
        }
    };
    let mut problems = Vec::new();
    for import in imports {
        let rows = import.report.unwrap_or_default().unreadable;
        if rows.is_empty() || problems.len() >= most {
            continue;
        }
        let mut raw: BTreeMap<u32, String> = BTreeMap::new();
        if let Ok(own) = super::changes::raw_of(desk, &import.id, most - problems.len()).await {
            raw.extend(own.into_iter().map(|row| (row.row, row.raw)));
        }
        problems.extend(rows.into_iter().map(|row| Problem {
            source: import.name.clone(),
            place: row.row.to_string(),
            raw: raw.remove(&row.row).unwrap_or_default(),
            reason: row.reason,
            at: Some(import.begun_at),
        }));
    }
    problems.truncate(most);
    problems
}

async fn of_the_hub(desk: &Desk) -> Result<Vec<wire::Import>> {
    match super::changes::hub(desk).await? {
        Some(hub) => hub.imports().await.map_err(super::changes::asked),
        None => Ok(Vec::new()),
    }
}
