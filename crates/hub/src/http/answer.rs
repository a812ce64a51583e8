//! How a request is refused: a status, a code for programs, a sentence for administrators.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tanggap_protocol::error::{ErrorBody, code};

use crate::db::DbError;

#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    body: ErrorBody,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Refusal {
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            body: ErrorBody {
                code: code.to_owned(),
                message: message.into(),
            },
            headers: Vec::new(),
        }
    }

    pub fn bad_request(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code::BAD_REQUEST, message)
    }

    pub fn not_found() -> Self {
        let message = "nothing here, or nothing the officer may see";
        Self::new(StatusCode::NOT_FOUND, code::NOT_FOUND, message)
    }

    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE, message)
    }

    /// Come back in `after_s` seconds.
    pub fn unavailable(message: &str, after_s: u32) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, code::UNAVAILABLE, message)
            .with(header::RETRY_AFTER, HeaderValue::from(after_s))
    }

    pub fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(self.body)).into_response();
        response.headers_mut().extend(
            self.headers
                .into_iter()
                .map(|(name, value)| (Some(name), value)),
        );
        response
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "the database");
        match error {
            DbError::DiskFull => Self::new(
                StatusCode::INSUFFICIENT_STORAGE,
                code::DISK_FULL,
                "the hub's disk is full",
            ),
            DbError::Busy => Self::unavailable("the database is busy", 2),
            DbError::Closed => Self::unavailable("the hub is stopping", 5),
            DbError::NoHub(_)
            | DbError::HubExists(_)
            | DbError::NewerSchema
            | DbError::NotOurs
            | DbError::Migrate(_)
            | DbError::Damaged { .. }
            | DbError::Io(_)
            | DbError::Sql(_)
            | DbError::Panicked
            | DbError::NameTaken => Self::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                code::INTERNAL,
                "the hub failed; its log says more",
            ),
        }
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        DbError::from(error).into()
    }
}
