//! Rows of the national system, taken in; and what each did, kept.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::change::Mandate;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::merge::taken_back::work_in;
use tanggap_domain::merge::{
    Merged, NationalRow, Telling, first_national, first_told, merge_telling,
};
use tanggap_protocol::import::what;
use tokio::sync::mpsc;

use super::import::changes::{self, Did};
use super::{carried, feed, import, joined};
use crate::db::{Bringer, DbError, FilePart, TakenIn};
use crate::feeds::feeds_of;

/// One file, from its first part to its last; an error where the last one does not come.
pub async fn file(
    connection: &mut SqliteConnection,
    mut parts: mpsc::Receiver<FilePart>,
    bringer: Bringer,
    now: DateTime<Utc>,
) -> Result<TakenIn, DbError> {
    let mut total = TakenIn::default();
    while let Some(part) = parts.recv().await {
        match part {
            FilePart::Rows(rows) => total.add(take_in(connection, rows, &bringer, now).await?),
            FilePart::Carried(lines) => {
                total.add(carried::take_in(connection, lines, &bringer, now).await?);
            }
            FilePart::Unreadable(rows) => {
                if let Some(id) = bringer.import {
                    changes::write_unreadable(connection, id, rows).await?;
                }
            }
            FilePart::Whole(read) => {
                if let Some(id) = bringer.import {
                    import::end_taking_in(connection, id, *read, &total, now).await?;
                }
                return Ok(total);
            }
        }
    }
    // Reading broke off: what came so far goes again.
    Err(DbError::Closed)
}

pub async fn take_in(
    connection: &mut SqliteConnection,
    rows: Vec<NationalRow>,
    bringer: &Bringer,
    now: DateTime<Utc>,
) -> Result<TakenIn, DbError> {
    let mut taken = TakenIn::default();
    for row in rows {
        let id = row.complaint.id;
        // What was erased stays erased, also when an old export comes along.
        if feed::is_erased(connection, id).await? {
            taken.unchanged += 1;
            continue;
        }
        let known = feed::complaint(connection, id).await?;
        if !is_in_reach(connection, bringer, known.is_some(), &row.complaint).await? {
            taken.out_of_reach += 1;
            continue;
        }
        let is_brought = match &bringer.office {
            Some(office) => feed::bring(connection, id, office).await?,
            None => false,
        };
        let (told, privacy) = (first_told(&row), row.privacy);
        match known {
            None => {
                let new = first_national(row);
                taken.new += 1;
                taken.protected += usize::from(new.provenance.privacy_is_assumed());
                if let Some(import) = bringer.import {
                    let did = Did {
                        told,
                        privacy,
                        is_brought,
                        ..Did::of(import, what::NEW)
                    };
                    changes::write(connection, &did, None, &new).await?;
                }
                feed::put(connection, new, now).await?;
            }
            Some(known) => {
                let Telling { merged, fields } = merge(connection, &known, row).await?;
                let (word, next) = match merged {
                    Merged::Unchanged => (what::SAME, None),
                    Merged::Confirmed(next) => (what::CONFIRMED, Some(next)),
                    Merged::Changed(next) => (what::CHANGED, Some(next)),
                };
                if let Some(import) = bringer.import {
                    let did = Did {
                        told: fields,
                        privacy,
                        is_brought,
                        worked: work_in(&known.history),
                        ..Did::of(import, word)
                    };
                    let after = next.as_deref().unwrap_or(&known);
                    changes::write(connection, &did, Some(&known), after).await?;
                }
                match (word, next) {
                    (what::CHANGED, Some(next)) => {
                        taken.updated += 1;
                        feed::put(connection, *next, now).await?;
                    }
                    (_, next) => {
                        taken.unchanged += 1;
                        if let Some(next) = &next {
                            feed::keep(connection, next).await?;
                        }
                        if is_brought {
                            let complaint = next.as_deref().unwrap_or(&known);
                            feed::put_where_it_belongs(connection, complaint).await?;
                        }
                    }
                }
            }
        }
    }
    Ok(taken)
}

async fn merge(
    connection: &mut SqliteConnection,
    known: &Complaint,
    row: NationalRow,
) -> Result<Telling, DbError> {
    if known.joined.is_none() {
        return Ok(merge_telling(known, row));
    }
    let fields = merge_telling(known, row.clone()).fields;
    let merged = joined::merge(connection, known, row).await?;
    Ok(Telling { merged, fields })
}

/// Whether whoever brings a complaint may touch it.
pub async fn is_in_reach(
    connection: &mut SqliteConnection,
    bringer: &Bringer,
    is_known: bool,
    complaint: &Complaint,
) -> Result<bool, DbError> {
    let Some(grant) = &bringer.reach else {
        return Ok(true);
    };
    let feeds = if is_known {
        feed::feeds_holding(connection, complaint.id).await?
    } else {
        let offices = bringer.office.iter().cloned().collect();
        feeds_of(complaint, &offices)
    };
    Ok(grant.mandate(&feeds) == Mandate::Full && grant.sight(&feeds).is_some())
}
