//! What profiles of before kept otherwise, read as it is kept today.

use chrono::{DateTime, Utc};
use tanggap_domain::sla::AdoptedCalendar;
use tanggap_ipc::boot::PRACTICE_HUB;
use tanggap_ipc::settings::Settings;
use tanggap_store::{CalendarVersion, Connection, Journal, StoreError, StoredSettings};

use crate::office::first;

type Result<T> = std::result::Result<T, StoreError>;

/// A version that brings nothing back.
pub(super) fn original(adopted: AdoptedCalendar) -> CalendarVersion {
    CalendarVersion {
        adopted,
        restores: None,
    }
}

/// Every calendar of the profile. One of before calendars had versions gets its first here, from the
/// hours it kept among its settings.
pub(super) async fn adopted_calendars(
    journal: &Journal,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Vec<AdoptedCalendar>> {
    let versions = journal.calendar_versions().await?;
    if !versions.is_empty() {
        return Ok(versions
            .into_iter()
            .map(|version| version.adopted)
            .collect());
    }
    let hours = journal.setting(StoredSettings::KEY).await?;
    let hours: first::FirstHours = hours.unwrap_or_default();
    let calendar = first::of_hours(settings, &hours, now).or_else(|cause| {
        tracing::warn!(%cause, "The hours kept make no calendar; the standard week is used");
        first::calendar(settings, now)
    });
    match calendar {
        Ok(calendar) => {
            journal
                .add_calendar_version(&original(calendar.clone()), 0)
                .await?;
            Ok(vec![calendar])
        }
        // The office stands on the bundled calendar then, and says so when it is made.
        Err(_) => Ok(Vec::new()),
    }
}

/// Where the journal kept, before the practice hub was part of the desk, that this desk practises.
const KEY_OF_BEFORE: &str = "practice";

/// The connection of a profile from when the practice hub was a program of its own, which had another port at
/// every start.
pub(super) async fn moved_inside(
    journal: &Journal,
    connection: Option<Connection>,
) -> Result<Option<Connection>> {
    if journal.setting::<bool>(KEY_OF_BEFORE).await? != Some(true) {
        return Ok(connection);
    }
    // A profile of longer ago does not know yet that its hub is one for practice.
    let practises = |hub: &Connection| hub.practice || hub.hub.is_none();
    let connection = connection.map(|hub| match practises(&hub) {
        true => Connection {
            hub_url: PRACTICE_HUB.to_owned(),
            ..hub
        },
        false => hub,
    });
    journal.set_connection(connection.as_ref()).await?;
    journal.delete_setting(KEY_OF_BEFORE).await?;
    Ok(connection)
}
