//! What the desk tells people through the desktop: a recorder on the session bus keeps every
//! notification as it was asked for, and the daemon is asked what it showed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use futures::StreamExt;
use serde_json::Value;
use tokio::task::JoinHandle;
use zbus::fdo::MonitoringProxy;
use zbus::zvariant::OwnedValue;
use zbus::{MatchRule, Message, MessageStream, connection, message};

/// The freedesktop interface: <https://specifications.freedesktop.org/notification-spec/latest/>.
const INTERFACE: &str = "org.freedesktop.Notifications";

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
        let connection = connection::Builder::address(address)
            .context("Naming the session bus")?
            .build()
            .await
            .context("Connecting to the session bus")?;
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
    pub id: u64,
    /// The name of the program that sent it.
    pub app: String,
    /// The first line.
    pub summary: String,
    /// The text below it.
    pub body: String,
}

/// Reads the output of `dunstctl history` (newest first) into a list, oldest first.
pub(crate) fn parse_history(json: &str) -> Result<Vec<Notification>> {
    let history: Value = serde_json::from_str(json).context("Reading the notification history")?;
    let list = history["data"][0]
        .as_array()
        .context("The notification history has no list")?;
    list.iter().rev().map(parse_shown).collect()
}

/// `{"summary": {"type": "s", "data": "…"}, "id": {"type": "i", "data": 3}, …}`
fn parse_shown(entry: &Value) -> Result<Notification> {
    let text = |key: &str| {
        let text = entry[key]["data"].as_str().map(str::to_owned);
        text.with_context(|| format!("A notification without {key}"))
    };
    Ok(Notification {
        id: entry["id"]["data"]
            .as_u64()
            .context("A notification without id")?,
        app: text("appname")?,
        summary: text("summary")?,
        body: text("body")?,
    })
}
