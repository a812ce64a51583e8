//! Operations: the ledger, and the effects written with it.

use std::collections::HashMap;

use sqlx::sqlite::SqliteConnection;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_protocol::op::WireOp;
use tanggap_protocol::outcome::{Outcome, WireOutcome};

use super::{feed, ms};
use crate::db::{Batch, DbError, Offered, holds_back, replayed};
use crate::judge::{self, Case, Verdict, judge};

pub async fn push(
    connection: &mut SqliteConnection,
    batch: Batch,
) -> Result<Vec<(OpId, WireOutcome)>, DbError> {
    let mut outcomes = Vec::with_capacity(batch.ops.len());
    let mut held: HashMap<ComplaintId, OpId> = HashMap::new();
    for offered in &batch.ops {
        let (op_id, complaint, decided) = match offered {
            Offered::Op(op) => {
                let behind = held.get(&op.complaint_id).copied();
                let decided = one(connection, &batch, op, behind).await?;
                (op.op_id, Some(op.complaint_id), decided)
            }
            Offered::Unreadable {
                op_id,
                complaint,
                member,
            } => {
                let member = member.clone();
                (
                    *op_id,
                    *complaint,
                    Decided::now(Outcome::Unreadable { member }),
                )
            }
        };
        if let Some(complaint) = complaint
            && decided.holds_back
        {
            held.entry(complaint).or_insert(op_id);
        }
        outcomes.push((op_id, decided.outcome));
    }
    Ok(outcomes)
}

struct Decided {
    outcome: WireOutcome,
    /// Later operations on the same complaint wait.
    holds_back: bool,
}

impl Decided {
    fn now(outcome: Outcome) -> Self {
        Self {
            holds_back: holds_back(&outcome),
            outcome: outcome.into(),
        }
    }
}

async fn one(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    behind: Option<OpId>,
) -> Result<Decided, DbError> {
    let body_hash = judge::body_hash(op);
    let known = feed::complaint(connection, op.complaint_id).await?;
    if let Some(repeat) = remembered(connection, batch, op, &body_hash, known.as_ref()).await? {
        return Ok(repeat);
    }
    let unreadable = |member: &str| {
        Decided::now(Outcome::Unreadable {
            member: member.to_owned(),
        })
    };
    let change = match op.clone().into_change(batch.grant.actor()) {
        Ok(change) => change,
        Err(error) => return Ok(unreadable(error.member)),
    };
    if let Err(error) = judge::check_files(&change) {
        return Ok(unreadable(error.member));
    }
    let case = Case {
        change: &change,
        grant: &batch.grant,
        known: known.as_ref(),
        was_visible: feed::was_visible(connection, &batch.grant, op.complaint_id).await?,
        missing: missing_files(connection, &change).await?,
        behind,
    };
    let outcome = match judge(case, batch.now) {
        Verdict::Block(by) => return Ok(Decided::now(Outcome::Blocked(by))),
        Verdict::Write { complaint, how } => {
            let seq = feed::put(connection, (*complaint).clone(), batch.now).await?;
            Outcome::Done {
                how,
                seq,
                complaint: seen(batch, Some(*complaint)),
            }
        }
        Verdict::Satisfied => Outcome::Done {
            how: tanggap_domain::change::How::AlreadySatisfied,
            seq: feed::seq_of(connection, op.complaint_id)
                .await?
                .unwrap_or_default(),
            complaint: seen(batch, known),
        },
        Verdict::Refuse(refused) => Outcome::Refused {
            refused,
            complaint: seen(batch, known),
        },
    };
    let decided = Decided::now(outcome);
    remember(connection, batch, op, &body_hash, &decided.outcome).await?;
    Ok(decided)
}

fn seen(batch: &Batch, complaint: Option<Complaint>) -> Option<Box<Complaint>> {
    complaint.and_then(|it| batch.grant.view(it)).map(Box::new)
}

/// What the ledger says about this operation.
async fn remembered(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    body_hash: &[u8; 32],
    known: Option<&Complaint>,
) -> Result<Option<Decided>, DbError> {
    let sql = "SELECT officer, body_hash, outcome FROM op_ledger WHERE op_id = ?";
    let row: Option<(Vec<u8>, Vec<u8>, String)> = sqlx::query_as(sql)
        .bind(op.op_id.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    let Some((officer, hash, json)) = row else {
        return Ok(None);
    };
    if officer != batch.grant.officer.0.as_bytes() || hash != body_hash {
        return Ok(Some(Decided::now(Outcome::KeyReused)));
    }
    let outcome: WireOutcome =
        serde_json::from_str(&json).map_err(|_| DbError::Damaged { what: "op_ledger" })?;
    let visible = known.is_some_and(|known| batch.grant.sees(known));
    Ok(Some(Decided {
        holds_back: matches!(outcome, WireOutcome::Conflict(_) | WireOutcome::Rejected(_)),
        outcome: replayed(outcome, visible),
    }))
}

async fn remember(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    body_hash: &[u8; 32],
    outcome: &WireOutcome,
) -> Result<(), DbError> {
    let json =
        serde_json::to_string(outcome).map_err(|_| DbError::Damaged { what: "op_ledger" })?;
    let sql = "INSERT INTO op_ledger
                   (op_id, officer, replica_id, complaint, body_hash, outcome, at_ms)
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    sqlx::query(sql)
        .bind(op.op_id.0.as_bytes().as_slice())
        .bind(batch.grant.officer.0.as_bytes().as_slice())
        .bind(batch.replica.0.as_bytes().as_slice())
        .bind(op.complaint_id.0.as_bytes().as_slice())
        .bind(body_hash.as_slice())
        .bind(json)
        .bind(ms(batch.now))
        .execute(connection)
        .await?;
    Ok(())
}

async fn missing_files(
    connection: &mut SqliteConnection,
    change: &tanggap_domain::change::Change,
) -> Result<Vec<String>, DbError> {
    let mut missing = Vec::new();
    for file in change.kind.attachments() {
        // Only what this officer sent: knowing a hash must not open somebody else's file.
        let sql = "SELECT EXISTS (SELECT 1 FROM upload
                   WHERE sha256 = ? AND officer = ? AND complete = 1)";
        let held: bool = sqlx::query_scalar(sql)
            .bind(&file.sha256)
            .bind(officer_of(change).as_slice())
            .fetch_one(&mut *connection)
            .await?;
        if !held {
            missing.push(file.sha256.clone());
        }
    }
    Ok(missing)
}

fn officer_of(change: &tanggap_domain::change::Change) -> Vec<u8> {
    let officer = change.by.id.map(|id| id.0.as_bytes().to_vec());
    officer.unwrap_or_default()
}
