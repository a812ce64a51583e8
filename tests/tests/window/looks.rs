//! Every page as people see it: Indonesian and English, light and dark, small and usual.

use anyhow::Result;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

#[tokio::test]
async fn every_page_in_both_languages_and_themes() -> Result<()> {
    let office = Office::open(Complaints::invented(400)?).await?;
    let desk = office.desk("satu").await?;
    pages::screenshots(&desk, "id-terang").await?;
    command(&desk, "terang/gelap", "Ganti tema").await?;
    desk.wait_for("[data-theme=\"dark\"]").await?;
    pages::screenshots(&desk, "id-gelap").await?;
    command(&desk, "english", "Switch to English").await?;
    desk.wait_for_text(&id("rail-inbox"), "Inbox").await?;
    pages::screenshots(&desk, "en-dark").await?;
    parts(&desk, "en-dark").await?;
    desk.client().set_window_size(1024, 640).await?;
    pages::screenshots(&desk, "en-small").await?;
    parts(&desk, "en-small").await?;
    desk.close().await?;

    // What was chosen is still so the next time.
    let desk = office.desk_again("satu").await?;
    desk.wait_for_text(&id("rail-inbox"), "Inbox").await?;
    desk.wait_for("[data-theme=\"dark\"]").await?;
    desk.close().await?;
    office.close().await
}

/// The tabs of the deadlines and the longer sections of the settings.
async fn parts(desk: &Desk, look: &str) -> Result<()> {
    pages::open(desk, "deadlines").await?;
    for (tab, shown) in [
        ("month", "month-day"),
        ("escalation", "escalation-row"),
        ("board", "board-card"),
    ] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_for(&id(shown)).await?;
        desk.wait_until_gone("[aria-busy=\"true\"], [data-testid=\"skeleton\"]")
            .await?;
        desk.screenshot(&format!("{look}-deadlines-{tab}")).await?;
    }
    pages::open(desk, "settings").await?;
    for section in ["calendar", "rules", "notify", "office"] {
        desk.click(&id(&format!("settings-{section}"))).await?;
        desk.wait_for(&id(&format!("section-{section}"))).await?;
        desk.wait_until_gone(&id("skeleton")).await?;
        desk.screenshot(&format!("{look}-settings-{section}"))
            .await?;
    }
    Ok(())
}

/// Finds a command in the palette by some words of it and runs it.
async fn command(desk: &Desk, typed: &str, words: &str) -> Result<()> {
    desk.fill(&id("search-input"), typed).await?;
    desk.click_text(&id("search-choice"), words).await
}
