//! What people see: the confirmed complaints with this desk's waiting changes applied.
//!
//! Reads only. Every figure is of one moment per call; nothing here knows the time.

mod figures;
mod filter;
mod likely;
mod seen;
mod window;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, OpId, TrackingId};
use tanggap_domain::status::Stage;

use crate::columns::{complaint_of_json, id_of_bytes, json_of_ids};
use crate::error::StoreError;
use crate::inner::Inner;
use crate::journal::pending::Pending;
use crate::mirror::{DueCache, due_of_row};

pub use figures::RegionCount;
pub use filter::{Filters, Query, Sort};
pub use seen::Seen;
pub use window::{HeadRow, ListPage};

/// Access to the visible state. Cheap to clone.
#[derive(Clone)]
pub struct View {
    pub(crate) store: Arc<Inner>,
}

/// One complaint as people see it, and what upstream has of it; both of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Visible {
    /// With the waiting changes applied.
    pub complaint: Complaint,
    pub confirmed: Confirmed,
    /// Changes of this desk that upstream has not confirmed, in order of acting.
    pub pending: Vec<OpId>,
    /// Those among them that need a decision.
    pub attention: Vec<OpId>,
    /// Of the confirmed complaint: a clock is met only once upstream has it.
    pub due: Option<DueCache>,
}

/// What upstream has of a complaint, beside what is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum Confirmed {
    /// The same.
    AsShown,
    /// The complaint without what waits here.
    Without(Box<Complaint>),
    /// Nothing: it exists only here so far.
    NotYet,
}

impl Visible {
    /// What upstream has; none for a complaint that exists only here so far.
    pub fn confirmed(&self) -> Option<&Complaint> {
        match &self.confirmed {
            Confirmed::AsShown => Some(&self.complaint),
            Confirmed::Without(confirmed) => Some(confirmed),
            Confirmed::NotYet => None,
        }
    }

    /// The complaint that clocks go by: the confirmed one, since what waits here has not happened yet;
    /// the shown one where it exists only here.
    pub fn for_clocks(&self) -> &Complaint {
        self.confirmed().unwrap_or(&self.complaint)
    }

    /// As [`Visible::for_clocks`], for whoever needs nothing else.
    pub fn into_for_clocks(self) -> Complaint {
        match self.confirmed {
            Confirmed::Without(confirmed) => *confirmed,
            Confirmed::AsShown | Confirmed::NotYet => self.complaint,
        }
    }
}

/// What a complaint is called, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub tracking_id: TrackingId,
    pub title: String,
}

impl View {
    pub async fn get(&self, id: ComplaintId) -> Result<Option<Visible>, StoreError> {
        Ok(self.get_many(vec![id]).await?.pop())
    }

    /// The complaints of `ids` that are held, in this order. Whole ones: ask for some dozens at a time.
    pub async fn get_many(&self, ids: Vec<ComplaintId>) -> Result<Vec<Visible>, StoreError> {
        let pending = self.store.pending.clone();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT h.id, d.doc, o.doc AS shown, h.due_ms, h.due_clock, h.due_state,
                                h.due_started_ms, h.due_zone
                         FROM json_each(?1) asked
                         JOIN head h ON h.id = unhex(asked.value)
                         LEFT JOIN document d ON d.rid = h.rid
                         LEFT JOIN overlay o ON o.rid = h.rid
                         ORDER BY asked.key",
                    )
                    .bind(json_of_ids(&ids))
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(|row| visible_of(row, &pending)).collect()
                })
            })
            .await
    }

    /// What the complaints of `ids` that are held are called.
    pub async fn named(
        &self,
        ids: &[ComplaintId],
    ) -> Result<HashMap<ComplaintId, Named>, StoreError> {
        let ids = json_of_ids(ids);
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT id, tracking_id, title FROM head
                         WHERE id IN (SELECT unhex(value) FROM json_each(?1))",
                    )
                    .bind(ids)
                    .fetch_all(connection)
                    .await?;
                    rows.iter()
                        .map(|row| {
                            let named = Named {
                                tracking_id: tracking_id_of(row)?,
                                title: row.try_get("title")?,
                            };
                            Ok((id_of_bytes(row.try_get("id")?)?, named))
                        })
                        .collect()
                })
            })
            .await
    }

    /// Every complaint with this number, national or provisional: one, as a rule. By the number of a
    /// recording that is joined, the report it is one with.
    pub async fn find(&self, tracking_id: &TrackingId) -> Result<Vec<ComplaintId>, StoreError> {
        let mut ids = self.with_number(tracking_id).await?;
        if tracking_id.is_recording() {
            ids.extend(self.joined_with_number(tracking_id).await?);
        }
        Ok(ids)
    }

    async fn with_number(&self, tracking_id: &TrackingId) -> Result<Vec<ComplaintId>, StoreError> {
        let tracking_id = tracking_id.as_str().to_owned();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT id FROM head WHERE tracking_id = ?1 ORDER BY id";
                    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
                        .bind(tracking_id)
                        .fetch_all(connection)
                        .await?;
                    ids.iter().map(|id| id_of_bytes(id)).collect()
                })
            })
            .await
    }

    /// How many complaints the filters let through.
    pub async fn count(&self, filters: &Filters) -> Result<u64, StoreError> {
        let mut sql = filters.count();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let n: i64 = sql.build_query_scalar().fetch_one(connection).await?;
                    Ok(n.unsigned_abs())
                })
            })
            .await
    }

    /// Running clocks that end in `from..to`, in order.
    pub async fn due_between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<(ComplaintId, DueCache)>, StoreError> {
        self.due_rows(
            "SELECT id, due_ms, due_clock, due_state, due_started_ms, due_zone FROM head
             WHERE due_order >= ?1 AND due_order < ?2 ORDER BY due_order, rid",
            from,
            to,
        )
        .await
    }

    /// Deadlines that end in `from..to` among what the filters let through, in milliseconds.
    pub async fn due_times(
        &self,
        filters: &Filters,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<i64>, StoreError> {
        let bounded = Filters {
            due_from: Some(from),
            due_before: Some(filters.due_before.map_or(to, |before| before.min(to))),
            ..filters.clone()
        };
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT h.due_ms FROM head h");
        bounded.push_where(&mut sql);
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move { Ok(sql.build_query_scalar().fetch_all(connection).await?) })
            })
            .await
    }

    /// How many of what the filters let through each unit has, most first; none: no unit yet.
    pub async fn by_unit(
        &self,
        filters: &Filters,
    ) -> Result<Vec<(Option<String>, u64)>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT h.unit, count(*) FROM head h");
        filters.push_where(&mut sql);
        sql.push(" GROUP BY h.unit ORDER BY 2 DESC, 1");
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter()
                        .map(|row| Ok((row.try_get(0)?, row.try_get::<i64, _>(1)?.unsigned_abs())))
                        .collect()
                })
            })
            .await
    }

    async fn due_rows(
        &self,
        sql: &'static str,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<(ComplaintId, DueCache)>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sqlx::query(sql)
                        .bind(from.timestamp_millis())
                        .bind(to.timestamp_millis())
                        .fetch_all(connection)
                        .await?;
                    rows.iter()
                        .map(|row| {
                            let due = due_of_row(row)?;
                            let due = due.ok_or_else(|| StoreError::unreadable("deadline"))?;
                            Ok((id_of_bytes(row.try_get("id")?)?, due))
                        })
                        .collect()
                })
            })
            .await
    }
}

fn visible_of(row: &SqliteRow, pending: &Pending) -> Result<Visible, StoreError> {
    let read = |column| -> Result<Option<Complaint>, StoreError> {
        let doc: Option<String> = row.try_get(column)?;
        doc.as_deref().map(complaint_of_json).transpose()
    };
    let (complaint, confirmed) = match (read("shown")?, read("doc")?) {
        (Some(shown), Some(confirmed)) => (shown, Confirmed::Without(Box::new(confirmed))),
        (Some(shown), None) => (shown, Confirmed::NotYet),
        (None, Some(confirmed)) => (confirmed, Confirmed::AsShown),
        (None, None) => return Err(StoreError::unreadable("complaint")),
    };
    let lane = pending
        .of(id_of_bytes(row.try_get("id")?)?)
        .unwrap_or_default();
    let attention = lane.iter().filter(|entry| entry.attention);
    Ok(Visible {
        complaint,
        confirmed,
        pending: lane.iter().map(|entry| entry.change.op).collect(),
        attention: attention.map(|entry| entry.change.op).collect(),
        due: due_of_row(row)?,
    })
}

fn tracking_id_of(row: &SqliteRow) -> Result<TrackingId, StoreError> {
    let text: &str = row.try_get("tracking_id")?;
    TrackingId::parse(text).map_err(|_| StoreError::unreadable("tracking number"))
}

fn stage_of(code: &str) -> Result<Stage, StoreError> {
    Stage::of_code(code).ok_or_else(|| StoreError::unreadable("stage"))
}

/// A value whose code is also its JSON string; unknown words are kept by the type itself.
fn of_code<T: serde::de::DeserializeOwned>(
    code: &str,
    what: &'static str,
) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(code.to_owned()))
        .map_err(|error| StoreError::of_json(what, &error))
}
