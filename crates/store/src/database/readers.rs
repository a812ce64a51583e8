//! Reading connections: at most four, opened when needed, last used first.
//!
//! Not sqlx's own pool: that one depends on timers, and fails at once under the paused clock of
//! simulations.

use std::sync::{Arc, Mutex, PoisonError};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, SqliteConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Work, disconnect};
use crate::error::{StoreError, StoreFile};

const MAX_READERS: u32 = 4;

pub(crate) struct Readers {
    options: SqliteConnectOptions,
    file: StoreFile,
    idle: Mutex<Vec<SqliteConnection>>,
    permits: Arc<Semaphore>,
}

impl Readers {
    pub fn new(options: SqliteConnectOptions, file: StoreFile) -> Self {
        Self {
            options,
            file,
            idle: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(MAX_READERS as usize)),
        }
    }

    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
    {
        let permit = self.permits.clone().acquire_owned().await;
        let _permit = permit.map_err(|_| StoreError::Closed)?;
        let idle = self.idle().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => {
                let opened = self.options.connect().await;
                opened.map_err(|error| StoreError::of_sql(error, self.file))?
            }
        };
        // A reader whose caller stopped waiting is dropped here with its unfinished statement.
        let found = work(&mut connection)
            .await
            .map_err(|error| error.in_file(self.file));
        if found.is_ok() {
            self.idle().push(connection);
        } else {
            disconnect(connection).await;
        }
        found
    }

    /// Waits until nobody reads, closes what is idle and keeps new readers out while the result lives.
    pub async fn drain(&self) -> Result<OwnedSemaphorePermit, StoreError> {
        let all = self.permits.clone().acquire_many_owned(MAX_READERS).await;
        let all = all.map_err(|_| StoreError::Closed)?;
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            disconnect(connection).await;
        }
        Ok(all)
    }

    pub async fn close(&self) {
        if let Ok(quiet) = self.drain().await {
            self.permits.close();
            drop(quiet);
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
