//! What a desk asks of the feed: `POST /v1/pull`. The answer is a [`crate::page`].

use serde::{Deserialize, Serialize};

/// Asks for what is new in some scopes, and waits for news where there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PullRequest {
    pub scopes: Vec<ScopeCursor>,
    /// How long the hub may wait for news, in milliseconds; at most [`crate::MAX_WAIT_MS`].
    #[serde(default)]
    pub wait_ms: u32,
    /// About how long the page may be, in bytes; clamped to [`crate::PAGE_BYTES`].
    #[serde(default = "default_max_bytes")]
    pub max_bytes: u32,
}

/// How far one scope has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScopeCursor {
    pub id: String,
    /// As the last page gave it, none to start. Opaque: only the hub knows what it means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

fn default_max_bytes() -> u32 {
    256 * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_the_wire() {
        let request = PullRequest {
            scopes: vec![
                ScopeCursor {
                    id: "16.71".into(),
                    cursor: Some("AQ".into()),
                },
                ScopeCursor {
                    id: "tanpa-lokasi".into(),
                    cursor: None,
                },
            ],
            wait_ms: 25_000,
            max_bytes: 262_144,
        };
        insta::assert_snapshot!(serde_json::to_string(&request).unwrap(), @r#"{"scopes":[{"id":"16.71","cursor":"AQ"},{"id":"tanpa-lokasi"}],"wait_ms":25000,"max_bytes":262144}"#);
        let least: PullRequest = serde_json::from_str(r#"{"scopes":[],"newer":1}"#).unwrap();
        assert_eq!((least.wait_ms, least.max_bytes), (0, 262_144));
    }
}
