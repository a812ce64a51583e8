//! The same facts, calendars and rules give the same answer on every desk, in whatever order they came.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tanggap_tests::{Complaints, Ctl};

use crate::world::World;

const COMPLAINTS: usize = 400;
/// Explained one by one.
const EXPLAINED: usize = 12;

/// Takes out days that many clocks have on their way, whenever the complaints are from.
const DECREE: &str = "SKB Perubahan\nTanggal;Keterangan;Jenis\n\
    19 November 2026;Pemilihan serentak;Libur nasional\n\
    23 November 2026;Cuti Bersama Pemilihan;Cuti bersama\n\
    26 Juni 2023;Hari Jadi;Libur nasional\n\
    4 Juli 2023;Cuti Bersama Hari Jadi;Cuti bersama\n";

const RULES: &str = r#"{
    "schema": "tanggap-office-rules/1",
    "effective_from": "2099-01-01",
    "citation": "SE Bupati 12/2026",
    "clocks": [{
        "clock": "kantor-1", "name": "Kabar pertama", "ends": "followed-up",
        "limit": { "amount": 4, "unit": "working-hours" }, "citation": "SE Bupati 12/2026"
    }]
}"#;

#[tokio::test]
async fn two_desks_with_the_same_facts_and_calendars_give_the_same_answers() -> Result<()> {
    let world = World::new()?;
    let complaints = Complaints::read()?.newest(COMPLAINTS);
    let export = complaints.write(world.folder())?.display().to_string();
    let file = |name: &str, content: &str| -> Result<String> {
        let path = world.folder().join(name);
        std::fs::write(&path, content)?;
        Ok(path.display().to_string())
    };
    let (decree, rules) = (file("skb.csv", DECREE)?, file("aturan.json", RULES)?);
    let import = ["import", &export];
    let add = ["calendar", "import", &decree, "--merge", "add-days"];
    let adopt = [add.as_slice(), &["--reason", "SKB perubahan", "--yes"]].concat();
    let own = ["policy", "adopt", &rules, "--reason", "Janji layanan"];
    let (first, second) = (
        desk(&world, "satu", &complaints).await?,
        desk(&world, "dua", &complaints).await?,
    );
    first.done(&import).await?;
    let before = first.done(&["deadlines"]).await?;
    let preview = first.done(&add).await?;
    let adopted = first.done(&adopt).await?;
    assert_eq!(adopted["preview"], preview["preview"]);
    first.done(&own).await?;
    for step in [own.as_slice(), &adopt, &import] {
        second.done(step).await?;
    }

    let deadlines = first.done(&["deadlines"]).await?;
    assert_ne!(deadlines, before, "the decree moved something: {preview}");
    assert_eq!(deadlines, second.done(&["deadlines"]).await?);
    let mut numbers: Vec<&str> = rows(&deadlines)
        .iter()
        .filter_map(|row| row["tracking_id"].as_str())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let settled = first
        .done(&["list", "--stage", "selesai", "--limit", "3"])
        .await?;
    let settled = rows(&settled)
        .iter()
        .filter_map(|row| row["tracking_id"].as_str());
    let far_apart = numbers
        .iter()
        .copied()
        .step_by((numbers.len() / EXPLAINED).max(1));
    for number in far_apart.chain(settled) {
        let explain = ["sla", "explain", number];
        let explained = first.done(&explain).await?;
        assert!(!rows(&explained["clocks"]).is_empty(), "{explained}");
        assert_eq!(explained, second.done(&explain).await?);
    }
    // Asked at another time, and once more.
    let later = ["deadlines", "--at", "2027-03-01T09:00:00+07:00"];
    assert_eq!(first.done(&later).await?, second.done(&later).await?);
    assert_eq!(first.done(&["deadlines"]).await?, deadlines);
    Ok(())
}

/// A profile that was made a day before: what is adopted now is adopted later.
async fn desk(world: &World, name: &str, complaints: &Complaints) -> Result<Ctl> {
    let now: DateTime<Utc> = complaints.now.parse()?;
    let before = (now - TimeDelta::days(1)).to_rfc3339();
    let init = ["init", "--office", "Kantor Uji", "--zone", "WIB"];
    let first = world.desk(name).with("TANGGAP_NOW", &before);
    first.done(&init).await?;
    Ok(world.desk(name).with("TANGGAP_NOW", complaints.now))
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}
