//! Bringing a file to the hub: what one coordinator imports, every desk of it has.

use std::path::Path;
use std::pin::{Pin, pin};
use std::time::Duration;

use tanggap_domain::source_zone::SourceZones;
use tanggap_ipc::import::{ImportReport, UnreadableReason, UnreadableRow};
use tanggap_ipc::{Code, Error, Event};
use tanggap_protocol::error::code;
use tanggap_protocol::import as wire;
use tanggap_store::Connection;
use tanggap_upstream::{Hub, UpstreamError};
use tokio::sync::futures::Notified;

use crate::desk::Desk;
use crate::error::{Result, internal, of_upstream};
use crate::reach;

/// Between two questions how far the hub is.
const ASK_EVERY: Duration = Duration::from_millis(300);
/// So many questions in a row may stay without an answer. The hub goes on meanwhile.
const MOST_UNANSWERED: u32 = 20;

/// Brings a file to the hub and waits until it is taken in.
pub(super) async fn bring(
    desk: &Desk,
    connection: &Connection,
    path: &Path,
    name: &str,
    zones: &SourceZones,
) -> Result<ImportReport> {
    if connection.practice {
        return Err(Error::new(Code::ImportPractising));
    }
    let hub = reach::hub(desk, connection).await?;
    // Heard from here on, also while the file is sent and the hub is asked.
    let mut called_off = pin!(desk.import_called_off.notified());
    called_off.as_mut().enable();
    let path = path.to_owned();
    let content = tokio::task::spawn_blocking(move || std::fs::read(path))
        .await
        .map_err(internal)?
        .map_err(|cause| Error::with(Code::FileMissing, cause.kind()))?;
    let sha256 = hub
        .send_export(name, content.into())
        .await
        .map_err(not_begun)?;
    let request = wire::ImportRequest {
        sha256,
        name: name.to_owned(),
        zones: zones.periods().to_vec(),
        office: None,
        kind: wire::ImportKind::Export,
    };
    let done = taken_in(desk, &hub, &request, called_off).await?;
    Ok(of_wire(done, zones))
}

/// Has the hub take in what was sent, and waits until that is over; called off where the officer does.
///
/// # Errors
/// Why nothing was taken in; [`Code::ImportGoesOn`] where the hub does not say any more how far it is.
pub(crate) async fn taken_in<'a>(
    desk: &'a Desk,
    hub: &Hub,
    request: &wire::ImportRequest,
    called_off: Pin<&mut Notified<'a>>,
) -> Result<wire::ImportReport> {
    let begun = hub.begin_import(request).await.map_err(not_begun)?;
    let ended = follow(desk, hub, &begun.id, called_off).await?;
    match ended.state {
        wire::ImportState::Done => ended
            .report
            .ok_or_else(|| Error::with(Code::HubFailed, "an import without a report")),
        wire::ImportState::Cancelled => Err(Error::new(Code::ImportCancelled)),
        wire::ImportState::Failed(why) => Err(failed(&why)),
        wire::ImportState::Waiting | wire::ImportState::Reading => {
            Err(Error::with(Code::HubFailed, "an import without an end"))
        }
    }
}

/// Tells how far it is until it is over. Calls it off where the officer does.
pub(super) async fn follow<'a>(
    desk: &'a Desk,
    hub: &Hub,
    id: &str,
    mut called_off: Pin<&mut Notified<'a>>,
) -> Result<wire::Import> {
    let mut unanswered = 0;
    loop {
        match hub.import(id).await {
            Ok(import) if import.state.is_over() => return Ok(import),
            Ok(import) => {
                unanswered = 0;
                // Until the hub has looked the file through, nobody knows of how many, nor whether it is an export.
                if import.expected > 0 {
                    desk.tell(Event::ImportProgress {
                        done: import.read,
                        total: import.expected,
                        storing: false,
                    });
                }
            }
            Err(UpstreamError::Transient { .. }) if unanswered < MOST_UNANSWERED => unanswered += 1,
            Err(error) => {
                tracing::warn!(
                    code = error.code(),
                    "the hub does not say how far an import is"
                );
                return Err(Error::with(Code::ImportGoesOn, error.code()));
            }
        }
        tokio::select! {
            () = tokio::time::sleep(ASK_EVERY) => {}
            () = called_off.as_mut() => {
                hub.call_import_off(id).await.map_err(of_upstream)?;
                called_off.set(desk.import_called_off.notified());
            }
        }
    }
}

/// The file did not reach the hub, or is not taken there: nothing was begun.
pub(crate) fn not_begun(error: UpstreamError) -> Error {
    let code = match &error {
        UpstreamError::Forbidden => Code::ImportNotYours,
        UpstreamError::Transient { .. } => Code::ImportHubAway,
        UpstreamError::TooLarge => Code::FileTooLarge,
        // A hub of before, which takes no files from desks.
        UpstreamError::Refused { code } if code == code::NOT_FOUND => Code::ImportWhileConnected,
        UpstreamError::Refused { code } if code == code::PRACTICE_HUB => Code::ImportPractising,
        _ => return of_upstream(error),
    };
    Error::with(code, error.code())
}

pub(super) fn failed(why: &str) -> Error {
    let code = match why {
        "interrupted" => Code::ImportInterrupted,
        code::IMPORT_TAKEN_BACK => Code::ImportTakenBack,
        code::PRACTICE_HUB => Code::ImportPractising,
        "not-a-spreadsheet" => Code::NotASpreadsheet,
        "other-workbook" => Code::OtherSpreadsheet,
        "empty-workbook" => Code::EmptySpreadsheet,
        "workbook-too-large" => Code::FileTooLarge,
        "workbook-password" => Code::SpreadsheetPassword,
        "disk-full" => Code::DiskFull,
        "workbook-damaged" => Code::SpreadsheetDamaged,
        _ => Code::HubFailed,
    };
    Error::with(code, why)
}

fn of_wire(done: wire::ImportReport, zones: &SourceZones) -> ImportReport {
    let wire::ImportReport {
        read,
        new,
        updated,
        unchanged,
        out_of_reach,
        protected,
        unreadable,
        unclear_privacy,
        missing_columns,
        zones: shown,
        differs: _,
    } = done;
    ImportReport {
        read,
        new,
        updated,
        unchanged,
        out_of_reach,
        protected,
        unreadable: unreadable
            .into_iter()
            .map(|row| UnreadableRow {
                row: row.row.into(),
                reason: UnreadableReason::of_code(&row.reason),
            })
            .collect(),
        unclear_privacy: unclear_privacy.into_iter().map(u64::from).collect(),
        missing_columns,
        ..super::of_zones(shown, zones)
    }
}
