//! Bad input, told in a clear sentence with a stable code, on the command line and over the network.
//! Nothing is lost, executed or half-written. What the window says to it is in the window's journeys.

use std::fs::{self, File};
use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tanggap_domain::classification::Classification;
use tanggap_tests::http::{Portal, post};
use tanggap_tests::hub::{Serving, command};
use tanggap_tests::{Complaints, Ctl, Hub};

use crate::world::{World, occurrences};

const NOTE: &str = "Sudah dicek petugas lapangan.";

/// A small office at work: a hub with 20 complaints, one desk that has them.
struct Office {
    world: World,
    hub: Hub,
    desk: Ctl,
    token: String,
    numbers: Vec<String>,
}

impl Office {
    async fn open() -> Result<Self> {
        let world = World::new()?;
        let complaints = Complaints::invented(20)?;
        world.import(&complaints.write(world.folder())?)?;
        let hub = world.serve(None).await?;
        let desk = world.desk("satu");
        let token = world.officer("Petugas Satu", complaints.scope)?;
        desk.first_day(&hub.url, &token).await?;
        let open = complaints.open();
        Ok(Self {
            numbers: open.map(|it| it.tracking_id.to_string()).collect(),
            world,
            hub,
            desk,
            token,
        })
    }

    /// Writes a note on the first complaint, which stays in the outbox.
    async fn note(&self) -> Result<()> {
        let text = self.world.text(NOTE)?;
        let note = ["note", &self.numbers[0], "--text-file", &text];
        self.desk.done(&note).await.map(drop)
    }

    /// The note is still waiting, and nothing else.
    async fn note_is_safe(&self) -> Result<()> {
        let outbox = self.desk.done(&["outbox"]).await?;
        assert_eq!(outbox.as_array().map(Vec::len), Some(1), "{outbox}");
        assert_eq!(outbox[0]["tracking_id"], self.numbers[0].as_str());
        Ok(())
    }

    /// The note is on the hub, once.
    async fn note_arrives_once(&self) -> Result<()> {
        self.desk.done(&["sync"]).await?;
        assert_eq!(self.desk.done(&["outbox"]).await?, json!([]));
        let shown = self.desk.done(&["show", &self.numbers[0]]).await?;
        assert_eq!(occurrences(&shown, NOTE), 1, "{shown}");
        Ok(())
    }
}

/// Files that are no export of the national system.
fn wrong_files(world: &World) -> Result<Vec<(&'static str, PathBuf)>> {
    let file = |name: &str| world.folder().join(name);
    fs::write(file("gambar.xlsx"), b"\x89PNG\r\n\x1a\nbukan buku kerja")?;
    fs::write(file("teks.xls"), "Tracking ID;Isi\n1;halo\n")?;
    fs::write(
        file("terpotong.xlsx"),
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00",
    )?;
    fs::write(file("kosong.xlsx"), b"")?;
    // As large as it says, without taking the room.
    File::create(file("besar.xlsx"))?.set_len(200 << 20)?;
    let mut other = rust_xlsxwriter::Workbook::new();
    let sheet = other.add_worksheet();
    for (row, name) in (0..).zip(["Anggaran 2026", "Kode", "1.02.03"]) {
        sheet.write_string(row, 0, name)?;
    }
    other.save(file("anggaran.xlsx"))?;
    let mut blank = rust_xlsxwriter::Workbook::new();
    blank.add_worksheet();
    blank.save(file("tanpa-isi.xlsx"))?;
    Ok(vec![
        ("not-a-spreadsheet", file("gambar.xlsx")),
        ("not-a-spreadsheet", file("teks.xls")),
        ("not-a-spreadsheet", file("terpotong.xlsx")),
        ("empty-spreadsheet", file("kosong.xlsx")),
        ("empty-spreadsheet", file("tanpa-isi.xlsx")),
        ("other-spreadsheet", file("anggaran.xlsx")),
        ("file-too-large", file("besar.xlsx")),
        ("file-missing", file("tidak-ada.xlsx")),
    ])
}

#[tokio::test]
async fn files_that_are_no_export_are_refused_by_name() -> Result<()> {
    let office = Office::open().await?;
    let before = office.desk.done(&["list"]).await?;
    for (code, file) in wrong_files(&office.world)? {
        let shown = file.display().to_string();
        let answer = office.desk.run(&["import", &shown]).await?;
        assert_eq!(
            (answer.exit, answer.code()),
            (1, code),
            "{shown}: {answer:?}"
        );
        assert!(!answer.said.is_empty(), "{shown}: no sentence for people");
        // The hub refuses it as well, with a reason.
        let refusal = office.world.import(&file).unwrap_err().to_string();
        assert!(refusal.contains("failed: "), "{shown}: {refusal}");
    }
    assert_eq!(
        office.desk.done(&["list"]).await?,
        before,
        "nothing changed"
    );
    office.hub.stop().await
}

#[tokio::test]
async fn a_login_page_is_not_taken_for_the_hub() -> Result<()> {
    let office = Office::open().await?;
    let portal = Portal::open("127.0.0.1:0").await?;
    let connect = ["connect", "--hub", &portal.url, "--token", "x"];
    let answer = office.desk.run(&connect).await?;
    assert_eq!((answer.exit, answer.code()), (1, "not-a-hub"), "{answer:?}");

    // The network asks to log in where the hub was a moment ago.
    office.note().await?;
    let address = office.hub.address().to_owned();
    office.hub.stop().await?;
    let portal = Portal::open(&address).await?;
    let answer = office.desk.run(&["sync"]).await?;
    assert_eq!((answer.exit, answer.code()), (1, "not-a-hub"), "{answer:?}");
    drop(portal);
    let hub = office.world.serve(Some(&address)).await?;
    let office = Office { hub, ..office };
    office.note_is_safe().await?;
    office.note_arrives_once().await?;
    office.hub.stop().await
}

#[tokio::test]
async fn a_revoked_token_keeps_the_work_until_there_is_a_new_one() -> Result<()> {
    let office = Office::open().await?;
    office.note().await?;
    command(
        &office.world.hub_data(),
        &["officer", "revoke", "Petugas Satu", "--json"],
    )?;
    let answer = office.desk.run(&["sync"]).await?;
    assert_eq!(
        (answer.exit, answer.code()),
        (1, "token-rejected"),
        "{answer:?}"
    );
    office.note_is_safe().await?;

    let nonsense = [
        "connect",
        "--hub",
        &office.hub.url,
        "--token",
        "bukan-token",
    ];
    let answer = office.desk.run(&nonsense).await?;
    assert_eq!(
        (answer.exit, answer.code()),
        (1, "token-rejected"),
        "{answer:?}"
    );
    office.note_is_safe().await?;

    let token = office.world.officer("Petugas Satu Baru", "35")?;
    let connect = ["connect", "--hub", &office.hub.url, "--token", &token];
    office.desk.done(&connect).await?;
    // To the hub somebody else begins: they decide what becomes of it.
    let outbox = office.desk.done(&["outbox"]).await?;
    assert_eq!(outbox[0]["reason"], "other-officer", "{outbox}");
    let op = outbox[0]["op_id"].as_str().context("Naming the change")?;
    office.desk.done(&["outbox", "take", op]).await?;
    office.note_arrives_once().await?;
    office.hub.stop().await
}

#[tokio::test]
async fn addresses_that_lead_nowhere_are_told_apart() -> Result<()> {
    let office = Office::open().await?;
    for (url, code) in [
        ("bukan alamat", "bad-address"),
        ("ftp://contoh.go.id", "bad-address"),
        // The discard port: nobody listens.
        ("http://127.0.0.1:9", "offline"),
    ] {
        let connect = ["connect", "--hub", url, "--token", "x"];
        let answer = office.desk.run(&connect).await?;
        assert_eq!((answer.exit, answer.code()), (1, code), "{url}: {answer:?}");
    }
    // The connection that works was not given up for one that does not.
    office.note().await?;
    office.note_arrives_once().await?;
    office.hub.stop().await
}

#[tokio::test]
async fn a_clock_wrong_by_a_year_is_noticed_and_decides_nothing() -> Result<()> {
    let office = Office::open().await?;
    let address = office.hub.address().to_owned();
    office.hub.stop().await?;
    // Seen from the desk, either clock may be the wrong one: the hub's is the one that counts.
    let serving = Serving {
        listen: &address,
        environment: &[("TANGGAP_NOW", "2028-01-10T10:00:00+07:00")],
        ..Serving::default()
    };
    let hub = Hub::start(&office.world.hub_data(), serving, &office.world.logs()).await?;
    let office = Office { hub, ..office };
    office.note().await?;
    office.note_arrives_once().await?;
    let answer = office.desk.run(&["doctor"]).await?;
    let checks = answer.document["checks"].as_array().context("No checks")?;
    let clock = checks.iter().find(|check| check["name"] == "clock");
    assert_eq!(clock.context("No check of the clock")?["ok"], false);
    let shown = office.desk.done(&["show", &office.numbers[0]]).await?;
    let event = shown["history"].as_array().and_then(|it| it.last());
    let at = event.context("No history")?["at"].as_str().unwrap_or("");
    assert!(
        at.starts_with("2028-01-10"),
        "the hub's time of acceptance: {at}"
    );
    office.hub.stop().await
}

#[tokio::test]
async fn texts_arrive_as_they_are_and_are_never_more_than_text() -> Result<()> {
    let nasty = [
        "<script>alert(1)</script><img src=x onerror=alert(2)> & \"kutip\" 'tunggal'",
        "Kanan ke kiri: \u{202e}gpj.exe\u{202c} \u{200f}dan seterusnya\u{200e}",
        "'; DROP TABLE complaint; -- \" OR 1=1 NEAR(\"",
        "Emoji 🚧 dan huruf gabung: e\u{301}\u{301}, \u{feff}nol-lebar\u{200b}",
    ];
    let world = World::new()?;
    let mut complaints = Complaints::invented(20)?;
    for (complaint, text) in complaints.all.iter_mut().zip(nasty) {
        complaint.body = format!("{text} {}", "panjang ".repeat(3_000));
        complaint.title = text.chars().take(60).collect();
        complaint.first_body = None;
        complaint.classification = Classification::PengaduanTidakBerkadar;
    }
    world.import(&complaints.write(world.folder())?)?;
    let hub = world.serve(None).await?;
    let desk = world.desk("satu");
    let token = world.officer("Petugas Satu", complaints.scope)?;
    desk.first_day(&hub.url, &token).await?;
    for complaint in &complaints.all[..nasty.len()] {
        let shown = desk.done(&["show", complaint.tracking_id.as_str()]).await?;
        assert_eq!(shown["body"], complaint.body.trim());
    }
    for search in nasty {
        let found = desk.done(&["list", "--search", search]).await?;
        assert!(found.is_array(), "a search is only words: {search}");
    }

    // A reply of 1 MB is longer than a reply may be; it is refused whole.
    let number = complaints.all[0].tracking_id.as_str();
    let long = world.text(&"a".repeat(1 << 20))?;
    let answer = desk.run(&["note", number, "--text-file", &long]).await?;
    assert_eq!(
        (answer.exit, answer.code()),
        (1, "text-too-long"),
        "{answer:?}"
    );
    let empty = world.text(" \n")?;
    let answer = desk.run(&["note", number, "--text-file", &empty]).await?;
    assert_eq!(
        (answer.exit, answer.code()),
        (1, "empty-text"),
        "{answer:?}"
    );
    assert_eq!(desk.done(&["outbox"]).await?, json!([]));

    // A complaint of 1 MB is one: it comes through whole.
    let op = "0192f00d-7a2b-7c11-9abc-def012345678";
    let op_id = tanggap_domain::ids::OpId(op.parse()?);
    let id = tanggap_domain::ids::ComplaintId::of_recording(op_id).to_string();
    let body = "Jalan rusak. ".repeat((1 << 20) / 13);
    let change = json!({
        "kind": "record", "title": "Satu megabita", "body": body, "channel": "letter",
        "classification": "pengaduan-tidak-berkadar", "received_at": "2026-11-20T09:00:00+07:00",
        "location": {"region": "35.78"}, "a_newer_member": {"deep": [1, 2, 3]},
    });
    let request = json!({
        "replica_id": "0192f00d-7a2b-7c11-9abc-def012345679", "newer": true,
        "ops": [{"op_id": op, "complaint_id": id, "at": "2026-11-20T09:00:00+07:00",
                 "change": change, "also_newer": null}],
    });
    let (status, outcome) =
        post(&hub.url, "/v1/ops", &token, request.to_string().as_bytes()).await?;
    assert_eq!(status, 200, "{outcome}");
    desk.done(&["sync"]).await?;
    let shown = desk.done(&["show", &id]).await?;
    assert_eq!(shown["body"].as_str().map(str::len), Some(body.len()));
    hub.stop().await
}

#[tokio::test]
async fn requests_no_desk_of_ours_sends_are_refused_with_a_code() -> Result<()> {
    let office = Office::open().await?;
    let sha256 = "ab".repeat(32);
    let upload =
        |size: u64| json!({"sha256": sha256, "size": size, "name": r"..\..\x"}).to_string();
    let too_long = "[".repeat(9 << 20);
    let table: [(&str, &str, u16, &str); 6] = [
        ("/v1/ops", "{\"replica_id\": ", 400, "bad-json"),
        ("/v1/pull", "<form>", 400, "bad-json"),
        ("/v1/ops", &too_long, 413, "too-large"),
        ("/v1/uploads", &upload(0), 422, "empty-file"),
        ("/v1/uploads", &upload(500 << 20), 413, "too-large"),
        ("/v1/tidak-ada", "{}", 404, "not-found"),
    ];
    for (path, body, status, code) in table {
        let answer = post(&office.hub.url, path, &office.token, body.as_bytes()).await?;
        let (got, answer) = (answer.0, answer.1);
        assert_eq!(
            (got, &answer["code"]),
            (status, &Value::from(code)),
            "{path}"
        );
        assert!(!answer["message"].as_str().unwrap_or("").is_empty());
    }
    let (status, _) = post(
        &office.hub.url,
        "/v1/pull",
        &office.token,
        json!({"scopes": [], "newer": 1}).to_string().as_bytes(),
    )
    .await?;
    assert_eq!(status, 200, "an unknown member is no reason to refuse");
    office.note().await?;
    office.note_arrives_once().await?;
    office.hub.stop().await
}
