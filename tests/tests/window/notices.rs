//! Desktop notifications: told once, without personal data; replaced, withdrawn and put off as the
//! clocks behind them demand; a click or a button does what it says.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tanggap_domain::complaint::Complaint;
use tanggap_tests::{Complaints, Desk, Request, Tray, id, pages, until};

use crate::office::Office;

const LIMIT: Duration = Duration::from_secs(30);

/// Three working days to verify what came on this Friday end on Wednesday at closing time.
const FRIDAY: &str = "2026-11-13T09:00:00+07:00";
/// The Wednesday, when three quarters of the time are used.
const WEDNESDAY: &str = "2026-11-18T10:00:00+07:00";

/// What every notification offers: a click on the text, and two buttons.
const ACTIONS: [(&str, &str); 3] = [
    ("default", "Buka"),
    ("open", "Buka"),
    ("snooze", "Ingatkan 1 jam lagi"),
];

#[tokio::test]
async fn a_threshold_is_told_once_and_a_click_opens_the_complaint() -> Result<()> {
    let office = office(1, WEDNESDAY).await?;
    let complaint = &office.complaints.all[0];
    let number = complaint.tracking_id.to_string();
    let tray = office.stage.tray().await?;
    let desk = office.desk("satu").await?;
    let request = told(&office, 1).await?;
    assert_eq!(request.summary, "Tenggat mendekat");
    assert_eq!(
        request.body,
        format!(
            "Laporan #{number}: verifikasi jatuh tempo hari ini, 16.00 WIB (75 % waktu terpakai)"
        )
    );
    assert_eq!(request.actions, actions());
    assert_eq!((request.urgency, request.replaces_id), (Some(1), 0));
    on_screen(&office, 1).await?;
    picture(&office, &desk, "pemberitahuan").await?;
    beside_the_icon(&tray, "1 baru").await?;

    pages::open(&desk, "settings").await?;
    office.stage.click_notification().await?;
    desk.wait_for_text(&id("detail-number"), &number).await?;
    on_screen(&office, 0).await?;
    beside_the_icon(&tray, "").await?;
    desk.click(&id("notices")).await?;
    desk.wait_for_text(&id("notices-panel"), &number).await?;
    desk.screenshot("pemberitahuan-daftar").await?;
    desk.close().await?;

    // Told once: a new start tells nothing again.
    let desk = office.desk_again("satu").await?;
    office.synced(&desk).await?;
    assert_eq!(office.stage.notification_requests().len(), 1);
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn what_is_put_off_comes_again_an_hour_later() -> Result<()> {
    let office = office(1, WEDNESDAY).await?;
    let desk = office.desk("satu").await?;
    let first = told(&office, 1).await?;
    on_screen(&office, 1).await?;
    pages::open(&desk, "settings").await?;
    office.stage.choose_in_notification("Ingatkan").await?;
    on_screen(&office, 0).await?;
    // The window stays where it was: only the record knows.
    let happened = history(&desk).await?;
    assert_eq!(happened.len(), 2, "{happened:?}");
    assert!(happened[0].contains("Muncul di desktop"), "{happened:?}");
    assert!(
        happened[1].contains("Ditunda sampai pukul 11.0"),
        "{happened:?}"
    );
    desk.screenshot("pemberitahuan-ditunda").await?;
    desk.close().await?;

    let later = [("TANGGAP_NOW", "2026-11-18T11:05:00+07:00")];
    let desk = office.stage.open_desk("satu", &later).await?;
    let again = told(&office, 2).await?;
    assert_eq!(again.body, first.body);
    assert_eq!(again.actions, actions());
    on_screen(&office, 1).await?;
    let happened = history(&desk).await?;
    assert!(
        happened
            .last()
            .is_some_and(|last| last.contains("Muncul lagi setelah ditunda")),
        "{happened:?}"
    );

    // Once the desk has ended its buttons would reach nobody.
    office.stage.screen()?.close(desk.process_id().await?)?;
    on_screen(&office, 0).await?;
    office.close().await
}

#[tokio::test]
async fn a_deadline_that_moves_takes_its_own_place_or_is_taken_back() -> Result<()> {
    let office = office(1, WEDNESDAY).await?;
    let desk = office.desk("satu").await?;
    let first = told(&office, 1).await?;
    assert!(first.body.contains("16.00 WIB"), "{first:?}");
    on_screen(&office, 1).await?;

    // The office closes half an hour later: the deadline moves, the threshold stays crossed.
    adopt(&desk, &closing_at("16:30")).await?;
    let moved = told(&office, 2).await?;
    assert!(moved.body.contains("16.30 WIB"), "{moved:?}");
    assert_ne!(moved.replaces_id, 0, "{moved:?}");
    on_screen(&office, 1).await?;
    picture(&office, &desk, "pemberitahuan-pengganti").await?;

    // Two days were none: nothing is near any more.
    let days_off = "for (const date of ['2026-11-16', '2026-11-17']) {
        calendar.holidays.push(
            { date, name: 'Libur daerah', kind: 'national', source: 'Keputusan Bupati' });
    }";
    adopt(&desk, days_off).await?;
    on_screen(&office, 0).await?;
    assert_eq!(office.stage.notification_requests().len(), 2);
    let happened = history(&desk).await?;
    assert!(
        happened
            .last()
            .is_some_and(|last| last.contains("Ditarik: tenggat bergeser")),
        "{happened:?}"
    );
    desk.wait_for(&format!("{}[data-standing=withdrawn]", id("notice-item")))
        .await?;
    desk.screenshot("pemberitahuan-ditarik").await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn many_at_once_are_one_and_its_button_opens_the_board() -> Result<()> {
    // The morning after: all are past their deadline.
    let office = office(5, "2026-11-19T09:00:00+07:00").await?;
    let tray = office.stage.tray().await?;
    let desk = office.desk("satu").await?;
    let request = told(&office, 1).await?;
    assert_eq!(request.urgency, Some(2), "{request:?}");
    assert_eq!(request.actions, actions());
    for complaint in &office.complaints.all {
        let number = complaint.tracking_id.to_string();
        assert!(!request.body.contains(&number), "{request:?}");
    }
    // Of each the verification, and the follow-up that is near; and this summary.
    beside_the_icon(&tray, "5 terlambat · 11 baru").await?;
    picture(&office, &desk, "pemberitahuan-rangkuman").await?;
    office.stage.choose_in_notification("Buka").await?;
    desk.wait_for(&id("board-overdue")).await?;
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn a_desktop_without_notifications_loses_nothing() -> Result<()> {
    let mut office = office(1, WEDNESDAY).await?;
    office.stage.take_notifications_away();
    let desk = office.desk("satu").await?;
    pages::open(&desk, "notices").await?;
    desk.wait_for(&id("notice-item")).await?;
    adopt(&desk, &closing_at("16:30")).await?;
    desk.wait_for_text(&id("notice-item"), "16.30").await?;

    // One that appears later is found, and what went before does not disturb it.
    office.stage.bring_notifications_back().await?;
    adopt(&desk, &closing_at("16:45")).await?;
    on_screen(&office, 1).await?;
    let last = office.stage.notification_requests().pop();
    let last = last.context("No request")?;
    assert!(last.body.contains("16.45 WIB"), "{last:?}");
    assert_eq!(last.replaces_id, 0, "{last:?}");
    desk.close().await?;

    // Said once, however often it happens.
    let logs = office.stage.profile("satu").join("logs");
    let log = std::fs::read_dir(logs)?.next().context("No log")??;
    let log = std::fs::read_to_string(log.path())?;
    let said = log.matches("No notification can be shown").count();
    assert_eq!(said, 1, "{log}");
    office.close().await
}

#[tokio::test]
async fn a_service_that_starts_anew_is_not_asked_to_replace_what_it_never_showed() -> Result<()> {
    let mut office = office(1, WEDNESDAY).await?;
    let desk = office.desk("satu").await?;
    told(&office, 1).await?;
    on_screen(&office, 1).await?;
    office.stage.take_notifications_away();
    office.stage.bring_notifications_back().await?;
    on_screen(&office, 0).await?;

    // The number of the one that went with the old service may be another program's by now.
    adopt(&desk, &closing_at("16:30")).await?;
    let moved = told(&office, 2).await?;
    assert_eq!(moved.replaces_id, 0, "{moved:?}");
    on_screen(&office, 1).await?;
    office.stage.click_notification().await?;
    desk.wait_for_text(
        &id("detail-number"),
        &office.complaints.all[0].tracking_id.to_string(),
    )
    .await?;
    on_screen(&office, 0).await?;
    desk.close().await?;
    office.close().await
}

/// An office with complaints that came on [`FRIDAY`] and wait for their verification.
async fn office(count: usize, now: &'static str) -> Result<Office> {
    let mut complaints = Complaints::invented(count)?;
    for complaint in &mut complaints.all {
        complaint.received_at = FRIDAY.parse().ok().context("Not a time")?;
        complaint.stage = tanggap_domain::status::stage_of_national("", false);
        complaint.national = Default::default();
        complaint.unit = None;
        complaint.privacy.secret = false;
    }
    complaints.now = now;
    Office::open(complaints).await
}

fn actions() -> Vec<(String, String)> {
    ACTIONS
        .map(|(key, label)| (key.to_owned(), label.to_owned()))
        .to_vec()
}

/// Waits until the desk has asked for so many notifications; the last one. None of them says what a
/// complaint says.
async fn told(office: &Office, count: usize) -> Result<Request> {
    let what = format!("Notification {count}");
    let requests = until(&what, LIMIT, async || {
        let requests = office.stage.notification_requests();
        Ok((requests.len() >= count).then_some(requests))
    })
    .await?;
    ensure!(requests.len() == count, "{requests:?}");
    let last = requests.into_iter().next_back().context("None")?;
    for Complaint { title, body, .. } in &office.complaints.all {
        let said = format!("{} {}", last.summary, last.body);
        ensure!(!said.contains(title) && !said.contains(body), "{said}");
    }
    Ok(last)
}

async fn on_screen(office: &Office, count: usize) -> Result<()> {
    until(&format!("{count} on the screen"), LIMIT, async || {
        let shown = office.stage.notifications_on_screen().await?;
        Ok((shown == count).then_some(()))
    })
    .await
}

/// The whole screen, once the window has painted what it shows.
async fn picture(office: &Office, desk: &Desk, name: &str) -> Result<()> {
    desk.settle().await?;
    office.stage.screenshot(name).map(drop)
}

async fn beside_the_icon(tray: &Tray, label: &str) -> Result<()> {
    until(&format!("{label:?} beside the icon"), LIMIT, async || {
        let shown = tray.label().await?;
        ensure!(shown == label, "{shown:?}");
        Ok(Some(()))
    })
    .await
}

/// The lines of the newest notice's history, oldest first.
async fn history(desk: &Desk) -> Result<Vec<String>> {
    pages::open(desk, "notices").await?;
    desk.click(&id("notice-unfold")).await?;
    desk.wait_for(&id("notice-happened")).await?;
    desk.texts(&id("notice-happened")).await
}

/// The office's days end at another time than 16:00 or 16:30.
fn closing_at(time: &str) -> String {
    format!(
        "calendar.weekly = JSON.parse(
            JSON.stringify(calendar.weekly).replace(/16:[03]0/g, '{time}'))"
    )
}

/// Adopts the office's calendar with a change: a statement about `calendar`.
async fn adopt(desk: &Desk, change: &str) -> Result<()> {
    let script = format!(
        "const [done] = arguments;
        const {{ invoke }} = window.__TAURI_INTERNALS__;
        invoke('calendar_get', {{ request: null }})
            .then(({{ current: calendar }}) => {{
                calendar.holidays ??= [];
                {change}
                const request = {{
                    calendar,
                    reach: 'open-clocks',
                    reason: 'Uji',
                    based_on: calendar.version,
                    restores: null,
                }};
                return invoke('calendar_adopt', {{ request }});
            }})
            .then(() => done(null), (error) => done(error))"
    );
    let fault = desk.run_script_async(&script, vec![]).await?;
    ensure!(fault == Value::Null, "{fault}");
    Ok(())
}

#[tokio::test]
async fn the_list_is_the_record_of_what_was_told_to_whom() -> Result<()> {
    let office = Office::open(Complaints::invented(400)?).await?;
    let desk = office.desk("satu").await?;
    pages::open(&desk, "notices").await?;
    let total = figure(&desk, &id("notices-total")).await?;
    let shown = desk.count(&id("notice-item")).await?;
    assert!(shown < total, "{shown} of {total}");
    desk.click(&id("notices-older")).await?;
    until("Older notices", Duration::from_secs(20), async || {
        Ok((desk.count(&id("notice-item")).await? > shown).then_some(()))
    })
    .await?;

    // Who was told, when and how.
    desk.click(&id("notice-unfold")).await?;
    let history = desk.wait_for_text(&id("notice-history"), "desktop").await?;
    assert!(history.contains("Petugas satu"), "{history}");
    desk.screenshot("pemberitahuan-riwayat").await?;

    // Filters, each with its own number; what fits none says so.
    desk.click(&id("notices-breaches")).await?;
    let breaches = narrowed(&desk, total).await?;
    let badges = desk.texts(&format!("{} .badge", id("notice"))).await?;
    assert!(
        badges.iter().all(|badge| badge.contains("Terlambat")
            || badge.contains("Boleh")
            || badge.contains("Ombudsman")),
        "{badges:?}"
    );
    desk.choose(&id("notices-clock"), "verifikasi").await?;
    let verification = narrowed(&desk, breaches).await?;
    assert!(verification > 0, "{verification} of {breaches}");
    let told = desk.texts(&id("notice")).await?;
    assert!(
        told.iter().all(|told| told.contains("Verifikasi")),
        "{told:?}"
    );
    desk.screenshot("pemberitahuan-saringan").await?;
    desk.choose(&id("notices-clock"), "tanggapan-pelapor")
        .await?;
    desk.click(&id("empty-clear")).await?;
    desk.wait_for_text(&id("notices-total"), &total.to_string())
        .await?;

    // Read one, put one off, then read all.
    let unread = count_on_rail(&desk).await?;
    desk.click(&id("notice-read")).await?;
    desk.wait_for_text(&on_rail(), &(unread - 1).to_string())
        .await?;
    desk.click(&id("notice-snooze")).await?;
    desk.wait_for_text(&id("toast"), "Diingatkan lagi pukul 10.00")
        .await?;
    desk.click(&id("notices-show-unread")).await?;
    desk.wait_for_text(&id("notices-total"), &(unread - 1).to_string())
        .await?;
    desk.screenshot("pemberitahuan-belum-dibaca").await?;

    // What somebody acted on is settled, and says so.
    desk.click(&id("notices-show-all")).await?;
    desk.click(&id("notices-breaches")).await?;
    desk.choose(&id("notices-clock"), "verifikasi").await?;
    let first = desk.text(&format!("{} b", id("notice"))).await?;
    desk.click_text(&id("notice"), &first).await?;
    desk.wait_for_text(&id("detail-number"), &first).await?;
    desk.click(&id("action-verify")).await?;
    desk.wait_for(&id("toast")).await?;
    pages::open(&desk, "notices").await?;
    desk.choose(&id("notices-clock"), "verifikasi").await?;
    desk.click(&id("notices-breaches")).await?;
    let settled = format!("{}[data-standing=\"settled\"]", id("notice-item"));
    desk.wait_for_text(&settled, &first).await?;
    desk.wait_for_text(&settled, "sudah terpenuhi").await?;
    desk.screenshot("pemberitahuan-terpenuhi").await?;
    desk.click(&id("notices-read-all")).await?;
    desk.wait_until_gone(&on_rail()).await?;
    desk.close().await?;
    office.close().await
}

/// The number on the rail, once there is one.
fn on_rail() -> String {
    format!("{} .rail-count", id("rail-notices"))
}

async fn count_on_rail(desk: &Desk) -> Result<usize> {
    figure(desk, &on_rail()).await
}

/// The figure in a text like `118 pemberitahuan`.
async fn figure(desk: &Desk, css: &str) -> Result<usize> {
    let text = desk.text(css).await?;
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().with_context(|| format!("{text} in {css}"))
}

/// The total after a filter, which is smaller than before.
async fn narrowed(desk: &Desk, before: usize) -> Result<usize> {
    let css = id("notices-total");
    until("A shorter list", Duration::from_secs(20), async || {
        // While the answer is on its way nothing is counted.
        if desk.texts(&css).await?.concat().is_empty() {
            return Ok(None);
        }
        let total = figure(desk, &css).await?;
        Ok((total < before).then_some(total))
    })
    .await
}
