//! `check` marks personal data by place and never repeats it.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::json;

use crate::desk::{Desk, run};

const TEXTS: &str =
    "HP 081200001234 081200005678\n\nSelesai 06-08-2026 13:45:09.\r\né👋 warga@contoh.id\n";

#[test]
fn places_are_told_without_a_profile() {
    let desk = Desk::new();
    let file = desk.file("teks.txt", TEXTS);
    let marked = run(&["check", &file, "--json"], &[]).done();
    assert_eq!(
        marked,
        json!([
            {"line": 1, "start": 3, "end": 15, "kind": "phone"},
            {"line": 1, "start": 16, "end": 28, "kind": "phone"},
            {"line": 4, "start": 3, "end": 18, "kind": "email"},
        ])
    );
}

#[test]
fn people_get_a_table_without_what_was_marked() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tanggapctl"))
        .args(["check", "-"])
        .env("LANG", "id_ID.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(TEXTS.as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "baris 1, huruf 4–15: nomor telepon\nbaris 1, huruf 17–28: nomor telepon\nbaris 4, huruf 4–18: alamat surel\n"
    );
}

#[test]
fn what_cannot_be_read_is_refused() {
    let desk = Desk::new();
    run(&["check", &desk.path("tidak-ada.txt"), "--json"], &[]).refused(1, "bad-input");
    std::fs::write(desk.path("latin.txt"), b"caf\xe9").unwrap();
    run(&["check", &desk.path("latin.txt"), "--json"], &[]).refused(1, "bad-input");
}
