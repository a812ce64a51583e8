//! Table `fts`: the words of what `head` shows, rewritten only where they changed, and all of them where
//! words are made differently now.

use std::borrow::Cow;
use std::sync::LazyLock;

use sqlx::{Row, SqliteConnection};
use tanggap_domain::complaint::Complaint;

use crate::columns::{complaint_of_json, places};
use crate::error::StoreError;
use crate::search::{NORMALISER, Words, text_hash};

const BATCH: usize = 16;

/// One complaint and what the index knew of it.
pub(crate) struct Indexed<'a> {
    pub rid: i64,
    pub complaint: &'a Complaint,
    /// Its words, where they were made beforehand.
    pub words: Option<&'a Words>,
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

/// Writes the whole index anew where another normaliser wrote it; questions would miss its words.
pub(crate) async fn keep_current(tx: &mut SqliteConnection) -> Result<(), StoreError> {
    let held: Option<String> =
        sqlx::query_scalar("SELECT value FROM meta WHERE key = 'normaliser'")
            .fetch_optional(&mut *tx)
            .await?;
    if held.as_deref() == Some(NORMALISER) {
        return Ok(());
    }
    sqlx::query("INSERT INTO fts (fts) VALUES ('delete-all')")
        .execute(&mut *tx)
        .await?;
    let mut after = i64::MIN;
    loop {
        let shown = shown_after(tx, after).await?;
        let Some((last, _)) = shown.last() else {
            break;
        };
        after = *last;
        let rows = shown.iter().map(|(rid, complaint)| Indexed {
            rid: *rid,
            complaint,
            words: None,
            before: None,
            now: text_hash(complaint),
        });
        write(tx, rows).await?;
    }
    sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES ('normaliser', ?1)")
        .bind(NORMALISER)
        .execute(tx)
        .await?;
    Ok(())
}

/// Complaints as they are shown, in order of their row, few enough for the memory.
async fn shown_after(
    tx: &mut SqliteConnection,
    after: i64,
) -> Result<Vec<(i64, Complaint)>, StoreError> {
    let rows = sqlx::query(
        "SELECT h.rid, coalesce(o.doc, d.doc)
         FROM head h
         LEFT JOIN document d ON d.rid = h.rid
         LEFT JOIN overlay o ON o.rid = h.rid
         WHERE h.rid > ?1 AND coalesce(o.doc, d.doc) IS NOT NULL
         ORDER BY h.rid LIMIT 500",
    )
    .bind(after)
    .fetch_all(tx)
    .await?;
    rows.iter()
        .map(|row| {
            let doc: String = row.try_get(1)?;
            Ok((row.try_get(0)?, complaint_of_json(&doc)?))
        })
        .collect()
}

async fn insert_batch(
    tx: &mut SqliteConnection,
    sql: &'static str,
    rows: &[Indexed<'_>],
) -> Result<(), StoreError> {
    let mut query = sqlx::query(sql);
    for row in rows {
        let words = match row.words {
            Some(made) => Cow::Borrowed(made),
            None => Cow::Owned(Words::of(row.complaint)),
        };
        let Words { teks, akar, facet } = words.into_owned();
        query = query.bind(row.rid).bind(teks).bind(akar).bind(facet);
    }
    query.execute(tx).await?;
    Ok(())
}

fn insert(rows: usize) -> String {
    format!(
        "INSERT INTO fts (rowid, teks, akar, facet) VALUES {}",
        places(rows, 4)
    )
}
