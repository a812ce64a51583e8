//! A desk of its own: killed while it imports and while it moves to a region's hub, nothing is lost and nothing
//! is there twice.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tanggap_tests::{Complaints, Ctl};

use crate::world::{World, occurrences};

const COMPLAINTS: usize = 60;
const NOTE: &str = "Sudah ditinjau ke lapangan.";
/// Kills of each command, spread over the time it takes here and now.
const KILLS: u32 = 6;
/// Longer than any command takes.
const SPARED: Duration = Duration::from_secs(120);

async fn killed_on_the_way(
    desk: &Ctl,
    world: &World,
    command: &[&str],
    took: Duration,
) -> Result<u32> {
    let mut killed = 0;
    for kill in 1..=KILLS {
        let started = desk.start(command, &world.logs())?;
        let (status, _) = started.end_or_kill(took * kill / (KILLS + 1)).await?;
        killed += u32::from(status.is_none());
    }
    Ok(killed)
}

#[tokio::test]
async fn killed_while_importing_and_moving_it_has_everything_once() -> Result<()> {
    let world = World::new()?;
    let complaints = Complaints::invented(COMPLAINTS)?;
    let file = complaints.write(world.folder())?.display().to_string();
    let import = ["import", file.as_str()];
    let init = ["init", "--office", "Kantor Uji", "--zone", "WIB"];

    let measure = world.desk("ukur").with("TANGGAP_NOW", complaints.now);
    measure.done(&init).await?;
    let begun = Instant::now();
    measure.done(&import).await?;
    let took = begun.elapsed();

    let desk = world.desk("sendiri").with("TANGGAP_NOW", complaints.now);
    desk.done(&init).await?;
    let mut killed = killed_on_the_way(&desk, &world, &import, took).await?;
    desk.done(&import).await?;
    let listed = desk.done(&["list", "--limit", "100"]).await?;
    let listed = listed.as_array().context("a list")?;
    ensure!(listed.len() == COMPLAINTS, "{} are listed", listed.len());
    let number = listed[0]["tracking_id"].as_str().context("a number")?;
    let text = world.text(NOTE)?;
    desk.done(&["note", number, "--text-file", &text]).await?;
    desk.done(&["sync"]).await?;
    // This one waits until after the move.
    desk.done(&[
        "note",
        number,
        "--text-file",
        &world.text("Menunggu lurah.")?,
    ])
    .await?;

    let hub = world.serve(None).await?;
    let token = world.officer("Ani", "35")?;
    let address = format!("http://{}", hub.address());
    let connect = ["connect", "--hub", &address, "--token", &token];
    killed += killed_on_the_way(&desk, &world, &connect, took).await?;
    ensure!(killed > 0, "no kill fell into a command");
    let (status, said) = desk
        .start(&connect, &world.logs())?
        .end_or_kill(SPARED)
        .await?;
    ensure!(status.is_some_and(|status| status.success()), "{said}");
    desk.done(&["sync"]).await?;

    // A colleague's desk has all of it, each note once.
    let colleague = world.desk("rekan").with("TANGGAP_NOW", complaints.now);
    colleague.done(&init).await?;
    let token = world.officer("Budi", "35")?;
    let connect = ["connect", "--hub", &address, "--token", &token];
    colleague.done(&connect).await?;
    colleague.done(&["sync"]).await?;
    for desk in [&desk, &colleague] {
        let listed = desk.done(&["list", "--limit", "100"]).await?;
        let count = listed.as_array().map(Vec::len);
        ensure!(count == Some(COMPLAINTS), "{count:?} are listed");
        let shown = desk.done(&["show", number]).await?;
        ensure!(occurrences(&shown, NOTE) == 1, "{shown}");
        ensure!(occurrences(&shown, "Menunggu lurah.") == 1, "{shown}");
    }
    println!("{killed} of {} commands were killed", 2 * KILLS);
    hub.stop().await
}
