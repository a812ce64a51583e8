//! A hub inside this program, opened when it is first asked for: the desk's own, or the one for practice.

use std::path::Path;

use tanggap_hub::Opened;
use tokio::sync::{MappedMutexGuard, Mutex, MutexGuard};

use crate::error::{Result, internal};

#[derive(Default)]
pub(crate) struct HubInside(Mutex<Option<Opened>>);

impl HubInside {
    /// The hub; `open` opens it where it is not open yet.
    ///
    /// # Errors
    /// What `open` answers.
    pub async fn opened(
        &self,
        open: impl Future<Output = Result<Opened>>,
    ) -> Result<MappedMutexGuard<'_, Opened>> {
        let mut hub = self.0.lock().await;
        if hub.is_none() {
            *hub = Some(open.await?);
        }
        MutexGuard::try_map(hub, Option::as_mut)
            .map_err(|_| internal("a hub that was opened is not"))
    }

    /// Closes it, where it is open.
    pub async fn close(&self) {
        if let Some(hub) = self.0.lock().await.take() {
            hub.close().await;
        }
    }
}

/// Takes the data of a hub away that was left. What cannot go now is said in the log.
pub(crate) fn remove(folder: &Path) {
    match std::fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%cause, folder = ?folder.file_name(), "The data of a hub could not be taken away");
        }
        _ => {}
    }
}
