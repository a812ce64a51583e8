//! The writer: a task that owns the only writing connection and does one job at a time.
//!
//! A job runs to its end even if whoever asked for it stopped waiting. One that breaks down takes nothing
//! with it: what it began is rolled back, whoever asked is told, and the writer goes on. When nothing is
//! to be done for a while, the write-ahead log is written back and shortened, and from time to time the
//! backup is renewed.

use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use sqlx::SqliteConnection;
use tokio::sync::{mpsc, oneshot};

use super::copy::copy_into;
use super::{Work, disconnect};
use crate::error::{StoreError, StoreFile};
use crate::profile::Lock;

/// Quiet time after which the write-ahead log is written back.
const IDLE: Duration = Duration::from_secs(5);
/// Age at which a backup is renewed, where something was written since.
const BACKUP_AGE: Duration = Duration::from_secs(600);

type Job =
    Box<dyn for<'w> FnOnce(&'w mut Desk) -> Pin<Box<dyn Future<Output = ()> + Send + 'w>> + Send>;

enum Message {
    Job(Job),
    Close(oneshot::Sender<()>),
}

/// What the task works on. No connection between a failed exchange and the next start.
struct Desk {
    connection: Option<SqliteConnection>,
    file: StoreFile,
    /// Something was written since the last checkpoint.
    dirty: bool,
    backup: Option<Backup>,
}

/// A second copy of the file.
struct Backup {
    path: PathBuf,
    made: Instant,
    /// Something was written since.
    stale: bool,
}

#[derive(Clone)]
pub(crate) struct Writer {
    messages: mpsc::Sender<Message>,
}

impl Writer {
    /// `lock` is kept until the connection is closed.
    pub fn start(
        connection: SqliteConnection,
        file: StoreFile,
        backup: Option<PathBuf>,
        lock: Option<Arc<Lock>>,
    ) -> Self {
        let (messages, inbox) = mpsc::channel(64);
        let desk = Desk {
            connection: Some(connection),
            file,
            dirty: true,
            backup: backup.map(|path| Backup {
                path,
                made: Instant::now(),
                stale: false,
            }),
        };
        tokio::spawn(work_through(inbox, desk, lock));
        Self { messages }
    }

    pub async fn transaction<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.run(move |connection| {
            Box::pin(async move {
                begin(connection).await?;
                let outcome = match work(connection).await {
                    Ok(value) => sqlx::query("COMMIT")
                        .execute(&mut *connection)
                        .await
                        .map(|_| value)
                        .map_err(StoreError::from),
                    Err(error) => Err(error),
                };
                if outcome.is_err() {
                    // SQLite may have rolled back by itself (full disk); then there is nothing to do.
                    let _ = sqlx::query("ROLLBACK").execute(&mut *connection).await;
                }
                outcome
            })
        })
        .await
    }

    pub async fn run<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            Box::pin(async move {
                let file = desk.file;
                let outcome = match &mut desk.connection {
                    Some(connection) => caught(connection, work).await,
                    None => Err(StoreError::Damaged(file)),
                };
                desk.dirty = true;
                if let Some(backup) = &mut desk.backup {
                    backup.stale = true;
                }
                let _ = answer.send(outcome.map_err(|error| error.in_file(file)));
            })
        });
        self.send(Message::Job(job)).await?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    /// Closes the connection, lets `swap` exchange the file, and goes on with the new connection.
    pub async fn exchange<F, Fut>(&self, swap: F) -> Result<(), StoreError>
    where
        F: FnOnce() -> Fut + Send + 'static,
        Fut: Future<Output = Result<SqliteConnection, StoreError>> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |desk| {
            Box::pin(async move {
                if let Some(connection) = desk.connection.take() {
                    disconnect(connection).await;
                }
                let outcome = swap().await.map(|connection| {
                    desk.connection = Some(connection);
                });
                let _ = answer.send(outcome);
            })
        });
        self.send(Message::Job(job)).await?;
        answered.await.map_err(|_| StoreError::Closed)?
    }

    pub async fn close(&self) {
        let (answer, answered) = oneshot::channel();
        if self.send(Message::Close(answer)).await.is_ok() {
            let _ = answered.await;
        }
    }

    async fn send(&self, message: Message) -> Result<(), StoreError> {
        self.messages
            .send(message)
            .await
            .map_err(|_| StoreError::Closed)
    }
}

/// Does the work. Where it breaks down, nothing of a transaction it left open remains.
async fn caught<T, F>(connection: &mut SqliteConnection, work: F) -> Result<T, StoreError>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
{
    let outcome = AssertUnwindSafe(async { work(&mut *connection).await })
        .catch_unwind()
        .await;
    match outcome {
        Ok(outcome) => outcome,
        Err(_) => {
            tracing::error!("A writing broke down; the writer goes on");
            // Fails where there was none.
            let _ = sqlx::query("ROLLBACK").execute(connection).await;
            Err(StoreError::BrokeDown)
        }
    }
}

async fn begin(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let begun = sqlx::query("BEGIN IMMEDIATE")
        .execute(&mut *connection)
        .await;
    if begun.is_err() {
        // A transaction that a failing disk left open: nothing of it was acknowledged.
        let _ = sqlx::query("ROLLBACK").execute(&mut *connection).await;
        sqlx::query("BEGIN IMMEDIATE").execute(connection).await?;
    }
    Ok(())
}

async fn work_through(mut inbox: mpsc::Receiver<Message>, mut desk: Desk, lock: Option<Arc<Lock>>) {
    let mut closed = None;
    loop {
        let message = if desk.dirty {
            match tokio::time::timeout(IDLE, inbox.recv()).await {
                Ok(message) => message,
                Err(_) => {
                    checkpoint(&mut desk).await;
                    let due = |backup: &Backup| backup.made.elapsed() >= BACKUP_AGE;
                    if desk.backup.as_ref().is_some_and(due) {
                        back_up(&mut desk).await;
                    }
                    continue;
                }
            }
        } else {
            inbox.recv().await
        };
        match message {
            Some(Message::Job(job)) => job(&mut desk).await,
            Some(Message::Close(answer)) => {
                closed = Some(answer);
                break;
            }
            None => break,
        }
    }
    inbox.close();
    back_up(&mut desk).await;
    if let Some(mut connection) = desk.connection.take() {
        // Cheap on a file that did not change: helps the planner of the next start.
        let _ = sqlx::query("PRAGMA optimize")
            .execute(&mut connection)
            .await;
        disconnect(connection).await;
    }
    drop(lock);
    if let Some(answer) = closed {
        let _ = answer.send(());
    }
}

/// Renews the backup where something was written since.
async fn back_up(desk: &mut Desk) {
    let (Some(connection), Some(backup)) = (&mut desk.connection, &mut desk.backup) else {
        return;
    };
    if !backup.stale {
        return;
    }
    match copy_into(connection, &backup.path).await {
        Ok(()) => backup.stale = false,
        // The old copy stays.
        Err(error) => tracing::warn!(error = %error, "the backup could not be renewed"),
    }
    backup.made = Instant::now();
}

async fn checkpoint(desk: &mut Desk) {
    desk.dirty = false;
    if let Some(connection) = &mut desk.connection {
        let written = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(connection)
            .await;
        if let Err(error) = written {
            // The log stays and is written back later; nothing is lost.
            tracing::warn!(error = %error, file = ?desk.file, "checkpoint failed");
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::Connection;

    use super::*;

    #[tokio::test]
    async fn a_writing_that_breaks_down_takes_nothing_with_it() {
        let mut connection = SqliteConnection::connect("sqlite::memory:").await.unwrap();
        sqlx::query("CREATE TABLE t (n INTEGER)")
            .execute(&mut connection)
            .await
            .unwrap();
        let writer = Writer::start(connection, StoreFile::Mirror, None, None);
        let broken = writer
            .transaction::<(), _>(|tx| {
                Box::pin(async move {
                    sqlx::query("INSERT INTO t VALUES (1)").execute(tx).await?;
                    panic!("a fault of the program")
                })
            })
            .await;
        assert!(matches!(broken, Err(StoreError::BrokeDown)), "{broken:?}");
        let rows: i64 = writer
            .transaction(|tx| {
                Box::pin(async move {
                    sqlx::query("INSERT INTO t VALUES (2)")
                        .execute(&mut *tx)
                        .await?;
                    Ok(sqlx::query_scalar("SELECT count(*) FROM t")
                        .fetch_one(tx)
                        .await?)
                })
            })
            .await
            .unwrap();
        assert_eq!(rows, 1);
        writer.close().await;
    }
}
