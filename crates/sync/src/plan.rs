//! What a confirmed complaint from upstream means for this desk. Pure.

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, MAX_BODY_BYTES, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::{OpId, TrackingId};
use tanggap_domain::moment;

/// Why an incoming complaint is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the text is longer than any complaint may be")]
    TextTooLong,
    /// The same id came with another national number: two complaints, one of them misnamed.
    #[error("the complaint changed its national number")]
    NumberChanged,
    /// A time from which clocks run lies before 1990 or after tomorrow, by the hub's own clock.
    #[error("a time of the complaint cannot be true")]
    ImplausibleTime,
}

impl Fault {
    /// The word of catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Self::TextTooLong => "text-too-long",
            Self::NumberChanged => "number-changed",
            Self::ImplausibleTime => "implausible-date",
        }
    }
}

/// Whether `incoming`, told at `server_time`, may be taken in by a desk that knows it as `known`. Whether it is
/// newer than what is held, the mirror says when it writes.
///
/// # Errors
/// Why it is kept aside.
pub fn check(
    known: Option<&TrackingId>,
    incoming: &Complaint,
    server_time: DateTime<Utc>,
) -> Result<(), Fault> {
    if incoming.body.len() > MAX_BODY_BYTES {
        return Err(Fault::TextTooLong);
    }
    if moment::check(incoming, server_time).is_err() {
        return Err(Fault::ImplausibleTime);
    }
    let is_other = |known: &TrackingId| known.is_national() && *known != incoming.tracking_id;
    if known.is_some_and(is_other) && incoming.tracking_id.is_national() {
        return Err(Fault::NumberChanged);
    }
    Ok(())
}

/// Which of the changes that wait here, in order of acting, no longer apply to what was taken in, and why: the
/// officer will have to decide.
pub fn overtaken(waiting: &[Change], taken_in: &Complaint) -> Vec<(OpId, Refused)> {
    let mut shown = taken_in.clone();
    let mut overtaken = Vec::new();
    for change in waiting {
        match shown.apply(change, change.at) {
            Ok(applied) => shown = applied.complaint,
            Err(refused) => overtaken.push((change.op, refused)),
        }
    }
    overtaken
}

/// Which of these operations are in the history of `incoming`: upstream has them, whatever became of
/// its answers.
pub fn landed(waiting: impl IntoIterator<Item = OpId>, incoming: &Complaint) -> Vec<OpId> {
    let is_there = |op: &OpId| incoming.history.iter().any(|event| event.id == *op);
    waiting.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests;
