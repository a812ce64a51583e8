//! A tray on the stage: the part of a panel that shows icons, and the menu behind each.
//!
//! <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/>

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use zbus::message::Header;
use zbus::proxy::{Builder, CacheProperties};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Structure, Value};
use zbus::{Connection, Proxy, connection, interface};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// A panel that shows tray icons for as long as it is kept.
pub struct Tray {
    connection: Connection,
    icons: Icons,
}

/// Program and path of each icon, oldest first.
type Icons = Arc<Mutex<Vec<(String, String)>>>;

struct Watcher {
    icons: Icons,
}

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// The service is a name on the bus, or the path of the item where the caller has it.
    fn register_status_notifier_item(&self, service: &str, #[zbus(header)] header: Header<'_>) {
        let Some(sender) = header.sender() else {
            return;
        };
        let icon = match service.starts_with('/') {
            true => (sender.to_string(), service.to_owned()),
            false => (service.to_owned(), "/StatusNotifierItem".to_owned()),
        };
        let mut icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
        icons.push(icon);
    }

    fn register_status_notifier_host(&self, _service: &str) {}

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        let icons = self.icons.lock().unwrap_or_else(PoisonError::into_inner);
        let names = icons.iter().map(|(name, path)| format!("{name}{path}"));
        names.collect()
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

/// `(id, properties, children)` of a menu's entry.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

impl Tray {
    pub(crate) async fn open(address: &str) -> Result<Self> {
        let icons = Icons::default();
        let watcher = Watcher {
            icons: Arc::clone(&icons),
        };
        let connection = connection::Builder::address(address)
            .context("Naming the session bus")?
            .serve_at(PATH, watcher)?
            .name(WATCHER)?
            .build()
            .await
            .context("Opening the tray")?;
        Ok(Self { connection, icons })
    }

    /// What stands beside the newest icon.
    pub async fn label(&self) -> Result<String> {
        let item = self.item().await?;
        item.get_property("XAyatanaLabel")
            .await
            .context("Reading an icon's label")
    }

    /// The labels in the newest icon's menu, from top to bottom.
    pub async fn menu(&self) -> Result<Vec<String>> {
        let (_, entries) = self.entries().await?;
        Ok(entries.into_iter().map(|(_, label)| label).collect())
    }

    /// Chooses the entry with this label.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let (menu, entries) = self.entries().await?;
        let found = entries.iter().find(|(_, entry)| entry == label);
        let (id, _) = found.with_context(|| format!("No {label:?} in {entries:?}"))?;
        let event = (id, "clicked", Value::from(0_i32), 0_u32);
        let reply = menu.call_method("Event", &event).await;
        reply.map(drop).context("Choosing in a tray's menu")
    }

    async fn entries(&self) -> Result<(Proxy<'static>, Vec<(i32, String)>)> {
        let item = self.item().await?;
        let path: OwnedObjectPath = item.get_property("Menu").await.context("Finding a menu")?;
        let owner = item.destination().to_string();
        let menu = Proxy::new(&self.connection, owner, path, MENU)
            .await
            .context("Reaching a menu")?;
        let layout = (0_i32, -1_i32, Vec::<&str>::new());
        let reply = menu.call("GetLayout", &layout).await;
        let (_revision, root): (u32, Entry) = reply.context("Reading a menu")?;
        let mut entries = Vec::new();
        for child in root.2 {
            let child = Structure::try_from(child).context("Reading a menu")?;
            let entry: Entry = Value::from(child).try_into().context("Reading an entry")?;
            // Lines between entries have none.
            if let Some(label) = entry.1.get("label") {
                let label = <&str>::try_from(label).context("Reading a label")?;
                // An underscore marks the next letter as the key for it.
                entries.push((entry.0, label.replace('_', "")));
            }
        }
        Ok((menu, entries))
    }

    async fn item(&self) -> Result<Proxy<'static>> {
        let icons = self
            .icons
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let (owner, path) = icons
            .into_iter()
            .last()
            .context("There is no icon in the tray")?;
        Builder::new(&self.connection)
            .destination(owner)?
            .path(path)?
            .interface(ITEM)?
            // Asked anew each time.
            .cache_properties(CacheProperties::No)
            .build()
            .await
            .context("Reaching an icon")
    }
}
