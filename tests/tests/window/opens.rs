//! The real window opens, talks to its shell, and keeps to its content security policy.

use tanggap_tests::Stage;

#[tokio::test]
async fn the_window_opens_and_answers() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let desk = stage.open_desk("satu", &[]).await?;
    desk.wait_for("main[data-page]").await?;
    let about = desk
        .run_script_async(
            "const done = arguments[arguments.length - 1];
             window.__TAURI_INTERNALS__.invoke('about').then(done, error => done(String(error)))",
            vec![],
        )
        .await?;
    assert_eq!(about["version"], env!("CARGO_PKG_VERSION"));
    desk.screenshot("window").await?;
    stage.screenshot("window-root")?;
    desk.close().await
}
