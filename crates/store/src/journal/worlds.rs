//! Table `world`: for which hub, and as which of its officers, something was written. What was written
//! in one world is never offered to another, in whatever order a desk practises, connects,
//! disconnects and is restored.
//!
//! The world of the moment follows from the connection, inside the writing transaction itself: there
//! is no moment at which somebody's work could go under another name.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::change::Change;
use tanggap_domain::ids::{HubId, OfficerId, OpId};
use tanggap_domain::world::World;

use super::outbox::op_bytes;
use super::settings::{self, Connection};
use super::{DraftKey, Journal};
use crate::error::StoreError;
use crate::mirror::json_of;

/// `world.no` of what was written before worlds were kept.
const UNKNOWN: i64 = 0;
/// `world.no` of what was written without any hub.
const ALONE: i64 = 1;

/// A hub and one of its officers, with what is said of them to whoever decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    pub world: World,
    /// Where the hub was when something was last written for it.
    pub hub_url: String,
    pub officer_name: String,
    /// Nothing there is real.
    pub practice: bool,
}

/// Whose something is that waits here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of the hub this desk is connected to, and of the officer it is connected as; of the desk itself
    /// where it has no hub.
    Ours,
    /// Written for another hub, or by another officer.
    Other(Elsewhere),
    /// Written while the desk had no hub.
    Alone,
    /// Written before this was kept, by somebody who is not connected now.
    Unknown,
}

impl Whose {
    pub fn is_ours(&self) -> bool {
        *self == Self::Ours
    }
}

/// A draft that waits for somebody who is not at the desk now.
#[derive(Clone, Debug, PartialEq)]
pub struct OthersDraft {
    pub draft: super::Draft,
    pub whose: Whose,
}

impl Journal {
    /// Makes another's draft an own one, under the source `beside`, so that it takes the place of none;
    /// false where there is none.
    pub async fn take_draft(
        &self,
        key: DraftKey,
        from: &Whose,
        beside: OpId,
    ) -> Result<bool, StoreError> {
        let from = from.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let (ours, theirs) = (current(tx).await?, number_of(tx, &from).await?);
                    let Some(theirs) = theirs else {
                        return Ok(false);
                    };
                    super::drafts::change_world(tx, key, (theirs, ours), beside).await
                })
            })
            .await
    }

    /// Gives up another's draft.
    pub async fn drop_draft(&self, key: DraftKey, from: &Whose) -> Result<(), StoreError> {
        let from = from.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    match number_of(tx, &from).await? {
                        Some(theirs) => super::drafts::delete(tx, key, theirs).await,
                        None => Ok(()),
                    }
                })
            })
            .await
    }

    /// Signs what was written without any hub: `change` takes the place of the operation with its id,
    /// which was never offered to anybody, and belongs to the hub and the officer of this moment.
    ///
    /// # Errors
    /// [`StoreError::UnknownOp`] where no such operation waits.
    pub async fn adopt(&self, change: &Change) -> Result<(), StoreError> {
        let json = json_of(change, "change")?;
        let op = change.op;
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    let world = current(tx).await?;
                    let done = sqlx::query(
                        "UPDATE outbox SET change = ?2, world = ?3 WHERE op = ?1 AND world = 1",
                    )
                    .bind(op_bytes(op))
                    .bind(json)
                    .bind(world)
                    .execute(tx)
                    .await?;
                    match done.rows_affected() {
                        0 => Err(StoreError::UnknownOp),
                        _ => Ok(()),
                    }
                })
            })
            .await?;
        self.store.reload_pending().await?;
        self.store.refresh_view(&[change.complaint]).await;
        Ok(())
    }

    /// The desk moves: from now on it is connected as `connection`, and what was written without a hub, or at
    /// the hub `from` that it leaves, is its officer's. In one transaction: cut off at any moment, the desk
    /// belongs to one of the two, with all of its work. A draft that the officer has there already stays
    /// beside it, for whom it was.
    pub async fn move_to(
        &self,
        connection: &Connection,
        from: Option<World>,
    ) -> Result<(), StoreError> {
        let connection = connection.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    settings::set_connection(tx, &connection).await?;
                    let new = current(tx).await?;
                    let mut old = vec![ALONE];
                    if let Some(from) = from {
                        old.extend(number(tx, &from).await?);
                    }
                    for old in old.into_iter().filter(|old| *old != new) {
                        sqlx::query(
                            "UPDATE outbox SET world = ?2, change = json_set(change,
                                 '$.by.id', ?3, '$.by.name', ?4) WHERE world = ?1",
                        )
                        .bind(old)
                        .bind(new)
                        .bind(connection.officer.to_string())
                        .bind(&connection.officer_name)
                        .execute(&mut *tx)
                        .await?;
                        for sql in [
                            "UPDATE op_log SET world = ?2 WHERE world = ?1",
                            "UPDATE OR IGNORE draft SET world = ?2 WHERE world = ?1",
                        ] {
                            sqlx::query(sql)
                                .bind(old)
                                .bind(new)
                                .execute(&mut *tx)
                                .await?;
                        }
                    }
                    Ok(())
                })
            })
            .await?;
        self.store.reload_pending().await?;
        self.store.refresh_all().await;
        Ok(())
    }

    /// Forgets everything that was written in practice, wherever it stands. Gives back how much of it
    /// had not been sent.
    pub async fn forget_practice(&self) -> Result<u64, StoreError> {
        let waiting = self
            .store
            .journal
            .write(|tx| {
                Box::pin(async move {
                    let mut waiting = 0;
                    for sql in [
                        "DELETE FROM outbox WHERE world IN (SELECT no FROM world WHERE practice = 1)",
                        "DELETE FROM op_log WHERE world IN (SELECT no FROM world WHERE practice = 1)",
                        "DELETE FROM draft WHERE world IN (SELECT no FROM world WHERE practice = 1)",
                        "DELETE FROM world WHERE practice = 1",
                    ] {
                        let done = sqlx::query(sql).execute(&mut *tx).await?;
                        if sql.contains("outbox") {
                            waiting = done.rows_affected();
                        }
                    }
                    Ok(waiting)
                })
            })
            .await?;
        self.store.reload_pending().await?;
        self.store.project_all().await?;
        Ok(waiting)
    }
}

/// `world.no` of the moment. [`UNKNOWN`] where the hub has not said yet which one it is: then nothing
/// is offered.
pub(super) async fn current(tx: &mut SqliteConnection) -> Result<i64, StoreError> {
    let Some(connection) = settings::connection(tx).await? else {
        return Ok(ALONE);
    };
    let Some(world) = world_of(&connection) else {
        return Ok(UNKNOWN);
    };
    let no = sqlx::query_scalar(
        "INSERT INTO world (hub, officer, hub_url, officer_name, practice)
         VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (hub, officer) DO UPDATE SET hub_url = excluded.hub_url,
             officer_name = excluded.officer_name, practice = max(practice, excluded.practice)
         RETURNING no",
    )
    .bind(hub_bytes(&world))
    .bind(officer_bytes(&world))
    .bind(connection.hub_url)
    .bind(connection.officer_name)
    .bind(connection.practice)
    .fetch_one(tx)
    .await?;
    Ok(no)
}

/// The world of the moment, for reading.
pub(super) struct Here {
    /// `world.no`; -1 where nothing was written in this world yet.
    pub no: i64,
    /// As whom the desk is connected.
    officer: Option<OfficerId>,
}

impl Here {
    pub async fn read(connection: &mut SqliteConnection) -> Result<Self, StoreError> {
        let Some(held) = settings::connection(connection).await? else {
            return Ok(Self {
                no: ALONE,
                officer: None,
            });
        };
        let no = match world_of(&held) {
            None => UNKNOWN,
            Some(world) => number(connection, &world).await?.unwrap_or(-1),
        };
        Ok(Self {
            no,
            officer: Some(held.officer),
        })
    }

    /// Whether what waits may be offered: not before the hub has said which one it is.
    pub fn offers(&self) -> bool {
        self.no != UNKNOWN
    }

    /// Whose a row is that was joined with [`WORLD_COLUMNS`]; `by` signed it, where it is signed.
    pub fn whose(
        &self,
        row: &SqliteRow,
        by: Option<Option<OfficerId>>,
    ) -> Result<Whose, StoreError> {
        let no: Option<i64> = row.try_get("w_no")?;
        match no {
            // The hub has not said yet which one it is: what its officer wrote here is theirs.
            None | Some(UNKNOWN) => Ok(
                if self.no == UNKNOWN && by.is_none_or(|by| by == self.officer) {
                    Whose::Ours
                } else {
                    Whose::Unknown
                },
            ),
            Some(no) if no == self.no => Ok(Whose::Ours),
            Some(ALONE) => Ok(Whose::Alone),
            Some(_) => {
                let id = |column| -> Result<uuid::Uuid, StoreError> {
                    let bytes: Vec<u8> = row.try_get(column)?;
                    uuid::Uuid::from_slice(&bytes).map_err(|_| StoreError::unreadable("world"))
                };
                Ok(Whose::Other(Elsewhere {
                    world: World {
                        hub: HubId(id("w_hub")?),
                        officer: OfficerId(id("w_officer")?),
                    },
                    hub_url: row.try_get("w_hub_url")?,
                    officer_name: row.try_get("w_officer_name")?,
                    practice: row.try_get("w_practice")?,
                }))
            }
        }
    }
}

fn world_of(connection: &Connection) -> Option<World> {
    connection.hub.map(|hub| World {
        hub,
        officer: connection.officer,
    })
}

fn hub_bytes(world: &World) -> Vec<u8> {
    world.hub.0.as_bytes().to_vec()
}

fn officer_bytes(world: &World) -> Vec<u8> {
    world.officer.0.as_bytes().to_vec()
}

async fn number_of(tx: &mut SqliteConnection, whose: &Whose) -> Result<Option<i64>, StoreError> {
    match whose {
        Whose::Ours => current(tx).await.map(Some),
        Whose::Alone => Ok(Some(ALONE)),
        Whose::Unknown => Ok(Some(UNKNOWN)),
        Whose::Other(Elsewhere { world, .. }) => number(tx, world).await,
    }
}

async fn number(tx: &mut SqliteConnection, world: &World) -> Result<Option<i64>, StoreError> {
    let no = sqlx::query_scalar("SELECT no FROM world WHERE hub = ?1 AND officer = ?2")
        .bind(hub_bytes(world))
        .bind(officer_bytes(world))
        .fetch_optional(tx)
        .await?;
    Ok(no)
}

/// Columns of `world` that [`Here::whose`] reads, for joining.
pub(super) const WORLD_COLUMNS: &str = "w.no AS w_no, w.hub AS w_hub, w.officer AS w_officer, w.hub_url AS w_hub_url, \
     w.officer_name AS w_officer_name, w.practice AS w_practice";

/// Finds out whose the rows of before are, as far as it can be known: what an officer of the connected
/// hub wrote is theirs, since a hub makes up the ids of its officers; what nobody signed was written
/// without a hub. The rest stays held back until somebody decides.
pub(crate) async fn attribute(tx: &mut SqliteConnection) -> Result<(), StoreError> {
    let unknown: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM outbox WHERE world = 0)
              + (SELECT count(*) FROM op_log WHERE world = 0)
              + (SELECT count(*) FROM draft WHERE world = 0)",
    )
    .fetch_one(&mut *tx)
    .await?;
    if unknown == 0 {
        return Ok(());
    }
    for sql in [
        "UPDATE outbox SET world = 1 WHERE world = 0 AND json_extract(change, '$.by.id') IS NULL",
        "UPDATE op_log SET world = 1 WHERE world = 0 AND json_extract(change, '$.by.id') IS NULL",
    ] {
        sqlx::query(sql).execute(&mut *tx).await?;
    }
    let connection = settings::connection(tx).await?;
    let current = current(tx).await?;
    let Some(connection) = connection else {
        let others: i64 = sqlx::query_scalar(
            "SELECT (SELECT count(*) FROM outbox WHERE world <> 1)
                  + (SELECT count(*) FROM op_log WHERE world <> 1)",
        )
        .fetch_one(&mut *tx)
        .await?;
        if others == 0 {
            sqlx::query("UPDATE draft SET world = 1 WHERE world = 0")
                .execute(tx)
                .await?;
        }
        return Ok(());
    };
    if current == UNKNOWN {
        return Ok(());
    }
    let officer = connection.officer.to_string();
    // A draft is not signed: it is the officer's where nobody else ever wrote here.
    let strangers: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM outbox WHERE json_extract(change, '$.by.id') <> ?1)
              + (SELECT count(*) FROM op_log WHERE json_extract(change, '$.by.id') <> ?1)",
    )
    .bind(officer.clone())
    .fetch_one(&mut *tx)
    .await?;
    for sql in [
        "UPDATE outbox SET world = ?1 WHERE world = 0 AND json_extract(change, '$.by.id') = ?2",
        "UPDATE op_log SET world = ?1 WHERE world = 0 AND json_extract(change, '$.by.id') = ?2",
    ] {
        sqlx::query(sql)
            .bind(current)
            .bind(officer.clone())
            .execute(&mut *tx)
            .await?;
    }
    if strangers == 0 {
        sqlx::query("UPDATE draft SET world = ?1 WHERE world = 0")
            .bind(current)
            .execute(tx)
            .await?;
    }
    Ok(())
}
