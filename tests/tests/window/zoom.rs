//! At twice the size, as on an office's small screen, nothing is out of reach: every control of every
//! page and dialog scrolls into sight and lies open to the pointer there, and the keyboard gets to it.
//!
//! The driver's own clicks miss in an enlarged page, for it reckons in the size of before: what lies
//! under the pointer is asked of the page instead.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use serde_json::json;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

/// Controls that cannot be brought into sight, or that something else covers there.
const OUT_OF_REACH: &str = "const shown = element => element.checkVisibility({
        visibilityProperty: true, contentVisibilityAuto: true });
    const lost = [];
    const dialog = document.querySelector('dialog[open]');
    const controls = 'button, input, select, textarea, a[href], summary, [role=option], [tabindex=\"0\"]';
    for (const element of (dialog ?? document).querySelectorAll(controls)) {
        const away = '[aria-hidden=true], .leaflet-container, .visually-hidden, :disabled';
        if (!shown(element) || element.closest(away)) continue;
        // As the focus of the keyboard does, and the wheel of the mouse can.
        element.scrollIntoView({ block: 'center', inline: 'center' });
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) continue;
        const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
        const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
        const hit = document.elementFromPoint(x, y);
        const label = element.labels?.[0];
        if (inside && hit && (element.contains(hit) || label?.contains(hit))) continue;
        lost.push(`${element.dataset.testid ?? element.outerHTML.slice(0, 80)} at ${Math.round(box.left)},${Math.round(box.top)}`
            + ` ${Math.round(box.width)}x${Math.round(box.height)}, hit ${hit?.dataset?.testid ?? hit?.className}`);
    }
    document.scrollingElement.scrollTo(0, 0);
    const wide = document.scrollingElement.scrollWidth;
    if (wide > innerWidth + 1) lost.push(`the page is ${wide} wide in ${innerWidth}`);
    return lost";

/// Presses a control where it lies, if it lies open.
const PRESS: &str = "const element = document.querySelector(arguments[0]);
    if (!element) return false;
    element.scrollIntoView({ block: 'center', inline: 'center' });
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
    if (!hit || !element.contains(hit)) return false;
    element.click();
    return true";

/// Steps of the keyboard from the top of a page to its last control.
const MOST_STEPS: usize = 250;

#[tokio::test]
async fn nothing_is_out_of_reach_at_twice_the_size() -> Result<()> {
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "inbox").await?;
    desk.wait_for(&id("reply-send")).await?;
    let names = pages::names(&desk).await?;
    let zoom = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('plugin:webview|set_webview_zoom', { value: 2 })
            .then(() => done(true), cause => done(String(cause)))";
    assert_eq!(desk.run_script_async(zoom, vec![]).await?, json!(true));
    desk.until_true("Twice the size", "return innerWidth < 700")
        .await?;
    let mut lost = Vec::new();
    for page in &names {
        open(&desk, page).await?;
        look(&desk, page, &mut lost).await?;
    }
    for (tab, shown) in [("month", "month-day"), ("escalation", "escalation-row")] {
        open(&desk, "deadlines").await?;
        press(&desk, &format!("tab-{tab}")).await?;
        desk.wait_for(&id(shown)).await?;
        look(&desk, &format!("deadlines-{tab}"), &mut lost).await?;
    }
    open(&desk, "settings").await?;
    for section in [
        "connection",
        "calendar",
        "rules",
        "notify",
        "look",
        "import",
        "about",
    ] {
        press(&desk, &format!("settings-{section}")).await?;
        desk.wait_for(&id(&format!("section-{section}"))).await?;
        desk.wait_until_gone(&id("skeleton")).await?;
        look(&desk, &format!("settings-{section}"), &mut lost).await?;
    }
    open(&desk, "inbox").await?;
    for (opener, shown) in [
        ("sync-pill", "outbox"),
        ("show-keys", "keys"),
        ("notices", "notices-panel"),
        ("action-hold", "action-dialog"),
    ] {
        press(&desk, opener).await?;
        desk.wait_for(&id(shown)).await?;
        look(&desk, shown, &mut lost).await?;
        press(&desk, "dialog-close").await?;
        desk.wait_until_gone(&id(shown)).await?;
    }
    assert!(lost.is_empty(), "out of reach:\n{}", lost.join("\n"));

    // By keyboard alone: every entry of the rail, the search, and the reply's own button.
    desk.run_script(
        "document.activeElement?.blur(); document.scrollingElement.scrollTo(0, 0)",
        vec![],
    )
    .await?;
    let rail = names.iter().map(|name| format!("rail-{name}"));
    let wanted: Vec<String> = rail
        .chain(["search-input".to_owned(), "reply-send".to_owned()])
        .collect();
    let mut reached = BTreeSet::new();
    // The engine goes on from where the focus was last, and round at the end.
    for _ in 0..MOST_STEPS {
        desk.press(&Key::Tab.to_string()).await?;
        let name = focused_in_sight(&desk).await?;
        reached.insert(name);
        if wanted.iter().all(|control| reached.contains(control)) {
            break;
        }
    }
    desk.screenshot("besar-kirim").await?;
    for control in wanted {
        ensure!(
            reached.contains(&control),
            "the keyboard never got to {control}: {reached:?}"
        );
    }
    desk.close().await?;
    office.close().await
}

/// What has the focus and can be seen. The page scrolls to it a frame later, so it is looked for a few times.
async fn focused_in_sight(desk: &Desk) -> Result<String> {
    const LOOKS: usize = 40;
    let script = "const box = document.activeElement.getBoundingClientRect();
        const seen = box.top < innerHeight && box.bottom > 0 && box.left < innerWidth && box.right > 0;
        return seen ? document.activeElement.dataset.testid ?? '' : null";
    for _ in 0..LOOKS {
        let name = desk.run_script(script, vec![]).await?;
        if let Some(name) = name.as_str() {
            return Ok(name.to_owned());
        }
    }
    Ok(String::new())
}

/// Opens a page by its entry in the rail.
async fn open(desk: &Desk, page: &str) -> Result<()> {
    press(desk, &format!("rail-{page}")).await?;
    desk.wait_for(&format!(
        "[data-testid=\"rail-{page}\"][aria-current=\"page\"]"
    ))
    .await?;
    desk.wait_until_gone("[aria-busy=\"true\"], [data-testid=\"skeleton\"]")
        .await
}

async fn press(desk: &Desk, name: &str) -> Result<()> {
    let script = format!("return (function () {{ {PRESS} }})({})", json!(id(name)));
    desk.until_true(&format!("{name} pressed"), &script).await
}

/// A picture of the top and of what is below it, and what cannot be reached.
async fn look(desk: &Desk, page: &str, lost: &mut Vec<String>) -> Result<()> {
    desk.screenshot(&format!("besar-{page}")).await?;
    let found = desk.run_script(OUT_OF_REACH, vec![]).await?;
    let found: Vec<String> = serde_json::from_value(found)?;
    lost.extend(found.into_iter().map(|it| format!("{page}: {it}")));
    Ok(())
}
