//! axe finds nothing wrong: every page, dialog, menu, empty and broken state, in both themes.

use anyhow::{Context, Result};
use fantoccini::key::Key;
use tanggap_tests::axe::Audit;
use tanggap_tests::{Complaints, Desk, Stage, id, pages};

use crate::office::{Office, show};
use crate::opens::skip_setup;

/// Answers these commands of the shell with a failure, as a broken store would.
const BREAK: &str = "const [broken] = arguments;
    const real = window.realFetch ??= window.fetch.bind(window);
    window.fetch = (where, ...rest) => {
        const command = decodeURIComponent(String(where).split('/').pop());
        return String(where).startsWith('ipc:') && broken.includes(command)
            ? Promise.resolve(new Response(
                JSON.stringify({ code: 'internal', detail: 'for a test' }),
                { headers: { 'Tauri-Response': 'error', 'content-type': 'application/json' } }))
            : real(where, ...rest);
    }";

const SECTIONS: [&str; 8] = [
    "office",
    "connection",
    "calendar",
    "rules",
    "notify",
    "look",
    "import",
    "about",
];

#[tokio::test]
async fn pages_are_accessible() -> Result<()> {
    let mut audit = Audit::new("pages")?;
    let office = Office::open(Complaints::invented(200)?).await?;
    let desk = office.desk("satu").await?;
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        audit.look(&desk, &page, "full").await?;
    }
    pages::open(&desk, "deadlines").await?;
    for (tab, shown) in [("month", "month-day"), ("escalation", "escalation-row")] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_for(&id(shown)).await?;
        audit.look(&desk, "deadlines", tab).await?;
    }
    pages::open(&desk, "settings").await?;
    for section in SECTIONS {
        desk.click(&id(&format!("settings-{section}"))).await?;
        desk.wait_for(&id(&format!("section-{section}"))).await?;
        desk.wait_until_gone(&id("skeleton")).await?;
        audit.look(&desk, "settings", section).await?;
    }
    desk.click(&id("settings-rules")).await?;
    desk.click(&id("rules-edit")).await?;
    desk.wait_for(&id("rules-editor")).await?;
    audit.look(&desk, "settings", "rules-editor").await?;
    pages::open(&desk, "record").await?;
    desk.click(&id("record-submit")).await?;
    desk.wait_for(&id("record-faults")).await?;
    audit.look(&desk, "record", "faults").await?;
    desk.fill(&id("record-place"), "surabaya").await?;
    desk.wait_for(&id("record-place-choice")).await?;
    audit.look(&desk, "record", "place-list").await?;
    desk.fill(&id("record-place"), "tempat yang tidak ada")
        .await?;
    desk.click(&id("record-title")).await?;
    audit.look(&desk, "record", "place-unresolved").await?;
    desk.close().await?;
    office.close().await?;
    audit.finish()
}

#[tokio::test]
async fn dialogs_and_menus_are_accessible() -> Result<()> {
    let mut audit = Audit::new("dialogs")?;
    let office = Office::open(Complaints::invented(200)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?
        .tracking_id
        .to_string();
    let desk = office.desk("satu").await?;
    pages::open(&desk, "inbox").await?;
    desk.click(&id("tab-all")).await?;
    show(&desk, &number).await?;

    for (opener, shown) in [
        ("show-keys", "keys"),
        ("sync-pill", "outbox"),
        ("notices", "notices-panel"),
    ] {
        desk.click(&id(opener)).await?;
        desk.wait_for(&id(shown)).await?;
        audit.look(&desk, "frame", shown).await?;
        escape(&desk).await?;
    }
    desk.click(&id("search-input")).await?;
    desk.wait_for(&id("search-choice")).await?;
    audit.look(&desk, "frame", "search").await?;
    desk.fill(&id("search-input"), "tidakadalaporanini").await?;
    desk.until_true(
        "That nothing was found",
        "return !!document.querySelector('.search-nothing')",
    )
    .await?;
    audit.look(&desk, "frame", "search-nothing").await?;
    desk.clear(&id("search-input")).await?;
    escape(&desk).await?;

    for menu in [
        "templates",
        "reply-then",
        "more-actions",
        "filter-region",
        "filter-category",
        "sort",
    ] {
        desk.click(&id(menu)).await?;
        desk.wait_for(&id(&format!("{menu}-panel"))).await?;
        audit.look(&desk, "inbox", &format!("menu-{menu}")).await?;
        escape(&desk).await?;
        desk.wait_until_gone(&id(&format!("{menu}-panel"))).await?;
    }
    for tab in ["note", "dispose", "reply"] {
        let tab_id = id(&format!("editor-tab-{tab}"));
        desk.click(&tab_id).await?;
        audit.look(&desk, "inbox", &format!("editor-{tab}")).await?;
    }
    desk.fill(
        &id("reply-text"),
        "Hubungi Budi di 0812-3456-7890, akan kami sampaikan.",
    )
    .await?;
    desk.wait_for(&id("warning-personal-data")).await?;
    audit.look(&desk, "inbox", "warnings").await?;
    desk.clear(&id("reply-text")).await?;
    desk.press(&Key::Escape.to_string()).await?;
    // A clock's reasons, hovered: the line under the pointer keeps its contrast.
    let line = desk.wait_for("[data-testid^=\"why-line-\"]").await?;
    hover(&desk, line).await?;
    audit.look(&desk, "inbox", "clock-hovered").await?;

    for action in ["action-amend", "action-not-our-authority", "action-archive"] {
        desk.click(&id("more-actions")).await?;
        if desk.count(&id(action)).await? == 0 {
            escape(&desk).await?;
            continue;
        }
        desk.click(&id(action)).await?;
        desk.wait_for(&id("action-dialog")).await?;
        audit.look(&desk, "inbox", action).await?;
        escape(&desk).await?;
    }
    // Many at once: the bar, the question before reminders, and what became of each.
    desk.click(&id("row-select")).await?;
    desk.wait_for(&id("bulk-bar")).await?;
    audit.look(&desk, "inbox", "bulk-bar").await?;
    desk.click(&id("bulk-remind")).await?;
    desk.wait_for(&id("remind-dialog")).await?;
    audit.look(&desk, "inbox", "remind-dialog").await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    audit.look(&desk, "inbox", "outcomes").await?;
    desk.click(&id("bulk-close")).await?;
    // A reply that is held: the bar, and its line in the outbox.
    desk.fill(&id("reply-text"), "Regu A datang Senin, 23 November 2026.")
        .await?;
    desk.click(&id("reply-send")).await?;
    desk.wait_for(&id("undo-bar")).await?;
    desk.click(&id("sync-pill")).await?;
    desk.wait_for(&id("outbox-row")).await?;
    audit.look(&desk, "frame", "outbox-held").await?;
    escape(&desk).await?;
    desk.close().await?;
    office.close().await?;
    audit.finish()
}

#[tokio::test]
async fn empty_and_broken_states_are_accessible() -> Result<()> {
    let mut audit = Audit::new("empty")?;
    let stage = Stage::start().await?;
    let desk = stage.open_desk("kosong", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("first-run")).await?;
    audit.look(&desk, "setup", "office").await?;
    skip_setup(&desk).await?;
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        audit.look(&desk, &page, "empty").await?;
    }
    pages::open(&desk, "deadlines").await?;
    for tab in ["month", "escalation"] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_until_gone("[aria-busy=\"true\"], [data-testid=\"skeleton\"]")
            .await?;
        audit
            .look(&desk, "deadlines", &format!("empty-{tab}"))
            .await?;
    }
    // The shell fails: every page says so.
    let broken = serde_json::json!([
        "inbox_list",
        "complaint_get",
        "map_regions",
        "map_boundaries",
        "deadline_board",
        "notice_list",
        "settings_get",
        "outbox_list",
        "policy_get",
        "calendar_get"
    ]);
    desk.run_script(BREAK, vec![broken]).await?;
    for page in ["map", "deadlines", "notices", "settings", "inbox"] {
        desk.click(&id(&format!("rail-{page}"))).await?;
        desk.wait_for(&format!("[data-testid=\"page\"][data-page=\"{page}\"]"))
            .await?;
        if page != "settings" {
            desk.wait_for(&id("failure")).await?;
        }
        audit.look(&desk, page, "failure").await?;
    }
    desk.close().await?;
    audit.finish()
}

async fn escape(desk: &Desk) -> Result<()> {
    desk.press(&Key::Escape.to_string()).await
}

async fn hover(desk: &Desk, element: fantoccini::elements::Element) -> Result<()> {
    use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
    let pointer = MouseActions::new("pointer".to_owned()).then(PointerAction::MoveToElement {
        element,
        duration: None,
        x: 3.0,
        y: 3.0,
    });
    Ok(desk.client().perform_actions(pointer).await?)
}
