//! The real program: started, asked, killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tanggap_domain::change::{Change, ChangeKind, How};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{OpId, ReplicaId};
use tanggap_upstream::{Hub, Outcome, PullRequest, RowKind, Upstream, UpstreamError, export};
use uuid::Uuid;

use crate::desk::{at, complaint};

/// A hub process; dropping it is `kill -9`.
pub struct Process {
    pub child: Child,
    pub url: String,
}

impl Process {
    pub fn serve(data: &Path, more: &[&str]) -> Self {
        let mut command = program(data, &["serve", "--init", "--listen", "127.0.0.1:0"]);
        command.args(more).stderr(Stdio::null());
        Self::started(command)
    }

    pub fn started(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).expect("one line of JSON when ready");
        let url = ready["listening"].as_str().unwrap().to_owned();
        Self { child, url }
    }

    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tanggap-hub"));
    command.args(arguments).arg("--data").arg(data);
    command.env_remove("TANGGAP_NOW").env("TANGGAP_LOG", "off");
    command
}

pub fn json(data: &Path, arguments: &[&str]) -> Value {
    let output = program(data, arguments).arg("--json").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

pub fn token(data: &Path, name: &str, scope: &str) -> String {
    if !data.join("hub.db").exists() {
        json(data, &["init"]);
    }
    let added = json(data, &["officer", "add", name, "--scope", scope]);
    assert_eq!(added["officer"], name);
    added["token"].as_str().unwrap().to_owned()
}

pub async fn pull_all(hub: &Hub, scope: &str) -> Vec<Complaint> {
    let (mut cursor, mut complaints) = (None, Vec::new());
    loop {
        let request = PullRequest {
            scopes: vec![(scope.to_owned(), cursor)],
            wait_ms: 0,
            max_bytes: 4 << 20,
        };
        let pulled = hub.pull(&request).await.unwrap();
        complaints.extend(pulled.rows.into_iter().filter_map(|row| match row.what {
            RowKind::Upsert(complaint) => Some(*complaint),
            _ => None,
        }));
        if !pulled.more {
            return complaints;
        }
        cursor = Some(pulled.cursors[scope].clone());
    }
}

pub fn note(number: u128, complaint: &Complaint) -> Change {
    Change {
        op: OpId(Uuid::from_u128(number)),
        complaint: complaint.id,
        by: Actor::reporter(),
        at: at(3),
        base: complaint.base(),
        kind: ChangeKind::Note {
            text: format!("catatan {number}"),
            attachments: vec![],
        },
    }
}

#[tokio::test]
async fn an_export_is_imported_while_the_hub_runs_and_a_waiting_desk_hears_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Process::serve(dir.path(), &[]);
    let token_of_ani = token(dir.path(), "Ani", "16.71");
    let token = token(dir.path(), "Pemilah", "tanpa-lokasi");
    let desk = Hub::new(&hub.url, &token).unwrap();
    let waiting = PullRequest {
        scopes: vec![("tanpa-lokasi".to_owned(), None)],
        wait_ms: 50_000,
        max_bytes: 4 << 20,
    };
    let waiting = tokio::spawn(async move { desk.pull(&waiting).await });

    let mut rows: Vec<_> = (9_100_001..9_100_041)
        .map(|n| complaint(&n.to_string(), None))
        .collect();
    let file = dir.path().join("ekspor.xlsx");
    let style = export::Style {
        dirty: true,
        faulty_rows: 3,
        ..Default::default()
    };
    export::write(&rows, &file, style).unwrap();
    let path = file.to_str().unwrap();
    let first = json(dir.path(), &["import", path]);
    let unreadable = first["unreadable"].as_array().unwrap();
    assert_eq!((&first["read"], &first["new"]), (&43.into(), &40.into()));
    assert_eq!(unreadable.len(), 3);
    assert!(unreadable[0]["row"].is_u64() && unreadable[0]["reason"].is_string());
    assert_eq!(waiting.await.unwrap().unwrap().rows.len(), 40);

    let again = json(dir.path(), &["import", path]);
    let counts = ["read", "new", "updated", "unchanged"].map(|key| again[key].as_u64().unwrap());
    assert_eq!(counts, [43, 0, 0, 40]);
    rows[7].national.name = "Selesai".into();
    export::write(&rows, &file, style).unwrap();
    let changed = json(dir.path(), &["import", path]);
    let counts = ["new", "updated", "unchanged"].map(|key| changed[key].as_u64().unwrap());
    assert_eq!(counts, [0, 1, 39]);

    // All of it is on record, for desks as well.
    let listed = json(dir.path(), &["imports", "list"]);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 3);
    assert_eq!(
        (&listed[0]["at_hub"], &listed[0]["state"]),
        (&true.into(), &"done".into())
    );
    assert_eq!(listed[0]["sha256"].as_str().unwrap().len(), 64);
    let ani = Hub::new(&hub.url, &token_of_ani).unwrap();
    let seen = ani.imports().await.unwrap();
    assert!(seen.len() == 3 && seen.iter().all(|it| it.at_hub));
    let id = listed[0]["id"].as_str().unwrap();
    let rows = json(dir.path(), &["imports", "unreadable", id]);
    assert_eq!(rows.as_array().unwrap().len(), 3);
    let changes = json(dir.path(), &["imports", "changes", id]);
    let fields = changes["changes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["what"] == "changed");
    assert!(
        fields.unwrap()["fields"]
            .as_array()
            .unwrap()
            .iter()
            .any(|it| it["field"] == "status")
    );
    let would = json(dir.path(), &["imports", "take-back", id]);
    let done = json(
        dir.path(),
        &["imports", "take-back", id, "--reason", "Berkas salah"],
    );
    assert_eq!((&would, &done["back"]), (&done, &1.into()));
    let newest = &json(dir.path(), &["imports", "list"])[0];
    assert_eq!(newest["takes_back"]["id"], id);
}

#[tokio::test]
async fn a_command_that_is_killed_takes_in_all_or_nothing_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Process::serve(dir.path(), &[]);
    const ROWS: u64 = 3000;
    let rows: Vec<_> = (0..ROWS)
        .map(|n| complaint(&(9_300_000 + n).to_string(), None))
        .collect();
    let file = dir.path().join("ekspor.xlsx");
    export::write(&rows, &file, Default::default()).unwrap();
    let path = file.to_str().unwrap();
    let mut killed = 0;
    for told in 1..=6 {
        let mut command = program(dir.path(), &["import", path]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        // A line for every few hundred rows.
        let said = BufReader::new(child.stderr.take().unwrap());
        let heard = said.lines().take(told).count();
        let _ = child.kill();
        child.wait().unwrap();
        assert!(heard > 0, "it said nothing of its progress");
        let newest = json(dir.path(), &["imports", "list"])[0]["state"].clone();
        killed += u32::from(newest != "done");
        let found = json(dir.path(), &["doctor"])["unseen"].as_u64().unwrap();
        assert!(found == 0 || found == ROWS, "a part of a file: {found}");
        assert!(
            newest != "done" || found == ROWS,
            "said to be done, and is not"
        );
    }
    assert!(killed > 0, "no kill fell into a command");
    eprintln!("{killed} of 6 commands were killed on their way");
    json(dir.path(), &["import", path]);
    let listed = json(dir.path(), &["imports", "list"]);
    for (place, it) in listed.as_array().unwrap().iter().enumerate() {
        let state = &it["state"];
        let over = *state == "done" || *state == serde_json::json!({ "failed": "interrupted" });
        assert!(over, "{place}: {state}");
    }
    drop(hub);
}

/// On real complaints where they are at hand (`TANGGAP_TEST_DATA`), said plainly where they are not.
#[tokio::test]
async fn real_complaints_reach_the_desk_of_their_city() {
    let Some(folder) = export::real::folder() else {
        eprintln!("TANGGAP_TEST_DATA is not set: no real complaints were imported");
        return;
    };
    let mut rows = export::real::surabaya(&folder).unwrap();
    rows.truncate(1500);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("surabaya.xlsx");
    let style = export::Style {
        dirty: true,
        ..Default::default()
    };
    export::write(&rows, &file, style).unwrap();
    json(dir.path(), &["init"]);
    let imported = json(dir.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(imported["new"], rows.len());
    assert_eq!(imported["unreadable"].as_array().unwrap().len(), 0);
    let again = json(dir.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(again["unchanged"], rows.len());

    let hub = Process::serve(dir.path(), &[]);
    let city = Hub::new(&hub.url, &token(dir.path(), "Surabaya", "35.78")).unwrap();
    let other = Hub::new(&hub.url, &token(dir.path(), "Malang", "35.73")).unwrap();
    let held = pull_all(&city, "35.78").await;
    assert_eq!(held.len(), rows.len());
    let located = |complaint: &&Complaint| {
        let region = complaint.location.region.as_ref();
        region.is_some_and(|region| region.as_str().len() >= "35.78.13".len())
    };
    let in_districts = held.iter().filter(located).count();
    eprintln!("{in_districts} of {} name their kecamatan", held.len());
    assert_eq!(in_districts, held.len());
    assert_eq!(pull_all(&other, "35.73").await, []);
}

#[tokio::test]
async fn what_is_no_export_is_refused_by_name() {
    let dir = tempfile::tempdir().unwrap();
    json(dir.path(), &["init"]);
    for (name, content, code) in [
        ("kosong.xlsx", b"".as_slice(), "empty-workbook"),
        ("lain.xlsx", b"bukan excel".as_slice(), "not-a-spreadsheet"),
    ] {
        let file = dir.path().join(name);
        std::fs::write(&file, content).unwrap();
        let output = program(dir.path(), &["import", file.to_str().unwrap(), "--json"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(code), "{said}");
    }
    let wrong_usage = program(dir.path(), &["import"]).output().unwrap();
    assert_eq!(wrong_usage.status.code(), Some(2));
}

#[tokio::test]
async fn access_is_given_and_withdrawn_while_the_hub_runs() {
    let around = tempfile::tempdir().unwrap();
    let dir = around.path().join("hub");
    let hub = Process::serve(&dir, &[]);
    let token = token(&dir, "Palembang", "16.71");
    let desk = Hub::new(&hub.url, &token).unwrap();
    assert_eq!(
        desk.me().await.unwrap().scopes,
        ["16.71", "tanpa-lokasi:16"]
    );
    let listed = json(&dir, &["officer", "list"]);
    assert_eq!(listed[0]["officer"], "Palembang");
    assert!(!listed.to_string().contains(&token));
    let revoked = json(&dir, &["officer", "revoke", "Palembang"]);
    assert!(revoked["revoked_at"].is_string());
    assert_eq!(
        desk.me().await,
        Err(UpstreamError::NeedsLogin { revoked: true })
    );
    let unknown = program(&dir, &["officer", "revoke", "Palembang"])
        .output()
        .unwrap();
    assert_eq!(unknown.status.code(), Some(1));
}

#[tokio::test]
async fn one_folder_is_served_once() {
    let dir = tempfile::tempdir().unwrap();
    let _hub = Process::serve(dir.path(), &[]);
    let second = program(dir.path(), &["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&second.stderr).contains("another hub"));
}

#[cfg(unix)]
#[tokio::test]
async fn it_stops_in_order_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let mut hub = Process::serve(dir.path(), &[]);
    let token = token(dir.path(), "Palembang", "16.71");
    let desk = Hub::new(&hub.url, &token).unwrap();
    desk.me().await.unwrap();
    let killed = Command::new("kill")
        .args(["-TERM", &hub.child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    assert!(hub.child.wait().unwrap().success());
    // Everything is in the one file again.
    assert!(!dir.path().join("hub.db-wal").exists());
}

#[tokio::test]
async fn logs_and_errors_hold_nothing_personal() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("log");
    let mut child = program(dir.path(), &["serve", "--init", "--listen", "127.0.0.1:0"])
        .env("TANGGAP_LOG", "debug")
        .env("TANGGAP_NOW", "2026-11-20T08:00:00+07:00")
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let stdout = child.stdout.take().unwrap();
    BufReader::new(stdout).read_line(&mut line).unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    let url = ready["listening"].as_str().unwrap().to_owned();
    let hub = Process { child, url };
    let token = token(dir.path(), "Petugas Rahasia", "16.71");
    let desk = Hub::new(&hub.url, &token).unwrap();
    assert_eq!(desk.me().await.unwrap().server_time, at(0));
    let mut row = complaint("9100001", Some("16.71"));
    row.reporter.name = Some("Warga Rahasia".into());
    row.body = "Isi laporan rahasia 0812-0000-1234".into();
    let file = dir.path().join("ekspor.xlsx");
    export::write(std::slice::from_ref(&row), &file, Default::default()).unwrap();
    let import = ["import", file.to_str().unwrap(), "--for", "16.71"];
    json(dir.path(), &import);
    let mut change = note(1, &row);
    change.kind = ChangeKind::Note {
        text: "catatan rahasia".into(),
        attachments: vec![],
    };
    let pushed = desk.push(ReplicaId(Uuid::nil()), &[change]).await.unwrap();
    let (
        _,
        Outcome::Done {
            complaint: Some(seen),
            ..
        },
    ) = &pushed.outcomes[0]
    else {
        panic!("{pushed:?}");
    };
    assert_eq!(seen.reporter.name.as_deref(), Some("Warga Rahasia"));
    // The log is written beside answering: its line may come after the answer.
    let said = tokio::time::timeout(Duration::from_secs(60), async {
        loop {
            let said = std::fs::read_to_string(&log).unwrap();
            if said.contains("\"path\":\"/v1/ops\"") {
                return said;
            }
            tokio::task::yield_now().await;
        }
    });
    let said = said.await.expect("the request is in the log");
    hub.kill();
    // The number in full: four digits alone also occur in times and ports.
    for secret in ["rahasia", "Rahasia", "0812-0000-1234", token.as_str()] {
        assert!(!said.contains(secret), "{secret} is in the log");
    }
}

#[tokio::test]
async fn practice_complaints_are_there_and_keep_arriving() {
    let dir = tempfile::tempdir().unwrap();
    let every = ["--practice", "--count", "60", "--practice-every", "0.2"];
    let hub = Process::serve(dir.path(), &every);
    let token = token(dir.path(), "Provinsi", "16");
    let desk = Hub::new(&hub.url, &token).unwrap();
    assert!(desk.me().await.unwrap().practice);
    let reference = desk.reference(None).await.unwrap().unwrap();
    assert!(reference.agencies.len() > 100 && reference.templates.len() >= 12);
    let request = |cursors: std::collections::BTreeMap<String, String>| PullRequest {
        scopes: vec![("16".to_owned(), cursors.get("16").cloned())],
        wait_ms: 20_000,
        max_bytes: 4 << 20,
    };
    let first = desk.pull(&request(Default::default())).await.unwrap();
    assert!(first.rows.len() >= 60);
    let next = desk.pull(&request(first.cursors)).await.unwrap();
    assert!(!next.rows.is_empty());
}

#[tokio::test]
async fn kill_nine_loses_nothing_that_was_acknowledged() {
    const ROUNDS: u128 = 6;
    let dir = tempfile::tempdir().unwrap();
    json(dir.path(), &["init", "--practice"]);
    json(dir.path(), &["practice", "--count", "30"]);
    let token = token(dir.path(), "Nasional", "nat");
    let replica = ReplicaId(Uuid::from_u128(1));
    let mut acknowledged: Vec<OpId> = Vec::new();
    let mut offered: Vec<Change> = Vec::new();
    for round in 0..ROUNDS {
        let hub = Process::serve(dir.path(), &[]);
        let desk = Hub::new(&hub.url, &token).unwrap();
        let complaints = pull_all(&desk, "nat").await;
        for op in &acknowledged {
            let found = complaints
                .iter()
                .flat_map(|complaint| &complaint.history)
                .filter(|event| event.id == *op)
                .count();
            assert_eq!(found, 1, "{op} was acknowledged");
        }
        // What was offered without an answer is offered again, as a desk does.
        let again = desk.push(replica, &offered).await.unwrap();
        for (op, outcome) in &again.outcomes {
            assert!(matches!(
                outcome,
                Outcome::Done {
                    how: How::Applied,
                    ..
                }
            ));
            if !acknowledged.contains(op) {
                acknowledged.push(*op);
            }
        }
        let changes: Vec<Change> = complaints
            .iter()
            .take(8)
            .enumerate()
            .map(|(n, complaint)| note(round * 100 + n as u128 + 1, complaint))
            .collect();
        let acknowledged_half = &changes[..4];
        for change in acknowledged_half {
            let pushed = desk.push(replica, std::slice::from_ref(change)).await;
            acknowledged.push(pushed.unwrap().outcomes[0].0);
        }
        // The hub dies while the rest is on its way, each round a little later.
        let rest = changes[4..].to_vec();
        offered = rest.clone();
        let on_its_way = tokio::spawn(async move { desk.push(replica, &rest).await });
        for _ in 0..round * 50 {
            tokio::task::yield_now().await;
        }
        hub.kill();
        if let Ok(pushed) = on_its_way.await.unwrap() {
            acknowledged.extend(pushed.outcomes.iter().map(|(op, _)| *op));
        }
    }
    assert!(acknowledged.len() >= 4 * ROUNDS as usize);
}
