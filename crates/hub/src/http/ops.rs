//! `POST /v1/ops`: what officers did.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::value::RawValue;
use tanggap_domain::ids::{ComplaintId, OpId, ReplicaId};
use tanggap_protocol::MAX_OPS;
use tanggap_protocol::error::ErrorBody;
use tanggap_protocol::op::{OpsRequest, WireOp};
use tanggap_protocol::outcome::{OpOutcome, OpsResponse};

use super::Hub;
use super::answer::Refusal;
use super::body::{JsonBody, bad_json};
use super::caller::Caller;
use super::uploads::here;
use crate::db::{Batch, Offered};
use crate::decide::is_sha256;

/// [`OpsRequest`] with operations not looked into yet, so that one of a newer desk stops no other.
#[derive(Deserialize)]
pub struct Request {
    replica_id: ReplicaId,
    ops: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct IdsOnly {
    op_id: OpId,
    #[serde(default)]
    complaint_id: Option<ComplaintId>,
}

/// Decides operations in their order. Each gets one outcome; settled ones are the same for ever.
#[utoipa::path(
    post,
    path = "/v1/ops",
    request_body = OpsRequest,
    responses(
        (status = 200, body = OpsResponse),
        (status = 400, body = ErrorBody, description = "bad-json"),
        (status = 401, body = ErrorBody, description = "token-missing, token-unknown, token-revoked"),
        (status = 413, body = ErrorBody, description = "too-large: more than 100 operations or 8 MiB"),
        (status = 507, body = ErrorBody, description = "disk-full"),
    )
)]
pub async fn ops(
    State(hub): State<Hub>,
    caller: Caller,
    JsonBody(request): JsonBody<Request>,
) -> Result<Json<OpsResponse>, Refusal> {
    if request.ops.len() > MAX_OPS {
        return Err(Refusal::too_large(format!(
            "more than {MAX_OPS} operations"
        )));
    }
    let ops: Result<Vec<_>, _> = request.ops.iter().map(|raw| offered(raw)).collect();
    let ops = ops?;
    look_for_files(&hub, &ops).await?;
    let now = hub.clock.now();
    let batch = Batch {
        grant: caller.grant,
        replica: request.replica_id,
        ops,
        now,
    };
    let outcomes = hub.db.push(batch).await?;
    let outcomes = outcomes
        .into_iter()
        .map(|(op_id, outcome)| OpOutcome { op_id, outcome });
    Ok(Json(OpsResponse {
        outcomes: outcomes.collect(),
        server_time: now,
    }))
}

/// An operation may name only what the disk holds: what it lost is asked for again.
async fn look_for_files(hub: &Hub, ops: &[Offered]) -> Result<(), Refusal> {
    let mut named = BTreeSet::new();
    for offered in ops {
        if let Offered::Op(op) = offered {
            named.extend(op.change.attachments().iter().map(|it| it.sha256.as_str()));
        }
    }
    for sha256 in named.into_iter().filter(|sha256| is_sha256(sha256)) {
        here(hub, sha256).await?;
    }
    Ok(())
}

fn offered(raw: &RawValue) -> Result<Offered, Refusal> {
    if let Ok(op) = serde_json::from_str::<WireOp>(raw.get()) {
        return Ok(Offered::Op(Box::new(op)));
    }
    let ids: IdsOnly = serde_json::from_str(raw.get()).map_err(|error| bad_json(&error))?;
    Ok(Offered::Unreadable {
        op_id: ids.op_id,
        complaint: ids.complaint_id,
        member: "op".to_owned(),
    })
}
