//! Table `setting`: settings of the desk, and who it is.

mod office;
pub(crate) mod rows;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tanggap_domain::ids::ReplicaId;

use super::{Journal, worlds};
use crate::columns::json_of;
use crate::error::StoreError;
use rows::{CONNECTION, Connection, REPLICA, read, rotate_replica, set_connection, write};

pub use office::{StoredDesktop, StoredEscalation, StoredNotify, StoredSettings};

impl Journal {
    /// A setting in the caller's type; none where it was never set.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where the stored value is of another shape.
    pub async fn setting<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let key = key.to_owned();
        let json = self
            .store
            .journal
            .read(move |connection| Box::pin(async move { read(connection, &key).await }))
            .await?;
        json.as_deref()
            .map(|json| {
                serde_json::from_str(json).map_err(|error| StoreError::of_json("setting", &error))
            })
            .transpose()
    }

    pub async fn set_setting<T: Serialize>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let json = json_of(value, "setting")?;
        let key = key.to_owned();
        self.store
            .journal
            .write(move |tx| Box::pin(async move { write(tx, &key, json).await }))
            .await
    }

    pub async fn delete_setting(&self, key: &str) -> Result<(), StoreError> {
        let key = key.to_owned();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM setting WHERE key = ?1")
                        .bind(key)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// The identity of this copy of the journal, for the hub.
    pub async fn replica(&self) -> Result<ReplicaId, StoreError> {
        let found = self.setting(REPLICA).await?;
        found.ok_or_else(|| StoreError::unreadable("replica id"))
    }

    /// Takes a new identity: the hub says another copy uses this one.
    pub async fn rotate_replica(&self) -> Result<ReplicaId, StoreError> {
        self.store
            .journal
            .write(|tx| Box::pin(rotate_replica(tx)))
            .await
    }

    /// The hub this desk is connected to; none before the first connection.
    pub async fn connection(&self) -> Result<Option<Connection>, StoreError> {
        self.setting(CONNECTION).await
    }

    /// Changes, with the connection, whose work is the own one: what people see follows.
    pub async fn set_connection(&self, connection: Option<&Connection>) -> Result<(), StoreError> {
        let connection = connection.cloned();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    match connection {
                        Some(connection) => set_connection(tx, &connection).await?,
                        None => {
                            sqlx::query("DELETE FROM setting WHERE key = ?1")
                                .bind(CONNECTION)
                                .execute(&mut *tx)
                                .await?;
                        }
                    }
                    worlds::attribute(tx).await
                })
            })
            .await?;
        self.store.reload_pending().await?;
        self.store.refresh_all().await;
        Ok(())
    }
}
