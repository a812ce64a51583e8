//! Complaints and the feeds they are in.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::merge::{Merged, NationalRow, first_national, merge_national};
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::scope::Scope;

use super::{ms, setting, uuid};
use crate::db::{DbError, FeedRow, FeedRowKind, Slice, TakenIn, Wanted};
use crate::grant::{Grant, scopes_of};

const UPSERT: i64 = 0;
const EXIT: i64 = 1;
const ERASE: i64 = 2;

/// Most rows of one page.
const MAX_ROWS: i64 = 5000;

pub async fn slice(
    reader: &mut SqliteConnection,
    wanted: &[Wanted],
    max_bytes: usize,
) -> Result<Slice, DbError> {
    let n: i64 = sqlx::query_scalar("SELECT n FROM feed_counter")
        .fetch_one(&mut *reader)
        .await?;
    let mut slice = Slice {
        epoch: epoch(reader).await?,
        n: n as u64,
        rows: Vec::new(),
        reached: Vec::new(),
        more: false,
    };
    let mut left = max_bytes;
    for Wanted { scope, after } in wanted {
        let mut reached = *after;
        if left == 0 {
            slice.more |= has_after(reader, scope, *after).await?;
            slice.reached.push(reached);
            continue;
        }
        let sql = "SELECT f.seq, f.kind, f.entity, c.doc
                   FROM change_scope f LEFT JOIN complaint c ON c.id = f.entity
                   WHERE f.scope = ? AND f.seq > ? ORDER BY f.seq LIMIT ?";
        let mut rows = sqlx::query(sql)
            .bind(scope.to_string())
            .bind(*after as i64)
            .bind(MAX_ROWS)
            .fetch(&mut *reader);
        let mut count = 0;
        while left > 0
            && let Some(row) = rows.try_next().await?
        {
            let row = feed_row(scope, &row)?;
            let size = match &row.what {
                FeedRowKind::Upsert(doc) => doc.len(),
                FeedRowKind::Exit(_) | FeedRowKind::Erase(_) => 0,
            };
            left = left.saturating_sub(size + 80);
            reached = row.seq;
            slice.rows.push(row);
            count += 1;
        }
        drop(rows);
        if left == 0 || count == MAX_ROWS {
            slice.more |= has_after(reader, scope, reached).await?;
            left = 0;
        } else {
            reached = reached.max(slice.n);
        }
        slice.reached.push(reached);
    }
    Ok(slice)
}

fn feed_row(scope: &Scope, row: &sqlx::sqlite::SqliteRow) -> Result<FeedRow, DbError> {
    let id = ComplaintId(uuid(row.try_get::<&[u8], _>("entity")?)?);
    let what = match row.try_get("kind")? {
        UPSERT => {
            let doc: Option<String> = row.try_get("doc")?;
            FeedRowKind::Upsert(doc.ok_or(DbError::Damaged { what: "a feed row" })?)
        }
        EXIT => FeedRowKind::Exit(id),
        ERASE => FeedRowKind::Erase(id),
        _ => return Err(DbError::Damaged { what: "a feed row" }),
    };
    Ok(FeedRow {
        scope: scope.clone(),
        seq: row.try_get::<i64, _>("seq")? as u64,
        what,
    })
}

async fn has_after(
    reader: &mut SqliteConnection,
    scope: &Scope,
    after: u64,
) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM change_scope WHERE scope = ? AND seq > ?)";
    Ok(sqlx::query_scalar(sql)
        .bind(scope.to_string())
        .bind(after as i64)
        .fetch_one(reader)
        .await?)
}

async fn epoch(connection: &mut SqliteConnection) -> Result<u64, DbError> {
    let bytes = setting(connection, "epoch").await?;
    let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
    bytes
        .map(u64::from_be_bytes)
        .ok_or(DbError::Damaged { what: "hub.epoch" })
}

pub async fn complaint(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<Complaint>, DbError> {
    let doc: Option<String> = sqlx::query_scalar("SELECT doc FROM complaint WHERE id = ?")
        .bind(id.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    doc.map(|doc| read_doc(&doc)).transpose()
}

pub fn read_doc(doc: &str) -> Result<Complaint, DbError> {
    let damaged = DbError::Damaged {
        what: "a complaint",
    };
    let wire: WireComplaint = serde_json::from_str(doc).map_err(|_| damaged.clone())?;
    Complaint::try_from(wire).map_err(|_| damaged)
}

pub async fn complaints_with(
    connection: &mut SqliteConnection,
    tracking_id: &str,
) -> Result<Vec<ComplaintId>, DbError> {
    let ids: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id FROM complaint WHERE tracking_id = ?")
        .bind(tracking_id)
        .fetch_all(connection)
        .await?;
    ids.iter().map(|id| uuid(id).map(ComplaintId)).collect()
}

/// Writes a complaint and moves it in every feed it is in or leaves. Returns its place.
pub async fn put(
    connection: &mut SqliteConnection,
    complaint: Complaint,
    now: DateTime<Utc>,
) -> Result<u64, DbError> {
    let id = complaint.id;
    let scopes = scopes_of(&complaint);
    let left: Vec<Scope> = live_scopes(connection, id)
        .await?
        .difference(&scopes)
        .cloned()
        .collect();
    let sql = "INSERT INTO complaint (id, tracking_id, head, doc, written_ms)
               VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET tracking_id = excluded.tracking_id,
                   head = excluded.head, doc = excluded.doc, written_ms = excluded.written_ms";
    let tracking_id = complaint.tracking_id.as_str().to_owned();
    let head = complaint.versions.head as i64;
    let files: Vec<String> = files_of(&complaint);
    let doc =
        serde_json::to_string(&WireComplaint::from(complaint)).map_err(|_| DbError::Damaged {
            what: "a complaint",
        })?;
    sqlx::query(sql)
        .bind(id.0.as_bytes().as_slice())
        .bind(tracking_id)
        .bind(head)
        .bind(doc)
        .bind(ms(now))
        .execute(&mut *connection)
        .await?;
    for sha256 in files {
        let sql = "INSERT INTO blob_use (sha256, complaint) VALUES (?, ?) ON CONFLICT DO NOTHING";
        sqlx::query(sql)
            .bind(sha256)
            .bind(id.0.as_bytes().as_slice())
            .execute(&mut *connection)
            .await?;
    }
    let seq = next_seq(connection).await?;
    let entered = scopes.iter().map(|scope| (scope, UPSERT));
    let left = left.iter().map(|scope| (scope, EXIT));
    place(connection, entered.chain(left), id, seq).await?;
    Ok(seq)
}

/// Writes what nobody sees and no desk needs to be told: a newer file said the same.
async fn keep(connection: &mut SqliteConnection, complaint: &Complaint) -> Result<(), DbError> {
    let wire = WireComplaint::from(complaint.clone());
    let doc = serde_json::to_string(&wire).map_err(|_| DbError::Damaged {
        what: "a complaint",
    })?;
    sqlx::query("UPDATE complaint SET doc = ? WHERE id = ?")
        .bind(doc)
        .bind(complaint.id.0.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// Every file the complaint or its history names.
fn files_of(complaint: &Complaint) -> Vec<String> {
    use tanggap_domain::event::EventKind;
    let in_history = complaint
        .history
        .iter()
        .flat_map(|event| match &event.what {
            EventKind::Replied { attachments, .. }
            | EventKind::Noted { attachments, .. }
            | EventKind::ReporterAnswered { attachments, .. } => attachments.as_slice(),
            _ => &[],
        });
    let all = complaint.attachments.iter().chain(in_history);
    let named: BTreeSet<String> = all
        .filter(|it| !it.sha256.is_empty())
        .map(|it| it.sha256.clone())
        .collect();
    named.into_iter().collect()
}

/// Where the complaint stands now, for outcomes that changed nothing.
pub async fn seq_of(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<u64>, DbError> {
    let seq: Option<i64> = sqlx::query_scalar("SELECT max(seq) FROM change_scope WHERE entity = ?")
        .bind(id.0.as_bytes().as_slice())
        .fetch_one(connection)
        .await?;
    Ok(seq.map(|seq| seq as u64))
}

/// Whether the complaint was ever in one of the officer's feeds.
pub async fn was_visible(
    connection: &mut SqliteConnection,
    grant: &Grant,
    id: ComplaintId,
) -> Result<bool, DbError> {
    let scopes: Vec<String> = sqlx::query_scalar("SELECT scope FROM change_scope WHERE entity = ?")
        .bind(id.0.as_bytes().as_slice())
        .fetch_all(connection)
        .await?;
    let mut scopes = scopes.iter().filter_map(|scope| scope.parse().ok());
    Ok(scopes.any(|scope| grant.covers(&scope)))
}

async fn live_scopes(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<BTreeSet<Scope>, DbError> {
    let sql = "SELECT scope FROM change_scope WHERE entity = ? AND kind = 0";
    let scopes: Vec<String> = sqlx::query_scalar(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_all(connection)
        .await?;
    // What stands here from before ids had one form names no scope that anybody could have.
    Ok(scopes
        .iter()
        .filter_map(|scope| scope.parse().ok())
        .collect())
}

async fn is_erased(connection: &mut SqliteConnection, id: ComplaintId) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM change_scope WHERE entity = ? AND kind = ?)";
    Ok(sqlx::query_scalar(sql)
        .bind(id.0.as_bytes().as_slice())
        .bind(ERASE)
        .fetch_one(connection)
        .await?)
}

async fn next_seq(connection: &mut SqliteConnection) -> Result<u64, DbError> {
    let seq: i64 = sqlx::query_scalar("UPDATE feed_counter SET n = n + 1 RETURNING n")
        .fetch_one(connection)
        .await?;
    Ok(seq as u64)
}

async fn place(
    connection: &mut SqliteConnection,
    places: impl Iterator<Item = (&Scope, i64)>,
    id: ComplaintId,
    seq: u64,
) -> Result<(), DbError> {
    let mut sql =
        QueryBuilder::<Sqlite>::new("INSERT INTO change_scope (scope, seq, entity, kind) ");
    sql.push_values(places, |mut row, (scope, kind)| {
        row.push_bind(scope.to_string())
            .push_bind(seq as i64)
            .push_bind(id.0.as_bytes().as_slice())
            .push_bind(kind);
    });
    sql.push(" ON CONFLICT (entity, scope) DO UPDATE SET seq = excluded.seq, kind = excluded.kind");
    sql.build().execute(connection).await?;
    Ok(())
}

pub async fn take_in(
    connection: &mut SqliteConnection,
    rows: Vec<NationalRow>,
    now: DateTime<Utc>,
) -> Result<TakenIn, DbError> {
    let mut taken = TakenIn::default();
    for row in rows {
        let id = row.complaint.id;
        match complaint(connection, id).await? {
            // What was erased stays erased, also when an old export comes along.
            None if is_erased(connection, id).await? => taken.unchanged += 1,
            None => {
                taken.new += 1;
                put(connection, first_national(row), now).await?;
            }
            Some(known) => match merge_national(&known, row) {
                Merged::Unchanged => taken.unchanged += 1,
                Merged::Confirmed(next) => {
                    taken.unchanged += 1;
                    keep(connection, &next).await?;
                }
                Merged::Changed(next) => {
                    taken.updated += 1;
                    put(connection, *next, now).await?;
                }
            },
        }
    }
    Ok(taken)
}

pub async fn erase(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<Vec<String>>, DbError> {
    let key = id.0.as_bytes().as_slice();
    let removed = sqlx::query("DELETE FROM complaint WHERE id = ?")
        .bind(key)
        .execute(&mut *connection)
        .await?;
    if removed.rows_affected() == 0 {
        return Ok(None);
    }
    let seq = next_seq(connection).await?;
    sqlx::query("UPDATE change_scope SET seq = ?, kind = ? WHERE entity = ?")
        .bind(seq as i64)
        .bind(ERASE)
        .bind(key)
        .execute(&mut *connection)
        .await?;
    let sql = "DELETE FROM blob WHERE sha256 IN (SELECT sha256 FROM blob_use WHERE complaint = ?)
               AND sha256 NOT IN (SELECT sha256 FROM blob_use WHERE complaint <> ?)
               RETURNING sha256";
    let orphans: Vec<String> = sqlx::query_scalar(sql)
        .bind(key)
        .bind(key)
        .fetch_all(&mut *connection)
        .await?;
    for sha256 in &orphans {
        sqlx::query("DELETE FROM upload WHERE sha256 = ?")
            .bind(sha256)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("DELETE FROM blob_use WHERE complaint = ?")
        .bind(key)
        .execute(connection)
        .await?;
    Ok(Some(orphans))
}
