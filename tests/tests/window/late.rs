//! An answer that comes when nobody waits for it any more: its page was left, its dialog closed, the
//! window drawn anew in another language. The window goes on.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::{Office, show};

/// Holds the shell's answers to one command back until `window.letGo()`.
const HOLD: &str = "const [held] = arguments;
    const real = window.realFetch ??= window.fetch.bind(window);
    const gate = new Promise(open => window.letGo = open);
    window.held = 0;
    window.fetch = async (where, ...rest) => {
        const answer = await real(where, ...rest);
        if (String(where).startsWith('ipc:') && String(where).endsWith(`/${held}`)) {
            window.held += 1;
            await gate;
        }
        return answer;
    }";

#[tokio::test]
async fn an_answer_after_its_page_was_left_breaks_nothing() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?
        .tracking_id
        .to_string();
    let desk = office.desk("satu").await?;

    // A reply, and the map before it is on disk.
    show(&desk, &number).await?;
    desk.fill(
        &id("reply-text"),
        "Regu A datang Senin, 23 November 2026, pukul 09.00.",
    )
    .await?;
    hold(&desk, "change_submit").await?;
    desk.click(&id("reply-send")).await?;
    held(&desk).await?;
    pages::open(&desk, "map").await?;
    let_go(&desk).await?;
    whole(&desk, "a reply").await?;

    // A hold, and its dialog closed meanwhile.
    pages::open(&desk, "inbox").await?;
    desk.click(&id("tab-all")).await?;
    desk.wait_for(&id("action-hold")).await?;
    desk.click(&id("action-hold")).await?;
    desk.fill(&id("action-reason"), "Menunggu hasil uji laboratorium.")
        .await?;
    hold(&desk, "change_submit").await?;
    desk.click(&id("action-confirm")).await?;
    held(&desk).await?;
    desk.click(&id("action-cancel")).await?;
    desk.wait_until_gone(&id("action-dialog")).await?;
    pages::open(&desk, "notices").await?;
    let_go(&desk).await?;
    whole(&desk, "a hold").await?;

    // A search, and the whole window in another language before it is answered.
    hold(&desk, "inbox_list").await?;
    desk.fill(&id("search-input"), "jalan").await?;
    held(&desk).await?;
    desk.fill(&id("search-input"), "english").await?;
    desk.click_text(&id("search-choice"), "Switch to English")
        .await?;
    desk.wait_for_text(&id("rail-inbox"), "Inbox").await?;
    let_go(&desk).await?;
    whole(&desk, "a search").await?;
    desk.close().await?;
    office.close().await
}

async fn hold(desk: &Desk, command: &str) -> Result<()> {
    desk.run_script(HOLD, vec![json!(command)]).await.map(drop)
}

/// Waits until an answer is held back.
async fn held(desk: &Desk) -> Result<()> {
    desk.until_true("An answer held back", "return window.held > 0")
        .await
}

async fn let_go(desk: &Desk) -> Result<()> {
    let script = "const done = arguments[arguments.length - 1];
        window.letGo();
        window.fetch = window.realFetch;
        setTimeout(() => done(true), 50)";
    desk.run_script_async(script, vec![]).await?;
    desk.settle().await
}

/// The program still runs, and its pages open.
async fn whole(desk: &Desk, after: &str) -> Result<()> {
    let stage = desk
        .run_script("return document.documentElement.dataset.stage", vec![])
        .await?;
    ensure!(stage == "shown", "after {after} the window is {stage}");
    pages::open(desk, "deadlines").await
}
