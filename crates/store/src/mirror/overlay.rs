//! The projection of what waits in the journal onto what is confirmed. Never a source of truth.

use sqlx::{Row, SqliteConnection};
use tanggap_domain::change::ChangeKind;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;

use super::head::{self, Head};
use super::index::{self, Indexed};
use crate::columns::{complaint_of_json, id_of_bytes, json_of};
use crate::error::StoreError;
use crate::journal::pending::{Pending, Waiting};
use crate::search::text_hash;

/// A complaint as its waiting changes make it.
pub(crate) struct Projection {
    /// None where no change could be applied: the confirmed state is shown.
    pub complaint: Option<Complaint>,
    pub waiting: u32,
    pub attention: u32,
}

/// Applies what waits, in order. A change that no longer applies is left out: the hub decides, and
/// the officer hears of it. None where nothing waits.
pub(crate) fn project(confirmed: Option<&Complaint>, waiting: &[Waiting]) -> Option<Projection> {
    if waiting.is_empty() {
        return None;
    }
    let mut shown: Option<Complaint> = None;
    let mut projection = Projection {
        complaint: None,
        waiting: 0,
        attention: 0,
    };
    for entry in waiting {
        if entry.attention {
            projection.attention += 1;
            // Its own officer still sees a complaint that only exists here.
            if !matches!(entry.change.kind, ChangeKind::Record(_)) {
                continue;
            }
        } else {
            projection.waiting += 1;
        }
        let change = &entry.change;
        let next = match shown.as_ref().or(confirmed) {
            Some(current) => current
                .apply(change, change.at)
                .map(|applied| applied.complaint),
            None => Complaint::recorded(change, change.at),
        };
        if let Ok(next) = next {
            shown = Some(next);
        }
    }
    projection.complaint = shown;
    Some(projection)
}

/// Brings head and overlay of these complaints in line with the journal.
pub(crate) async fn refresh(
    tx: &mut SqliteConnection,
    ids: &[ComplaintId],
    pending: &Pending,
) -> Result<(), StoreError> {
    for id in ids {
        refresh_one(tx, *id, pending).await?;
    }
    Ok(())
}

/// Makes the whole projection anew, at start, and the index where it is of another making.
pub(crate) async fn project_all(
    tx: &mut SqliteConnection,
    pending: &Pending,
) -> Result<(), StoreError> {
    let shown: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT id FROM head WHERE waiting + attention > 0")
            .fetch_all(&mut *tx)
            .await?;
    let mut ids = pending.complaints();
    for id in &shown {
        let id = id_of_bytes(id)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    refresh(tx, &ids, pending).await?;
    index::keep_current(tx).await
}

async fn refresh_one(
    tx: &mut SqliteConnection,
    id: ComplaintId,
    pending: &Pending,
) -> Result<(), StoreError> {
    let held = sqlx::query(
        "SELECT h.rid, d.doc, h.text_hash
         FROM head h LEFT JOIN document d ON d.rid = h.rid WHERE h.id = ?1",
    )
    .bind(super::id_bytes(id))
    .fetch_optional(&mut *tx)
    .await?;
    let (known, confirmed) = match &held {
        Some(row) => {
            let doc: Option<String> = row.try_get(1)?;
            let confirmed = doc.as_deref().map(complaint_of_json).transpose()?;
            let known = (row.try_get::<i64, _>(0)?, row.try_get::<i64, _>(2)?);
            (Some(known), confirmed)
        }
        None => (None, None),
    };
    let projection = pending
        .of(id)
        .and_then(|waiting| project(confirmed.as_ref(), &waiting));
    let shown = projection.as_ref().and_then(|p| p.complaint.as_ref());
    let Some(visible) = shown.or(confirmed.as_ref()) else {
        // A recording that was withdrawn, or changes of a complaint that is not here.
        return match known {
            Some((rid, _)) => head::remove(tx, rid).await,
            None => Ok(()),
        };
    };
    let (rid, before) = match known {
        Some((rid, before)) => (rid, Some(before)),
        None => (head::free_rid(tx, head::rid_of(visible)).await?, None),
    };
    let now = text_hash(visible);
    let indexed = Indexed {
        rid,
        complaint: visible,
        words: None,
        before,
        now,
    };
    index::write(tx, std::iter::once(indexed)).await?;
    let head = Head {
        rid,
        complaint: visible,
        kept: None,
        waiting: projection.as_ref().map_or(0, |p| p.waiting),
        attention: projection.as_ref().map_or(0, |p| p.attention),
        text_hash: now,
    };
    head::write(tx, &[head], true).await?;
    write_doc(tx, rid, shown).await
}

/// Stores, or takes away, the projected complaint of a row.
pub(crate) async fn write_doc(
    tx: &mut SqliteConnection,
    rid: i64,
    complaint: Option<&Complaint>,
) -> Result<(), StoreError> {
    let query = match complaint {
        Some(complaint) => {
            let doc = json_of(complaint, "complaint")?;
            sqlx::query("INSERT OR REPLACE INTO overlay (rid, doc) VALUES (?1, ?2)")
                .bind(rid)
                .bind(doc)
        }
        None => sqlx::query("DELETE FROM overlay WHERE rid = ?1").bind(rid),
    };
    query.execute(tx).await?;
    Ok(())
}
