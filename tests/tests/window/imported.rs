//! Riwayat impor: what a file changed, and a wrong file taken back, at a desk of its own.

use anyhow::{Context, Result, ensure};
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::status::stage_of_national;
use tanggap_tests::{Complaints, Ctl, Stage, id, pages};

use crate::office::SYNC_LIMIT;

const LATER: &str = "2026-11-20T10:00:00+07:00";
const LATEST: &str = "2026-11-20T11:00:00+07:00";

#[tokio::test]
async fn a_wrong_file_is_looked_at_and_taken_back() -> Result<()> {
    let stage = Stage::start().await?;
    let right = Complaints::invented(60)?.newest(20);
    // The same twenty with another status and unit, and forty that nobody knows.
    let mut wrong = Complaints::invented(60)?;
    for complaint in &mut wrong.all {
        complaint.national.name = "Ditutup oleh Admin".to_owned();
        complaint.stage = stage_of_national(&complaint.national.name, true);
        complaint.unit = Some(AgencyRef::named("Dinas Salah Alamat"));
    }
    let now = right.now;
    let file = |name: &str, complaints: &Complaints| -> Result<String> {
        let folder = stage.folder().join(name);
        std::fs::create_dir(&folder).context("Making a folder")?;
        Ok(complaints.write(&folder)?.display().to_string())
    };
    let (right, wrong) = (file("benar", &right)?, file("salah", &wrong)?);
    let ctl = Ctl::new(&stage.profile("impor"), "impor").with("TANGGAP_NOW", now);
    ctl.done(&["init", "--office", "Kantor Impor", "--zone", "WIB"])
        .await?;
    ctl.done(&["import", &right]).await?;
    let before = ctl.done(&["list", "--limit", "100"]).await?;
    // Each of them later than the one before, as their clocks say.
    let later = Ctl::new(&stage.profile("impor"), "impor").with("TANGGAP_NOW", LATER);
    later.done(&["import", &wrong]).await?;

    let desk = stage.open_desk("impor", &[("TANGGAP_NOW", LATEST)]).await?;
    desk.wait_for(&id("empty")).await?;
    pages::open(&desk, "settings").await?;
    desk.click(&id("settings-import")).await?;
    desk.wait_for_text(&id("imports"), "40 baru, 20 diperbarui")
        .await?;
    // Rows that could not be read are shown as they stand in the file.
    desk.wait_for(&format!("{} details", id("problems")))
        .await?;
    desk.screenshot("impor-1-riwayat").await?;
    desk.click(&id("import-open")).await?;
    desk.wait_for_text(&id("import-changes"), "Baru (40)")
        .await?;
    desk.click(&id("import-kind-changed")).await?;
    desk.wait_for_text(&id("import-changed"), "Dinas Salah Alamat")
        .await?;
    desk.screenshot("impor-2-yang-diubah").await?;

    desk.click(&id("import-back-look")).await?;
    let said = desk
        .wait_for_text(&id("import-back-counts"), "40 keluar dari daftar")
        .await?;
    ensure!(said.contains("20 dikembalikan"), "{said}");
    desk.screenshot("impor-3-pratinjau").await?;
    desk.fill(&id("import-back-reason"), "Ekspor kabupaten lain")
        .await?;
    desk.click(&id("import-back-do")).await?;
    desk.wait_for_text_within(&id("imports"), "Ekspor kabupaten lain", SYNC_LIMIT)
        .await?;
    let listed = desk.text(&id("imports")).await?;
    ensure!(listed.contains("Ditarik kembali oleh"), "{listed}");
    desk.screenshot("impor-4-ditarik").await?;
    // The entry itself opens, and leads to a complaint.
    desk.click(&id("import-open")).await?;
    desk.wait_for_text(&id("import-changes"), "Dikembalikan (20)")
        .await?;
    desk.click(&id("import-kind-back")).await?;
    desk.wait_for(&id("import-complaint")).await?;
    desk.screenshot("impor-5-entri").await?;
    desk.click(&id("import-complaint")).await?;
    desk.wait_for(&id("detail-title")).await?;
    desk.close().await?;

    // As before the wrong file.
    let after = ctl.done(&["list", "--limit", "100"]).await?;
    ensure!(after == before, "{after}");
    Ok(())
}
