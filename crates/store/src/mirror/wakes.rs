//! The waking times of clocks, as a queue: who has seen to one sets the next.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::classification::Classification;
use tanggap_domain::ids::ComplaintId;

use super::Mirror;
use crate::columns::{id_bytes, id_of_bytes, time_of_ms};
use crate::error::StoreError;

/// A waking time that was seen to, and the next one of the same complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Woken {
    pub id: ComplaintId,
    pub was_ms: i64,
    pub next_ms: Option<i64>,
}

/// Complaints that are told at any hour.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnyHour {
    pub classes: Vec<Classification>,
    pub urgent: bool,
}

impl AnyHour {
    /// No complaint at all.
    pub fn is_nothing(&self) -> bool {
        self.classes.is_empty() && !self.urgent
    }

    fn push(&self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push(" AND (0");
        if self.urgent {
            sql.push(" OR priority = 2");
        }
        for class in &self.classes {
            sql.push(" OR classification = ")
                .push_bind(class.code().to_owned());
        }
        sql.push(")");
    }
}

impl Mirror {
    /// Complaints whose clocks cross a threshold until `now`, earliest first, with the waking time;
    /// with `only`, those alone.
    pub async fn wakes(
        &self,
        now: DateTime<Utc>,
        only: Option<&AnyHour>,
        limit: u32,
    ) -> Result<Vec<(ComplaintId, i64)>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT id, wake_ms FROM head WHERE wake_ms <= ");
        sql.push_bind(now.timestamp_millis());
        if let Some(only) = only {
            only.push(&mut sql);
        }
        sql.push(" ORDER BY wake_ms, rid LIMIT ").push_bind(limit);
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter()
                        .map(|row| Ok((id_of_bytes(row.try_get(0)?)?, row.try_get(1)?)))
                        .collect()
                })
            })
            .await
    }

    /// When the next clock crosses a threshold; none where none will. With `only`, of those alone.
    pub async fn next_wake(
        &self,
        only: Option<&AnyHour>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut sql =
            QueryBuilder::<Sqlite>::new("SELECT min(wake_ms) FROM head WHERE wake_ms IS NOT NULL");
        if let Some(only) = only {
            only.push(&mut sql);
        }
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let ms: Option<i64> = sql.build_query_scalar().fetch_one(connection).await?;
                    Ok(ms.map(time_of_ms))
                })
            })
            .await
    }

    /// Has the watch look at a complaint no later than this: what was told of it does not hold any
    /// more, and will be told again.
    pub async fn wake_by(&self, id: ComplaintId, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    sqlx::query(
                        "UPDATE head SET wake_ms = min(coalesce(wake_ms, ?2), ?2) WHERE id = ?1",
                    )
                    .bind(id_bytes(id))
                    .bind(at.timestamp_millis())
                    .execute(tx)
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Sets the next waking times, where the old ones still stand: a complaint that changed in the
    /// meantime keeps what the change set.
    pub async fn woken(&self, woken: Vec<Woken>) -> Result<(), StoreError> {
        self.store
            .mirror_write(move |tx| {
                Box::pin(async move {
                    for woken in &woken {
                        sqlx::query("UPDATE head SET wake_ms = ?3 WHERE id = ?1 AND wake_ms = ?2")
                            .bind(id_bytes(woken.id))
                            .bind(woken.was_ms)
                            .bind(woken.next_ms)
                            .execute(&mut *tx)
                            .await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}
