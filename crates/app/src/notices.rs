//! The record of what was told, and when.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_ipc::Event;
use tanggap_ipc::notices::{List, MarkRead, Notice};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Most notices that are listed.
const MOST: u32 = 500;

/// Newest first. Notices of complaints that have left this desk are not listed; their rows stay.
pub async fn list(desk: &Desk, _request: List) -> Result<Vec<Notice>> {
    let stored = desk.store.journal().notices(MOST).await.map_err(of_store)?;
    let mut numbers: HashMap<ComplaintId, Option<TrackingId>> = HashMap::new();
    let mut notices = Vec::with_capacity(stored.len());
    for notice in stored {
        let id = notice.key.complaint;
        let known = match numbers.entry(id) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let found = desk.find(id).await?;
                let number = found.map(|visible| visible.complaint.tracking_id);
                new.insert(number).clone()
            }
        };
        let clock = clock_of(&notice.key.clock);
        let threshold = threshold_of(&notice.key.threshold);
        if let (Some(tracking_id), Some(clock), Some(threshold)) = (known, clock, threshold) {
            notices.push(Notice {
                id: notice.no,
                complaint: id,
                tracking_id,
                clock,
                threshold,
                due_at: notice.due_at,
                told_at: notice.told_at,
                read: notice.read_at.is_some(),
            });
        }
    }
    Ok(notices)
}

/// Marks notices as read; all of them where none is named.
pub async fn mark_read(desk: &Desk, request: MarkRead) -> Result<()> {
    let journal = desk.store.journal();
    let now = desk.now();
    if request.ids.is_empty() {
        journal
            .mark_notices_read(None, now)
            .await
            .map_err(of_store)?;
    }
    for id in request.ids {
        journal
            .mark_notices_read(Some(id), now)
            .await
            .map_err(of_store)?;
    }
    desk.tell(Event::NoticesChanged);
    desk.tell_frame().await;
    Ok(())
}

pub(crate) fn clock_of(code: &str) -> Option<ClockKind> {
    ClockKind::ALL
        .into_iter()
        .find(|clock| clock.code() == code)
}

/// The inverse of [`Threshold::key`].
fn threshold_of(key: &str) -> Option<Threshold> {
    match key {
        "h-1" => Some(Threshold::DayBefore),
        "lewat" => Some(Threshold::Breach),
        percent => percent.parse().ok().map(Threshold::Used),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_thresholds_are_read_back() {
        for threshold in [Threshold::Used(75), Threshold::DayBefore, Threshold::Breach] {
            assert_eq!(threshold_of(&threshold.key()), Some(threshold));
        }
    }
}
