//! The window opens on a computer that knows nothing yet, leads through the first run, and asks for
//! the passphrase the next time.

use anyhow::Result;
use serde_json::json;
use tanggap_tests::{Complaints, Desk, Stage, id};

use crate::office::{SYNC_LIMIT, grouped};

const PASSPHRASE: &str = "kunci kantor uji";

#[tokio::test]
async fn a_first_run_ends_with_complaints_in_the_inbox() -> Result<()> {
    let stage = Stage::start().await?;
    // Nobody has chosen a key for this desk.
    let desk = stage.open_desk("baru", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("first-run")).await?;
    desk.screenshot("mulai-1-kantor").await?;
    desk.click(&id("setup-language-en")).await?;
    desk.screenshot("mulai-1-english").await?;
    desk.click(&id("setup-language-id")).await?;
    desk.fill(&id("setup-office"), "Diskominfo Kota Uji")
        .await?;
    desk.click(&id("setup-zone-WITA")).await?;
    desk.click(&id("setup-next")).await?;

    // There is no keychain here. Too short a passphrase is told, and nothing is made.
    key(&desk, "pendek", "pendek").await?;
    desk.wait_for(&id("setup-fault")).await?;
    desk.screenshot("mulai-2-kunci-pendek").await?;
    key(&desk, PASSPHRASE, PASSPHRASE).await?;
    desk.wait_for(&id("setup-start")).await?;
    desk.screenshot("mulai-3-pilihan").await?;

    desk.click(&id("setup-practice")).await?;
    desk.wait_for(&id("setup-practice-wait")).await?;
    desk.screenshot("mulai-4-latihan").await?;
    desk.wait_for_within(&id("inbox-row"), SYNC_LIMIT).await?;
    desk.wait_for_text_within(&id("sync-pill"), "Tersinkron", SYNC_LIMIT)
        .await?;
    desk.screenshot("mulai-5-masuk").await?;
    let count = desk.text(&id("count-local")).await?;
    desk.close().await?;

    // Locked, the wrong passphrase, the right one, and everything is there.
    let desk = stage.open_desk("baru", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("locked")).await?;
    desk.screenshot("terkunci").await?;
    desk.fill(&id("unlock-passphrase"), "bukan ini").await?;
    desk.click(&id("unlock")).await?;
    desk.wait_for(&format!("{} [role=alert]", id("locked")))
        .await?;
    desk.screenshot("terkunci-salah").await?;
    desk.fill(&id("unlock-passphrase"), PASSPHRASE).await?;
    desk.click(&id("unlock")).await?;
    desk.wait_for_text(&id("count-local"), &count).await?;
    desk.close().await
}

#[tokio::test]
async fn a_desk_without_a_hub_lives_on_excel() -> Result<()> {
    let stage = Stage::start().await?;
    let complaints = Complaints::invented(120)?;
    let file = complaints.write(stage.folder())?;
    let now = ("TANGGAP_NOW", complaints.now);
    let desk = stage
        .open_desk("excel", &[now, ("TANGGAP_KEY", "")])
        .await?;
    desk.wait_for(&id("first-run")).await?;
    desk.fill(&id("setup-office"), "Kecamatan Uji").await?;
    desk.click(&id("setup-next")).await?;
    key(&desk, PASSPHRASE, PASSPHRASE).await?;
    desk.click(&id("setup-import")).await?;
    desk.screenshot("mulai-impor").await?;
    let field = desk
        .client()
        .find(fantoccini::Locator::Css("input[type=file]"))
        .await?;
    field.send_keys(&file.display().to_string()).await?;
    let open = format!("{}:enabled", id("setup-open"));
    desk.wait_for_within(&open, SYNC_LIMIT).await?;
    desk.screenshot("mulai-impor-selesai").await?;
    desk.click(&id("setup-open")).await?;
    let all = grouped(complaints.all.len());
    desk.wait_for_text(&id("count-local"), &all).await?;
    desk.wait_for_text(&id("sync-pill"), "Belum terhubung")
        .await?;
    desk.screenshot("tanpa-hub").await?;
    desk.close().await
}

#[tokio::test]
async fn what_cannot_be_opened_is_said_and_left_alone() -> Result<()> {
    let stage = Stage::start().await?;
    let profile = stage.profile("rusak");
    std::fs::create_dir_all(&profile)?;
    let manifest = json!({"format": 999_999}).to_string();
    std::fs::write(profile.join("profile.json"), &manifest)?;
    let desk = stage.open_desk("rusak", &[]).await?;
    desk.wait_for(&id("cannot-open")).await?;
    desk.screenshot("tidak-dapat-dibuka").await?;
    desk.close().await?;
    let kept = std::fs::read_to_string(profile.join("profile.json"))?;
    assert_eq!(kept, manifest, "the file was touched");
    Ok(())
}

/// Through the first run without hub, file or practice: an office that has nothing yet.
pub async fn skip_setup(desk: &Desk) -> Result<()> {
    set_up(desk).await?;
    desk.click(&id("setup-skip")).await?;
    desk.wait_for(&id("page")).await.map(drop)
}

/// Through the first run up to the question how to begin.
pub async fn set_up(desk: &Desk) -> Result<()> {
    desk.fill(&id("setup-office"), "Diskominfo Kota Uji")
        .await?;
    desk.click(&id("setup-next")).await?;
    key(desk, PASSPHRASE, PASSPHRASE).await?;
    desk.wait_for(&id("setup-start")).await.map(drop)
}

async fn key(desk: &Desk, passphrase: &str, again: &str) -> Result<()> {
    desk.fill(&id("setup-passphrase"), passphrase).await?;
    desk.fill(&id("setup-passphrase-again"), again).await?;
    desk.click(&id("setup-create")).await
}
