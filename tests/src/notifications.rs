//! What the notification daemon says it has shown.

use anyhow::{Context, Result};
use serde_json::Value;

/// One desktop notification, as dunst keeps it.
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
    /// `LOW`, `NORMAL` or `CRITICAL`.
    pub urgency: String,
}

/// Reads the output of `dunstctl history` (newest first) into a list, oldest first.
pub fn parse_history(json: &str) -> Result<Vec<Notification>> {
    let history: Value = serde_json::from_str(json).context("Reading the notification history")?;
    let list = history["data"][0]
        .as_array()
        .context("The notification history has no list")?;
    list.iter().rev().map(parse).collect()
}

/// `{"summary": {"type": "s", "data": "…"}, "id": {"type": "i", "data": 3}, …}`
fn parse(entry: &Value) -> Result<Notification> {
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
        urgency: text("urgency")?,
    })
}
