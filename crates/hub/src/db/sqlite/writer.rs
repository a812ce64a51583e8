//! The one connection that writes. Jobs that wait at the same time share one commit, each in its own
//! savepoint: a sync to disk is what a small job costs.
//!
//! Jobs run in a task of their own, so a client that goes away never leaves one half done.

use std::any::Any;

use futures::future::BoxFuture;
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

use crate::db::DbError;

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
    pub fn start(connection: SqliteConnection, news: watch::Sender<u64>) -> Self {
        let (jobs, queue) = mpsc::channel(GROUP);
        let task = tokio::spawn(run(connection, queue, news));
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
) {
    while let Some(first) = queue.recv().await {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Ok(job) = queue.try_recv()
        {
            group.push(job);
        }
        commit_group(&mut connection, group).await;
        news.send_modify(|ticks| *ticks += 1);
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "closing the database");
    }
}

async fn commit_group(connection: &mut SqliteConnection, group: Vec<Job>) {
    if let Err(error) = execute(connection, "BEGIN IMMEDIATE").await {
        return fail(group.into_iter().map(|job| job.answer), &error);
    }
    let mut answers = Vec::with_capacity(group.len());
    for job in group {
        match run_one(connection, job.run).await {
            Ok(answer) => answers.push((job.answer, answer)),
            Err(Broken(error)) => {
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

/// The whole transaction is gone or in doubt.
struct Broken(DbError);

async fn run_one(connection: &mut SqliteConnection, run: Run) -> Result<Answer, Broken> {
    execute(connection, "SAVEPOINT job").await.map_err(Broken)?;
    let answer = run(connection).await;
    if let Err(cause) = &answer
        && execute(connection, "ROLLBACK TO job").await.is_err()
    {
        // SQLite itself rolled everything back, as it does when the disk is full.
        return Err(Broken(cause.clone()));
    }
    execute(connection, "RELEASE job").await.map_err(Broken)?;
    Ok(answer)
}

fn fail(answers: impl Iterator<Item = oneshot::Sender<Answer>>, error: &DbError) {
    for answer in answers {
        let _ = answer.send(Err(error.clone()));
    }
}

async fn execute(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), DbError> {
    sqlx::query(sql).execute(connection).await?;
    Ok(())
}
