//! Keeps the log beside the database small: what it holds goes into the database while the hub runs.
//! Only the process that serves does this, and only through its one writing connection.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::SqliteConnection;
use tokio::time::Instant;

use super::execute;
use crate::db::DbError;

/// From here on the log is emptied and cut. Below, SQLite's own checkpoints reuse it.
const LARGE_BYTES: u64 = 8 * 1024 * 1024;
/// Between two tries: one can be in vain while somebody reads an old state for long.
const EVERY: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub struct Wal {
    path: PathBuf,
    every: Duration,
    tried: Option<Instant>,
}

impl Wal {
    /// The log of this database.
    pub fn of(database: &Path) -> Self {
        let mut path = database.as_os_str().to_owned();
        path.push("-wal");
        Self {
            path: path.into(),
            every: EVERY,
            tried: None,
        }
    }

    /// Empties the log where it is large. Waits for nobody: readers and officers go on.
    pub async fn keep_small(&mut self, connection: &mut SqliteConnection) {
        let large = std::fs::metadata(&self.path).is_ok_and(|it| it.len() >= LARGE_BYTES);
        let just_tried = self.tried.is_some_and(|at| at.elapsed() < self.every);
        if !large || just_tried {
            return;
        }
        self.tried = Some(Instant::now());
        if let Err(error) = empty(connection).await {
            tracing::warn!(%error, "the database's log could not be emptied");
        }
    }
}

async fn empty(connection: &mut SqliteConnection) -> Result<(), DbError> {
    // Whoever reads an old state keeps the log as long as it does: another try comes.
    execute(connection, "PRAGMA busy_timeout = 20").await?;
    let done = execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    execute(connection, "PRAGMA busy_timeout = 10000").await?;
    done
}

#[cfg(test)]
mod tests {
    use super::super::{Role, SqliteDb};
    use super::*;
    use crate::db::{Db, Kind};
    use crate::testing::{at, complaint};

    /// Some megabytes.
    async fn fill(db: &SqliteDb, from: u32) {
        let rows = (from..from + 40).map(|n| {
            let mut row = complaint(&n.to_string(), None);
            row.body = "x".repeat(256 * 1024);
            row
        });
        db.take_in(rows.collect(), at(1)).await.unwrap();
    }

    async fn commit_nothing(db: &SqliteDb) {
        db.writer
            .write(|_| Box::pin(async { Ok(()) }))
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn what_a_tool_wrote_is_brought_in_by_the_server() {
        let dir = tempfile::tempdir().unwrap();
        let server = SqliteDb::init(dir.path(), Kind::Real, Role::Server)
            .await
            .unwrap();
        let tool = SqliteDb::open(dir.path(), Role::Tool).await.unwrap();
        let log = || {
            std::fs::metadata(dir.path().join("hub.db-wal"))
                .unwrap()
                .len()
        };
        fill(&tool, 1).await;
        tool.close().await;
        // The second is taken up only after the log was looked at behind the first.
        commit_nothing(&server).await;
        commit_nothing(&server).await;
        assert!(log() < LARGE_BYTES, "{}", log());
        assert!(std::fs::metadata(dir.path().join("hub.db")).unwrap().len() > LARGE_BYTES);
    }

    #[tokio::test]
    async fn a_long_reader_delays_it_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        let db = SqliteDb::init(dir.path(), Kind::Real, Role::Server)
            .await
            .unwrap();
        let mut wal = Wal {
            every: Duration::ZERO,
            ..Wal::of(&dir.path().join("hub.db"))
        };
        let mut reader = db.readers.begin().await.unwrap();
        sqlx::query("SELECT n FROM feed_counter")
            .execute(&mut *reader)
            .await
            .unwrap();
        fill(&db, 1).await;
        let mut own = super::super::open::options(&dir.path().join("hub.db"), None);
        own = own.pragma("wal_autocheckpoint", "0");
        let mut connection = sqlx::ConnectOptions::connect(&own).await.unwrap();
        wal.keep_small(&mut connection).await;
        assert!(std::fs::metadata(&wal.path).unwrap().len() >= LARGE_BYTES);
        drop(reader);
        commit_nothing(&db).await;
        wal.keep_small(&mut connection).await;
        assert!(std::fs::metadata(&wal.path).unwrap().len() < LARGE_BYTES);
    }
}
