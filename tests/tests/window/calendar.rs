//! The working calendar: edited as a draft, previewed, adopted, brought back; and what is wrong with a
//! draft or a decree, told where it is.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tanggap_tests::{Complaints, Desk, id, pages};

use crate::office::Office;

/// A Monday that many deadlines of the invented complaints have yet to cross.
const FLOOD: &str = "23/11/2026";

#[tokio::test]
async fn a_flood_day_moves_deadlines_and_is_taken_back() -> Result<()> {
    let office = Office::open(Complaints::invented(200)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "calendar").await?;
    desk.click(&id("calendar-preview")).await?;
    desk.wait_for_text(&id("toast"), "Belum ada perubahan")
        .await?;

    desk.click(&id("override-add-closed")).await?;
    set(&desk, &id("override-name"), "Banjir").await?;
    set(&desk, &id("override-source"), "SE Bupati 7/2026").await?;
    set(&desk, &id("override-from"), FLOOD).await?;
    set(&desk, &id("override-to"), FLOOD).await?;
    desk.wait_for_text(&id("override-head"), "Sen 23 Nov")
        .await?;
    desk.wait_for_text(&id("calendar-draft"), "belum berlaku")
        .await?;
    desk.screenshot("kalender-rancangan").await?;

    // A draft outlives a look at another page, and is still nobody's calendar.
    pages::open(&desk, "inbox").await?;
    section(&desk, "calendar").await?;
    desk.wait_for_text(&id("override-head"), "Banjir").await?;

    desk.click(&id("calendar-preview")).await?;
    let said = "laporan bergeser 1 hari kerja lebih lambat";
    desk.wait_for_text(&id("preview-said"), said).await?;
    let moved = number(&desk, &format!("{} dd", id("preview-moved"))).await?;
    assert!(moved > 0, "{moved}");
    assert!(
        desk.count(&format!("{} tbody tr", id("preview-examples")))
            .await?
            > 0
    );
    desk.screenshot("kalender-pratinjau").await?;
    desk.click(&id("reach-new")).await?;
    desk.wait_for_text(
        &id("preview-said"),
        "Tidak ada tenggat berjalan yang bergeser",
    )
    .await?;
    desk.screenshot("kalender-pratinjau-baru").await?;
    desk.click(&id("reach-open")).await?;
    desk.wait_for_text(&id("preview-said"), said).await?;
    desk.click(&id("adopt-confirm")).await?;
    desk.wait_for_text(&id("adopt-fault"), "Alasan wajib diisi")
        .await?;
    desk.fill(&id("adopt-reason"), "Banjir, kantor tutup")
        .await?;
    desk.click(&id("adopt-confirm")).await?;
    desk.wait_for_text(&id("toast"), "Kalender versi 2 berlaku")
        .await?;
    let adopted = desk
        .wait_for_text(&version(2), "Banjir, kantor tutup")
        .await?;
    assert!(
        adopted.contains("berlaku") && adopted.contains("Petugas satu"),
        "{adopted}"
    );
    desk.wait_for_text(&id("calendar-draft"), "sama dengan kalender yang berlaku")
        .await?;

    // Month and explanation say it, with its name and who ordered it.
    pages::open(&desk, "deadlines").await?;
    desk.click(&id("tab-month")).await?;
    let flood = format!("{}[data-date=\"2026-11-23\"]", id("month-day"));
    desk.wait_for_text(&flood, "Banjir").await?;
    desk.click(&flood).await?;
    desk.wait_for_text(&id("month-off"), "kantor tutup: Banjir (SE Bupati 7/2026)")
        .await?;
    desk.screenshot("kalender-banjir-bulan").await?;
    desk.click(&id("tab-board")).await?;
    desk.click(&format!("{} {}", id("board-this-week"), id("board-card")))
        .await?;
    desk.wait_for_text(
        &id("why-lines"),
        "Dilewati: 23 Nov Banjir (kantor tutup), SE Bupati 7/2026",
    )
    .await?;
    desk.wait_for_text(
        &id("why-basis"),
        "versi 2, ditetapkan 20 Nov 2026 (Banjir, kantor tutup)",
    )
    .await?;
    desk.screenshot("kalender-banjir-penjelasan").await?;

    // Brought back, through the preview like every other change.
    section(&desk, "calendar").await?;
    let restore = format!("{} {}", version(1), id("version-restore"));
    desk.click(&restore).await?;
    let back = desk
        .wait_for_text(
            &id("preview-said"),
            "laporan bergeser 1 hari kerja lebih awal",
        )
        .await?;
    assert!(back.starts_with(&moved.to_string()), "{back}, not {moved}");
    desk.fill(&id("adopt-reason"), "Banjir surut").await?;
    desk.screenshot("kalender-kembalikan").await?;
    desk.click(&id("adopt-confirm")).await?;
    desk.wait_for_text(&version(3), "mengembalikan versi 1")
        .await?;
    desk.screenshot("kalender-riwayat").await?;
    desk.close().await?;

    let versions = office.ctl("satu").done(&["calendar", "versions"]).await?;
    let versions = versions.to_string();
    for reason in ["Banjir, kantor tutup", "Banjir surut"] {
        assert!(versions.contains(reason), "{versions}");
    }
    office.close().await
}

#[tokio::test]
async fn adopting_says_how_far_it_is_and_takes_no_second_click() -> Result<()> {
    let office = Office::open(Complaints::invented(2_000)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "calendar").await?;
    desk.click(&id("override-add-closed")).await?;
    set(&desk, &id("override-name"), "Banjir").await?;
    set(&desk, &id("override-from"), FLOOD).await?;
    set(&desk, &id("override-to"), FLOOD).await?;
    desk.click(&id("calendar-preview")).await?;
    desk.wait_for(&id("preview-said")).await?;
    let open = number(&desk, &format!("{} dd", id("preview-open"))).await?;
    desk.fill(&id("adopt-reason"), "Banjir, kantor tutup")
        .await?;
    // A quick computer is done before anybody could look: the page itself writes down what it showed.
    desk.run_script(OBSERVE, vec![]).await?;
    desk.click(&id("adopt-confirm")).await?;
    desk.wait_for_text(&version(2), "Banjir, kantor tutup")
        .await?;
    let shown = desk.run_script("return window.shown", vec![]).await?;
    let shown = shown.as_array().context("Nothing was shown")?;
    let mut done = Vec::new();
    for step in shown {
        assert_eq!(step["blocked"], true, "{shown:?}");
        let words = step["words"].as_str().unwrap_or_default();
        let Some(figures) = words.strip_prefix("Menghitung ulang ") else {
            continue;
        };
        let figures = figures.strip_suffix(" laporan…").context("Other words")?;
        let (far, total) = figures.split_once(" dari ").context("No total")?;
        // Also those whose clocks have all ended are looked at.
        assert!(total.replace('.', "").parse::<u32>()? >= open, "{words}");
        done.push(far.replace('.', "").parse::<u32>()?);
    }
    assert!(done.len() > 1, "{shown:?}");
    assert!(done.is_sorted(), "{done:?}");
    desk.close().await?;
    office.close().await
}

/// Writes down every progress that the dialog shows, and whether its button could be pressed then.
const OBSERVE: &str = r#"
    window.shown = [];
    const part = id => document.querySelector(`[data-testid="${id}"]`);
    new MutationObserver(() => {
        const words = part("adopt-progress")?.innerText.trim();
        if (words && words !== window.shown.at(-1)?.words) {
            window.shown.push({ words, blocked: part("adopt-confirm")?.disabled });
        }
    }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
"#;

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_said_where_it_is() -> Result<()> {
    let office = Office::open(Complaints::invented(5)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "calendar").await?;
    let fault = |place: &str| format!("{} {}", id(place), id("field-fault"));
    let hours = |day: &str, end: &str| format!("{} {}", id(&format!("hours-{day}")), id(end));

    set(&desk, &hours("mon", "hours-from"), "16.00").await?;
    set(&desk, &hours("mon", "hours-until"), "08.00").await?;
    desk.wait_for_text(
        &fault("hours-mon"),
        "Jam kerja Senin: 16.00–08.00 berakhir sebelum mulai.",
    )
    .await?;
    desk.click(&id("calendar-preview")).await?;
    desk.wait_for_text(&id("calendar-draft"), "1 isian perlu diperbaiki")
        .await?;
    assert_eq!(desk.count(&id("calendar-preview-dialog")).await?, 0);
    desk.screenshot("kalender-jam-terbalik").await?;
    set(&desk, &hours("mon", "hours-from"), "pagi").await?;
    desk.wait_for_text(&fault("hours-mon"), "“pagi” bukan jam")
        .await?;
    set(&desk, &hours("mon", "hours-from"), "07.30").await?;
    set(&desk, &hours("mon", "hours-until"), "13.30").await?;
    desk.wait_for_text(
        &fault("hours-mon"),
        "13.00–16.00 mulai sebelum 07.30–13.30 berakhir",
    )
    .await?;
    desk.click(&id("calendar-revert")).await?;
    desk.wait_until_gone(&id("field-fault")).await?;

    // No day open: every interval of the week is taken out.
    let week = id("office-week");
    let remove = format!("{week} {}", id("hours-remove"));
    while desk.count(&remove).await? > 0 {
        desk.click(&remove).await?;
    }
    desk.wait_for_text(&id("calendar-fault"), "Tidak ada hari buka")
        .await?;
    desk.screenshot("kalender-tanpa-hari-buka").await?;
    desk.click(&id("week-six")).await?;
    desk.wait_until_gone(&id("calendar-fault")).await?;
    desk.wait_for_value(&hours("sat", "hours-until"), "13.00")
        .await?;

    // A second name for one date, and a date that does not exist.
    desk.click(&id("holiday-add")).await?;
    set(&desk, &id("holiday-date"), "17/08/2026").await?;
    set(&desk, &id("holiday-name"), "Libur kota").await?;
    desk.wait_for_text(&fault("holiday"), "17 Agu 2026 tercantum dua kali")
        .await?;
    desk.screenshot("kalender-tanggal-ganda").await?;
    set(&desk, &id("holiday-date"), "31/04/2026").await?;
    desk.wait_for_text(&fault("holiday"), "Bukan tanggal yang ada")
        .await?;
    desk.close().await?;
    let versions = office.ctl("satu").done(&["calendar", "versions"]).await?;
    assert_eq!(versions.as_array().map(Vec::len), Some(1), "{versions}");
    office.close().await
}

#[tokio::test]
async fn a_decree_is_read_from_a_file_and_its_faults_have_their_place() -> Result<()> {
    let office = Office::open(Complaints::invented(60)?).await?;
    let desk = office.desk("satu").await?;
    section(&desk, "calendar").await?;
    choose(&desk, "decree-choose-file", &fixture("kantor.csv")).await?;
    let unreadable = desk
        .wait_for_text(&id("decree-unreadable"), "31 April 2026")
        .await?;
    for (line, why) in [
        ("Baris 4", "“31 April 2026” bukan tanggal yang ada"),
        ("Baris 5", "“30 Feb 2026” bukan tanggal yang ada"),
        ("Baris 10", "17 Feb 2026 sudah tercantum"),
        ("Baris 11", "jenis “Peringatan” tidak dikenal"),
    ] {
        let told = format!("{line}: ");
        let found = unreadable
            .lines()
            .find(|said| said.starts_with(&told))
            .with_context(|| format!("{line} in {unreadable}"))?;
        assert!(found.contains(why), "{found}, not {why}");
    }
    desk.screenshot("kalender-skb-cacat").await?;
    desk.click(&id("decree-cancel")).await?;

    // Nothing of it can be read: the sentence says so, the list says why.
    let nothing = office.stage.folder().join("rusak.csv");
    let text = "tanggal,nama,jenis\n31 April 2026,Tidak ada,Libur Nasional\n";
    std::fs::write(&nothing, text).context("Writing a bad decree")?;
    choose(&desk, "decree-choose-file", &nothing).await?;
    let decree = id("decree");
    desk.wait_for_text(
        &format!("{decree} {}", id("failure")),
        "Tidak ada satu hari pun",
    )
    .await?;
    desk.wait_for_text(&id("decree-unreadable"), "Baris 2")
        .await?;
    desk.screenshot("kalender-skb-kosong").await?;

    // A small amendment comes on top, and shows in the preview before it holds.
    choose(&desk, "decree-choose-file", &fixture("perubahan-2026.json")).await?;
    desk.wait_for_text(&id("decree-found"), "2 hari libur untuk 2026")
        .await?;
    desk.click(&id("decree-add")).await?;
    desk.wait_for(&format!("{}:checked", id("decree-add")))
        .await?;
    desk.screenshot("kalender-skb-perubahan").await?;
    desk.click(&id("decree-take")).await?;
    desk.wait_for_text(&id("holidays"), "Cuti Bersama Natal")
        .await?;
    desk.click(&id("calendar-preview")).await?;
    let added = desk
        .wait_for_text(&id("preview-added"), "26 Des 2026")
        .await?;
    assert!(added.contains("18 Agu 2026"), "{added}");
    assert_eq!(desk.count(&id("preview-removed")).await?, 0);
    desk.screenshot("kalender-skb-pratinjau").await?;
    desk.fill(&id("adopt-reason"), "SKB perubahan 2026").await?;
    desk.click(&id("adopt-confirm")).await?;
    desk.wait_for_text(&version(2), "SKB perubahan 2026")
        .await?;
    desk.close().await?;
    let shown = office.ctl("satu").done(&["calendar", "show"]).await?;
    let years = shown["years"].as_array().context("No years")?;
    let year = years.iter().find(|year| year["year"] == 2026);
    // Eight of the first decree, and the two of its amendment.
    assert_eq!(year.context("No 2026")?["collective_leave"], 10, "{shown}");
    office.close().await
}

/// Opens a section of Atur and waits until it has loaded.
pub async fn section(desk: &Desk, name: &str) -> Result<()> {
    pages::open(desk, "settings").await?;
    desk.click(&id(&format!("settings-{name}"))).await?;
    desk.wait_for(&id(&format!("section-{name}"))).await?;
    desk.wait_until_gone(&id("skeleton")).await
}

/// Fills a field and leaves it, which is when it is read.
pub async fn set(desk: &Desk, css: &str, text: &str) -> Result<()> {
    reach(desk, css).await?;
    desk.fill(css, text).await?;
    desk.press("\u{e004}").await
}

/// Chooses a file in a field that the page hides behind a button.
pub async fn choose(desk: &Desk, field: &str, file: &Path) -> Result<()> {
    let css = id(field);
    reach(desk, &css).await?;
    let field = desk.client().find(fantoccini::Locator::Css(&css)).await?;
    Ok(field.send_keys(&file.display().to_string()).await?)
}

/// Scrolls to a field: the driver takes what a part of the page has scrolled away for visible.
async fn reach(desk: &Desk, css: &str) -> Result<()> {
    desk.wait_for(css).await?;
    let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center'})";
    desk.run_script(script, vec![css.into()]).await.map(drop)
}

fn version(number: u32) -> String {
    format!("{}[data-version=\"{number}\"]", id("version"))
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/decree")
        .join(name)
}

/// A figure as the window writes it.
async fn number(desk: &Desk, css: &str) -> Result<u32> {
    let text = desk.text(css).await?.replace('.', "");
    text.parse().with_context(|| format!("{text} in {css}"))
}
