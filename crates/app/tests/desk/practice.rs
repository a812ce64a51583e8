//! Practice on the hub inside the desk.

use std::path::Path;

use tanggap_app::{boot, frame, inbox, link};
use tanggap_ipc::boot::{HubDisconnect, PRACTICE_HUB, PracticeStart};
use tanggap_ipc::frame::GetFrameStatus;

use crate::office::Office;

async fn listed(office: &Office) -> u64 {
    let counts = inbox::counts(&office.desk, tanggap_ipc::inbox::GetCounts).await;
    counts.unwrap().all.into()
}

/// Whether these bytes stand anywhere below a folder.
fn stands_below(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return stands_below(&path, bytes);
        }
        let content = std::fs::read(path).unwrap();
        content.windows(bytes.len()).any(|part| part == bytes)
    })
}

#[tokio::test]
async fn practice_needs_no_second_program_and_lies_sealed() {
    let office = Office::open().await;
    let connected = boot::practice_start(&office.desk, PracticeStart)
        .await
        .unwrap();
    assert_eq!(connected.hub, PRACTICE_HUB);
    assert_eq!(connected.scopes, ["35"], "of its own province");
    link::sync(&office.desk).await.unwrap();
    assert!(listed(&office).await > 0);

    // The hub comes back with the desk, and with it whoever practises.
    let office = office.reopen().await;
    link::sync(&office.desk).await.unwrap();
    let status = frame::status(&office.desk, GetFrameStatus).await.unwrap();
    assert!(status.practice);
    office.desk.close().await;
    let folder = office.folder.path();
    assert!(!stands_below(folder, b"LAT-0"), "no number in the clear");
    assert!(!stands_below(folder, b"SQLite format 3"));
}

#[tokio::test]
async fn the_end_of_practice_takes_its_hub_along() {
    let office = Office::open().await;
    boot::practice_start(&office.desk, PracticeStart)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    let data = office.desk.folder().join("practice-hub");
    assert!(data.is_dir());
    boot::hub_disconnect(&office.desk, HubDisconnect)
        .await
        .unwrap();
    assert_eq!(listed(&office).await, 0);
    assert!(!data.exists());
    // And it can be begun anew.
    boot::practice_start(&office.desk, PracticeStart)
        .await
        .unwrap();
    link::sync(&office.desk).await.unwrap();
    assert!(listed(&office).await > 0);
}
