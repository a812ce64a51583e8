//! What carries requests to a hub and answers back. The protocol above does not learn which one it is.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response};
use http_body_util::combinators::UnsyncBoxBody;

use crate::upstream::Why;

/// A body that may still be arriving.
pub type Arriving = UnsyncBoxBody<Bytes, Why>;

/// A way to one hub.
#[async_trait]
pub trait Transport: Send + Sync {
    /// Carries a request whose URI is a path below the hub's root, such as `/v1/me`. Answers once the head of
    /// the answer is there; its body must have arrived within `timeout` too.
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Arriving>, Why>;
}
