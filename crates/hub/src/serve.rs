//! Starts the hub and stops it again.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use crate::clock::Clock;
use crate::db::sqlite::{Role, SqliteDb};
use crate::db::{Db, DbError};
use crate::files::Files;
use crate::http::{Hub, router};
use crate::practice::Course;

/// How long requests under way may take once the hub is to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// How to serve.
#[derive(Clone)]
pub struct Config {
    /// The folder of database and files. Made where it is missing.
    pub data: PathBuf,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub clock: Clock,
    /// Practice complaints that arrive while the hub runs.
    pub practice: Option<Arrivals>,
}

/// New practice complaints, one after each `every`.
#[derive(Clone, Debug)]
pub struct Arrivals {
    pub course: Course,
    pub every: Duration,
}

impl Config {
    /// A hub on a free port of this machine, for tests.
    pub fn local(data: &Path) -> Self {
        Self {
            data: data.to_owned(),
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Clock::system(),
            practice: None,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("another hub serves this folder already")]
    AlreadyRunning,
    #[error("opening the database")]
    Db(#[from] DbError),
    #[error("preparing the folder")]
    Folder(#[source] std::io::Error),
    #[error("listening on {at}")]
    Listen {
        at: SocketAddr,
        #[source]
        cause: std::io::Error,
    },
    #[error("filling in practice complaints")]
    Practice(#[from] crate::practice::PracticeError),
}

/// A hub that answers.
pub struct Running {
    url: String,
    db: Arc<dyn Db>,
    stop: watch::Sender<bool>,
    server: JoinHandle<std::io::Result<()>>,
    arrivals: Option<JoinHandle<()>>,
    /// Held as long as the hub runs.
    _lock: std::fs::File,
}

impl Running {
    /// `http://HOST:PORT`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn db(&self) -> &Arc<dyn Db> {
        &self.db
    }

    /// Waits until the server ends by itself, which only a failure makes it do.
    ///
    /// # Errors
    /// That failure.
    pub async fn ended(&mut self) -> Result<std::io::Result<()>, JoinError> {
        (&mut self.server).await
    }

    /// Finishes requests under way, ends the waiting ones, closes the database.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        if let Some(arrivals) = self.arrivals.take() {
            arrivals.abort();
        }
        if !self.server.is_finished() {
            match tokio::time::timeout(STOP_WITHIN, &mut self.server).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::error!(%error, "the server broke down"),
                // Nothing acknowledged is lost: whoever still waits has no answer yet.
                Err(_) => {
                    tracing::warn!("requests under way were cut off");
                    self.server.abort();
                }
            }
        }
        self.db.close().await;
        tracing::info!("stopped");
    }
}

/// Opens the folder and listens.
///
/// # Errors
/// [`StartError`]
pub async fn start(config: Config) -> Result<Running, StartError> {
    let files = Files::open(&config.data).map_err(StartError::Folder)?;
    let lock = lock(&config.data)?;
    let db: Arc<dyn Db> = Arc::new(SqliteDb::open(&config.data, Role::Server).await?);
    if let Some(Arrivals { course, .. }) = &config.practice
        && db.slice(Vec::new(), 0).await?.n == 0
    {
        course.fill(db.as_ref(), config.clock.now()).await?;
    }
    let at = config.listen;
    let listen = |cause| StartError::Listen { at, cause };
    let listener = TcpListener::bind(at).await.map_err(listen)?;
    let url = format!("http://{}", listener.local_addr().map_err(listen)?);
    let (stop, stopping) = watch::channel(false);
    let app = router(Hub {
        db: db.clone(),
        files,
        clock: config.clock.clone(),
        stopping: stopping.clone(),
    });
    let mut until = stopping.clone();
    let graceful = async move {
        let _ = until.wait_for(|stopping| *stopping).await;
    };
    let server = axum::serve(listener, app).with_graceful_shutdown(graceful);
    let arrivals = config.practice.map(|arrivals| {
        let (db, clock) = (db.clone(), config.clock);
        tokio::spawn(async move {
            arrivals
                .course
                .keep_arriving(db, clock, arrivals.every)
                .await
        })
    });
    tracing::info!(%url, "listening");
    Ok(Running {
        url,
        db,
        stop,
        server: tokio::spawn(async move { server.await }),
        arrivals,
        _lock: lock,
    })
}

fn lock(data: &Path) -> Result<std::fs::File, StartError> {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(data.join("serve.lock"))
        .map_err(StartError::Folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(StartError::AlreadyRunning),
        Err(std::fs::TryLockError::Error(error)) => Err(StartError::Folder(error)),
    }
}
