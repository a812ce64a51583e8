//! The calendar from the command line: what is in force, decrees with their preview, versions.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, examples};

/// A day before [`crate::desk::NOW`] that most open clocks have on their way, and a line nobody can read.
const DECREE: &str = "SKB Perubahan Hari Libur 2026\n\
    Tanggal;Keterangan;Jenis\n\
    19 November 2026;Pemilihan serentak;Libur nasional\n\
    31 April 2026;Salah ketik;Libur nasional\n";

/// Each program's clock begins at the same instant; what is adopted later has to be later.
const LATER: [(&str, &str); 1] = [("TANGGAP_NOW", "2026-11-20T10:05:00+07:00")];

/// Open clocks of each complaint: code, due time, state.
type Due = BTreeMap<String, Vec<(String, String, String)>>;

fn due(desk: &Desk) -> Due {
    let mut due = Due::new();
    let text = |row: &Value, member: &str| row[member].as_str().unwrap().to_owned();
    for row in desk.run(&["deadlines"]).done().as_array().unwrap() {
        let clock = (text(row, "clock"), text(row, "due_at"), text(row, "state"));
        due.entry(text(row, "tracking_id")).or_default().push(clock);
    }
    for clocks in due.values_mut() {
        clocks.sort();
    }
    due
}

fn is_late(clocks: &[(String, String, String)]) -> bool {
    let duties = ["verifikasi", "tindak-lanjut", "penyelesaian"];
    clocks
        .iter()
        .any(|(clock, _, state)| duties.contains(&clock.as_str()) && state == "overdue")
}

fn versions(desk: &Desk) -> Vec<Value> {
    let versions = desk.run(&["calendar", "versions"]).done();
    versions.as_array().unwrap().clone()
}

fn import(desk: &Desk, content: &str, more: &[&str]) -> Answer {
    import_at(desk, content, more, &[])
}

fn import_at(desk: &Desk, content: &str, more: &[&str], clock: &[(&str, &str)]) -> Answer {
    let file = desk.file("keputusan.csv", content);
    let arguments = [["calendar", "import", &file].as_slice(), more].concat();
    desk.run_with(&arguments, clock)
}

#[test]
fn a_decree_is_previewed_adopted_and_taken_back() {
    let (desk, _) = Desk::imported();
    let before = due(&desk);
    let preview = import(&desk, DECREE, &[]).done();
    assert_eq!(preview["adopted"], Value::Null);
    assert_eq!(due(&desk), before, "a preview moves nothing");
    assert_eq!(versions(&desk).len(), 1);
    assert_eq!(
        preview["decree"],
        json!({
            "source": "SKB Perubahan Hari Libur 2026",
            "years": [2026],
            "days": 1,
            "merge": "add-days",
            "unreadable": [{
                "place": { "line": 4 },
                "reason": "bad-date",
                "message": "baris 4: “31 April 2026” bukan tanggal yang ada",
            }],
        })
    );
    assert_eq!(preview["preview"]["added"][0]["date"], "2026-11-19");
    assert_eq!(preview["preview"]["removed"], json!([]));

    let adopt = ["--reason", "SKB perubahan", "--yes"];
    let adopted = import(&desk, DECREE, &adopt).done();
    assert_eq!(
        adopted["preview"], preview["preview"],
        "nothing but what was shown"
    );
    assert_eq!(
        (
            &adopted["adopted"]["version"],
            &adopted["adopted"]["author"],
            &adopted["adopted"]["reason"],
            &adopted["adopted"]["reach"]
        ),
        (
            &2.into(),
            &"Kantor Uji".into(),
            &"SKB perubahan".into(),
            &"open-clocks".into()
        )
    );
    let after = due(&desk);
    let moved = before
        .iter()
        .filter(|(number, clocks)| after[*number] != **clocks);
    assert_eq!(preview["preview"]["moved"], moved.count());
    let relieved = before
        .iter()
        .filter(|(number, clocks)| is_late(clocks) && !is_late(&after[*number]));
    assert_eq!(preview["preview"]["no_longer_overdue"], relieved.count());
    assert!(preview["preview"]["moved"].as_u64() > Some(0), "{preview}");

    // Once is enough.
    let again = import(&desk, DECREE, &adopt).done();
    assert_eq!(
        (&again["unchanged"], &again["adopted"]),
        (&true.into(), &Value::Null)
    );
    assert_eq!(versions(&desk).len(), 2);

    let restore = ["calendar", "restore", "1"];
    let preview = desk.run(&restore).done();
    assert_eq!(preview["preview"]["removed"][0]["date"], "2026-11-19");
    assert_eq!(due(&desk), after);
    let restore = [restore.as_slice(), &["--reason", "Keliru", "--yes"]].concat();
    let restored = desk.run_with(&restore, &LATER).done();
    assert_eq!(restored["adopted"]["restores"], 1);
    assert_eq!(due(&desk), before);
    let numbers: Vec<Value> = versions(&desk)
        .into_iter()
        .map(|version| version["version"].clone())
        .collect();
    assert_eq!(numbers, [3, 2, 1], "newest first");
    desk.run(&["calendar", "restore", "9"])
        .refused(1, "not-found");
}

#[test]
fn a_calendar_for_new_clocks_moves_none_that_runs() {
    let (desk, _) = Desk::imported();
    let before = due(&desk);
    let adopt = ["--reach", "new", "--reason", "Jam baru", "--yes"];
    let adopted = import(&desk, DECREE, &adopt).done();
    assert_eq!(adopted["preview"]["moved"], 0);
    assert_eq!(adopted["adopted"]["reach"], "new-clocks");
    assert_eq!(due(&desk), before);
    // The same days, this time for what runs as well: a version of its own.
    let adopt = ["--reason", "SKB perubahan", "--yes"];
    let adopted = import_at(&desk, DECREE, &adopt, &LATER).done();
    assert_eq!(
        (&adopted["unchanged"], &adopted["adopted"]["version"]),
        (&false.into(), &3.into())
    );
    assert_ne!(due(&desk), before);
}

#[test]
fn a_whole_year_may_be_replaced() {
    let (desk, _) = Desk::imported();
    let replaced = import(&desk, DECREE, &["--merge", "replace-years"]).done();
    let preview = &replaced["preview"];
    assert_eq!(replaced["decree"]["merge"], "replace-years");
    assert_eq!(preview["added"].as_array().unwrap().len(), 1);
    assert_eq!(preview["removed"].as_array().unwrap().len(), 25);
}

#[test]
fn the_calendar_in_force_is_shown_by_year() {
    let (desk, _) = Desk::imported();
    let shown = desk.run(&["calendar", "show"]).done();
    assert_eq!(
        (&shown["version"], &shown["zone"], &shown["days_off"]),
        (
            &1.into(),
            &"Asia/Jakarta".into(),
            &"holidays-and-collective-leave".into()
        )
    );
    assert_eq!(
        shown["hours"]["mon"],
        json!([["07:30", "12:00"], ["13:00", "16:00"]])
    );
    let year = |year: u64| {
        let years = shown["years"].as_array().unwrap();
        years.iter().find(|it| it["year"] == year).cloned()
    };
    assert_eq!(
        year(2026),
        Some(json!({ "year": 2026, "national": 17, "collective_leave": 8, "decreed": true }))
    );
    assert_eq!(year(2028), None);
    assert_eq!(shown["adopted"]["author"], "Kantor Uji");
}

#[test]
fn what_is_no_decree_is_refused_with_its_place() {
    let (desk, _) = Desk::imported();
    let refused = |name: &str, content: &str| {
        let file = desk.file(name, content);
        let answer = desk.run(&["calendar", "import", &file]);
        let error = answer.document["error"].clone();
        assert_eq!(answer.exit, 1, "{error}");
        (error["code"].clone(), error["fault"].clone(), answer.said)
    };
    let (code, fault, said) = refused("rusak.json", "{\"holidays\": [\n{\"date\": ");
    assert_eq!(
        (code, fault),
        (
            json!("bad-calendar"),
            json!({ "of": "broken-decree", "line": 2 })
        )
    );
    assert_eq!(
        said,
        "Berkas JSON terputus atau rusak mulai baris 2. Tidak ada yang diambil."
    );
    let (_, fault, _) = refused("foto.png", "\u{89}PNG\0");
    assert_eq!(fault["of"], "not-a-decree");
    let (_, fault, said) = refused(
        "salah.csv",
        "Tanggal;Keterangan\n31 April 2026;-\n;Hari Anu\n",
    );
    assert_eq!(fault["of"], "empty-decree");
    assert_eq!(
        said,
        "Tidak ada satu hari pun yang dapat dibaca dari berkas ini. Baris 2: “31 April 2026” bukan \
         tanggal yang ada; baris 3: tanggalnya tidak ada."
    );
    assert_eq!(refused("kosong.csv", "").0, "file-empty");
    desk.run(&["calendar", "import", &desk.path("tidak-ada.csv")])
        .refused(1, "file-missing");
    desk.run(&["calendar", "import", &desk.path("")])
        .refused(1, "file-missing");
    import(&desk, DECREE, &["--reason", "  ", "--yes"]).refused(1, "bad-calendar");
    assert_eq!(
        import(&desk, DECREE, &["--yes"]).exit,
        2,
        "a reason is needed"
    );
    assert_eq!(versions(&desk).len(), 1);
}

#[test]
fn the_examples_of_the_manual_are_read() {
    let (desk, _) = Desk::imported();
    let is_decree = |text: &&String| !text.contains("tanggap-office-rules");
    for (kind, days, titled) in [
        ("csv", 5, "2028"),
        ("json", 2, "SKB 3 Menteri 2028"),
        ("ics", 2, "SKB 3 Menteri 2028"),
    ] {
        let example = examples(kind)
            .into_iter()
            .find(|it| is_decree(&it))
            .unwrap();
        let file = desk.file("contoh", &example);
        let read = desk.run(&["calendar", "import", &file]).done();
        let decree = &read["decree"];
        assert_eq!(
            (&decree["days"], &decree["years"]),
            (&days.into(), &json!([2028])),
            "{kind}"
        );
        assert_eq!(
            (&decree["merge"], &decree["unreadable"]),
            (&"add-days".into(), &json!([]))
        );
        assert!(
            decree["source"].as_str().unwrap().contains(titled),
            "{decree}"
        );
    }
}
