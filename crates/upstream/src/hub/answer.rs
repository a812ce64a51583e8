//! Answers, and how each kind of no is told apart. An answer without the protocol's header is not the
//! hub's, whatever its status says.

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use http::header::{CONTENT_LENGTH, DATE, RETRY_AFTER};
use http::{Response, StatusCode};
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;
use tanggap_protocol::PROTO_HEADER;
use tanggap_protocol::error::{ErrorBody, code};

use super::transient;
use super::transport::Arriving;
use crate::upstream::{UpstreamError, Why};

/// Error bodies are short; whatever is longer is not read.
const MAX_ERROR_BYTES: usize = 64 * 1024;
/// Other JSON answers hold at most a batch of complaints.
const MAX_JSON_BYTES: usize = 64 * 1024 * 1024;

/// A good answer of the hub, its body not read yet.
#[derive(Debug)]
pub(super) struct Answer(Response<Arriving>);

/// Sorts what came back.
pub(super) async fn checked(response: Response<Arriving>) -> Result<Answer, UpstreamError> {
    let status = response.status();
    let is_hub = response.headers().contains_key(PROTO_HEADER);
    match (is_hub, status) {
        (true, status) if status.is_success() || status == StatusCode::NOT_MODIFIED => {
            Ok(Answer(response))
        }
        (true, status) => Err(of_refusal(status, response).await),
        // What stands before the hub may say that the hub is away.
        (false, StatusCode::NETWORK_AUTHENTICATION_REQUIRED) => Err(UpstreamError::CaptivePortal),
        (false, status) if is_transient(status) => Err(busy(&response)),
        // A login page never says that it was asked too much: a proxy with a limit of its own does.
        (false, StatusCode::PAYLOAD_TOO_LARGE) => Err(UpstreamError::TooLarge),
        // Nothing at all is no page either.
        (false, status) if status.is_success() && is_empty(&response) => {
            Err(transient(Why::Closed))
        }
        (false, _) => Err(UpstreamError::CaptivePortal),
    }
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.0.status()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    pub async fn bytes(self, max_bytes: usize) -> Result<Bytes, UpstreamError> {
        body(self.0.into_body(), max_bytes).await
    }

    pub async fn json<T: DeserializeOwned>(self) -> Result<T, UpstreamError> {
        let bytes = body(self.0.into_body(), MAX_JSON_BYTES).await?;
        serde_json::from_slice(&bytes).map_err(|_| UpstreamError::Protocol("json"))
    }
}

async fn body(mut arriving: Arriving, max_bytes: usize) -> Result<Bytes, UpstreamError> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = arriving.frame().await {
        let Ok(part) = frame.map_err(transient)?.into_data() else {
            continue;
        };
        if bytes.len() + part.len() > max_bytes {
            return Err(UpstreamError::Protocol("answer too long"));
        }
        bytes.extend_from_slice(&part);
    }
    Ok(bytes.freeze())
}

fn is_empty(response: &Response<Arriving>) -> bool {
    let said = response.headers().get(CONTENT_LENGTH);
    response.status() == StatusCode::NO_CONTENT || said.is_some_and(|length| length == "0")
}

async fn of_refusal(status: StatusCode, response: Response<Arriving>) -> UpstreamError {
    match status {
        StatusCode::INTERNAL_SERVER_ERROR => return transient(Why::Failed),
        StatusCode::INSUFFICIENT_STORAGE => return transient(Why::Full),
        status if is_transient(status) => return busy(&response),
        _ => {}
    }
    let read = body(response.into_body(), MAX_ERROR_BYTES).await.ok();
    let read = read.and_then(|bytes| serde_json::from_slice::<ErrorBody>(&bytes).ok());
    let said = read.map(|body| body.code).unwrap_or_default();
    match (status, said.as_str()) {
        (_, code::BAD_CURSOR) => UpstreamError::EpochChanged,
        (StatusCode::UNAUTHORIZED, said) => UpstreamError::NeedsLogin {
            revoked: said == code::TOKEN_REVOKED,
        },
        (StatusCode::FORBIDDEN, _) => UpstreamError::Forbidden,
        (StatusCode::GONE, _) => UpstreamError::EpochChanged,
        (StatusCode::PAYLOAD_TOO_LARGE, _) => UpstreamError::TooLarge,
        (StatusCode::UPGRADE_REQUIRED, _) => UpstreamError::TooOld,
        (_, "") => UpstreamError::Protocol("error without a code"),
        _ => UpstreamError::Refused { code: said },
    }
}

fn is_transient(status: StatusCode) -> bool {
    status.is_server_error()
        || matches!(
            status,
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY | StatusCode::TOO_MANY_REQUESTS
        )
}

fn busy(response: &Response<Arriving>) -> UpstreamError {
    UpstreamError::Transient {
        why: Why::Busy,
        retry_after_ms: retry_after_ms(response),
    }
}

/// Seconds, or a date against the date of the same answer: no clock of ours is asked.
fn retry_after_ms(response: &Response<Arriving>) -> Option<u64> {
    let text = |name| response.headers().get(name)?.to_str().ok();
    let said = text(RETRY_AFTER)?.trim();
    if let Ok(seconds) = said.parse::<u64>() {
        return Some(seconds.saturating_mul(1000));
    }
    let moment = |text: &str| {
        DateTime::parse_from_rfc2822(text)
            .ok()
            .map(|at| at.to_utc())
    };
    let until: DateTime<Utc> = moment(said)?;
    let now = moment(text(DATE)?)?;
    u64::try_from((until - now).num_milliseconds()).ok()
}
