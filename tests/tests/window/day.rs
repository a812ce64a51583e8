//! An officer's day: a citizen at the counter, the deadlines, the settings, a colleague who was quicker.

use anyhow::{Context, Result};
use tanggap_tests::http::Portal;
use tanggap_tests::{Complaints, Ctl, Desk, id, pages};

use crate::office::{Office, SYNC_LIMIT, show};

const TITLE: &str = "Lampu jalan mati di Jalan Anggrek";
const BODY: &str = "Sudah tiga malam lampu jalan mati, warga jatuh karena gelap.";
const MINE: &str = "Regu A datang Senin, 23 November 2026 pukul 09.00.";
const THEIRS: &str = "Regu B sudah selesai memperbaiki pada 19 November 2026.";

#[tokio::test]
async fn a_citizen_at_the_counter_is_recorded() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "record").await?;
    desk.click(&id("record-submit")).await?;
    desk.wait_for(&id("record-faults")).await?;
    desk.screenshot("catat-kurang").await?;
    desk.click(&id("record-channel-counter")).await?;
    desk.fill(&id("record-title"), TITLE).await?;
    desk.fill(&id("record-body"), BODY).await?;
    desk.click(&id("record-class-pengaduan-tidak-berkadar"))
        .await?;
    desk.fill(&id("record-place"), "Surabaya").await?;
    desk.click_text(&id("record-place-choice"), "Surabaya")
        .await?;
    desk.wait_for(&id("record-place-chosen")).await?;
    desk.screenshot("catat-terisi").await?;
    desk.click(&id("record-submit")).await?;
    let number = desk.text(&id("record-number")).await?;
    desk.screenshot("catat-nomor").await?;
    desk.click(&id("record-open")).await?;
    desk.wait_for_text(&id("detail-title"), TITLE).await?;
    sent(&desk).await?;
    desk.close().await?;

    let witness = office.witness("saksi").await?;
    let shown = witness.done(&["show", &number]).await?;
    assert_eq!(
        (&shown["title"], &shown["body"]),
        (&TITLE.into(), &BODY.into())
    );
    assert_eq!(shown["channel"], "counter");
    let region = shown["region"]["code"].as_str().unwrap_or("");
    assert!(region.starts_with("35.78"), "{shown}");
    office.close().await
}

#[tokio::test]
async fn the_board_counts_and_explains() -> Result<()> {
    let office = Office::open(Complaints::invented(200)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "deadlines").await?;
    let overdue = desk.text(&id("board-overdue-count")).await?;
    desk.click(&format!("{} {}", id("board-today"), id("board-card")))
        .await?;
    desk.wait_for(&id("why-calendar")).await?;
    desk.wait_for(&id("why-lines")).await?;
    desk.screenshot("tenggat-penjelasan").await?;
    desk.click(&id("why-open")).await?;
    desk.wait_for(&id("detail-number")).await?;

    pages::open(&desk, "settings").await?;
    for section in [
        "office",
        "connection",
        "calendar",
        "rules",
        "notify",
        "look",
        "import",
        "about",
    ] {
        desk.click(&id(&format!("settings-{section}"))).await?;
        desk.wait_for(&id(&format!("section-{section}"))).await?;
        desk.screenshot(&format!("atur-{section}")).await?;
    }
    desk.close().await?;
    let listed = office.ctl("satu").done(&["list", "--overdue"]).await?;
    let count = listed.as_array().map_or(0, Vec::len);
    assert_eq!(overdue, count.to_string());
    office.close().await
}

#[tokio::test]
async fn whoever_was_slower_sees_both_replies_and_decides() -> Result<()> {
    let mut office = Office::open(Complaints::invented(60)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?;
    let number = number.tracking_id.to_string();
    let colleague = office.witness("dua").await?;
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;

    // The network keeps this desk from the hub, but not the colleague.
    let address = office.take_hub_away().await?;
    let portal = Portal::open(&address).await?;
    desk.click(&id("editor-tab-reply")).await?;
    desk.fill(&id("reply-text"), MINE).await?;
    desk.click(&id("reply-send")).await?;
    desk.wait_for(&id("undo-bar")).await?;
    office.bring_hub_back_at("127.0.0.1:0").await?;
    reply(&office, &colleague, &number).await?;
    office.take_hub_away().await?;
    desk.wait_until_gone(&id("undo-bar")).await?;
    drop(portal);
    office.bring_hub_back_at(&address).await?;

    let pill = id("sync-pill");
    desk.wait_for_text_within(&pill, "1 perlu dilihat", SYNC_LIMIT)
        .await?;
    show(&desk, &number).await?;
    desk.wait_for_text(&id("conflict-mine"), MINE).await?;
    desk.wait_for_text(&id("conflict-theirs"), THEIRS).await?;
    desk.screenshot("tindakan-kembali").await?;
    desk.click(&id("outbox-resend")).await?;
    desk.wait_until_gone(&id("conflict")).await?;
    sent(&desk).await?;
    desk.close().await?;
    connect(&office, &colleague).await?;
    colleague.done(&["sync"]).await?;
    let shown = colleague.done(&["show", &number]).await?;
    let texts: Vec<&str> = shown["followups"]
        .as_array()
        .context("No followups")?
        .iter()
        .filter_map(|reply| reply["text"].as_str())
        .collect();
    assert_eq!(texts, [THEIRS, MINE]);
    office.close().await
}

#[tokio::test]
async fn what_others_do_never_disturbs_who_is_typing() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?;
    let number = number.tracking_id.to_string();
    let colleague = office.witness("dua").await?;
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;
    desk.click(&id("editor-tab-reply")).await?;
    desk.type_into(&id("reply-text"), "Regu kami").await?;
    reply(&office, &colleague, &number).await?;
    desk.wait_for_text_within(&id("thread-entry"), THEIRS, SYNC_LIMIT)
        .await?;
    // The keys go to whatever has the focus; letters are shortcuts elsewhere.
    desk.press(" datang besok").await?;
    desk.wait_for_value(&id("reply-text"), "Regu kami datang besok")
        .await?;
    desk.wait_for_text(&id("draft-saved"), "Tersimpan").await?;
    desk.press(", Kamis.").await?;
    desk.wait_for_value(&id("reply-text"), "Regu kami datang besok, Kamis.")
        .await?;
    desk.screenshot("mengetik-saat-balasan-tiba").await?;
    // Power cut in the middle of it: the draft is there the next time.
    desk.wait_for_text(&id("draft-saved"), "Tersimpan").await?;
    desk.kill().await?;
    let desk = office.desk_again("satu").await?;
    show(&desk, &number).await?;
    desk.wait_for_value(&id("reply-text"), "Regu kami datang besok, Kamis.")
        .await?;
    desk.close().await?;
    office.close().await
}

/// The colleague replies, and the hub has it.
async fn reply(office: &Office, colleague: &Ctl, number: &str) -> Result<()> {
    connect(office, colleague).await?;
    let file = office.stage.folder().join("balasan.txt");
    std::fs::write(&file, THEIRS).context("Writing a reply")?;
    let file = file.display().to_string();
    let reply = ["reply", number, "--text-file", &file];
    colleague.done(&reply).await?;
    let synced = colleague.done(&["sync"]).await?;
    assert_eq!(synced["pushed"], 1, "{synced}");
    Ok(())
}

/// Connects to the hub where it is now, as an officer of that address: two never share a name.
async fn connect(office: &Office, colleague: &Ctl) -> Result<()> {
    let token = office.officer(&format!("Petugas dua di {}", office.address()))?;
    let url = format!("http://{}", office.address());
    let connect = ["connect", "--hub", &url, "--token", &token];
    colleague.done(&connect).await.map(drop)
}

/// Waits until the hub has everything this desk did.
async fn sent(desk: &Desk) -> Result<()> {
    desk.click(&id("sync-pill")).await?;
    desk.wait_for_within(&id("outbox-empty"), SYNC_LIMIT)
        .await?;
    desk.click(&id("dialog-close")).await
}
