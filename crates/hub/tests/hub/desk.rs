//! A hub in a temporary folder, and officers who talk to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OfficerId};
use tanggap_hub::clock::Clock;
use tanggap_hub::db::sqlite::{Role, SqliteDb};
use tanggap_hub::db::{Db, Kind, NewOfficer};
use tanggap_hub::files::Files;
use tanggap_hub::http::pace::Pace;
use tanggap_hub::http::{Hub, router};
use tanggap_hub::imports::Imports;
use tanggap_hub::token;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::page::Page;
use tanggap_protocol::{PROTO, PROTO_HEADER};
use tokio::sync::watch;
use tower::ServiceExt;
use uuid::Uuid;

pub fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-20T01:00:00Z".parse().unwrap();
    start + chrono::Duration::minutes(minute)
}

/// An invented complaint, verified and without a unit.
pub fn complaint(tracking_id: &str, region: Option<&str>) -> Complaint {
    let tracking = tanggap_domain::ids::TrackingId::parse(tracking_id).unwrap();
    let wire: WireComplaint = serde_json::from_value(json!({
        "id": ComplaintId::of_tracking(&tracking),
        "tracking_id": tracking_id,
        "title": "Jalan berlubang",
        "body": "Mohon diperbaiki.",
        "classification": "pengaduan-tidak-berkadar",
        "channel": "website",
        "received_at": at(0),
        "location": { "region": region },
        "stage": "belum-terdisposisi",
        "national": { "name": "Terverifikasi" },
        "versions": { "head": 1, "status": 1, "assign": 1, "meta": 1 },
    }))
    .unwrap();
    wire.try_into().unwrap()
}

pub struct Fixture {
    pub dir: tempfile::TempDir,
    pub db: Arc<SqliteDb>,
    pub app: Router,
    pub stop: watch::Sender<bool>,
}

pub struct Desk {
    pub id: OfficerId,
    token: String,
    app: Router,
}

impl Fixture {
    pub async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let db = SqliteDb::init(dir.path(), Kind::Real, Role::Server).await;
        let db = Arc::new(db.unwrap());
        let (stop, stopping) = watch::channel(false);
        let app = router(Hub {
            db: db.clone(),
            files: Files::open(dir.path()).unwrap(),
            clock: Clock::fixed(at(5)),
            imports: Imports::default(),
            stopping,
            pace: Pace::default(),
        });
        Self { dir, db, app, stop }
    }

    pub async fn holding(rows: Vec<Complaint>) -> Self {
        let fixture = Self::new().await;
        fixture.db.take_in(rows, at(1)).await.unwrap();
        fixture
    }

    pub async fn desk(&self, name: &str, scopes: &[&str]) -> Desk {
        let token = token::generate();
        let id = OfficerId(Uuid::from_u128(rand::random()));
        let new = NewOfficer {
            id,
            name: name.into(),
            scopes: scopes.iter().map(|text| text.parse().unwrap()).collect(),
            token: token::hash(&token),
            now: at(0),
        };
        self.db.add_officer(new).await.unwrap();
        Desk {
            id,
            token,
            app: self.app.clone(),
        }
    }
}

pub fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(PROTO_HEADER, PROTO)
}

pub async fn send(app: &Router, request: Request<Body>) -> Response<Body> {
    let response = app.clone().oneshot(request).await.unwrap();
    let signature = response.headers().get(PROTO_HEADER);
    assert_eq!(signature.unwrap(), "1", "every answer says who it is from");
    response
}

pub async fn bytes(response: Response<Body>) -> Vec<u8> {
    to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap()
        .to_vec()
}

/// Status and code of a refusal.
pub async fn refusal(response: Response<Body>) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = serde_json::from_slice(&bytes(response).await).unwrap();
    assert!(body["message"].is_string());
    (status, body["code"].as_str().unwrap().to_owned())
}

impl Desk {
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        request(method, path).header(header::AUTHORIZATION, format!("Bearer {}", self.token))
    }

    pub async fn send(&self, request: Request<Body>) -> Response<Body> {
        send(&self.app, request).await
    }

    pub async fn get(&self, path: &str) -> Response<Body> {
        let request = self.request(Method::GET, path).body(Body::empty());
        self.send(request.unwrap()).await
    }

    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Response<Body> {
        let request = self.request(Method::POST, path).body(body.into());
        self.send(request.unwrap()).await
    }

    pub async fn pull_raw(&self, body: Value) -> Response<Body> {
        self.post("/v1/pull", body.to_string()).await
    }

    pub async fn pull(&self, scopes: &[(&str, Option<&str>)], wait_ms: u32) -> Page {
        let scopes: Vec<Value> = scopes
            .iter()
            .map(|(id, cursor)| json!({ "id": id, "cursor": cursor }))
            .collect();
        let response = self
            .pull_raw(json!({ "scopes": scopes, "wait_ms": wait_ms }))
            .await;
        assert_eq!(response.status(), StatusCode::OK);
        Page::read(&bytes(response).await).unwrap()
    }

    pub async fn push(&self, ops: Vec<Value>) -> Vec<Value> {
        let body = json!({ "replica_id": Uuid::from_u128(9), "ops": ops });
        let response = self.post("/v1/ops", body.to_string()).await;
        assert_eq!(response.status(), StatusCode::OK);
        let answer: Value = serde_json::from_slice(&bytes(response).await).unwrap();
        assert_eq!(answer["server_time"], json!(at(5)));
        answer["outcomes"].as_array().unwrap().clone()
    }
}

pub fn op(number: u128, complaint: &Complaint, change: Value) -> Value {
    json!({
        "op_id": Uuid::from_u128(number),
        "complaint_id": complaint.id,
        "at": at(3),
        "base": complaint_base(complaint),
        "change": change,
    })
}

fn complaint_base(complaint: &Complaint) -> BTreeMap<&'static str, u32> {
    let versions = complaint.versions;
    BTreeMap::from([
        ("status", versions.status),
        ("assign", versions.assign),
        ("meta", versions.meta),
    ])
}

pub fn reply(text: &str) -> Value {
    json!({ "kind": "reply", "text": text, "then": "proses" })
}
