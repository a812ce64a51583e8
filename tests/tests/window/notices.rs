//! Desktop notifications: told once, without personal data; a click opens the complaint.

use std::time::Duration;

use anyhow::{Context, Result};
use tanggap_tests::{Complaints, id, until};

use crate::office::Office;

#[tokio::test]
async fn a_threshold_is_told_once_and_a_click_opens_the_complaint() -> Result<()> {
    let mut complaints = Complaints::invented(1)?;
    let complaint = complaints.all.first_mut().context("No complaint")?;
    // Received on a Friday; three working days to verify it end on Wednesday at closing time.
    complaint.received_at = "2026-11-13T09:00:00+07:00"
        .parse()
        .map_err(|_| anyhow::anyhow!("Not a time"))?;
    complaint.stage = tanggap_domain::status::stage_of_national("", false);
    complaint.national = Default::default();
    complaint.unit = None;
    complaint.privacy.secret = false;
    let number = complaint.tracking_id.to_string();
    let title = complaint.title.clone();
    complaints.now = "2026-11-18T10:00:00+07:00";

    let office = Office::open(complaints).await?;
    let desk = office.desk("satu").await?;
    let request = until("A notification", Duration::from_secs(30), async || {
        Ok(office.stage.notification_requests().pop())
    })
    .await?;
    assert!(request.body.contains(&number), "{request:?}");
    assert!(!request.body.contains(&title), "{request:?}");
    assert!(!request.summary.contains(&title), "{request:?}");
    assert!(
        request.actions.iter().any(|(_, label)| label == "Buka"),
        "{request:?}"
    );
    office.stage.screenshot("pemberitahuan")?;

    pages_elsewhere(&desk).await?;
    let told = office.stage.notification_requests().len();
    office.stage.click_notification().await?;
    desk.wait_for_text(&id("detail-number"), &number).await?;
    desk.click(&id("notices")).await?;
    desk.wait_for_text(&id("notices-panel"), &number).await?;
    desk.screenshot("pemberitahuan-daftar").await?;
    desk.close().await?;

    // Told once: a new start tells nothing again.
    let desk = office.desk_again("satu").await?;
    office.synced(&desk).await?;
    assert_eq!(office.stage.notification_requests().len(), told);
    desk.close().await?;
    office.close().await
}

async fn pages_elsewhere(desk: &tanggap_tests::Desk) -> Result<()> {
    tanggap_tests::pages::open(desk, "settings").await
}
