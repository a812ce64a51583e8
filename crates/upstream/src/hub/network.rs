//! The way to a hub over HTTP. The only place that knows the network. Never follows a redirect: a hub does
//! not redirect, a captive portal does, and the token would go with it.

use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http::{Request, Response, Uri};
use http_body_util::BodyExt;
use reqwest::{Client, Url};

use super::transport::{Arriving, Transport};
use crate::upstream::Why;

const CONNECT: Duration = Duration::from_secs(10);
/// Keeps a waiting line known to what stands in between, and finds out a dead one.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

/// The address is not one of a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the address is not one of a hub")]
pub struct BadAddress;

/// A hub at an address.
pub struct Network {
    base: Url,
    client: Client,
}

impl Network {
    /// `address` as people type it: `hub.contoh.go.id`, `http://10.1.2.3:8080/`. Without a scheme it
    /// is taken as https.
    ///
    /// # Errors
    /// [`BadAddress`]
    pub fn to(address: &str) -> Result<Self, BadAddress> {
        let base = base_of(address)?;
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
            client: client.build().map_err(|_| BadAddress)?,
        })
    }

    /// The address in its normal form, with a slash at its end.
    pub fn address(&self) -> &str {
        self.base.as_str()
    }

    fn url_of(&self, path: &Uri) -> Url {
        let mut url = self.base.clone();
        let below = path.path().trim_start_matches('/');
        url.set_path(&format!("{}{below}", self.base.path()));
        url.set_query(path.query());
        url
    }
}

#[async_trait]
impl Transport for Network {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Arriving>, Why> {
        let (head, body) = request.into_parts();
        let response = self
            .client
            .request(head.method, self.url_of(&head.uri))
            .headers(head.headers)
            .timeout(timeout)
            .body(body)
            .send()
            .await
            .map_err(|error| why(&error))?;
        let response: Response<reqwest::Body> = response.into();
        Ok(response.map(|body| body.map_err(|error| why(&error)).boxed_unsync()))
    }
}

/// Errors below HTTP: no line, no name, no certificate, no answer.
fn why(error: &reqwest::Error) -> Why {
    if error.is_connect() {
        Why::Network
    } else if error.is_timeout() {
        Why::Timeout
    } else if error.is_body() || error.is_decode() {
        Why::Damaged
    } else {
        Why::Closed
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
        let way = Network::to(typed);
        assert_eq!(way.as_ref().map(Network::address).ok(), expected, "{typed}");
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
    fn paths_stand_below_the_address() {
        let way = Network::to("https://contoh.go.id/tanggap").unwrap();
        let url = way.url_of(&Uri::from_static("/v1/me"));
        assert_eq!(url.as_str(), "https://contoh.go.id/tanggap/v1/me");
    }
}
