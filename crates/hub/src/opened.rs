//! An open hub, whoever its requests come from: its folder held, its router, and what goes on beside. The
//! region's server listens for it ([`crate::serve`]); inside a desk, requests come without a socket
//! ([`crate::inside`]).

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use futures::FutureExt;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::db::sqlite::{Role, SqliteDb};
use crate::db::{Db, DbError, Kind};
use crate::erasing::{ErasingError, hold};
use crate::files::Files;
use crate::home::Home;
use crate::http::pace::Pace;
use crate::http::{Hub, router};
use crate::imports::Imports;
use crate::practice::{Course, PracticeError};
use crate::register::Register;
use crate::sweep;

/// Between a breakdown beside serving and the next start.
const STAND_UP_AFTER: Duration = Duration::from_secs(10);

/// What to open.
#[derive(Clone)]
pub struct Opening {
    /// The folder of database and files.
    pub home: Home,
    /// Make a hub where there is none: a wish, since a mistyped folder has none either.
    pub make: bool,
    pub clock: Clock,
    pub pace: Pace,
    /// Practice complaints that arrive while the hub is open. A hub made with them is one for practice.
    pub practice: Option<Arrivals>,
}

/// New practice complaints, one after each `every`.
#[derive(Clone, Debug)]
pub struct Arrivals {
    pub course: Course,
    pub every: Duration,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("another hub serves this folder already")]
    AlreadyRunning,
    #[error("opening the database")]
    Db(#[from] DbError),
    #[error("preparing the folder")]
    Folder(#[source] std::io::Error),
    #[error("filling in practice complaints")]
    Practice(#[from] PracticeError),
    #[error("holding the hub against its register")]
    Register(#[from] ErasingError),
}

/// A hub that answers whoever calls its router.
pub struct Opened {
    db: Arc<dyn Db>,
    clock: Clock,
    router: Router,
    stop: watch::Sender<bool>,
    /// What goes on beside answering.
    beside: Vec<JoinHandle<()>>,
    /// Held as long as the hub is open.
    _lock: std::fs::File,
}

impl Opened {
    /// Opens the folder.
    ///
    /// # Errors
    /// [`OpenError`]. Where there is no hub and none is wished for, nothing is made.
    pub async fn open(opening: Opening) -> Result<Self, OpenError> {
        let (db, files, lock) = folder(&opening).await?;
        let Opening {
            home,
            clock,
            pace,
            practice,
            ..
        } = opening;
        let db: Arc<dyn Db> = Arc::new(db);
        let register = Register::of(&home.dir, db.identity());
        hold(db.as_ref(), &files, &register, clock.now()).await?;
        if let Some(Arrivals { course, .. }) = &practice {
            if db.identity().kind != Kind::Practice {
                return Err(PracticeError::RealHub.into());
            }
            if db.slice(Vec::new(), 0).await?.n == 0 {
                course.clone().fill(db.as_ref(), clock.now()).await?;
            }
        }
        let interrupted = db.interrupt_imports(clock.now()).await?;
        if interrupted > 0 {
            tracing::warn!(
                interrupted,
                "imports were broken off; nothing of them was taken in"
            );
        }
        let unseen = db.unseen().await?;
        if unseen > 0 {
            tracing::warn!(
                unseen,
                "complaints that no officer sees in whole, see `tanggap-hub doctor`"
            );
        }
        let (stop, stopping) = watch::channel(false);
        let router = router(Hub {
            db: db.clone(),
            files: files.clone(),
            clock: clock.clone(),
            imports: Imports::default(),
            stopping,
            pace,
        });
        let (of_db, of_clock) = (db.clone(), clock.clone());
        let sweep = move || sweep::daily(of_db.clone(), files.clone(), of_clock.clone());
        let mut beside = vec![tokio::spawn(upright("sweep", sweep))];
        if let Some(Arrivals { course, every }) = practice {
            let (db, clock) = (db.clone(), clock.clone());
            let arrive = move || {
                let (course, db, clock) = (course.clone(), db.clone(), clock.clone());
                async move { course.keep_arriving(db, clock, every).await }
            };
            beside.push(tokio::spawn(upright("practice", arrive)));
        }
        Ok(Self {
            db,
            clock,
            router,
            stop,
            beside,
            _lock: lock,
        })
    }

    pub fn db(&self) -> &Arc<dyn Db> {
        &self.db
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    pub fn router(&self) -> &Router {
        &self.router
    }

    /// Turns true when the hub is about to stop.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    /// Ends the requests that wait for news, and what goes on beside.
    pub fn begin_stop(&mut self) {
        self.stop.send_replace(true);
        for task in self.beside.drain(..) {
            task.abort();
        }
    }

    /// Closes the database.
    pub async fn close(mut self) {
        self.begin_stop();
        self.db.close().await;
    }
}

/// Does what goes on beside answering; what breaks down there is said and starts again.
async fn upright<F>(part: &'static str, mut work: impl FnMut() -> F)
where
    F: Future<Output = ()>,
{
    while AssertUnwindSafe(work()).catch_unwind().await.is_err() {
        tracing::error!(part, "a part of the hub broke down; it starts again");
        tokio::time::sleep(STAND_UP_AFTER).await;
    }
}

/// The folder, and nobody else serving it.
async fn folder(opening: &Opening) -> Result<(SqliteDb, Files, std::fs::File), OpenError> {
    let home = &opening.home;
    let is_there = SqliteDb::exists(&home.dir);
    if !is_there && !opening.make {
        return Err(DbError::NoHub(home.dir.clone()).into());
    }
    let files = Files::open(home.clone()).map_err(OpenError::Folder)?;
    let lock = lock(&home.dir)?;
    let kind = match opening.practice {
        Some(_) => Kind::Practice,
        None => Kind::Real,
    };
    let db = if is_there {
        SqliteDb::open(home.clone(), Role::Server).await?
    } else {
        SqliteDb::init(home.clone(), kind, Role::Server).await?
    };
    Ok((db, files, lock))
}

/// Nobody else serves the folder as long as the file is held.
///
/// # Errors
/// [`OpenError::AlreadyRunning`], [`OpenError::Folder`]
pub fn lock(dir: &Path) -> Result<std::fs::File, OpenError> {
    let file = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(dir.join("serve.lock"))
        .map_err(OpenError::Folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(OpenError::AlreadyRunning),
        Err(std::fs::TryLockError::Error(error)) => Err(OpenError::Folder(error)),
    }
}
