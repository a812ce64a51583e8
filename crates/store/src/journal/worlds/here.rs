//! The world of the moment and whose a row is, inside a reading or writing of the caller.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::ids::{HubId, OfficerId};
use tanggap_domain::world::World;

use crate::error::StoreError;
use crate::journal::settings::rows::{self, Connection};

/// `world.no` of what was written before worlds were kept.
pub(crate) const UNKNOWN: i64 = 0;
/// `world.no` of what was written without any hub.
pub(crate) const ALONE: i64 = 1;

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

/// `world.no` of the moment. [`UNKNOWN`] where the hub has not said yet which one it is: then nothing
/// is offered.
pub(crate) async fn current(tx: &mut SqliteConnection) -> Result<i64, StoreError> {
    let Some(connection) = rows::connection(tx).await? else {
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
pub(crate) struct Here {
    /// `world.no`; -1 where nothing was written in this world yet.
    pub no: i64,
    /// As whom the desk is connected.
    officer: Option<OfficerId>,
}

impl Here {
    pub async fn read(connection: &mut SqliteConnection) -> Result<Self, StoreError> {
        let Some(held) = rows::connection(connection).await? else {
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

pub(crate) fn world_of(connection: &Connection) -> Option<World> {
    connection.hub.map(|hub| World {
        hub,
        officer: connection.officer,
    })
}

pub(crate) fn hub_bytes(world: &World) -> Vec<u8> {
    world.hub.0.as_bytes().to_vec()
}

pub(crate) fn officer_bytes(world: &World) -> Vec<u8> {
    world.officer.0.as_bytes().to_vec()
}

pub(crate) async fn number_of(
    tx: &mut SqliteConnection,
    whose: &Whose,
) -> Result<Option<i64>, StoreError> {
    match whose {
        Whose::Ours => current(tx).await.map(Some),
        Whose::Alone => Ok(Some(ALONE)),
        Whose::Unknown => Ok(Some(UNKNOWN)),
        Whose::Other(Elsewhere { world, .. }) => number(tx, world).await,
    }
}

pub(crate) async fn number(
    tx: &mut SqliteConnection,
    world: &World,
) -> Result<Option<i64>, StoreError> {
    let no = sqlx::query_scalar("SELECT no FROM world WHERE hub = ?1 AND officer = ?2")
        .bind(hub_bytes(world))
        .bind(officer_bytes(world))
        .fetch_optional(tx)
        .await?;
    Ok(no)
}

/// Columns of `world` that [`Here::whose`] reads, for joining.
pub(crate) const WORLD_COLUMNS: &str = "w.no AS w_no, w.hub AS w_hub, w.officer AS w_officer, w.hub_url AS w_hub_url, \
     w.officer_name AS w_officer_name, w.practice AS w_practice";
