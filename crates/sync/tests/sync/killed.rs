//! The desk's process is killed again and again, in the middle of acting and syncing.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use tanggap_domain::ids::{OfficerId, OpId};
use tanggap_upstream::Hub;
use tempfile::TempDir;
use uuid::Uuid;

use crate::world::*;

const COMPLAINTS: u32 = 6;
const KILLS: usize = 8;

/// Not a test of its own: the desk's process, when the variables are set.
#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_never_rests() {
    let Ok(folder) = std::env::var("TANGGAP_TEST_DESK") else {
        return;
    };
    let url = std::env::var("TANGGAP_TEST_HUB").unwrap();
    let token = std::env::var("TANGGAP_TEST_TOKEN").unwrap();
    let store = reopened(Path::new(&folder)).await;
    let desk = Desk {
        folder: TempDir::new().unwrap(),
        store,
        upstream: Arc::new(Hub::new(&url, &token).unwrap()),
        officer: OfficerId(Uuid::nil()),
        token,
    };
    let engine = desk.engine();
    let mut status = engine.status();
    eventually("the first sync", status.wait_for(|status| status.caught_up))
        .await
        .unwrap();
    for n in 0.. {
        let id = complaint(n % COMPLAINTS).id;
        let op = desk.act(id, note(&format!("Catatan {n}"))).await;
        // Said only now: it is on the disk.
        println!("saved {op}");
        engine.wake();
    }
}

fn start(folder: &Path, world: &World, token: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["killed::a_desk_that_never_rests", "--exact", "--nocapture"])
        .env("TANGGAP_TEST_DESK", folder)
        .env("TANGGAP_TEST_HUB", format!("http://{}", world.address))
        .env("TANGGAP_TEST_TOKEN", token)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads what the desk saved until `count` were read, then kills it without warning.
fn kill_after(mut child: Child, count: usize) -> Vec<OpId> {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let saved = lines
        .map_while(Result::ok)
        .filter_map(|line| line.split_once("saved ")?.1.trim().parse().ok());
    let mut ops: Vec<OpId> = Vec::new();
    let mut rest = saved.inspect(|op| ops.push(*op));
    let reached = rest.by_ref().take(count).count();
    assert_eq!(reached, count, "the desk ended by itself");
    child.kill().unwrap();
    // What it had said before it died.
    rest.for_each(drop);
    child.wait().unwrap();
    ops
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_saved_arrives_once_however_often_the_desk_is_killed() {
    let world = World::new(COMPLAINTS).await;
    let desk = world.desk(&[SURABAYA]).await;
    desk.sync().await.unwrap();
    let Desk {
        folder,
        token,
        store,
        ..
    } = desk;
    store.close().await;
    drop(store);
    let mut saved = Vec::new();
    for kill in 0..KILLS {
        let child = start(folder.path(), &world, &token);
        let count = 1 + kill * 3;
        let ops = tokio::task::spawn_blocking(move || kill_after(child, count));
        saved.extend(ops.await.unwrap());
    }
    let desk = Desk {
        store: reopened(folder.path()).await,
        upstream: Arc::new(Hub::new(&format!("http://{}", world.address), &token).unwrap()),
        folder,
        officer: OfficerId(Uuid::nil()),
        token,
    };
    let summary = desk.sync().await.unwrap();
    assert_eq!((summary.waiting, summary.conflicts), (0, 0));
    let mut effects = Vec::new();
    for n in 0..COMPLAINTS {
        let history = world.complaint(complaint(n).id).await.history;
        effects.extend(history.iter().map(|event| event.id));
    }
    for op in &saved {
        let found = effects.iter().filter(|effect| *effect == op).count();
        assert_eq!(found, 1, "{op} of {} saved", saved.len());
    }
    effects.sort();
    let all = effects.len();
    effects.dedup();
    assert_eq!(effects.len(), all, "something was done twice");
    assert!(saved.len() >= KILLS);
}
