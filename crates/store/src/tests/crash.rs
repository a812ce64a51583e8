//! Killing a process in the middle of its work: what it acknowledged is there, and what is there is
//! whole.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::*;

const DIR: &str = "TANGGAP_TEST_CRASH_DIR";
const ROUND: &str = "TANGGAP_TEST_CRASH_ROUND";

/// The child: enqueues and applies pages for ever, saying what is done after it is done.
#[tokio::test]
async fn child_works_until_killed() {
    let (Ok(dir), Ok(round)) = (std::env::var(DIR), std::env::var(ROUND)) else {
        return;
    };
    let round: u32 = round.parse().unwrap();
    let Opened { store, .. } = Store::open(Path::new(&dir), &key()).await.unwrap();
    let mut out = std::io::stdout();
    for n in (round * 10_000).. {
        let base = complaint(n);
        let change = reply(u128::from(n), &base, "Sudah kami kerjakan");
        store.journal().enqueue(&change, None).await.unwrap();
        writeln!(out, "op {n}").unwrap();
        let rows = vec![row(base, u64::from(n) + 1)];
        let cursor = format!("{n}");
        store
            .mirror()
            .apply_page(page(rows, &cursor))
            .await
            .unwrap();
        writeln!(out, "page {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn killing_loses_no_acknowledged_op() {
    let dir = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let Opened { store, .. } = Store::create(dir.path(), &key()).await.unwrap();
        store.close().await;
    });
    let mut ops = Vec::new();
    let mut pages = Vec::new();
    for (round, lines) in [3usize, 41, 8, 97, 20].into_iter().enumerate() {
        let acknowledged = run_and_kill(dir.path(), round + 1, lines);
        assert!(acknowledged.len() >= lines);
        for line in acknowledged {
            match line.split_once(' ') {
                Some(("op", n)) => ops.push(n.parse::<u32>().unwrap()),
                Some(("page", n)) => pages.push(n.parse::<u32>().unwrap()),
                _ => {}
            }
        }
        runtime.block_on(check(dir.path(), &ops, &pages));
    }
    assert!(ops.len() >= 80, "{}", ops.len());
}

/// Lines the child wrote before and while it was killed.
fn run_and_kill(dir: &Path, round: usize, lines: usize) -> Vec<String> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "tests::crash::child_works_until_killed",
            "--nocapture",
        ])
        .env(DIR, dir)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    let mut killed = false;
    while output.read_line(&mut line).unwrap() > 0 {
        // A line cut short by the kill was not said.
        let whole = line.ends_with('\n');
        let text = std::mem::take(&mut line);
        if whole && (text.starts_with("op ") || text.starts_with("page ")) {
            said.push(text.trim_end().to_owned());
        }
        if said.len() >= lines && !killed {
            child.kill().unwrap();
            killed = true;
        }
    }
    child.wait().unwrap();
    said
}

async fn check(dir: &Path, ops: &[u32], pages: &[u32]) {
    let Opened {
        store,
        journal,
        mirror,
    } = Store::open(dir, &key()).await.unwrap();
    assert_eq!(journal, crate::JournalState::Intact);
    assert_eq!(mirror, crate::MirrorState::Intact);
    let pending = store.journal().pending().await.unwrap();
    for n in ops {
        let held = pending
            .iter()
            .any(|entry| entry.change.op == op(u128::from(*n)));
        assert!(held, "op {n} was acknowledged and is gone");
        let seen = store.view().get(complaint(*n).id).await.unwrap();
        if let Some(seen) = seen {
            assert_eq!(seen.pending, [op(u128::from(*n))]);
        }
    }
    let cursor = store.mirror().cursor("35").await.unwrap();
    let cursor: u32 = cursor.unwrap().parse().unwrap();
    let confirmed = store
        .mirror()
        .confirmed(complaint(cursor).id)
        .await
        .unwrap();
    assert!(confirmed.is_some(), "the cursor is ahead of the rows");
    assert!(pages.iter().max() <= Some(&cursor));
    store.close().await;
}
