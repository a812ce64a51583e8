//! The hub adapter against servers that answer in every way a network can.

#![expect(clippy::unwrap_used, reason = "a failure here is a failed test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use bytes::Bytes;
use tanggap_domain::change::{Base, Change, ChangeKind};
use tanggap_domain::complaint::Attachment;
use tanggap_domain::event::Actor;
use tanggap_domain::ids::{OfficerId, ReplicaId};
use tanggap_protocol::page::PageWriter;
use tanggap_upstream::{Blocked, Hub, Outcome, PullRequest, Upstream, UpstreamError, Why};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A server that gives the same answer to everything; its address.
async fn server<F, R>(answer: F) -> String
where
    F: Fn(Request<Body>) -> R + Clone + Send + Sync + 'static,
    R: Future<Output = Response> + Send + 'static,
{
    let router = Router::new().fallback(any(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

fn with_proto(status: u16, body: impl Into<Body>) -> Response {
    let mut response = (StatusCode::from_u16(status).unwrap(), body.into()).into_response();
    response
        .headers_mut()
        .insert("x-tanggap-proto", "1".parse().unwrap());
    response
}

fn error(status: u16, code: &str) -> Response {
    with_proto(
        status,
        format!(r#"{{"code":"{code}","message":"m","newer":1}}"#),
    )
}

async fn pull_from(address: &str) -> Result<usize, UpstreamError> {
    let hub = Hub::new(address, "rahasia").unwrap();
    let request = PullRequest {
        scopes: vec![("35.78".into(), None)],
        wait_ms: 0,
        max_bytes: 65_536,
    };
    hub.pull(&request).await.map(|pulled| pulled.rows.len())
}

#[track_caller]
fn transient(why: Why) -> Result<usize, UpstreamError> {
    Err(UpstreamError::Transient {
        why,
        retry_after_ms: None,
    })
}

async fn check(make: fn() -> Response, expected: Result<usize, UpstreamError>) {
    let address = server(move |_| async move { make() }).await;
    assert_eq!(pull_from(&address).await, expected);
}

fn page() -> Vec<u8> {
    let cursors = [("35.78".to_owned(), "AQ".to_owned())].into();
    PageWriter::new().end(cursors, false, "2026-08-06T06:45:00Z".parse().unwrap())
}

#[tokio::test]
async fn each_no_is_told_apart() {
    check(
        || error(401, "token-unknown"),
        Err(UpstreamError::NeedsLogin { revoked: false }),
    )
    .await;
    check(
        || error(401, "token-revoked"),
        Err(UpstreamError::NeedsLogin { revoked: true }),
    )
    .await;
    check(
        || error(403, "scope-forbidden"),
        Err(UpstreamError::Forbidden),
    )
    .await;
    check(
        || error(410, "epoch-changed"),
        Err(UpstreamError::EpochChanged),
    )
    .await;
    check(
        || error(400, "bad-cursor"),
        Err(UpstreamError::EpochChanged),
    )
    .await;
    check(|| error(413, "too-large"), Err(UpstreamError::TooLarge)).await;
    check(
        || error(426, "proto-unsupported"),
        Err(UpstreamError::TooOld),
    )
    .await;
    check(|| error(500, "internal"), transient(Why::Failed)).await;
    check(|| error(507, "disk-full"), transient(Why::Full)).await;
    check(|| error(503, "unavailable"), transient(Why::Busy)).await;
    check(
        || error(400, "something-new"),
        Err(UpstreamError::Refused {
            code: "something-new".into(),
        }),
    )
    .await;
}

#[tokio::test]
async fn somebody_elses_answer_is_not_the_hubs() {
    let portal = || "<html>Silakan masuk ke Wi-Fi</html>".into_response();
    check(portal, Err(UpstreamError::CaptivePortal)).await;
    let redirect = || (StatusCode::FOUND, [("location", "http://portal/")]).into_response();
    check(redirect, Err(UpstreamError::CaptivePortal)).await;
    let elsewhere = || StatusCode::NOT_FOUND.into_response();
    check(elsewhere, Err(UpstreamError::CaptivePortal)).await;
    let proxy = || StatusCode::BAD_GATEWAY.into_response();
    check(proxy, transient(Why::Busy)).await;
    let network = || StatusCode::NETWORK_AUTHENTICATION_REQUIRED.into_response();
    check(network, Err(UpstreamError::CaptivePortal)).await;
    // What a proxy says of itself.
    let limit = || (StatusCode::PAYLOAD_TOO_LARGE, "<html>413 nginx</html>").into_response();
    check(limit, Err(UpstreamError::TooLarge)).await;
    let too_late = || (StatusCode::GATEWAY_TIMEOUT, "<html>504</html>").into_response();
    check(too_late, transient(Why::Busy)).await;
    let idle = || StatusCode::REQUEST_TIMEOUT.into_response();
    check(idle, transient(Why::Busy)).await;
    check(|| "".into_response(), transient(Why::Closed)).await;
    check(
        || StatusCode::NO_CONTENT.into_response(),
        transient(Why::Closed),
    )
    .await;
}

/// Takes connections, reads what comes, says `answer` and hangs up.
async fn hangs_up(answer: &'static str) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut head = [0; 16 * 1024];
            let _read = stream.read(&mut head).await;
            let _sent = stream.write_all(answer.as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_line_that_ends_early_is_no_missing_network() {
    for (answer, why) in [
        ("", Why::Closed),
        ("HTTP/1.1 2", Why::Closed),
        (
            "HTTP/1.1 200 OK\r\nX-Tanggap-Proto: 1\r\nContent-Length: 500\r\n\r\n{",
            Why::Damaged,
        ),
    ] {
        let address = hangs_up(answer).await;
        assert_eq!(pull_from(&address).await, transient(why), "{answer:?}");
    }
}

#[tokio::test]
async fn parts_of_a_file_shrink_until_they_fit_through_a_proxy() {
    let kept = Arc::new(AtomicUsize::new(0));
    let counter = kept.clone();
    let address = server(move |request: Request<Body>| {
        let kept = counter.clone();
        async move {
            let is_part = request.method() == "PATCH";
            let body = axum::body::to_bytes(request.into_body(), usize::MAX)
                .await
                .unwrap();
            if is_part && body.len() > 100_000 {
                return StatusCode::PAYLOAD_TOO_LARGE.into_response();
            }
            let sent = if is_part { body.len() } else { 0 };
            let offset = kept.fetch_add(sent, Ordering::SeqCst) + sent;
            let complete = offset == 1_000_000;
            let state = serde_json::json!({ "id": "u1", "offset": offset, "complete": complete });
            with_proto(200, state.to_string())
        }
    })
    .await;
    let file = |size_bytes| Attachment {
        sha256: "ab".repeat(32),
        name: "foto.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes,
    };
    let hub = Hub::new(&address, "rahasia").unwrap();
    let content = Bytes::from(vec![7; 1_000_000]);
    hub.upload(&file(1_000_000), content.clone()).await.unwrap();
    assert_eq!(kept.load(Ordering::SeqCst), 1_000_000);

    let nothing_passes = server(|request: Request<Body>| async move {
        match request.method().as_str() {
            "PATCH" => StatusCode::PAYLOAD_TOO_LARGE.into_response(),
            _ => with_proto(200, r#"{"id":"u1","offset":0,"complete":false}"#),
        }
    });
    let hub = Hub::new(&nothing_passes.await, "rahasia").unwrap();
    let refused = hub.upload(&file(1_000_000), content).await;
    assert_eq!(refused, Err(UpstreamError::TooLarge));
}

#[tokio::test]
async fn one_outcome_in_words_unknown_here_stops_no_other() {
    const ONE: &str = "0192f00d-7a2b-7c11-9abc-def012345671";
    const TWO: &str = "0192f00d-7a2b-7c11-9abc-def012345672";
    const THREE: &str = "0192f00d-7a2b-7c11-9abc-def012345673";
    let address = server(|_| async {
        let body = serde_json::json!({
            "outcomes": [
                { "op_id": ONE, "outcome": "postponed-by-decree" },
                { "op_id": TWO, "outcome": "applied", "seq": 3, "complaint": { "id": 7 } },
                { "op_id": THREE, "outcome": "failed" },
            ],
            "server_time": "2026-08-06T06:45:00Z",
        });
        with_proto(200, body.to_string())
    })
    .await;
    let hub = Hub::new(&address, "rahasia").unwrap();
    let change = |op: &str| Change {
        op: op.parse().unwrap(),
        complaint: ONE.parse().unwrap(),
        by: Actor::reporter(),
        at: "2026-08-06T06:45:00Z".parse().unwrap(),
        base: Base::default(),
        kind: ChangeKind::Verify,
    };
    let replica: ReplicaId = ONE.parse().unwrap();
    let pushed = hub
        .push(replica, &[ONE, TWO, THREE].map(change))
        .await
        .unwrap();
    let outcomes: Vec<_> = pushed.outcomes.into_iter().map(|(_, it)| it).collect();
    let unknown = Outcome::Blocked(Blocked::AnswerUnknown);
    assert_eq!(outcomes, [unknown.clone(), unknown, Outcome::Failed]);
}

#[tokio::test]
async fn the_token_follows_no_redirect() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = asked.clone();
    let target = server(move |_| {
        counter.fetch_add(1, Ordering::SeqCst);
        async { with_proto(200, page()) }
    })
    .await;
    let address = server(move |_| {
        let target = target.clone();
        async move { (StatusCode::TEMPORARY_REDIRECT, [("location", target)]).into_response() }
    })
    .await;
    assert_eq!(pull_from(&address).await, Err(UpstreamError::CaptivePortal));
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_page_counts_whole_or_not_at_all() {
    check(|| with_proto(200, page()), Ok(0)).await;
    check(
        || with_proto(200, page()[..40].to_vec()),
        transient(Why::Damaged),
    )
    .await;
    check(|| with_proto(200, "{}"), transient(Why::Damaged)).await;
}

#[tokio::test]
async fn nobody_there_is_the_network() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(pull_from(&address).await, transient(Why::Network));
}

#[tokio::test]
async fn retry_after_is_read_in_both_forms() {
    async fn asked(headers: &'static [(&'static str, &'static str)]) -> Option<u64> {
        let address = server(move |_| async move {
            let mut response = error(429, "unavailable");
            for (name, value) in headers {
                response.headers_mut().insert(*name, value.parse().unwrap());
            }
            response
        })
        .await;
        match pull_from(&address).await {
            Err(UpstreamError::Transient { retry_after_ms, .. }) => retry_after_ms,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(asked(&[("retry-after", "7")]).await, Some(7_000));
    assert_eq!(asked(&[("retry-after", "soon")]).await, None);
    assert_eq!(asked(&[]).await, None);
    let dates = &[
        ("retry-after", "Thu, 06 Aug 2026 06:46:30 GMT"),
        ("date", "Thu, 06 Aug 2026 06:45:00 GMT"),
    ];
    assert_eq!(asked(dates).await, Some(90_000));
}

#[tokio::test]
async fn requests_carry_version_and_token() {
    let address = server(|request| async move {
        let header = |headers: &HeaderMap, name: &str| headers[name].to_str().unwrap().to_owned();
        let proto = header(request.headers(), "x-tanggap-proto");
        let token = header(request.headers(), "authorization");
        let known =
            proto == "1" && token == "Bearer rahasia" && request.uri().path() == "/di/v1/me";
        if !known {
            return error(400, "bad-request");
        }
        let me = serde_json::json!({
            "officer": {"id": "0192f00d-7a2b-7c11-9abc-def012345678", "name": "Desk"},
            "scopes": ["35.78"],
            "hub": {"id": "0192f00d-7a2b-7c11-9abc-def000000001", "version": "9.9"},
            "server_time": "2026-08-06T06:45:00Z",
            "something": "new"
        });
        with_proto(200, me.to_string())
    })
    .await;
    let hub = Hub::new(&format!("{address}/di"), " rahasia\n").unwrap();
    let me = hub.me().await.unwrap();
    assert_eq!(
        me.officer,
        "0192f00d-7a2b-7c11-9abc-def012345678"
            .parse::<OfficerId>()
            .unwrap()
    );
    assert_eq!(
        me.world().hub.to_string(),
        "0192f00d-7a2b-7c11-9abc-def000000001"
    );
    assert_eq!(me.world().officer, me.officer);
    assert!(!me.practice);
}

#[tokio::test]
async fn outcomes_of_other_operations_are_no_answer() {
    let address = server(|_| async {
        let body = r#"{"outcomes":[{"op_id":"0192f00d-7a2b-7c11-9abc-def012345678","outcome":"key-reused"}],"server_time":"2026-08-06T06:45:00Z"}"#;
        with_proto(200, body)
    })
    .await;
    let hub = Hub::new(&address, "rahasia").unwrap();
    let replica: ReplicaId = "0192f00d-7a2b-7c11-9abc-def012345679".parse().unwrap();
    let pushed = hub.push(replica, &[]).await;
    assert_eq!(pushed, Err(UpstreamError::Protocol("outcomes")));
}

#[tokio::test]
async fn a_download_is_verified() {
    let address = server(|_| async { with_proto(200, "bukan isinya") }).await;
    let hub = Hub::new(&address, "rahasia").unwrap();
    assert_eq!(
        hub.download(&"ab".repeat(32)).await,
        Err(UpstreamError::Transient {
            why: Why::Damaged,
            retry_after_ms: None
        })
    );
}

#[tokio::test]
async fn an_upload_goes_on_where_the_hub_is() {
    let received = Arc::new(AtomicUsize::new(0));
    let counter = received.clone();
    let address = server(move |request: Request<Body>| {
        let counter = counter.clone();
        async move {
            let offset = request.headers().get("upload-offset");
            let offset = offset.map_or(700_000, |text| text.to_str().unwrap().parse().unwrap());
            let is_part = request.method() == "PATCH";
            let body = axum::body::to_bytes(request.into_body(), usize::MAX)
                .await
                .unwrap();
            let sent = if is_part { body.len() } else { 0 };
            counter.fetch_add(sent, Ordering::SeqCst);
            let state = serde_json::json!({
                "id": "u1", "offset": offset + sent, "complete": offset + sent == 3_000_000
            });
            with_proto(200, state.to_string())
        }
    })
    .await;
    let file = Attachment {
        sha256: "ab".repeat(32),
        name: "foto.jpg".into(),
        mime: "image/jpeg".into(),
        size_bytes: 3_000_000,
    };
    let hub = Hub::new(&address, "rahasia").unwrap();
    hub.upload(&file, Bytes::from(vec![7; 3_000_000]))
        .await
        .unwrap();
    assert_eq!(received.load(Ordering::SeqCst), 2_300_000);
}
