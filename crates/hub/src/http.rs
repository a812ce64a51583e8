//! The protocol over HTTP: requests in, [`crate::db::Db`] asked, answers out. Decides nothing.

mod about;
mod answer;
mod body;
mod caller;
mod imports;
mod ops;
pub mod pace;
mod pull;
mod uploads;

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use futures::FutureExt;
use tanggap_protocol::error::code;
use tanggap_protocol::{MAX_OPS_BYTES, PROTO, PROTO_HEADER};
use tokio::sync::watch;
use utoipa::OpenApi;

use self::answer::Refusal;
use self::pace::Pace;
use crate::clock::Clock;
use crate::db::Db;
use crate::files::Files;
use crate::imports::Imports;

/// What every request may use.
#[derive(Clone)]
pub struct Hub {
    pub db: Arc<dyn Db>,
    pub files: Files,
    pub clock: Clock,
    pub imports: Imports,
    /// Turns true when the hub is about to stop; requests that wait for news then end.
    pub stopping: watch::Receiver<bool>,
    /// How fast bodies must arrive.
    pub pace: Pace,
}

/// Requests other than operations and files are short.
const MAX_SHORT_BYTES: usize = 256 * 1024;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Tanggap hub",
        description = "Complaints of a region for its desks. Every request and response carries \
                       `X-Tanggap-Proto: 1`. See docs/protocol.md."
    ),
    paths(
        pull::pull,
        ops::ops,
        uploads::begin,
        uploads::state,
        uploads::append,
        uploads::blob,
        imports::begin,
        imports::list,
        imports::find,
        imports::call_off,
        imports::changes,
        imports::unreadable,
        imports::look_back,
        imports::take_back,
        about::me,
        about::reference,
        about::healthz,
    ),
    components(schemas(
        tanggap_protocol::complaint::WireComplaint,
        tanggap_protocol::page::PageEnd,
        tanggap_protocol::error::ErrorBody,
    )),
    modifiers(&Bearer),
    security(("token" = []))
)]
struct Document;

struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
        if let Some(components) = &mut document.components {
            let bearer = SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer));
            components.add_security_scheme("token", bearer);
        }
    }
}

/// Every endpoint there is.
pub fn router(hub: Hub) -> Router {
    let short = DefaultBodyLimit::max(MAX_SHORT_BYTES);
    let pace = hub.pace;
    let v1 = Router::new()
        .route("/pull", post(pull::pull).layer(short))
        .route(
            "/ops",
            post(ops::ops).layer(DefaultBodyLimit::max(MAX_OPS_BYTES)),
        )
        .route("/uploads", post(uploads::begin).layer(short))
        .route(
            "/uploads/{id}",
            patch(uploads::append)
                .head(uploads::state)
                .layer(DefaultBodyLimit::disable()),
        )
        .route("/blobs/{sha256}", get(uploads::blob))
        .route(
            "/imports",
            post(imports::begin).get(imports::list).layer(short),
        )
        .route(
            "/imports/{id}",
            get(imports::find).delete(imports::call_off),
        )
        .route("/imports/{id}/changes", get(imports::changes))
        .route("/imports/{id}/unreadable", get(imports::unreadable))
        .route(
            "/imports/{id}/take-back",
            get(imports::look_back)
                .post(imports::take_back)
                .layer(short),
        )
        .route("/me", get(about::me))
        .route("/reference", get(about::reference))
        .route_layer(from_fn(speaks_our_version));
    Router::new()
        .nest("/v1", v1)
        .route("/healthz", get(about::healthz))
        .route(
            "/openapi.json",
            get(async || axum::Json(Document::openapi())),
        )
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_this_way)
        .layer(from_fn(signed_and_logged))
        .layer(from_fn(move |request, next| {
            pace::keep(pace, request, next)
        }))
        .with_state(hub)
}

async fn nothing_here(_: Uri) -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "nothing here")
}

async fn not_this_way(_: Method) -> Refusal {
    Refusal::new(
        StatusCode::METHOD_NOT_ALLOWED,
        code::METHOD_NOT_ALLOWED,
        "the resource is there, but not for this method",
    )
}

async fn speaks_our_version(request: Request, next: Next) -> Response {
    let version = request.headers().get(PROTO_HEADER);
    let version = version.and_then(|value| value.to_str().ok()?.trim().parse::<u32>().ok());
    if version == Some(PROTO) {
        next.run(request).await
    } else {
        Refusal::new(
            StatusCode::UPGRADE_REQUIRED,
            code::PROTO_UNSUPPORTED,
            format!("this hub speaks version {PROTO}, named in the header {PROTO_HEADER}"),
        )
        .into_response()
    }
}

/// The header that tells a hub from everything else, and one line in the log.
async fn signed_and_logged(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    // The pattern, not the path: nothing of what was asked for.
    let path = request.extensions().get::<MatchedPath>().cloned();
    // Whatever breaks down inside, the other side gets an answer.
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().await;
    let mut response =
        answered.unwrap_or_else(|_| Refusal::from(crate::db::DbError::Panicked).into_response());
    response
        .headers_mut()
        .insert(PROTO_HEADER, HeaderValue::from(PROTO));
    tracing::info!(
        %method,
        path = path.as_ref().map_or("-", MatchedPath::as_str),
        status = response.status().as_u16(),
        took_ms = started.elapsed().as_millis() as u64,
        "request"
    );
    response
}
