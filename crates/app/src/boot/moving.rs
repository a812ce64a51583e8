//! Pindah: a desk that was its own authority moves to a region's hub, with everything it kept.
//!
//! The hub takes all of it over whole or not at all, and twice the same as once; only then, in one transaction
//! of the journal, the desk belongs to it. Cut off at any moment, the desk is still its own, nothing is lost,
//! and moving again goes on from there.

use tanggap_domain::world::World;
use tanggap_ipc::boot::{Differs, Moved, OWN_HUB};
use tanggap_protocol::import::ImportReport;
use tanggap_store::Connection;
use tanggap_upstream::Hub;

use crate::desk::Desk;
use crate::error::Result;
use crate::{carry, link, own};

/// Moves the desk to the hub of `connection`. None where there was nothing to bring.
///
/// # Errors
/// What the own hub or the other one answers; the desk stays its own then.
pub(super) async fn to(desk: &Desk, hub: &Hub, connection: &Connection) -> Result<Option<Moved>> {
    // What waits is decided here first, so that the new hub knows its outcome.
    if let Err(error) = link::sync(desk).await {
        tracing::info!(code = ?error.code, "What waits moves along undecided");
    }
    let from = desk.connection().and_then(|own| {
        Some(World {
            hub: own.hub?,
            officer: own.officer,
        })
    });
    let load = carry::of_own_hub(desk).await?;
    let complaints = load.complaints();
    let moved = if load.is_empty() {
        None
    } else {
        let report = carry::bring(desk, hub, load, OWN_HUB).await?;
        tracing::info!(
            complaints,
            left = report.out_of_reach,
            "This desk has moved to another hub"
        );
        Some(moved(report))
    };
    own::move_desk(desk, connection, from).await?;
    if moved.as_ref().is_none_or(|moved| moved.left == 0) {
        own::leave(desk).await?;
    }
    Ok(moved)
}

fn moved(report: ImportReport) -> Moved {
    let ImportReport {
        new,
        updated,
        unchanged,
        out_of_reach,
        unreadable,
        differs,
        ..
    } = report;
    Moved {
        new,
        updated,
        unchanged,
        left: out_of_reach + unreadable.len() as u64,
        differs: differs
            .into_iter()
            .map(|it| Differs {
                tracking_id: it.tracking_id,
                fields: it.fields,
            })
            .collect(),
    }
}
