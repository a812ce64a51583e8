//! Taking an import back: what it did to each complaint, undone as `tanggap_domain::merge::taken_back` says, in
//! one transaction. Killed on the way, nothing of it was done.

mod later;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::change::Mandate;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::merge::Merged;
use tanggap_domain::merge::taken_back::{Brought, Stays, TakenBack, taken_back};
use tanggap_domain::provenance::AsOf;
use tanggap_protocol::import::{ImportKind, ImportState, TakeBackCounts, what};
use tanggap_protocol::scope::Scope;
use uuid::Uuid;

use super::super::{feed, joined};
use super::changes::{self, Did};
use super::members;
use crate::db::{DbError, EntryKind};
use crate::grant::Grant;
use later::Spoke;

/// Complaints that are looked up at once.
const CHUNK: i64 = 500;

/// An import that still counts.
pub struct Counting {
    kind: ImportKind,
    as_of: Option<AsOf>,
    office: Option<Scope>,
}

/// Every import that was taken in and not back.
pub type Imports = BTreeMap<Uuid, Counting>;

pub async fn look(
    reader: &mut SqliteConnection,
    import: Uuid,
    reach: Option<&Grant>,
) -> Result<TakeBackCounts, DbError> {
    let imports = counting(reader).await?;
    let mut counts = TakeBackCounts::default();
    let mut after = 0;
    loop {
        let rows = later::of_import(reader, import, after, CHUNK).await?;
        let Some(last) = rows.last() else {
            return Ok(counts);
        };
        after = last.n;
        for row in rows {
            let looked = Looked::at(reader, &imports, import, row, reach).await?;
            looked.count(&mut counts);
        }
    }
}

/// None where it does not count, or not any more.
pub async fn take(
    connection: &mut SqliteConnection,
    import: Uuid,
    entry: Uuid,
    reach: Option<&Grant>,
    now: DateTime<Utc>,
) -> Result<Option<TakeBackCounts>, DbError> {
    let imports = counting(connection).await?;
    if !imports.contains_key(&import) {
        return Ok(None);
    }
    let mut counts = TakeBackCounts::default();
    let mut after = 0;
    loop {
        let rows = later::of_import(connection, import, after, CHUNK).await?;
        let Some(last) = rows.last() else { break };
        after = last.n;
        for row in rows {
            let looked = Looked::at(connection, &imports, import, row, reach).await?;
            looked.count(&mut counts);
            looked
                .take(connection, &imports, import, entry, now)
                .await?;
        }
    }
    super::end_taking_back(connection, entry, counts, now).await?;
    Ok(Some(counts))
}

async fn counting(connection: &mut SqliteConnection) -> Result<Imports, DbError> {
    let mut imports = Imports::new();
    for row in super::newest(connection, u32::MAX).await? {
        let EntryKind::Brought(kind) = row.what else {
            continue;
        };
        if row.state == ImportState::Done && row.taken_back_by.is_none() {
            let as_of = super::as_of(connection, row.id).await?;
            let counting = Counting {
                kind,
                as_of,
                office: row.office,
            };
            imports.insert(row.id, counting);
        }
    }
    Ok(imports)
}

/// One complaint of the import, and what taking it back comes to.
struct Looked {
    row: Spoke,
    now: Option<Complaint>,
    /// Who spoke of it since, in their order.
    later: Vec<Spoke>,
    before: Option<Complaint>,
    comes_to: Outcome,
}

enum Outcome {
    /// It is not here: erased, or gone already.
    NotHere,
    OutOfReach,
    /// The file changed nothing of it.
    Untouched,
    Back(TakenBack),
}

impl Looked {
    async fn at(
        connection: &mut SqliteConnection,
        imports: &Imports,
        import: Uuid,
        row: Spoke,
        reach: Option<&Grant>,
    ) -> Result<Self, DbError> {
        let mut looked = Self {
            now: feed::complaint(connection, row.complaint).await?,
            row,
            later: Vec::new(),
            before: None,
            comes_to: Outcome::NotHere,
        };
        let Some(now) = &looked.now else {
            return Ok(looked);
        };
        if !is_in_reach(connection, reach, looked.row.complaint).await? {
            looked.comes_to = Outcome::OutOfReach;
            return Ok(looked);
        }
        if looked.row.what == what::SAME {
            looked.comes_to = Outcome::Untouched;
            return Ok(looked);
        }
        looked.later =
            later::since(connection, imports, looked.row.complaint, looked.row.n).await?;
        if looked.row.what != what::NEW {
            looked.before = Some(members::laid_over(now, &looked.row.old)?);
        }
        let later: Vec<_> = looked.later.iter().map(|it| it.later(imports)).collect();
        let file = looked.brought(imports, import);
        looked.comes_to = Outcome::Back(taken_back(now, &file, &later));
        Ok(looked)
    }

    fn brought(&self, imports: &Imports, import: Uuid) -> Brought<'_> {
        let as_of = imports.get(&import).and_then(|it| it.as_of);
        Brought {
            before: self.before.as_ref(),
            told: self.row.told(as_of),
            worked: self.row.worked,
        }
    }

    /// What only the newer ones tell from now on is not put back to anything.
    fn stood_before(&self) -> bool {
        self.row.what != what::NEW
    }

    fn count(&self, counts: &mut TakeBackCounts) {
        match &self.comes_to {
            Outcome::NotHere | Outcome::Untouched => counts.untouched += 1,
            Outcome::OutOfReach => counts.out_of_reach += 1,
            Outcome::Back(TakenBack::Gone) => counts.gone += 1,
            Outcome::Back(TakenBack::Stands { merged, stays }) => match (merged, stays) {
                (Merged::Changed(_), stays) if self.stood_before() => {
                    counts.back += 1;
                    counts.partly += u64::from(stays.is_some());
                }
                (_, Some(Stays::Worked)) => counts.worked += 1,
                (_, Some(Stays::Newer)) => counts.newer += 1,
                (_, None) => counts.untouched += 1,
            },
        }
    }

    async fn take(
        self,
        connection: &mut SqliteConnection,
        imports: &Imports,
        import: Uuid,
        entry: Uuid,
        at: DateTime<Utc>,
    ) -> Result<(), DbError> {
        let id = self.row.complaint;
        let Outcome::Back(back) = &self.comes_to else {
            return Ok(());
        };
        let Some(now) = &self.now else {
            return Ok(());
        };
        let (merged, stays) = match back {
            TakenBack::Gone => {
                changes::write(connection, &Did::of(entry, what::GONE), None, now).await?;
                return feed::leave(connection, id).await;
            }
            TakenBack::Stands { merged, stays } => (merged, stays.map(Stays::code)),
        };
        let moves = match imports.get(&import).and_then(|it| it.office.as_ref()) {
            Some(office) if self.row.is_brought => {
                let mut others = self.later.iter().filter_map(|it| imports.get(&it.import));
                let kept = stays.is_some() || others.any(|it| it.office.as_ref() == Some(office));
                if !kept {
                    feed::unbring(connection, id, office).await?;
                }
                !kept
            }
            _ => false,
        };
        let did = |word| Did {
            stays,
            ..Did::of(entry, word)
        };
        let after = match merged {
            Merged::Changed(next) => {
                let word = match self.stood_before() {
                    true => what::BACK,
                    false => what::STAYS,
                };
                changes::write(connection, &did(word), Some(now), next).await?;
                feed::put(connection, (**next).clone(), at).await?;
                next
            }
            Merged::Confirmed(next) => {
                if stays.is_some() {
                    changes::write(connection, &did(what::STAYS), None, now).await?;
                }
                feed::keep(connection, next).await?;
                next
            }
            Merged::Unchanged => {
                if stays.is_some() {
                    changes::write(connection, &did(what::STAYS), None, now).await?;
                }
                now
            }
        };
        if after.joined.is_some() {
            joined::age_as(connection, after).await?;
        }
        if moves {
            feed::put_where_it_belongs(connection, after).await?;
        }
        later::follow_on(connection, imports, &self, import, after).await
    }
}

async fn is_in_reach(
    connection: &mut SqliteConnection,
    reach: Option<&Grant>,
    id: ComplaintId,
) -> Result<bool, DbError> {
    let Some(grant) = reach else {
        return Ok(true);
    };
    let feeds = feed::feeds_holding(connection, id).await?;
    Ok(grant.mandate(&feeds) == Mandate::Full && grant.sight(&feeds).is_some())
}
