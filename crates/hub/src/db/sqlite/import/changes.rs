//! What each import did to each complaint: written with it, read page by page. Old and new words may be personal
//! data: they go with the complaint when it is erased, and leave the hub only as
//! [`super::members::told`] says.

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::privacy::told::PrivacyTold;
use tanggap_domain::provenance::Fields;
use tanggap_protocol::import::{ChangeCount, ImportChange, ImportChanges};
use uuid::Uuid;

use super::super::uuid as read_uuid;
use super::members::{self, Members};
use crate::db::{ChangesWanted, DbError, UnreadableRaw};

/// Most complaints of one page.
const MOST: u32 = 500;

/// What an import did to one complaint.
#[derive(Clone, Debug)]
pub struct Did {
    pub import: Uuid,
    /// A word of `tanggap_protocol::import::what`.
    pub what: &'static str,
    pub stays: Option<&'static str>,
    pub told: Fields,
    pub privacy: PrivacyTold,
    /// Entries of the history before it that no file wrote.
    pub worked: usize,
    pub is_brought: bool,
}

impl Did {
    pub fn of(import: Uuid, what: &'static str) -> Self {
        Self {
            import,
            what,
            stays: None,
            told: Fields::NONE,
            privacy: PrivacyTold::default(),
            worked: 0,
            is_brought: false,
        }
    }
}

/// Writes it down; `before` is none where nobody knew the complaint.
pub async fn write(
    connection: &mut SqliteConnection,
    did: &Did,
    before: Option<&Complaint>,
    after: &Complaint,
) -> Result<(), DbError> {
    let (old, new) = match before {
        Some(before) if before != after => {
            let (old, new) = members::apart(before, after)?;
            (Some(json(&old)?), Some(json(&new)?))
        }
        _ => (None, None),
    };
    let entry = before.and_then(|before| new_entry(before, after));
    let sql = "INSERT INTO import_change
                   (import, complaint, tracking_id, what, stays, told, privacy, worked, entry, brought,
                    old, new)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    sqlx::query(sql)
        .bind(did.import.as_bytes().as_slice())
        .bind(after.id.0.as_bytes().as_slice())
        .bind(after.tracking_id.as_str())
        .bind(did.what)
        .bind(did.stays)
        .bind(did.told.bits())
        .bind(did.privacy.number())
        .bind(did.worked as i64)
        .bind(entry.map(|entry| entry.0.as_bytes().to_vec()))
        .bind(did.is_brought)
        .bind(old)
        .bind(new)
        .execute(connection)
        .await?;
    Ok(())
}

/// The entry that was written into the history.
fn new_entry(before: &Complaint, after: &Complaint) -> Option<OpId> {
    if before.history.len() == after.history.len() {
        return None;
    }
    let known = |id: OpId| before.history.iter().any(|event| event.id == id);
    let new = after.history.iter().rev().find(|event| !known(event.id));
    new.map(|event| event.id)
}

pub fn json(members: &Members) -> Result<String, DbError> {
    serde_json::to_string(members).map_err(|_| DbError::Damaged {
        what: "what an import did",
    })
}

/// Whether an officer with these scopes sees the complaint, or saw it before it left the lists.
const SEEN: &str = "EXISTS (
    SELECT 1 FROM change_scope s
    WHERE s.entity = c.complaint AND s.scope IN (SELECT value FROM json_each(?2))
      AND (s.kind = 0 OR (s.kind = 1 AND NOT EXISTS
          (SELECT 1 FROM complaint p WHERE p.id = c.complaint))))";

pub async fn page(
    reader: &mut SqliteConnection,
    wanted: &ChangesWanted,
) -> Result<ImportChanges, DbError> {
    let scopes = match &wanted.scopes {
        Some(scopes) => {
            let scopes: Vec<String> = scopes.iter().map(ToString::to_string).collect();
            list(&scopes)?
        }
        // Every complaint is in it.
        None => list(&["nat".to_owned()])?,
    };
    let most = wanted.most.clamp(1, MOST);
    let sql = format!(
        "SELECT c.what, count(*), count(*) - sum({SEEN}) FROM import_change c
         WHERE c.import = ?1 GROUP BY c.what"
    );
    let counts: Vec<(String, i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(wanted.import.as_bytes().as_slice())
        .bind(&scopes)
        .fetch_all(&mut *reader)
        .await?;
    let sql = format!(
        "SELECT c.*, EXISTS (SELECT 1 FROM complaint p WHERE p.id = c.complaint) AS is_here
         FROM import_change c
         WHERE c.import = ?1 AND c.n > ?3 AND {SEEN}
           AND (?4 = '[]' OR c.what IN (SELECT value FROM json_each(?4)))
         ORDER BY c.n LIMIT ?5"
    );
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(wanted.import.as_bytes().as_slice())
        .bind(&scopes)
        .bind(wanted.after.min(i64::MAX as u64) as i64)
        .bind(list(&wanted.what)?)
        .bind(i64::from(most) + 1)
        .fetch_all(reader)
        .await?;
    let page = &rows[..rows.len().min(most as usize)];
    let next = match page.last() {
        Some(last) if rows.len() > page.len() => Some(last.try_get::<i64, _>("n")? as u64),
        _ => None,
    };
    Ok(ImportChanges {
        counts: counts
            .into_iter()
            .map(|(what, complaints, hidden)| ChangeCount {
                what,
                complaints: complaints.unsigned_abs(),
                hidden: hidden.unsigned_abs(),
            })
            .collect(),
        changes: page.iter().map(change).collect::<Result<_, _>>()?,
        next,
    })
}

fn list(words: &[String]) -> Result<String, DbError> {
    serde_json::to_string(words).map_err(|_| DbError::Damaged { what: "a scope" })
}

fn change(row: &SqliteRow) -> Result<ImportChange, DbError> {
    let old = members::read(row.try_get("old")?)?;
    let new = members::read(row.try_get("new")?)?;
    Ok(ImportChange {
        complaint_id: ComplaintId(read_uuid(row.try_get("complaint")?)?),
        tracking_id: row.try_get("tracking_id")?,
        what: row.try_get("what")?,
        stays: row.try_get("stays")?,
        is_here: row.try_get("is_here")?,
        fields: members::told(&old, &new),
    })
}

/// Keeps rows that gave no complaint.
pub async fn write_unreadable(
    connection: &mut SqliteConnection,
    import: Uuid,
    rows: Vec<UnreadableRaw>,
) -> Result<(), DbError> {
    for row in rows {
        // Sheets of one workbook count their rows each for itself.
        let sql = "INSERT INTO import_unreadable (import, row, reason, raw) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT DO UPDATE SET raw = raw || char(10) || excluded.raw";
        sqlx::query(sql)
            .bind(import.as_bytes().as_slice())
            .bind(row.row)
            .bind(row.reason)
            .bind(row.raw)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub async fn unreadable(
    reader: &mut SqliteConnection,
    import: Uuid,
    after: u32,
    most: u32,
) -> Result<Vec<UnreadableRaw>, DbError> {
    let sql = "SELECT row, reason, raw FROM import_unreadable
               WHERE import = ? AND row > ? ORDER BY row LIMIT ?";
    let rows: Vec<(u32, String, String)> = sqlx::query_as(sql)
        .bind(import.as_bytes().as_slice())
        .bind(after)
        .bind(most)
        .fetch_all(reader)
        .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(row, reason, raw)| UnreadableRaw { row, reason, raw })
        .collect())
}

/// Forgets what imports of before this did to each complaint.
pub async fn forget(connection: &mut SqliteConnection, before_ms: i64) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM import_change WHERE import IN (SELECT id FROM import WHERE begun_ms < ?)",
        "DELETE FROM import_unreadable WHERE import IN (SELECT id FROM import WHERE begun_ms < ?)",
        "UPDATE import SET kept = 0 WHERE begun_ms < ? AND kept = 1",
    ] {
        sqlx::query(sql)
            .bind(before_ms)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
