//! Judging what is held anew, after other rules came into force: reads complaint by complaint, and writes
//! the rows that moved, those alone.

use sqlx::{Row, SqliteConnection};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::Kept;

use super::{Mirror, clock, head};
use crate::columns::complaint_of_json;
use crate::error::StoreError;

/// Which complaints are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that are open or have a deadline: rules never start a clock again.
    Open,
    /// All: their clocks were never kept, or by another version of the program.
    Every,
}

/// Complaints read in one go.
const READ: u32 = 1_000;
/// Complaints that moved, written in one transaction: many, since each scatters over several indexes
/// whose pages are then written once; few enough that whoever else writes waits for a moment only.
const WRITE: usize = 4_000;

/// Key in `meta`: complaints are held whose clocks the rules of today have not judged.
const JUDGE_ANEW: &str = "judge_anew";

/// A complaint, and what is kept of its clocks.
struct Held {
    rid: i64,
    /// `version` and `seq` of its document; none for one that was recorded here.
    confirmed: Option<(i64, i64)>,
    complaint: Complaint,
    kept: Kept,
}

struct Moved {
    rid: i64,
    confirmed: Option<(i64, i64)>,
    old: Kept,
    new: Kept,
}

impl Mirror {
    /// Whether complaints are held whose clocks were not kept as today's program keeps them. Set by a
    /// migration and by making the mirror anew; [`Mirror::was_judged`] ends it.
    pub async fn asks_for_judging(&self) -> Result<bool, StoreError> {
        self.store
            .mirror_read(|connection| {
                Box::pin(async move {
                    let set: Option<i64> = sqlx::query_scalar("SELECT 1 FROM meta WHERE key = ?1")
                        .bind(JUDGE_ANEW)
                        .fetch_optional(connection)
                        .await?;
                    Ok(set.is_some())
                })
            })
            .await
    }

    /// What was just replayed was judged when it was read, by the rules of then.
    pub(crate) async fn ask_for_judging(&self) -> Result<(), StoreError> {
        self.store
            .mirror_write(|tx| {
                Box::pin(async move {
                    sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES (?1, '1')")
                        .bind(JUDGE_ANEW)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// [`Which::Every`] complaint has been judged.
    pub async fn was_judged(&self) -> Result<(), StoreError> {
        self.store
            .mirror_write(|tx| {
                Box::pin(async move {
                    sqlx::query("DELETE FROM meta WHERE key = ?1")
                        .bind(JUDGE_ANEW)
                        .execute(tx)
                        .await?;
                    Ok(())
                })
            })
            .await
    }

    /// How many complaints [`Mirror::judge_anew`] goes through.
    pub async fn count_judged(&self, which: Which) -> Result<u64, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = match which {
                        Which::Open => {
                            "SELECT count(*) FROM head WHERE open = 1 OR due_ms IS NOT NULL"
                        }
                        Which::Every => "SELECT count(*) FROM head",
                    };
                    let n: i64 = sqlx::query_scalar(sql).fetch_one(connection).await?;
                    Ok(n.unsigned_abs())
                })
            })
            .await
    }

    /// Reads every complaint that is open or has a deadline, for a preview. In batches: memory stays
    /// small, and nothing is written.
    pub async fn scan_open<F>(&self, mut each: F) -> Result<(), StoreError>
    where
        F: FnMut(&Complaint),
    {
        let mut after = -1i64;
        loop {
            let batch = self.read_batch(Which::Open, after).await?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            after = last.rid;
            batch.iter().for_each(|held| each(&held.complaint));
        }
    }

    /// Judges complaints anew, after a change of calendar or policy. Gives back those of which anything
    /// moved. `judge` is told what is kept, since the watch moves waking times on.
    ///
    /// Writes the rows that differ, some thousand complaints in one transaction: readers meanwhile see
    /// some old and some new deadlines, and an interruption is healed by calling again. A complaint
    /// that changed while it was being judged is judged once more.
    pub async fn judge_anew<F>(
        &self,
        which: Which,
        mut judge: F,
    ) -> Result<Vec<ComplaintId>, StoreError>
    where
        F: FnMut(&Complaint, &Kept) -> Kept,
    {
        let mut moved = Vec::new();
        let mut changes: Vec<Moved> = Vec::new();
        let mut after = -1i64;
        loop {
            let batch = self.read_batch(which, after).await?;
            let is_end = batch.is_empty();
            after = batch.last().map_or(after, |held| held.rid);
            for held in batch {
                let new = judge(&held.complaint, &held.kept);
                if new != held.kept {
                    moved.push(held.complaint.id);
                    changes.push(Moved {
                        rid: held.rid,
                        confirmed: held.confirmed,
                        old: held.kept,
                        new,
                    });
                }
            }
            if is_end || changes.len() >= WRITE {
                let mut overtaken = self.write_moved(std::mem::take(&mut changes)).await?;
                while let Some(rid) = overtaken.pop() {
                    let Some(held) = self.read_one(rid).await? else {
                        continue;
                    };
                    let new = judge(&held.complaint, &held.kept);
                    if new != held.kept {
                        let again = Moved {
                            rid,
                            confirmed: held.confirmed,
                            old: held.kept,
                            new,
                        };
                        overtaken.extend(self.write_moved(vec![again]).await?);
                    }
                }
            }
            if is_end {
                return Ok(moved);
            }
        }
    }

    /// Writes those that are still held as they were read; gives back the others.
    async fn write_moved(&self, changes: Vec<Moved>) -> Result<Vec<i64>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        self.store
            .mirror_write(move |tx| Box::pin(write_moved(tx, changes)))
            .await
    }

    async fn read_batch(&self, which: Which, after: i64) -> Result<Vec<Held>, StoreError> {
        let of_which = match which {
            Which::Open => "AND (h.open = 1 OR h.due_ms IS NOT NULL)",
            Which::Every => "",
        };
        self.read_held(held_where(&format!("h.rid > ?1 {of_which}")), after)
            .await
    }

    async fn read_one(&self, rid: i64) -> Result<Option<Held>, StoreError> {
        let found = self.read_held(held_where("h.rid = ?1"), rid).await?;
        Ok(found.into_iter().next())
    }

    async fn read_held(&self, sql: String, rid: i64) -> Result<Vec<Held>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    // The whole batch as one value: row by row each would cross from sqlx's thread by
                    // itself, with a copy of every value.
                    let packed: Option<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                        .bind(rid)
                        .fetch_one(&mut *connection)
                        .await?;
                    let packed = packed.unwrap_or_default();
                    let mut rows: Vec<Held> =
                        packed.lines().map(held_of_line).collect::<Result<_, _>>()?;
                    rows.sort_unstable_by_key(|held| held.rid);
                    if let (Some(first), Some(last)) = (rows.first(), rows.last()) {
                        let mut clocks = clock::of_range(connection, first.rid, last.rid).await?;
                        for held in &mut rows {
                            held.kept.clocks = clocks.remove(&held.rid).unwrap_or_default();
                        }
                    }
                    Ok(rows)
                })
            })
            .await
    }
}

/// A complaint recorded here has no document yet; its overlay stands in. A line each, since JSON as it is
/// kept has none inside: number, waking time, version and position, document.
fn held_where(condition: &str) -> String {
    format!(
        "SELECT group_concat(line, char(10)) FROM (
             SELECT format('%d %s %s %s %s', h.rid, coalesce(h.wake_ms, '-'), coalesce(d.version, '-'),
                           coalesce(d.seq, '-'), coalesce(d.doc, o.doc)) AS line
             FROM head h
             LEFT JOIN document d ON d.rid = h.rid
             LEFT JOIN overlay o ON o.rid = h.rid
             WHERE {condition} ORDER BY h.rid LIMIT {READ})"
    )
}

fn held_of_line(line: &str) -> Result<Held, StoreError> {
    let unreadable = || StoreError::unreadable("complaint");
    let mut parts = line.splitn(5, ' ');
    let mut number = || -> Result<Option<i64>, StoreError> {
        match parts.next().ok_or_else(unreadable)? {
            "-" => Ok(None),
            digits => digits.parse().map(Some).map_err(|_| unreadable()),
        }
    };
    let (rid, wake_ms, version, seq) = (number()?, number()?, number()?, number()?);
    Ok(Held {
        rid: rid.ok_or_else(unreadable)?,
        confirmed: version.zip(seq),
        complaint: complaint_of_json(parts.next().ok_or_else(unreadable)?)?,
        kept: Kept {
            clocks: Vec::new(),
            wake_ms,
        },
    })
}

async fn write_moved(
    tx: &mut SqliteConnection,
    changes: Vec<Moved>,
) -> Result<Vec<i64>, StoreError> {
    let rids: Vec<i64> = changes.iter().map(|moved| moved.rid).collect();
    let held = sqlx::query(
        "SELECT h.rid, d.version, d.seq FROM head h LEFT JOIN document d ON d.rid = h.rid
         WHERE h.rid IN (SELECT value FROM json_each(?1))",
    )
    .bind(clock::json_of_rids(&rids))
    .fetch_all(&mut *tx)
    .await?;
    let mut now = std::collections::HashMap::with_capacity(held.len());
    for row in &held {
        let (version, seq): (Option<i64>, Option<i64>) = (row.try_get(1)?, row.try_get(2)?);
        now.insert(row.try_get::<i64, _>(0)?, version.zip(seq));
    }
    let (changes, overtaken): (Vec<Moved>, Vec<Moved>) = changes
        .into_iter()
        .partition(|moved| now.get(&moved.rid) == Some(&moved.confirmed));
    let rows = changes
        .iter()
        .map(|moved| (moved.rid, &moved.old, &moved.new));
    clock::write_moved(tx, rows.clone()).await?;
    head::write_moved(tx, rows).await?;
    Ok(overtaken.iter().map(|moved| moved.rid).collect())
}
