//! The stage itself: what it records of notifications is what was sent and shown.

use std::collections::HashMap;
use std::time::Duration;

use tanggap_tests::{Stage, until};
use zbus::connection;
use zbus::zvariant::Value;

#[tokio::test]
async fn notifications_are_recorded_as_asked_for_and_as_shown() -> anyhow::Result<()> {
    let stage = Stage::start().await?;
    let desk = connection::Builder::address(stage.bus())?.build().await?;
    let hints = HashMap::from([("urgency", Value::U8(2))]);
    let actions = ["default", "Buka"];
    let text = ("Tenggat", "Laporan #1 jatuh tempo");
    let name = "org.freedesktop.Notifications";
    let path = "/org/freedesktop/Notifications";
    let call = (
        "Tanggap",
        0_u32,
        "",
        text.0,
        text.1,
        &actions[..],
        hints,
        0_i32,
    );
    desk.call_method(Some(name), path, Some(name), "Notify", &call)
        .await?;

    let request = until(
        "The recorded request",
        Duration::from_secs(10),
        async || Ok(stage.notification_requests().pop()),
    )
    .await?;
    assert_eq!(request.app, "Tanggap");
    assert_eq!(request.replaces_id, 0);
    assert_eq!(request.summary, "Tenggat");
    assert_eq!(request.body, "Laporan #1 jatuh tempo");
    assert_eq!(request.urgency, Some(2));
    assert_eq!(request.actions, [("default".to_owned(), "Buka".to_owned())]);

    let shown = until(
        "The shown notification",
        Duration::from_secs(10),
        async || Ok((stage.notifications_on_screen().await? == 1).then_some(())),
    );
    shown.await?;
    let history = stage.notifications().await?;
    assert_eq!(history.len(), 1, "{history:?}");
    assert_eq!(history[0].summary, "Tenggat");
    assert_eq!(history[0].body, "Laporan #1 jatuh tempo");
    Ok(())
}
