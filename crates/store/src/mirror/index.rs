//! Table `fts`: the words of what `head` shows, rewritten only where they changed.

use std::sync::LazyLock;

use sqlx::SqliteConnection;
use tanggap_domain::complaint::Complaint;

use super::head;
use crate::error::StoreError;
use crate::search::Words;

const BATCH: usize = 16;

/// One complaint and what the index knew of it.
pub(crate) struct Indexed<'a> {
    pub rid: i64,
    pub complaint: &'a Complaint,
    /// Hash of the words the index holds; none where it holds nothing under this number.
    pub before: Option<i64>,
    /// Hash of the words now.
    pub now: i64,
}

/// Brings the index in line. Rows should be in order of `rid`: the index flushes when it goes back.
pub(crate) async fn write(
    tx: &mut SqliteConnection,
    rows: impl Iterator<Item = Indexed<'_>>,
) -> Result<(), StoreError> {
    static MANY: LazyLock<String> = LazyLock::new(|| insert(BATCH));
    static ONE: LazyLock<String> = LazyLock::new(|| insert(1));
    let changed: Vec<Indexed<'_>> = rows.filter(|row| row.before != Some(row.now)).collect();
    for row in changed.iter().filter(|row| row.before.is_some()) {
        sqlx::query("DELETE FROM fts WHERE rowid = ?1")
            .bind(row.rid)
            .execute(&mut *tx)
            .await?;
    }
    let (batches, rest) = changed.as_chunks::<BATCH>();
    for batch in batches {
        insert_batch(tx, MANY.as_str(), batch).await?;
    }
    for row in rest {
        insert_batch(tx, ONE.as_str(), std::slice::from_ref(row)).await?;
    }
    Ok(())
}

async fn insert_batch(
    tx: &mut SqliteConnection,
    sql: &'static str,
    rows: &[Indexed<'_>],
) -> Result<(), StoreError> {
    let mut query = sqlx::query(sql);
    for row in rows {
        let Words { teks, akar, facet } = Words::of(row.complaint);
        query = query.bind(row.rid).bind(teks).bind(akar).bind(facet);
    }
    query.execute(tx).await?;
    Ok(())
}

fn insert(rows: usize) -> String {
    format!(
        "INSERT INTO fts (rowid, teks, akar, facet) VALUES {}",
        head::places(rows, 4)
    )
}
