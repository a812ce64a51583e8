//! `POST /v1/pull`: the feed, with waiting for news.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tanggap_domain::complaint::Complaint;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::error::{ErrorBody, code};
use tanggap_protocol::page::PageWriter;
use tanggap_protocol::pull::{PullRequest, ScopeCursor};
use tanggap_protocol::scope::Scope;
use tanggap_protocol::{MAX_WAIT_MS, PAGE_BYTES, PAGE_CONTENT_TYPE};
use tokio::time::{Instant, sleep_until};

use super::Hub;
use super::answer::Refusal;
use super::body::JsonBody;
use super::caller::Caller;
use crate::cursor::Cursor;
use crate::db::{DbError, FeedRowKind, Place, Slice, Wanted};
use crate::grant::Grant;

/// Most scopes in one request.
const MAX_SCOPES: usize = 100;

/// What is new since the cursors, in each scope's order. Waits up to `wait_ms` for something new.
#[utoipa::path(
    post,
    path = "/v1/pull",
    request_body = PullRequest,
    responses(
        (status = 200, description = "a page: begin line, rows, end line", content_type = "application/x-ndjson", body = String),
        (status = 400, body = ErrorBody, description = "bad-json, bad-request, bad-cursor"),
        (status = 401, body = ErrorBody, description = "token-missing, token-unknown, token-revoked"),
        (status = 403, body = ErrorBody, description = "scope-forbidden"),
        (status = 410, body = ErrorBody, description = "epoch-changed"),
    )
)]
pub async fn pull(
    State(hub): State<Hub>,
    mut caller: Caller,
    JsonBody(request): JsonBody<PullRequest>,
) -> Result<Response, Refusal> {
    if request.scopes.len() > MAX_SCOPES {
        return Err(Refusal::bad_request("too many scopes"));
    }
    let max_bytes = request
        .max_bytes
        .clamp(*PAGE_BYTES.start(), *PAGE_BYTES.end()) as usize;
    let wait = Duration::from_millis(request.wait_ms.min(MAX_WAIT_MS).into());
    let deadline = Instant::now() + wait;
    let mut news = hub.db.news();
    let mut stopping = hub.stopping.clone();
    loop {
        // Marked before reading: what comes while reading wakes the next round.
        news.mark_unchanged();
        let slice = read(&hub, &caller.grant, &request.scopes, max_bytes).await?;
        let over = Instant::now() >= deadline || *stopping.borrow();
        if !slice.rows.is_empty() || over {
            return page(&hub, &caller.grant, &request.scopes, slice);
        }
        tokio::select! {
            changed = news.changed() => changed.map_err(|_| DbError::Closed)?,
            _ = stopping.wait_for(|stopping| *stopping) => {}
            () = sleep_until(deadline) => {}
        }
        caller = caller.again(&hub).await?;
    }
}

async fn read(
    hub: &Hub,
    grant: &Grant,
    scopes: &[ScopeCursor],
    max_bytes: usize,
) -> Result<Slice, Refusal> {
    let mut wanted = Vec::with_capacity(scopes.len());
    let mut epochs = Vec::new();
    for asked in scopes {
        let (place, epoch) = place(hub, grant, asked)?;
        wanted.push(place);
        epochs.extend(epoch);
    }
    let slice = hub.db.slice(wanted, max_bytes).await?;
    if slice.foreign || epochs.iter().any(|epoch| *epoch != slice.epoch) {
        return Err(Refusal::new(
            StatusCode::GONE,
            code::EPOCH_CHANGED,
            "the feed was rebuilt: start without cursors and offer recent operations again",
        ));
    }
    Ok(slice)
}

fn place(hub: &Hub, grant: &Grant, asked: &ScopeCursor) -> Result<(Wanted, Option<u64>), Refusal> {
    let forbidden = || {
        let message = "the officer does not have one of these scopes";
        Refusal::new(StatusCode::FORBIDDEN, code::SCOPE_FORBIDDEN, message)
    };
    let scope: Scope = asked.id.parse().map_err(|_| forbidden())?;
    if !grant.covers(&scope) {
        return Err(forbidden());
    }
    let Some(cursor) = &asked.cursor else {
        let after = Place::START;
        return Ok((Wanted { scope, after }, None));
    };
    let cursor = Cursor::read(cursor, &hub.db.identity().secret)
        .ok()
        .filter(|cursor| cursor.scope == scope)
        .ok_or_else(|| {
            let message = "not a cursor of this hub for this scope";
            Refusal::new(StatusCode::BAD_REQUEST, code::BAD_CURSOR, message)
        })?;
    let after = cursor.place;
    Ok((Wanted { scope, after }, Some(cursor.epoch)))
}

fn page(
    hub: &Hub,
    grant: &Grant,
    scopes: &[ScopeCursor],
    slice: Slice,
) -> Result<Response, Refusal> {
    let mut page = PageWriter::new();
    for row in &slice.rows {
        let scope = row.scope.to_string();
        match &row.what {
            FeedRowKind::Upsert { doc, feeds } => {
                // Between two readings the complaint may have left their sight: its exit follows.
                if let Some(doc) = seen(grant, doc, feeds)? {
                    page.upsert(&scope, row.seq, &doc);
                }
            }
            FeedRowKind::Exit(id) => page.exit(&scope, row.seq, *id),
            FeedRowKind::Erase(id) => page.erase(&scope, row.seq, *id),
        }
    }
    let secret = &hub.db.identity().secret;
    let mut cursors = BTreeMap::new();
    for (asked, reached) in scopes.iter().zip(&slice.reached) {
        let scope = asked
            .id
            .parse()
            .map_err(|_| DbError::Damaged { what: "a scope" })?;
        let cursor = Cursor {
            epoch: slice.epoch,
            scope,
            place: *reached,
        };
        cursors.insert(asked.id.clone(), cursor.write(secret));
    }
    let body = page.end(cursors, slice.more, hub.clock.now());
    Ok(([(header::CONTENT_TYPE, PAGE_CONTENT_TYPE)], body).into_response())
}

/// The complaint as this officer may see it.
fn seen(grant: &Grant, doc: &str, feeds: &BTreeSet<Scope>) -> Result<Option<String>, Refusal> {
    let damaged = || DbError::Damaged {
        what: "a complaint",
    };
    let wire: WireComplaint = serde_json::from_str(doc).map_err(|_| damaged())?;
    let complaint: Complaint = wire.try_into().map_err(|_| damaged())?;
    let Some(complaint) = grant.view(complaint, feeds) else {
        return Ok(None);
    };
    let json = serde_json::to_string(&WireComplaint::from(complaint)).map_err(|_| damaged())?;
    Ok(Some(json))
}
