//! Complaints counted: for the tabs, the map and its table twin.
//!
//! Counts by stage only, and compares with bounds that callers give; what a stage counts for, and
//! every share and mean, is said in [`tanggap_domain::indicator`].

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::indicator::{Answers, Group, Tally};
use tanggap_domain::region::{RegionCode, RegionLevel};

use super::filter::Filters;
use super::{View, stage_of};
use crate::error::StoreError;

/// Figures of one region, or of the complaints without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionCount {
    /// None: no location clear enough for the level asked for.
    pub region: Option<RegionCode>,
    pub tally: Tally,
    pub answers: Answers,
}

/// Columns of a [`Group`], of the rows of `h` that are counted together.
fn push_group(sql: &mut QueryBuilder<Sqlite>, now: DateTime<Utc>) {
    sql.push("h.stage, count(*), count(*) FILTER (WHERE h.due_order < ");
    sql.push_bind(now.timestamp_millis());
    sql.push(")");
}

fn group_of(row: &SqliteRow) -> Result<Group, StoreError> {
    let n = |column: usize| row.try_get::<i64, _>(column).map(i64::unsigned_abs);
    Ok(Group {
        stage: stage_of(row.try_get(0)?)?,
        received: n(1)?,
        overdue: n(2)?,
    })
}

impl View {
    /// Everything that the filters let through, counted at `now`.
    pub async fn tally(&self, filters: &Filters, now: DateTime<Utc>) -> Result<Tally, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT ");
        push_group(&mut sql, now);
        sql.push(" FROM head h");
        filters.push_where(&mut sql);
        sql.push(" GROUP BY h.stage");
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    let mut tally = Tally::default();
                    for row in &rows {
                        tally.add(&group_of(row)?);
                    }
                    Ok(tally)
                })
            })
            .await
    }

    /// Figures by the regions of one level, in order of code, of what the filters let through at
    /// `now`. Complaints whose location is not that deep stand in one last row without region.
    pub async fn region_counts(
        &self,
        level: RegionLevel,
        filters: &Filters,
        now: DateTime<Utc>,
    ) -> Result<Vec<RegionCount>, StoreError> {
        let chars = match level {
            RegionLevel::Province => 2,
            RegionLevel::Regency => 5,
            RegionLevel::District => 8,
            RegionLevel::Village => 13,
        };
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT ");
        push_group(&mut sql, now);
        sql.push(", count(h.answered_ms), coalesce(sum(h.answered_ms - h.received_ms), 0)");
        sql.push(", CASE WHEN length(h.region) >= ")
            .push_bind(chars);
        sql.push(" THEN substr(h.region, 1, ").push_bind(chars);
        sql.push(") END AS code FROM head h");
        filters.push_where(&mut sql);
        sql.push(" GROUP BY code, h.stage");
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    let mut located: BTreeMap<RegionCode, (Tally, Answers)> = BTreeMap::new();
                    let mut elsewhere: Option<(Tally, Answers)> = None;
                    for row in &rows {
                        let (tally, answers) = match row.try_get::<Option<&str>, _>(5)? {
                            Some(code) => {
                                let code = RegionCode::parse(code)
                                    .map_err(|_| StoreError::unreadable("region"))?;
                                located.entry(code).or_default()
                            }
                            None => elsewhere.get_or_insert_default(),
                        };
                        tally.add(&group_of(row)?);
                        *answers += Answers {
                            answered: row.try_get::<i64, _>(3)?.unsigned_abs(),
                            sum_ms: row.try_get(4)?,
                        };
                    }
                    let located = located.into_iter().map(|(code, of)| (Some(code), of));
                    let all = located.chain(elsewhere.map(|of| (None, of)));
                    let count = |(region, (tally, answers))| RegionCount {
                        region,
                        tally,
                        answers,
                    };
                    Ok(all.map(count).collect())
                })
            })
            .await
    }
}
