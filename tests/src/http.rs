//! The network as it can be: a login page where the hub should be, and requests that no desk of ours
//! would send. Loopback only.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const LIMIT: Duration = Duration::from_secs(30);

/// What a hotel's or an office's network answers until one has logged in.
const LOGIN_PAGE: &str = "<!doctype html><html><head><title>Login WiFi</title></head><body>\
    <form action=\"/login\" method=\"post\"><input name=\"user\"><input name=\"password\" \
    type=\"password\"></form></body></html>";

/// A login page that answers every request with 200. Closed when dropped.
pub struct Portal {
    /// Where it answers.
    pub url: String,
    answering: JoinHandle<()>,
}

impl Portal {
    /// Opens it at `HOST:PORT`; port 0 for any.
    pub async fn open(address: &str) -> Result<Self> {
        let listener = TcpListener::bind(address)
            .await
            .context("Opening the login page")?;
        let url = format!("http://{}", listener.local_addr().context("Naming it")?);
        let answering = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                // Whoever hangs up gets no answer, which is fine here.
                tokio::spawn(async move { answer(&mut stream).await.ok() });
            }
        });
        Ok(Self { url, answering })
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.answering.abort();
    }
}

async fn answer(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut request = Vec::new();
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        if stream.read_buf(&mut request).await? == 0 {
            return Ok(());
        }
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        LOGIN_PAGE.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(LOGIN_PAGE.as_bytes()).await?;
    stream.shutdown().await?;
    // What was not read yet must not reset the connection before the page is read.
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.map(drop)
}

/// Sends one request to a hub; the status and, where it is JSON, the body.
pub async fn post(hub: &str, path: &str, token: &str, body: &[u8]) -> Result<(u16, Value)> {
    tokio::time::timeout(LIMIT, exchange(hub, path, token, body))
        .await
        .with_context(|| format!("No answer from {path}"))?
}

async fn exchange(hub: &str, path: &str, token: &str, body: &[u8]) -> Result<(u16, Value)> {
    let host = hub.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).await.context("Reaching the hub")?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\
         X-Tanggap-Proto: 1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.context("Asking")?;
    // A hub may refuse before it has read everything.
    let _refused = stream.write_all(body).await;
    let mut answer = Vec::new();
    stream
        .read_to_end(&mut answer)
        .await
        .context("Reading the hub's answer")?;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text
        .split_once("\r\n\r\n")
        .context("An answer without head")?;
    let status = head
        .split_whitespace()
        .nth(1)
        .and_then(|word| word.parse().ok())
        .context("An answer without status")?;
    Ok((status, serde_json::from_str(body).unwrap_or(Value::Null)))
}
