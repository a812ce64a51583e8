//! Tenggat: many cards at once, the month, reminding whoever is late, and the export.

use anyhow::{Context, Result, bail};
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::calendar::{section, set};
use crate::office::{Office, show};

const SHIFT: char = '\u{e008}';
const DOWN: &str = "\u{e015}";
const RIGHT: &str = "\u{e014}";
const PAGE_DOWN: &str = "\u{e00f}";

#[tokio::test]
async fn many_cards_are_acted_on_at_once_each_with_its_outcome() -> Result<()> {
    let office = Office::open(Complaints::invented(1_000)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "deadlines").await?;
    let lane = |lane: &str, part: &str| format!("{} {}", id(&format!("board-{lane}")), id(part));
    let paused = count(&desk, &id("board-paused-count")).await?;
    let this_week = count(&desk, &id("board-this-week-count")).await?;

    // One alone, from its explanation.
    let overdue = desk.texts(&lane("overdue", "board-card")).await?;
    let with_unit = overdue
        .iter()
        .find(|card| card.contains("Dinas"))
        .context("No overdue card has a unit")?;
    let title = with_unit.trim().lines().next().context("A card is empty")?;
    desk.click_text(&lane("overdue", "board-card"), title)
        .await?;
    desk.wait_for_text(&id("why"), title).await?;
    desk.click(&id("why-remind")).await?;
    desk.wait_for_text(&id("toast"), "Unit diingatkan lewat hub")
        .await?;

    // By keys, and a range with Shift and the mouse.
    desk.click(&lane("this-week", "board-card")).await?;
    desk.press("x").await?;
    desk.wait_for_text(&id("bulk-count"), "1 dipilih").await?;
    desk.press(DOWN).await?;
    desk.press("x").await?;
    desk.wait_for_text(&id("bulk-count"), "2 dipilih").await?;
    let cards = desk
        .client()
        .find_all(fantoccini::Locator::Css(&lane("this-week", "board-card")))
        .await?;
    let fifth = cards.get(4).context("Five cards of this week")?.clone();
    shift_click(&desk, fifth).await?;
    desk.wait_for_text(&id("bulk-count"), "5 dipilih").await?;
    desk.screenshot("tenggat-pilih").await?;

    desk.click(&id("bulk-hold")).await?;
    desk.fill(&id("action-reason"), "Menunggu data kecamatan")
        .await?;
    desk.click(&id("action-confirm")).await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    let outcomes = desk.texts(&id("bulk-outcome")).await?;
    assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    let held = outcomes
        .iter()
        .filter(|outcome| outcome.contains("tersimpan"))
        .count();
    assert!(held > 0, "{outcomes:?}");
    assert!(
        outcomes.iter().all(|outcome| outcome.starts_with('#')),
        "{outcomes:?}"
    );
    desk.screenshot("tenggat-hasil").await?;
    desk.click(&id("bulk-close")).await?;
    // What was running stands still now; what had run out before would still be late.
    let held = u32::try_from(held)?;
    desk.wait_for_text(&id("board-paused-count"), &(paused + held).to_string())
        .await?;
    desk.wait_for_text(
        &id("board-this-week-count"),
        &(this_week - held).to_string(),
    )
    .await?;

    // A whole column, and none of it any more.
    let today = desk.count(&lane("today", "board-card")).await?;
    desk.click(&id("board-today-all")).await?;
    let refused = desk.text(&id("bulk-count")).await?;
    assert!(refused.ends_with("dipilih"), "{refused}");
    assert_eq!(
        desk.count(&format!("{}:checked", lane("today", "board-select")))
            .await?,
        today
    );
    desk.click(&id("bulk-clear")).await?;
    desk.wait_until_gone(&id("bulk-bar")).await?;

    // A column that has more complaints than cards: all of them, with their number beside the heading,
    // each with its outcome.
    let total = count(&desk, &id("board-overdue-count")).await?;
    let cards = desk.count(&lane("overdue", "board-card")).await?;
    assert!(cards < total as usize, "{cards} cards of {total}");
    desk.click(&id("board-overdue-all")).await?;
    let said = format!("{total} dipilih");
    desk.wait_for_text(&id("bulk-count"), &said).await?;
    desk.wait_for_text(&id("board-overdue-selected"), &said)
        .await?;
    desk.screenshot("tenggat-pilih-semua").await?;
    // One less is one less, and says so.
    desk.click(&lane("overdue", "board-select")).await?;
    let said = format!("{} dari {total} dipilih", total - 1);
    desk.wait_for_text(&id("board-overdue-selected"), &said)
        .await?;
    desk.click(&id("bulk-remind")).await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for(&id("bulk-outcome")).await?;
    let outcomes = desk.texts(&id("bulk-outcome")).await?;
    assert_eq!(outcomes.len(), total as usize - 1);
    assert!(
        outcomes.iter().all(|outcome| outcome.starts_with('#')),
        "{outcomes:?}"
    );
    desk.screenshot("tenggat-hasil-semua").await?;
    desk.click(&id("bulk-close")).await?;
    desk.click(&id("bulk-clear")).await?;
    desk.wait_until_gone(&id("bulk-bar")).await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn the_month_shows_load_and_days_off() -> Result<()> {
    let office = Office::open(Complaints::invented(200)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "deadlines").await?;
    let today = desk.text(&id("board-today-count")).await?;
    desk.click(&id("tab-month")).await?;
    desk.wait_for_text(&id("month-title"), "November 2026")
        .await?;
    desk.wait_for_text(&id("month-chosen"), "Jumat, 20 November 2026")
        .await?;
    let said = format!("{today} laporan jatuh tempo");
    desk.wait_for_text(&id("month-count"), &said).await?;
    assert_eq!(desk.count(&id("day-card")).await?.to_string(), today);
    desk.screenshot("kalender-bulan").await?;

    // By keys: the next Monday, then December with Christmas.
    let day = |date: &str| format!("{}[data-date=\"{date}\"]", id("month-day"));
    desk.click(&day("2026-11-20")).await?;
    for _ in 0..3 {
        desk.press(RIGHT).await?;
    }
    desk.wait_for_text(&id("month-chosen"), "Senin, 23 November 2026")
        .await?;
    desk.press(DOWN).await?;
    desk.wait_for_text(&id("month-chosen"), "Senin, 30 November 2026")
        .await?;
    desk.press(RIGHT).await?;
    desk.wait_for_text(&id("month-title"), "Desember 2026")
        .await?;
    desk.wait_for_text(&day("2026-12-25"), "libur Hari Raya Natal")
        .await?;
    // Read aloud, a day has a whole sentence.
    desk.wait_for_text(
        &day("2026-12-24"),
        "cuti bersama: Cuti Bersama Hari Raya Natal",
    )
    .await?;
    desk.click(&day("2026-12-25")).await?;
    desk.wait_for_text(&id("month-off"), "SKB 3 Menteri")
        .await?;
    desk.screenshot("kalender-bulan-libur").await?;

    // A year without a decree says so.
    for _ in 0..13 {
        desk.press(PAGE_DOWN).await?;
    }
    desk.wait_for_text(&id("month-title"), "Januari 2028")
        .await?;
    desk.wait_for_text(&id("month-undecreed"), "Kalender 2028 belum ditetapkan")
        .await?;
    desk.screenshot("kalender-bulan-belum-ditetapkan").await?;
    desk.click(&id("month-today")).await?;
    desk.wait_for_text(&id("month-chosen"), "20 November 2026")
        .await?;
    desk.click(&id("day-card")).await?;
    desk.wait_for(&id("detail-number")).await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn whoever_is_late_for_days_is_reminded_once() -> Result<()> {
    let office = Office::open(Complaints::invented(200)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "deadlines").await?;
    let on_board = |part: &str| format!("{} {}", id("board-overdue"), id(part));
    let badge = desk.text(&on_board("deadline-badge")).await?;
    desk.click(&id("tab-escalation")).await?;
    // The most overdue of all comes first on both, as late on the one as on the other.
    let late = badge.find("lewat").map(|from| badge[from..].trim());
    desk.wait_for_text(&id("escalation-row"), late.context("Nothing is late")?)
        .await?;
    desk.wait_for_text(&id("escalation-rule"), "setelah terlambat 2 hari kerja")
        .await?;
    let total = count(&desk, &id("escalation-total")).await?;
    assert_eq!(desk.count(&id("escalation-row")).await?, total as usize);
    desk.screenshot("eskalasi").await?;
    desk.click(&id("escalation-all")).await?;
    desk.wait_for_text(&id("bulk-count"), &format!("{total} dipilih"))
        .await?;
    desk.click(&id("escalation-all")).await?;
    desk.wait_until_gone(&id("bulk-bar")).await?;

    // One complaint with a unit, and one that nobody has yet: each has its own outcome.
    let rows = desk.texts(&id("escalation-row")).await?;
    let with_unit = row_where(&desk, &rows, |row| !row.contains("belum didisposisi")).await?;
    let without = row_where(&desk, &rows, |row| row.contains("belum didisposisi")).await?;
    let part = |row: &str, part: &str| format!("{row} {}", id(part));
    desk.click(&part(&with_unit, "escalation-select")).await?;
    desk.click(&part(&without, "escalation-select")).await?;
    desk.wait_for_text(&id("bulk-count"), "2 dipilih").await?;
    desk.click(&id("bulk-remind")).await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for_text(&id("bulk-done"), "1 berhasil").await?;
    desk.wait_for_text(&id("bulk-outcomes"), "Belum ada unit yang menangani")
        .await?;
    desk.screenshot("eskalasi-hasil").await?;
    desk.click(&id("bulk-close")).await?;
    desk.wait_for_text(&part(&with_unit, "escalation-reminders"), "Diingatkan 1×")
        .await?;
    desk.wait_for_text(
        &part(&with_unit, "escalation-proposal"),
        "Lewat hub lagi mulai",
    )
    .await?;

    // Too soon: refused, and from when on it is possible again.
    desk.click(&id("bulk-clear")).await?;
    desk.click(&part(&with_unit, "escalation-select")).await?;
    desk.click(&id("bulk-remind")).await?;
    desk.click(&id("remind-confirm")).await?;
    desk.wait_for_text(
        &id("bulk-outcome"),
        "Pengingat berikutnya dapat dikirim mulai",
    )
    .await?;
    desk.screenshot("eskalasi-terlalu-cepat").await?;
    desk.click(&id("bulk-close")).await?;

    // Outside the desk: the text to copy, and the officer's own word that it was sent.
    let number = desk
        .attribute(&with_unit, "data-id")
        .await?
        .context("A row has no number")?;
    let complaint = office
        .complaints
        .all
        .iter()
        .find(|complaint| complaint.tracking_id.to_string() == number)
        .context("No such complaint")?;
    desk.click(&part(&with_unit, "escalation-whatsapp")).await?;
    let text = desk.value(&id("reminder-text")).await?;
    assert!(text.contains(&number), "{text}");
    assert!(!text.contains(&complaint.title), "{text}");
    desk.click(&id("reminder-copy")).await?;
    desk.wait_for_text(&id("reminder-copied"), "Teks disalin")
        .await?;
    desk.screenshot("eskalasi-whatsapp").await?;
    desk.click(&id("reminder-note")).await?;
    desk.wait_for_text(&id("toast"), "Pengingat lewat WhatsApp dicatat")
        .await?;
    desk.wait_for_text(&part(&with_unit, "escalation-reminders"), "Diingatkan 2×")
        .await?;
    desk.wait_for_text(&part(&with_unit, "escalation-reminders"), "lewat WhatsApp")
        .await?;

    // The rule is the office's.
    desk.click(&id("escalation-settings")).await?;
    desk.wait_for(&id("section-notify")).await?;
    set(&desk, &id("escalation-after"), "40").await?;
    desk.wait_for_text(&id("settings-saved"), "Tersimpan")
        .await?;
    pages::open(&desk, "deadlines").await?;
    desk.wait_for_text(&id("escalation-rule"), "setelah terlambat 40 hari kerja")
        .await?;
    let fewer = count(&desk, &id("escalation-total")).await?;
    assert!(fewer < total, "{fewer} of {total}");

    let downloads = office.stage.folder().join("satu/home/Downloads");
    std::fs::create_dir_all(downloads).context("Making the folder of downloads")?;
    desk.click(&id("deadlines-export")).await?;
    let told = desk.wait_for_text(&id("toast"), "Disimpan di").await?;
    let path = told.split_once("Disimpan di ").context("No path")?.1.trim();
    let written = std::fs::metadata(path).with_context(|| path.to_owned())?;
    assert!(written.len() > 1_000, "{path} has {} bytes", written.len());
    desk.close().await?;
    let listed = office.ctl("satu").done(&["escalations"]).await?;
    let listed = listed["complaints"].as_array().context("No list")?;
    let reminded = listed
        .iter()
        .find(|row| row["tracking_id"] == number.as_str())
        .with_context(|| format!("{number} in {listed:?}"))?;
    let channels: Vec<&str> = reminded["reminders"]
        .as_array()
        .context("No reminders")?
        .iter()
        .filter_map(|sent| sent["via"].as_str())
        .collect();
    assert_eq!(channels, ["whatsapp", "in-app"], "{reminded}");
    office.close().await
}

#[tokio::test]
async fn every_clock_says_why_and_the_ombudsman_makes_nobody_late() -> Result<()> {
    let office = Office::open(Complaints::invented(400)?).await?;
    let desk = office.desk("satu").await?;
    let old = office
        .complaints
        .open()
        .filter(|complaint| complaint.classification.code().starts_with("pengaduan"))
        .min_by_key(|complaint| complaint.received_at)
        .context("No old complaint")?;
    show(&desk, &old.tracking_id.to_string()).await?;
    let ombudsman = id("clock-ombudsman");
    let said = desk
        .wait_for_text(&ombudsman, "Ombudsman dapat mengambil alih")
        .await?;
    assert!(!said.contains("lewat"), "{said}");
    assert_eq!(desk.count(&format!("{ombudsman}.over")).await?, 0);
    desk.wait_for_text(
        &id("why-line-ombudsman"),
        "60 hari kalender setelah berkas lengkap",
    )
    .await?;
    desk.wait_for_text(&id("why-line-penyelesaian"), "hari kerja setelah diterima")
        .await?;
    desk.click(&format!("{} summary", id("clock-penyelesaian")))
        .await?;
    let why = desk
        .wait_for_text(&id("clock-penyelesaian"), "Zona waktu: Asia/Jakarta (WIB)")
        .await?;
    for part in [
        "Aturan:",
        "Dasar:",
        "Kebijakan:",
        "Kalender:",
        "Hari terakhir",
    ] {
        assert!(why.contains(part), "{part} in {why}");
    }
    desk.screenshot("fakta-mengapa").await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn notifications_wait_for_whoever_wants_quiet() -> Result<()> {
    let office = Office::open(Complaints::invented(5)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "notify").await?;
    for off in ["autostart", "keep-in-tray", "notify-quiet"] {
        assert_eq!(
            desk.count(&format!("{}:checked", id(off))).await?,
            0,
            "{off}"
        );
    }
    desk.click(&id("notify-quiet")).await?;
    desk.wait_for_value(&id("quiet-from"), "20.00").await?;
    set(&desk, &id("quiet-from"), "malam").await?;
    let section_id = id("section-notify");
    desk.wait_for_text(&section_id, "Tulis jam seperti 20.00")
        .await?;
    set(&desk, &id("quiet-from"), "18.30").await?;
    set(&desk, &id("quiet-until"), "05.00").await?;
    desk.click(&id("any-hour-urgent")).await?;
    desk.click(&id("any-hour-pengaduan-berkadar")).await?;
    desk.wait_for_text(&id("settings-saved"), "Tersimpan")
        .await?;
    desk.screenshot("atur-pemberitahuan").await?;
    desk.close().await?;
    let desk = office.desk_again("satu").await?;
    section(&desk, "notify").await?;
    desk.wait_for_value(&id("quiet-from"), "18.30").await?;
    desk.wait_for_value(&id("quiet-until"), "05.00").await?;
    for on in [
        "any-hour-urgent",
        "any-hour-pengaduan-berkadar",
        "notify-daily",
    ] {
        desk.wait_for(&format!("{}:checked", id(on))).await?;
    }
    desk.close().await?;
    office.close().await
}

/// The selector of the first row whose words fit.
async fn row_where(desk: &Desk, rows: &[String], fits: impl Fn(&str) -> bool) -> Result<String> {
    let Some(position) = rows.iter().position(|row| fits(row)) else {
        bail!("No row fits in {rows:?}");
    };
    let css = id("escalation-row");
    let row = desk
        .client()
        .find_all(fantoccini::Locator::Css(&css))
        .await?;
    let row = row.get(position).context("The row is gone")?;
    let number = row.attr("data-id").await?.context("No number")?;
    Ok(format!("{css}[data-id=\"{number}\"]"))
}

async fn count(desk: &Desk, css: &str) -> Result<u32> {
    let text = desk.text(css).await?.replace('.', "");
    text.parse().with_context(|| format!("{text} in {css}"))
}

async fn shift_click(desk: &Desk, element: fantoccini::elements::Element) -> Result<()> {
    use fantoccini::actions::{InputSource, KeyAction, KeyActions, MouseActions, PointerAction};
    let keys = KeyActions::new("keys".to_owned()).then(KeyAction::Down { value: SHIFT });
    desk.client().perform_actions(keys).await?;
    let mouse = MouseActions::new("mouse".to_owned())
        .then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        })
        .then(PointerAction::Down { button: 0 })
        .then(PointerAction::Up { button: 0 });
    desk.client().perform_actions(mouse).await?;
    Ok(desk.client().release_actions().await?)
}
