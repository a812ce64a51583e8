//! Table `head`: the visible fields that lists, counts and maps read.

use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Row, SqliteConnection};
use tanggap_domain::complaint::{Complaint, Priority};
use tanggap_domain::event::EventKind;
use tanggap_domain::sla::Kept;

use super::clock;
use super::due::{DueCache, DueState};
use crate::columns::places;
use crate::error::StoreError;

/// Behind every running deadline, in this order.
const ORDER_PAUSED: i64 = i64::MAX - 1;
const ORDER_NOTHING_DUE: i64 = i64::MAX;

/// Rows of one statement: fewer statements, still cheap to prepare once.
const BATCH: usize = 16;

const HEAD_COLUMNS: &str = "rid, id, tracking_id, title, stage, open, classification, \
     category, channel, region, unit, agency, priority, anonymous, secret, received_ms, updated_ms, \
     answered_ms, waiting, attention, due_ms, due_clock, due_state, due_started_ms, due_zone, wake_ms, \
     due_order, text_hash";
const COLUMN_COUNT: usize = 28;

/// One row, ready to be written.
pub(crate) struct Head<'a> {
    pub rid: i64,
    pub complaint: &'a Complaint,
    /// Its clocks as they were judged; none where what is held stays.
    pub kept: Option<&'a Kept>,
    /// Changes of this desk on the complaint.
    pub waiting: u32,
    pub attention: u32,
    /// See [`crate::search::text_hash`].
    pub text_hash: i64,
}

/// The row number of a complaint that has none yet: order of receipt first, then bits of the id.
pub(crate) fn rid_of(complaint: &Complaint) -> i64 {
    let seconds = received_seconds(complaint);
    let spread = (complaint.id.0.as_u128() & ((1 << RID_ID_BITS) - 1)) as i64;
    (seconds << RID_ID_BITS) | spread
}

/// The row numbers of what was received from the one moment to the other, by their seconds.
pub(crate) fn rid_range(from: DateTime<Utc>, to: DateTime<Utc>) -> (i64, i64) {
    let seconds = |at: DateTime<Utc>| at.timestamp().clamp(0, (1 << 33) - 1);
    let end = (seconds(to) << RID_ID_BITS) | ((1 << RID_ID_BITS) - 1);
    (seconds(from) << RID_ID_BITS, end)
}

/// Whether a row number still says when the complaint was received.
pub(crate) fn rid_fits(rid: i64, complaint: &Complaint) -> bool {
    rid >> RID_ID_BITS == received_seconds(complaint)
}

const RID_ID_BITS: u32 = 29;

fn received_seconds(complaint: &Complaint) -> i64 {
    // 33 bits last until the year 2242; dates beyond (typing errors) share the edge.
    complaint.received_at.timestamp().clamp(0, (1 << 33) - 1)
}

/// Writes rows, replacing what is there; with `keep_due`, all but the deadline. `heads` should be in
/// order of `rid`.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    heads: &[Head<'_>],
    keep_due: bool,
) -> Result<(), StoreError> {
    static WITH_DUE: LazyLock<[String; 2]> =
        LazyLock::new(|| [upsert(BATCH, false), upsert(1, false)]);
    static KEEP_DUE: LazyLock<[String; 2]> =
        LazyLock::new(|| [upsert(BATCH, true), upsert(1, true)]);
    let [many, one] = if keep_due { &*KEEP_DUE } else { &*WITH_DUE };
    let (batches, rest) = heads.as_chunks::<BATCH>();
    for batch in batches {
        write_batch(tx, many, batch).await?;
    }
    for head in rest {
        write_batch(tx, one, std::slice::from_ref(head)).await?;
    }
    Ok(())
}

async fn write_batch(
    tx: &mut SqliteConnection,
    sql: &'static str,
    heads: &[Head<'_>],
) -> Result<(), StoreError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(heads.len() * COLUMN_COUNT, 0);
    for head in heads {
        bind(&mut arguments, head).map_err(|error| StoreError::Sql(sqlx::Error::Encode(error)))?;
    }
    sqlx::query_with(sql, arguments).execute(tx).await?;
    Ok(())
}

fn bind(to: &mut SqliteArguments, head: &Head<'_>) -> Result<(), sqlx::error::BoxDynError> {
    let complaint = head.complaint;
    to.add(head.rid)?;
    to.add(&complaint.id.0.as_bytes()[..])?;
    to.add(complaint.tracking_id.as_str())?;
    to.add(complaint.title.as_str())?;
    to.add(complaint.stage.code())?;
    to.add(complaint.stage.is_open())?;
    to.add(complaint.classification.code())?;
    to.add(category_text(complaint))?;
    to.add(complaint.channel.code())?;
    to.add(complaint.location.region.as_ref().map(|code| code.as_str()))?;
    to.add(complaint.unit.as_ref().map(|unit| unit.name.as_str()))?;
    to.add(complaint.agency.as_ref().map(|agency| agency.name.as_str()))?;
    to.add(match complaint.priority {
        Priority::Normal => 0i64,
        Priority::High => 1,
        Priority::Urgent => 2,
    })?;
    to.add(complaint.privacy.anonymous)?;
    to.add(complaint.privacy.secret)?;
    let received_ms = complaint.received_at.timestamp_millis();
    to.add(received_ms)?;
    let last = complaint.history.last();
    to.add(last.map_or(received_ms, |event| event.at.timestamp_millis()))?;
    to.add(answered_ms(complaint))?;
    to.add(i64::from(head.waiting))?;
    to.add(i64::from(head.attention))?;
    bind_due(to, head.kept)?;
    to.add(head.text_hash)?;
    Ok(())
}

/// Deadline, waking time and order of sorting, in the order of [`HEAD_COLUMNS`].
fn bind_due(to: &mut SqliteArguments, kept: Option<&Kept>) -> Result<(), sqlx::error::BoxDynError> {
    let due = kept.and_then(|kept| DueCache::of(&kept.clocks));
    to.add(due.as_ref().map(|due| due.due_ms))?;
    to.add(due.as_ref().map(|due| due.clock.code()))?;
    to.add(due.as_ref().map(|due| due.state.code()))?;
    to.add(due.as_ref().map(|due| due.started_ms))?;
    to.add(due.as_ref().is_some_and(|due| due.hangs_on_zone))?;
    to.add(kept.and_then(|kept| kept.wake_ms))?;
    to.add(due_order(due.as_ref()))?;
    Ok(())
}

pub(crate) fn category_text(complaint: &Complaint) -> String {
    complaint.category.path.join(" > ")
}

/// First public reply.
fn answered_ms(complaint: &Complaint) -> Option<i64> {
    let mut events = complaint.history.iter();
    let replied = events.find(|event| matches!(event.what, EventKind::Replied { .. }));
    replied.map(|event| event.at.timestamp_millis())
}

fn due_order(due: Option<&DueCache>) -> i64 {
    match due {
        None => ORDER_NOTHING_DUE,
        Some(due) => match due.state {
            DueState::Running => due.due_ms.min(ORDER_PAUSED - 1),
            DueState::Paused => ORDER_PAUSED,
            DueState::Met => ORDER_NOTHING_DUE,
        },
    }
}

fn upsert(rows: usize, keep_due: bool) -> String {
    let kept = |column: &&str| {
        let due = column.starts_with("due_") || *column == "wake_ms";
        *column != "rid" && !(keep_due && due)
    };
    let sets: Vec<String> = HEAD_COLUMNS
        .split(',')
        .map(str::trim)
        .filter(kept)
        .map(|column| format!("{column} = excluded.{column}"))
        .collect();
    format!(
        "INSERT INTO head ({HEAD_COLUMNS}) VALUES {} ON CONFLICT (rid) DO UPDATE SET {}",
        places(rows, COLUMN_COUNT),
        sets.join(", ")
    )
}

/// Writes the deadlines and waking times that differ between what is held and what shall be.
pub(crate) async fn write_moved<'a>(
    tx: &mut SqliteConnection,
    moved: impl Iterator<Item = (i64, &'a Kept, &'a Kept)>,
) -> Result<(), StoreError> {
    static MANY: LazyLock<String> = LazyLock::new(|| update_due(BATCH));
    let differs = |(_, old, new): &(i64, &Kept, &Kept)| {
        old.wake_ms != new.wake_ms || DueCache::of(&old.clocks) != DueCache::of(&new.clocks)
    };
    let moved: Vec<(i64, &Kept, &Kept)> = moved.filter(differs).collect();
    let (batches, rest) = moved.as_chunks::<BATCH>();
    for batch in batches {
        update_batch(tx, MANY.as_str(), batch).await?;
    }
    for one in rest {
        update_batch(tx, ONE_DUE.as_str(), std::slice::from_ref(one)).await?;
    }
    Ok(())
}

static ONE_DUE: LazyLock<String> = LazyLock::new(|| update_due(1));

async fn update_batch(
    tx: &mut SqliteConnection,
    sql: &'static str,
    moved: &[(i64, &Kept, &Kept)],
) -> Result<(), StoreError> {
    let mut arguments = SqliteArguments::default();
    for (rid, _, new) in moved {
        arguments
            .add(*rid)
            .and_then(|()| bind_due(&mut arguments, Some(new)))
            .map_err(|error| StoreError::Sql(sqlx::Error::Encode(error)))?;
    }
    sqlx::query_with(sql, arguments).execute(tx).await?;
    Ok(())
}

fn update_due(rows: usize) -> String {
    format!(
        "WITH moved (rid, due_ms, due_clock, due_state, due_started_ms, due_zone, wake_ms, due_order)
             AS (VALUES {})
         UPDATE head SET due_ms = moved.due_ms, due_clock = moved.due_clock,
                due_state = moved.due_state, due_started_ms = moved.due_started_ms,
                due_zone = moved.due_zone, wake_ms = moved.wake_ms, due_order = moved.due_order
         FROM moved WHERE head.rid = moved.rid",
        places(rows, 8)
    )
}

/// Writes the clocks of one row.
pub(crate) async fn write_kept(
    tx: &mut SqliteConnection,
    rid: i64,
    kept: &Kept,
) -> Result<(), StoreError> {
    clock::remove(tx, &[rid]).await?;
    clock::write(tx, std::iter::once((rid, kept))).await?;
    update_batch(tx, ONE_DUE.as_str(), &[(rid, kept, kept)]).await
}

/// Reads the deadline columns of any row that has them.
pub(crate) fn due_of_row(row: &SqliteRow) -> Result<Option<DueCache>, StoreError> {
    let Some(due_ms) = row.try_get::<Option<i64>, _>("due_ms")? else {
        return Ok(None);
    };
    let (clock, state): (&str, &str) = (row.try_get("due_clock")?, row.try_get("due_state")?);
    let (started_ms, hangs_on_zone) = (row.try_get("due_started_ms")?, row.try_get("due_zone")?);
    DueCache::of_codes(due_ms, clock, state, started_ms, hangs_on_zone).map(Some)
}

/// Takes every trace of a complaint out of the mirror's tables and index.
pub(crate) async fn remove(tx: &mut SqliteConnection, rid: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM head WHERE rid = ?1",
        "DELETE FROM clock WHERE rid = ?1",
        "DELETE FROM overlay WHERE rid = ?1",
        "DELETE FROM joined WHERE rid = ?1",
        "DELETE FROM document WHERE rid = ?1",
        "DELETE FROM fts WHERE rowid = ?1",
    ] {
        sqlx::query(sql).bind(rid).execute(&mut *tx).await?;
    }
    Ok(())
}

/// A row number that nobody has, at or right behind the wished one.
pub(crate) async fn free_rid(tx: &mut SqliteConnection, wished: i64) -> Result<i64, StoreError> {
    let mut rid = wished;
    loop {
        let taken: Option<i64> = sqlx::query_scalar("SELECT 1 FROM head WHERE rid = ?1")
            .bind(rid)
            .fetch_optional(&mut *tx)
            .await?;
        if taken.is_none() {
            return Ok(rid);
        }
        rid += 1;
    }
}
