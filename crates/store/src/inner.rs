//! The parts behind all handles, and what brings them in line with each other.

use std::sync::atomic::{AtomicBool, Ordering};

use sqlx::SqliteConnection;
use tanggap_domain::ids::ComplaintId;
use zeroize::Zeroizing;

use crate::blobs::Blobs;
use crate::database::{Database, Work};
use crate::erased::Erased;
use crate::error::{StoreError, StoreFile};
use crate::journal::holds::Holds;
use crate::journal::outbox::rows;
use crate::journal::pending::Pending;
use crate::mirror::overlay;
use crate::profile::Folder;
use crate::reserve;

/// The parts behind all handles.
pub(crate) struct Inner {
    pub folder: Folder,
    pub journal: Database,
    pub mirror: Database,
    pub pending: Pending,
    pub holds: Holds,
    pub erased: Erased,
    pub blobs: Blobs,
    pub imports: Blobs,
    pub hub_key: Zeroizing<[u8; 32]>,
    /// A projection failed; the next one makes everything anew.
    pub stale_view: AtomicBool,
}

impl Inner {
    pub async fn mirror_read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
    {
        self.watched(self.mirror.read(work).await)
    }

    pub async fn mirror_write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.watched(self.mirror.write(work).await)
    }

    pub async fn mirror_maintain<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        self.watched(self.mirror.maintain(work).await)
    }

    /// Leaves a mark for the next start where the mirror did not read back.
    fn watched<T>(&self, outcome: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(StoreError::Damaged(StoreFile::Mirror)) = &outcome {
            let mark = self.folder.mirror_suspect();
            if !mark.exists() {
                tracing::error!("the mirror is damaged; it will be rebuilt");
                if let Err(error) = std::fs::write(mark, b"") {
                    tracing::warn!(error = %error, "the mark could not be left");
                }
            }
        }
        outcome
    }

    /// Brings the projection of some complaints in line with the journal. What the journal holds is
    /// safe already, so a failure here is healed later rather than reported as a failed saving.
    pub async fn refresh_view(&self, ids: &[ComplaintId]) {
        let pending = self.pending.clone();
        let ids = ids.to_vec();
        let all = self.stale_view.swap(false, Ordering::AcqRel);
        let outcome = self
            .mirror_write(move |tx| {
                Box::pin(async move {
                    if all {
                        overlay::project_all(tx, &pending).await
                    } else {
                        overlay::refresh(tx, &ids, &pending).await
                    }
                })
            })
            .await;
        if let Err(error) = outcome {
            self.stale_view.store(true, Ordering::Release);
            tracing::warn!(error = %error, "the view could not be refreshed");
        }
    }

    /// Brings the whole projection in line with the journal; as [`Inner::refresh_view`], a failure is
    /// healed later.
    pub async fn refresh_all(&self) {
        self.stale_view.store(true, Ordering::Release);
        self.refresh_view(&[]).await;
    }

    pub async fn project_all(&self) -> Result<(), StoreError> {
        let pending = self.pending.clone();
        self.mirror_write(move |tx| {
            Box::pin(async move { overlay::project_all(tx, &pending).await })
        })
        .await
    }

    /// Reads the outbox into memory again.
    pub async fn reload_pending(&self) -> Result<(), StoreError> {
        let pending = self.pending.clone();
        self.journal
            .maintain(move |connection| {
                Box::pin(async move {
                    pending.clear();
                    rows::load_pending(connection, &pending).await
                })
            })
            .await
    }

    /// Gives the reserved room back to the disk; whether there was any.
    pub fn free_reserve(&self) -> bool {
        reserve::free(&self.folder)
    }
}
