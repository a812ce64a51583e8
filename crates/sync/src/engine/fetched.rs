//! A page of the feed as it came, made ready to be written.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::ComplaintId;
use tanggap_domain::moment;
use tanggap_store::MirrorRow;
use tanggap_upstream::{Pulled, RowKind};

use super::ClocksOf;

/// A verified page that is not written yet, made ready to be.
pub(super) struct Fetched {
    pub rows: Vec<Arrived>,
    pub cursors: BTreeMap<String, String>,
    pub more: bool,
    pub server_time: DateTime<Utc>,
    pub sent: DateTime<Utc>,
    pub received: DateTime<Utc>,
}

/// One row of a page.
pub(super) struct Arrived {
    pub scope: String,
    pub seq: u64,
    pub what: What,
}

pub(super) enum What {
    Upsert(Box<MirrorRow>),
    Exit(ComplaintId),
    Erase(ComplaintId),
    Unreadable { reason: String, raw: String },
}

impl Fetched {
    pub fn of(
        pulled: Pulled,
        sent: DateTime<Utc>,
        received: DateTime<Utc>,
        clocks_of: &ClocksOf,
    ) -> Self {
        let Pulled {
            rows,
            cursors,
            more,
            server_time,
        } = pulled;
        let rows = rows.into_iter().map(|row| Arrived {
            scope: row.scope,
            seq: row.seq,
            what: match row.what {
                RowKind::Upsert(complaint) => {
                    let complaint = moment::without_false_claims(*complaint, server_time);
                    What::Upsert(Box::new(ready_row(clocks_of, complaint, row.seq)))
                }
                RowKind::Exit(id) => What::Exit(id),
                RowKind::Erase(id) => What::Erase(id),
                RowKind::Unreadable { reason, raw, .. } => What::Unreadable { reason, raw },
            },
        });
        Self {
            rows: rows.collect(),
            cursors,
            more,
            server_time,
            sent,
            received,
        }
    }
}

/// As it is written, made ready for the writer.
fn ready_row(clocks_of: &ClocksOf, complaint: Complaint, seq: u64) -> MirrorRow {
    let mut row = mirror_row(clocks_of, complaint, seq);
    if let Err(error) = row.make_ready() {
        // Writing it says so again, and stops the page.
        tracing::error!(%error, "A complaint could not be made ready");
    }
    row
}

/// The row of a complaint. One that the clocks break down at comes without them, and stops no other.
pub(super) fn mirror_row(clocks_of: &ClocksOf, complaint: Complaint, seq: u64) -> MirrorRow {
    let kept = catch_unwind(AssertUnwindSafe(|| clocks_of(&complaint)));
    if kept.is_err() {
        tracing::error!(complaint = %complaint.id.0, "The clocks of a complaint broke down");
    }
    MirrorRow::new(complaint, seq, kept.unwrap_or_default())
}
