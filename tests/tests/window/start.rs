//! A start that stands still, and a program that breaks: the window says so, helps itself, leaves the
//! place in the log and loses nothing that was written.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tanggap_tests::{Complaints, Desk, Stage, id};

use crate::office::{Office, show};

/// Time runs faster for whoever watches the start, so that a test need not wait a minute.
const HASTE: &str = "const real = performance.now.bind(performance);
    performance.now = () => real() * 4;";

/// The first question to the shell is never answered.
const BOOT_IS_LOST: &str = "const fetched = window.fetch.bind(window);
    window.fetch = (where, ...rest) => /^ipc:.*\\/boot$/.test(String(where))
        ? new Promise(() => {})
        : fetched(where, ...rest);";

/// The module is taken out of the page before it runs.
const MODULE_IS_LOST: &str = "new MutationObserver(() =>
        document.querySelectorAll('script[type=module]').forEach(it => it.remove())
    ).observe(document, { childList: true, subtree: true });";

/// Half of the program arrives.
const PROGRAM_IS_CUT: &str = "const fetched = window.fetch.bind(window);
    window.fetch = async (where, ...rest) => {
        const whole = await fetched(where, ...rest);
        if (!String(where?.url ?? where).endsWith('.wasm')) return whole;
        const bytes = await whole.arrayBuffer();
        return new Response(bytes.slice(0, bytes.byteLength / 2), { headers: whole.headers });
    };";

fn only_first(script: &str) -> String {
    format!("if (!location.search) {{ {HASTE} {script} }}")
}

async fn sabotaged(stage: &Stage, script: &str) -> Result<Desk> {
    let file = stage.folder().join("sabotage.js");
    fs::write(&file, script).context("Writing a sabotage")?;
    let file = file.display().to_string();
    let environment = [("TANGGAP_SABOTAGE", file.as_str()), ("TANGGAP_KEY", "")];
    stage.open_desk("macet", &environment).await
}

#[tokio::test]
async fn a_start_without_an_answer_begins_anew() -> Result<()> {
    let stage = Stage::start().await?;
    let desk = sabotaged(&stage, &only_first(BOOT_IS_LOST)).await?;
    desk.wait_for(&id("splash")).await?;
    desk.screenshot("mulai-0-membuka").await?;
    desk.wait_for_within(&id("first-run"), crate::office::SYNC_LIMIT)
        .await?;
    assert_eq!(desk.count(&id("splash")).await?, 0);
    desk.close().await?;
    let log = log(&stage, "macet")?;
    ensure!(log.contains("stood still"), "{log}");
    ensure!(log.contains("Asked"), "{log}");
    Ok(())
}

#[tokio::test]
async fn a_start_without_its_program_begins_anew() -> Result<()> {
    let stage = Stage::start().await?;
    let desk = sabotaged(&stage, &only_first(MODULE_IS_LOST)).await?;
    desk.wait_for_within(&id("first-run"), crate::office::SYNC_LIMIT)
        .await?;
    desk.close().await?;
    let log = log(&stage, "macet")?;
    ensure!(log.contains("stood still") && log.contains("Page"), "{log}");
    Ok(())
}

#[tokio::test]
async fn a_start_with_half_of_its_program_begins_anew_at_once() -> Result<()> {
    let stage = Stage::start().await?;
    // At the usual pace: nobody waits for what will not come.
    let cut = format!("if (!location.search) {{ {PROGRAM_IS_CUT} }}");
    let desk = sabotaged(&stage, &cut).await?;
    desk.wait_for_within(&id("first-run"), Duration::from_secs(60))
        .await?;
    desk.close().await?;
    let log = log(&stage, "macet")?;
    ensure!(log.contains("stood still") && log.contains("Wasm"), "{log}");
    Ok(())
}

#[tokio::test]
async fn a_window_that_never_opens_says_so() -> Result<()> {
    let stage = Stage::start().await?;
    let always = format!("{HASTE} if (!window.name) {{ {MODULE_IS_LOST} }}");
    let desk = sabotaged(&stage, &always).await?;
    desk.wait_for_within(&id("stuck"), crate::office::SYNC_LIMIT)
        .await?;
    desk.screenshot("mulai-macet").await?;
    // What kept it away is gone: the button leads in.
    desk.run_script("window.name = 'healed'", vec![]).await?;
    desk.click(&id("stuck-reload")).await?;
    desk.wait_for_within(&id("first-run"), crate::office::SYNC_LIMIT)
        .await?;
    desk.close().await?;
    let log = log(&stage, "macet")?;
    assert_eq!(log.matches("stood still").count(), 3, "{log}");
    Ok(())
}

#[tokio::test]
async fn a_panic_is_said_leaves_its_place_and_loses_no_text() -> Result<()> {
    let office = Office::open(Complaints::invented(30)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?
        .tracking_id
        .to_string();
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;
    desk.click(&id("editor-tab-reply")).await?;
    // The last words are typed and the program breaks in one breath: no pause to save them in.
    let script = "const done = arguments[arguments.length - 1];
        const field = document.querySelector('[data-testid=\"reply-text\"]');
        field.value = 'Regu A datang besok pukul 09.00.';
        field.dispatchEvent(new Event('input', { bubbles: true }));
        import(new URL('tanggap-ui.js', location.href).href).then(it => {
            setTimeout(() => it.break_an_assumption());
            done(true);
        })";
    desk.run_script_async(script, vec![]).await?;
    desk.wait_for(&id("broken")).await?;
    desk.screenshot("jendela-rusak").await?;
    desk.wait_for_focus("broken-reload").await?;
    desk.click(&id("broken-reload")).await?;
    desk.wait_for_within(&id("inbox-row"), crate::office::SYNC_LIMIT)
        .await?;
    show(&desk, &number).await?;
    desk.wait_for_value(&id("reply-text"), "Regu A datang besok pukul 09.00.")
        .await?;
    desk.close().await?;
    let log = log(&office.stage, "satu")?;
    ensure!(log.contains("ui/src/broken.rs:"), "{log}");
    ensure!(!log.contains("0812") && !log.contains("Budi"), "{log}");
    ensure!(!log.contains("Regu A"), "{log}");
    office.close().await
}

/// Everything in the log of a profile.
fn log(stage: &Stage, profile: &str) -> Result<String> {
    let folder = stage.profile(profile).join("logs");
    let mut whole = String::new();
    for entry in fs::read_dir(&folder).context("Looking for the log")? {
        whole += &fs::read_to_string(entry?.path()).context("Reading the log")?;
    }
    Ok(whole)
}
