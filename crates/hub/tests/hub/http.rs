//! Requests and answers, without a network.

use std::future::Future;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use futures::FutureExt;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tanggap_hub::db::Db;
use tanggap_protocol::page::{Page, RowKind};

use crate::desk::{Desk, Fixture, at, bytes, complaint, op, refusal, reply, request, send};

#[tokio::test]
async fn who_am_i() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Desk Palembang", &["16.71"]).await;
    let me: Value = serde_json::from_slice(&bytes(desk.get("/v1/me").await).await).unwrap();
    assert_eq!(me["officer"]["name"], "Desk Palembang");
    assert_eq!(me["scopes"], json!(["16.71", "tanpa-lokasi:16"]));
    assert_eq!(me["server_time"], json!(at(5)));
    assert_eq!(me["hub"]["practice"], false);
}

#[tokio::test]
async fn nobody_gets_in_without_a_valid_token() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Desk", &["16"]).await;
    for (method, path) in [
        (Method::GET, "/v1/me"),
        (Method::GET, "/v1/reference"),
        (Method::POST, "/v1/pull"),
        (Method::POST, "/v1/ops"),
        (Method::POST, "/v1/uploads"),
        (Method::PATCH, "/v1/uploads/x"),
        (Method::GET, "/v1/blobs/x"),
    ] {
        let bare = request(method.clone(), path).body(Body::empty()).unwrap();
        let answer = refusal(send(&fixture.app, bare).await).await;
        assert_eq!(answer, (401, "token-missing".to_owned()), "{path}");
        let wrong = request(method, path)
            .header(header::AUTHORIZATION, "Bearer tgp_nobody")
            .body(Body::empty())
            .unwrap();
        let answer = refusal(send(&fixture.app, wrong).await).await;
        assert_eq!(answer, (401, "token-unknown".to_owned()), "{path}");
    }
    assert!(fixture.db.revoke(desk.id, at(6)).await.unwrap());
    let answer = refusal(desk.get("/v1/me").await).await;
    assert_eq!(answer, (401, "token-revoked".to_owned()));
}

#[tokio::test]
async fn another_version_is_told_so() {
    let fixture = Fixture::new().await;
    for version in [None, Some("0"), Some("2"), Some("x")] {
        let mut builder = axum::http::Request::builder().uri("/v1/me");
        if let Some(version) = version {
            builder = builder.header("x-tanggap-proto", version);
        }
        let response = send(&fixture.app, builder.body(Body::empty()).unwrap()).await;
        let answer = refusal(response).await;
        assert_eq!(answer, (426, "proto-unsupported".to_owned()));
    }
}

#[tokio::test]
async fn the_rest_of_the_world_is_not_here() {
    let fixture = Fixture::new().await;
    let nothing = request(Method::GET, "/v1/nothing").body(Body::empty());
    let answer = refusal(send(&fixture.app, nothing.unwrap()).await).await;
    assert_eq!(answer, (404, "not-found".to_owned()));
    let other_way = request(Method::DELETE, "/v1/me").body(Body::empty());
    let answer = refusal(send(&fixture.app, other_way.unwrap()).await).await;
    assert_eq!(answer, (405, "method-not-allowed".to_owned()));
}

#[tokio::test]
async fn health_and_the_document_are_open() {
    let fixture = Fixture::new().await;
    let get = |path: &str| request(Method::GET, path).body(Body::empty()).unwrap();
    let health = bytes(send(&fixture.app, get("/healthz")).await).await;
    let health: Value = serde_json::from_slice(&health).unwrap();
    assert_eq!(health["ok"], true);
    let document = bytes(send(&fixture.app, get("/openapi.json")).await).await;
    let document: Value = serde_json::from_slice(&document).unwrap();
    let reminder = &document["components"]["schemas"]["WireReminder"];
    assert_eq!(
        reminder["required"],
        json!(["clock", "overdue_days", "via"])
    );
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            operations.push(format!("{method} {path}"));
            // Whatever the document promises is there.
            let path = path.replace("{id}", "x").replace("{sha256}", "x");
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let response = send(
                &fixture.app,
                request(method, &path).body(Body::empty()).unwrap(),
            )
            .await;
            let status = response.status();
            assert!(
                status != StatusCode::NOT_FOUND && status != StatusCode::METHOD_NOT_ALLOWED,
                "{path}: {status}"
            );
        }
    }
    operations.sort();
    assert_eq!(
        operations,
        [
            "delete /v1/imports/{id}",
            "get /healthz",
            "get /v1/blobs/{sha256}",
            "get /v1/imports",
            "get /v1/imports/{id}",
            "get /v1/imports/{id}/changes",
            "get /v1/imports/{id}/take-back",
            "get /v1/imports/{id}/unreadable",
            "get /v1/me",
            "get /v1/reference",
            "head /v1/uploads/{id}",
            "patch /v1/uploads/{id}",
            "post /v1/imports",
            "post /v1/imports/{id}/take-back",
            "post /v1/ops",
            "post /v1/pull",
            "post /v1/uploads",
        ]
    );
}

#[tokio::test]
async fn a_reply_of_one_desk_reaches_the_other() {
    let row = complaint("9165816", Some("16.71.01"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let one = fixture.desk("Satu", &["16.71"]).await;
    let two = fixture.desk("Dua", &["16"]).await;
    let first = two.pull(&[("16", None)], 0).await;
    assert_eq!(first.rows.len(), 1);
    let outcomes = one
        .push(vec![op(1, &row, reply("Sudah dijadwalkan."))])
        .await;
    assert_eq!(outcomes[0]["outcome"], "applied");
    assert_eq!(outcomes[0]["complaint"]["stage"], "proses");
    let next = two.pull(&[("16", Some(&first.end.cursors["16"]))], 0).await;
    let RowKind::Upsert(seen) = &next.rows[0].what else {
        panic!("{next:?}");
    };
    assert_eq!(seen.history[0].by.name, "Satu");
    assert_eq!(outcomes[0]["seq"], next.rows[0].seq);
    let last = two.pull(&[("16", Some(&next.end.cursors["16"]))], 0).await;
    assert_eq!(last.rows, []);
}

/// Lets the future run until it can only wait, and checks that it does.
async fn waits<F: Future + Unpin>(future: &mut F) -> bool {
    for _ in 0..200 {
        if future.now_or_never_ref().is_some() {
            return false;
        }
        tokio::task::yield_now().await;
    }
    true
}

trait Poll: Future {
    fn now_or_never_ref(&mut self) -> Option<Self::Output>;
}

impl<F: Future + Unpin> Poll for F {
    fn now_or_never_ref(&mut self) -> Option<F::Output> {
        self.now_or_never()
    }
}

async fn within<F: Future>(future: F) -> F::Output {
    tokio::time::timeout(Duration::from_secs(20), future)
        .await
        .expect("an answer long before the wait is over")
}

#[tokio::test]
async fn a_waiting_pull_answers_as_soon_as_there_is_news() {
    let row = complaint("1", Some("16.71"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let first = desk.pull(&[("16.71", None)], 0).await;
    let cursor = first.end.cursors["16.71"].clone();
    let scopes = [("16.71", Some(cursor.as_str()))];
    let mut waiting = Box::pin(desk.pull(&scopes, 50_000));
    assert!(waits(&mut waiting).await);
    // News of another scope are none here.
    let elsewhere = complaint("2", Some("32.73"));
    fixture.db.take_in(vec![elsewhere], at(2)).await.unwrap();
    assert!(waits(&mut waiting).await);
    desk.push(vec![op(1, &row, reply("Baik."))]).await;
    let page = within(waiting).await;
    assert_eq!(page.rows.len(), 1);
}

#[tokio::test]
async fn a_waiting_pull_ends_when_its_time_is_over() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let page = within(desk.pull(&[("16.71", None)], 30)).await;
    assert_eq!(page.rows, []);
    assert!(!page.end.more);
}

#[tokio::test]
async fn a_waiting_pull_ends_when_the_hub_stops() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let mut waiting = Box::pin(desk.pull(&[("16.71", None)], 50_000));
    assert!(waits(&mut waiting).await);
    fixture.stop.send_replace(true);
    assert_eq!(within(waiting).await.rows, []);
}

#[tokio::test]
async fn a_waiting_pull_ends_when_access_is_withdrawn() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let body = json!({ "scopes": [{ "id": "16.71" }], "wait_ms": 50_000 });
    let mut waiting = Box::pin(desk.pull_raw(body));
    assert!(waits(&mut waiting).await);
    fixture.db.revoke(desk.id, at(6)).await.unwrap();
    let answer = refusal(within(waiting).await).await;
    assert_eq!(answer, (401, "token-revoked".to_owned()));
}

#[tokio::test]
async fn cursors_do_not_open_what_is_not_granted() {
    let fixture = Fixture::holding(vec![complaint("1", Some("16.71"))]).await;
    let wide = fixture.desk("Luas", &["16"]).await;
    let narrow = fixture.desk("Sempit", &["16.02"]).await;
    let cursor = wide.pull(&[("16", None)], 0).await.end.cursors["16"].clone();
    for scope in ["16", "nat", "ins:77", "nonsense", "16.71"] {
        let body = json!({ "scopes": [{ "id": scope, "cursor": cursor }] });
        let answer = refusal(narrow.pull_raw(body).await).await;
        assert_eq!(answer, (403, "scope-forbidden".to_owned()), "{scope}");
    }
    for cursor in [cursor.as_str(), "", "AQ", "💥"] {
        let body = json!({ "scopes": [{ "id": "16.02", "cursor": cursor }] });
        let answer = refusal(narrow.pull_raw(body).await).await;
        assert_eq!(answer, (400, "bad-cursor".to_owned()));
    }
}

#[tokio::test]
async fn a_rebuilt_feed_is_told_to_everybody() {
    let fixture = Fixture::holding(vec![complaint("1", Some("16.71"))]).await;
    let desk = fixture.desk("Satu", &["16"]).await;
    let cursor = desk.pull(&[("16", None)], 0).await.end.cursors["16"].clone();
    fixture.db.new_epoch().await.unwrap();
    let body = json!({ "scopes": [{ "id": "16", "cursor": cursor }] });
    let answer = refusal(desk.pull_raw(body).await).await;
    assert_eq!(answer, (410, "epoch-changed".to_owned()));
    assert_eq!(desk.pull(&[("16", None)], 0).await.rows.len(), 1);
}

#[tokio::test]
async fn a_large_feed_comes_in_pages() {
    let rows = (1..=200).map(|n| complaint(&n.to_string(), Some("16.71")));
    let fixture = Fixture::holding(rows.collect()).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let (mut cursor, mut seqs, mut pages) = (None, Vec::new(), 0);
    loop {
        let scopes = json!([{ "id": "16.71", "cursor": cursor }, { "id": "tanpa-lokasi:16" }]);
        let body = json!({ "scopes": scopes, "max_bytes": 1 });
        let page = Page::read(&bytes(desk.pull_raw(body).await).await).unwrap();
        seqs.extend(page.rows.iter().map(|row| row.seq));
        cursor = Some(page.end.cursors["16.71"].clone());
        pages += 1;
        if !page.end.more {
            break;
        }
    }
    assert_eq!(seqs, (1..=200).collect::<Vec<u64>>());
    assert!(pages > 3, "{pages}");
}

#[tokio::test]
async fn a_reminder_reaches_the_desk_of_the_unit() {
    let mut row = complaint("9165816", Some("16.71.01"));
    row.unit = Some(tanggap_domain::agency::AgencyRef::new(
        Some("77"),
        "Dinas PUPR",
    ));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let coordinator = fixture.desk("Koordinator", &["16.71"]).await;
    let unit = fixture.desk("OPD", &["ins:77"]).await;
    let other = fixture.desk("OPD lain", &["ins:78"]).await;
    let seen = unit.pull(&[("ins:77", None)], 0).await;
    let cursor = seen.end.cursors["ins:77"].clone();
    let remind = |number, via: &str| {
        let change = json!({ "kind": "remind", "clock": "tindak-lanjut", "overdue_days": 2,
            "via": via, "to": { "id": "77", "name": "Dinas PUPR" } });
        op(number, &row, change)
    };

    let once = coordinator.push(vec![remind(1, "in-app")]).await;
    assert_eq!(once[0]["outcome"], "applied");
    assert_eq!(once[0]["complaint"]["stage"], "belum-terdisposisi");
    let page = unit.pull(&[("ins:77", Some(&cursor))], 0).await;
    assert_eq!(page.rows.len(), 1);
    let RowKind::Upsert(complaint) = &page.rows[0].what else {
        panic!("{page:?}");
    };
    assert_eq!(complaint.history.len(), 1);
    assert_eq!(complaint.history[0].by.name, "Koordinator");
    insta::assert_snapshot!(
        serde_json::to_string(&complaint.history[0].what).unwrap(),
        @r#"{"kind":"reminded","clock":"tindak-lanjut","overdue_days":2,"via":"in-app","to":{"id":"77","name":"Dinas PUPR"}}"#
    );
    assert_eq!(other.pull(&[("ins:78", None)], 0).await.rows, []);

    // The same operation again: the same answer, and nothing new for anybody.
    let cursor = page.end.cursors["ins:77"].clone();
    assert_eq!(coordinator.push(vec![remind(1, "in-app")]).await, once);
    let again = coordinator
        .push(vec![remind(2, "in-app"), remind(3, "pigeon")])
        .await;
    assert_eq!(again[0]["outcome"], "rejected");
    assert_eq!(
        again[0]["refused"],
        json!({ "code": "too-soon", "again_at": at(5 + 24 * 60) })
    );
    assert_eq!(again[1]["outcome"], "unreadable");
    assert_eq!(again[1]["member"], "via");
    let page = unit.pull(&[("ins:77", Some(&cursor))], 0).await;
    assert_eq!(page.rows, []);

    // The unit may answer, and whoever reminds through another channel is not too soon.
    let letter = coordinator.push(vec![remind(4, "email")]).await;
    assert_eq!(letter[0]["outcome"], "applied");
    let answer = unit.push(vec![op(5, &row, reply("Sudah."))]).await;
    assert_eq!(answer[0]["outcome"], "applied");
}

#[tokio::test]
async fn a_question_to_the_reporter_is_a_reply_that_another_desk_sees() {
    let row = complaint("9165816", Some("16.71.01"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let ask = json!({ "kind": "reply", "text": "Di mana?", "then": "ask-reporter" });
    let outcomes = desk
        .push(vec![op(1, &row, ask.clone()), op(2, &row, ask)])
        .await;
    assert_eq!(outcomes[0]["outcome"], "applied");
    assert_eq!(outcomes[0]["complaint"]["stage"], "proses");
    assert_eq!(outcomes[1]["refused"]["code"], "reply-race");
    let page = desk.pull(&[("16.71", None)], 0).await;
    let RowKind::Upsert(seen) = &page.rows[0].what else {
        panic!("{page:?}");
    };
    let event = serde_json::to_value(&seen.history[0].what).unwrap();
    assert_eq!(event["then"], "ask-reporter");
}

#[tokio::test]
async fn an_anonymous_reporter_stays_unknown_to_the_agency_concerned() {
    let mut row = complaint("1", Some("16.71"));
    row.privacy.anonymous = true;
    row.reporter.name = Some("Warga Contoh".into());
    row.unit = Some(tanggap_domain::agency::AgencyRef::named("Dinas PUPR"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let agency = fixture.desk("OPD", &["ins:dinas-pupr"]).await;
    let region = fixture.desk("Kota", &["16.71"]).await;
    let name = |page: Page| match page.rows[0].what.clone() {
        RowKind::Upsert(seen) => seen.reporter.name,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        name(agency.pull(&[("ins:dinas-pupr", None)], 0).await),
        None
    );
    let seen = name(region.pull(&[("16.71", None)], 0).await);
    assert_eq!(seen.as_deref(), Some("Warga Contoh"));
    let outcomes = agency.push(vec![op(1, &row, reply("Baik."))]).await;
    assert_eq!(outcomes[0]["outcome"], "applied");
    assert!(!outcomes[0].to_string().contains("Warga Contoh"));
}

#[tokio::test]
async fn bad_bodies_get_a_clear_answer_that_repeats_nothing() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        r#"{"scopes":"rahasia"}"#,
        r#"{"scopes":[{"id":7}]}"#,
    ] {
        let response = desk.post("/v1/pull", body).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{body}");
        let text = String::from_utf8(bytes(response).await).unwrap();
        assert!(text.contains("bad-json"), "{text}");
        assert!(!text.contains("rahasia"), "{text}");
    }
    let long = "x".repeat(300 * 1024);
    let answer = refusal(desk.post("/v1/pull", long).await).await;
    assert_eq!(answer, (413, "too-large".to_owned()));
    let many: Vec<_> = (0..101).map(|_| json!({})).collect();
    let many = json!({ "replica_id": uuid::Uuid::nil(), "ops": many }).to_string();
    let answer = refusal(desk.post("/v1/ops", many).await).await;
    assert_eq!(answer, (413, "too-large".to_owned()));
    let scopes: Vec<_> = (0..101).map(|_| json!({ "id": "16.71" })).collect();
    let answer = refusal(desk.pull_raw(json!({ "scopes": scopes })).await).await;
    assert_eq!(answer, (400, "bad-request".to_owned()));
}

#[tokio::test]
async fn strange_operations_stop_no_others() {
    let rows = vec![complaint("1", Some("16.71")), complaint("2", Some("16.71"))];
    let fixture = Fixture::holding(rows.clone()).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let mut fine = op(3, &rows[1], reply("Baik."));
    fine["newer"] = json!({ "a": 1 });
    fine["change"]["tone"] = json!("ramah");
    let outcomes = desk
        .push(vec![
            op(1, &rows[0], json!({ "kind": "mediate", "with": "x" })),
            op(2, &rows[0], reply("Menyusul.")),
            fine,
        ])
        .await;
    let words: Vec<_> = outcomes.iter().map(|it| it["outcome"].clone()).collect();
    assert_eq!(words, ["unreadable", "blocked", "applied"]);
    assert_eq!(outcomes[1]["by"], "earlier");
}

/// Whatever a broken desk or line makes of a request: a plain no, or outcomes, never a failure.
#[tokio::test]
async fn damaged_requests_break_nothing() {
    use rand::{Rng, SeedableRng};
    let row = complaint("1", Some("16.71"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let ops = json!({
        "replica_id": uuid::Uuid::nil(),
        "ops": [op(1, &row, reply("Baik.")), op(2, &row, json!({ "kind": "verify" }))],
    });
    let pull = json!({ "scopes": [{ "id": "16.71" }], "max_bytes": 9 });
    let upload = json!({ "sha256": "ab".repeat(32), "size": 3, "mime": "a/b", "name": "n" });
    let mut rng = rand::rngs::StdRng::seed_from_u64(5);
    for (path, body) in [
        ("/v1/ops", ops),
        ("/v1/pull", pull),
        ("/v1/uploads", upload),
    ] {
        for _ in 0..150 {
            let mut bytes = body.to_string().into_bytes();
            for _ in 0..rng.random_range(1..4) {
                let place = rng.random_range(0..bytes.len());
                match rng.random_range(0..3) {
                    0 => bytes[place] = rng.random(),
                    1 => bytes.truncate(place.max(1)),
                    _ => bytes.insert(place, *b"{}[]\",:0-"[..].get(place % 9).unwrap()),
                }
            }
            let status = desk.post(path, bytes.clone()).await.status();
            let text = String::from_utf8_lossy(&bytes);
            assert!(!status.is_server_error(), "{path} {status}: {text}");
        }
    }
}

#[tokio::test]
async fn long_texts_are_refused_or_kept_whole() {
    let row = complaint("1", Some("16.71"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let too_long = desk
        .push(vec![op(1, &row, reply(&"a".repeat(1_000_000)))])
        .await;
    assert_eq!(too_long[0]["outcome"], "rejected");
    assert_eq!(too_long[0]["refused"]["code"], "text-too-long");
    let nasty = "<script>alert(1)</script>\u{202e}\n".repeat(30_000);
    let op_id = uuid::Uuid::from_u128(2);
    let id = tanggap_domain::ids::ComplaintId::of_recording(tanggap_domain::ids::OpId(op_id));
    let new = json!({
        "kind": "record", "title": "Laporan panjang", "body": nasty,
        "classification": "aspirasi", "channel": "counter", "received_at": at(0),
        "location": { "region": "16.71" },
    });
    let recording = json!({ "op_id": op_id, "complaint_id": id, "at": at(3), "change": new });
    let outcomes = desk.push(vec![recording]).await;
    assert_eq!(outcomes[0]["outcome"], "applied");
    let page = desk.pull(&[("16.71", None)], 0).await;
    let bodies: Vec<_> = page
        .rows
        .iter()
        .filter_map(|row| match &row.what {
            RowKind::Upsert(seen) => Some(seen.body.as_str()),
            _ => None,
        })
        .collect();
    assert!(bodies.contains(&nasty.as_str()));
}

#[tokio::test]
async fn reference_data_carry_a_tag() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71", "ins:77"]).await;
    let first = desk.get("/v1/reference").await;
    let tag = first.headers()[header::ETAG].clone();
    let body: Value = serde_json::from_slice(&bytes(first).await).unwrap();
    assert_eq!(body["regions"], json!(["16.71"]));
    let again = desk
        .request(Method::GET, "/v1/reference")
        .header(header::IF_NONE_MATCH, &tag)
        .body(Body::empty());
    let again = desk.send(again.unwrap()).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(bytes(again).await, b"");
}

pub fn sha256(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

pub async fn begin(desk: &Desk, content: &[u8]) -> Value {
    let body = json!({ "sha256": sha256(content), "size": content.len(), "mime": "text/plain", "name": "x" });
    let response = desk.post("/v1/uploads", body.to_string()).await;
    assert_eq!(response.status(), StatusCode::OK);
    serde_json::from_slice(&bytes(response).await).unwrap()
}

pub async fn append(
    desk: &Desk,
    id: &str,
    offset: usize,
    body: impl Into<Body>,
) -> axum::http::Response<Body> {
    let request = desk
        .request(Method::PATCH, &format!("/v1/uploads/{id}"))
        .header("upload-offset", offset)
        .body(body.into());
    desk.send(request.unwrap()).await
}

#[tokio::test]
async fn an_upload_is_resumed_where_it_broke_off() {
    let row = complaint("1", Some("16.71"));
    let fixture = Fixture::holding(vec![row.clone()]).await;
    let one = fixture.desk("Satu", &["16.71"]).await;
    let two = fixture.desk("Dua", &["16"]).await;
    let content: Vec<u8> = (0..200_000_u32).flat_map(u32::to_le_bytes).collect();
    let state = begin(&one, &content).await;
    let id = state["id"].as_str().unwrap();
    // The sender vanishes in the middle: what arrived stays.
    let pieces = vec![
        Ok(content[..300_000].to_vec()),
        Err(std::io::Error::other("gone")),
    ];
    let broken = Body::from_stream(futures::stream::iter(pieces));
    append(&one, id, 0, broken).await;
    let head = one
        .request(Method::HEAD, &format!("/v1/uploads/{id}"))
        .body(Body::empty());
    let head = one.send(head.unwrap()).await;
    assert_eq!(head.headers()["upload-offset"], "300000");
    assert_eq!(begin(&one, &content).await["offset"], 300_000);

    let wrong = append(&one, id, 0, content.clone()).await;
    assert_eq!(wrong.headers()["upload-offset"], "300000");
    assert_eq!(refusal(wrong).await, (409, "offset-mismatch".to_owned()));
    let foreign = append(&two, id, 300_000, content[300_000..].to_vec()).await;
    assert_eq!(refusal(foreign).await, (404, "not-found".to_owned()));

    let attachment = json!({ "sha256": sha256(&content), "name": "..\\..\\x", "mime": "text/plain", "size": content.len() });
    let note = json!({ "kind": "note", "text": "foto", "attachments": [attachment] });
    let the_op = op(1, &row, note);
    let waiting = one.push(vec![the_op.clone()]).await;
    assert_eq!(waiting[0]["outcome"], "blocked");
    assert_eq!(waiting[0]["missing"], json!([sha256(&content)]));

    let done = append(&one, id, 300_000, content[300_000..].to_vec()).await;
    let done: Value = serde_json::from_slice(&bytes(done).await).unwrap();
    assert_eq!(
        (&done["offset"], &done["complete"]),
        (&json!(800_000), &json!(true))
    );
    let repeated = append(&one, id, 300_000, content[300_000..].to_vec()).await;
    assert_eq!(repeated.status(), StatusCode::OK);

    let path = format!("/v1/blobs/{}", sha256(&content));
    assert_eq!(two.get(&path).await.status(), StatusCode::NOT_FOUND);
    let applied = one.push(vec![the_op]).await;
    assert_eq!(applied[0]["outcome"], "applied");
    let named = &applied[0]["complaint"]["history"][0]["what"]["attachments"][0]["name"];
    assert_eq!(named, "x");
    let whole = two.get(&path).await;
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(bytes(whole).await, content);
    let part = two
        .request(Method::GET, &path)
        .header(header::RANGE, "bytes=799990-")
        .body(Body::empty());
    let part = two.send(part.unwrap()).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(
        part.headers()[header::CONTENT_RANGE],
        "bytes 799990-799999/800000"
    );
    assert_eq!(bytes(part).await, content[799_990..]);
    let beyond = two
        .request(Method::GET, &path)
        .header(header::RANGE, "bytes=800000-")
        .body(Body::empty());
    let beyond = refusal(two.send(beyond.unwrap()).await).await;
    assert_eq!(beyond, (416, "range-not-satisfiable".to_owned()));
}

#[tokio::test]
async fn files_that_are_not_what_they_say_are_refused() {
    let fixture = Fixture::new().await;
    let desk = fixture.desk("Satu", &["16.71"]).await;
    let announce = async |size: u64, sha256: String| {
        let body = json!({ "sha256": sha256, "size": size });
        refusal(desk.post("/v1/uploads", body.to_string()).await).await
    };
    let fine = "ab".repeat(32);
    assert_eq!(
        announce(0, fine.clone()).await,
        (422, "empty-file".to_owned())
    );
    let huge = 500 * 1024 * 1024;
    assert_eq!(
        announce(huge, fine.clone()).await,
        (413, "too-large".to_owned())
    );
    for hash in ["", "../../etc/passwd", &fine.to_uppercase()] {
        let answer = announce(5, hash.to_owned()).await;
        assert_eq!(answer, (400, "bad-request".to_owned()));
    }
    let state = begin(&desk, b"benar").await;
    let id = state["id"].as_str().unwrap();
    let too_much = append(&desk, id, 0, "terlalu banyak").await;
    assert_eq!(refusal(too_much).await, (413, "too-large".to_owned()));
    let wrong = append(&desk, id, 0, "salah").await;
    assert_eq!(refusal(wrong).await, (422, "hash-mismatch".to_owned()));
    let right = append(&desk, id, 0, "benar").await;
    assert_eq!(right.status(), StatusCode::OK);
    let no_offset = desk
        .request(Method::PATCH, &format!("/v1/uploads/{id}"))
        .body(Body::empty());
    let answer = refusal(desk.send(no_offset.unwrap()).await).await;
    assert_eq!(answer, (400, "bad-request".to_owned()));
    for path in ["/v1/uploads/x", "/v1/blobs/x", "/v1/blobs/..%2F..%2Fhub.db"] {
        let method = if path.contains("blobs") {
            Method::GET
        } else {
            Method::PATCH
        };
        let request = desk.request(method, path).body(Body::empty());
        let answer = refusal(desk.send(request.unwrap()).await).await;
        assert_eq!(answer, (404, "not-found".to_owned()), "{path}");
    }
}
