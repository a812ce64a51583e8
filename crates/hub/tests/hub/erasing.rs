//! Erasing: exactly one complaint, not a byte of it left, and nothing brings it back.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tanggap_domain::change::{ChangeKind, Then};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ReplicaId;
use tanggap_upstream::{Hub, Upstream, UpstreamError, export};
use uuid::Uuid;

use crate::desk::complaint;
use crate::process::{Process, json, note, program, pull_all, token};

/// Words that nothing but the erased complaint holds.
const WORDS: [&str; 4] = [
    "Kenanga-Wibisono",
    "kalimat-laporan",
    "kalimat-balasan",
    "isi-berkas",
];

fn told(number: &str) -> Complaint {
    let mut row = complaint(number, Some("16.71"));
    row.reporter.name = Some(WORDS[0].into());
    row.body = format!("{} {}", WORDS[1], "panjang ".repeat(2000));
    row
}

fn import(data: &Path, folder: &Path, rows: &[Complaint]) {
    let file = folder.join("ekspor.xlsx");
    export::write(rows, &file, Default::default()).unwrap();
    json(data, &["import", file.to_str().unwrap(), "--for", "16.71"]);
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Every word that is found in any file of the folder, byte by byte.
fn traces(folder: &Path) -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for path in files(folder) {
        let bytes = std::fs::read(&path).unwrap();
        for word in WORDS {
            if bytes
                .windows(word.len())
                .any(|window| window == word.as_bytes())
            {
                found.push((path.clone(), word));
            }
        }
    }
    found
}

/// A hub with three complaints, the first of which was answered with a file.
async fn worked_on(data: &Path, folder: &Path) -> (Process, Hub) {
    json(data, &["init"]);
    let mut rows = vec![told("9100001")];
    rows.extend(["9100002", "9100003"].map(|number| complaint(number, Some("16.71"))));
    import(data, folder, &rows);
    let hub = Process::serve(data, &[]);
    let desk = Hub::new(&hub.url, &token(data, "Ani", "16")).unwrap();
    let content = WORDS[3].as_bytes();
    let file = tanggap_domain::complaint::Attachment {
        sha256: hex::encode(<sha2::Sha256 as sha2::Digest>::digest(content)),
        name: "bukti.txt".into(),
        mime: "text/plain".into(),
        size_bytes: content.len() as u64,
    };
    desk.upload(&file, content.into()).await.unwrap();
    let held = pull_all(&desk, "16").await;
    let first = held.iter().find(|it| it.tracking_id.as_str() == "9100001");
    let mut change = note(1, first.unwrap());
    change.kind = ChangeKind::Reply {
        text: WORDS[2].into(),
        then: Then::Proses,
        attachments: vec![file],
    };
    desk.push(ReplicaId(Uuid::nil()), &[change]).await.unwrap();
    (hub, desk)
}

#[tokio::test]
async fn not_a_byte_is_left_whether_the_hub_serves_or_not() {
    for serves in [true, false] {
        let (folder, around) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let dir = around.path().join("hub");
        let (hub, _) = worked_on(&dir, folder.path()).await;
        let hub = if serves {
            Some(hub)
        } else {
            hub.kill();
            None
        };
        for word in WORDS {
            let found = traces(&dir);
            assert!(
                found.iter().any(|(_, it)| *it == word),
                "the test lost {word}"
            );
        }
        let erased = json(&dir, &["erase", "9100001", "--yes"]);
        assert_eq!(erased["erased"], 1);
        let counts = ["events", "files", "files_of_its_own", "operations"];
        let counts = counts.map(|name| erased[name].as_u64().unwrap());
        assert!(counts[0] >= 1 && counts[1..] == [1, 1, 1], "{erased}");
        assert_eq!(traces(&dir), [], "serving: {serves}");
        let left = json(&dir, &["doctor"]);
        assert_eq!((&left["erased"], &left["ok"]), (&1.into(), &true.into()));
        drop(hub);
    }
}

#[tokio::test]
async fn it_shows_what_goes_and_does_nothing_unasked() {
    let (folder, around) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let dir = around.path().join("hub");
    let (_hub, desk) = worked_on(&dir, folder.path()).await;
    let output = program(&dir, &["erase", "9100001", "--json"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty());
    for part in ["9100001", "1 files", "nothing was erased", "--yes"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert_eq!(pull_all(&desk, "16").await.len(), 3);
    // By its id too, and a second time it is said that it was done.
    let id = complaint("9100001", None).id.to_string();
    json(&dir, &["erase", &id, "--yes"]);
    assert_eq!(pull_all(&desk, "16").await.len(), 2);
    for which in ["9100001", id.as_str()] {
        let output = program(&dir, &["erase", which, "--yes"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains("erased before"), "{said}");
    }
    let output = program(&dir, &["erase", "7", "--yes"]).output().unwrap();
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("no such complaint")
    );
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The database alone is put back, or the whole folder; nobody runs `restored`.
#[tokio::test]
async fn a_restored_backup_brings_back_neither_the_erased_nor_the_refused() {
    for whole_folder in [false, true] {
        let around = tempfile::tempdir().unwrap();
        let (dir, backup) = (around.path().join("hub"), around.path().join("cadangan"));
        let folder = tempfile::tempdir().unwrap();
        let (hub, _) = worked_on(&dir, folder.path()).await;
        let budi = token(&dir, "Budi", "16");
        hub.kill();
        copy(&dir, &backup);
        json(&dir, &["erase", "9100001", "--yes"]);
        json(&dir, &["officer", "revoke", "Budi"]);
        if whole_folder {
            std::fs::remove_dir_all(&dir).unwrap();
            std::fs::rename(&backup, &dir).unwrap();
        } else {
            for name in ["hub.db", "hub.db-wal", "hub.db-shm"] {
                let _ = std::fs::remove_file(dir.join(name));
                let _ = std::fs::copy(backup.join(name), dir.join(name));
            }
        }
        let hub = Process::serve(&dir, &[]);
        let ani = Hub::new(&hub.url, &token(&dir, "Citra", "16")).unwrap();
        assert_eq!(pull_all(&ani, "16").await.len(), 2, "whole: {whole_folder}");
        let budi = Hub::new(&hub.url, &budi).unwrap();
        let refused = Err(UpstreamError::NeedsLogin { revoked: true });
        assert_eq!(budi.me().await, refused, "whole: {whole_folder}");
        import(&dir, folder.path(), &[told("9100001")]);
        assert_eq!(pull_all(&ani, "16").await.len(), 2);
        hub.kill();
        // Whatever a server would still clean up, this one does at the latest.
        json(&dir, &["erase", "9100002", "--yes"]);
        assert_eq!(traces(&dir), [], "whole: {whole_folder}");
    }
}
