//! The policies over time, and the office's own rules: made here, in force from tomorrow on.

use anyhow::{Context, Result};
use tanggap_tests::{Complaints, id, pages};

use crate::calendar::{choose, section, set};
use crate::office::Office;

#[tokio::test]
async fn an_office_reads_the_policy_and_makes_its_own_rules() -> Result<()> {
    let mut office = Office::open(Complaints::invented(20)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "rules").await?;
    let today = format!("{}[aria-pressed=\"true\"]", id("policy-version"));
    let shown = desk.wait_for_text(&today, "berlaku hari ini").await?;
    assert!(shown.contains("Versi 2"), "{shown}");
    desk.wait_for_text(&id("policy-citation"), "PermenPANRB 5/2025")
        .await?;
    assert_eq!(desk.count(&id("policy-clock")).await?, 6);
    let clock = |code: &str| format!("{}[data-clock=\"{code}\"]", id("policy-clock"));
    desk.wait_for_text(&clock("penyelesaian"), "batas hari belum dikonfirmasi")
        .await?;
    desk.wait_for_text(&clock("ombudsman"), "60 hari kalender")
        .await?;
    desk.wait_for_text(&clock("ombudsman"), "tidak membuat kantor terlambat")
        .await?;
    assert_eq!(desk.count(&id("policy-changed")).await?, 0);
    desk.screenshot("aturan-kebijakan").await?;
    desk.click_text(&id("policy-version"), "Versi 1").await?;
    desk.wait_for_text(&id("policy-citation"), "PermenPANRB 62/2018")
        .await?;

    desk.click(&id("rules-edit")).await?;
    desk.click(&id("own-add")).await?;
    desk.click(&id("rules-adopt")).await?;
    desk.wait_for_text(&id("rules-faults"), "4 isian perlu diperbaiki")
        .await?;
    desk.screenshot("aturan-kurang").await?;
    set(&desk, &id("rules-citation"), "SE Bupati 4/2026").await?;
    set(&desk, &id("own-name"), "Sapa pelapor").await?;
    set(&desk, &id("own-citation"), "Maklumat pelayanan").await?;
    set(&desk, &id("own-amount"), "0").await?;
    let own = id("own-clock");
    let fault = format!("{own} {}", id("field-fault"));
    desk.wait_for_text(&fault, "batas tidak boleh nol").await?;
    set(&desk, &id("own-amount"), "4").await?;
    desk.choose(&id("own-unit"), "working-hours").await?;
    desk.choose(&id("own-ends"), "verified").await?;
    desk.click(&id("rules-pauses-own")).await?;
    desk.click(&id("rules-pause-bounced")).await?;
    desk.click(&id("rules-pause-count-time")).await?;
    let precise = format!("{}[aria-pressed=\"true\"]", id("rules-pause-count-time"));
    desk.wait_for(&precise).await?;
    desk.wait_until_gone(&format!("{}:checked", id("rules-pause-bounced")))
        .await?;
    desk.screenshot("aturan-jeda").await?;
    desk.click(&id("rules-silence-calendar")).await?;
    desk.click(&id("rules-due-end")).await?;
    // Nothing reaches back: clocks that run have been judged.
    set(&desk, &id("rules-from"), "20/11/2026").await?;
    let editor = id("rules-editor");
    desk.wait_for_text(
        &editor,
        "Aturan tidak dapat berlaku surut ke 20 Nov 2026; paling awal 21 Nov 2026",
    )
    .await?;
    desk.screenshot("aturan-surut").await?;
    set(&desk, &id("rules-from"), "23/11/2026").await?;
    desk.fill(&id("rules-reason"), "Maklumat pelayanan").await?;
    desk.click(&id("rules-adopt")).await?;
    desk.wait_for_text(
        &id("toast"),
        "Aturan kantor versi 1 berlaku mulai 23 Nov 2026",
    )
    .await?;

    // Today's policy is what it was; the next one says what the office changed.
    let next = "akan berlaku";
    desk.click_text(&id("policy-version"), next).await?;
    desk.wait_for_text(&id("policy-office"), "SE Bupati 4/2026")
        .await?;
    desk.wait_for_text(&id("policy-due"), "diubah kantor")
        .await?;
    let pauses = desk
        .wait_for_text(&id("policy-pauses"), "jam kerja persis")
        .await?;
    assert!(!pauses.contains("instansi lain"), "{pauses}");
    let own = desk
        .wait_for_text(&clock("kantor-1"), "4 jam kerja")
        .await?;
    assert!(
        own.contains("Sapa pelapor") && own.contains("tenggat kantor"),
        "{own}"
    );
    desk.wait_for_text(&clock("tanggapan-pelapor"), "10 hari kalender")
        .await?;
    desk.wait_for_text(&clock("tanggapan-pelapor"), "diubah kantor")
        .await?;
    desk.screenshot("aturan-kantor").await?;
    desk.click_text(&id("policy-version"), "berlaku hari ini")
        .await?;
    desk.wait_for_text(&clock("tanggapan-pelapor"), "10 hari kerja")
        .await?;
    desk.close().await?;

    // On the day it holds, a new complaint has the office's own clock, by the office's name.
    office.take_hub_away().await?;
    let monday = [("TANGGAP_NOW", "2026-11-23T09:00:00+07:00")];
    let desk = office.stage.open_desk("satu", &monday).await?;
    pages::open(&desk, "record").await?;
    desk.click(&id("record-channel-counter")).await?;
    desk.fill(&id("record-title"), "Trotoar rusak di Jalan Kenanga")
        .await?;
    desk.fill(&id("record-body"), "Ubin trotoar lepas, lansia tersandung.")
        .await?;
    desk.click(&id("record-class-pengaduan-tidak-berkadar"))
        .await?;
    desk.click(&id("record-submit")).await?;
    desk.click(&id("record-open")).await?;
    let own = id("clock-kantor-1");
    desk.wait_for_text(&own, "Sapa pelapor").await?;
    desk.wait_for_text(
        &id("why-line-kantor-1"),
        "4 jam kerja setelah diterima Sen 23 Nov 2026",
    )
    .await?;
    desk.wait_for_text(&id("next-deadline"), "Sapa pelapor")
        .await?;
    desk.click(&format!("{own} summary")).await?;
    let why = desk.wait_for_text(&own, "Maklumat pelayanan").await?;
    assert!(why.contains("Aturan kantor versi 1"), "{why}");
    desk.screenshot("aturan-tenggat-kantor").await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn rules_come_from_a_file_and_a_bad_one_names_its_place() -> Result<()> {
    let office = Office::open(Complaints::invented(5)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "rules").await?;
    desk.click(&id("rules-edit")).await?;
    let write = |name: &str, clock: &str| {
        let file = office.stage.folder().join(name);
        let text = format!(
            r#"{{"schema": "tanggap-office-rules/1", "effective_from": "2026-12-01",
            "citation": "Perbup 9/2026", "clocks": [{clock}]}}"#
        );
        std::fs::write(&file, text).context("Writing rules")?;
        anyhow::Ok(file)
    };
    let limit = |amount: u32| {
        format!(
            r#"{{"clock": "kantor-1", "name": "Kabar pertama", "ends": "followed-up",
            "limit": {{"amount": {amount}, "unit": "working-days"}}, "citation": "Perbup 9/2026"}}"#
        )
    };
    let wrong = write("salah.json", &limit(0))?;
    choose(&desk, "rules-import-file", &wrong).await?;
    desk.wait_for_text(
        &id("toast-error"),
        "Tenggat ke-1 (Tenggat kantor 1): batas tidak boleh nol",
    )
    .await?;
    desk.screenshot("aturan-berkas-salah").await?;
    desk.click(&format!("{} button", id("toast-error"))).await?;
    let right = write("aturan.json", &limit(2))?;
    choose(&desk, "rules-import-file", &right).await?;
    desk.wait_for_value(&id("own-name"), "Kabar pertama")
        .await?;
    desk.wait_for_value(&id("rules-from"), "01/12/2026").await?;
    desk.wait_for_value(&id("rules-citation"), "Perbup 9/2026")
        .await?;
    desk.fill(&id("rules-reason"), "Perbup baru").await?;
    desk.screenshot("aturan-berkas").await?;
    desk.click(&id("rules-adopt")).await?;
    desk.wait_for_text(&id("versions"), "Perbup baru").await?;
    desk.close().await?;
    let policies = office.ctl("satu").done(&["policy"]).await?;
    assert!(policies.to_string().contains("Kabar pertama"), "{policies}");
    office.close().await
}
