//! What an imported file changed, and taking a wrong one back: asked of the hub each time, which alone keeps it.

use std::pin::pin;

use tanggap_ipc::import::{
    BackCounts, Changed, Changes, ChangesPage, Count, Field, LookBack, Problem, Stays, TakeBack,
    What,
};
use tanggap_ipc::{Code, Error};
use tanggap_protocol::error::code;
use tanggap_protocol::import as wire;
use tanggap_upstream::{Hub, UpstreamError};

use super::at_hub::follow;
use super::show;
use crate::desk::Desk;
use crate::error::{Result, of_upstream};
use crate::{link, reach};

/// Complaints of one page.
const PAGE: u32 = 100;

/// A page of what an import did to each complaint.
pub async fn changes(desk: &Desk, request: Changes) -> Result<ChangesPage> {
    let hub = known(desk).await?;
    let what = request.what.map(What::code);
    let page = hub
        .import_changes(&request.id, what, request.after, PAGE)
        .await
        .map_err(asked)?;
    let wire::ImportChanges {
        counts,
        changes,
        next,
    } = page;
    let counts = counts.into_iter().map(|count| Count {
        what: What::of_code(&count.what),
        complaints: count.complaints,
        hidden: count.hidden,
    });
    Ok(ChangesPage {
        counts: counts.collect(),
        changes: changes.into_iter().map(changed).collect(),
        next,
    })
}

pub(super) fn counts(counts: wire::TakeBackCounts) -> BackCounts {
    let wire::TakeBackCounts {
        back,
        partly,
        gone,
        worked,
        newer,
        untouched,
        out_of_reach,
    } = counts;
    BackCounts {
        back,
        partly,
        gone,
        worked,
        newer,
        untouched,
        out_of_reach,
    }
}

fn changed(change: wire::ImportChange) -> Changed {
    let wire::ImportChange {
        complaint_id,
        tracking_id,
        what,
        stays,
        is_here,
        fields,
    } = change;
    let fields = fields.into_iter().map(|field| Field {
        field: field.field,
        old: field.old,
        new: field.new,
    });
    Changed {
        complaint: complaint_id,
        tracking_id,
        what: What::of_code(&what),
        // Whoever else keeps it than an officer: said as the more careful of the two.
        stays: stays.map(|why| match why.as_str() {
            "worked" => Stays::Worked,
            _ => Stays::Newer,
        }),
        is_here,
        fields: fields.collect(),
    }
}

/// What taking an import back would do now.
pub async fn look_back(desk: &Desk, request: LookBack) -> Result<BackCounts> {
    let hub = known(desk).await?;
    hub.look_back(&request.id).await.map(counts).map_err(asked)
}

/// Takes an import back, and waits until that is done and on screen.
pub async fn take_back(desk: &Desk, request: TakeBack) -> Result<BackCounts> {
    if request.reason.trim().is_empty() {
        return Err(Error::with(Code::BadInput, "reason"));
    }
    let _one_at_a_time = desk.importing.lock().await;
    let hub = known(desk).await?;
    let begun = match hub.take_back(&request.id, &request.reason).await {
        Ok(begun) => begun,
        // It may have reached the hub, or not.
        Err(UpstreamError::Transient { .. }) => return Err(Error::new(Code::TakeBackGoesOn)),
        Err(error) => return Err(asked(error)),
    };
    let called_off = pin!(desk.import_called_off.notified());
    let ended = match follow(desk, &hub, &begun.id, called_off).await {
        Ok(ended) => ended,
        Err(error) if error.code == Code::ImportGoesOn => {
            return Err(Error::new(Code::TakeBackGoesOn));
        }
        Err(error) => return Err(error),
    };
    match (ended.state, ended.takes_back.and_then(|it| it.counts)) {
        (wire::ImportState::Done, Some(done)) => {
            let done = counts(done);
            if desk.stands_alone() {
                show(desk, done.back + done.gone).await?;
            }
            Ok(done)
        }
        (wire::ImportState::Failed(why), _) => Err(super::at_hub::failed(&why)),
        _ => Err(Error::with(Code::HubFailed, "taking back without an end")),
    }
}

/// Rows of a file that gave no complaint, as they stand in it; none where somebody else brought it.
pub async fn unreadable(desk: &Desk, id: &str) -> Result<Vec<Problem>> {
    let hub = known(desk).await?;
    let import = hub.import(id).await.map_err(asked)?;
    let rows = raw_of(desk, id, usize::MAX).await?.into_iter();
    Ok(rows
        .map(|row| Problem {
            source: import.name.clone(),
            place: row.row.to_string(),
            reason: row.reason,
            raw: row.raw,
            at: Some(import.begun_at),
        })
        .collect())
}

pub(super) async fn raw_of(
    desk: &Desk,
    id: &str,
    most: usize,
) -> Result<Vec<wire::UnreadableContent>> {
    let hub = known(desk).await?;
    let (mut rows, mut after) = (Vec::new(), Some(0));
    while let Some(from) = after
        && rows.len() < most
    {
        let page = match hub.import_unreadable(id, from).await {
            Ok(page) => page,
            Err(UpstreamError::Refused { code }) if code == code::NOT_FOUND => break,
            Err(error) => return Err(asked(error)),
        };
        rows.extend(page.rows);
        after = page.next;
    }
    Ok(rows)
}

/// The hub of this desk, where it has one.
pub(super) async fn hub(desk: &Desk) -> Result<Option<Hub>> {
    link::settled(desk).await?;
    match desk.connection() {
        Some(connection) => reach::hub(desk, &connection).await.map(Some),
        None => Ok(None),
    }
}

async fn known(desk: &Desk) -> Result<Hub> {
    let hub = hub(desk).await?;
    hub.ok_or_else(|| Error::with(Code::OwnHubClosed, "no hub"))
}

/// The hub did not answer what was asked of its history.
pub(super) fn asked(error: UpstreamError) -> Error {
    let code = match &error {
        UpstreamError::Transient { .. } => Code::ImportHistoryAway,
        UpstreamError::Forbidden => Code::TakeBackNotYours,
        UpstreamError::Refused { code } if code == code::NOT_FOUND => Code::NotFound,
        UpstreamError::Refused { code } if code == code::IMPORT_NOT_KEPT => Code::ImportNotKept,
        UpstreamError::Refused { code } if code == code::IMPORT_TAKEN_BACK => Code::ImportTakenBack,
        _ => return of_upstream(error),
    };
    Error::with(code, error.code())
}
