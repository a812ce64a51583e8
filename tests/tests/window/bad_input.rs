//! Bad input in the window: shown as text, refused with a sentence, never executed.

use std::fs::{self, File};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tanggap_tests::http::Portal;
use tanggap_tests::hub::command;
use tanggap_tests::{Complaints, Desk, id};

use crate::office::{Office, SYNC_LIMIT, show};

const HOSTILE: &str = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>\
    <a href=\"javascript:window.hacked=1\">klik</a> \u{202e}txet desrever\u{202c} selesai";

#[tokio::test]
async fn hostile_texts_are_only_text() -> Result<()> {
    let mut complaints = Complaints::invented(30)?;
    let hostile = complaints.all.first_mut().context("No complaint")?;
    hostile.title = format!("{HOSTILE} judul");
    hostile.body = format!("{HOSTILE}\n\n{}", "Jalan rusak. ".repeat(2_000));
    hostile.first_body = None;
    hostile.reporter.name = Some(HOSTILE.to_owned());
    hostile.privacy.anonymous = false;
    hostile.location.address = Some(HOSTILE.to_owned());
    let number = hostile.tracking_id.to_string();
    let office = Office::open(complaints).await?;
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;
    desk.wait_for_text(&id("detail-body"), "<script>window.hacked=1</script>")
        .await?;
    assert!(desk.text(&id("detail-title")).await?.contains("<img src=x"));
    let made = format!("{0} img, {0} script, {0} a", id("detail"));
    assert_eq!(desk.count(&made).await?, 0, "made of the text");
    desk.click(&id("show-all")).await?;
    desk.screenshot("teks-berbahaya").await?;
    let hacked = desk
        .run_script("return window.hacked ?? null", vec![])
        .await?;
    assert_eq!(hacked, Value::Null, "executed");
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn attachments_that_cannot_be_are_refused_with_a_sentence() -> Result<()> {
    let office = Office::open(Complaints::invented(30)?).await?;
    let number = office
        .complaints
        .open()
        .next()
        .context("No open complaint")?;
    let number = number.tracking_id.to_string();
    let desk = office.desk("satu").await?;
    show(&desk, &number).await?;
    desk.click(&id("editor-tab-reply")).await?;

    let file = |name: &str| office.stage.folder().join(name);
    fs::write(file("kosong.jpg"), b"")?;
    File::create(file("besar.mp4"))?.set_len(500 << 20)?;
    fs::write(file("foto.txt"), b"isi lampiran")?;
    for (name, words) in [("kosong.jpg", "kosong"), ("besar.mp4", "besar")] {
        attach(&desk, &file(name).display().to_string()).await?;
        desk.wait_for_text(&id("toast-error"), words).await?;
        desk.screenshot(&format!("lampiran-{words}")).await?;
        desk.click(&format!("{} button", id("toast-error"))).await?;
        assert_eq!(desk.count(&id("reply-file-chip")).await?, 0);
    }
    attach(&desk, &file("foto.txt").display().to_string()).await?;
    desk.wait_for_text(&id("reply-file-chip"), "foto.txt")
        .await?;

    // A name that would climb out of its folder, as a program could send it to the shell.
    let begun = invoke(
        &desk,
        "file_begin",
        json!({
            "purpose": "attachment", "name": "..\\..\\x", "mime": "text/plain", "size_bytes": 3,
        }),
    )
    .await?;
    let chunk = json!({"file": begun, "offset_bytes": 0, "data_base64": "YWJj"});
    invoke(&desk, "file_chunk", chunk).await?;
    let kept = invoke(&desk, "file_keep", json!({"file": begun})).await?;
    assert_eq!(kept["name"], "x");
    for (size, code) in [(0, "file-empty"), (500_u64 << 20, "file-too-large")] {
        let begin = json!({
            "purpose": "attachment", "name": "x", "mime": "text/plain", "size_bytes": size,
        });
        assert_eq!(invoke(&desk, "file_begin", begin).await?["code"], code);
    }
    desk.close().await?;
    office.close().await
}

#[tokio::test]
async fn a_login_page_and_a_revoked_token_are_told_in_the_pill() -> Result<()> {
    let mut office = Office::open(Complaints::invented(30)?).await?;
    let desk = office.desk("satu").await?;
    let pill = id("sync-pill");
    let portal = Portal::open(&office.take_hub_away().await?).await?;
    desk.wait_for_text_within(&pill, "Jaringan minta masuk", SYNC_LIMIT)
        .await?;
    desk.screenshot("pil-jaringan-minta-masuk").await?;
    drop(portal);
    office.bring_hub_back().await?;
    desk.click(&pill).await?;
    desk.click(&id("sync-now")).await?;
    desk.wait_for_text_within(&pill, "Tersinkron", SYNC_LIMIT)
        .await?;
    let revoke = ["officer", "revoke", "Petugas satu", "--json"];
    command(&office.hub_data(), &revoke)?;
    desk.click(&id("sync-now")).await?;
    desk.wait_for_text_within(&pill, "Token hub ditolak", SYNC_LIMIT)
        .await?;
    desk.screenshot("pil-token-ditolak").await?;
    desk.close().await?;
    office.close().await
}

/// Chooses a file in the editor's file field.
async fn attach(desk: &Desk, path: &str) -> Result<()> {
    let css = id("reply-file");
    let field = desk.client().find(fantoccini::Locator::Css(&css)).await?;
    Ok(field.send_keys(path).await?)
}

/// Calls a command of the shell as the page may; the reply, or the error.
async fn invoke(desk: &Desk, command: &str, request: Value) -> Result<Value> {
    let script = "const [command, request, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(command, {request}).then(done, done)";
    desk.run_script_async(script, vec![command.into(), request])
        .await
}
