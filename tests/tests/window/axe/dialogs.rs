//! What opens over a page: panels, menus, the editor's sheets, dialogs, what was selected and sent.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tanggap_tests::axe::Audit;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::calendar::set;
use crate::office::{Office, show};

/// The menus around a complaint and its list.
const MENUS: [&str; 9] = [
    "templates",
    "reply-then",
    "more-actions",
    "filter-region",
    "filter-category",
    "filter-unit",
    "filter-class",
    "filter-secret",
    "sort",
];

/// Actions that ask first.
const ASKING: [&str; 5] = ["hold", "not-our-authority", "archive", "close", "amend"];

#[tokio::test]
async fn dialogs_and_menus_are_accessible() -> Result<()> {
    let mut audit = Audit::new("dialogs")?;
    let office = Office::open(Complaints::invented(120)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?
        .tracking_id
        .to_string();
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;
    frame(&mut audit, &desk).await?;
    for menu in MENUS {
        desk.click(&id(menu)).await?;
        let panel = id(&format!("{menu}-panel"));
        desk.wait_for(&panel).await?;
        audit.look(&desk, "inbox", &format!("menu-{menu}")).await?;
        desk.click(&id(menu)).await?;
        desk.wait_until_gone(&panel).await?;
    }
    editor(&mut audit, &desk).await?;
    actions(&mut audit, &desk).await?;
    many(&mut audit, &desk).await?;
    desk.close().await?;
    office.close().await?;
    audit.finish()
}

#[tokio::test]
async fn dialogs_of_deadlines_and_settings_are_accessible() -> Result<()> {
    let mut audit = Audit::new("dialogs-of-pages")?;
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    deadlines(&mut audit, &desk).await?;
    settings(&mut audit, &desk).await?;
    desk.close().await?;
    office.close().await?;
    audit.finish()
}

/// The panels of the frame and the list under the search field.
async fn frame(audit: &mut Audit, desk: &Desk) -> Result<()> {
    for (opener, shown) in [
        ("show-keys", "keys"),
        ("sync-pill", "outbox"),
        ("notices", "notices-panel"),
    ] {
        desk.click(&id(opener)).await?;
        dialog(audit, desk, "frame", shown, shown).await?;
    }
    desk.click(&id("search-input")).await?;
    desk.wait_for(&id("search-choice")).await?;
    audit.look(desk, "frame", "search").await?;
    desk.fill(&id("search-input"), "tidakadalaporanini").await?;
    desk.wait_for(".search-nothing").await?;
    audit.look(desk, "frame", "search-nothing").await?;
    desk.clear(&id("search-input")).await?;
    blur(desk).await?;
    desk.wait_until_gone(&id("search-list")).await
}

/// The sheets, what a reply is warned of, and a clock's reasons under the pointer.
async fn editor(audit: &mut Audit, desk: &Desk) -> Result<()> {
    for sheet in ["note", "dispose", "reply"] {
        desk.click(&id(&format!("editor-tab-{sheet}"))).await?;
        audit
            .look(desk, "inbox", &format!("editor-{sheet}"))
            .await?;
    }
    desk.fill(&id("reply-text"), "Hubungi Budi di 0812-3456-7890.")
        .await?;
    desk.wait_for(&format!("{} .warning", id("reply-warnings")))
        .await?;
    audit.look(desk, "inbox", "warnings").await?;
    desk.click(&id("draft-discard")).await?;
    desk.wait_for_value(&id("reply-text"), "").await?;
    let line = "[data-testid^=\"why-line-\"]";
    desk.wait_for(line).await?;
    hover(desk, line).await?;
    audit.look(desk, "inbox", "clock-hovered").await
}

/// Every action of this complaint that asks first.
async fn actions(audit: &mut Audit, desk: &Desk) -> Result<()> {
    let mut seen = 0;
    for action in ASKING {
        let button = id(&format!("action-{action}"));
        if desk.count(&button).await? == 0 {
            desk.click(&id("more-actions")).await?;
            desk.wait_for(&id("more-actions-panel")).await?;
        }
        if desk.count(&button).await? == 0 {
            desk.click(&id("more-actions")).await?;
            desk.wait_until_gone(&id("more-actions-panel")).await?;
            continue;
        }
        desk.click(&button).await?;
        desk.wait_for(&id("action-confirm")).await?;
        let state = format!("action-{action}");
        audit.look(desk, "inbox", &state).await?;
        // Nothing was filled in: what is wrong is said.
        if action == "amend" || action == "archive" {
            desk.click(&id("action-confirm")).await?;
            desk.wait_for(&id("action-fault")).await?;
            audit.look(desk, "inbox", &format!("{state}-fault")).await?;
        }
        desk.click(&id("action-cancel")).await?;
        desk.wait_until_gone(&id("action-dialog")).await?;
        seen += 1;
    }
    ensure!(seen >= 3, "only {seen} actions of a complaint ask first");
    Ok(())
}

/// Many at once: the bar, the question before, what became of each; and a reply that is held.
async fn many(audit: &mut Audit, desk: &Desk) -> Result<()> {
    desk.fill(
        &id("reply-text"),
        "Regu A datang Senin, 23 November 2026, pukul 09.00.",
    )
    .await?;
    desk.click(&id("reply-send")).await?;
    desk.wait_for(&id("undo-bar")).await?;
    desk.click(&id("sync-pill")).await?;
    desk.wait_for(&id("outbox-row")).await?;
    dialog(audit, desk, "frame", "outbox", "outbox-held").await?;
    blur(desk).await?;
    desk.press("x").await?;
    desk.wait_for(&id("bulk-bar")).await?;
    audit.look(desk, "inbox", "bulk-bar").await?;
    desk.click(&id("bulk-remind")).await?;
    desk.wait_for(&id("remind-dialog")).await?;
    audit.look(desk, "inbox", "remind-dialog").await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    audit.look(desk, "inbox", "outcomes").await?;
    desk.click(&id("bulk-close")).await?;
    desk.wait_until_gone(&id("bulk-outcome")).await?;
    desk.click(&id("bulk-clear")).await?;
    desk.wait_until_gone(&id("bulk-bar")).await
}

async fn deadlines(audit: &mut Audit, desk: &Desk) -> Result<()> {
    pages::open(desk, "deadlines").await?;
    desk.click(&id("tab-escalation")).await?;
    desk.click(&id("escalation-whatsapp")).await?;
    desk.wait_for(&id("reminder-text")).await?;
    audit.look(desk, "deadlines", "reminder-dialog").await?;
    desk.click(&id("reminder-close")).await?;
    desk.wait_until_gone(&id("reminder-dialog")).await
}

async fn settings(audit: &mut Audit, desk: &Desk) -> Result<()> {
    pages::open(desk, "settings").await?;
    desk.click(&id("settings-connection")).await?;
    desk.click(&id("disconnect")).await?;
    dialog(
        audit,
        desk,
        "settings",
        "disconnect-dialog",
        "disconnect-dialog",
    )
    .await?;
    desk.click(&id("settings-calendar")).await?;
    desk.click(&id("override-add-closed")).await?;
    set(desk, &id("override-name"), "Banjir").await?;
    set(desk, &id("override-from"), "23/11/2026").await?;
    set(desk, &id("override-to"), "23/11/2026").await?;
    desk.click(&id("calendar-preview")).await?;
    desk.wait_for(&id("preview-said")).await?;
    let shown = "calendar-preview-dialog";
    dialog(audit, desk, "settings", shown, shown).await
}

/// Looks at a dialog that is being opened, and closes it.
async fn dialog(
    audit: &mut Audit,
    desk: &Desk,
    page: &str,
    shown: &str,
    state: &str,
) -> Result<()> {
    let dialog = id(shown);
    desk.wait_for(&dialog).await?;
    desk.wait_until_gone(&id("skeleton")).await?;
    audit.look(desk, page, state).await?;
    desk.click(&format!("{dialog} {}", id("dialog-close")))
        .await?;
    desk.wait_until_gone(&dialog).await
}

/// Takes the focus from wherever it is, as a click beside everything would.
async fn blur(desk: &Desk) -> Result<()> {
    desk.run_script("document.activeElement?.blur()", vec![])
        .await
        .map(drop)
}

async fn hover(desk: &Desk, css: &str) -> Result<()> {
    use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
    let place = "const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [Math.round(box.left) + 4, Math.round(box.top) + 4]";
    let place: (i64, i64) =
        serde_json::from_value(desk.run_script(place, vec![json!(css)]).await?)?;
    let pointer = MouseActions::new("pointer".to_owned()).then(PointerAction::MoveTo {
        duration: None,
        x: place.0 as f64,
        y: place.1 as f64,
    });
    Ok(desk.client().perform_actions(pointer).await?)
}
