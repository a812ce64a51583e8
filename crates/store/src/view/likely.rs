//! Which complaints may be the same report as another: few, found by the index, so that nobody compares
//! everything with everything. What they have in common is said elsewhere (`domain::likeness`).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::likeness::{WINDOW, numbers_in};

use super::View;
use crate::columns::id_of_bytes;
use crate::error::StoreError;
use crate::mirror::rid_range;
use crate::search::{any_of, phrase};

/// Most candidates that are worth reading whole.
const MOST: i64 = 48;

impl View {
    /// What may be the same report as this one: of a recording the reports of other systems, of a report the
    /// recordings of desks. By the numbers that one names of the other, then by words among those received in
    /// [`WINDOW`] of it, the nearest first.
    pub async fn candidates(&self, of: &Complaint) -> Result<Vec<ComplaintId>, StoreError> {
        let for_recording = of.tracking_id.is_recording();
        let mut found: Vec<ComplaintId> = Vec::new();
        for number in numbers_in(of) {
            if number.is_recording() != for_recording {
                found.extend(self.find(&number).await?);
            }
        }
        let named = self.matching(phrase(of.tracking_id.as_str()), None, !for_recording);
        found.extend(named.await?);
        let around = (
            of.received_at.checked_sub_signed(WINDOW),
            of.received_at.checked_add_signed(WINDOW),
        );
        if let (Some(words), (Some(from), Some(to))) = (any_of(of), around) {
            let alike = self.matching(Some(words), Some((from, to)), !for_recording);
            found.extend(alike.await?);
        }
        let mut seen = BTreeSet::from([of.id]);
        found.retain(|id| seen.insert(*id));
        Ok(found)
    }

    /// Recordings of desks received since then, the newest first.
    pub async fn recordings_since(
        &self,
        from: DateTime<Utc>,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let (from, _) = rid_range(from, from);
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT id FROM head WHERE rid >= ?1 AND tracking_id GLOB 'C-*'
                               ORDER BY rid DESC";
                    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
                        .bind(from)
                        .fetch_all(connection)
                        .await?;
                    ids.iter().map(|id| id_of_bytes(id)).collect()
                })
            })
            .await
    }

    /// The report that a recording is one with, by the recording's id.
    pub async fn joined_with(
        &self,
        recording: ComplaintId,
    ) -> Result<Option<ComplaintId>, StoreError> {
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT h.id FROM joined j JOIN head h ON h.rid = j.rid
                               WHERE j.recording = ?1";
                    let id: Option<Vec<u8>> = sqlx::query_scalar(sql)
                        .bind(recording.0.as_bytes().as_slice())
                        .fetch_optional(connection)
                        .await?;
                    id.map(|id| id_of_bytes(&id)).transpose()
                })
            })
            .await
    }

    /// The best hits of an index query among recordings, or among everything else.
    async fn matching(
        &self,
        query: Option<String>,
        between: Option<(DateTime<Utc>, DateTime<Utc>)>,
        recordings: bool,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let Some(query) = query else {
            return Ok(Vec::new());
        };
        let (from, to) = between.map_or((i64::MIN, i64::MAX), |(from, to)| rid_range(from, to));
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT h.id FROM fts JOIN head h ON h.rid = fts.rowid
                               WHERE fts MATCH ?1 AND fts.rowid BETWEEN ?2 AND ?3
                                 AND (h.tracking_id GLOB 'C-*') = ?4
                               ORDER BY fts.rank LIMIT ?5";
                    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
                        .bind(query)
                        .bind(from)
                        .bind(to)
                        .bind(recordings)
                        .bind(MOST)
                        .fetch_all(connection)
                        .await?;
                    ids.iter().map(|id| id_of_bytes(id)).collect()
                })
            })
            .await
    }

    /// Complaints that a recording with this number is one with.
    pub(super) async fn joined_with_number(
        &self,
        number: &TrackingId,
    ) -> Result<Vec<ComplaintId>, StoreError> {
        let number = number.as_str().to_owned();
        self.store
            .mirror_read(move |connection| {
                Box::pin(async move {
                    let sql = "SELECT h.id FROM joined j JOIN head h ON h.rid = j.rid
                               WHERE j.number = ?1";
                    let ids: Vec<Vec<u8>> = sqlx::query_scalar(sql)
                        .bind(number)
                        .fetch_all(connection)
                        .await?;
                    ids.iter().map(|id| id_of_bytes(id)).collect()
                })
            })
            .await
    }
}
