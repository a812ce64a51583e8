//! What another hub kept: taken over, and handed over.

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, ReplicaId};
use tanggap_domain::merge::carried::{CarriedOver, carry_over, first_carried};
use tanggap_domain::merge::joined::{Pair, again, report_of};
use tanggap_domain::provenance::{Fields, NationalField};
use tanggap_protocol::carried::CarriedOperation;
use tanggap_protocol::import::{Differs, what};
use tokio::sync::mpsc;

use super::import::changes::{self, Did};
use super::{feed, import, joined, ms, taking, time, uuid};
use crate::db::{Bringer, Carried, DbError, TakenIn};

/// Most imports that are handed over: the record, not an archive.
const MOST_IMPORTS: u32 = 10_000;

pub async fn take_in(
    connection: &mut SqliteConnection,
    pieces: Vec<Carried>,
    bringer: &Bringer,
    now: DateTime<Utc>,
) -> Result<TakenIn, DbError> {
    let mut taken = TakenIn::default();
    for piece in pieces {
        // The command line has no officer whose ledger or imports these could be.
        let officer = bringer.reach.as_ref().map(|grant| grant.officer);
        match (piece, officer) {
            (Carried::Complaint(it), _) => taken.add(one(connection, *it, bringer, now).await?),
            (Carried::Joined { report, recording }, _) => {
                join(connection, report, recording, bringer, now).await?;
            }
            (Carried::Operation(it), Some(officer)) => remember(connection, officer, *it).await?,
            (Carried::Import(it), Some(officer)) => import::keep(connection, officer, *it).await?,
            (Carried::Operation(_) | Carried::Import(_), None) => {}
        }
    }
    Ok(taken)
}

async fn one(
    connection: &mut SqliteConnection,
    carried: Complaint,
    bringer: &Bringer,
    now: DateTime<Utc>,
) -> Result<TakenIn, DbError> {
    let id = carried.id;
    let mut taken = TakenIn::default();
    if feed::is_erased(connection, id).await? {
        taken.unchanged = 1;
        return Ok(taken);
    }
    let pair = joined::pair_of(connection, id).await?;
    let known = match &pair {
        // Each of two that are one here is held against what it would be by itself.
        Some(pair) if pair.recording.id == id => Some(pair.recording.clone()),
        Some(pair) => Some(report_of(pair)),
        None => feed::complaint(connection, id).await?,
    };
    let seen_as = pair.as_ref().map_or(&carried, |pair| &pair.whole);
    if !taking::is_in_reach(connection, bringer, known.is_some(), seen_as).await? {
        taken.out_of_reach = 1;
        return Ok(taken);
    }
    let is_brought = match &bringer.office {
        Some(office) => feed::bring(connection, id, office).await?,
        None => false,
    };
    // The other hub knew all of it.
    let did = |word| {
        bringer.import.map(|import| Did {
            told: NationalField::ALL.into_iter().collect::<Fields>(),
            is_brought,
            ..Did::of(import, word)
        })
    };
    let Some(known) = known else {
        taken.new = 1;
        let new = first_carried(carried);
        if let Some(did) = did(what::NEW) {
            changes::write(connection, &did, None, &new).await?;
        }
        feed::put(connection, new, now).await?;
        return Ok(taken);
    };
    let tracking_id = known.tracking_id.as_str().to_owned();
    let CarriedOver { complaint, differs } = carry_over(&known, carried);
    match complaint {
        Some(next) => {
            taken.updated = 1;
            if let Some(did) = did(what::CHANGED) {
                changes::write(connection, &did, Some(&known), &next).await?;
            }
            match &pair {
                None => {
                    feed::put(connection, *next, now).await?;
                }
                Some(pair) => take_into(connection, pair, *next, now).await?,
            }
        }
        None => {
            taken.unchanged = 1;
            if let Some(did) = did(what::SAME) {
                changes::write(connection, &did, Some(&known), &known).await?;
            }
            if is_brought {
                let seen = pair.as_ref().map_or(&known, |pair| &pair.whole);
                feed::put_where_it_belongs(connection, seen).await?;
            }
        }
    }
    if !differs.is_empty() {
        let fields = differs.into_iter().map(|field| field.code().to_owned());
        taken.differs.push(Differs {
            tracking_id,
            fields: fields.collect(),
        });
    }
    Ok(taken)
}

/// One of two that are one here, as it is by now. Where the other hub split them, they are two here as well.
async fn take_into(
    connection: &mut SqliteConnection,
    pair: &Pair,
    next: Complaint,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    if let Some(next) = joined::with(pair, next.clone()) {
        joined::put(connection, &next, now).await?;
        return Ok(());
    }
    let (report, recording) = if next.id == pair.recording.id {
        (report_of(pair), next)
    } else {
        (next, pair.recording.clone())
    };
    joined::part(connection, &report, &recording, now).await?;
    Ok(())
}

/// Two that the other hub kept as one, and that came before this line. Where they are not one by both their
/// histories as they stand here (somebody split them, or one of them was erased), they stay two.
async fn join(
    connection: &mut SqliteConnection,
    report: ComplaintId,
    recording: ComplaintId,
    bringer: &Bringer,
    now: DateTime<Utc>,
) -> Result<(), DbError> {
    let is_one_of_two = joined::pair_of(connection, report).await?.is_some()
        || joined::pair_of(connection, recording).await?.is_some();
    let (Some(report), Some(recording), false) = (
        feed::complaint(connection, report).await?,
        feed::complaint(connection, recording).await?,
        is_one_of_two,
    ) else {
        return Ok(());
    };
    for it in [&report, &recording] {
        if !taking::is_in_reach(connection, bringer, true, it).await? {
            return Ok(());
        }
    }
    if let Ok(pair) = again(&report, &recording) {
        joined::put(connection, &pair, now).await?;
    }
    Ok(())
}

/// The same operation is answered here as it was there, to whoever brought it.
async fn remember(
    connection: &mut SqliteConnection,
    officer: OfficerId,
    operation: CarriedOperation,
) -> Result<(), DbError> {
    let damaged = DbError::Damaged { what: "op_ledger" };
    let body_hash = hex::decode(&operation.body_hash).map_err(|_| damaged.clone())?;
    let outcome = serde_json::to_string(&operation.outcome).map_err(|_| damaged)?;
    let sql = "INSERT INTO op_ledger
                   (op_id, officer, replica_id, complaint, body_hash, outcome, at_ms)
               VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    sqlx::query(sql)
        .bind(operation.op_id.0.as_bytes().as_slice())
        .bind(officer.0.as_bytes().as_slice())
        .bind(operation.replica_id.0.as_bytes().as_slice())
        .bind(operation.complaint.0.as_bytes().as_slice())
        .bind(body_hash)
        .bind(outcome)
        .bind(ms(operation.at))
        .execute(connection)
        .await?;
    Ok(())
}

/// Hands everything over: complaints, ledger, imports.
pub async fn out(
    reader: &mut SqliteConnection,
    pieces: mpsc::Sender<Carried>,
) -> Result<(), DbError> {
    let mut docs = sqlx::query_scalar("SELECT doc FROM complaint ORDER BY id").fetch(&mut *reader);
    let mut ones = Vec::new();
    while let Some(doc) = docs.try_next().await? {
        let doc: String = doc;
        let complaint = feed::read_doc(&doc)?;
        if complaint.joined.is_some() {
            ones.push(complaint.id);
            continue;
        }
        let complaint = Carried::Complaint(Box::new(complaint));
        if pieces.send(complaint).await.is_err() {
            return Ok(());
        }
    }
    drop(docs);
    // As two, and that they are one: a hub that does not know of that has both all the same.
    for id in ones {
        let pair = joined::pair_of(reader, id).await?;
        let pair = pair.ok_or(DbError::Damaged { what: "joined" })?;
        let (report, recording) = (pair.whole.id, pair.recording.id);
        for piece in [
            Carried::Complaint(Box::new(report_of(&pair))),
            Carried::Complaint(Box::new(pair.recording)),
            Carried::Joined { report, recording },
        ] {
            if pieces.send(piece).await.is_err() {
                return Ok(());
            }
        }
    }
    let sql = "SELECT op_id, replica_id, complaint, body_hash, outcome, at_ms FROM op_ledger
               ORDER BY rowid";
    let mut rows = sqlx::query(sql).fetch(&mut *reader);
    while let Some(row) = rows.try_next().await? {
        if pieces
            .send(Carried::Operation(Box::new(operation(&row)?)))
            .await
            .is_err()
        {
            return Ok(());
        }
    }
    drop(rows);
    let mut imports = import::newest(reader, MOST_IMPORTS).await?;
    imports.reverse();
    for done in imports.into_iter().filter(|it| it.ended_at.is_some()) {
        if pieces.send(Carried::Import(Box::new(done))).await.is_err() {
            return Ok(());
        }
    }
    Ok(())
}

fn operation(row: &sqlx::sqlite::SqliteRow) -> Result<CarriedOperation, DbError> {
    let outcome: String = row.try_get("outcome")?;
    Ok(CarriedOperation {
        op_id: OpId(uuid(row.try_get("op_id")?)?),
        replica_id: ReplicaId(uuid(row.try_get("replica_id")?)?),
        complaint: ComplaintId(uuid(row.try_get("complaint")?)?),
        body_hash: hex::encode(row.try_get::<&[u8], _>("body_hash")?),
        outcome: serde_json::from_str(&outcome)
            .map_err(|_| DbError::Damaged { what: "op_ledger" })?,
        at: time(row.try_get("at_ms")?)?,
    })
}
