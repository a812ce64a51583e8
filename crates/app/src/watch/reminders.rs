//! Reminders that a colleague sent through the hub, on the desk of the unit they are meant for.

use chrono::{DateTime, Utc};
use tanggap_domain::change::ReminderChannel;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::event::{Event, EventKind};
use tanggap_domain::ids::ComplaintId;
use tanggap_store::{NoticeKey, StoredReminder, Telling};

use super::look;
use super::news::{self, Kind, News};
use crate::desk::touched::Which;
use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, internal, of_store};
use crate::notices::record::REMINDER;

/// Scopes of agencies, as the hub writes them (`ins:ID`).
const AGENCY_SCOPE: &str = "ins:";

/// The newest reminder of each complaint that changed, where it is meant for this desk's unit and was
/// not told yet.
pub(super) async fn received(desk: &Desk, touched: Which, now: DateTime<Utc>) -> Result<Vec<News>> {
    let units = units(desk);
    if units.is_empty() || touched.is_empty() {
        return Ok(Vec::new());
    }
    let mut found: Vec<(Complaint, Event, StoredReminder)> = Vec::new();
    let mut take = |complaint: &Complaint| {
        if let Some((event, said)) = newest(desk, &units, complaint) {
            found.push((complaint.clone(), event.clone(), said));
        }
    };
    match touched {
        Which::Some(ids) => {
            let ids: Vec<ComplaintId> = ids.into_iter().collect();
            for ids in ids.chunks(WHOLE_AT_ONCE) {
                look::for_clocks(desk, ids)
                    .await?
                    .values()
                    .for_each(&mut take);
            }
        }
        // A unit's desk holds its unit's complaints only, so this is a short walk.
        Which::All => desk
            .store
            .mirror()
            .scan_open(&mut take)
            .await
            .map_err(of_store)?,
    }
    let mut tellings = Vec::with_capacity(found.len());
    for (complaint, event, said) in found {
        let telling = Telling {
            key: NoticeKey {
                complaint: Some(complaint.id),
                clock: REMINDER.to_owned(),
                threshold: event.id.to_string(),
            },
            due_at: event.at,
            detail: Some(serde_json::to_string(&said).map_err(internal)?),
        };
        let kind = Kind::Reminder {
            complaint: complaint.id,
            tracking_id: complaint.tracking_id,
            secret: complaint.privacy.secret,
            said,
        };
        tellings.push((telling, kind));
    }
    news::write_down(desk, tellings, now).await
}

/// The agencies whose desk this is; none for a desk that watches over regions.
fn units(desk: &Desk) -> Vec<String> {
    let connection = desk.connection();
    let scopes = connection.map(|connection| connection.scopes);
    scopes
        .unwrap_or_default()
        .iter()
        .filter_map(|scope| scope.strip_prefix(AGENCY_SCOPE))
        .map(str::to_owned)
        .collect()
}

fn newest<'a>(
    desk: &Desk,
    units: &[String],
    complaint: &'a Complaint,
) -> Option<(&'a Event, StoredReminder)> {
    let unit = complaint.unit.as_ref()?;
    if !complaint.stage.is_open() || !unit.scope_words().any(|word| units.contains(&word)) {
        return None;
    }
    let me = desk.connection().map(|connection| connection.officer);
    complaint.history.iter().rev().find_map(|event| {
        let EventKind::Reminded(reminder) = &event.what else {
            return None;
        };
        let is_for_us = reminder.via == ReminderChannel::InApp && event.by.id != me;
        is_for_us.then(|| {
            let said = StoredReminder {
                clock: reminder.clock,
                by: event.by.name.clone(),
                overdue_days: reminder.overdue_days,
            };
            (event, said)
        })
    })
}
