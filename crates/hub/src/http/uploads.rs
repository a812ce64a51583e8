//! `/v1/uploads` and `/v1/blobs`: files, in parts on the way here, in ranges on the way out.

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tanggap_domain::complaint::Attachment;
use tanggap_protocol::error::{ErrorBody, code};
use tanggap_protocol::upload::{OFFSET_HEADER, Purpose, UploadRequest, UploadState};
use tanggap_upstream::spreadsheet::MAX_FILE_BYTES;
use uuid::Uuid;

use super::Hub;
use super::answer::Refusal;
use super::body::JsonBody;
use super::caller::Caller;
use crate::db::{NewUpload, Upload};
use crate::decide::is_sha256;
use crate::files::Received;

static UPLOAD_OFFSET: HeaderName = HeaderName::from_static(OFFSET_HEADER);

/// Announces a file, or finds the upload of the same file again.
#[utoipa::path(
    post,
    path = "/v1/uploads",
    request_body = UploadRequest,
    responses(
        (status = 200, body = UploadState),
        (status = 400, body = ErrorBody, description = "bad-json, bad-request"),
        (status = 413, body = ErrorBody, description = "too-large: more than 25 MiB, or 96 MiB for an import"),
        (status = 422, body = ErrorBody, description = "empty-file, size-mismatch"),
    )
)]
pub async fn begin(
    State(hub): State<Hub>,
    caller: Caller,
    JsonBody(request): JsonBody<UploadRequest>,
) -> Result<Response, Refusal> {
    if !is_sha256(&request.sha256) {
        return Err(Refusal::bad_request(
            "sha256 is not 64 lower-case hex digits",
        ));
    }
    if request.size == 0 {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::EMPTY_FILE,
            "the file is empty",
        ));
    }
    let limit = match request.purpose {
        Purpose::Attachment => Attachment::MAX_SIZE_BYTES,
        Purpose::Import => MAX_FILE_BYTES,
    };
    if request.size > limit {
        return Err(Refusal::too_large(format!("more than {limit} bytes")));
    }
    let new = NewUpload {
        id: uuid::Builder::from_random_bytes(rand::random()).into_uuid(),
        officer: caller.grant.officer,
        sha256: request.sha256,
        size: request.size,
        mime: request.mime.chars().take(100).collect(),
        now: hub.clock.now(),
    };
    let size = new.size;
    let mut upload = hub.db.begin_upload(new.clone()).await?;
    if upload.complete && !here(&hub, &upload.sha256).await? {
        upload = hub.db.begin_upload(new).await?;
    }
    if upload.size != size {
        return Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::SIZE_MISMATCH,
            "the same content was announced with another size",
        ));
    }
    let offset = hub.files.received(&upload).await?;
    Ok(progress(&upload, offset))
}

/// Whether a content that came once is still on disk. Where it is not, it is asked for again.
pub async fn here(hub: &Hub, sha256: &str) -> Result<bool, Refusal> {
    let here = hub.files.holds(sha256).await?;
    if !here && hub.db.lose_file(sha256.to_owned()).await? {
        tracing::error!(
            sha256,
            "a file is missing on disk or changed; it is asked for again"
        );
    }
    Ok(here)
}

/// How far an upload has come, in the header `Upload-Offset`.
#[utoipa::path(
    head,
    path = "/v1/uploads/{id}",
    params(("id" = String, Path)),
    responses((status = 200), (status = 404, body = ErrorBody))
)]
pub async fn state(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let upload = find(&hub, &caller, &id).await?;
    let offset = hub.files.received(&upload).await?;
    Ok(progress(&upload, offset))
}

/// Appends bytes at `Upload-Offset`. What arrived is kept even if the request breaks off.
#[utoipa::path(
    patch,
    path = "/v1/uploads/{id}",
    params(("id" = String, Path), ("Upload-Offset" = u64, Header)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = UploadState),
        (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "offset-mismatch, with the right one in Upload-Offset"),
        (status = 413, body = ErrorBody, description = "too-large: more than was announced"),
        (status = 422, body = ErrorBody, description = "hash-mismatch"),
    )
)]
pub async fn append(
    State(hub): State<Hub>,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let upload = find(&hub, &caller, &id).await?;
    let offset: u64 = headers
        .get(&UPLOAD_OFFSET)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .ok_or_else(|| Refusal::bad_request("Upload-Offset is missing"))?;
    if upload.complete {
        let size = upload.size;
        return Ok(progress(&upload, size));
    }
    let received = hub
        .files
        .append(&upload, offset, body.into_data_stream())
        .await?;
    match received {
        Received::Part(len) => Ok(progress(&upload, len)),
        Received::Whole => {
            let size = upload.size;
            hub.db
                .finish_upload(upload.clone(), hub.clock.now())
                .await?;
            let upload = Upload {
                complete: true,
                ..upload
            };
            Ok(progress(&upload, size))
        }
        Received::WrongOffset { expected } => Err(Refusal::new(
            StatusCode::CONFLICT,
            code::OFFSET_MISMATCH,
            "the part does not start where the last one ended",
        )
        .with(UPLOAD_OFFSET.clone(), HeaderValue::from(expected))),
        Received::TooMuch => Err(Refusal::too_large("more than was announced")),
        Received::WrongHash => Err(Refusal::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            code::HASH_MISMATCH,
            "the content does not have the announced hash; start again",
        )),
    }
}

/// A file, whole or one range of it.
#[utoipa::path(
    get,
    path = "/v1/blobs/{sha256}",
    params(("sha256" = String, Path), ("Range" = Option<String>, Header)),
    responses(
        (status = 200, description = "the content"),
        (status = 206, description = "one range of it"),
        (status = 404, body = ErrorBody, description = "not-found; file-lost: it was here once"),
        (status = 416, body = ErrorBody, description = "range-not-satisfiable"),
    )
)]
pub async fn blob(
    State(hub): State<Hub>,
    caller: Caller,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if !is_sha256(&sha256) {
        return Err(Refusal::not_found());
    }
    let blob = hub.db.blob(&caller.grant, sha256).await?;
    let blob = blob.ok_or_else(Refusal::not_found)?;
    let range = headers.get(header::RANGE);
    let range = match range.and_then(|value| value.to_str().ok()) {
        Some(range) => Some(parse_range(range, blob.size).ok_or_else(|| {
            let all = format!("bytes */{}", blob.size);
            let refusal = Refusal::new(
                StatusCode::RANGE_NOT_SATISFIABLE,
                code::RANGE_NOT_SATISFIABLE,
                "the range lies outside the file",
            );
            match HeaderValue::from_str(&all) {
                Ok(all) => refusal.with(header::CONTENT_RANGE, all),
                Err(_) => refusal,
            }
        })?),
        None => None,
    };
    let (start, len) = range.unwrap_or((0, blob.size));
    let read = hub.files.read(&blob.sha256, blob.size, start, len).await?;
    let Some(bytes) = read else {
        here(&hub, &blob.sha256).await?;
        return Err(Refusal::new(
            StatusCode::NOT_FOUND,
            code::FILE_LOST,
            "the file was here, but the disk does not hold it any more; whoever has it may send it again",
        ));
    };
    let mime = HeaderValue::from_str(&blob.mime)
        .ok()
        .filter(|mime| !mime.is_empty())
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, mime);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Never shown in place by a browser, whatever an officer sent.
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if range.is_some() {
        let last = start + len - 1;
        let text = format!("bytes {start}-{last}/{}", blob.size);
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(header::CONTENT_RANGE, value);
        }
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    Ok(response)
}

async fn find(hub: &Hub, caller: &Caller, id: &str) -> Result<Upload, Refusal> {
    let id: Uuid = id.parse().map_err(|_| Refusal::not_found())?;
    let upload = hub.db.upload(caller.grant.officer, id).await?;
    upload.ok_or_else(Refusal::not_found)
}

fn progress(upload: &Upload, offset: u64) -> Response {
    let state = UploadState {
        id: upload.id.to_string(),
        offset,
        complete: upload.complete,
    };
    let offset = [(UPLOAD_OFFSET.clone(), HeaderValue::from(offset))];
    (offset, Json(state)).into_response()
}

/// Start and length of one range: `bytes=0-99`, `bytes=100-`, `bytes=-50`.
fn parse_range(text: &str, size: u64) -> Option<(u64, u64)> {
    let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (start, end) = match (first.trim(), last.trim()) {
        ("", suffix) => (size.saturating_sub(suffix.parse().ok()?), size),
        (start, "") => (start.parse().ok()?, size),
        (start, last) => {
            let last: u64 = last.parse().ok()?;
            (start.parse().ok()?, size.min(last.saturating_add(1)))
        }
    };
    (start < end).then(|| (start, end - start))
}

#[cfg(test)]
mod tests {
    use super::parse_range;

    #[test]
    fn ranges() {
        for (text, expected) in [
            ("bytes=0-99", Some((0, 100))),
            ("bytes=100-", Some((100, 400))),
            ("bytes=-50", Some((450, 50))),
            ("bytes=-900", Some((0, 500))),
            ("bytes=499-9999", Some((499, 1))),
            ("bytes=500-", None),
            ("bytes=9-3", None),
            ("bytes=-0", None),
            ("bytes=0-1,5-6", None),
            ("rows=1-2", None),
        ] {
            assert_eq!(parse_range(text, 500), expected, "{text}");
        }
    }
}
