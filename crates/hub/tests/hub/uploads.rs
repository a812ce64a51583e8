//! Files that are not what was announced, and files that the disk lost.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::desk::{Desk, Fixture, bytes, complaint, op, refusal};
use crate::http::{append, begin, sha256};

async fn announce(desk: &Desk, content: &[u8], size: usize) -> axum::http::Response<Body> {
    let body = json!({ "sha256": sha256(content), "size": size, "mime": "a/b", "name": "n" });
    desk.post("/v1/uploads", body.to_string()).await
}

fn naming(content: &[u8]) -> Value {
    let file = json!({ "sha256": sha256(content), "name": "foto.jpg", "mime": "image/jpeg", "size": content.len() });
    json!({ "kind": "note", "text": "foto", "attachments": [file] })
}

/// Where the content lies.
fn on_disk(fixture: &Fixture, content: &[u8]) -> std::path::PathBuf {
    let sha256 = sha256(content);
    fixture
        .dir
        .path()
        .join("blobs")
        .join(&sha256[..2])
        .join(sha256)
}

#[tokio::test]
async fn a_size_is_what_was_counted_and_not_what_was_said_last() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let content = b"benar";
    let first = bytes(announce(&desk, content, 9).await).await;
    let first: Value = serde_json::from_slice(&first).unwrap();
    let id = first["id"].as_str().unwrap();
    let part = append(&desk, id, 0, content.to_vec()).await;
    let part: Value = serde_json::from_slice(&bytes(part).await).unwrap();
    assert_eq!(
        (&part["offset"], &part["complete"]),
        (&json!(5), &json!(false))
    );
    for size in [1, 4, 5, 10] {
        let other = refusal(announce(&desk, content, size).await).await;
        assert_eq!(other, (422, "size-mismatch".to_owned()), "{size}");
    }
    // Nothing that was said made it whole.
    let nothing = append(&desk, id, 5, Body::empty()).await;
    let nothing: Value = serde_json::from_slice(&bytes(nothing).await).unwrap();
    assert_eq!(nothing["complete"], false);
    assert_eq!(
        desk.get(&format!("/v1/blobs/{}", sha256(content)))
            .await
            .status(),
        StatusCode::NOT_FOUND
    );
    // As many bytes as announced, but others.
    let wrong = append(&desk, id, 5, "saja".to_owned()).await;
    assert_eq!(refusal(wrong).await, (422, "hash-mismatch".to_owned()));
    // Another officer who says the truth is served.
    let other = fixture.desk("Dua", &["16.71"]).await;
    let state = begin(&other, content).await;
    let done = append(&other, state["id"].as_str().unwrap(), 0, content.to_vec()).await;
    let done: Value = serde_json::from_slice(&bytes(done).await).unwrap();
    assert_eq!(
        (&done["offset"], &done["complete"]),
        (&json!(5), &json!(true))
    );
}

#[tokio::test]
async fn what_the_disk_lost_is_asked_for_again() {
    for (what, damage) in [
        ("gone", None),
        ("cut", Some(&b"ben"[..])),
        ("other bytes", Some(&b"salah"[..])),
    ] {
        let row = complaint("1", Some("16.71"));
        let fixture = Fixture::holding(vec![row.clone()]).await;
        let desk = fixture.desk("Satu", &["16.71"]).await;
        let content = b"benar";
        let state = begin(&desk, content).await;
        append(&desk, state["id"].as_str().unwrap(), 0, content.to_vec()).await;
        let applied = desk.push(vec![op(1, &row, naming(content))]).await;
        assert_eq!(applied[0]["outcome"], "applied", "{what}");
        let file = on_disk(&fixture, content);
        match damage {
            None => std::fs::remove_file(&file).unwrap(),
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
        }

        let path = format!("/v1/blobs/{}", sha256(content));
        let lost = refusal(desk.get(&path).await).await;
        assert_eq!(lost, (404, "file-lost".to_owned()), "{what}");
        // What names it waits for it; what was settled stays settled.
        let waiting = desk.push(vec![op(2, &row, naming(content))]).await;
        assert_eq!(waiting[0]["missing"], json!([sha256(content)]), "{what}");
        let repeated = desk.push(vec![op(1, &row, naming(content))]).await;
        assert_eq!(repeated[0]["outcome"], "applied", "{what}");

        let again = begin(&desk, content).await;
        assert_eq!(
            (&again["offset"], &again["complete"]),
            (&json!(0), &json!(false))
        );
        append(&desk, again["id"].as_str().unwrap(), 0, content.to_vec()).await;
        let applied = desk.push(vec![op(2, &row, naming(content))]).await;
        assert_eq!(applied[0]["outcome"], "applied", "{what}");
        assert_eq!(bytes(desk.get(&path).await).await, content, "{what}");
    }
}

#[tokio::test]
async fn an_announcement_alone_finds_a_lost_file_out() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let content = b"benar";
    let state = begin(&desk, content).await;
    append(&desk, state["id"].as_str().unwrap(), 0, content.to_vec()).await;
    assert_eq!(begin(&desk, content).await["complete"], true);
    std::fs::remove_file(on_disk(&fixture, content)).unwrap();
    assert_eq!(begin(&desk, content).await["complete"], false);
}

#[tokio::test]
async fn a_stalled_part_stands_in_nobodys_way() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let content: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
    let state = begin(&desk, &content).await;
    let id = state["id"].as_str().unwrap().to_owned();
    let (bytes_in, body) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    let body = futures::stream::unfold(body, async |mut body| {
        body.recv().await.map(|bytes| (bytes, body))
    });
    let request = desk
        .request(Method::PATCH, &format!("/v1/uploads/{id}"))
        .header("upload-offset", 0)
        .body(Body::from_stream(body))
        .unwrap();
    let app = fixture.app.clone();
    let stalled = tokio::spawn(async move { tower::ServiceExt::oneshot(app, request).await });
    bytes_in
        .send(Ok(content[..100_000].to_vec()))
        .await
        .unwrap();
    // The first piece is on disk once the second one is taken; then nothing more comes.
    bytes_in.send(Ok(Vec::new())).await.unwrap();
    bytes_in.send(Ok(Vec::new())).await.unwrap();

    let offset = begin(&desk, &content).await["offset"].as_u64().unwrap();
    assert_eq!(offset, 100_000);
    let rest = append(&desk, &id, 100_000, content[100_000..].to_vec()).await;
    let rest: Value = serde_json::from_slice(&bytes(rest).await).unwrap();
    assert_eq!(rest["complete"], true);

    // It wakes up too late and spoils nothing.
    bytes_in
        .send(Ok(content[100_000..].to_vec()))
        .await
        .unwrap();
    drop(bytes_in);
    let late = stalled.await.unwrap().unwrap().status();
    assert!(
        late == StatusCode::CONFLICT || late == StatusCode::OK,
        "{late}"
    );
    let whole = desk.get(&format!("/v1/blobs/{}", sha256(&content))).await;
    assert_eq!(bytes(whole).await, content);
}
