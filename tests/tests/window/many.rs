//! Keys and buttons that mean everything that is selected, and lists that are empty for a reason.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use tanggap_tests::{Complaints, Desk, Stage, id, pages};

use crate::office::{Office, SYNC_LIMIT};
use crate::opens::skip_setup;

/// How many are selected in one go.
const FIVE: usize = 5;

#[tokio::test]
async fn one_key_verifies_everything_that_is_selected() -> Result<()> {
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "inbox").await?;
    desk.click(&id("tab-to-do")).await?;
    desk.wait_for(&id("inbox-row")).await?;
    desk.run_script("document.activeElement?.blur()", vec![])
        .await?;
    for number in 0..FIVE {
        desk.press("x").await?;
        desk.wait_for_text(&id("bulk-count"), &(number + 1).to_string())
            .await?;
        let before = desk.text(&id("detail-number")).await?;
        desk.press("j").await?;
        desk.wait_for_other_text(&id("detail-number"), &before)
            .await?;
    }
    desk.press("v").await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    desk.screenshot("verifikasi-lima").await?;
    let outcomes = desk.texts(&id("bulk-outcome")).await?;
    ensure!(outcomes.len() == FIVE, "{outcomes:?}");
    desk.click(&id("bulk-close")).await?;

    // D and T ask first, then act on all of them.
    desk.click(&id("tab-all")).await?;
    desk.wait_for(&id("inbox-row")).await?;
    desk.press("x").await?;
    for (key, dialog) in [("d", "action-dialog"), ("t", "action-dialog")] {
        desk.press(key).await?;
        desk.wait_for(&id(dialog)).await?;
        desk.press(&Key::Escape.to_string()).await?;
        desk.wait_until_gone(&id(dialog)).await?;
    }
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn a_reminder_to_many_asks_first_and_names_the_true_reason() -> Result<()> {
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "inbox").await?;
    desk.click(&id("tab-all")).await?;
    desk.wait_for(&id("inbox-row")).await?;
    // Among the newest are some that are closed.
    desk.click(&id("sort")).await?;
    desk.click_text(&id("sort-choice"), "terbaru").await?;
    desk.wait_until_gone(&id("skeleton")).await?;
    desk.run_script("document.activeElement?.blur()", vec![])
        .await?;
    for number in 1..=3 {
        let before = desk.text(&id("detail-number")).await?;
        desk.press("x").await?;
        desk.wait_for_text(&id("bulk-count"), &number.to_string())
            .await?;
        desk.press("j").await?;
        desk.wait_for_other_text(&id("detail-number"), &before)
            .await?;
    }
    desk.click(&id("bulk-remind")).await?;
    desk.wait_for_text(&id("remind-dialog"), "3 laporan")
        .await?;
    desk.screenshot("ingatkan-banyak").await?;
    desk.click(&id("remind-cancel")).await?;
    desk.wait_until_gone(&id("remind-dialog")).await?;
    ensure!(
        desk.count(&id("bulk-outcome")).await? == 0,
        "nothing was sent"
    );
    desk.click(&id("bulk-remind")).await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    let outcomes = desk.texts(&id("bulk-outcome")).await?;
    desk.screenshot("ingatkan-banyak-hasil").await?;
    let reasons = ["tersimpan", "sudah ditutup", "tidak terlambat"];
    ensure!(
        outcomes
            .iter()
            .all(|it| reasons.iter().any(|reason| it.contains(reason))),
        "{outcomes:?}"
    );
    ensure!(
        outcomes.iter().any(|it| it.contains("sudah ditutup")),
        "{outcomes:?}"
    );
    desk.close().await?;
    office.close().await
}

/// A place or a unit that was typed and is none is said, and never left out.
#[tokio::test]
async fn what_is_typed_and_not_known_is_never_left_out() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "record").await?;
    desk.click(&id("record-channel-counter")).await?;
    desk.fill(&id("record-title"), "Lampu jalan mati").await?;
    desk.fill(&id("record-body"), "Sudah tiga malam gelap.")
        .await?;
    desk.click(&id("record-class-pengaduan-tidak-berkadar"))
        .await?;
    desk.fill(&id("record-place"), "dekat pasar lama itu")
        .await?;
    desk.click(&id("record-title")).await?;
    desk.wait_for_text(&id("record-place-unresolved"), "dekat pasar lama itu")
        .await?;
    desk.screenshot("catat-wilayah-belum-dikenal").await?;
    desk.click(&id("record-submit")).await?;
    desk.wait_for(&id("record-faults")).await?;
    desk.wait_for(&id("record-place-fault")).await?;
    ensure!(desk.count(&id("record-done")).await? == 0);
    // It is kept with the draft.
    desk.wait_for_text(&id("record-draft"), "tersimpan").await?;
    pages::open(&desk, "inbox").await?;
    pages::open(&desk, "record").await?;
    desk.wait_for_value(&id("record-place"), "dekat pasar lama itu")
        .await?;
    // The exact name goes before the first hit.
    desk.fill(&id("record-place"), "Surabaya").await?;
    desk.wait_for(&id("record-place-choice")).await?;
    desk.press(&Key::Enter.to_string()).await?;
    let chosen = desk.text(&id("record-place-chosen")).await?;
    ensure!(chosen.starts_with("Kota Surabaya"), "{chosen}");
    desk.click(&id("record-submit")).await?;
    desk.wait_for(&id("record-done")).await?;

    // The same with a unit.
    pages::open(&desk, "inbox").await?;
    desk.click(&id("tab-to-do")).await?;
    desk.wait_for(&id("action-dispose")).await?;
    desk.click(&id("editor-tab-dispose")).await?;
    desk.fill(&id("dispose-unit"), "Dinas Entah Apa").await?;
    desk.click(&id("dispose-note")).await?;
    desk.wait_for_text(&id("dispose-unit-unresolved"), "Dinas Entah Apa")
        .await?;
    desk.wait_for_value(&id("dispose-unit"), "Dinas Entah Apa")
        .await?;
    desk.click(&id("dispose-send")).await?;
    ensure!(desk.count(&id("undo-bar")).await? == 0);
    desk.screenshot("disposisi-unit-tidak-dikenal").await?;
    desk.close().await?;
    office.close().await
}

/// Before anything has come, no page says that everything is done.
#[tokio::test]
async fn an_empty_desk_says_why_it_is_empty() -> Result<()> {
    let stage = Stage::start().await?;
    let desk = stage.open_desk("kosong", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("first-run")).await?;
    skip_setup(&desk).await?;
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        desk.screenshot(&format!("kosong-{page}")).await?;
        let script = "return document.body.innerText";
        let words = desk.run_script(script, vec![]).await?.to_string();
        for untrue in [
            "sudah ditangani",
            "berlokasi jelas",
            "Tidak ada yang perlu tindakan",
            "Semua tenggat",
            "Tanpa jaringan",
        ] {
            ensure!(!words.contains(untrue), "{untrue:?} on {page}: {words}");
        }
        if ["inbox", "map", "deadlines"].contains(&page.as_str()) {
            desk.wait_for(&id("nothing-no-source")).await?;
        }
    }
    next_step(&desk).await?;
    desk.close().await
}

/// With a hub out of reach that never answered, the list says so, and why.
#[tokio::test]
async fn a_desk_that_could_not_fetch_yet_says_so() -> Result<()> {
    let mut office = Office::open(Complaints::invented(10)?).await?;
    let desk = office.desk("satu").await?;
    let address = office.take_hub_away().await?;
    desk.wait_for_text_within(&id("connection"), "Hub tidak terjangkau", SYNC_LIMIT)
        .await?;
    let pill = desk.text(&id("sync-pill")).await?;
    ensure!(!pill.contains("Tanpa jaringan"), "{pill}");
    // What is done now has not left this desk.
    desk.wait_for(&id("editor-tab-note")).await?;
    desk.click(&id("editor-tab-note")).await?;
    desk.fill(&id("note-text"), "Menunggu berita dari lurah.")
        .await?;
    desk.click(&id("note-send")).await?;
    desk.click(&id("sync-pill")).await?;
    desk.wait_for_text(&id("outbox-state"), "Menunggu dikirim")
        .await?;
    desk.screenshot("kotak-keluar-tanpa-hub").await?;
    desk.click(&id("dialog-close")).await?;
    office.bring_hub_back_at(&address).await?;
    desk.close().await?;
    office.close().await
}

async fn next_step(desk: &Desk) -> Result<()> {
    pages::open(desk, "inbox").await?;
    desk.click(&id("nothing-import")).await?;
    desk.wait_for(&id("section-import")).await?;
    pages::open(desk, "inbox").await?;
    desk.click(&id("nothing-connect")).await?;
    desk.wait_for(&id("section-connection")).await?;
    pages::open(desk, "inbox").await?;
    desk.click(&id("nothing-record")).await?;
    desk.wait_for(&id("record-form")).await.map(drop)
}
