//! Others on the line who stall, and what is left for those who do not.

use std::time::Duration;

use tanggap_domain::ids::OfficerId;
use tanggap_hub::clock::Clock;
use tanggap_hub::db::NewOfficer;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::serve::connections::Limits;
use tanggap_hub::{Config, Running, start, token};
use tanggap_protocol::scope::Scope;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SOON: Duration = Duration::from_millis(200);
/// Far beyond, for slow machines: what never comes fails the test.
const NEVER: Duration = Duration::from_secs(60);

async fn hub(limits: Limits) -> (tempfile::TempDir, Running, String) {
    let dir = tempfile::tempdir().unwrap();
    let config = Config {
        limits,
        pace: Pace {
            silence: SOON,
            bytes_per_s: 1024,
        },
        ..Config::local(dir.path())
    };
    let running = start(config).await.unwrap();
    let address = running.url().strip_prefix("http://").unwrap().to_owned();
    (dir, running, address)
}

fn impatient() -> Limits {
    Limits {
        head: SOON,
        stalled: SOON,
        ..Limits::default()
    }
}

/// What comes until the other side ends the connection.
async fn until_the_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let read = tokio::time::timeout(NEVER, stream.read_to_end(&mut answer)).await;
    // A reset is an end as well.
    let _read = read.expect("the connection ends");
    String::from_utf8_lossy(&answer).into_owned()
}

async fn health(address: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = "GET /healthz HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    until_the_end(&mut stream).await
}

#[tokio::test]
async fn whoever_stalls_is_let_go() {
    let (_dir, hub, address) = hub(impatient()).await;
    let token = token::generate();
    let officer = NewOfficer {
        id: OfficerId(uuid::Uuid::from_u128(1)),
        name: "Satu".into(),
        scopes: vec![Scope::Nation],
        token: token::hash(&token),
        now: Clock::system().now(),
    };
    hub.db().add_officer(officer).await.unwrap();
    let head = format!(
        "POST /v1/pull HTTP/1.1\r\nHost: hub\r\nX-Tanggap-Proto: 1\r\n\
         Authorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n"
    );
    let half = format!("{head}{{\"scopes\"");
    for (what, sent) in [
        ("nothing", ""),
        ("half a head", "GET /v1/me HTTP/1.1\r\nHost: h"),
        (
            "a head line by line that never ends",
            "GET /healthz HTTP/1.1\r\nA: b\r\n",
        ),
        (
            "an answered request, then nothing",
            "GET /healthz HTTP/1.1\r\nHost: hub\r\n\r\n",
        ),
        ("a body that never comes", &head),
        ("half a body", &half),
    ] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(sent.as_bytes()).await.unwrap();
        until_the_end(&mut stream).await;
        assert!(health(&address).await.contains("200 OK"), "after {what}");
    }
    hub.shutdown().await;
}

#[tokio::test]
async fn idle_connections_leave_room_for_others() {
    let limits = Limits {
        connections: 4,
        ..impatient()
    };
    let (_dir, hub, address) = hub(limits).await;
    let mut idle = Vec::new();
    for _ in 0..20 {
        idle.push(TcpStream::connect(&address).await.unwrap());
    }
    let answer = tokio::time::timeout(NEVER, health(&address)).await;
    assert!(answer.expect("the idle ones are let go").contains("200 OK"));
    hub.shutdown().await;
}

#[tokio::test]
async fn a_stop_does_not_wait_for_idle_connections() {
    let (_dir, hub, address) = hub(Limits::default()).await;
    let mut idle = TcpStream::connect(&address).await.unwrap();
    assert!(health(&address).await.contains("200 OK"));
    tokio::time::timeout(Duration::from_secs(5), hub.shutdown())
        .await
        .expect("an idle connection does not hold the hub up");
    until_the_end(&mut idle).await;
}
