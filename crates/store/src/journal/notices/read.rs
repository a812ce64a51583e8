//! Reading the record of notices.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use tanggap_domain::ids::ComplaintId;

use super::{Notice, NoticeEvent, NoticeKey, NoticeStanding, NoticeWhat, complaint_bytes, time_of};
use crate::columns::{id_of_bytes, json_of_ids, time_of_ms};
use crate::error::StoreError;
use crate::journal::Journal;

/// Which notices. Everything that is set must hold; the default lets all through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoticeQuery {
    pub unread: bool,
    pub standing: Option<NoticeStanding>,
    pub complaint: Option<ComplaintId>,
    pub clock: Option<String>,
    pub threshold: Option<String>,
}

impl NoticeQuery {
    fn push_where(&self, sql: &mut QueryBuilder<Sqlite>) {
        sql.push(" WHERE 1");
        if self.unread {
            sql.push(" AND read_ms IS NULL");
        }
        if let Some(standing) = self.standing {
            sql.push(" AND standing = ").push_bind(standing.code());
        }
        if let Some(complaint) = self.complaint {
            sql.push(" AND complaint = ")
                .push_bind(complaint_bytes(Some(complaint)));
        }
        if let Some(clock) = &self.clock {
            sql.push(" AND clock = ").push_bind(clock.clone());
        }
        if let Some(threshold) = &self.threshold {
            sql.push(" AND threshold = ").push_bind(threshold.clone());
        }
    }
}

const COLUMNS: &str = "SELECT no, complaint, clock, threshold, due_ms, told_ms, read_ms, standing, \
                       detail FROM notice";

impl Journal {
    /// Newest first; with `before` only older ones than that.
    pub async fn notices(
        &self,
        query: &NoticeQuery,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<Notice>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new(COLUMNS);
        query.push_where(&mut sql);
        if let Some(before) = before {
            sql.push(" AND no < ").push_bind(before);
        }
        sql.push(" ORDER BY no DESC LIMIT ").push_bind(limit);
        self.read_notice_rows(sql).await
    }

    pub async fn count_notices(&self, query: &NoticeQuery) -> Result<u64, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new("SELECT count(*) FROM notice");
        query.push_where(&mut sql);
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let count: i64 = sql.build_query_scalar().fetch_one(connection).await?;
                    Ok(count.unsigned_abs())
                })
            })
            .await
    }

    pub async fn unread_notices(&self) -> Result<u64, StoreError> {
        Ok(self.stats().await?.unread_notices)
    }

    /// Standing notices of a complaint.
    pub async fn standing_notices_of(
        &self,
        complaints: &[ComplaintId],
    ) -> Result<Vec<Notice>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new(COLUMNS);
        sql.push(
            " WHERE standing = 'current' AND complaint IN (SELECT unhex(value) FROM json_each(",
        )
        .push_bind(json_of_ids(complaints))
        .push("))");
        self.read_notice_rows(sql).await
    }

    /// Complaints with a standing notice, in order of their ids, after this one.
    pub async fn complaints_with_notices(
        &self,
        after: Option<ComplaintId>,
        limit: u32,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let after = complaint_bytes(after);
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let ids: Vec<Vec<u8>> = sqlx::query_scalar(
                        "SELECT DISTINCT complaint FROM notice
                         WHERE standing = 'current' AND complaint > ?1
                         ORDER BY complaint LIMIT ?2",
                    )
                    .bind(after)
                    .bind(limit)
                    .fetch_all(connection)
                    .await?;
                    ids.iter().map(|id| id_of_bytes(id)).collect()
                })
            })
            .await
    }

    /// Snoozed notices that are to be told again by `now`.
    pub async fn notices_to_wake(&self, now: DateTime<Utc>) -> Result<Vec<Notice>, StoreError> {
        let mut sql = QueryBuilder::<Sqlite>::new(COLUMNS);
        sql.push(" WHERE snooze_ms <= ")
            .push_bind(now.timestamp_millis())
            .push(" ORDER BY snooze_ms, no");
        self.read_notice_rows(sql).await
    }

    /// When the next snooze ends.
    pub async fn next_snooze(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let ms: Option<i64> = sqlx::query_scalar(
                        "SELECT min(snooze_ms) FROM notice WHERE snooze_ms IS NOT NULL",
                    )
                    .fetch_one(connection)
                    .await?;
                    Ok(time_of(ms))
                })
            })
            .await
    }

    /// What happened with these notices, oldest first.
    pub async fn notice_history(&self, notices: &[i64]) -> Result<Vec<NoticeEvent>, StoreError> {
        if notices.is_empty() {
            return Ok(Vec::new());
        }
        let mut sql = QueryBuilder::<Sqlite>::new(
            "SELECT notice, at_ms, what, until_ms, who FROM notice_event WHERE notice IN (",
        );
        let mut list = sql.separated(", ");
        for no in notices {
            list.push_bind(*no);
        }
        sql.push(") ORDER BY no");
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter().map(event_of_row).collect()
                })
            })
            .await
    }

    async fn read_notice_rows(
        &self,
        mut sql: QueryBuilder<Sqlite>,
    ) -> Result<Vec<Notice>, StoreError> {
        self.store
            .journal
            .read(move |connection| {
                Box::pin(async move {
                    let rows = sql.build().fetch_all(connection).await?;
                    rows.iter().map(notice_of_row).collect()
                })
            })
            .await
    }
}

fn notice_of_row(row: &SqliteRow) -> Result<Notice, StoreError> {
    let complaint: Vec<u8> = row.try_get("complaint")?;
    let standing: String = row.try_get("standing")?;
    Ok(Notice {
        no: row.try_get("no")?,
        key: NoticeKey {
            complaint: if complaint.is_empty() {
                None
            } else {
                Some(id_of_bytes(&complaint)?)
            },
            clock: row.try_get("clock")?,
            threshold: row.try_get("threshold")?,
        },
        due_at: time_of_ms(row.try_get("due_ms")?),
        told_at: time_of_ms(row.try_get("told_ms")?),
        read_at: time_of(row.try_get("read_ms")?),
        standing: NoticeStanding::of_code(&standing)
            .ok_or_else(|| StoreError::unreadable("standing of a notice"))?,
        detail: row.try_get("detail")?,
    })
}

fn event_of_row(row: &SqliteRow) -> Result<NoticeEvent, StoreError> {
    let what: String = row.try_get("what")?;
    Ok(NoticeEvent {
        notice: row.try_get("notice")?,
        at: time_of_ms(row.try_get("at_ms")?),
        what: NoticeWhat::of_code(&what)
            .ok_or_else(|| StoreError::unreadable("history of a notice"))?,
        until: time_of(row.try_get("until_ms")?),
        who: row.try_get("who")?,
    })
}
