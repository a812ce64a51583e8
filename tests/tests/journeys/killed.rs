//! `kill -9` of desk and hub at any moment: what was acknowledged is on the hub exactly once, and
//! nothing is half-written.
//!
//! The moments come from a seed, printed when the test fails; `TANGGAP_TEST_SEED` repeats one.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use tanggap_tests::{Complaints, Ctl};

use crate::world::{World, occurrences};

const ROUNDS: u32 = 30;

/// Longer than any command takes.
const SPARED: Duration = Duration::from_secs(60);

/// A text that was given to the desk.
struct Attempt {
    number: String,
    text: String,
    /// The desk said that it has it.
    acknowledged: bool,
}

#[tokio::test]
async fn what_was_acknowledged_arrives_once_whoever_is_killed() -> Result<()> {
    let seed = match std::env::var("TANGGAP_TEST_SEED") {
        Ok(seed) => seed.parse().context("Reading TANGGAP_TEST_SEED")?,
        Err(_) => 20_261_122,
    };
    // Shown of a failed test.
    println!("TANGGAP_TEST_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);

    let world = World::new()?;
    let complaints = Complaints::invented(60)?;
    world.import(&complaints.write(world.folder())?)?;
    let mut hub = world.serve(None).await?;
    let address = hub.address().to_owned();
    let desk = world.desk("satu");
    let token = world.officer("Petugas Satu", complaints.scope)?;
    desk.first_day(&hub.url, &token).await?;
    let numbers: Vec<&str> = complaints
        .open()
        .map(|complaint| complaint.tracking_id.as_str())
        .collect();

    // How long a command takes here and now, so that kills fall into it rather than after it.
    let start = Instant::now();
    desk.done(&["outbox"]).await?;
    let mut usual = start.elapsed();

    let mut attempts = Vec::new();
    let (mut desks_killed, mut hubs_killed) = (0, 0);
    for round in 0..ROUNDS {
        let number = numbers[rng.random_range(0..numbers.len())];
        let text = format!("Catatan uji {round}: dicek di lapangan.");
        let file = world.text(&text)?;
        let start = Instant::now();
        let note = desk.start(&["note", number, "--text-file", &file], &world.logs())?;
        let spared = rng.random_bool(0.3);
        let time = if spared {
            SPARED
        } else {
            moment(&mut rng, usual)
        };
        let (status, said) = note.end_or_kill(time).await?;
        match status {
            Some(_) => usual = start.elapsed(),
            None => desks_killed += 1,
        }
        let document: Option<Value> = serde_json::from_str(&said).ok();
        attempts.push(Attempt {
            number: number.to_owned(),
            text,
            acknowledged: document.is_some_and(|it| it["op_id"].is_string()),
        });

        let sync = desk.start(&["sync"], &world.logs())?;
        if rng.random_bool(0.5) {
            // The hub dies while the desk talks to it, and comes back.
            let time = moment(&mut rng, usual);
            let (sync, killed) = tokio::join!(sync.end_or_kill(SPARED), hub.kill_after(time));
            killed?;
            sync?;
            hubs_killed += 1;
            hub = world.serve(Some(&address)).await?;
        } else {
            let (status, _) = sync.end_or_kill(moment(&mut rng, usual)).await?;
            desks_killed += u32::from(status.is_none());
        }
    }
    let acknowledged = attempts.iter().filter(|it| it.acknowledged).count();
    println!("{desks_killed} desks and {hubs_killed} hubs killed; {acknowledged} acknowledged");
    assert!(desks_killed >= ROUNDS / 4, "{desks_killed} kills of a desk");
    assert!(hubs_killed >= ROUNDS / 4, "{hubs_killed} kills of the hub");
    assert!(acknowledged >= ROUNDS as usize / 8, "{acknowledged} in all");

    let synced = desk.done(&["sync"]).await?;
    assert_eq!(
        (&synced["waiting"], &synced["conflicts"]),
        (&0.into(), &0.into())
    );
    assert_eq!(desk.done(&["outbox"]).await?, Value::Array(vec![]));
    healthy(&desk).await?;
    // What the hub has, seen by one who was not there.
    let witness = world.desk("saksi");
    let token = world.officer("Saksi", complaints.scope)?;
    let synced = witness.first_day(&hub.url, &token).await?;
    assert_eq!(synced["pulled"], complaints.all.len());
    for attempt in &attempts {
        for desk in [&witness, &desk] {
            let shown = desk.done(&["show", &attempt.number]).await?;
            let times = occurrences(&shown, &attempt.text);
            let right = times == 1 || times == 0 && !attempt.acknowledged;
            assert!(right, "{times} times {:?}: {shown}", attempt.text);
        }
    }
    hub.stop().await
}

/// A moment during or shortly after a command.
fn moment(rng: &mut StdRng, usual: Duration) -> Duration {
    usual.mul_f64(rng.random_range(0.4..1.4))
}

/// Every check of `doctor` that looks at files is content.
async fn healthy(desk: &Ctl) -> Result<()> {
    let answer = desk.run(&["doctor"]).await?;
    let checks = answer.document["checks"].as_array().context("No checks")?;
    for check in checks {
        let name = check["name"].as_str().unwrap_or("");
        if matches!(name, "profile" | "journal" | "mirror") {
            assert_eq!(check["ok"], true, "{check}");
        }
    }
    Ok(())
}
