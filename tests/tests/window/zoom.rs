//! At twice the size nothing is out of reach: every control of every page scrolls into sight and takes
//! a click there.

use anyhow::Result;
use serde_json::json;
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

/// Controls that cannot be brought into sight, or that something else covers there.
const OUT_OF_REACH: &str = "const shown = element => element.checkVisibility({
        visibilityProperty: true, contentVisibilityAuto: true });
    const lost = [];
    const controls = 'button, input, select, textarea, a[href], summary, [role=option], [tabindex=\"0\"]';
    for (const element of document.querySelectorAll(controls)) {
        if (!shown(element) || element.closest('[aria-hidden=true], .leaflet-container')) continue;
        element.scrollIntoView({ block: 'center', inline: 'center' });
        const box = element.getBoundingClientRect();
        if (box.width === 0 || box.height === 0) continue;
        const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
        const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 20), 0), innerHeight - 1);
        const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
        const hit = document.elementFromPoint(x, y);
        const label = element.labels?.[0];
        if (inside && hit && (element.contains(hit) || hit.contains(element) || label?.contains(hit))) continue;
        lost.push(`${element.dataset.testid ?? element.outerHTML.slice(0, 80)} at ${Math.round(box.left)},${Math.round(box.top)}`
            + ` ${Math.round(box.width)}x${Math.round(box.height)}, hit ${hit?.dataset?.testid ?? hit?.className}`);
    }
    document.scrollingElement.scrollTo(0, 0);
    const wide = document.scrollingElement.scrollWidth;
    if (wide > innerWidth + 1) lost.push(`the page is ${wide} wide in ${innerWidth}`);
    return lost";

#[tokio::test]
async fn nothing_is_out_of_reach_at_twice_the_size() -> Result<()> {
    let office = Office::open(Complaints::invented(120)?).await?;
    let desk = office.desk("satu").await?;
    let zoom = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('plugin:webview|set_webview_zoom', { value: 2 })
            .then(() => done(true), cause => done(String(cause)))";
    assert_eq!(desk.run_script_async(zoom, vec![]).await?, json!(true));
    desk.until_true("Twice the size", "return innerWidth < 700")
        .await?;
    let mut lost = Vec::new();
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        look(&desk, &page, &mut lost).await?;
    }
    pages::open(&desk, "deadlines").await?;
    for (tab, shown) in [("month", "month-day"), ("escalation", "escalation-row")] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_for(&id(shown)).await?;
        look(&desk, &format!("deadlines-{tab}"), &mut lost).await?;
    }
    pages::open(&desk, "settings").await?;
    for section in [
        "connection",
        "calendar",
        "rules",
        "notify",
        "look",
        "import",
        "about",
    ] {
        desk.click(&id(&format!("settings-{section}"))).await?;
        desk.wait_for(&id(&format!("section-{section}"))).await?;
        desk.wait_until_gone(&id("skeleton")).await?;
        look(&desk, &format!("settings-{section}"), &mut lost).await?;
    }
    desk.click(&id("sync-pill")).await?;
    desk.wait_for(&id("outbox")).await?;
    desk.screenshot("besar-outbox").await?;
    desk.click(&id("dialog-close")).await?;
    desk.click(&id("show-keys")).await?;
    desk.wait_for(&id("keys")).await?;
    desk.screenshot("besar-keys").await?;
    desk.click(&id("dialog-close")).await?;
    desk.close().await?;
    assert!(lost.is_empty(), "out of reach:\n{}", lost.join("\n"));
    office.close().await
}

async fn look(desk: &Desk, page: &str, lost: &mut Vec<String>) -> Result<()> {
    desk.screenshot(&format!("besar-{page}")).await?;
    let found = desk.run_script(OUT_OF_REACH, vec![]).await?;
    let found: Vec<String> = serde_json::from_value(found)?;
    lost.extend(found.into_iter().map(|it| format!("{page}: {it}")));
    Ok(())
}
