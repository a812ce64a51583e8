//! What is kept for a while only, and goes when the while is over. Never what is still needed: an
//! operation that was not settled, or one that a hub put back from a copy would ask for.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// How long settled operations stay, for a hub that was put back from an older copy.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Between two looks.
const EVERY_MS: i64 = 24 * 60 * 60 * 1_000;

/// When it was last looked, in milliseconds; 0 since the start of the program.
#[derive(Default)]
pub(crate) struct Looked(AtomicI64);

/// Looks at the start and once a day; a failure is tried again at the next look of the watch.
pub(crate) async fn daily(desk: &Desk, now: DateTime<Utc>) {
    let (last_ms, now_ms) = (
        desk.tidied.0.load(Ordering::Relaxed),
        now.timestamp_millis(),
    );
    // A clock that was set back makes it due too.
    if last_ms != 0 && (0..EVERY_MS).contains(&(now_ms - last_ms)) {
        return;
    }
    match tidy(desk, now).await {
        Ok(_) => desk.tidied.0.store(now_ms, Ordering::Relaxed),
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
