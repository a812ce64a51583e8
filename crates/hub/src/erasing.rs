//! Erasing for good: rows and files, and the register that a restored backup is held against.

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tanggap_domain::ids::{ComplaintId, OfficerId};

use crate::db::{Db, DbError};
use crate::files::Files;
use crate::register::{Entry, Register};

/// As long as rewriting a large database may take. After it, the server goes on by itself.
const WIPED_WITHIN: Duration = Duration::from_secs(120);

#[derive(Debug, thiserror::Error)]
pub enum ErasingError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("removing a file")]
    File(#[source] io::Error),
    /// Done here and now; but a backup from before would bring it back.
    #[error("writing down what a restored backup must not bring back")]
    Register(#[source] io::Error),
}

/// Erases a complaint: false where it is not here. It never comes back, whoever brings it.
///
/// # Errors
/// [`ErasingError`]; calling again goes on where it stopped.
pub async fn erase(
    db: &dyn Db,
    files: &Files,
    register: &Register,
    id: ComplaintId,
    now: DateTime<Utc>,
) -> Result<bool, ErasingError> {
    let erased = db.erase(id, now).await?;
    let mut gone = BTreeSet::from([Entry::Erased(id)]);
    let was_here = erased.is_some();
    if let Some(erased) = erased {
        gone.extend(erased.ids.into_iter().map(Entry::Erased));
        for sha256 in erased.files {
            files.remove(&sha256).await.map_err(ErasingError::File)?;
        }
    }
    db.wipe(WIPED_WITHIN).await?;
    // Last, so that a full disk has room for it by now.
    register.add(&gone).map_err(ErasingError::Register)?;
    Ok(was_here)
}

/// Withdraws an officer's access: false where it was withdrawn before.
///
/// # Errors
/// [`ErasingError`]
pub async fn revoke(
    db: &dyn Db,
    register: &Register,
    officer: OfficerId,
    now: DateTime<Utc>,
) -> Result<bool, ErasingError> {
    let done = db.revoke(officer, now).await?;
    register
        .add(&BTreeSet::from([Entry::Revoked(officer)]))
        .map_err(ErasingError::Register)?;
    Ok(done)
}

/// What a restored backup had brought back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub erased: usize,
    pub revoked: usize,
}

/// Holds the hub against its register, after every opening: what was erased goes again, who was refused
/// stays so. What the register does not know yet is added to it.
///
/// # Errors
/// [`ErasingError`]: then the hub must not be used.
pub async fn hold(
    db: &dyn Db,
    files: &Files,
    register: &Register,
    now: DateTime<Utc>,
) -> Result<Held, ErasingError> {
    let entries = register.read().map_err(ErasingError::Register)?;
    let mut known: BTreeSet<Entry> = BTreeSet::new();
    known.extend(
        db.erased()
            .await?
            .into_iter()
            .map(|(id, _)| Entry::Erased(id)),
    );
    let officers = db.officers().await?.into_iter();
    let revoked = officers.filter(|officer| officer.revoked_at.is_some());
    known.extend(revoked.map(|officer| Entry::Revoked(officer.id)));
    let mut held = Held::default();
    let mut also: BTreeSet<Entry> = BTreeSet::new();
    for entry in entries.difference(&known) {
        match *entry {
            Entry::Erased(id) => {
                let Some(erased) = db.erase(id, now).await? else {
                    continue;
                };
                held.erased += 1;
                // The other one of two that the copy still holds as one.
                also.extend(erased.ids.into_iter().map(Entry::Erased));
                for sha256 in erased.files {
                    files.remove(&sha256).await.map_err(ErasingError::File)?;
                }
            }
            Entry::Revoked(officer) => {
                held.revoked += usize::from(db.revoke(officer, now).await?);
            }
        }
    }
    if held.erased > 0 {
        db.wipe(Duration::ZERO).await?;
    }
    known.extend(also);
    register.add(&known).map_err(ErasingError::Register)?;
    if held != Held::default() {
        let Held { erased, revoked } = held;
        tracing::warn!(
            erased,
            revoked,
            "a restored copy: what was erased went again"
        );
    }
    Ok(held)
}
