//! What a confirmed complaint from upstream means for the mirror. Pure.

use chrono::{DateTime, Utc};
use tanggap_domain::change::{Change, MAX_BODY_BYTES, Refused};
use tanggap_domain::complaint::Complaint;
use tanggap_domain::ids::OpId;
use tanggap_domain::moment;

/// What to do with an incoming complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    Insert,
    /// Newer than what is held.
    Update {
        /// Changes that wait here and no longer apply to it: the officer will have to decide.
        overtaken: Vec<(OpId, Refused)>,
    },
    /// Nothing new.
    Skip,
    /// Not to be taken in; kept aside with the reason.
    Quarantine(Fault),
}

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

/// Holds `incoming`, told at `server_time`, against the mirror's copy and this desk's waiting changes to
/// it, in order of acting.
pub fn plan(
    mirror: Option<&Complaint>,
    pending: &[Change],
    incoming: &Complaint,
    server_time: DateTime<Utc>,
) -> Plan {
    if incoming.body.len() > MAX_BODY_BYTES {
        return Plan::Quarantine(Fault::TextTooLong);
    }
    if moment::check(incoming, server_time).is_err() {
        return Plan::Quarantine(Fault::ImplausibleTime);
    }
    let Some(known) = mirror else {
        return Plan::Insert;
    };
    let renamed = known.tracking_id != incoming.tracking_id;
    if renamed && known.tracking_id.is_national() && incoming.tracking_id.is_national() {
        return Plan::Quarantine(Fault::NumberChanged);
    }
    if incoming.versions.head <= known.versions.head {
        return Plan::Skip;
    }
    let mut shown = incoming.clone();
    let mut overtaken = Vec::new();
    for change in pending {
        match shown.apply(change, change.at) {
            Ok(applied) => shown = applied.complaint,
            Err(refused) => overtaken.push((change.op, refused)),
        }
    }
    Plan::Update { overtaken }
}

/// Which of these operations are in the history of `incoming`: upstream has them, whatever became of
/// its answers.
pub fn landed(pending: impl IntoIterator<Item = OpId>, incoming: &Complaint) -> Vec<OpId> {
    let is_there = |op: &OpId| incoming.history.iter().any(|event| event.id == *op);
    pending.into_iter().filter(is_there).collect()
}

#[cfg(test)]
mod tests;
