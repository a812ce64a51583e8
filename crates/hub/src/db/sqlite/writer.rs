//! The one connection that writes. Jobs that wait at the same time share one commit, each in its own
//! savepoint: a sync to disk is what a small job costs.
//!
//! Jobs run in a task of their own, so a client that goes away never leaves one half done.

use std::any::Any;
use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use super::wal::Wal;
use super::{execute, savepoint, wipe};
use crate::db::DbError;

/// After this long without news the database's log is looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(60);
/// Most jobs in one commit.
const GROUP: usize = 64;

type Answer = Result<Box<dyn Any + Send>, DbError>;
type Run =
    Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Answer> + Send + 'static>;

struct Job {
    run: Run,
    answer: oneshot::Sender<Answer>,
}

pub struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// In the process that serves `wal` is kept small, and traces of erasures are removed.
    pub fn start(connection: SqliteConnection, news: watch::Sender<u64>, wal: Option<Wal>) -> Self {
        let (jobs, queue) = mpsc::channel(GROUP);
        let task = tokio::spawn(run(connection, queue, news, wal));
        Self {
            jobs: Mutex::new(Some(jobs)),
            task: Mutex::new(Some(task)),
        }
    }

    /// Runs `job` in a transaction. Its result is handed out only after the commit is on disk.
    ///
    /// # Errors
    /// The job's own, after which nothing of it remains; or the commit's.
    pub async fn write<T, F>(&self, job: F) -> Result<T, DbError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, DbError>>
            + Send
            + 'static,
    {
        let jobs = self.jobs.lock().await.clone().ok_or(DbError::Closed)?;
        let (answer, answered) = oneshot::channel();
        let run: Run = Box::new(move |connection| {
            Box::pin(async move {
                let result = job(connection).await?;
                Ok(Box::new(result) as Box<dyn Any + Send>)
            })
        });
        let job = Job { run, answer };
        jobs.send(job).await.map_err(|_| DbError::Closed)?;
        let result = answered.await.map_err(|_| DbError::Closed)??;
        let result = result.downcast::<T>();
        Ok(*result.expect("a job answers with the type it was made with"))
    }

    /// Lets queued jobs finish and closes the connection.
    pub async fn close(&self) {
        self.jobs.lock().await.take();
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer of the database broke down");
        }
    }
}

async fn run(
    mut connection: SqliteConnection,
    mut queue: mpsc::Receiver<Job>,
    news: watch::Sender<u64>,
    mut wal: Option<Wal>,
) {
    let mut heard = news.subscribe();
    if wal.is_some() {
        wipe::if_due(&mut connection).await;
    }
    loop {
        let first = tokio::select! {
            biased;
            first = queue.recv() => first,
            // Somebody wrote, or the log could not be emptied before.
            () = somebody_wrote(&mut heard), if wal.is_some() => {
                if wipe::if_due(&mut connection).await {
                    news.send_modify(|ticks| *ticks += 1);
                }
                if let Some(wal) = &mut wal {
                    wal.keep_small(&mut connection).await;
                }
                continue;
            }
        };
        let Some(first) = first else { break };
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = queue.try_recv()
        {
            group.push(job);
        }
        commit_group(&mut connection, group).await;
        news.send_modify(|ticks| *ticks += 1);
        if let Some(wal) = &mut wal {
            wal.keep_small(&mut connection).await;
        }
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "closing the database");
    }
}

/// Something was written, or a minute is over.
async fn somebody_wrote(heard: &mut watch::Receiver<u64>) {
    let _closed_or_over = tokio::time::timeout(LOOK_AGAIN, heard.changed()).await;
}

async fn commit_group(connection: &mut SqliteConnection, group: Vec<Job>) {
    if let Err(error) = execute(connection, "BEGIN IMMEDIATE").await {
        return fail(group.into_iter().map(|job| job.answer), &error);
    }
    let mut answers = Vec::with_capacity(group.len());
    for job in group {
        match run_one(connection, job.run).await {
            Ok(answer) => answers.push((job.answer, answer)),
            Err(error) => {
                // The transaction itself is gone (disk full, for one): nobody was promised anything.
                let _ = execute(connection, "ROLLBACK").await;
                let others = answers.into_iter().map(|(answer, _)| answer);
                return fail(others.chain([job.answer]), &error);
            }
        }
    }
    match execute(connection, "COMMIT").await {
        Ok(()) => {
            for (answer, result) in answers {
                // Whoever asked may be gone; the work is done all the same.
                let _ = answer.send(result);
            }
        }
        Err(error) => {
            let _ = execute(connection, "ROLLBACK").await;
            fail(answers.into_iter().map(|(answer, _)| answer), &error);
        }
    }
}

/// The job's own result, or why the whole transaction is gone or in doubt.
async fn run_one(connection: &mut SqliteConnection, run: Run) -> Result<Answer, DbError> {
    savepoint::begin(connection).await?;
    let answer = savepoint::caught(run(connection)).await;
    savepoint::end(connection, answer).await
}

fn fail(answers: impl Iterator<Item = oneshot::Sender<Answer>>, error: &DbError) {
    for answer in answers {
        let _ = answer.send(Err(error.clone()));
    }
}
