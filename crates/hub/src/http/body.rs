//! Request bodies. What is wrong with one is told by its place, never by its content.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use tanggap_protocol::error::code;

use super::answer::Refusal;

/// A JSON body of any content type.
pub struct JsonBody<T>(pub T);

impl<T, S> FromRequest<S> for JsonBody<T>
where
    T: DeserializeOwned,
    S: Send + Sync,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let bytes =
            Bytes::from_request(request, state)
                .await
                .map_err(|rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Refusal::too_large("the body is too long"),
                    _ => Refusal::bad_request("the body ended early"),
                })?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| bad_json(&error))
    }
}

pub fn bad_json(error: &serde_json::Error) -> Refusal {
    let kind = match error.classify() {
        serde_json::error::Category::Io => "unreadable",
        serde_json::error::Category::Syntax => "not JSON",
        serde_json::error::Category::Data => "not what was expected",
        serde_json::error::Category::Eof => "cut off",
    };
    let (line, column) = (error.line(), error.column());
    Refusal::new(
        StatusCode::BAD_REQUEST,
        code::BAD_JSON,
        format!("the body is {kind} at line {line}, column {column}"),
    )
}
