//! Labels that people and files bring stand on one line wherever lines are printed.

use std::process::Command;

use tanggap_domain::agency::AgencyRef;

use crate::desk::{Desk, NOW, practice};

/// What the terminal would get.
fn printed(desk: &Desk, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_tanggapctl"))
        .args(arguments)
        .args(["--data", &desk.path("profil")])
        .env("LANG", "id_ID.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("TANGGAP_KEY", "kata sandi uji")
        .env("TANGGAP_NOW", NOW)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_list_has_one_line_for_each_report() {
    let desk = Desk::new();
    desk.run(&["init", "--office", "Kantor Uji", "--zone", "WIB"])
        .done();
    let mut complaints = practice(3, NOW.parse().unwrap());
    for complaint in &mut complaints {
        complaint.title = "Judul\n#9170499 selesai\u{2028}dua\u{85}baris \u{202e}balik".to_owned();
        complaint.body = "satu\ndua".to_owned();
        complaint.unit = Some(AgencyRef::named("Dinas\nPerhubungan"));
    }
    let file = desk.export_of(&complaints);
    desk.run(&["import", &file]).done();
    let list = printed(&desk, &["list"]);
    assert_eq!(list.lines().count(), 3, "{list}");
    assert!(!list.lines().any(|line| line.starts_with("#9170499")));
    assert!(
        list.contains("Judul #9170499 selesai dua baris balik"),
        "{list}"
    );
    let number = complaints[0].tracking_id.to_string();
    let shown = printed(&desk, &["show", &number]);
    assert!(shown.contains("\nsatu\ndua\n"), "{shown}");
    let strange = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!list.contains(strange) && !shown.contains(strange));
    let listed = desk.run(&["list"]).done();
    assert_eq!(listed[0]["unit"], "Dinas Perhubungan");
}

#[test]
fn rules_with_a_strange_name_are_refused_with_its_place() {
    let desk = Desk::new();
    desk.run(&["init", "--office", "Kantor Uji", "--zone", "WIB"])
        .done();
    let rules = |name: &str| {
        serde_json::json!({
            "schema": "tanggap-office-rules/1",
            "effective_from": "2026-11-21",
            "citation": "SE Contoh 1/2026",
            "clocks": [{
                "clock": "kantor-1",
                "name": name,
                "classifications": ["pengaduan-tidak-berkadar"],
                "limit": {"amount": 4, "unit": "working-hours"},
                "starts": "received",
                "ends": "followed-up",
                "citation": "SE Contoh 1/2026, butir 1"
            }]
        })
        .to_string()
    };
    for strange in [
        "Kabar\npertama",
        "\u{1b}[31mmerah",
        "\u{202e}RADNEL",
        &"x".repeat(81),
    ] {
        let file = desk.file("aturan.json", &rules(strange));
        let answer = desk.run(&["policy", "adopt", &file, "--reason", "uji"]);
        assert!(answer.said.contains("clocks[0].name"), "{}", answer.said);
        answer.refused(1, "bad-calendar");
    }
    let file = desk.file("aturan.json", &rules("Kabar <b>pertama</b> & <24 jam"));
    desk.run(&["policy", "adopt", &file, "--reason", "uji"])
        .done();
}
