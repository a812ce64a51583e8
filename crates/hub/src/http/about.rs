//! `/v1/me`, `/v1/reference`, `/healthz`.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use tanggap_protocol::about::{Health, HubInfo, Me, Officer, Reference};
use tanggap_protocol::error::ErrorBody;
use tanggap_protocol::scope::Scope;

use super::Hub;
use super::answer::Refusal;
use super::caller::Caller;
use crate::db::Kind;

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Who the token belongs to, and which feeds it opens.
#[utoipa::path(
    get,
    path = "/v1/me",
    responses(
        (status = 200, body = Me),
        (status = 401, body = ErrorBody, description = "token-missing, token-unknown, token-revoked"),
    )
)]
pub async fn me(State(hub): State<Hub>, caller: Caller) -> Result<Json<Me>, Refusal> {
    Ok(Json(Me {
        officer: Officer {
            id: caller.grant.officer,
            name: caller.grant.name,
        },
        scopes: caller.grant.scopes.iter().map(Scope::to_string).collect(),
        hub: HubInfo {
            id: hub.db.identity().hub_id,
            version: VERSION.to_owned(),
            practice: hub.db.identity().kind == Kind::Practice,
        },
        server_time: hub.clock.now(),
    }))
}

/// Agencies, categories, templates: what forms are filled from.
#[utoipa::path(
    get,
    path = "/v1/reference",
    responses(
        (status = 200, body = Reference),
        (status = 304, description = "as it was when the given ETag was handed out"),
        (status = 401, body = ErrorBody),
    )
)]
pub async fn reference(
    State(hub): State<Hub>,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let mut reference = hub.db.reference().await?;
    let scopes = caller.grant.scopes.iter();
    reference.regions = scopes
        .filter_map(|scope| match scope {
            Scope::Region(region) => Some(region.to_string()),
            Scope::Nation | Scope::Agency(_) | Scope::Unlocated | Scope::UnlocatedIn(_) => None,
        })
        .collect();
    let body = serde_json::to_vec(&reference)
        .map_err(|_| crate::db::DbError::Damaged { what: "reference" })?;
    let tag = format!("\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
    let known = headers.get(header::IF_NONE_MATCH);
    let same = known.is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let tag = HeaderValue::from_str(&tag)
        .map_err(|_| Refusal::bad_request("the tag cannot be written"))?;
    let tag = (header::ETAG, tag);
    if same {
        return Ok((StatusCode::NOT_MODIFIED, [tag]).into_response());
    }
    let json = HeaderValue::from_static("application/json");
    Ok(([tag, (header::CONTENT_TYPE, json)], body).into_response())
}

/// Whether the hub can answer.
#[utoipa::path(
    get,
    path = "/healthz",
    security(()),
    responses((status = 200, body = Health), (status = 500, body = ErrorBody))
)]
pub async fn healthz(State(hub): State<Hub>) -> Result<Json<Health>, Refusal> {
    hub.db.reference().await?;
    Ok(Json(Health {
        ok: true,
        version: VERSION.to_owned(),
        server_time: hub.clock.now(),
    }))
}
