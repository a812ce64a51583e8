//! One coordinator's export is every desk's: a connected desk brings its file to the hub.

use anyhow::Result;
use serde_json::json;
use tanggap_tests::{Complaints, Ctl};

use crate::world::{World, occurrences};

const COMPLAINTS: usize = 60;
const NOTE: &str = "Sudah ditinjau ke lapangan.";

async fn connected(
    world: &World,
    name: &str,
    token: &str,
    address: &str,
    now: &str,
) -> Result<Ctl> {
    let desk = world.desk(name).with("TANGGAP_NOW", now);
    let hub = format!("http://{address}");
    desk.done(&["init", "--office", "Kantor Uji", "--zone", "WIB"])
        .await?;
    desk.done(&["connect", "--hub", &hub, "--token", token])
        .await?;
    Ok(desk)
}

#[tokio::test]
async fn what_one_officer_brings_every_desk_has_and_nobodys_work_is_lost() -> Result<()> {
    let world = World::new()?;
    let complaints = Complaints::invented(COMPLAINTS)?;
    let now = complaints.now;
    let hub = world.serve(None).await?;
    let (ani, budi) = (world.officer("Ani", "35")?, world.officer("Budi", "35")?);
    let ani = connected(&world, "ani", &ani, hub.address(), now).await?;
    let budi = connected(&world, "budi", &budi, hub.address(), now).await?;

    let file = complaints.write(world.folder())?.display().to_string();
    let brought = ani.done(&["import", &file]).await?;
    assert_eq!(brought["new"], COMPLAINTS, "{brought}");
    budi.done(&["sync"]).await?;
    let listed = budi.done(&["list", "--limit", "100"]).await?;
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), COMPLAINTS);

    // A colleague's note, and the same file once more: nothing twice, nothing lost.
    let number = listed[0]["tracking_id"].as_str().expect("a number");
    let text = world.text(NOTE)?;
    budi.done(&["note", number, "--text-file", &text]).await?;
    budi.done(&["sync"]).await?;
    let again = ani.done(&["import", &file]).await?;
    let counts = (&again["new"], &again["updated"], &again["unchanged"]);
    assert_eq!(
        counts,
        (&json!(0), &json!(0), &json!(COMPLAINTS)),
        "{again}"
    );
    ani.done(&["sync"]).await?;
    let shown = ani.done(&["show", number]).await?;
    assert_eq!(occurrences(&shown, NOTE), 1, "{shown}");

    // Whoever answers for one unit only brings nothing; with the hub away nothing is begun.
    let unit = world.officer("Dinas", "ins:77")?;
    let unit = connected(&world, "dinas", &unit, hub.address(), now).await?;
    let refused = unit.run(&["import", &file]).await?;
    assert_eq!((refused.exit, refused.code()), (1, "import-not-yours"));
    hub.stop().await?;
    let away = ani.run(&["import", &file]).await?;
    assert_eq!((away.exit, away.code()), (1, "import-hub-away"), "{away:?}");
    assert!(!away.said.is_empty());
    Ok(())
}
