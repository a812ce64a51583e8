//! What somebody has to hear: written down first, and only what was not told before is news.

use chrono::{DateTime, Utc};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::sla::{ClockKind, Threshold};
use tanggap_store::{StoredDaily, StoredDigest, StoredReminder, Telling};

use crate::desk::Desk;
use crate::error::{Result, of_store};

/// Something that somebody has to hear, already in the record.
#[derive(Clone, Debug)]
pub(super) struct News {
    pub notice: i64,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Threshold {
        complaint: ComplaintId,
        tracking_id: TrackingId,
        secret: bool,
        clock: ClockKind,
        threshold: Threshold,
        due_at: DateTime<Utc>,
    },
    Reminder {
        complaint: ComplaintId,
        tracking_id: TrackingId,
        secret: bool,
        said: StoredReminder,
    },
    Daily(StoredDaily),
    Digest(StoredDigest),
}

impl Kind {
    pub fn is_breach(&self) -> bool {
        match self {
            Self::Threshold { threshold, .. } => *threshold == Threshold::Breach,
            Self::Reminder { .. } => true,
            Self::Daily(_) | Self::Digest(_) => false,
        }
    }
}

/// Puts each into the record; answers those that were not told before, or of another deadline.
pub(super) async fn write_down(
    desk: &Desk,
    found: Vec<(Telling, Kind)>,
    now: DateTime<Utc>,
) -> Result<Vec<News>> {
    let (tellings, kinds): (Vec<Telling>, Vec<Kind>) = found.into_iter().unzip();
    let told = desk
        .store
        .journal()
        .tell(tellings, &desk.witness(now))
        .await
        .map_err(of_store)?;
    let news = told.into_iter().zip(kinds);
    Ok(news
        .filter(|(told, _)| told.is_news())
        .map(|(told, kind)| News {
            notice: told.no(),
            kind,
        })
        .collect())
}
