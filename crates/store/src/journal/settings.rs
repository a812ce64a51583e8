//! Table `setting`: settings of the desk, and who it is.

mod office;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use tanggap_domain::ids::{HubId, OfficerId, ReplicaId};

use super::{Journal, worlds};
use crate::error::{OpenError, StoreError};
use crate::key::random_uuid;
use crate::mirror::json_of;
pub use office::{StoredDesktop, StoredEscalation, StoredNotify, StoredSettings};

const REPLICA: &str = "replica";
const CONNECTION: &str = "connection";
/// Where the journal was opened last.
const HOME: &str = "home";

/// The hub this desk talks to, and as whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    pub hub_url: String,
    /// Bearer token. Only ever inside the encrypted journal.
    pub token: String,
    pub officer: OfficerId,
    pub officer_name: String,
    /// Region or agency codes the hub granted.
    pub scopes: Vec<String>,
    /// Which hub it is, as it says itself; none until it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hub: Option<HubId>,
    /// Nothing there is real.
    #[serde(default)]
    pub practice: bool,
}

/// Shows neither token nor name.
impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("hub_url", &self.hub_url)
            .field("officer", &self.officer)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

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

/// Connects the desk, inside a writing of the caller.
pub(super) async fn set_connection(
    tx: &mut SqliteConnection,
    connection: &Connection,
) -> Result<(), StoreError> {
    write(tx, CONNECTION, json_of(connection, "connection")?).await
}

/// The hub this desk is connected to, inside a reading or writing of the caller.
pub(super) async fn connection(
    connection: &mut SqliteConnection,
) -> Result<Option<Connection>, StoreError> {
    let json = read(connection, CONNECTION).await?;
    json.as_deref()
        .map(|json| {
            serde_json::from_str(json).map_err(|error| StoreError::of_json("connection", &error))
        })
        .transpose()
}

/// The stored identity; none in a new journal.
pub(crate) async fn replica(
    connection: &mut SqliteConnection,
) -> Result<Option<ReplicaId>, StoreError> {
    let json = read(connection, REPLICA).await?;
    json.as_deref()
        .map(|json| {
            serde_json::from_str(json).map_err(|error| StoreError::of_json("replica id", &error))
        })
        .transpose()
}

/// Gives a journal that stands somewhere else than where it was opened last a fresh identity: two
/// copies never use one.
pub(crate) async fn settle_home(tx: &mut SqliteConnection, home: &str) -> Result<(), StoreError> {
    let here = json_of(&home, "home")?;
    let before = read(tx, HOME).await?;
    if before.as_ref() == Some(&here) {
        return Ok(());
    }
    if before.is_some() {
        tracing::warn!("the profile is a copy, or was moved; it takes a new replica id");
        rotate_replica(tx).await?;
    }
    write(tx, HOME, here).await
}

/// Gives the journal a fresh identity.
pub(crate) async fn rotate_replica(
    connection: &mut SqliteConnection,
) -> Result<ReplicaId, StoreError> {
    let replica = match random_uuid() {
        Ok(uuid) => ReplicaId(uuid),
        Err(OpenError::Io(error)) => return Err(StoreError::Io(error)),
        Err(_) => return Err(StoreError::unreadable("random bytes")),
    };
    let json = json_of(&replica, "replica id")?;
    write(connection, REPLICA, json).await?;
    Ok(replica)
}

async fn read(connection: &mut SqliteConnection, key: &str) -> Result<Option<String>, StoreError> {
    let value = sqlx::query_scalar("SELECT value FROM setting WHERE key = ?1")
        .bind(key)
        .fetch_optional(connection)
        .await?;
    Ok(value)
}

async fn write(tx: &mut SqliteConnection, key: &str, json: String) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO setting (key, value) VALUES (?1, ?2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(key)
    .bind(json)
    .execute(tx)
    .await?;
    Ok(())
}
