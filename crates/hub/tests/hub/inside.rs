//! A hub inside another program: the whole protocol without a socket, sealed on the disk.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tanggap_domain::complaint::Attachment;
use tanggap_hub::clock::Clock;
use tanggap_hub::home::Home;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::{InProcess, OpenError, Opened, Opening};
use tanggap_upstream::{Hub, PullRequest, RowKind, Upstream, UpstreamError};

use crate::desk::{at, complaint};

const KEY: [u8; 32] = [7; 32];

fn opening(dir: &Path) -> Opening {
    Opening {
        home: Home::sealed(dir, &KEY),
        make: true,
        clock: Clock::fixed(at(5)),
        pace: Pace::default(),
        practice: None,
    }
}

async fn desk(hub: &Opened) -> Hub {
    let token = hub.admit("Kantor", vec!["16".parse().unwrap()]).await;
    Hub::over(Arc::new(InProcess::to(hub)), &token.unwrap()).unwrap()
}

fn everything(scope: &str) -> PullRequest {
    PullRequest {
        scopes: vec![(scope.to_owned(), None)],
        wait_ms: 0,
        max_bytes: 1 << 20,
    }
}

fn photo() -> (Attachment, Bytes) {
    let content = Bytes::from(vec![b'x'; 900_000]);
    let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&content));
    let file = Attachment {
        name: "foto.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes: content.len() as u64,
        sha256,
    };
    (file, content)
}

/// Every file below a folder, whole.
fn bytes_below(dir: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_below(&path));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

#[tokio::test]
async fn the_protocol_without_a_socket_and_no_word_in_the_clear() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Opened::open(opening(dir.path())).await.unwrap();
    let rows = vec![complaint("9120447", Some("16.71"))];
    hub.db().take_in(rows, at(1)).await.unwrap();
    let desk = desk(&hub).await;
    assert_eq!(desk.me().await.unwrap().name, "Kantor");
    let pulled = desk.pull(&everything("16")).await.unwrap();
    let RowKind::Upsert(row) = &pulled.rows[0].what else {
        panic!("{:?}", pulled.rows);
    };
    assert_eq!(row.title, "Jalan berlubang");
    let (file, content) = photo();
    desk.upload(&file, content.clone()).await.unwrap();
    assert_eq!(desk.download(&file.sha256).await.unwrap(), content);
    let refused = desk.pull(&everything("31")).await;
    assert_eq!(refused, Err(UpstreamError::Forbidden));

    hub.close().await;
    let on_disk = bytes_below(dir.path());
    assert!(on_disk.len() > content.len());
    for clear in [&b"Jalan berlubang"[..], b"9120447", b"xxxxxxxx"] {
        let seen = on_disk.windows(clear.len()).any(|part| part == clear);
        assert!(!seen, "{}", String::from_utf8_lossy(clear));
    }
}

#[tokio::test]
async fn it_opens_again_with_its_key_and_one_program_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Opened::open(opening(dir.path())).await.unwrap();
    let before = desk(&hub).await.me().await.unwrap();
    let second = Opened::open(opening(dir.path())).await.err();
    assert!(
        matches!(second, Some(OpenError::AlreadyRunning)),
        "{second:?}"
    );
    hub.close().await;

    let hub = Opened::open(opening(dir.path())).await.unwrap();
    let after = desk(&hub).await.me().await.unwrap();
    assert_eq!(after.hub, before.hub);
    assert_ne!(
        after.officer, before.officer,
        "whoever comes anew is somebody new"
    );
    hub.close().await;
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_any_more_is_done_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let hub = Opened::open(opening(dir.path())).await.unwrap();
    let desk = desk(&hub).await;
    let waits = PullRequest {
        wait_ms: 50_000,
        ..everything("16")
    };
    let cut = tokio::time::timeout(std::time::Duration::ZERO, desk.pull(&waits)).await;
    assert!(cut.is_err());
    assert!(desk.me().await.is_ok(), "and stands in nobody's way");
    hub.close().await;
}
