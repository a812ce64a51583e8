//! Removes what uploads left behind: parts whose sender never came back, contents that no operation
//! ever named; and what imports of long ago did to each complaint. Never what bytes came of lately, nor what any
//! complaint names.

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
/// After this an import is not taken back any more, and its unreadable rows have been mended.
const CHANGES_KEPT_DAYS: i64 = 180;

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
    db.forget_changes(now - TimeDelta::days(CHANGES_KEPT_DAYS))
        .await?;
    let swept = db.sweep_uploads(sweep).await?;
    for sha256 in &swept.files {
        files.remove(sha256).await?;
    }
    Ok(swept)
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use futures::stream;

    use super::*;
    use crate::db::sqlite::{Role, SqliteDb};
    use crate::db::{Kind, NewUpload, Upload, suite};
    use crate::testing::at;

    const DAY: u64 = 24 * 60 * 60;

    #[tokio::test]
    async fn a_part_goes_a_week_after_its_last_byte() {
        for (what, days_ago, kept) in [("lately", 6, true), ("long ago", 8, false)] {
            let dir = tempfile::tempdir().unwrap();
            let db = SqliteDb::init(dir.path(), Kind::Real, Role::Server)
                .await
                .unwrap();
            let files = Files::open(dir.path()).unwrap();
            let (grant, _) = suite::officer(&db, "Satu", &["16.71"]).await;
            let new = NewUpload {
                id: uuid::Uuid::from_u128(7),
                officer: grant.officer,
                sha256: "ab".repeat(32),
                size: 9,
                mime: "image/jpeg".into(),
                now: at(0),
            };
            let upload: Upload = db.begin_upload(new).await.unwrap();
            let body = stream::iter([Ok::<_, ()>(Bytes::from_static(b"benar"))]);
            files.append(&upload, 0, body).await.unwrap();
            let part = dir
                .path()
                .join("uploads")
                .join(format!("{}.part", upload.id));
            let touched = SystemTime::now() - Duration::from_secs(days_ago * DAY);
            let file = std::fs::File::options().write(true).open(&part).unwrap();
            file.set_modified(touched).unwrap();

            let long_after = Clock::fixed(at(60 * 24 * 90));
            let swept = sweep(&db, &files, &long_after).await.unwrap();
            assert_eq!(swept.uploads, u64::from(!kept), "{what}");
            assert_eq!(part.exists(), kept, "{what}");
            let found = db.upload(grant.officer, upload.id).await.unwrap();
            assert_eq!(found.is_some(), kept, "{what}");
        }
    }
}
