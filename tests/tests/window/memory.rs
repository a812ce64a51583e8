//! Hours of use do not fill the computer: what the window's process holds levels off.

use std::fs;
use std::io::Write as _;

use anyhow::{Context, Result, ensure};
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

/// Rounds through every page. What is compiled and cached on the way is there after the first ones.
const WARM_ROUNDS: usize = 4;
const ROUNDS: usize = 12;

/// Complaints opened in every round.
const OPENED: usize = 12;

/// Most that may be added after the first rounds, in mebibytes.
const MOST_GROWTH_MIB: u64 = 90;

#[tokio::test]
async fn the_window_does_not_grow_with_use() -> Result<()> {
    let office = Office::open(Complaints::invented(400)?).await?;
    let desk = office.desk("satu").await?;
    let mut held = vec![held_mib(&desk).await?];
    for _ in 0..WARM_ROUNDS + ROUNDS {
        round(&desk).await?;
        held.push(held_mib(&desk).await?);
    }
    // Not through `println!`, which cargo shows of failed tests only.
    writeln!(
        std::io::stderr(),
        "MiB of the web process by round: {held:?}"
    )?;
    let warm = *held.get(WARM_ROUNDS).context("No rounds")?;
    let end = *held.last().context("No rounds")?;
    ensure!(
        end <= warm + MOST_GROWTH_MIB,
        "the web process grew from {warm} to {end} MiB: {held:?}"
    );
    desk.close().await?;
    office.close().await
}

async fn round(desk: &Desk) -> Result<()> {
    for page in pages::names(desk).await? {
        pages::open(desk, &page).await?;
    }
    pages::open(desk, "deadlines").await?;
    for (tab, shown) in [
        ("month", "month-day"),
        ("escalation", "escalation-row"),
        ("board", "board-card"),
    ] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_for(&id(shown)).await?;
    }
    pages::open(desk, "inbox").await?;
    desk.click(&id("tab-all")).await?;
    desk.wait_for(&id("inbox-row")).await?;
    desk.run_script("document.activeElement?.blur()", vec![])
        .await?;
    for step in 0..OPENED {
        let before = desk.text(&id("detail-number")).await?;
        desk.press(if step % 2 == 0 { "j" } else { "k" }).await?;
        desk.wait_for_other_text(&id("detail-number"), &before)
            .await?;
    }
    Ok(())
}

/// What the window's own process holds, shared memory counted by its share.
async fn held_mib(desk: &Desk) -> Result<u64> {
    let mut kib = 0;
    for process in desk.web_processes()? {
        let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))
            .context("Reading what the web process holds")?;
        let pss = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
        let pss = pss.and_then(|pss| pss.trim().strip_suffix(" kB"));
        kib += pss.context("No Pss")?.trim().parse::<u64>()?;
    }
    ensure!(kib > 0, "there is no web process");
    Ok(kib / 1024)
}
