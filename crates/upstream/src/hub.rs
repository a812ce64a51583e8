//! A hub, in the words of `tanggap-protocol` (see `docs/protocol.md`), over whatever carries them: the network
//! to the region's hub, nothing at all to the desk's own.

mod answer;
mod convert;
mod imports;
mod network;
mod transport;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use http::request::Builder;
use http::{Method, Request, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tanggap_domain::change::Change;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::ReplicaId;
use tanggap_protocol::error::code;
use tanggap_protocol::op::OpsRequest;
use tanggap_protocol::page::Page;
use tanggap_protocol::upload::{OFFSET_HEADER, Purpose, UploadRequest, UploadState};
use tanggap_protocol::{PROTO, PROTO_HEADER, about};

use crate::upstream::{Me, PullRequest, Pulled, Pushed, Reference, Upstream, UpstreamError, Why};
use answer::{Answer, checked};
pub use network::{BadAddress, Network};
pub use transport::{Arriving, Transport};

/// For an answer that the hub has at hand.
const ANSWER: Duration = Duration::from_secs(30);
/// For the hub to work through a batch, or a slow line to carry a part of a file.
const WORK: Duration = Duration::from_secs(120);
/// Part of a file in one request, in bytes: at first, and the smallest where something on the way takes
/// no more.
const PART_BYTES: usize = 768 * 1024;
const SMALLEST_PART_BYTES: usize = 16 * 1024;
/// A page holds at most 4 MiB of rows, or a single row, which may be longer.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// One account at one hub.
pub struct Hub {
    way: Arc<dyn Transport>,
    authorization: HeaderValue,
    /// As far as known by now.
    part_bytes: AtomicUsize,
}

impl Hub {
    /// The account with this token at the hub of this address, see [`Network::to`].
    ///
    /// # Errors
    /// [`BadAddress`], also where the token could not be sent.
    pub fn new(address: &str, token: &str) -> Result<Self, BadAddress> {
        Self::over(Arc::new(Network::to(address)?), token)
    }

    /// The account with this token at the hub where `way` leads.
    ///
    /// # Errors
    /// [`BadAddress`] where the token could not be sent.
    pub fn over(way: Arc<dyn Transport>, token: &str) -> Result<Self, BadAddress> {
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {}", token.trim())).map_err(|_| BadAddress)?;
        authorization.set_sensitive(true);
        Ok(Self {
            way,
            authorization,
            part_bytes: AtomicUsize::new(PART_BYTES),
        })
    }

    /// `path` below the hub's root, such as `/v1/me`.
    fn request(&self, method: Method, path: &str) -> Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(AUTHORIZATION, self.authorization.clone())
            .header(PROTO_HEADER, PROTO)
    }

    async fn send(
        &self,
        request: Builder,
        body: Bytes,
        timeout: Duration,
    ) -> Result<Answer, UpstreamError> {
        let request = request
            .body(body)
            .map_err(|_| UpstreamError::Protocol("request"))?;
        checked(self.way.send(request, timeout).await.map_err(transient)?).await
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, UpstreamError> {
        let request = self.request(Method::GET, path);
        self.send(request, Bytes::new(), ANSWER).await?.json().await
    }

    async fn post(
        &self,
        path: &str,
        body: &impl Serialize,
        timeout: Duration,
    ) -> Result<Answer, UpstreamError> {
        let json = serde_json::to_vec(body).map_err(|_| UpstreamError::Protocol("request"))?;
        let request = self
            .request(Method::POST, path)
            .header(CONTENT_TYPE, "application/json");
        self.send(request, json.into(), timeout).await
    }
}

/// Files on their way.
impl Hub {
    async fn announce(&self, file: &UploadRequest) -> Result<UploadState, UpstreamError> {
        self.post("/v1/uploads", file, ANSWER).await?.json().await
    }

    async fn send_part(
        &self,
        state: &UploadState,
        content: &Bytes,
    ) -> Result<UploadState, UpstreamError> {
        let offset = usize::try_from(state.offset).unwrap_or(usize::MAX);
        if offset >= content.len() {
            return Err(UpstreamError::Protocol("upload offset"));
        }
        let part_bytes = self.part_bytes.load(Ordering::Relaxed);
        let end = content.len().min(offset + part_bytes);
        let request = self
            .request(Method::PATCH, &format!("/v1/uploads/{}", state.id))
            .header(OFFSET_HEADER, state.offset)
            .header(CONTENT_TYPE, "application/octet-stream");
        let part = content.slice(offset..end);
        let next: UploadState = self.send(request, part, WORK).await?.json().await?;
        if next.offset <= state.offset && !next.complete {
            return Err(UpstreamError::Protocol("upload offset"));
        }
        Ok(next)
    }

    /// Brings a content there, from where an earlier attempt broke off.
    async fn send_up(&self, file: &UploadRequest, content: Bytes) -> Result<(), UpstreamError> {
        let mut state = self.announce(file).await?;
        let mut announced_again = false;
        while !state.complete {
            state = match self.send_part(&state, &content).await {
                Err(UpstreamError::TooLarge) => {
                    self.smaller_parts()?;
                    continue;
                }
                // It waited so long that the hub forgot it.
                Err(UpstreamError::Refused { code })
                    if code == code::NOT_FOUND && !announced_again =>
                {
                    announced_again = true;
                    self.announce(file).await?
                }
                next => next?,
            };
        }
        Ok(())
    }

    /// Something on the way takes no part of this size.
    fn smaller_parts(&self) -> Result<(), UpstreamError> {
        let part_bytes = self.part_bytes.load(Ordering::Relaxed);
        if part_bytes <= SMALLEST_PART_BYTES {
            return Err(UpstreamError::TooLarge);
        }
        let smaller = (part_bytes / 2).max(SMALLEST_PART_BYTES);
        self.part_bytes.store(smaller, Ordering::Relaxed);
        Ok(())
    }
}

#[async_trait]
impl Upstream for Hub {
    async fn me(&self) -> Result<Me, UpstreamError> {
        let me: about::Me = self.get("/v1/me").await?;
        Ok(me.into())
    }

    async fn reference(&self, known: Option<&str>) -> Result<Option<Reference>, UpstreamError> {
        let mut request = self.request(Method::GET, "/v1/reference");
        if let Some(known) = known.and_then(|known| HeaderValue::from_str(known).ok()) {
            request = request.header(IF_NONE_MATCH, known);
        }
        let answer = self.send(request, Bytes::new(), ANSWER).await?;
        if answer.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let version = answer.header(ETAG.as_str()).unwrap_or_default().to_owned();
        let reference: about::Reference = answer.json().await?;
        Ok(Some(convert::reference(reference, version)))
    }

    async fn pull(&self, request: &PullRequest) -> Result<Pulled, UpstreamError> {
        let timeout = ANSWER + Duration::from_millis(request.wait_ms.into());
        let body = convert::pull_request(request);
        let answer = self.post("/v1/pull", &body, timeout).await?;
        let bytes = answer.bytes(MAX_ANSWER_BYTES).await?;
        // A page that was cut or changed on its way did not happen.
        let page = Page::read(&bytes).map_err(|_| transient(Why::Damaged))?;
        Ok(page.into())
    }

    async fn push(&self, replica: ReplicaId, changes: &[Change]) -> Result<Pushed, UpstreamError> {
        let body = OpsRequest {
            replica_id: replica,
            ops: changes.iter().cloned().map(Into::into).collect(),
        };
        let answer = self.post("/v1/ops", &body, WORK).await?;
        let pushed = convert::pushed(&answer.bytes(MAX_ANSWER_BYTES).await?)?;
        let answered = pushed.outcomes.iter().map(|(op, _)| *op);
        if answered.eq(changes.iter().map(|change| change.op)) {
            Ok(pushed)
        } else {
            Err(UpstreamError::Protocol("outcomes"))
        }
    }

    async fn upload(&self, file: &Attachment, content: Bytes) -> Result<(), UpstreamError> {
        let request = UploadRequest {
            sha256: file.sha256.clone(),
            size: file.size_bytes,
            mime: file.mime.clone(),
            name: file.name.clone(),
            purpose: Purpose::Attachment,
        };
        self.send_up(&request, content).await
    }

    async fn download(&self, sha256: &str) -> Result<Bytes, UpstreamError> {
        let request = self.request(Method::GET, &format!("/v1/blobs/{sha256}"));
        let answer = self.send(request, Bytes::new(), WORK).await?;
        let content = answer.bytes(MAX_ANSWER_BYTES).await?;
        if hex::encode(Sha256::digest(&content)) == sha256 {
            Ok(content)
        } else {
            Err(transient(Why::Damaged))
        }
    }
}

fn transient(why: Why) -> UpstreamError {
    UpstreamError::Transient {
        why,
        retry_after_ms: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_that_no_header_can_carry_is_refused() {
        assert!(Hub::new("http://127.0.0.1", "a\nb").is_err());
    }
}
