//! Walks through every page of the desk and takes its picture.
//!
//! What it asks of the window: each entry of the rail is `nav [data-testid="rail-NAME"]`, the one
//! that is open says `aria-current="page"`, and as long as anything on a page is still loading, a
//! part of it says `aria-busy="true"`.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::desk::Desk;

/// The names of all pages, in the order of the rail.
pub async fn names(desk: &Desk) -> Result<Vec<String>> {
    desk.wait_for("nav [data-testid^=\"rail-\"]").await?;
    let script = "return [...document.querySelectorAll('nav [data-testid^=\"rail-\"]')]
        .map(entry => entry.dataset.testid.slice('rail-'.length))";
    let names: Vec<String> = serde_json::from_value(desk.run_script(script, vec![]).await?)
        .context("Reading the rail's entries")?;
    if names.is_empty() {
        bail!("The rail has no entries");
    }
    Ok(names)
}

/// Opens a page and waits until it has loaded.
pub async fn open(desk: &Desk, name: &str) -> Result<()> {
    let entry = format!("nav [data-testid=\"rail-{name}\"]");
    desk.click(&entry).await?;
    desk.wait_for(&format!("{entry}[aria-current=\"page\"]"))
        .await?;
    desk.wait_until_gone("[aria-busy=\"true\"], [data-testid=\"skeleton\"]")
        .await?;
    // What follows a first answer: the map's shapes, and why the first deadline is when it is.
    let later = match name {
        "map" => "[data-testid=\"map\"][data-drawn]",
        "deadlines" if desk.count("[data-testid=\"board-card\"]").await? > 0 => {
            "[data-testid=\"why-lines\"]"
        }
        _ => return Ok(()),
    };
    desk.wait_for(later).await.map(drop)
}

/// A picture of every page, `LOOK-NUMBER-NAME.png`, numbered in the order of the rail.
pub async fn screenshots(desk: &Desk, look: &str) -> Result<Vec<PathBuf>> {
    let mut pictures = Vec::new();
    for (position, name) in names(desk).await?.iter().enumerate() {
        open(desk, name).await?;
        let picture = format!("{look}-{}-{name}", position + 1);
        pictures.push(desk.screenshot(&picture).await?);
    }
    Ok(pictures)
}

/// Waits until the first sync has brought complaints: the inbox shows at least one row.
pub async fn loaded(desk: &Desk) -> Result<()> {
    open(desk, "inbox").await?;
    desk.wait_for("[data-testid=\"inbox-row\"]").await?;
    Ok(())
}
