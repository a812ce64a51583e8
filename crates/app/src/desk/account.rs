//! The hub a desk is connected to, and as whom.

use std::sync::PoisonError;

use tanggap_ipc::boot::OWN_HUB;
use tanggap_store::Connection;

use super::Desk;
use crate::error::{Result, of_store};

impl Desk {
    /// The hub this desk is connected to; its own one included. None before the first start is through.
    pub fn connection(&self) -> Option<Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether no region's hub is there: the desk is its own authority, see `crate::own`.
    pub fn stands_alone(&self) -> bool {
        let connection = self.connection();
        connection.is_none_or(|connection| connection.hub_url == OWN_HUB)
    }

    /// The region's hub or the one for practice; none for a desk that stands alone.
    pub(crate) fn other_hub(&self) -> Option<Connection> {
        self.connection()
            .filter(|connection| connection.hub_url != OWN_HUB)
    }

    /// Keeps the connection; it is on the disk when this returns.
    pub(crate) async fn set_connection(&self, connection: Option<Connection>) -> Result<()> {
        self.store
            .journal()
            .set_connection(connection.as_ref())
            .await
            .map_err(of_store)?;
        *self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = connection;
        Ok(())
    }

    /// Takes over what the engine wrote about the account.
    pub(crate) async fn read_connection(&self) {
        match self.store.journal().connection().await {
            Ok(connection) => {
                *self
                    .connection
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner) = connection;
            }
            Err(cause) => tracing::warn!(%cause, "The account could not be read"),
        }
    }
}
