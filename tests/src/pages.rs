//! Walks through every page of the desk and takes its picture.
//!
//! What it asks of the window: each entry of the rail is `[data-go="NAME"]`, and the page it opens
//! is `main[data-page="NAME"]`, with `aria-busy="true"` for as long as it is still loading.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::desk::Desk;

/// The names of all pages, in the order of the rail.
pub async fn names(desk: &Desk) -> Result<Vec<String>> {
    desk.wait_for("[data-go]").await?;
    let script = "return [...document.querySelectorAll('[data-go]')].map(it => it.dataset.go)";
    let names: Vec<String> = serde_json::from_value(desk.run_script(script, vec![]).await?)
        .context("Reading the rail's entries")?;
    if names.is_empty() {
        bail!("The rail has no entries");
    }
    Ok(names)
}

/// Opens a page and waits until it has loaded.
pub async fn open(desk: &Desk, name: &str) -> Result<()> {
    desk.click(&format!("[data-go=\"{name}\"]")).await?;
    desk.wait_for(&format!(
        "main[data-page=\"{name}\"]:not([aria-busy=\"true\"])"
    ))
    .await?;
    Ok(())
}

/// A picture of every page, numbered in the order of the rail.
pub async fn screenshots(desk: &Desk) -> Result<Vec<PathBuf>> {
    let mut pictures = Vec::new();
    for (position, name) in names(desk).await?.iter().enumerate() {
        open(desk, name).await?;
        pictures.push(desk.screenshot(&format!("{}-{name}", position + 1)).await?);
    }
    Ok(pictures)
}

/// Waits until the first sync has brought complaints: the inbox shows at least one row.
pub async fn loaded(desk: &Desk) -> Result<()> {
    open(desk, "masuk").await?;
    desk.wait_for("[data-complaint]").await?;
    Ok(())
}
