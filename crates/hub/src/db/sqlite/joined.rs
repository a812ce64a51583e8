//! Table `joined`: a report of the national system and a recording that are one. What everybody sees stands
//! in `complaint` under the report's id; here stand the two as they would be by themselves.
//!
//! A recording that is joined has no row in `complaint` and is in no feed, so that nothing else has to know.

use chrono::{DateTime, Utc};
use sqlx::sqlite::SqliteConnection;
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::merge::joined::{Pair, again, merge_joined, report_of};
use tanggap_domain::merge::{Merged, NationalRow};
use tanggap_protocol::complaint::WireComplaint;

use super::feed::{self, Put};
use super::{ms, uuid};
use crate::db::DbError;

const DAMAGED: DbError = DbError::Damaged { what: "joined" };

/// The pair that the complaint is part of, as the report or as the recording.
pub async fn pair_of(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<Pair>, DbError> {
    let sql = "SELECT kept, alone_doc, recording_doc FROM joined WHERE kept = ?1 OR recording = ?1";
    let row: Option<(Vec<u8>, String, String)> = sqlx::query_as(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_optional(&mut *connection)
        .await?;
    let Some((kept, alone, recording)) = row else {
        return Ok(None);
    };
    let whole = feed::complaint(connection, ComplaintId(uuid(&kept)?)).await?;
    Ok(Some(Pair {
        whole: whole.ok_or(DAMAGED)?,
        alone: feed::read_doc(&alone)?,
        recording: feed::read_doc(&recording)?,
    }))
}

/// The report that a recording is joined with.
pub async fn report_with(
    connection: &mut SqliteConnection,
    recording: ComplaintId,
) -> Result<Option<(ComplaintId, TrackingId)>, DbError> {
    let sql = "SELECT c.id, c.tracking_id FROM joined j JOIN complaint c ON c.id = j.kept
               WHERE j.recording = ?";
    let row: Option<(Vec<u8>, String)> = sqlx::query_as(sql)
        .bind(recording.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    row.map(|(id, number)| {
        let number = TrackingId::parse(&number).map_err(|_| DAMAGED)?;
        Ok((ComplaintId(uuid(&id)?), number))
    })
    .transpose()
}

/// Reports that a recording with this number is joined with.
pub async fn reports_with_number(
    connection: &mut SqliteConnection,
    number: &str,
) -> Result<Vec<ComplaintId>, DbError> {
    let ids: Vec<Vec<u8>> = sqlx::query_scalar("SELECT kept FROM joined WHERE number = ?")
        .bind(number)
        .fetch_all(connection)
        .await?;
    ids.iter().map(|id| uuid(id).map(ComplaintId)).collect()
}

/// Writes a pair: the whole into its feeds, the recording out of all of them.
pub async fn put(
    connection: &mut SqliteConnection,
    pair: &Pair,
    now: DateTime<Utc>,
) -> Result<Put, DbError> {
    let Pair {
        whole,
        alone,
        recording,
    } = pair;
    let sql = "INSERT INTO joined (recording, number, kept, recording_doc, alone_doc, at_ms)
               VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT (recording) DO UPDATE SET kept = excluded.kept,
                   recording_doc = excluded.recording_doc, alone_doc = excluded.alone_doc";
    sqlx::query(sql)
        .bind(recording.id.0.as_bytes().as_slice())
        .bind(recording.tracking_id.as_str())
        .bind(whole.id.0.as_bytes().as_slice())
        .bind(written(recording)?)
        .bind(written(alone)?)
        .bind(ms(now))
        .execute(&mut *connection)
        .await?;
    // Where the two stand is known by now: who brought the recording keeps the whole in sight.
    let put = feed::put(connection, whole.clone(), now).await?;
    feed::withdraw(connection, recording.id).await?;
    Ok(put)
}

/// Writes the two as two.
pub async fn part(
    connection: &mut SqliteConnection,
    national: &Complaint,
    recording: &Complaint,
    now: DateTime<Utc>,
) -> Result<Put, DbError> {
    let was_joined = sqlx::query("DELETE FROM joined WHERE recording = ?")
        .bind(recording.id.0.as_bytes().as_slice())
        .execute(&mut *connection)
        .await?;
    if was_joined.rows_affected() > 0 {
        // Files that only the recording names are no longer the report's.
        sqlx::query("DELETE FROM blob_use WHERE complaint = ?")
            .bind(national.id.0.as_bytes().as_slice())
            .execute(&mut *connection)
            .await?;
    }
    feed::put(connection, recording.clone(), now).await?;
    feed::put(connection, national.clone(), now).await
}

/// What a row of the national system does to a complaint that is joined.
pub async fn merge(
    connection: &mut SqliteConnection,
    whole: &Complaint,
    row: NationalRow,
) -> Result<Merged, DbError> {
    let pair = pair_of(connection, whole.id).await?.ok_or(DAMAGED)?;
    let (merged, by_itself) = merge_joined(whole, &pair.alone, row);
    if let Merged::Confirmed(alone) | Merged::Changed(alone) = by_itself {
        sqlx::query("UPDATE joined SET alone_doc = ? WHERE kept = ?")
            .bind(written(&alone)?)
            .bind(whole.id.0.as_bytes().as_slice())
            .execute(connection)
            .await?;
    }
    Ok(merged)
}

/// The report by itself is as old as the whole, once a file that told of both was taken back.
pub async fn age_as(connection: &mut SqliteConnection, whole: &Complaint) -> Result<(), DbError> {
    let Some(Pair { mut alone, .. }) = pair_of(connection, whole.id).await? else {
        return Ok(());
    };
    alone.provenance.as_of = whole.provenance.as_of;
    alone.provenance.older.clone_from(&whole.provenance.older);
    sqlx::query("UPDATE joined SET alone_doc = ? WHERE kept = ?")
        .bind(written(&alone)?)
        .bind(whole.id.0.as_bytes().as_slice())
        .execute(connection)
        .await?;
    Ok(())
}

/// The pair after one of its two became `next`; none where their histories no longer say that they are one.
pub fn with(pair: &Pair, next: Complaint) -> Option<Pair> {
    if next.id == pair.recording.id {
        again(&report_of(pair), &next).ok()
    } else {
        again(&next, &pair.recording).ok()
    }
}

/// Forgets that they were one, without giving anything back: both are erased.
pub async fn forget(
    connection: &mut SqliteConnection,
    id: ComplaintId,
) -> Result<Option<(ComplaintId, ComplaintId)>, DbError> {
    let sql = "DELETE FROM joined WHERE kept = ?1 OR recording = ?1 RETURNING kept, recording";
    let row: Option<(Vec<u8>, Vec<u8>)> = sqlx::query_as(sql)
        .bind(id.0.as_bytes().as_slice())
        .fetch_optional(connection)
        .await?;
    row.map(|(kept, recording)| Ok((ComplaintId(uuid(&kept)?), ComplaintId(uuid(&recording)?))))
        .transpose()
}

fn written(complaint: &Complaint) -> Result<String, DbError> {
    serde_json::to_string(&WireComplaint::from(complaint.clone())).map_err(|_| DAMAGED)
}
