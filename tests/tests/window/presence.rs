//! The desk beside its window: started twice, closed into the tray, started with the session.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tanggap_tests::{Desk, Screen, Stage, Tray, id, until};

const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn a_second_start_brings_its_window_to_the_front() -> Result<()> {
    let stage = Stage::start().await?;
    let screen = stage.screen()?;
    let first = desk(&stage, "satu").await?;
    let second = desk(&stage, "dua").await?;
    let (one, two) = (first.process_id().await?, second.process_id().await?);
    in_front(&screen, two).await?;

    // Each profile has a desk of its own, and a start is answered by the right one.
    stage.start_again("satu", &[]).await?;
    in_front(&screen, one).await?;
    stage.start_again("dua", &[]).await?;
    in_front(&screen, two).await?;
    // The session starting once more is no wish to see the window.
    stage.start_again("satu", &["--hidden"]).await?;
    assert_eq!(screen.front()?, Some(two));

    first.close().await?;
    second.close().await
}

#[tokio::test]
async fn closing_leaves_the_desk_in_the_tray_as_long_as_there_is_one() -> Result<()> {
    let stage = Stage::start().await?;
    let screen = stage.screen()?;
    let tray = stage.tray().await?;
    let desk = desk(&stage, "satu").await?;
    let process = desk.process_id().await?;
    set(&desk, "keep_in_tray", true).await?;

    screen.close(process)?;
    shown(&screen, process, false).await?;
    offers(
        &tray,
        ["tidak ada yang terlambat", "Buka Tanggap", "Keluar"],
    )
    .await?;
    set(&desk, "language", "en").await?;
    offers(&tray, ["nothing is overdue", "Open Tanggap", "Quit"]).await?;
    tray.choose("Open Tanggap").await?;
    shown(&screen, process, true).await?;
    // It is the same window, as it was left.
    desk.wait_for(&id("sync-pill")).await?;

    screen.close(process)?;
    shown(&screen, process, false).await?;
    stage.start_again("satu", &["--hidden"]).await?;
    stage.start_again("satu", &[]).await?;
    shown(&screen, process, true).await?;

    // A desk that nobody could find any more ends instead.
    drop(tray);
    screen.close(process)?;
    ended(process).await
}

#[tokio::test]
async fn closing_ends_the_desk_that_shall_not_stay_and_so_does_the_tray() -> Result<()> {
    let stage = Stage::start().await?;
    let screen = stage.screen()?;
    let tray = stage.tray().await?;
    let first = desk(&stage, "satu").await?;
    let process = first.process_id().await?;
    screen.close(process)?;
    ended(process).await?;

    let again = stage.open_desk("satu", &[]).await?;
    again.wait_for(&id("sync-pill")).await?;
    let process = again.process_id().await?;
    set(&again, "keep_in_tray", true).await?;
    until("The icon in the tray", LIMIT, async || {
        tray.choose("Keluar").await.map(Some)
    })
    .await?;
    ended(process).await
}

#[tokio::test]
async fn the_session_starts_the_desk_only_where_the_officer_agreed() -> Result<()> {
    let stage = Stage::start().await?;
    let screen = stage.screen()?;
    let tray = stage.tray().await?;
    let first = desk(&stage, "satu").await?;
    let folder = stage.autostart("satu");
    assert_eq!(entries(&folder)?, Vec::<String>::new());
    set(&first, "autostart", true).await?;
    let line = until("The entry", LIMIT, async || exec(&folder)).await?;
    assert!(!line.contains(&"--hidden".to_owned()), "{line:?}");
    set(&first, "keep_in_tray", true).await?;
    let line = until("The entry that hides", LIMIT, async || {
        let line = exec(&folder)?;
        Ok(line.filter(|line| line.last().is_some_and(|word| word == "--hidden")))
    })
    .await?;
    assert!(Path::new(&line[0]).is_file(), "{line:?}");
    first.close().await?;

    // As the session would start it: without the variable that names the profile.
    let words: Vec<&str> = line.iter().skip(1).map(String::as_str).collect();
    let other = [("TANGGAP_DATA", "")];
    let hidden = stage.open_desk_with("satu", &other, &words).await?;
    let process = hidden.process_id().await?;
    hidden.wait_for(&id("sync-pill")).await?;
    until("The icon in the tray", LIMIT, async || {
        tray.menu().await.map(Some)
    })
    .await?;
    assert!(!screen.shows(process)?, "the window came by itself");
    tray.choose("Buka Tanggap").await?;
    shown(&screen, process, true).await?;

    set(&hidden, "autostart", false).await?;
    until("No entry", LIMIT, async || {
        Ok(entries(&folder)?.is_empty().then_some(()))
    })
    .await?;
    hidden.close().await
}

#[tokio::test]
async fn a_start_in_the_background_shows_itself_where_somebody_is_needed() -> Result<()> {
    let stage = Stage::start().await?;
    let screen = stage.screen()?;
    let first = desk(&stage, "satu").await?;
    set(&first, "keep_in_tray", true).await?;
    first.close().await?;

    // There is no tray where it could be found.
    let desk = stage.open_desk_with("satu", &[], &["--hidden"]).await?;
    shown(&screen, desk.process_id().await?, true).await?;
    desk.close().await?;

    // There is one, but the passphrase has to be typed.
    let tray = stage.tray().await?;
    let locked = [("TANGGAP_KEY", "")];
    let desk = stage.open_desk_with("satu", &locked, &["--hidden"]).await?;
    shown(&screen, desk.process_id().await?, true).await?;
    desk.wait_for(&id("locked")).await?;
    desk.close().await?;
    drop(tray);
    Ok(())
}

/// A desk whose hub cannot be reached: none of this needs one.
async fn desk(stage: &Stage, name: &str) -> Result<Desk> {
    let hub = [
        ("TANGGAP_CONNECT_HUB", "http://127.0.0.1:9"),
        ("TANGGAP_CONNECT_TOKEN", "tidak-ada"),
    ];
    let desk = stage.open_desk(name, &hub).await?;
    desk.wait_for(&id("sync-pill")).await?;
    Ok(desk)
}

/// Saves one of the settings, of the desktop or of all, as the page of settings does.
async fn set(desk: &Desk, field: &str, value: impl Into<Value>) -> Result<()> {
    let script = "const [field, value, done] = arguments;
        const { invoke } = window.__TAURI_INTERNALS__;
        invoke('settings_get', { request: null })
            .then(({ settings }) => {
                const group = field in settings ? settings : settings.desktop;
                group[field] = value;
                return invoke('settings_save', { request: { settings } });
            })
            .then(() => done(null), (error) => done(error))";
    let fault = desk
        .run_script_async(script, vec![json!(field), value.into()])
        .await?;
    ensure!(fault == Value::Null, "{fault}");
    Ok(())
}

async fn shown(screen: &Screen, process: u32, shown: bool) -> Result<()> {
    let what = if shown { "A window" } else { "No window" };
    until(what, LIMIT, async || {
        Ok((screen.shows(process)? == shown).then_some(()))
    })
    .await
}

async fn in_front(screen: &Screen, process: u32) -> Result<()> {
    until("The window in front", LIMIT, async || {
        Ok((screen.front()? == Some(process)).then_some(()))
    })
    .await
}

async fn offers(tray: &Tray, expected: [&str; 3]) -> Result<()> {
    until("The menu in the tray", LIMIT, async || {
        let menu = tray.menu().await?;
        ensure!(menu == expected, "{menu:?}");
        Ok(Some(()))
    })
    .await
}

async fn ended(process: u32) -> Result<()> {
    until("The end of the desk", LIMIT, async || {
        Ok((!fs::exists(format!("/proc/{process}"))?).then_some(()))
    })
    .await
}

/// Names of the files that start something with the session.
fn entries(folder: &Path) -> Result<Vec<String>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect()
}

/// The words of the only entry's command; none where there is no entry.
fn exec(folder: &Path) -> Result<Option<Vec<String>>> {
    let names = entries(folder)?;
    let Some(name) = names.first() else {
        return Ok(None);
    };
    ensure!(names.len() == 1, "{names:?}");
    let text = fs::read_to_string(folder.join(name))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Exec="));
    let line = line.with_context(|| format!("No command in {text:?}"))?;
    // Each word is in quotes; our paths hold nothing that would need more.
    let words = line.trim_matches('"').split("\" \"").map(str::to_owned);
    Ok(Some(words.collect()))
}
