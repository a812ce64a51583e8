//! Rows of table `setting`, inside a reading or writing of the caller: who the desk is, and for which hub.

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;
use tanggap_domain::ids::{HubId, OfficerId, ReplicaId};

use crate::columns::json_of;
use crate::error::{OpenError, StoreError};
use crate::key::random_uuid;

pub(crate) const REPLICA: &str = "replica";
pub(crate) const CONNECTION: &str = "connection";
/// Where the journal was opened last.
pub(crate) const HOME: &str = "home";

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

/// Connects the desk, inside a writing of the caller.
pub(crate) async fn set_connection(
    tx: &mut SqliteConnection,
    connection: &Connection,
) -> Result<(), StoreError> {
    write(tx, CONNECTION, json_of(connection, "connection")?).await
}

/// The hub this desk is connected to, inside a reading or writing of the caller.
pub(crate) async fn connection(
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

pub(crate) async fn read(
    connection: &mut SqliteConnection,
    key: &str,
) -> Result<Option<String>, StoreError> {
    let value = sqlx::query_scalar("SELECT value FROM setting WHERE key = ?1")
        .bind(key)
        .fetch_optional(connection)
        .await?;
    Ok(value)
}

pub(crate) async fn write(
    tx: &mut SqliteConnection,
    key: &str,
    json: String,
) -> Result<(), StoreError> {
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
