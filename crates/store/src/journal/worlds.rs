//! Table `world`: for which hub, and as which of its officers, something was written. What was written
//! in one world is never offered to another, in whatever order a desk practises, connects,
//! disconnects and is restored.
//!
//! The world of the moment follows from the connection, inside the writing transaction itself: there
//! is no moment at which somebody's work could go under another name.

pub(crate) mod here;

use sqlx::SqliteConnection;
use tanggap_domain::change::Change;
use tanggap_domain::ids::OpId;
use tanggap_domain::world::World;

use super::settings::rows::{self, Connection};
use super::{DraftKey, Journal};
use crate::columns::{json_of, op_bytes};
use crate::error::StoreError;

use here::{ALONE, UNKNOWN, Whose, current, number, number_of};

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
                    rows::set_connection(tx, &connection).await?;
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
    let connection = rows::connection(tx).await?;
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
