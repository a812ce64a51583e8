//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use tanggap_protocol::error::code;

use super::Hub;
use super::answer::Refusal;
use crate::db::Access;
use crate::grant::Grant;
use crate::token::{self, TokenHash};

/// An officer with a valid token.
pub struct Caller {
    pub grant: Grant,
    token: TokenHash,
}

impl Caller {
    /// Looks again: a grant may change while a request waits.
    pub async fn again(self, hub: &Hub) -> Result<Self, Refusal> {
        grant(hub, self.token).await
    }
}

impl FromRequestParts<Hub> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, hub: &Hub) -> Result<Self, Refusal> {
        let header = parts.headers.get(header::AUTHORIZATION);
        let token = header
            .and_then(|value| value.to_str().ok()?.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token::hash(token));
        match token {
            Some(token) => grant(hub, token).await,
            None => Err(unauthorized(
                code::TOKEN_MISSING,
                "an Authorization header with a bearer token is missing",
            )),
        }
    }
}

async fn grant(hub: &Hub, token: TokenHash) -> Result<Caller, Refusal> {
    match hub.db.access(token).await? {
        Access::Granted(grant) => Ok(Caller { grant, token }),
        Access::Revoked => Err(unauthorized(
            code::TOKEN_REVOKED,
            "the officer's access was withdrawn",
        )),
        Access::Unknown => Err(unauthorized(
            code::TOKEN_UNKNOWN,
            "nobody here has this token",
        )),
    }
}

fn unauthorized(code: &str, message: &str) -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, code, message)
        .with(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
}
