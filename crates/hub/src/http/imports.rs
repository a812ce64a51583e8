//! `/v1/imports`: files of the national system, brought by officers, for every desk; what each did, and taking
//! one back.

mod changes;

pub use changes::*;

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use tanggap_domain::ids::OfficerId;
use tanggap_domain::source_zone::SourceZones;
use tanggap_protocol::error::{ErrorBody, code};
use tanggap_protocol::import::{Import, ImportList, ImportRequest};
use tanggap_protocol::scope::Scope;
use uuid::Uuid;

use super::Hub;
use super::answer::Refusal;
use super::body::JsonBody;
use super::caller::Caller;
use crate::db::{Bringer, EntryKind, ImportRow, Kind, NewImport};
use crate::decide::is_sha256;
use crate::grant::Grant;
use crate::imports::Wish;

/// Most imports that are listed.
const MOST: u32 = 200;
const MAX_NAME_CHARS: usize = 200;

/// Takes a file in that was sent before. Answers at once; how far it is, [`find`] tells.
#[utoipa::path(
    post,
    path = "/v1/imports",
    request_body = ImportRequest,
    responses(
        (status = 202, body = Import),
        (status = 400, body = ErrorBody, description = "bad-json, bad-request"),
        (status = 403, body = ErrorBody, description = "scope-forbidden: the officer answers for no region"),
        (status = 404, body = ErrorBody, description = "not-found: the content was not sent"),
        (status = 422, body = ErrorBody, description = "practice-hub: nothing real belongs there"),
    )
)]
pub async fn begin(
    State(hub): State<Hub>,
    caller: Caller,
    JsonBody(request): JsonBody<ImportRequest>,
) -> Result<(StatusCode, Json<Import>), Refusal> {
    if !is_sha256(&request.sha256) {
        return Err(Refusal::bad_request(
            "sha256 is not 64 lower-case hex digits",
        ));
    }
    if hub.db.identity().kind == Kind::Practice {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::PRACTICE_HUB,
            "this hub was made for practice: real complaints do not belong here",
        ));
    }
    let grant = caller.grant;
    let office = office(&grant, request.office.as_deref())?;
    // Only what they sent themselves: knowing a hash opens nobody else's file.
    if !hub.db.has_upload(grant.officer, &request.sha256).await? {
        return Err(Refusal::not_found());
    }
    let new = NewImport {
        id: uuid::Builder::from_random_bytes(rand::random()).into_uuid(),
        officer: Some(grant.officer),
        name: tanggap_domain::text::one_line(&request.name)
            .chars()
            .take(MAX_NAME_CHARS)
            .collect(),
        sha256: request.sha256,
        what: EntryKind::Brought(request.kind),
        office: office.clone(),
        now: hub.clock.now(),
    };
    let wish = Wish {
        new,
        zones: SourceZones::from(request.zones),
        bringer: Bringer {
            office,
            reach: Some(grant.clone()),
            import: None,
        },
    };
    begun(&hub, &grant, wish).await
}

async fn begun(
    hub: &Hub,
    grant: &Grant,
    wish: Wish,
) -> Result<(StatusCode, Json<Import>), Refusal> {
    let id = wish.new.id;
    let (db, files, clock) = (hub.db.clone(), hub.files.clone(), hub.clock.clone());
    hub.imports.begin(db, files, clock, wish).await?;
    let (import, _) = seen(hub, grant, id).await?;
    Ok((StatusCode::ACCEPTED, Json(import)))
}

/// Imports of the officer and of those who see no more than they, newest first.
#[utoipa::path(get, path = "/v1/imports", responses((status = 200, body = ImportList)))]
pub async fn list(State(hub): State<Hub>, caller: Caller) -> Result<Json<ImportList>, Refusal> {
    let within = within(&hub, &caller.grant).await?;
    let rows = hub.db.imports(MOST).await?.into_iter();
    let rows = rows.filter(|row| may_see(&caller.grant, &within, row));
    let imports = rows.map(|row| as_it_is(&hub, row)).collect();
    Ok(Json(ImportList { imports }))
}

/// One import, as far as it is.
#[utoipa::path(
    get,
    path = "/v1/imports/{id}",
    params(("id" = String, Path)),
    responses((status = 200, body = Import), (status = 404, body = ErrorBody))
)]
pub async fn find(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<Import>, Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    Ok(Json(seen(&hub, &caller.grant, id).await?.0))
}

/// Calls an import off. One that has ended stays as it is.
#[utoipa::path(
    delete,
    path = "/v1/imports/{id}",
    params(("id" = String, Path)),
    responses((status = 202, body = Import), (status = 404, body = ErrorBody))
)]
pub async fn call_off(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Import>), Refusal> {
    let id = id.parse().map_err(|_| Refusal::not_found())?;
    seen(&hub, &caller.grant, id).await?;
    hub.imports.call_off(id);
    let (import, _) = seen(&hub, &caller.grant, id).await?;
    Ok((StatusCode::ACCEPTED, Json(import)))
}

/// Whose export the officer brings: theirs alone where they have one, among theirs where they say it.
fn office(grant: &Grant, named: Option<&str>) -> Result<Option<Scope>, Refusal> {
    let forbidden = || {
        Refusal::new(
            StatusCode::FORBIDDEN,
            code::SCOPE_FORBIDDEN,
            "files are brought by officers who answer for a region, for a region of theirs",
        )
    };
    let is_office = |scope: &&Scope| matches!(scope, Scope::Region(_) | Scope::Nation);
    let offices: Vec<&Scope> = grant.scopes.iter().filter(is_office).collect();
    if offices.is_empty() {
        return Err(forbidden());
    }
    let regions = offices
        .iter()
        .filter(|scope| matches!(scope, Scope::Region(_)));
    match named {
        Some(named) => {
            let scope: Scope = named.parse().map_err(|_| forbidden())?;
            let Scope::Region(region) = &scope else {
                return Err(forbidden());
            };
            match grant.may_move_to(region) {
                true => Ok(Some(scope)),
                false => Err(forbidden()),
            }
        }
        None if regions.clone().count() == 1 => Ok(regions.map(|scope| (**scope).clone()).next()),
        None => Ok(None),
    }
}

/// The officer, and those who see no more than they.
async fn within(hub: &Hub, grant: &Grant) -> Result<BTreeSet<OfficerId>, Refusal> {
    let covers = |scope: &Scope| match scope {
        Scope::Region(region) => grant.may_move_to(region),
        other => grant.covers(other),
    };
    let officers = hub.db.officers().await?.into_iter();
    let narrower = officers.filter(|officer| officer.scopes.iter().all(covers));
    let mut within: BTreeSet<OfficerId> = narrower.map(|officer| officer.id).collect();
    within.insert(grant.officer);
    Ok(within)
}

/// What the hub's own command brought concerns everybody who answers for a region.
fn may_see(grant: &Grant, within: &BTreeSet<OfficerId>, row: &ImportRow) -> bool {
    match row.officer {
        Some(officer) => within.contains(&officer),
        None => office(grant, None).is_ok(),
    }
}

async fn seen(hub: &Hub, grant: &Grant, id: Uuid) -> Result<(Import, ImportRow), Refusal> {
    let row = hub.db.import(id).await?;
    let row = row.ok_or_else(Refusal::not_found)?;
    // Asked several times a second while a file is read; mostly by whoever brought it.
    let is_theirs =
        row.officer == Some(grant.officer) || may_see(grant, &within(hub, grant).await?, &row);
    match is_theirs {
        true => Ok((as_it_is(hub, row.clone()), row)),
        false => Err(Refusal::not_found()),
    }
}

/// As long as the import runs here, it is not over: what is written with the file itself is told when the file is
/// gone as well.
fn as_it_is(hub: &Hub, row: ImportRow) -> Import {
    let running = hub.imports.progress(row.id);
    let mut import = Import::from(row);
    if let Some((state, so_far)) = running {
        import.state = state;
        import.read = so_far.rows_read.into();
        import.expected = so_far.rows_expected.into();
        (import.ended_at, import.report) = (None, None);
    }
    import
}
