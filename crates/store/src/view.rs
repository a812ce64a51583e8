//! What people see: the confirmed complaints with this desk's waiting changes applied.
//!
//! Reads only. Every figure is of one moment per call; nothing here knows the time.

mod figures;
mod filter;
mod seen;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Complaint, Priority};
use tanggap_domain::ids::{ComplaintId, OpId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;

use crate::error::StoreError;
use crate::mirror::{DueCache, complaint_of_json, due_of_row, id_bytes, id_of_bytes, time_of_ms};
use crate::store::Inner;

pub use figures::RegionCount;
pub use filter::{Filters, Query, Sort};
pub use seen::Seen;

/// Access to the visible state. Cheap to clone.
#[derive(Clone)]
pub struct View {
    pub(crate) store: Arc<Inner>,
}

/// One complaint as people see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Visible {
    /// With the waiting changes applied.
    pub complaint: Complaint,
    /// Changes of this desk that upstream has not confirmed, in order of acting.
    pub pending: Vec<OpId>,
    /// Those among them that need a decision.
    pub attention: Vec<OpId>,
    /// The stage upstream knows; none for a complaint that only exists here so far.
    pub confirmed_stage: Option<Stage>,
    /// Of the confirmed complaint: a clock is met only once upstream has it.
    pub due: Option<DueCache>,
}

/// One row of a list: what the head of a complaint says, without texts and history.
#[derive(Clone, Debug, PartialEq)]
pub struct HeadRow {
    pub id: ComplaintId,
    pub tracking_id: TrackingId,
    pub title: String,
    pub stage: Stage,
    pub classification: Classification,
    /// Category path joined by ` > `.
    pub category: String,
    pub channel: Channel,
    pub region: Option<RegionCode>,
    pub unit: Option<String>,
    pub agency: Option<String>,
    pub priority: Priority,
    pub privacy: Privacy,
    pub received_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    /// First public reply.
    pub answered_at: Option<DateTime<Utc>>,
    /// Changes of this desk that wait for confirmation.
    pub waiting: u32,
    /// Changes of this desk that need a decision.
    pub attention: u32,
    pub due: Option<DueCache>,
}

impl View {
    pub async fn get(&self, id: ComplaintId) -> Result<Option<Visible>, StoreError> {
        let pending = self.store.pending.clone();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let row = sqlx::query(
                        "SELECT d.doc, o.doc AS shown, h.due_ms, h.due_clock, h.due_state,
                                h.due_started_ms, h.due_zone
                         FROM head h
                         LEFT JOIN document d ON d.rid = h.rid
                         LEFT JOIN overlay o ON o.rid = h.rid
                         WHERE h.id = ?1",
                    )
                    .bind(id_bytes(id))
                    .fetch_optional(connection)
                    .await?;
                    let Some(row) = row else {
                        return Ok(None);
                    };
                    let read = |column| -> Result<Option<Complaint>, StoreError> {
                        let doc: Option<String> = row.try_get(column)?;
                        doc.as_deref().map(complaint_of_json).transpose()
                    };
                    let (confirmed, shown) = (read("doc")?, read("shown")?);
                    let confirmed_stage = confirmed.as_ref().map(|complaint| complaint.stage);
                    let Some(complaint) = shown.or(confirmed) else {
                        return Err(StoreError::unreadable("complaint"));
                    };
                    let lane = pending.of(id).unwrap_or_default();
                    let attention = lane.iter().filter(|entry| entry.attention);
                    Ok(Some(Visible {
                        complaint,
                        pending: lane.iter().map(|entry| entry.change.op).collect(),
                        attention: attention.map(|entry| entry.change.op).collect(),
                        confirmed_stage,
                        due: due_of_row(&row)?,
                    }))
                })
            })
            .await
    }

    /// Every complaint with this number, national or provisional: one, as a rule.
    pub async fn find(&self, tracking_id: &TrackingId) -> Result<Vec<ComplaintId>, StoreError> {
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

    /// A window of a list.
    pub async fn list(&self, query: &Query) -> Result<Vec<HeadRow>, StoreError> {
        let mut sql = query.select();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter().map(head_of_row).collect()
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

fn head_of_row(row: &SqliteRow) -> Result<HeadRow, StoreError> {
    let stage: &str = row.try_get("stage")?;
    let classification: &str = row.try_get("classification")?;
    let channel: String = row.try_get("channel")?;
    let region: Option<String> = row.try_get("region")?;
    let tracking_id: &str = row.try_get("tracking_id")?;
    let ms = |column| row.try_get::<i64, _>(column).map(time_of_ms);
    Ok(HeadRow {
        id: id_of_bytes(row.try_get("id")?)?,
        tracking_id: TrackingId::parse(tracking_id)
            .map_err(|_| StoreError::unreadable("tracking number"))?,
        title: row.try_get("title")?,
        stage: stage_of(stage)?,
        classification: of_code(classification, "classification")?,
        category: row.try_get("category")?,
        channel: of_code(&channel, "channel")?,
        region: region
            .as_deref()
            .map(RegionCode::parse)
            .transpose()
            .map_err(|_| StoreError::unreadable("region"))?,
        unit: row.try_get("unit")?,
        agency: row.try_get("agency")?,
        priority: match row.try_get::<i64, _>("priority")? {
            0 => Priority::Normal,
            1 => Priority::High,
            _ => Priority::Urgent,
        },
        privacy: Privacy {
            anonymous: row.try_get("anonymous")?,
            secret: row.try_get("secret")?,
        },
        received_at: ms("received_ms")?,
        updated_at: ms("updated_ms")?,
        answered_at: row
            .try_get::<Option<i64>, _>("answered_ms")?
            .map(time_of_ms),
        waiting: row.try_get("waiting")?,
        attention: row.try_get("attention")?,
        due: due_of_row(row)?,
    })
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
