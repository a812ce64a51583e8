//! Starts the hub and stops it again.

pub mod connections;
mod sweep;

use std::net::SocketAddr;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};

use crate::clock::Clock;
use crate::db::sqlite::{Role, SqliteDb};
use crate::db::{Db, DbError, Kind};
use crate::erasing::{ErasingError, hold};
use crate::files::Files;
use crate::http::pace::Pace;
use crate::http::{Hub, router};
use crate::practice::{Course, PracticeError};
use crate::register::Register;
use connections::Limits;

/// How long requests under way may take once the hub is to stop.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// Between a breakdown beside serving and the next start.
const STAND_UP_AFTER: Duration = Duration::from_secs(10);

/// How to serve.
#[derive(Clone)]
pub struct Config {
    /// The folder of database and files.
    pub data: PathBuf,
    /// Make a hub where there is none: a wish, since a mistyped folder has none either.
    pub make: bool,
    /// Port 0 takes a free one.
    pub listen: SocketAddr,
    pub clock: Clock,
    pub limits: Limits,
    pub pace: Pace,
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
            make: true,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            clock: Clock::system(),
            limits: Limits::default(),
            pace: Pace::default(),
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
    Practice(#[from] PracticeError),
    #[error("holding the hub against its register")]
    Register(#[from] ErasingError),
}

/// A hub that answers.
pub struct Running {
    url: String,
    db: Arc<dyn Db>,
    stop: watch::Sender<bool>,
    server: JoinHandle<()>,
    /// What goes on beside serving.
    beside: Vec<JoinHandle<()>>,
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
    pub async fn ended(&mut self) -> Result<(), JoinError> {
        (&mut self.server).await
    }

    /// Finishes requests under way, ends the waiting ones, closes the database.
    pub async fn shutdown(mut self) {
        self.stop.send_replace(true);
        for task in self.beside.drain(..) {
            task.abort();
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
    let (db, files, lock) = open(&config).await?;
    let db: Arc<dyn Db> = Arc::new(db);
    let register = Register::of(&config.data, db.identity());
    hold(db.as_ref(), &files, &register, config.clock.now()).await?;
    if let Some(Arrivals { course, .. }) = &config.practice {
        if db.identity().kind != Kind::Practice {
            return Err(PracticeError::RealHub.into());
        }
        if db.slice(Vec::new(), 0).await?.n == 0 {
            course.fill(db.as_ref(), config.clock.now()).await?;
        }
    }
    let unseen = db.unseen().await?;
    if unseen > 0 {
        tracing::warn!(
            unseen,
            "complaints that no officer sees in whole, see `tanggap-hub doctor`"
        );
    }
    let at = config.listen;
    let listen = |cause| StartError::Listen { at, cause };
    let listener = TcpListener::bind(at).await.map_err(listen)?;
    let url = format!("http://{}", listener.local_addr().map_err(listen)?);
    let (stop, stopping) = watch::channel(false);
    let app = router(Hub {
        db: db.clone(),
        files: files.clone(),
        clock: config.clock.clone(),
        stopping: stopping.clone(),
        pace: config.pace,
    });
    let server = connections::serve(listener, app, config.limits, stopping);
    let clock = config.clock;
    let (of_db, of_clock) = (db.clone(), clock.clone());
    let sweep = move || sweep::daily(of_db.clone(), files.clone(), of_clock.clone());
    let mut beside = vec![tokio::spawn(upright("sweep", sweep))];
    if let Some(Arrivals { course, every }) = config.practice {
        let (db, clock) = (db.clone(), clock.clone());
        let arrive = move || {
            let (course, db, clock) = (course.clone(), db.clone(), clock.clone());
            async move { course.keep_arriving(db, clock, every).await }
        };
        beside.push(tokio::spawn(upright("practice", arrive)));
    }
    tracing::info!(%url, "listening");
    Ok(Running {
        url,
        db,
        stop,
        server: tokio::spawn(server),
        beside,
        _lock: lock,
    })
}

/// Does what goes on beside serving; what breaks down there is said and starts again.
async fn upright<F>(part: &'static str, mut work: impl FnMut() -> F)
where
    F: Future<Output = ()>,
{
    while AssertUnwindSafe(work()).catch_unwind().await.is_err() {
        tracing::error!(part, "a part of the hub broke down; it starts again");
        tokio::time::sleep(STAND_UP_AFTER).await;
    }
}

/// The folder, and nobody else serving it. Where there is no hub and none is wished for, nothing is made.
async fn open(config: &Config) -> Result<(SqliteDb, Files, std::fs::File), StartError> {
    let data = &config.data;
    let is_there = SqliteDb::exists(data);
    if !is_there && !config.make {
        return Err(DbError::NoHub(data.clone()).into());
    }
    let files = Files::open(data).map_err(StartError::Folder)?;
    let lock = lock(data)?;
    let kind = match config.practice {
        Some(_) => Kind::Practice,
        None => Kind::Real,
    };
    let db = if is_there {
        SqliteDb::open(data, Role::Server).await?
    } else {
        SqliteDb::init(data, kind, Role::Server).await?
    };
    Ok((db, files, lock))
}

/// Nobody else serves the folder as long as the file is held.
///
/// # Errors
/// [`StartError::AlreadyRunning`], [`StartError::Folder`]
pub fn lock(data: &Path) -> Result<std::fs::File, StartError> {
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
