//! Practice is told from work everywhere, and its end leaves nothing of it.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tanggap_tests::{Desk, Stage, id, pages, until};

use crate::office::SYNC_LIMIT;
use crate::opens::set_up;

#[tokio::test]
async fn practice_is_marked_everywhere_and_its_end_erases_it() -> Result<()> {
    let stage = Stage::start().await?;
    let desk = stage.open_desk("latihan", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("first-run")).await?;
    set_up(&desk).await?;
    desk.click(&id("setup-practice")).await?;
    desk.wait_for_within(&id("inbox-row"), SYNC_LIMIT).await?;

    // The frame, on every page, in the colour of a warning and with the word.
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        desk.wait_for_text(&id("practice-mark"), "LATIHAN").await?;
    }
    let (red, green, blue) = colour(&desk).await?;
    ensure!(
        red > green && green > blue,
        "the mark is not amber but {red}, {green}, {blue}"
    );
    titled(&stage, &desk, "LATIHAN · Tanggap").await?;
    desk.screenshot("latihan-bingkai").await?;
    // What the desktop told is told as practice, and what is exported says so in name and content.
    for told in stage.notification_requests() {
        ensure!(told.summary.starts_with("LATIHAN · "), "{told:?}");
    }
    pages::open(&desk, "deadlines").await?;
    desk.click(&id("deadlines-export")).await?;
    let told = desk.wait_for_text(&id("toast"), "Disimpan di").await?;
    ensure!(told.contains("LATIHAN-"), "{told}");
    // Printed pages carry it too.
    let printed = "const rules = [...document.styleSheets].flatMap(sheet => [...sheet.cssRules]);
        return rules.some(rule => rule.media?.mediaText === 'print'
            && [...rule.cssRules].some(it => it.selectorText?.includes('.frame.practice::before')
                && it.style.content.includes('LATIHAN')))";
    desk.until_true("The word on prints", printed).await?;

    // Asked first; then the samples, the hub and every mark are gone, and the desk is as it was new.
    desk.click(&id("practice-end")).await?;
    desk.wait_for(&id("practice-dialog")).await?;
    desk.screenshot("latihan-akhiri").await?;
    desk.click(&id("practice-go-on")).await?;
    desk.wait_until_gone(&id("practice-dialog")).await?;
    desk.wait_for(&id("practice-mark")).await?;
    desk.click(&id("practice-end")).await?;
    desk.click(&id("practice-end-confirm")).await?;
    desk.wait_until_gone(&id("practice-dialog")).await?;
    desk.wait_until_gone(&id("practice-mark")).await?;
    desk.wait_for_text(&id("count-local"), "0 ").await?;
    desk.wait_for_text(&id("sync-pill"), "Belum terhubung")
        .await?;
    pages::open(&desk, "inbox").await?;
    ensure!(desk.count(&id("inbox-row")).await? == 0, "samples are left");
    pages::open(&desk, "notices").await?;
    let left = desk.texts(&id("notice")).await?;
    ensure!(
        left.is_empty(),
        "{} notices are left: {left:.2?}",
        left.len()
    );
    titled(&stage, &desk, "Tanggap").await?;
    desk.screenshot("latihan-berakhir").await?;
    desk.close().await
}

/// Waits until the desktop lists the window by this title.
async fn titled(stage: &Stage, desk: &Desk, title: &str) -> Result<()> {
    let (screen, process) = (stage.screen()?, desk.process_id().await?);
    let what = format!("The title {title:?}");
    until(&what, Duration::from_secs(20), async || {
        Ok((screen.title(process)? == title).then_some(()))
    })
    .await
}

/// The three parts of the mark's own colour.
async fn colour(desk: &Desk) -> Result<(u8, u8, u8)> {
    let script = "const mark = document.querySelector('[data-testid=\"practice-mark\"]');
        return getComputedStyle(mark).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)";
    serde_json::from_value(desk.run_script(script, vec![]).await?).context("Reading a colour")
}
