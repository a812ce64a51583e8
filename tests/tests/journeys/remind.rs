//! Escalation: a coordinator reminds a unit through the hub, the unit's desk learns of it once, answers,
//! and nobody is reminded any more.

use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;
use tanggap_domain::agency::AgencyRef;
use tanggap_domain::classification::Classification;
use tanggap_domain::status::NationalStatus;
use tanggap_tests::hub::Serving;
use tanggap_tests::{Complaints, Hub, hub};

use crate::world::World;

const COMPLAINTS: usize = 300;
const UNIT: &str = "77";

/// The newest complaints, one of them with a unit that is late with its first follow-up and not yet
/// with anything else; that one's number.
fn one_late(complaints: &mut Complaints) -> Result<String> {
    let now: DateTime<Utc> = complaints.now.parse()?;
    let late = complaints.all.first_mut().expect("complaints");
    late.received_at = now - TimeDelta::days(17);
    late.classification = Classification::PengaduanTidakBerkadar;
    late.national = NationalStatus {
        name: "Terverifikasi".to_owned(),
        ..NationalStatus::default()
    };
    late.unit = Some(AgencyRef::new(Some(UNIT), "Dinas PUPR"));
    Ok(late.tracking_id.to_string())
}

#[tokio::test]
async fn a_reminder_reaches_the_unit_s_desk_once_and_its_answer_ends_it() -> Result<()> {
    let world = World::new()?;
    let mut complaints = Complaints::read()?.newest(COMPLAINTS);
    let number = one_late(&mut complaints)?;
    let file = complaints.write(world.folder())?;
    hub::import_at(&world.hub_data(), &file, Some(complaints.now))?;
    let clock = [("TANGGAP_NOW", complaints.now)];
    let serving = Serving {
        environment: &clock,
        ..Serving::default()
    };
    let hub = Hub::start(&world.hub_data(), serving, &world.logs()).await?;
    let desk = |name: &str| world.desk(name).with("TANGGAP_NOW", complaints.now);
    let (coordinator, unit, other) = (desk("koordinator"), desk("unit"), desk("lain"));
    for (desk, name, scope) in [
        (&coordinator, "Koordinator", complaints.scope),
        (&unit, "Petugas Dinas", "ins:77"),
        (&other, "Petugas Lain", "ins:78"),
    ] {
        let token = world.officer(name, scope)?;
        desk.first_day(&hub.url, &token).await?;
    }
    let number = number.as_str();
    assert_eq!(numbers(&unit.done(&["list"]).await?), [number]);
    assert_eq!(other.done(&["list"]).await?, Value::Array(Vec::new()));

    let late = escalated(&coordinator.done(&["escalations"]).await?, number);
    let late = late.expect("late by two working days or more");
    assert_eq!(late["clock"], "tindak-lanjut");
    assert_eq!(
        (&late["unit"], &late["due_now"]),
        (&"Dinas PUPR".into(), &true.into())
    );
    let reminded = coordinator.done(&["remind", number]).await?;
    assert_eq!(reminded["state"], "queued");
    assert_eq!(reminders(&unit.done(&["show", number]).await?).len(), 0);
    let synced = coordinator.done(&["sync"]).await?;
    assert_eq!(
        (&synced["pushed"], &synced["waiting"]),
        (&1.into(), &0.into())
    );
    let again = coordinator.run(&["remind", number]).await?;
    assert_eq!((again.exit, again.code()), (1, "too-soon"), "{again:?}");

    let synced = unit.done(&["sync"]).await?;
    assert_eq!(synced["pulled"], 1, "{synced}");
    // Whatever is asked again brings nothing again.
    for desk in [&coordinator, &unit, &other] {
        let synced = desk.done(&["sync"]).await?;
        assert_eq!(
            (&synced["pulled"], &synced["pushed"]),
            (&0.into(), &0.into())
        );
    }
    for desk in [&coordinator, &unit] {
        let shown = desk.done(&["show", number]).await?;
        let found = reminders(&shown);
        let [reminder] = found.as_slice() else {
            panic!("one reminder: {shown}");
        };
        assert_eq!(reminder["by"]["name"], "Koordinator");
        assert_eq!(reminder["what"]["via"], "in-app");
        assert_eq!(reminder["what"]["clock"], "tindak-lanjut");
        assert_eq!(reminder["what"]["overdue_days"], late["overdue_days"]);
        let row = escalated(&desk.done(&["escalations"]).await?, number);
        let sent = &row.expect("late on both desks")["reminders"];
        assert_eq!(
            (&sent[0]["by"], &sent[0]["pending"]),
            (&"Koordinator".into(), &false.into())
        );
    }
    // The record of notices belongs to the watch beside a window; without one nothing is in it, and
    // nothing may be in it twice.
    let notices = unit.done(&["notices"]).await?;
    assert!(notices["total"].as_u64() <= Some(1), "{notices}");

    let text = world.text("Sudah dijadwalkan; petugas datang besok pagi.")?;
    let reply = ["reply", number, "--text-file", &text, "--then", "proses"];
    unit.done(&reply).await?;
    assert_eq!(unit.done(&["sync"]).await?["pushed"], 1);
    coordinator.done(&["sync"]).await?;
    for desk in [&coordinator, &unit] {
        let escalations = desk.done(&["escalations"]).await?;
        assert_eq!(escalated(&escalations, number), None, "{escalations}");
        let refused = desk.run(&["remind", number]).await?;
        assert_eq!((refused.exit, refused.code()), (1, "not-overdue"));
    }
    hub.stop().await
}

fn numbers(list: &Value) -> Vec<&str> {
    let rows = list.as_array().map_or(&[][..], Vec::as_slice);
    rows.iter()
        .filter_map(|row| row["tracking_id"].as_str())
        .collect()
}

fn escalated(escalations: &Value, number: &str) -> Option<Value> {
    let complaints = escalations["complaints"].as_array()?;
    complaints
        .iter()
        .find(|it| it["tracking_id"] == number)
        .cloned()
}

fn reminders(complaint: &Value) -> Vec<Value> {
    let history = complaint["history"].as_array().cloned().unwrap_or_default();
    let is_reminder = |event: &Value| event["what"]["kind"] == "reminded";
    history.into_iter().filter(is_reminder).collect()
}
