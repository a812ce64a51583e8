//! Removes what uploads left behind: parts whose sender never came back, contents that no operation
//! ever named. Never what bytes came of lately, nor what any complaint names.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use chrono::TimeDelta;

use crate::clock::Clock;
use crate::db::{Db, DbError, Sweep, Swept};
use crate::files::Files;

const EVERY: Duration = Duration::from_secs(24 * 60 * 60);
/// Without another byte. A desk that comes back later sends the file from its start.
const ABANDONED_AFTER_DAYS: u64 = 7;
/// Whole, but never named. Longer than an officer's operation waits for a decision.
const UNNAMED_AFTER_DAYS: i64 = 30;

/// At once, then once a day.
pub async fn daily(db: Arc<dyn Db>, files: Files, clock: Clock) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        match sweep(db.as_ref(), &files, &clock).await {
            Ok(swept) if swept == Swept::default() => {}
            Ok(swept) => tracing::info!(
                uploads = swept.uploads,
                files = swept.files.len(),
                "abandoned uploads were swept"
            ),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "abandoned uploads could not be swept");
            }
        }
    }
}

/// Sweeps once.
pub(crate) async fn sweep(db: &dyn Db, files: &Files, clock: &Clock) -> Result<Swept, DbError> {
    let days = Duration::from_secs(ABANDONED_AFTER_DAYS * 24 * 60 * 60);
    // Files are dated by the machine's own clock.
    if let Some(before) = SystemTime::now().checked_sub(days) {
        files.sweep(before).await?;
    }
    let now = clock.now();
    let sweep = Sweep {
        unfinished_before: now - TimeDelta::days(ABANDONED_AFTER_DAYS.cast_signed()),
        arriving: files.arriving().await?,
        unnamed_before: now - TimeDelta::days(UNNAMED_AFTER_DAYS),
    };
    let swept = db.sweep_uploads(sweep).await?;
    for sha256 in &swept.files {
        files.remove(sha256).await?;
    }
    Ok(swept)
}
