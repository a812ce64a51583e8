//! Whether anything on this session shows tray icons. Not every Linux desktop has a tray, and the
//! library that offers the icon does not say whether anybody took it.
//!
//! <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/>

use std::time::Duration;

use zbus::proxy::{Builder, CacheProperties};
use zbus::{Connection, Proxy};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";

/// Somebody waits for the window to close: without an answer in this time there is no tray.
const PATIENCE: Duration = Duration::from_secs(2);

/// Asked anew each time: panels come and go.
pub async fn is_there() -> bool {
    matches!(tokio::time::timeout(PATIENCE, ask()).await, Ok(Ok(true)))
}

async fn ask() -> zbus::Result<bool> {
    let session = Connection::session().await?;
    let watcher: Proxy<'_> = Builder::new(&session)
        .destination(WATCHER)?
        .path(PATH)?
        .interface(WATCHER)?
        .cache_properties(CacheProperties::No)
        .build()
        .await?;
    watcher.get_property("IsStatusNotifierHostRegistered").await
}
