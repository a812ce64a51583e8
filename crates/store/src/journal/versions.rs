//! Tables `calendar_version` and `rules_version`: what the office judges by, and who decided it.
//! Only ever added to.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};
use tanggap_domain::sla::{AdoptedCalendar, OfficeRules, Reach};

use super::Journal;
use crate::columns::{json_of, time_of_ms};
use crate::error::StoreError;

/// One version of the calendar, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarVersion {
    pub adopted: AdoptedCalendar,
    /// The version whose contents it brought back.
    pub restores: Option<u32>,
}

/// One version of the office's rules.
#[derive(Clone, Debug, PartialEq)]
pub struct RulesVersion {
    pub version: u32,
    pub adopted_at: chrono::DateTime<chrono::Utc>,
    pub author: String,
    pub reason: String,
    pub rules: OfficeRules,
}

impl Journal {
    /// Oldest first; empty before the first was adopted.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] where one of them is not what this program wrote.
    pub async fn calendar_versions(&self) -> Result<Vec<CalendarVersion>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT version, adopted_ms, author, reason, reach, restores, calendar
                         FROM calendar_version ORDER BY version",
                    )
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(calendar_of_row).collect()
                })
            })
            .await
    }

    /// Adds the version after `based_on`; `false` where that is not the newest any more, and then
    /// nothing was stored.
    pub async fn add_calendar_version(
        &self,
        version: &CalendarVersion,
        based_on: u32,
    ) -> Result<bool, StoreError> {
        let json = json_of(&version.adopted.calendar, "calendar")?;
        let CalendarVersion { adopted, restores } = version.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    if newest(tx, "SELECT max(version) FROM calendar_version").await? != based_on {
                        return Ok(false);
                    }
                    sqlx::query(
                        "INSERT INTO calendar_version
                           (version, adopted_ms, author, reason, reach, restores, calendar)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )
                    .bind(adopted.version)
                    .bind(adopted.adopted_at.timestamp_millis())
                    .bind(adopted.author)
                    .bind(adopted.reason)
                    .bind(reach_code(adopted.reach))
                    .bind(restores)
                    .bind(json)
                    .execute(tx)
                    .await?;
                    Ok(true)
                })
            })
            .await
    }

    /// Oldest first.
    ///
    /// # Errors
    /// As [`Journal::calendar_versions`].
    pub async fn rules_versions(&self) -> Result<Vec<RulesVersion>, StoreError> {
        self.store
            .journal
            .read(|connection| {
                Box::pin(async move {
                    let rows = sqlx::query(
                        "SELECT version, adopted_ms, author, reason, rules
                         FROM rules_version ORDER BY version",
                    )
                    .fetch_all(connection)
                    .await?;
                    rows.iter().map(rules_of_row).collect()
                })
            })
            .await
    }

    /// As [`Journal::add_calendar_version`], for rules.
    pub async fn add_rules_version(
        &self,
        version: &RulesVersion,
        based_on: u32,
    ) -> Result<bool, StoreError> {
        let json = json_of(&version.rules, "rules")?;
        let version = version.clone();
        self.store
            .journal
            .write(move |tx| {
                Box::pin(async move {
                    if newest(tx, "SELECT max(version) FROM rules_version").await? != based_on {
                        return Ok(false);
                    }
                    sqlx::query(
                        "INSERT INTO rules_version (version, adopted_ms, author, reason, rules)
                         VALUES (?1, ?2, ?3, ?4, ?5)",
                    )
                    .bind(version.version)
                    .bind(version.adopted_at.timestamp_millis())
                    .bind(version.author)
                    .bind(version.reason)
                    .bind(json)
                    .execute(tx)
                    .await?;
                    Ok(true)
                })
            })
            .await
    }
}

/// 0 where there is none.
async fn newest(tx: &mut SqliteConnection, sql: &'static str) -> Result<u32, StoreError> {
    let newest: Option<u32> = sqlx::query_scalar(sql).fetch_one(tx).await?;
    Ok(newest.unwrap_or_default())
}

fn calendar_of_row(row: &SqliteRow) -> Result<CalendarVersion, StoreError> {
    let json: String = row.try_get("calendar")?;
    let reach: String = row.try_get("reach")?;
    Ok(CalendarVersion {
        adopted: AdoptedCalendar {
            version: row.try_get("version")?,
            adopted_at: time_of_ms(row.try_get("adopted_ms")?),
            author: row.try_get("author")?,
            reason: row.try_get("reason")?,
            reach: match reach.as_str() {
                "new-clocks" => Reach::NewClocks,
                _ => Reach::OpenClocks,
            },
            calendar: serde_json::from_str(&json)
                .map_err(|error| StoreError::of_json("calendar", &error))?,
        },
        restores: row.try_get("restores")?,
    })
}

fn rules_of_row(row: &SqliteRow) -> Result<RulesVersion, StoreError> {
    let json: String = row.try_get("rules")?;
    Ok(RulesVersion {
        version: row.try_get("version")?,
        adopted_at: time_of_ms(row.try_get("adopted_ms")?),
        author: row.try_get("author")?,
        reason: row.try_get("reason")?,
        rules: serde_json::from_str(&json).map_err(|error| StoreError::of_json("rules", &error))?,
    })
}

fn reach_code(reach: Reach) -> &'static str {
    match reach {
        Reach::OpenClocks => "open-clocks",
        Reach::NewClocks => "new-clocks",
    }
}
