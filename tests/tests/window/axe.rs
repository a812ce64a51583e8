//! axe finds nothing wrong in either theme: on every page, board and section here, over them in
//! `dialogs.rs`, and where there is nothing, or something is broken, in `states.rs`.

mod dialogs;
mod states;

use anyhow::Result;
use tanggap_tests::axe::Audit;
use tanggap_tests::{Complaints, id, pages};

use crate::office::Office;

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
