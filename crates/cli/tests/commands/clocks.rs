//! Clocks of a profile from the command line: their reasons, the rules, who is late and reminded, and
//! the spreadsheet for inspectors.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::TrackingId;
use tanggap_domain::status::Stage;

use crate::desk::{Desk, NOW, examples, practice};

fn now() -> DateTime<Utc> {
    NOW.parse().unwrap()
}

/// A complaint of a few days ago that waits for its first follow-up.
fn complaint() -> Complaint {
    let complaints = practice(200, now());
    let is_waiting = |it: &Complaint| it.stage == Stage::BelumDitindaklanjuti && it.unit.is_some();
    let mut complaint = complaints.into_iter().find(is_waiting).unwrap();
    complaint.received_at = now() - TimeDelta::days(2);
    complaint
}

fn explained(desk: &Desk, number: &str) -> Vec<Value> {
    let explained = desk.run(&["sla", "explain", number]).done();
    assert_eq!(explained["tracking_id"], number);
    explained["clocks"].as_array().unwrap().clone()
}

fn clock<'a>(clocks: &'a [Value], code: &str) -> &'a Value {
    clocks.iter().find(|clock| clock["clock"] == code).unwrap()
}

#[test]
fn a_complaint_s_own_clocks_are_explained_with_their_pauses() {
    let (desk, _) = Desk::imported();
    let mut complaint = complaint();
    let number = complaint.tracking_id.to_string();
    desk.run(&["import", &desk.export_of(&[complaint.clone()])])
        .done();
    let running = explained(&desk, &number);
    let follow_up = clock(&running, "tindak-lanjut");
    assert_eq!(
        (
            &follow_up["state"],
            &follow_up["pauses"],
            &follow_up["met_at"]
        ),
        (&"running".into(), &json!([]), &Value::Null)
    );
    assert_eq!(clock(&running, "verifikasi")["state"], "met");
    assert_eq!(
        follow_up["policy"],
        json!({ "id": "sp4n-lapor", "version": 2, "effective_from": "2025-01-01", "office_version": null })
    );
    assert_eq!(follow_up["calendar"]["version"], 1);
    let shown = desk.run(&["show", &number]).done();
    for clock in &running {
        let same = shown["clocks"]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["clock"] == clock["clock"])
            .unwrap();
        assert_eq!(
            (&same["due_at"], &same["state"]),
            (&clock["due_at"], &clock["state"])
        );
        let why = clock["why"].as_str().unwrap();
        assert!(why.contains("hari"), "one line: {why}");
        assert!(clock["steps"].as_array().unwrap().len() > 1);
    }

    // On hold since Monday, as the national system says then.
    complaint.national.name = "Tertunda".to_owned();
    complaint.stage = Stage::Tertunda;
    let monday = [("TANGGAP_NOW", "2026-11-23T10:00:00+07:00")];
    let file = desk.export_of(&[complaint]);
    desk.run_with(&["import", &file], &monday).done();
    let later = [("TANGGAP_NOW", "2026-11-25T10:00:00+07:00")];
    let paused = desk.run_with(&["sla", "explain", &number], &later).done();
    let paused = paused["clocks"].as_array().unwrap();
    let follow_up = clock(paused, "tindak-lanjut");
    assert_eq!(follow_up["state"], "paused");
    let pause = &follow_up["pauses"][0];
    assert_eq!(
        (&pause["reason"], &pause["until"], &pause["counts"]),
        (&"on-hold".into(), &Value::Null, &true.into())
    );
    let steps = follow_up["steps"].to_string();
    assert!(
        steps.contains("Dijeda Sen 23 Nov 2026, 10.00 WIB – sekarang, ditunda"),
        "{steps}"
    );

    desk.run(&["sla", "explain", "1"]).refused(1, "not-found");
    for wrong in [
        ["sla", "explain"].as_slice(),
        &["sla", "explain", "--class", "aspirasi"],
        &["sla", "explain", "1", "--class", "aspirasi"],
    ] {
        assert_eq!(desk.run(wrong).exit, 2, "{wrong:?}");
    }
    let without_profile = crate::desk::run(&["sla", "explain", &number, "--json"], &[]);
    without_profile.refused(2, "usage");
}

#[test]
fn rules_of_the_office_hold_from_their_date_on() {
    let (desk, _) = Desk::imported();
    let rules = |from: &str| {
        json!({
            "schema": "tanggap-office-rules/1",
            "effective_from": from,
            "citation": "SE Bupati 12/2026",
            "clocks": [{
                "clock": "kantor-1",
                "name": "Kabar pertama",
                "limit": { "amount": 4, "unit": "working-hours" },
                "starts": "received",
                "ends": "followed-up",
                "citation": "SE Bupati 12/2026, butir 3",
            }],
        })
        .to_string()
    };
    let before = desk.run(&["policy"]).done();
    assert_eq!(before["earliest"], "2026-11-21");
    let in_force = |reply: &Value| -> Vec<Value> {
        let policies = reply["policies"].as_array().unwrap().iter();
        policies
            .filter(|it| it["in_force"] == true)
            .cloned()
            .collect()
    };
    assert_eq!(in_force(&before)[0]["version"], 2);
    assert_eq!(in_force(&before)[0]["clocks"][0]["limit"]["amount"], 3);
    assert_eq!(before["office_versions"], json!([]));

    let adopt = |content: &str, reason: &str| {
        let file = desk.file("aturan.json", content);
        desk.run(&["policy", "adopt", &file, "--reason", reason])
    };
    adopt(&rules("2026-11-20"), "Surut").refused(1, "bad-calendar");
    adopt(&rules("2026-11-23"), " ").refused(1, "bad-calendar");
    let wrong = adopt(
        &rules("2026-11-23").replace("followed-up", "kemarin"),
        "Salah",
    );
    assert_eq!(wrong.document["error"]["fault"]["of"], "rules");
    assert!(
        wrong
            .said
            .starts_with("Berkas aturan tidak terbaca pada baris 1"),
        "{}",
        wrong.said
    );

    let adopted = adopt(&rules("2026-11-23"), "Janji layanan").done();
    assert_eq!(
        (
            &adopted["version"],
            &adopted["effective_from"],
            &adopted["reason"]
        ),
        (&1.into(), &"2026-11-23".into(), &"Janji layanan".into())
    );
    let after = desk.run(&["policy"]).done();
    assert_eq!(after["office_versions"].as_array().unwrap().len(), 1);
    assert_eq!(in_force(&after), in_force(&before), "not before its date");
    let newest = after["policies"].as_array().unwrap().last().unwrap();
    assert_eq!(newest["office"]["citation"], "SE Bupati 12/2026");

    // What comes in later runs under it.
    let mut complaint = complaint();
    complaint.received_at = now() + TimeDelta::days(4);
    let number = complaint.tracking_id.to_string();
    let file = desk.export_of(&[complaint]);
    let later = [("TANGGAP_NOW", "2026-11-25T10:00:00+07:00")];
    desk.run_with(&["import", &file], &later).done();
    let explained = desk.run_with(&["sla", "explain", &number], &later).done();
    let own = clock(explained["clocks"].as_array().unwrap(), "kantor-1");
    assert_eq!(
        (
            &own["name"],
            &own["limit"]["unit"],
            &own["policy"]["office_version"]
        ),
        (&"Kabar pertama".into(), &"working-hours".into(), &1.into())
    );
}

#[test]
fn the_rules_of_the_manual_can_be_adopted() {
    let (desk, _) = Desk::imported();
    let is_rules = |text: &String| text.contains("tanggap-office-rules/1");
    let rules = examples("json").into_iter().find(is_rules).unwrap();
    let file = desk.file("aturan.json", &rules);
    let adopted = desk
        .run(&["policy", "adopt", &file, "--reason", "Janji layanan"])
        .done();
    assert_eq!(adopted["effective_from"], "2027-01-01");
    let policies = desk.run(&["policy"]).done();
    let newest = policies["policies"].as_array().unwrap().last().unwrap();
    let clocks = newest["clocks"].as_array().unwrap();
    assert_eq!(clock(clocks, "tindak-lanjut")["limit"]["amount"], 3);
    assert_eq!(clock(clocks, "kantor-1")["name"], "Kabar pertama");
    assert_eq!(
        clock(clocks, "verifikasi")["limit"]["amount"],
        3,
        "as the regulation has it"
    );
}

#[test]
fn whoever_is_late_is_listed_and_reminded_once_a_day() {
    let (desk, _) = Desk::imported();
    let mut late = complaint();
    late.received_at = now() - TimeDelta::days(21);
    let number = late.tracking_id.to_string();
    let mut fresh = practice(200, now())
        .into_iter()
        .find(|it| it.stage == Stage::BelumTerverifikasi && it.tracking_id != late.tracking_id)
        .unwrap();
    fresh.received_at = now();
    let new = fresh.tracking_id.to_string();
    // Nobody has it yet, so nobody reads a reminder of it.
    let mut alone = fresh.clone();
    alone.tracking_id = TrackingId::parse("9000001").unwrap();
    alone.received_at = late.received_at;
    desk.run(&["import", &desk.export_of(&[late.clone(), fresh, alone])])
        .done();
    let listed = |desk: &Desk| -> Value {
        let escalations = desk.run(&["escalations"]).done();
        assert_eq!(escalations["after_days"], 2);
        let complaints = escalations["complaints"].as_array().unwrap();
        assert_eq!(escalations["total"], complaints.len());
        let found = complaints
            .iter()
            .find(|it| it["tracking_id"] == number.as_str());
        found.unwrap().clone()
    };
    let row = listed(&desk);
    assert_eq!(row["unit"], late.unit.as_ref().unwrap().name.as_str());
    assert_eq!(
        (&row["clock"], &row["overdue_days"]),
        (&"tindak-lanjut".into(), &9.into())
    );
    assert_eq!(
        (&row["reminders"], &row["due_now"]),
        (&json!([]), &true.into())
    );

    let text = desk.run(&["remind", &number, "--via", "whatsapp"]).done();
    let words = text["text"].as_str().unwrap();
    assert!(
        words.contains(&number) && words.contains("terlambat 9 hari kerja"),
        "{words}"
    );
    assert_eq!(
        (&text["subject"], &text["state"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        listed(&desk)["reminders"],
        json!([]),
        "a text alone is no reminder"
    );
    let email = ["remind", &number, "--via", "email", "--log"];
    let noted = desk.run(&email).done();
    assert!(
        noted["subject"].is_string() && noted["state"] == "queued",
        "{noted}"
    );
    desk.run(&email).refused(1, "too-soon");
    let hub = desk.run(&["remind", &number]).done();
    assert_eq!(
        (&hub["via"], &hub["text"], &hub["state"]),
        (&"in-app".into(), &Value::Null, &"queued".into())
    );
    let again = desk.run(&["remind", &number]);
    assert_eq!(
        again.said,
        "Sudah diingatkan; dapat diulang mulai Sab 21 Nov 2026, 10.00 WIB."
    );
    again.refused(1, "too-soon");
    let row = listed(&desk);
    let sent: Vec<(&Value, &Value)> = row["reminders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|sent| (&sent["via"], &sent["pending"]))
        .collect();
    assert_eq!(
        sent,
        [
            (&"in-app".into(), &true.into()),
            (&"email".into(), &true.into())
        ]
    );
    assert_eq!(row["due_now"], false);

    desk.run(&["remind", &new]).refused(1, "not-overdue");
    desk.run(&["remind", "9000001"]).refused(1, "no-unit");
    desk.run(&["remind", "1"]).refused(1, "not-found");
    desk.run(&["remind", &number, "--log"]).refused(2, "usage");
}

#[test]
fn the_record_of_notices_is_empty_where_no_window_ran() {
    let (desk, _) = Desk::imported();
    let none = json!({ "total": 0, "unread": 0, "more": false, "notices": [] });
    for asked in [
        ["notices"].as_slice(),
        &["notices", "--unread", "--breaches", "--limit", "3"],
    ] {
        assert_eq!(desk.run(asked).done(), none);
    }
    assert_eq!(desk.run(&["notices", "--limit", "0"]).exit, 2);
}

#[test]
fn every_open_clock_goes_into_a_spreadsheet() {
    let (desk, _) = Desk::imported();
    let folder = desk.path("");
    let written = desk.run(&["export", "deadlines", &folder]).done();
    let path = written["path"].as_str().unwrap();
    // The clock of the program runs on while it reads.
    let name = Path::new(path).file_name().unwrap().to_str().unwrap();
    let (day, second) = name.rsplit_once('-').unwrap();
    assert_eq!(day, "tenggat-2026-11-20", "{path}");
    assert!(
        second.starts_with("10") && second.ends_with(".xlsx"),
        "{path}"
    );
    let start = std::fs::read(path).unwrap();
    assert!(start.starts_with(b"PK"), "a workbook");
    desk.run(&["export", "deadlines", &desk.path("tidak-ada")])
        .refused(1, "file-missing");
}
