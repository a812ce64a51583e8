//! From what went wrong below to what the window is told. Details never hold personal data.

use tanggap_ipc::{Code, Error};
use tanggap_store::{OpenError, StoreError};
use tanggap_upstream::spreadsheet::SpreadsheetError;
use tanggap_upstream::{UpstreamError, Why};

/// What every use case answers with.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure that no officer can do anything about. The log has the cause.
pub(crate) fn internal(cause: impl std::fmt::Display) -> Error {
    tracing::error!(%cause, "A use case failed");
    Error::with(Code::Internal, cause)
}

pub(crate) fn of_store(error: StoreError) -> Error {
    match error {
        StoreError::DiskFull => Error::new(Code::DiskFull),
        StoreError::UnknownOp => Error::new(Code::NotFound),
        StoreError::NoBlob => Error::new(Code::FileMissing),
        other => internal(chain(&other)),
    }
}

pub(crate) fn of_open(error: OpenError) -> Error {
    let code = match &error {
        OpenError::NoProfile => Code::NoProfile,
        OpenError::AlreadyExists => Code::ProfileExists,
        OpenError::AlreadyRunning => Code::AlreadyRunning,
        OpenError::WrongKey | OpenError::OtherKeySource => Code::WrongKey,
        OpenError::NoKeychain(_) => Code::NoKeychain,
        // Both are the officer's own data on this computer, kept where they are.
        OpenError::JournalDamaged { .. } | OpenError::ProfileDamaged { .. } => Code::JournalDamaged,
        OpenError::NewerSchema { .. } => Code::NewerSchema,
        OpenError::DiskFull => Code::DiskFull,
        OpenError::UnsafeFolder { .. } => Code::UnsafeFolder,
        OpenError::Io(_) | OpenError::Store(_) => Code::Internal,
    };
    let detail = chain(&error);
    tracing::warn!(cause = %detail, "The profile was not opened");
    Error::with(code, detail)
}

pub(crate) fn of_upstream(error: UpstreamError) -> Error {
    let code = match &error {
        UpstreamError::Transient { why, .. } => match why {
            Why::Network | Why::Timeout | Why::Closed => Code::Offline,
            Why::Busy | Why::Failed | Why::Full | Why::Damaged => Code::HubFailed,
        },
        UpstreamError::CaptivePortal => Code::NotAHub,
        UpstreamError::NeedsLogin { .. } | UpstreamError::Forbidden => Code::TokenRejected,
        UpstreamError::TooOld => Code::HubTooNew,
        UpstreamError::TooLarge => Code::FileTooLarge,
        UpstreamError::EpochChanged
        | UpstreamError::Refused { .. }
        | UpstreamError::Protocol(_) => Code::HubFailed,
    };
    Error::with(code, error.code())
}

pub(crate) fn of_spreadsheet(error: SpreadsheetError) -> Error {
    let detail = error.code();
    let code = match error {
        SpreadsheetError::NotASpreadsheet => Code::NotASpreadsheet,
        SpreadsheetError::Password => Code::SpreadsheetPassword,
        SpreadsheetError::Damaged => Code::SpreadsheetDamaged,
        SpreadsheetError::OtherWorkbook { .. } => Code::OtherSpreadsheet,
        SpreadsheetError::Empty => Code::EmptySpreadsheet,
        SpreadsheetError::TooLarge { .. } => Code::FileTooLarge,
        SpreadsheetError::Io(cause) => match cause.kind() {
            std::io::ErrorKind::NotFound => Code::FileMissing,
            _ => return Error::with(Code::NotASpreadsheet, cause.kind()),
        },
    };
    Error::with(code, detail)
}

/// The error and its causes in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}
