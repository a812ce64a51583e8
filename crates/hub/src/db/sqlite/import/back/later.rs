//! Those who spoke of a complaint after the file that is taken back: they follow, from now on, on what stood
//! before it.

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId};
use tanggap_domain::merge::taken_back::{FileTold, Later, stood_before_later};
use tanggap_domain::privacy::told::PrivacyTold;
use tanggap_domain::provenance::{AsOf, Fields, NationalField};
use tanggap_protocol::import::{ImportKind, what};
use uuid::Uuid;

use super::super::super::uuid as read_uuid;
use super::super::changes::json;
use super::super::members::{self, Members};
use super::{Imports, Looked};
use crate::db::DbError;

/// What an import did to one complaint, as it was kept.
pub struct Spoke {
    pub n: i64,
    pub import: Uuid,
    pub complaint: ComplaintId,
    pub what: String,
    pub worked: usize,
    pub is_brought: bool,
    pub old: Members,
    new: Members,
    fields: Fields,
    privacy: PrivacyTold,
    entry: Option<OpId>,
}

impl Spoke {
    pub fn told(&self, as_of: Option<AsOf>) -> FileTold {
        FileTold {
            fields: self.fields,
            as_of,
            privacy: self.privacy,
            entry: self.entry,
        }
    }

    /// Whether a member may differ by what it told.
    fn may_change(&self, member: &str) -> bool {
        let told = match (member, members::field_of(member)) {
            ("stage", _) => {
                self.fields.contains(NationalField::Status)
                    || self.fields.contains(NationalField::Unit)
            }
            (_, Some(field)) => self.fields.contains(field),
            ("provenance", None) => true,
            ("anonymous" | "secret", None) => self.privacy != PrivacyTold::default(),
            (_, None) => false,
        };
        told || self.old.contains_key(member)
    }

    pub fn later(&self, imports: &Imports) -> Later {
        match imports.get(&self.import) {
            Some(it) if it.kind == ImportKind::Export => Later::File(self.told(it.as_of)),
            _ => Later::Hub,
        }
    }
}

pub async fn of_import(
    connection: &mut SqliteConnection,
    import: Uuid,
    after: i64,
    most: i64,
) -> Result<Vec<Spoke>, DbError> {
    let sql = "SELECT * FROM import_change WHERE import = ? AND n > ? ORDER BY n LIMIT ?";
    let rows = sqlx::query(sql)
        .bind(import.as_bytes().as_slice())
        .bind(after)
        .bind(most)
        .fetch_all(connection)
        .await?;
    rows.iter().map(read).collect()
}

/// Imports after this place that still count.
pub async fn since(
    connection: &mut SqliteConnection,
    imports: &Imports,
    complaint: ComplaintId,
    n: i64,
) -> Result<Vec<Spoke>, DbError> {
    let sql = "SELECT * FROM import_change WHERE complaint = ? AND n > ? ORDER BY n";
    let rows = sqlx::query(sql)
        .bind(complaint.0.as_bytes().as_slice())
        .bind(n)
        .fetch_all(connection)
        .await?;
    let rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let counts = |it: &Spoke| imports.contains_key(&it.import);
    Ok(rows.into_iter().filter(counts).collect())
}

/// Writes anew what the later ones changed. `after`: the complaint without the file.
pub(super) async fn follow_on(
    connection: &mut SqliteConnection,
    imports: &Imports,
    looked: &Looked,
    import: Uuid,
    after: &Complaint,
) -> Result<(), DbError> {
    let file = looked.brought(imports, import);
    let files: Vec<FileTold> = looked
        .later
        .iter()
        .map(|it| it.told(imports.get(&it.import).and_then(|it| it.as_of)))
        .collect();
    let files: Vec<&FileTold> = files.iter().collect();
    let mut inherits = looked.row.entry;
    for (place, later) in looked.later.iter().enumerate() {
        let speaks_of_status = later.fields.contains(NationalField::Status);
        let entry = match later.entry.or(inherits.filter(|_| speaks_of_status)) {
            Some(entry) if after.history.iter().any(|event| event.id == entry) => Some(entry),
            _ => None,
        };
        if speaks_of_status {
            inherits = None;
        }
        if looked.row.what == what::NEW && place == 0 {
            write(connection, later.n, what::NEW, entry, None).await?;
            continue;
        }
        let stood = members::laid_over(after, &later.old)?;
        let left = members::laid_over(after, &later.new)?;
        let stood = stood_before_later(&stood, &file, &files[..place], later.worked);
        let (mut old, mut new) = members::apart(&stood, &left)?;
        old.retain(|member, _| later.may_change(member));
        new.retain(|member, _| later.may_change(member));
        let word = match (old.is_empty(), members::is_seen(&old)) {
            (true, _) => what::SAME,
            (false, true) => what::CHANGED,
            (false, false) => what::CONFIRMED,
        };
        write(connection, later.n, word, entry, Some((old, new))).await?;
    }
    Ok(())
}

async fn write(
    connection: &mut SqliteConnection,
    n: i64,
    word: &str,
    entry: Option<OpId>,
    members: Option<(Members, Members)>,
) -> Result<(), DbError> {
    let (old, new) = match &members {
        Some((old, new)) if !old.is_empty() => (Some(json(old)?), Some(json(new)?)),
        _ => (None, None),
    };
    sqlx::query("UPDATE import_change SET what = ?, entry = ?, old = ?, new = ? WHERE n = ?")
        .bind(word)
        .bind(entry.map(|entry| entry.0.as_bytes().to_vec()))
        .bind(old)
        .bind(new)
        .bind(n)
        .execute(connection)
        .await?;
    Ok(())
}

fn read(row: &SqliteRow) -> Result<Spoke, DbError> {
    let entry: Option<Vec<u8>> = row.try_get("entry")?;
    Ok(Spoke {
        n: row.try_get("n")?,
        import: read_uuid(row.try_get("import")?)?,
        complaint: ComplaintId(read_uuid(row.try_get("complaint")?)?),
        what: row.try_get("what")?,
        worked: row.try_get::<i64, _>("worked")?.unsigned_abs() as usize,
        is_brought: row.try_get("brought")?,
        old: members::read(row.try_get("old")?)?,
        new: members::read(row.try_get("new")?)?,
        fields: Fields::of_bits(row.try_get("told")?),
        privacy: PrivacyTold::of_number(row.try_get("privacy")?),
        entry: entry.map(|entry| read_uuid(&entry).map(OpId)).transpose()?,
    })
}
