//! Pindah: a desk that worked by itself moves to a region's hub, beside a desk that was there before.

use anyhow::{Result, ensure};
use tanggap_tests::{Complaints, Ctl, id, pages};

use crate::office::{Office, SYNC_LIMIT};

#[tokio::test]
async fn a_desk_of_its_own_moves_to_the_regions_hub() -> Result<()> {
    // The region knows the newest of them already.
    let all = Complaints::invented(60)?;
    let office = Office::open(Complaints::invented(60)?.newest(20)).await?;
    let file = all.write(office.stage.folder())?.display().to_string();
    let alone = Ctl::new(&office.stage.profile("sendiri"), "sendiri").with("TANGGAP_NOW", all.now);
    alone
        .done(&["init", "--office", "Kantor Sendiri", "--zone", "WIB"])
        .await?;
    alone.done(&["import", &file]).await?;

    let desk = office
        .stage
        .open_desk("sendiri", &[("TANGGAP_NOW", all.now)])
        .await?;
    desk.wait_for(&id("inbox-row")).await?;
    desk.wait_for_text(&id("sync-pill"), "Belum terhubung")
        .await?;
    pages::open(&desk, "settings").await?;
    desk.click(&id("settings-connection")).await?;
    desk.wait_for_text(&id("moves-along"), "60 laporan").await?;
    desk.screenshot("pindah-1-sendiri").await?;
    desk.fill(&id("hub-url"), &format!("http://{}", office.address()))
        .await?;
    desk.fill(&id("hub-token"), &office.officer("Budi")?)
        .await?;
    desk.click(&id("hub-connect")).await?;
    let moved = desk
        .wait_for_text_within(&id("moved"), "40 baru", SYNC_LIMIT)
        .await?;
    ensure!(
        moved.contains("20 sudah sama") || moved.contains("digabung"),
        "{moved}"
    );
    desk.wait_for_text_within(&id("sync-pill"), "Tersinkron", SYNC_LIMIT)
        .await?;
    desk.screenshot("pindah-2-di-hub").await?;

    // Back, as a copy that says so.
    desk.click(&id("disconnect")).await?;
    desk.wait_for(&id("disconnect-dialog")).await?;
    desk.screenshot("pindah-3-putus").await?;
    desk.click(&id("disconnect-confirm")).await?;
    desk.wait_for_text_within(&id("copy-of"), office.address(), SYNC_LIMIT)
        .await?;
    desk.wait_until_gone(&id("moved")).await?;
    desk.screenshot("pindah-4-salinan").await?;
    desk.close().await?;

    // Whoever works at the hub has what came along.
    let colleague = Ctl::new(&office.stage.profile("rekan"), "rekan").with("TANGGAP_NOW", all.now);
    colleague
        .done(&["init", "--office", "Kantor Rekan", "--zone", "WIB"])
        .await?;
    let (hub, token) = (
        format!("http://{}", office.address()),
        office.officer("Citra")?,
    );
    colleague
        .done(&["connect", "--hub", &hub, "--token", &token])
        .await?;
    colleague.done(&["sync"]).await?;
    let listed = colleague.done(&["list", "--limit", "100"]).await?;
    ensure!(listed.as_array().map(Vec::len) == Some(60), "{listed}");
    office.close().await
}
