//! A hub inside another program: the same router, without a socket and without a second program.

use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use bytes::Bytes;
use http_body_util::BodyExt;
use tanggap_domain::ids::OfficerId;
use tanggap_protocol::scope::Scope;
use tanggap_upstream::{Arriving, Transport, Why};
use tower::ServiceExt;

use crate::db::{DbError, NewOfficer};
use crate::opened::Opened;
use crate::token;

/// The way to a hub of this program.
pub struct InProcess(Router);

impl InProcess {
    pub fn to(hub: &Opened) -> Self {
        Self(hub.router().clone())
    }
}

#[async_trait]
impl Transport for InProcess {
    async fn send(
        &self,
        request: Request<Bytes>,
        timeout: Duration,
    ) -> Result<Response<Arriving>, Why> {
        // On a task of its own: whoever stops waiting does not break off what the hub has begun.
        let answered = tokio::spawn(self.0.clone().oneshot(request.map(Body::from)));
        let response = tokio::time::timeout(timeout, answered)
            .await
            .map_err(|_| Why::Timeout)?
            .map_err(|_| Why::Closed)?
            .unwrap_or_else(|never| match never {});
        Ok(response.map(|body| body.map_err(|_| Why::Damaged).boxed_unsync()))
    }
}

impl Opened {
    /// Gives the one officer of this program access, and takes it from whoever had this name before: their
    /// token is gone with the connection that held it.
    ///
    /// # Errors
    /// [`DbError`]
    pub async fn admit(&self, name: &str, scopes: Vec<Scope>) -> Result<String, DbError> {
        let now = self.clock().now();
        let before = self.db().officers().await?.into_iter();
        let before = before.filter(|officer| officer.name == name && officer.revoked_at.is_none());
        for officer in before {
            self.db().revoke(officer.id, now).await?;
        }
        let token = token::generate();
        let new = NewOfficer {
            id: OfficerId(uuid::Builder::from_random_bytes(rand::random()).into_uuid()),
            name: name.to_owned(),
            scopes,
            token: token::hash(&token),
            now,
        };
        self.db().add_officer(new).await?;
        Ok(token)
    }
}
