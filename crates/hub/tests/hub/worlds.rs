//! Real hubs and practice hubs stay apart, and a folder somebody mistyped stays empty.

use std::path::Path;

use tanggap_upstream::{Hub, Upstream, export};

use crate::desk::complaint;
use crate::process::{Process, json, program, token};

/// Runs to its end: exit code and what it said on standard error.
fn refused(data: &Path, arguments: &[&str]) -> String {
    let output = program(data, arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    assert!(output.stdout.is_empty(), "{arguments:?}");
    said
}

fn export_of(folder: &Path, number: &str) -> String {
    let file = folder.join(format!("{number}.xlsx"));
    export::write(
        &[complaint(number, Some("16.71"))],
        &file,
        Default::default(),
    )
    .unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_mistyped_folder_makes_no_hub() {
    let around = tempfile::tempdir().unwrap();
    let file = export_of(around.path(), "9100001");
    let commands: [&[&str]; 9] = [
        &["serve", "--listen", "127.0.0.1:0"],
        &["import", &file],
        &["officer", "add", "Ani", "--scope", "16"],
        &["officer", "list"],
        &["officer", "revoke", "Ani"],
        &["practice", "--count", "3"],
        &["erase", "9100001", "--yes"],
        &["restored"],
        &["doctor"],
    ];
    let empty = around.path().join("kosong");
    std::fs::create_dir(&empty).unwrap();
    for folder in [around.path().join("salah"), empty.clone()] {
        for command in commands {
            let said = refused(&folder, command);
            assert!(said.contains("there is no hub in"), "{command:?}: {said}");
            assert!(said.contains("tanggap-hub init"), "{command:?}: {said}");
        }
    }
    assert!(!around.path().join("salah").exists());
    assert_eq!(std::fs::read_dir(&empty).unwrap().count(), 0);
    assert_eq!(std::fs::read_dir(around.path()).unwrap().count(), 2);
}

#[tokio::test]
async fn init_and_serve_with_the_wish_make_one() {
    let around = tempfile::tempdir().unwrap();
    let dir = around.path().join("hub");
    let made = json(&dir, &["init"]);
    assert_eq!(made["practice"], false);
    let said = refused(&dir, &["init"]);
    assert!(said.contains("there is a hub in"), "{said}");
    let found = json(&dir, &["doctor"]);
    assert_eq!((&found["hub"], &found["ok"]), (&made["hub"], &true.into()));
    let hub = Process::serve(&dir, &[]);
    let desk = Hub::new(&hub.url, &token(&dir, "Ani", "16")).unwrap();
    let me = desk.me().await.unwrap();
    assert_eq!(made["hub"], me.hub.to_string());
    assert!(!me.practice);
}

#[tokio::test]
async fn practice_and_real_complaints_never_stand_in_one_hub() {
    let around = tempfile::tempdir().unwrap();
    let file = export_of(around.path(), "9100001");
    let practised = export_of(around.path(), "LAT-000001");
    let (real, practice) = (around.path().join("nyata"), around.path().join("latihan"));
    json(&real, &["init"]);
    // Also before the first real complaint is there: what a hub is for was said when it was made.
    for _ in 0..2 {
        let said = refused(&real, &["serve", "--practice", "--listen", "127.0.0.1:0"]);
        assert!(said.contains("made for real complaints"), "{said}");
        let said = refused(&real, &["practice", "--count", "3"]);
        assert!(said.contains("made for real complaints"), "{said}");
        json(&real, &["import", &file]);
    }
    let imported = json(&real, &["import", &practised]);
    assert_eq!(imported["new"], 0);
    assert_eq!(imported["unreadable"][0]["reason"], "not-national");

    let hub = Process::serve(&practice, &["--practice", "--count", "20"]);
    let said = refused(&practice, &["import", &file]);
    assert!(said.contains("made for practice"), "{said}");
    let desk = Hub::new(&hub.url, &token(&practice, "Ani", "16")).unwrap();
    assert!(desk.me().await.unwrap().practice);
    let held = crate::process::pull_all(&desk, "16").await;
    assert!(held.len() > 15);
    for complaint in held {
        assert!(
            complaint.tracking_id.is_practice(),
            "{}",
            complaint.tracking_id
        );
    }
}
