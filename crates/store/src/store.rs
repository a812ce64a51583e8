//! Opening, making and closing a profile, and the handles to its parts.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use zeroize::Zeroizing;

use crate::blobs::Blobs;
use crate::database::{Database, Plan};
use crate::erased::Erased;
use crate::error::{OpenError, StoreError, StoreFile};
use crate::files;
use crate::inner::Inner;
use crate::journal::{self, Holds, Journal, Pending};
use crate::key::{self, KeySource, Keys};
use crate::mirror::{self, Mirror};
use crate::profile::{Folder, Lock, Profile};
use crate::recovery::{self, JournalState, MirrorState, RebuildReason};
use crate::reserve;
use crate::view::View;

/// An open profile. Cheap to clone. [`Store::close`] it: dropping the last clone closes it too, but
/// only soon after, and only while the runtime lives.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// A profile that was just opened, and what had to be done for it.
pub struct Opened {
    pub store: Store,
    pub journal: JournalState,
    pub mirror: MirrorState,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("journal", &self.journal)
            .field("mirror", &self.mirror)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Makes a profile in `dir` (made where it does not exist) and opens it.
    ///
    /// # Errors
    /// [`OpenError::AlreadyExists`] where there is one; [`OpenError::NoKeychain`] where the key cannot
    /// be kept; nothing of use is left behind then.
    pub async fn create(dir: &Path, source: &KeySource) -> Result<Opened, OpenError> {
        let folder = Folder::new(dir);
        folder.check_safe()?;
        match Profile::read(&folder) {
            Err(OpenError::NoProfile | OpenError::ProfileDamaged { .. }) => {}
            Ok(_) | Err(OpenError::NewerSchema { .. }) => return Err(OpenError::AlreadyExists),
            Err(error) => return Err(error),
        }
        files::make_folder(dir)?;
        let lock = Arc::new(folder.lock()?);
        // Files of an attempt that was cut short, or of a lost profile: kept, out of the way.
        recovery::set_aside(&folder.journal(), "orphan")?;
        recovery::set_aside(&folder.mirror(), "orphan")?;
        let id = key::random_uuid()?;
        let source = source.clone();
        let (record, keys) = blocking(move || key::make(&source, id)).await?;
        let opened = open_files(&folder, &keys, lock, true).await?;
        // Last: a folder without it is not a profile yet.
        if let Err(error) = Profile::new(id, record).write(&folder) {
            opened.store.close().await;
            return Err(error);
        }
        Ok(opened)
    }

    /// Opens the profile in `dir`: takes its lock, checks and migrates its files, heals what can be
    /// healed, and saves a backup of the journal.
    ///
    /// On a full disk the reserve is given back for it.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing is changed then.
    pub async fn open(dir: &Path, source: &KeySource) -> Result<Opened, OpenError> {
        let folder = Folder::new(dir);
        let profile = Profile::read(&folder)?;
        folder.check_safe()?;
        let lock = Arc::new(folder.lock()?);
        let source = source.clone();
        let Profile { id, key, .. } = profile;
        let keys = blocking(move || key::find(&source, &key, id)).await?;
        reserve::or_with_it(&folder, || open_files(&folder, &keys, lock.clone(), false)).await
    }

    /// Whether `dir` holds a profile.
    pub fn exists(dir: &Path) -> bool {
        !matches!(Profile::read(&Folder::new(dir)), Err(OpenError::NoProfile))
    }

    /// The key of a hub inside the desk, which keeps its own files.
    pub fn hub_key(&self) -> Zeroizing<[u8; 32]> {
        self.inner.hub_key.clone()
    }

    pub fn journal(&self) -> Journal {
        Journal {
            store: self.inner.clone(),
        }
    }

    pub fn mirror(&self) -> Mirror {
        Mirror {
            store: self.inner.clone(),
        }
    }

    /// What people see: confirmed, with this desk's waiting changes applied.
    pub fn view(&self) -> View {
        View {
            store: self.inner.clone(),
        }
    }

    /// Attachment contents.
    pub fn blobs(&self) -> &Blobs {
        &self.inner.blobs
    }

    /// The profile folder.
    pub fn dir(&self) -> &Path {
        self.inner.folder.path()
    }

    /// Sets the mirror aside and makes an empty one, with everything that was imported here and this
    /// desk's waiting changes. What a hub confirmed comes back with the next pull: its cursors are
    /// gone. For a mirror that answers [`StoreError::Damaged`].
    pub async fn rebuild_mirror(&self) -> Result<(), StoreError> {
        let inner = &self.inner;
        inner
            .mirror
            .exchange(|plan| async move { recovery::remake_mirror(&plan).await })
            .await?;
        let suspect = inner.folder.mirror_suspect();
        if suspect.exists() {
            std::fs::remove_file(suspect)?;
        }
        self.journal().replay_imports().await?;
        self.mirror().ask_for_judging().await?;
        inner.project_all().await
    }

    /// Finishes what is under way, writes the logs back and closes the files. Every later call on a
    /// clone answers [`StoreError::Closed`].
    pub async fn close(&self) {
        let inner = &self.inner;
        let erased = inner
            .mirror_maintain(|connection| Box::pin(mirror::finish_erasing(connection)))
            .await;
        if let Err(error) = erased {
            tracing::warn!(error = %error, "erasing was not finished; it will be at the next close");
        }
        inner.mirror.close().await;
        inner.journal.close().await;
    }
}

async fn open_files(
    folder: &Folder,
    keys: &Keys,
    lock: Arc<Lock>,
    new: bool,
) -> Result<Opened, OpenError> {
    let journal_plan = Plan {
        path: folder.journal(),
        file: StoreFile::Journal,
        key: keys.journal.clone(),
    };
    let mirror_plan = Plan {
        path: folder.mirror(),
        file: StoreFile::Mirror,
        key: keys.mirror.clone(),
    };
    let (journal, journal_state) = recovery::open_journal(&journal_plan, folder, new).await?;
    let opened = recovery::open_mirror(&mirror_plan, folder, new).await;
    let (mirror, mirror_state) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            crate::database::disconnect(journal).await;
            return Err(error);
        }
    };
    files::make_folder(&folder.blobs())?;
    files::make_folder(&folder.imports())?;
    let inner = Inner {
        journal: Database::start(
            journal_plan,
            journal,
            Some(folder.journal_backup()),
            Some(lock),
        ),
        mirror: Database::start(mirror_plan, mirror, None, None),
        pending: Pending::default(),
        holds: Holds::default(),
        erased: Erased::default(),
        blobs: Blobs::new(folder.blobs(), &keys.blobs),
        imports: Blobs::new(folder.imports(), &keys.blobs),
        hub_key: keys.hub.clone(),
        stale_view: AtomicBool::new(false),
        folder: folder.clone(),
    };
    let store = Store {
        inner: Arc::new(inner),
    };
    if let Err(error) = bring_up(&store, journal_state, mirror_state).await {
        store.close().await;
        return Err(error.into());
    }
    Ok(Opened {
        store,
        journal: journal_state,
        mirror: mirror_state,
    })
}

async fn bring_up(
    store: &Store,
    journal: JournalState,
    mirror: MirrorState,
) -> Result<(), StoreError> {
    let (holds, home) = (store.inner.holds.clone(), store.inner.folder.home());
    let settled = store.inner.journal.write(move |tx| {
        Box::pin(async move {
            journal::hold_again(tx, &holds, Instant::now()).await?;
            journal::settle_home(tx, &home).await?;
            journal::attribute(tx).await
        })
    });
    match settled.await {
        // Nothing is offered that is not known to be ours; it is found out at the next start.
        Err(StoreError::DiskFull) => {
            tracing::warn!("the disk is full; whose work waits is found out later")
        }
        other => other?,
    }
    store.inner.load_erased().await?;
    store.inner.reload_pending().await?;
    if let MirrorState::Rebuilt { reason } = mirror {
        tracing::warn!(?reason, "the mirror was made anew");
        store.journal().replay_imports().await?;
        store.mirror().ask_for_judging().await?;
    }
    store.journal().finish_imports().await?;
    store.inner.project_all().await?;
    if let Err(error) = store.inner.finish_erasing().await {
        // It stays written down what shall go, and nothing brings it back.
        tracing::warn!(error = %error, "erasing is not finished; it is at the next start");
    }
    if journal == JournalState::Intact
        && let Err(error) = store.journal().back_up().await
    {
        // The older copy stays; a full disk is no reason to keep the officer out.
        tracing::warn!(error = %error, "the journal could not be backed up");
    }
    reserve::keep(&store.inner.folder);
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, OpenError> + Send + 'static,
) -> Result<T, OpenError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(error) => Err(OpenError::Io(std::io::Error::other(error))),
    }
}

impl From<RebuildReason> for MirrorState {
    fn from(reason: RebuildReason) -> Self {
        Self::Rebuilt { reason }
    }
}
