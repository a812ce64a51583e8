//! Files that officers bring, and take back: one at a time, each to its end, called off, or broken off. What was
//! read of a file is taken in as a whole or not at all, and the file itself is not kept: what is erased must not
//! live on in it.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use tanggap_domain::source_zone::SourceZones;
use tanggap_protocol::error::code;
use tanggap_protocol::import::{ImportKind, ImportState};
use tanggap_upstream::spreadsheet::Progress;
use tokio::sync::watch;
use uuid::Uuid;

use crate::carried::take_over;
use crate::clock::Clock;
use crate::db::{Bringer, Db, DbError, EntryKind, ImportEnd, NewImport};
use crate::files::Files;
use crate::import::{ImportError, import};

/// What to take in, or back.
#[derive(Clone, Debug)]
pub struct Wish {
    pub new: NewImport,
    pub zones: SourceZones,
    pub bringer: Bringer,
}

/// The imports of this process.
#[derive(Clone, Default)]
pub struct Imports(Arc<Shared>);

#[derive(Default)]
struct Shared {
    running: Mutex<HashMap<Uuid, Arc<Job>>>,
    turn: tokio::sync::Mutex<()>,
}

struct Job {
    called_off: watch::Sender<bool>,
    at: Mutex<(ImportState, Progress)>,
}

impl Job {
    fn at(&self) -> MutexGuard<'_, (ImportState, Progress)> {
        self.at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Imports {
    fn running(&self) -> MutexGuard<'_, HashMap<Uuid, Arc<Job>>> {
        self.0
            .running
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// How far an import is that runs in this process.
    pub fn progress(&self, id: Uuid) -> Option<(ImportState, Progress)> {
        let job = self.running().get(&id).cloned()?;
        let at = job.at().clone();
        Some(at)
    }

    /// Calls an import off; whether it was still running. It is over, with nothing taken in, once it is no
    /// longer among those that run; one that had just been written stays.
    pub fn call_off(&self, id: Uuid) -> bool {
        let job = self.running().get(&id).cloned();
        job.is_some_and(|job| {
            job.called_off.send_replace(true);
            true
        })
    }

    /// Writes down that the file is brought, and takes it in when its turn comes.
    ///
    /// # Errors
    /// [`DbError`]: then nothing was begun.
    pub async fn begin(
        &self,
        db: Arc<dyn Db>,
        files: Files,
        clock: Clock,
        wish: Wish,
    ) -> Result<(), DbError> {
        let id = wish.new.id;
        db.begin_import(wish.new.clone()).await?;
        let (called_off, off) = watch::channel(false);
        let job = Arc::new(Job {
            called_off,
            at: Mutex::new((ImportState::Waiting, Progress::default())),
        });
        self.running().insert(id, Arc::clone(&job));
        let imports = self.clone();
        tokio::spawn(async move {
            let turn = imports.0.turn.lock().await;
            let done = run(db.as_ref(), &files, &clock, &wish, &job, off);
            // Whatever breaks down in there, somebody waits for a word.
            let end = AssertUnwindSafe(done).catch_unwind().await;
            let end = end.unwrap_or_else(|_| failed("internal"));
            drop(turn);
            tracing::info!(%id, state = ?end.state, "an import ended");
            if let Err(error) = forget(db.as_ref(), &files, &wish.new).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(error, "the file of an import could not be taken away");
            }
            if let Err(error) = db.end_import(id, end, clock.now()).await {
                let error = &error as &dyn std::error::Error;
                tracing::error!(%id, error, "the end of an import could not be written down");
            }
            imports.running().remove(&id);
        });
        Ok(())
    }
}

async fn run(
    db: &dyn Db,
    files: &Files,
    clock: &Clock,
    wish: &Wish,
    job: &Job,
    mut off: watch::Receiver<bool>,
) -> ImportEnd {
    let kind = match &wish.new.what {
        EntryKind::Brought(kind) => *kind,
        EntryKind::TakesBack { import, .. } => {
            job.at().0 = ImportState::Reading;
            return take_back(db, *import, clock, wish).await;
        }
    };
    let file = match files.readable(&wish.new.sha256).await {
        Ok(file) => file,
        Err(error) => {
            tracing::error!(%error, "the file of an import cannot be read");
            return failed("file-unreadable");
        }
    };
    job.at().0 = ImportState::Reading;
    let mut progress = |so_far: Progress| job.at().1 = so_far;
    let (path, now) = (file.path(), clock.now());
    let bringer = Bringer {
        import: Some(wish.new.id),
        ..wish.bringer.clone()
    };
    let importing = async {
        match kind {
            ImportKind::Export => import(db, path, &wish.zones, bringer, now, &mut progress).await,
            ImportKind::Carried => take_over(db, path, bringer, now, &mut progress).await,
        }
    };
    let imported = tokio::select! {
        biased;
        imported = importing => imported,
        _ = off.wait_for(|off| *off) => return ImportEnd {
            state: ImportState::Cancelled,
            report: None,
        },
    };
    match imported {
        Ok(imported) => ImportEnd {
            state: ImportState::Done,
            report: Some(imported.report()),
        },
        Err(error) => {
            let code = code_of(&error);
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a file was not taken in");
            failed(code)
        }
    }
}

/// Nothing calls it off: it is over before anybody could have second thoughts, and can be done once more by
/// bringing the file again.
async fn take_back(db: &dyn Db, import: Uuid, clock: &Clock, wish: &Wish) -> ImportEnd {
    let reach = wish.bringer.reach.clone();
    let taken = db.take_back(import, wish.new.id, reach, clock.now()).await;
    match taken {
        Ok(Some(_)) => ImportEnd {
            state: ImportState::Done,
            report: None,
        },
        Ok(None) => failed(code::IMPORT_TAKEN_BACK),
        Err(error) => {
            let code = code_of(&ImportError::Db(error.clone()));
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "a file was not taken back");
            failed(code)
        }
    }
}

/// The content is of no more use, whatever came of it.
async fn forget(db: &dyn Db, files: &Files, new: &NewImport) -> Result<(), DbError> {
    let (Some(officer), EntryKind::Brought(_)) = (new.officer, &new.what) else {
        return Ok(());
    };
    if db.forget_upload(officer, new.sha256.clone()).await? {
        files.remove(&new.sha256).await?;
    }
    Ok(())
}

fn failed(code: &str) -> ImportEnd {
    ImportEnd {
        state: ImportState::Failed(code.to_owned()),
        report: None,
    }
}

/// The word under which a failure is kept.
pub fn code_of(error: &ImportError) -> &'static str {
    match error {
        ImportError::PracticeHub => code::PRACTICE_HUB,
        ImportError::File(error) => error.code(),
        ImportError::CutOff => "cut-off",
        ImportError::Db(DbError::DiskFull) => "disk-full",
        ImportError::Db(_) | ImportError::Reader => "internal",
    }
}
