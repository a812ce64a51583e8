//! What an import did, complaint by complaint and only of those the officer sees; and taking it back.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use tanggap_domain::source_zone::SourceZones;
use tanggap_domain::text::one_line;
use tanggap_protocol::error::{ErrorBody, code};
use tanggap_protocol::import::{
    Import, ImportChanges, ImportKind, ImportState, TakeBackCounts, TakeBackRequest,
    UnreadableContent, UnreadableList, what,
};
use tanggap_protocol::scope::Scope;

use super::super::Hub;
use super::super::answer::Refusal;
use super::super::body::JsonBody;
use super::super::caller::Caller;
use super::{begun, office, seen};
use crate::db::{Bringer, ChangesWanted, EntryKind, ImportRow, NewImport};
use crate::grant::Grant;
use crate::imports::Wish;

const PAGE: u32 = 100;
const MAX_REASON_CHARS: usize = 500;

/// Where a page begins, and what is wanted of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Paged {
    pub after: u64,
    pub most: Option<u32>,
    /// A word of what the import did; several with commas between. All of them where it is left out.
    pub what: Option<String>,
}

/// What an import did to each complaint. Those that the officer does not see are counted only.
#[utoipa::path(
    get,
    path = "/v1/imports/{id}/changes",
    params(
        ("id" = String, Path),
        ("after" = Option<u64>, Query),
        ("most" = Option<u32>, Query, description = "of a page; 100, at most 500"),
        ("what" = Option<String>, Query, description = "new, changed, confirmed, same, back, gone, stays"),
    ),
    responses(
        (status = 200, body = ImportChanges),
        (status = 400, body = ErrorBody),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "import-not-kept"),
    )
)]
pub async fn changes(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
    Query(paged): Query<Paged>,
) -> Result<Json<ImportChanges>, Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    let (_, row) = seen(&hub, &caller.grant, id).await?;
    if !row.kept {
        return Err(not_kept());
    }
    let words: Vec<String> = paged
        .what
        .iter()
        .flat_map(|words| words.split(','))
        .map(str::to_owned)
        .collect();
    if words.iter().any(|word| !what::ALL.contains(&word.as_str())) {
        return Err(Refusal::bad_request("what: a word that nothing has"));
    }
    let wanted = ChangesWanted {
        import: id,
        scopes: Some(whole_scopes(&caller.grant)),
        what: words,
        after: paged.after,
        most: paged.most.unwrap_or(PAGE),
    };
    Ok(Json(hub.db.import_changes(wanted).await?))
}

/// Scopes of which the officer sees complaints in whole: what a file changed is told of no others.
fn whole_scopes(grant: &Grant) -> Vec<Scope> {
    let is_whole =
        |scope: &&Scope| matches!(scope, Scope::Nation | Scope::Region(_) | Scope::Unlocated);
    grant.scopes.iter().filter(is_whole).cloned().collect()
}

/// The rows of a file that gave no complaint, as they stand in it: for whoever brought it, and nobody else.
#[utoipa::path(
    get,
    path = "/v1/imports/{id}/unreadable",
    params(
        ("id" = String, Path),
        ("after" = Option<u64>, Query, description = "the last row of the page before"),
        ("most" = Option<u32>, Query, description = "of a page; 100, at most 500"),
    ),
    responses((status = 200, body = UnreadableList), (status = 404, body = ErrorBody))
)]
pub async fn unreadable(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
    Query(paged): Query<Paged>,
) -> Result<Json<UnreadableList>, Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    let (_, row) = seen(&hub, &caller.grant, id).await?;
    if row.officer != Some(caller.grant.officer) {
        return Err(Refusal::not_found());
    }
    let most = paged.most.unwrap_or(PAGE).clamp(1, 500);
    let after = u32::try_from(paged.after).unwrap_or(u32::MAX);
    let mut rows = hub.db.import_unreadable(id, after, most + 1).await?;
    let is_more = rows.len() > most as usize;
    rows.truncate(most as usize);
    let next = rows.last().filter(|_| is_more).map(|row| row.row);
    let rows = rows.into_iter().map(|row| UnreadableContent {
        row: row.row,
        reason: row.reason,
        raw: row.raw,
    });
    let rows = rows.collect();
    Ok(Json(UnreadableList { rows, next }))
}

/// What taking an import back would do now. Nothing is changed.
#[utoipa::path(
    get,
    path = "/v1/imports/{id}/take-back",
    params(("id" = String, Path)),
    responses(
        (status = 200, body = TakeBackCounts),
        (status = 403, body = ErrorBody, description = "scope-forbidden"),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "import-not-kept, import-taken-back"),
    )
)]
pub async fn look_back(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<TakeBackCounts>, Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    let (_, row) = seen(&hub, &caller.grant, id).await?;
    may_take_back(&caller.grant, &row)?;
    Ok(Json(hub.db.look_back(id, Some(caller.grant)).await?))
}

/// Takes an import back: an entry of its own in the history. Answers at once; how far it is, `GET /v1/imports/{id}`
/// tells of that entry.
#[utoipa::path(
    post,
    path = "/v1/imports/{id}/take-back",
    params(("id" = String, Path)),
    request_body = TakeBackRequest,
    responses(
        (status = 202, body = Import),
        (status = 400, body = ErrorBody, description = "bad-json, bad-request: a reason is missing"),
        (status = 403, body = ErrorBody, description = "scope-forbidden"),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "import-not-kept, import-taken-back"),
    )
)]
pub async fn take_back(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
    JsonBody(request): JsonBody<TakeBackRequest>,
) -> Result<(StatusCode, Json<Import>), Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    let (_, row) = seen(&hub, &caller.grant, id).await?;
    may_take_back(&caller.grant, &row)?;
    let reason: String = one_line(&request.reason)
        .chars()
        .take(MAX_REASON_CHARS)
        .collect();
    if reason.trim().is_empty() {
        return Err(Refusal::bad_request("a reason is missing"));
    }
    let new = NewImport {
        id: uuid::Builder::from_random_bytes(rand::random()).into_uuid(),
        officer: Some(caller.grant.officer),
        name: row.name,
        sha256: row.sha256,
        what: EntryKind::TakesBack { import: id, reason },
        office: None,
        now: hub.clock.now(),
    };
    let wish = Wish {
        new,
        zones: SourceZones::default(),
        bringer: Bringer {
            reach: Some(caller.grant.clone()),
            ..Bringer::default()
        },
    };
    begun(&hub, &caller.grant, wish).await
}

fn may_take_back(grant: &Grant, row: &ImportRow) -> Result<(), Refusal> {
    office(grant, None)?;
    // The hub's own command reaches every region: whoever takes it back answers for what it was brought for.
    let answers = match (&row.officer, &row.office) {
        (Some(_), _) => true,
        (None, Some(Scope::Region(region))) => grant.may_move_to(region),
        (None, _) => grant.covers(&Scope::Nation),
    };
    if !answers {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            code::SCOPE_FORBIDDEN,
            "what the hub's own command brought is taken back by whoever answers for all of it",
        ));
    }
    if row.taken_back_by.is_some() {
        return Err(Refusal::new(
            StatusCode::CONFLICT,
            code::IMPORT_TAKEN_BACK,
            "the import was taken back before",
        ));
    }
    let is_export = row.what == EntryKind::Brought(ImportKind::Export);
    match is_export && row.kept && row.state == ImportState::Done {
        true => Ok(()),
        false => Err(not_kept()),
    }
}

fn not_kept() -> Refusal {
    Refusal::new(
        StatusCode::CONFLICT,
        code::IMPORT_NOT_KEPT,
        "what the import did to each complaint is not kept here",
    )
}
