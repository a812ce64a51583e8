//! Files on their way to the hub, in parts that can be resumed (after tus, reduced to what is needed).

use serde::{Deserialize, Serialize};

/// Where a part starts, in bytes: on `PATCH` and in every answer about an upload.
pub const OFFSET_HEADER: &str = "upload-offset";

/// `POST /v1/uploads`. The same officer asking again for the same hash resumes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadRequest {
    /// SHA-256 of the content, lower-case hex.
    pub sha256: String,
    /// 1 byte to 25 MiB, to 96 MiB for an import.
    pub size: u64,
    #[serde(default)]
    pub mime: String,
    #[serde(default)]
    pub name: String,
    #[serde(default, skip_serializing_if = "Purpose::is_attachment")]
    pub purpose: Purpose,
}

/// What a file is brought for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Purpose {
    #[default]
    Attachment,
    /// A national export, see [`crate::import`].
    Import,
}

impl Purpose {
    fn is_attachment(&self) -> bool {
        *self == Self::Attachment
    }
}

/// How far an upload has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadState {
    pub id: String,
    /// Bytes the hub has on disk: the next part starts here.
    pub offset: u64,
    /// The whole content is on disk and its hash is right.
    pub complete: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_wire() {
        let request = UploadRequest {
            sha256: "ab".repeat(32),
            size: 1024,
            mime: "image/jpeg".into(),
            name: "lubang.jpg".into(),
            purpose: Purpose::Attachment,
        };
        insta::assert_snapshot!(serde_json::to_string(&request).unwrap(), @r#"{"sha256":"abababababababababababababababababababababababababababababababab","size":1024,"mime":"image/jpeg","name":"lubang.jpg"}"#);
        let state = UploadState {
            id: "0192f00d-7a2b-7c11-9abc-def012345678".into(),
            offset: 512,
            complete: false,
        };
        insta::assert_snapshot!(serde_json::to_string(&state).unwrap(), @r#"{"id":"0192f00d-7a2b-7c11-9abc-def012345678","offset":512,"complete":false}"#);
    }
}
