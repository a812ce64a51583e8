//! The region's hub over HTTP, in the words of `tanggap-protocol` (see `docs/protocol.md`).
//!
//! The only place that knows HTTP. Never follows a redirect: a hub does not redirect, a captive portal
//! does, and the token would go with it.

mod answer;
mod convert;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tanggap_domain::change::Change;
use tanggap_domain::complaint::Attachment;
use tanggap_domain::ids::ReplicaId;
use tanggap_protocol::error::code;
use tanggap_protocol::op::OpsRequest;
use tanggap_protocol::page::Page;
use tanggap_protocol::upload::{OFFSET_HEADER, UploadRequest, UploadState};
use tanggap_protocol::{PROTO, PROTO_HEADER, about};

use crate::upstream::{Me, PullRequest, Pulled, Pushed, Reference, Upstream, UpstreamError, Why};
use answer::{Answer, checked};

const CONNECT: Duration = Duration::from_secs(10);
/// For an answer that the hub has at hand.
const ANSWER: Duration = Duration::from_secs(30);
/// For the hub to work through a batch, or a slow line to carry a part of a file.
const WORK: Duration = Duration::from_secs(120);
/// Part of a file in one request, in bytes: at first, and the smallest where something on the way takes
/// no more.
const PART_BYTES: usize = 768 * 1024;
const SMALLEST_PART_BYTES: usize = 16 * 1024;
/// Keeps a waiting line known to what stands in between, and finds out a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// A page holds at most 4 MiB of rows, or a single row, which may be longer.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// The address is not one of a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address is not one of a hub")]
pub struct BadAddress;

/// One account at one hub.
pub struct Hub {
    base: Url,
    authorization: HeaderValue,
    client: Client,
    /// As far as known by now.
    part_bytes: AtomicUsize,
}

impl Hub {
    /// `address` as people type it: `hub.contoh.go.id`, `http://10.1.2.3:8080/`. Without a scheme it
    /// is taken as https.
    ///
    /// # Errors
    /// [`BadAddress`], also where the token could not be sent.
    pub fn new(address: &str, token: &str) -> Result<Self, BadAddress> {
        let base = base_of(address)?;
        let mut authorization =
            HeaderValue::from_str(&format!("Bearer {}", token.trim())).map_err(|_| BadAddress)?;
        authorization.set_sensitive(true);
        let mut client = Client::builder()
            .connect_timeout(CONNECT)
            .tcp_keepalive(KEEP_ALIVE)
            // Shorter than a hub keeps a line that is idle.
            .pool_idle_timeout(KEEP_ALIVE)
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("tanggap/", env!("CARGO_PKG_VERSION")));
        if is_loopback(&base) {
            // A proxy's localhost is another machine.
            client = client.no_proxy();
        }
        Ok(Self {
            base,
            authorization,
            client: client.build().map_err(|_| BadAddress)?,
            part_bytes: AtomicUsize::new(PART_BYTES),
        })
    }

    /// The address in its normal form, with a slash at its end.
    pub fn address(&self) -> &str {
        self.base.as_str()
    }

    fn request(&self, method: Method, path: &str, timeout: Duration) -> RequestBuilder {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path()));
        self.client
            .request(method, url)
            .timeout(timeout)
            .header(AUTHORIZATION, self.authorization.clone())
            .header(PROTO_HEADER, PROTO)
    }

    async fn get<T: DeserializeOwned>(&self, path: &str) -> Result<T, UpstreamError> {
        let request = self.request(Method::GET, path, ANSWER);
        checked(request).await?.json().await
    }

    async fn post(
        &self,
        path: &str,
        body: &impl Serialize,
        timeout: Duration,
    ) -> Result<Answer, UpstreamError> {
        let json = serde_json::to_vec(body).map_err(|_| UpstreamError::Protocol("request"))?;
        let request = self
            .request(Method::POST, path, timeout)
            .header(CONTENT_TYPE, "application/json")
            .body(json);
        checked(request).await
    }
}

/// Files on their way.
impl Hub {
    async fn announce(&self, file: &UploadRequest) -> Result<UploadState, UpstreamError> {
        self.post("v1/uploads", file, ANSWER).await?.json().await
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
            .request(Method::PATCH, &format!("v1/uploads/{}", state.id), WORK)
            .header(OFFSET_HEADER, state.offset)
            .header(CONTENT_TYPE, "application/octet-stream")
            .body(content.slice(offset..end));
        let next: UploadState = checked(request).await?.json().await?;
        if next.offset <= state.offset && !next.complete {
            return Err(UpstreamError::Protocol("upload offset"));
        }
        Ok(next)
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
        let me: about::Me = self.get("v1/me").await?;
        Ok(me.into())
    }

    async fn reference(&self, known: Option<&str>) -> Result<Option<Reference>, UpstreamError> {
        let mut request = self.request(Method::GET, "v1/reference", ANSWER);
        if let Some(known) = known.and_then(|known| HeaderValue::from_str(known).ok()) {
            request = request.header(IF_NONE_MATCH, known);
        }
        let answer = checked(request).await?;
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
        let answer = self.post("v1/pull", &body, timeout).await?;
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
        let answer = self.post("v1/ops", &body, WORK).await?;
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
        };
        let mut state = self.announce(&request).await?;
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
                    self.announce(&request).await?
                }
                next => next?,
            };
        }
        Ok(())
    }

    async fn download(&self, sha256: &str) -> Result<Bytes, UpstreamError> {
        let request = self.request(Method::GET, &format!("v1/blobs/{sha256}"), WORK);
        let content = checked(request).await?.bytes(MAX_ANSWER_BYTES).await?;
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

fn base_of(address: &str) -> Result<Url, BadAddress> {
    let address = address.trim();
    let with_scheme = if address.contains("://") {
        address.to_owned()
    } else {
        format!("https://{address}")
    };
    let mut url = Url::parse(&with_scheme).map_err(|_| BadAddress)?;
    let known_scheme = matches!(url.scheme(), "http" | "https");
    let has_secrets = !url.username().is_empty() || url.password().is_some();
    if !known_scheme || !url.has_host() || has_secrets {
        return Err(BadAddress);
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Option<&str>) {
        let hub = Hub::new(typed, "token");
        assert_eq!(hub.as_ref().map(Hub::address).ok(), expected, "{typed}");
    }

    #[test]
    fn addresses_as_people_type_them() {
        check("hub.contoh.go.id", Some("https://hub.contoh.go.id/"));
        check(" http://127.0.0.1:8080 ", Some("http://127.0.0.1:8080/"));
        check(
            "https://contoh.go.id/tanggap?x=1#y",
            Some("https://contoh.go.id/tanggap/"),
        );
        check("", None);
        check("file:///etc/passwd", None);
        check("https://a:b@contoh.go.id", None);
        check("ini bukan alamat", None);
    }

    #[test]
    fn a_token_that_no_header_can_carry_is_refused() {
        assert!(Hub::new("http://127.0.0.1", "a\nb").is_err());
    }
}
