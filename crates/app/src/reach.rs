//! The way to a hub: over the network, or inside this program. Only here and in [`crate::boot`] is one named.

use std::sync::Arc;

use tanggap_ipc::boot::{OWN_HUB, PRACTICE_HUB};
use tanggap_ipc::{Code, Error};
use tanggap_store::StoreError;
use tanggap_upstream::{Hub, Network, Transport, Upstream};

use crate::desk::Desk;
use crate::error::{Result, of_store, of_upstream};
use crate::own::hub as own_hub;
use crate::practice;

/// The hub the desk is connected to.
pub(crate) async fn upstream(desk: &Desk) -> Result<Arc<dyn Upstream>> {
    let connection = desk
        .connection()
        .ok_or_else(|| Error::with(Code::Offline, "no hub"))?;
    Ok(Arc::new(hub(desk, &connection).await?))
}

/// The hub of this connection.
pub(crate) async fn hub(desk: &Desk, connection: &tanggap_store::Connection) -> Result<Hub> {
    let bad = |_| Error::new(Code::BadAddress);
    let way: Arc<dyn Transport> = match connection.hub_url.as_str() {
        PRACTICE_HUB => practice::way(desk).await?,
        OWN_HUB => own_hub::way(desk).await?,
        address => Arc::new(Network::to(address).map_err(bad)?),
    };
    Hub::over(way, &connection.token).map_err(bad)
}

impl Desk {
    /// The content of an attachment; fetched from the hub, and kept, where the desk does not have it.
    pub(crate) async fn blob(&self, sha256: &str) -> Result<Vec<u8>> {
        match self.store.blobs().get(sha256).await {
            Err(StoreError::NoBlob) if self.connection().is_some() => {}
            other => return other.map_err(of_store),
        }
        let content = upstream(self)
            .await?
            .download(sha256)
            .await
            .map_err(of_upstream)?;
        let content = Vec::from(content);
        self.keep_blob(content.clone()).await?;
        Ok(content)
    }
}
