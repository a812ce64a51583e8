//! What the desk tells people through the desktop: a recorder on the session bus keeps every
//! notification as it was asked for, and the daemon is asked what it showed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use futures::StreamExt;
use tokio::task::JoinHandle;
use zbus::fdo::MonitoringProxy;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, MatchRule, Message, MessageStream, Proxy, connection, message};

/// The freedesktop interface: <https://specifications.freedesktop.org/notification-spec/latest/>.
const INTERFACE: &str = "org.freedesktop.Notifications";

/// dunst's own interface, on the same object.
const DUNST_INTERFACE: &str = "org.dunstproject.cmd0";
const DUNST_PATH: &str = "/org/freedesktop/Notifications";

/// One desktop notification as the desk asked for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The name of the program that sent it.
    pub app: String,
    /// The number of the notification this one takes the place of; 0 for a new one.
    pub replaces_id: u32,
    /// The first line.
    pub summary: String,
    /// The text below it.
    pub body: String,
    /// Key and label of each action, for instance `("default", "Buka")`.
    pub actions: Vec<(String, String)>,
    /// 0 low, 1 normal, 2 critical; `None` where the desk did not say.
    pub urgency: Option<u8>,
}

/// Everything asked of the notification daemon since the stage stands.
pub(crate) struct Recorder {
    requests: Arc<Mutex<Vec<Request>>>,
    listening: JoinHandle<()>,
}

impl Recorder {
    /// Listens on the bus at `address`, as `dbus-monitor` does.
    pub(crate) async fn start(address: &str) -> Result<Self> {
        let connection = connect(address).await?;
        let rule = MatchRule::builder()
            .msg_type(message::Type::MethodCall)
            .interface(INTERFACE)
            .and_then(|rule| rule.member("Notify"))
            .context("Naming what to record")?
            .build();
        let mut messages = MessageStream::from(&connection);
        MonitoringProxy::new(&connection)
            .await
            .context("Reaching the session bus")?
            .become_monitor(&[rule], 0)
            .await
            .context("Recording the session bus")?;

        let requests = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&requests);
        let listening = tokio::spawn(async move {
            while let Some(Ok(message)) = messages.next().await {
                if let Some(request) = parse_request(&message) {
                    list.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(request);
                }
            }
        });
        Ok(Self {
            requests,
            listening,
        })
    }

    /// What was asked for so far, oldest first.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// `Notify(app, replaces_id, icon, summary, body, actions, hints, expire_timeout)`; anything else
/// on the bus is none of ours.
fn parse_request(message: &Message) -> Option<Request> {
    type Arguments = (
        String,
        u32,
        String,
        String,
        String,
        Vec<String>,
        HashMap<String, OwnedValue>,
        i32,
    );
    if message.header().member()?.as_str() != "Notify" {
        return None;
    }
    let (app, replaces_id, _icon, summary, body, actions, hints, _expire) =
        message.body().deserialize::<Arguments>().ok()?;
    let urgency = hints
        .get("urgency")
        .and_then(|value| u8::try_from(value).ok());
    let actions = actions
        .chunks_exact(2)
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect();
    Some(Request {
        app,
        replaces_id,
        summary,
        body,
        actions,
        urgency,
    })
}

/// One desktop notification as the daemon showed it.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// The daemon's number; a replacement keeps it.
    pub id: i32,
    /// The name of the program that sent it.
    pub app: String,
    /// The first line.
    pub summary: String,
    /// The text below it.
    pub body: String,
}

/// dunst, as `dunstctl` talks to it.
pub(crate) struct Daemon(Proxy<'static>);

impl Daemon {
    /// Reaches the daemon, which answers once it is ready.
    pub(crate) async fn reach(address: &str) -> Result<Self> {
        let connection = connect(address).await?;
        let proxy = Proxy::new(&connection, INTERFACE, DUNST_PATH, DUNST_INTERFACE)
            .await
            .context("Reaching the notification daemon")?;
        proxy
            .call_method("Ping", &())
            .await
            .context("Reaching the notification daemon")?;
        Ok(Self(proxy))
    }

    /// What was shown and is closed, oldest first.
    pub(crate) async fn history(&self) -> Result<Vec<Notification>> {
        let history: Vec<HashMap<String, OwnedValue>> = self
            .0
            .call("NotificationListHistory", &())
            .await
            .context("Asking for the notification history")?;
        history.iter().rev().map(parse_shown).collect()
    }

    /// How many are on the screen now.
    pub(crate) async fn displayed(&self) -> Result<usize> {
        let message = "Counting notifications";
        // Asked anew each time: the daemon does not announce changes of this property.
        let reply = self
            .0
            .connection()
            .call_method(
                Some(INTERFACE),
                DUNST_PATH,
                Some("org.freedesktop.DBus.Properties"),
                "Get",
                &(DUNST_INTERFACE, "displayedLength"),
            )
            .await
            .context(message)?;
        let count: OwnedValue = reply.body().deserialize().context(message)?;
        let count = u32::try_from(count).context(message)?;
        usize::try_from(count).context(message)
    }

    /// Closes all that are on the screen.
    pub(crate) async fn close_all(&self) -> Result<()> {
        let reply = self.0.call_method("NotificationCloseAll", &()).await;
        reply.map(drop).context("Closing notifications")
    }

    /// Does what a click on the notification at this position (0 = newest) does.
    pub(crate) async fn click(&self, position: u32) -> Result<()> {
        let reply = self.0.call_method("NotificationAction", &position).await;
        reply.map(drop).context("Clicking a notification")
    }

    /// Opens the menu of all actions of what is on the screen.
    pub(crate) async fn open_menu(&self) -> Result<()> {
        let reply = self.0.call_method("ContextMenuCall", &()).await;
        reply.map(drop).context("Opening the menu of actions")
    }
}

async fn connect(address: &str) -> Result<Connection> {
    connection::Builder::address(address)
        .context("Naming the session bus")?
        .build()
        .await
        .context("Connecting to the session bus")
}

fn parse_shown(entry: &HashMap<String, OwnedValue>) -> Result<Notification> {
    let text = |key: &str| {
        let text = entry
            .get(key)
            .and_then(|value| <&str>::try_from(value).ok());
        text.map(str::to_owned)
            .with_context(|| format!("A notification without {key}"))
    };
    let id = entry.get("id").and_then(|value| i32::try_from(value).ok());
    Ok(Notification {
        id: id.context("A notification without id")?,
        app: text("appname")?,
        summary: text("summary")?,
        body: text("body")?,
    })
}
