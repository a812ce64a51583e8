//! Operations: the ledger, and the effects written with it.

use std::collections::{BTreeSet, HashMap};

use sqlx::sqlite::SqliteConnection;
use tanggap_domain::change::{Change, ChangeKind, How};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OfficerId, OpId, TrackingId};
use tanggap_protocol::op::WireOp;
use tanggap_protocol::outcome::{Outcome, WireOutcome};
use tanggap_protocol::scope::Scope;

use super::{feed, joined, ms, savepoint, upload};
use crate::db::{self, Batch, DbError, Offered, holds_back, replayed};
use crate::decide::{self, Beside, Case, Verdict, decide};

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
                let decided = by_itself(connection, &batch, op, behind).await?;
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

/// One operation in its own savepoint: where it alone fails, nothing of it remains and the others go on.
async fn by_itself(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    behind: Option<OpId>,
) -> Result<Decided, DbError> {
    savepoint::begin(connection).await?;
    let decided = savepoint::caught(one(connection, batch, op, behind)).await;
    match savepoint::end(connection, decided).await? {
        Err(error) if error.is_of_the_job() => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(op = %op.op_id.0, error, "an operation failed");
            Ok(Decided::now(Outcome::Failed))
        }
        decided => decided,
    }
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
    let body_hash = decide::body_hash(op);
    let known = feed::complaint(connection, op.complaint_id).await?;
    let feeds = feed::feeds_holding(connection, op.complaint_id).await?;
    let seen = |complaint: Complaint, feeds: &BTreeSet<Scope>| {
        batch.grant.view(complaint, feeds).map(Box::new)
    };
    let known_as_seen = || known.clone().and_then(|known| seen(known, &feeds));
    if let Some(repeat) = remembered(connection, batch, op, &body_hash, known_as_seen()).await? {
        return Ok(repeat);
    }
    let unreadable = |member: &str| {
        Decided::now(Outcome::Unreadable {
            member: member.to_owned(),
        })
    };
    let change = match op.clone().into_change(batch.grant.actor(&feeds)) {
        Ok(change) => change,
        Err(error) => return Ok(unreadable(error.member)),
    };
    if let Err(error) = decide::check_files(&change) {
        return Ok(unreadable(error.member));
    }
    let case = Case {
        change: &change,
        grant: &batch.grant,
        known: known.as_ref(),
        feeds: &feeds,
        is_erased: feed::is_erased(connection, op.complaint_id).await?,
        was_visible: feed::was_visible(connection, &batch.grant, op.complaint_id).await?,
        number_taken: number_taken(connection, &change).await?,
        joined_into: joined_into(connection, batch, known.is_none(), op.complaint_id).await?,
        beside: beside(connection, &change).await?,
        missing: missing_files(connection, batch.grant.officer, &change).await?,
        behind,
    };
    let outcome = match decide(case, batch.now) {
        Verdict::Block(by) => return Ok(Decided::now(Outcome::Blocked(by))),
        Verdict::Write { complaint, how } => {
            if known.is_none() {
                // Whoever records a complaint is who it belongs to until its place is known.
                let offices = batch.grant.scopes.iter();
                for office in offices.filter(|it| matches!(it, Scope::Region(_))) {
                    feed::bring(connection, op.complaint_id, office).await?;
                }
            }
            let put = feed::put(connection, (*complaint).clone(), batch.now).await?;
            Outcome::Done {
                how,
                seq: put.seq,
                complaint: seen(*complaint, &put.feeds),
            }
        }
        Verdict::Join(pair) => {
            let put = joined::put(connection, &pair, batch.now).await?;
            Outcome::Done {
                how: How::Applied,
                seq: put.seq,
                complaint: seen(pair.whole, &put.feeds),
            }
        }
        Verdict::Part {
            national,
            recording,
        } => {
            let put = joined::part(connection, &national, &recording, batch.now).await?;
            Outcome::Done {
                how: How::Applied,
                seq: put.seq,
                complaint: seen(*national, &put.feeds),
            }
        }
        Verdict::Satisfied => Outcome::Done {
            how: How::AlreadySatisfied,
            seq: feed::seq_of(connection, op.complaint_id)
                .await?
                .unwrap_or_default(),
            complaint: known_as_seen(),
        },
        Verdict::Refuse(refused) => Outcome::Refused {
            refused,
            complaint: known_as_seen(),
        },
    };
    let decided = Decided::now(outcome);
    remember(connection, batch, op, &body_hash, &decided.outcome).await?;
    Ok(decided)
}

/// What else a change of two complaints is about.
async fn beside(connection: &mut SqliteConnection, change: &Change) -> Result<Beside, DbError> {
    let Some(id) = change.kind.recording() else {
        return Ok(Beside::default());
    };
    let recording = match feed::complaint(connection, id).await? {
        Some(recording) => Some((recording, feed::feeds_holding(connection, id).await?)),
        None => None,
    };
    let pair = joined::pair_of(connection, change.complaint).await?;
    Ok(Beside {
        recording,
        pair: pair.map(Box::new),
    })
}

/// The number of the report that a recording was joined with, where the officer sees that report.
async fn joined_into(
    connection: &mut SqliteConnection,
    batch: &Batch,
    is_unknown: bool,
    id: ComplaintId,
) -> Result<Option<TrackingId>, DbError> {
    if !is_unknown {
        return Ok(None);
    }
    let Some((report, number)) = joined::report_with(connection, id).await? else {
        return Ok(None);
    };
    let feeds = feed::feeds_holding(connection, report).await?;
    Ok(batch.grant.sight(&feeds).map(|_| number))
}

async fn number_taken(connection: &mut SqliteConnection, change: &Change) -> Result<bool, DbError> {
    if !matches!(change.kind, ChangeKind::Record(_)) {
        return Ok(false);
    }
    let number = TrackingId::of_recording(change.op);
    let holders = feed::complaints_with(connection, number.as_str()).await?;
    Ok(holders.iter().any(|id| *id != change.complaint))
}

/// What the ledger says about this operation.
async fn remembered(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    body_hash: &[u8; 32],
    seen: Option<Box<Complaint>>,
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
    let seen = seen.map(|it| (*it).into());
    Ok(Some(Decided {
        holds_back: matches!(outcome, WireOutcome::Conflict(_) | WireOutcome::Rejected(_)),
        outcome: replayed(outcome, seen),
    }))
}

async fn remember(
    connection: &mut SqliteConnection,
    batch: &Batch,
    op: &WireOp,
    body_hash: &[u8; 32],
    outcome: &WireOutcome,
) -> Result<(), DbError> {
    let json = serde_json::to_string(&db::remembered(outcome.clone()))
        .map_err(|_| DbError::Damaged { what: "op_ledger" })?;
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
    officer: OfficerId,
    change: &Change,
) -> Result<Vec<String>, DbError> {
    let mut missing = Vec::new();
    for file in change.kind.attachments() {
        // Only what this officer sent: knowing a hash must not open somebody else's file.
        if !upload::is_theirs(connection, officer, &file.sha256).await? {
            missing.push(file.sha256.clone());
        }
    }
    Ok(missing)
}

#[cfg(test)]
mod tests {
    use sqlx::Executor;
    use sqlx::migrate::Migrator;
    use tanggap_domain::ids::ReplicaId;
    use uuid::Uuid;

    use super::super::open::{MIGRATIONS, options};
    use super::super::{Role, SqliteDb};
    use super::*;
    use crate::db::suite::officer;
    use crate::db::{Db, Kind};
    use crate::grant::Grant;
    use crate::testing::{at, complaint};

    fn note(number: u128, complaint: &Complaint) -> WireOp {
        let json = serde_json::json!({
            "op_id": Uuid::from_u128(number),
            "complaint_id": complaint.id,
            "at": at(3),
            "base": { "status": 1, "assign": 1, "meta": 1 },
            "change": { "kind": "note", "text": "cek" },
        });
        serde_json::from_value(json).unwrap()
    }

    async fn words(db: &SqliteDb, grant: &Grant, ops: Vec<WireOp>) -> Vec<String> {
        let ops = ops.into_iter().map(|op| Offered::Op(Box::new(op)));
        let batch = Batch {
            grant: grant.clone(),
            replica: ReplicaId(Uuid::from_u128(1)),
            ops: ops.collect(),
            now: at(5),
        };
        let outcomes = db.push(batch).await.unwrap().into_iter();
        let word = |outcome| serde_json::to_value(outcome).unwrap()["outcome"].clone();
        let words = outcomes.map(|(_, outcome)| word(outcome));
        words
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    }

    async fn run(db: &SqliteDb, sql: &'static str) {
        db.writer
            .write(move |connection| {
                Box::pin(async move {
                    connection.execute(sql).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn one_operation_that_fails_stops_no_other() {
        for (what, damage, repair) in [
            (
                "a complaint that cannot be read",
                "UPDATE complaint SET doc = '{' || doc WHERE tracking_id = '2'",
                "UPDATE complaint SET doc = substr(doc, 2) WHERE tracking_id = '2'",
            ),
            (
                "a table that refuses it",
                "CREATE TRIGGER stop BEFORE UPDATE ON complaint WHEN old.tracking_id = '2'
                 BEGIN SELECT RAISE(ABORT, 'no'); END",
                "DROP TRIGGER stop",
            ),
        ] {
            let dir = tempfile::tempdir().unwrap();
            let db = SqliteDb::init(dir.path(), Kind::Real, Role::Server)
                .await
                .unwrap();
            let rows: Vec<_> = (1..=3)
                .map(|n| complaint(&n.to_string(), Some("16.71")))
                .collect();
            db.take_in(rows.clone(), at(1)).await.unwrap();
            let (grant, _) = officer(&db, "Satu", &["16.71"]).await;
            run(&db, damage).await;
            let ops = || {
                let which = [&rows[0], &rows[1], &rows[1], &rows[2]];
                let numbered = which.iter().enumerate();
                numbered.map(|(n, row)| note(n as u128 + 1, row)).collect()
            };
            let first = words(&db, &grant, ops()).await;
            // What follows on the same complaint waits, or fails at the same.
            assert_eq!(first[0], "applied", "{what}");
            assert_eq!(first[1], "failed", "{what}");
            assert_ne!(first[2], "applied", "{what}");
            assert_eq!(first[3], "applied", "{what}");
            // Nothing of it remains, and it is not held against it.
            run(&db, repair).await;
            assert_eq!(words(&db, &grant, ops()).await, ["applied"; 4], "{what}");
            let history = db.complaint(rows[1].id).await.unwrap().unwrap().history;
            assert_eq!(history.len(), 2, "{what}");
        }
    }

    #[tokio::test]
    async fn a_job_that_panics_takes_nothing_with_it() {
        let dir = tempfile::tempdir().unwrap();
        let db = SqliteDb::init(dir.path(), Kind::Real, Role::Server)
            .await
            .unwrap();
        let panics = db.writer.write::<(), _>(|connection| {
            Box::pin(async move {
                connection.execute("DELETE FROM feed_counter").await?;
                panic!("a fault of the program")
            })
        });
        assert!(matches!(panics.await, Err(DbError::Panicked)));
        let taken = db.take_in(vec![complaint("1", None)], at(1)).await.unwrap();
        assert_eq!(taken.new, 1);
    }

    #[tokio::test]
    async fn the_ledger_holds_no_complaints_and_older_ones_lose_theirs() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("hub.db");
        let older = Migrator {
            migrations: MIGRATIONS
                .iter()
                .take(1)
                .cloned()
                .collect::<Vec<_>>()
                .into(),
            ..Migrator::DEFAULT
        };
        let mut connection =
            sqlx::ConnectOptions::connect(&options(&database, None).create_if_missing(true))
                .await
                .unwrap();
        older.run(&mut connection).await.unwrap();
        let officer_id = "INSERT INTO officer (id, name, created_ms) VALUES (x'01', 'Satu', 0)";
        connection.execute(officer_id).await.unwrap();
        for (op, outcome) in [
            (
                "x'01'",
                r#"{"outcome":"applied","seq":7,"complaint":{"title":"Jalan"}}"#,
            ),
            (
                "x'02'",
                r#"{"outcome":"conflict","refused":{"code":"closed"},"complaint":{"title":"Jalan"}}"#,
            ),
            ("x'03'", r#"{"outcome":"applied","seq":9}"#),
        ] {
            let sql = format!(
                "INSERT INTO op_ledger (op_id, officer, replica_id, complaint, body_hash, outcome, at_ms)
                 VALUES ({op}, x'01', x'01', x'01', x'01', '{outcome}', 0)"
            );
            connection.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
        }
        sqlx::Connection::close(connection).await.unwrap();

        let home = dir.path().into();
        let db = SqliteDb::open_once(&home, Role::Server, Some(Kind::Real));
        let db = db.await.unwrap();
        let outcomes = async || -> Vec<String> {
            sqlx::query_scalar("SELECT outcome FROM op_ledger ORDER BY rowid")
                .fetch_all(&db.readers)
                .await
                .unwrap()
        };
        assert_eq!(
            outcomes().await,
            [
                r#"{"outcome":"applied","seq":7}"#,
                r#"{"outcome":"conflict","refused":{"code":"closed"}}"#,
                r#"{"outcome":"applied","seq":9}"#,
            ]
        );
        let row = complaint("1", Some("16.71"));
        db.take_in(vec![row.clone()], at(1)).await.unwrap();
        let (grant, _) = officer(&db, "Dua", &["16.71"]).await;
        assert_eq!(words(&db, &grant, vec![note(1, &row)]).await, ["applied"]);
        assert_eq!(outcomes().await[3], r#"{"outcome":"applied","seq":2}"#);
    }
}
