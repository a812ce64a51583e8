//! The real program on a real profile: documents, sentences and exit codes.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod calendar;
mod check;
mod clocks;
mod desk;
mod labels;

use serde_json::{Value, json};

use desk::{COMPLAINTS, Desk, NOW, run};

#[test]
fn a_deadline_is_explained_without_a_profile() {
    let class = ["--class", "permintaan-informasi"];
    let received = ["--received", "2026-05-13T09:00:00+08:00"];
    let arguments = [
        ["sla", "explain"].as_slice(),
        &class,
        &received,
        &["--zone", "WITA", "--json"],
    ]
    .concat();
    let explained = run(&arguments, &[]).done();
    insta::assert_json_snapshot!(explained["clocks"][0], @r#"
    {
      "basis": [
        "Aturan: Verifikasi dan penerusan: 3 hari kerja setelah diterima sampai diverifikasi (permintaan informasi)",
        "Dasar: PermenPANRB 62/2018, diganti PermenPANRB 5/2025 (batas hari belum dikonfirmasi)",
        "Kebijakan: Batas waktu SP4N-LAPOR!, versi 2, berlaku sejak 1 Jan 2025",
        "Kalender: Indonesia 2018–2027, versi 1; libur nasional dan cuti bersama dilewati",
        "Zona waktu: Asia/Makassar (WITA)"
      ],
      "citation": "PermenPANRB 62/2018, diganti PermenPANRB 5/2025 (batas hari belum dikonfirmasi)",
      "clock": "verifikasi",
      "due_at": "2026-05-20T16:00:00+08:00",
      "hangs_on_zone": false,
      "limit": {
        "amount": 3,
        "unit": "working-days"
      },
      "skipped": [
        {
          "date": "2026-05-14",
          "name": "Kenaikan Yesus Kristus",
          "source": "SKB 3 Menteri No. 1497/2025, No. 2/2025, No. 5/2025"
        },
        {
          "date": "2026-05-15",
          "name": "Cuti Bersama Kenaikan Yesus Kristus",
          "source": "SKB 3 Menteri No. 1497/2025, No. 2/2025, No. 5/2025"
        }
      ],
      "started_at": "2026-05-13T09:00:00+08:00",
      "steps": [
        "Mulai setelah diterima Rab 13 Mei 2026, 09.00 WITA",
        "Hari ke-1 adalah hari kerja berikutnya: Sen 18 Mei 2026",
        "Akhir pekan tidak dihitung: 16–17 Mei",
        "Dilewati: 14 Mei Kenaikan Yesus Kristus (libur nasional), SKB 3 Menteri No. 1497/2025, No. 2/2025, No. 5/2025",
        "Dilewati: 15 Mei Cuti Bersama Kenaikan Yesus Kristus (cuti bersama), SKB 3 Menteri No. 1497/2025, No. 2/2025, No. 5/2025",
        "Hari terakhir: Rab 20 Mei 2026, 16.00 WITA (jam tutup kantor)"
      ],
      "undecreed": false,
      "why": "3 hari kerja setelah diterima Rab 13 Mei 2026: Rab 20 Mei 2026, 16.00 WITA; melewati 14 Mei Kenaikan Yesus Kristus, 15 Mei Cuti Bersama Kenaikan Yesus Kristus"
    }
    "#);
    assert_eq!(explained["clocks"].as_array().unwrap().len(), 3);
}

#[test]
fn wrong_usage_ends_with_two() {
    for arguments in [
        ["list"].as_slice(),
        &["daftar"],
        &[
            "sla",
            "explain",
            "--class",
            "x",
            "--received",
            NOW,
            "--zone",
            "WIB",
        ],
        &[
            "sla",
            "explain",
            "--class",
            "aspirasi",
            "--received",
            "besok",
            "--zone",
            "WIB",
        ],
        &["list", "--region", "Surabaya", "--data", "x"],
        &["list", "--stage", "beres", "--data", "x"],
        &["deadlines", "--at", "besok", "--data", "x"],
        &["reply", "1", "--data", "x"],
    ] {
        let answer = run(arguments, &[]);
        assert_eq!(answer.exit, 2, "{arguments:?}: {}", answer.said);
        assert!(!answer.said.is_empty());
    }
    let wrong_clock = run(&["list", "--data", "x"], &[("TANGGAP_NOW", "besok")]);
    assert_eq!(wrong_clock.exit, 2);
    assert!(
        wrong_clock.said.starts_with("TANGGAP_NOW"),
        "{}",
        wrong_clock.said
    );
}

#[test]
fn a_profile_opens_only_with_its_key() {
    let desk = Desk::new();
    desk.run(&["list"]).refused(1, "no-profile");
    desk.run_with(&["init"], &[("TANGGAP_KEY", "pendek")])
        .refused(1, "passphrase-too-short");
    let made = desk.run(&["init", "--office", "Kantor Uji"]).done();
    assert_eq!(made, json!({ "profile": desk.path("profil") }));
    desk.run(&["init"]).refused(1, "profile-exists");
    desk.run_with(&["list"], &[("TANGGAP_KEY", "bukan sandinya")])
        .refused(1, "wrong-key");
    desk.run(&["sync"]).refused(1, "not-connected");
    assert_eq!(desk.run(&["list"]).done(), json!([]));
}

#[test]
fn importing_twice_changes_nothing() {
    let (desk, report) = Desk::imported();
    let faulty: Vec<&Value> = report["unreadable"].as_array().unwrap().iter().collect();
    assert_eq!(faulty.len(), 2);
    assert!(
        faulty
            .iter()
            .all(|row| row["row"].is_u64() && row["reason"].is_string())
    );
    assert_eq!((&report["read"], &report["new"]), (&42.into(), &40.into()));
    let before = desk.run(&["list"]).done();
    let again = desk.run(&["import", &desk.export()]).done();
    assert_eq!((&again["new"], &again["updated"]), (&0.into(), &0.into()));
    assert_eq!(again["unchanged"], 40);
    assert_eq!(desk.run(&["list"]).done(), before);
}

#[test]
fn a_file_is_looked_at_and_taken_back() {
    let (desk, _) = Desk::imported();
    let listed = desk.run(&["imports"]).done();
    let id = listed[0]["id"].as_str().unwrap();
    assert_eq!(
        (&listed[0]["state"], &listed[0]["new"]),
        (&"done".into(), &40.into())
    );
    let changed = desk.run(&["imports", "changes", id]).done();
    assert_eq!(changed["changes"].as_array().unwrap().len(), 40);
    assert_eq!(
        changed["counts"][0],
        json!({ "what": "new", "complaints": 40, "hidden": 0 })
    );
    let rows = desk.run(&["imports", "unreadable", id]).done();
    let raw = rows[0]["raw"].as_str().unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert!(raw.starts_with('{') && raw.len() > 20, "{raw}");
    let before = desk.run(&["list"]).done();
    // Said first, done only when asked for.
    let said = desk.run(&["imports", "take-back", id]).done();
    assert_eq!((&said["gone"], &said["done"]), (&40.into(), &false.into()));
    assert_eq!(desk.run(&["list"]).done(), before);
    assert_eq!(
        desk.run(&["imports", "take-back", id, "--yes"]).exit,
        2,
        "a reason is missing"
    );
    let take_back = [
        "imports",
        "take-back",
        id,
        "--reason",
        "Berkas salah",
        "--yes",
    ];
    let done = desk.run(&take_back).done();
    assert_eq!((&done["gone"], &done["done"]), (&40.into(), &true.into()));
    assert_eq!(desk.run(&["list"]).done(), json!([]));
    desk.run(&take_back).refused(1, "import-taken-back");
    desk.run(&["imports", "changes", "bukan-id"])
        .refused(1, "not-found");
    let listed = desk.run(&["imports"]).done();
    // In no order: every command sets the clock of the test anew.
    let (brought, taken_back): (Vec<_>, Vec<_>) = listed
        .as_array()
        .unwrap()
        .iter()
        .partition(|entry| entry["takes_back"].is_null());
    assert_eq!(taken_back[0]["takes_back"]["reason"], "Berkas salah");
    assert_eq!(brought[0]["state"], "taken-back");
    // The file itself brings it back.
    desk.run(&["import", &desk.export()]).done();
    let again = desk.run(&["list"]).done();
    assert_eq!(
        again.as_array().map(Vec::len),
        before.as_array().map(Vec::len)
    );
}

const FULL: &str = "Tanggal Generate;2026-11-10
Tracking ID;Tanggal Laporan Masuk;Waktu Laporan Masuk;Isi Laporan Akhir;Tipe Laporan (Anonim/Rahasia);Status Laporan
9165401;06 Nov 2026;13:45;Isi satu;Anonim;Terverifikasi
9165402;06 Nov 2026;13:45;Isi satu;Anonim|Rahasia;Terverifikasi
9165403;06 Nov 2026;13:45;Isi satu;-;Terverifikasi
";
/// Made later, by somebody who kept four columns.
const THIN: &str = "Tanggal Generate;2026-11-18
Tracking ID;Tanggal Laporan Masuk;Isi Laporan Akhir;Status Laporan
9165401;06 Nov 2026;Isi dua;Ditindaklanjuti oleh Instansi
9165402;06 Nov 2026;Isi dua;Ditindaklanjuti oleh Instansi
9165403;06 Nov 2026;Isi dua;Ditindaklanjuti oleh Instansi
";

#[test]
fn neither_a_thinner_nor_an_older_file_takes_anything_back() {
    for order in [[FULL, THIN, FULL], [THIN, FULL, THIN]] {
        let desk = Desk::new();
        desk.run(&["init", "--zone", "WIB"]).done();
        for file in order {
            let file = desk.file("ekspor.csv", file);
            desk.run(&["import", &file]).done();
        }
        for (number, anonymous, secret) in [
            ("9165401", true, false),
            ("9165402", true, true),
            ("9165403", false, false),
        ] {
            let shown = desk.run(&["show", number]).done();
            assert_eq!(shown["anonymous"], anonymous, "{number}");
            assert_eq!(shown["secret"], secret, "{number}");
            assert_eq!(shown["privacy_assumed"], false, "{number}");
            assert_eq!(shown["received_at"], "2026-11-06T13:45:00+07:00");
            assert_eq!(shown["body"], "Isi dua");
            assert_eq!(shown["stage"], "proses");
        }
    }
}

#[test]
fn a_file_without_a_word_of_privacy_protects_what_is_new() {
    let desk = Desk::new();
    desk.run(&["init"]).done();
    let report = desk.run(&["import", &desk.file("tipis.csv", THIN)]).done();
    assert_eq!(
        (&report["new"], &report["protected"]),
        (&3.into(), &3.into())
    );
    let missing = report["missing_columns"].as_array().unwrap();
    assert!(missing.contains(&"Tipe Laporan (Anonim/Rahasia)".into()));
    let shown = desk.run(&["show", "9165403"]).done();
    let flags = [
        &shown["anonymous"],
        &shown["secret"],
        &shown["privacy_assumed"],
    ];
    assert_eq!(flags, [true, true, true]);
    let unknown = FULL.replace(";-;", ";Terbatas;");
    let report = desk
        .run(&["import", &desk.file("lain.csv", &unknown)])
        .done();
    assert_eq!(report["unclear_privacy"], json!([5]));
}

#[test]
fn a_zone_is_kept_once_it_is_confirmed() {
    let desk = Desk::new();
    desk.run(&["init", "--zone", "WIB"]).done();
    let file = desk.file("ekspor.csv", FULL);
    desk.run(&["import", &file, "--zone", "2026-11-01=utc"])
        .done();
    let received = |desk: &Desk| desk.run(&["show", "9165401"]).done()["received_at"].clone();
    assert_eq!(received(&desk), "2026-11-06T20:45:00+07:00");
    desk.run(&["import", &file]).done();
    assert_eq!(
        received(&desk),
        "2026-11-06T20:45:00+07:00",
        "it holds from then on"
    );
    desk.run(&["import", &file, "--zone", "wib"]).done();
    assert_eq!(received(&desk), "2026-11-06T13:45:00+07:00");
}

#[test]
fn a_change_that_is_not_there_is_called_a_change() {
    let desk = Desk::new();
    desk.run(&["init"]).done();
    let unknown = "00000000-0000-7000-8000-000000000000";
    for command in [
        ["outbox", "show", unknown].as_slice(),
        &["outbox", "edit", unknown, "--text", "satu"],
        &["outbox", "discard", unknown, "--yes"],
        &["outbox", "take", unknown],
    ] {
        let answer = desk.run(command);
        assert!(
            !answer.said.to_lowercase().contains("laporan"),
            "{}",
            answer.said
        );
        answer.refused(1, "not-found");
    }
}

#[test]
fn a_zone_is_proposed_before_it_holds() {
    let desk = Desk::new();
    desk.run(&["init", "--zone", "WIB"]).done();
    // Nobody reports between 17 and 22 o'clock, as where WIB's night is written in UTC.
    let mut text = FULL.lines().take(2).collect::<Vec<_>>().join("\n");
    for n in 0..200 {
        text += &format!(
            "\n{};06 Nov 2026;{:02}:45;Isi;-;Terverifikasi",
            9_165_401 + n,
            n % 17
        );
    }
    let file = desk.file("ekspor.csv", &text);
    let seen = desk.run(&["import", &file, "--dry-run"]).done();
    assert_eq!(
        (&seen["rows"], &seen["assumed_zone"]),
        (&json!(200), &json!("wib"))
    );
    assert_eq!(seen["proposed"], json!([{ "zone": "utc" }]));
    assert_eq!(
        desk.run(&["list"]).done(),
        json!([]),
        "nothing was taken in"
    );
    let seen = desk
        .run(&["import", &file, "--dry-run", "--zone", "utc"])
        .done();
    assert_eq!(
        (&seen["assumed_zone"], &seen["proposed"]),
        (&json!(null), &json!([]))
    );
    // Looking confirmed nothing.
    let report = desk.run(&["import", &file]).done();
    assert_eq!(
        (&report["new"], &report["assumed_zone"]),
        (&json!(200), &json!("wib"))
    );
    let report = desk.run(&["import", &file, "--zone", "utc"]).done();
    assert_eq!(report["assumed_zone"], json!(null));
}

#[test]
fn a_file_with_a_password_is_refused_by_name() {
    let desk = Desk::new();
    desk.run(&["init"]).done();
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.resize(4096, 0);
    let path = desk.path("terkunci.xlsx");
    std::fs::write(&path, bytes).unwrap();
    desk.run(&["import", &path])
        .refused(1, "spreadsheet-password");
}

#[test]
fn files_that_are_no_export_are_refused_by_name() {
    let desk = Desk::new();
    desk.run(&["init"]).done();
    let picture = desk.file("gambar.xlsx", "\u{89}PNG bukan buku kerja");
    desk.run(&["import", &picture])
        .refused(1, "not-a-spreadsheet");
    let empty = desk.file("kosong.xlsx", "");
    desk.run(&["import", &empty])
        .refused(1, "empty-spreadsheet");
    desk.run(&["import", &desk.path("tidak-ada.xlsx")])
        .refused(1, "file-missing");
    let large = desk.file("besar.xlsx", "");
    let file = std::fs::File::options().write(true).open(&large).unwrap();
    file.set_len(200 << 20).unwrap();
    desk.run(&["import", &large]).refused(1, "file-too-large");
}

#[test]
fn complaints_are_listed_found_and_shown() {
    let (desk, _) = Desk::imported();
    let all = desk.run(&["list"]).done();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), COMPLAINTS);
    let members = [
        "tracking_id",
        "title",
        "body",
        "classification",
        "category",
        "stage",
        "national_status",
        "channel",
        "region",
        "unit",
        "agency",
        "anonymous",
        "secret",
        "privacy_assumed",
        "received_at",
        "clocks",
    ];
    for complaint in all {
        for member in members {
            assert!(complaint.get(member).is_some(), "{member}: {complaint}");
        }
        let received = complaint["received_at"].as_str().unwrap();
        assert!(received.ends_with("+07:00"), "{received}");
    }
    let located = all
        .iter()
        .find(|complaint| complaint["region"].is_object())
        .unwrap();
    let code = located["region"]["code"].as_str().unwrap();
    let within = desk.run(&["list", "--region", code]).done();
    assert!(within.as_array().unwrap().contains(located));
    let stage = located["stage"].as_str().unwrap();
    let staged = desk.run(&["list", "--stage", stage]).done();
    let staged = staged.as_array().unwrap();
    assert!(staged.contains(located));
    assert!(staged.iter().all(|complaint| complaint["stage"] == stage));
    let limited = desk.run(&["list", "--limit", "3"]).done();
    assert_eq!(limited.as_array().unwrap().len(), 3);

    let number = located["tracking_id"].as_str().unwrap();
    let found = desk
        .run(&["list", "--search", &format!("#{number}")])
        .done();
    assert_eq!(found, json!([located]));
    let shown = desk
        .run(&["show", &format!("[{number}](javascript:;)")])
        .done();
    assert_eq!(shown["title"], located["title"]);
    for member in ["followups", "history", "raw"] {
        assert!(shown.get(member).is_some(), "{member}");
    }
    assert!(shown["raw"]["Tracking ID"].is_string(), "{}", shown["raw"]);
    desk.run(&["show", "1"]).refused(1, "not-found");
}

#[test]
fn deadlines_stand_in_order_and_follow_the_time_asked_for() {
    let (desk, _) = Desk::imported();
    let due = desk.run(&["deadlines"]).done();
    let due = due.as_array().unwrap();
    assert!(!due.is_empty());
    assert!(due.is_sorted_by_key(|row| row["due_at"].as_str().unwrap().to_owned()));
    let late = |rows: &[Value]| rows.iter().filter(|row| row["state"] == "overdue").count();
    let later = desk
        .run(&["deadlines", "--at", "2027-06-01T09:00:00+07:00"])
        .done();
    let later = later.as_array().unwrap();
    assert!(late(later) > late(due));
    let overdue = desk.run(&["list", "--overdue"]).done();
    for complaint in overdue.as_array().unwrap() {
        let clocks = complaint["clocks"].as_array().unwrap();
        assert!(
            clocks.iter().any(|clock| clock["state"] == "overdue"),
            "{complaint}"
        );
    }
}

#[test]
fn a_reply_may_ask_the_reporter() {
    let (desk, _) = Desk::imported();
    let open = desk
        .run(&["list", "--stage", "belum-ditindaklanjuti"])
        .done();
    let number = open[0]["tracking_id"].as_str().unwrap();
    let text = desk.file("tanya.txt", "Di jalan apa letaknya?\n");
    let ask = [
        "reply",
        number,
        "--text-file",
        &text,
        "--then",
        "tanya-pelapor",
    ];
    desk.run(&ask).done();
    let shown = desk.run(&["show", number]).done();
    assert_eq!(shown["stage"], "proses");
    assert_eq!(
        shown["history"].as_array().unwrap().last().unwrap()["what"]["then"],
        "ask-reporter"
    );
}

#[test]
fn a_reply_is_saved_shown_and_waits() {
    let (desk, _) = Desk::imported();
    let open = desk
        .run(&["list", "--stage", "belum-ditindaklanjuti"])
        .done();
    let number = open[0]["tracking_id"].as_str().unwrap();
    let text = desk.file("balasan.txt", "Petugas datang pada 23 November 2026.\n");
    let reply = ["reply", number, "--text-file", &text, "--then", "proses"];
    let submitted = desk.run(&reply).done();
    assert_eq!(submitted["state"], "queued");
    let note = desk.run(&["note", number, "--text-file", &text]).done();
    let outbox = desk.run(&["outbox"]).done();
    assert_eq!(outbox[0]["op_id"], submitted["op_id"]);
    assert_eq!(outbox[1]["op_id"], note["op_id"]);
    assert_eq!(
        (
            &outbox[0]["kind"],
            &outbox[0]["state"],
            &outbox[0]["reason"]
        ),
        (&"reply".into(), &"queued".into(), &Value::Null)
    );
    let shown = desk.run(&["show", number]).done();
    assert_eq!(
        (&shown["stage"], &shown["pending"]),
        (&"proses".into(), &2.into())
    );
    assert_eq!(
        shown["followups"][0]["text"],
        "Petugas datang pada 23 November 2026."
    );
    assert_eq!(shown["followups"][0]["confirmed"], false);

    let empty = desk.file("kosong.txt", " \n");
    desk.run(&["note", number, "--text-file", &empty])
        .refused(1, "empty-text");
    let variable = desk.file("variabel.txt", "Yth. {{pelapor}}");
    desk.run(&["reply", number, "--text-file", &variable])
        .refused(1, "empty-variable");
    let long = desk.file("panjang.txt", &"a".repeat(1 << 20));
    desk.run(&["note", number, "--text-file", &long])
        .refused(1, "text-too-long");
    assert_eq!(desk.run(&["outbox"]).done().as_array().unwrap().len(), 2);
}

#[test]
fn the_doctor_names_what_is_well_and_what_is_not() {
    let (desk, _) = Desk::imported();
    let names = |document: &Value| -> Vec<(String, bool)> {
        document["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| {
                let name = check["name"].as_str().unwrap().to_owned();
                (name, check["ok"].as_bool().unwrap())
            })
            .collect()
    };
    let well = desk.run(&["doctor"]).done();
    let expected = [
        "profile", "journal", "mirror", "key", "disk", "clock", "hub", "calendar", "version",
    ];
    let expected: Vec<(String, bool)> = expected.map(|name| (name.to_owned(), true)).into();
    assert_eq!(names(&well), expected);

    let late = [("TANGGAP_NOW", "2030-01-10T10:00:00+07:00")];
    let answer = desk.run_with(&["doctor"], &late);
    assert_eq!(answer.exit, 1);
    assert!(names(&answer.document).contains(&("calendar".to_owned(), false)));

    let wrong = [("TANGGAP_KEY", "bukan sandinya")];
    let answer = desk.run_with(&["doctor"], &wrong);
    assert_eq!(answer.exit, 1);
    assert!(names(&answer.document).contains(&("key".to_owned(), false)));
}

#[test]
fn a_damaged_mirror_comes_back_from_the_imports() {
    let (desk, _) = Desk::imported();
    let before = desk.run(&["list"]).done();
    let mirror = desk.folder.path().join("profil/mirror.db");
    std::fs::write(&mirror, vec![0x5a; 200_000]).unwrap();
    let answer = desk.run(&["doctor"]);
    assert_eq!(answer.exit, 0, "healed while opening: {}", answer.document);
    assert_eq!(desk.run(&["list"]).done(), before);
}

#[test]
fn english_is_spoken_where_it_is_asked_for() {
    let desk = Desk::new();
    let said = desk.run_with(&["list"], &[("LANG", "en_GB.UTF-8")]).said;
    assert_eq!(
        said,
        "This folder holds no profile. Make one with `tanggapctl init`."
    );
    let said = desk.run(&["list"]).said;
    assert_eq!(
        said,
        "Folder ini tidak berisi profil. Buat dahulu dengan `tanggapctl init`."
    );
}
