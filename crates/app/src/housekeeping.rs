//! What is kept for a while only, and goes when the while is over. Never what is still needed: an
//! operation that was not settled, or one that a hub put back from a copy would ask for.

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// How long settled operations stay, for a hub that was put back from an older copy.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Looks at the start and once a day; a failure is tried again at the next look of the watch.
pub(crate) async fn daily(desk: &Desk, now: DateTime<Utc>) {
    if !desk.tidied.is_due(now) {
        return;
    }
    match tidy(desk, now).await {
        Ok(_) => desk.tidied.done(now),
        Err(error) => tracing::warn!(code = ?error.code, "Old operations were not forgotten"),
    }
}

/// Forgets operations that ended more than [`KEPT`] ago. Gives back how many.
///
/// # Errors
/// Of the store; then nothing is forgotten.
pub async fn tidy(desk: &Desk, now: DateTime<Utc>) -> Result<u64> {
    let journal = desk.store.journal();
    let forgotten = journal.forget_ended(now - KEPT).await.map_err(of_store)?;
    if forgotten > 0 {
        tracing::info!(
            forgotten,
            "Operations of more than 30 days ago were forgotten"
        );
    }
    Ok(forgotten)
}
