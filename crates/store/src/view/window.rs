//! A window of a list, and how many complaints there are in all.
//!
//! Rows come packed: SQLite hands over the whole window as one JSON array. Row by row each would cross from
//! sqlx's thread by itself, with a copy of every value, which takes longer than a full-text query.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Channel, Priority};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::Stage;

use super::{Query, View, of_code, stage_of};
use crate::columns::time_of_ms;
use crate::error::StoreError;
use crate::mirror::DueCache;

/// A window of a list and how many the filters let through, of one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct ListPage {
    pub total: u64,
    pub rows: Vec<HeadRow>,
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
    /// A window of a list.
    pub async fn list(&self, query: &Query) -> Result<Vec<HeadRow>, StoreError> {
        let mut sql = query.window();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let packed: String = sql.build_query_scalar().fetch_one(connection).await?;
                    heads_of(&packed)
                })
            })
            .await
    }

    /// A window of a list, and how many there are in all.
    pub async fn page(&self, query: &Query) -> Result<ListPage, StoreError> {
        let mut sql: QueryBuilder<Sqlite> = query.page();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let row = sql.build().fetch_one(connection).await?;
                    Ok(ListPage {
                        total: row.try_get::<i64, _>(0)?.unsigned_abs(),
                        rows: heads_of(row.try_get(1)?)?,
                    })
                })
            })
            .await
    }
}

/// What is packed of each row, in the order of [`PackedHead`].
pub(super) const PACKED: &str = "json_array(hex(id), tracking_id, title, stage, classification, category, \
     channel, region, unit, agency, priority, anonymous, secret, received_ms, updated_ms, answered_ms, \
     waiting, attention, due_ms, due_clock, due_state, due_started_ms, due_zone)";

/// One packed row; codes and numbers as the table has them.
#[derive(Deserialize)]
struct PackedHead<'a> {
    id: &'a str,
    #[serde(borrow)]
    tracking_id: Cow<'a, str>,
    title: String,
    stage: &'a str,
    #[serde(borrow)]
    classification: Cow<'a, str>,
    category: String,
    #[serde(borrow)]
    channel: Cow<'a, str>,
    #[serde(borrow)]
    region: Option<Cow<'a, str>>,
    unit: Option<String>,
    agency: Option<String>,
    priority: u8,
    anonymous: u8,
    secret: u8,
    received_ms: i64,
    updated_ms: i64,
    answered_ms: Option<i64>,
    waiting: u32,
    attention: u32,
    due_ms: Option<i64>,
    #[serde(borrow)]
    due_clock: Option<Cow<'a, str>>,
    due_state: Option<&'a str>,
    due_started_ms: Option<i64>,
    due_zone: u8,
}

fn heads_of(packed: &str) -> Result<Vec<HeadRow>, StoreError> {
    let rows: Vec<PackedHead<'_>> =
        serde_json::from_str(packed).map_err(|error| StoreError::of_json("list", &error))?;
    rows.into_iter().map(head_of).collect()
}

fn head_of(packed: PackedHead<'_>) -> Result<HeadRow, StoreError> {
    let due = due_of(&packed)?;
    let id = uuid::Uuid::try_parse(packed.id).map_err(|_| StoreError::unreadable("id"))?;
    Ok(HeadRow {
        id: ComplaintId(id),
        tracking_id: TrackingId::parse(&packed.tracking_id)
            .map_err(|_| StoreError::unreadable("tracking number"))?,
        title: packed.title,
        stage: stage_of(packed.stage)?,
        classification: of_code(&packed.classification, "classification")?,
        category: packed.category,
        channel: of_code(&packed.channel, "channel")?,
        region: packed
            .region
            .map(|code| RegionCode::parse(&code))
            .transpose()
            .map_err(|_| StoreError::unreadable("region"))?,
        unit: packed.unit,
        agency: packed.agency,
        priority: match packed.priority {
            0 => Priority::Normal,
            1 => Priority::High,
            _ => Priority::Urgent,
        },
        privacy: Privacy {
            anonymous: packed.anonymous != 0,
            secret: packed.secret != 0,
        },
        received_at: time_of_ms(packed.received_ms),
        updated_at: time_of_ms(packed.updated_ms),
        answered_at: packed.answered_ms.map(time_of_ms),
        waiting: packed.waiting,
        attention: packed.attention,
        due,
    })
}

fn due_of(packed: &PackedHead<'_>) -> Result<Option<DueCache>, StoreError> {
    let Some(due_ms) = packed.due_ms else {
        return Ok(None);
    };
    let (Some(clock), Some(state), Some(started_ms)) =
        (&packed.due_clock, packed.due_state, packed.due_started_ms)
    else {
        return Err(StoreError::unreadable("deadline"));
    };
    DueCache::of_codes(due_ms, clock, state, started_ms, packed.due_zone != 0).map(Some)
}
