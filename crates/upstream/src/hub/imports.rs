//! National exports, brought to the hub: every desk of it has what one coordinator imported.

use bytes::Bytes;
use http::Method;
use sha2::{Digest, Sha256};
use tanggap_protocol::import::{
    Import, ImportChanges, ImportList, ImportRequest, TakeBackCounts, TakeBackRequest,
    UnreadableList,
};
use tanggap_protocol::upload::{Purpose, UploadRequest};

use super::{ANSWER, Hub, WORK};
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

    /// What an import did to each complaint that the officer sees, a page of it. `what`: words of
    /// `tanggap_protocol::import::what` with commas between; all of them where it is none.
    ///
    /// # Errors
    /// [`UpstreamError::Refused`] with `import-not-kept`, or with `not-found`.
    pub async fn import_changes(
        &self,
        id: &str,
        what: Option<&str>,
        after: u64,
        most: u32,
    ) -> Result<ImportChanges, UpstreamError> {
        let what = what.map_or_else(String::new, |what| format!("&what={what}"));
        let path = format!("/v1/imports/{id}/changes?after={after}&most={most}{what}");
        self.get(&path).await
    }

    /// Rows that gave no complaint, as they stand in the file, after this one.
    ///
    /// # Errors
    /// [`UpstreamError::Refused`] with `not-found` where somebody else brought the file.
    pub async fn import_unreadable(
        &self,
        id: &str,
        after: u32,
    ) -> Result<UnreadableList, UpstreamError> {
        let path = format!("/v1/imports/{id}/unreadable?after={after}");
        self.get(&path).await
    }

    /// What taking an import back would do now.
    ///
    /// # Errors
    /// [`UpstreamError::Refused`] with `import-not-kept`, `import-taken-back`.
    pub async fn look_back(&self, id: &str) -> Result<TakeBackCounts, UpstreamError> {
        let request = self.request(Method::GET, &format!("/v1/imports/{id}/take-back"));
        let answer = self.send(request, Bytes::new(), WORK).await?;
        answer.json().await
    }

    /// Takes an import back. The entry of the history that says so; [`Self::import`] tells how far it is.
    ///
    /// # Errors
    /// As [`Self::look_back`].
    pub async fn take_back(&self, id: &str, reason: &str) -> Result<Import, UpstreamError> {
        let request = TakeBackRequest {
            reason: reason.to_owned(),
        };
        let path = format!("/v1/imports/{id}/take-back");
        let answer = self.post(&path, &request, ANSWER).await?;
        answer.json().await
    }
}
