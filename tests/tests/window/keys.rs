//! Every key that the list of keys promises, pressed in the real window. The list itself is the source:
//! a line that nobody presses here fails the test.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::key::Key;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::{Office, show};

const REPLY: &str = "Regu A datang Senin, 23 November 2026 pukul 09.00.";

#[tokio::test]
async fn every_documented_key_does_what_the_list_says() -> Result<()> {
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    desk.press("?").await?;
    desk.wait_for(&id("keys")).await?;
    desk.screenshot("pintasan").await?;
    let documented = documented(&desk).await?;
    ensure!(documented.len() >= 30, "{documented:?}");
    for (line, key) in &documented {
        home(&desk).await?;
        check(&desk, line, key)
            .await
            .with_context(|| format!("{key} in the line {line:?} of the list of keys"))?;
    }
    desk.close().await?;
    office.close().await
}

/// Control and Enter sends from every field of every form that says so.
#[tokio::test]
async fn control_and_enter_send_from_every_form() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    home(&desk).await?;
    // The disposition: from the unit's field, and from the message.
    open_with(&desk, "action-dispose").await?;
    desk.press("d").await?;
    desk.wait_for_focus("dispose-unit").await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    desk.wait_for(&id("dispose-missing")).await?;
    desk.wait_for(&id("dispose-unit-choice")).await?;
    desk.press(&Key::Enter.to_string()).await?;
    let number = desk.text(&id("detail-number")).await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    said(&desk, &number).await?;
    // The internal note.
    home(&desk).await?;
    let number = desk.text(&id("detail-number")).await?;
    desk.click(&id("editor-tab-note")).await?;
    desk.fill(&id("note-text"), "Hubungi kelurahan dulu.")
        .await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    said(&desk, &number).await?;
    // The reason of an action.
    home(&desk).await?;
    open_with(&desk, "action-hold").await?;
    desk.press("t").await?;
    desk.fill(&id("action-reason"), "Menunggu hasil uji laboratorium.")
        .await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    desk.wait_until_gone(&id("action-dialog")).await?;
    // A complaint at the counter.
    pages::open(&desk, "record").await?;
    desk.fill(&id("record-title"), "Lampu jalan mati").await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    desk.wait_for(&id("record-faults")).await?;
    desk.close().await?;
    office.close().await
}

/// By keyboard alone: a template is chosen and sent, and the list behind it stays where it was.
#[tokio::test]
async fn a_template_is_chosen_and_sent_by_keyboard() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    home(&desk).await?;
    open_with(&desk, "templates").await?;
    let number = desk.text(&id("detail-number")).await?;
    let focus = "document.querySelector('[data-testid=\"templates\"]').focus()";
    desk.run_script(focus, vec![]).await?;
    desk.press(&Key::Enter.to_string()).await?;
    // At once, before the templates are here: the key is the menu's, not the list's.
    desk.press(&Key::Down.to_string()).await?;
    desk.wait_for(&id("template")).await?;
    desk.press(&Key::Down.to_string()).await?;
    desk.wait_for_focus("template").await?;
    desk.press(&Key::Down.to_string()).await?;
    desk.press(&Key::Up.to_string()).await?;
    desk.wait_for_focus("template").await?;
    assert_eq!(desk.text(&id("detail-number")).await?, number);
    desk.screenshot("template-dengan-papan-tik").await?;
    desk.press(&Key::Enter.to_string()).await?;
    desk.wait_until_gone(&id("template")).await?;
    desk.wait_for_focus("reply-text").await?;
    desk.until_true(
        "The template in the reply",
        "return document.querySelector('[data-testid=\"reply-text\"]').value.length > 20",
    )
    .await?;
    // Templates leave open what only the officer knows; their own words can leave at once.
    desk.fill(&id("reply-text"), REPLY).await?;
    desk.press_control(&Key::Enter.to_string()).await?;
    desk.wait_for_text(&id("undo-bar"), number.trim_start_matches('#'))
        .await?;
    assert_eq!(desk.count(&id("template")).await?, 0);
    desk.close().await?;
    office.close().await
}

/// Two elements of the same id send keys, labels and screen readers to the wrong one.
#[tokio::test]
async fn no_id_stands_twice_on_any_page() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        desk.click(&id("search-input")).await?;
        let script = "const seen = new Set();
            return [...document.querySelectorAll('[id]')].map(element => element.id)
                .filter(id => seen.has(id) || !seen.add(id))";
        let twice = desk.run_script(script, vec![]).await?;
        assert_eq!(twice, serde_json::json!([]), "on {page}");
    }
    desk.close().await?;
    office.close().await
}

/// Line and key of everything the list shows.
async fn documented(desk: &Desk) -> Result<Vec<(String, String)>> {
    let script =
        "return [...document.querySelectorAll('[data-testid=\"key-line\"]')].flatMap(line =>
        line.dataset.keys.split(' | ').map(key => [line.dataset.line, key]))";
    serde_json::from_value(desk.run_script(script, vec![]).await?)
        .context("Reading the list of keys")
}

/// Masuk with all complaints, nothing selected, nothing over it, the focus nowhere.
async fn home(desk: &Desk) -> Result<()> {
    for dialog in ["keys", "action-dialog", "outbox", "bulk-outcomes"] {
        let close = format!("{} {}", id(dialog), id("dialog-close"));
        if desk.count(&close).await? > 0 {
            desk.click(&close).await?;
            desk.wait_until_gone(&id(dialog)).await?;
        }
    }
    pages::open(desk, "inbox").await?;
    desk.click(&id("tab-all")).await?;
    desk.wait_for(&id("detail-number")).await?;
    if desk.count(&id("bulk-clear")).await? > 0 {
        desk.click(&id("bulk-clear")).await?;
    }
    nowhere(desk).await?;
    let first = desk
        .attribute(&id("inbox-row"), "data-id")
        .await?
        .context("The list is empty")?;
    desk.click(&format!("{}[data-id=\"{first}\"]", id("inbox-row")))
        .await?;
    desk.wait_for_text(&id("detail-number"), &first).await?;
    nowhere(desk).await
}

async fn nowhere(desk: &Desk) -> Result<()> {
    let script = "document.activeElement?.blur()";
    desk.run_script(script, vec![]).await.map(drop)
}

/// Moves down the list until the open complaint offers this.
async fn open_with(desk: &Desk, offer: &str) -> Result<()> {
    for _ in 0..60 {
        if desk.count(&format!("{}:enabled", id(offer))).await? > 0 {
            return Ok(());
        }
        let before = desk.text(&id("detail-number")).await?;
        desk.press("j").await?;
        another(desk, &before).await?;
    }
    bail!("No complaint of the list offers {offer}")
}

async fn another(desk: &Desk, before: &str) -> Result<String> {
    desk.wait_for_other_text(&id("detail-number"), before).await
}

/// The window says that something was done with this complaint.
async fn said(desk: &Desk, number: &str) -> Result<()> {
    let message = format!("{}, {}", id("toast"), id("undo-bar"));
    desk.wait_for_text(&message, number.trim_start_matches('#'))
        .await
        .map(drop)
}

/// The key as the driver sends it; with Control where the list says so.
async fn press(desk: &Desk, key: &str) -> Result<()> {
    let (control, key) = match key.strip_prefix("Ctrl ") {
        Some(key) => (true, key),
        None => (false, key),
    };
    let text = match key {
        "Enter" => Key::Enter.to_string(),
        "Esc" => Key::Escape.to_string(),
        "↓" => Key::Down.to_string(),
        "↑" => Key::Up.to_string(),
        "←" => Key::Left.to_string(),
        "→" => Key::Right.to_string(),
        "PgUp" => Key::PageUp.to_string(),
        "PgDn" => Key::PageDown.to_string(),
        "Home" => Key::Home.to_string(),
        "End" => Key::End.to_string(),
        letter => letter.to_lowercase(),
    };
    match control {
        true => desk.press_control(&text).await,
        false => desk.press(&text).await,
    }
}

/// Presses the key where its line says it works, and looks for what it does.
async fn check(desk: &Desk, line: &str, key: &str) -> Result<()> {
    match line {
        "move" => {
            let first = desk.text(&id("detail-number")).await?;
            let forward = ["J", "↓"].contains(&key);
            press(desk, if forward { key } else { "J" }).await?;
            let second = another(desk, &first).await?;
            if !forward {
                press(desk, key).await?;
                desk.wait_for_text(&id("detail-number"), &first).await?;
            }
            ensure!(first != second);
            Ok(())
        }
        "open" => {
            press(desk, key).await?;
            desk.wait_for_focus("detail").await
        }
        "reply" => {
            open_with(desk, "editor-tab-reply").await?;
            press(desk, key).await?;
            desk.wait_for_focus("reply-text").await
        }
        "dispose" => {
            open_with(desk, "action-dispose").await?;
            press(desk, key).await?;
            desk.wait_for_focus("dispose-unit").await
        }
        "verify" => {
            open_with(desk, "action-verify").await?;
            let number = desk.text(&id("detail-number")).await?;
            press(desk, key).await?;
            said(desk, &number).await?;
            another(desk, &number).await.map(drop)
        }
        "hold" => {
            open_with(desk, "action-hold").await?;
            press(desk, key).await?;
            desk.wait_for(&id("action-dialog")).await.map(drop)
        }
        "select" => {
            press(desk, key).await?;
            desk.wait_for_text(&id("bulk-count"), "1").await.map(drop)
        }
        "unselect" => {
            press(desk, "X").await?;
            desk.wait_for(&id("bulk-bar")).await?;
            press(desk, key).await?;
            desk.wait_until_gone(&id("bulk-bar")).await?;
            // The board has its own selection.
            pages::open(desk, "deadlines").await?;
            desk.click(&id("board-card")).await?;
            press(desk, "X").await?;
            desk.wait_for(&id("bulk-bar")).await?;
            press(desk, key).await?;
            desk.wait_until_gone(&id("bulk-bar")).await
        }
        "deadlines" => {
            card(desk, key).await?;
            day(desk, key).await
        }
        "week" | "month" => day(desk, key).await,
        "undo" => {
            let number = reply(desk).await?;
            nowhere(desk).await?;
            press(desk, key).await?;
            desk.wait_until_gone(&id("undo-bar")).await?;
            desk.wait_for_text(&id("detail-number"), &number).await?;
            desk.wait_for_value(&id("reply-text"), REPLY).await?;
            desk.clear(&id("reply-text")).await
        }
        "send" => {
            reply(desk).await?;
            desk.click(&id("undo")).await?;
            desk.wait_for_value(&id("reply-text"), REPLY).await?;
            desk.clear(&id("reply-text")).await
        }
        "leave" => {
            open_with(desk, "editor-tab-reply").await?;
            press(desk, "E").await?;
            desk.wait_for_focus("reply-text").await?;
            press(desk, key).await?;
            desk.wait_for_focus("").await
        }
        "search" => {
            press(desk, key).await?;
            desk.wait_for_focus("search-input").await?;
            press(desk, "Esc").await?;
            desk.wait_for_focus("").await
        }
        "pages" => {
            let number: usize = key.trim_start_matches("Ctrl ").parse()?;
            let names = pages::names(desk).await?;
            let name = number
                .checked_sub(1)
                .and_then(|at| names.get(at))
                .context("There is no such page")?;
            press(desk, key).await?;
            desk.wait_for(&format!("[data-testid=\"page\"][data-page=\"{name}\"]"))
                .await
                .map(drop)
        }
        "zoom" => {
            let width = width(desk).await?;
            let (first, comparison) = match key {
                "Ctrl +" => (None, "<"),
                "Ctrl -" => (None, ">"),
                // Back from another size.
                _ => (Some("Ctrl +"), "==="),
            };
            if let Some(first) = first {
                press(desk, first).await?;
                resized(desk, &format!("< {width}")).await?;
            }
            press(desk, key).await?;
            resized(desk, &format!("{comparison} {width}")).await?;
            press(desk, "Ctrl 0").await?;
            resized(desk, &format!("=== {width}")).await
        }
        "help" => {
            press(desk, key).await?;
            desk.wait_for(&id("keys")).await.map(drop)
        }
        _ => bail!("The list of keys has a line that no test presses"),
    }
}

/// How many of its own pixels the page is wide: fewer when everything is larger.
async fn width(desk: &Desk) -> Result<u64> {
    let width = desk.run_script("return innerWidth", vec![]).await?;
    width.as_u64().context("The window has no width")
}

async fn resized(desk: &Desk, expected: &str) -> Result<()> {
    desk.until_true("Another size", &format!("return innerWidth {expected}"))
        .await
}

/// Writes a reply and sends it with Control and Enter; the number of the complaint.
async fn reply(desk: &Desk) -> Result<String> {
    open_with(desk, "editor-tab-reply").await?;
    let number = desk.text(&id("detail-number")).await?;
    press(desk, "E").await?;
    desk.wait_for_focus("reply-text").await?;
    desk.fill(&id("reply-text"), REPLY).await?;
    press(desk, "Ctrl Enter").await?;
    desk.wait_for_text(&id("undo-bar"), number.trim_start_matches('#'))
        .await?;
    Ok(number)
}

/// On the board: to a card beside, above or below the chosen one and back.
async fn card(desk: &Desk, key: &str) -> Result<()> {
    pages::open(desk, "deadlines").await?;
    desk.click(&id("tab-board")).await?;
    let chosen = format!("{}.chosen", id("board-card"));
    // The first column's first card; from it there is one below and one beside.
    desk.click(&id("board-card")).await?;
    let first = desk.attribute(&chosen, "data-card").await?;
    let way_there = match key {
        "←" => "→",
        "↑" => "↓",
        other => other,
    };
    press(desk, way_there).await?;
    let moved = format!(
        "{chosen}:not([data-card=\"{}\"])",
        first.clone().unwrap_or_default()
    );
    desk.wait_for(&moved).await?;
    if way_there != key {
        press(desk, key).await?;
        let back = format!(
            "{chosen}[data-card=\"{}\"]",
            first.clone().unwrap_or_default()
        );
        desk.wait_for(&back).await?;
    }
    Ok(())
}

/// In the month: to another day.
async fn day(desk: &Desk, key: &str) -> Result<()> {
    pages::open(desk, "deadlines").await?;
    desk.click(&id("tab-month")).await?;
    desk.wait_for(&id("month-day")).await?;
    desk.run_script(
        "document.querySelector('[data-testid=\"month-grid\"]').focus()",
        vec![],
    )
    .await?;
    // From the middle of a week, so that both of its ends are elsewhere.
    press(desk, "Home").await?;
    press(desk, "→").await?;
    let before = desk
        .attribute(&id("month-grid"), "aria-activedescendant")
        .await?;
    press(desk, key).await?;
    let other = format!(
        "{}:not([aria-activedescendant=\"{}\"])",
        id("month-grid"),
        before.unwrap_or_default()
    );
    desk.wait_for(&other).await.map(drop)
}

/// The search field, and everything that is found with it, by keys alone.
#[tokio::test]
async fn a_complaint_is_found_by_keyboard() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let number = office.complaints.all[7].tracking_id.to_string();
    let desk = office.desk("satu").await?;
    home(&desk).await?;
    desk.press_control("k").await?;
    desk.wait_for_focus("search-input").await?;
    desk.press(&number).await?;
    desk.wait_for_text(&id("search-choice"), &format!("#{number}"))
        .await?;
    desk.press(&Key::Enter.to_string()).await?;
    desk.wait_for_text(&id("detail-number"), &number).await?;
    show(&desk, &number).await?;
    desk.close().await?;
    office.close().await
}
