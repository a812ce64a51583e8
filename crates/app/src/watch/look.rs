//! Thresholds that were crossed, of the complaints whose waking time has come.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::sla::{ClockFacts, Crossing};
use tanggap_store::{NoticeKey, Telling, Woken};

use super::news::{self, Kind, News};
use super::quiet::Quiet;
use crate::desk::{Desk, WHOLE_AT_ONCE};
use crate::error::{Result, of_store};
use crate::office::Office;

/// Complaints seen to in one go.
const BATCH: u32 = 500;

/// Writes a notice of each threshold that was crossed and not told yet.
pub(super) async fn look(
    desk: &Desk,
    office: &Office,
    now: DateTime<Utc>,
    quiet: &Quiet,
) -> Result<Vec<News>> {
    let only = match quiet {
        Quiet::No => None,
        Quiet::But(only) => Some(only),
        Quiet::Yes => return Ok(Vec::new()),
    };
    let mirror = desk.store.mirror();
    let mut news: Vec<News> = Vec::new();
    loop {
        let due = mirror.wakes(now, only, BATCH).await.map_err(of_store)?;
        if due.is_empty() {
            return Ok(news);
        }
        let mut woken = Vec::with_capacity(due.len());
        let mut found = Vec::new();
        for some in due.chunks(WHOLE_AT_ONCE) {
            let ids: Vec<ComplaintId> = some.iter().map(|(id, _)| *id).collect();
            let complaints = for_clocks(desk, &ids).await?;
            for (id, was_ms) in some {
                let complaint = complaints.get(id);
                let crossings = complaint
                    .map(|complaint| crossings(office, complaint, now))
                    .unwrap_or_default();
                let next = crossings.iter().find(|crossing| crossing.at > now);
                woken.push(Woken {
                    id: *id,
                    was_ms: *was_ms,
                    next_ms: next.map(|crossing| crossing.at.timestamp_millis()),
                });
                if let Some(complaint) = complaint {
                    found.extend(
                        furthest(&crossings, now).map(|crossing| (complaint.clone(), crossing)),
                    );
                }
            }
        }
        news.extend(write_down(desk, found, now).await?);
        // Last: interrupted before this, the same complaints are looked at once more.
        mirror.woken(woken).await.map_err(of_store)?;
    }
}

/// Notices of these crossings; those that were told before are left out.
pub(super) async fn write_down(
    desk: &Desk,
    found: Vec<(Complaint, Crossing)>,
    now: DateTime<Utc>,
) -> Result<Vec<News>> {
    let found = found.into_iter().map(|(complaint, crossing)| {
        let telling = Telling {
            key: key(&complaint, &crossing),
            due_at: crossing.due_at,
            detail: None,
        };
        let kind = Kind::Threshold {
            complaint: complaint.id,
            tracking_id: complaint.tracking_id,
            secret: complaint.privacy.secret,
            clock: crossing.clock,
            threshold: crossing.threshold,
            due_at: crossing.due_at,
        };
        (telling, kind)
    });
    news::write_down(desk, found.collect(), now).await
}

/// The complaints that clocks go by, of those that are held; at most [`WHOLE_AT_ONCE`].
pub(super) async fn for_clocks(
    desk: &Desk,
    ids: &[ComplaintId],
) -> Result<HashMap<ComplaintId, Complaint>> {
    let found = desk.find_many(ids).await?.into_iter();
    Ok(found
        .map(|visible| (visible.complaint.id, visible.into_for_clocks()))
        .collect())
}

pub(super) fn crossings(
    office: &Office,
    complaint: &Complaint,
    now: DateTime<Utc>,
) -> Vec<Crossing> {
    office.rules.crossings(&ClockFacts::of(complaint), now)
}

/// Of each clock only the furthest threshold that was crossed: what lies behind it is no news.
pub(super) fn furthest(
    crossings: &[Crossing],
    now: DateTime<Utc>,
) -> impl Iterator<Item = Crossing> {
    let mut furthest: Vec<Crossing> = Vec::new();
    for crossing in crossings.iter().filter(|crossing| crossing.at <= now) {
        furthest.retain(|earlier| earlier.clock != crossing.clock);
        furthest.push(*crossing);
    }
    furthest.into_iter()
}

fn key(complaint: &Complaint, crossing: &Crossing) -> NoticeKey {
    NoticeKey {
        complaint: Some(complaint.id),
        clock: crossing.clock.code().to_owned(),
        threshold: crossing.threshold.key(),
    }
}
