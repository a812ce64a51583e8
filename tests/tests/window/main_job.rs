//! The main job in the window: complaints come in, show on list and map, one desk replies while the
//! hub is away, the other desk has the reply.

use anyhow::{Context, Result};
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::{Office, SYNC_LIMIT, grouped, show};

const REPLY: &str =
    "Tim lapangan memeriksa lokasi pada Selasa, 4 Juli 2023 dan melaporkan hasilnya di sini.";

#[tokio::test]
async fn a_reply_from_one_window_reaches_the_other_through_an_outage() -> Result<()> {
    let mut office = Office::open(Complaints::read()?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?;
    let number = number.tracking_id.to_string();
    let first = office.desk("satu").await?;
    let second = office.desk("dua").await?;
    first.screenshot("masuk-daftar").await?;
    show(&second, &number).await?;
    show(&first, &number).await?;
    first.screenshot("masuk-laporan").await?;

    // Written, kept as a draft, sent, taken back, and still there.
    write_reply(&first).await?;
    first.wait_for_text(&id("draft-saved"), "Tersimpan").await?;
    first.screenshot("masuk-balasan").await?;
    first.click(&id("reply-send")).await?;
    first.wait_for(&id("undo-bar")).await?;
    first.screenshot("masuk-urungkan").await?;
    first.click(&id("undo")).await?;
    first.wait_until_gone(&id("undo-bar")).await?;
    show(&first, &number).await?;
    first.click(&id("editor-tab-reply")).await?;
    first.wait_for_value(&id("reply-text"), REPLY).await?;

    // The hub goes away; the reply is sent all the same.
    office.take_hub_away().await?;
    let pill = id("sync-pill");
    first
        .wait_for_text_within(&pill, "Hub tidak terjangkau", SYNC_LIMIT)
        .await?;
    first.click(&id("reply-then")).await?;
    first.click(&id("then-proses")).await?;
    first.click(&id("reply-send")).await?;
    first.wait_for(&id("undo-bar")).await?;
    first
        .wait_for_text_within(&pill, "1 menunggu kirim", SYNC_LIMIT)
        .await?;
    first.wait_until_gone(&id("undo-bar")).await?;
    first.click(&pill).await?;
    first
        .wait_for_text(&id("outbox-state"), "Menunggu dikirim")
        .await?;
    assert_eq!(first.count(&id("outbox-row")).await?, 1);
    first.screenshot("kotak-keluar-luring").await?;
    first.click(&id("outbox-open")).await?;
    let thread = id("thread-entry");
    first.wait_for_text(&thread, REPLY).await?;
    first.screenshot("masuk-menunggu-konfirmasi").await?;
    assert_eq!(second.count(&thread).await?, 0, "nobody else has it yet");

    // The hub is back: both windows have the reply, once, without being asked.
    office.bring_hub_back().await?;
    first
        .wait_for_text_within(&pill, "Tersinkron", SYNC_LIMIT)
        .await?;
    first.wait_until_gone(&id("entry-pending")).await?;
    first.click(&pill).await?;
    first.wait_for(&id("outbox-empty")).await?;
    first.screenshot("kotak-keluar-kosong").await?;
    first.click(&id("dialog-close")).await?;
    second
        .wait_for_text_within(&thread, REPLY, SYNC_LIMIT)
        .await?;
    assert_eq!(second.count(&thread).await?, 1);
    second.screenshot("masuk-balasan-tiba").await?;

    on_the_map(&office, &first).await?;
    first.close().await?;
    second.close().await?;
    let shown = office.ctl("satu").done(&["show", &number]).await?;
    let replies = shown["followups"].as_array().context("No followups")?;
    let ours = replies.iter().filter(|reply| reply["text"] == REPLY);
    assert_eq!(ours.count(), 1, "{shown}");
    office.close().await
}

async fn write_reply(desk: &Desk) -> Result<()> {
    desk.click(&id("editor-tab-reply")).await?;
    desk.fill(&id("reply-text"), REPLY).await
}

/// The map and its table say what the complaints themselves say.
async fn on_the_map(office: &Office, desk: &Desk) -> Result<()> {
    pages::open(desk, "map").await?;
    // It begins where the office is; the country is one step away, and there is a way back.
    let home = office.complaints.scope;
    desk.wait_for(&drawn(home)).await?;
    desk.click(&id("map-path-0")).await?;
    desk.wait_for(&drawn("id")).await?;
    desk.screenshot("peta-indonesia").await?;
    dig(desk, "35").await?;
    desk.screenshot("peta-provinsi").await?;
    if home != "35" {
        dig(desk, home).await?;
        desk.screenshot("peta-kota").await?;
    }
    let received = desk.text(&id("map-received")).await?;
    let located = office.complaints.all.iter();
    let located = located.filter(|complaint| complaint.location.province.is_some());
    assert_eq!(received, grouped(located.count()));

    let witness = office.witness("saksi").await?;
    let rows = desk
        .run_script(
            "return [...document.querySelectorAll('[data-testid^=\"map-row-\"]')].map(row =>
                [row.dataset.testid.slice('map-row-'.length), row.cells[1].textContent])",
            vec![],
        )
        .await?;
    let rows: Vec<(String, String)> = serde_json::from_value(rows).context("Reading the table")?;
    assert!(rows.len() > 3, "{rows:?}");
    for (code, shown) in rows.iter().take(5) {
        let listed = witness.done(&["list", "--region", code]).await?;
        let count = listed.as_array().map_or(0, Vec::len);
        assert_eq!(*shown, grouped(count), "{code}");
    }
    if office.complaints.real {
        assert_eq!(rows.len(), 31, "Surabaya has 31 kecamatan");
    }

    // A click filters the inbox by what was clicked.
    let (code, count) = rows.first().context("An empty table")?;
    select(desk, code).await?;
    desk.screenshot("peta-dipilih").await?;
    desk.click(&id("map-to-inbox")).await?;
    desk.wait_for(&id("filter-region-set")).await?;
    let size = count.replace('.', "");
    let row = format!("{}[aria-setsize=\"{size}\"]", id("inbox-row"));
    desk.wait_for(&row).await?;
    desk.screenshot("masuk-disaring").await?;
    Ok(())
}

/// Opens one region of the map.
async fn dig(desk: &Desk, code: &str) -> Result<()> {
    select(desk, code).await?;
    desk.click(&id("map-open")).await?;
    desk.wait_for(&drawn(code)).await?;
    Ok(())
}

/// A map that shows what lies inside this region.
fn drawn(code: &str) -> String {
    format!("{}[data-drawn=\"{code}\"]", id("map"))
}

async fn select(desk: &Desk, code: &str) -> Result<()> {
    let row = id(&format!("map-row-{code}"));
    desk.click(&format!("{row} td")).await
}
