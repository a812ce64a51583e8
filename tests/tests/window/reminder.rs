//! A reminder through the hub: the coordinator sends it, the unit's own desk tells it once.

use std::time::Duration;

use anyhow::{Context, Result};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::status::stage_of_national;
use tanggap_tests::hub::add_officer;
use tanggap_tests::{Complaints, id, pages, until};

use crate::office::Office;

const UNIT: &str = "Dinas PUPR Kota Uji";

#[tokio::test]
async fn a_coordinator_s_reminder_reaches_the_unit_s_desk_once() -> Result<()> {
    let mut complaints = Complaints::invented(1)?;
    let complaint = complaints.all.first_mut().context("No complaint")?;
    complaint.received_at = "2026-11-12T09:00:00+07:00".parse()?;
    complaint.unit = Some(AgencyRef::named(UNIT));
    complaint.national.name = "Terverifikasi".to_owned();
    complaint.stage = stage_of_national("Terverifikasi", true);
    complaint.privacy.secret = false;
    let number = complaint.tracking_id.to_string();
    let title = complaint.title.clone();
    // The first follow-up was due on Thursday 19 November: two working days have passed since its closing.
    complaints.now = "2026-11-24T10:00:00+07:00";

    let office = Office::open(complaints).await?;
    let coordinator = office.witness("koordinator").await?;
    let token = add_officer(
        &office.hub_data(),
        "Penghubung PUPR",
        &["ins:dinas-pupr-kota-uji"],
    )?
    .token;
    let url = format!("http://{}", office.address());
    let environment = [
        ("TANGGAP_CONNECT_HUB", url.as_str()),
        ("TANGGAP_CONNECT_TOKEN", &token),
        ("TANGGAP_OFFICE", UNIT),
        ("TANGGAP_NOW", office.complaints.now),
    ];
    let unit = office.stage.open_desk("unit", &environment).await?;
    office.synced(&unit).await?;

    coordinator
        .done(&["remind", &number, "--via", "hub"])
        .await?;
    coordinator.done(&["sync"]).await?;
    let reminders = || {
        let requests = office.stage.notification_requests();
        let is_reminder = |summary: &str| summary == "Pengingat dari koordinator";
        requests
            .into_iter()
            .filter(|request| is_reminder(&request.summary))
            .collect::<Vec<_>>()
    };
    let told = until("A reminder", Duration::from_secs(30), async || {
        Ok(reminders().pop())
    })
    .await?;
    assert!(told.body.contains(&number), "{told:?}");
    assert!(told.body.contains("terlambat 2 hari kerja"), "{told:?}");
    assert!(!told.body.contains(&title), "{told:?}");
    office.stage.screenshot("pengingat-unit")?;

    // A second one the same day is refused, whoever asks.
    let again = coordinator
        .run(&["remind", &number, "--via", "hub"])
        .await?;
    assert_eq!(again.code(), "too-soon");
    coordinator.done(&["sync"]).await?;
    pages::open(&unit, "notices").await?;
    unit.wait_for_text(&id("notices-panel"), &number).await?;
    unit.screenshot("pengingat-daftar").await?;
    unit.close().await?;
    assert_eq!(reminders().len(), 1);
    office.close().await
}
