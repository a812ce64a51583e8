//! Complaints and the feeds they are in.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use futures::TryStreamExt;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_protocol::complaint::WireComplaint;
use tanggap_protocol::scope::Scope;

use super::{joined, ms, setting, uuid};
use crate::db::{Breath, DbError, FeedRow, FeedRowKind, Place, Slice, Wanted};
use crate::feeds::feeds_of;
use crate::grant::Grant;

const UPSERT: i64 = 0;
const EXIT: i64 = 1;
pub const ERASE: i64 = 2;

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
        foreign: false,
        rows: Vec::new(),
        reached: Vec::new(),
        more: false,
    };
    for Wanted { after, .. } in wanted {
        slice.foreign |= after.seq > slice.n || place_at(reader, after.seq).await? != *after;
    }
    if slice.foreign {
        return Ok(slice);
    }
    let mut left = max_bytes;
    for Wanted { scope, after } in wanted {
        let mut reached = after.seq;
        if left == 0 {
            slice.more |= has_after(reader, scope, reached).await?;
            slice.reached.push(*after);
            continue;
        }
        let sql = "SELECT f.seq, f.kind, f.entity, c.doc,
                       (SELECT json_group_array(o.scope) FROM change_scope o
                        WHERE o.entity = f.entity AND o.kind = 0) AS feeds
                   FROM change_scope f LEFT JOIN complaint c ON c.id = f.entity
                   WHERE f.scope = ? AND f.seq > ? ORDER BY f.seq LIMIT ?";
        let mut rows = sqlx::query(sql)
            .bind(scope.to_string())
            .bind(reached as i64)
            .bind(MAX_ROWS)
            .fetch(&mut *reader);
        let mut count = 0;
        while left > 0
            && let Some(row) = rows.try_next().await?
        {
            let row = feed_row(scope, &row)?;
            let size = match &row.what {
                FeedRowKind::Upsert { doc, .. } => doc.len(),
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
        slice.reached.push(place_at(reader, reached).await?);
    }
    Ok(slice)
}

fn feed_row(scope: &Scope, row: &sqlx::sqlite::SqliteRow) -> Result<FeedRow, DbError> {
    let id = ComplaintId(uuid(row.try_get::<&[u8], _>("entity")?)?);
    let what = match row.try_get("kind")? {
        UPSERT => {
            let doc: Option<String> = row.try_get("doc")?;
            let feeds: Vec<String> = serde_json::from_str(row.try_get("feeds")?)
                .map_err(|_| DbError::Damaged { what: "a scope" })?;
            FeedRowKind::Upsert {
                doc: doc.ok_or(DbError::Damaged { what: "a feed row" })?,
                feeds: read_scopes(&feeds),
            }
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

/// The place with this number in today's history.
async fn place_at(connection: &mut SqliteConnection, seq: u64) -> Result<Place, DbError> {
    if seq == 0 {
        return Ok(Place::START);
    }
    let sql = "SELECT word FROM breath WHERE after < ? ORDER BY after DESC LIMIT 1";
    let word: Option<Vec<u8>> = sqlx::query_scalar(sql)
        .bind(seq as i64)
        .fetch_optional(connection)
        .await?;
    let breath = word.and_then(|word| word.try_into().ok());
    let breath = breath.ok_or(DbError::Damaged { what: "breath" })?;
    Ok(Place { seq, breath })
}

/// From now on what this connection writes carries a word of its own.
pub async fn begin_breath(connection: &mut SqliteConnection) -> Result<(), DbError> {
    sqlx::query("CREATE TEMP TABLE this_process (word BLOB NOT NULL)")
        .execute(&mut *connection)
        .await?;
    sqlx::query("INSERT INTO temp.this_process (word) VALUES (?)")
        .bind(rand::random::<Breath>().to_vec())
        .execute(connection)
        .await?;
    Ok(())
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
        .fetch_all(&mut *connection)
        .await?;
    let mut ids = ids
        .iter()
        .map(|id| uuid(id).map(ComplaintId))
        .collect::<Result<Vec<_>, _>>()?;
    ids.extend(joined::reports_with_number(connection, tracking_id).await?);
    Ok(ids)
}

/// Where a complaint was put.
pub struct Put {
    pub seq: u64,
    pub feeds: BTreeSet<Scope>,
}

/// Writes a complaint and moves it in every feed it is in or leaves.
pub async fn put(
    connection: &mut SqliteConnection,
    complaint: Complaint,
    now: DateTime<Utc>,
) -> Result<Put, DbError> {
    let id = complaint.id;
    let feeds = feeds_of(&complaint, &brought_by(connection, id).await?);
    let sql = "INSERT INTO complaint (id, tracking_id, head, doc, written_ms)
               VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (id) DO UPDATE SET tracking_id = excluded.tracking_id,
                   head = excluded.head, doc = excluded.doc, written_ms = excluded.written_ms";
    let tracking_id = complaint.tracking_id.as_str().to_owned();
    let head = complaint.versions.head as i64;
    let files = files_of(&complaint);
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
    let seq = put_into(connection, id, &feeds).await?;
    Ok(Put { seq, feeds })
}

/// Moves a complaint in the feeds it is in now and in those it leaves. Returns its place.
async fn put_into(
    connection: &mut SqliteConnection,
    id: ComplaintId,
    feeds: &BTreeSet<Scope>,
) -> Result<u64, DbError> {
    let before = feeds_holding(connection, id).await?;
    let seq = next_seq(connection).await?;
    let entered = feeds.iter().map(|scope| (scope, UPSERT));
    let left = before.difference(feeds).map(|scope| (scope, EXIT));
    place(connection, entered.chain(left), id, seq).await?;
    Ok(seq)
}

/// Takes a complaint out of every feed and out of what is kept here: it is part of another one now.
pub async fn withdraw(connection: &mut SqliteConnection, id: ComplaintId) -> Result<(), DbError> {
    let key = id.0.as_bytes().as_slice();
    sqlx::query("DELETE FROM complaint WHERE id = ?")
        .bind(key)
        .execute(&mut *connection)
        .await?;
    if feeds_holding(connection, id).await?.is_empty() {
        return Ok(());
    }
    let seq = next_seq(connection).await?;
    sqlx::query("UPDATE change_scope SET seq = ?, kind = ? WHERE entity = ? AND kind = ?")
        .bind(seq as i64)
        .bind(EXIT)
        .bind(key)
        .bind(UPSERT)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes what nobody sees and no desk needs to be told: a newer file said the same.
pub async fn keep(connection: &mut SqliteConnection, complaint: &Complaint) -> Result<(), DbError> {
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

/// The offices that imported or recorded the complaint, or the recording that is one with it.
async fn brought_by(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<BTreeSet<Scope>, DbError> {
    let sql = "SELECT DISTINCT scope FROM brought_by WHERE complaint = ?1
               OR complaint IN (SELECT recording FROM joined WHERE kept = ?1)";
    let scopes: Vec<String> = sqlx::query_scalar(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_all(connection)
        .await?;
    Ok(read_scopes(&scopes))
}

/// Remembers who brought a complaint, before it is put. Tells whether that is new.
pub async fn bring(
    connection: &mut SqliteConnection,
    id: ComplaintId,
    office: &Scope,
) -> Result<bool, DbError> {
    let sql = "INSERT INTO brought_by (complaint, scope) VALUES (?, ?) ON CONFLICT DO NOTHING";
    let done = sqlx::query(sql)
        .bind(id.0.as_bytes().as_slice())
        .bind(office.to_string())
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts every complaint into the feeds that today's rules say, where those differ from what is there.
pub async fn place_anew(connection: &mut SqliteConnection) -> Result<(), DbError> {
    let ids: Vec<Vec<u8>> = sqlx::query_scalar("SELECT id FROM complaint ORDER BY id")
        .fetch_all(&mut *connection)
        .await?;
    for id in ids {
        let id = ComplaintId(uuid(&id)?);
        if let Some(complaint) = complaint(connection, id).await? {
            put_where_it_belongs(connection, &complaint).await?;
        }
    }
    Ok(())
}

/// Moves a complaint that itself stays as it is, where today's rules say so.
pub async fn put_where_it_belongs(
    connection: &mut SqliteConnection,
    complaint: &Complaint,
) -> Result<(), DbError> {
    let id = complaint.id;
    let feeds = feeds_of(complaint, &brought_by(connection, id).await?);
    if feeds != feeds_holding(connection, id).await? {
        put_into(connection, id, &feeds).await?;
    }
    Ok(())
}

/// Takes a complaint off the disk and out of every feed. Unlike one that was erased it may come again.
pub async fn leave(connection: &mut SqliteConnection, id: ComplaintId) -> Result<(), DbError> {
    withdraw(connection, id).await?;
    let key = id.0.as_bytes().as_slice();
    for sql in [
        "DELETE FROM blob_use WHERE complaint = ?",
        "DELETE FROM brought_by WHERE complaint = ?",
    ] {
        sqlx::query(sql).bind(key).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Forgets that an office brought a complaint, before it is put.
pub async fn unbring(
    connection: &mut SqliteConnection,
    id: ComplaintId,
    office: &Scope,
) -> Result<(), DbError> {
    sqlx::query("DELETE FROM brought_by WHERE complaint = ? AND scope = ?")
        .bind(id.0.as_bytes().as_slice())
        .bind(office.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Complaints in no feed that an officer with access reads in whole.
pub async fn unseen(connection: &mut SqliteConnection) -> Result<u64, DbError> {
    let sql = "SELECT count(*) FROM complaint c WHERE NOT EXISTS (
                   SELECT 1 FROM change_scope f
                   JOIN officer_scope s ON s.scope = f.scope
                   JOIN officer o ON o.id = s.officer AND o.revoked_ms IS NULL
                   WHERE f.entity = c.id AND f.kind = 0 AND f.scope NOT LIKE 'ins:%')";
    let n: i64 = sqlx::query_scalar(sql).fetch_one(connection).await?;
    Ok(n.unsigned_abs())
}

/// Every file the complaint or its history names.
pub fn files_of(complaint: &Complaint) -> BTreeSet<String> {
    let named = complaint.files().filter(|it| !it.sha256.is_empty());
    named.map(|it| it.sha256.clone()).collect()
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

/// Every feed the complaint is in.
pub async fn feeds_holding(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<BTreeSet<Scope>, DbError> {
    let sql = "SELECT scope FROM change_scope WHERE entity = ? AND kind = 0";
    let scopes: Vec<String> = sqlx::query_scalar(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_all(connection)
        .await?;
    Ok(read_scopes(&scopes))
}

/// What stands here from before ids had one form names no scope that anybody could have.
fn read_scopes(scopes: &[String]) -> BTreeSet<Scope> {
    let scopes = scopes.iter().filter_map(|scope| scope.parse().ok());
    scopes.collect()
}

/// Whether the complaint was erased: then it never comes back, whoever brings it.
pub async fn is_erased(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<bool, DbError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM erased WHERE complaint = ?)";
    Ok(sqlx::query_scalar(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_one(connection)
        .await?)
}

pub async fn next_seq(connection: &mut SqliteConnection) -> Result<u64, DbError> {
    let sql = "INSERT INTO breath (after, word)
               SELECT c.n, p.word FROM feed_counter c, temp.this_process p
               WHERE p.word IS NOT (SELECT word FROM breath ORDER BY after DESC LIMIT 1)
               ON CONFLICT (after) DO UPDATE SET word = excluded.word";
    sqlx::query(sql).execute(&mut *connection).await?;
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
