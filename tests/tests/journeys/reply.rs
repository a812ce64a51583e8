//! The main job: complaints come in, one desk replies while the hub is away, everybody has the reply
//! once.

use anyhow::Result;
use serde_json::Value;
use tanggap_tests::Complaints;
use tanggap_tests::complaints::FAULTY_ROWS;

use crate::world::{World, occurrences};

const REPLY: &str =
    "Petugas memeriksa lokasi Senin, 23 November 2026, lalu melaporkan hasilnya di sini.";

#[tokio::test]
async fn a_reply_written_while_the_hub_is_away_reaches_everybody_once() -> Result<()> {
    let world = World::new()?;
    let complaints = Complaints::read()?;
    let count = complaints.all.len() as u64;
    let file = complaints.write(world.folder())?;

    let report = world.import(&file)?;
    assert_eq!(report["new"], count, "{report}");
    assert_eq!(report["read"], count + u64::from(FAULTY_ROWS), "{report}");
    assert_eq!(rows(&report["unreadable"]).len(), FAULTY_ROWS as usize);
    let again = world.import(&file)?;
    assert_eq!(again["unchanged"], count, "{again}");
    assert_eq!((&again["new"], &again["updated"]), (&0.into(), &0.into()));

    let hub = world.serve(None).await?;
    let first = world.desk("satu");
    let second = world.desk("dua");
    let token = world.officer("Petugas Satu", complaints.scope)?;
    let synced = first.first_day(&hub.url, &token).await?;
    assert_eq!(synced["pulled"], count, "{synced}");
    let token = world.officer("Petugas Dua", complaints.scope)?;
    let synced = second.first_day(&hub.url, &token).await?;
    assert_eq!(synced["pulled"], count, "{synced}");
    assert_eq!(rows(&second.done(&["list"]).await?).len() as u64, count);
    assert_eq!(second.done(&["sync"]).await?["pulled"], 0);

    let complaint = complaints.open().next().expect("an open complaint");
    let number = complaint.tracking_id.as_str();
    let address = hub.address().to_owned();
    hub.kill().await?;
    let text = world.text(REPLY)?;
    let reply = ["reply", number, "--text-file", &text, "--then", "proses"];
    let submitted = first.done(&reply).await?;
    let away = first.run(&["sync"]).await?;
    assert_eq!((away.exit, away.code()), (1, "offline"), "{away:?}");
    let outbox = first.done(&["outbox"]).await?;
    assert_eq!(rows(&outbox).len(), 1, "{outbox}");
    assert_eq!(outbox[0]["op_id"], submitted["op_id"]);
    assert_eq!(outbox[0]["tracking_id"], number);
    let shown = first.done(&["show", number]).await?;
    assert_eq!(shown["stage"], "proses", "shown at once: {shown}");
    assert_eq!(shown["pending"], 1, "and as waiting: {shown}");

    let hub = world.serve(Some(&address)).await?;
    let synced = first.done(&["sync"]).await?;
    assert_eq!(
        (&synced["pushed"], &synced["waiting"]),
        (&1.into(), &0.into())
    );
    assert_eq!(first.done(&["outbox"]).await?, Value::Array(vec![]));
    assert_eq!(first.done(&["sync"]).await?["pushed"], 0);

    let synced = second.done(&["sync"]).await?;
    assert_eq!(synced["pulled"], 1, "only what changed: {synced}");
    // A desk that knows nothing yet shows what the hub has.
    let third = world.desk("tiga");
    let token = world.officer("Pengawas", complaints.scope)?;
    third.first_day(&hub.url, &token).await?;
    for desk in [&first, &second, &third] {
        let shown = desk.done(&["show", number]).await?;
        assert_eq!(occurrences(&shown, REPLY), 1, "{shown}");
        assert_eq!(shown["stage"], "proses");
        assert_eq!(shown["pending"], 0);
        let replies = rows(&shown["followups"]);
        let reply = replies.last().expect("a reply in the thread");
        assert_eq!(
            (&reply["text"], &reply["confirmed"]),
            (&REPLY.into(), &true.into())
        );
    }
    hub.stop().await
}

fn rows(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}
