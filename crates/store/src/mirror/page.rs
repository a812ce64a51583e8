//! Writing a page: rows, search index, projection and cursor in the caller's one transaction.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, Row, SqliteConnection};
use tanggap_domain::ids::ComplaintId;

use super::head::{self, Head};
use super::index::{self, Indexed};
use super::overlay::{self, Projection};
use super::row::{MirrorRow, PageWrite};
use super::{clock, joined};
use crate::columns::{id_bytes, id_of_bytes, json_of, json_of_ids, places};
use crate::error::StoreError;
use crate::journal::pending::Pending;
use crate::search::text_hash;

/// Bit of `document.scopes` for what a profile of before imported by itself.
pub(super) const IMPORTED: i64 = 1;
/// Scopes that fit into the bits.
const MAX_SCOPES: i64 = 62;
const BATCH: usize = 16;

/// What the mirror knew of a complaint before the page.
struct Known {
    rid: i64,
    /// None for a complaint that so far only waits in the journal.
    document: Option<KnownDocument>,
    text_hash: i64,
}

struct KnownDocument {
    seq: i64,
    version: i64,
    scopes: i64,
}

/// A row that will be written.
struct Accepted {
    rid: i64,
    row: MirrorRow,
    version: i64,
    scopes: i64,
    /// Hash of the words the index holds under this number.
    indexed: Option<i64>,
}

/// See [`super::Mirror::apply_page`].
pub(crate) async fn apply(
    tx: &mut SqliteConnection,
    page: PageWrite,
    pending: Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    let bit = match &page.scope {
        Some(scope) => scope_bit(tx, scope).await?,
        None => IMPORTED,
    };
    let mut changed = remove_some(tx, &page.exited, !bit, &pending).await?;
    changed.extend(remove_some(tx, &page.erased, 0, &pending).await?);
    changed.extend(upsert(tx, page.upserts, bit, &pending).await?);
    if let (Some(scope), Some(cursor)) = (page.scope, page.cursor) {
        sqlx::query("UPDATE scope SET cursor = ?2 WHERE name = ?1")
            .bind(scope)
            .bind(cursor)
            .execute(tx)
            .await?;
    }
    Ok(changed)
}

/// See [`super::Mirror::confirm`].
pub(crate) async fn confirm(
    tx: &mut SqliteConnection,
    rows: Vec<MirrorRow>,
    pending: Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    const NO_SCOPE: i64 = 0;
    upsert(tx, rows, NO_SCOPE, &pending).await
}

/// See [`super::Mirror::drop_scope`].
pub(crate) async fn drop_scope(
    tx: &mut SqliteConnection,
    scope: String,
    pending: Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    let no: Option<i64> = sqlx::query_scalar("SELECT no FROM scope WHERE name = ?1")
        .bind(scope)
        .fetch_optional(&mut *tx)
        .await?;
    let Some(no) = no else {
        return Ok(Vec::new());
    };
    let ids: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT h.id FROM document d JOIN head h ON h.rid = d.rid WHERE d.scopes & ?1 != 0",
    )
    .bind(1i64 << no)
    .fetch_all(&mut *tx)
    .await?;
    let ids = ids
        .iter()
        .map(|id| id_of_bytes(id))
        .collect::<Result<Vec<_>, _>>()?;
    let gone = remove_some(tx, &ids, !(1i64 << no), &pending).await?;
    sqlx::query("DELETE FROM scope WHERE no = ?1")
        .bind(no)
        .execute(tx)
        .await?;
    Ok(gone)
}

/// Key in `meta`: the feeds are being read from the start.
pub(super) const READING_ANEW: &str = "reading_anew";

/// See [`super::Mirror::drop_unconfirmed`].
pub(crate) async fn drop_unconfirmed(
    tx: &mut SqliteConnection,
    pending: Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    let due = sqlx::query("DELETE FROM meta WHERE key = ?1")
        .bind(READING_ANEW)
        .execute(&mut *tx)
        .await?;
    if due.rows_affected() == 0 {
        return Ok(Vec::new());
    }
    // Version 0: neither a feed nor an outcome confirmed it since.
    let ids: Vec<Vec<u8>> = sqlx::query_scalar(
        "SELECT h.id FROM document d JOIN head h ON h.rid = d.rid
         WHERE d.scopes = 0 AND d.version = 0",
    )
    .fetch_all(&mut *tx)
    .await?;
    let ids = ids
        .iter()
        .map(|id| id_of_bytes(id))
        .collect::<Result<Vec<_>, _>>()?;
    remove_some(tx, &ids, 0, &pending).await
}

async fn scope_bit(tx: &mut SqliteConnection, scope: &str) -> Result<i64, StoreError> {
    let known: Option<i64> = sqlx::query_scalar("SELECT no FROM scope WHERE name = ?1")
        .bind(scope)
        .fetch_optional(&mut *tx)
        .await?;
    if let Some(no) = known {
        return Ok(1 << no);
    }
    // The lowest free number, so that dropped scopes make room.
    let no: i64 = sqlx::query_scalar(
        "WITH RECURSIVE n (no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM n WHERE no < ?1)
         SELECT min(no) FROM n WHERE no NOT IN (SELECT no FROM scope)",
    )
    .bind(MAX_SCOPES)
    .fetch_optional(&mut *tx)
    .await?
    .flatten()
    .ok_or_else(|| StoreError::unreadable("number of scopes"))?;
    sqlx::query("INSERT INTO scope (no, name) VALUES (?1, ?2)")
        .bind(no)
        .bind(scope)
        .execute(tx)
        .await?;
    Ok(1 << no)
}

async fn upsert(
    tx: &mut SqliteConnection,
    rows: Vec<MirrorRow>,
    bit: i64,
    pending: &Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let rows = newest_of_each(rows);
    let mut known = known_of(tx, &rows).await?;
    let mut accepted = Vec::with_capacity(rows.len());
    for row in rows {
        let before = known.remove(&row.complaint.id);
        if let Some(row) = accept(tx, row, bit, before).await? {
            accepted.push(row);
        }
    }
    give_free_rids(tx, &mut accepted).await?;
    write_documents(tx, &accepted).await?;
    write_visible(tx, &accepted, pending).await?;
    Ok(accepted.iter().map(|row| row.row.complaint.id).collect())
}

/// A page may hold a complaint twice; only its newest state counts.
fn newest_of_each(rows: Vec<MirrorRow>) -> Vec<MirrorRow> {
    let mut best: HashMap<ComplaintId, usize> = HashMap::with_capacity(rows.len());
    for (i, row) in rows.iter().enumerate() {
        let newest = best.entry(row.complaint.id).or_insert(i);
        if newness(row) >= newness(&rows[*newest]) {
            *newest = i;
        }
    }
    if best.len() == rows.len() {
        return rows;
    }
    let mut kept: Vec<usize> = best.into_values().collect();
    kept.sort_unstable();
    let mut kept = kept.into_iter().peekable();
    let rows = rows.into_iter().enumerate();
    rows.filter_map(|(i, row)| kept.next_if_eq(&i).map(|_| row))
        .collect()
}

fn newness(row: &MirrorRow) -> (u64, u64) {
    (row.complaint.versions.head, row.seq)
}

async fn known_of(
    tx: &mut SqliteConnection,
    rows: &[MirrorRow],
) -> Result<HashMap<ComplaintId, Known>, StoreError> {
    let ids: Vec<ComplaintId> = rows.iter().map(|row| row.complaint.id).collect();
    let found = sqlx::query(
        "SELECT h.rid, h.id, d.seq, d.version, d.scopes, h.text_hash
         FROM head h LEFT JOIN document d ON d.rid = h.rid
         WHERE h.id IN (SELECT unhex(value) FROM json_each(?1))",
    )
    .bind(json_of_ids(&ids))
    .fetch_all(tx)
    .await?;
    found
        .iter()
        .map(|row| {
            let id = id_of_bytes(row.try_get(1)?)?;
            let document = match row.try_get::<Option<i64>, _>(2)? {
                Some(seq) => Some(KnownDocument {
                    seq,
                    version: row.try_get(3)?,
                    scopes: row.try_get(4)?,
                }),
                None => None,
            };
            let known = Known {
                rid: row.try_get(0)?,
                document,
                text_hash: row.try_get(5)?,
            };
            Ok((id, known))
        })
        .collect()
}

/// Whether a row is newer than what is held, and where it goes.
async fn accept(
    tx: &mut SqliteConnection,
    row: MirrorRow,
    bit: i64,
    before: Option<Known>,
) -> Result<Option<Accepted>, StoreError> {
    let version = row.complaint.versions.head.cast_signed();
    let seq = row.seq.cast_signed();
    let mut scopes = bit;
    let mut rid = head::rid_of(&row.complaint);
    let mut indexed = None;
    if let Some(known) = before {
        if let Some(document) = known.document {
            if (version, seq) <= (document.version, document.seq) {
                if document.scopes & bit == 0 {
                    // Nothing new, but from now on this scope holds it as well.
                    sqlx::query("UPDATE document SET scopes = scopes | ?2 WHERE rid = ?1")
                        .bind(known.rid)
                        .bind(bit)
                        .execute(tx)
                        .await?;
                }
                return Ok(None);
            }
            scopes |= document.scopes;
        }
        if head::rid_fits(known.rid, &row.complaint) {
            rid = known.rid;
            indexed = Some(known.text_hash);
        } else {
            // The source corrected the time of receipt: the row moves.
            head::remove(tx, known.rid).await?;
        }
    }
    Ok(Some(Accepted {
        rid,
        version,
        scopes,
        indexed,
        row,
    }))
}

/// Puts rows in order of receipt, so that tables append and the index flushes once per page. Two
/// complaints of the same second may wish for the same number: the later one takes the next.
async fn give_free_rids(
    tx: &mut SqliteConnection,
    accepted: &mut [Accepted],
) -> Result<(), StoreError> {
    let wished: Vec<String> = accepted.iter().map(|row| row.rid.to_string()).collect();
    let taken =
        sqlx::query("SELECT rid, id FROM head WHERE rid IN (SELECT value FROM json_each(?1))")
            .bind(format!("[{}]", wished.join(",")))
            .fetch_all(&mut *tx)
            .await?;
    let mut owners = HashMap::with_capacity(taken.len());
    for row in &taken {
        owners.insert(row.try_get::<i64, _>(0)?, id_of_bytes(row.try_get(1)?)?);
    }
    let owns = |row: &Accepted| owners.get(&row.rid) == Some(&row.row.complaint.id);
    let mut used: HashSet<i64> = accepted
        .iter()
        .filter(|row| owns(row))
        .map(|row| row.rid)
        .collect();
    for row in accepted.iter_mut() {
        if owns(row) {
            continue;
        }
        while used.contains(&row.rid) || owners.contains_key(&row.rid) {
            row.rid = head::free_rid(tx, row.rid + 1).await?;
        }
        used.insert(row.rid);
    }
    accepted.sort_unstable_by_key(|row| row.rid);
    Ok(())
}

async fn write_documents(
    tx: &mut SqliteConnection,
    accepted: &[Accepted],
) -> Result<(), StoreError> {
    static MANY: LazyLock<String> = LazyLock::new(|| upsert_documents(BATCH));
    static ONE: LazyLock<String> = LazyLock::new(|| upsert_documents(1));
    for batch in accepted.chunks(BATCH) {
        let whole = batch.len() == BATCH;
        for rows in batch.chunks(if whole { BATCH } else { 1 }) {
            let mut arguments = SqliteArguments::default();
            for row in rows {
                let doc = match &row.row.ready {
                    Some(ready) => ready.doc.clone(),
                    None => json_of(&row.row.complaint, "complaint")?,
                };
                bind_document(&mut arguments, row, doc)
                    .map_err(|error| StoreError::Sql(sqlx::Error::Encode(error)))?;
            }
            let sql = if whole { MANY.as_str() } else { ONE.as_str() };
            sqlx::query_with(sql, arguments).execute(&mut *tx).await?;
        }
    }
    Ok(())
}

fn bind_document(
    to: &mut SqliteArguments,
    row: &Accepted,
    doc: String,
) -> Result<(), sqlx::error::BoxDynError> {
    to.add(row.rid)?;
    to.add(row.row.seq.cast_signed())?;
    to.add(row.version)?;
    to.add(row.scopes)?;
    to.add(doc)?;
    to.add(row.row.raw.as_deref())?;
    Ok(())
}

fn upsert_documents(rows: usize) -> String {
    format!(
        "INSERT INTO document (rid, seq, version, scopes, doc, raw) VALUES {}
         ON CONFLICT (rid) DO UPDATE SET seq = excluded.seq, version = excluded.version,
             scopes = excluded.scopes, doc = excluded.doc,
             raw = coalesce(excluded.raw, raw)",
        places(rows, 6)
    )
}

/// Head, index and overlay show the visible state: the confirmed one with this desk's waiting
/// changes applied.
async fn write_visible(
    tx: &mut SqliteConnection,
    accepted: &[Accepted],
    pending: &Pending,
) -> Result<(), StoreError> {
    let projections: Vec<Option<Projection>> = accepted
        .iter()
        .map(|row| {
            let waiting = pending.of(row.row.complaint.id)?;
            overlay::project(Some(&row.row.complaint), &waiting)
        })
        .collect();
    let heads: Vec<Head<'_>> = accepted
        .iter()
        .zip(&projections)
        .map(|(row, projection)| {
            let shown = projection.as_ref();
            let visible = shown.and_then(|shown| shown.complaint.as_ref());
            let complaint = visible.unwrap_or(&row.row.complaint);
            Head {
                rid: row.rid,
                complaint,
                kept: Some(&row.row.kept),
                waiting: shown.map_or(0, |shown| shown.waiting),
                attention: shown.map_or(0, |shown| shown.attention),
                text_hash: match (visible, &row.row.ready) {
                    (None, Some(ready)) => ready.text_hash,
                    _ => text_hash(complaint),
                },
            }
        })
        .collect();
    let indexed = accepted.iter().zip(&heads).map(|(row, head)| Indexed {
        rid: head.rid,
        complaint: head.complaint,
        // Of the confirmed complaint; what waits here may have put other words into it.
        words: match &row.row.ready {
            Some(ready) if std::ptr::eq(head.complaint, &row.row.complaint) => Some(&ready.words),
            _ => None,
        },
        before: row.indexed,
        now: head.text_hash,
    });
    index::write(tx, indexed).await?;
    head::write(tx, &heads, false).await?;
    let held = accepted.iter().filter(|row| row.indexed.is_some());
    let held: Vec<i64> = held.map(|row| row.rid).collect();
    clock::remove(tx, &held).await?;
    clock::write(tx, accepted.iter().map(|row| (row.rid, &row.row.kept))).await?;
    joined::write(tx, accepted.iter().map(|row| (row.rid, &row.row.complaint))).await?;
    for (row, projection) in accepted.iter().zip(&projections) {
        if let Some(projection) = projection {
            overlay::write_doc(tx, row.rid, projection.complaint.as_ref()).await?;
        }
    }
    Ok(())
}

/// Takes complaints out of the scopes outside `keep`; what nobody holds any more goes. A complaint
/// with waiting changes of this desk stays visible through them.
async fn remove_some(
    tx: &mut SqliteConnection,
    ids: &[ComplaintId],
    keep: i64,
    pending: &Pending,
) -> Result<Vec<ComplaintId>, StoreError> {
    let mut gone = Vec::new();
    for id in ids {
        let held = sqlx::query(
            "SELECT h.rid, d.scopes FROM head h JOIN document d ON d.rid = h.rid WHERE h.id = ?1",
        )
        .bind(id_bytes(*id))
        .fetch_optional(&mut *tx)
        .await?;
        let Some(held) = held else {
            continue;
        };
        let rid: i64 = held.try_get(0)?;
        let left = held.try_get::<i64, _>(1)? & keep;
        if left != 0 {
            sqlx::query("UPDATE document SET scopes = ?2 WHERE rid = ?1")
                .bind(rid)
                .bind(left)
                .execute(&mut *tx)
                .await?;
            continue;
        }
        head::remove(tx, rid).await?;
        gone.push(*id);
    }
    if !gone.is_empty() {
        sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES ('erase_due', '1')")
            .execute(&mut *tx)
            .await?;
        overlay::refresh(tx, &gone, pending).await?;
    }
    Ok(gone)
}
