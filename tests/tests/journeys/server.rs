//! The region's hub moves to another server: its backup is put there, the desks are told the new address, and
//! none of them loses or repeats anything.

use anyhow::{Context, Result, ensure};
use tanggap_tests::hub::{Serving, command};
use tanggap_tests::{Complaints, Ctl, Hub};

use crate::world::{World, occurrences};

const COMPLAINTS: usize = 40;
const BEFORE: &str = "Sudah ditinjau sebelum pindah.";
const BETWEEN: &str = "Ditulis ketika server dipindah.";

async fn listed(desk: &Ctl) -> Result<usize> {
    let listed = desk.done(&["list", "--limit", "100"]).await?;
    listed.as_array().map(Vec::len).context("a list")
}

#[tokio::test]
async fn a_hub_on_another_server_keeps_every_desk() -> Result<()> {
    let world = World::new()?;
    let complaints = Complaints::invented(COMPLAINTS)?;
    world.import(&complaints.write(world.folder())?)?;
    let old = world.serve(None).await?;
    let open = complaints.open().next().context("an open complaint")?;
    let number = open.tracking_id.as_str();
    let mut desks = Vec::new();
    for name in ["satu", "dua"] {
        let desk = world.desk(name);
        let token = world.officer(name, complaints.scope)?;
        desk.first_day(&old.url, &token).await?;
        desks.push((desk, token));
    }
    let [(first, first_token), (second, second_token)] = &desks[..] else {
        unreachable!()
    };
    let note = ["note", number, "--text-file"];
    first
        .done(&[&note[..], &[&world.text(BEFORE)?]].concat())
        .await?;
    first.done(&["sync"]).await?;

    // As docs/hub.md says: stop, back up, put it on the other server.
    old.stop().await?;
    let there = world.folder().join("server-baru");
    std::fs::create_dir(&there)?;
    let file = there.join("hub.db").display().to_string();
    command(&world.hub_data(), &["backup", "--to", &file, "--json"])?;
    std::fs::copy(
        world.hub_data().join("hub.register"),
        there.join("hub.register"),
    )
    .or_else(|error| match error.kind() {
        // Written with the first erasure or withdrawn access.
        std::io::ErrorKind::NotFound => Ok(0),
        _ => Err(error),
    })?;
    first
        .done(&[&note[..], &[&world.text(BETWEEN)?]].concat())
        .await?;
    let away = first.run(&["sync"]).await?;
    ensure!(away.code() == "offline", "{away:?}");

    let serving = Serving::default();
    let new = Hub::start(&there, serving, &world.logs()).await?;
    for (desk, token) in [(first, first_token), (second, second_token)] {
        let connect = ["connect", "--hub", &new.url, "--token", token];
        let connected = desk.done(&connect).await?;
        ensure!(
            connected["moved"].is_null(),
            "nothing is carried: {connected}"
        );
        // What it held is still there before a word was exchanged.
        ensure!(
            listed(desk).await? == COMPLAINTS,
            "a desk lost its complaints"
        );
        desk.done(&["sync"]).await?;
    }
    // What the other one wrote while the server moved.
    let synced = second.done(&["sync"]).await?;
    ensure!(synced["pulled"] == 0, "nothing is read twice: {synced}");
    for desk in [first, second] {
        ensure!(
            listed(desk).await? == COMPLAINTS,
            "complaints doubled or went"
        );
        let shown = desk.done(&["show", number]).await?;
        ensure!(occurrences(&shown, BEFORE) == 1, "{shown}");
        ensure!(occurrences(&shown, BETWEEN) == 1, "{shown}");
        ensure!(shown["pending"] == 0, "{shown}");
    }
    new.stop().await
}
