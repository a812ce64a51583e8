//! Where there is nothing yet, where something is locked or broken, and where the shell fails.

use anyhow::Result;
use serde_json::json;
use tanggap_tests::axe::Audit;
use tanggap_tests::{Desk, Stage, id, pages};

use crate::opens::set_up;

/// Commands that bring what a page shows.
const BROKEN: [&str; 10] = [
    "inbox_list",
    "complaint_get",
    "map_regions",
    "map_boundaries",
    "deadline_board",
    "notice_list",
    "settings_get",
    "outbox_list",
    "policy_get",
    "calendar_get",
];

/// Answers these commands of the shell with a failure, as a broken store would.
const BREAK: &str = "const [broken] = arguments;
    const real = window.fetch.bind(window);
    window.fetch = (where, ...rest) => {
        const address = String(where);
        const command = decodeURIComponent(address.split('/').pop());
        return address.startsWith('ipc:') && broken.includes(command)
            ? Promise.resolve(new Response(
                JSON.stringify({ code: 'internal', detail: 'for a test' }),
                { headers: { 'Tauri-Response': 'error', 'content-type': 'application/json' } }))
            : real(where, ...rest);
    }";

#[tokio::test]
async fn empty_and_broken_states_are_accessible() -> Result<()> {
    let mut audit = Audit::new("states")?;
    let stage = Stage::start().await?;
    let desk = stage.open_desk("kosong", &[("TANGGAP_KEY", "")]).await?;
    desk.wait_for(&id("first-run")).await?;
    audit.look(&desk, "setup", "office").await?;
    desk.fill(&id("setup-office"), "Diskominfo").await?;
    desk.click(&id("setup-next")).await?;
    desk.wait_for(&id("setup-passphrase")).await?;
    desk.click(&id("setup-create")).await?;
    desk.wait_for(&id("setup-fault")).await?;
    audit.look(&desk, "setup", "key-fault").await?;
    desk.click(&id("setup-back")).await?;
    set_up(&desk).await?;
    audit.look(&desk, "setup", "start").await?;
    desk.click(&id("setup-skip")).await?;
    for page in pages::names(&desk).await? {
        pages::open(&desk, &page).await?;
        audit.look(&desk, &page, "empty").await?;
    }
    pages::open(&desk, "deadlines").await?;
    for tab in ["month", "escalation"] {
        desk.click(&id(&format!("tab-{tab}"))).await?;
        desk.wait_until_gone("[aria-busy=\"true\"], [data-testid=\"skeleton\"]")
            .await?;
        let state = format!("empty-{tab}");
        audit.look(&desk, "deadlines", &state).await?;
    }
    desk.click(&id("tab-board")).await?;
    failing(&mut audit, &desk).await?;
    // The last words, which stand outside the program.
    for stage in ["stuck", "broken"] {
        let script = "document.documentElement.dataset.stage = arguments[0]";
        desk.run_script(script, vec![json!(stage)]).await?;
        desk.wait_for(&id(stage)).await?;
        audit.look(&desk, "window", stage).await?;
    }
    desk.close().await?;
    closed(&mut audit, &stage).await?;
    audit.finish()
}

/// The shell fails: every page says so.
async fn failing(audit: &mut Audit, desk: &Desk) -> Result<()> {
    desk.run_script(BREAK, vec![json!(BROKEN)]).await?;
    for page in ["map", "deadlines", "notices", "settings", "inbox"] {
        desk.click(&id(&format!("rail-{page}"))).await?;
        desk.wait_for(&id("failure")).await?;
        audit.look(desk, page, "failure").await?;
    }
    Ok(())
}

/// A desk that waits for its passphrase, and one that cannot be opened at all.
async fn closed(audit: &mut Audit, stage: &Stage) -> Result<()> {
    let desk = stage.open_desk("kosong", &[("TANGGAP_KEY", "")]).await?;
    desk.fill(&id("unlock-passphrase"), "bukan ini").await?;
    desk.click(&id("unlock")).await?;
    desk.wait_for(&format!("{} [role=alert]", id("locked")))
        .await?;
    audit.look(&desk, "setup", "locked").await?;
    desk.close().await?;
    let profile = stage.profile("rusak");
    std::fs::create_dir_all(&profile)?;
    let manifest = json!({"format": 999_999}).to_string();
    std::fs::write(profile.join("profile.json"), manifest)?;
    let desk = stage.open_desk("rusak", &[]).await?;
    desk.wait_for(&id("cannot-open")).await?;
    audit.look(&desk, "setup", "cannot-open").await?;
    desk.close().await
}
