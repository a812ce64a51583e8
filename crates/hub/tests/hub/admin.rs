//! What an administrator does to the real program: logs that go nowhere, copies, officers.

use std::process::Stdio;

use tanggap_upstream::{Hub, Upstream};

use crate::process::{Process, json, program, token};

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_log_that_cannot_be_written_stops_no_request() {
    for (what, full, closed) in [("a full disk", true, false), ("a closed pipe", false, true)] {
        let dir = tempfile::tempdir().unwrap();
        let token = token(dir.path(), "Provinsi", "16");
        let mut command = program(dir.path(), &["serve", "--init", "--listen", "127.0.0.1:0"]);
        command.env("TANGGAP_LOG", "trace");
        command.stderr(if full {
            let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
            Stdio::from(full.unwrap())
        } else {
            Stdio::piped()
        });
        let mut hub = Process::started(command);
        if closed {
            drop(hub.child.stderr.take());
        }
        let desk = Hub::new(&hub.url, &token).unwrap();
        for _ in 0..20 {
            desk.me().await.expect(what);
        }
        assert!(
            hub.child.try_wait().unwrap().is_none(),
            "{what}: it serves on"
        );
    }
}

/// Nobody reads the pipe: it fills up, and the hub goes on.
#[cfg(unix)]
#[tokio::test]
async fn a_stuck_reader_of_the_log_stops_no_request() {
    let dir = tempfile::tempdir().unwrap();
    let token = token(dir.path(), "Provinsi", "16");
    let mut command = program(dir.path(), &["serve", "--init", "--listen", "127.0.0.1:0"]);
    command.env("TANGGAP_LOG", "trace").stderr(Stdio::piped());
    let hub = Process::started(command);
    let desk = Hub::new(&hub.url, &token).unwrap();
    // Far more lines than a pipe holds.
    for _ in 0..400 {
        desk.me().await.unwrap();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_answer_that_cannot_be_written_is_a_failure_and_no_crash() {
    let dir = tempfile::tempdir().unwrap();
    json(dir.path(), &["init"]);
    json(dir.path(), &["officer", "add", "Ani", "--scope", "16"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let output = program(dir.path(), &["officer", "list"])
        .stdout(Stdio::from(full.unwrap()))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(words.contains("Writing the answer"), "{words}");
}

#[test]
fn officers_who_cannot_be_told_apart_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    json(dir.path(), &["init"]);
    json(
        dir.path(),
        &["officer", "add", "Ani Wulandari", "--scope", "16"],
    );
    for (name, scope) in [
        ("Ani Wulandari", "16"),
        ("  ani   wulandari ", "16.71"),
        ("", "16"),
        ("Budi\u{7}", "16"),
        ("Budi", "99.99"),
        ("Budi", "16.71.01"),
    ] {
        let output = program(dir.path(), &["officer", "add", name, "--scope", scope])
            .output()
            .unwrap();
        assert!(!output.status.success(), "{name:?} {scope}");
        assert!(output.stdout.is_empty(), "no token for {name:?} {scope}");
    }
    let listed = json(dir.path(), &["officer", "list"]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    // Whoever left may come back under their name.
    json(dir.path(), &["officer", "revoke", "Ani Wulandari"]);
    json(
        dir.path(),
        &["officer", "add", "Ani Wulandari", "--scope", "16"],
    );
}

#[tokio::test]
async fn a_copy_is_made_while_the_hub_serves() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("hub");
    let token = token(&data, "Provinsi", "16");
    let mut command = program(&data, &["serve", "--init", "--listen", "127.0.0.1:0"]);
    command.stderr(Stdio::null());
    let hub = Process::started(command);
    let copy = dir.path().join("salinan.db");
    let made = json(&data, &["backup", "--to", copy.to_str().unwrap()]);
    assert_eq!(made["complaints"], 0);
    let again = program(&data, &["backup", "--to", copy.to_str().unwrap()]);
    assert!(!{ again }.status().unwrap().success(), "never written over");
    let known = Hub::new(&hub.url, &token).unwrap().me().await.unwrap();
    hub.kill();

    let back = dir.path().join("kembali");
    std::fs::create_dir(&back).unwrap();
    std::fs::copy(&copy, back.join("hub.db")).unwrap();
    let mut command = program(&back, &["serve", "--listen", "127.0.0.1:0"]);
    command.stderr(Stdio::null());
    let hub = Process::started(command);
    let me = Hub::new(&hub.url, &token).unwrap().me().await.unwrap();
    assert_eq!(me.hub, known.hub);
}
