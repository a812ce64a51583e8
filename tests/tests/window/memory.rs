//! Hours of use leave nothing behind in the window: neither in what its program holds nor on the page.
//!
//! What the engine itself takes for code and pictures is not ours to count here; see docs/benchmarks.md.

use anyhow::{Result, ensure};
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

/// Rounds through every page. What is kept on the way (boundaries, units, the list) is there after the first
/// ones.
const FIRST_ROUNDS: usize = 3;
const ROUNDS: usize = 9;
/// Complaints opened in every round.
const OPENED: usize = 12;
/// Memory is taken in steps; one more may fall into any round.
const STEP_BYTES: u64 = 2 * 1024 * 1024;

#[tokio::test]
async fn use_leaves_nothing_behind() -> Result<()> {
    let office = Office::open(Complaints::invented(400)?).await?;
    let desk = office.desk("satu").await?;
    let mut held = Vec::new();
    for _ in 0..FIRST_ROUNDS + ROUNDS {
        round(&desk).await?;
        held.push((held_bytes(&desk).await?, elements(&desk).await?));
    }
    let (first, last) = (held[FIRST_ROUNDS - 1], held[held.len() - 1]);
    ensure!(
        last.0 <= first.0 + STEP_BYTES,
        "the program's own memory grows: {held:?}"
    );
    ensure!(last.1 == first.1, "elements are left behind: {held:?}");
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

/// Of the window's program, in bytes.
async fn held_bytes(desk: &Desk) -> Result<u64> {
    let held = desk.run_script("return tanggapHeldBytes()", vec![]).await?;
    Ok(serde_json::from_value(held)?)
}

/// On the page. Messages come and go by themselves.
async fn elements(desk: &Desk) -> Result<u64> {
    let script = "return document.querySelectorAll('body *:not(.messages *)').length";
    Ok(serde_json::from_value(
        desk.run_script(script, vec![]).await?,
    )?)
}
