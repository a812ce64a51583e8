//! How the hub says no to a whole request. The reasons for one operation are in [`crate::outcome`].

use serde::{Deserialize, Serialize};

/// The body of every answer that is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ErrorBody {
    /// One of [`code`]. Programs decide by this alone.
    pub code: String,
    /// For the log of an administrator, in English; never holds what was sent.
    pub message: String,
}

/// Every code there is.
pub mod code {
    /// 400: the body is not the JSON that was expected.
    pub const BAD_JSON: &str = "bad-json";
    /// 400: a header, path or parameter makes no sense.
    pub const BAD_REQUEST: &str = "bad-request";
    /// 400: a cursor that no hub of this name wrote.
    pub const BAD_CURSOR: &str = "bad-cursor";
    /// 401: no `Authorization: Bearer …`.
    pub const TOKEN_MISSING: &str = "token-missing";
    /// 401: nobody has this token.
    pub const TOKEN_UNKNOWN: &str = "token-unknown";
    /// 401: the officer's access was withdrawn.
    pub const TOKEN_REVOKED: &str = "token-revoked";
    /// 403: a scope was asked for that the officer does not have.
    pub const SCOPE_FORBIDDEN: &str = "scope-forbidden";
    /// 404: nothing here, or nothing that the officer may see.
    pub const NOT_FOUND: &str = "not-found";
    /// 404: the file was here, but the disk does not hold it any more.
    pub const FILE_LOST: &str = "file-lost";
    /// 405
    pub const METHOD_NOT_ALLOWED: &str = "method-not-allowed";
    /// 409: the part of the file does not start where the last one ended; `Upload-Offset` tells where.
    pub const OFFSET_MISMATCH: &str = "offset-mismatch";
    /// 409: what the import did is not kept: it is not done, carried over, or too long ago.
    pub const IMPORT_NOT_KEPT: &str = "import-not-kept";
    /// 409: the import was taken back before.
    pub const IMPORT_TAKEN_BACK: &str = "import-taken-back";
    /// 410: the feed was rebuilt; pull it from the start and offer the last 30 days' operations again.
    pub const EPOCH_CHANGED: &str = "epoch-changed";
    /// 413: more than the limits allow.
    pub const TOO_LARGE: &str = "too-large";
    /// 416: the range lies outside the file.
    pub const RANGE_NOT_SATISFIABLE: &str = "range-not-satisfiable";
    /// 422: the same content was announced with another size.
    pub const SIZE_MISMATCH: &str = "size-mismatch";
    /// 422: an empty file.
    pub const EMPTY_FILE: &str = "empty-file";
    /// 422: the content is not what its hash promised; the upload starts again.
    pub const HASH_MISMATCH: &str = "hash-mismatch";
    /// 422: the hub was made for practice, and what was brought is real.
    pub const PRACTICE_HUB: &str = "practice-hub";
    /// 426: this hub does not speak that version of the protocol.
    pub const PROTO_UNSUPPORTED: &str = "proto-unsupported";
    /// 503: busy or shutting down; come back.
    pub const UNAVAILABLE: &str = "unavailable";
    /// 507: the hub's disk is full. Nothing was accepted.
    pub const DISK_FULL: &str = "disk-full";
    /// 500
    pub const INTERNAL: &str = "internal";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_wire() {
        let body = ErrorBody {
            code: code::TOKEN_REVOKED.into(),
            message: "the officer's access was withdrawn".into(),
        };
        insta::assert_snapshot!(serde_json::to_string(&body).unwrap(), @r#"{"code":"token-revoked","message":"the officer's access was withdrawn"}"#);
    }
}
