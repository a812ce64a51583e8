//! Figures by region, for the map and its table twin.

use chrono::{DateTime, Utc};
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::region::{RegionCode, RegionLevel};

use super::View;
use super::filter::Filters;
use crate::error::StoreError;

/// Figures of one region, or of the complaints without one.
#[derive(Clone, Debug, PartialEq)]
pub struct RegionCount {
    /// None: no location clear enough for the level asked for.
    pub region: Option<RegionCode>,
    pub received: u64,
    pub open: u64,
    /// A running clock past its deadline.
    pub overdue: u64,
    /// Selesai and proses: the numerator of "persentase tindak lanjut".
    pub followed_up: u64,
    /// With a public reply.
    pub answered: u64,
    /// Mean calendar days from receipt to the first public reply; none where nothing was answered.
    pub mean_days: Option<f64>,
}

impl View {
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
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT CASE WHEN length(h.region) >= ");
        sql.push_bind(chars);
        sql.push(" THEN substr(h.region, 1, ").push_bind(chars);
        sql.push(") END AS code, count(*), sum(h.open), sum(h.due_order < ");
        sql.push_bind(now.timestamp_millis());
        sql.push(
            "), sum(h.stage IN ('proses', 'selesai')), count(h.answered_ms),
              avg((h.answered_ms - h.received_ms) / 86400000.0) FROM head h",
        );
        filters.push_where(&mut sql);
        sql.push(" GROUP BY code ORDER BY code NULLS LAST");
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter()
                        .map(|row| {
                            let code: Option<&str> = row.try_get(0)?;
                            let n = |column: usize| {
                                row.try_get::<i64, _>(column).map(i64::unsigned_abs)
                            };
                            Ok(RegionCount {
                                region: code
                                    .map(RegionCode::parse)
                                    .transpose()
                                    .map_err(|_| StoreError::unreadable("region"))?,
                                received: n(1)?,
                                open: n(2)?,
                                overdue: n(3)?,
                                followed_up: n(4)?,
                                answered: n(5)?,
                                mean_days: row.try_get(6)?,
                            })
                        })
                        .collect()
                })
            })
            .await
    }
}
