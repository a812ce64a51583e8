//! A complaint recorded at the counter comes back in a national export: offered as one, compared, joined, and
//! two again.

use anyhow::{Context, Result, ensure};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::region::RegionCode;
use tanggap_tests::{Complaints, Desk, hub, id, pages};

use crate::office::{Office, SYNC_LIMIT, show};

const TITLE: &str = "Lampu jalan mati di Jalan Anggrek";
const BODY: &str = "Sudah tiga malam lampu jalan mati di Jalan Anggrek, warga jatuh karena gelap.";
const NATIONAL: &str = "9300001";

#[tokio::test]
async fn what_was_recorded_and_exported_becomes_one_and_two_again() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    let number = record(&desk).await?;
    desk.wait_for_text_within(&id("sync-pill"), "Tersinkron", SYNC_LIMIT)
        .await?;
    exported(&office)?;

    // Nobody need look for it: the list says so.
    pages::open(&desk, "inbox").await?;
    desk.wait_for_text_within(&id("likely-some"), "1 catatan", SYNC_LIMIT)
        .await?;
    desk.click(&id("likely-some")).await?;
    desk.wait_for_text(&id("likely-row"), &number).await?;
    desk.screenshot("gabung-1-daftar").await?;
    desk.click(&id("likely-row")).await?;
    desk.wait_for_text(&id("may-be-one"), "Mungkin laporan yang sama")
        .await?;
    desk.click(&format!("{} summary", id("compare"))).await?;
    desk.screenshot("gabung-2-bandingkan").await?;

    desk.click(&id("join")).await?;
    let joined = desk
        .wait_for_text_within(&id("joined"), &number, SYNC_LIMIT)
        .await?;
    ensure!(joined.contains(NATIONAL), "{joined}");
    desk.wait_for_text_within(&id("joined"), "penerimaan yang lebih awal", SYNC_LIMIT)
        .await?;
    desk.wait_until_gone(&id("likely-some")).await?;
    desk.screenshot("gabung-3-satu").await?;
    // The number on the reporter's slip leads to the one.
    desk.fill(&id("search-input"), &number).await?;
    desk.click_text(&id("search-choice"), NATIONAL).await?;
    desk.wait_for_text(&id("detail-number"), NATIONAL).await?;

    desk.click(&id("split")).await?;
    desk.wait_until_gone(&id("joined")).await?;
    desk.wait_for_text_within(&id("history"), "Dipisahkan", SYNC_LIMIT)
        .await?;
    show(&desk, &number).await?;
    desk.wait_for_text(&id("detail-title"), TITLE).await?;
    desk.screenshot("gabung-4-dua-lagi").await?;
    desk.close().await?;
    office.close().await
}

async fn record(desk: &Desk) -> Result<String> {
    pages::open(desk, "record").await?;
    desk.click(&id("record-channel-counter")).await?;
    desk.fill(&id("record-title"), TITLE).await?;
    desk.fill(&id("record-body"), BODY).await?;
    desk.click(&id("record-class-pengaduan-tidak-berkadar"))
        .await?;
    desk.fill(&id("record-place"), "Surabaya").await?;
    desk.click_text(&id("record-place-choice"), "Surabaya")
        .await?;
    desk.wait_for(&id("record-place-chosen")).await?;
    desk.click(&id("record-submit")).await?;
    let number = desk.text(&id("record-number")).await?;
    desk.click(&id("record-open")).await?;
    desk.wait_for_text(&id("detail-title"), TITLE).await?;
    Ok(number.trim().trim_start_matches('#').to_owned())
}

/// The same report, typed into the national site a little later, in the next export.
fn exported(office: &Office) -> Result<()> {
    let mut complaints = Complaints::invented(60)?;
    let like = complaints.all.first().context("No complaint")?.clone();
    let mut report = like;
    report.tracking_id = TrackingId::parse(NATIONAL)?;
    report.id = ComplaintId::of_tracking(&report.tracking_id);
    report.title = "Lampu jalan di Jalan Anggrek mati".into();
    report.body =
        "Lampu jalan mati di Jalan Anggrek sudah tiga malam, gelap dan warga jatuh.".into();
    report.first_body = None;
    report.reporter = Default::default();
    report.received_at =
        complaints.now.parse::<chrono::DateTime<chrono::Utc>>()? + chrono::TimeDelta::hours(1);
    report.incident_on = None;
    report.location = tanggap_domain::complaint::Location {
        region: Some(RegionCode::parse("35.78")?),
        province: Some("Jawa Timur".into()),
        regency: Some("Kota Surabaya".into()),
        ..Default::default()
    };
    complaints.all = vec![report];
    let folder = office.stage.folder().join("kemudian");
    std::fs::create_dir(&folder)?;
    let file = complaints.write(&folder)?;
    hub::import_at(&office.hub_data(), &file, Some(complaints.now))?;
    Ok(())
}
