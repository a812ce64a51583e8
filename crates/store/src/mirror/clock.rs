//! Table `clock`: the clocks of each complaint as they were judged, one row each, written in the
//! transaction of whatever judged them. Computes nothing; what head sorts by follows from these rows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, SqliteConnection};
use tanggap_domain::sla::{ClockKind, ClockState, Kept, KeptClock};

use crate::columns::places;
use crate::error::StoreError;

/// Rows of one statement.
const BATCH: usize = 16;
const COLUMN_COUNT: usize = 9;

/// One row: the complaint's number, the place in the policy's order, the clock.
type Line<'a> = (i64, i64, &'a KeptClock);

/// Writes the clocks of complaints that have none yet. In order of `rid`, so that the table appends.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    kept: impl Iterator<Item = (i64, &Kept)>,
) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for (rid, kept) in kept {
        lines.extend((0..).zip(&kept.clocks).map(|(no, clock)| (rid, no, clock)));
    }
    write_lines(tx, &lines).await
}

/// Takes away every clock of these complaints.
pub(crate) async fn remove(tx: &mut SqliteConnection, rids: &[i64]) -> Result<(), StoreError> {
    if rids.is_empty() {
        return Ok(());
    }
    sqlx::query("DELETE FROM clock WHERE rid IN (SELECT value FROM json_each(?1))")
        .bind(json_of_rids(rids))
        .execute(tx)
        .await?;
    Ok(())
}

/// Writes what differs between what is held and what shall be, and no other row.
pub(crate) async fn write_moved(
    tx: &mut SqliteConnection,
    moved: impl Iterator<Item = (i64, &Kept, &Kept)>,
) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for (rid, old, new) in moved {
        for (no, clock) in new.clocks.iter().enumerate() {
            if old.clocks.get(no) != Some(clock) {
                lines.push((rid, no.cast_signed() as i64, clock));
            }
        }
        if new.clocks.len() < old.clocks.len() {
            sqlx::query("DELETE FROM clock WHERE rid = ?1 AND no >= ?2")
                .bind(rid)
                .bind(new.clocks.len().cast_signed() as i64)
                .execute(&mut *tx)
                .await?;
        }
    }
    write_lines(tx, &lines).await
}

async fn write_lines(tx: &mut SqliteConnection, lines: &[Line<'_>]) -> Result<(), StoreError> {
    static MANY: LazyLock<String> = LazyLock::new(|| insert(BATCH));
    static ONE: LazyLock<String> = LazyLock::new(|| insert(1));
    let (batches, rest) = lines.as_chunks::<BATCH>();
    for batch in batches {
        write_batch(tx, MANY.as_str(), batch).await?;
    }
    for line in rest {
        write_batch(tx, ONE.as_str(), std::slice::from_ref(line)).await?;
    }
    Ok(())
}

async fn write_batch(
    tx: &mut SqliteConnection,
    sql: &'static str,
    lines: &[Line<'_>],
) -> Result<(), StoreError> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(lines.len() * COLUMN_COUNT, 0);
    for line in lines {
        bind(&mut arguments, line).map_err(|error| StoreError::Sql(sqlx::Error::Encode(error)))?;
    }
    sqlx::query_with(sql, arguments).execute(tx).await?;
    Ok(())
}

fn bind(to: &mut SqliteArguments, line: &Line<'_>) -> Result<(), sqlx::error::BoxDynError> {
    let (rid, no, clock) = *line;
    let KeptClock {
        kind,
        started_ms,
        due_ms,
        met_ms,
        state,
        rule,
        hangs_on_zone,
    } = clock;
    to.add(rid)?;
    to.add(no)?;
    to.add(kind.code())?;
    to.add(*started_ms)?;
    to.add(*due_ms)?;
    to.add(*met_ms)?;
    to.add(state.code())?;
    to.add(rule.as_str())?;
    to.add(*hangs_on_zone)?;
    Ok(())
}

fn insert(rows: usize) -> String {
    format!(
        "INSERT OR REPLACE INTO clock
             (rid, no, clock, started_ms, due_ms, met_ms, state, rule, hangs_on_zone)
         VALUES {}",
        places(rows, COLUMN_COUNT)
    )
}

/// The clocks of complaints with numbers from `first` through `last`, each in the policy's order.
pub(crate) async fn of_range(
    connection: &mut SqliteConnection,
    first: i64,
    last: i64,
) -> Result<HashMap<i64, Vec<KeptClock>>, StoreError> {
    // As one value: thousands of small rows cost more to hand over than to read.
    let packed: String = sqlx::query_scalar(
        "SELECT json_group_array(json_array(rid, clock, started_ms, due_ms, met_ms, state, rule, hangs_on_zone)
                                 ORDER BY rid, no)
         FROM clock WHERE rid BETWEEN ?1 AND ?2",
    )
    .bind(first)
    .bind(last)
    .fetch_one(connection)
    .await?;
    let rows: Vec<Packed<'_>> =
        serde_json::from_str(&packed).map_err(|error| StoreError::of_json("clocks", &error))?;
    let mut clocks: HashMap<i64, Vec<KeptClock>> = HashMap::new();
    for row in rows {
        let of_rid = clocks.entry(row.rid).or_default();
        of_rid.push(KeptClock {
            kind: ClockKind::of_code(&row.clock).ok_or_else(|| StoreError::unreadable("clock"))?,
            started_ms: row.started_ms,
            due_ms: row.due_ms,
            met_ms: row.met_ms,
            state: state_of(row.state)?,
            rule: row.rule,
            hangs_on_zone: row.hangs_on_zone != 0,
        });
    }
    Ok(clocks)
}

/// A row of [`of_range`], in its order.
#[derive(Deserialize)]
struct Packed<'a> {
    rid: i64,
    #[serde(borrow)]
    clock: Cow<'a, str>,
    started_ms: i64,
    due_ms: i64,
    met_ms: Option<i64>,
    state: &'a str,
    rule: String,
    hangs_on_zone: u8,
}

pub(crate) fn state_of(code: &str) -> Result<ClockState, StoreError> {
    ClockState::of_code(code).ok_or_else(|| StoreError::unreadable("state of a clock"))
}

/// A JSON array of row numbers: one parameter for any number of them.
pub(crate) fn json_of_rids(rids: &[i64]) -> String {
    let rids: Vec<String> = rids.iter().map(i64::to_string).collect();
    format!("[{}]", rids.join(","))
}
