//! National exports, brought to the hub: every desk of it has what one coordinator imported.

use bytes::Bytes;
use http::Method;
use sha2::{Digest, Sha256};
use tanggap_protocol::import::{Import, ImportList, ImportRequest};
use tanggap_protocol::upload::{Purpose, UploadRequest};

use super::{ANSWER, Hub};
use crate::upstream::UpstreamError;

impl Hub {
    /// Sends a file; resumes where an earlier attempt broke off. Its SHA-256, to begin with.
    ///
    /// # Errors
    /// [`UpstreamError`]
    pub async fn send_export(&self, name: &str, content: Bytes) -> Result<String, UpstreamError> {
        let sha256 = hex::encode(Sha256::digest(&content));
        let request = UploadRequest {
            sha256: sha256.clone(),
            size: content.len() as u64,
            mime: String::new(),
            name: name.to_owned(),
            purpose: Purpose::Import,
        };
        self.send_up(&request, content).await?;
        Ok(sha256)
    }

    /// Has a file taken in that was sent.
    ///
    /// # Errors
    /// [`UpstreamError::Forbidden`] where the officer answers for no region; [`UpstreamError::Refused`] with
    /// `practice-hub`, or with `not-found` from a hub that takes no files.
    pub async fn begin_import(&self, request: &ImportRequest) -> Result<Import, UpstreamError> {
        let answer = self.post("/v1/imports", request, ANSWER).await?;
        answer.json().await
    }

    /// How far it is, or what became of it.
    ///
    /// # Errors
    /// [`UpstreamError`]
    pub async fn import(&self, id: &str) -> Result<Import, UpstreamError> {
        self.get(&format!("/v1/imports/{id}")).await
    }

    /// Calls it off, if it is not over.
    ///
    /// # Errors
    /// [`UpstreamError`]
    pub async fn call_import_off(&self, id: &str) -> Result<Import, UpstreamError> {
        let request = self.request(Method::DELETE, &format!("/v1/imports/{id}"));
        let answer = self.send(request, Bytes::new(), ANSWER).await?;
        answer.json().await
    }

    /// What the officer and those who see no more than they brought, newest first.
    ///
    /// # Errors
    /// [`UpstreamError`]
    pub async fn imports(&self) -> Result<Vec<Import>, UpstreamError> {
        let list: ImportList = self.get("/v1/imports").await?;
        Ok(list.imports)
    }
}
